// What became of the lines of a staff list: counted, told, and written to a file, line by line.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/people_file.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

class PeopleResults {
 public:
  // Of these lines; `path` is where Write writes.
  PeopleResults(const std::vector<PeopleLine>& lines, std::string path);

  // What the service answered to a line when it was sent.
  void Take(size_t line, const identity::v1::ImportPeopleResponse::Result& result);
  // What a staged line, or somebody whom no line names, came to in the end.
  void Take(const identity::v1::ImportResult& result);
  void Refuse(size_t line, const absl::Status& why);
  // Staged lines that came to nothing else.
  void CallTheRestUnchanged();

  int64_t refused() const { return refused_; }
  void Print(const Session& session) const;
  // CSV: line, outcome, reason, message, person_id.
  absl::Status Write() const;

 private:
  struct Entry {
    int64_t line = 0;  // 0: nobody's
    std::string outcome, reason, message, person_id;
  };
  void Set(Entry& entry, const absl::Status& status, identity::v1::ImportOutcome outcome,
           const std::string& person_id);

  const std::string path_;
  std::vector<Entry> entries_;
  std::map<int64_t, size_t> place_;  // of a line
  std::vector<std::string> shown_;
  int64_t refused_ = 0;
};

}  // namespace obt::ctl
