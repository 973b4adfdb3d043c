// Staff lists as CSV files: which columns there are, and each line as a row to import. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/csv.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::ctl {

struct PeopleLine {
  int64_t line = 0;  // of the file
  identity::v1::PersonRow row;
  absl::Status fault;    // why it is not sent: another line of the file has its HR id or address
  bool repeats = false;  // an earlier line says the same
};

// Columns hr_id, email, previous_email, name, grade, profession, region, leaver, in any order; hr_id or email
// must be there. A usage error names unknown columns and every line whose `leaver` is neither yes nor no.
absl::StatusOr<std::vector<PeopleLine>> ReadPeople(const CsvFile& file);

}  // namespace obt::ctl
