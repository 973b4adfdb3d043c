// What ours is measured against: databases that hold the rows and answer the same questions. Each is asked as
// its own users ask it, with prepared statements, and the time is that until every row is there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace obt::bench::query {

struct Reply {
  double ms = 0;
  std::vector<std::vector<int64_t>> rows;  // where they were asked for
};

class Rod {
 public:
  virtual ~Rod() = default;
  // Makes the tables, reads the files of a directory into them, and lets the database look at them.
  virtual void Load(const std::string& directory) = 0;
  virtual void Prepare(int question, const std::string& statement, int parameters) = 0;
  virtual Reply Ask(int question, const std::vector<int>& parameters, bool with_rows) = 0;
};

// `where`: a connection string.
std::unique_ptr<Rod> ConnectPostgres(const std::string& where);
// In a process of its own: node with `script`; @duckdb/node-api is found from `modules`, where it was
// installed.
std::unique_ptr<Rod> StartDuckDb(const std::string& script, const std::string& modules);

}  // namespace obt::bench::query
