// What somebody must know who opens a bundle, in plain text. Pure.
#pragma once

#include <string>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// UTF-8, a line for each paragraph.
std::string ReleaseNotes(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
