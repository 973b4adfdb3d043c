// Learning's services on a real store of their own, with a directory that knows two people, two
// programmes and the learning types. Handlers are called as the router would call them. For tests only.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/feed/consumer.h"
#include "common/feed/directory.h"
#include "common/testing/fake_clock.h"
#include "common/testing/temp_store.h"
#include "services/learning/curriculum/service.h"
#include "services/learning/event/service.h"
#include "services/learning/response/service.h"
#include "services/learning/samples.h"
#include "services/learning/schema.h"

namespace obt::learning {

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
      OBT_RETURN_IF_ERROR(PutPerson(txn, samples::kPerson, "dwp"));
      OBT_RETURN_IF_ERROR(PutPerson(txn, samples::kOtherPerson, "defra"));
      obt::store::v1::Cursor cursor;
      cursor.set_sequence(kIdentitySequence);
      feed::kCursors.Put(txn, {"identity"}, cursor);
      return absl::OkStatus();
    });
    for (const char* programme_id : {"obt-2023", "obt-2024"}) Put(samples::Masterclass(programme_id)).value();
  }

  obt::store::Store& store() { return *store_; }
  obt::testing::FakeClock& clock() { return clock_; }
  CurriculumService& curriculum() { return curriculum_; }
  LearningService& learning() { return learning_; }
  SurveyService& surveys() { return surveys_; }
  // As after a restart: nothing is left but the store.
  void Reopen() { store_.Reopen(); }

  // A call of the department's integration, whose scope is dwp.
  rpc::Call Call() {
    rpc::Call call;
    call.client_id = "dwp-intranet";
    call.now = clock_.Now();
    call.deadline = absl::InfiniteFuture();
    call.rights = directory_.RightsAt(store_->Now(), DayOf(call.now)).value();
    call.scope = call.rights->ScopeOf(call.client_id, {options::v1::ROLE_INTEGRATION});
    call.page_key = obt::store::PageTokenKey(store_->Now()).value();
    return call;
  }

  // The same, made for somebody.
  rpc::Call CallFor(const std::string& person_id) {
    rpc::Call call = Call();
    call.acting_for = ParseId<PersonId>(person_id);
    return call;
  }

  void Change(const std::function<absl::Status(obt::store::Txn&)>& run) {
    if (const absl::Status status = store_->Execute(run).status(); !status.ok()) Die(status.ToString());
  }

  absl::StatusOr<v1::Course> Put(const v1::Course& course) {
    v1::PutCourseRequest request;
    *request.mutable_course() = course;
    OBT_ASSIGN_OR_RETURN(v1::PutCourseResponse response,
                         obt::testing::Commit(*store_, [&](obt::store::Txn& txn) {
                           return curriculum_.PutCourse(request, Call(), txn);
                         }));
    return std::move(*response.mutable_course());
  }

  absl::StatusOr<v1::RecordLearningResult> Record(const v1::LearningEvent& event) {
    return obt::testing::Commit(
        *store_, [&](obt::store::Txn& txn) { return learning_.RecordOne({}, event, Call(), txn); });
  }

  absl::StatusOr<v1::Survey> Put(const v1::Survey& survey) {
    v1::PutSurveyRequest request;
    *request.mutable_survey() = survey;
    OBT_ASSIGN_OR_RETURN(v1::PutSurveyResponse response,
                         obt::testing::Commit(*store_, [&](obt::store::Txn& txn) {
                           return curriculum_.PutSurvey(request, Call(), txn);
                         }));
    return std::move(*response.mutable_survey());
  }

  // As one item of a batch.
  absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> Submit(const v1::SurveyResponse& response) {
    return obt::testing::Commit(
        *store_, [&](obt::store::Txn& txn) { return surveys_.SubmitOne({}, response, Call(), txn); });
  }

  // Records all and dies unless all are taken in.
  void RecordAll(const std::vector<v1::LearningEvent>& events) {
    for (const v1::LearningEvent& event : events) {
      if (const absl::Status status = Record(event).status(); !status.ok()) Die(status.ToString());
    }
  }

  absl::StatusOr<v1::RetractLearningResponse> Retract(const v1::RetractLearningRequest& request) {
    return obt::testing::Commit(
        *store_, [&](obt::store::Txn& txn) { return learning_.RetractLearning(request, Call(), txn); });
  }

  v1::LearnerRecord RecordOf(const std::string& person_id, const std::string& programme_id = "obt-2024") {
    v1::GetLearnerRecordRequest request;
    request.set_programme_id(programme_id);
    request.set_person_id(person_id);
    return learning_.GetLearnerRecord(request, Call(), store_->Now()).value().record();
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
    *stay.mutable_from() = samples::DateOf("2020-01-01");
    return feed::PutPersonFacts(txn, person);
  }

 private:
  static void PutOrganisations(obt::store::Txn& txn) {
    for (const char* code : {"dwp", "defra"}) {
      identity::v1::Organisation organisation;
      organisation.set_code(code);
      feed::PutOrganisation(txn, organisation, 4);
    }
    identity::v1::Client client;
    client.set_client_id("dwp-intranet");
    identity::v1::Grant& grant = *client.add_grants();
    grant.set_role(options::v1::ROLE_INTEGRATION);
    grant.set_organisation_code("dwp");
    feed::PutClient(txn, client, 5);
  }

  obt::testing::FakeClock clock_;
  obt::testing::TempStore store_;
  feed::Directory directory_;
  CurriculumService curriculum_{directory_};
  LearningService learning_{directory_};
  SurveyService surveys_{directory_};
};

}  // namespace obt::learning
