#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "tests/bench/query/rods.h"
#include "tests/bench/query/tables.h"

namespace obt::bench::query {
namespace {

const char* DuckDbType(Width width) {
  switch (width) {
    case Width::kByte:
      return "utinyint";
    case Width::kShort:
      return "smallint";
    case Width::kInt:
      return "integer";
    default:
      return "bigint";
  }
}

// Speaks in lines: "run STATEMENT", "prepare QUESTION STATEMENT" and "ask QUESTION WITH_ROWS PARAMETER...",
// answered by "ok MILLISECONDS ROWS" and the rows, or by "error" and what is wrong.
class DuckDb : public Rod {
 public:
  DuckDb(const std::string& script, const std::string& modules) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) Die("socketpair");
    child_ = fork();
    if (child_ < 0) Die("fork");
    if (child_ == 0) {
      dup2(ends[1], STDIN_FILENO);
      dup2(ends[1], STDOUT_FILENO);
      execlp("node", "node", script.c_str(), modules.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    said_ = fdopen(ends[0], "r");
    told_ = fdopen(dup(ends[0]), "w");
  }
  ~DuckDb() override {
    shutdown(fileno(told_), SHUT_RDWR);
    fclose(told_);
    fclose(said_);
    waitpid(child_, nullptr, 0);
  }

  void Load(const std::string& directory) override {
    for (const Table& table : AllTables()) {
      const auto typed = [](std::string* out, const Column& column) {
        absl::StrAppend(out, "'", column.name, "': '", DuckDbType(column.width), "'");
      };
      Tell(absl::StrCat("run create table ", table.name, " as from read_csv('", directory, "/", table.name,
                        ".csv', header = true, columns = {", absl::StrJoin(table.columns, ", ", typed),
                        "}) order by ", table.sorted_by));
    }
    Tell("run analyze");
  }

  void Prepare(int question, const std::string& statement, int) override {
    Tell(absl::StrCat("prepare ", question, " ", statement));
  }

  Reply Ask(int question, const std::vector<int>& parameters, bool with_rows) override {
    return Tell(absl::StrCat("ask ", question, " ", with_rows ? 1 : 0, " ", absl::StrJoin(parameters, " ")));
  }

 private:
  Reply Tell(const std::string& line) {
    if (std::fprintf(told_, "%s\n", line.c_str()) < 0 || std::fflush(told_) != 0) Die("DuckDB does not run");
    const std::string answer = Line();
    const std::vector<std::string> words = absl::StrSplit(answer, ' ');
    Reply reply;
    size_t rows = 0;
    if (words.size() != 3 || words[0] != "ok" || !absl::SimpleAtod(words[1], &reply.ms) ||
        !absl::SimpleAtoi(words[2], &rows))
      Die(absl::StrCat("DuckDB: ", answer, " for: ", line));
    for (size_t row = 0; row < rows; ++row) {
      std::vector<int64_t>& cells = reply.rows.emplace_back();
      for (const absl::string_view cell : absl::StrSplit(Line(), ' ')) {
        if (!absl::SimpleAtoi(cell, &cells.emplace_back())) Die("DuckDB answered what is no number");
      }
    }
    return reply;
  }

  std::string Line() {
    std::string line;
    for (int next = std::fgetc(said_); next != '\n'; next = std::fgetc(said_)) {
      if (next == EOF) Die("DuckDB ended: is node there, and @duckdb/node-api installed?");
      line.push_back(static_cast<char>(next));
    }
    return line;
  }

  pid_t child_ = 0;
  std::FILE* said_ = nullptr;
  std::FILE* told_ = nullptr;
};

}  // namespace

std::unique_ptr<Rod> StartDuckDb(const std::string& script, const std::string& modules) {
  return std::make_unique<DuckDb>(script, modules);
}

}  // namespace obt::bench::query
