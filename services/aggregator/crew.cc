#include "services/aggregator/crew.h"

namespace obt::aggregator {

Crew::Crew(size_t helpers) {
  helpers_.reserve(helpers);
  for (size_t worker = 1; worker <= helpers; ++worker)
    helpers_.emplace_back([this, worker] { Help(worker); });
}

Crew::~Crew() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  begun_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void Crew::Share(size_t parts, Work work) {
  Loop loop{work, parts};
  bool helped = false;
  if (parts > 1) {
    MutexLock lock(mutex_);
    helped = loop_ == nullptr;
    if (helped) {
      loop_ = &loop;
      ++loops_;
    }
  }
  if (helped) begun_.notify_all();
  loop.Run(0);
  if (!helped) return;
  MutexLock lock(mutex_);
  loop_ = nullptr;
  while (loop.helping > 0) left_.wait(lock.native());
}

void Crew::Help(size_t worker) {
  MutexLock lock(mutex_);
  for (uint64_t helped = 0; true;) {
    while (!stopping_ && (loop_ == nullptr || loops_ == helped)) begun_.wait(lock.native());
    if (stopping_) return;
    helped = loops_;
    Loop& loop = *loop_;
    ++loop.helping;
    lock.native().unlock();
    loop.Run(worker);
    lock.native().lock();
    if (--loop.helping == 0) left_.notify_all();
  }
}

}  // namespace obt::aggregator
