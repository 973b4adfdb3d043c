#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregator/verify/recount_tally.h"

namespace obt::aggregator::recount {
namespace {

struct Given {
  int64_t at_us = 0;
  int value = 0;
};
// What somebody has answered to a construct and stands.
struct BeforeAndAfter {
  std::optional<Given> before, after;
};

class Surveys : private Tally {
 public:
  using Tally::Tally;

  Figures Run() {
    const auto revisions = sources_.revisions.find(question_.programme_id);
    if (revisions == sources_.revisions.end()) return {};
    for (const auto& [id, of_person] : revisions->second) {
      const auto person = sources_.people.find(id);
      const bool known = person != sources_.people.end();
      const Text organisation = known ? BelongsTo(person->second, question_.as_of) : nullptr;
      const Listing& listing = ListingOf(organisation, question_.as_of);
      if (!listing.has_value()) continue;
      for (const auto& [construct, both] : Standing(of_person)) {
        if (!IsAskedBothTimes(construct)) continue;
        Figures::mapped_type& answers =
            figures_[CodesOf(known ? &person->second : nullptr, *listing, construct)];
        if (both.before.has_value()) ++answers["before"];
        if (both.after.has_value()) ++answers["after"];
        if (both.before.has_value() && both.after.has_value())
          ++answers[absl::StrCat(both.before->value, " ", both.after->value)];
      }
    }
    return TakeFigures();
  }

 private:
  bool IsAskedBothTimes(const std::string& construct) const {
    bool before = false, after = false;
    const auto surveys = sources_.surveys.find(question_.programme_id);
    if (surveys == sources_.surveys.end()) return false;
    for (const auto& [id, survey] : surveys->second) {
      for (const learning::v1::SurveyQuestion& question : survey.questions()) {
        if (question.construct() != construct || question.scale() != 5) continue;
        before |= survey.kind() == learning::v1::SURVEY_KIND_PRE;
        after |= survey.kind() == learning::v1::SURVEY_KIND_POST;
      }
    }
    return before && after;
  }

  // Of each survey the latest revision that counts; of what several ask, what was answered last.
  std::map<std::string, BeforeAndAfter> Standing(const std::vector<Revision>& revisions) const {
    const Window window = WindowOf(programme_);
    std::map<std::string, const Revision*> latest;  // by survey
    for (const Revision& revision : revisions) {
      const Day day = DayOf(absl::FromUnixMicros(revision.answered_at_us));
      if (day < window.from || day >= window.to || day > question_.as_of) continue;
      const Revision*& known = latest[*revision.survey];
      if (known == nullptr || known->answered_at_us < revision.answered_at_us) known = &revision;
    }
    std::map<std::string, BeforeAndAfter> standing;
    for (const auto& [survey, revision] : latest) {
      for (const auto& [construct, value] : revision->answers) {
        if (construct.empty() || value < 1 || value > 5) continue;
        BeforeAndAfter& both = standing[construct];
        std::optional<Given>& given = revision->before ? both.before : both.after;
        const Given now{revision->answered_at_us, value};
        if (!given.has_value() || given->at_us < now.at_us ||
            (given->at_us == now.at_us && given->value < now.value)) {
          given = now;
        }
      }
    }
    return standing;
  }

  // The construct, then the question's groups.
  std::vector<std::string> CodesOf(const Person* person,
                                   const std::pair<std::string, std::string>& organisation_and_department,
                                   const std::string& construct) const {
    std::vector<std::string> codes = {construct};
    for (const v1::Dimension dimension : question_.group_by) {
      if (const std::optional<size_t> attribute = AttributeOf(dimension)) {
        codes.push_back(person == nullptr ? "unknown" : *person->attributes[*attribute]);
      } else {
        codes.push_back(dimension == v1::DIMENSION_DEPARTMENT ? organisation_and_department.second
                                                              : organisation_and_department.first);
      }
    }
    return codes;
  }
};

}  // namespace

Figures CountSurveys(const Sources& sources, const Question& question) {
  return Surveys(sources, question).Run();
}

}  // namespace obt::aggregator::recount
