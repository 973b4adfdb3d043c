// What a release withholds stays in reporting's store: with the real processes and the real obtctl, figures
// that cannot be anything else are looked for in every log, in the feed, in what is fetched, and in backups,
// which are marked where they hold them.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/feed/v1/feed.pb.h"
#include "tests/e2e/command_shell.h"
#include "tests/e2e/reporting_store.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

namespace fs = std::filesystem;
using absl::StatusCode;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string ReadAll(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Figures, to be found as they are written, and bytes as they are kept.
struct Secrets {
  std::set<std::string> figures, bytes;

  std::vector<std::string> In(const std::string& text) const {
    std::vector<std::string> found;
    for (const std::string& figure : figures) {
      for (size_t at = text.find(figure); at != std::string::npos; at = text.find(figure, at + 1)) {
        const size_t end = at + figure.size();
        const bool is_within =
            (at > 0 && absl::ascii_isdigit(static_cast<unsigned char>(text[at - 1]))) ||
            (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end])));
        if (is_within) continue;
        found.push_back(figure);
        break;
      }
    }
    for (const std::string& each : bytes) {
      if (absl::StrContains(text, each)) found.push_back(absl::StrCat(each.size(), " bytes"));
    }
    return found;
  }
};

class ReleaseSecrets : public ::testing::Test {
 protected:
  struct Body {
    const char *organisation, *client;
    int people, learners, minutes;  // of each learner
  };
  static constexpr Body kBodies[] = {
      {"dwp", "dwp", 30, 12, 11'003}, {"jobcentre", "dwp", 12, 3, 11'993}, {"hmrc", "hmrc", 25, 11, 11'987}};

  ReleaseSecrets() : shell_(world_.deployment().path()) {
    fs::create_directories(shell_.Path(".obt/tokens"));
    fs::create_symlink(shell_.Path("endpoints.json"), shell_.Path(".obt/endpoints.json"));
    for (const char* client : {"admin", "operator", "reporter"})
      std::ofstream(shell_.Path(absl::StrCat(".obt/tokens/", client, ".token")))
          << world_.deployment().Token({.client = client});
    for (const Body& body : kBodies) AddPeople(body);
    // Those of a department, all together, are copied and never printed.
    for (const auto& [department, minutes] : minutes_) secrets_.figures.insert(absl::StrCat(minutes));
    world_.CatchUp();
  }
  void AddPeople(const Body& body) {
    for (int i = 0; i < body.people; ++i) {
      const std::string name = absl::StrCat(body.organisation, i);
      const std::string person = world_.CreatePerson(body.organisation, name);
      if (i >= body.learners) continue;
      ASSERT_OK(world_.Record(body.client, world_.Event(person, name, learning::v1::VERB_COMPLETED, "m1",
                                                        absl::FromUnixSeconds(1'729'500'000), body.minutes)));
    }
    minutes_[body.client] += int64_t{body.learners} * body.minutes;
  }
  // What obtctl prints; the command must succeed.
  std::string Told(const std::string& command) {
    EXPECT_EQ(shell_.Run(command), 0) << command << "\n" << shell_.Err();
    return shell_.Out() + shell_.Err();
  }
  std::string Value(const std::string& command) {
    Told(absl::StrCat(command, " | tail -n 1 | cut -d, -f1"));
    return std::string(absl::StripAsciiWhitespace(shell_.Out()));
  }
  // Adds the bytes that are kept of a release; what was copied for it, in words.
  std::string Open(const std::string& directory, const std::string& id);
  void ExpectNoneInTheFeed();
  void ExpectNoneInWhatIsFetched(const std::string& id);

  World world_{World::Mode::kBinaries};
  CommandShell shell_;
  std::map<std::string, int64_t> minutes_;  // by department
  Secrets secrets_;
};

std::string ReleaseSecrets::Open(const std::string& directory, const std::string& id) {
  const ReportingStore store(directory);
  const obt::store::View view = store.Now();
  const auto key = std::tuple(*ParseId<reporting::ReleaseId>(id));
  std::string answers;
  const auto copied = reporting::kAnswers.Scan(view, key, std::nullopt, 1000);
  for (const auto& entry : *copied) {
    absl::StrAppend(&answers, entry.row.DebugString());
    for (const auto& column : entry.row.measures()) {
      const std::string bytes = column.SerializeAsString();
      if (bytes.size() >= 16) secrets_.bytes.insert(bytes);
    }
  }
  secrets_.bytes.insert(reporting::kStatuses.Find(view, key)->value().statuses());
  const auto proof = reporting::kWorlds.Scan(view, key, std::nullopt, 1000);
  for (const auto& entry : *proof) {
    for (const auto& world : entry.row.worlds()) {
      if (world.ByteSizeLong() >= 16) secrets_.bytes.insert(world.SerializeAsString());
    }
  }
  return answers;
}

void ReleaseSecrets::ExpectNoneInTheFeed() {
  world_.CreateClient("follower", options::v1::ROLE_SERVICE);
  const rpc::Client& follower = world_.ClientTo("reporting", "follower");
  const auto changes = follower.Call<feed::v1::ReadChangesResponse>(feed::v1::ReadChangesRequest());
  ASSERT_OK(changes);
  EXPECT_THAT(secrets_.In(changes->SerializeAsString()), IsEmpty());
  EXPECT_EQ(changes->changes_size(), 0);
  const auto opened = follower.Call<feed::v1::OpenSnapshotResponse>(feed::v1::OpenSnapshotRequest());
  ASSERT_OK(opened);
  for (const obt::store::TableRef* const table : reporting::Tables()) {
    feed::v1::ReadSnapshotRequest request;
    request.set_snapshot_id(opened->snapshot_id());
    request.set_kind(table->name);
    EXPECT_THAT(follower.Call<feed::v1::ReadSnapshotResponse>(request).status(),
                StatusIs(StatusCode::kInvalidArgument))
        << table->name;
  }
}

void ReleaseSecrets::ExpectNoneInWhatIsFetched(const std::string& id) {
  for (const char* client : {"reporter", "admin"}) {
    const std::string as = absl::StrCat(" --as ", client);
    Told(absl::StrCat("rm -rf fetched && mkdir fetched && obtctl release fetch ", id,
                      " --to fetched/release.zip", as, " && unzip -q -d fetched fetched/release.zip"));
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(shell_.Path("fetched"))) {
      if (!entry.is_regular_file()) continue;
      names.push_back(entry.path().filename());
      EXPECT_THAT(secrets_.In(ReadAll(entry.path())), IsEmpty()) << entry.path();
      if (entry.path().extension() != ".ods") continue;
      Told(absl::StrCat("mkdir -p sheets && unzip -q -o -d sheets ", entry.path().string()));
    }
    EXPECT_GT(names.size(), 5u);
    for (const auto& entry : fs::recursive_directory_iterator(shell_.Path("sheets"))) {
      if (entry.is_regular_file()) EXPECT_THAT(secrets_.In(ReadAll(entry.path())), IsEmpty()) << entry.path();
    }
    for (const char* command : {"show", "tables", "audit"}) {
      if (client == absl::string_view("reporter") && command == absl::string_view("audit")) continue;
      for (const char* output : {"table", "json", "csv"}) {
        EXPECT_THAT(secrets_.In(Told(absl::StrCat("obtctl release ", command, " ", id, as, " -o ", output))),
                    IsEmpty())
            << command;
      }
    }
  }
}

TEST_F(ReleaseSecrets, StayInItsStoreAndInBackupsThatAreMarked) {
  const std::string id = Value("obtctl release create --as-of 2024-10-27 --monthly --publish -o csv");
  Told(
      "for service in identity learning ideas aggregator reporting; do\n"
      "  obtctl backup create $service --as operator || exit\n"
      "done");
  const std::string backup = Value("obtctl backup list reporting --as operator -o csv");
  const app::ServerOptions options = world_.deployment().OptionsOf("reporting");
  const std::string restored = absl::StrCat(options.data, ".restored");
  Told(absl::StrCat("obtctl backup restore ", backup, " --from ", options.backups, " --to ", restored));
  const std::string copied = Open(restored, id);
  EXPECT_EQ(secrets_.In(copied).size(), secrets_.figures.size())
      << "they are there, and the search finds them";
  EXPECT_GT(secrets_.bytes.size(), 20u);

  for (const std::string service : kServiceNames) {
    const std::string list = Told(absl::StrCat("obtctl backup list ", service, " --as operator -o json"));
    EXPECT_THAT(list, HasSubstr("\"sensitive\": \"It holds ")) << service;
    for (const auto& entry : fs::directory_iterator(world_.deployment().OptionsOf(service).backups))
      EXPECT_THAT(ReadAll(entry.path() / "SENSITIVE"), HasSubstr("It holds ")) << service;
  }
  EXPECT_THAT(Told("obtctl backup list reporting --as operator"), HasSubstr("unprotected figures"));
  ExpectNoneInTheFeed();
  ExpectNoneInWhatIsFetched(id);

  world_.Stop("reporting", /*kill=*/true);
  fs::remove_all(options.data);
  fs::rename(restored, options.data);
  world_.Start("reporting");
  EXPECT_THAT(Told(absl::StrCat("obtctl status --service reporting --wait 30 --quiet && "
                                "obtctl release audit ",
                                id)),
              HasSubstr("proved by"))
      << "a marked backup is restored like any other";
  for (const std::string service : kServiceNames) {
    world_.Stop(service);
    const std::string log = ReadAll(shell_.Path(absl::StrCat(service, ".log")));
    EXPECT_THAT(log, HasSubstr("\"severity\"")) << service;
    EXPECT_THAT(secrets_.In(log), IsEmpty()) << service;
  }
}

}  // namespace
}  // namespace obt::testing
