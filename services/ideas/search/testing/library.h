// For tests of the index: documents in few words, answers as texts that differ where a byte does, and a
// source of documents and questions that repeat themselves enough to tie.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "services/ideas/search/index.h"

namespace obt::ideas::search::testing {

// Ideas of team "team" in organisation "org", seen by everybody.
Document Idea(absl::string_view id, absl::string_view title, absl::string_view problem = "");

// Everything in them, numbers to the last bit.
std::string Print(const Found& found);
std::string Print(const SimilarAnswer& answer);
std::string Print(const absl::StatusOr<Found>& found);
std::string Print(const absl::StatusOr<SimilarAnswer>& answer);
// "a b": the ids in order.
std::string Ids(const absl::StatusOr<Found>& found);
std::string Ids(const absl::StatusOr<SimilarAnswer>& answer);

inline const Viewer kPublic;

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  size_t Below(size_t n) { return engine_() % n; }
  std::string Text(size_t most_words);
  // One of 40 ids, organisations o0 to o4, teams t0 to t9.
  Document Thing();
  std::string Query();
  Draft ADraft();
  Viewer AViewer();
  Filter AFilter();

 private:
  std::mt19937_64 engine_;
};

}  // namespace obt::ideas::search::testing
