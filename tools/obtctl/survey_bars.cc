#include "tools/obtctl/survey_bars.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/chart/text.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

constexpr size_t kDefaultWidth = 80, kMargin = 4;
constexpr int kBarLetters = 40;

// "  before     ████████░░░░  43 %".
std::string BarOf(absl::string_view label, double percent) {
  const int full = static_cast<int>(percent * kBarLetters / 100 + 0.5);
  return absl::StrFormat("%*s%-11s%s", static_cast<int>(kMargin), "", label, chart::Bar(full, kBarLetters));
}

std::string ShareBar(absl::string_view label, const v1::SurveyShare& share) {
  return absl::StrFormat("%s %3d %%  (%d to %d)\n", BarOf(label, share.percent()), share.percent(),
                         share.low_percent(), share.high_percent());
}

const char* InWords(v1::Significance significance) {
  switch (significance) {
    case v1::SIGNIFICANCE_BELOW_0_001:
      return "p < 0.001";
    case v1::SIGNIFICANCE_BELOW_0_01:
      return "p < 0.01";
    case v1::SIGNIFICANCE_BELOW_0_05:
      return "p < 0.05";
    default:
      return "not significant";
  }
}

// What stands below the bars.
std::string FactsOf(const v1::SurveyResult& result) {
  const int points = result.change_points();
  std::string facts = absl::StrFormat("%+d %s, %s; %s answered both times, of %s before and %s after", points,
                                      points == 1 || points == -1 ? "point" : "points",
                                      InWords(result.significance()), WithThousands(result.matched()),
                                      WithThousands(result.before()), WithThousands(result.after()));
  if (result.distribution_before().empty()) return facts;
  absl::StrAppend(&facts, "\n1 to 5: before ", absl::StrJoin(result.distribution_before(), " "), "; after ",
                  absl::StrJoin(result.distribution_after(), " "));
  return facts;
}

std::string GroupOf(const v1::SurveyResult& result) {
  std::vector<std::string> names;
  for (const std::string& name : {result.group_name(), result.attribute_name()}) {
    if (!name.empty()) names.push_back(Printable(name));
  }
  return names.empty() ? "everybody" : absl::StrJoin(names, "; ");
}

class SurveyTeller {
 public:
  SurveyTeller(const v1::QuerySurveysResponse& first, size_t width)
      : width_(width == 0 ? kDefaultWidth : width) {
    for (const v1::SurveyConstruct& construct : first.constructs())
      constructs_[construct.construct()] = &construct;
  }

  std::string Tell(const v1::SurveyResult& result) {
    std::string text;
    if (const std::string group = GroupOf(result); group != group_) {
      text = absl::StrCat(group_.empty() ? "" : "\n", Indented(group, 0, width_));
      group_ = group;
    }
    const auto found = constructs_.find(result.construct());
    const v1::SurveyConstruct* const construct = found == constructs_.end() ? nullptr : found->second;
    const std::string name =
        construct == nullptr || construct->wording().empty() ? result.construct() : construct->wording();
    absl::StrAppend(&text, Indented(Printable(name), kMargin / 2, width_));
    if (result.withheld()) {
      any_withheld_ = true;
      return absl::StrCat(text, std::string(kMargin, ' '), "withheld\n");
    }
    absl::StrAppend(&text, ShareBar("before", result.positive_before()),
                    ShareBar("after", result.positive_after()));
    if (construct != nullptr && construct->has_baseline()) {
      const double percent = construct->baseline().positive_per_mille() / 10.0;
      absl::StrAppend(&text, BarOf("elsewhere", percent), absl::StrFormat(" %5.1f %%\n", percent));
      sources_[construct->baseline().source()] = true;
    }
    return absl::StrCat(text, Indented(FactsOf(result), kMargin, width_));
  }

  // What holds for all of it.
  std::string Legend(const v1::QuerySurveysResponse& first) const {
    std::string text =
        absl::StrCat("positive answers (4 or 5 of 5) of those who answered both times, up to ",
                     DayInWords(first.as_of()), ", with 95 % intervals; counts are rounded to 5");
    if (any_withheld_) {
      absl::StrAppend(
          &text,
          "\nwithheld: fewer than 10 people answered both times, or fewer than 5 of them were on one "
          "side; or the row would give such a one away");
    }
    for (const auto& [source, told] : sources_) absl::StrAppend(&text, "\nelsewhere: ", Printable(source));
    return absl::StrCat("\n", Indented(text, 0, width_));
  }

 private:
  const size_t width_;
  std::map<std::string, const v1::SurveyConstruct*> constructs_;
  std::string group_;
  bool any_withheld_ = false;
  std::map<std::string, bool> sources_;
};

}  // namespace

std::string TellSurveys(const Pages& pages, const Table&, size_t width) {
  const auto& first = dynamic_cast<const v1::QuerySurveysResponse&>(*pages.front());
  SurveyTeller teller(first, width);
  std::string text;
  for (const auto& page : pages) {
    for (const v1::SurveyResult& result : dynamic_cast<const v1::QuerySurveysResponse&>(*page).results())
      text += teller.Tell(result);
  }
  if (text.empty()) text = "nobody has answered yet\n";
  return text + teller.Legend(first);
}

}  // namespace obt::ctl
