// obtctl team: who meets for an edition, and who facilitates.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/identity/v1/team.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

void PrintTeam(const Session& session, const v1::TeamFacts& facts, const v1::Team& team) {
  session.Print(Table::Record({
      {{"team_id", "team"}, facts.team_id()},
      {{"name", "name"}, team.name()},
      {{"team_key", "key"}, team.team_key()},
      {{"programme_id", "programme"}, facts.programme_id()},
      {{"organisation_code", "organisation"}, facts.organisation_code()},
      {{"state", "state"}, WordOf(*v1::TeamState_descriptor(), facts.state())},
      {{"facilitator_ids", "facilitators"}, absl::StrJoin(facts.facilitator_ids(), "\n")},
      {{"member_ids", "members"}, absl::StrJoin(facts.member_ids(), "\n")},
      {{"etag", "etag"}, facts.etag()},
  }));
}

absl::Status ListTeams(Session& session, const Arguments& arguments) {
  v1::ListTeamsRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_organisation_code(arguments.Text("organisation"));
  request.set_person_id(arguments.Text("person"));
  request.set_facilitator_id(arguments.Text("facilitator"));
  Table table({{"team_id", "team"},
               {"name", "name"},
               {"organisation_code", "organisation"},
               {"state", "state"},
               {"facilitators", "facilitators", ColumnKind::kCount},
               {"members", "members", ColumnKind::kCount}});
  OBT_RETURN_IF_ERROR(
      ForEachPage<v1::ListTeamsResponse>(session, request, [&table](const v1::ListTeamsResponse& page) {
        for (const v1::Team& team : page.teams()) {
          const v1::TeamFacts& facts = team.facts();
          table.Add({facts.team_id(), team.name(), facts.organisation_code(),
                     WordOf(*v1::TeamState_descriptor(), facts.state()),
                     static_cast<int64_t>(facts.facilitator_ids_size()),
                     static_cast<int64_t>(facts.member_ids_size())});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

absl::Status GetTeam(Session& session, const Arguments& arguments) {
  v1::GetTeamRequest request;
  request.set_team_id(arguments.Text("TEAM"));
  OBT_ASSIGN_OR_RETURN(const v1::GetTeamResponse response, session.Ask<v1::GetTeamResponse>(request));
  PrintTeam(session, response.team().facts(), response.team());
  return absl::OkStatus();
}

template <typename Message>
void SetPeople(const Arguments& arguments, Message& message) {
  for (const std::string& id : arguments.List("facilitator")) message.add_facilitator_ids(id);
  for (const std::string& id : arguments.List("member")) message.add_member_ids(id);
}

absl::Status CreateTeam(Session& session, const Arguments& arguments) {
  v1::CreateTeamRequest request;
  v1::NewTeam& team = *request.mutable_team();
  team.set_programme_id(arguments.Text("programme"));
  team.set_organisation_code(arguments.Text("organisation"));
  team.set_name(arguments.Text("name"));
  team.set_team_key(arguments.Text("key"));
  SetPeople(arguments, team);
  OBT_ASSIGN_OR_RETURN(const v1::CreateTeamResponse response, session.Ask<v1::CreateTeamResponse>(request));
  PrintTeam(session, response.team(), v1::Team());
  return absl::OkStatus();
}

absl::Status UpdateTeam(Session& session, const Arguments& arguments) {
  v1::UpdateTeamRequest request;
  request.set_team_id(arguments.Text("TEAM"));
  request.set_name(arguments.Text("name"));
  request.set_organisation_code(arguments.Text("organisation"));
  SetPeople(arguments, request);
  if (arguments.Flag("no-members") && arguments.Given("member")) {
    return UsageError("--member and --no-members exclude each other");
  }
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  if (arguments.Given("name")) mask.add_paths("name");
  if (arguments.Given("organisation")) mask.add_paths("organisation_code");
  if (arguments.Given("facilitator")) mask.add_paths("facilitator_ids");
  if (arguments.Given("member") || arguments.Flag("no-members")) mask.add_paths("member_ids");
  if (mask.paths().empty()) {
    return UsageError(
        "nothing to change: give --name, --organisation, --facilitator, --member or --no-members");
  }
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::UpdateTeamResponse response, session.Ask<v1::UpdateTeamResponse>(request));
  PrintTeam(session, response.team(), v1::Team());
  return absl::OkStatus();
}

absl::Status CloseTeam(Session& session, const Arguments& arguments) {
  v1::CloseTeamRequest request;
  request.set_team_id(arguments.Text("TEAM"));
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::CloseTeamResponse response, session.Ask<v1::CloseTeamResponse>(request));
  PrintTeam(session, response.team(), v1::Team());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> TeamCommands() {
  const Option programme = Text("programme", "ID", "The edition", "obt-2024");
  Option facilitators = List("facilitator", "PERSON", "Who facilitates; need not be a member");
  facilitators.required = true;
  return {
      {"team list",
       "Teams of an organisation, of a person, or of a facilitator",
       "Without one of the three: all the client may see.\n\nExample:\n  obtctl team list --organisation "
       "home-office",
       {programme, Text("organisation", "CODE", "Led by it or by what lies below it"),
        Text("person", "PERSON", "Whose teams"), Text("facilitator", "PERSON", "Who facilitates them")},
       ListTeams},
      {"team get", "One team", "", {Positional("TEAM", "Team id")}, GetTeam},
      {"team create",
       "Make a team",
       "Members may be of any organisation.\n\nExample:\n"
       "  obtctl team create --organisation home-office --name 'Visas North' --facilitator PERSON --member "
       "PERSON,PERSON",
       {programme, Required("organisation", "CODE", "Who leads it"),
        Required("name", "NAME", "What it is called"), facilitators, List("member", "PERSON", "Its members"),
        Text("key", "KEY",
             "Your own key, unique for organisation and edition; makes a repeated command harmless")},
       CreateTeam},
      {"team update",
       "Change a team",
       "Only what is given changes; lists replace the ones there are.\n\nExample:\n"
       "  obtctl team update TEAM --member PERSON,PERSON,PERSON",
       {Positional("TEAM", "Team id"), Text("name", "NAME", "What it is called"),
        Text("organisation", "CODE", "Who leads it"), List("facilitator", "PERSON", "All its facilitators"),
        List("member", "PERSON", "All its members"), Flag("no-members", "Leave nobody in it"), Etag()},
       UpdateTeam},
      {"team close", "Close a team for good", "", {Positional("TEAM", "Team id"), Etag()}, CloseTeam},
  };
}

}  // namespace obt::ctl
