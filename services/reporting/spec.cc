#include "services/reporting/spec.h"

#include <memory>

#include "services/reporting/release/bind.h"
#include "services/reporting/schema.h"

namespace obt::reporting {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "reporting";
  spec.tables = Tables();
  spec.directory = feed::DirectoryNeed::kTree;
  spec.sensitive = "It holds unprotected figures, and what of them was withheld from everybody.";
  spec.build = [](app::Server& server) {
    const ReleaseJob* const job = server.Own(std::make_unique<ReleaseJob>(ReleaseJob::Surroundings{
        &server.store(), &server.jobs(), &server.clock(), &server.peer("aggregator"), app::Version()}));
    BindReleases(server.router(), server.directory());
    BindReading(server.router(), server.directory(), server.store(), *job);
    BindAudit(server.router());
    BindDefinitions(server.router());
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::reporting
