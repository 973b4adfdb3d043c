#include "services/reporting/release/policy.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "services/reporting/disclosure/policy.h"
#include "services/reporting/tables/print.h"

namespace obt::reporting {
namespace {

constexpr int32_t kBudgetSeconds = 600;
constexpr char kFunnel[] = "funnel";

}  // namespace

v1::DisclosurePolicy FirstPolicy() {
  v1::DisclosurePolicy policy;
  policy.set_version(disclosure::kPolicyVersion);
  policy.set_threshold(disclosure::kThreshold);
  policy.set_rounding_base(disclosure::kBase);
  policy.set_mean_min(tables::kMinMean);
  for (const tables::StandardTable& table : tables::StandardTables()) {
    v1::TableCalendar& calendar = *policy.add_calendars();
    calendar.set_table_id(std::string(table.id));
    calendar.set_calendar(table.calendar);
  }
  policy.set_budget_seconds(kBudgetSeconds);
  policy.set_etag(NextEtag(""));
  return policy;
}

v1::DisclosurePolicy InForce(const v1::DisclosurePolicy& last) {
  v1::DisclosurePolicy policy = FirstPolicy();
  policy.set_version(last.version());
  if (last.has_set_time()) *policy.mutable_set_time() = last.set_time();
  policy.set_reason(last.reason());
  policy.set_budget_seconds(last.budget_seconds());
  policy.set_etag(last.etag());
  const tables::Calendars calendars = CalendarsOf(last);
  for (v1::TableCalendar& calendar : *policy.mutable_calendars()) {
    const auto set = calendars.find(calendar.table_id());
    if (set != calendars.end()) calendar.set_calendar(set->second);
  }
  return policy;
}

absl::StatusOr<v1::DisclosurePolicy> NextPolicy(const v1::DisclosurePolicy& last,
                                                const v1::SetDisclosurePolicyRequest& request) {
  OBT_RETURN_IF_ERROR(CheckEtag(request.etag(), last.etag()));
  v1::DisclosurePolicy next = last;
  Violations out;
  for (int i = 0; i < request.calendars_size(); ++i) {
    const v1::TableCalendar& asked = request.calendars(i);
    bool is_table = false;
    for (v1::TableCalendar& calendar : *next.mutable_calendars()) {
      if (calendar.table_id() != asked.table_id()) continue;
      calendar = asked;
      is_table = true;
    }
    if (asked.table_id() == kFunnel && asked.calendar() != v1::CALENDAR_WEEKLY)
      out.Add(absl::StrCat("calendars[", i, "].calendar"), "must be weekly: surveys stand beside it");
    if (!is_table)
      out.Add(absl::StrCat("calendars[", i, "].table_id"),
              "is no standard table; ListMetricDefinitions says which there are");
  }
  if (request.has_budget_seconds()) next.set_budget_seconds(request.budget_seconds());
  if (next.SerializeAsString() == last.SerializeAsString())
    out.Add("calendars", "is as it was, and so is budget_seconds; say what is to change");
  OBT_RETURN_IF_ERROR(out.ToStatus());
  next.set_version(last.version() + 1);
  next.set_reason(request.reason());
  next.set_etag(NextEtag(last.etag()));
  return next;
}

tables::Calendars CalendarsOf(const v1::DisclosurePolicy& policy) {
  tables::Calendars calendars;
  for (const v1::TableCalendar& calendar : policy.calendars())
    calendars[calendar.table_id()] = calendar.calendar();
  return calendars;
}

}  // namespace obt::reporting
