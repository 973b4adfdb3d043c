// obtctl client, organisation, programme: one row a verb.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

const Columns kOrganisation =
    "code; name; abbreviation|short; parent_code|parent; kind; govuk_id|GOV.UK id; email_domains|e-mail "
    "domains; valid_from_day|exists from; valid_to_day|until; predecessor_codes|takes over from; "
    "successor_code|taken over by; past:{name}[, in {parent_code}] until {to_day}|before; later:{name}[, in "
    "{parent_code}] from {from_day}|to come; local_plan.intranet_url|intranet page; "
    "local_plan.facilitator_guide_url|guide; ?local_plan.team_size|team size; "
    "local_plan.dates:{title}={first_day}[..{last_day}]|local dates; etag";

// ---- what rows cannot say ----

// "central_admin, integration(home-office), organisation_admin in 23 places".
Cell Summarise(const Line& line) {
  std::map<std::string, std::vector<std::string>> places;
  for (const identity::v1::Grant& grant :
       dynamic_cast<const identity::v1::Client&>(MessageOf(line)).grants()) {
    places[WordOf(*options::v1::Role_descriptor(), grant.role())].push_back(
        grant.everywhere() ? "everywhere" : grant.organisation_code());
  }
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

// Parents come before children, so a child's depth is one more than one already known.
void Indent(const Arguments& arguments, Table& table) {
  std::map<std::string, size_t> depths;
  for (std::vector<Cell>& row : table.rows()) {
    const auto parent = depths.find(row[3].text());
    const size_t depth = parent == depths.end() ? 0 : parent->second + 1;
    depths[row[0].text()] = depth;
    if (!arguments.Flag("flat")) row[1] = std::string(2 * depth, ' ') + row[1].text();
  }
}

// What was not given of the details and the local plan stays as it is.
absl::Status TakePresent(Session& session, Arguments& arguments, Message& message) {
  auto& request = dynamic_cast<identity::v1::UpdateOrganisationRequest&>(message);
  const auto given = [&arguments](const std::vector<std::string>& options) {
    return std::any_of(options.begin(), options.end(),
                       [&](const std::string& each) { return arguments.Given(each); });
  };
  identity::v1::GetOrganisationRequest get;
  get.set_organisation_code(arguments.Text("CODE"));
  OBT_ASSIGN_OR_RETURN(const identity::v1::GetOrganisationResponse present,
                       session.Ask<identity::v1::GetOrganisationResponse>(get));
  request.set_etag(present.organisation().etag());
  if (given({"govuk-id", "domain"})) {
    request.mutable_details()->set_govuk_id(present.organisation().govuk_id());
    *request.mutable_details()->mutable_email_domains() = present.organisation().email_domains();
  }
  if (given({"intranet-url", "guide-url", "team-size", "date"}))
    *request.mutable_local_plan() = present.organisation().local_plan();
  if (request.has_details() || request.has_local_plan()) return absl::OkStatus();
  return UsageError("nothing to change was given: see obtctl organisation update --help");
}

// ---- options several verbs have ----

Option Code(std::string help) { return Positional("CODE", std::move(help)).To("organisation_code"); }
Option ProgrammeId() { return Positional("PROGRAMME", "Its id"); }
std::vector<Option> GrantOptions() {
  return {Positional("CLIENT", "The client"),
          OneOf("role", WordsOf(*options::v1::Role_descriptor()), "What it may do").Must().To("grant.role"),
          List("organisation", "CODE", "Where an organisation role holds, with everything below")
              .For(Use::kEach, "grant.organisation_code"),
          Flag("everywhere", "For every organisation, also those to come").To("grant.everywhere")};
}

Answer Organisation(std::string record = "organisation") {
  return {.record = std::move(record), .columns = kOrganisation};
}
const Choice kSomewhere = {{"organisation", "everywhere"}};

}  // namespace

std::vector<Verb> ClientVerbs() {
  return {
      {"client create",
       "Add a client without any right",
       "Examples:\n  obtctl client create hmrc-intranet --title 'HMRC intranet'\n"
       "  obtctl client create dashboard --title 'Dashboard of the Cabinet Office'",
       {Positional("CLIENT", "Its id for ever: lower-case letters, digits and hyphens"),
        Text("title", "TEXT", "What it is; default: its id").Or("CLIENT"),
        Flag("if-absent", "Be content when it is there already")
            .For(Use::kIfAbsent, "client {>client_id} is there")},
       Of<identity::v1::CreateClientRequest>(),
       {.say = "client {>client_id} created; it may do nothing yet: obtctl client grant"}},
      {"client list",
       "All clients with their grants",
       "Example:\n  obtctl client list",
       {},
       Of<identity::v1::ListClientsRequest>(),
       {.rows = "clients",
        .columns = "client_id|client; title; @|grants|grants; create_time|created|created",
        .own = Summarise}},
      {"client show",
       "Every grant of a client",
       "Example:\n  obtctl client show dwp-intranet",
       {Positional("CLIENT", "The client")},
       Of<identity::v1::ListGrantsRequest>(),
       {.rows = "grants", .columns = "role; organisation_code|organisation; everywhere"}},
      {"client grant",
       "Grant a role",
       "Roles integration, organisation_reporter and organisation_admin hold for organisations and\n"
       "everything below them; the others hold everywhere. Granting again changes nothing.\n\nExamples:\n"
       "  obtctl client grant hmrc-intranet --role integration --organisation hm-revenue-customs\n"
       "  obtctl client grant dashboard --role central_reporter",
       GrantOptions(),
       Of<identity::v1::GrantRoleRequest>(),
       {.say = "granted {>grant.role}[ {@calls} times]: {>client_id}"},
       {kSomewhere}},
      {"client revoke",
       "Take a grant back",
       "Example:\n"
       "  obtctl client revoke hmrc-intranet --role integration --organisation hm-revenue-customs",
       GrantOptions(),
       Of<identity::v1::RevokeRoleRequest>(),
       {.say = "revoked {>grant.role}[ {@calls} times]: {>client_id}"},
       {kSomewhere}},
  };
}

std::vector<Verb> OrganisationVerbs() {
  return {
      {"organisation list",
       "The tree, or the part below one organisation",
       "Example:\n  obtctl organisation list --below ministry-of-justice --as-of 2024-10-14",
       {Text("below", "CODE", "Only this organisation and everything below it").To("organisation_code"),
        Day("as-of", "As the tree was on a day"), Flag("flat", "Do not indent names").For(Use::kOwn)},
       Of<identity::v1::ListOrganisationsRequest>(),
       {.rows = "organisations",
        .columns = "code; name; abbreviation|short; parent_code|parent; kind",
        .finish = Indent}},
      {"organisation get",
       "One organisation with its history",
       "Example:\n  obtctl organisation get home-office --as-of 2024-10-14",
       {Code("Its code"), Day("as-of", "As it was on a day")},
       Of<identity::v1::GetOrganisationRequest>(),
       Organisation()},
      {"organisation create",
       "Add an organisation",
       "The code is permanent and never used again.\n\nExample:\n"
       "  obtctl organisation create new-agency --name 'New Agency' --kind executive_agency --parent "
       "home-office",
       {Positional("CODE", "Lower-case letters, digits and hyphens").To("code"),
        Required("name", "TEXT", "Its full name"),
        OneOf("kind", WordsOf(*identity::v1::OrganisationKind_descriptor()), "What it is", "other"),
        Text("parent", "CODE", "What it belongs to; default: the top of the tree").To("parent_code"),
        Text("short", "TEXT", "Abbreviation").To("abbreviation"),
        Text("govuk-id", "ID", "GOV.UK organisation id, e.g. D10"),
        List("domain", "DOMAIN", "Domains of its staff's e-mail addresses").To("email_domains"),
        Day("from", "First day it exists").To("valid_from_day")},
       Of<identity::v1::CreateOrganisationRequest>("organisation"),
       Organisation()},
      {"organisation update",
       "Change details and the local plan",
       "What is not given stays as it is; --domain '' and the like take away. Central administrators change\n"
       "all of it, an organisation's own its local plan.\n\nExamples:\n"
       "  obtctl organisation update land-registry --intranet-url https://intranet.example.gov.uk/obt \\\n"
       "    --team-size 8 --date 'Team week=2024-11-18..2024-11-22' --date 'Show and tell=2025-01-30'\n"
       "  obtctl organisation update land-registry --domain landregistry.gov.uk,hmlr.gov.uk",
       {Code("Its code"),
        Text("govuk-id", "ID", "GOV.UK organisation id, e.g. D10").To("details.govuk_id").OrNone(),
        List("domain", "DOMAIN", "All domains of its staff's e-mail addresses")
            .To("details.email_domains")
            .OrNone(),
        Text("intranet-url", "URL", "Its intranet page").To("local_plan.intranet_url").OrNone(),
        Text("guide-url", "URL", "Its guide for facilitators")
            .To("local_plan.facilitator_guide_url")
            .OrNone(),
        Number("team-size", "N", "People in a team; 0 leaves it to the teams").To("local_plan.team_size"),
        List("date", "TITLE=DAY[..DAY]", "All its own dates; titles without commas")
            .To("local_plan.dates")
            .OrNone()
            .As("{title}={first_day}[..{last_day}]")},
       Of<identity::v1::UpdateOrganisationRequest>(),
       Organisation(),
       {},
       TakePresent},
  };
}

std::vector<Verb> OrganisationChangeVerbs() {
  return {
      {"organisation rename",
       "Give it another name from a day on",
       "The day may lie in the past or ahead; before it the old name stays, also in figures as of then.\n"
       "Another name on the same day replaces this one; the name before takes it back.\n\nExample:\n"
       "  obtctl organisation rename ministry-of-housing-communities-local-government \\\n"
       "    --name 'Ministry of Housing, Communities and Local Government' --short MHCLG --effective "
       "2024-07-08",
       {Code("Its code, which stays"), Required("name", "TEXT", "Its new full name"),
        Text("short", "TEXT", "Its new abbreviation; default: none").To("abbreviation"),
        Effective("The first day of the new name"), Etag()},
       Of<identity::v1::RenameOrganisationRequest>(),
       Organisation()},
      {"organisation move",
       "Put it below another organisation from a day on",
       "Everything below it comes along, and so do scope and figures by department, from that day on.\n\n"
       "Example:\n"
       "  obtctl organisation move planning-inspectorate --below cabinet-office --effective 2025-04-01",
       {Code("Its code"), Text("below", "CODE", "What it belongs to from then on").To("new_parent_code"),
        Flag("top", "To the top of the tree").To("new_parent_code"), Effective("The first day there"),
        Etag()},
       Of<identity::v1::MoveOrganisationRequest>(),
       Organisation(),
       {{{"below", "top"}, true}}},
      {"organisation merge",
       "End it on a day, and let another take over",
       "Staff lists stay as they are: who belongs to the one counts and is administered with the other\n"
       "from that day on. Headcounts add up there. Figures THEN show the old one before the day. It\n"
       "cannot be undone.\n\nExample:\n"
       "  obtctl organisation merge education-and-skills-funding-agency \\\n"
       "    --into department-for-education --effective 2025-04-01",
       {Positional("CODE", "The one that ends").To("from_organisation_code"),
        Required("into", "CODE", "The one that takes over").To("into_organisation_code"),
        Effective("The first day on which it no longer exists"), Etag().To("from_etag")},
       Of<identity::v1::MergeOrganisationsRequest>(),
       Organisation("into_organisation")},
      {"organisation close",
       "End it on a day without successor",
       "Move, merge or close what is below it first. Whoever belongs to it stays there until moved. It\n"
       "cannot be undone.\n\nExample:\n"
       "  obtctl organisation close national-forest-company --effective 2026-04-01",
       {Code("Its code"), Effective("The first day on which it no longer exists"), Etag()},
       Of<identity::v1::CloseOrganisationRequest>(),
       Organisation()},
  };
}

std::vector<Verb> ProgrammeVerbs() {
  return {
      {"programme list",
       "All editions",
       "Example:\n  obtctl programme list",
       {},
       Of<identity::v1::ListProgrammesRequest>(),
       {.rows = "programmes",
        .columns = "programme_id|programme; title; first_day|starts; last_day|ends; target_minutes"}},
      {"programme get",
       "One edition with its rules",
       "Example:\n  obtctl programme get obt-2024",
       {ProgrammeId()},
       Of<identity::v1::GetProgrammeRequest>(),
       {.record = "programme",
        .columns = "programme_id|programme; title; theme; first_day|first day; last_day|last day; "
                   "counting_from_day|learning counts from; counting_to_day|until before; target_minutes; "
                   "max_minutes|most minutes; "
                   "minute_band_bounds|minute bands at; steps:{title}, {first_day} to {last_day}; etag"}},
      {"programme headcounts",
       "The stated headcounts, which are the denominators of rates",
       "Example:\n  obtctl programme headcounts obt-2024 -o csv",
       {ProgrammeId()},
       Of<identity::v1::ListHeadcountsRequest>(),
       {.rows = "headcounts", .columns = "organisation_code|organisation; dated; headcount; source"}},
  };
}

}  // namespace obt::ctl
