// Answers of more than one page, kept for a minute so that their pages belong to one version. Few, and not
// large all together: the oldest goes first. Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "obt/common/v1/common.pb.h"
#include "services/aggregator/query/query.h"

namespace obt::aggregator {

// An answer and the position of every source it includes.
struct KeptAnswer {
  Answer answer;
  google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint> applied;
};

class KeptAnswers {
 public:
  // Returns the name to ask for it by.
  std::string Keep(std::shared_ptr<const KeptAnswer> answer, absl::Time now);
  // OUT_OF_RANGE, ANSWER_GONE when it is kept no longer.
  absl::StatusOr<std::shared_ptr<const KeptAnswer>> Get(absl::string_view name, absl::Time now);

 private:
  struct Entry {
    std::string name;
    absl::Time until;
    std::shared_ptr<const KeptAnswer> answer;
    size_t numbers = 0;  // in the answer
  };
  Mutex mutex_;
  size_t numbers_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);  // oldest first
};

}  // namespace obt::aggregator
