// A release as it is handed out: one zip with tables for programs, a spreadsheet and a summary for people,
// and a manifest. It is made from the release's content alone, which is protected already: no store, no
// clock, no chance; the same content gives the same bytes with the same versions of libzip, zlib and this
// library. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"
#include "services/reporting/bundle/manifest.h"

namespace obt::reporting::bundle {

// Every file in its order, with its name in the zip:
//   manifest.json                          what the other files must be
//   tables/<table_id>.csv                  each table, a line for each figure
//   tables/<table_id>.csv-metadata.json    the description of each (CSV on the Web)
//   data-dictionary.csv                    what columns and measures mean
//   release-notes.txt                      what somebody must know
//   <programme_id>-<number>.ods            all tables as a spreadsheet
//   summary.html                           two pages to read or print
// INVALID_ARGUMENT as CheckContent says; INTERNAL where libzip fails.
absl::StatusOr<std::vector<File>> MakeFiles(const store::v1::ReleaseContent& content);

// The zip of them.
absl::StatusOr<std::string> MakeBundle(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
