#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::obt::testing::ViolatesFields;
using ::testing::ElementsAre;

class OrganisationServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CreateOrganisationResponse> Create(const std::string& text) {
    return world_.Try("centre", world_.organisations, &OrganisationService::CreateOrganisation,
                      absl::StrCat("organisation { kind: ORGANISATION_KIND_OTHER name: 'N' ", text, " }"));
  }
  absl::StatusOr<v1::GetOrganisationResponse> Get(const std::string& client, const std::string& text) {
    return world_.Try(client, world_.organisations, &OrganisationService::GetOrganisation, text);
  }
  absl::StatusOr<v1::ListOrganisationsResponse> List(const std::string& client, const std::string& text) {
    return world_.Try(client, world_.organisations, &OrganisationService::ListOrganisations, text);
  }
  static std::vector<std::string> Codes(const v1::ListOrganisationsResponse& response) {
    std::vector<std::string> codes;
    for (const v1::Organisation& organisation : response.organisations())
      codes.push_back(organisation.code());
    return codes;
  }
  void Put(const std::string& text) {
    ASSERT_THAT(world_.store()->Execute([&](obt::store::Txn& txn) {
      v1::OrganisationChanged event;
      *event.mutable_organisation() = Proto<v1::Organisation>(text);
      feed::PutOrganisation(txn, event.organisation(), txn.Publish(event));
      return absl::OkStatus();
    }),
                IsOk());
  }
  World world_;
};

TEST_F(OrganisationServiceTest, ANewOrganisationIsPublishedWithItsEtag) {
  const uint64_t before = world_.sequence();
  const auto created = Create("code: 'ons' parent_code: 'co' etag: '7'");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->organisation().etag(), "1");
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].type(), "obt.identity.v1.OrganisationChanged");
  v1::OrganisationChanged event;
  ASSERT_TRUE(event.ParseFromString(changes[0].event()));
  EXPECT_EQ(event.organisation().DebugString(), created->organisation().DebugString());
  EXPECT_EQ(Get("dwp-hr", "organisation_code: 'ons'")->organisation().parent_code(), "co");
}

TEST_F(OrganisationServiceTest, ACodeInUseAndAnUnknownParentAreRefused) {
  EXPECT_THAT(Create("code: 'dwp'"), StatusIs(absl::StatusCode::kAlreadyExists, "ORGANISATION_EXISTS"));
  EXPECT_THAT(Create("code: 'x' parent_code: 'nowhere'"),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  EXPECT_THAT(Create("code: 'X' parent_code: '-'"),
              ViolatesFields(ElementsAre("organisation.code", "organisation.parent_code")));
  EXPECT_THAT(Get("centre", "organisation_code: 'x'"),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(OrganisationServiceTest, OnlyCallersThatSeeEverythingLearnThatACodeDoesNotExist) {
  EXPECT_THAT(Get("dwp-hr", "organisation_code: 'nowhere'"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(List("dwp-hr", "organisation_code: 'nowhere'"), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(List("learning", "organisation_code: 'nowhere'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("dwp-hr", "organisation_code: 'mod'"), IsOk());  // the tree is public
}

TEST_F(OrganisationServiceTest, AnOrganisationIsAsItWasOnTheDay) {
  Put("code: 'mhclg' name: 'Housing' past { name: 'Levelling Up' until $D{2024-07-08} }");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg' as_of $D{2024-07-07}")->organisation().name(),
            "Levelling Up");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg' as_of $D{2024-07-08}")->organisation().name(),
            "Housing");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg'")->organisation().name(), "Housing");
}

TEST_F(OrganisationServiceTest, AListShowsTheTreeOfTheDay) {
  Put("code: 'deca' name: 'N' parent_code: 'mod' valid_to $D{2024-04-01}");
  EXPECT_THAT(Codes(*List("dwp-hr", "")), ElementsAre("co", "dwp", "hse", "hmrc", "mod"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'dwp'")), ElementsAre("dwp", "hse"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'mod' as_of $D{2024-03-31}")),
              ElementsAre("mod", "deca"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'mod' as_of $D{2024-04-01}")), ElementsAre("mod"));
}

TEST_F(OrganisationServiceTest, PagesEndAndStayStableWhileRowsAreAdded) {
  auto page = List("dwp-hr", "page_size: 2");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(Codes(*page), ElementsAre("co", "dwp"));
  ASSERT_THAT(Create("code: 'aaa'"), IsOk());                     // before the position
  ASSERT_THAT(Create("code: 'zzz' parent_code: 'dwp'"), IsOk());  // behind it
  page = List("dwp-hr", absl::StrCat("page_size: 2 page_token: '", page->next_page_token(), "'"));
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(Codes(*page), ElementsAre("hse", "zzz"));
  page = List("dwp-hr", absl::StrCat("page_size: 2 page_token: '", page->next_page_token(), "'"));
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(Codes(*page), ElementsAre("hmrc", "mod"));
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(OrganisationServiceTest, APageTokenOfAnotherCallerOrListIsRefused) {
  const std::string token = List("dwp-hr", "page_size: 2")->next_page_token();
  EXPECT_THAT(List("hmrc-hr", absl::StrCat("page_token: '", token, "'")),
              ViolatesFields(ElementsAre("page_token")));
  EXPECT_THAT(List("dwp-hr", absl::StrCat("organisation_code: 'dwp' page_token: '", token, "'")),
              ViolatesFields(ElementsAre("page_token")));
  EXPECT_THAT(List("dwp-hr", "page_token: 'abc'"), ViolatesFields(ElementsAre("page_token")));
}

}  // namespace
}  // namespace obt::identity
