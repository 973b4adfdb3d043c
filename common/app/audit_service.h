// Serves ReadAuditLog of obt.admin.v1.AdminService: a service's audit log, in order.
#pragma once

#include "common/rpc/router.h"

namespace obt::app {

void BindAudit(rpc::Router& router);

}  // namespace obt::app
