// obtctl people: looking people up and setting their memberships right. Importing has a file of its own.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "obt/identity/v1/person.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

constexpr int kPage = 500;

std::string Show(const v1::Stay& stay) {
  const std::string to = DayText(stay.to());
  return absl::StrCat(stay.organisation_code(), " from ", DayText(stay.from()),
                      to.empty() ? "" : absl::StrCat(" until ", to));
}

std::string StatusOf(const v1::PersonFacts& facts) {
  return WordOf(*v1::PersonStatus_descriptor(), facts.status());
}

std::string OrganisationOf(const v1::PersonFacts& facts) {
  return facts.stays_size() == 0 ? "" : facts.stays(facts.stays_size() - 1).organisation_code();
}

void PrintPerson(const Session& session, const v1::PersonFacts& facts, const v1::Contact& contact) {
  std::vector<std::string> stays, references;
  for (const v1::Stay& stay : facts.stays()) stays.push_back(Show(stay));
  for (const v1::ExternalReference& reference : contact.references()) {
    references.push_back(absl::StrCat(reference.organisation_code(), " ", reference.hr_id()));
  }
  session.Print(Table::Record({
      {{"person_id", "person"}, facts.person_id()},
      {{"status", "status"}, StatusOf(facts)},
      {{"name", "name"}, contact.name()},
      {{"email", "e-mail"}, contact.email()},
      {{"previous_email", "before that"}, contact.previous_email()},
      {{"hr_ids", "HR ids"}, absl::StrJoin(references, "\n")},
      {{"grade", "grade"}, facts.grade()},
      {{"profession", "profession"}, facts.profession()},
      {{"region", "region"}, facts.region()},
      {{"stays", "stays"}, absl::StrJoin(stays, "\n")},
      {{"etag", "etag"}, facts.etag()},
  }));
}

absl::Status ListPeople(Session& session, const Arguments& arguments) {
  v1::ListPeopleRequest request;
  request.set_organisation_code(arguments.Text("organisation"));
  int64_t left = arguments.Number("limit");
  if (left < 1) return UsageError("--limit must be at least 1");
  Table table({{"person_id", "person"},
               {"name", "name"},
               {"email", "e-mail"},
               {"organisation_code", "organisation"},
               {"grade", "grade"},
               {"profession", "profession"},
               {"region", "region"}});
  do {
    request.set_page_size(static_cast<int32_t>(std::min<int64_t>(left, kPage)));
    OBT_ASSIGN_OR_RETURN(const v1::ListPeopleResponse page, session.Ask<v1::ListPeopleResponse>(request));
    for (const v1::Person& each : page.people()) {
      const v1::PersonFacts& facts = each.facts();
      table.Add({facts.person_id(), each.contact().name(), each.contact().email(), OrganisationOf(facts),
                 facts.grade(), facts.profession(), facts.region()});
    }
    left -= page.people_size();
    request.set_page_token(page.next_page_token());
  } while (left > 0 && !request.page_token().empty());
  if (!request.page_token().empty()) table.AddNote("there are more: raise --limit");
  session.Print(table);
  return absl::OkStatus();
}

absl::Status GetPerson(Session& session, const Arguments& arguments) {
  v1::GetPersonRequest request;
  request.set_person_id(arguments.Text("PERSON"));
  OBT_ASSIGN_OR_RETURN(const v1::GetPersonResponse response, session.Ask<v1::GetPersonResponse>(request));
  PrintPerson(session, response.person().facts(), response.person().contact());
  return absl::OkStatus();
}

absl::Status FindPerson(Session& session, const Arguments& arguments) {
  v1::FindPersonRequest request;
  request.set_email(arguments.Text("email"));
  request.set_organisation_code(arguments.Text("organisation"));
  request.set_hr_id(arguments.Text("hr-id"));
  OBT_ASSIGN_OR_RETURN(const v1::FindPersonResponse response, session.Ask<v1::FindPersonResponse>(request));
  if (arguments.Flag("id")) {
    session.Write(response.person().facts().person_id());
  } else {
    PrintPerson(session, response.person().facts(), response.person().contact());
  }
  return absl::OkStatus();
}

absl::Status MovePerson(Session& session, const Arguments& arguments) {
  v1::MovePersonRequest request;
  request.set_person_id(arguments.Text("PERSON"));
  request.set_to_organisation_code(arguments.Text("to"));
  if (!arguments.Given("effective"))
    return UsageError("--effective is required: the first day in the new organisation");
  *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_hr_id(arguments.Text("hr-id"));
  request.set_request_id(arguments.Text("request-id"));
  OBT_ASSIGN_OR_RETURN(const v1::MovePersonResponse response, session.Ask<v1::MovePersonResponse>(request));
  PrintPerson(session, response.person(), v1::Contact());
  return absl::OkStatus();
}

absl::Status UpdatePerson(Session& session, const Arguments& arguments) {
  v1::UpdatePersonRequest request;
  request.set_person_id(arguments.Text("PERSON"));
  request.set_name(arguments.Text("name"));
  request.set_email(arguments.Text("email"));
  request.set_grade(arguments.Text("grade"));
  request.set_profession(arguments.Text("profession"));
  request.set_region(arguments.Text("region"));
  for (const char* field : {"name", "email", "grade", "profession", "region"}) {
    if (arguments.Given(field)) request.mutable_update_mask()->add_paths(field);
  }
  if (request.update_mask().paths().empty()) {
    return UsageError("nothing to change: give --name, --email, --grade, --profession or --region");
  }
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::UpdatePersonResponse response,
                       session.Ask<v1::UpdatePersonResponse>(request));
  PrintPerson(session, response.person(), v1::Contact());
  return absl::OkStatus();
}

// What MarkLeft and Reinstate take.
template <typename Response, typename Request>
absl::Status ChangeStays(Session& session, const Arguments& arguments) {
  Request request;
  request.set_person_id(arguments.Text("PERSON"));
  if (arguments.Given("effective")) *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const Response response, session.Ask<Response>(request));
  PrintPerson(session, response.person(), v1::Contact());
  return absl::OkStatus();
}

// "home-office:2024-04-01:2024-11-04"; the last day may be left out.
absl::StatusOr<v1::Stay> ParseStay(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  const bool shaped = parts.size() == 2 || parts.size() == 3;
  if (!shaped || !ParseDayText(parts[1]).has_value() ||
      (parts.size() == 3 && !parts[2].empty() && !ParseDayText(parts[2]).has_value())) {
    return UsageError(absl::StrCat(text, " is not a stay: write ORGANISATION:FROM or ORGANISATION:FROM:TO"));
  }
  v1::Stay stay;
  stay.set_organisation_code(parts[0]);
  *stay.mutable_from() = DateOf(parts[1]);
  if (parts.size() == 3 && !parts[2].empty()) *stay.mutable_to() = DateOf(parts[2]);
  return stay;
}

absl::Status CorrectStays(Session& session, const Arguments& arguments) {
  v1::CorrectStaysRequest request;
  request.set_person_id(arguments.Text("PERSON"));
  request.set_etag(arguments.Text("etag"));
  for (const std::string& text : arguments.List("stay")) {
    OBT_ASSIGN_OR_RETURN(*request.add_stays(), ParseStay(text));
  }
  OBT_ASSIGN_OR_RETURN(const v1::CorrectStaysResponse response,
                       session.Ask<v1::CorrectStaysResponse>(request));
  PrintPerson(session, response.person(), v1::Contact());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PeopleCommands() {
  Option stays = List("stay", "ORG:FROM[:TO]", "A stay; TO is the first day no longer there");
  stays.required = true;
  return {
      {"people list",
       "Current staff of an organisation and everything below it",
       "Example:\n  obtctl people list --organisation wilton-park -o csv",
       {Text("organisation", "CODE", "Default: everything the client may see"),
        Number("limit", "N", "At most so many people", 50)},
       ListPeople},
      {"people get", "One person", "", {Positional("PERSON", "Person id")}, GetPerson},
      {"people find",
       "The person with an e-mail address, or with an organisation's HR id",
       "Examples:\n  obtctl people find --email a.b@dwp.gov.uk --as dwp-intranet\n"
       "  obtctl people find --organisation home-office --hr-id 0004711",
       {Text("email", "ADDRESS", "E-mail address"), Text("organisation", "CODE", "With --hr-id"),
        Text("hr-id", "ID", "The organisation's own number"), Flag("id", "Print the person id alone")},
       FindPerson},
      PeopleImportCommand(),
      CancelImportCommand(),
      {"people update",
       "Change a person's details",
       "Only what is given changes. With another address a person stays the same.\n\nExample:\n"
       "  obtctl people update PERSON --email a.smith@dwp.gov.uk --grade SEO",
       {Positional("PERSON", "Person id"), Text("name", "NAME", "Full name"),
        Text("email", "ADDRESS", "E-mail address"), Text("grade", "CODE", "Grade; UNKNOWN is one"),
        Text("profession", "CODE", "Profession"), Text("region", "CODE", "Region"), Etag()},
       UpdatePerson},
      {"people left",
       "Record that a person left",
       "Example:\n  obtctl people left PERSON --effective 2024-11-04",
       {Positional("PERSON", "Person id"), Day("effective", "The first day no longer there; default: today"),
        Etag()},
       ChangeStays<v1::MarkLeftResponse, v1::MarkLeftRequest>},
      {"people reinstate",
       "Bring back a person who left, to where they were last",
       "From the day they left or before, it is as if they had not.\n\nExample:\n"
       "  obtctl people reinstate PERSON --effective 2025-02-03",
       {Positional("PERSON", "Person id"), Day("effective", "The first day back; default: today"), Etag()},
       ChangeStays<v1::ReinstateResponse, v1::ReinstateRequest>},
      {"people move",
       "Move a person to another organisation",
       "The day belongs to the new organisation. To set a past move right use obtctl people "
       "correct.\n\nExample:\n"
       "  obtctl people move PERSON --to home-office --effective 2024-11-04",
       {Positional("PERSON", "Person id"), Required("to", "CODE", "The new organisation"),
        Day("effective", "First day there"),
        Text("hr-id", "ID", "The new organisation's number for the person"),
        Text("request-id", "ID", "Makes a repeated command harmless")},
       MovePerson},
      {"people correct",
       "Replace all stays of a person",
       "Figures by the organisation of the day follow at once.\n\nExample:\n"
       "  obtctl people correct PERSON --stay home-office:2024-04-01:2024-11-01 --stay "
       "cabinet-office:2024-11-01",
       {Positional("PERSON", "Person id"), stays, Etag()},
       CorrectStays},
  };
}

}  // namespace obt::ctl
