// obtctl people, team: one row a verb. Importing is code, in people_import.cc.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

const Columns kPerson =
    "facts.person_id|person; facts.status; contact.name; contact.email|e-mail; "
    "contact.previous_email|before that; contact.references:{organisation_code} {hr_id}|HR ids|hr_ids; "
    "facts.grade; facts.profession; facts.region; facts.stays:{organisation_code} from {from_day}[ until "
    "{to_day}]; facts.etag";

const Columns kTeam =
    "facts.team_id|team; name; team_key|key; facts.programme_id|programme; "
    "facts.organisation_code|organisation; facts.state; facts.facilitator_ids+\n|facilitators; "
    "facts.member_ids+\n|members; facts.leads:{organisation_code}[ from {from_day}]; facts.etag";

Option PersonId() { return Positional("PERSON", "Person id"); }
Option TeamId() { return Positional("TEAM", "Team id"); }

Verb OpenImports() {
  return {
      "people imports",
      "Imports of an organisation and everything below it",
      "Without --state those that have not come to their end. A snapshot or dry run that was interrupted\n"
      "stays open for 30 days, and an organisation has room for ten.\n\nExamples:\n"
      "  obtctl people imports --organisation dwp\n"
      "  obtctl people imports --state finished,refused",
      {Text("organisation", "CODE", "Default: everything the client may see"),
       List("state", "STATE",
            absl::StrCat("In one of these: ",
                         absl::StrJoin(WordsOf(*identity::v1::ImportState_descriptor()), ", ")))
           .To("states")},
      Of<identity::v1::ListImportsRequest>(),
      {.rows = "imports",
       .columns = "import_id|import; organisation_code|organisation; mode; dry_run|dry run; state; "
                  "create_time|started; from_day|effective; staged_rows|staged rows; "
                  "handled_rows|worked off"}};
}

Verb CancelImports() {
  return {"people cancel-import",
          "Give up imports that are not finished",
          "What is staged is dropped. One that is being worked off goes no further; what it has changed\n"
          "stays. obtctl people imports lists them.\n\nExamples:\n"
          "  obtctl people cancel-import IMPORT\n"
          "  obtctl people cancel-import IMPORT IMPORT IMPORT",
          {List("IMPORT", "", "Import id, as people import says it")
               .With(&Option::positional, true)
               .Must()
               .For(Use::kEach, "import_id")},
          Of<identity::v1::CancelImportRequest>(),
          {.say = "[{@calls} imports are]{@calls!the import is} cancelled; what was changed already stays"}};
}

Answer Person() { return {.record = "person", .columns = kPerson}; }
Answer PersonFacts() {
  return {.record = "person", .columns = kPerson, .whole = Of<identity::v1::Person>("facts")};
}
Answer TeamFacts() { return {.record = "team", .columns = kTeam, .whole = Of<identity::v1::Team>("facts")}; }

}  // namespace

std::vector<Verb> PeopleVerbs() {
  return {
      {"people list",
       "Current staff of an organisation and everything below it",
       "Tables have the first 50; CSV and JSON have all, unless --limit says otherwise.\n\nExamples:\n"
       "  obtctl people list --organisation wilton-park -o csv\n"
       "  obtctl people list --organisation home-office --limit 5",
       {Text("organisation", "CODE", "Default: everything the client may see"),
        Number("limit", "N", "At most so many people", 50).For(Use::kLimit)},
       Of<identity::v1::ListPeopleRequest>(),
       {.rows = "people",
        .columns = "facts.person_id|person; contact.name; contact.email|e-mail; "
                   "facts.stays.organisation_code|organisation; facts.grade; facts.profession; facts.region",
        .note = "{next_page_token?there are more: raise --limit}"}},
      {"people get",
       "One person",
       "Example:\n  obtctl people get PERSON",
       {PersonId()},
       Of<identity::v1::GetPersonRequest>(),
       Person()},
      {"people find",
       "The person with an e-mail address, or with an organisation's HR id",
       "Examples:\n  obtctl people find --email a.b@dwp.gov.uk --as dwp-intranet\n"
       "  obtctl people find --organisation home-office --hr-id 0004711",
       {Text("email", "ADDRESS", "E-mail address"), Text("organisation", "CODE", "With --hr-id"),
        Text("hr-id", "ID", "The organisation's own number"),
        Flag("id", "Print the person id alone").For(Use::kAlone, "person.facts.person_id")},
       Of<identity::v1::FindPersonRequest>(),
       Person()},
      OpenImports(),
      CancelImports(),
      {"people update",
       "Change a person's details",
       "Only what is given changes. With another address a person stays the same.\n\nExample:\n"
       "  obtctl people update PERSON --email a.smith@dwp.gov.uk --grade SEO",
       {PersonId(), Text("name", "NAME", "Full name"), Text("email", "ADDRESS", "E-mail address"),
        Text("grade", "CODE", "Grade; UNKNOWN is one"), Text("profession", "CODE", "Profession"),
        Text("region", "CODE", "Region"), Etag()},
       Of<identity::v1::UpdatePersonRequest>(),
       PersonFacts()},
  };
}

std::vector<Verb> StayVerbs() {
  return {
      {"people left",
       "Record that a person left",
       "Example:\n  obtctl people left PERSON --effective 2024-11-04",
       {PersonId(), Day("effective", "The first day no longer there; default: today"), Etag()},
       Of<identity::v1::MarkLeftRequest>(),
       PersonFacts()},
      {"people reinstate",
       "Bring back a person who left, to where they were last",
       "From the day they left or before, it is as if they had not.\n\nExample:\n"
       "  obtctl people reinstate PERSON --effective 2025-02-03",
       {PersonId(), Day("effective", "The first day back; default: today"), Etag()},
       Of<identity::v1::ReinstateRequest>(),
       PersonFacts()},
      {"people move",
       "Move a person to another organisation",
       "The day belongs to the new organisation. To set a past move right use obtctl people correct.\n\n"
       "Example:\n  obtctl people move PERSON --to home-office --effective 2024-11-04",
       {PersonId(), Required("to", "CODE", "The new organisation").To("to_organisation_code"),
        Effective("First day there"), Text("hr-id", "ID", "The new organisation's number for the person"),
        Text("request-id", "ID", "Makes a repeated command harmless")},
       Of<identity::v1::MovePersonRequest>(),
       PersonFacts()},
      {"people correct",
       "Replace all stays of a person",
       "Figures by the organisation of the day follow at once.\n\nExample:\n"
       "  obtctl people correct PERSON --stay home-office:2024-04-01:2024-11-01 --stay "
       "cabinet-office:2024-11-01",
       {PersonId(),
        List("stay", "ORG:FROM[:TO]", "A stay; TO is the first day no longer there")
            .Must()
            .As("{organisation_code}:{from_day}[:{to_day}]"),
        Etag()},
       Of<identity::v1::CorrectStaysRequest>(),
       PersonFacts()},
  };
}

std::vector<Verb> TeamVerbs() {
  return {
      {"team list",
       "Teams of an organisation, of a person, or of a facilitator",
       "Without one of the three: all the client may see.\n\nExample:\n"
       "  obtctl team list --organisation home-office",
       {Edition(), Text("organisation", "CODE", "Led by it or by what lies below it"),
        Text("person", "PERSON", "Whose teams"), Text("facilitator", "PERSON", "Who facilitates them")},
       Of<identity::v1::ListTeamsRequest>(),
       {.rows = "teams",
        .columns = "facts.team_id|team; name; facts.organisation_code|organisation; facts.state; "
                   "#facts.facilitator_ids|facilitators|facilitators; #facts.member_ids|members|members"}},
      {"team get",
       "One team",
       "Example:\n  obtctl team get TEAM",
       {TeamId()},
       Of<identity::v1::GetTeamRequest>(),
       {.record = "team", .columns = kTeam}},
      {"team create",
       "Make a team",
       "Members may be of any organisation.\n\nExample:\n"
       "  obtctl team create --organisation home-office --name 'Visas North' --facilitator PERSON --member "
       "PERSON,COLLEAGUE",
       {Edition(), Required("organisation", "CODE", "Who leads it"),
        Required("name", "NAME", "What it is called"),
        List("facilitator", "PERSON", "Who facilitates; need not be a member").Must(),
        List("member", "PERSON", "Its members"),
        Text("key", "KEY",
             "Your own key, unique for organisation and edition; makes a repeated command harmless")
            .To("team_key")},
       Of<identity::v1::CreateTeamRequest>("team"),
       TeamFacts()},
      {"team update",
       "Change a team",
       "Only what is given changes; lists replace the ones there are.\n\nExamples:\n"
       "  obtctl team update TEAM --member PERSON,COLLEAGUE\n"
       "  obtctl team update TEAM --organisation home-office --effective 2024-11-04",
       {TeamId(), Text("name", "NAME", "What it is called"), Text("organisation", "CODE", "Who leads it"),
        Day("effective", "The first day it leads; default: today"),
        List("facilitator", "PERSON", "All its facilitators"), List("member", "PERSON", "All its members"),
        Flag("no-members", "Leave nobody in it").To("member_ids"), Etag()},
       Of<identity::v1::UpdateTeamRequest>(),
       TeamFacts(),
       {{{"member", "no-members"}}}},
      {"team close",
       "Close a team for good",
       "Example:\n  obtctl team close TEAM",
       {TeamId(), Etag()},
       Of<identity::v1::CloseTeamRequest>(),
       TeamFacts()},
  };
}

}  // namespace obt::ctl
