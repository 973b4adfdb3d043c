// Values for tests of what lists do: a tree in which organisations have merged, and whose staff a list of one
// of them is.
#pragma once

#include <string>

#include "common/auth/tree.h"
#include "services/identity/import/domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {

// old ended as new on 2024-02-01, which ended as dwp on 2024-06-01; shut closed on 2024-02-01.
inline const auth::OrganisationTree& Tree() {
  static const auto* const tree = new auth::OrganisationTree(
      {Proto<v1::Organisation>("code: 'dwp' predecessor_codes: 'new'"),
       Proto<v1::Organisation>("code: 'mod'"),
       Proto<v1::Organisation>("code: 'old' valid_to_day $D{2024-02-01} successor_code: 'new'"),
       Proto<v1::Organisation>("code: 'new' valid_to_day $D{2024-06-01} successor_code: 'dwp'"),
       Proto<v1::Organisation>("code: 'shut' valid_to_day $D{2024-02-01}")},
      DayIn("2024-10-14"));
  return *tree;
}

inline Employer Dwp(const std::string& day, const std::string& today = "2024-12-31") {
  v1::Import import;
  import.set_organisation_code("dwp");
  *import.mutable_from_day() = ToDate(DayIn(day));
  return EmployerOf(import, Tree(), DayIn(today));
}

}  // namespace obt::identity
