#include "absl/strings/str_cat.h"
#include "services/aggregator/surveys/count.h"
#include "services/aggregator/verify/compare.h"

namespace obt::aggregator {
namespace {

void AddAnswers(const Tally& tally, const std::vector<std::string>& codes, recount::Figures& figures) {
  const auto add = [&](const std::string& what, uint32_t people) {
    if (people > 0) figures[codes][what] = people;
  };
  add("before", tally.before);
  add("after", tally.after);
  for (size_t i = 0; i < kPoints; ++i) {
    for (size_t j = 0; j < kPoints; ++j) add(absl::StrCat(i + 1, " ", j + 1), tally.matched[i][j]);
  }
}

// Of all groups of a level by an attribute.
recount::Figures FiguresOf(const SurveyShape& shape, absl::Span<const v1::SurveyConstruct> constructs,
                           absl::Span<const Tallies> tallies, size_t level, size_t by) {
  recount::Figures figures;
  for (size_t i = 0; i < constructs.size(); ++i) {
    for (size_t group = 0; group < shape.groups(level).codes.size(); ++group) {
      for (size_t attribute = 0; attribute < shape.attributes(by).codes.size(); ++attribute) {
        std::vector<std::string> codes = {constructs[i].construct()};
        if (level != kEverybody) codes.push_back(shape.groups(level).codes[group]);
        if (by != kWhole) codes.push_back(shape.attributes(by).codes[attribute]);
        AddAnswers(tallies[i][shape.NodeOf(level, by, group, attribute)], codes, figures);
      }
    }
  }
  return figures;
}

}  // namespace

int64_t CompareSurveys(const State& state, const recount::Sources& sources, const std::string& programme_id,
                       Day as_of, Differences& differences) {
  const std::string subject = absl::StrCat(programme_id, " surveys");
  const ProgrammeState* const programme = state.FindProgramme(programme_id);
  if (programme == nullptr) return differences.Add(subject, "not there", "there"), 0;
  const absl::StatusOr<SurveyShape> shape = SurveyShape::Make(state, *programme, as_of);
  if (!shape.ok()) return differences.Add(subject, shape.status().message(), "figures"), 0;
  const std::vector<v1::SurveyConstruct> constructs = ConstructsOf(*programme);
  const std::vector<Tallies> tallies = CountSurveys(state, *programme, *shape, constructs);
  int64_t compared = 0;
  for (size_t level = 0; level < kLevels; ++level) {
    for (size_t by = 0; by < kCuts; ++by) {
      Question question;
      question.programme_id = programme_id;
      question.as_of = shape->as_of();
      if (level != kEverybody) question.group_by.push_back(kLevelDimensions[level]);
      if (by != kWhole) question.group_by.push_back(kAttributes[by - 1].dimension);
      const recount::Figures recounted = recount::CountSurveys(sources, question);
      for (const auto& [codes, answers] : recounted) compared += static_cast<int64_t>(answers.size());
      if (FiguresOf(*shape, constructs, tallies, level, by) != recounted)
        differences.Add(absl::StrCat(subject, ", level ", level, " by ", by), "some answers", "others");
    }
  }
  return compared;
}

}  // namespace obt::aggregator
