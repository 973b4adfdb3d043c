#include "services/reporting/tables/standard.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/reporting/tables/surveys.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;

constexpr int kMostMeasures = 10;  // of one question

const std::vector<Measure>& People() {
  static const auto* const measures = new std::vector<Measure>{
      agg::MEASURE_PARTICIPANTS,       agg::MEASURE_PRE_SURVEY,     agg::MEASURE_LEARNING_STARTED,
      agg::MEASURE_LEARNING_COMPLETED, agg::MEASURE_REACHED_TARGET, agg::MEASURE_CONVERSED,
      agg::MEASURE_POST_SURVEY};
  return *measures;
}

std::vector<StandardTable> TablesOfPeople() {
  static constexpr char kThen[] =
      "People are counted where they were on the day: somebody who moves between two steps is counted for "
      "each "
      "at another place.";
  return {
      {"funnel", "Participation by department and organisation", kThen, Kind::kPeople, v1::CALENDAR_WEEKLY,
       agg::DIMENSION_ORGANISATION, People()},
      {"grade", "Participation by department and grade", kThen, Kind::kPeople, v1::CALENDAR_MONTHLY,
       agg::DIMENSION_GRADE, People()},
      {"profession", "Participation by department and profession", kThen, Kind::kPeople, v1::CALENDAR_MONTHLY,
       agg::DIMENSION_PROFESSION, People()},
      {"region", "Participation by department and region", kThen, Kind::kPeople, v1::CALENDAR_MONTHLY,
       agg::DIMENSION_REGION, People()},
      {"weekly",
       "Participation by the end of each week, by department",
       "Every week holds all that happened up to its Sunday; the last one up to the day of the release.",
       Kind::kSeries,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_WEEK,
       {agg::MEASURE_PARTICIPANTS, agg::MEASURE_LEARNING_STARTED, agg::MEASURE_LEARNING_COMPLETED}},
      {"weekly_new",
       "New in each week, nationally",
       "What the week added to the weeks before.",
       Kind::kFlow,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_WEEK,
       {agg::MEASURE_PARTICIPANTS, agg::MEASURE_LEARNING_STARTED, agg::MEASURE_LEARNING_COMPLETED}},
  };
}

std::vector<StandardTable> OtherTables() {
  return {
      {"bands",
       "People by minutes of learning, by department",
       "Everybody registered, or with credited minutes, is in one band, where they belong today.",
       Kind::kBands,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_UNSPECIFIED,
       {agg::MEASURE_MINUTES_BANDS}},
      {"minutes",
       "Minutes of learning a learner, by department",
       "The mean over all who started learning, in whole minutes; it is withheld where fewer than fifteen "
       "are printed, or are outside one of the department's organisations.",
       Kind::kMeans,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_UNSPECIFIED,
       {agg::MEASURE_LEARNING_MINUTES, agg::MEASURE_LEARNING_STARTED}},
      {"items",
       "Conversations, changes, experiments and their spread, by department and organisation",
       "Things are counted at the organisation that led the team on the day.",
       Kind::kItems,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_ORGANISATION,
       {agg::MEASURE_CONVERSATIONS, agg::MEASURE_CHANGES_AGREED, agg::MEASURE_EXPERIMENTS_STARTED,
        agg::MEASURE_EXPERIMENTS_CONCLUDED, agg::MEASURE_CASE_STUDIES, agg::MEASURE_ADOPTIONS,
        agg::MEASURE_ENABLERS, agg::MEASURE_BARRIERS, agg::MEASURE_BENEFITS_STATED}},
      {"national",
       "Minutes and benefits, nationally",
       "Sums over the whole programme, exact, where at least fifteen report them outside each department. Of "
       "organisations and departments only the number of experiments that report a benefit is published.",
       Kind::kTotals,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_UNSPECIFIED,
       {agg::MEASURE_LEARNING_MINUTES, agg::MEASURE_BENEFITS_A_YEAR, agg::MEASURE_BENEFITS_ONCE}},
      {kSurveysTable,
       "What people said before and after, by department and organisation",
       "Of those who answered both times. People are counted where they are on the day; a row is told where "
       "at "
       "least ten answered both times and both surveys are told of the group in table funnel.",
       Kind::kSurveys,
       v1::CALENDAR_WEEKLY,
       agg::DIMENSION_ORGANISATION,
       {}},
  };
}

// What each grouping is asked for, each measure once.
using Asked = std::map<std::vector<Dimension>, std::vector<Measure>>;

void Ask(const std::vector<Dimension>& by, const std::vector<Measure>& measures, Asked& asked) {
  std::vector<Measure>& of = asked[by];
  for (const Measure measure : measures) {
    if (std::find(of.begin(), of.end(), measure) == of.end()) of.push_back(measure);
  }
}

void AskFor(const StandardTable& table, Asked& asked) {
  constexpr Dimension kDepartment = agg::DIMENSION_DEPARTMENT;
  const bool of_people = table.kind != Kind::kItems && table.kind != Kind::kTotals;
  const bool by_body = table.across == agg::DIMENSION_ORGANISATION;
  std::vector<std::vector<Dimension>> groupings = {{}};
  if (table.kind != Kind::kTotals) groupings.push_back({kDepartment});
  if (table.across != agg::DIMENSION_UNSPECIFIED) {
    groupings.push_back({kDepartment, table.across});
    if (!by_body) groupings.push_back({table.across});
  }
  for (const std::vector<Dimension>& by : groupings) {
    Ask(by, table.measures, asked);
    const bool in_time = !by.empty() && by.back() == agg::DIMENSION_WEEK;
    if (of_people && !in_time) Ask(by, {agg::MEASURE_EVER_REGISTERED}, asked);
  }
}

}  // namespace

const std::vector<StandardTable>& StandardTables() {
  static const auto* const tables = [] {
    auto* const all = new std::vector<StandardTable>(TablesOfPeople());
    for (StandardTable& table : OtherTables()) all->push_back(std::move(table));
    return all;
  }();
  return *tables;
}

const StandardTable* FindTable(absl::string_view id) {
  for (const StandardTable& table : StandardTables()) {
    if (table.id == id) return &table;
  }
  return nullptr;
}

Tables TablesOf(bool monthly, const Calendars& calendars) {
  Tables tables;
  for (const StandardTable& table : StandardTables()) {
    const auto other = calendars.find(table.id);
    const v1::Calendar calendar = other == calendars.end() ? table.calendar : other->second;
    if (monthly || calendar == v1::CALENDAR_WEEKLY) tables.push_back(&table);
  }
  return tables;
}

std::vector<agg::QueryMetricsRequest> QuestionsFor(const Tables& tables, const std::string& programme_id) {
  Asked asked;
  for (const StandardTable* const table : tables) AskFor(*table, asked);
  std::vector<agg::QueryMetricsRequest> questions;
  for (const auto& [by, measures] : asked) {
    for (size_t i = 0; i < measures.size(); ++i) {
      if (i % kMostMeasures == 0) {
        agg::QueryMetricsRequest& question = questions.emplace_back();
        question.set_programme_id(programme_id);
        question.set_attribution(agg::ATTRIBUTION_THEN);
        question.set_accumulation(agg::ACCUMULATION_CUMULATIVE);
        for (const Dimension dimension : by) question.add_group_by(dimension);
      }
      questions.back().add_measures(measures[i]);
    }
  }
  return questions;
}

}  // namespace obt::reporting::tables
