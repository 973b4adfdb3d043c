#include "services/identity/organisation/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

TEST(OrganisationDomainTest, CreateNamesEveryFault) {
  struct Case {
    std::string organisation;
    Faults faults;
  };
  const std::string good = "code: 'dwp' name: 'Work and Pensions' kind: ORGANISATION_KIND_DEPARTMENT ";
  for (const Case& c : std::vector<Case>{
           {good, {}},
           {absl::StrCat(good,
                         "abbreviation: 'DWP' parent_code: 'co' govuk_id: 'D10' email_domains: 'dwp.gov.uk' "
                         "valid_from_day $D{2024-01-01} valid_to_day $D{2024-01-02}"),
            {}},
           {"", {"organisation.code", "organisation.name", "organisation.kind"}},
           {"code: 'DWP' name: ' ' kind: ORGANISATION_KIND_OTHER",
            {"organisation.code", "organisation.name"}},
           {absl::StrCat(good, "parent_code: 'dwp'"), {"organisation.parent_code"}},
           {absl::StrCat(good, "parent_code: '-'"), {"organisation.parent_code"}},
           {absl::StrCat(good, "abbreviation: '", std::string(51, 'x'), "'"), {"organisation.abbreviation"}},
           {absl::StrCat(good, "govuk_id: ' D10'"), {"organisation.govuk_id"}},
           {absl::StrCat(good,
                         "email_domains: 'a.gov.uk' email_domains: 'A.gov.uk' email_domains: 'x' "
                         "email_domains: 'a.gov.uk' email_domains: 'b@a.gov.uk' email_domains: ''"),
            {"organisation.email_domains[1]", "organisation.email_domains[2]",
             "organisation.email_domains[4]", "organisation.email_domains[5]",
             "organisation.email_domains[3]"}},
           {absl::StrCat(good, "valid_from_day $D{2024-01-01} valid_to_day $D{2024-01-01}"),
            {"organisation.valid_to_day"}},
           {absl::StrCat(good, "local_plan { intranet_url: 'ftp://x' dates { title: 'T' } }"),
            {"organisation.local_plan.intranet_url", "organisation.local_plan.dates[0].first_day"}},
           {absl::StrCat(good, "valid_from_day { year: 2024 month: 2 day: 30 }"),
            {"organisation.valid_from_day"}},
       }) {
    EXPECT_EQ(FaultsOf<v1::CreateOrganisationRequest>(absl::StrCat("organisation { ", c.organisation, " }")),
              c.faults)
        << c.organisation;
  }
  EXPECT_THAT(FaultsOf<v1::CreateOrganisationRequest>("request_id: ' x'"),
              ElementsAre("organisation", "request_id"));
  v1::CreateOrganisationRequest unknown_kind;
  unknown_kind.mutable_organisation()->set_code("a");
  unknown_kind.mutable_organisation()->set_name("A");
  unknown_kind.mutable_organisation()->set_kind(static_cast<v1::OrganisationKind>(99));
  for (int i = 0; i < 21; ++i)
    unknown_kind.mutable_organisation()->add_email_domains(absl::StrCat("d", i, ".uk"));
  EXPECT_THAT(FaultsOf(unknown_kind), ElementsAre("organisation.kind", "organisation.email_domains"));
}

TEST(OrganisationDomainTest, GetAndListNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::GetOrganisationRequest>("organisation_code: 'dwp'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::GetOrganisationRequest>("as_of { year: 1 }"),
              ElementsAre("organisation_code", "as_of"));
  EXPECT_THAT(FaultsOf<v1::ListOrganisationsRequest>("page_size: 9999"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::ListOrganisationsRequest>("organisation_code: '!' as_of { day: 1 } page_size: -1"),
              ElementsAre("organisation_code", "as_of", "page_size"));
}

TEST(OrganisationDomainTest, UpdateNamesEveryFault) {
  EXPECT_THAT(FaultsOf<v1::UpdateOrganisationRequest>("organisation_code: 'dwp' local_plan {}"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdateOrganisationRequest>("organisation_code: 'dwp' details {} etag: '3'"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdateOrganisationRequest>("etag: ' '"),
              ElementsAre("organisation_code", "etag", "details"));
  EXPECT_THAT(
      FaultsOf<v1::UpdateOrganisationRequest>(
          "organisation_code: 'dwp' details { govuk_id: ' ' email_domains: 'x' } local_plan { "
          "intranet_url: 'http://a' facilitator_guide_url: 'https://a b' team_size: 1001 dates { title: ' ' "
          "first_day $D{2024-10-15} last_day $D{2024-10-14} } dates { last_day { year: 1 } } } request_id: ' "
          "'"),
      ElementsAre("details.govuk_id", "details.email_domains[0]", "local_plan.intranet_url",
                  "local_plan.facilitator_guide_url", "local_plan.team_size", "local_plan.dates[0].title",
                  "local_plan.dates[0].last_day", "local_plan.dates[1].title",
                  "local_plan.dates[1].first_day", "local_plan.dates[1].last_day", "request_id"));
  v1::UpdateOrganisationRequest many;
  many.set_organisation_code("dwp");
  for (int i = 0; i < 21; ++i) {
    v1::LocalDate& date = *many.mutable_local_plan()->add_dates();
    date.set_title("Week");
    *date.mutable_first_day() = ToDate(i);
  }
  EXPECT_THAT(FaultsOf(many), ElementsAre("local_plan.dates"));
}

TEST(OrganisationDomainTest, ChangesNameEveryFault) {
  const std::string day = "effective $D{2024-11-18} ";
  EXPECT_THAT(FaultsOf<v1::RenameOrganisationRequest>(day + "organisation_code: 'dwp' name: 'N'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::RenameOrganisationRequest>(
                  "abbreviation: ' ' etag: '123456789012345678901' request_id: ' '"),
              ElementsAre("organisation_code", "name", "abbreviation", "effective", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::MoveOrganisationRequest>(day + "organisation_code: 'dwp'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::MoveOrganisationRequest>(
                  "organisation_code: 'a' new_parent_code: 'a' effective { day: 1 }"),
              ElementsAre("effective", "new_parent_code"));
  EXPECT_THAT(FaultsOf<v1::MoveOrganisationRequest>("organisation_code: '!' new_parent_code: '-'"),
              ElementsAre("organisation_code", "new_parent_code", "effective"));
  EXPECT_THAT(FaultsOf<v1::MergeOrganisationsRequest>(
                  day + "from_organisation_code: 'a' into_organisation_code: 'b'"),
              IsEmpty());
  EXPECT_THAT(
      FaultsOf<v1::MergeOrganisationsRequest>(
          day + "from_organisation_code: 'a' into_organisation_code: 'a' from_etag: ' ' into_etag: ' '"),
      ElementsAre("from_etag", "into_etag", "into_organisation_code"));
  EXPECT_THAT(FaultsOf<v1::MergeOrganisationsRequest>(""),
              ElementsAre("from_organisation_code", "into_organisation_code", "effective"));
  EXPECT_THAT(FaultsOf<v1::CloseOrganisationRequest>(day + "organisation_code: 'a'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CloseOrganisationRequest>("etag: ' '"),
              ElementsAre("organisation_code", "effective", "etag"));
}

TEST(OrganisationDomainTest, ANewOrganisationTakesOverNothingThatIsOutputOnly) {
  const auto made = NewOrganisation(Proto<v1::Organisation>(
      "code: 'a' name: 'A' predecessor_codes: 'b' successor_code: 'c' past { name: 'Old' } later { name: 'N' "
      "} "
      "etag: '9' valid_to_day {} local_plan { team_size: 6 dates { title: 'T' last_day {} } }"));
  EXPECT_EQ(made.DebugString(),
            Proto<v1::Organisation>("code: 'a' name: 'A' etag: '1' local_plan { team_size: 6 "
                                    "dates { title: 'T' } }")
                .DebugString());
}

auth::OrganisationTree Tree(const std::vector<std::string>& texts) {
  std::vector<v1::Organisation> all;
  for (const std::string& text : texts) all.push_back(Proto<v1::Organisation>(text));
  return auth::OrganisationTree(all, 0);
}

const char kRenamed[] =
    "code: 'mhclg' name: 'Housing' abbreviation: 'MHCLG' parent_code: 'new'"
    "past { name: 'First' abbreviation: 'F' parent_code: 'old' to_day $D{2020-01-01} }"
    "past { name: 'Levelling Up' abbreviation: 'DLUHC' parent_code: 'old' to_day $D{2024-07-08} }";

TEST(OrganisationDomainTest, NameAndParentAreThoseOfTheDay) {
  const auth::OrganisationTree tree = Tree({kRenamed, "code: 'new'", "code: 'old'"});
  const auto as_of = [&tree](absl::string_view day) { return AsOf(tree, "mhclg", DayIn(day)); };
  EXPECT_EQ(as_of("2019-12-31").name(), "First");
  EXPECT_EQ(as_of("2020-01-01").name(), "Levelling Up");
  EXPECT_EQ(as_of("2024-07-07").abbreviation(), "DLUHC");
  EXPECT_EQ(as_of("2024-07-07").parent_code(), "old");
  EXPECT_EQ(as_of("2024-07-08").name(), "Housing");
  EXPECT_EQ(as_of("2024-07-08").parent_code(), "new");
}

TEST(OrganisationDomainTest, WhatWasIsPastAndWhatIsToComeIsLater) {
  const auth::OrganisationTree tree = Tree({kRenamed, "code: 'new'", "code: 'old'"});
  const auto first = AsOf(tree, "mhclg", DayIn("2019-12-31"));
  EXPECT_EQ(first.past_size(), 0);
  ASSERT_EQ(first.later_size(), 2);
  EXPECT_EQ(
      first.later(0).DebugString(),
      Proto<v1::OrganisationVersion>("name: 'Levelling Up' abbreviation: 'DLUHC' parent_code: 'old' to_day "
                                     "$D{2024-07-08} from_day $D{2020-01-01}")
          .DebugString());
  EXPECT_EQ(first.later(1).DebugString(),
            Proto<v1::OrganisationVersion>(
                "name: 'Housing' abbreviation: 'MHCLG' parent_code: 'new' from_day $D{2024-07-08}")
                .DebugString());
  const auto between = AsOf(tree, "mhclg", DayIn("2020-01-01"));
  ASSERT_EQ(between.past_size(), 1);
  EXPECT_EQ(between.past(0).name(), "First");
  ASSERT_EQ(between.later_size(), 1);
  EXPECT_EQ(between.later(0).name(), "Housing");
  const auto last = AsOf(tree, "mhclg", DayIn("2024-07-08"));
  EXPECT_EQ(last.past_size(), 2);
  EXPECT_EQ(last.later_size(), 0);
}

TEST(OrganisationDomainTest, AMergerShowsFromItsDayOn) {
  const auth::OrganisationTree tree =
      Tree({"code: 'mod'", "code: 'de-s' parent_code: 'mod' predecessor_codes: 'deca'",
            "code: 'deca' parent_code: 'mod' valid_to_day $D{2024-04-01} successor_code: 'de-s'",
            "code: 'lab' parent_code: 'deca'"});
  const Day before = DayIn("2024-03-31"), after = DayIn("2024-04-01");
  EXPECT_THAT(AsOf(tree, "de-s", before).predecessor_codes(), IsEmpty());
  EXPECT_THAT(AsOf(tree, "de-s", after).predecessor_codes(), ElementsAre("deca"));
  EXPECT_EQ(AsOf(tree, "lab", before).parent_code(), "deca");
  EXPECT_EQ(AsOf(tree, "lab", after).parent_code(), "de-s") << "the successor of a parent that ended";
  EXPECT_EQ(AsOf(tree, "deca", after).successor_code(), "de-s");
}

TEST(OrganisationDomainTest, ValidityIsHalfOpen) {
  const auto organisation =
      Proto<v1::Organisation>("valid_from_day $D{2024-01-01} valid_to_day $D{2024-04-01}");
  EXPECT_FALSE(ExistedOn(organisation, DayIn("2023-12-31")));
  EXPECT_TRUE(ExistedOn(organisation, DayIn("2024-01-01")));
  EXPECT_TRUE(ExistedOn(organisation, DayIn("2024-03-31")));
  EXPECT_FALSE(ExistedOn(organisation, DayIn("2024-04-01")));
  EXPECT_TRUE(ExistedOn({}, DayIn("1950-01-01")));
}

std::vector<std::string> Codes(const std::vector<PlacedOrganisation>& tree) {
  std::vector<std::string> codes;
  for (const PlacedOrganisation& placed : tree) codes.push_back(placed.organisation.code());
  return codes;
}

TEST(OrganisationDomainTest, TheTreeOfADayHasParentsBeforeChildren) {
  const auth::OrganisationTree all = Tree(
      {"code: 'b'", "code: 'a-z' parent_code: 'a'", "code: 'a'", "code: 'ab' parent_code: 'b'",
       "code: 'a0' parent_code: 'a-z'",
       "code: 'moved' parent_code: 'b' past { parent_code: 'a' to_day $D{2024-07-01} }",
       "code: 'closed' parent_code: 'a' valid_to_day $D{2024-07-01}", "code: 'below' parent_code: 'closed'",
       "code: 'merged' parent_code: 'a' valid_to_day $D{2024-07-01} successor_code: 'b'",
       "code: 'under' parent_code: 'merged'"});
  const Day before = DayIn("2024-06-30"), after = DayIn("2024-07-01");
  EXPECT_THAT(Codes(TreeOn(all, before, "")),
              ElementsAre("a", "a-z", "a0", "closed", "below", "merged", "under", "moved", "b", "ab"));
  EXPECT_THAT(Codes(TreeOn(all, after, "")),
              ElementsAre("a", "a-z", "a0", "below", "b", "ab", "moved", "under"));
  EXPECT_THAT(Codes(TreeOn(all, before, "a")),
              ElementsAre("a", "a-z", "a0", "closed", "below", "merged", "under", "moved"));
  EXPECT_THAT(Codes(TreeOn(all, after, "b")), ElementsAre("b", "ab", "moved", "under"));
  EXPECT_THAT(Codes(TreeOn(all, after, "merged")), IsEmpty());
  EXPECT_THAT(Codes(TreeOn(all, after, "nowhere")), IsEmpty());
}

TEST(OrganisationDomainTest, ACycleInTheDataEndsTheWalk) {
  const auth::OrganisationTree tree = Tree({"code: 'a' parent_code: 'b'", "code: 'b' parent_code: 'a'"});
  EXPECT_EQ(TreeOn(tree, DayIn("2024-01-01"), "").size(), 2u);
}

TEST(OrganisationDomainTest, AnOrganisationThatHasEndedTakesNothingNewAndNamesItsSuccessor) {
  const auto merged = Proto<v1::Organisation>("code: 'a' valid_to_day $D{2024-06-01} successor_code: 'b'");
  EXPECT_THAT(CheckTakesNew("f", merged, DayIn("2024-05-31")), IsOk());
  const absl::Status ended = CheckTakesNew("f", merged, DayIn("2024-06-01"));
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  EXPECT_EQ(ended.message(), "f: a ends on 2024-06-01, when b takes over; for 2024-06-01 name b");
  const auto closed = Proto<v1::Organisation>("code: 'a' valid_to_day $D{2024-06-01}");
  EXPECT_EQ(CheckTakesNew("f", closed, DayIn("2024-06-02")).message(),
            "f: a ends on 2024-06-01; for 2024-06-02 name one that lasts");
  EXPECT_THAT(CheckTakesNew("f", Proto<v1::Organisation>("code: 'a'"), DayIn("2999-01-01")), IsOk());
}

}  // namespace
}  // namespace obt::identity
