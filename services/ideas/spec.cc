#include "services/ideas/spec.h"

#include <memory>

#include "services/ideas/bind.h"
#include "services/ideas/finding/documents.h"
#include "services/ideas/schema.h"

namespace obt::ideas {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "ideas";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.build = [](app::Server& server) {
    search::Index* const index = server.Own(std::make_unique<search::Index>());
    OBT_RETURN_IF_ERROR(Fill(server.store().Now(), *index));
    server.OnCommit([index](const obt::store::Txn& written) { Follow(written, *index); });
    BindAll(server.router(), server.directory(), *index);
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::ideas
