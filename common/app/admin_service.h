// Serves obt.admin.v1.AdminService: what operators ask of any service. GetBuildInfo is also the suite's no-op
// call, for measuring.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/app/store_jobs.h"
#include "common/rpc/router.h"
#include "common/store/store.h"

namespace obt::app {

struct Build {
  std::string service;
  absl::Time start;
  const store::Store& store;
};

void BindAdmin(rpc::Router& router, const Build& build, StoreJobs& jobs);

}  // namespace obt::app
