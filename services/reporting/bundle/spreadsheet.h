// A release as one OpenDocument spreadsheet (.ods) for people: the sheets of WorkbookOf, which say what they
// are by named styles, document properties and database ranges, so that assistive technology can tell. Pure.
// Source: OASIS, Open Document Format for Office Applications 1.2.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// Of content that was checked. The same content gives the same bytes, as MakeZip promises; INTERNAL as there.
absl::StatusOr<std::string> Spreadsheet(const store::v1::ReleaseContent& content);

// "obt-2024-3.ods"
std::string SpreadsheetName(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
