// Runs command lines of obtctl as people type them, in the directory of a test. For tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/process.h"
#include "obt_tree.h"

namespace obt::testing {

class CommandShell {
 public:
  explicit CommandShell(std::string directory) : directory_(std::move(directory)) {}

  // A script for bash with the programs of the build on its path; its exit code.
  int Run(const std::string& script) {
    for (const char* name : {"out", "err"}) std::ofstream(Path(name), std::ios::trunc).close();
    const std::string before =
        absl::StrCat("cd ", directory_, " && unset OBT_TOKEN COLUMNS && PATH=", OBT_BINARY_DIR,
                     "/bin:$PATH && exec 2>>err </dev/null\n");
    return Process({"/bin/bash", "-c", absl::StrCat(before, "{ ", script, "\n} >>out")}, Path("err")).Wait();
  }
  std::string Out() const { return Read("out"); }
  std::string Err() const { return Read("err"); }
  std::string Path(const std::string& name) const { return absl::StrCat(directory_, "/", name); }

 private:
  std::string Read(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }

  const std::string directory_;
};

}  // namespace obt::testing
