#include "services/aggregator/api/kept_answers.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/ids.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxKept = 16;
constexpr size_t kMaxNumbers = 6'000'000;  // 8 bytes each; one answer alone may have more
constexpr absl::Duration kLife = absl::Seconds(60);

}  // namespace

std::string KeptAnswers::Keep(std::shared_ptr<const KeptAnswer> answer, absl::Time now) {
  const Answer& kept = answer->answer;
  const size_t numbers = kept.groups * (kept.columns.size() + kept.dimensions.size());
  MutexLock lock(mutex_);
  while (!entries_.empty() &&
         (entries_.front().until < now || entries_.size() >= kMaxKept || numbers_ + numbers > kMaxNumbers)) {
    numbers_ -= entries_.front().numbers;
    entries_.pop_front();
  }
  numbers_ += numbers;
  entries_.push_back({ToText(NewId<JobId>(now)), now + kLife, std::move(answer), numbers});
  return entries_.back().name;
}

absl::StatusOr<std::shared_ptr<const KeptAnswer>> KeptAnswers::Get(absl::string_view name, absl::Time now) {
  MutexLock lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.name == name && entry.until >= now) return entry.answer;
  }
  return Error(absl::StatusCode::kOutOfRange, "ANSWER_GONE",
               "page_token: the answer is no longer kept; query again");
}

}  // namespace obt::aggregator
