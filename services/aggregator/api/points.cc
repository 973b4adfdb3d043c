#include "services/aggregator/api/points.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/validate.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {

google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint> PointsOf(const State& state) {
  google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint> points;
  for (const Source& source : AllSources()) {
    obt::common::v1::SequencePoint& point = *points.Add();
    point.set_source(source.name);
    point.set_sequence(state.AppliedOf(source.name));
  }
  return points;
}

void CheckPoints(Violations& out, const Engine::Points& at_least) {
  std::vector<std::string> names;
  for (const Source& source : AllSources()) names.push_back(source.name);
  std::set<std::string> named;
  for (int i = 0; i < at_least.size(); ++i) {
    const std::string path = validate::Path("at_least", i, "source");
    const std::string& source = at_least[i].source();
    if (std::find(names.begin(), names.end(), source) == names.end())
      out.Add(path, absl::StrCat("must be ", absl::StrJoin(names, " or ")));
    else if (!named.insert(source).second)
      out.Add(path, "names a source that is named already");
  }
}

}  // namespace obt::aggregator
