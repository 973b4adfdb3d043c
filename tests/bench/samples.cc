#include "tests/bench/samples.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::bench {
namespace {

bool AllRecorded(const google::protobuf::Message& message) {
  for (const auto& result : static_cast<const learning::v1::RecordLearningResponse&>(message).results()) {
    if (result.status().code() != 0) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> ImportSomePeople(testing::World& world, int people) {
  identity::v1::StartImportRequest start;
  start.set_organisation_code("dwp");
  start.set_mode(identity::v1::IMPORT_MODE_DELTA);
  *start.mutable_from_day() = testing::DateOf(2024, 4, 1);
  const std::string import_id = world.Must<identity::v1::StartImportResponse>(start).import().import_id();
  std::vector<std::string> ids;
  for (int first = 0; first < people; first += 1000) {
    identity::v1::ImportPeopleRequest request;
    request.set_import_id(import_id);
    for (int i = first; i < std::min(people, first + 1000); ++i) {
      identity::v1::PersonRow* row = request.add_rows();
      row->set_hr_id(absl::StrCat(i));
      row->set_name("Somebody");
      row->set_email(absl::StrCat("p", i, "@dwp.gov.uk"));
      row->set_grade("EO");
    }
    const auto response = world.Must<identity::v1::ImportPeopleResponse>(request);
    for (const auto& result : response.results()) {
      if (result.status().code() != 0) Die(result.status().message());
      ids.push_back(result.person_id());
    }
  }
  return ids;
}

learning::v1::LearningEvent EventFor(const std::vector<std::string>& people, const std::string& run,
                                     int64_t n) {
  learning::v1::LearningEvent event;
  event.set_programme_id("obt-2024");
  event.set_source("csl");
  event.set_source_event_id(absl::StrCat(run, "-", n));
  event.set_person_id(people[static_cast<size_t>(n * 7919) % people.size()]);
  event.mutable_module()->set_course_id("masterclass");
  event.mutable_module()->set_module_id(n % 3 == 0 ? "m1" : "m2");
  event.set_verb(n % 2 == 0 ? learning::v1::VERB_PROGRESSED : learning::v1::VERB_COMPLETED);
  event.mutable_occurred_at()->set_seconds(1'729'500'000 + n % 3'000'000);
  event.set_minutes(static_cast<int>(1 + n % 60));
  return event;
}

LoadPlan RecordPlan(const rpc::Client& client, const std::vector<std::string>& people, const std::string& run,
                    int batch) {
  LoadPlan plan;
  plan.client = &client;
  plan.request = [&people, batch, run](int64_t n) {
    auto request = std::make_unique<learning::v1::RecordLearningRequest>();
    for (int i = 0; i < batch; ++i) *request->add_events() = EventFor(people, run, n * batch + i);
    return request;
  };
  plan.response = &learning::v1::RecordLearningResponse::default_instance();
  plan.check = AllRecorded;
  return plan;
}

}  // namespace obt::bench
