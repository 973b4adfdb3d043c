#include "services/identity/organisation_domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/etag_domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

TEST(EtagTest, GrowsWithEveryChange) {
  EXPECT_EQ(NextEtag(""), "1");
  EXPECT_EQ(NextEtag("1"), "2");
  EXPECT_EQ(NextEtag("99"), "100");
}

TEST(EtagTest, AStaleOneIsAborted) {
  EXPECT_TRUE(CheckEtag("", "7").ok());
  EXPECT_TRUE(CheckEtag("7", "7").ok());
  const absl::Status stale = CheckEtag("6", "7");
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale), "STALE_ETAG");
}

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
                         "valid_from $D{2024-01-01} valid_to $D{2024-01-02}"),
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
             "organisation.email_domains[3]", "organisation.email_domains[4]",
             "organisation.email_domains[5]"}},
           {absl::StrCat(good, "valid_from $D{2024-01-01} valid_to $D{2024-01-01}"),
            {"organisation.valid_to"}},
           {absl::StrCat(good, "valid_from { year: 2024 month: 2 day: 30 }"), {"organisation.valid_from"}},
       }) {
    EXPECT_EQ(FaultsOf<v1::CreateOrganisationRequest>(absl::StrCat("organisation { ", c.organisation, " }")),
              c.faults)
        << c.organisation;
  }
  EXPECT_THAT(FaultsOf<v1::CreateOrganisationRequest>("request_id: ' x'"),
              ElementsAre("request_id", "organisation"));
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

TEST(OrganisationDomainTest, ANewOrganisationTakesOverNothingThatIsOutputOnly) {
  const auto made =
      NewOrganisation(Proto<v1::Organisation>("code: 'a' name: 'A' predecessor_codes: 'b' successor_code: "
                                              "'c' past { name: 'Old' } etag: '9' valid_to {}"));
  EXPECT_EQ(made.DebugString(), Proto<v1::Organisation>("code: 'a' name: 'A' etag: '1'").DebugString());
}

const char kRenamed[] =
    "code: 'mhclg' name: 'Housing' abbreviation: 'MHCLG' parent_code: 'new'"
    "past { name: 'First' abbreviation: 'F' parent_code: 'old' until $D{2020-01-01} }"
    "past { name: 'Levelling Up' abbreviation: 'DLUHC' parent_code: 'old' until $D{2024-07-08} }";

TEST(OrganisationDomainTest, NameAndParentAreThoseOfTheDay) {
  const v1::Organisation organisation = Proto<v1::Organisation>(kRenamed);
  EXPECT_EQ(AsOf(organisation, DayIn("2019-12-31")).name(), "First");
  EXPECT_EQ(AsOf(organisation, DayIn("2020-01-01")).name(), "Levelling Up");
  EXPECT_EQ(AsOf(organisation, DayIn("2024-07-07")).abbreviation(), "DLUHC");
  EXPECT_EQ(AsOf(organisation, DayIn("2024-07-07")).parent_code(), "old");
  EXPECT_EQ(AsOf(organisation, DayIn("2024-07-08")).name(), "Housing");
  EXPECT_EQ(AsOf(organisation, DayIn("2024-07-08")).parent_code(), "new");
}

TEST(OrganisationDomainTest, ValidityIsHalfOpen) {
  const auto organisation = Proto<v1::Organisation>("valid_from $D{2024-01-01} valid_to $D{2024-04-01}");
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
  const std::vector<v1::Organisation> all = {
      Proto<v1::Organisation>("code: 'b'"),
      Proto<v1::Organisation>("code: 'a-z' parent_code: 'a'"),
      Proto<v1::Organisation>("code: 'a'"),
      Proto<v1::Organisation>("code: 'ab' parent_code: 'b'"),
      Proto<v1::Organisation>("code: 'a0' parent_code: 'a-z'"),
      Proto<v1::Organisation>(
          "code: 'moved' parent_code: 'b' past { parent_code: 'a' until $D{2024-07-01} }"),
      Proto<v1::Organisation>("code: 'closed' parent_code: 'a' valid_to $D{2024-07-01}"),
      Proto<v1::Organisation>("code: 'below' parent_code: 'closed'")};
  const Day before = DayIn("2024-06-30"), after = DayIn("2024-07-01");
  EXPECT_THAT(Codes(TreeOn(before, all, "")),
              ElementsAre("a", "a-z", "a0", "closed", "below", "moved", "b", "ab"));
  EXPECT_THAT(Codes(TreeOn(after, all, "")), ElementsAre("a", "a-z", "a0", "below", "b", "ab", "moved"));
  EXPECT_THAT(Codes(TreeOn(before, all, "a")), ElementsAre("a", "a-z", "a0", "closed", "below", "moved"));
  EXPECT_THAT(Codes(TreeOn(after, all, "b")), ElementsAre("b", "ab", "moved"));
  EXPECT_THAT(Codes(TreeOn(after, all, "nowhere")), IsEmpty());
}

TEST(OrganisationDomainTest, ACycleInTheDataEndsTheWalk) {
  const std::vector<v1::Organisation> all = {Proto<v1::Organisation>("code: 'a' parent_code: 'b'"),
                                             Proto<v1::Organisation>("code: 'b' parent_code: 'a'")};
  EXPECT_EQ(TreeOn(DayIn("2024-01-01"), all, "").size(), 2u);
}

}  // namespace
}  // namespace obt::identity
