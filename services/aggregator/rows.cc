#include "services/aggregator/rows.h"

#include <algorithm>
#include <array>
#include <limits>
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

absl::Status LoadIdentity(const Reader& reader, State& state) {
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kOrganisations, reader,
                                 [&](const auto&, const auto& row) { state.PutOrganisation(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kReferenceLists, reader,
                                 [&](const auto&, const auto& row) { state.PutReferenceList(row); }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(feed::kProgrammes, reader, [&](const auto&, const auto& row) { state.PutProgramme(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kHeadcounts, reader, [&](const auto& key, const auto& row) {
    state.PutHeadcount(std::get<0>(key), row);
  }));
  return ForEachRow(feed::kPeople, reader,
                    [&](const auto& key, const auto& row) { state.PutPerson(std::get<0>(key), row); });
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

}  // namespace

absl::StatusOr<State> LoadState(const Reader& reader) {
  State state;
  OBT_ASSIGN_OR_RETURN(state.identity, LoadCursor(reader, kIdentity));
  OBT_ASSIGN_OR_RETURN(state.learning, LoadCursor(reader, kLearning));
  OBT_RETURN_IF_ERROR(LoadNames(reader, state));
  OBT_RETURN_IF_ERROR(LoadIdentity(reader, state));
  OBT_RETURN_IF_ERROR(
      ForEachRow(kCourses, reader, [&](const auto&, const auto& row) { state.PutCourse(row); }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(kSurveys, reader, [&](const auto&, const auto& row) { state.PutSurvey(row); }));
  absl::Status status;
  OBT_RETURN_IF_ERROR(
      ForEachLearnerRow(reader, [&](const std::string& programme_id, const PersonId& person,
                                    const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers) {
        if (!AllNamed(state, facts, answers)) status = Unreadable(kLearners.name);
        if (!status.ok()) return;
        ProgrammeState& programme = state.programmes[programme_id];
        state.PutLearner(programme, person, facts, answers,
                         Derive(facts, answers, programme.rules, state.sources));
      }));
  OBT_RETURN_IF_ERROR(status);
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
