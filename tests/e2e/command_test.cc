// obtctl as a program among others: what it writes where nobody can read it, where it finds nothing, and what
// its formats for programs say.
#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "tests/e2e/command_shell.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// With the `.obt` that obtctl finds by itself.
class CommandTest : public ::testing::Test {
 protected:
  CommandTest()
      : world_(World::Mode::kInProcess, SystemClock::Get(), {"identity", "learning", "ideas", "aggregator"}),
        shell_(world_.deployment().path()) {
    fs::create_directories(shell_.Path(".obt/tokens"));
    fs::create_symlink(shell_.Path("endpoints.json"), shell_.Path(".obt/endpoints.json"));
    for (const char* client : {"admin", "dwp"})
      std::ofstream(shell_.Path(absl::StrCat(".obt/tokens/", client, ".token")))
          << world_.deployment().Token({.client = client});
  }
  World world_;
  CommandShell shell_;
};

TEST_F(CommandTest, OutputThatCannotBeWrittenIsAFailureWhateverWasAsked) {
  world_.CreatePerson("dwp", "ann");
  for (const char* command :
       {"--help", "--help-all", "--version", "people list --help", "funnel", "funnel -o json",
        "funnel -o csv", "metrics query --measure registered -o csv", "watch", "chart --measure registered",
        "chart --measure registered -o svg", "people list", "people list -o json", "status",
        "organisation list -o csv", "people find --email ann@dwp.gov.uk --id",
        "client grant dwp --role operator"}) {
    EXPECT_EQ(shell_.Run(absl::StrCat("obtctl ", command, " >/dev/full")), 4) << command;
    EXPECT_THAT(shell_.Err(), HasSubstr("obtctl: standard output cannot be written: No space left on device"))
        << command;
    EXPECT_EQ(shell_.Run(absl::StrCat("obtctl ", command, " >&-")), 4) << command;
    EXPECT_THAT(shell_.Err(), HasSubstr("obtctl: standard output cannot be written: ")) << command;
  }
  EXPECT_EQ(shell_.Run("obtctl people get nonsense >/dev/full"), 1) << "a refusal stays one";
}

TEST_F(CommandTest, APipeNobodyReadsEndsItQuietly) {
  const std::string gone = "exec 3> >(:); wait $!; ";
  for (const char* command : {"--help-all", "organisation list", "organisation list -o csv"}) {
    EXPECT_EQ(shell_.Run(absl::StrCat(gone, "env --default-signal=PIPE obtctl ", command, " >&3")), 141)
        << "by SIGPIPE, as of any program";
    EXPECT_THAT(shell_.Err(), IsEmpty());
    EXPECT_EQ(shell_.Run(absl::StrCat(gone, "env --ignore-signal=PIPE obtctl ", command, " >&3")), 4)
        << "where that is ignored";
    EXPECT_THAT(shell_.Err(), HasSubstr("standard output cannot be written: Broken pipe"));
  }
}

TEST_F(CommandTest, MachineFormatsHaveEverybodyAndTablesSayThatThereAreMore) {
  constexpr int kPeople = 700;  // more than a page
  identity::v1::ImportPeopleRequest import;
  import.set_import_id(world_.StartImport("dwp", identity::v1::IMPORT_MODE_DELTA));
  for (int i = 0; i < kPeople; ++i) {
    identity::v1::PersonRow& row = *import.add_rows();
    row.set_hr_id(absl::StrCat(i));
    row.set_name(absl::StrCat("Ann ", std::string(1, static_cast<char>('A' + i % 26))));
    row.set_email(absl::StrCat("p", i, "@dwp.gov.uk"));
    row.set_line(i + 2);
  }
  world_.Must<identity::v1::ImportPeopleResponse>(import);
  EXPECT_EQ(shell_.Run("obtctl people list -o csv | wc -l"), 0) << shell_.Err();
  EXPECT_EQ(std::stoi(shell_.Out()), kPeople + 1);
  EXPECT_EQ(shell_.Run("obtctl people list -o json | grep -c person_id"), 0);
  EXPECT_EQ(std::stoi(shell_.Out()), kPeople);
  EXPECT_EQ(shell_.Run("obtctl people list -o csv --limit 5 | wc -l"), 0);
  EXPECT_EQ(std::stoi(shell_.Out()), 6);
  EXPECT_EQ(shell_.Run("obtctl people list"), 0);
  EXPECT_THAT(shell_.Out(), HasSubstr("there are more: raise --limit"));
}

TEST_F(CommandTest, FiguresCarryTheirMarkingProgrammeAndDayInEveryFormat) {
  for (const char* command : {"funnel", "funnel --by week", "metrics query --measure registered",
                              "metrics query --measure registered --by organisation",
                              "metrics query --measure registered --rate learning_started/registered"}) {
    const std::string asked = absl::StrCat("obtctl ", command, " --as-of 2024-12-14");
    EXPECT_EQ(shell_.Run(asked), 0) << shell_.Err();
    EXPECT_THAT(shell_.Out(),
                AllOf(HasSubstr("NOT_FOR_PUBLICATION"), HasSubstr("obt-2024"), HasSubstr("2024-12-14")));
    EXPECT_EQ(shell_.Run(asked + " -o json"), 0) << shell_.Err();
    EXPECT_THAT(shell_.Out(),
                StartsWith("{\n  \"marking\": \"NOT_FOR_PUBLICATION\",\n  \"programme\": \"obt-2024\",\n"
                           "  \"as_of\": \"2024-12-14\",\n  \"rows\": ["));
    EXPECT_EQ(shell_.Run(asked + " -o csv"), 0) << shell_.Err();
    EXPECT_THAT(shell_.Out(), HasSubstr(",marking,programme,as_of\r\n")) << command;
    EXPECT_THAT(shell_.Out(), HasSubstr(",NOT_FOR_PUBLICATION,obt-2024,2024-12-14\r\n")) << command;
  }
}

TEST_F(CommandTest, ChartsAndTheWatchCarryThemAsWell) {
  for (const char* command : {"chart --measure conversed --by week", "chart --measure conversed -o svg",
                              "chart --rate conversed/registered --by department", "watch"}) {
    EXPECT_EQ(shell_.Run(absl::StrCat("obtctl ", command, " --as-of 2024-12-14")), 0) << shell_.Err();
    EXPECT_THAT(shell_.Out(), AllOf(HasSubstr("NOT_FOR_PUBLICATION"), HasSubstr("up to 14 December 2024")));
    EXPECT_THAT(shell_.Out(), Not(HasSubstr("\x1B")));
  }
}

TEST_F(CommandTest, WhatCannotBeDrawnSaysWhy) {
  EXPECT_EQ(shell_.Run("obtctl chart --by week"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("give --measure or --rate"));
  EXPECT_EQ(shell_.Run("obtctl chart --measure registered --rate conversed/registered"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("counts and rates have no axis in common"));
  EXPECT_EQ(shell_.Run("obtctl chart --measure in_scope --by grade"), 1);
  EXPECT_THAT(shell_.Err(), HasSubstr("IN_SCOPE is known by organisation and time only"));
  EXPECT_EQ(shell_.Run("obtctl chart --measure conversed -o csv"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("--output must be one of text, svg, not csv"));
  EXPECT_EQ(shell_.Run("obtctl watch -o json"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("watch draws for people"));
}

TEST_F(CommandTest, CellsAreSafeForSpreadsheetsUnlessTheyAreWantedRaw) {
  EXPECT_EQ(shell_.Run("obtctl client create odd --title '=HYPERLINK(0)' && obtctl client list -o csv"), 0)
      << shell_.Err();
  EXPECT_THAT(shell_.Out(), HasSubstr("\r\nodd,'=HYPERLINK(0),"));
  EXPECT_EQ(shell_.Run("obtctl client list -o csv --raw"), 0);
  EXPECT_THAT(shell_.Out(), HasSubstr("\r\nodd,=HYPERLINK(0),"));
}

TEST_F(CommandTest, WhatWasPrintedIsTakenAgain) {
  const std::string person = world_.CreatePerson("dwp", "ann");
  const std::string record =
      absl::StrCat("obtctl learning record ", person, " --module masterclass/m1 --as dwp ");
  // The hour that happens twice, and a time as tables print it.
  EXPECT_EQ(shell_.Run(record + "--id a --at 2024-10-27T01:30+01:00 && " + record +
                       "--id b --at 2024-10-27T01:30Z"),
            0)
      << shell_.Err();
  EXPECT_EQ(shell_.Run(absl::StrCat("obtctl learning events ", person, " --as dwp -o csv | cut -d, -f1")), 0);
  EXPECT_EQ(shell_.Out(), "occurred_at\n2024-10-27T00:30:00Z\n2024-10-27T01:30:00Z\n");
  EXPECT_EQ(shell_.Run(absl::StrCat("obtctl learning events ", person, " --as dwp")), 0);
  EXPECT_THAT(shell_.Out(),
              AllOf(HasSubstr("\n2024-10-27 01:30:00+01:00  "), HasSubstr("\n2024-10-27 01:30:00Z ")));
  for (const char* printed : {"2024-10-27 01:30:00+01:00", "2024-10-27T00:30:00Z"}) {
    EXPECT_EQ(shell_.Run(absl::StrCat(record, "--id a --at '", printed, "'")), 0)
        << "the same event; " << shell_.Err();
  }
  EXPECT_EQ(shell_.Run(record + "--id c --at '2024-10-27 01:30'"), 2);
  EXPECT_EQ(
      shell_.Err(),
      "obtctl: --at: 2024-10-27 01:30 happened twice: say 2024-10-27 01:30+01:00 or 2024-10-27 01:30Z\n");
}

TEST_F(CommandTest, WhatIsMissingHasItsOwnSentence) {
  EXPECT_EQ(shell_.Run("obtctl status --dir /nowhere"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("/nowhere does not exist; --dir names the directory"));
  EXPECT_EQ(shell_.Run("obtctl people list --dir err"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("err is not a directory"));
  EXPECT_EQ(shell_.Run("cd / && obtctl people list"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("there is no .obt directory here or above"));
  EXPECT_EQ(shell_.Run("obtctl people list --as nobody"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("there is no token at "));
  EXPECT_EQ(shell_.Run("obtctl people list --as ../tokens/dwp"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("--as names a client"));
  EXPECT_EQ(shell_.Run("obtctl people list --token-file ."), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("the token at . cannot be read: it is a directory"));
  EXPECT_EQ(shell_.Run(": >empty && obtctl people list --token-file empty"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("empty is empty; mint one"));
  EXPECT_EQ(shell_.Run("echo 'two words' >odd && obtctl people list --token-file odd"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("odd holds something else than a token"));
  EXPECT_EQ(shell_.Run("OBT_TOKEN=$'a\\nb' obtctl people list"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("$OBT_TOKEN holds something else than a token"));
}

TEST_F(CommandTest, NothingIsSentThatIsNoTextAndNothingElseIsSaid) {
  EXPECT_EQ(shell_.Run("obtctl client create odd --title $'Zo\\xEB'"), 2);
  EXPECT_EQ(shell_.Err(), "obtctl: --title is not valid UTF-8: Zo\\xEB\ntry: obtctl client create --help\n");
  EXPECT_EQ(shell_.Run("obtctl people lst"), 2);
  EXPECT_THAT(shell_.Err(), HasSubstr("obtctl people has no command \"lst\"; did you mean \"list\"?"));
  EXPECT_EQ(shell_.Run("obtctl client list"), 0);
  EXPECT_THAT(shell_.Out(), Not(HasSubstr("odd")));
}

TEST_F(CommandTest, EveryProgramTellsItsVersion) {
  const std::string version = world_.ClientTo("identity", "admin")
                                  .Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest())
                                  ->version();
  EXPECT_EQ(shell_.Run("obtctl --version && obt-simulate --version && obt-identity --version"), 0)
      << shell_.Err();
  EXPECT_EQ(shell_.Out(),
            absl::StrCat("obtctl ", version, "\nobt-simulate ", version, "\nobt-identity ", version, "\n"));
}

}  // namespace
}  // namespace obt::testing
