#include "services/identity/person/scope.h"

#include "common/base/days.h"
#include "common/feed/directory_schema.h"

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

}  // namespace obt::identity
