// A small identity for tests: a real store, the real services and a few clients, on a day of the 2024
// edition. Handlers are called as the router calls them: with the scope the RPC's policy gives the client,
// after validation.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "common/feed/directory_schema.h"
#include "common/rpc/call.h"
#include "common/rpc/policy.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "services/identity/access/domain.h"
#include "services/identity/access/rows.h"
#include "services/identity/access/service.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/service.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/service.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/service.h"
#include "services/identity/programme/domain.h"
#include "services/identity/programme/service.h"
#include "services/identity/reference/domain.h"
#include "services/identity/reference/service.h"
#include "services/identity/schema.h"
#include "services/identity/team/domain.h"
#include "services/identity/team/service.h"
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
  World() : store_(AllTables(), &clock_), organisations(directory), people(directory), imports(directory) {
    Must(store_->Execute([this](obt::store::Txn& txn) { return Populate(txn); }));
  }

  // The call the router would make of this request from this client.
  template <typename Request>
  rpc::Call CallAs(const std::string& client_id) {
    rpc::Call call;
    call.client_id = client_id;
    call.now = clock_.Now();
    call.deadline = absl::InfiniteFuture();
    call.rights = Must(directory.RightsAt(store_->Now(), DayOf(call.now)));
    call.page_key = Must(obt::store::PageTokenKey(store_->Now()));
    const rpc::Policy policy = Must(rpc::ReadPolicy(MethodOf(*Request::descriptor()), true));
    call.scope = call.rights->ScopeOf(client_id, policy.any_client ? auth::RoleSet::All() : policy.roles);
    return call;
  }

  template <typename S, typename Request, typename Response>
  absl::StatusOr<Response> Run(const std::string& client_id, S& service,
                               absl::StatusOr<Response> (S::*method)(const Request&, const rpc::Call&,
                                                                     obt::store::Txn&),
                               const Request& request) {
    OBT_RETURN_IF_ERROR(Validate(request).ToStatus());
    const rpc::Call call = CallAs<Request>(client_id);
    return obt::testing::Commit(*store_,
                                [&](obt::store::Txn& txn) { return (service.*method)(request, call, txn); });
  }

  template <typename S, typename Request, typename Response>
  absl::StatusOr<Response> Run(const std::string& client_id, S& service,
                               absl::StatusOr<Response> (S::*method)(const Request&, const rpc::Call&,
                                                                     const obt::store::View&),
                               const Request& request) {
    OBT_RETURN_IF_ERROR(Validate(request).ToStatus());
    return (service.*method)(request, CallAs<Request>(client_id), store_->Now());
  }

  // The same from text.
  template <typename S, typename Request, typename Response, typename Place>
  absl::StatusOr<Response> Try(const std::string& client_id, S& service,
                               absl::StatusOr<Response> (S::*method)(const Request&, const rpc::Call&, Place),
                               absl::string_view text) {
    return Run(client_id, service, method, Proto<Request>(text));
  }

  // The same where a refusal would be a mistake of the test.
  template <typename S, typename Request, typename Response, typename Place>
  Response Do(const std::string& client_id, S& service,
              absl::StatusOr<Response> (S::*method)(const Request&, const rpc::Call&, Place),
              absl::string_view text) {
    return Must(Try(client_id, service, method, text));
  }

  void AddClient(const std::string& client_id, const std::vector<std::string>& grants) {
    const rpc::Call call = CallAs<v1::CreateClientRequest>("centre");
    Must(store_->Execute([&](obt::store::Txn& txn) { return AddClient(txn, call, client_id, grants); }));
  }

  // Adds somebody and returns the id; what `text` does not state is made up.
  std::string AddPerson(const std::string& organisation, const std::string& name,
                        absl::string_view text = "") {
    return Do("centre", people, &PersonService::CreatePerson,
              absl::StrCat("organisation_code: '", organisation, "' name: '", name, "' email: '", name, "@",
                           organisation, ".gov.uk' ", text))
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

  obt::testing::TempStore& store() { return store_; }
  obt::testing::FakeClock& clock() { return clock_; }

 private:
  static const google::protobuf::MethodDescriptor& MethodOf(const google::protobuf::Descriptor& request) {
    for (int i = 0; i < request.file()->service_count(); ++i) {
      const google::protobuf::ServiceDescriptor& service = *request.file()->service(i);
      for (int j = 0; j < service.method_count(); ++j) {
        if (service.method(j)->input_type() == &request) return *service.method(j);
      }
    }
    Die("no RPC takes this request");
  }

  // Everything in one transaction: a commit is slow.
  absl::Status Populate(obt::store::Txn& txn) {
    rpc::Call call;
    call.now = clock_.Now();
    OBT_RETURN_IF_ERROR(SeedAdmin(txn, "centre"));
    for (const char* text :
         {"code: 'co'", "code: 'dwp'", "code: 'hse' parent_code: 'dwp'", "code: 'hmrc'", "code: 'mod'"}) {
      OBT_RETURN_IF_ERROR(organisations
                              .CreateOrganisation(Proto<v1::CreateOrganisationRequest>(absl::StrCat(
                                                      "organisation { ", text,
                                                      " name: 'N' kind: ORGANISATION_KIND_DEPARTMENT }")),
                                                  call, txn)
                              .status());
    }
    const std::string dwp = "role: ROLE_ORGANISATION_ADMIN organisation_code: 'dwp'";
    const std::string hmrc = "role: ROLE_ORGANISATION_ADMIN organisation_code: 'hmrc'";
    OBT_RETURN_IF_ERROR(AddClient(txn, call, "dwp-hr", {dwp}));
    OBT_RETURN_IF_ERROR(AddClient(txn, call, "hmrc-hr", {hmrc}));
    OBT_RETURN_IF_ERROR(AddClient(txn, call, "both", {dwp, hmrc}));
    OBT_RETURN_IF_ERROR(AddClient(txn, call, "learning", {"role: ROLE_SERVICE"}));
    for (const char* list :
         {"GRADE entries { code: 'SEO' name: 'N' } entries { code: 'G7' name: 'N' }",
          "PROFESSION entries { code: 'LEGAL' name: 'N' }", "REGION entries { code: 'TLI' name: 'N' }"}) {
      const auto request =
          Proto<v1::PutReferenceListRequest>(absl::StrCat("list { kind: REFERENCE_KIND_", list, " }"));
      OBT_RETURN_IF_ERROR(references.PutReferenceList(request, call, txn).status());
    }
    return absl::OkStatus();
  }

  absl::Status AddClient(obt::store::Txn& txn, const rpc::Call& call, const std::string& client_id,
                         const std::vector<std::string>& grants) {
    v1::CreateClientRequest client;
    client.set_client_id(client_id);
    client.set_title("T");
    OBT_RETURN_IF_ERROR(access.CreateClient(client, call, txn).status());
    for (const std::string& grant : grants) {
      v1::GrantRoleRequest request;
      request.set_client_id(client_id);
      *request.mutable_grant() = Proto<v1::Grant>(grant);
      OBT_RETURN_IF_ERROR(access.GrantRole(request, call, txn).status());
    }
    return absl::OkStatus();
  }

  obt::testing::FakeClock clock_{absl::FromUnixSeconds(1'728'907'200)};  // 2024-10-14T12:00:00Z
  obt::testing::TempStore store_;

 public:
  feed::Directory directory;
  OrganisationService organisations;
  ProgrammeService programmes;
  PersonService people;
  ImportService imports;
  TeamService teams;
  AccessService access;
  ReferenceService references;
};

}  // namespace obt::identity
