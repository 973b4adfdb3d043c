#include "tools/simulate/idea_messages.h"

#include "absl/strings/str_cat.h"
#include "common/base/days.h"

namespace obt::simulate {
namespace {

constexpr int64_t kThousandths = 1000;

// The enumerations of the texts are those of ideas in the same order, without the unspecified one.
template <typename To, typename From>
To Named(From value) {
  return static_cast<To>(static_cast<int>(value) + 1);
}

std::string ThemeCode(uint8_t place) { return std::string(texts::kThemes[place].code); }

}  // namespace

void FillText(const texts::IdeaText& text, ideas::v1::IdeaText& message) {
  message.set_title(text.title);
  message.set_problem(text.problem);
  message.set_change(text.change);
  message.set_beneficiaries(text.who_benefits);
  message.set_success(text.success_measure);
  message.mutable_tags()->Assign(text.tags.begin(), text.tags.end());
}

void FillTerms(const IdeaPlan& idea, const texts::IdeaText& text, bool obtained,
               ideas::v1::IdeaTerms& message) {
  message.set_visibility(Named<ideas::v1::Visibility>(idea.reach));
  message.set_anonymous(idea.anonymous);
  for (const uint8_t theme : text.themes) message.add_theme_codes(ThemeCode(theme));
  message.set_within_influence(true);
  message.set_within_budget(!idea.needs_approval);
  if (idea.needs_approval) message.add_approvals_needed(ideas::v1::APPROVAL_SENIOR);
  if (idea.needs_approval && obtained) message.add_approvals_obtained(ideas::v1::APPROVAL_SENIOR);
}

void FillPlan(const texts::ExperimentText& text, int32_t start, int32_t end,
              ideas::v1::ExperimentPlan& message) {
  message.set_hypothesis(text.hypothesis);
  message.set_measure(text.success_measure);
  *message.mutable_first_day() = ToDate(start);
  *message.mutable_last_day() = ToDate(end);
}

void FillResult(const texts::TrialText& text, texts::Outcome outcome, int32_t day,
                ideas::v1::TrialResult& message) {
  message.set_outcome(Named<ideas::v1::Outcome>(outcome));
  message.set_learnt(text.learnings);
  for (const texts::Pillar pillar : text.enablers) message.add_enablers(Named<ideas::v1::Pillar>(pillar));
  for (const texts::Pillar pillar : text.barriers) message.add_barriers(Named<ideas::v1::Pillar>(pillar));
  for (const texts::Benefit& benefit : text.benefits) {
    ideas::v1::Benefit& added = *message.add_benefits();
    added.set_kind(Named<ideas::v1::BenefitKind>(benefit.kind));
    added.set_per(Named<ideas::v1::Per>(benefit.per));
    added.set_measured(benefit.measured);
    added.set_before_thousandths(benefit.before * kThousandths);
    added.set_after_thousandths(benefit.after * kThousandths);
  }
  *message.mutable_concluded_on() = ToDate(day);
}

void FillText(const texts::CaseStudyText& text, ideas::v1::CaseStudyText& message) {
  message.set_title(text.title);
  message.set_story(text.story);
  message.set_learnt(text.learnings);
}

void FillText(const std::string& idea_title, const texts::TrialText& text,
              ideas::v1::CaseStudyText& message) {
  message.set_title(absl::StrCat("We did as they did: ", idea_title));
  message.set_story(absl::StrCat("We had read how another team did it, and did the same. ", text.learnings));
  message.set_learnt(text.learnings);
}

}  // namespace obt::simulate
