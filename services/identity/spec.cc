#include "services/identity/spec.h"

#include "services/identity/access/rows.h"
#include "services/identity/bind.h"
#include "services/identity/import/jobs.h"
#include "services/identity/schema.h"

namespace obt::identity {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "identity";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.owns_directory = true;
  spec.seed_admin = [](obt::store::Txn& txn, const std::string& id) { return SeedAdmin(txn, id); };
  spec.sensitive = "It holds names and addresses.";
  spec.build = [](app::Server& server) {
    BindOrganisations(server.router(), server.directory());
    BindProgrammes(server.router());
    BindPeople(server.router(), server.directory());
    BindImports(server.router(), server.directory());
    BindTeams(server.router());
    BindAccess(server.router());
    BindReferences(server.router());
    AddImportJobs(server.jobs(), {server.store(), server.directory(), server.clock()});
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::identity
