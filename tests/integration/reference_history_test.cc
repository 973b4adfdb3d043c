// What became of two real organisations, loaded from deploy/reference and read as of the days around.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt_tree.h"
#include "services/ideas/spec.h"
#include "services/identity/spec.h"
#include "services/learning/spec.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"

namespace obt::testing {
namespace {

using identity::v1::Organisation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHousing[] = "ministry-of-housing-communities-local-government";
constexpr char kDeca[] = "defence-electronics-and-components-agency";
constexpr char kSupport[] = "defence-equipment-and-support";
constexpr char kDefence[] = "ministry-of-defence";

class ReferenceHistory : public ::testing::Test {
 protected:
  ReferenceHistory() : identity_(deployment_.Start(identity::Spec(), "admin")) {
    admin_ = deployment_.ClientTo("identity", "admin");
    for (const char* service : {"learning", "ideas"}) {
      identity::v1::CreateClientRequest client;
      client.set_client_id(service);
      client.set_title(service);
      Must<identity::v1::CreateClientResponse>(client);
      identity::v1::GrantRoleRequest grant;
      grant.set_client_id(service);
      grant.mutable_grant()->set_role(options::v1::ROLE_SERVICE);
      Must<identity::v1::GrantRoleResponse>(grant);
    }
    learning_ = deployment_.Start(learning::Spec());
    ideas_ = deployment_.Start(ideas::Spec());
  }
  template <typename Response>
  Response Must(const google::protobuf::Message& request) {
    absl::StatusOr<Response> response = admin_->Call<Response>(request);
    if (!response.ok()) Die(response.status().ToString());
    return *std::move(response);
  }
  // As `obtctl reference load deploy/reference`.
  void Load() {
    ctl::SessionSettings settings;
    settings.endpoints_file = deployment_.OptionsOf("identity").endpoints;
    settings.token = deployment_.Token({.client = "admin"});
    settings.output = ctl::Output::kJson;
    ctl::Session session(settings);
    ctl::Arguments arguments;
    arguments.Set("DIR", {absl::StrCat(OBT_SOURCE_DIR, "/deploy/reference")});
    ASSERT_OK(ctl::ReferenceLoadCommand().run(session, arguments));
  }
  Organisation AsOf(const std::string& code, absl::string_view day) {
    identity::v1::GetOrganisationRequest request;
    request.set_organisation_code(code);
    *request.mutable_as_of() = ToDate(*ParseDayText(day));
    return Must<identity::v1::GetOrganisationResponse>(request).organisation();
  }
  std::vector<std::string> Below(const std::string& code, absl::string_view day) {
    identity::v1::ListOrganisationsRequest request;
    request.set_organisation_code(code);
    *request.mutable_as_of() = ToDate(*ParseDayText(day));
    std::vector<std::string> codes;
    const auto response = Must<identity::v1::ListOrganisationsResponse>(request);
    for (const Organisation& organisation : response.organisations()) codes.push_back(organisation.code());
    return codes;
  }
  uint64_t Sequence() {
    return Must<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest()).sequence();
  }
  void ExpectHistory() {
    const Organisation before = AsOf(kHousing, "2024-07-07"), after = AsOf(kHousing, "2024-07-08");
    EXPECT_EQ(before.name(), "Department for Levelling Up, Housing and Communities");
    EXPECT_EQ(before.abbreviation(), "DLUHC");
    EXPECT_EQ(before.later_size(), 1);
    EXPECT_EQ(after.name(), "Ministry of Housing, Communities and Local Government");
    EXPECT_EQ(after.abbreviation(), "MHCLG");
    ASSERT_EQ(after.past_size(), 1);
    EXPECT_EQ(after.past(0).abbreviation(), "DLUHC");
    EXPECT_EQ(FormatDay(*ParseDay(after.past(0).to_day())), "2024-07-08");

    EXPECT_THAT(Below(kDefence, "2024-03-31"), ::testing::Contains(kDeca));
    EXPECT_THAT(Below(kDefence, "2024-04-01"), ::testing::Not(::testing::Contains(kDeca)));
    EXPECT_THAT(AsOf(kSupport, "2024-03-31").predecessor_codes(), IsEmpty());
    EXPECT_THAT(AsOf(kSupport, "2024-04-01").predecessor_codes(), ElementsAre(kDeca));
    EXPECT_EQ(AsOf(kDeca, "2024-04-01").successor_code(), kSupport);
    EXPECT_EQ(FormatDay(*ParseDay(AsOf(kDeca, "2024-03-31").valid_to_day())), "2024-04-01");
  }

 private:
  Deployment deployment_;
  std::unique_ptr<app::Server> identity_, learning_, ideas_;
  std::unique_ptr<rpc::Client> admin_;
};

TEST_F(ReferenceHistory, TheTwoOrganisationsThatChangedIn2024AreReadAsOfTheirDays) {
  Load();
  ExpectHistory();
  const uint64_t loaded = Sequence();
  Load();
  EXPECT_EQ(Sequence(), loaded) << "loading again changes nothing";
}

TEST_F(ReferenceHistory, AnInterruptedLoadGoesOnAndACorrectionStands) {
  // As far as an earlier load came: the organisation is there with its first name.
  identity::v1::CreateOrganisationRequest create;
  create.mutable_organisation()->set_code(kHousing);
  create.mutable_organisation()->set_name("Department for Levelling Up, Housing and Communities");
  create.mutable_organisation()->set_abbreviation("DLUHC");
  create.mutable_organisation()->set_kind(identity::v1::ORGANISATION_KIND_DEPARTMENT);
  Must<identity::v1::CreateOrganisationResponse>(create);
  Load();
  ExpectHistory();
  identity::v1::RenameOrganisationRequest correction;
  correction.set_organisation_code(kHousing);
  correction.set_name("Ministry of Housing");
  *correction.mutable_effective() = ToDate(*ParseDayText("2024-07-08"));
  Must<identity::v1::RenameOrganisationResponse>(correction);
  Load();
  EXPECT_EQ(AsOf(kHousing, "2024-07-08").name(), "Ministry of Housing");
}

}  // namespace
}  // namespace obt::testing
