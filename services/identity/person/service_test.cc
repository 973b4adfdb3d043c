#include <string>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::obt::testing::ViolatesFields;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNobody[] = "01890a5d-ac96-774b-bcce-b302099a8057";

class PersonServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CreatePersonResponse> Create(const std::string& client, const std::string& text) {
    return world_.Try<v1::CreatePersonResponse>(client, text);
  }
  absl::StatusOr<v1::GetPersonResponse> Get(const std::string& id) {
    return world_.Try<v1::GetPersonResponse>("centre", absl::StrCat("person_id: '", id, "'"));
  }
  absl::StatusOr<v1::FindPersonResponse> Find(const std::string& client, const std::string& text) {
    return world_.Try<v1::FindPersonResponse>(client, text);
  }
  absl::StatusOr<v1::MovePersonResponse> Move(const std::string& client, const std::string& id,
                                              const std::string& text) {
    return world_.Try<v1::MovePersonResponse>(client, absl::StrCat("person_id: '", id, "' ", text));
  }
  absl::StatusOr<v1::CorrectStaysResponse> Correct(const std::string& client, const std::string& id,
                                                   const std::string& stays, const std::string& more = "") {
    v1::CorrectStaysRequest request =
        Proto<v1::CorrectStaysRequest>(absl::StrCat("person_id: '", id, "' ", more));
    *request.mutable_stays() = StaysIn(stays);
    return world_.Run<v1::CorrectStaysResponse>(client, request);
  }
  std::string StaysOf(const std::string& id) { return ToText(Get(id)->person().facts().stays()); }
  World world_;
};

TEST_F(PersonServiceTest, ANewPersonIsPublishedWithoutAnythingThatNamesThem) {
  const uint64_t before = world_.sequence();
  const auto created =
      Create("dwp-hr",
             "organisation_code: 'dwp' name: 'Zelda Quux' email: 'Zelda.Quux@dwp.gov.uk' hr_id: 'HR-4711' "
             "grade: 'SEO' from_day $D{2024-09-02}");
  ASSERT_THAT(created, IsOk());
  const v1::PersonFacts& facts = created->person();
  EXPECT_EQ(ToText(facts.stays()), "dwp 2024-09-02..");
  EXPECT_EQ(facts.grade(), "SEO");
  EXPECT_EQ(facts.region(), "UNKNOWN");
  EXPECT_EQ(facts.etag(), "1");
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 1u);
  v1::PersonChanged event;
  ASSERT_TRUE(event.ParseFromString(changes[0].event()));
  EXPECT_EQ(event.person().DebugString(), facts.DebugString());
  for (const char* personal : {"Zelda", "Quux", "zelda", "HR-4711"}) {
    EXPECT_THAT(changes[0].event(), Not(HasSubstr(personal)));
  }
}

TEST_F(PersonServiceTest, APersonIsReadWithContactDetailsAndTimes) {
  const std::string id = world_.AddPerson("dwp", "ann", "hr_id: '7'");
  const auto person = Get(id)->person();
  EXPECT_EQ(person.contact().name(), "ann");
  EXPECT_EQ(person.contact().email(), "ann@dwp.gov.uk");
  ASSERT_EQ(person.contact().references_size(), 1);
  EXPECT_EQ(person.contact().references(0).hr_id(), "7");
  EXPECT_EQ(person.create_time().seconds(), absl::ToUnixSeconds(world_.clock().Now()));
  EXPECT_EQ(ToText(person.facts().stays()), "dwp 2024-10-14..");  // from today, in London
  EXPECT_THAT(Get(kNobody), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

TEST_F(PersonServiceTest, AnAddressOfSomebodyWhoLeftIsGivenOutAgainToAnotherName) {
  const std::string kim = world_.AddPerson("dwp", "kim", "from_day $D{2024-01-01}");
  const auto left = world_.Try<v1::MarkLeftResponse>(
      "dwp-hr", absl::StrCat("person_id: '", kim, "' effective $D{2024-10-01}"));
  ASSERT_THAT(left, IsOk());
  const std::string create = "organisation_code: 'dwp' email: 'kim@dwp.gov.uk' ";
  EXPECT_THAT(Create("dwp-hr", create + "name: ' KIM '"),
              StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"));
  EXPECT_THAT(Create("dwp-hr", create + "name: 'Karl' from_day $D{2024-09-30}"),
              StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"))
      << "on that day it was hers";
  const auto karl = Create("dwp-hr", create + "name: 'Karl'");
  ASSERT_THAT(karl, IsOk());
  EXPECT_NE(karl->person().person_id(), kim);
  EXPECT_EQ(Find("dwp-hr", "email: 'kim@dwp.gov.uk'")->person().contact().name(), "Karl");
  EXPECT_EQ(Get(kim)->person().contact().email(), "");
  EXPECT_EQ(Get(kim)->person().contact().name(), "kim");
  // Of another organisation it may be the same person under a name as another system writes it.
  const auto ann = world_.Try<v1::MarkLeftResponse>(
      "centre", absl::StrCat("person_id: '", world_.AddPerson("hmrc", "ann", "from_day $D{2024-01-01}"),
                             "' effective $D{2024-10-01}"));
  ASSERT_THAT(ann, IsOk());
  EXPECT_THAT(Create("both", "organisation_code: 'dwp' name: 'Smith, Ann' email: 'ann@hmrc.gov.uk'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"));
  // The same for an address somebody changes to.
  const std::string ben = world_.AddPerson("dwp", "ben");
  const auto update = [&] {
    return world_.Try<v1::UpdatePersonResponse>(
        "dwp-hr",
        absl::StrCat("person_id: '", ben, "' email: 'kim@dwp.gov.uk' update_mask { paths: 'email' }"));
  };
  EXPECT_THAT(update(), StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE")) << "Karl is here";
  ASSERT_THAT(
      world_.Try<v1::MarkLeftResponse>(
          "dwp-hr", absl::StrCat("person_id: '", karl->person().person_id(), "' effective $D{2024-10-15}")),
      IsOk());
  EXPECT_THAT(update(), StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE")) << "until tomorrow";
  world_.clock().Advance(absl::Hours(24));
  EXPECT_THAT(
      world_.Try<v1::UpdatePersonResponse>(
          "dwp-hr",
          absl::StrCat("person_id: '", ben,
                       "' email: 'kim@dwp.gov.uk' name: 'Karl' update_mask { paths: ['email', 'name'] }")),
      StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"))
      << "as he who left";
  EXPECT_THAT(update(), IsOk());
  EXPECT_EQ(Find("dwp-hr", "email: 'kim@dwp.gov.uk'")->person().facts().person_id(), ben);
}

TEST_F(PersonServiceTest, AJoinerToComeTakesNoAddressFromSomebodyWhoIsStillHere) {
  const std::string kim = world_.AddPerson("dwp", "kim", "from_day $D{2024-01-01}");
  ASSERT_THAT(world_.Try<v1::MarkLeftResponse>(
                  "dwp-hr", absl::StrCat("person_id: '", kim, "' effective $D{2024-11-01}")),
              IsOk());
  const std::string karl =
      "organisation_code: 'dwp' name: 'Karl' email: 'kim@dwp.gov.uk' from_day $D{2024-12-01}";
  EXPECT_THAT(Create("dwp-hr", karl), StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"));
  EXPECT_EQ(Find("dwp-hr", "email: 'kim@dwp.gov.uk'")->person().facts().person_id(), kim);
  world_.clock().Advance(absl::Hours(24 * 18));  // 1 November
  EXPECT_THAT(Create("dwp-hr", karl), IsOk());
}

TEST_F(PersonServiceTest, EmailAndHrIdAreUniqueWhateverTheCase) {
  world_.AddPerson("dwp", "ann", "hr_id: '7'");
  world_.AddPerson("hmrc", "bob", "hr_id: '7'");  // another organisation's number
  EXPECT_THAT(Create("dwp-hr", "organisation_code: 'dwp' name: 'A' email: 'ANN@DWP.gov.uk'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"));
  EXPECT_THAT(Create("dwp-hr", "organisation_code: 'dwp' name: 'A' email: 'x@dwp.gov.uk' hr_id: '7'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "HR_ID_IN_USE"));
  const auto held = Create("dwp-hr", "organisation_code: 'dwp' name: 'A' email: 'bob@hmrc.gov.uk'");
  EXPECT_THAT(held, StatusIs(absl::StatusCode::kAlreadyExists, "HELD_ELSEWHERE"));
  EXPECT_THAT(std::string(held.status().message()), Not(HasSubstr("bob")));
}

TEST_F(PersonServiceTest, UnknownCodesAndOrganisationsAreRefusedByName) {
  EXPECT_THAT(
      Create("dwp-hr", "organisation_code: 'dwp' name: 'A' email: 'a@b.uk' grade: 'G99' region: 'MARS'"),
      ViolatesFields(ElementsAre("grade", "region")));
  EXPECT_THAT(Create("centre", "organisation_code: 'nowhere' name: 'A' email: 'a@b.uk'"),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(PersonServiceTest, NobodyJoinsAnOrganisationThatHasEnded) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-01-01}");
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  const std::string bob = "organisation_code: 'hmrc' name: 'B' email: 'b@hmrc.gov.uk' ";
  EXPECT_THAT(Create("centre", bob), StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  EXPECT_EQ(Create("centre", bob).status().message(),
            "organisation_code: hmrc ends on 2024-10-01, when dwp takes over; for 2024-10-14 name dwp");
  EXPECT_THAT(Move("centre", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-01}"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  // What was before the end may still be recorded.
  EXPECT_THAT(Create("centre", absl::StrCat(bob, "from_day $D{2024-09-30}")), IsOk());
  EXPECT_THAT(Move("centre", ann, "to_organisation_code: 'hmrc' effective $D{2024-09-30}"), IsOk());
}

TEST_F(PersonServiceTest, FindingTakesEmailOrHrIdAndStaysInScope) {
  const std::string ann = world_.AddPerson("hse", "ann", "hr_id: '7'");
  EXPECT_EQ(Find("dwp-hr", "email: 'ANN@hse.gov.uk'")->person().facts().person_id(), ann);
  EXPECT_EQ(Find("dwp-hr", "organisation_code: 'hse' hr_id: '7'")->person().facts().person_id(), ann);
  const auto unknown = Find("hmrc-hr", "email: 'nobody@hse.gov.uk'");
  const auto outside = Find("hmrc-hr", "email: 'ann@hse.gov.uk'");
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_EQ(unknown.status(), outside.status());
  EXPECT_THAT(Find("hmrc-hr", "organisation_code: 'hse' hr_id: '7'"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  // A former organisation finds nobody by its old number.
  ASSERT_THAT(Move("centre", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-14}"), IsOk());
  EXPECT_THAT(Find("dwp-hr", "organisation_code: 'hse' hr_id: '7'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PersonServiceTest, ABatchAnswersEachIdAndShowsServicesNoContact) {
  const std::string ann = world_.AddPerson("dwp", "ann");
  const std::string bob = world_.AddPerson("hmrc", "bob");
  const std::string request =
      absl::StrCat("person_ids: '", ann, "' person_ids: '", bob, "' person_ids: '", kNobody, "'");
  const auto ask = [&](const std::string& client) {
    return *world_.Try<v1::BatchGetPeopleResponse>(client, request);
  };
  v1::BatchGetPeopleResponse seen = ask("dwp-hr");
  ASSERT_EQ(seen.results_size(), 3);
  EXPECT_EQ(seen.results(0).status().code(), 0);
  EXPECT_EQ(seen.results(0).person().contact().name(), "ann");
  for (const int i : {1, 2}) {
    EXPECT_THAT(rpc::FromProto(seen.results(i).status()),
                StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
    EXPECT_FALSE(seen.results(i).has_person());
  }
  EXPECT_EQ(seen.results(1).status().message(), absl::StrCat("person ", bob, " not found"));
  seen = ask("learning");
  EXPECT_EQ(seen.results(1).person().facts().person_id(), bob);
  EXPECT_FALSE(seen.results(1).person().has_contact());
  EXPECT_EQ(seen.results(2).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
}

TEST_F(PersonServiceTest, AServiceWithAnOrganisationRoleSeesContactOnlyThere) {
  world_.AddClient("mixed", {"role: ROLE_SERVICE", "role: ROLE_INTEGRATION organisation_code: 'dwp'"});
  const std::string ann = world_.AddPerson("dwp", "ann");
  const std::string bob = world_.AddPerson("hmrc", "bob");
  const auto seen = *world_.Try<v1::BatchGetPeopleResponse>(
      "mixed", absl::StrCat("person_ids: '", ann, "' person_ids: '", bob, "'"));
  EXPECT_TRUE(seen.results(0).person().has_contact());
  EXPECT_FALSE(seen.results(1).person().has_contact());
}

TEST_F(PersonServiceTest, AMoveKeepsThePersonAndItsDayBelongsToTheNewOrganisation) {
  const std::string ann = world_.AddPerson("dwp", "ann", "hr_id: '7' from_day $D{2024-09-01}");
  const uint64_t before = world_.sequence();
  const auto moved =
      Move("both", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-01} hr_id: '9' etag: '1'");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->person().person_id(), ann);
  EXPECT_EQ(moved->person().etag(), "2");
  EXPECT_EQ(StaysOf(ann), "dwp 2024-09-01..2024-10-01, hmrc 2024-10-01..");
  EXPECT_EQ(Find("both", "organisation_code: 'hmrc' hr_id: '9'")->person().facts().person_id(), ann);
  EXPECT_EQ(Find("both", "organisation_code: 'dwp' hr_id: '7'")->person().facts().person_id(), ann);
  EXPECT_EQ(world_.Changes(before).size(), 1u);
  // Again: no change. With the old etag: refused.
  EXPECT_EQ(
      Move("both", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-01} hr_id: '9'")->person().etag(),
      "2");
  EXPECT_EQ(world_.Changes(before).size(), 1u);
  EXPECT_THAT(Move("both", ann, "to_organisation_code: 'dwp' effective $D{2024-10-02} etag: '1'"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(PersonServiceTest, AMoveNeedsScopeOverBothOrganisations) {
  const std::string ann = world_.AddPerson("dwp", "ann");
  EXPECT_THAT(Move("dwp-hr", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-15}"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(Move("dwp-hr", ann, "to_organisation_code: 'nowhere' effective $D{2024-10-15}"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  // A stay the caller does not reach begins next month: it may not be cut.
  ASSERT_THAT(Move("centre", ann, "to_organisation_code: 'mod' effective $D{2024-11-01}"), IsOk());
  EXPECT_THAT(Move("both", ann, "to_organisation_code: 'hmrc' effective $D{2024-12-01}"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_EQ(StaysOf(ann), "dwp 2024-10-14..2024-11-01, mod 2024-11-01..");
}

TEST_F(PersonServiceTest, AMoveThatCannotBeIsRefused) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-09-01}");
  world_.AddPerson("hmrc", "bob", "hr_id: '9'");
  EXPECT_THAT(Move("both", ann, "to_organisation_code: 'hmrc' effective $D{2024-08-31}"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "MOVE_BEFORE_STAY"));
  EXPECT_THAT(Move("both", ann, "to_organisation_code: 'hmrc' effective $D{2024-10-01} hr_id: '9'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "HR_ID_IN_USE"));
  EXPECT_THAT(Move("centre", ann, "to_organisation_code: 'nowhere' effective $D{2024-10-01}"),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  EXPECT_THAT(Move("centre", kNobody, "to_organisation_code: 'hmrc' effective $D{2024-10-01}"),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

TEST_F(PersonServiceTest, CorrectedStaysReplaceTheOldOnesAndTheSameAgainChangesNothing) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-09-01}");
  const std::string stays = "dwp 2024-01-01..2024-06-01, hmrc 2024-07-01..";
  const auto corrected = Correct("both", ann, stays, "etag: '1'");
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->person().etag(), "2");
  EXPECT_EQ(StaysOf(ann), stays);
  const uint64_t before = world_.sequence();
  EXPECT_THAT(Correct("both", ann, stays), IsOk());
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_THAT(Correct("both", ann, "dwp 2024-01-01..", "etag: '1'"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(Correct("centre", ann, "dwp 2024-01-01..2024-02-01, nowhere 2024-02-01.."),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  const auto left = Correct("both", ann, "dwp 2024-01-01..2024-06-01");
  EXPECT_EQ(left->person().status(), v1::PERSON_STATUS_LEFT);
}

TEST_F(PersonServiceTest, CorrectingNeedsScopeOverEveryOrganisationWhoseStaysChange) {
  const std::string ann = world_.AddPerson("mod", "ann", "from_day $D{2023-01-01}");
  ASSERT_THAT(Move("centre", ann, "to_organisation_code: 'dwp' effective $D{2024-01-01}"), IsOk());
  // The stay at mod is not the caller's; it may stay as it is but not change.
  EXPECT_THAT(Correct("dwp-hr", ann, "mod 2023-01-01..2024-01-01, dwp 2024-01-01..2024-12-01"), IsOk());
  EXPECT_THAT(Correct("dwp-hr", ann, "mod 2023-01-01..2023-12-01, dwp 2024-01-01..2024-12-01"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(Correct("dwp-hr", ann, "dwp 2024-01-01..2024-12-01"),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Correct("dwp-hr", ann, "mod 2023-01-01..2024-01-01, hmrc 2024-01-01..2024-12-01"),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(PersonServiceTest, AnotherAddressLeavesThePersonTheSame) {
  const std::string ann = world_.AddPerson("dwp", "ann", "hr_id: '7'");
  world_.AddPerson("dwp", "ben");
  world_.AddPerson("mod", "dan");
  const auto update = [&](const std::string& text) {
    return world_.Try<v1::UpdatePersonResponse>(
        "dwp-hr", absl::StrCat("person_id: '", ann, "' update_mask { paths: 'email' } ", text));
  };
  const uint64_t before = world_.sequence();
  auto updated = update("email: 'Ann.Quux@dwp.gov.uk' etag: '1'");
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->person().etag(), "2");
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_THAT(changes[0].event(), Not(HasSubstr("uux")));
  EXPECT_EQ(Find("dwp-hr", "email: 'ann.quux@dwp.gov.uk'")->person().contact().previous_email(),
            "ann@dwp.gov.uk");
  EXPECT_THAT(Find("dwp-hr", "email: 'ann@dwp.gov.uk'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Find("dwp-hr", "organisation_code: 'dwp' hr_id: '7'")->person().facts().person_id(), ann);
  // The same again changes nothing, a stale etag neither.
  EXPECT_EQ(update("email: 'ann.quux@dwp.gov.uk' etag: '2'")->person().etag(), "2");
  EXPECT_THAT(update("email: 'x@dwp.gov.uk' etag: '1'"), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(update("email: 'ben@dwp.gov.uk'"), StatusIs(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE"));
  EXPECT_THAT(update("email: 'dan@mod.gov.uk'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "HELD_ELSEWHERE"));
  EXPECT_EQ(world_.sequence(), before + 1);
  // The old address is free.
  EXPECT_THAT(Create("dwp-hr", "organisation_code: 'dwp' name: 'Ann' email: 'ann@dwp.gov.uk'"), IsOk());
}

TEST_F(PersonServiceTest, AnUpdateRefusesUnknownCodesByName) {
  const std::string ann = world_.AddPerson("dwp", "ann");
  EXPECT_THAT(
      world_.Try<v1::UpdatePersonResponse>(
          "dwp-hr", absl::StrCat("person_id: '", ann, "' grade: 'G99' update_mask { paths: 'grade' }")),
      ViolatesFields(ElementsAre("grade")));
}

TEST_F(PersonServiceTest, SomebodyLeavesAndIsReinstated) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-01-01}");
  const auto leave = [&](const std::string& client, const std::string& text) {
    return world_.Try<v1::MarkLeftResponse>(client, absl::StrCat("person_id: '", ann, "' ", text));
  };
  const auto back = [&](const std::string& client, const std::string& text) {
    return world_.Try<v1::ReinstateResponse>(client, absl::StrCat("person_id: '", ann, "' ", text));
  };
  EXPECT_THAT(back("dwp-hr", ""), StatusIs(absl::StatusCode::kFailedPrecondition, "NOT_LEFT"));
  EXPECT_THAT(leave("dwp-hr", "effective $D{2024-01-01}"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "LEAVE_BEFORE_STAY"));
  EXPECT_THAT(leave("hmrc-hr", ""), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_THAT(leave("dwp-hr", "etag: '9'"), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  const auto left = leave("dwp-hr", "etag: '1'");
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(ToText(left->person().stays()), "dwp 2024-01-01..2024-10-14");
  EXPECT_EQ(left->person().status(), v1::PERSON_STATUS_LEFT);
  EXPECT_EQ(leave("dwp-hr", "")->person().etag(), "2");  // again
  EXPECT_THAT(back("hmrc-hr", ""), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  const auto returned = back("dwp-hr", "effective $D{2024-11-01}");
  ASSERT_THAT(returned, IsOk());
  EXPECT_EQ(ToText(returned->person().stays()), "dwp 2024-01-01..2024-10-14, dwp 2024-11-01..");
  EXPECT_EQ(returned->person().status(), v1::PERSON_STATUS_ACTIVE);
}

TEST_F(PersonServiceTest, NobodyIsReinstatedInAnOrganisationThatHasEnded) {
  const std::string ann = world_.AddPerson("hmrc", "ann", "from_day $D{2024-01-01}");
  const std::string text = absl::StrCat("person_id: '", ann, "' effective ");
  world_.Do<v1::MarkLeftResponse>("centre", text + "$D{2024-06-01}");
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  const auto back = [&](const std::string& day) {
    return world_.Try<v1::ReinstateResponse>("centre", text + day);
  };
  EXPECT_THAT(back("$D{2024-10-01}"), StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  // What was before the end may still be recorded, also that they had not left.
  EXPECT_THAT(back("$D{2024-09-30}"), IsOk());
  world_.Do<v1::MarkLeftResponse>("centre", text + "$D{2024-10-05}");
  EXPECT_THAT(back("$D{2024-10-05}"), IsOk());
}

}  // namespace
}  // namespace obt::identity
