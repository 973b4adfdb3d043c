// Reads case studies for answers: pages of them, and each as far as the viewer may know.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

using SeenCaseStudy = Seen<v1::CaseStudyFacts>;

// The trial it tells of.
absl::StatusOr<v1::Trial> TrialOf(const Reader& reader, const v1::CaseStudyFacts& case_study);

// Of a team, or where none is given all, as far as `keep` keeps them.
absl::StatusOr<Page<SeenCaseStudy>> PageOfCaseStudies(const Reader& reader, const Viewer& viewer,
                                                      const std::string& team_id, const std::string& position,
                                                      size_t limit,
                                                      absl::FunctionRef<bool(const SeenCaseStudy&)> keep);

absl::StatusOr<v1::CaseStudy> ToCaseStudy(const Reader& reader, const Viewer& viewer, SeenCaseStudy seen);

}  // namespace obt::ideas
