// The disclosure policy: versions, what may be set, and which tables a release has by it.
#include "services/reporting/release/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/rules.h"
#include "common/testing/status_matchers.h"
#include "services/reporting/release/domain.h"

namespace obt::reporting {
namespace {

using absl::StatusCode;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

v1::SetDisclosurePolicyRequest Setting(const char* table, v1::Calendar calendar) {
  v1::SetDisclosurePolicyRequest request;
  request.set_reason("asked for");
  request.add_calendars()->set_table_id(table);
  request.mutable_calendars(0)->set_calendar(calendar);
  return request;
}
// The tables of a release after one of the same month.
std::vector<std::string> TablesBy(const v1::DisclosurePolicy& policy) {
  ReleaseRow before;
  before.mutable_release()->set_state(v1::RELEASE_STATE_PUBLISHED);
  *before.mutable_release()->mutable_as_of() = ToDate(*ParseDayText("2024-11-10"));
  v1::CreateReleaseRequest request;
  *request.mutable_as_of() = ToDate(*ParseDayText("2024-11-17"));
  const auto row = NextRelease(request, policy, {before}, *ParseDayText("2024-12-01"));
  EXPECT_OK(row);
  EXPECT_EQ(row->release().policy_version(), policy.version());
  EXPECT_EQ(row->policy().SerializeAsString(), policy.SerializeAsString());
  return {row->table_ids().begin(), row->table_ids().end()};
}

TEST(Policy, TheFirstIsWhatTheProgramGoesBy) {
  const v1::DisclosurePolicy policy = FirstPolicy();
  EXPECT_EQ(policy.version(), 1);
  EXPECT_EQ(policy.threshold(), 5);
  EXPECT_EQ(policy.calendars_size(), static_cast<int>(tables::StandardTables().size()));
  EXPECT_THAT(TablesBy(policy), Not(Contains("profession")));
}

TEST(Policy, ATableIsToldAsOftenAsTheNextVersionSays) {
  const auto next = NextPolicy(FirstPolicy(), Setting("profession", v1::CALENDAR_WEEKLY));
  ASSERT_OK(next);
  EXPECT_EQ(next->version(), 2);
  EXPECT_EQ(next->reason(), "asked for");
  EXPECT_NE(next->etag(), FirstPolicy().etag());
  EXPECT_THAT(TablesBy(*next), Contains("profession"));
  const auto again = NextPolicy(*next, Setting("profession", v1::CALENDAR_MONTHLY));
  ASSERT_OK(again);
  EXPECT_EQ(TablesBy(*again), TablesBy(FirstPolicy()));
}

TEST(Policy, WhatIsNoTableOrNoChangeIsRefusedByName) {
  EXPECT_THAT(NextPolicy(FirstPolicy(), Setting("salaries", v1::CALENDAR_WEEKLY)).status(),
              ViolatesFields(Contains("calendars[0].table_id")));
  EXPECT_THAT(NextPolicy(FirstPolicy(), Setting("funnel", v1::CALENDAR_WEEKLY)).status(),
              ViolatesFields(ElementsAre("calendars")));
  EXPECT_THAT(NextPolicy(FirstPolicy(), Setting("funnel", v1::CALENDAR_MONTHLY)).status(),
              ViolatesFields(Contains("calendars[0].calendar")));
  v1::SetDisclosurePolicyRequest hasty;
  hasty.set_reason("the proof takes longer");
  for (const int32_t seconds : {-1, 0, 9, 3601}) {
    hasty.set_budget_seconds(seconds);
    EXPECT_THAT(validate::ByRules(hasty).ToStatus(), ViolatesFields(ElementsAre("budget_seconds")))
        << seconds;
  }
  hasty.set_budget_seconds(10);
  EXPECT_OK(validate::ByRules(hasty).ToStatus());
  hasty.set_etag("another");
  EXPECT_THAT(NextPolicy(FirstPolicy(), hasty).status(), StatusIs(StatusCode::kAborted));
}

// Set by a program that had fewer tables, and rounded otherwise.
TEST(Policy, InForceHasTheTablesOfThisProgram) {
  v1::DisclosurePolicy last = FirstPolicy();
  last.set_version(7);
  last.set_threshold(3);
  last.set_budget_seconds(60);
  last.mutable_calendars()->RemoveLast();
  last.mutable_calendars(1)->set_calendar(v1::CALENDAR_WEEKLY);
  const v1::DisclosurePolicy policy = InForce(last);
  EXPECT_EQ(policy.version(), 7);
  EXPECT_EQ(policy.threshold(), 5);
  EXPECT_EQ(policy.budget_seconds(), 60);
  EXPECT_EQ(policy.calendars_size(), FirstPolicy().calendars_size());
  EXPECT_EQ(policy.calendars(1).calendar(), v1::CALENDAR_WEEKLY);
}

TEST(Policy, ARevisionKeepsThatOfWhatItRevises) {
  ReleaseRow published;
  published.mutable_release()->set_release_id("a");
  published.mutable_release()->set_state(v1::RELEASE_STATE_PUBLISHED);
  published.mutable_policy()->set_version(3);
  published.add_table_ids("funnel");
  const auto revision = RevisionOf(published, "late returns", {published});
  ASSERT_OK(revision);
  EXPECT_EQ(revision->policy().version(), 3);
  EXPECT_EQ(revision->release().policy_version(), 3);
  EXPECT_THAT(std::vector<std::string>(revision->table_ids().begin(), revision->table_ids().end()),
              ElementsAre("funnel"));
}

TEST(Policy, WhatIsWithdrawnKeepsItsReadersAndNoFigure) {
  ReleaseRow shown;
  shown.mutable_release()->set_state(v1::RELEASE_STATE_PRE_RELEASE);
  shown.mutable_release()->set_figure_count(100);
  shown.mutable_release()->set_number(4);
  shown.add_readers("cabinet");
  EXPECT_THAT(Withdrawn(shown, "").status(), ViolatesFields(ElementsAre("reason")));
  const auto withdrawn = Withdrawn(shown, "counted twice");
  ASSERT_OK(withdrawn);
  EXPECT_EQ(withdrawn->release().figure_count(), 0);
  EXPECT_EQ(withdrawn->readers_size(), 1);
  v1::CreateReleaseRequest request;
  *request.mutable_as_of() = ToDate(*ParseDayText("2024-11-17"));
  const auto next = NextRelease(request, FirstPolicy(), {*withdrawn}, *ParseDayText("2024-12-01"));
  ASSERT_OK(next);
  EXPECT_EQ(next->release().number(), 5) << "numbers are not given again";
}

}  // namespace
}  // namespace obt::reporting
