// The jobs of imports: one that keeps failing keeps no other waiting.
#include "services/identity/import/jobs.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/rows.h"
#include "services/identity/import/staged_fixture.h"

namespace obt::identity {
namespace {

using ::testing::HasSubstr;

class ImportJobsTest : public StagedImportTest {
 protected:
  // An import of one row, finished but not yet worked off.
  std::string Finished(const std::string& code, const std::string& row) {
    const std::string id = Start("both", code, "mode: IMPORT_MODE_SNAPSHOT");
    EXPECT_THAT(Stage("both", id, row), HasSubstr("STAGED"));
    Finish("both", id);
    return id;
  }
  template <typename Id>
  void PutBytes(const obt::store::TableRef& table, const Id& id, const std::string& bytes) {
    World::Must(world_.store()->Execute([&](obt::store::Txn& txn) {
      txn.PutRaw(table, obt::store::EncodeKey(std::tuple(id)), bytes);
      return absl::OkStatus();
    }));
  }
  void PutContact(const PersonId& id, const std::string& bytes) { PutBytes(kContacts, id, bytes); }
};

TEST_F(ImportJobsTest, AnImportWhoseStepKeepsFailingWaitsLongerEachTimeAndTheOthersGoOn) {
  const PersonId ann =
      *ParseId<PersonId>(world_.AddPerson("dwp", "ann", "hr_id: '1' from_day $D{2024-01-01}"));
  std::string contact;
  ASSERT_TRUE(*world_.store()->Now().GetRaw(kContacts, obt::store::EncodeKey(std::tuple(ann)), contact));
  PutContact(ann, "\xff");
  const std::string stuck = Finished("dwp", "hr_id: '1'"), other = Finished("hmrc", "hr_id: '1'");
  EXPECT_EQ(jobs_.WorkOff(), absl::Seconds(1));
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_FINISHING);
  EXPECT_EQ(Get(other).state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_jobs_waiting{job=\"import\"} 1"));
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"import\"} 1"));

  const std::string later = Finished("hmrc", "hr_id: '1'");
  jobs_.WorkOff();
  EXPECT_EQ(Get(later).state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"import\"} 1"))
      << "it was not tried in between";
  world_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(jobs_.WorkOff(), absl::Seconds(2));
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"import\"} 2"));

  PutContact(ann, contact);
  world_.clock().Advance(absl::Seconds(2));
  EXPECT_EQ(jobs_.WorkOff(), absl::Hours(1)) << "nothing is left to do but to look for what has outlived";
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_jobs_waiting{job=\"import\"} 0"));
}

TEST_F(ImportJobsTest, OneThatIsStuckDoesNotKeepWhatHasOutlivedItsTime) {
  const PersonId ann =
      *ParseId<PersonId>(world_.AddPerson("dwp", "ann", "hr_id: '1' from_day $D{2024-01-01}"));
  PutContact(ann, "\xff");
  const std::string stuck = Finished("dwp", "hr_id: '1'");
  world_.clock().Advance(absl::Seconds(1));
  const std::string forgotten = Start("both", "hmrc", "mode: IMPORT_MODE_SNAPSHOT");
  EXPECT_EQ(Stage("both", forgotten, "hr_id: '1'"), "STAGED 1");
  const std::string empty = Start("both", "hmrc", "mode: IMPORT_MODE_SNAPSHOT");
  jobs_.WorkOff();
  world_.clock().Advance(absl::Hours(24 * 30) + absl::Seconds(1));
  jobs_.WorkOff();
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_FINISHING);
  EXPECT_EQ(Get(forgotten).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(Get(empty).state(), v1::IMPORT_STATE_CANCELLED) << "though it has no rows to drop";
}

TEST_F(ImportJobsTest, AnImportThatCannotBeReadKeepsNoOtherBeyondItsTime) {
  const std::string broken = Start("both", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  EXPECT_EQ(Stage("both", broken, "hr_id: '1'"), "STAGED 1");
  world_.clock().Advance(absl::Seconds(1));
  const std::string staged = Start("both", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  EXPECT_EQ(Stage("both", staged, "hr_id: '1'"), "STAGED 1");
  const std::string empty = Start("both", "hmrc", "mode: IMPORT_MODE_SNAPSHOT");
  PutBytes(kImports, *ParseId<ImportId>(broken), "\xff");
  EXPECT_FALSE(Step(broken)) << "without a job there is nothing to read it for";
  world_.clock().Advance(absl::Hours(24 * 30) + absl::Seconds(1));
  EXPECT_EQ(jobs_.WorkOff(), absl::Hours(1));
  EXPECT_EQ(Get(staged).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(Get(empty).state(), v1::IMPORT_STATE_CANCELLED);
}

TEST_F(ImportJobsTest, AnOrganisationHasAtMostTenOpenImportsWithStagedRows) {
  const auto start = [this](const std::string& code, const std::string& mode) {
    return world_.Try<v1::StartImportResponse>(
        "both", absl::StrCat("organisation_code: '", code, "' mode: IMPORT_MODE_", mode));
  };
  const std::string oldest = Finished("dwp", "hr_id: '1'");  // and not yet worked off
  for (int i = 1; i < kMaxOpenImportsPerOrganisation; ++i) {
    world_.clock().Advance(absl::Seconds(1));
    EXPECT_THAT(start("dwp", i % 2 == 0 ? "SNAPSHOT" : "DELTA dry_run: true"), ::obt::testing::IsOk());
  }
  const auto refused = start("dwp", "SNAPSHOT");
  EXPECT_THAT(refused, ::obt::testing::StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("finish or cancel one"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(oldest));
  EXPECT_THAT(start("dwp", "DELTA"), ::obt::testing::IsOk()) << "it stages nothing";
  EXPECT_THAT(start("hmrc", "SNAPSHOT"), ::obt::testing::IsOk());
  jobs_.WorkOff();
  const auto again = start("dwp", "SNAPSHOT");
  ASSERT_THAT(again, ::obt::testing::IsOk()) << "the oldest came to its end";
  EXPECT_THAT(start("dwp", "SNAPSHOT"),
              ::obt::testing::StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  world_.Do<v1::CancelImportResponse>("both", absl::StrCat("import_id: '", again->import().import_id(), "'"));
  EXPECT_THAT(start("dwp", "SNAPSHOT"),
              ::obt::testing::StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"))
      << "what it has staged is not dropped yet";
  jobs_.WorkOff();
  EXPECT_THAT(start("dwp", "SNAPSHOT"), ::obt::testing::IsOk());
}

TEST_F(ImportJobsTest, OneThatIsStuckIsCancelledAndFreesItsPlaceThoughItsRowsCannotBeRead) {
  const std::string stuck = Finished("dwp", "hr_id: '1'");
  const ImportId id = *ParseId<ImportId>(stuck);
  World::Must(world_.store()->Execute([&](obt::store::Txn& txn) {
    txn.PutRaw(kImportRows, obt::store::EncodeKey(std::tuple(id, int64_t{1})), "\xff");
    return absl::OkStatus();
  }));
  jobs_.WorkOff();
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_FINISHING);
  world_.Do<v1::CancelImportResponse>("both", absl::StrCat("import_id: '", stuck, "'"));
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(World::Must(CountOpen(world_.store()->Now(), "dwp", "both")).of_organisation, 1);
  world_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(jobs_.WorkOff(), absl::Hours(1));
  EXPECT_EQ(Get(stuck).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(World::Must(CountOpen(world_.store()->Now(), "dwp", "both")).of_organisation, 0);
  std::string row;
  EXPECT_FALSE(
      *world_.store()->Now().GetRaw(kImportRows, obt::store::EncodeKey(std::tuple(id, int64_t{1})), row));
}

// Runs something once when it is first asked for the time.
class InterruptingClock final : public Clock {
 public:
  InterruptingClock(const Clock& clock, std::function<void()> interrupt)
      : clock_(clock), interrupt_(std::move(interrupt)) {}
  absl::Time Now() const override {
    if (auto interrupt = std::exchange(interrupt_, nullptr)) interrupt();
    return clock_.Now();
  }

 private:
  const Clock& clock_;
  mutable std::function<void()> interrupt_;
};

TEST_F(ImportJobsTest, AStepThatWasUnderWayWhenItsImportWasCancelledChangesNothing) {
  const std::string id = Finished("dwp", "hr_id: '1' email: 'ann@dwp.gov.uk' name: 'Ann'");
  EXPECT_TRUE(Step(id)) << "the guard lets it pass";
  const InterruptingClock clock(world_.clock(), [&] {
    world_.Do<v1::CancelImportResponse>("both", absl::StrCat("import_id: '", id, "'"));
  });
  EXPECT_TRUE(World::Must(RunImportStep({*world_.store(), world_.directory, clock}, *ParseId<ImportId>(id))));
  EXPECT_EQ(Get(id).state(), v1::IMPORT_STATE_CANCELLED);
  WorkOff(id);
  EXPECT_EQ(Get(id).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(CountsOf(Get(id)), "");
  EXPECT_EQ(StaysOf("ann@dwp.gov.uk"), "PERSON_NOT_FOUND");
  EXPECT_EQ(Staged() + Rows(), 0u);
}

TEST_F(ImportJobsTest, NoClientTakesAllThePlacesWhateverItsScope) {
  const auto start = [this](const std::string& client, const std::string& code) {
    return world_.Try<v1::StartImportResponse>(
        client, absl::StrCat("organisation_code: '", code, "' mode: IMPORT_MODE_SNAPSHOT"));
  };
  for (const char* code : {"co", "dwp", "hse", "hmrc", "mod"}) {
    const int most =
        std::string(code) == "dwp" ? kMaxOpenImportsPerOrganisation - 1 : kMaxOpenImportsPerOrganisation;
    for (int i = 0; i < most; ++i) EXPECT_THAT(start("centre", code), ::obt::testing::IsOk());
  }
  world_.Do<v1::CreateOrganisationResponse>(
      "centre", "organisation { code: 'new' name: 'N' kind: ORGANISATION_KIND_DEPARTMENT }");
  EXPECT_THAT(start("centre", "new"), ::obt::testing::IsOk());
  const auto refused = start("centre", "new");
  EXPECT_THAT(refused, ::obt::testing::StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("that this client started"));
  EXPECT_THAT(start("both", "dwp"), ::obt::testing::IsOk());
}

}  // namespace
}  // namespace obt::identity
