// The ideas of an organisation, page by page, in an order that tells no team.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::StatusIs;
using samples::kMember;
using samples::kOutsider;
using samples::kPair;
using samples::kPairOne;
using ::testing::ElementsAre;

class IdeaListTest : public ::testing::Test {
 protected:
  std::vector<std::string> List(const std::string& person, const v1::ListIdeasRequest& asked) {
    v1::ListIdeasRequest request = asked;
    request.set_programme_id("obt-2024");
    std::vector<std::string> ids;
    const auto response = world.Call<v1::ListIdeasResponse>(request, person).value();
    for (const v1::Idea& idea : response.ideas()) ids.push_back(idea.facts().idea_id());
    return ids;
  }

  World world;
};

TEST_F(IdeaListTest, ThoseOfAnOrganisationComeInTheOrderOfIdeasNotOfTeams) {
  const v1::Visibility everybody = v1::VISIBILITY_CROSS_GOVERNMENT;
  const std::string first = world.Propose(kMember, everybody),
                    of_the_pair = world.Propose(kPairOne, everybody, true, kPair),
                    last = world.Propose(kMember, everybody),
                    elsewhere = world.Propose(kOutsider, everybody, false, samples::kTeamElsewhere);
  world.Write(kMember, everybody);
  v1::ListIdeasRequest request;
  request.set_programme_id("obt-2024");
  request.set_organisation_code("dwp");
  request.set_page_size(1);
  std::vector<std::string> ids;
  do {
    const auto page = world.Call<v1::ListIdeasResponse>(request, kOutsider).value();
    ASSERT_EQ(page.ideas_size(), 1) << "what they do not see makes no page";
    ids.push_back(page.ideas(0).facts().idea_id());
    request.set_page_token(page.next_page_token());
    std::string token;
    ASSERT_TRUE(absl::WebSafeBase64Unescape(page.next_page_token(), &token));
    EXPECT_FALSE(absl::StrContains(token, ParseId<TeamId>(kPair)->view()));
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre(first, of_the_pair, last));
  v1::ListIdeasRequest other;
  other.set_organisation_code("defra");
  EXPECT_THAT(List(kOutsider, other), ElementsAre(elsewhere));
  request.set_organisation_code("hmrc");
  EXPECT_THAT(world.Call<v1::ListIdeasResponse>(request, kOutsider),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(IdeaListTest, ThoseOfAnOrganisationAreFoundAmongVeryManyTeams) {
  const std::string id =
      world.Propose(kOutsider, v1::VISIBILITY_CROSS_GOVERNMENT, false, samples::kTeamElsewhere);
  world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  world.Change([](obt::store::Txn& txn) -> absl::Status {
    for (int i = 0; i < 2000; ++i)
      OBT_RETURN_IF_ERROR(World::PutTeam(txn, samples::IdOfNumber(10'000 + i), "defra", kOutsider, {}));
    return absl::OkStatus();
  });
  v1::ListIdeasRequest request;
  request.set_organisation_code("defra");
  EXPECT_THAT(List(kOutsider, request), ElementsAre(id));
}

}  // namespace
}  // namespace obt::ideas
