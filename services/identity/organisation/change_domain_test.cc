#include "services/identity/organisation/change_domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::testing::HasSubstr;

// co; dwp with hse, which has been there since 2020 and was below co before, and lab below hse; new from 2024
// on; old ended as dwp on 2023-01-01; shut closed on 2023-01-01; planned, to be renamed on 2030-01-01.
std::vector<v1::Organisation> Known() {
  std::vector<v1::Organisation> all;
  for (const char* text :
       {"code: 'co' name: 'Cabinet Office'",
        "code: 'dwp' name: 'Work' abbreviation: 'DWP' predecessor_codes: 'old'",
        "code: 'hse' name: 'Health' parent_code: 'dwp' past { name: 'Health' parent_code: 'co' to_day "
        "$D{2020-01-01} }",
        "code: 'lab' name: 'Laboratory' parent_code: 'hse'",
        "code: 'new' name: 'New' valid_from_day $D{2024-01-01}",
        "code: 'old' name: 'Old' valid_to_day $D{2023-01-01} successor_code: 'dwp'",
        "code: 'shut' name: 'Shut' valid_to_day $D{2023-01-01}",
        "code: 'planned' name: 'After' past { name: 'Before' to_day $D{2030-01-01} }"}) {
    all.push_back(Proto<v1::Organisation>(text));
    all.back().set_etag("4");
  }
  return all;
}

auth::OrganisationTree Tree(const std::vector<v1::Organisation>& all = Known()) {
  return auth::OrganisationTree(all, DayIn("2024-10-14"));
}

std::string VersionText(const std::string& name, const std::string& abbreviation, const std::string& parent) {
  return absl::StrCat(name, abbreviation.empty() ? "" : " (" + abbreviation + ")",
                      parent.empty() ? "" : " in " + parent);
}

// "hse: Health in co until 2020-01-01, Health in dwp; 5", one for each changed row with its etag.
std::string Outcome(const absl::StatusOr<OrganisationRows>& changed) {
  if (!changed.ok()) return ReasonOf(changed.status());
  std::vector<std::string> rows;
  for (const v1::Organisation& row : *changed) {
    std::vector<std::string> parts;
    for (const v1::OrganisationVersion& past : row.past()) {
      parts.push_back(absl::StrCat(VersionText(past.name(), past.abbreviation(), past.parent_code()),
                                   " until ", FormatDay(*ParseDay(past.to_day()))));
    }
    parts.push_back(VersionText(row.name(), row.abbreviation(), row.parent_code()));
    if (row.has_valid_to_day()) parts.push_back("ends " + FormatDay(*ParseDay(row.valid_to_day())));
    if (!row.successor_code().empty()) parts.push_back("as " + row.successor_code());
    if (!row.predecessor_codes().empty())
      parts.push_back("was " + absl::StrJoin(row.predecessor_codes(), " and "));
    rows.push_back(absl::StrCat(row.code(), ": ", absl::StrJoin(parts, ", "), "; ", row.etag()));
  }
  return rows.empty() ? "unchanged" : absl::StrJoin(rows, " | ");
}

template <typename Request, typename Decide>
void ExpectTable(Decide decide, const std::vector<std::pair<std::string, std::string>>& cases) {
  for (const auto& [request, outcome] : cases)
    EXPECT_EQ(Outcome(decide(Tree(), Proto<Request>(request))), outcome) << request;
}

TEST(OrganisationChangeTest, ARenamingHoldsFromItsDayOn) {
  const std::string dwp = "organisation_code: 'dwp' name: 'Pensions' abbreviation: 'DP' effective ";
  const std::string planned = "organisation_code: 'planned' effective ";
  ExpectTable<v1::RenameOrganisationRequest>(
      Rename,
      {
          {dwp + "$D{2024-11-18}", "dwp: Work (DWP) until 2024-11-18, Pensions (DP), was old; 5"},
          {dwp + "$D{1999-01-01}", "dwp: Work (DWP) until 1999-01-01, Pensions (DP), was old; 5"},
          {dwp + "$D{2040-01-01} etag: '4'", "dwp: Work (DWP) until 2040-01-01, Pensions (DP), was old; 5"},
          {dwp + "$D{2040-01-01} etag: '3'", "STALE_ETAG"},
          {"organisation_code: 'nowhere' name: 'N' effective $D{2024-11-18}", "ORGANISATION_NOT_FOUND"},
          {"organisation_code: 'dwp' name: 'Work' abbreviation: 'DWP' effective $D{2024-11-18}",
           "ALREADY_SO"},
          // Behind, on and before the day of a change recorded for later.
          {planned + "$D{2031-01-01} name: 'Again'",
           "planned: Before until 2030-01-01, After until 2031-01-01, Again; 5"},
          {planned + "$D{2030-01-01} name: 'Else'", "planned: Before until 2030-01-01, Else; 5"},
          {planned + "$D{2030-01-01} name: 'After'", "unchanged"},
          {planned + "$D{2030-01-01} name: 'Before'", "planned: Before; 5"},  // taken back
          {planned + "$D{2029-12-31} name: 'Else'", "BEFORE_RECORDED_CHANGE"},
          {planned + "$D{2029-12-31} name: 'Before'", "ALREADY_SO"},
          {planned + "$D{2030-01-02} name: 'After'", "ALREADY_SO"},
          // The day of a move is a day of its own name too.
          {"organisation_code: 'hse' name: 'Safety' effective $D{2020-01-01}",
           "hse: Health in co until 2020-01-01, Safety in dwp; 5"},
          {"organisation_code: 'hse' name: 'Health' effective $D{2020-01-01}", "unchanged"},
          // Not before the organisation, and not when it has ended.
          {"organisation_code: 'new' name: 'N' effective $D{2024-01-01}", "BEFORE_ORGANISATION"},
          {"organisation_code: 'new' name: 'N' effective $D{2023-12-31}", "BEFORE_ORGANISATION"},
          {"organisation_code: 'new' name: 'N' effective $D{2024-01-02}", "new: New until 2024-01-02, N; 5"},
          {"organisation_code: 'old' name: 'N' effective $D{2023-01-01}", "ORGANISATION_ENDED"},
          {"organisation_code: 'old' name: 'N' effective $D{2022-12-31}",
           "old: Old until 2022-12-31, N, ends 2023-01-01, as dwp; 5"},
      });
}

TEST(OrganisationChangeTest, AMoveHoldsFromItsDayOnAndMakesNoCycle) {
  const std::string hse = "organisation_code: 'hse' new_parent_code: ";
  const auto move = [](const auto& tree, const auto& request) { return Move(tree, request); };
  ExpectTable<v1::MoveOrganisationRequest>(
      move,
      {
          {hse + "'new' effective $D{2024-11-18}",
           "hse: Health in co until 2020-01-01, Health in dwp until 2024-11-18, Health in new; 5"},
          {hse + "'' effective $D{2024-11-18}",
           "hse: Health in co until 2020-01-01, Health in dwp until 2024-11-18, Health; 5"},
          {hse + "'new' effective $D{2020-01-01}", "NOT_THERE_THEN"},
          {hse + "'planned' effective $D{2020-01-01}",
           "hse: Health in co until 2020-01-01, Health in planned; 5"},
          {hse + "'co' effective $D{2020-01-01}", "hse: Health in co; 5"},  // taken back
          {hse + "'dwp' effective $D{2020-01-01}", "unchanged"},
          {hse + "'dwp' effective $D{2024-11-18}", "ALREADY_SO"},
          {hse + "'planned' effective $D{2019-12-31}", "BEFORE_RECORDED_CHANGE"},
          {hse + "'nowhere' effective $D{2024-11-18}", "ORGANISATION_NOT_FOUND"},
          {hse + "'new' effective $D{2024-11-18} etag: '5'", "STALE_ETAG"},
          {hse + "'old' effective $D{2024-11-18}", "NOT_THERE_THEN"},
          {hse + "'shut' effective $D{2022-11-18}", "NOT_THERE_THEN"},  // it ends while hse goes on
          {hse + "'old' effective $D{2022-11-18}",
           "hse: Health in co until 2020-01-01, Health in dwp until 2022-11-18, Health in old; 5"},
          {hse + "'lab' effective $D{2024-11-18}", "WOULD_CYCLE"},
          {"organisation_code: 'dwp' new_parent_code: 'lab' effective $D{2024-11-18}", "WOULD_CYCLE"},
          // In the past: hse came below dwp in 2020 only, and a move before lasts until then and longer.
          {"organisation_code: 'dwp' new_parent_code: 'hse' effective $D{2019-01-01}", "WOULD_CYCLE"},
          // Through a successor: what is below old is below dwp when old has ended.
          {"organisation_code: 'dwp' new_parent_code: 'old' effective $D{2022-06-01}", "WOULD_CYCLE"},
      });
}

TEST(OrganisationChangeTest, AMergerEndsOneAndNamesTheOther) {
  const auto merge = [](const std::string& from, const std::string& into, const std::string& day) {
    return absl::StrCat("from_organisation_code: '", from, "' into_organisation_code: '", into,
                        "' effective $D{", day, "} ");
  };
  ExpectTable<v1::MergeOrganisationsRequest>(
      Merge, {
                 {merge("hse", "co", "2024-11-18"),
                  "hse: Health in co until 2020-01-01, Health in dwp, ends 2024-11-18, as co; 5 | co: "
                  "Cabinet Office, was "
                  "hse; 5"},
                 {merge("co", "dwp", "2040-01-01"),
                  "co: Cabinet Office, ends 2040-01-01, as dwp; 5 | dwp: Work (DWP), was co and old; 5"},
                 {merge("hse", "co", "2024-11-18") + "from_etag: '4' into_etag: '3'", "STALE_ETAG"},
                 {merge("hse", "co", "2024-11-18") + "from_etag: '3'", "STALE_ETAG"},
                 {merge("old", "dwp", "2023-01-01"), "unchanged"},
                 {merge("old", "dwp", "2022-01-01"), "ORGANISATION_ENDED"},
                 {merge("old", "dwp", "2024-01-01"), "ORGANISATION_ENDED"},
                 {merge("old", "co", "2023-01-01"), "ORGANISATION_ENDED"},
                 {merge("shut", "dwp", "2023-01-01"),  // closed then; the successor is named later
                  "shut: Shut, ends 2023-01-01, as dwp; 5 | dwp: Work (DWP), was old and shut; 5"},
                 {merge("shut", "dwp", "2022-01-01"), "ORGANISATION_ENDED"},
                 {merge("hse", "new", "2023-12-31"), "NOT_THERE_THEN"},
                 {merge("hse", "new", "2024-01-01"),
                  "hse: Health in co until 2020-01-01, Health in dwp, ends 2024-01-01, as new; 5 | new: New, "
                  "was hse; 5"},
                 {merge("hse", "old", "2024-11-18"), "NOT_THERE_THEN"},
                 {merge("new", "co", "2024-01-01"), "BEFORE_ORGANISATION"},
                 {merge("hse", "co", "2020-01-01"), "BEFORE_RECORDED_CHANGE"},
                 {merge("planned", "co", "2029-01-01"), "BEFORE_RECORDED_CHANGE"},
                 {merge("dwp", "co", "2023-01-01"), "BEFORE_RECORDED_CHANGE"},  // that day old came to it
                 {merge("nowhere", "co", "2024-11-18"), "ORGANISATION_NOT_FOUND"},
                 {merge("co", "nowhere", "2024-11-18"), "ORGANISATION_NOT_FOUND"},
                 {merge("dwp", "hse", "2024-11-18"), "WOULD_CYCLE"},  // hse lies below it
                 {merge("dwp", "lab", "2024-11-18"), "WOULD_CYCLE"},
                 {merge("lab", "dwp", "2024-11-18"),
                  "lab: Laboratory in hse, ends 2024-11-18, as dwp; 5 | dwp: Work (DWP), was lab and old; 5"},
             });
}

TEST(OrganisationChangeTest, OnlyWhatHasNothingBelowItCloses) {
  ExpectTable<v1::CloseOrganisationRequest>(
      Close,
      {
          {"organisation_code: 'lab' effective $D{2024-11-18}", "lab: Laboratory in hse, ends 2024-11-18; 5"},
          {"organisation_code: 'lab' effective $D{2024-11-18} etag: '3'", "STALE_ETAG"},
          {"organisation_code: 'hse' effective $D{2024-11-18}", "HAS_CHILDREN"},
          {"organisation_code: 'co' effective $D{2019-11-18}", "HAS_CHILDREN"},  // hse, until 2020
          {"organisation_code: 'co' effective $D{2020-01-01}", "co: Cabinet Office, ends 2020-01-01; 5"},
          {"organisation_code: 'shut' effective $D{2023-01-01}", "unchanged"},
          {"organisation_code: 'shut' effective $D{2023-01-02}", "ORGANISATION_ENDED"},
          {"organisation_code: 'shut' effective $D{2022-01-02}", "ORGANISATION_ENDED"},
          {"organisation_code: 'old' effective $D{2023-01-01}", "ORGANISATION_ENDED"},
          {"organisation_code: 'new' effective $D{2024-01-01}", "BEFORE_ORGANISATION"},
          {"organisation_code: 'planned' effective $D{2029-01-01}", "BEFORE_RECORDED_CHANGE"},
          {"organisation_code: 'nowhere' effective $D{2024-11-18}", "ORGANISATION_NOT_FOUND"},
      });
}

TEST(OrganisationChangeTest, WhatIsBelowWhoMergedIntoItIsBelowItToo) {
  std::vector<v1::Organisation> all = Known();
  all.push_back(Proto<v1::Organisation>("code: 'branch' parent_code: 'shop'"));
  all.push_back(Proto<v1::Organisation>("code: 'shop' valid_to_day $D{2024-01-01} successor_code: 'lab'"));
  const auto request =
      Proto<v1::CloseOrganisationRequest>("organisation_code: 'lab' effective $D{2024-11-18}");
  EXPECT_EQ(Outcome(Close(Tree(all), request)), "HAS_CHILDREN");
  EXPECT_THAT(Close(Tree(all), request).status().message(), HasSubstr("branch"));
}

TEST(OrganisationChangeTest, WhatTheCallerMayNotChangeStays) {
  const auto update = [](const std::string& text, bool is_central) {
    const auto changed =
        Update(Tree(), Proto<v1::UpdateOrganisationRequest>("organisation_code: 'dwp' " + text), is_central);
    if (!changed.ok()) return ReasonOf(changed.status());
    return changed->empty() ? "unchanged" : absl::StrCat(changed->at(0).ShortDebugString());
  };
  EXPECT_THAT(update("local_plan { team_size: 8 }", false), HasSubstr("team_size: 8"));
  EXPECT_THAT(update("local_plan { team_size: 8 }", false), HasSubstr("etag: \"5\""));
  EXPECT_EQ(update("details { govuk_id: 'D10' } local_plan {}", false), "ROLE_MISSING");
  EXPECT_THAT(update("details { govuk_id: 'D10' email_domains: 'dwp.gov.uk' }", true),
              HasSubstr("govuk_id: \"D10\" email_domains: \"dwp.gov.uk\""));
  EXPECT_EQ(update("details {} local_plan {}", true), "unchanged");
  EXPECT_EQ(update("details {} etag: '3'", true), "STALE_ETAG");
}

TEST(OrganisationChangeTest, ANewOneNeedsACodeOfItsOwnAndAParentThatLasts) {
  const auto create = [](const std::string& text) {
    return Outcome(Create(Tree(), Proto<v1::CreateOrganisationRequest>("organisation { " + text + " }")));
  };
  EXPECT_EQ(create("code: 'ons' name: 'Statistics' parent_code: 'co'"), "ons: Statistics in co; 1");
  EXPECT_EQ(create("code: 'shut' name: 'Again'"), "ORGANISATION_EXISTS");
  EXPECT_EQ(create("code: 'ons' parent_code: 'nowhere'"), "ORGANISATION_NOT_FOUND");
  EXPECT_EQ(create("code: 'ons' parent_code: 'shut'"), "NOT_THERE_THEN");
  EXPECT_EQ(create("code: 'ons' name: 'S' parent_code: 'shut' valid_to_day $D{2023-01-01}"),
            "ons: S in shut, ends 2023-01-01; 1");
  EXPECT_EQ(create("code: 'ons' name: 'S' parent_code: 'old'"), "ons: S in old; 1");
}

TEST(OrganisationChangeTest, TheHistoryOfOneOrganisationIsBounded) {
  std::vector<v1::Organisation> all = {Proto<v1::Organisation>("code: 'a' name: 'First'")};
  for (int i = 0;; ++i) {
    auto request = Proto<v1::RenameOrganisationRequest>("organisation_code: 'a'");
    request.set_name(absl::StrCat("Name ", i));
    *request.mutable_effective() = ToDate(i);
    const auto changed = Rename(Tree(all), request);
    if (i == kMaxVersions) {
      EXPECT_EQ(Outcome(changed), "TOO_MANY_CHANGES");
      return;
    }
    ASSERT_TRUE(changed.ok()) << changed.status();
    all = *changed;
  }
}

}  // namespace
}  // namespace obt::identity
