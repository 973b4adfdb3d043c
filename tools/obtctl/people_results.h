// What became of the lines of a staff list: counted, told, and written to a file, line by line.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/grpc_status.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

class PeopleResults {
 public:
  // Writes to that file, which must not be the list itself. A usage error where it cannot be written: found
  // out now, before anything changes.
  static absl::StatusOr<PeopleResults> To(const std::string& path, const std::string& list);

  // What the service answered to a line when it was sent; what a staged line, or somebody whom no line names
  // (0), came to in the end.
  template <typename Result>
  void Take(int64_t line, const Result& result) {
    Set(line, rpc::FromProto(result.status()), result.outcome(), result.person_id());
  }
  // A line that was sent before, and whose result is still to come.
  void Expect(int64_t line) { Set(line, absl::OkStatus(), identity::v1::IMPORT_OUTCOME_STAGED, ""); }
  void Refuse(int64_t line, const absl::Status& why) { Set(line, why, 0, ""); }
  void Note(int64_t line, const std::string& note) { notes_[line] = note; }
  // Staged lines that came to nothing else.
  void CallTheRestUnchanged();
  // Shows who leaves because no line names them, by their ids.
  void ShowLeavers();

  const std::string& path() const { return path_; }
  int64_t refused() const { return refused_; }
  void Print(const Session& session) const;
  // CSV: line, outcome, reason, message, person_id; the whole file at once, or, where nothing was answered,
  // not at all.
  absl::Status Write() const;

 private:
  struct Entry {
    std::string outcome, reason, message, person_id;
  };
  void Set(int64_t line, const absl::Status& status, int outcome, const std::string& person_id);

  explicit PeopleResults(std::string path) : path_(std::move(path)) {}
  std::string AsCsv() const;

  std::string path_;
  std::map<int64_t, Entry> entries_;  // by line; of people without one from kNobody on
  std::map<int64_t, std::string> notes_;
  std::vector<std::string> shown_;
  int64_t refused_ = 0;
};

}  // namespace obt::ctl
