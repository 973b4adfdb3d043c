// Serves obt.identity.v1.ProgrammeService.
#pragma once

#include "common/rpc/router.h"

namespace obt::identity {

void BindProgrammes(rpc::Router& router);

}  // namespace obt::identity
