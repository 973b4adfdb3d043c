// What the aggregator service is made of, for its main() and for tests that run it in process.
#pragma once

#include "common/app/server.h"

namespace obt::aggregator {

app::ServiceSpec Spec();

}  // namespace obt::aggregator
