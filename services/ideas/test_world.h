// The services of ideas on a real store of their own, with a directory that knows some people and teams of
// two departments. For tests only.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/feed/consumer.h"
#include "common/feed/directory.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/temp_store.h"
#include "services/ideas/bind.h"
#include "services/ideas/finding/live_index.h"
#include "services/ideas/samples.h"
#include "services/ideas/schema.h"

namespace obt::ideas {

// Clients: dwp-intranet, defra-intranet (INTEGRATION); jobcentres-admin, dwp-admin, defra-admin
// (ORGANISATION_ADMIN); dwp-reporter (ORGANISATION_REPORTER); central-reporter (CENTRAL_REPORTER), centre
// (CENTRAL_ADMIN). It is the middle of January 2025.
class World {
 public:
  // Where identity's changes are applied to.
  static constexpr uint64_t kIdentitySequence = 41;

  World()
      : clock_(samples::At("2025-01-15T12:00:00Z")),
        store_(AllTables(), &clock_, [this](const obt::store::Txn& written) {
          if (index_ != nullptr) index_->Follow(written);
        }) {
    Change([this](Txn& txn) { return PutEverybody(txn); });
    Serve(true);
  }

  ~World() { index_->Stop(); }

  obt::store::Store& store() { return *store_; }
  obt::testing::FakeClock& clock() { return clock_; }
  feed::Directory& directory() { return directory_; }
  LiveIndex& index() { return *index_; }
  // As after a restart: nothing is left but the store. Or with a search index that is still empty, or after
  // what was written while nobody followed.
  void Reopen(bool fill = true, const std::function<absl::Status(obt::store::Txn&)>& meanwhile = nullptr) {
    service_.reset();
    index_.reset();
    if (meanwhile) Change(meanwhile);
    store_.Reopen();
    Serve(fill);
  }

  // As the intranet of where the person works, for the person.
  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request, const std::string& person) {
    return service_->As(IntranetOf(person), person).Call<Response>(request);
  }
  // The same of an RPC that is known by its types alone.
  absl::Status Invoke(const std::string& client, const std::string& person,
                      const google::protobuf::Message& request, google::protobuf::Message& response) {
    return service_->As(client, person).Invoke(request, response);
  }
  static std::string IntranetOf(const std::string& person) {
    const bool defra = person == samples::kSeconded || person == samples::kOutsider;
    return defra ? "defra-intranet" : "dwp-intranet";
  }
  // As a client by itself.
  template <typename Response>
  absl::StatusOr<Response> CallAs(const std::string& client, const google::protobuf::Message& request) {
    return service_->As(client).Call<Response>(request);
  }
  // As a client, for a person.
  template <typename Response>
  absl::StatusOr<Response> CallAs(const std::string& client, const std::string& person,
                                  const google::protobuf::Message& request) {
    return service_->As(client, person).Call<Response>(request);
  }

  void Change(const std::function<absl::Status(obt::store::Txn&)>& run) {
    if (const absl::Status status = store_->Execute(run).status(); !status.ok()) Die(status.ToString());
  }

  // ---- things, made on the way that everybody takes; each dies when it is refused ----

  // A draft.
  std::string Write(const std::string& author, v1::Visibility visibility, bool anonymous = false,
                    const std::string& team_id = samples::kTeam,
                    const std::string& title = "Print at the desk") {
    clock_.Advance(absl::Milliseconds(1));  // ids sort by it
    v1::CreateIdeaRequest request;
    request.set_team_id(team_id);
    *request.mutable_text() = samples::TextOf(title);
    *request.mutable_terms() = samples::TermsOf(visibility, anonymous);
    return Call<v1::CreateIdeaResponse>(request, author).value().idea().idea_id();
  }
  std::string Propose(const std::string& author, v1::Visibility visibility, bool anonymous = false,
                      const std::string& team_id = samples::kTeam) {
    v1::ProposeIdeaRequest request;
    request.set_idea_id(Write(author, visibility, anonymous, team_id));
    Call<v1::ProposeIdeaResponse>(request, author).value();
    return request.idea_id();
  }
  // Written by kMember, agreed in a conversation of kTeam on 4 November, to be tried by 30 November.
  std::string AgreedIdea(v1::Visibility visibility = v1::VISIBILITY_CROSS_GOVERNMENT) {
    v1::LogConversationRequest request = samples::ConversationOf();
    v1::AgreedChange& change = *request.add_changes();
    change.set_idea_id(Propose(samples::kMember, visibility));
    *change.mutable_try_by() = samples::DateOf("2024-11-30");
    Call<v1::LogConversationResponse>(request, samples::kFacilitator).value();
    return change.idea_id();
  }
  // Ideas that are like one but for their ids.
  std::vector<std::string> Copy(const std::string& idea_id, int copies) {
    std::vector<std::string> ids;
    v1::IdeaFacts facts = FactsOf(idea_id);
    const v1::IdeaText text = ReadText(store_->Now(), facts).value();
    Change([&](Txn& txn) {
      for (int i = 0; i < copies; ++i) {
        facts.clear_idea_id();
        OBT_RETURN_IF_ERROR(Insert(txn, clock_.Now(), facts, text));
        ids.push_back(facts.idea_id());
      }
      return absl::OkStatus();
    });
    return ids;
  }
  v1::IdeaFacts FactsOf(const std::string& idea_id) {
    return kIdeas.Find(store_->Now(), {*ParseId<ItemId>(idea_id)}).value().value();
  }

  // Everything published so far.
  std::vector<obt::store::v1::Change> Changes() {
    return obt::store::ReadChanges(store_->Now(), 0, "", 100'000, 1u << 30).value().changes;
  }
  // The events of one type among them.
  template <typename Event>
  std::vector<Event> Events() {
    std::vector<Event> events;
    for (const obt::store::v1::Change& change : Changes()) {
      if (change.type() != Event::descriptor()->full_name()) continue;
      if (!events.emplace_back().ParseFromString(change.event())) Die("an event cannot be read");
    }
    return events;
  }

  static std::vector<const obt::store::TableRef*> AllTables() {
    std::vector<const obt::store::TableRef*> tables = Tables();
    for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
    tables.push_back(&feed::kCursors);
    return tables;
  }

  static absl::Status PutPerson(obt::store::Txn& txn, const std::string& person_id,
                                const std::string& organisation,
                                identity::v1::PersonStatus status = identity::v1::PERSON_STATUS_ACTIVE) {
    identity::v1::PersonFacts person;
    person.set_person_id(person_id);
    person.set_status(status);
    identity::v1::Stay& stay = *person.add_stays();
    stay.set_organisation_code(organisation);
    *stay.mutable_from_day() = samples::DateOf("2020-01-01");
    return feed::PutPersonFacts(txn, person);
  }
  // They have left, of whichever teams they stay a member; or come back.
  void SetStatus(const std::string& person_id, identity::v1::PersonStatus status) {
    Change([&](obt::store::Txn& txn) { return PutPerson(txn, person_id, "jobcentres", status); });
  }
  static absl::Status PutTeam(obt::store::Txn& txn, const std::string& team_id,
                              const std::string& organisation, const std::string& facilitator,
                              const std::vector<std::string>& members) {
    identity::v1::TeamFacts team;
    team.set_team_id(team_id);
    team.set_programme_id("obt-2024");
    team.set_organisation_code(organisation);
    team.set_state(identity::v1::TEAM_STATE_OPEN);
    team.add_facilitator_ids(facilitator);
    team.mutable_member_ids()->Assign(members.begin(), members.end());
    return feed::PutTeamFacts(txn, team);
  }

 private:
  using Txn = obt::store::Txn;

  void Serve(bool fill) {
    index_ = std::make_unique<LiveIndex>(*store_);
    while (fill && index_->FillSome()) {
    }
    service_ = std::make_unique<obt::testing::LocalService>(
        *store_, directory_, clock_, [this](rpc::Router& router) { BindAll(router, directory_, *index_); });
  }

  absl::Status PutEverybody(Txn& txn) {
    feed::PutProgramme(txn, samples::Programme2024(), 1);
    PutOrganisation(txn, "dwp", "");
    PutOrganisation(txn, "jobcentres", "dwp");
    PutOrganisation(txn, "defra", "");
    PutClient(txn, "dwp-intranet", options::v1::ROLE_INTEGRATION, "dwp");
    PutClient(txn, "defra-intranet", options::v1::ROLE_INTEGRATION, "defra");
    PutClient(txn, "jobcentres-admin", options::v1::ROLE_ORGANISATION_ADMIN, "jobcentres");
    PutClient(txn, "dwp-admin", options::v1::ROLE_ORGANISATION_ADMIN, "dwp");
    PutClient(txn, "defra-admin", options::v1::ROLE_ORGANISATION_ADMIN, "defra");
    PutClient(txn, "dwp-reporter", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
    PutClient(txn, "central-reporter", options::v1::ROLE_CENTRAL_REPORTER, "");
    PutClient(txn, "centre", options::v1::ROLE_CENTRAL_ADMIN, "");
    for (int i = 1; i <= 12; ++i) {
      const std::string id = samples::IdOfNumber(i);
      const bool defra = id == samples::kSeconded || id == samples::kOutsider;
      const char* const where = defra ? "defra" : id == samples::kHeadOffice ? "dwp" : "jobcentres";
      OBT_RETURN_IF_ERROR(PutPerson(txn, id, where));
    }
    std::vector<std::string> six;
    for (int i = 2; i <= 7; ++i) six.push_back(samples::IdOfNumber(i));
    OBT_RETURN_IF_ERROR(PutTeam(txn, samples::kTeam, "jobcentres", samples::kFacilitator, six));
    OBT_RETURN_IF_ERROR(PutTeam(txn, samples::kPair, "jobcentres", samples::kPairOne,
                                {samples::kPairOne, samples::kPairTwo}));
    OBT_RETURN_IF_ERROR(
        PutTeam(txn, samples::kTeamElsewhere, "defra", samples::kOutsider, {samples::kOutsider}));
    v1::ThemeList themes;
    themes.set_programme_id("obt-2024");
    themes.add_themes()->set_code("letters");
    themes.add_themes()->set_code("meetings");
    themes.set_etag("1");
    kThemes.Put(txn, {"obt-2024"}, themes);
    obt::store::v1::Cursor cursor;
    cursor.set_sequence(kIdentitySequence);
    feed::kCursors.Put(txn, {"identity"}, cursor);
    return absl::OkStatus();
  }

  static void PutOrganisation(Txn& txn, const std::string& code, const std::string& parent) {
    identity::v1::Organisation organisation;
    organisation.set_code(code);
    organisation.set_parent_code(parent);
    feed::PutOrganisation(txn, organisation, 4);
  }
  static void PutClient(Txn& txn, const std::string& client_id, options::v1::Role role,
                        const std::string& organisation) {
    identity::v1::Client client;
    client.set_client_id(client_id);
    client.add_grants()->set_role(role);
    client.mutable_grants(0)->set_organisation_code(organisation);
    feed::PutClient(txn, client, 5);
  }

  obt::testing::FakeClock clock_;
  std::unique_ptr<LiveIndex> index_;
  obt::testing::TempStore store_;
  feed::Directory directory_;
  std::unique_ptr<obt::testing::LocalService> service_;
};

}  // namespace obt::ideas
