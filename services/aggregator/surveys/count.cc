#include "services/aggregator/surveys/count.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "absl/time/time.h"

namespace obt::aggregator {
namespace {

constexpr uint32_t kNotAsked = std::numeric_limits<uint32_t>::max();

// What stands of one person's answers, by construct. Made once for all of them.
class StandingAnswers {
 public:
  StandingAnswers(const Names& names, absl::Span<const v1::SurveyConstruct> constructs,
                  const rules::CountingWindow& window, Day as_of)
      : from_us_(StartOf(window.from)),
        to_us_(StartOf(std::min(window.to, as_of + 1))),
        slot_of_(names.size(), kNotAsked),
        given_(constructs.size()) {
    for (size_t i = 0; i < constructs.size(); ++i) {
      if (const Number number = names.Find(constructs[i].construct()); number != kNone)
        slot_of_[number] = static_cast<uint32_t>(i);
    }
    touched_.reserve(constructs.size());
  }

  // In order of survey, time and construct.
  void Read(absl::Span<const SurveyAnswer> answers) {
    for (const uint32_t slot : touched_) given_[slot] = {};
    touched_.clear();
    for (size_t begin = 0, end = 0; begin < answers.size(); begin = end) {
      while (end < answers.size() && answers[end].survey == answers[begin].survey) ++end;
      ReadSurvey(answers.subspan(begin, end - begin));
    }
  }
  // Those answered, before or after.
  const std::vector<uint32_t>& touched() const { return touched_; }
  uint8_t Before(uint32_t slot) const { return given_[slot].before.value; }
  uint8_t After(uint32_t slot) const { return given_[slot].after.value; }

 private:
  struct Given {
    int64_t at_us = 0;
    uint8_t value = 0;  // 0: nothing
  };
  struct BeforeAndAfter {
    Given before, after;
  };

  static int64_t StartOf(Day day) {
    if (day == kAlways || day == kNever) return 0;  // without a programme nothing counts
    return absl::ToUnixMicros(StartOfDay(day));
  }

  // The last revision that counts, whole: what it leaves out, it takes back.
  void ReadSurvey(absl::Span<const SurveyAnswer> revisions) {
    size_t end = revisions.size();
    while (end > 0 && revisions[end - 1].answered_at_us >= to_us_) --end;
    if (end == 0 || revisions[end - 1].answered_at_us < from_us_) return;
    const int64_t last = revisions[end - 1].answered_at_us;
    for (; end > 0 && revisions[end - 1].answered_at_us == last; --end) Take(revisions[end - 1]);
  }

  void Take(const SurveyAnswer& answer) {
    const uint32_t slot = slot_of_[answer.construct];
    if (slot == kNotAsked || answer.value == 0 || answer.value > kPoints) return;
    BeforeAndAfter& both = given_[slot];
    if (both.before.value == 0 && both.after.value == 0) touched_.push_back(slot);
    Given& given = answer.kind == learning::v1::SURVEY_KIND_PRE ? both.before : both.after;
    if (std::tie(answer.answered_at_us, answer.value) > std::tie(given.at_us, given.value) ||
        given.value == 0) {
      given = {answer.answered_at_us, answer.value};
    }
  }

  const int64_t from_us_, to_us_;
  std::vector<uint32_t> slot_of_;  // by number of the construct
  std::vector<BeforeAndAfter> given_;
  std::vector<uint32_t> touched_;
};

}  // namespace

std::vector<v1::SurveyConstruct> ConstructsOf(const ProgrammeState& programme) {
  std::map<std::string, v1::SurveyConstruct> before;
  std::map<std::string, bool> after;
  for (const auto& [id, survey] : programme.surveys) {
    for (const learning::v1::SurveyQuestion& question : survey.questions()) {
      if (question.construct().empty() || question.scale() != int{kPoints}) continue;
      if (survey.kind() == learning::v1::SURVEY_KIND_POST) after[question.construct()] = true;
      if (survey.kind() != learning::v1::SURVEY_KIND_PRE) continue;
      v1::SurveyConstruct& construct = before[question.construct()];
      construct.set_construct(question.construct());
      construct.set_wording(question.wording());
      if (!question.has_baseline()) continue;
      construct.mutable_baseline()->set_positive_per_mille(question.baseline().positive_per_mille());
      construct.mutable_baseline()->set_source(question.baseline().source());
    }
  }
  std::vector<v1::SurveyConstruct> constructs;
  for (auto& [code, construct] : before) {
    if (after.count(code) > 0) constructs.push_back(std::move(construct));
  }
  return constructs;
}

std::vector<Tallies> CountSurveys(const State& state, const ProgrammeState& programme,
                                  const SurveyShape& shape,
                                  absl::Span<const v1::SurveyConstruct> constructs) {
  std::vector<Tallies> tallies(constructs.size(), Tallies(shape.size()));
  const Participants& participants = programme.participants;
  StandingAnswers answers(state.names.constructs(), constructs, programme.rules.window, shape.as_of());
  SurveyShape::Nodes nodes;
  for (ParticipantIndex i = 0; i < participants.size(); ++i) {
    answers.Read(participants.RowOf(i).answers);
    if (answers.touched().empty() || !shape.Find(state.people, participants, i, nodes)) {
      continue;
    }
    for (const uint32_t construct : answers.touched()) {
      for (const size_t node : nodes)
        tallies[construct][node].Add(answers.Before(construct), answers.After(construct));
    }
  }
  for (Tallies& of_construct : tallies) shape.AddUp(absl::MakeSpan(of_construct));
  return tallies;
}

}  // namespace obt::aggregator
