// What the rules say about programmes and headcounts: which requests are well formed, what an edition's unset
// fields default to, which stated headcounts are news. Pure functions of values.
#pragma once

#include "common/base/error.h"
#include "obt/identity/v1/programme.pb.h"

namespace obt::identity::v1 {

Violations Validate(const CreateProgrammeRequest& request);
Violations Validate(const UpdateProgrammeRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

// The edition as it is kept: the counting window and the most minutes filled in where the caller left them
// open. The etag stays as it was sent.
v1::Programme WithDefaults(v1::Programme asked);

// True when both state the same number from the same source.
bool SameStatement(const v1::Headcount& a, const v1::Headcount& b);

}  // namespace obt::identity
