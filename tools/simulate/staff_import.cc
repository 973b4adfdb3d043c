#include "tools/simulate/staff_import.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/simulate/batch_sender.h"
#include "tools/simulate/event_message.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

constexpr uint32_t kRowsPerCall = 1000;

// People [first, end) of one body.
struct Batch {
  uint32_t organisation = 0;
  uint32_t first = 0;
  uint32_t end = 0;
};

std::vector<Batch> UnknownBatches(const Population& population, const PersonIds& ids) {
  std::vector<Batch> batches;
  for (uint32_t organisation = 0; organisation < population.reference().organisations.size();
       ++organisation) {
    const uint32_t end = population.FirstOf(organisation + 1);
    for (uint32_t first = population.FirstOf(organisation); first < end; first += kRowsPerCall) {
      const Batch batch = {organisation, first, std::min(first + kRowsPerCall, end)};
      if (!ids.KnowsAll(batch.first, batch.end)) batches.push_back(batch);
    }
  }
  return batches;
}

void FillRow(const Population& population, uint32_t person, identity::v1::PersonRow& row) {
  const Reference& reference = population.reference();
  const Person& facts = population.people()[person];
  row.set_hr_id(population.HrIdOf(person));
  row.set_email(population.EmailOf(person));
  row.set_name(population.NameOf(person));
  row.set_grade(reference.grades.codes[facts.grade]);
  row.set_profession(reference.professions.codes[facts.profession]);
  row.set_region(reference.regions.codes[facts.region]);
}

class Importer {
 public:
  Importer(ctl::Session& session, const Population& population, uint64_t seed, PersonIds& ids)
      : session_(session), population_(population), seed_(seed), ids_(ids) {}

  // The same request id gets the same import again, open or finished.
  absl::Status Open(uint32_t organisation) {
    identity::v1::StartImportRequest request;
    request.set_organisation_code(population_.reference().organisations[organisation].code);
    request.set_mode(identity::v1::IMPORT_MODE_DELTA);
    *request.mutable_from_day() = ToDate(FirstDayOfStays());
    request.set_request_id(
        absl::StrCat("simulated-staff-", seed_, "-", population_.size(), "-", organisation));
    identity::v1::StartImportResponse response;
    OBT_RETURN_IF_ERROR(AskUntilAnswered(session_, "identity", request, response));
    imports_[organisation] = response.import().import_id();
    return absl::OkStatus();
  }

  absl::Status Finish(uint32_t organisation) {
    identity::v1::FinishImportRequest request;
    request.set_import_id(imports_.at(organisation));
    identity::v1::FinishImportResponse response;
    return AskUntilAnswered(session_, "identity", request, response);
  }

  absl::Status Send(const Batch& batch) {
    std::vector<size_t> people(batch.end - batch.first);
    std::iota(people.begin(), people.end(), batch.first);
    return SendBatch<identity::v1::ImportPeopleRequest, identity::v1::ImportPeopleResponse>(
        session_, "identity", std::move(people),
        [&](size_t person, identity::v1::ImportPeopleRequest& request) {
          request.set_import_id(imports_.at(batch.organisation));
          FillRow(population_, static_cast<uint32_t>(person), *request.add_rows());
          return absl::OkStatus();
        },
        [this](size_t person, const identity::v1::ImportPeopleResponse::Result& result,
               const absl::Status& status) { return Take(static_cast<uint32_t>(person), result, status); });
  }

 private:
  absl::Status Take(uint32_t person, const identity::v1::ImportPeopleResponse::Result& result,
                    const absl::Status& status) {
    OBT_RETURN_IF_ERROR(status);
    const std::optional<PersonId> id = ParseId<PersonId>(result.person_id());
    if (!id.has_value()) return absl::InternalError("an import answered without a person id");
    ids_.Set(person, *id);
    return absl::OkStatus();
  }

  ctl::Session& session_;
  const Population& population_;
  const uint64_t seed_;
  PersonIds& ids_;
  std::map<uint32_t, std::string> imports_;
};

}  // namespace

absl::Status ImportPopulation(ctl::Session& session, const Population& population, uint64_t seed,
                              size_t lanes, PersonIds& ids) {
  const std::vector<Batch> batches = UnknownBatches(population, ids);
  Importer importer(session, population, seed, ids);
  std::vector<uint32_t> bodies;
  for (uint32_t organisation = 0; organisation < population.reference().organisations.size();
       ++organisation) {
    if (population.CountOf(organisation) > 0) bodies.push_back(organisation);
  }
  const int64_t known = static_cast<int64_t>(ids.CountKnown());
  ctl::ProgressBar bar("importing people", static_cast<int64_t>(population.size()), "people", known);
  for (const uint32_t organisation : bodies) OBT_RETURN_IF_ERROR(importer.Open(organisation));
  std::atomic<int64_t> done = known;
  const auto send = [&](size_t piece) {
    OBT_RETURN_IF_ERROR(importer.Send(batches[piece]));
    done += batches[piece].end - batches[piece].first;
    return absl::OkStatus();
  };
  OBT_RETURN_IF_ERROR(RunInLanes(0, batches.size(), lanes, send, [&](size_t) {
    bar.Set(std::min<int64_t>(done, static_cast<int64_t>(population.size())));
  }));
  for (const uint32_t organisation : bodies) OBT_RETURN_IF_ERROR(importer.Finish(organisation));
  bar.Finish();
  return absl::OkStatus();
}

}  // namespace obt::simulate
