#include "services/identity/person/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::obt::testing::ViolatesFields;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

const char kId[] = "person_id: '01890a5d-ac96-774b-bcce-b302099a8057' ";

TEST(PersonDomainTest, CreateNamesEveryFault) {
  EXPECT_THAT(FaultsOf<v1::CreatePersonRequest>("organisation_code: 'dwp' name: 'A B' email: 'a@dwp.gov.uk'"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CreatePersonRequest>("organisation_code: 'dwp' name: 'A B' email: 'a@dwp.gov.uk' "
                                                "hr_id: '12' grade: 'SEO' profession: 'X_1' "
                                                "region: 'UNKNOWN' from_day $D{2024-01-01} request_id: 'r'"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CreatePersonRequest>(""), ElementsAre("organisation_code", "name", "email"));
  EXPECT_THAT(FaultsOf<v1::CreatePersonRequest>(
                  "organisation_code: 'DWP' name: '\\001' email: 'a' hr_id: ' ' grade: 'g' "
                  "profession: '-' region: 'r' from_day { year: 2024 } request_id: ' '"),
              ElementsAre("organisation_code", "name", "email", "hr_id", "grade", "profession", "region",
                          "from_day", "request_id"));
  EXPECT_THAT(FaultsOf<v1::CreatePersonRequest>(absl::StrCat(
                  "organisation_code: '", std::string(64, 'a'), "' name: '", std::string(201, 'n'),
                  "' email: '", std::string(250, 'e'), "@a.uk' hr_id: '", std::string(65, '1'), "'")),
              ElementsAre("organisation_code", "name", "email", "hr_id"));
}

TEST(PersonDomainTest, ReadsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::GetPersonRequest>(kId), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::GetPersonRequest>("person_id: 'x'"), ElementsAre("person_id"));
  EXPECT_THAT(FaultsOf<v1::BatchGetPeopleRequest>(""), ElementsAre("person_ids"));
  EXPECT_THAT(FaultsOf<v1::BatchGetPeopleRequest>("person_ids: 'x' person_ids: ''"),
              ElementsAre("person_ids[0]", "person_ids[1]"));
  v1::BatchGetPeopleRequest many;
  for (int i = 0; i < 501; ++i) many.add_person_ids("01890a5d-ac96-774b-bcce-b302099a8057");
  EXPECT_THAT(FaultsOf(many), ElementsAre("person_ids"));
  EXPECT_THAT(FaultsOf<v1::ListPeopleRequest>("organisation_code: 'A' page_size: -5"),
              ElementsAre("organisation_code", "page_size"));
}

TEST(PersonDomainTest, FindTakesAnEmailOrAnOrganisationWithItsHrId) {
  struct Case {
    std::string request;
    Faults faults;
  };
  for (const Case& c : std::vector<Case>{{"email: 'a@b.uk'", {}},
                                         {"organisation_code: 'dwp' hr_id: '1'", {}},
                                         {"", {"email"}},
                                         {"email: 'a@b.uk' hr_id: '1'", {"email"}},
                                         {"email: 'a@b.uk' organisation_code: 'dwp'", {"email"}},
                                         {"organisation_code: 'dwp'", {"hr_id"}},
                                         {"hr_id: '1'", {"organisation_code"}},
                                         {"email: 'a'", {"email"}}}) {
    EXPECT_EQ(FaultsOf<v1::FindPersonRequest>(c.request), c.faults) << c.request;
  }
}

TEST(PersonDomainTest, MovesAndCorrectionsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::MovePersonRequest>(
                  absl::StrCat(kId, "to_organisation_code: 'a' effective $D{2024-01-01}")),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::MovePersonRequest>("hr_id: ' ' etag: ' ' request_id: ' '"),
              ElementsAre("person_id", "to_organisation_code", "effective", "hr_id", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::CorrectStaysRequest>(
                  absl::StrCat(kId, "stays { organisation_code: 'a' from_day $D{2024-01-01} }")),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CorrectStaysRequest>("etag: ' ' request_id: ' '"),
              ElementsAre("person_id", "stays", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::CorrectStaysRequest>(absl::StrCat(kId, "stays { } ")),
              ElementsAre("stays[0].organisation_code", "stays[0].from_day"));
}

TEST(PersonDomainTest, UnknownCodesAreRefusedByNameAndUnknownPasses) {
  const auto has = [](v1::ReferenceKind kind, absl::string_view code) {
    return (kind == v1::REFERENCE_KIND_GRADE && code == "SEO") ||
           (kind == v1::REFERENCE_KIND_REGION && code == "TLI");
  };
  const auto check = [&has](const char* facts) {
    return CheckCodes(CodesOf(Proto<v1::PersonFacts>(facts)), has);
  };
  EXPECT_THAT(check("grade: 'SEO' region: 'TLI'"), IsOk());
  EXPECT_THAT(check("grade: 'UNKNOWN' profession: 'UNKNOWN' region: 'UNKNOWN'"), IsOk());
  const absl::Status refused = check("grade: 'G99' profession: 'SEO' region: 'TLI'");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(refused, ViolatesFields(ElementsAre("grade", "profession")));
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("G99"));
}

TEST(PersonDomainTest, DescribingTakesOverWhatIsStatedAndKeepsTheRest) {
  v1::PersonFacts facts = Proto<v1::PersonFacts>("grade: 'SEO' profession: 'LEGAL' region: 'TLI'");
  EXPECT_FALSE(Describe({}, facts));
  EXPECT_FALSE(Describe({.grade = "SEO"}, facts));
  EXPECT_TRUE(Describe({.grade = "G7", .region = "UNKNOWN"}, facts));
  EXPECT_EQ(facts.ShortDebugString(), "grade: \"G7\" profession: \"LEGAL\" region: \"UNKNOWN\"");
}

TEST(PersonDomainTest, SomebodyNewHasOneOpenStayAndUnknownCodes) {
  const auto request = Proto<v1::CreatePersonRequest>(
      "organisation_code: 'dwp' name: 'A B' email: ' A.B@DWP.gov.uk ' hr_id: '7' grade: 'SEO'");
  v1::PersonFacts facts;
  v1::Contact contact;
  Begin(request, DayIn("2024-01-01"), facts, contact);
  EXPECT_EQ(facts.status(), v1::PERSON_STATUS_ACTIVE);
  EXPECT_EQ(facts.grade(), "SEO");
  EXPECT_EQ(facts.profession(), "UNKNOWN");
  EXPECT_EQ(facts.region(), "UNKNOWN");
  EXPECT_EQ(ToText(facts.stays()), "dwp 2024-01-01..");
  EXPECT_EQ(contact.email(), "a.b@dwp.gov.uk");
  EXPECT_EQ(HrIdOf(contact, "dwp"), "7");
}

TEST(PersonDomainTest, EveryOrganisationHasItsOwnNumberForAPerson) {
  v1::Contact contact;
  EXPECT_TRUE(SetHrId(contact, "dwp", "7"));
  EXPECT_FALSE(SetHrId(contact, "dwp", "7"));
  EXPECT_TRUE(SetHrId(contact, "hmrc", "7"));
  EXPECT_TRUE(SetHrId(contact, "dwp", "8"));
  EXPECT_EQ(contact.references_size(), 2);
  EXPECT_EQ(HrIdOf(contact, "dwp"), "8");
  EXPECT_EQ(HrIdOf(contact, "hmrc"), "7");
  EXPECT_EQ(HrIdOf(contact, "mod"), "");
}

TEST(PersonDomainTest, AnErasedPersonCannotBeChanged) {
  EXPECT_THAT(CheckNotErased(Proto<v1::PersonFacts>("status: PERSON_STATUS_LEFT")), IsOk());
  EXPECT_THAT(CheckNotErased(Proto<v1::PersonFacts>("status: PERSON_STATUS_ERASED")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PERSON_ERASED"));
}

TEST(PersonDomainTest, UpdatesNameEveryFault) {
  const std::string id = "person_id: '01890a5d-ac96-774b-bcce-b302099a8057' ";
  EXPECT_THAT(FaultsOf<v1::UpdatePersonRequest>(id + "name: 'A' email: 'a@b.uk'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdatePersonRequest>(id + "grade: 'SEO' update_mask { paths: 'grade' }"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdatePersonRequest>(id + "update_mask { paths: 'region' }"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdatePersonRequest>(id), ElementsAre("name", "email"));
  EXPECT_THAT(FaultsOf<v1::UpdatePersonRequest>(id + "update_mask { paths: 'email' paths: 'stays' }"),
              ElementsAre("email", "update_mask"));
  EXPECT_THAT(
      FaultsOf<v1::UpdatePersonRequest>(
          "name: ' ' email: 'a' grade: 'g' profession: 'p' region: 'r' etag: ' ' request_id: ' '"),
      ElementsAre("person_id", "name", "email", "grade", "profession", "region", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::MarkLeftRequest>(id), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::MarkLeftRequest>("effective { year: 2024 } etag: ' ' request_id: ' '"),
              ElementsAre("person_id", "effective", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::ReinstateRequest>("effective { year: 2024 } etag: ' ' request_id: ' '"),
              ElementsAre("person_id", "effective", "etag", "request_id"));
}

struct UpdateCase {
  std::string request, facts, contact;  // what is different afterwards; both empty: nothing
};

TEST(PersonDomainTest, AnUpdateChangesWhatItsMaskNamesAndWithoutOneEverything) {
  const std::string facts = "grade: 'SEO' profession: 'LEGAL' region: 'TLI'";
  const std::string contact = "name: 'A' email: 'a@b.uk'";
  const std::vector<UpdateCase> cases = {
      {"name: 'A' email: 'A@b.uk' grade: 'SEO' profession: 'LEGAL' region: 'TLI'", "", ""},
      {"name: 'B' update_mask { paths: 'name' }", facts, "name: 'B' email: 'a@b.uk'"},
      {"name: 'B' grade: 'G7' update_mask { paths: 'grade' }",
       "grade: 'G7' profession: 'LEGAL' region: 'TLI'", contact},
      {"email: 'C@d.uk' update_mask { paths: 'email' }", facts,
       "name: 'A' email: 'c@d.uk' previous_email: 'a@b.uk'"},
      {"update_mask { paths: 'region' }", "grade: 'SEO' profession: 'LEGAL' region: 'UNKNOWN'", contact},
      {"name: 'A' email: 'a@b.uk' grade: 'G7'", "grade: 'G7' profession: 'UNKNOWN' region: 'UNKNOWN'",
       contact},
  };
  for (const UpdateCase& c : cases) {
    auto after = Proto<v1::PersonFacts>(facts);
    auto after_contact = Proto<v1::Contact>(contact);
    const bool changed = Update(Proto<v1::UpdatePersonRequest>(c.request), after, after_contact);
    EXPECT_EQ(changed, !c.facts.empty()) << c.request;
    EXPECT_EQ(after.DebugString(), Proto<v1::PersonFacts>(c.facts.empty() ? facts : c.facts).DebugString());
    EXPECT_EQ(after_contact.DebugString(),
              Proto<v1::Contact>(c.contact.empty() ? contact : c.contact).DebugString());
  }
}

TEST(PersonDomainTest, TheLastAddressIsRememberedAndComingBackToItIsNoSecondOne) {
  v1::Contact contact;
  EXPECT_TRUE(SetEmail(contact, "a@b.uk"));
  EXPECT_EQ(contact.previous_email(), "");
  EXPECT_TRUE(SetEmail(contact, "c@b.uk"));
  EXPECT_EQ(contact.previous_email(), "a@b.uk");
  EXPECT_FALSE(SetEmail(contact, "c@b.uk"));
  EXPECT_FALSE(SetEmail(contact, ""));
  EXPECT_TRUE(SetEmail(contact, "a@b.uk"));
  EXPECT_EQ(contact.previous_email(), "c@b.uk");
}

TEST(PersonDomainTest, AnAddressGivenUpAndGotBackIsNotThePreviousOneToo) {
  v1::Contact contact;
  SetEmail(contact, "a@b.uk");
  SetEmail(contact, "c@b.uk");
  contact.clear_email();  // a newcomer has it
  EXPECT_TRUE(SetEmail(contact, "a@b.uk"));
  EXPECT_EQ(contact.previous_email(), "");
}

}  // namespace
}  // namespace obt::identity
