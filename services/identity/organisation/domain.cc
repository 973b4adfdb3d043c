#include "services/identity/organisation/domain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/validate.h"
#include "services/identity/etag_domain.h"

namespace obt::identity::v1 {
namespace {

using validate::Presence;

bool IsDomain(absl::string_view domain) {
  Violations faults;
  validate::Email(faults, "", absl::StrCat("a@", domain), Presence::kRequired);
  return faults.empty() && domain == absl::AsciiStrToLower(domain);
}

void CheckDetails(absl::string_view within, const std::string& govuk_id,
                  const google::protobuf::RepeatedPtrField<std::string>& domains, Violations& out) {
  validate::ForeignId(out, absl::StrCat(within, ".govuk_id"), govuk_id, kMaxGovukId, Presence::kOptional);
  const std::string field = absl::StrCat(within, ".email_domains");
  validate::Count(out, field, domains.size(), 0, kMaxEmailDomains);
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < domains.size(); ++i) {
    if (!IsDomain(domains[i])) {
      out.Add(validate::Path(field, i, ""), "must be a domain in lower case such as department.gov.uk");
    } else if (!seen.insert(domains[i]).second) {
      out.Add(validate::Path(field, i, ""), "must not be listed twice");
    }
  }
}

void CheckPlan(const std::string& within, const LocalPlan& plan, Violations& out) {
  validate::Link(out, within + ".intranet_url", plan.intranet_url(), Presence::kOptional);
  validate::Link(out, within + ".facilitator_guide_url", plan.facilitator_guide_url(), Presence::kOptional);
  validate::Range(out, within + ".team_size", plan.team_size(), 0, kMaxTeamSize);
  const std::string dates = within + ".dates";
  validate::Count(out, dates, plan.dates_size(), 0, kMaxLocalDates);
  for (int i = 0; i < plan.dates_size(); ++i) {
    const LocalDate& date = plan.dates(i);
    validate::Text(out, validate::Path(dates, i, "title"), date.title(), validate::kMaxName,
                   Presence::kRequired);
    validate::Date(out, validate::Path(dates, i, "starts_on"), date.has_starts_on(), date.starts_on(),
                   Presence::kRequired);
    validate::Date(out, validate::Path(dates, i, "ends_on"), date.has_ends_on(), date.ends_on(),
                   Presence::kOptional);
    const std::optional<Day> starts = ParseDay(date.starts_on());
    const std::optional<Day> ends = ParseDay(date.ends_on());
    if (starts.has_value() && ends.has_value() && *ends < *starts)
      out.Add(validate::Path(dates, i, "ends_on"), "must not be before starts_on");
  }
}

void CheckName(const std::string& within, const std::string& name, const std::string& abbreviation,
               Violations& out) {
  validate::Text(out, within + "name", name, validate::kMaxName, Presence::kRequired);
  validate::Text(out, within + "abbreviation", abbreviation, kMaxAbbreviation, Presence::kOptional);
}

void CheckEtagText(absl::string_view field, const std::string& etag, Violations& out) {
  validate::ForeignId(out, field, etag, kMaxEtag, Presence::kOptional);
}

// What every change with an effective day states.
template <typename Request>
void CheckChange(const Request& request, Violations& out) {
  validate::Date(out, "effective", request.has_effective(), request.effective(), Presence::kRequired);
  validate::RequestId(out, request.request_id());
}

void CheckValidity(const Organisation& organisation, Violations& out) {
  validate::Date(out, "organisation.valid_from", organisation.has_valid_from(), organisation.valid_from(),
                 Presence::kOptional);
  validate::Date(out, "organisation.valid_to", organisation.has_valid_to(), organisation.valid_to(),
                 Presence::kOptional);
  const std::optional<Day> from = ParseDay(organisation.valid_from());
  const std::optional<Day> to = ParseDay(organisation.valid_to());
  if (from.has_value() && to.has_value() && *to <= *from) {
    out.Add("organisation.valid_to", "must be after valid_from");
  }
}

}  // namespace

Violations Validate(const CreateOrganisationRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  const Organisation& organisation = request.organisation();
  if (!request.has_organisation()) {
    out.Add("organisation", "is required");
    return out;
  }
  validate::Code(out, "organisation.code", organisation.code(), Presence::kRequired);
  CheckName("organisation.", organisation.name(), organisation.abbreviation(), out);
  validate::Code(out, "organisation.parent_code", organisation.parent_code(), Presence::kOptional);
  if (!organisation.code().empty() && organisation.parent_code() == organisation.code()) {
    out.Add("organisation.parent_code", "must be another organisation");
  }
  validate::Enum(out, "organisation.kind", *OrganisationKind_descriptor(), organisation.kind(),
                 Presence::kRequired);
  CheckDetails("organisation", organisation.govuk_id(), organisation.email_domains(), out);
  CheckPlan("organisation.local_plan", organisation.local_plan(), out);
  CheckValidity(organisation, out);
  return out;
}

Violations Validate(const GetOrganisationRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  validate::Date(out, "as_of", request.has_as_of(), request.as_of(), Presence::kOptional);
  return out;
}

Violations Validate(const ListOrganisationsRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kOptional);
  validate::Date(out, "as_of", request.has_as_of(), request.as_of(), Presence::kOptional);
  validate::PageSize(out, request.page_size());
  return out;
}

Violations Validate(const UpdateOrganisationRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  if (!request.has_details() && !request.has_local_plan()) out.Add("details", "or local_plan is required");
  CheckDetails("details", request.details().govuk_id(), request.details().email_domains(), out);
  CheckPlan("local_plan", request.local_plan(), out);
  CheckEtagText("etag", request.etag(), out);
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const RenameOrganisationRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  CheckName("", request.name(), request.abbreviation(), out);
  CheckChange(request, out);
  CheckEtagText("etag", request.etag(), out);
  return out;
}

Violations Validate(const MoveOrganisationRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  validate::Code(out, "new_parent_code", request.new_parent_code(), Presence::kOptional);
  if (!request.organisation_code().empty() && request.new_parent_code() == request.organisation_code())
    out.Add("new_parent_code", "must be another organisation");
  CheckChange(request, out);
  CheckEtagText("etag", request.etag(), out);
  return out;
}

Violations Validate(const MergeOrganisationsRequest& request) {
  Violations out;
  validate::Code(out, "from_organisation_code", request.from_organisation_code(), Presence::kRequired);
  validate::Code(out, "into_organisation_code", request.into_organisation_code(), Presence::kRequired);
  if (!request.from_organisation_code().empty() &&
      request.into_organisation_code() == request.from_organisation_code()) {
    out.Add("into_organisation_code", "must be another organisation");
  }
  CheckChange(request, out);
  CheckEtagText("from_etag", request.from_etag(), out);
  CheckEtagText("into_etag", request.into_etag(), out);
  return out;
}

Violations Validate(const CloseOrganisationRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  CheckChange(request, out);
  CheckEtagText("etag", request.etag(), out);
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

// From the organisation up to the top of its tree; ends also over data with cycles.
std::vector<std::string> WayUp(const auth::OrganisationTree& tree, const std::string& code, Day day) {
  std::vector<std::string> way;
  for (std::string at = code; !at.empty() && way.size() < auth::OrganisationTree::kMaxDepth;
       at = tree.ParentAt(at, day)) {
    way.push_back(at);
  }
  return way;
}

v1::OrganisationVersion Recorded(const v1::Organisation& organisation) {
  v1::OrganisationVersion last;
  last.set_name(organisation.name());
  last.set_abbreviation(organisation.abbreviation());
  last.set_parent_code(organisation.parent_code());
  return last;
}

}  // namespace

v1::Organisation NewOrganisation(const v1::Organisation& asked) {
  v1::Organisation organisation = asked;
  organisation.DiscardUnknownFields();
  organisation.clear_predecessor_codes();
  organisation.clear_successor_code();
  organisation.clear_past();
  organisation.clear_later();
  organisation.set_etag(NextEtag(""));
  if (IsUnset(asked.valid_from())) organisation.clear_valid_from();
  if (IsUnset(asked.valid_to())) organisation.clear_valid_to();
  if (asked.has_local_plan()) *organisation.mutable_local_plan() = TidyPlan(asked.local_plan());
  return organisation;
}

v1::LocalPlan TidyPlan(v1::LocalPlan asked) {
  asked.DiscardUnknownFields();
  for (v1::LocalDate& date : *asked.mutable_dates()) {
    if (IsUnset(date.ends_on())) date.clear_ends_on();
  }
  return asked;
}

absl::Status OrganisationNotFound(absl::string_view field) {
  return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
               absl::StrCat(field, ": no such organisation"));
}

absl::Status OrganisationOutOfScope(absl::string_view field, absl::string_view code) {
  return Error(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
               absl::StrCat(field, ": organisation ", code, " is outside this client's scope"));
}

absl::Status OrganisationEnded(absl::string_view field, const v1::Organisation& organisation,
                               absl::string_view remedy) {
  const std::string& successor = organisation.successor_code();
  return Error(
      absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED",
      absl::StrCat(field, ": ", organisation.code(), " ends on ",
                   FormatDay(ParseDay(organisation.valid_to()).value_or(kNever)),
                   successor.empty() ? "" : absl::StrCat(", when ", successor, " takes over"), "; ", remedy));
}

absl::Status CheckTakesNew(absl::string_view field, const v1::Organisation& organisation, Day day) {
  if (day < ParseDay(organisation.valid_to()).value_or(kNever)) return absl::OkStatus();
  const std::string& successor = organisation.successor_code();
  return OrganisationEnded(
      field, organisation,
      absl::StrCat("for ", FormatDay(day), " name ", successor.empty() ? "one that lasts" : successor));
}

v1::Organisation AsOf(const auth::OrganisationTree& tree, absl::string_view code, Day day) {
  const v1::Organisation* const found = tree.Find(code);
  if (found == nullptr) Die("an organisation was asked for that is not in the tree");
  v1::Organisation organisation = *found;
  organisation.clear_past();
  organisation.clear_predecessor_codes();
  v1::OrganisationVersion now = Recorded(*found);
  google::type::Date since;
  bool is_past = true;
  for (const v1::OrganisationVersion& version : found->past()) {
    if (ParseDay(version.until()).value_or(kAlways) <= day) {
      *organisation.add_past() = version;
    } else if (is_past) {
      now = version;
      is_past = false;
    } else {
      *organisation.add_later() = version;
      *organisation.mutable_later()->rbegin()->mutable_since() = since;
    }
    since = version.until();
  }
  if (!is_past) {
    *organisation.add_later() = Recorded(*found);
    *organisation.mutable_later()->rbegin()->mutable_since() = since;
  }
  organisation.set_name(now.name());
  organisation.set_abbreviation(now.abbreviation());
  organisation.set_parent_code(tree.ParentAt(code, day));
  for (const std::string& predecessor : found->predecessor_codes()) {
    if (tree.SuccessorOf(predecessor, day) != predecessor) organisation.add_predecessor_codes(predecessor);
  }
  return organisation;
}

bool ExistedOn(const v1::Organisation& organisation, Day day) {
  return ParseDay(organisation.valid_from()).value_or(kAlways) <= day &&
         day < ParseDay(organisation.valid_to()).value_or(kNever);
}

std::vector<PlacedOrganisation> TreeOn(const auth::OrganisationTree& tree, Day day, absl::string_view top) {
  std::vector<PlacedOrganisation> placed;
  for (const v1::Organisation& organisation : tree.organisations()) {
    if (!ExistedOn(organisation, day)) continue;
    const std::vector<std::string> way = WayUp(tree, organisation.code(), day);
    if (!top.empty() && std::find(way.begin(), way.end(), top) == way.end()) continue;
    placed.push_back({absl::StrJoin(way.rbegin(), way.rend(), " "), AsOf(tree, organisation.code(), day)});
  }
  std::sort(placed.begin(), placed.end(),
            [](const PlacedOrganisation& a, const PlacedOrganisation& b) { return a.path < b.path; });
  return placed;
}

}  // namespace obt::identity
