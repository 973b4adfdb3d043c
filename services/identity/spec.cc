#include "services/identity/spec.h"

#include <memory>

#include "services/identity/access_service.h"
#include "services/identity/clients.h"
#include "services/identity/import_service.h"
#include "services/identity/import_worker.h"
#include "services/identity/organisation_service.h"
#include "services/identity/person_service.h"
#include "services/identity/programme_service.h"
#include "services/identity/reference_service.h"
#include "services/identity/schema.h"
#include "services/identity/team_service.h"

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
    ImportWorker* const worker = host.Own(std::make_unique<ImportWorker>(
        ImportPlace{host.store(), host.directory(), host.clock()}, host.metrics()));
    host.Own(std::make_unique<ImportService>(host.directory(), [worker] { worker->Wake(); }))
        ->BindTo(host.router());
    host.Own(std::make_unique<TeamService>())->BindTo(host.router());
    host.Own(std::make_unique<AccessService>())->BindTo(host.router());
    host.Own(std::make_unique<ReferenceService>())->BindTo(host.router());
    host.OnStop([worker] { worker->Stop(); });
    worker->Start();
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::identity
