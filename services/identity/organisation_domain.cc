#include "services/identity/organisation_domain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
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

void CheckDomains(const Organisation& organisation, Violations& out) {
  validate::Count(out, "organisation.email_domains", organisation.email_domains_size(), 0, kMaxEmailDomains);
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < organisation.email_domains_size(); ++i) {
    const std::string path = validate::Path("organisation.email_domains", i, "");
    if (!IsDomain(organisation.email_domains(i))) {
      out.Add(path, "must be a domain in lower case such as department.gov.uk");
    } else if (!seen.insert(organisation.email_domains(i)).second) {
      out.Add(path, "must not be listed twice");
    }
  }
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
  validate::Text(out, "organisation.name", organisation.name(), validate::kMaxName, Presence::kRequired);
  validate::Text(out, "organisation.abbreviation", organisation.abbreviation(), kMaxAbbreviation,
                 Presence::kOptional);
  validate::Code(out, "organisation.parent_code", organisation.parent_code(), Presence::kOptional);
  if (!organisation.code().empty() && organisation.parent_code() == organisation.code()) {
    out.Add("organisation.parent_code", "must be another organisation");
  }
  validate::Enum(out, "organisation.kind", *OrganisationKind_descriptor(), organisation.kind(),
                 Presence::kRequired);
  validate::ForeignId(out, "organisation.govuk_id", organisation.govuk_id(), kMaxGovukId,
                      Presence::kOptional);
  CheckDomains(organisation, out);
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

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

constexpr size_t kMaxDepth = 100;  // ends every walk, also over data with cycles

// What held of the organisation on that day, where it has changed since.
const v1::OrganisationVersion* VersionOn(const v1::Organisation& organisation, Day day) {
  for (const v1::OrganisationVersion& version : organisation.past()) {
    if (day < ParseDay(version.until()).value_or(kAlways)) return &version;
  }
  return nullptr;
}

absl::string_view ParentOn(const v1::Organisation& organisation, Day day) {
  const v1::OrganisationVersion* version = VersionOn(organisation, day);
  return version == nullptr ? organisation.parent_code() : version->parent_code();
}

using ByCode = absl::flat_hash_map<absl::string_view, const v1::Organisation*>;

// From the organisation up to the top of its tree.
std::vector<absl::string_view> WayUp(const v1::Organisation& organisation, Day day, const ByCode& by_code) {
  std::vector<absl::string_view> way = {organisation.code()};
  absl::string_view parent = ParentOn(organisation, day);
  while (!parent.empty() && way.size() < kMaxDepth) {
    const auto it = by_code.find(parent);
    if (it == by_code.end()) break;
    way.push_back(parent);
    parent = ParentOn(*it->second, day);
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
  organisation.set_etag(NextEtag(""));
  if (IsUnset(asked.valid_from())) organisation.clear_valid_from();
  if (IsUnset(asked.valid_to())) organisation.clear_valid_to();
  return organisation;
}

absl::Status OrganisationNotFound(absl::string_view field) {
  return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
               absl::StrCat(field, ": no such organisation"));
}

absl::Status OrganisationOutOfScope(absl::string_view field, absl::string_view code) {
  return Error(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
               absl::StrCat(field, ": organisation ", code, " is outside this client's scope"));
}

v1::Organisation AsOf(v1::Organisation organisation, Day day) {
  if (const v1::OrganisationVersion* found = VersionOn(organisation, day); found != nullptr) {
    const v1::OrganisationVersion version = *found;
    organisation.set_name(version.name());
    organisation.set_abbreviation(version.abbreviation());
    organisation.set_parent_code(version.parent_code());
  }
  return organisation;
}

bool ExistedOn(const v1::Organisation& organisation, Day day) {
  return ParseDay(organisation.valid_from()).value_or(kAlways) <= day &&
         day < ParseDay(organisation.valid_to()).value_or(kNever);
}

std::vector<PlacedOrganisation> TreeOn(Day day, absl::Span<const v1::Organisation> all,
                                       absl::string_view top) {
  ByCode by_code;
  for (const v1::Organisation& organisation : all) by_code[organisation.code()] = &organisation;
  std::vector<PlacedOrganisation> tree;
  for (const v1::Organisation& organisation : all) {
    if (!ExistedOn(organisation, day)) continue;
    const std::vector<absl::string_view> way = WayUp(organisation, day, by_code);
    if (!top.empty() && std::find(way.begin(), way.end(), top) == way.end()) continue;
    std::string path;
    for (auto code = way.rbegin(); code != way.rend(); ++code)
      absl::StrAppend(&path, path.empty() ? "" : " ", *code);
    tree.push_back({std::move(path), AsOf(organisation, day)});
  }
  std::sort(tree.begin(), tree.end(),
            [](const PlacedOrganisation& a, const PlacedOrganisation& b) { return a.path < b.path; });
  return tree;
}

}  // namespace obt::identity
