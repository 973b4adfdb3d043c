// The lines of a staff list as rows to import. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/people_codes.h"
#include "tools/obtctl/people_table.h"

namespace obt::ctl {

struct PeopleLine {
  int64_t line = 0;  // of the file
  identity::v1::PersonRow row;
  absl::Status fault;    // why it is not sent: its cells, or another line has its HR id or address
  bool repeats = false;  // an earlier line says the same
  std::string note;      // what looks wrong, though it is sent
};

std::vector<PeopleLine> ReadPeople(const StaffTable& table, const StaffCodes& codes);

// Notes lines whose staff number lost its leading zeros, by those that the organisation and the list itself
// have: 125 looks like 000125 where numbers with leading zeros have six digits.
void NoteLostZeros(absl::Span<const std::string> known, std::vector<PeopleLine>& people);

}  // namespace obt::ctl
