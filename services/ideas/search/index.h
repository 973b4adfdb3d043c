// The search index of ideas, experiments and published case studies, in memory: made from the store after
// a start, changed before a change's reply leaves, written nowhere. Answers are made of what their viewer may
// see and of the statistics of public documents: whatever else is in the index, or was, an answer is the
// same to the byte. Thread-safe: questions run beside each other, one change alone.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/writer_first_lock.h"
#include "services/ideas/search/corpus.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/search.h"

namespace obt::ideas::search {

class Index {
 public:
  // In place of what has the same key.
  void Put(const Document& document);
  void Remove(const Key& key);
  // Of a case study that is there: how often it is adopted now.
  void SetAdoptions(const Key& key, int adoptions);

  // INVALID_ARGUMENT: see query.h; or a position beyond kMostCounted.
  absl::StatusOr<Found> Search(absl::string_view query, const Viewer& viewer, const Filter& filter,
                               Order order, const Page& page) const;
  // INVALID_ARGUMENT: see similar.h. What stands in the index is asked about with its own text, as its
  // `self`.
  absl::StatusOr<SimilarAnswer> Similar(const Draft& draft, const Viewer& viewer, const Filter& filter,
                                        size_t limit) const;

  size_t documents() const;
  size_t bytes() const;  // about

 private:
  mutable WriterFirstLock lock_;
  Corpus corpus_;
};

}  // namespace obt::ideas::search
