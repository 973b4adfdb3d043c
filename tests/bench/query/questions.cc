#include "tests/bench/query/questions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/survey.pb.h"

namespace obt::bench::query {
namespace {

using aggregator::v1::Dimension;
using aggregator::v1::Measure;

constexpr auto kOrganisation = Dimension::DIMENSION_ORGANISATION;
constexpr auto kDepartment = Dimension::DIMENSION_DEPARTMENT;
constexpr auto kGrade = Dimension::DIMENSION_GRADE;
constexpr auto kProfession = Dimension::DIMENSION_PROFESSION;
constexpr auto kRegion = Dimension::DIMENSION_REGION;
constexpr auto kWeek = Dimension::DIMENSION_WEEK;
constexpr auto kMonth = Dimension::DIMENSION_MONTH;
constexpr auto kTheme = Dimension::DIMENSION_THEME;
constexpr auto kOutcome = Dimension::DIMENSION_OUTCOME;
constexpr auto kRegistered = Measure::MEASURE_REGISTERED;
constexpr auto kStarted = Measure::MEASURE_LEARNING_STARTED;
constexpr auto kCompleted = Measure::MEASURE_LEARNING_COMPLETED;
constexpr auto kMinutes = Measure::MEASURE_LEARNING_MINUTES;
constexpr auto kBands = Measure::MEASURE_MINUTES_BANDS;
constexpr auto kParticipants = Measure::MEASURE_PARTICIPANTS;
constexpr auto kBefore = Measure::MEASURE_PRE_SURVEY;
constexpr auto kAfter = Measure::MEASURE_POST_SURVEY;
constexpr auto kConversed = Measure::MEASURE_CONVERSED;
constexpr bool kThen = true, kNow = false, kNew = true, kUpTo = false;

// Of departments: those with most below them first, so that a filter keeps something.
std::vector<std::string> Subtrees(const World& world) {
  const Codes& codes = world.codes.at("organisation");
  std::vector<std::pair<int, std::string>> sizes;
  for (const auto& [code, last] : world.last_below) sizes.emplace_back(codes.Find(code) - last, code);
  std::sort(sizes.begin(), sizes.end());
  std::vector<std::string> largest;
  for (size_t i = 0; i < std::min<size_t>(8, sizes.size()); ++i) largest.push_back(sizes[i].second);
  return largest;
}

std::vector<Question> MakeQuestions() {
  using M = Measure;
  return {
      {"by department", {kDepartment}, {kRegistered, kStarted, kCompleted, kMinutes, kParticipants}},
      {"by grade", {kGrade}, {kRegistered, kStarted, kCompleted, kMinutes, kParticipants}},
      {"by organisation, THEN", {kOrganisation}, {kRegistered, kStarted, kCompleted, kMinutes}, kThen},
      {"by profession, of a region", {kProfession}, {kStarted, kMinutes}, kThen, kUpTo, Keep::kRegion},
      {"by region, of a grade", {kRegion}, {kRegistered, kStarted, kCompleted}, kNow, kUpTo, Keep::kGrade},
      {"who took part, by organisation", {kOrganisation}, {kParticipants, kBefore, kAfter, kConversed}},
      {"organisation x grade below a department",
       {kOrganisation, kGrade},
       {kRegistered, kStarted, kMinutes},
       kNow,
       kUpTo,
       Keep::kSubtree},
      {"department x region, THEN", {kDepartment, kRegion}, {kParticipants, kConversed, kAfter}, kThen},
      {"organisation x grade x region",
       {kOrganisation, kGrade, kRegion},
       {kRegistered, kStarted, kCompleted, kMinutes, kParticipants}},
      {"department x grade x profession, THEN",
       {kDepartment, kGrade, kProfession},
       {kRegistered, kStarted, kCompleted},
       kThen},
      {"week, new, THEN", {kWeek}, {kStarted, kCompleted, kMinutes, kConversed}, kThen, kNew},
      {"department x month, new", {kDepartment, kMonth}, {kStarted, kCompleted, kMinutes}, kNow, kNew},
      {"organisation x week, up to its end",
       {kOrganisation, kWeek},
       {kRegistered, kStarted, kCompleted, kMinutes}},
      {"organisation x grade x week, THEN, up to its end",
       {kOrganisation, kGrade, kWeek},
       {kRegistered, kStarted, kCompleted, kMinutes},
       kThen},
      {"minutes bands by department", {kDepartment}, {kBands}},
      {"minutes bands, organisation x grade", {kOrganisation, kGrade}, {kBands}},
      {"headcounts, by organisation", {kOrganisation}, {M::MEASURE_IN_SCOPE, kRegistered, kStarted}},
      {"experiments, organisation x outcome, THEN",
       {kOrganisation, kOutcome},
       {M::MEASURE_EXPERIMENTS_STARTED, M::MEASURE_EXPERIMENTS_CONCLUDED},
       kThen},
      {"items by theme",
       {kTheme},
       {M::MEASURE_CHANGES_AGREED, M::MEASURE_EXPERIMENTS_STARTED, M::MEASURE_CASE_STUDIES,
        M::MEASURE_ADOPTIONS}},
      {"benefits a year by department",
       {kDepartment},
       {M::MEASURE_BENEFITS_A_YEAR, M::MEASURE_BENEFITS_ONCE}},
      {"conversations and changes, department x week, new, THEN",
       {kDepartment, kWeek},
       {M::MEASURE_CONVERSATIONS, M::MEASURE_ATTENDANCE_STATED, M::MEASURE_CHANGES_AGREED},
       kThen,
       kNew},
  };
}

std::vector<Question>& Questions() {
  static auto& questions = *new std::vector<Question>(MakeQuestions());
  return questions;
}

}  // namespace

bool Question::Groups(Dimension dimension) const {
  return std::find(group_by.begin(), group_by.end(), dimension) != group_by.end();
}

const std::vector<Question>& AllQuestions() { return Questions(); }

void AskOnly(const std::string& only) {
  std::erase_if(Questions(),
                [&only](const Question& question) { return !absl::StrContains(question.name, only); });
  if (Questions().empty()) Die(absl::StrCat("no question has \"", only, "\" in its name"));
}

Asked Ask(const Question& question, const World& world, int variant) {
  Asked asked;
  const auto made = std::make_shared<aggregator::v1::QueryMetricsRequest>();
  asked.request = made;
  asked.response = &aggregator::v1::QueryMetricsResponse::default_instance();
  aggregator::v1::QueryMetricsRequest& request = *made;
  request.set_programme_id("obt-2024");
  for (const Dimension dimension : question.group_by) request.add_group_by(dimension);
  for (const Measure measure : question.measures) request.add_measures(measure);
  request.set_attribution(question.then ? aggregator::v1::ATTRIBUTION_THEN : aggregator::v1::ATTRIBUTION_NOW);
  request.set_accumulation(question.only_new ? aggregator::v1::ACCUMULATION_NEW
                                             : aggregator::v1::ACCUMULATION_CUMULATIVE);
  // From the last day backwards: THEN two days at a time, as what moved since makes no difference.
  const Day earliest = question.then ? world.first + 14 : world.settled;
  const int days = world.last - earliest + 1;
  if (days < 2) Die("somebody moved on the last day: questions as of now cannot vary");
  const Day as_of = world.last - variant * (question.then ? 2 : 1) % days;
  *request.mutable_as_of() = ToDate(as_of);
  asked.parameters.push_back(as_of - world.base);
  aggregator::v1::MetricsFilter& filter = *request.mutable_filter();
  const auto turn = [variant](const std::vector<std::string>& codes) {
    return codes[static_cast<size_t>(variant) % codes.size()];
  };
  if (question.keep == Keep::kSubtree) {
    const std::string code = turn(Subtrees(world));
    filter.add_organisation_codes(code);
    asked.parameters.push_back(world.codes.at("organisation").Find(code));
    asked.parameters.push_back(world.last_below.at(code));
  }
  if (question.keep == Keep::kGrade) {
    filter.add_grades(turn(world.codes.at("grade").all()));
    asked.parameters.push_back(world.codes.at("grade").Find(filter.grades(0)));
  }
  if (question.keep == Keep::kRegion) {
    filter.add_regions(turn(world.codes.at("region").all()));
    asked.parameters.push_back(world.codes.at("region").Find(filter.regions(0)));
  }
  return asked;
}

Asked AskSurveys(const std::vector<Dimension>& group_by) {
  Asked asked;
  const auto request = std::make_shared<aggregator::v1::QuerySurveysRequest>();
  request->set_programme_id("obt-2024");
  for (const Dimension dimension : group_by) request->add_group_by(dimension);
  request->set_page_size(500);
  asked.request = request;
  asked.response = &aggregator::v1::QuerySurveysResponse::default_instance();
  return asked;
}

}  // namespace obt::bench::query
