#include "services/reporting/bundle/bundle.h"

#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/store/sha256.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/bundle/testing/content.h"

namespace obt::reporting::bundle {
namespace {

using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(BundleTest, TheSameContentGivesTheSameBytesWhateverTheZone) {
  std::vector<std::string> bundles;
  for (const char* zone : {"UTC", "Pacific/Kiritimati", "America/St_Johns"}) {
    setenv("TZ", zone, 1);
    tzset();
    bundles.push_back(MakeBundle(SmallContent()).value());
  }
  EXPECT_EQ(bundles[0], bundles[1]);
  EXPECT_EQ(bundles[0], bundles[2]);
  store::v1::ReleaseContent other = SmallContent();
  other.mutable_tables(0)->mutable_rows(1)->mutable_figures(0)->set_value(10);
  EXPECT_NE(MakeBundle(other).value(), bundles[0]);
}

TEST(BundleTest, FilesComeInTheirOrder) {
  store::v1::ReleaseContent content = SmallContent();
  content.mutable_tables()->DeleteSubrange(2, 2);
  std::vector<std::string> names;
  const std::vector<File> files = MakeFiles(content).value();
  for (const File& file : files) names.push_back(file.name);
  EXPECT_THAT(names,
              ElementsAre("manifest.json", "tables/funnel.csv", "tables/weekly.csv",
                          "tables/funnel.csv-metadata.json", "tables/weekly.csv-metadata.json",
                          "data-dictionary.csv", "release-notes.txt", "obt-2024-3.ods", "summary.html"));
}

TEST(BundleTest, TheManifestIsOfTheFilesAsTheyAre) {
  const std::vector<File> files = MakeFiles(SmallContent()).value();
  const auto manifest = nlohmann::json::parse(files[0].bytes);
  ASSERT_THAT(manifest["files"], SizeIs(files.size() - 1));
  for (size_t i = 1; i < files.size(); ++i) {
    const auto& entry = manifest["files"][i - 1];
    EXPECT_EQ(entry["name"], files[i].name);
    EXPECT_EQ(entry["bytes"], files[i].bytes.size());
    EXPECT_EQ(entry["sha256"], absl::BytesToHexString(::obt::store::Sha256(files[i].bytes)));
  }
}

TEST(BundleTest, NothingIsWrittenOfContentThatIsNotFit) {
  store::v1::ReleaseContent content = SmallContent();
  content.clear_as_of();
  EXPECT_THAT(MakeBundle(content), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace obt::reporting::bundle
