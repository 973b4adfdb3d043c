// obtctl verify and releases: those of every edition that stand are audited, and what is found is told like
// any other difference.
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/schema.h"
#include "tests/e2e/command_shell.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class VerifyCommandTest : public ::testing::Test {
 protected:
  VerifyCommandTest() : releases_(world_), shell_(world_.deployment().path()) {
    fs::create_directories(shell_.Path(".obt/tokens"));
    fs::create_symlink(shell_.Path("endpoints.json"), shell_.Path(".obt/endpoints.json"));
    for (const char* client : {"admin", "operator"})
      std::ofstream(shell_.Path(absl::StrCat(".obt/tokens/", client, ".token")))
          << world_.deployment().Token({.client = client});
    releases_.AddPeople("dwp", "first", 30, 12);
    world_.CatchUp();
  }
  std::string Made(const std::string& options) {
    EXPECT_EQ(
        shell_.Run(absl::StrCat("obtctl release create ", options, " -o csv | tail -n 1 | cut -d, -f1")), 0)
        << shell_.Err();
    return std::string(absl::StripAsciiWhitespace(shell_.Out()));
  }
  // Changes one copied answer of a release; or deletes it.
  void Damage(const std::string& release_id, bool deletes) {
    const std::tuple key(*ParseId<reporting::ReleaseId>(release_id), int32_t{0});
    ASSERT_OK(world_.server("reporting").store().Execute([&](obt::store::Txn& txn) {
      auto answer = reporting::kAnswers.Find(txn, key)->value();
      answer.mutable_measures(0)->set_values(0, answer.measures(0).values(0) + 1);
      if (deletes) {
        reporting::kAnswers.Delete(txn, key);
      } else {
        reporting::kAnswers.Put(txn, key, answer);
      }
      return absl::OkStatus();
    }));
  }

  World world_;
  Releases releases_;
  CommandShell shell_;
};

TEST_F(VerifyCommandTest, AuditsEveryReleaseThatStandsAndTellsWhatIsFound) {
  const std::string published = Made("--as-of 2024-10-27 --publish"), draft = Made("--as-of 2024-11-03");
  const std::string other = Made("--programme obt-2023 --as-of 2023-12-10 --publish");
  EXPECT_EQ(shell_.Run("obtctl verify -o json"), 0) << shell_.Err();
  EXPECT_THAT(shell_.Out(), AllOf(HasSubstr("\"releases_audited\": 3"), HasSubstr("\"difference_count\": 0"),
                                  Not(HasSubstr("\"subject\""))));

  Damage(other, /*deletes=*/false);
  EXPECT_EQ(shell_.Run("obtctl verify"), 1);
  EXPECT_THAT(shell_.Out(),
              HasSubstr(absl::StrCat("release ", other, ": what was copied for release ", other)));
  EXPECT_THAT(shell_.Err(), AllOf(HasSubstr("1 of the releases are not as they were proved"),
                                  HasSubstr("RELEASES_DIFFER, DATA_LOSS")));
  EXPECT_THAT(shell_.Out() + shell_.Err(), Not(HasSubstr(absl::StrCat("release ", published, ":"))));

  Damage(draft, /*deletes=*/true);
  EXPECT_EQ(shell_.Run("obtctl verify -o json"), 1);
  EXPECT_THAT(shell_.Out(), AllOf(HasSubstr("\"releases_audited\": 3"),
                                  HasSubstr(absl::StrCat("\"subject\": \"release ", draft, ": "))));
  EXPECT_THAT(shell_.Err(), HasSubstr("2 of the releases are not as they were proved"));
}

TEST_F(VerifyCommandTest, SaysThatWhatACallerMayNotAuditWasNotAudited) {
  const std::string published = Made("--as-of 2024-10-27 --publish");
  Damage(published, /*deletes=*/false);
  EXPECT_EQ(shell_.Run("obtctl verify --as operator -o json"), 0) << shell_.Err();
  EXPECT_THAT(shell_.Out(), HasSubstr("\"releases_audited\": null"));
  EXPECT_THAT(shell_.Err(), HasSubstr("the releases are not audited: "));
}

TEST_F(VerifyCommandTest, WhatIsWithdrawnOrDiscardedIsNotAudited) {
  const std::string id = Made("--as-of 2024-10-27");
  EXPECT_EQ(shell_.Run(absl::StrCat("obtctl release pre-release ", id, " --reader reporter &&\n",
                                    "obtctl release discard ", id, " --reason 'Counted twice' &&\n",
                                    "obtctl release show ", id, " && obtctl verify -o json")),
            0)
      << shell_.Err();
  EXPECT_THAT(shell_.Out(), AllOf(HasSubstr("Counted twice"), HasSubstr("\"releases_audited\": 0")));
}

}  // namespace
}  // namespace obt::testing
