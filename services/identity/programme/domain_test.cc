#include "services/identity/programme/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/etag.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

const char kGood[] =
    "programme_id: 'obt-2024' title: 'Innovation' first_day $D{2024-10-14} last_day $D{2025-02-14} ";

TEST(ProgrammeDomainTest, CreateAndUpdateNameEveryFault) {
  struct Case {
    std::string more;
    Faults faults;
  };
  for (const Case& c : std::vector<Case>{
           {"", {}},
           {"theme: 'AI' target_minutes: 420 minute_band_bounds: 60 minute_band_bounds: 420", {}},
           {"counting_from_day $D{2024-04-01} counting_to_day $D{2024-04-02}", {}},
           {"minute_band_bounds: 2 minute_band_bounds: 1000000 target_minutes: 1", {}},
           {"target_minutes: 0", {"programme.target_minutes"}},
           {"target_minutes: 1000001", {"programme.target_minutes", "programme.target_minutes"}},
           {"target_minutes: 12000", {}},
           {"target_minutes: 12001", {"programme.target_minutes"}},
           {"target_minutes: 12001 max_minutes: 12001", {}},
           {"target_minutes: 420 max_minutes: 419", {"programme.target_minutes"}},
           {"max_minutes: 1", {}},
           {"max_minutes: 1000000 target_minutes: 1000000", {}},
           {"max_minutes: 0", {"programme.max_minutes"}},
           {"max_minutes: -1 target_minutes: 1", {"programme.max_minutes"}},
           {"max_minutes: 1000001", {"programme.max_minutes"}},
           {"minute_band_bounds: 1", {"programme.minute_band_bounds[0]"}},
           {"minute_band_bounds: 60 minute_band_bounds: 60", {"programme.minute_band_bounds[1]"}},
           {"minute_band_bounds: 60 minute_band_bounds: 59 minute_band_bounds: -1",
            {"programme.minute_band_bounds[2]", "programme.minute_band_bounds[1]",
             "programme.minute_band_bounds[2]"}},
           {"counting_from_day $D{2025-02-15}", {"programme.counting_from_day"}},
           {"counting_from_day $D{2024-10-14} counting_to_day $D{2024-10-14}", {"programme.counting_to_day"}},
           {"counting_to_day $D{2024-10-13}", {"programme.counting_to_day"}},
           {"counting_to_day { month: 13 }", {"programme.counting_to_day"}},
           {"steps { title: 'Learn' first_day $D{2024-10-14} last_day $D{2024-10-14} }", {}},
           {"steps { title: '\\n' first_day $D{2024-10-14} last_day $D{2024-10-13} }",
            {"programme.steps[0].title", "programme.steps[0].last_day"}},
           {"steps { }",
            {"programme.steps[0].title", "programme.steps[0].first_day", "programme.steps[0].last_day"}},
       }) {
    const std::string text = absl::StrCat("programme { ", kGood, c.more, " }");
    EXPECT_EQ(FaultsOf<v1::CreateProgrammeRequest>(text), c.faults) << c.more;
    EXPECT_EQ(FaultsOf<v1::UpdateProgrammeRequest>(text), c.faults) << c.more;
  }
}

TEST(ProgrammeDomainTest, TheDatesOfAnEditionAreRequiredAndInOrder) {
  EXPECT_THAT(
      FaultsOf<v1::CreateProgrammeRequest>("programme { }"),
      ElementsAre("programme.programme_id", "programme.title", "programme.first_day", "programme.last_day"));
  EXPECT_THAT(
      FaultsOf<v1::CreateProgrammeRequest>(
          "programme { programme_id: 'a' title: 'A' first_day $D{2024-10-14} last_day $D{2024-10-13} }"),
      ElementsAre("programme.last_day"));
  EXPECT_THAT(
      FaultsOf<v1::CreateProgrammeRequest>(
          "programme { programme_id: 'a' title: 'A' first_day $D{2024-10-14} last_day $D{9999-12-31} }"),
      ElementsAre("programme.last_day"));
  EXPECT_THAT(FaultsOf<v1::CreateProgrammeRequest>(""), ElementsAre("programme"));
  EXPECT_THAT(FaultsOf<v1::UpdateProgrammeRequest>("programme { etag: ' ' }"),
              ::testing::Contains("programme.etag"));
}

TEST(ProgrammeDomainTest, TooManyStepsAndBandsAreRefused) {
  v1::CreateProgrammeRequest request =
      Proto<v1::CreateProgrammeRequest>(absl::StrCat("programme { ", kGood, "}"));
  for (int i = 0; i < 11; ++i) {
    *request.mutable_programme()->add_steps() =
        Proto<v1::ProgrammeStep>("title: 'Learn' first_day $D{2024-10-14} last_day $D{2024-10-15}");
  }
  for (int i = 0; i < 21; ++i) request.mutable_programme()->add_minute_band_bounds(10 + i);
  EXPECT_THAT(FaultsOf(request), ElementsAre("programme.steps", "programme.minute_band_bounds"));
}

TEST(ProgrammeDomainTest, TheCountingWindowDefaultsToTheEdition) {
  v1::Programme programme = WithDefaults(Proto<v1::Programme>(kGood));
  EXPECT_EQ(ParseDay(programme.counting_from_day()), DayIn("2024-10-14"));
  EXPECT_EQ(ParseDay(programme.counting_to_day()), DayIn("2025-02-15"));
  programme = WithDefaults(Proto<v1::Programme>(
      absl::StrCat(kGood, "counting_from_day $D{2024-04-01} counting_to_day $D{2026-01-01} etag: '4'")));
  EXPECT_EQ(ParseDay(programme.counting_from_day()), DayIn("2024-04-01"));
  EXPECT_EQ(ParseDay(programme.counting_to_day()), DayIn("2026-01-01"));
  EXPECT_EQ(programme.etag(), "4");
}

TEST(ProgrammeDomainTest, TheMostMinutesDefaultTo200Hours) {
  EXPECT_EQ(WithDefaults(Proto<v1::Programme>(kGood)).max_minutes(), 12'000);
  EXPECT_EQ(WithDefaults(Proto<v1::Programme>(absl::StrCat(kGood, "max_minutes: 600"))).max_minutes(), 600);
}

TEST(ProgrammeDomainTest, AnEditionIsTheSameWhateverItsEtag) {
  const v1::Programme a = WithDefaults(Proto<v1::Programme>(kGood));
  v1::Programme b = a;
  b.set_etag("7");
  EXPECT_EQ(NextRevision(a, std::make_optional(b)).etag(), "7");
  b.set_target_minutes(420);
  EXPECT_EQ(NextRevision(a, std::make_optional(b)).etag(), "8");
}

TEST(ProgrammeDomainTest, HeadcountsNameEveryFault) {
  const std::string good = "organisation_code: 'dwp' dated $D{2024-10-01} headcount: 5 source: 'payroll' ";
  struct Case {
    std::string headcounts;
    Faults faults;
  };
  for (const Case& c : std::vector<Case>{
           {absl::StrCat("headcounts { ", good, " }"), {}},
           {absl::StrCat("headcounts { ", good, " } headcounts { ", good, " }"), {"headcounts[1].dated"}},
           {"", {"headcounts"}},
           {"headcounts { headcount: -1 }",
            {"headcounts[0].organisation_code", "headcounts[0].dated", "headcounts[0].headcount",
             "headcounts[0].source"}},
           {"headcounts { organisation_code: 'a' dated $D{2024-10-01} headcount: 10000001 source: 's' }",
            {"headcounts[0].headcount"}}}) {
    EXPECT_EQ(FaultsOf<v1::SetHeadcountsRequest>(absl::StrCat("programme_id: 'obt-2024' ", c.headcounts)),
              c.faults)
        << c.headcounts;
  }
  v1::SetHeadcountsRequest many;
  for (int i = 0; i < 1001; ++i) {
    v1::Headcount& headcount = *many.add_headcounts();
    headcount = Proto<v1::Headcount>(good);
    headcount.set_organisation_code(absl::StrCat("o", i));
  }
  EXPECT_THAT(FaultsOf(many), ElementsAre("programme_id", "headcounts"));
}

TEST(ProgrammeDomainTest, ReadsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::GetProgrammeRequest>("programme_id: 'Obt'"), ElementsAre("programme_id"));
  EXPECT_THAT(FaultsOf<v1::GetProgrammeRequest>("programme_id: 'obt-2024'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::ListProgrammesRequest>("page_size: -1"), ElementsAre("page_size"));
  EXPECT_THAT(FaultsOf<v1::ListHeadcountsRequest>("page_size: -1"), ElementsAre("programme_id", "page_size"));
}

TEST(ProgrammeDomainTest, AHeadcountIsNewsWhenNumberOrSourceDiffer) {
  const auto stated = Proto<v1::Headcount>("headcount: 5 source: 'payroll'");
  EXPECT_TRUE(SameStatement(stated, stated));
  EXPECT_FALSE(SameStatement(stated, Proto<v1::Headcount>("headcount: 6 source: 'payroll'")));
  EXPECT_FALSE(SameStatement(stated, Proto<v1::Headcount>("headcount: 5 source: 'ONS'")));
}

}  // namespace
}  // namespace obt::identity
