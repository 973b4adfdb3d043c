#include "services/learning/spec.h"

#include <memory>

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
  spec.build = [](app::Host& host) {
    host.Own(std::make_unique<CurriculumService>(host.directory()))->BindTo(host.router());
    host.Own(std::make_unique<LearningService>(host.directory()))->BindTo(host.router());
    host.Own(std::make_unique<SurveyService>(host.directory()))->BindTo(host.router());
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::learning
