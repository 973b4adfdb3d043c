#include "services/aggregator/ingest/rows.h"

#include <algorithm>
#include <array>
#include <future>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/consumer.h"
#include "common/feed/directory_schema.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

using obt::store::Reader;
using obt::store::Txn;

// Every table here is bounded by who is in the Civil Service; a start reads all of it.
constexpr size_t kAll = std::numeric_limits<size_t>::max();

absl::Status Unreadable(absl::string_view table) {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
               absl::StrCat("table ", table, " holds a row that does not fit together"));
}

template <typename T, typename Visit>
absl::Status ForEachRow(const T& table, const Reader& reader, Visit visit) {
  return table.ScanEach(reader, std::tuple<>(), std::nullopt, kAll,
                        [&visit](const typename T::Key& key, const typename T::Row& row) {
                          visit(key, row);
                          return true;
                        });
}

// What people and learning are counted by.
absl::Status LoadLists(const Reader& reader, State& state) {
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kOrganisations, reader,
                                 [&](const auto&, const auto& row) { state.PutOrganisation(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kReferenceLists, reader,
                                 [&](const auto&, const auto& row) { state.PutReferenceList(row); }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(feed::kProgrammes, reader, [&](const auto&, const auto& row) { state.PutProgramme(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kHeadcounts, reader, [&](const auto& key, const auto& row) {
    state.PutHeadcount(std::get<0>(key), row);
  }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(kCourses, reader, [&](const auto&, const auto& row) { state.PutCourse(row); }));
  return ForEachRow(kSurveys, reader, [&](const auto&, const auto& row) { state.PutSurvey(row); });
}

absl::Status LoadPeople(const Reader& reader, State& state) {
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kPeople, reader, [&](const auto& key, const auto& row) {
    state.SetPerson(state.people.Append(std::get<0>(key)), row);
  }));
  state.people.Index();
  return absl::OkStatus();
}

absl::StatusOr<Applied> LoadCursor(const Reader& reader, const char* source) {
  OBT_ASSIGN_OR_RETURN(const std::optional<obt::store::v1::Cursor> cursor,
                       feed::kCursors.Find(reader, {source}));
  if (!cursor.has_value()) return Applied();
  return Applied{cursor->sequence(), cursor->commit_time_us()};
}

// Every kind of names with its place in a state.
template <typename AnyState>
auto NamesIn(AnyState& state) {
  return std::array{std::pair(store::v1::NAME_KIND_SOURCE, &state.sources),
                    std::pair(store::v1::NAME_KIND_MODULE, &state.modules),
                    std::pair(store::v1::NAME_KIND_SURVEY, &state.surveys),
                    std::pair(store::v1::NAME_KIND_CONSTRUCT, &state.constructs)};
}

// Whether every number has its name.
bool AllNamed(const State& state, const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers) {
  return std::all_of(facts.begin(), facts.end(),
                     [&state](const Fact& fact) {
                       return fact.source < state.sources.size() && fact.module < state.modules.size();
                     }) &&
         std::all_of(answers.begin(), answers.end(), [&state](const AnswerFact& answer) {
           return answer.survey < state.surveys.size() && answer.construct < state.constructs.size();
         });
}

// Some learners of one programme as their rows say, before it is known who they are among the people.
struct LearnerRows {
  struct Learner {
    PersonId person;
    Record record;
    size_t facts = 0, answers = 0;  // how many
  };
  static constexpr size_t kMost = 4096;  // in one array it would be copied over and over as it grows
  std::string programme_id;
  std::vector<Learner> learners;
  std::vector<Fact> facts;
  std::vector<AnswerFact> answers;
};

absl::StatusOr<std::vector<LearnerRows>> ReadLearners(const Reader& reader, const State& state) {
  std::vector<LearnerRows> all;
  absl::Status status;
  const Rules no_rules;
  const Rules* rules = &no_rules;
  OBT_RETURN_IF_ERROR(
      ForEachLearnerRow(reader, [&](const std::string& programme_id, const PersonId& person,
                                    const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers) {
        if (!AllNamed(state, facts, answers)) status = Unreadable(kLearners.name);
        if (!status.ok()) return;
        if (all.empty() || all.back().programme_id != programme_id ||
            all.back().learners.size() == LearnerRows::kMost) {
          all.emplace_back().programme_id = programme_id;
          const auto programme = state.programmes.find(programme_id);
          rules = programme == state.programmes.end() ? &no_rules : &programme->second.rules;
        }
        LearnerRows& rows = all.back();
        rows.facts.insert(rows.facts.end(), facts.begin(), facts.end());
        rows.answers.insert(rows.answers.end(), answers.begin(), answers.end());
        rows.learners.push_back(
            {person, Derive(facts, answers, *rules, state.sources), facts.size(), answers.size()});
      }));
  OBT_RETURN_IF_ERROR(status);
  return all;
}

void MakeRoom(const std::vector<LearnerRows>& all, State& state) {
  std::map<std::string, Learners::Room> rooms;
  for (const LearnerRows& rows : all) {
    Learners::Room& room = rooms[rows.programme_id];
    room.learners += rows.learners.size();
    room.facts += rows.facts.size();
    room.answers += rows.answers.size();
    for (const LearnerRows::Learner& learner : rows.learners) room.credits += learner.record.credits.size();
  }
  for (const auto& [programme_id, room] : rooms) state.programmes[programme_id].learners.Reserve(room);
}

void PutLearners(const LearnerRows& rows, State& state) {
  ProgrammeState& programme = state.programmes[rows.programme_id];
  const Fact* facts = rows.facts.data();
  const AnswerFact* answers = rows.answers.data();
  for (const LearnerRows::Learner& learner : rows.learners) {
    state.PutLearner(programme, learner.person, {facts, learner.facts}, {answers, learner.answers},
                     learner.record);
    facts += learner.facts;
    answers += learner.answers;
  }
}

}  // namespace

absl::StatusOr<State> LoadState(const Reader& reader) {
  State state;
  OBT_ASSIGN_OR_RETURN(state.identity, LoadCursor(reader, kIdentity));
  OBT_ASSIGN_OR_RETURN(state.learning, LoadCursor(reader, kLearning));
  OBT_RETURN_IF_ERROR(LoadNames(reader, state));
  OBT_RETURN_IF_ERROR(LoadLists(reader, state));
  // Learners are read and derived while people are: neither needs the other until learners get their places.
  std::future<absl::StatusOr<std::vector<LearnerRows>>> reading =
      std::async(std::launch::async, [&reader, &state] { return ReadLearners(reader, state); });
  OBT_RETURN_IF_ERROR(LoadPeople(reader, state));
  OBT_ASSIGN_OR_RETURN(std::vector<LearnerRows> learners, reading.get());
  MakeRoom(learners, state);
  for (LearnerRows& rows : learners) {
    PutLearners(rows, state);
    rows = {};  // not everything twice
  }
  state.organisations.Compile();
  return state;
}

absl::Status LoadNames(const Reader& reader, State& state) {
  absl::Status status;
  OBT_RETURN_IF_ERROR(ForEachRow(kNames, reader, [&](const auto& key, const auto& row) {
    bool kept = false;
    for (const auto& [kind, names] : NamesIn(state)) {
      if (std::get<0>(key) != kind || std::get<1>(key) != names->size()) continue;
      kept = names->Add(row.code()) == std::get<1>(key);
    }
    if (!kept) status = Unreadable(kNames.name);
  }));
  return status;
}

absl::Status ForEachLearnerRow(
    const Reader& reader, absl::FunctionRef<void(const std::string&, const PersonId&,
                                                 const std::vector<Fact>&, const std::vector<AnswerFact>&)>
                              visit) {
  absl::Status status;
  std::vector<Fact> facts;
  std::vector<AnswerFact> answers;
  OBT_RETURN_IF_ERROR(ForEachRow(kLearners, reader, [&](const auto& key, const auto& row) {
    if (!ReadFacts(row, facts) || !ReadAnswers(row, answers)) status = Unreadable(kLearners.name);
    if (status.ok()) visit(std::get<0>(key), std::get<1>(key), facts, answers);
  }));
  return status;
}

void PutLearnerRow(Txn& txn, const std::string& programme_id, const PersonId& person,
                   const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers) {
  if (facts.empty() && answers.empty()) return kLearners.Delete(txn, {programme_id, person});
  store::v1::LearnerRow row;
  WriteFacts(facts, row);
  WriteAnswers(answers, row);
  kLearners.Put(txn, {programme_id, person}, row);
}

void PutCourseRow(Txn& txn, const learning::v1::Course& course) {
  kCourses.Put(txn, {course.programme_id(), course.course_id()}, course);
}

void PutSurveyRow(Txn& txn, const learning::v1::Survey& survey) {
  kSurveys.Put(txn, {survey.programme_id(), survey.survey_id()}, survey);
}

absl::Status PutNewNames(Txn& txn, const State& state) {
  for (const auto& [kind, names] : NamesIn(state)) {
    for (size_t number = names->size() - 1; number > kNone; --number) {
      const std::tuple<int32_t, uint32_t> key(kind, static_cast<uint32_t>(number));
      OBT_ASSIGN_OR_RETURN(const bool kept, kNames.Has(txn, key));
      if (kept) break;
      store::v1::NameRow row;
      row.set_code(names->CodeOf(static_cast<Number>(number)));
      kNames.Put(txn, key, row);
    }
  }
  return absl::OkStatus();
}

}  // namespace obt::aggregator
