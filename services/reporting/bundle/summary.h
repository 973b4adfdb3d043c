// A release on two pages, to read on a screen or to print on A4: headline figures, and pictures with their
// tables. One page of HTML that needs nothing else: no scripts, no files from elsewhere. Pure.
#pragma once

#include <string>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// Of content that was checked. What ExhibitsOf does not find is left out.
std::string Summary(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
