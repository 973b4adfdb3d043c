// The property that guards the headline numbers: whatever happens in whatever order, with repeats, restarts
// and corrections, every record and every figure equals a recount. rapidcheck makes the histories and prints
// its seed.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/auth/tree.h"
#include "common/rules/measures.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/count.h"
#include "services/aggregator/query/plan.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/testing/ideas_steps.h"
#include "services/aggregator/testing/world.h"
#include "services/aggregator/verify/compare.h"

namespace obt::aggregator {
namespace {

using testing::D;
using testing::Follower;
using testing::Person;
using testing::World;

// Enough small numbers to decide everything about one step; rapidcheck shrinks them towards 0.
using Step = testing::Numbers;

const Day kFirst = D("2024-09-20");
constexpr int kDays = 170;
Day DayOf(uint16_t n) { return testing::DayOfNumber(n); }
std::string TextOf(uint16_t n) { return FormatDay(DayOf(n)); }
std::string OrganisationOf(uint16_t n) { return absl::StrCat("o", n % 6); }

google::protobuf::Timestamp TimeOf(uint16_t day, uint16_t seconds) {
  google::protobuf::Timestamp time;
  time.set_seconds(absl::ToUnixSeconds(StartOfDay(DayOf(day))) +
                   seconds % 90'000);  // now and then the next day
  return time;
}

// Plays steps into a world and lets a follower follow.
class Player {
 public:
  Player(World& world, Follower& follower) : world_(world), follower_(follower) {
    for (uint16_t i = 0; i < 5; ++i) PutOrganisation({0, i, static_cast<uint16_t>(i / 2), i});
    world_.PutProgramme(World::Programme2024());
    world_.PutHeadcount("obt-2024", "o0", "2024-03-31", 10);
    world_.PutHeadcount("obt-2024", "o1", "2024-03-31", 20);
    world_.PutCourse(World::Course("masterclass", 2, 2, 30));
    for (uint16_t i = 0; i < 3; ++i) {
      const bool before = i < 2;
      world_.PutSurvey(World::Survey(SurveyOf(i),
                                     before ? learning::v1::SURVEY_KIND_PRE : learning::v1::SURVEY_KIND_POST,
                                     {"skills", "support"}));
    }
    for (uint16_t i = 0; i < 4; ++i) PutPerson({0, i, i, 0, 0, 0, 0, 1});
  }

  void Play(const Step& step) {
    switch (step[0] % 30) {
      case 0:
        return PutOrganisation(step);
      case 1:
        return Merge(step);
      case 2:
        return world_.PutHeadcount("obt-2024", OrganisationOf(step[1]), TextOf(step[2]), step[3] % 50);
      case 3:
        return PutProgramme(step);
      case 4:
        return world_.PutCourse(World::Course(step[1] % 2 ? "masterclass" : "more", 1 + step[2] % 3,
                                              step[3] % 3, step[4] % 90, step[5] % 4 > 0));
      case 5:
        return world_.Retract(Source(step[1]), absl::StrCat("e", step[2] % 20), Person(step[3] % 8));
      case 6:
        follower_.ApplyIdentity(world_, 1 + step[1] % 6);
        return;
      case 7:
        follower_.ApplyLearning(world_, 1 + step[1] % 6);
        return;
      case 8:
        return follower_.ForgetLastPage();
      case 9:
        return follower_.Restart();
      case 10:
      case 11:
        return PutPerson(step);
      case 12:
      case 13:
        return world_.Answer(Person(step[1] % 8), SurveyOf(step[2]),
                             TimeOf(step[3], static_cast<uint16_t>(step[4] % 4 * 30'000)),
                             {step[5] % 6, step[6] % 6});
      case 14:
        return world_.WithdrawAnswers(Person(step[1] % 8), SurveyOf(step[2]),
                                      TimeOf(step[3], static_cast<uint16_t>(step[4] % 4 * 30'000)));
      case 15:
        follower_.ApplyIdeas(world_, 1 + step[1] % 6);
        return;
      default:
        return step[0] % 30 < 20 ? Record(step) : testing::PlayTeams(world_, step);
    }
  }

 private:
  // Two before and one after.
  static std::string SurveyOf(uint16_t n) { return absl::StrCat("survey-", n % 3); }
  static std::string Source(uint16_t n) { return absl::StrCat("s", n % 3); }

  void PutOrganisation(const Step& step) {
    identity::v1::Organisation organisation;
    organisation.set_code(OrganisationOf(step[1]));
    if (step[1] % 6 > 0 && step[2] % 3 > 0)
      organisation.set_parent_code(absl::StrCat("o", step[2] % (step[1] % 6)));
    organisation.set_kind(step[3] % 2 ? identity::v1::ORGANISATION_KIND_DEPARTMENT
                                      : identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    if (step[4] % 3 > 0) {
      identity::v1::OrganisationVersion& past = *organisation.add_past();
      past.set_name("Before");
      if (step[5] % 2 && step[1] % 6 > 0) past.set_parent_code("o0");
      *past.mutable_to_day() = ToDate(DayOf(step[6]));
    }
    Put(organisation);
  }

  void Merge(const Step& step) {
    identity::v1::Organisation organisation = world_.organisations.at(absl::StrCat("o", step[1] % 5));
    organisation.set_successor_code(OrganisationOf(step[2]));
    *organisation.mutable_valid_to_day() = ToDate(DayOf(step[3]));
    if (world_.organisations.count(organisation.successor_code()) > 0) Put(organisation);
  }

  // What makes the tree unsound, identity refuses.
  void Put(const identity::v1::Organisation& changed) {
    std::vector<identity::v1::Organisation> rows;
    for (const auto& [code, row] : world_.organisations) rows.push_back(row);
    rows.push_back(changed);
    if (!auth::OrganisationTree(std::move(rows), kFirst).FirstFault(kAlways).has_value())
      world_.PutOrganisation(changed);
  }

  void PutProgramme(const Step& step) {
    identity::v1::Programme programme = World::Programme2024();
    if (step[1] % 2) *programme.mutable_counting_from_day() = ToDate(DayOf(step[2] % 60));
    if (step[1] % 3) *programme.mutable_counting_to_day() = ToDate(DayOf(70 + step[3] % 60));
    if (step[4] % 2) programme.set_target_minutes(1 + step[5] % 300);
    if (step[3] % 3) programme.set_max_minutes(1 + step[2] % 500);
    if (step[6] % 2) programme.add_minute_band_bounds(421);
    if (step[7] % 2) programme.clear_minute_band_bounds();
    world_.PutProgramme(programme);
  }

  // One to three stays, with or without gaps, or none.
  void PutPerson(const Step& step) {
    std::vector<testing::StaySpec> stays;
    uint16_t from = step[4] % 40;
    for (uint16_t i = 0; i < step[7] % 4; ++i) {
      const uint16_t to = static_cast<uint16_t>(from + 1 + step[5] % 60);
      const bool open = i + 1 == step[7] % 4 && step[6] % 2 == 0;
      stays.push_back({OrganisationOf(static_cast<uint16_t>(step[2] + i)), FormatDay(kFirst + from),
                       open ? "" : FormatDay(kFirst + to)});
      from = static_cast<uint16_t>(to + step[6] % 3);
    }
    world_.PutPerson(Person(step[1] % 6), stays, step[3] % 3 ? "EO" : "", step[3] % 2 ? "IT" : "LAW",
                     step[5] % 3 ? "WALES" : "UNKNOWN");
  }

  void Record(const Step& step) {
    testing::EventSpec event;
    event.source = Source(step[1]);
    event.id = absl::StrCat("e", step[2] % 20);
    event.person = Person(step[3] % 8);  // two of them identity never tells of
    if (step[4] % 4 > 0) {
      event.course = step[4] % 8 > 5 ? "more" : "masterclass";
      event.module = absl::StrCat("m", 1 + step[4] % 3);
      event.verb = static_cast<learning::v1::Verb>(1 + step[5] % 3);
    }
    event.at = TimeOf(step[6], static_cast<uint16_t>(step[7] * 7));
    event.minutes = step[5] % 5 == 0 ? 0 : step[5] % 250;
    world_.Record(event);
  }

  World& world_;
  Follower& follower_;
};

Question AnyQuery(const World& world) {
  const identity::v1::Programme& programme = world.programmes.at("obt-2024");
  Question question;
  question.programme_id = "obt-2024";
  question.measures = {static_cast<v1::Measure>(*rc::gen::inRange(1, v1::Measure_MAX + 1))};
  // More often: it goes wrong only with who moves.
  if (*rc::gen::inRange(0, 6) == 0) question.measures = {v1::MEASURE_EVER_REGISTERED};
  if (question.measures[0] == v1::MEASURE_REACHED_TARGET && !programme.has_target_minutes()) {
    question.measures = {v1::MEASURE_LEARNING_MINUTES};
  }
  const auto time = *rc::gen::element(v1::DIMENSION_DAY, v1::DIMENSION_WEEK, v1::DIMENSION_MONTH);
  std::vector<v1::Dimension> all;
  for (int i = v1::Dimension_MIN + 1; i <= v1::Dimension_MAX; ++i) {
    const auto dimension = static_cast<v1::Dimension>(i);
    if (rules::IsTime(dimension) && dimension != time) continue;
    if (rules::CanBeGroupedBy(question.measures[0], dimension)) all.push_back(dimension);
  }
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const size_t which = *rc::gen::inRange<size_t>(0, all.size());
    question.group_by.push_back(all[which]);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(which));
  }
  question.then = *rc::gen::arbitrary<bool>();
  question.only_new = *rc::gen::arbitrary<bool>();
  question.include_out_of_scope = *rc::gen::arbitrary<bool>();
  question.as_of = std::min(DayOf(*rc::gen::inRange<uint16_t>(0, kDays)), LastDay(programme));
  if (*rc::gen::inRange(0, 4) == 0) question.filter.organisation_codes = {"o0"};
  question.filter.organisations_alone = *rc::gen::arbitrary<bool>();
  if (*rc::gen::inRange(0, 4) == 0) question.filter.from = DayOf(*rc::gen::inRange<uint16_t>(0, kDays));
  const bool of_people = rules::OptionOf(question.measures[0]).subject() == options::v1::SUBJECT_PEOPLE;
  if (of_people && *rc::gen::inRange(0, 4) == 0) question.filter.done = {v1::STEP_START_LEARNING};
  if (of_people && *rc::gen::inRange(0, 4) == 0) question.filter.not_done = {v1::STEP_COMPLETE_LEARNING};
  const std::pair<v1::Dimension, std::vector<std::string>> filters[] = {
      {v1::DIMENSION_GRADE, {"unknown"}},
      {v1::DIMENSION_THEME, {"none"}},
      {v1::DIMENSION_OUTCOME, {"WORKED", "STOPPED"}}};
  for (const auto& [dimension, codes] : filters) {
    if (*rc::gen::inRange(0, 4) == 0 && rules::CanBeGroupedBy(question.measures[0], dimension))
      question.filter.attributes[dimension] = codes;
  }
  return question;
}

Counting AnyCounting() {
  Counting counting;
  if (*rc::gen::inRange(0, 4) == 0) counting.max_dense_cells = 0;  // count in hash maps
  counting.part_participants = *rc::gen::inRange<size_t>(1, 5);
  counting.always_together = true;
  counting.one_by_one = *rc::gen::inRange(0, 3) == 0;
  return counting;
}

template <typename Cells>
void ExpectPartsAddUpIn(const Pass& pass) {
  Counter<Cells> whole(pass);
  std::vector<Counter<Cells>> thirds(3, whole);
  for (size_t part = 0; part < whole.parts(); ++part) {
    whole.Count(part);
    thirds[part % 3].Count(part);
  }
  thirds[0].Add(thirds[1]);
  thirds[0].Add(thirds[2]);
  const std::vector<Counted<Cells>> expected = whole.TakeCounted(), added = thirds[0].TakeCounted();
  for (size_t i = 0; i < expected.size(); ++i) {
    for (size_t column = 0; column < expected[i].columns.size(); ++column) {
      for (uint64_t cell = 0; cell < pass.plan.cells; ++cell) {
        RC_ASSERT(added[i].columns[column].Get(cell) == expected[i].columns[column].Get(cell));
      }
    }
  }
}

// What several have counted is what one counts: of people now and ever, bands, minutes and milestones.
void ExpectPartsAddUp(const State& state, Question question, const Counting& counting) {
  const ProgrammeState& programme = *state.FindProgramme(question.programme_id);
  question.measures = {v1::MEASURE_REGISTERED,    v1::MEASURE_EVER_REGISTERED,
                       v1::MEASURE_MINUTES_BANDS, v1::MEASURE_LEARNING_MINUTES,
                       v1::MEASURE_PARTICIPANTS,  v1::MEASURE_LEARNING_COMPLETED};
  const absl::StatusOr<Plan> plan = MakePlan(state, programme, question);
  RC_ASSERT(plan.ok());
  if (plan->cells > 10'000 || plan->periods.size() == 0) return;  // a comparison of nothings
  const Pass pass{state, programme, question, *plan, counting};
  ExpectPartsAddUpIn<DenseCells>(pass);
  ExpectPartsAddUpIn<SparseCells>(pass);
}

// Whoever reached something at a known organisation was registered there on that day.
void ExpectNoMoreThanEverRegistered(const State& state, Question question) {
  question.measures = {v1::MEASURE_EVER_REGISTERED};
  for (int i = v1::Measure_MIN + 1; i <= v1::Measure_MAX; ++i) {
    const auto measure = static_cast<v1::Measure>(i);
    if (rules::OptionOf(measure).milestone() != 0) question.measures.push_back(measure);
  }
  const auto is_of_items = [](v1::Dimension dimension) {
    return !rules::CanBeGroupedBy(v1::MEASURE_EVER_REGISTERED, dimension);
  };
  std::erase_if(question.group_by, is_of_items);
  std::erase_if(question.filter.attributes, [&](const auto& wanted) { return is_of_items(wanted.first); });
  if (std::none_of(question.group_by.begin(), question.group_by.end(), rules::IsOrganisational))
    question.group_by.push_back(v1::DIMENSION_ORGANISATION);
  question.then = true;
  question.only_new = false;
  question.filter.from = kAlways;
  const absl::StatusOr<Answer> answer = Run(state, question, nullptr);
  RC_ASSERT(answer.ok());
  for (size_t group = 0; group < answer->groups; ++group) {
    const auto is_unknown = [group](const Answer::Dimension& of) {
      return rules::IsOrganisational(of.dimension) && of.codes[of.index[group]] == "unknown";
    };
    const bool unknown = std::any_of(answer->dimensions.begin(), answer->dimensions.end(), is_unknown);
    const int64_t ever = answer->columns[0].values[group];
    if (unknown) RC_ASSERT(ever == 0);
    for (const Answer::Column& column : answer->columns) RC_ASSERT(unknown || column.values[group] <= ever);
  }
}

void ExpectSame(const World& world, const Follower& follower, WorkerPool& pool) {
  const recount::Sources sources = world.Sources();
  const recount::Records records = recount::CountRecords(sources, "obt-2024");
  Differences differences;
  follower.engine().Read([&](const State& state) {
    CompareRowsInMemory(state, sources, differences);
    ComparePeople(state, sources, differences);
    CompareRecords(state, sources, "obt-2024", records, differences);
    for (int i = 0; i < 24; ++i) {
      const Question question = AnyQuery(world);
      const Counting counting = AnyCounting();
      ExpectPartsAddUp(state, question, counting);
      ExpectNoMoreThanEverRegistered(state, question);
      WorkerPool* const help = *rc::gen::arbitrary<bool>() ? &pool : nullptr;
      const int64_t before = differences.count();
      CompareFigures(state, sources, records, question, help, differences, counting);
      if (i < 4) CompareSurveys(state, sources, "obt-2024", question.as_of, differences);
      if (differences.count() > before) RC_LOG() << "as of " << FormatDay(question.as_of) << std::endl;
    }
  });
  for (const v1::VerifyDifference& difference : differences.first()) {
    RC_LOG() << difference.ShortDebugString() << std::endl;
  }
  RC_ASSERT(differences.count() == 0);
}

TEST(IncrementalProperty, EveryFigureEqualsARecount) {
  Follower follower;
  WorkerPool pool(2);
  EXPECT_TRUE(rc::check([&follower, &pool] {
    follower.Clear();
    World world;
    Player player(world, follower);
    const auto steps =
        *rc::gen::container<std::vector<Step>>(rc::gen::container<Step>(rc::gen::inRange<uint16_t>(0, 5040)));
    for (const Step& step : steps) player.Play(step);
    follower.CatchUp(world);
    ExpectSame(world, follower, pool);
    follower.Restart();
    ExpectSame(world, follower, pool);
  }));
}

}  // namespace
}  // namespace obt::aggregator
