// What the identity service is made of, for its main() and for tests that run it in process.
#pragma once

#include "common/app/server.h"

namespace obt::identity {

app::ServiceSpec Spec();

}  // namespace obt::identity
