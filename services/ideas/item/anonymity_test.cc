// An anonymous author cannot be told from another: two worlds that differ in nothing but who wrote an idea
// give everybody else the same answers, the same feed and the same published rows, to the byte.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/follow_up.pb.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;

constexpr const char* kClients[] = {"dwp-intranet", "defra-intranet", "jobcentres-admin", "dwp-admin",
                                    "defra-admin",  "dwp-reporter",   "central-reporter", "centre"};

// A world in which somebody wrote an idea, and all that can be seen of it.
class Story {
 public:
  Story(const std::string& author, const std::string& team, v1::Visibility visibility) : team_(team) {
    v1::ProposeIdeaRequest propose;
    propose.set_idea_id(world_.Write(author, visibility, true, team));
    Must(world_.Call<v1::ProposeIdeaResponse>(propose, author));
    Call("idea", propose.idea_id());
    v1::EndorseRequest endorse;
    endorse.set_target_id(propose.idea_id());
    const bool seen = visibility != v1::VISIBILITY_TEAM;
    EXPECT_EQ(world_.Call<v1::EndorseResponse>(endorse, samples::kColleague).ok(), seen);
    if (team != samples::kTeam) return;
    v1::LogConversationRequest log = samples::ConversationOf();
    log.add_changes()->set_idea_id(propose.idea_id());
    *log.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
    const auto logged = world_.Call<v1::LogConversationResponse>(log, samples::kFacilitator);
    Must(logged);
    Call("conversation", logged->conversation_id());
    v1::PlanExperimentRequest plan;
    plan.set_idea_id(propose.idea_id());
    plan.mutable_plan()->set_hypothesis("h");
    plan.mutable_plan()->set_measure("m");
    *plan.mutable_plan()->mutable_starts_on() = samples::DateOf("2024-11-10");
    *plan.mutable_plan()->mutable_ends_on() = samples::DateOf("2024-12-10");
    const auto planned = world_.Call<v1::PlanExperimentResponse>(plan, samples::kFacilitator);
    Must(planned);
    Call("experiment", planned->experiment().experiment_id());
  }

  // Everything that everybody but these is answered, the feed, and what feed snapshots read.
  std::string AllBut(const std::vector<std::string>& left_out) {
    std::string all;
    for (int i = 1; i <= 12; ++i) {
      const std::string person = samples::IdOfNumber(i);
      if (std::find(left_out.begin(), left_out.end(), person) == left_out.end()) Ask(person, "", all);
    }
    for (const char* client : kClients) Ask("", client, all);
    for (const obt::store::v1::Change& change : world_.Changes())
      absl::StrAppend(&all, change.type(), ":", change.event(), "\n");
    for (const obt::store::TableRef* table : PublishedTables()) {
      const auto add = [&all](absl::string_view key, absl::string_view row) {
        absl::StrAppend(&all, key, "=", row, "\n");
        return true;
      };
      EXPECT_OK(world_.store().Now().ScanRaw(*table, "", "", add));
    }
    return absl::StrReplaceAll(all, names_);
  }

 private:
  template <typename Answer>
  static void Must(const Answer& answer) {
    if (!answer.ok()) Die(answer.status().ToString());
  }
  // Ids are made at random: they go by the same name in both worlds.
  void Call(const std::string& name, const std::string& id) {
    ids_.push_back(id);
    names_.emplace_back(id, name);
    names_.emplace_back(std::string(ParseId<ItemId>(id)->view()), absl::StrCat("raw ", name));
  }
  template <typename Response>
  void Add(const google::protobuf::Message& request, const std::string& person, const std::string& client,
           std::string& all) {
    const auto response =
        client.empty() ? world_.Call<Response>(request, person) : world_.CallAs<Response>(client, request);
    Response answered = response.ok() ? *response : Response();
    if (const auto* token = Response::descriptor()->FindFieldByName("next_page_token"); token != nullptr)
      answered.GetReflection()->ClearField(&answered, token);
    absl::StrAppend(&all, person, client, " ", Response::descriptor()->name(), " ",
                    response.status().ToString(), " ", answered.SerializeAsString(), "\n");
  }
  void Ask(const std::string& person, const std::string& client, std::string& all) {
    for (const std::string& id : ids_) {
      v1::GetIdeaRequest idea;
      idea.set_idea_id(id);
      Add<v1::GetIdeaResponse>(idea, person, client, all);
      v1::GetConversationRequest conversation;
      conversation.set_conversation_id(id);
      Add<v1::GetConversationResponse>(conversation, person, client, all);
      v1::GetExperimentRequest experiment;
      experiment.set_experiment_id(id);
      Add<v1::GetExperimentResponse>(experiment, person, client, all);
      v1::ListCommentsRequest comments;
      comments.set_target_id(id);
      Add<v1::ListCommentsResponse>(comments, person, client, all);
      v1::FindSimilarIdeasRequest similar;
      similar.set_item_id(id);
      Add<v1::FindSimilarIdeasResponse>(similar, person, client, all);
      v1::ProposeIdeaRequest propose;  // refused, and how
      propose.set_idea_id(id);
      propose.set_etag("0");
      Add<v1::ProposeIdeaResponse>(propose, person, client, all);
    }
    v1::ListIdeasRequest list;
    list.set_programme_id("obt-2024");
    Add<v1::ListIdeasResponse>(list, person, client, all);
    list.set_team_id(team_);
    Add<v1::ListIdeasResponse>(list, person, client, all);
    v1::ListConversationsRequest conversations;
    conversations.set_team_id(team_);
    Add<v1::ListConversationsResponse>(conversations, person, client, all);
    v1::ListExperimentsRequest experiments;
    experiments.set_programme_id("obt-2024");
    experiments.set_team_id(team_);
    Add<v1::ListExperimentsResponse>(experiments, person, client, all);
    v1::SearchIdeasRequest search;
    search.mutable_question()->set_query("print desk");
    Add<v1::SearchIdeasResponse>(search, person, client, all);
    v1::ListFollowUpsRequest follow_ups;
    follow_ups.set_programme_id("obt-2024");
    follow_ups.set_with_counts(true);
    Add<v1::ListFollowUpsResponse>(follow_ups, person, client, all);
    v1::ListReportsRequest reports;
    Add<v1::ListReportsResponse>(reports, person, client, all);
  }

  World world_;
  const std::string team_;
  std::vector<std::string> ids_;
  std::vector<std::pair<std::string, std::string>> names_;
};

TEST(Anonymity, NobodyCanTellOneMemberFromAnother) {
  for (const v1::Visibility visibility :
       {v1::VISIBILITY_TEAM, v1::VISIBILITY_ORGANISATION, v1::VISIBILITY_CROSS_GOVERNMENT}) {
    Story one(samples::kMember, samples::kTeam, visibility),
        other(samples::kOtherMember, samples::kTeam, visibility);
    const std::vector<std::string> both = {samples::kMember, samples::kOtherMember};
    const std::string of_one = one.AllBut(both);
    EXPECT_TRUE(of_one == other.AllBut(both)) << v1::Visibility_Name(visibility);
    EXPECT_GT(of_one.size(), 10'000u);
  }
}

TEST(Anonymity, NobodyCanTellOneOfAPairFromTheOther) {
  for (const v1::Visibility visibility :
       {v1::VISIBILITY_TEAM, v1::VISIBILITY_ORGANISATION, v1::VISIBILITY_CROSS_GOVERNMENT}) {
    Story one(samples::kPairOne, samples::kPair, visibility),
        other(samples::kPairTwo, samples::kPair, visibility);
    const std::vector<std::string> both = {samples::kPairOne, samples::kPairTwo};
    EXPECT_TRUE(one.AllBut(both) == other.AllBut(both)) << v1::Visibility_Name(visibility);
  }
}

// The other way round: such a test can fail.
TEST(Anonymity, NamedAuthorsAreToldApart) {
  World one, other;
  v1::GetIdeaRequest request;
  request.set_idea_id(one.Propose(samples::kMember, v1::VISIBILITY_CROSS_GOVERNMENT));
  const auto first = one.Call<v1::GetIdeaResponse>(request, samples::kColleague).value();
  request.set_idea_id(other.Propose(samples::kOtherMember, v1::VISIBILITY_CROSS_GOVERNMENT));
  const auto second = other.Call<v1::GetIdeaResponse>(request, samples::kColleague).value();
  EXPECT_NE(first.idea().author_id(), second.idea().author_id());
}

}  // namespace
}  // namespace obt::ideas
