// Every example that `--help` shows is run as it stands, on a small world with the project's reference data.
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/cli/command_line.h"
#include "common/testing/deployment.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt_service_specs.h"
#include "tests/e2e/command_shell.h"
#include "tools/obtctl/nouns.h"

namespace obt::testing {
namespace {

namespace fs = std::filesystem;

// A release of another day, alone of those that are not published.
constexpr char kNoDraft[] =
    "obtctl release list -o csv | awk -F, '$4 == \"draft\" || $4 == \"pre_release\" { print $1 }' |\n"
    "  while read -r open; do obtctl release discard $open --reason Another; done";
constexpr char kMakeDraft[] =
    "\nDAY=2024-11-$(($(obtctl release list -o csv | wc -l) + 9))\n"
    "RELEASE=$(obtctl release create --as-of $DAY -o csv | tail -n 1 | cut -d, -f1)";

// What must have happened before the examples of a command, beside the world.
const std::map<std::string, std::string>& Before() {
  static const std::string draft = absl::StrCat(kNoDraft, kMakeDraft);
  static const std::string published = absl::StrCat(draft, " && obtctl release publish $RELEASE");
  static const auto& before = *new std::map<std::string, std::string>{
      {"release create", kNoDraft},
      {"release show", draft},
      {"release tables", draft},
      {"release readers", draft},
      {"release audit", draft},
      {"release fetch", draft},
      {"release pre-release", draft},
      {"release publish", draft},
      {"release discard", draft},
      {"release revise", published},
      {"release diff", absl::StrCat(published, "; BEFORE=$RELEASE AFTER=$RELEASE")},
      {"people reinstate", "obtctl people left $PERSON --effective 2024-11-04"},
      {"learning retract",
       "obtctl learning record $PERSON --module innovation-masterclass/test-and-learn --id EVENT \\\n"
       "  --at 2024-11-20 --as dwp-intranet"},
      {"survey show",
       "obtctl survey submit $PERSON pre-survey --answer skills-before=2,support-before=4 --as dwp-intranet"},
      {"survey withdraw",
       "obtctl survey submit $PERSON pre-survey --answer skills-before=2,support-before=4 --as dwp-intranet"},
      {"progress", "obtctl freshness --wait 60 --quiet"},
      {"backup restore", "BACKUP=$(obtctl backup list learning -o csv | sed -n 2p | cut -d, -f1)"},
  };
  return before;
}

// The way of an idea, a station after the other. Each needs those before it; $PERSON facilitates $TEAM and
// $OTHER, and calls for $PERSON are made with $FOR.
struct Station {
  const char* name;
  const char* script;
};
constexpr Station kWay[] = {
    {"draft",
     "IDEA=$(obtctl idea create $TEAM --title 'Templates for letters' --approval-needed policy \\\n"
     "  --approval-obtained policy $FOR --id)"},
    {"proposed", "obtctl idea propose $IDEA $FOR"},
    {"talked", "CONVERSATION=$(obtctl conversation log $TEAM --held-on 2024-11-20 --attendance 9 $FOR --id)"},
    {"agreed", "obtctl idea agree $IDEA --conversation $CONVERSATION --try-by 2024-12-20 $FOR"},
    {"planned",
     "EXPERIMENT=$(obtctl experiment plan $IDEA --hypothesis 'Less time' --measure Hours \\\n"
     "  --starts-on 2024-12-02 --ends-on 2025-01-31 $FOR --id)"},
    {"running", "obtctl experiment start $EXPERIMENT --started-on 2024-12-02 $FOR"},
    {"concluded",
     "obtctl experiment conclude $EXPERIMENT --outcome worked --learnt Much --helped skills \\\n"
     "  --benefit 'staff_time:10h->6h/week' --concluded-on 2025-01-31 $FOR"},
    {"drafted",
     "CASE_STUDY=$(obtctl case-study draft --experiment $EXPERIMENT --title Templates \\\n"
     "  --story 'We wrote ten' --learnt 'They need an owner' $FOR --id)"},
    {"submitted", "obtctl case-study submit $CASE_STUDY $FOR"},
    {"published", "obtctl case-study publish $CASE_STUDY --published-on 2025-02-03"},
    {"adopted",
     "ADOPTION=$(obtctl adoption start $CASE_STUDY --team $OTHER --adopted-on 2025-02-10 $FOR --id)"},
    {"reported",
     "obtctl adoption report $ADOPTION --outcome worked --learnt 'Eight of ten' \\\n"
     "  --concluded-on 2025-03-31 $FOR"},
};

// How far along an example begins, by how it begins, and what else must have happened then.
struct Beginning {
  std::string station;
  std::string more = "";
};
const std::map<std::string, Beginning>& Beginnings() {
  static const std::string comment = "COMMENT=$(obtctl comment add $IDEA --text 'We too' $FOR --id)";
  static const std::string duplicate =
      "DUPLICATE=$(obtctl idea create $TEAM --title 'Templates for letters' $FOR --id) &&\n"
      "  obtctl idea propose $DUPLICATE $FOR";
  static const auto& beginnings = *new std::map<std::string, Beginning>{
      {"conversation log", {"proposed"}},
      {"conversation show", {"talked"}},
      {"conversation withdraw", {"agreed"}},
      {"idea edit", {"draft"}},
      {"idea propose", {"draft"}},
      {"idea agree", {"talked"}},
      {"idea park", {"proposed"}},
      {"idea reopen", {"proposed", "obtctl idea park $IDEA --reason Later $FOR"}},
      {"idea show", {"draft"}},
      {"idea similar", {"proposed"}},
      {"idea merge", {"proposed", duplicate}},
      {"idea unmerge",
       {"proposed", duplicate + " &&\n  obtctl idea merge $DUPLICATE --duplicate $IDEA --reason Same"}},
      {"idea endorse", {"proposed"}},
      {"idea unendorse", {"proposed"}},
      {"experiment plan", {"agreed"}},
      {"experiment edit", {"planned"}},
      {"experiment start", {"planned"}},
      {"experiment conclude", {"running"}},
      {"experiment show", {"running"}},
      {"case-study draft", {"concluded"}},
      {"case-study draft --adoption", {"reported"}},
      {"case-study edit", {"drafted"}},
      {"case-study submit", {"drafted"}},
      {"case-study publish", {"submitted"}},
      {"case-study withdraw", {"published"}},
      {"case-study show", {"published"}},
      {"adoption start", {"published", "TEAM=$OTHER"}},
      {"adoption report", {"adopted"}},
      {"adoption list", {"adopted"}},
      {"story", {"reported"}},
      {"comment", {"proposed", comment}},
      {"report make", {"proposed"}},
      {"report resolve", {"proposed", "REPORT=$(obtctl report make $IDEA --reason Names $FOR --id)"}},
  };
  return beginnings;
}

// Of those an example begins with the longest.
const Beginning* BeginningOf(const std::string& example) {
  const Beginning* longest = nullptr;
  for (const auto& [begin, beginning] : Beginnings()) {
    if (absl::StartsWith(example, absl::StrCat("obtctl ", begin, " "))) longest = &beginning;
  }
  return longest;
}

// Examples that end with another code than 0, and why.
const std::map<std::string, int>& Exits() {
  static const auto& exits = *new std::map<std::string, int>{
      {"store recover", 1},  // the store is whole: nothing is lost, so nothing is accepted
  };
  return exits;
}

std::vector<std::string> ExamplesIn(const std::string& help) {
  std::vector<std::string> examples;
  bool within = false, goes_on = false;
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    within = within || absl::StartsWith(line, "Example");
    if (within && (goes_on || absl::StartsWith(line, "  obtctl "))) {
      if (goes_on) {
        absl::StrAppend(&examples.back(), "\n", line);
      } else {
        examples.emplace_back(absl::StripLeadingAsciiWhitespace(line));
      }
      goes_on = absl::EndsWith(line, "\\");
    }
  }
  return examples;
}

class ExamplesTest : public ::testing::Test {
 protected:
  ExamplesTest() : shell_(deployment_.path()) {
    for (const char* directory : {".obt/tokens", ".obt/keys/public", ".obt/backups", ".obt/data"})
      fs::create_directories(shell_.Path(directory));
    fs::create_symlink(shell_.Path("endpoints.json"), shell_.Path(".obt/endpoints.json"));
    fs::create_symlink(shell_.Path("private.pem"), shell_.Path(".obt/keys/dev.private.pem"));
    fs::create_symlink(shell_.Path("jwks.json"), shell_.Path(".obt/keys/public/dev.jwks.json"));
    fs::create_directory_symlink(shell_.Path("learning-backups"), shell_.Path(".obt/backups/learning"));
    fs::create_directory_symlink(OBT_SOURCE_DIR "/deploy", shell_.Path("deploy"));
    const std::string list = "hr_id,email,name,grade\n0004711,a.b@homeoffice.gov.uk,A B,HEO\n";
    for (const char* name : {"staff.csv", "everybody.csv"}) std::ofstream(shell_.Path(name)) << list;
    servers_.push_back(deployment_.Start(SpecOf("identity"), "admin"));
    Must(
        "obtctl token mint --client admin && obtctl status --service identity --wait 60 --quiet\n"
        "for service in learning ideas aggregator reporting; do\n"
        "  obtctl client create $service && obtctl client grant $service --role service || exit\n"
        "done");
    for (const char* service : {"learning", "ideas", "aggregator", "reporting"})
      servers_.push_back(deployment_.Start(SpecOf(service)));
    Must(
        "dwp=department-for-work-pensions\n"
        "obtctl status --wait 60 --quiet && obtctl reference load deploy/reference &&\n"
        "obtctl token mint --client dwp-intranet && obtctl client create dwp-intranet &&\n"
        "obtctl client grant dwp-intranet --role integration --organisation $dwp &&\n"
        "obtctl client grant dwp-intranet --role organisation_reporter --organisation $dwp &&\n"
        "obtctl organisation create dwp --name DWP &&\n"
        "obtctl people import staff.csv --organisation home-office &&\n"
        "obtctl freshness --wait 60 --quiet");
    identity_ = deployment_.ClientTo("identity", "admin");
    Person("a.b@dwp.gov.uk");
  }
  void Must(const std::string& script) {
    if (const int code = shell_.Run(script); code != 0)
      ADD_FAILURE() << script << "\nended with " << code << "\n" << shell_.Out() << shell_.Err();
  }
  // Made for every example, so that none stands in the way of another.
  std::string Person(const std::string& email) {
    identity::v1::CreatePersonRequest request;
    request.set_organisation_code("department-for-work-pensions");
    request.set_name("Ann");
    request.set_email(email);
    request.set_hr_id(email);
    request.mutable_from_day()->set_year(2024);
    request.mutable_from_day()->set_month(4);
    request.mutable_from_day()->set_day(1);
    return identity_->Call<identity::v1::CreatePersonResponse>(request)->person().person_id();
  }
  std::string Team(const std::string& facilitator) {
    identity::v1::CreateTeamRequest request;
    request.mutable_team()->set_programme_id("obt-2024");
    request.mutable_team()->set_organisation_code("home-office");
    request.mutable_team()->set_name("Visas");
    request.mutable_team()->add_facilitator_ids(facilitator);
    return identity_->Call<identity::v1::CreateTeamResponse>(request)->team().team_id();
  }
  std::string Import() {
    identity::v1::StartImportRequest request;
    request.set_organisation_code("home-office");
    request.set_mode(identity::v1::IMPORT_MODE_DELTA);
    return identity_->Call<identity::v1::StartImportResponse>(request)->import().import_id();
  }
  static void WalkTo(const Beginning& beginning, std::vector<std::string>& lines) {
    for (const Station& station : kWay) {
      lines.push_back(absl::StrCat(station.script, " || exit"));
      if (station.name == beginning.station) break;
    }
    if (!beginning.more.empty()) lines.push_back(absl::StrCat(beginning.more, " || exit"));
  }
  // The example with values for its words in capitals.
  std::string ScriptOf(const std::string& command, const std::string& example) {
    const std::string number = absl::StrCat(++examples_);
    std::vector<std::string> lines;
    const auto let = [&](absl::string_view name, const std::string& value) {
      lines.push_back(absl::StrCat(name, "=", value));
    };
    const std::string person = Person(absl::StrCat("p", number, "@dwp.gov.uk"));
    let("PERSON", person);
    let("COLLEAGUE", Person(absl::StrCat("c", number, "@dwp.gov.uk")));
    const Beginning* beginning = BeginningOf(example);
    if (beginning != nullptr || absl::StrContains(example, "TEAM")) let("TEAM", Team(person));
    if (absl::StrContains(example, "IMPORT")) let("IMPORT", Import());
    const auto before = Before().find(command);
    if (before != Before().end()) lines.push_back(absl::StrCat(before->second, " || exit"));
    if (beginning != nullptr) {
      let("OTHER", Team(person));
      let("FOR", "\"--for $PERSON --as dwp-intranet\"");
      WalkTo(*beginning, lines);
    }
    lines.push_back(absl::StrReplaceAll(example, {{"PERSON", "$PERSON"},
                                                  {"COLLEAGUE", "$COLLEAGUE"},
                                                  {"TEAM", "$TEAM"},
                                                  {"CONVERSATION", "$CONVERSATION"},
                                                  {"IDEA", "$IDEA"},
                                                  {"DUPLICATE", "$DUPLICATE"},
                                                  {"EXPERIMENT", "$EXPERIMENT"},
                                                  {"CASE_STUDY", "$CASE_STUDY"},
                                                  {"ADOPTION", "$ADOPTION"},
                                                  {"COMMENT", "$COMMENT"},
                                                  {"REPORT", "$REPORT"},
                                                  {"IMPORT", "$IMPORT"},
                                                  {"RELEASE", "$RELEASE"},
                                                  {"BEFORE", "$BEFORE"},
                                                  {"AFTER", "$AFTER"},
                                                  {"BACKUP", "$BACKUP"}}));
    return absl::StrJoin(lines, "\n");
  }

  Deployment deployment_;
  CommandShell shell_;
  std::vector<std::unique_ptr<app::Server>> servers_;
  std::unique_ptr<rpc::Client> identity_;
  int examples_ = 0;
};

TEST_F(ExamplesTest, EveryExampleOfEveryHelpDoesWhatItSays) {
  const ctl::Program program = ctl::Obtctl();
  for (const cli::Command& command : program.commands) {
    std::vector<std::string> words = absl::StrSplit(command.path, ' ');
    words.push_back("--help");
    const std::vector<std::string> examples = ExamplesIn(ctl::ParseCommandLine(program, words).message);
    EXPECT_FALSE(examples.empty()) << command.path;
    const auto exit = Exits().find(command.path);
    for (const std::string& example : examples) {
      const int code = shell_.Run(ScriptOf(command.path, example));
      EXPECT_EQ(code, exit == Exits().end() ? 0 : exit->second) << example << "\n"
                                                                << shell_.Out() << shell_.Err();
    }
  }
  RecordProperty("examples", examples_);
  EXPECT_GT(examples_, 110);
}

}  // namespace
}  // namespace obt::testing
