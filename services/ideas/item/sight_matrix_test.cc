// The table of docs/domain.md §4, computed here once more by other code, against what every path shows: get,
// list, search, similar and comments, for every visibility and state, hidden or not, and everybody who may
// ask.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/item/askers.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;

// An agreed one has an experiment, which is planned, running or concluded.
enum class Stage { kDraft, kParkedDraft, kProposed, kParked, kMerged, kAgreed, kInExperiment, kConcluded };
constexpr Stage kStages[] = {Stage::kDraft,  Stage::kParkedDraft, Stage::kProposed,     Stage::kParked,
                             Stage::kMerged, Stage::kAgreed,      Stage::kInExperiment, Stage::kConcluded};

bool IsDraft(Stage stage) { return stage <= Stage::kParkedDraft; }

struct Subject {
  std::string id, experiment, word;
  v1::Visibility visibility;
  Stage stage;
  bool hidden;
};

// "all", "notice" or "".
std::string Expected(const Subject& subject, const Asker& asker) {
  const bool draft = IsDraft(subject.stage);
  const bool reported = subject.hidden;  // hiding takes a report
  bool sees = asker.team;
  if (draft) {
    sees = sees || (asker.moderates && reported);
  } else {
    sees = sees || asker.moderates || subject.visibility == v1::VISIBILITY_CROSS_GOVERNMENT ||
           (subject.visibility == v1::VISIBILITY_ORGANISATION && asker.within);
  }
  if (!sees) return "";
  if (!subject.hidden || asker.moderates) return "all";
  return asker.team ? "notice" : "";
}

class SightMatrix : public ::testing::Test {
 protected:
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const Asker& asker, const Request& request) {
    return asker.Ask<Response>(world, request);
  }
  template <typename Response, typename Request>
  void Must(const Request& request, const std::string& person) {
    const auto response = world.Call<Response>(request, person);
    if (!response.ok()) Die(response.status().ToString());
  }

  void MergeAway(const std::string& id) {
    v1::MergeIdeasRequest request;
    request.set_survivor_id(world.Propose(samples::kOtherMember, v1::VISIBILITY_TEAM));
    request.add_duplicate_ids(id);
    request.set_reason("the same");
    world.CallAs<v1::MergeIdeasResponse>("centre", request).value();
  }

  Subject Make(v1::Visibility visibility, Stage stage, bool hidden, int number) {
    Subject subject{"",
                    "",
                    absl::StrCat("quokka", std::string(1, static_cast<char>('b' + number % 20)),
                                 std::string(1, static_cast<char>('k' + number / 20)), "x"),
                    visibility,
                    stage,
                    hidden};
    subject.id = world.Write(samples::kMember, visibility, false, samples::kTeam,
                             absl::StrCat("Printing ", subject.word, " parcels overnight"));
    v1::ProposeIdeaRequest propose;
    propose.set_idea_id(subject.id);
    if (!IsDraft(stage)) Must<v1::ProposeIdeaResponse>(propose, samples::kMember);
    v1::ParkIdeaRequest park;
    park.set_idea_id(subject.id);
    park.set_reason("later");
    if (stage == Stage::kParked || stage == Stage::kParkedDraft)
      Must<v1::ParkIdeaResponse>(park, samples::kMember);
    v1::LogConversationRequest log = samples::ConversationOf();
    log.add_changes()->set_idea_id(subject.id);
    *log.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
    if (stage >= Stage::kAgreed) {
      Must<v1::LogConversationResponse>(log, samples::kFacilitator);
      subject.experiment = world.Planned(subject.id);
    }
    if (stage >= Stage::kInExperiment) world.Start(subject.experiment).value();
    if (stage == Stage::kConcluded) world.Conclude(subject.experiment).value();
    v1::AddCommentRequest comment;
    comment.set_target_id(subject.id);
    comment.set_text("c");
    Must<v1::AddCommentResponse>(comment, samples::kSeconded);
    if (stage == Stage::kMerged) MergeAway(subject.id);
    if (hidden) HideBecauseReported(world, subject.id);
    return subject;
  }

  // What each path shows, as Expected spells it.
  std::string Got(const Asker& asker, const std::string& id) {
    v1::GetIdeaRequest request;
    request.set_idea_id(id);
    const auto response = Ask<v1::GetIdeaResponse>(asker, request);
    if (!response.ok()) return response.status().code() == absl::StatusCode::kNotFound ? "" : "odd";
    if (response->idea().has_text()) return "all";
    return response->idea().hidden_reason() == "why" ? "notice" : "odd";
  }
  std::string GotExperiment(const Asker& asker, const std::string& id) {
    v1::GetExperimentRequest request;
    request.set_experiment_id(id);
    const auto response = Ask<v1::GetExperimentResponse>(asker, request);
    if (!response.ok()) return response.status().code() == absl::StatusCode::kNotFound ? "" : "odd";
    if (response->experiment().has_text()) return "all";
    return response->experiment().hidden_reason() == "why" ? "notice" : "odd";
  }
  bool ListsExperiment(const Asker& asker, const std::string& id) {
    v1::ListExperimentsRequest request;
    request.set_programme_id("obt-2024");
    request.set_page_size(500);
    const auto response = Ask<v1::ListExperimentsResponse>(asker, request).value();
    for (const v1::Experiment& experiment : response.experiments())
      if (experiment.facts().experiment_id() == id) return true;
    return false;
  }
  bool Lists(const Asker& asker, const std::string& id) {
    v1::ListIdeasRequest request;
    request.set_programme_id("obt-2024");
    request.set_page_size(500);
    const auto response = Ask<v1::ListIdeasResponse>(asker, request).value();
    for (const v1::Idea& idea : response.ideas())
      if (idea.facts().idea_id() == id) return true;
    return false;
  }
  int Finds(const Asker& asker, const std::string& word) {
    v1::SearchIdeasRequest request;
    request.mutable_question()->set_query(word);
    const auto response = Ask<v1::SearchIdeasResponse>(asker, request).value();
    EXPECT_EQ(response.summary().total(), response.hits_size());
    return response.hits_size();
  }
  bool IsSimilar(const Asker& asker, const Subject& subject) {
    v1::FindSimilarIdeasRequest request;
    request.set_title(absl::StrCat("Printing ", subject.word, " parcels overnight"));
    request.set_limit(50);
    const auto response = Ask<v1::FindSimilarIdeasResponse>(asker, request).value();
    for (const v1::SimilarItem& item : response.items())
      if (item.id() == subject.id) return true;
    return false;
  }
  std::string Comments(const Asker& asker, const std::string& id) {
    v1::ListCommentsRequest request;
    request.set_target_id(id);
    const auto response = Ask<v1::ListCommentsResponse>(asker, request);
    if (response.ok()) return response->comments().empty() ? "notice" : "all";
    return response.status().code() == absl::StatusCode::kNotFound ? "" : "odd";
  }

  Trials world;
};

TEST_F(SightMatrix, EveryPathShowsWhatTheTableSays) {
  std::vector<Subject> subjects;
  for (const v1::Visibility visibility :
       {v1::VISIBILITY_TEAM, v1::VISIBILITY_ORGANISATION, v1::VISIBILITY_CROSS_GOVERNMENT}) {
    for (const Stage stage : kStages) {
      for (const bool hidden : {false, true})
        subjects.push_back(Make(visibility, stage, hidden, static_cast<int>(subjects.size())));
    }
  }
  for (const Subject& subject : subjects) {
    const bool indexed = !IsDraft(subject.stage) && subject.stage != Stage::kMerged && !subject.hidden;
    for (const Asker& asker : Askers()) {
      const std::string which =
          absl::StrCat(asker.name, " of ", v1::Visibility_Name(subject.visibility), " stage ",
                       static_cast<int>(subject.stage), subject.hidden ? " hidden" : "");
      const std::string expected = Expected(subject, asker);
      EXPECT_EQ(Got(asker, subject.id), expected) << "get: " << which;
      EXPECT_EQ(Comments(asker, subject.id), expected) << "comments: " << which;
      EXPECT_EQ(Lists(asker, subject.id), expected == "all") << "list: " << which;
      if (!subject.experiment.empty()) {
        EXPECT_EQ(GotExperiment(asker, subject.experiment), expected) << "experiment: " << which;
        EXPECT_EQ(ListsExperiment(asker, subject.experiment), expected == "all") << "experiments: " << which;
      }
      const bool found = expected == "all" && indexed;
      EXPECT_EQ(Finds(asker, subject.word), found ? 1 : 0) << "search: " << which;
      EXPECT_EQ(IsSimilar(asker, subject), found) << "similar: " << which;
    }
  }
}

}  // namespace
}  // namespace obt::ideas
