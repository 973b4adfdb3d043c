#include "services/identity/programme/domain.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/validate.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/identity/etag_domain.h"

namespace obt::identity::v1 {
namespace {

using validate::Path;
using validate::Presence;

void CheckDates(const Programme& programme, Violations& out) {
  validate::Date(out, "programme.starts_on", programme.has_starts_on(), programme.starts_on(),
                 Presence::kRequired);
  validate::Date(out, "programme.ends_on", programme.has_ends_on(), programme.ends_on(), Presence::kRequired);
  validate::Date(out, "programme.counting_from", programme.has_counting_from(), programme.counting_from(),
                 Presence::kOptional);
  validate::Date(out, "programme.counting_to", programme.has_counting_to(), programme.counting_to(),
                 Presence::kOptional);
  const std::optional<Day> starts = ParseDay(programme.starts_on());
  const std::optional<Day> ends = ParseDay(programme.ends_on());
  if (!starts.has_value() || !ends.has_value()) return;
  if (*ends < *starts) {
    out.Add("programme.ends_on", "must not be before starts_on");
    return;
  }
  const bool end_is_open = IsUnset(programme.counting_to());
  if (end_is_open && !ParseDay(ToDate(*ends + 1)).has_value()) {
    out.Add("programme.ends_on", "must leave room for the day after it");
    return;
  }
  const Day from = ParseDay(programme.counting_from()).value_or(*starts);
  const Day to = ParseDay(programme.counting_to()).value_or(*ends + 1);
  if (to > from) return;
  out.Add(end_is_open ? "programme.counting_from" : "programme.counting_to",
          "counting_to must be after counting_from (defaults: the day after ends_on, and starts_on)");
}

void CheckSteps(const Programme& programme, Violations& out) {
  validate::Count(out, "programme.steps", programme.steps_size(), 0, kMaxSteps);
  for (int i = 0; i < programme.steps_size(); ++i) {
    const ProgrammeStep& step = programme.steps(i);
    validate::Text(out, Path("programme.steps", i, "title"), step.title(), validate::kMaxName,
                   Presence::kRequired);
    validate::Date(out, Path("programme.steps", i, "starts_on"), step.has_starts_on(), step.starts_on(),
                   Presence::kRequired);
    validate::Date(out, Path("programme.steps", i, "ends_on"), step.has_ends_on(), step.ends_on(),
                   Presence::kRequired);
    const std::optional<Day> starts = ParseDay(step.starts_on());
    const std::optional<Day> ends = ParseDay(step.ends_on());
    if (starts.has_value() && ends.has_value() && *ends < *starts) {
      out.Add(Path("programme.steps", i, "ends_on"), "must not be before starts_on");
    }
  }
}

void CheckMinutes(const Programme& programme, Violations& out) {
  if (programme.has_target_minutes()) {
    validate::Range(out, "programme.target_minutes", programme.target_minutes(), 1, kMaxMinutes);
  }
  validate::Count(out, "programme.minute_band_bounds", programme.minute_band_bounds_size(), 0, kMaxBands);
  for (int i = 0; i < programme.minute_band_bounds_size(); ++i) {
    const std::string path = Path("programme.minute_band_bounds", i, "");
    // From 2: the band below a bound of 1 would be empty, since 0 is a band of its own.
    validate::Range(out, path, programme.minute_band_bounds(i), 2, kMaxMinutes);
    if (i > 0 && programme.minute_band_bounds(i) <= programme.minute_band_bounds(i - 1)) {
      out.Add(path, "must be above the bound before it");
    }
  }
}

Violations CheckProgramme(bool present, const Programme& programme, const std::string& request_id) {
  Violations out;
  validate::RequestId(out, request_id);
  if (!present) {
    out.Add("programme", "is required");
    return out;
  }
  validate::Code(out, "programme.programme_id", programme.programme_id(), Presence::kRequired);
  validate::Text(out, "programme.title", programme.title(), validate::kMaxName, Presence::kRequired);
  validate::Text(out, "programme.theme", programme.theme(), kMaxTheme, Presence::kOptional);
  CheckDates(programme, out);
  CheckSteps(programme, out);
  CheckMinutes(programme, out);
  return out;
}

}  // namespace

Violations Validate(const CreateProgrammeRequest& request) {
  return CheckProgramme(request.has_programme(), request.programme(), request.request_id());
}

Violations Validate(const UpdateProgrammeRequest& request) {
  Violations out = CheckProgramme(request.has_programme(), request.programme(), request.request_id());
  validate::ForeignId(out, "programme.etag", request.programme().etag(), kMaxEtag, Presence::kOptional);
  return out;
}

Violations Validate(const GetProgrammeRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  return out;
}

Violations Validate(const ListProgrammesRequest& request) {
  Violations out;
  validate::PageSize(out, request.page_size());
  return out;
}

Violations Validate(const SetHeadcountsRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::RequestId(out, request.request_id());
  validate::Count(out, "headcounts", request.headcounts_size(), 1, kMaxHeadcounts);
  std::set<std::pair<std::string, Day>> seen;
  for (int i = 0; i < request.headcounts_size(); ++i) {
    const Headcount& stated = request.headcounts(i);
    validate::Code(out, Path("headcounts", i, "organisation_code"), stated.organisation_code(),
                   Presence::kRequired);
    validate::Date(out, Path("headcounts", i, "dated"), stated.has_dated(), stated.dated(),
                   Presence::kRequired);
    validate::Range(out, Path("headcounts", i, "headcount"), stated.headcount(), 0, kMaxHeadcount);
    validate::Text(out, Path("headcounts", i, "source"), stated.source(), validate::kMaxName,
                   Presence::kRequired);
    const std::optional<Day> dated = ParseDay(stated.dated());
    if (dated.has_value() && !seen.emplace(stated.organisation_code(), *dated).second) {
      out.Add(Path("headcounts", i, "dated"), "must not state the same organisation and day twice");
    }
  }
  return out;
}

Violations Validate(const ListHeadcountsRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::PageSize(out, request.page_size());
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {

v1::Programme WithDefaults(v1::Programme asked) {
  asked.DiscardUnknownFields();
  if (IsUnset(asked.counting_from())) *asked.mutable_counting_from() = asked.starts_on();
  if (IsUnset(asked.counting_to()))
    *asked.mutable_counting_to() = ToDate(ParseDay(asked.ends_on()).value_or(0) + 1);
  return asked;
}

bool SameEdition(const v1::Programme& a, const v1::Programme& b) {
  v1::Programme without_etag = a;
  without_etag.set_etag(b.etag());
  return google::protobuf::util::MessageDifferencer::Equals(without_etag, b);
}

bool SameStatement(const v1::Headcount& a, const v1::Headcount& b) {
  return a.headcount() == b.headcount() && a.source() == b.source();
}

}  // namespace obt::identity
