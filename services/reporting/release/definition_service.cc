#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "services/reporting/release/bind.h"
#include "services/reporting/release/policy.h"
#include "services/reporting/release/rows.h"
#include "services/reporting/tables/outline.h"

namespace obt::reporting {
namespace {

using obt::store::View;
using rpc::Call;

// What is broken down is told as a whole: into what depends on the programme.
std::vector<tables::Column> ColumnsOf(tables::Measure measure) {
  if (tables::IsBrokenDown(measure)) return {};
  return {{tables::NameOf(measure, ""), measure, ""}};
}

absl::StatusOr<v1::ListMetricDefinitionsResponse> ListMetricDefinitions(
    const v1::ListMetricDefinitionsRequest&, const Call&, const View&) {
  v1::ListMetricDefinitionsResponse response;
  response.set_metric_version(tables::kMetricVersion);
  for (const tables::StandardTable& table : tables::StandardTables()) {
    for (v1::TableMeasure& measure : tables::MeasuresOf(table, ColumnsOf)) {
      v1::MetricDefinition& definition = *response.add_definitions();
      definition.set_table_id(std::string(table.id));
      *definition.mutable_measure() = std::move(measure);
    }
  }
  return response;
}

absl::StatusOr<v1::GetDisclosurePolicyResponse> GetDisclosurePolicy(
    const v1::GetDisclosurePolicyRequest& request, const Call&, const View& view) {
  v1::GetDisclosurePolicyResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_policy(), ReadPolicy(view, request.version()));
  return response;
}

absl::StatusOr<v1::SetDisclosurePolicyResponse> SetDisclosurePolicy(
    const v1::SetDisclosurePolicyRequest& request, const Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::DisclosurePolicy last, ReadPolicy(txn, 0));
  v1::SetDisclosurePolicyResponse response;
  v1::DisclosurePolicy& policy = *response.mutable_policy();
  OBT_ASSIGN_OR_RETURN(policy, NextPolicy(last, request));
  *policy.mutable_set_time() = TimestampOf(call.now);
  kPolicies.Put(txn, {policy.version()}, policy);
  kPolicies.Put(txn, {0}, policy);
  return response;
}

}  // namespace

void BindDefinitions(rpc::Router& router) {
  router.Query(ListMetricDefinitions).Query(GetDisclosurePolicy).Command(SetDisclosurePolicy);
}

}  // namespace obt::reporting
