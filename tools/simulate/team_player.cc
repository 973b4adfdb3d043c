// Makes the teams of a plan.
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "tools/simulate/idea_player.h"
#include "tools/simulate/lanes.h"

namespace obt::simulate {
namespace {

constexpr size_t kTeamsPerCall = 500;
constexpr absl::Duration kFeedPatience = absl::Minutes(2);

class TeamSender {
 public:
  TeamSender(ctl::Session& session, const IdeaStage& stage, Counter& counter)
      : session_(session), stage_(stage), counter_(counter) {}

  absl::Status Send(size_t first, size_t end) {
    std::vector<size_t> teams;
    for (size_t i = first; i < end; ++i) {
      if (!stage_.teams.Find(static_cast<uint32_t>(i)).has_value()) teams.push_back(i);
    }
    return SendBatch<identity::v1::BatchCreateTeamsRequest, identity::v1::BatchCreateTeamsResponse>(
        session_, "identity", std::move(teams),
        [this](size_t i, identity::v1::BatchCreateTeamsRequest& request) {
          return Fill(static_cast<uint32_t>(i), *request.add_teams());
        },
        [this](size_t i, const identity::v1::BatchCreateTeamsResponse::Result& result,
               const absl::Status& status) { return Take(static_cast<uint32_t>(i), result, status); });
  }

 private:
  absl::Status Fill(uint32_t number, identity::v1::NewTeam& message) const {
    const TeamPlan& team = stage_.plan.teams[number];
    const std::string key = absl::StrCat("team-", number + 1);
    message.set_programme_id("obt-2024");
    message.set_organisation_code(stage_.population.reference().organisations[team.organisation].code);
    message.set_name(absl::StrCat("Team ", number + 1));
    message.set_team_key(key);
    for (const uint32_t member : team.members) {
      OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.people.Get(member));
      message.add_member_ids(ToText(person));
    }
    message.add_facilitator_ids(message.member_ids(0));
    return absl::OkStatus();
  }

  absl::Status Take(uint32_t number, const identity::v1::BatchCreateTeamsResponse::Result& result,
                    const absl::Status& status) {
    if (!status.ok()) {
      counter_.Refuse(absl::StrCat("team ", number + 1), status);
      return absl::OkStatus();
    }
    stage_.teams.Set(number, *ParseId<TeamId>(result.team().team_id()));
    counter_.Acknowledge();
    return absl::OkStatus();
  }

  ctl::Session& session_;
  const IdeaStage& stage_;
  Counter& counter_;
};

// Teams reach ideas in the order they were made in.
absl::Status AwaitTeam(ctl::Session& session, const TeamId& team) {
  ideas::v1::ListConversationsRequest request;
  request.set_team_id(ToText(team));
  absl::Status status;
  OBT_RETURN_IF_ERROR(ctl::Await(kFeedPatience, [&]() -> absl::StatusOr<bool> {
                        status = session.Ask<ideas::v1::ListConversationsResponse>(request).status();
                        return !absl::IsNotFound(status);
                      }).status());
  return status;
}

}  // namespace

absl::StatusOr<PlayReport> MakeTeams(ctl::Session& session, const IdeaStage& stage) {
  Counter counter;
  TeamSender sender(session, stage, counter);
  const size_t count = stage.plan.teams.size();
  constexpr size_t kLanes = 4;
  OBT_RETURN_IF_ERROR(SendStream(
      {"making teams", "teams", count, 0, kLanes, kTeamsPerCall},
      [&](size_t first, size_t end) { return sender.Send(first, end); }, [](int64_t) {},
      [](int64_t) { return absl::OkStatus(); }));
  std::optional<TeamId> last;
  for (uint32_t i = 0; i < count; ++i) {
    const std::optional<TeamId> team = stage.teams.Find(i);
    if (team.has_value() && (!last.has_value() || *last < *team)) last = team;
  }
  if (last.has_value()) OBT_RETURN_IF_ERROR(AwaitTeam(session, *last));
  return counter.Report();
}

}  // namespace obt::simulate
