// What is searched, who asks and what is asked, as plain values. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/base/days.h"

namespace obt::ideas::search {

enum class Kind : uint8_t { kIdea, kExperiment, kCaseStudy };
inline constexpr size_t kKinds = 3;

enum class FieldName : uint8_t {
  kTitle,
  kProblem,
  kChange,
  kWhoBenefits,
  kHowSuccessIsKnown,  // of ideas
  kHypothesis,
  kMeasure,
  kLearnings,
  kStory,  // of experiments and case studies
};

// Who sees it. Drafts, hidden and merged things are never documents.
enum class Audience : uint8_t { kEverybody, kOrganisation, kTeam };

struct Key {
  Kind kind = Kind::kIdea;
  std::string id;  // 16 bytes

  friend bool operator==(const Key& a, const Key& b) { return a.kind == b.kind && a.id == b.id; }
  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(a.kind, a.id) < std::tie(b.kind, b.id);
  }
  template <typename H>
  friend H AbslHashValue(H h, const Key& key) {
    return H::combine(std::move(h), key.kind, key.id);
  }
};

struct Field {
  FieldName name = FieldName::kTitle;
  std::string text;
};

// The whole new state of one thing.
struct Document {
  Key key;
  std::string programme;
  std::string organisation;  // code of its team's lead
  std::string team;          // 16 bytes
  Audience audience = Audience::kTeam;
  int state = 0, outcome = 0;  // numbers of the protos, below 64; 0: none
  std::vector<std::string> themes;
  std::vector<int> benefit_kinds;  // below 64
  Day day = 0;
  int adoptions = 0;
  std::vector<Field> fields;
};

// Whom a question is asked for. A document is seen by everybody, its organisation's people or its team, as
// its audience says; also by its team, by who moderates its organisation, and by who sees everything.
struct Viewer {
  std::vector<std::string> organisations, moderates;  // codes, subtrees expanded
  std::vector<std::string> teams;
  bool everything = false;
};

// What an answer may hold. Empty lists let everything through; of a list one value is enough.
struct Filter {
  std::string programme;  // empty: all
  std::vector<Kind> kinds;
  std::vector<std::string> themes;
  std::vector<std::string> organisations;  // codes, subtrees expanded
  std::vector<int> states, outcomes, benefit_kinds;
  std::optional<Day> from, to;  // half open
};

enum class Order : uint8_t { kRelevance, kNewest, kMostAdopted };

// A piece of a field. Matches are in characters (code points) of `text`, half open, in order.
struct Snippet {
  FieldName field = FieldName::kTitle;
  std::string text;
  bool cut_before = false, cut_after = false;
  std::vector<std::pair<size_t, size_t>> matches;
};

struct Hit {
  Key key;
  double score = 0;
  std::vector<Snippet> snippets;  // of the fields that match
};

// How many of all hits, not only of those on the page. Frequent values first.
struct Facets {
  std::vector<std::pair<Kind, size_t>> kinds;
  std::vector<std::pair<int, size_t>> outcomes;
  std::vector<std::pair<std::string, size_t>> themes, organisations;
};

struct Found {
  std::vector<Hit> hits;
  size_t total = 0;          // at most kMostCounted
  bool more = false;         // than that
  bool relaxed = false;      // too few had all the words: one was enough; what was quoted stayed
  size_t next_position = 0;  // of the next page; 0: this was the last
  Facets facets;
  std::string did_you_mean;  // the query with words that the public documents know; empty: nothing to say
};

// The text that others are compared with.
struct Draft {
  std::vector<Field> fields;
  std::optional<Key> self;  // of what stands in the index already: never its own neighbour
};

enum class Likeness : uint8_t { kRelated, kLikely, kNearIdentical };

struct Neighbour {
  Key key;
  double score = 0;  // 0 to 1
  Likeness likeness = Likeness::kRelated;
  std::vector<std::string> shared;  // as written in the draft, phrases first
};

struct SimilarAnswer {
  std::vector<Neighbour> neighbours;
  std::vector<std::pair<std::string, double>> themes;  // of the neighbours, by weight; 1: all have it
};

}  // namespace obt::ideas::search
