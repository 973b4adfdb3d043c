#include "common/testing/tiny_service.h"

#include "common/base/rules.h"
#include "common/base/validate.h"

namespace obt::testing::v1 {

using validate::Presence;

Violations Validate(const PutNumberRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  validate::Text(out, "name", request.name(), 200, Presence::kRequired);
  validate::RequestId(out, request.request_id());
  return out;
}
Violations Validate(const PreparePutNumberRequest& request) {
  Violations out;
  validate::Text(out, "name", request.name(), 200, Presence::kRequired);
  return out;
}
Violations Validate(const PutNumbersRequest& request) {
  Violations out;
  validate::Count(out, "items", request.items_size(), 1, 1000);
  return out;
}
Violations Validate(const Number& item) {
  Violations out;
  validate::Code(out, "organisation_code", item.organisation_code(), Presence::kRequired);
  validate::Text(out, "name", item.name(), 200, Presence::kRequired);
  return out;
}
Violations Validate(const GetNumberRequest& request) {
  Violations out;
  validate::Text(out, "name", request.name(), 200, Presence::kRequired);
  validate::Range(out, "wait_ms", request.wait_ms(), 0, 3'600'000);
  return out;
}
Violations Validate(const GetPeopleNumbersRequest& request) { return validate::ByRules(request); }
Violations Validate(const GetTeamNumberRequest&) { return {}; }
Violations Validate(const PutTeamNumberRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  return out;
}
Violations Validate(const GetPersonNumberRequest& request) {
  Violations out;
  validate::ServerId(out, "person_id", request.person_id(), Presence::kRequired);
  return out;
}

}  // namespace obt::testing::v1

namespace obt::testing {
namespace {

// A negative value is refused after it was written, to show that nothing stays.
absl::Status Store(const v1::Number& number, store::Txn& txn) {
  kNumbers.Put(txn, {number.name()}, number);
  txn.Publish(number);
  if (number.value() >= 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "NEGATIVE", "value: must not be negative");
}

absl::StatusOr<v1::PutNumberResponse> PutNumber(const v1::PutNumberRequest& request, const rpc::Call&,
                                                store::Txn& txn) {
  v1::Number number;
  number.set_organisation_code(request.organisation_code());
  number.set_name(request.name());
  number.set_value(request.value());
  OBT_RETURN_IF_ERROR(Store(number, txn));
  v1::PutNumberResponse response;
  response.set_times(static_cast<int64_t>(txn.sequence()));
  return response;
}

absl::StatusOr<int64_t> Think(const v1::PreparePutNumberRequest& request, const rpc::Call&) {
  return static_cast<int64_t>(request.name().size());
}

absl::StatusOr<v1::PreparePutNumberResponse> PreparePutNumber(const v1::PreparePutNumberRequest& request,
                                                              const rpc::Call&, const int64_t& thought,
                                                              store::Txn& txn) {
  v1::Number number;
  number.set_name(request.name());
  number.set_value(thought);
  OBT_RETURN_IF_ERROR(Store(number, txn));
  v1::PreparePutNumberResponse response;
  response.set_value(thought);
  return response;
}

absl::StatusOr<v1::PutNumbersResponse::Result> PutOne(const v1::PutNumbersRequest&, const v1::Number& item,
                                                      const rpc::Call&, store::Txn& txn) {
  OBT_RETURN_IF_ERROR(Store(item, txn));
  v1::PutNumbersResponse::Result result;
  result.set_sequence(txn.sequence());
  return result;
}

absl::StatusOr<v1::GetNumberResponse> GetNumber(const v1::GetNumberRequest& request, const rpc::Call&,
                                                const store::View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Number> number, kNumbers.Find(view, {request.name()}));
  if (!number.has_value() && request.name() == kOfAProgramme) return ProgrammeNotFound(request.name());
  if (!number.has_value()) return Error(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND", "number not found");
  v1::GetNumberResponse response;
  *response.mutable_number() = *std::move(number);
  return response;
}

absl::Duration WaitForNumber(const v1::GetNumberRequest& request, const rpc::Call&, const store::View& view) {
  const absl::StatusOr<bool> there = kNumbers.Has(view, {request.name()});
  return there.ok() && !*there ? absl::Milliseconds(request.wait_ms()) : absl::ZeroDuration();
}

absl::StatusOr<v1::GetPeopleNumbersResponse> GetPeopleNumbers(const v1::GetPeopleNumbersRequest& request,
                                                              const rpc::Call&, const store::View&) {
  v1::GetPeopleNumbersResponse response;
  for (const std::string& person : request.person_ids()) response.add_results()->set_person_id(person);
  return response;
}

absl::StatusOr<v1::GetTeamNumberResponse> GetTeamNumber(const v1::GetTeamNumberRequest&,
                                                        const rpc::Call& call, const store::View&) {
  v1::GetTeamNumberResponse response;
  response.set_trace_id(call.trace.trace_id());
  return response;
}

absl::StatusOr<v1::PutTeamNumberResponse> PutTeamNumber(const v1::PutTeamNumberRequest& request,
                                                        const rpc::Call&, store::Txn& txn) {
  if (request.organisation_code().empty()) return v1::PutTeamNumberResponse();
  v1::Number number;
  number.set_name(request.owned_name());
  number.set_organisation_code(request.organisation_code());
  OBT_RETURN_IF_ERROR(Store(number, txn));
  return v1::PutTeamNumberResponse();
}

absl::StatusOr<std::optional<rpc::Owner>> OwnerOf(const store::Reader& reader, absl::string_view name) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Number> number, kNumbers.Find(reader, {std::string(name)}));
  if (!number.has_value()) return std::optional<rpc::Owner>();
  return std::make_optional(rpc::Owner{number->organisation_code(), ParseId<TeamId>(number->team_id())});
}

absl::StatusOr<v1::GetPersonNumberResponse> GetPersonNumber(const v1::GetPersonNumberRequest&,
                                                            const rpc::Call&, const store::View&) {
  v1::GetPersonNumberResponse response;
  response.set_value(1);
  return response;
}

}  // namespace

absl::Status SeedTiny(store::Txn& txn, const std::string& admin_client) {
  const auto organisation = [&txn](const char* code, const char* parent) {
    identity::v1::Organisation made;
    made.set_code(code);
    made.set_parent_code(parent);
    made.set_kind(identity::v1::ORGANISATION_KIND_DEPARTMENT);
    feed::PutOrganisation(txn, made, 1);
  };
  organisation("dwp", "");
  organisation("jobcentre", "dwp");
  organisation("hmrc", "");
  const auto client = [&txn](const std::string& id, options::v1::Role role, const char* organisation_code) {
    identity::v1::Client made;
    made.set_client_id(id);
    if (role != options::v1::ROLE_UNSPECIFIED) {
      identity::v1::Grant* grant = made.add_grants();
      grant->set_role(role);
      grant->set_organisation_code(organisation_code);
    }
    feed::PutClient(txn, made, 1);
  };
  client(admin_client, options::v1::ROLE_CENTRAL_ADMIN, "");
  client("dwp", options::v1::ROLE_INTEGRATION, "dwp");
  client("stranger", options::v1::ROLE_UNSPECIFIED, "");
  client("reader", options::v1::ROLE_SERVICE, "");
  client("operator", options::v1::ROLE_OPERATOR, "");
  return absl::OkStatus();
}

void BindTiny(rpc::Router& router) {
  router.Command(PutNumber)
      .Command(PreparePutNumber, Think)
      .Batch(PutOne)
      .Query(GetNumber)
      .Wait(WaitForNumber)
      .Query(GetPersonNumber)
      .Query(GetPeopleNumbers)
      .Query(GetTeamNumber)
      .Owned("owned_name", OwnerOf, Error(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND", "no such number"))
      .Command(PutTeamNumber);
}

app::ServiceSpec TinySpec() {
  app::ServiceSpec spec;
  spec.name = "tiny";
  spec.tables = {&kNumbers};
  spec.published = {&kNumbers};
  spec.owns_directory = true;
  spec.seed_admin = SeedTiny;
  spec.build = [](app::Server& server) {
    BindTiny(server.router());
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::testing
