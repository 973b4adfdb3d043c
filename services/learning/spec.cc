#include "services/learning/spec.h"

#include "services/learning/bind.h"
#include "services/learning/schema.h"

namespace obt::learning {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "learning";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.sensitive = "It holds what each person learnt and answered.";
  spec.build = [](app::Server& server) {
    BindCurriculum(server.router(), server.directory());
    BindEvents(server.router(), server.directory());
    BindResponses(server.router(), server.directory());
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::learning
