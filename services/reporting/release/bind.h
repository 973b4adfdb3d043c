// What the service serves.
#pragma once

#include "common/base/clock.h"
#include "common/feed/directory.h"
#include "common/rpc/router.h"
#include "services/reporting/release/job.h"

namespace obt::reporting {

// The life of releases.
void BindReleases(rpc::Router& router, feed::Directory& directory);
// What is read of them; `store` keeps who read what is not published.
void BindReading(rpc::Router& router, feed::Directory& directory, obt::store::Store& store,
                 const ReleaseJob& job);
void BindAudit(rpc::Router& router);
// What releases are made by.
void BindDefinitions(rpc::Router& router);

}  // namespace obt::reporting
