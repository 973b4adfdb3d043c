// Contents of releases for tests and benches: one small enough to read, with everything that is hard to
// write, and one as large as the Civil Service's.
#pragma once

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// Texts with quotes, commas, line ends, markup, other alphabets, and what spreadsheets take for formulas;
// every marker; tables of two dimensions, of one and of none.
store::v1::ReleaseContent SmallContent();

// 38 departments with 110 bodies, nine tables, somewhat more than 14,000 figures.
store::v1::ReleaseContent LargeContent();

}  // namespace obt::reporting::bundle
