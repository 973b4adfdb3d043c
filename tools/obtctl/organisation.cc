// obtctl organisation: the tree of departments, agencies and other bodies, and how it changes.
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "obt/identity/v1/organisation.pb.h"
#include "tools/obtctl/failure.h"
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

std::string VersionText(const v1::OrganisationVersion& version) {
  return absl::StrCat(version.name(),
                      version.parent_code().empty() ? "" : absl::StrCat(", in ", version.parent_code()));
}

std::string DatesText(const v1::LocalPlan& plan) {
  std::vector<std::string> dates;
  for (const v1::LocalDate& date : plan.dates()) {
    const std::string last = date.has_ends_on() ? absl::StrCat("..", DayText(date.ends_on())) : "";
    dates.push_back(absl::StrCat(date.title(), "=", DayText(date.starts_on()), last));
  }
  return absl::StrJoin(dates, "\n");
}

Cell TeamSizeOf(const v1::LocalPlan& plan) {
  return plan.team_size() == 0 ? Cell() : Cell(static_cast<int64_t>(plan.team_size()));
}

void PrintOrganisation(const Session& session, const v1::Organisation& organisation) {
  std::vector<std::string> past, later;
  for (const v1::OrganisationVersion& version : organisation.past()) {
    past.push_back(absl::StrCat(VersionText(version), " until ", DayText(version.until())));
  }
  for (const v1::OrganisationVersion& version : organisation.later()) {
    later.push_back(absl::StrCat(VersionText(version), " from ", DayText(version.since())));
  }
  const v1::LocalPlan& plan = organisation.local_plan();
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
      {{"later", "to come"}, absl::StrJoin(later, "\n")},
      {{"intranet_url", "intranet page"}, plan.intranet_url()},
      {{"facilitator_guide_url", "guide"}, plan.facilitator_guide_url()},
      {{"team_size", "team size", ColumnKind::kCount}, TeamSizeOf(plan)},
      {{"dates", "local dates"}, DatesText(plan)},
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

// "Team week=2024-11-18..2024-11-22", or one day.
absl::StatusOr<v1::LocalDate> ParseLocalDate(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const std::vector<std::string> days = absl::StrSplit(parts.back(), absl::MaxSplits("..", 1));
  if (parts.size() != 2 || !ParseDayText(days.front()).has_value() ||
      !ParseDayText(days.back()).has_value()) {
    return UsageError(absl::StrCat(text, " is not a date such as 'Team week=2024-11-18..2024-11-22'"));
  }
  v1::LocalDate date;
  date.set_title(parts.front());
  *date.mutable_starts_on() = DateOf(days.front());
  if (days.size() == 2) *date.mutable_ends_on() = DateOf(days.back());
  return date;
}

// What was not given stays as it is.
void TakeDetails(const Arguments& arguments, const v1::Organisation& present,
                 v1::UpdateOrganisationRequest& request) {
  if (!arguments.Given("govuk-id") && !arguments.Given("domain")) return;
  v1::OrganisationDetails& details = *request.mutable_details();
  details.set_govuk_id(arguments.Given("govuk-id") ? arguments.Text("govuk-id") : present.govuk_id());
  *details.mutable_email_domains() = present.email_domains();
  if (!arguments.Given("domain")) return;
  details.clear_email_domains();
  for (const std::string& domain : arguments.List("domain")) {
    if (!domain.empty()) details.add_email_domains(domain);
  }
}

absl::Status TakePlan(const Arguments& arguments, const v1::Organisation& present,
                      v1::UpdateOrganisationRequest& request) {
  v1::LocalPlan plan = present.local_plan();
  if (arguments.Given("intranet-url")) plan.set_intranet_url(arguments.Text("intranet-url"));
  if (arguments.Given("guide-url")) plan.set_facilitator_guide_url(arguments.Text("guide-url"));
  if (arguments.Given("team-size")) {
    int32_t size = 0;
    if (!absl::SimpleAtoi(arguments.Text("team-size"), &size)) {
      return UsageError(
          absl::StrCat("--team-size must be a whole number, not ", arguments.Text("team-size")));
    }
    plan.set_team_size(size);
  }
  if (arguments.Given("date")) plan.clear_dates();
  for (const std::string& text : arguments.List("date")) {
    if (text.empty()) continue;
    OBT_ASSIGN_OR_RETURN(*plan.add_dates(), ParseLocalDate(text));
  }
  for (const char* option : {"intranet-url", "guide-url", "team-size", "date"}) {
    if (arguments.Given(option)) *request.mutable_local_plan() = plan;
  }
  return absl::OkStatus();
}

absl::Status UpdateOrganisation(Session& session, const Arguments& arguments) {
  v1::GetOrganisationRequest get;
  get.set_organisation_code(arguments.Text("CODE"));
  OBT_ASSIGN_OR_RETURN(const v1::GetOrganisationResponse present,
                       session.Ask<v1::GetOrganisationResponse>(get));
  v1::UpdateOrganisationRequest request;
  request.set_organisation_code(arguments.Text("CODE"));
  request.set_etag(present.organisation().etag());
  TakeDetails(arguments, present.organisation(), request);
  OBT_RETURN_IF_ERROR(TakePlan(arguments, present.organisation(), request));
  if (!request.has_details() && !request.has_local_plan()) {
    return UsageError("nothing to change was given: see obtctl organisation update --help");
  }
  OBT_ASSIGN_OR_RETURN(const v1::UpdateOrganisationResponse response,
                       session.Ask<v1::UpdateOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

absl::Status RenameOrganisation(Session& session, const Arguments& arguments) {
  v1::RenameOrganisationRequest request;
  request.set_organisation_code(arguments.Text("CODE"));
  request.set_name(arguments.Text("name"));
  request.set_abbreviation(arguments.Text("short"));
  *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::RenameOrganisationResponse response,
                       session.Ask<v1::RenameOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

absl::Status MoveOrganisation(Session& session, const Arguments& arguments) {
  if (arguments.Given("below") == arguments.Flag("top"))
    return UsageError("give either --below CODE or --top");
  v1::MoveOrganisationRequest request;
  request.set_organisation_code(arguments.Text("CODE"));
  request.set_new_parent_code(arguments.Text("below"));
  *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::MoveOrganisationResponse response,
                       session.Ask<v1::MoveOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

absl::Status MergeOrganisations(Session& session, const Arguments& arguments) {
  v1::MergeOrganisationsRequest request;
  request.set_from_organisation_code(arguments.Text("CODE"));
  request.set_into_organisation_code(arguments.Text("into"));
  *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_from_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::MergeOrganisationsResponse response,
                       session.Ask<v1::MergeOrganisationsResponse>(request));
  PrintOrganisation(session, response.into());
  return absl::OkStatus();
}

absl::Status CloseOrganisation(Session& session, const Arguments& arguments) {
  v1::CloseOrganisationRequest request;
  request.set_organisation_code(arguments.Text("CODE"));
  *request.mutable_effective() = DateOf(arguments.Text("effective"));
  request.set_etag(arguments.Text("etag"));
  OBT_ASSIGN_OR_RETURN(const v1::CloseOrganisationResponse response,
                       session.Ask<v1::CloseOrganisationResponse>(request));
  PrintOrganisation(session, response.organisation());
  return absl::OkStatus();
}

Option Effective(std::string help) {
  Option day = Day("effective", std::move(help));
  day.required = true;
  return day;
}

Option Etag() { return Text("etag", "ETAG", "Only if it has not changed since this one was read"); }

std::vector<Command> ChangeCommands() {
  return {
      {"organisation update",
       "Change details and the local plan",
       "What is not given stays as it is; an empty text ('') takes away. Central administrators change all "
       "of it, an\n"
       "organisation's own its local plan.\n\nExamples:\n"
       "  obtctl organisation update land-registry --intranet-url https://intranet.example.gov.uk/obt \\\n"
       "    --team-size 8 --date 'Team week=2024-11-18..2024-11-22' --date 'Show and tell=2025-01-30'\n"
       "  obtctl organisation update land-registry --domain landregistry.gov.uk,hmlr.gov.uk",
       {Positional("CODE", "Its code"), Text("govuk-id", "ID", "GOV.UK organisation id, e.g. D10"),
        List("domain", "DOMAIN", "All domains of its staff's e-mail addresses"),
        Text("intranet-url", "URL", "Its intranet page"),
        Text("guide-url", "URL", "Its guide for facilitators"),
        Text("team-size", "N", "People in a team; 0 leaves it to the teams"),
        List("date", "TITLE=DAY[..DAY]", "All its own dates; titles without commas")},
       UpdateOrganisation},
      {"organisation rename",
       "Give it another name from a day on",
       "The day may lie in the past or ahead; before it the old name stays, also in figures as of then. "
       "Another name\n"
       "on the same day replaces this one; the name before takes it back.\n\nExample:\n"
       "  obtctl organisation rename ministry-of-housing-communities-local-government \\\n"
       "    --name 'Ministry of Housing, Communities and Local Government' --short MHCLG --effective "
       "2024-07-08",
       {Positional("CODE", "Its code, which stays"), Required("name", "TEXT", "Its new full name"),
        Text("short", "TEXT", "Its new abbreviation; default: none"),
        Effective("The first day of the new name"), Etag()},
       RenameOrganisation},
      {"organisation move",
       "Put it below another organisation from a day on",
       "Everything below it comes along, and so do scope and figures by department, from that day "
       "on.\n\nExample:\n"
       "  obtctl organisation move planning-inspectorate --below cabinet-office --effective 2025-04-01",
       {Positional("CODE", "Its code"), Text("below", "CODE", "What it belongs to from then on"),
        Flag("top", "To the top of the tree"), Effective("The first day there"), Etag()},
       MoveOrganisation},
      {"organisation merge",
       "End it on a day, and let another take over",
       "Staff lists stay as they are: who belongs to the one counts and is administered with the other from "
       "that day\n"
       "on. Headcounts add up there. Figures THEN show the old one before the day. It cannot be "
       "undone.\n\nExample:\n"
       "  obtctl organisation merge defence-electronics-and-components-agency \\\n"
       "    --into defence-equipment-and-support --effective 2024-04-01",
       {Positional("CODE", "The one that ends"), Required("into", "CODE", "The one that takes over"),
        Effective("The first day on which it no longer exists"), Etag()},
       MergeOrganisations},
      {"organisation close",
       "End it on a day without successor",
       "Move, merge or close what is below it first. Whoever belongs to it stays there until moved. It "
       "cannot be\n"
       "undone.\n\nExample:\n  obtctl organisation close national-forest-company --effective 2026-04-01",
       {Positional("CODE", "Its code"), Effective("The first day on which it no longer exists"), Etag()},
       CloseOrganisation},
  };
}

}  // namespace

std::vector<Command> OrganisationCommands() {
  std::vector<Command> commands = {
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
  for (Command& change : ChangeCommands()) commands.push_back(std::move(change));
  return commands;
}

}  // namespace obt::ctl
