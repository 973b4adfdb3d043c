#include "services/aggregator/surveys/week.h"

#include <map>
#include <tuple>
#include <utility>

#include "common/base/status.h"
#include "services/aggregator/surveys/count.h"

namespace obt::aggregator {
namespace {

// What a row keeps of a group, by what it names: construct, dimension and code of the group, of the
// attribute.
using TallyKey = std::tuple<std::string, int, std::string, int, std::string>;
struct KeptTally {
  Tally tally;
  Showing showing = Showing::kNothing;
};
using TalliesByKey = std::map<TallyKey, KeptTally>;

TalliesByKey Read(const store::v1::SurveyWeekRow& row) {
  TalliesByKey tallies;
  for (const store::v1::SurveyTallyRow& from : row.tallies()) {
    KeptTally& kept =
        tallies[{from.construct(), from.group_by(), from.group(), from.attribute_by(), from.attribute()}];
    if (from.showing() <= static_cast<uint32_t>(Showing::kSpreads))
      kept.showing = static_cast<Showing>(from.showing());
    kept.tally.before = from.before();
    kept.tally.after = from.after();
    if (from.matched_size() != int{kPoints * kPoints}) continue;
    for (size_t i = 0; i < kPoints * kPoints; ++i)
      kept.tally.matched[i / kPoints][i % kPoints] = from.matched(static_cast<int>(i));
  }
  return tallies;
}

void Write(const TallyKey& key, const Tally& tally, Showing showing, store::v1::SurveyWeekRow& row) {
  store::v1::SurveyTallyRow& to = *row.add_tallies();
  to.set_construct(std::get<0>(key));
  to.set_group_by(std::get<1>(key));
  to.set_group(std::get<2>(key));
  to.set_attribute_by(std::get<3>(key));
  to.set_attribute(std::get<4>(key));
  to.set_before(tally.before);
  to.set_after(tally.after);
  for (const Spread& answers : tally.matched) {
    for (const uint32_t people : answers) to.add_matched(people);
  }
  to.set_showing(static_cast<uint32_t>(showing));
}

// Calls visit(node, level, by, group, attribute) of every node.
template <typename Visit>
void ForEachNode(const SurveyShape& shape, Visit visit) {
  for (size_t level = 0; level < kLevels; ++level) {
    for (size_t by = 0; by < kCuts; ++by) {
      for (size_t group = 0; group < shape.groups(level).codes.size(); ++group) {
        for (size_t attribute = 0; attribute < shape.attributes(by).codes.size(); ++attribute)
          visit(shape.NodeOf(level, by, group, attribute), level, by, group, attribute);
      }
    }
  }
}

TallyKey KeyOf(const SurveyShape& shape, const std::string& construct, size_t level, size_t by, size_t group,
               size_t attribute) {
  return {construct, kLevelDimensions[level], shape.groups(level).codes[group],
          by == kWhole ? 0 : int{kAttributes[by - 1].dimension}, shape.attributes(by).codes[attribute]};
}

// What a group shows: what it has shown, unless enough of its people have answered otherwise since.
const Tally& Shown(const TalliesByKey& last, const TallyKey& key, const Tally& now) {
  const auto found = last.find(key);
  if (found == last.end() || found->second.tally.Matched() == 0) return now;
  return PeopleBetween(found->second.tally, now) < kMinSide ? found->second.tally : now;
}

}  // namespace

absl::StatusOr<store::v1::SurveyWeekRow> TakeDownWeek(const State& state, const std::string& programme_id,
                                                      Day monday, const store::v1::SurveyWeekRow& last) {
  OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme, state.GetProgramme(programme_id));
  OBT_ASSIGN_OR_RETURN(const SurveyShape shape, SurveyShape::Make(state, *programme, monday - 1));
  const std::vector<v1::SurveyConstruct> constructs = ConstructsOf(*programme);
  const std::vector<Tallies> tallies = CountSurveys(state, *programme, shape, constructs);
  const TalliesByKey before = Read(last);
  store::v1::SurveyWeekRow row;
  row.set_monday(monday);
  row.set_as_of(shape.as_of());
  for (const auto& [source, sequence] : state.applied) {
    obt::common::v1::SequencePoint& point = *row.add_applied();
    point.set_source(source);
    point.set_sequence(sequence);
  }
  for (size_t i = 0; i < constructs.size(); ++i) {
    const auto key_of = [&](size_t level, size_t by, size_t group, size_t attribute) {
      return KeyOf(shape, constructs[i].construct(), level, by, group, attribute);
    };
    Tallies shown(shape.size());
    ForEachNode(shape, [&](size_t node, size_t level, size_t by, size_t group, size_t attribute) {
      shown[node] = Shown(before, key_of(level, by, group, attribute), tallies[i][node]);
    });
    // What is withheld is decided with the week, too: a tree that is corrected later opens nothing.
    const std::vector<Showing> showing = Withhold(shown, shape.lines());
    ForEachNode(shape, [&](size_t node, size_t level, size_t by, size_t group, size_t attribute) {
      if (!shown[node].empty()) Write(key_of(level, by, group, attribute), shown[node], showing[node], row);
    });
  }
  return row;
}

absl::StatusOr<SurveyWeek> ShowWeek(const State& state, const std::string& programme_id,
                                    const store::v1::SurveyWeekRow& row) {
  OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme, state.GetProgramme(programme_id));
  OBT_ASSIGN_OR_RETURN(const SurveyShape shape, SurveyShape::Make(state, *programme, row.as_of()));
  SurveyWeek week{row.monday(), row.as_of(), row.applied(), ConstructsOf(*programme), {}};
  const TalliesByKey kept = Read(row);
  ForEachNode(shape, [&](size_t, size_t level, size_t by, size_t group, size_t attribute) {
    for (size_t i = 0; i < week.constructs.size(); ++i) {
      const auto found = kept.find(KeyOf(shape, week.constructs[i].construct(), level, by, group, attribute));
      if (found == kept.end()) continue;
      v1::SurveyResult& result =
          week.results[level][by].emplace_back(Protect(found->second.tally, found->second.showing));
      result.set_construct(week.constructs[i].construct());
      result.set_group_code(shape.groups(level).codes[group]);
      result.set_group_name(shape.groups(level).names[group]);
      result.set_attribute_code(shape.attributes(by).codes[attribute]);
      result.set_attribute_name(shape.attributes(by).names[attribute]);
    }
  });
  return week;
}

}  // namespace obt::aggregator
