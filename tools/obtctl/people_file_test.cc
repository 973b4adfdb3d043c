#include "tools/obtctl/people_file.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<PeopleLine> Read(const std::string& bytes) {
  const absl::StatusOr<StaffTable> table = ReadStaffTable(bytes, "F");
  EXPECT_TRUE(table.ok()) << table.status();
  return ReadPeople(*table, {});
}
std::vector<std::string> FaultsIn(const std::vector<PeopleLine>& people) {
  std::vector<std::string> faults;
  for (const PeopleLine& person : people) {
    if (!person.fault.ok()) faults.push_back(absl::StrCat(person.line, " ", person.fault.message()));
  }
  return faults;
}

TEST(PeopleFileTest, ColumnsComeInAnyOrderAndMayBeMissing) {
  const std::vector<PeopleLine> people = Read("leaver,email,grade\n, a@b.gov.uk ,HEO\nyes,c@d.gov.uk,\n");
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[0].row.email(), "a@b.gov.uk");
  EXPECT_EQ(people[0].row.grade(), "HEO");
  EXPECT_FALSE(people[0].row.leaver());
  EXPECT_TRUE(people[1].row.leaver());
  EXPECT_EQ(people[1].line, 3);
  EXPECT_EQ(people[1].row.line(), 3);
}

TEST(PeopleFileTest, EveryColumnIsAFieldOfTheRow) {
  const std::vector<PeopleLine> people = Read(
      "hr_id,previous_hr_id,email,previous_email,name,grade,profession,region,leaver\n8,7,a@x.uk,b@x.uk,A,G7,"
      "POLICY,"
      "TLI,no\n");
  ASSERT_EQ(people.size(), 1u);
  EXPECT_EQ(people[0].row.ShortDebugString(),
            "hr_id: \"8\" email: \"a@x.uk\" name: \"A\" grade: \"G7\" profession: \"POLICY\" region: \"TLI\" "
            "previous_email: \"b@x.uk\" line: 2 previous_hr_id: \"7\"");
}

TEST(PeopleFileTest, TheSecondOfTwoLinesWithOneNumberOrAddressIsAFault) {
  const std::vector<PeopleLine> people =
      Read("hr_id,email,name\n1,a@x.uk,A\n2,A@X.uk,B\n1,,C\n1,a@x.uk,A\n,c@x.uk,D\n'1,a@x.uk,A\n");
  EXPECT_THAT(FaultsIn(people),
              ElementsAre(HasSubstr("3 email: line 2 has the same"), HasSubstr("4 hr_id: line 2")));
  std::vector<int64_t> repeated;
  for (const PeopleLine& person : people) {
    if (person.repeats) repeated.push_back(person.line);
  }
  EXPECT_THAT(repeated, ElementsAre(5, 7)) << "the same line twice is one row, whatever is around its cells";
}

TEST(PeopleFileTest, ABadCellCostsItsLineAlone) {
  const std::vector<PeopleLine> people = Read(
      "hr_id,email,name,leaver\n1,a@x.uk,Zo\xEB Bay,\n2,b@x.uk,Bo "
      "Ray,\nNULL,#N/A,Cy,maybe\n4,d@x.uk,Di,YES\n");
  EXPECT_THAT(FaultsIn(people), ElementsAre(HasSubstr("2 name: must be valid UTF-8; byte 3 is 0xEB"),
                                            HasSubstr("4 hr_id: is NULL")));
  EXPECT_EQ(ReasonOf(people[0].fault), "INVALID_FIELDS");
  std::vector<std::string> all;
  for (const FieldViolation& fault : ViolationsOf(people[2].fault))
    all.push_back(absl::StrCat(fault.field, ": ", fault.description));
  EXPECT_THAT(all, ElementsAre(HasSubstr("hr_id: is NULL"), HasSubstr("email: is the error #N/A"),
                               "leaver: must be yes, no or empty, not \"maybe\""));
  EXPECT_TRUE(people[3].row.leaver());
}

TEST(PeopleFileTest, WhatTheServiceWouldRefuseCostsItsLineAlone) {
  // A quote that somebody left open takes the lines behind it into its cell.
  std::string swallowed = "\"Bo Ray\n";
  for (int i = 0; i < 50'000; ++i) absl::StrAppend(&swallowed, i, ",p", i, "@x.uk,P\n");
  const std::vector<PeopleLine> people =
      Read(absl::StrCat("hr_id,email,name\n1,a@x.uk,A\n2,b@x.uk,", swallowed, "\"\n3,nonsense,C\n",
                        std::string(65, '4'), ",d@x.uk,D\n2,e@x.uk,E\n"));
  EXPECT_THAT(FaultsIn(people),
              ElementsAre(HasSubstr("3 name: "), HasSubstr("50005 email: "), HasSubstr("50006 hr_id: ")));
  for (const PeopleLine& person : people) {
    if (!person.fault.ok()) EXPECT_EQ(ReasonOf(person.fault), "INVALID_FIELDS");
    if (!person.fault.ok()) EXPECT_LT(person.fault.message().size(), 300u);
  }
}

TEST(PeopleFileTest, NumbersThatLostTheirZerosAreNoted) {
  const auto notes = [](const std::string& list, const std::vector<std::string>& known) {
    std::vector<PeopleLine> people = Read(list);
    NoteLostZeros(known, people);
    std::vector<std::string> all;
    for (const PeopleLine& person : people) {
      if (!person.note.empty()) all.push_back(absl::StrCat(person.line, " ", person.note));
    }
    return all;
  };
  EXPECT_THAT(notes("hr_id\n125\n000126\n", {}),
              ElementsAre("2 hr_id: 125 looks like 000125; were its leading zeros lost?"));
  EXPECT_THAT(
      notes("hr_id\n125\n126\n", {"000125", "123456"}),
      ElementsAre(HasSubstr("2 hr_id: 125 looks like 000125"), HasSubstr("3 hr_id: 126 looks like 000126")));
  EXPECT_THAT(notes("hr_id\n125\n000125\n", {}), ElementsAre(HasSubstr("2 hr_id: 125")));
  EXPECT_THAT(notes("hr_id\n125\n126\n", {"123456"}), IsEmpty()) << "none has zeros in front";
  EXPECT_THAT(notes("hr_id\n125\n", {"0001", "00001"}), IsEmpty()) << "of which width they are is not known";
  EXPECT_THAT(notes("hr_id\n123456\nA25\n1234567\n0\n", {"000001"}), ElementsAre()) << "none is too short";
  EXPECT_THAT(notes("email\na@x.uk\n", {"000001"}), IsEmpty());
}

}  // namespace
}  // namespace obt::ctl
