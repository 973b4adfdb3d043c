#include "services/aggregator/api/same_questions.h"

#include <algorithm>
#include <utility>

namespace obt::aggregator {
namespace {

constexpr size_t kMaxAsked = 64;
constexpr size_t kMaxNumbersKept = 100'000;  // larger answers are counted each time

}  // namespace

std::shared_ptr<SameQuestions::Asked> SameQuestions::Find(const std::string& question) {
  MutexLock lock(mutex_);
  const auto found = std::find_if(asked_.begin(), asked_.end(),
                                  [&](const auto& asked) { return asked->question == question; });
  if (found != asked_.end()) {
    asked_.splice(asked_.begin(), asked_, found);
    return asked_.front();
  }
  if (asked_.size() >= kMaxAsked) asked_.pop_back();
  return asked_.emplace_front(std::make_shared<Asked>(question));
}

SameQuestions::Result SameQuestions::Answer(const std::string& question, uint64_t version,
                                            const std::shared_ptr<const auth::Rights>& rights,
                                            absl::FunctionRef<Result()> count) {
  const std::shared_ptr<Asked> asked = Find(question);
  MutexLock lock(asked->mutex);
  if (asked->answer != nullptr && asked->version == version && asked->rights == rights) return asked->answer;
  asked->answer = nullptr;
  Result counted = count();
  if (!counted.ok()) return counted;
  const aggregator::Answer& answer = (*counted)->answer;
  if (answer.groups * (answer.columns.size() + answer.dimensions.size()) > kMaxNumbersKept) return counted;
  asked->version = version;
  asked->rights = rights;
  asked->answer = *counted;
  return counted;
}

}  // namespace obt::aggregator
