#include "tools/obtctl/people_codes.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace obt::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void AddEntry(identity::v1::ReferenceList& list, const std::string& code, const std::string& name) {
  list.add_entries()->set_code(code);
  list.mutable_entries(list.entries_size() - 1)->set_name(name);
}
void AddMapping(identity::v1::ReferenceList& list, const std::string& name, const std::string& code) {
  list.add_mappings()->set_source_name(name);
  list.mutable_mappings(list.mappings_size() - 1)->set_code(code);
}

StaffCodes Codes() {
  StaffCodes codes;
  identity::v1::ReferenceList grades;
  AddEntry(grades, "HEO", "Higher executive officer");
  AddEntry(grades, "G7", "Grade 7");
  AddEntry(grades, "PB1", "SCS: deputy director");
  AddEntry(grades, "PB2", "SCS");
  AddEntry(grades, "PB3", "SCS");
  AddMapping(grades, "SCS_DEPUTY_DIRECTOR", "PB1");
  AddMapping(grades, "OTHER", "PB2");
  AddMapping(grades, "OTHER", "PB3");
  AddMapping(grades, "G7", "PB1");  // a code is never another's name
  codes.Add("grade", grades);
  identity::v1::ReferenceList professions;
  AddEntry(professions, "DIGITAL_DATA_AND_TECHNOLOGY", "Digital, data and technology");
  AddEntry(professions, "POLICY", "Policy");
  AddEntry(professions, "PROPERTY", "Property");
  for (char c = 'A'; c <= 'Z'; ++c) AddEntry(professions, absl::StrCat("SOMETHING_", std::string(1, c)), "x");
  codes.Add("profession", professions);
  codes.Add("region", {});
  return codes;
}

TEST(PeopleCodesTest, CodesAreTakenInAnyCaseAndByName) {
  const std::vector<std::vector<std::string>> cases = {
      {"grade", "HEO", "HEO"},
      {"grade", "heo", "HEO"},
      {"grade", "H.E.O.", "HEO"},
      {"grade", "Higher Executive Officer", "HEO"},
      {"grade", "Grade 7", "G7"},
      {"grade",
       "Grade\xC2\xA0"
       "7",
       "G7"},
      {"grade", "GRADE7", "G7"},
      {"grade", "g 7", "G7"},
      {"grade", "SCS - Deputy Director", "PB1"},
      {"grade", "SCS Deputy Director", "PB1"},
      {"grade", "unknown", "UNKNOWN"},
      {"grade", "", ""},
      {"profession", "Digital, Data & Technology", "DIGITAL_DATA_AND_TECHNOLOGY"},
      {"profession", "policy", "POLICY"},
      {"region", "anything", "anything"},
      {"name", "Kim", "Kim"},
  };
  for (const auto& c : cases) {
    const CleanCell cell = Codes().CodeOf(c[0], c[1]);
    EXPECT_EQ(cell.text, c[2]) << c[1];
    EXPECT_EQ(cell.fault, "") << c[1];
  }
}

TEST(PeopleCodesTest, AnUnknownOneIsNamedWithTheCodesThereAre) {
  EXPECT_EQ(Codes().CodeOf("grade", "Grade 99").fault,
            "\"Grade 99\" is not in the list of grades; it has HEO, G7, PB1, PB2, PB3, UNKNOWN");
  for (const char* ambiguous : {"SCS", "other", "#N/A", "N/A"})
    EXPECT_THAT(Codes().CodeOf("grade", ambiguous).fault, HasSubstr("is not in the list of grades"))
        << ambiguous;
  const std::string nearest = Codes().CodeOf("profession", "Polcy").fault;
  EXPECT_THAT(nearest, HasSubstr("\"Polcy\" is not in the list of professions; the nearest are POLICY, "));
  EXPECT_THAT(nearest, HasSubstr("and what is not known is UNKNOWN"));
  EXPECT_THAT(nearest, Not(HasSubstr("DIGITAL")));
  EXPECT_THAT(Codes().CodeOf("grade", "Zo\xC2\xA0" + std::string(100, 'x')).fault,
              HasSubstr("\"Zo<U+00A0>xxx"));
}

}  // namespace
}  // namespace obt::ctl
