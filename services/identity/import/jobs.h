// The jobs of imports: working off what is staged, one after the other, oldest first, and having dropped what
// has outlived its time.
#pragma once

#include "common/jobs/jobs.h"
#include "services/identity/import/steps.h"

namespace obt::identity {

// What `context` names outlives the jobs.
void AddImportJobs(jobs::Jobs& jobs, const ImportContext& context);

}  // namespace obt::identity
