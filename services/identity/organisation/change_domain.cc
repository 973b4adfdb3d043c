#include "services/identity/organisation/change_domain.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/identity/organisation/domain.h"

namespace obt::identity {
namespace {

using v1::Organisation;
using v1::OrganisationVersion;

absl::Status Refuse(absl::string_view reason, absl::string_view text) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, text);
}

Day UntilOf(const OrganisationVersion& version) { return ParseDay(version.to_day()).value_or(kAlways); }

// NOT_FOUND or, for an etag that is no longer the one, ABORTED.
absl::StatusOr<const Organisation*> Find(const auth::OrganisationTree& tree, absl::string_view field,
                                         absl::string_view code, absl::string_view etag) {
  const Organisation* const found = tree.Find(code);
  if (found == nullptr) return OrganisationNotFound(field);
  OBT_RETURN_IF_ERROR(CheckEtag(etag, found->etag()));
  return found;
}

// A change falls between the first day, on which the organisation is as it was created, and the end.
absl::Status CheckWithinLife(const Organisation& organisation, Day effective) {
  if (effective <= BeginOf(organisation)) {
    return Refuse("BEFORE_ORGANISATION",
                  absl::StrCat("effective: ", organisation.code(), " exists from ",
                               FormatDay(BeginOf(organisation)), "; choose a day after that"));
  }
  return effective < EndOf(organisation)
             ? absl::OkStatus()
             : OrganisationEnded("effective", organisation, "choose a day before that");
}

absl::Status BeforeRecorded(const Organisation& organisation, Day recorded) {
  return Refuse("BEFORE_RECORDED_CHANGE",
                absl::StrCat("effective: a change of ", organisation.code(), " is recorded for ",
                             FormatDay(recorded), " already; choose a later day or take that change back"));
}

bool Same(const OrganisationVersion& a, const OrganisationVersion& b) {
  return a.name() == b.name() && a.abbreviation() == b.abbreviation() && a.parent_code() == b.parent_code();
}

struct Dated {
  OrganisationVersion version;
  Day since = kAlways;
};

Dated VersionOn(const Organisation& organisation, Day day) {
  Dated found{LastVersion(organisation)};
  for (const OrganisationVersion& version : organisation.past()) {
    if (day < UntilOf(version)) {
      found.version = version;
      break;
    }
    found.since = UntilOf(version);
  }
  return found;
}

Day LastChange(const Organisation& organisation) {
  return organisation.past().empty() ? kAlways : UntilOf(*organisation.past().rbegin());
}

// From the day on the organisation is as `change` makes it.
absl::StatusOr<OrganisationRows> ChangeFrom(const Organisation& before, Day effective,
                                            absl::FunctionRef<void(OrganisationVersion&)> change) {
  OBT_RETURN_IF_ERROR(CheckWithinLife(before, effective));
  const Dated on = VersionOn(before, effective);
  OrganisationVersion asked = on.version;
  change(asked);
  if (Same(asked, on.version)) {
    if (on.since == effective) return OrganisationRows();
    const std::string since = on.since == kAlways ? "the beginning" : FormatDay(on.since);
    return Refuse("ALREADY_SO", absl::StrCat("effective: ", before.code(), " has been so since ", since));
  }
  const Day last = LastChange(before);
  if (effective < last) return BeforeRecorded(before, last);
  Organisation after = before;
  if (effective > last) {
    OrganisationVersion& former = *after.add_past();
    former = on.version;
    *former.mutable_to_day() = ToDate(effective);
  }
  after.set_name(asked.name());
  after.set_abbreviation(asked.abbreviation());
  after.set_parent_code(asked.parent_code());
  if (Same(*after.past().rbegin(), asked)) after.mutable_past()->RemoveLast();  // it was taken back
  if (after.past_size() > kMaxVersions) {
    return Refuse("TOO_MANY_CHANGES", absl::StrCat(before.code(), " has had ", kMaxVersions,
                                                   " names and parents, the most kept"));
  }
  after.set_etag(NextEtag(before.etag()));
  return OrganisationRows{std::move(after)};
}

// Refuses what would put an organisation within itself on any day from this one on.
absl::StatusOr<OrganisationRows> IfSound(const auth::OrganisationTree& tree, OrganisationRows changed,
                                         absl::string_view field, Day from) {
  if (changed.empty()) return changed;
  const auto fault = auth::OrganisationTree(With(tree, changed), from).FirstFault(from);
  if (!fault.has_value()) return changed;
  const std::string day = fault->day == kAlways ? "" : absl::StrCat(", on ", FormatDay(fault->day));
  return Refuse("WOULD_CYCLE",
                absl::StrCat(field, ": ", fault->code, " would lie within itself, or deeper than ",
                             auth::OrganisationTree::kMaxDepth, day, "; choose another organisation"));
}

// What is below an organisation needs it for as long as it exists itself, or its successor.
absl::Status CheckLasts(const Organisation& parent, absl::string_view field, Day end) {
  if (!parent.successor_code().empty() || EndOf(parent) >= end) return absl::OkStatus();
  return Refuse("NOT_THERE_THEN",
                absl::StrCat(field, ": ", parent.code(), " ends on ", FormatDay(EndOf(parent)),
                             " without successor; choose one that lasts"));
}

absl::Status CheckThere(const Organisation& other, absl::string_view field, Day day) {
  if (ExistedOn(other, day)) return absl::OkStatus();
  return Refuse("NOT_THERE_THEN", absl::StrCat(field, ": ", other.code(), " does not exist on ",
                                               FormatDay(day), "; choose one that does"));
}

// The last day for which anything is recorded of an organisation, mergers into it among it.
Day LastRecorded(const auth::OrganisationTree& tree, const Organisation& organisation) {
  Day last = LastChange(organisation);
  for (const std::string& code : organisation.predecessor_codes()) {
    const Organisation* const predecessor = tree.Find(code);
    if (predecessor != nullptr) last = std::max(last, EndOf(*predecessor));
  }
  return last;
}

absl::Status CheckMayEnd(const auth::OrganisationTree& tree, const Organisation& organisation,
                         Day effective) {
  if (EndOf(organisation) != kNever) return OrganisationEnded("effective", organisation, "it ends once");
  OBT_RETURN_IF_ERROR(CheckWithinLife(organisation, effective));
  const Day last = LastRecorded(tree, organisation);
  return effective > last ? absl::OkStatus() : BeforeRecorded(organisation, last);
}

// Somebody below the organisation on the day or a later one.
std::optional<std::string> ChildFrom(const auth::OrganisationTree& tree, absl::string_view code, Day from) {
  const std::vector<Day> changes = tree.ChangesAfter(from);
  for (const Organisation& other : tree.organisations()) {
    std::vector<Day> days = {from, std::max(from, BeginOf(other))};
    days.insert(days.end(), changes.begin(), changes.end());
    for (const Day day : days) {
      if (ExistedOn(other, day) && tree.ParentAt(other.code(), day) == code) return other.code();
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Organisation> With(const auth::OrganisationTree& tree, const OrganisationRows& changed) {
  std::vector<Organisation> all = tree.organisations();
  all.insert(all.end(), changed.begin(), changed.end());  // of two with one code the last counts
  return all;
}

absl::StatusOr<OrganisationRows> Create(const auth::OrganisationTree& tree,
                                        const v1::CreateOrganisationRequest& request) {
  Organisation created = NewOrganisation(request.organisation());
  if (tree.Find(created.code()) != nullptr) {
    return Error(absl::StatusCode::kAlreadyExists, "ORGANISATION_EXISTS",
                 absl::StrCat("organisation.code: ", created.code(), " is in use; codes are never reused"));
  }
  constexpr absl::string_view kParent = "organisation.parent_code";
  if (!created.parent_code().empty()) {
    OBT_ASSIGN_OR_RETURN(const Organisation* parent, Find(tree, kParent, created.parent_code(), ""));
    OBT_RETURN_IF_ERROR(CheckLasts(*parent, kParent, EndOf(created)));
  }
  const Day from = BeginOf(created);
  return IfSound(tree, {std::move(created)}, kParent, from);
}

absl::StatusOr<OrganisationRows> Update(const auth::OrganisationTree& tree,
                                        const v1::UpdateOrganisationRequest& request, bool is_central) {
  OBT_ASSIGN_OR_RETURN(const Organisation* before,
                       Find(tree, "organisation_code", request.organisation_code(), request.etag()));
  Organisation after = *before;
  if (request.has_details()) {
    if (!is_central) {
      return Error(absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
                   "details: only central administrators change them; state local_plan alone");
    }
    after.set_govuk_id(request.details().govuk_id());
    *after.mutable_email_domains() = request.details().email_domains();
  }
  if (request.has_local_plan()) *after.mutable_local_plan() = TidyPlan(request.local_plan());
  if (after.local_plan().ByteSizeLong() == 0) after.clear_local_plan();
  if (google::protobuf::util::MessageDifferencer::Equivalent(*before, after)) return OrganisationRows();
  after.set_etag(NextEtag(before->etag()));
  return OrganisationRows{std::move(after)};
}

absl::StatusOr<OrganisationRows> Rename(const auth::OrganisationTree& tree,
                                        const v1::RenameOrganisationRequest& request) {
  OBT_ASSIGN_OR_RETURN(const Organisation* before,
                       Find(tree, "organisation_code", request.organisation_code(), request.etag()));
  return ChangeFrom(*before, *ParseDay(request.effective()), [&request](OrganisationVersion& version) {
    version.set_name(request.name());
    version.set_abbreviation(request.abbreviation());
  });
}

absl::StatusOr<OrganisationRows> Move(const auth::OrganisationTree& tree,
                                      const v1::MoveOrganisationRequest& request) {
  constexpr absl::string_view kParent = "new_parent_code";
  const Day effective = *ParseDay(request.effective());
  OBT_ASSIGN_OR_RETURN(const Organisation* before,
                       Find(tree, "organisation_code", request.organisation_code(), request.etag()));
  const Organisation* parent = nullptr;
  if (!request.new_parent_code().empty()) {
    OBT_ASSIGN_OR_RETURN(parent, Find(tree, kParent, request.new_parent_code(), ""));
  }
  OBT_ASSIGN_OR_RETURN(OrganisationRows changed,
                       ChangeFrom(*before, effective, [&request](OrganisationVersion& version) {
                         version.set_parent_code(request.new_parent_code());
                       }));
  if (changed.empty()) return changed;
  if (parent != nullptr) {
    OBT_RETURN_IF_ERROR(CheckThere(*parent, kParent, effective));
    OBT_RETURN_IF_ERROR(CheckLasts(*parent, kParent, EndOf(*before)));
  }
  return IfSound(tree, std::move(changed), kParent, effective);
}

absl::StatusOr<OrganisationRows> Merge(const auth::OrganisationTree& tree,
                                       const v1::MergeOrganisationsRequest& request) {
  constexpr absl::string_view kInto = "into_organisation_code";
  const Day effective = *ParseDay(request.effective());
  OBT_ASSIGN_OR_RETURN(const Organisation* from, Find(tree, "from_organisation_code",
                                                      request.from_organisation_code(), request.from_etag()));
  OBT_ASSIGN_OR_RETURN(const Organisation* into,
                       Find(tree, kInto, request.into_organisation_code(), request.into_etag()));
  const bool ends_then = EndOf(*from) == effective;
  if (ends_then && from->successor_code() == into->code()) return OrganisationRows();
  const bool wants_successor = ends_then && from->successor_code().empty();
  if (!wants_successor) OBT_RETURN_IF_ERROR(CheckMayEnd(tree, *from, effective));
  OBT_RETURN_IF_ERROR(CheckThere(*into, kInto, effective));
  OrganisationRows changed = {*from, *into};
  *changed[0].mutable_valid_to_day() = ToDate(effective);
  changed[0].set_successor_code(into->code());
  changed[1].add_predecessor_codes(from->code());
  std::sort(changed[1].mutable_predecessor_codes()->begin(), changed[1].mutable_predecessor_codes()->end());
  for (Organisation& organisation : changed) organisation.set_etag(NextEtag(organisation.etag()));
  return IfSound(tree, std::move(changed), kInto, effective);
}

absl::StatusOr<OrganisationRows> Close(const auth::OrganisationTree& tree,
                                       const v1::CloseOrganisationRequest& request) {
  const Day effective = *ParseDay(request.effective());
  OBT_ASSIGN_OR_RETURN(const Organisation* before,
                       Find(tree, "organisation_code", request.organisation_code(), request.etag()));
  if (EndOf(*before) == effective && before->successor_code().empty()) return OrganisationRows();
  OBT_RETURN_IF_ERROR(CheckMayEnd(tree, *before, effective));
  if (const std::optional<std::string> child = ChildFrom(tree, before->code(), effective)) {
    return Refuse("HAS_CHILDREN",
                  absl::StrCat("organisation_code: ", *child, " is below ", before->code(), " on or after ",
                               FormatDay(effective), "; move, merge or close it first"));
  }
  Organisation after = *before;
  *after.mutable_valid_to_day() = ToDate(effective);
  after.set_etag(NextEtag(before->etag()));
  return OrganisationRows{std::move(after)};
}

}  // namespace obt::identity
