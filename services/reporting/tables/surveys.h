// What surveys showed for a release. Its figures are protected already: counts in fives, shares of such
// counts, small groups withheld. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::tables {

inline constexpr char kSurveysTable[] = "surveys";

using SurveyAnswers = std::vector<store::v1::SurveyAnswer>;

// Everything the aggregator has to be asked, in order: of everybody, of departments, of organisations.
std::vector<aggregator::v1::QuerySurveysRequest> SurveyQuestionsFor(const std::string& programme_id);
// Whether they can be part of a release: something is told, of no later day. A later day would tell of people
// whom the release does not count yet.
bool AreOf(absl::Span<const store::v1::SurveyAnswer> answers, Day as_of);

// A row of the table by group and construct.
class Surveys {
 public:
  explicit Surveys(absl::Span<const store::v1::SurveyAnswer> answers);

  const std::vector<Named>& constructs() const { return constructs_; }  // and how people were asked
  std::string as_of() const;                                            // "2024-12-01"
  // nullptr: nothing is told of it.
  const aggregator::v1::SurveyResult* Find(const Group& group, const std::string& construct) const;

 private:
  std::vector<Named> constructs_;
  google::type::Date as_of_;
  std::map<std::tuple<Dimension, std::string, std::string>, const aggregator::v1::SurveyResult*> results_;
};

// Of a row of surveys: what the funnel counts in its group, and how many answered, in fives.
struct SurveyGate {
  disclosure::CellId participants = 0, before = 0, after = 0;
  int32_t answered_before = 0, answered_after = 0, answered_both = 0;
};
// What the funnel prints; nothing where it is withheld.
using PrintedCount = std::optional<int32_t>;
// Whether such a row tells nothing that the funnel does not tell. Those who answered are among those whom the
// funnel counts: rounded, a part that is no larger gives no bound. Who took part is at least who answered
// before or after, which is both less who answered both times; that gives a bound, which must be none either.
bool MayTell(const SurveyGate& gate, PrintedCount participants, PrintedCount before, PrintedCount after);

std::vector<v1::TableMeasure> SurveyMeasures();
// One for each of these.
std::vector<int64_t> FiguresOf(const aggregator::v1::SurveyResult& result);

}  // namespace obt::reporting::tables
