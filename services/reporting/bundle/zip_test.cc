// The clock is this test's own: it tells another time whenever it is asked.
#include "services/reporting/bundle/zip.h"

#include <ctime>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"

namespace {
std::time_t told = 1'000'000'000;
}  // namespace

// In place of the C library's, for everything in this process.
extern "C" std::time_t time(std::time_t* out) noexcept {
  told += 12'345'678;
  if (out != nullptr) *out = told;
  return told;
}

namespace obt::reporting::bundle {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::Each;
using ::testing::HasSubstr;

const std::vector<ZipEntry> kEntries = {{"mimetype", "text/plain", false},
                                        {"a/b.txt", std::string(5'000, 'x')},
                                        {"empty", ""},
                                        {"Gŵyl.txt", "y"}};

void SetZone(const char* name) {
  setenv("TZ", name, 1);
  tzset();
}

TEST(ZipTest, ItsBytesAreTheSameWhateverTheTimeAndZone) {
  const Day summer = *ParseDayText("2024-07-01"), winter = *ParseDayText("2024-12-31");
  for (const Day day : {summer, winter}) {
    std::vector<std::string> zips;
    // The clocks of the last two go on from midnight itself on some days.
    for (const char* zone : {"UTC", "Europe/London", "Pacific/Kiritimati", "America/St_Johns", "Etc/GMT+12",
                             "Africa/Cairo", "America/Santiago"}) {
      SetZone(zone);
      const std::time_t before = told;
      zips.push_back(MakeZip(kEntries, day).value());
      EXPECT_GT(told, before) << "it was asked, and is in none of the bytes";
    }
    EXPECT_THAT(zips, Each(zips.front()));
  }
}

TEST(ZipTest, DaysWithoutAMidnightSomewhereAreDaysAllTheSame) {
  const Day day = *ParseDayText("2024-04-26");  // in Cairo it begins at one o'clock
  SetZone("UTC");
  const std::string zip = MakeZip(kEntries, day).value();
  SetZone("Africa/Cairo");
  EXPECT_EQ(MakeZip(kEntries, day).value(), zip);
}

TEST(ZipTest, AStoredEntryStandsInItAsItIsAfterItsName) {
  const std::string zip = MakeZip(kEntries, 20'000).value();
  EXPECT_EQ(zip.substr(30, 18), "mimetypetext/plain") << "no extra field between";
}

TEST(ZipTest, YearsThatAZipCannotTellAreTheNearestOnes) {
  const auto zip_of = [](const char* day) { return MakeZip({{"a", "a"}}, *ParseDayText(day)).value(); };
  EXPECT_EQ(zip_of("1975-03-04"), zip_of("1980-03-04"));
  EXPECT_EQ(zip_of("2222-03-04"), zip_of("2107-03-04"));
  EXPECT_NE(zip_of("2024-03-04"), zip_of("2024-03-05"));
}

TEST(ZipTest, TwoFilesOfOneNameAreRefused) {
  const absl::Status status = MakeZip({{"same", "a"}, {"same", "b"}}, 20'000).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(status.message()), HasSubstr("same: "));
}

}  // namespace
}  // namespace obt::reporting::bundle
