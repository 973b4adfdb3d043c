// Whether a bundle can be written from a release's content. What its makers promise holds of content that was
// checked. Pure.
#pragma once

#include "absl/status/status.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// Longer names of sheets are cut by some spreadsheets.
inline constexpr size_t kMostTableId = 31;

// INVALID_ARGUMENT naming the table and what is wrong, unless
// - table ids are unlike, in lower case, [a-z][a-z0-9_]*, of at most kMostTableId letters, and none is the
//   name of a sheet that every workbook has (cover, contents, notes); names of dimensions and measures are
//   unlike in their table, and of such letters too; no two columns of a file and no two headers of a sheet
//   are the same;
// - every row has a code and a name for each dimension, a figure for each measure, and codes that no other
//   has; every figure has a value or a marker and not both;
// - every text is UTF-8 without control characters other than line ends and tabs;
// - the programme's id can be part of a file's name, the number counts from 1, as_of is a day.
absl::Status CheckContent(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
