#include "services/aggregator/query/worker_pool.h"

#include <algorithm>

namespace obt::aggregator {

WorkerPool::WorkerPool(size_t helpers) {
  helpers_.reserve(helpers);
  for (size_t i = 0; i < helpers; ++i) helpers_.emplace_back([this] { Help(); });
}

WorkerPool::~WorkerPool() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void WorkerPool::Share(size_t parts, size_t workers, Work work) noexcept {
  Loop loop{work, parts, std::min({workers, parts, count()})};
  bool joinable = false;
  {
    MutexLock lock(mutex_);
    joinable = ++askers_ == 1 && loop.workers > 1;
    if (joinable) {
      loop_ = &loop;
      ++loops_;
    } else if (loop_ != nullptr) {
      loop_->alone = true;
      loop_ = nullptr;
    }
  }
  if (joinable) {
    for (size_t helper = 1; helper < loop.workers; ++helper) wake_.notify_one();
  }
  for (size_t part = loop.next_part++; part < parts; part = loop.next_part++) work(0, part);
  MutexLock lock(mutex_);
  --askers_;
  if (loop_ == &loop) loop_ = nullptr;
  while (loop.helping > 0) left_.wait(lock.native());
}

WorkerPool::Loop* WorkerPool::Join(uint64_t& last_loop, size_t& worker) {
  MutexLock lock(mutex_);
  const auto may_join = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return loop_ != nullptr && loops_ != last_loop && loop_->joined < loop_->workers;
  };
  while (!stopping_ && !may_join()) wake_.wait(lock.native());
  if (stopping_) return nullptr;
  last_loop = loops_;
  worker = loop_->joined++;
  ++loop_->helping;
  return loop_;
}

void WorkerPool::Leave(Loop& loop) {
  MutexLock lock(mutex_);
  if (--loop.helping == 0) left_.notify_all();
}

void WorkerPool::Help() {
  uint64_t last_loop = 0;
  size_t worker = 0;
  while (Loop* const loop = Join(last_loop, worker)) {
    while (!loop->alone) {
      const size_t part = loop->next_part++;
      if (part >= loop->parts) break;
      loop->work(worker, part);
    }
    Leave(*loop);
  }
}

}  // namespace obt::aggregator
