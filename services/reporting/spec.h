// What the reporting service is made of, for its main() and for tests that run it in process.
#pragma once

#include "common/app/build_info.h"
#include "common/app/server.h"

namespace obt::reporting {

app::ServiceSpec Spec();

}  // namespace obt::reporting
