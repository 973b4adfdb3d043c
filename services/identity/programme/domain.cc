#include "services/identity/programme/domain.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/rules.h"
#include "common/base/validate.h"
#include "common/rules/learning.h"

namespace obt::identity::v1 {
namespace {

void CheckWindow(const Programme& programme, Violations& out) {
  const std::optional<Day> starts = ParseDay(programme.first_day());
  const std::optional<Day> ends = ParseDay(programme.last_day());
  if (!starts.has_value() || !ends.has_value() || *ends < *starts) return;
  const bool end_is_open = IsUnset(programme.counting_to_day());
  if (end_is_open && !ParseDay(ToDate(*ends + 1)).has_value())
    return out.Add("programme.last_day", "must leave room for the day after it");
  const Day from = ParseDay(programme.counting_from_day()).value_or(*starts);
  const Day to = ParseDay(programme.counting_to_day()).value_or(*ends + 1);
  if (to > from) return;
  out.Add(
      end_is_open ? "programme.counting_from_day" : "programme.counting_to_day",
      "counting_to_day must be after counting_from_day (defaults: the day after last_day, and first_day)");
}

void CheckMinutes(const Programme& programme, Violations& out) {
  const int32_t most = rules::MaxMinutesOf(programme);
  if (programme.has_target_minutes() && programme.target_minutes() > most && most > 0)
    out.Add("programme.target_minutes", absl::StrCat("must be at most max_minutes, which is ", most));
}

template <typename Request>
Violations CheckEdition(const Request& request) {
  Violations out = validate::ByRules(request);
  const Programme& programme = request.programme();
  CheckWindow(programme, out);
  CheckMinutes(programme, out);
  for (int i = 1; i < programme.minute_band_bounds_size(); ++i) {
    if (programme.minute_band_bounds(i) <= programme.minute_band_bounds(i - 1))
      out.Add(validate::Path("programme.minute_band_bounds", i, ""), "must be above the bound before it");
  }
  return out;
}

}  // namespace

Violations Validate(const CreateProgrammeRequest& request) { return CheckEdition(request); }
Violations Validate(const UpdateProgrammeRequest& request) { return CheckEdition(request); }

}  // namespace obt::identity::v1

namespace obt::identity {

v1::Programme WithDefaults(v1::Programme asked) {
  asked.DiscardUnknownFields();
  if (IsUnset(asked.counting_from_day())) *asked.mutable_counting_from_day() = asked.first_day();
  if (IsUnset(asked.counting_to_day()))
    *asked.mutable_counting_to_day() = ToDate(ParseDay(asked.last_day()).value_or(0) + 1);
  asked.set_max_minutes(rules::MaxMinutesOf(asked));
  return asked;
}

bool SameStatement(const v1::Headcount& a, const v1::Headcount& b) {
  return a.headcount() == b.headcount() && a.source() == b.source();
}

}  // namespace obt::identity
