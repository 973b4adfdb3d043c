#include "services/reporting/tables/surveys.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "services/reporting/disclosure/policy.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;

constexpr Dimension kEverybody = agg::DIMENSION_UNSPECIFIED;

// The least of so many in a thousand that chance alone would do as much; 1,000: it is not significant.
int64_t PerMille(agg::Significance significance) {
  switch (significance) {
    case agg::SIGNIFICANCE_BELOW_0_001:
      return 1;
    case agg::SIGNIFICANCE_BELOW_0_01:
      return 10;
    case agg::SIGNIFICANCE_BELOW_0_05:
      return 50;
    default:
      return 1000;
  }
}

struct SurveyColumn {
  absl::string_view name, title, unit, definition;
  int64_t (*of)(const agg::SurveyResult&);
};
constexpr char kPositive[] =
    "of those who answered both times, who gave 4 or 5 of 5; in whole per cent of counts in fives";
constexpr char kInterval[] = "limit of the 95 % Wilson interval of that share, from counts in fives";
constexpr SurveyColumn kColumns[] = {
    {"answered_before", "Answered before", "people", "who answered before, in fives",
     [](const agg::SurveyResult& row) -> int64_t { return row.before(); }},
    {"answered_after", "Answered after", "people", "who answered after, in fives",
     [](const agg::SurveyResult& row) -> int64_t { return row.after(); }},
    {"answered_both", "Answered both times", "people", "who answered both times, in fives",
     [](const agg::SurveyResult& row) -> int64_t { return row.matched(); }},
    {"positive_before", "Positive before", "per cent", kPositive,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_before().percent(); }},
    {"positive_before_low", "Positive before: lower limit", "per cent", kInterval,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_before().low_percent(); }},
    {"positive_before_high", "Positive before: upper limit", "per cent", kInterval,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_before().high_percent(); }},
    {"positive_after", "Positive after", "per cent", kPositive,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_after().percent(); }},
    {"positive_after_low", "Positive after: lower limit", "per cent", kInterval,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_after().low_percent(); }},
    {"positive_after_high", "Positive after: upper limit", "per cent", kInterval,
     [](const agg::SurveyResult& row) -> int64_t { return row.positive_after().high_percent(); }},
    {"change", "Change", "percentage points", "the share after less the share before",
     [](const agg::SurveyResult& row) -> int64_t { return row.change_points(); }},
    {"by_chance", "By chance, below", "in a thousand",
     "exact McNemar test: such a change is by chance in fewer than 1, 10 or 50 of a thousand; 1,000: it is "
     "not "
     "significant",
     [](const agg::SurveyResult& row) { return PerMille(row.significance()); }},
};

}  // namespace

std::vector<agg::QuerySurveysRequest> SurveyQuestionsFor(const std::string& programme_id) {
  std::vector<agg::QuerySurveysRequest> questions;
  for (const Dimension by : {kEverybody, agg::DIMENSION_DEPARTMENT, agg::DIMENSION_ORGANISATION}) {
    agg::QuerySurveysRequest& question = questions.emplace_back();
    question.set_programme_id(programme_id);
    question.set_page_size(500);
    if (by != kEverybody) question.add_group_by(by);
  }
  return questions;
}

bool AreOf(absl::Span<const store::v1::SurveyAnswer> answers, Day as_of) {
  return std::any_of(answers.begin(), answers.end(),
                     [](const auto& one) { return one.answer().results_size() > 0; }) &&
         std::all_of(answers.begin(), answers.end(), [as_of](const auto& one) {
           return ParseDay(one.answer().as_of()).value_or(as_of + 1) <= as_of;
         });
}

Surveys::Surveys(absl::Span<const store::v1::SurveyAnswer> answers) {
  for (const store::v1::SurveyAnswer& page : answers) {
    as_of_ = page.answer().as_of();
    if (constructs_.empty()) {
      for (const agg::SurveyConstruct& construct : page.answer().constructs())
        constructs_.emplace_back(construct.construct(), construct.wording());
    }
    for (const agg::SurveyResult& result : page.answer().results())
      results_[{page.by(), result.group_code(), result.construct()}] = &result;
  }
}

std::string Surveys::as_of() const { return FormatDay(ParseDay(as_of_).value_or(Day())); }

const agg::SurveyResult* Surveys::Find(const Group& group, const std::string& construct) const {
  const Dimension by = !group.is_whole()     ? group.across
                       : group.is_national() ? kEverybody
                                             : agg::DIMENSION_DEPARTMENT;
  const std::string& code = by == kEverybody ? "" : group.is_whole() ? group.department : group.code;
  const auto found = results_.find({by, code, construct});
  return found == results_.end() || found->second->withheld() ? nullptr : found->second;
}

bool MayTell(const SurveyGate& gate, PrintedCount participants, PrintedCount before, PrintedCount after) {
  using disclosure::kRadius;
  if (!before.has_value() || !after.has_value()) return false;
  if (gate.answered_before > *before || gate.answered_after > *after) return false;  // of people who moved
  if (gate.answered_both > std::min(gate.answered_before, gate.answered_after)) return false;
  const auto least = [](int32_t printed) { return std::max(disclosure::kThreshold, printed - kRadius); };
  const int32_t of_answers = least(*before) + least(*after) - (gate.answered_both + kRadius);
  return of_answers <= (participants.has_value() ? least(*participants) : disclosure::kProtectLow);
}

std::vector<v1::TableMeasure> SurveyMeasures() {
  std::vector<v1::TableMeasure> measures;
  for (const SurveyColumn& column : kColumns) {
    v1::TableMeasure& measure = measures.emplace_back();
    measure.set_name(std::string(column.name));
    measure.set_title(std::string(column.title));
    measure.set_unit(std::string(column.unit));
    measure.set_definition(std::string(column.definition));
  }
  return measures;
}

std::vector<int64_t> FiguresOf(const agg::SurveyResult& result) {
  std::vector<int64_t> figures;
  for (const SurveyColumn& column : kColumns) figures.push_back(column.of(result));
  return figures;
}

}  // namespace obt::reporting::tables
