// Tests of obtctl people import: runs the command on a file against a real identity and reads what it wrote.
#pragma once

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/app/server.h"
#include "common/base/status.h"
#include "common/testing/process.h"
#include "gtest/gtest.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt_tree.h"
#include "services/identity/import/rows.h"
#include "tests/integration/world.h"

namespace obt::testing {

inline std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class ImportCommandTest : public ::testing::Test {
 protected:
  ImportCommandTest() : world_(World::Mode::kInProcess, SystemClock::Get(), {"identity", "learning"}) {
    std::ofstream(Path("dwp.token")) << world_.deployment().Token({.client = "dwp"});
    std::ofstream(Path("admin.token")) << world_.deployment().Token({.client = "admin"});
  }
  std::string Path(const std::string& name) { return absl::StrCat(world_.deployment().path(), "/", name); }
  // Runs the command on a file with this content; the exit code.
  int Import(const std::string& content, const std::vector<std::string>& more,
             const std::string& client = "dwp") {
    std::ofstream(Path("staff.csv"), std::ios::binary) << content;
    std::vector<std::string> words = {"people", "import", Path("staff.csv"), "--organisation", "dwp"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words, client);
  }
  int Run(const std::vector<std::string>& more, const std::string& client = "dwp") {
    std::vector<std::string> words = {absl::StrCat(OBT_BINARY_DIR, "/bin/obtctl"), "--endpoints",
                                      Path("endpoints.json"), "--token-file", Path(client + ".token")};
    words.insert(words.end(), more.begin(), more.end());
    std::ofstream(Path("log"), std::ios::trunc).close();
    return Process(words, Path("log")).Wait();
  }
  // The same through a shell, with its standard output in the file "out"; the words are a command line.
  std::vector<std::string> Shell(const std::string& line) {
    std::ofstream(Path("log"), std::ios::trunc).close();
    std::ofstream(Path("out"), std::ios::trunc).close();
    const std::string command =
        absl::StrCat(OBT_BINARY_DIR, "/bin/obtctl --endpoints ", Path("endpoints.json"), " --token-file ",
                     Path("dwp.token"), " ", line, " > ", Path("out"));
    return {"/bin/bash", "-c", absl::StrReplaceAll(command, {{"$DIR", world_.deployment().path()}})};
  }
  int RunShell(const std::string& line) { return Process(Shell(line), Path("log")).Wait(); }
  std::string Out() { return ReadAll(Path("out")); }
  identity::v1::ImportState StateOf(const std::string& id) {
    identity::v1::GetImportRequest get;
    get.set_import_id(id);
    return world_.Must<identity::v1::GetImportResponse>(get).import().state();
  }
  // Puts it into that state, whatever has become of it.
  void SetState(const std::string& id, identity::v1::ImportState state) {
    const auto key = *ParseId<ImportId>(id);
    const auto set = world_.server("identity").store().Execute([&](store::Txn& txn) -> absl::Status {
      OBT_ASSIGN_OR_RETURN(auto import, identity::FindImport(txn, key));
      import->set_state(state);
      identity::PutImport(txn, key, *import);
      return absl::OkStatus();
    });
    EXPECT_TRUE(set.ok()) << set.status();
  }
  // Imports of the organisation that have not come to their end.
  std::vector<std::string> OpenImports() {
    std::vector<std::string> ids;
    const auto open = world_.Must<identity::v1::ListImportsResponse>(identity::v1::ListImportsRequest());
    for (const identity::v1::Import& import : open.imports()) ids.push_back(import.import_id());
    return ids;
  }
  // "2 joined", "3 refused DUPLICATE_ROW": what the result file says.
  std::vector<std::string> Results() {
    std::vector<std::string> all;
    const std::vector<std::string> lines = absl::StrSplit(ReadAll(Path("staff.csv.results.csv")), "\r\n");
    for (size_t i = 1; i + 1 < lines.size(); ++i) {
      const std::vector<std::string> cells = absl::StrSplit(lines[i], ',');
      all.push_back(absl::StrCat(cells[0], " ", cells[1], cells[2].empty() ? "" : " ", cells[2]));
    }
    return all;
  }
  std::string Log() { return ReadAll(Path("log")); }
  identity::v1::Person Find(const std::string& email) {
    identity::v1::FindPersonRequest find;
    find.set_email(email);
    return world_.Must<identity::v1::FindPersonResponse>(find).person();
  }
  uint64_t Published() {
    std::unique_ptr<rpc::Client> client = world_.deployment().ClientTo("identity", "admin");
    return client->Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest())->sequence();
  }
  World world_;
};

inline const std::vector<std::string> kSnapshot = {"--mode", "snapshot", "--effective-from", "2024-04-01"};

}  // namespace obt::testing
