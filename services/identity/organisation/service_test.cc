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
    return world_.Try<v1::CreateOrganisationResponse>(
        "centre", absl::StrCat("organisation { kind: ORGANISATION_KIND_OTHER name: 'N' ", text, " }"));
  }
  absl::StatusOr<v1::GetOrganisationResponse> Get(const std::string& client, const std::string& text) {
    return world_.Try<v1::GetOrganisationResponse>(client, text);
  }
  absl::StatusOr<v1::ListOrganisationsResponse> List(const std::string& client, const std::string& text) {
    return world_.Try<v1::ListOrganisationsResponse>(client, text);
  }
  absl::StatusOr<v1::RenameOrganisationResponse> Rename(const std::string& text) {
    return world_.Try<v1::RenameOrganisationResponse>("centre", text);
  }
  absl::StatusOr<v1::MergeOrganisationsResponse> Merge(const std::string& text) {
    return world_.Try<v1::MergeOrganisationsResponse>("centre", text);
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
  Put("code: 'mhclg' name: 'Housing' past { name: 'Levelling Up' to_day $D{2024-07-08} }");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg' as_of $D{2024-07-07}")->organisation().name(),
            "Levelling Up");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg' as_of $D{2024-07-08}")->organisation().name(),
            "Housing");
  EXPECT_EQ(Get("centre", "organisation_code: 'mhclg'")->organisation().name(), "Housing");
}

TEST_F(OrganisationServiceTest, AListShowsTheTreeOfTheDay) {
  Put("code: 'deca' name: 'N' parent_code: 'mod' valid_to_day $D{2024-04-01}");
  EXPECT_THAT(Codes(*List("dwp-hr", "")), ElementsAre("co", "dwp", "hse", "hmrc", "mod"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'dwp'")), ElementsAre("dwp", "hse"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'mod' as_of $D{2024-03-31}")),
              ElementsAre("mod", "deca"));
  EXPECT_THAT(Codes(*List("dwp-hr", "organisation_code: 'mod' as_of $D{2024-04-01}")), ElementsAre("mod"));
}

TEST_F(OrganisationServiceTest, ARenamingToComeIsReadFromItsDayOn) {
  const auto renamed = Rename("organisation_code: 'hmrc' name: 'Revenue' effective $D{2024-11-18} etag: '1'");
  ASSERT_THAT(renamed, IsOk());
  EXPECT_EQ(renamed->organisation().name(), "Revenue") << "as of its day";
  EXPECT_EQ(renamed->organisation().past(0).name(), "N");
  const auto today = Get("dwp-hr", "organisation_code: 'hmrc'");
  EXPECT_EQ(today->organisation().name(), "N");
  EXPECT_EQ(today->organisation().later(0).name(), "Revenue");
  EXPECT_EQ(today->organisation().etag(), "2");
  EXPECT_EQ(Get("dwp-hr", "organisation_code: 'hmrc' as_of $D{2024-11-17}")->organisation().name(), "N");
  EXPECT_EQ(Get("dwp-hr", "organisation_code: 'hmrc' as_of $D{2024-11-18}")->organisation().name(),
            "Revenue");
  world_.clock().Advance(absl::Hours(24 * 35));  // 18 November
  EXPECT_EQ(Get("dwp-hr", "organisation_code: 'hmrc'")->organisation().name(), "Revenue");
  EXPECT_THAT(Rename("organisation_code: 'hmrc' name: 'X' effective $D{2024-12-01} etag: '1'"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(OrganisationServiceTest, AChangeIsPublishedAndRepeatedChangesNothing) {
  const std::string rename = "organisation_code: 'hmrc' name: 'Revenue' effective $D{2024-11-18}";
  const std::string merge =
      "from_organisation_code: 'hse' into_organisation_code: 'hmrc' effective $D{2024-11-18}";
  const uint64_t before = world_.sequence();
  ASSERT_THAT(Rename(rename), IsOk());
  const auto merged = Merge(merge);
  ASSERT_THAT(merged, IsOk());
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 3u);  // one for the renaming, one for each of the two
  v1::OrganisationChanged event;
  ASSERT_TRUE(event.ParseFromString(changes[1].event()));
  EXPECT_EQ(event.organisation().DebugString(), merged->from_organisation().DebugString());
  ASSERT_TRUE(event.ParseFromString(changes[2].event()));
  EXPECT_THAT(event.organisation().predecessor_codes(), ElementsAre("hse"));
  EXPECT_EQ(event.organisation().etag(), "3");
  ASSERT_THAT(Rename(rename), IsOk());
  ASSERT_THAT(Merge(merge), IsOk());
  EXPECT_EQ(world_.sequence(), before + 3);
}

TEST_F(OrganisationServiceTest, AMergerMovesWhatIsBelowAndScopeOnItsDay) {
  const std::string anna = world_.AddPerson("hse", "anna");
  ASSERT_THAT(Create("code: 'lab' parent_code: 'hse'"), IsOk());
  ASSERT_THAT(Merge("from_organisation_code: 'hse' into_organisation_code: 'hmrc' effective $D{2024-11-18}"),
              IsOk());
  const auto sees = [&](const std::string& client) {
    return world_.Do<v1::ListPeopleResponse>(client, "").people_size() == 1;
  };
  EXPECT_TRUE(sees("dwp-hr"));
  EXPECT_FALSE(sees("hmrc-hr"));
  EXPECT_THAT(Codes(*List("centre", "organisation_code: 'dwp'")), ElementsAre("dwp", "hse", "lab"));
  world_.clock().Advance(absl::Hours(24 * 35));
  EXPECT_FALSE(sees("dwp-hr"));
  EXPECT_TRUE(sees("hmrc-hr"));
  EXPECT_THAT(Codes(*List("centre", "organisation_code: 'dwp'")), ElementsAre("dwp"));
  const auto after = List("centre", "organisation_code: 'hmrc'");
  EXPECT_THAT(Codes(*after), ElementsAre("hmrc", "lab"));
  EXPECT_EQ(after->organisations(1).parent_code(), "hmrc");
  EXPECT_THAT(Codes(*List("centre", "organisation_code: 'dwp' as_of $D{2024-11-17}")),
              ElementsAre("dwp", "hse", "lab"));
}

TEST_F(OrganisationServiceTest, AMoveAndAClosingAreSeenOnTheirDays) {
  const auto move = [this](const std::string& text) {
    return world_.Try<v1::MoveOrganisationResponse>("centre", text);
  };
  const auto close = [this](const std::string& text) {
    return world_.Try<v1::CloseOrganisationResponse>("centre", text);
  };
  EXPECT_THAT(close("organisation_code: 'dwp' effective $D{2024-09-01}"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "HAS_CHILDREN"));
  EXPECT_THAT(move("organisation_code: 'dwp' new_parent_code: 'hse' effective $D{2024-09-01}"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "WOULD_CYCLE"));
  const auto moved = move("organisation_code: 'hse' new_parent_code: 'hmrc' effective $D{2024-09-01}");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->organisation().parent_code(), "hmrc");
  const auto closed = close("organisation_code: 'dwp' effective $D{2024-09-01}");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(*ParseDay(closed->organisation().valid_to_day()), DayIn("2024-09-01"));
  EXPECT_THAT(Codes(*List("dwp-hr", "as_of $D{2024-08-31}")), ElementsAre("co", "dwp", "hse", "hmrc", "mod"));
  EXPECT_THAT(Codes(*List("dwp-hr", "")), ElementsAre("co", "hmrc", "hse", "mod"));
}

TEST_F(OrganisationServiceTest, TheLocalPlanIsTheOrganisationsOwn) {
  const std::string plan =
      "organisation_code: 'hse' local_plan { intranet_url: 'https://intranet.hse.gov.uk/obt' team_size: 8 "
      "dates { "
      "title: 'Team week' first_day $D{2024-11-18} last_day $D{2024-11-22} } }";
  const auto update = [this](const std::string& client, const std::string& text) {
    return world_.Try<v1::UpdateOrganisationResponse>(client, text);
  };
  ASSERT_THAT(update("dwp-hr", plan), IsOk());
  const auto got = Get("hmrc-hr", "organisation_code: 'hse'");
  EXPECT_EQ(got->organisation().local_plan().dates(0).title(), "Team week");
  EXPECT_EQ(got->organisation().kind(), v1::ORGANISATION_KIND_DEPARTMENT) << "the rest stays";
  EXPECT_THAT(update("dwp-hr", "organisation_code: 'hse' details { govuk_id: 'EA1' }"),
              StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"));
  world_.AddClient("everywhere", {"role: ROLE_ORGANISATION_ADMIN everywhere: true"});
  EXPECT_THAT(update("everywhere", "organisation_code: 'hse' details { govuk_id: 'EA1' }"),
              StatusIs(absl::StatusCode::kPermissionDenied))
      << "reaching everything is not being central";
  ASSERT_THAT(update("centre", "organisation_code: 'hse' details { govuk_id: 'EA1' } etag: '2'"), IsOk());
  EXPECT_THAT(update("dwp-hr", plan + " etag: '2'"), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  const uint64_t before = world_.sequence();
  ASSERT_THAT(update("dwp-hr", plan + " etag: '3'"), IsOk());
  EXPECT_EQ(world_.sequence(), before) << "it was so already";
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
