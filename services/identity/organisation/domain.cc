#include "services/identity/organisation/domain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/etag.h"
#include "common/base/rules.h"

namespace obt::identity::v1 {
namespace {

void CheckIsAnother(Violations& out, absl::string_view field, absl::string_view code,
                    absl::string_view than) {
  if (!code.empty() && code == than) out.Add(field, "must be another organisation");
}

}  // namespace

Violations Validate(const CreateOrganisationRequest& request) {
  Violations out = validate::ByRules(request);
  const Organisation& created = request.organisation();
  CheckIsAnother(out, "organisation.parent_code", created.parent_code(), created.code());
  return out;
}

Violations Validate(const UpdateOrganisationRequest& request) {
  Violations out = validate::ByRules(request);
  if (!request.has_details() && !request.has_local_plan()) out.Add("details", "or local_plan is required");
  return out;
}

Violations Validate(const MoveOrganisationRequest& request) {
  Violations out = validate::ByRules(request);
  CheckIsAnother(out, "new_parent_code", request.new_parent_code(), request.organisation_code());
  return out;
}

Violations Validate(const MergeOrganisationsRequest& request) {
  Violations out = validate::ByRules(request);
  CheckIsAnother(out, "into_organisation_code", request.into_organisation_code(),
                 request.from_organisation_code());
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

}  // namespace

v1::Organisation NewOrganisation(const v1::Organisation& asked) {
  v1::Organisation organisation = asked;
  organisation.DiscardUnknownFields();
  organisation.clear_predecessor_codes();
  organisation.clear_successor_code();
  organisation.clear_past();
  organisation.clear_later();
  organisation.set_etag(NextEtag(""));
  if (IsUnset(asked.valid_from_day())) organisation.clear_valid_from_day();
  if (IsUnset(asked.valid_to_day())) organisation.clear_valid_to_day();
  if (asked.has_local_plan()) *organisation.mutable_local_plan() = TidyPlan(asked.local_plan());
  return organisation;
}

v1::LocalPlan TidyPlan(v1::LocalPlan asked) {
  asked.DiscardUnknownFields();
  for (v1::LocalDate& date : *asked.mutable_dates()) {
    if (IsUnset(date.last_day())) date.clear_last_day();
  }
  return asked;
}

absl::Status OrganisationEnded(absl::string_view field, const v1::Organisation& organisation,
                               absl::string_view remedy) {
  const std::string& successor = organisation.successor_code();
  return Error(
      absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED",
      absl::StrCat(field, ": ", organisation.code(), " ends on ", FormatDay(EndOf(organisation)),
                   successor.empty() ? "" : absl::StrCat(", when ", successor, " takes over"), "; ", remedy));
}

absl::Status CheckTakesNew(absl::string_view field, const v1::Organisation& organisation, Day day) {
  if (day < EndOf(organisation)) return absl::OkStatus();
  const std::string& successor = organisation.successor_code();
  return OrganisationEnded(
      field, organisation,
      absl::StrCat("for ", FormatDay(day), " name ", successor.empty() ? "one that lasts" : successor));
}

v1::OrganisationVersion LastVersion(const v1::Organisation& organisation) {
  v1::OrganisationVersion version;
  version.set_name(organisation.name());
  version.set_abbreviation(organisation.abbreviation());
  version.set_parent_code(organisation.parent_code());
  return version;
}

v1::Organisation AsOf(const auth::OrganisationTree& tree, absl::string_view code, Day day) {
  const v1::Organisation* const found = tree.Find(code);
  if (found == nullptr) Die("an organisation was asked for that is not in the tree");
  v1::Organisation organisation = *found;
  organisation.clear_past();
  organisation.clear_predecessor_codes();
  v1::OrganisationVersion now = LastVersion(*found);
  google::type::Date since;
  bool is_past = true;
  for (const v1::OrganisationVersion& version : found->past()) {
    if (ParseDay(version.to_day()).value_or(kAlways) <= day) {
      *organisation.add_past() = version;
    } else if (is_past) {
      now = version;
      is_past = false;
    } else {
      *organisation.add_later() = version;
      *organisation.mutable_later()->rbegin()->mutable_from_day() = since;
    }
    since = version.to_day();
  }
  if (!is_past) {
    *organisation.add_later() = LastVersion(*found);
    *organisation.mutable_later()->rbegin()->mutable_from_day() = since;
  }
  organisation.set_name(now.name());
  organisation.set_abbreviation(now.abbreviation());
  organisation.set_parent_code(tree.ParentAt(code, day));
  for (const std::string& predecessor : found->predecessor_codes()) {
    if (tree.SuccessorOf(predecessor, day) != predecessor) organisation.add_predecessor_codes(predecessor);
  }
  return organisation;
}

Day BeginOf(const v1::Organisation& organisation) {
  return ParseDay(organisation.valid_from_day()).value_or(kAlways);
}

Day EndOf(const v1::Organisation& organisation) {
  return ParseDay(organisation.valid_to_day()).value_or(kNever);
}

bool ExistedOn(const v1::Organisation& organisation, Day day) {
  return BeginOf(organisation) <= day && day < EndOf(organisation);
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
