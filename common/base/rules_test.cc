#include "common/base/rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_info.pb.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/team.pb.h"

namespace obt {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "field: what is wrong" of each fault.
template <typename Message>
std::vector<std::string> FaultsOf(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  std::vector<std::string> faults;
  const Violations violations = validate::ByRules(message);
  for (const FieldViolation& fault : violations.faults())
    faults.push_back(fault.field + ": " + fault.description);
  return faults;
}

constexpr char kTeam[] = "team_id: '01890a5d-ac96-774b-bcce-b302099a8057' ";

TEST(Rules, FaultsComeInTheOrderOfTheFields) {
  EXPECT_THAT(FaultsOf<identity::v1::GetPersonRequest>(""), ElementsAre("person_id: is required"));
  EXPECT_THAT(FaultsOf<identity::v1::SetHeadcountsRequest>("headcounts {} request_id: ' '"),
              ElementsAre("programme_id: is required", "headcounts[0].organisation_code: is required",
                          "headcounts[0].dated: is required", "headcounts[0].source: is required",
                          testing::StartsWith("request_id: ")));
}

TEST(Rules, WhatAMaskMayNameIsRequiredOnlyIfItDoes) {
  using Request = identity::v1::UpdateTeamRequest;
  EXPECT_THAT(FaultsOf<Request>(kTeam), ElementsAre("name: is required", "organisation_code: is required",
                                                    "facilitator_ids: must have 1 to 10 entries"));
  EXPECT_THAT(FaultsOf<Request>(std::string(kTeam) + "update_mask { paths: 'member_ids' }"), IsEmpty());
  EXPECT_THAT(
      FaultsOf<Request>(std::string(kTeam) + "update_mask { paths: 'state' }"),
      ElementsAre("update_mask: must name nothing but name, organisation_code, facilitator_ids, member_ids"));
}

TEST(Rules, EntriesAreUniqueByTheirFieldsTogether) {
  const std::string day = "dated { year: 2024 month: 1 day: 1 } source: 's' ";
  const std::string of_a = "headcounts { organisation_code: 'a' " + day + "} ";
  const std::string of_b = "headcounts { organisation_code: 'b' " + day + "} ";
  using Request = identity::v1::SetHeadcountsRequest;
  EXPECT_THAT(FaultsOf<Request>("programme_id: 'p' " + of_a + of_b), IsEmpty());
  EXPECT_THAT(FaultsOf<Request>("programme_id: 'p' " + of_a + of_b + of_a),
              ElementsAre("headcounts[2].dated: must not be listed twice"));
}

TEST(Rules, PeriodsAreInOrder) {
  const std::string days = "first_day { year: 2024 month: 1 day: 2 } last_day { year: 2024 month: 1 day: ";
  EXPECT_THAT(FaultsOf<identity::v1::ProgrammeStep>("title: 't' " + days + "2 }"), IsEmpty());
  EXPECT_THAT(FaultsOf<identity::v1::ProgrammeStep>("title: 't' " + days + "1 }"),
              ElementsAre("last_day: must not be before first_day"));
}

TEST(Rules, WhatStatesNoRuleOrHasItsOwnFailsAtOnce) {
  EXPECT_DEATH(validate::RulesOf(*google::rpc::ErrorInfo::descriptor()), "states no form; give it a rule");
  EXPECT_DEATH(validate::OnlyRulesOf(*identity::v1::FindPersonRequest::descriptor()),
               "has rules of its own, but its Validate was not included");
}

}  // namespace
}  // namespace obt
