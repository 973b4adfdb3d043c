// Reads and writes adoptions: under every case study they repeat, which counts those that everybody sees.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

using SeenAdoption = Seen<v1::AdoptionFacts>;

absl::Status InsertAdoption(Txn& txn, absl::Time now, v1::AdoptionFacts& adoption,
                            const v1::AdoptionText& text);
// A team's.
absl::StatusOr<std::vector<v1::AdoptionFacts>> AdoptionsOf(const Reader& reader, const std::string& team_id);
// The adoption a case study tells of; nothing in it where it tells of an experiment.
absl::StatusOr<v1::AdoptionFacts> OriginOf(const Reader& reader, const v1::CaseStudyFacts& case_study);

// To be called with every change of who sees something: an adoption counts in every case study of its chain
// while everybody sees it, which is while it is not hidden and the case study it repeats is for everybody.
absl::Status Recount(Txn& txn, const v1::AdoptionFacts& before, const v1::AdoptionFacts& after);
absl::Status Recount(Txn& txn, const v1::CaseStudyFacts& before, const v1::CaseStudyFacts& after);

// What repeats a case study, directly or through others, oldest first.
absl::StatusOr<Page<SeenAdoption>> PageOfRepeats(const Reader& reader, const Viewer& viewer,
                                                 const std::string& case_study_id,
                                                 const std::string& position, size_t limit);
// The way from an adoption, itself included, to where it began: what it was copied from, else the adoption
// that the case study it repeats tells of.
absl::StatusOr<Page<SeenAdoption>> PageOfWayBack(const Reader& reader, const Viewer& viewer,
                                                 const std::string& adoption_id, const std::string& position,
                                                 size_t limit);

absl::StatusOr<v1::Adoption> ToAdoption(const Reader& reader, const Viewer& viewer, SeenAdoption seen);

}  // namespace obt::ideas
