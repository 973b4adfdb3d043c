#include "services/identity/person/scope.h"

#include <algorithm>
#include <utility>

#include "common/base/days.h"
#include "common/feed/directory_schema.h"
#include "services/identity/organisation/domain.h"

namespace obt::identity {

std::string OrganisationToday(const rpc::Call& call, const v1::PersonFacts& facts) {
  return feed::OrganisationOn(facts, DayOf(call.now));
}

bool CoversPerson(const rpc::Call& call, const v1::PersonFacts& facts) {
  return call.Covers(OrganisationToday(call, facts));
}

absl::Status CheckCoversChange(const rpc::Call& call, const Stays& before, const Stays& after) {
  for (const std::string& code : ChangedOrganisations(before, after)) {
    if (!call.Covers(code)) return OutOfScope("stays", code);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> CodesWithin(const rpc::Call& call, const std::string& top) {
  const auth::OrganisationTree& tree = call.rights->tree();
  std::vector<std::string> codes;
  if (!top.empty()) {
    codes = tree.Subtree(top);
    if (codes.empty()) return OrganisationNotFound("organisation_code");
  } else if (call.scope.everything) {
    for (const v1::Organisation& organisation : tree.organisations()) codes.push_back(organisation.code());
  } else {
    for (const std::string& root : call.scope.roots) {
      for (std::string& code : tree.Subtree(root)) codes.push_back(std::move(code));
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

}  // namespace obt::identity
