// What obt-ideas is made of: for its main, and for tests that start it in their own process.
#pragma once

#include "common/app/server.h"

namespace obt::ideas {

app::ServiceSpec Spec();

}  // namespace obt::ideas
