// A small identity for tests: a real store, the real services and a few clients, on a day of the 2024
// edition.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "common/feed/directory_schema.h"
#include "common/rpc/grpc_status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "services/identity/access/rows.h"
#include "services/identity/bind.h"
#include "services/identity/schema.h"
#include "services/identity/test_values.h"

namespace obt::identity {

inline std::vector<const obt::store::TableRef*> AllTables() {
  std::vector<const obt::store::TableRef*> tables = Tables();
  for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
  return tables;
}

// Organisations: co at the top; dwp with hse below it; hmrc; mod. Clients: `centre` (CENTRAL_ADMIN,
// OPERATOR), `dwp-hr` and `hmrc-hr` (ORGANISATION_ADMIN), `both` (ORGANISATION_ADMIN of dwp and hmrc),
// `learning` (SERVICE). Grades SEO and G7, profession LEGAL, region TLI. Today is 14 October 2024.
class World {
 public:
  World() : store_(AllTables(), &clock_) {
    Serve();
    Must(store_->Execute([this](obt::store::Txn& txn) { return Populate(txn); }));
  }

  // Calls as the client, for the person unless it is empty.
  template <typename Response>
  absl::StatusOr<Response> Run(const std::string& client, const google::protobuf::Message& request,
                               const std::string& person = "") {
    return As(client, person).Call<Response>(request);
  }
  // The same from text.
  template <typename Response>
  absl::StatusOr<Response> Try(const std::string& client, absl::string_view text,
                               const std::string& person = "") {
    const auto request = obt::testing::RequestFor<Response>();
    Parse(text, *request);
    return Run<Response>(client, *request, person);
  }
  // The same where a refusal would be a mistake of the test.
  template <typename Response>
  Response Do(const std::string& client, absl::string_view text) {
    return Must(Try<Response>(client, text));
  }
  // A batch of one item; the item's refusal is the answer's.
  template <typename Response>
  absl::StatusOr<typename Response::Result> TryOne(const std::string& client, absl::string_view text) {
    OBT_ASSIGN_OR_RETURN(Response response, Try<Response>(client, text));
    OBT_RETURN_IF_ERROR(rpc::FromProto(response.results(0).status()));
    return response.results(0);
  }
  rpc::LocalCaller As(const std::string& client, const std::string& person = "") {
    return service_->As(client, person);
  }

  void AddClient(const std::string& client, const std::vector<std::string>& grants) {
    Must(store_->Execute([&](obt::store::Txn& txn) { return AddClient(txn, client, grants); }));
  }

  // Adds somebody and returns the id; what `text` does not state is made up.
  std::string AddPerson(const std::string& organisation, const std::string& name,
                        absl::string_view text = "") {
    return Do<v1::CreatePersonResponse>(
               "centre", absl::StrCat("organisation_code: '", organisation, "' name: '", name, "' email: '",
                                      name, "@", organisation, ".gov.uk' ", text))
        .person()
        .person_id();
  }

  // Changes behind a sequence.
  std::vector<obt::store::v1::Change> Changes(uint64_t after = 0) {
    std::vector<obt::store::v1::Change> all =
        Must(obt::store::ReadChanges(store_->Now(), 0, std::string(32, '\0'), 1'000'000, size_t{1} << 30))
            .changes;
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(after));
    return all;
  }
  uint64_t sequence() { return store_->Now().sequence(); }

  template <typename T>
  static T Must(absl::StatusOr<T> result) {
    if (!result.ok()) Die(result.status().ToString());
    return *std::move(result);
  }
  static void Must(const absl::Status& status) {
    if (!status.ok()) Die(status.ToString());
  }

  // As after a restart: nothing is left but the store.
  void Reopen() {
    service_.reset();
    store_.Reopen();
    Serve();
  }

  obt::testing::TempStore& store() { return store_; }
  obt::testing::FakeClock& clock() { return clock_; }

 private:
  void Serve() {
    service_ = std::make_unique<obt::testing::LocalService>(*store_, directory, clock_,
                                                            [this](rpc::Router& router) { Bind(router); });
  }
  void Bind(rpc::Router& router) {
    BindOrganisations(router, directory);
    BindProgrammes(router);
    BindPeople(router, directory);
    BindImports(router, directory);
    BindTeams(router);
    BindAccess(router);
    BindReferences(router);
  }

  // Everything in one transaction: a commit is slow.
  absl::Status Populate(obt::store::Txn& txn) {
    OBT_RETURN_IF_ERROR(SeedAdmin(txn, "centre"));
    for (const char* text :
         {"code: 'co'", "code: 'dwp'", "code: 'hse' parent_code: 'dwp'", "code: 'hmrc'", "code: 'mod'"}) {
      OBT_RETURN_IF_ERROR(Put<v1::CreateOrganisationResponse>(
          txn, absl::StrCat("organisation { ", text, " name: 'N' kind: ORGANISATION_KIND_DEPARTMENT }")));
    }
    const std::string dwp = "role: ROLE_ORGANISATION_ADMIN organisation_code: 'dwp'";
    const std::string hmrc = "role: ROLE_ORGANISATION_ADMIN organisation_code: 'hmrc'";
    OBT_RETURN_IF_ERROR(AddClient(txn, "dwp-hr", {dwp}));
    OBT_RETURN_IF_ERROR(AddClient(txn, "hmrc-hr", {hmrc}));
    OBT_RETURN_IF_ERROR(AddClient(txn, "both", {dwp, hmrc}));
    OBT_RETURN_IF_ERROR(AddClient(txn, "learning", {"role: ROLE_SERVICE"}));
    for (const char* list :
         {"GRADE entries { code: 'SEO' name: 'N' } entries { code: 'G7' name: 'N' }",
          "PROFESSION entries { code: 'LEGAL' name: 'N' }", "REGION entries { code: 'TLI' name: 'N' }"}) {
      OBT_RETURN_IF_ERROR(
          Put<v1::PutReferenceListResponse>(txn, absl::StrCat("list { kind: REFERENCE_KIND_", list, " }")));
    }
    return absl::OkStatus();
  }

  absl::Status AddClient(obt::store::Txn& txn, const std::string& client,
                         const std::vector<std::string>& grants) {
    const std::string id = absl::StrCat("client_id: '", client, "' ");
    OBT_RETURN_IF_ERROR(Put<v1::CreateClientResponse>(txn, absl::StrCat(id, "title: 'T'")));
    for (const std::string& grant : grants) {
      OBT_RETURN_IF_ERROR(Put<v1::GrantRoleResponse>(txn, absl::StrCat(id, "grant { ", grant, " }")));
    }
    return absl::OkStatus();
  }

  // A command of the centre's.
  template <typename Response>
  absl::Status Put(obt::store::Txn& txn, absl::string_view text) {
    const auto request = obt::testing::RequestFor<Response>();
    Parse(text, *request);
    return As("centre").Call<Response>(*request, txn).status();
  }

  obt::testing::FakeClock clock_{absl::FromUnixSeconds(1'728'907'200)};  // 2024-10-14T12:00:00Z
  obt::testing::TempStore store_;

 public:
  feed::Directory directory;

 private:
  std::unique_ptr<obt::testing::LocalService> service_;
};

}  // namespace obt::identity
