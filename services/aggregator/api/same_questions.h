// Identical questions at one state are answered once: whoever asks while the same is being counted, or after
// it with nothing changed since, gets that answer. Few and not large all together; the oldest goes first.
// Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/auth/rights.h"
#include "common/base/mutex.h"
#include "services/aggregator/api/kept_answers.h"

namespace obt::aggregator {

class SameQuestions {
 public:
  using Result = absl::StatusOr<std::shared_ptr<const KeptAnswer>>;
  // `version` changes with the state, `rights` with whom callers reach. `count` makes the answer, while
  // others with the same question wait.
  Result Answer(const std::string& question, uint64_t version,
                const std::shared_ptr<const auth::Rights>& rights, absl::FunctionRef<Result()> count);

 private:
  struct Asked {
    explicit Asked(std::string asked) : question(std::move(asked)) {}
    const std::string question;
    Mutex mutex;
    uint64_t version ABSL_GUARDED_BY(mutex) = 0;
    std::shared_ptr<const auth::Rights> rights ABSL_GUARDED_BY(mutex);
    std::shared_ptr<const KeptAnswer> answer ABSL_GUARDED_BY(mutex);
  };
  std::shared_ptr<Asked> Find(const std::string& question);

  Mutex mutex_;
  std::list<std::shared_ptr<Asked>> asked_ ABSL_GUARDED_BY(mutex_);  // the last one asked first
};

}  // namespace obt::aggregator
