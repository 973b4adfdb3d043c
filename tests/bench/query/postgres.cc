#include <libpq-fe.h>

#include <chrono>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "tests/bench/query/rods.h"
#include "tests/bench/query/tables.h"

namespace obt::bench::query {
namespace {

const char* PostgresType(Width width) {
  switch (width) {
    case Width::kByte:  // it has none
    case Width::kShort:
      return "smallint";
    case Width::kInt:
      return "int";
    default:
      return "bigint";
  }
}

std::string NameOfStatement(int question) { return absl::StrCat("q", question); }

class Postgres : public Rod {
 public:
  explicit Postgres(const std::string& where) : raw_(PQconnectdb(where.c_str())) {
    if (PQstatus(raw_) != CONNECTION_OK) Die(PQerrorMessage(raw_));
  }
  ~Postgres() override { PQfinish(raw_); }

  void Load(const std::string& directory) override {
    Run("set client_min_messages = warning");
    for (const Table& table : AllTables()) {
      const auto typed = [](std::string* out, const Column& column) {
        absl::StrAppend(out, column.name, " ", PostgresType(column.width), " not null");
      };
      Run(absl::StrCat("drop table if exists ", table.name));
      Run(absl::StrCat("create table ", table.name, " (", absl::StrJoin(table.columns, ", ", typed), ")"));
      Copy(table, directory);
      for (const char* columns : table.indexes)
        Run(absl::StrCat("create index on ", table.name, " (", columns, ")"));
      Run(absl::StrCat("vacuum analyze ", table.name));
    }
  }

  void Prepare(int question, const std::string& statement, int parameters) override {
    const std::vector<Oid> types(static_cast<size_t>(parameters), 21);  // smallint
    Take(PQprepare(raw_, NameOfStatement(question).c_str(), statement.c_str(), parameters, types.data()),
         PGRES_COMMAND_OK);
  }

  Reply Ask(int question, const std::vector<int>& parameters, bool with_rows) override {
    std::vector<std::string> texts;
    std::vector<const char*> values;
    for (const int parameter : parameters) texts.push_back(absl::StrCat(parameter));
    for (const std::string& text : texts) values.push_back(text.c_str());
    const auto begin = std::chrono::steady_clock::now();
    PGresult* const result =
        PQexecPrepared(raw_, NameOfStatement(question).c_str(), static_cast<int>(values.size()),
                       values.data(), nullptr, nullptr, 0);
    Reply reply;
    reply.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    if (PQresultStatus(result) != PGRES_TUPLES_OK) Die(PQerrorMessage(raw_));
    for (int row = 0; with_rows && row < PQntuples(result); ++row) {
      std::vector<int64_t>& cells = reply.rows.emplace_back(static_cast<size_t>(PQnfields(result)));
      for (size_t i = 0; i < cells.size(); ++i) {
        if (!absl::SimpleAtoi(PQgetvalue(result, row, static_cast<int>(i)), &cells[i]))
          Die("PostgreSQL answered what is no number");
      }
    }
    PQclear(result);
    return reply;
  }

 private:
  void Take(PGresult* result, ExecStatusType wanted) {
    if (PQresultStatus(result) != wanted) Die(PQerrorMessage(raw_));
    PQclear(result);
  }
  void Run(const std::string& statement) { Take(PQexec(raw_, statement.c_str()), PGRES_COMMAND_OK); }

  void Copy(const Table& table, const std::string& directory) {
    Take(PQexec(raw_, absl::StrCat("copy ", table.name, " from stdin (format csv, header)").c_str()),
         PGRES_COPY_IN);
    std::ifstream file(absl::StrCat(directory, "/", table.name, ".csv"));
    for (std::string some(1 << 20, '\0'); file.good();) {
      file.read(some.data(), static_cast<std::streamsize>(some.size()));
      if (PQputCopyData(raw_, some.data(), static_cast<int>(file.gcount())) != 1) Die(PQerrorMessage(raw_));
    }
    if (PQputCopyEnd(raw_, nullptr) != 1) Die(PQerrorMessage(raw_));
    while (PGresult* result = PQgetResult(raw_)) Take(result, PGRES_COMMAND_OK);
  }

  PGconn* const raw_;
};

}  // namespace

std::unique_ptr<Rod> ConnectPostgres(const std::string& where) { return std::make_unique<Postgres>(where); }

}  // namespace obt::bench::query
