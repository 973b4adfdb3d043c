// What case studies and the story behind them show: the rest of the table of docs/domain.md §4, computed here
// by other code, against get, list, search, similar, comments, adoptions and what a story is told from, for
// every stage, hidden or not, every visibility of the idea, and everybody who may ask.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/ideas/item/askers.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

enum class Stage { kDraft, kSubmitted, kPublished, kWithdrawn };

struct Subject {
  std::string id, idea, experiment, conversation, word;
  v1::Visibility visibility;  // of the idea
  Stage stage;
  bool hidden;
};

// "all", "notice" or "".
std::string Expected(const Subject& subject, const Asker& asker) {
  if (subject.stage == Stage::kPublished && !subject.hidden) return "all";
  if (asker.team) return subject.hidden ? "notice" : "all";
  const bool reported = subject.hidden;  // hiding takes a report
  return asker.moderates && (subject.stage != Stage::kDraft || reported) ? "all" : "";
}

// What is behind a case study keeps its own visibility.
bool SeesIdea(const Subject& subject, const Asker& asker) {
  return asker.team || asker.moderates || subject.visibility == v1::VISIBILITY_CROSS_GOVERNMENT ||
         (subject.visibility == v1::VISIBILITY_ORGANISATION && asker.within);
}

class StoryMatrix : public ::testing::Test {
 protected:
  Subject Make(v1::Visibility visibility, Stage stage, bool hidden, int number) {
    Subject subject;
    subject.visibility = visibility;
    subject.stage = stage;
    subject.hidden = hidden;
    subject.word = absl::StrCat("numbat", std::string(1, static_cast<char>('b' + number)), "x");
    subject.idea = world.Agreed(visibility);
    subject.conversation = world.FactsOf(subject.idea).conversation_id();
    subject.experiment = world.Concluded(subject.idea);
    v1::DraftCaseStudyRequest draft;
    draft.set_experiment_id(subject.experiment);
    *draft.mutable_text() = Trials::StoryOf(absl::StrCat("Posting ", subject.word, " letters at noon"));
    subject.id = world.Call<v1::DraftCaseStudyResponse>(draft, samples::kFacilitator)
                     .value()
                     .case_study()
                     .case_study_id();
    v1::AddCommentRequest comment;
    comment.set_target_id(subject.id);
    comment.set_text("c");
    world.Call<v1::AddCommentResponse>(comment, samples::kSeconded).value();
    if (stage != Stage::kDraft) world.Submit(subject.id).value();
    if (stage == Stage::kPublished || stage == Stage::kWithdrawn) {
      world.Publish(subject.id, "centre").value();
      world.Adopted(subject.id);
    }
    if (stage == Stage::kWithdrawn) world.Withdraw(subject.id).value();
    if (hidden) HideBecauseReported(world, subject.id);
    return subject;
  }

  // "" for what does not exist, "odd" for any other failure.
  template <typename Response, typename Request, typename Shown>
  std::string Got(const Asker& asker, const Request& request, Shown shown) {
    const auto response = asker.Ask<Response>(world, request);
    if (response.ok()) return shown(*response);
    return response.status().code() == absl::StatusCode::kNotFound ? "" : "odd";
  }
  std::string CaseStudy(const Asker& asker, const Subject& subject) {
    v1::GetCaseStudyRequest request;
    request.set_case_study_id(subject.id);
    return Got<v1::GetCaseStudyResponse>(asker, request, [](const v1::GetCaseStudyResponse& response) {
      if (response.case_study().has_text()) return "all";
      return response.case_study().hidden_reason() == "why" ? "notice" : "odd";
    });
  }
  std::string Comments(const Asker& asker, const Subject& subject) {
    v1::ListCommentsRequest request;
    request.set_target_id(subject.id);
    return Got<v1::ListCommentsResponse>(asker, request, [](const v1::ListCommentsResponse& response) {
      return response.comments().empty() ? "notice" : "all";
    });
  }
  std::string Adoptions(const Asker& asker, const Subject& subject) {
    v1::ListAdoptionsRequest request;
    request.set_case_study_id(subject.id);
    return Got<v1::ListAdoptionsResponse>(asker, request, [](const v1::ListAdoptionsResponse& response) {
      return absl::StrCat(response.adoptions_size());
    });
  }
  bool Lists(const Asker& asker, const Subject& subject) {
    v1::ListCaseStudiesRequest request;
    request.set_programme_id("obt-2024");
    request.set_page_size(500);
    const auto response = asker.Ask<v1::ListCaseStudiesResponse>(world, request).value();
    for (const v1::CaseStudy& each : response.case_studies())
      if (each.facts().case_study_id() == subject.id) return true;
    return false;
  }
  int Finds(const Asker& asker, const Subject& subject) {
    v1::SearchCaseStudiesRequest request;
    request.mutable_question()->set_query(subject.word);
    const auto response = asker.Ask<v1::SearchCaseStudiesResponse>(world, request).value();
    EXPECT_EQ(response.summary().total(), response.hits_size());
    return response.hits_size();
  }
  bool IsSimilar(const Asker& asker, const Subject& subject) {
    v1::FindSimilarIdeasRequest request;
    request.set_title(absl::StrCat("Posting ", subject.word, " letters at noon"));
    request.set_limit(50);
    const auto response = asker.Ask<v1::FindSimilarIdeasResponse>(world, request).value();
    for (const v1::SimilarItem& item : response.items())
      if (item.id() == subject.id) return true;
    return false;
  }

  // What a story is told from besides the case study.
  bool GetsIdea(const Asker& asker, const Subject& subject) {
    v1::GetIdeaRequest request;
    request.set_idea_id(subject.idea);
    return asker.Ask<v1::GetIdeaResponse>(world, request).ok();
  }
  bool GetsExperiment(const Asker& asker, const Subject& subject) {
    v1::GetExperimentRequest request;
    request.set_experiment_id(subject.experiment);
    return asker.Ask<v1::GetExperimentResponse>(world, request).ok();
  }
  bool GetsConversation(const Asker& asker, const Subject& subject) {
    v1::GetConversationRequest request;
    request.set_conversation_id(subject.conversation);
    return asker.Ask<v1::GetConversationResponse>(world, request).ok();
  }

  Trials world;
};

TEST_F(StoryMatrix, EveryPathShowsWhatTheTableSays) {
  std::vector<Subject> subjects;
  for (const v1::Visibility visibility :
       {v1::VISIBILITY_TEAM, v1::VISIBILITY_ORGANISATION, v1::VISIBILITY_CROSS_GOVERNMENT}) {
    for (const Stage stage : {Stage::kDraft, Stage::kSubmitted, Stage::kPublished, Stage::kWithdrawn}) {
      for (const bool hidden : {false, true})
        subjects.push_back(Make(visibility, stage, hidden, static_cast<int>(subjects.size())));
    }
  }
  for (const Subject& subject : subjects) {
    const bool published = subject.stage == Stage::kPublished;
    for (const Asker& asker : Askers()) {
      const std::string which =
          absl::StrCat(asker.name, " of ", v1::Visibility_Name(subject.visibility), " stage ",
                       static_cast<int>(subject.stage), subject.hidden ? " hidden" : "");
      const std::string expected = Expected(subject, asker);
      EXPECT_EQ(CaseStudy(asker, subject), expected) << "get: " << which;
      EXPECT_EQ(Comments(asker, subject), expected) << "comments: " << which;
      EXPECT_EQ(Lists(asker, subject), expected == "all") << "list: " << which;
      const bool found = published && !subject.hidden;
      EXPECT_EQ(Finds(asker, subject), found ? 1 : 0) << "search: " << which;
      EXPECT_EQ(IsSimilar(asker, subject), found) << "similar: " << which;
      if (expected.empty()) EXPECT_EQ(Adoptions(asker, subject), "") << "adoptions: " << which;
      if (found) EXPECT_EQ(Adoptions(asker, subject), "1") << "adoptions: " << which;
      const bool sees_idea = SeesIdea(subject, asker);
      EXPECT_EQ(GetsIdea(asker, subject), sees_idea) << "its idea: " << which;
      EXPECT_EQ(GetsExperiment(asker, subject), sees_idea) << "its experiment: " << which;
      EXPECT_EQ(GetsConversation(asker, subject), asker.team || asker.moderates)
          << "its conversation: " << which;
    }
  }
}

}  // namespace
}  // namespace obt::ideas
