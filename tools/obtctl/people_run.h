// One run of obtctl people import: an import opened or gone on with, its lines sent, its end waited for. What
// it opened and could not bring to an end it cancels again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/people_file.h"
#include "tools/obtctl/people_results.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

class PeopleRun {
 public:
  // `resume`: the import to go on with; empty: a new one.
  PeopleRun(Session& session, identity::v1::StartImportRequest start, std::string resume, bool skip_refused)
      : session_(session),
        start_(std::move(start)),
        resume_(std::move(resume)),
        skip_refused_(skip_refused) {}

  absl::Status Do(const std::vector<PeopleLine>& lines, PeopleResults& results);

 private:
  absl::Status Open(const PeopleResults& results);
  absl::Status Resume(const PeopleResults& results);
  absl::Status SendAndFinish(const std::vector<PeopleLine>& lines, PeopleResults& results);
  // Fills the call with the lines from `next` on, which follows, as many as it may hold, and returns which
  // those are; lines with a fault are refused.
  std::vector<size_t> NextCall(const std::vector<PeopleLine>& lines, size_t& next, PeopleResults& results,
                               identity::v1::ImportPeopleRequest& request) const;
  // How many different rows were taken.
  absl::StatusOr<int64_t> Send(const std::vector<PeopleLine>& lines, PeopleResults& results);
  absl::Status Finish(int64_t expected_rows);
  // The service holds rows this file does not have.
  absl::Status OtherRows(int64_t expected_rows) const;
  absl::Status WaitForTheEnd();
  absl::Status TakeResults(PeopleResults& results);
  absl::Status Conclude(PeopleResults& results);
  // The failure, and what became of the import after it.
  absl::Status GiveUp(const absl::Status& why);
  bool IsOpenedHere() const { return resume_.empty(); }

  Session& session_;
  const identity::v1::StartImportRequest start_;
  const std::string resume_;
  const bool skip_refused_;
  identity::v1::Import import_;
  bool finishing_ = false;  // it may be worked off already: too late to cancel it
};

}  // namespace obt::ctl
