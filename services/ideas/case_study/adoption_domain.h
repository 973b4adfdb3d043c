// The life of an adoption, as pure functions (docs/domain.md §4): what may be adopted by whom, which case
// studies it repeats, and how it goes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/case_study.pb.h"

namespace obt::ideas::v1 {

Violations Validate(const ReportAdoptionRequest& request);
Violations Validate(const ListAdoptionsRequest& request);

}  // namespace obt::ideas::v1

namespace obt::ideas {

// So many case studies an adoption names as those it repeats, the nearest.
inline constexpr size_t kMostRepeated = 50;

// A team has so many adoptions at most: bounds the cost of one more.
inline constexpr size_t kMostAdoptions = 200;

// What is known when a team adopts a case study.
struct AdoptionContext {
  v1::CaseStudyFacts case_study;
  bool own = false;                          // it is that team's own, and whoever calls may know so
  std::vector<v1::AdoptionFacts> adoptions;  // the team's
  v1::AdoptionFacts origin;                  // what the case study tells of, where that is an adoption
  v1::AdoptionFacts copied;                  // what the new one is copied from, if it is
};

// What adoptions of a case study repeat, nearest first: itself, and what the adoption it tells of repeats.
std::vector<std::string> ChainOf(const v1::CaseStudyFacts& case_study, const v1::AdoptionFacts& origin);

// PLANNED, in the team's programme. FAILED_PRECONDITION: CASE_STUDY_STATE or HIDDEN unless the case study is
// there for everybody, OWN_CASE_STUDY, ADOPTION_OPEN, ADOPTION_LIMIT.
absl::StatusOr<v1::AdoptionFacts> Adopt(const v1::AdoptCaseStudyRequest& request,
                                        const std::string& programme_id, const AdoptionContext& context,
                                        Day today);
// RUNNING or CONCLUDED, as reported.
absl::Status Report(const v1::ReportAdoptionRequest& request, Day today, v1::AdoptionFacts& adoption);

v1::AdoptionReceipt ReceiptOf(const v1::AdoptionFacts& adoption);

}  // namespace obt::ideas
