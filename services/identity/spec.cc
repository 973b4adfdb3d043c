#include "services/identity/spec.h"

#include <memory>

#include "services/identity/access/rows.h"
#include "services/identity/access/service.h"
#include "services/identity/import/jobs.h"
#include "services/identity/import/service.h"
#include "services/identity/organisation/service.h"
#include "services/identity/person/service.h"
#include "services/identity/programme/service.h"
#include "services/identity/reference/service.h"
#include "services/identity/schema.h"
#include "services/identity/team/service.h"

namespace obt::identity {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "identity";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.owns_directory = true;
  spec.seed_admin = [](obt::store::Txn& txn, const std::string& id) { return SeedAdmin(txn, id); };
  spec.build = [](app::Host& host) {
    host.Own(std::make_unique<OrganisationService>(host.directory()))->BindTo(host.router());
    host.Own(std::make_unique<ProgrammeService>())->BindTo(host.router());
    host.Own(std::make_unique<PersonService>(host.directory()))->BindTo(host.router());
    host.Own(std::make_unique<ImportService>(host.directory()))->BindTo(host.router());
    host.Own(std::make_unique<TeamService>())->BindTo(host.router());
    host.Own(std::make_unique<AccessService>())->BindTo(host.router());
    host.Own(std::make_unique<ReferenceService>())->BindTo(host.router());
    AddImportJobs(host.jobs(), {host.store(), host.directory(), host.clock()});
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::identity
