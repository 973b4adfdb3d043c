#include "services/aggregator/api/points.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/validate.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {

void CheckPoints(Violations& out, const Engine::Points& at_least) {
  std::vector<std::string> names;
  for (const Source& source : AllSources()) names.push_back(source.name);
  for (int i = 0; i < at_least.size(); ++i) {
    if (std::find(names.begin(), names.end(), at_least[i].source()) != names.end()) continue;
    out.Add(validate::Path("at_least", i, "source"), absl::StrCat("must be ", absl::StrJoin(names, " or ")));
  }
}

}  // namespace obt::aggregator
