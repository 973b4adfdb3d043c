// Which change of identity another service's change refers to.
#pragma once

#include <cstdint>

#include "obt/store/v1/store.pb.h"

namespace obt::feed {

// The event's identity_sequence, read without parsing the rest; 0 of an event that has none or is not known.
uint64_t ReferredSequence(const store::v1::Change& change);

}  // namespace obt::feed
