// obtctl organisation: the tree of departments, agencies and other bodies.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/identity/v1/organisation.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

std::string KindOf(const v1::Organisation& organisation) {
  return WordOf(*v1::OrganisationKind_descriptor(), organisation.kind());
}

// Parents come before children, so a child's depth is one more than one already known.
absl::Status ListOrganisations(Session& session, const Arguments& arguments) {
  v1::ListOrganisationsRequest request;
  request.set_organisation_code(arguments.Text("below"));
  if (arguments.Given("as-of")) *request.mutable_as_of() = DateOf(arguments.Text("as-of"));
  Table table({{"code", "code"},
               {"name", "name"},
               {"abbreviation", "short"},
               {"parent_code", "parent"},
               {"kind", "kind"}});
  std::map<std::string, int> depths;
  const bool indent = !arguments.Flag("flat");
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListOrganisationsResponse>(
      session, request, [&](const v1::ListOrganisationsResponse& page) {
        for (const v1::Organisation& each : page.organisations()) {
          const auto parent = depths.find(each.parent_code());
          const int depth = parent == depths.end() ? 0 : parent->second + 1;
          depths[each.code()] = depth;
          const std::string margin(indent ? 2 * depth : 0, ' ');
          table.Add(
              {each.code(), margin + each.name(), each.abbreviation(), each.parent_code(), KindOf(each)});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

void PrintOrganisation(const Session& session, const v1::Organisation& organisation) {
  std::vector<std::string> past;
  for (const v1::OrganisationVersion& version : organisation.past()) {
    past.push_back(absl::StrCat(version.name(), " until ", DayText(version.until())));
  }
  session.Print(Table::Record({
      {{"code", "code"}, organisation.code()},
      {{"name", "name"}, organisation.name()},
      {{"abbreviation", "short"}, organisation.abbreviation()},
      {{"parent_code", "parent"}, organisation.parent_code()},
      {{"kind", "kind"}, KindOf(organisation)},
      {{"govuk_id", "GOV.UK id"}, organisation.govuk_id()},
      {{"email_domains", "e-mail domains"}, absl::StrJoin(organisation.email_domains(), ", ")},
      {{"valid_from", "exists from"}, DayText(organisation.valid_from())},
      {{"valid_to", "until"}, DayText(organisation.valid_to())},
      {{"predecessor_codes", "takes over from"}, absl::StrJoin(organisation.predecessor_codes(), ", ")},
      {{"successor_code", "taken over by"}, organisation.successor_code()},
      {{"past", "before"}, absl::StrJoin(past, "\n")},
      {{"etag", "etag"}, organisation.etag()},
  }));
}

absl::Status GetOrganisation(Session& session, const Arguments& arguments) {
  v1::GetOrganisationRequest request;
  request.set_organisation_code(arguments.Text("CODE"));
  if (arguments.Given("as-of")) *request.mutable_as_of() = DateOf(arguments.Text("as-of"));
  OBT_ASSIGN_OR_RETURN(const v1::GetOrganisationResponse response,
                       session.Ask<v1::GetOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

absl::Status CreateOrganisation(Session& session, const Arguments& arguments) {
  v1::CreateOrganisationRequest request;
  v1::Organisation& organisation = *request.mutable_organisation();
  organisation.set_code(arguments.Text("CODE"));
  organisation.set_name(arguments.Text("name"));
  organisation.set_abbreviation(arguments.Text("short"));
  organisation.set_parent_code(arguments.Text("parent"));
  OBT_ASSIGN_OR_RETURN(const int kind, ValueOf(*v1::OrganisationKind_descriptor(), arguments.Text("kind")));
  organisation.set_kind(static_cast<v1::OrganisationKind>(kind));
  organisation.set_govuk_id(arguments.Text("govuk-id"));
  for (const std::string& domain : arguments.List("domain")) organisation.add_email_domains(domain);
  if (arguments.Given("from")) *organisation.mutable_valid_from() = DateOf(arguments.Text("from"));
  OBT_ASSIGN_OR_RETURN(const v1::CreateOrganisationResponse response,
                       session.Ask<v1::CreateOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> OrganisationCommands() {
  return {
      {"organisation list",
       "The tree, or the part below one organisation",
       "Example:\n  obtctl organisation list --below ministry-of-justice --as-of 2024-10-14",
       {Text("below", "CODE", "Only this organisation and everything below it"),
        Day("as-of", "As the tree was on a day"), Flag("flat", "Do not indent names")},
       ListOrganisations},
      {"organisation get",
       "One organisation with its history",
       "",
       {Positional("CODE", "Its code"), Day("as-of", "As it was on a day")},
       GetOrganisation},
      {"organisation create",
       "Add an organisation",
       "The code is permanent and never used again.\n\nExample:\n"
       "  obtctl organisation create new-agency --name 'New Agency' --kind executive_agency --parent "
       "home-office",
       {Positional("CODE", "Lower-case letters, digits and hyphens"),
        Required("name", "TEXT", "Its full name"),
        OneOf("kind", WordsOf(*v1::OrganisationKind_descriptor()), "What it is", "other"),
        Text("parent", "CODE", "What it belongs to; default: the top of the tree"),
        Text("short", "TEXT", "Abbreviation"), Text("govuk-id", "ID", "GOV.UK organisation id, e.g. D10"),
        List("domain", "DOMAIN", "Domains of its staff's e-mail addresses"),
        Day("from", "First day it exists")},
       CreateOrganisation},
  };
}

}  // namespace obt::ctl
