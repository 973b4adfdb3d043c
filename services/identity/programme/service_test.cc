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
using ::testing::ElementsAre;

class ProgrammeServiceTest : public ::testing::Test {
 protected:
  static std::string Edition(const std::string& id, const std::string& more = "") {
    return absl::StrCat("programme { programme_id: '", id,
                        "' title: 'Innovation' first_day $D{2024-10-14} last_day $D{2025-02-14} ", more,
                        " }");
  }
  absl::StatusOr<v1::CreateProgrammeResponse> Create(const std::string& id) {
    return world_.Try<v1::CreateProgrammeResponse>("centre", Edition(id));
  }
  absl::StatusOr<v1::UpdateProgrammeResponse> Update(const std::string& text) {
    return world_.Try<v1::UpdateProgrammeResponse>("centre", text);
  }
  absl::StatusOr<v1::GetProgrammeResponse> Get(const std::string& id) {
    return world_.Try<v1::GetProgrammeResponse>("dwp-hr", absl::StrCat("programme_id: '", id, "'"));
  }
  absl::StatusOr<v1::SetHeadcountsResponse> Set(const std::string& text) {
    return world_.Try<v1::SetHeadcountsResponse>("centre", absl::StrCat("programme_id: 'obt-2024' ", text));
  }
  absl::StatusOr<v1::ListHeadcountsResponse> Headcounts(const std::string& text) {
    return world_.Try<v1::ListHeadcountsResponse>("dwp-hr", absl::StrCat("programme_id: 'obt-2024' ", text));
  }
  static std::string Stated(const std::string& code, const std::string& day, int headcount) {
    return absl::StrCat("headcounts { organisation_code: '", code, "' dated $D{", day,
                        "} headcount: ", headcount, " source: 'payroll' } ");
  }
  World world_;
};

TEST_F(ProgrammeServiceTest, AnEditionIsKeptWithItsDefaultsAndPublished) {
  const uint64_t before = world_.sequence();
  ASSERT_THAT(Create("obt-2024"), IsOk());
  const auto got = Get("obt-2024");
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(ParseDay(got->programme().counting_to_day()), DayIn("2025-02-15"));
  EXPECT_EQ(got->programme().etag(), "1");
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 1u);
  v1::ProgrammeChanged event;
  ASSERT_TRUE(event.ParseFromString(changes[0].event()));
  EXPECT_EQ(event.programme().DebugString(), got->programme().DebugString());
  EXPECT_THAT(Create("obt-2024"), StatusIs(absl::StatusCode::kAlreadyExists, "PROGRAMME_EXISTS"));
  EXPECT_THAT(Get("obt-2030"), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ProgrammeServiceTest, AnUpdateReplacesTheFieldsAndAStaleEtagIsAborted) {
  ASSERT_THAT(Create("obt-2024"), IsOk());
  const auto updated =
      Update(Edition("obt-2024", "etag: '1' target_minutes: 420 counting_from_day $D{2024-04-01}"));
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->programme().etag(), "2");
  EXPECT_EQ(Get("obt-2024")->programme().target_minutes(), 420);
  EXPECT_THAT(Update(Edition("obt-2024", "etag: '1'")), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  const uint64_t before = world_.sequence();
  EXPECT_EQ(
      Update(Edition("obt-2024", "target_minutes: 420 counting_from_day $D{2024-04-01}"))->programme().etag(),
      "2");
  EXPECT_EQ(world_.sequence(), before);  // the same again is no change
  EXPECT_FALSE(Update(Edition("obt-2024"))->programme().has_target_minutes());
  EXPECT_THAT(Update(Edition("obt-2030")), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ProgrammeServiceTest, HeadcountsReplaceWhatWasStatedAndOnlyNewsIsPublished) {
  ASSERT_THAT(Create("obt-2024"), IsOk());
  const std::string both = Stated("dwp", "2024-10-01", 5) + Stated("hmrc", "2024-10-01", 7);
  EXPECT_EQ(Set(both)->changed(), 2);
  const uint64_t before = world_.sequence();
  EXPECT_EQ(Set(both)->changed(), 0);
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Set(Stated("dwp", "2024-10-01", 6) + Stated("hmrc", "2024-10-01", 7))->changed(), 1);
  v1::HeadcountsChanged event;
  ASSERT_TRUE(event.ParseFromString(world_.Changes(before).at(0).event()));
  ASSERT_EQ(event.headcounts_size(), 1);
  EXPECT_EQ(event.headcounts(0).headcount(), 6);
}

TEST_F(ProgrammeServiceTest, HeadcountsAreAllOrNothing) {
  ASSERT_THAT(Create("obt-2024"), IsOk());
  EXPECT_THAT(Set(Stated("dwp", "2024-10-01", 5) + Stated("nowhere", "2024-10-01", 7)),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  EXPECT_EQ(Headcounts("")->headcounts_size(), 0);
}

TEST_F(ProgrammeServiceTest, HeadcountsNeedTheirProgramme) {
  EXPECT_THAT(Set(Stated("dwp", "2024-10-01", 5)),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  EXPECT_THAT(Headcounts(""), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ProgrammeServiceTest, HeadcountsAreListedByOrganisationAndDayInPagesThatEnd) {
  ASSERT_THAT(Create("obt-2024"), IsOk());
  ASSERT_THAT(Create("obt-2025"), IsOk());
  ASSERT_THAT(
      Set(Stated("hmrc", "2024-10-01", 3) + Stated("dwp", "2024-11-01", 2) + Stated("dwp", "2024-10-01", 1)),
      IsOk());
  const auto numbers = [](const v1::ListHeadcountsResponse& page) {
    std::vector<int> all;
    for (const v1::Headcount& headcount : page.headcounts()) all.push_back(headcount.headcount());
    return all;
  };
  auto page = Headcounts("page_size: 2");
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(numbers(*page), ElementsAre(1, 2));
  page = Headcounts(absl::StrCat("page_size: 2 page_token: '", page->next_page_token(), "'"));
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(numbers(*page), ElementsAre(3));
  EXPECT_EQ(page->next_page_token(), "");
  EXPECT_EQ(Headcounts("page_size: 3")->next_page_token(), "");
}

TEST_F(ProgrammeServiceTest, EditionsAreListedById) {
  for (const char* id : {"obt-2025", "obt-2023", "obt-2024"}) ASSERT_THAT(Create(id), IsOk());
  const auto page = world_.Try<v1::ListProgrammesResponse>("dwp-hr", "page_size: 2");
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->programmes(0).programme_id(), "obt-2023");
  EXPECT_EQ(page->programmes(1).programme_id(), "obt-2024");
  const auto rest = world_.Try<v1::ListProgrammesResponse>(
      "dwp-hr", absl::StrCat("page_token: '", page->next_page_token(), "'"));
  ASSERT_THAT(rest, IsOk());
  EXPECT_EQ(rest->programmes_size(), 1);
  EXPECT_EQ(rest->next_page_token(), "");
}

}  // namespace
}  // namespace obt::identity
