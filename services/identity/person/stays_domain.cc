#include "services/identity/person/stays_domain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/validate.h"

namespace obt::identity {
namespace {

using validate::Path;

absl::Status Refuse(absl::string_view reason, absl::string_view text) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, text);
}

// Ends the last stay on that day; a stay that would be empty goes.
void EndLast(Stays& stays, Day day) {
  v1::Stay& last = stays[stays.size() - 1];
  if (FromOf(last) < day) {
    *last.mutable_to_day() = ToDate(day);
  } else {
    stays.RemoveLast();
  }
}

}  // namespace

v1::Stay OpenStay(absl::string_view organisation_code, Day from) {
  v1::Stay stay;
  stay.set_organisation_code(organisation_code.data(), organisation_code.size());
  *stay.mutable_from_day() = ToDate(from);
  return stay;
}

Day FromOf(const v1::Stay& stay) { return ParseDay(stay.from_day()).value_or(kAlways); }

Day ToOf(const v1::Stay& stay) {
  return stay.has_to_day() ? ParseDay(stay.to_day()).value_or(kNever) : kNever;
}

void CheckOrder(Violations& out, absl::string_view field, const Stays& stays) {
  for (int i = 0; i < stays.size(); ++i) {
    if (i + 1 < stays.size() && IsUnset(stays[i].to_day())) {
      out.Add(Path(field, i, "to_day"), "is required: only the last stay may be open");
    }
    if (i == 0) continue;
    const std::optional<Day> end_before = ParseDay(stays[i - 1].to_day());
    const std::optional<Day> from = ParseDay(stays[i].from_day());
    if (end_before.has_value() && from.has_value() && *from < *end_before) {
      out.Add(Path(field, i, "from_day"), "must not be before the end of the stay before it");
    }
  }
}

Stays Tidy(const Stays& stated) {
  Stays stays;
  for (const v1::Stay& stay : stated) {
    *stays.Add() = OpenStay(stay.organisation_code(), FromOf(stay));
    if (ToOf(stay) != kNever) *stays[stays.size() - 1].mutable_to_day() = ToDate(ToOf(stay));
  }
  return stays;
}

const v1::Stay* StayOn(const Stays& stays, Day day) {
  for (const v1::Stay& stay : stays) {
    if (FromOf(stay) <= day && day < ToOf(stay)) return &stay;
  }
  return nullptr;
}

absl::StatusOr<Stays> Move(const Stays& stays, absl::string_view organisation_code, Day effective) {
  Stays moved = stays;
  if (!stays.empty()) {
    const v1::Stay& last = stays[stays.size() - 1];
    const bool is_open = ToOf(last) == kNever;
    if (is_open && last.organisation_code() == organisation_code) {
      if (FromOf(last) == effective) return moved;
      return Refuse("ALREADY_THERE", absl::StrCat("the person belongs to ", organisation_code,
                                                  " already; to change since when, correct the stays"));
    }
    if (effective < FromOf(last)) {
      return Refuse("MOVE_BEFORE_STAY", absl::StrCat("the last stay begins on ", FormatDay(FromOf(last)),
                                                     ", after the day of the move, ", FormatDay(effective),
                                                     "; move on a later day or correct the stays"));
    }
    if (effective < ToOf(last)) EndLast(moved, effective);
  }
  if (moved.size() >= MostStays()) {
    return Refuse("TOO_MANY_STAYS",
                  absl::StrCat("a person has at most ", MostStays(), " stays; correct the stays first"));
  }
  *moved.Add() = OpenStay(organisation_code, effective);
  return moved;
}

int MostStays() {
  using Correct = v1::CorrectStaysRequest;
  return validate::RuleOf<Correct>(Correct::kStaysFieldNumber).max_entries();
}

absl::StatusOr<Stays> Leave(const Stays& stays, Day effective) {
  Stays left = stays;
  if (stays.empty() || ToOf(stays[stays.size() - 1]) <= effective) return left;
  const Day from = FromOf(stays[stays.size() - 1]);
  if (effective <= from) {
    return Refuse("LEAVE_BEFORE_STAY", absl::StrCat("the last stay begins on ", FormatDay(from),
                                                    ", not before the day of leaving, ", FormatDay(effective),
                                                    "; leave on a later day or correct the stays"));
  }
  EndLast(left, effective);
  return left;
}

absl::StatusOr<Stays> Return(const Stays& stays, Day effective) {
  if (stays.empty() || ToOf(stays[stays.size() - 1]) == kNever) {
    return Refuse("NOT_LEFT", "the person is ACTIVE; only somebody who has LEFT can be reinstated");
  }
  const v1::Stay& last = stays[stays.size() - 1];
  if (ToOf(last) < effective || effective < FromOf(last))
    return Move(stays, last.organisation_code(), effective);
  Stays returned = stays;
  returned[returned.size() - 1].clear_to_day();
  return returned;
}

std::vector<std::string> ChangedOrganisations(const Stays& before, const Stays& after) {
  using Dates = std::vector<std::pair<Day, Day>>;
  std::map<std::string, std::pair<Dates, Dates>> dates;
  for (const v1::Stay& stay : before)
    dates[stay.organisation_code()].first.emplace_back(FromOf(stay), ToOf(stay));
  for (const v1::Stay& stay : after)
    dates[stay.organisation_code()].second.emplace_back(FromOf(stay), ToOf(stay));
  std::vector<std::string> changed;
  for (const auto& [code, both] : dates) {
    if (both.first != both.second) changed.push_back(code);
  }
  return changed;
}

std::vector<std::string> OrganisationsFrom(const Stays& stays, Day day) {
  std::vector<std::string> codes;
  for (const v1::Stay& stay : stays) {
    if (day < ToOf(stay)) codes.push_back(stay.organisation_code());
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

bool HasLeft(const Stays& stays, Day day) { return !stays.empty() && ToOf(stays[stays.size() - 1]) <= day; }

v1::PersonStatus StatusOf(const Stays& stays) {
  const bool has_left = !stays.empty() && ToOf(stays[stays.size() - 1]) != kNever;
  return has_left ? v1::PERSON_STATUS_LEFT : v1::PERSON_STATUS_ACTIVE;
}

bool SetStays(v1::PersonFacts& facts, Stays stays) {
  if (ChangedOrganisations(facts.stays(), stays).empty()) return false;
  facts.mutable_stays()->Swap(&stays);
  facts.set_status(StatusOf(facts.stays()));
  return true;
}

}  // namespace obt::identity
