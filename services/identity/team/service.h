// Serves obt.identity.v1.TeamService. Any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/team.pb.h"

namespace obt::identity {

class TeamService {
 public:
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreateTeamResponse> CreateTeam(const v1::CreateTeamRequest& request,
                                                    const rpc::Call& call, obt::store::Txn& txn);
  // One team of BatchCreateTeams.
  absl::StatusOr<v1::BatchCreateTeamsResponse::Result> CreateOne(const v1::BatchCreateTeamsRequest& request,
                                                                 const v1::NewTeam& team,
                                                                 const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetTeamResponse> GetTeam(const v1::GetTeamRequest& request, const rpc::Call& call,
                                              const obt::store::View& view);
  absl::StatusOr<v1::ListTeamsResponse> ListTeams(const v1::ListTeamsRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);
  absl::StatusOr<v1::UpdateTeamResponse> UpdateTeam(const v1::UpdateTeamRequest& request,
                                                    const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::CloseTeamResponse> CloseTeam(const v1::CloseTeamRequest& request, const rpc::Call& call,
                                                  obt::store::Txn& txn);
};

}  // namespace obt::identity
