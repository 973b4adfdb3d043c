#include "services/aggregator/kept_answers.h"

#include <utility>

#include "common/base/ids.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxKept = 8;
constexpr absl::Duration kLife = absl::Seconds(60);

}  // namespace

std::string KeptAnswers::Keep(std::shared_ptr<const KeptAnswer> answer, absl::Time now) {
  MutexLock lock(mutex_);
  while (!entries_.empty() && (entries_.front().until < now || entries_.size() >= kMaxKept))
    entries_.pop_front();
  entries_.push_back({ToText(NewId<JobId>(now)), now + kLife, std::move(answer)});
  return entries_.back().name;
}

std::shared_ptr<const KeptAnswer> KeptAnswers::Find(absl::string_view name, absl::Time now) {
  MutexLock lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.name == name && entry.until >= now) return entry.answer;
  }
  return nullptr;
}

}  // namespace obt::aggregator
