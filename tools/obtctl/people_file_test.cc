#include "tools/obtctl/people_file.h"

#include <gmock/gmock.h>

#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PeopleFileTest, ColumnsComeInAnyOrderAndMayBeMissing) {
  const absl::StatusOr<CsvFile> file = ParseCsv("leaver,email,grade\n, a@b.gov.uk ,HEO\nyes,c@d.gov.uk,\n");
  ASSERT_TRUE(file.ok());
  const absl::StatusOr<std::vector<PeopleLine>> people = ReadPeople(*file);
  ASSERT_TRUE(people.ok()) << people.status();
  ASSERT_EQ(people->size(), 2u);
  EXPECT_EQ(people->at(0).row.email(), "a@b.gov.uk");
  EXPECT_EQ(people->at(0).row.grade(), "HEO");
  EXPECT_FALSE(people->at(0).row.leaver());
  EXPECT_TRUE(people->at(1).row.leaver());
  EXPECT_EQ(people->at(1).line, 3);
}

TEST(PeopleFileTest, UnknownColumnsAreNamedWithTheKnownOnes) {
  const absl::Status status = ReadPeople(*ParseCsv("email,shoe_size\na@b.gov.uk,42\n")).status();
  EXPECT_EQ(ExitCodeOf(status), 2);
  EXPECT_THAT(status.message(), HasSubstr("unknown columns: shoe_size; a staff list has"));
}

TEST(PeopleFileTest, PeopleMustBeRecognisable) {
  EXPECT_THAT(ReadPeople(*ParseCsv("name,grade\nA,HEO\n")).status().message(), HasSubstr("hr_id or email"));
}

TEST(PeopleFileTest, TheSecondOfTwoLinesWithOneNumberOrAddressIsAFault) {
  const auto people =
      ReadPeople(*ParseCsv("hr_id,email,name\n1,a@x.uk,A\n2,A@X.uk,B\n1,,C\n1,a@x.uk,A\n,c@x.uk,D\n"));
  ASSERT_TRUE(people.ok()) << people.status();
  std::vector<int64_t> faulty;
  for (const PeopleLine& person : *people) {
    if (!person.fault.ok()) faulty.push_back(person.line);
  }
  EXPECT_THAT(faulty, ElementsAre(3, 4));
  std::vector<int64_t> repeated;
  for (const PeopleLine& person : *people) {
    if (person.repeats) repeated.push_back(person.line);
  }
  EXPECT_THAT(repeated, ElementsAre(5)) << "the same line twice is one row";
  EXPECT_THAT(people->at(1).fault.message(), HasSubstr("email: line 2 has the same"));
}

TEST(PeopleFileTest, UnclearLeaversAreNamedByLine) {
  EXPECT_THAT(ReadPeople(*ParseCsv("hr_id,leaver\n1,maybe\n2,no\n3,perhaps\n")).status().message(),
              HasSubstr("in line 2, 4"));
}

}  // namespace
}  // namespace obt::ctl
