// Learning's services on a real store of their own, with a directory that knows two people, two
// programmes and the learning types. For tests only.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/feed/consumer.h"
#include "common/feed/directory.h"
#include "common/rpc/grpc_status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/temp_store.h"
#include "services/learning/bind.h"
#include "services/learning/samples.h"
#include "services/learning/schema.h"

namespace obt::learning {

// Clients: `centre` (CENTRAL_ADMIN), `dwp-intranet` (INTEGRATION of dwp, where kPerson works; kOtherPerson
// does not) and `everywhere` (INTEGRATION of both).
class World {
 public:
  // Where identity's changes are applied to.
  static constexpr uint64_t kIdentitySequence = 41;

  World() : clock_(samples::At("2025-06-01T12:00:00Z")), store_(AllTables(), &clock_) {
    Change([](obt::store::Txn& txn) {
      feed::PutProgramme(txn, samples::Programme2023(), 1);
      feed::PutProgramme(txn, samples::Programme2024(), 2);
      identity::v1::ReferenceList types;
      types.set_kind(identity::v1::REFERENCE_KIND_LEARNING_TYPE);
      types.add_entries()->set_code("TALK");
      feed::PutReferenceList(txn, types, 3);
      PutOrganisations(txn);
      PutClient(txn, "centre", options::v1::ROLE_CENTRAL_ADMIN, "");
      PutClient(txn, "dwp-intranet", options::v1::ROLE_INTEGRATION, "dwp");
      PutClient(txn, "everywhere", options::v1::ROLE_INTEGRATION, "dwp", "defra");
      OBT_RETURN_IF_ERROR(PutPerson(txn, samples::kPerson, "dwp"));
      OBT_RETURN_IF_ERROR(PutPerson(txn, samples::kOtherPerson, "defra"));
      obt::store::v1::Cursor cursor;
      cursor.set_sequence(kIdentitySequence);
      feed::kCursors.Put(txn, {"identity"}, cursor);
      return absl::OkStatus();
    });
    Serve();
    for (const char* programme_id : {"obt-2023", "obt-2024"}) Put(samples::Masterclass(programme_id)).value();
  }

  obt::store::Store& store() { return *store_; }
  obt::testing::FakeClock& clock() { return clock_; }
  // As after a restart: nothing is left but the store.
  void Reopen() {
    service_.reset();
    store_.Reopen();
    Serve();
  }

  // Calls as the department's integration, for the person unless it is empty.
  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request, const std::string& person = "",
                                const std::string& client = "dwp-intranet") {
    return service_->As(client, person).Call<Response>(request);
  }

  void Change(const std::function<absl::Status(obt::store::Txn&)>& run) {
    if (const absl::Status status = store_->Execute(run).status(); !status.ok()) Die(status.ToString());
  }

  absl::StatusOr<v1::Course> Put(const v1::Course& course) {
    v1::PutCourseRequest request;
    *request.mutable_course() = course;
    OBT_ASSIGN_OR_RETURN(auto response, Call<v1::PutCourseResponse>(request, "", "centre"));
    return std::move(*response.mutable_course());
  }

  absl::StatusOr<v1::Survey> Put(const v1::Survey& survey) {
    v1::PutSurveyRequest request;
    *request.mutable_survey() = survey;
    OBT_ASSIGN_OR_RETURN(auto response, Call<v1::PutSurveyResponse>(request, "", "centre"));
    return std::move(*response.mutable_survey());
  }

  // As a batch of one, of whoever it is.
  absl::StatusOr<v1::RecordLearningResult> Record(const v1::LearningEvent& event) {
    v1::RecordLearningRequest request;
    *request.add_events() = event;
    return OnlyResult(Call<v1::RecordLearningResponse>(request, "", "everywhere"));
  }

  absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> Submit(const v1::SurveyResponse& response) {
    v1::BatchSubmitSurveyResponsesRequest request;
    *request.add_responses() = response;
    return OnlyResult(Call<v1::BatchSubmitSurveyResponsesResponse>(request, "", "everywhere"));
  }

  // Records all and dies unless all are taken in.
  void RecordAll(const std::vector<v1::LearningEvent>& events) {
    for (size_t begin = 0; begin < events.size(); begin += 500) {
      v1::RecordLearningRequest request;
      for (size_t i = begin; i < std::min(begin + 500, events.size()); ++i) *request.add_events() = events[i];
      const auto response = Call<v1::RecordLearningResponse>(request, "", "everywhere").value();
      for (const v1::RecordLearningResult& result : response.results()) {
        if (result.status().code() != 0) Die(result.status().message());
      }
    }
  }

  absl::StatusOr<v1::RetractLearningResponse> Retract(const v1::RetractLearningRequest& request) {
    return Call<v1::RetractLearningResponse>(request, "", "everywhere");
  }

  v1::LearnerRecord RecordOf(const std::string& person_id, const std::string& programme_id = "obt-2024") {
    v1::GetLearnerRecordRequest request;
    request.set_programme_id(programme_id);
    request.set_person_id(person_id);
    return Call<v1::GetLearnerRecordResponse>(request, "", "everywhere").value().record();
  }

  // Everything published so far.
  std::vector<obt::store::v1::Change> Changes() {
    return obt::store::ReadChanges(store_->Now(), 0, "", 100'000, 1u << 30).value().changes;
  }

  static std::vector<const obt::store::TableRef*> AllTables() {
    std::vector<const obt::store::TableRef*> tables = Tables();
    for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
    tables.push_back(&feed::kCursors);
    return tables;
  }

  static absl::Status PutPerson(obt::store::Txn& txn, const std::string& person_id,
                                const std::string& organisation) {
    identity::v1::PersonFacts person;
    person.set_person_id(person_id);
    identity::v1::Stay& stay = *person.add_stays();
    stay.set_organisation_code(organisation);
    *stay.mutable_from_day() = samples::DateOf("2020-01-01");
    return feed::PutPersonFacts(txn, person);
  }

 private:
  void Serve() {
    service_ = std::make_unique<obt::testing::LocalService>(*store_, directory_, clock_,
                                                            [this](rpc::Router& router) {
                                                              BindCurriculum(router, directory_);
                                                              BindEvents(router, directory_);
                                                              BindResponses(router, directory_);
                                                            });
  }

  // The item's refusal is the answer's.
  template <typename Response>
  static auto OnlyResult(absl::StatusOr<Response> response)
      -> absl::StatusOr<std::decay_t<decltype(response->results(0))>> {
    OBT_RETURN_IF_ERROR(response.status());
    OBT_RETURN_IF_ERROR(rpc::FromProto(response->results(0).status()));
    return response->results(0);
  }

  static void PutOrganisations(obt::store::Txn& txn) {
    for (const char* code : {"dwp", "defra"}) {
      identity::v1::Organisation organisation;
      organisation.set_code(code);
      feed::PutOrganisation(txn, organisation, 4);
    }
  }

  template <typename... Codes>
  static void PutClient(obt::store::Txn& txn, const std::string& client_id, options::v1::Role role,
                        Codes... organisations) {
    identity::v1::Client client;
    client.set_client_id(client_id);
    for (const char* organisation : {organisations...}) {
      identity::v1::Grant& grant = *client.add_grants();
      grant.set_role(role);
      grant.set_organisation_code(organisation);
    }
    feed::PutClient(txn, client, 5);
  }

  obt::testing::FakeClock clock_;
  obt::testing::TempStore store_;
  feed::Directory directory_;
  std::unique_ptr<obt::testing::LocalService> service_;
};

}  // namespace obt::learning
