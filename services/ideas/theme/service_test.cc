#include <initializer_list>
#include <string>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;

v1::PutThemesRequest ThemesToPut(std::initializer_list<const char*> codes, const std::string& etag = "") {
  v1::PutThemesRequest request;
  request.set_programme_id("obt-2024");
  for (const char* code : codes) {
    v1::Theme& theme = *request.add_themes();
    theme.set_code(code);
    theme.set_title("About these");
  }
  request.set_etag(etag);
  return request;
}

class ThemesTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::ThemeList> Put(const v1::PutThemesRequest& request,
                                    const std::string& client = "centre") {
    OBT_ASSIGN_OR_RETURN(auto response, world.CallAs<v1::PutThemesResponse>(client, request));
    return response.list();
  }
  absl::StatusOr<v1::ThemeList> List(const std::string& programme_id = "obt-2024") {
    v1::ListThemesRequest request;
    request.set_programme_id(programme_id);
    OBT_ASSIGN_OR_RETURN(auto response, world.CallAs<v1::ListThemesResponse>("dwp-reporter", request));
    return response.list();
  }

  World world;  // has letters and meetings
};

TEST_F(ThemesTest, AListIsPutInThePlaceOfThePresentOneAndRead) {
  ASSERT_OK_AND_ASSIGN(const v1::ThemeList put, Put(ThemesToPut({"forms", "letters", "meetings"}, "1")));
  EXPECT_EQ(put.etag(), "2");
  EXPECT_EQ(List()->SerializeAsString(), put.SerializeAsString());
  ASSERT_EQ(world.Events<v1::ThemesChanged>().size(), 1);
  EXPECT_EQ(Put(ThemesToPut({"forms", "letters", "meetings"}))->etag(), "2") << "nothing new";
  EXPECT_EQ(world.Events<v1::ThemesChanged>().size(), 1);
}

TEST_F(ThemesTest, AThemeIsRetiredNotLeftOut) {
  EXPECT_THAT(Put(ThemesToPut({"letters"})),
              StatusIs(absl::StatusCode::kFailedPrecondition, "THEME_IN_LIST"));
  v1::PutThemesRequest request = ThemesToPut({"letters", "meetings"});
  request.mutable_themes(1)->set_retired(true);
  ASSERT_OK(Put(request));
  EXPECT_TRUE(List()->themes(1).retired());
}

TEST_F(ThemesTest, StaleEtagsOtherClientsAndUnknownProgrammesAreRefused) {
  EXPECT_THAT(Put(ThemesToPut({"letters", "meetings"}, "7")),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Put(ThemesToPut({"letters", "meetings"}), "dwp-admin"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  v1::PutThemesRequest request = ThemesToPut({"letters"});
  request.set_programme_id("obt-1999");
  EXPECT_THAT(Put(request), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  EXPECT_THAT(List("obt-1999"), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ThemesTest, AProgrammeWithoutThemesHasAnEmptyList) {
  world.Change([](obt::store::Txn& txn) {
    kThemes.Delete(txn, {"obt-2024"});
    return absl::OkStatus();
  });
  EXPECT_EQ(List()->themes_size(), 0);
  EXPECT_EQ(List()->programme_id(), "obt-2024");
  EXPECT_EQ(Put(ThemesToPut({"forms"}))->etag(), "1");
}

}  // namespace
}  // namespace obt::ideas
