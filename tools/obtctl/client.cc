// obtctl client: which programs may call, and their grants.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

std::string RoleOf(const v1::Grant& grant) { return WordOf(*options::v1::Role_descriptor(), grant.role()); }

// "central_admin, integration(home-office), organisation_admin in 23 places".
std::string Summarise(const v1::Client& client) {
  std::map<std::string, std::vector<std::string>> places;
  for (const v1::Grant& grant : client.grants()) places[RoleOf(grant)].push_back(grant.organisation_code());
  std::vector<std::string> roles;
  for (const auto& [role, codes] : places) {
    if (codes.size() > 1) {
      roles.push_back(absl::StrCat(role, " in ", codes.size(), " places"));
    } else {
      roles.push_back(codes.front().empty() ? role : absl::StrCat(role, "(", codes.front(), ")"));
    }
  }
  return absl::StrJoin(roles, ", ");
}

absl::Status Create(Session& session, const Arguments& arguments) {
  v1::CreateClientRequest request;
  request.set_client_id(arguments.Text("CLIENT"));
  request.set_title(arguments.Given("title") ? arguments.Text("title") : arguments.Text("CLIENT"));
  const absl::StatusOr<v1::CreateClientResponse> created = session.Ask<v1::CreateClientResponse>(request);
  if (absl::IsAlreadyExists(created.status()) && arguments.Flag("if-absent")) {
    session.Say(absl::StrCat("client ", request.client_id(), " is there"));
    return absl::OkStatus();
  }
  OBT_RETURN_IF_ERROR(created.status());
  session.Say(
      absl::StrCat("client ", request.client_id(), " created; it may do nothing yet: obtctl client grant"));
  return absl::OkStatus();
}

absl::Status ListClients(Session& session, const Arguments&) {
  Table table({{"client_id", "client"}, {"title", "title"}, {"grants", "grants"}, {"created", "created"}});
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListClientsResponse>(
      session, v1::ListClientsRequest(), [&table](const v1::ListClientsResponse& page) {
        for (const v1::Client& client : page.clients()) {
          table.Add({client.client_id(), client.title(), Summarise(client), TimeText(client.create_time())});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

absl::Status ShowGrants(Session& session, const Arguments& arguments) {
  v1::ListGrantsRequest request;
  request.set_client_id(arguments.Text("CLIENT"));
  OBT_ASSIGN_OR_RETURN(const v1::ListGrantsResponse response, session.Ask<v1::ListGrantsResponse>(request));
  Table table({{"role", "role"}, {"organisation_code", "organisation"}});
  for (const v1::Grant& grant : response.grants()) {
    table.Add({RoleOf(grant), grant.organisation_code()});
  }
  session.Print(table);
  return absl::OkStatus();
}

// Codes of the organisations at the top of the tree.
absl::StatusOr<std::vector<std::string>> TopmostOrganisations(Session& session) {
  std::vector<std::string> codes;
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListOrganisationsResponse>(
      session, v1::ListOrganisationsRequest(), [&codes](const v1::ListOrganisationsResponse& page) {
        for (const v1::Organisation& organisation : page.organisations()) {
          if (organisation.parent_code().empty()) codes.push_back(organisation.code());
        }
      }));
  return codes;
}

// The grants a command line means: one role, for each organisation it names.
absl::StatusOr<std::vector<v1::Grant>> GrantsOf(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const int role, ValueOf(*options::v1::Role_descriptor(), arguments.Text("role")));
  std::vector<std::string> codes = arguments.List("organisation");
  if (arguments.Flag("everywhere")) {
    if (!codes.empty()) return UsageError("--everywhere and --organisation exclude each other");
    OBT_ASSIGN_OR_RETURN(codes, TopmostOrganisations(session));
  } else if (codes.empty()) {
    codes.push_back("");
  }
  std::vector<v1::Grant> grants;
  for (const std::string& code : codes) {
    v1::Grant& grant = grants.emplace_back();
    grant.set_role(static_cast<options::v1::Role>(role));
    grant.set_organisation_code(code);
  }
  return grants;
}

template <typename Request, typename Response>
absl::Status ChangeGrants(Session& session, const Arguments& arguments, absl::string_view done) {
  OBT_ASSIGN_OR_RETURN(const std::vector<v1::Grant> grants, GrantsOf(session, arguments));
  for (const v1::Grant& grant : grants) {
    Request request;
    request.set_client_id(arguments.Text("CLIENT"));
    *request.mutable_grant() = grant;
    OBT_RETURN_IF_ERROR(session.Ask<Response>(request).status());
  }
  session.Say(absl::StrCat(done, " ", arguments.Text("role"),
                           grants.size() > 1 ? absl::StrCat(" ", grants.size(), " times") : "", ": ",
                           arguments.Text("CLIENT")));
  return absl::OkStatus();
}

absl::Status Grant(Session& session, const Arguments& arguments) {
  return ChangeGrants<v1::GrantRoleRequest, v1::GrantRoleResponse>(session, arguments, "granted");
}

absl::Status Revoke(Session& session, const Arguments& arguments) {
  return ChangeGrants<v1::RevokeRoleRequest, v1::RevokeRoleResponse>(session, arguments, "revoked");
}

std::vector<Option> GrantOptions() {
  Option role = OneOf("role", WordsOf(*options::v1::Role_descriptor()), "What it may do");
  role.required = true;
  return {Positional("CLIENT", "The client"), role,
          List("organisation", "CODE", "Where an organisation role holds, with everything below"),
          Flag("everywhere", "For every topmost organisation")};
}

}  // namespace

std::vector<Command> ClientCommands() {
  return {
      {"client create",
       "Add a client without any right",
       "Example:\n  obtctl client create dwp-intranet --title 'DWP intranet'",
       {Positional("CLIENT", "Its id for ever: lower-case letters, digits and hyphens"),
        Text("title", "TEXT", "What it is; default: its id"),
        Flag("if-absent", "Be content when it is there already")},
       Create},
      {"client list", "All clients with their grants", "", {}, ListClients},
      {"client show", "Every grant of a client", "", {Positional("CLIENT", "The client")}, ShowGrants},
      {"client grant", "Grant a role",
       "Roles integration, organisation_reporter and organisation_admin hold for organisations and "
       "everything below\n"
       "them; the others hold everywhere. Granting again changes nothing.\n\nExamples:\n"
       "  obtctl client grant dwp-intranet --role integration --organisation department-for-work-pensions\n"
       "  obtctl client grant dashboard --role central_reporter",
       GrantOptions(), Grant},
      {"client revoke", "Take a grant back",
       "Example:\n  obtctl client revoke dwp-intranet --role integration --organisation "
       "department-for-work-pensions",
       GrantOptions(), Revoke},
  };
}

}  // namespace obt::ctl
