// Reads and writes ideas beyond what all things share: who wrote them, and the log of their merges.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

// A new idea; without an author it is the team's.
absl::Status InsertIdea(Txn& txn, absl::Time now, const std::optional<PersonId>& author, v1::IdeaFacts& idea,
                        const v1::IdeaText& text);

// Which ideas a list is about.
struct IdeasAsked {
  std::optional<TeamId> team;      // a team's
  std::optional<PersonId> author;  // one person's, of the programme
  // Of teams that these organisations lead, in order; where they lead very many, `keep` has to look at that.
  std::vector<std::string> codes;
};
absl::StatusOr<Page<Seen<v1::IdeaFacts>>> PageOfIdeas(
    const Reader& reader, const Viewer& viewer, const std::string& programme_id, const IdeasAsked& asked,
    const std::string& position, size_t limit, absl::FunctionRef<bool(const Seen<v1::IdeaFacts>&)> keep);

// The log of merges: one more, and one taken back.
void LogMerge(Txn& txn, absl::Time now, const Viewer& viewer, const std::string& client_id,
              const v1::IdeaFacts& duplicate, const std::string& reason);
absl::Status LogUnmerge(Txn& txn, absl::Time now, const v1::IdeaFacts& duplicate);
// Those into an idea, latest first, at most 100.
absl::StatusOr<std::vector<v1::Merge>> MergesInto(const Reader& reader, const std::string& survivor_id);

// What an answer says of the idea besides its facts; words, counts, author, as far as the viewer may know.
absl::StatusOr<v1::Idea> ToIdea(const Reader& reader, const Viewer& viewer, Seen<v1::IdeaFacts> seen);

}  // namespace obt::ideas
