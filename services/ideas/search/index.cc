#include "services/ideas/search/index.h"

#include <mutex>
#include <shared_mutex>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/ideas/search/query.h"
#include "services/ideas/search/sieve.h"
#include "services/ideas/search/similar.h"

namespace obt::ideas::search {

void Index::Put(const Document& document) {
  const std::unique_lock<WriterFirstLock> lock(lock_);
  corpus_.Put(document);
}

void Index::Remove(const Key& key) {
  const std::unique_lock<WriterFirstLock> lock(lock_);
  corpus_.Remove(key);
}

void Index::SetAdoptions(const Key& key, int adoptions) {
  const std::unique_lock<WriterFirstLock> lock(lock_);
  corpus_.SetAdoptions(key, adoptions);
}

absl::StatusOr<Found> Index::Search(absl::string_view query, const Viewer& viewer, const Filter& filter,
                                    Order order, const Page& page) const {
  if (page.position >= kMostCounted) {
    Violations violations;
    violations.Add("position", absl::StrCat("must be below ", kMostCounted, "; narrow the question instead"));
    return violations.ToStatus();
  }
  OBT_ASSIGN_OR_RETURN(const Query parsed, ParseQuery(query));
  const std::shared_lock<WriterFirstLock> lock(lock_);
  return RunQuery(corpus_, Sieve(corpus_, viewer, filter), parsed, order, page);
}

absl::StatusOr<SimilarAnswer> Index::Similar(const Draft& draft, const Viewer& viewer, const Filter& filter,
                                             size_t limit) const {
  OBT_RETURN_IF_ERROR(CheckDraft(draft));
  const std::shared_lock<WriterFirstLock> lock(lock_);
  return RunSimilar(corpus_, Sieve(corpus_, viewer, filter), draft, limit);
}

size_t Index::documents() const {
  const std::shared_lock<WriterFirstLock> lock(lock_);
  return corpus_.documents();
}

size_t Index::bytes() const {
  const std::shared_lock<WriterFirstLock> lock(lock_);
  return corpus_.bytes();
}

}  // namespace obt::ideas::search
