#include "services/learning/spec.h"

#include "services/learning/curriculum/service.h"
#include "services/learning/event/service.h"
#include "services/learning/response/service.h"
#include "services/learning/schema.h"

namespace obt::learning {

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "learning";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.build = [](app::Server& server) {
    BindCurriculum(server.router(), server.directory());
    BindEvents(server.router(), server.directory());
    BindResponses(server.router(), server.directory());
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::learning
