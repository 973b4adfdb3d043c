#include "tools/simulate/idea_steps.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "tools/simulate/calendar.h"
#include "tools/simulate/random.h"

namespace obt::simulate {
namespace {

constexpr int64_t kPlannedBefore = 2 * kDay;      // Days before an experiment starts.
constexpr int64_t kDraftedBefore = 30 * kMinute;  // Before a case study is submitted.

// Adds steps item by item, each told which one it follows, and puts them in order.
class StepWriter {
 public:
  explicit StepWriter(const IdeasPlan& plan) : plan_(plan) {}

  std::vector<IdeaStep> Make() {
    WriteBeginnings();
    WriteTrials();
    WriteReactions();
    WriteMerges();
    return InOrder();
  }

 private:
  // Returns the step's number, by which others follow it.
  uint32_t Add(int64_t at, StepKind kind, size_t index, uint32_t follows = kNothing) {
    steps_.push_back({at, static_cast<uint32_t>(index), follows, false, kind});
    return static_cast<uint32_t>(steps_.size() - 1);
  }

  // Afterwards idea_ has the steps since when ideas are there as the rest needs them.
  void WriteBeginnings() {
    idea_.assign(plan_.ideas.size(), kNothing);
    for (size_t i = 0; i < plan_.ideas.size(); ++i) {
      const IdeaPlan& idea = plan_.ideas[i];
      if (idea.written_at == 0) continue;
      idea_[i] = Add(idea.written_at, StepKind::kWrite, i);
      // What is agreed in a conversation is proposed before it.
      const int64_t at = idea.conversation == kNothing ? idea.proposed_at : idea.written_at + kMinute;
      if (!idea.stays_draft) idea_[i] = Add(at, StepKind::kPropose, i, idea_[i]);
    }
    for (size_t i = 0; i < plan_.conversations.size(); ++i) {
      const ConversationPlan& talk = plan_.conversations[i];
      const auto first = idea_.begin() + talk.first_idea, end = first + talk.changes;
      const uint32_t log = Add(talk.logged_at, StepKind::kLog, i);
      for (auto idea = first; idea != end; ++idea) {
        if (*idea != kNothing) more_.push_back({log, *idea});
        *idea = log;
      }
      if (talk.withdrawn_at != 0) Add(talk.withdrawn_at, StepKind::kWithdraw, i, log);
    }
    for (size_t i = 0; i < plan_.ideas.size(); ++i) {
      if (plan_.ideas[i].parked_at != 0) Add(plan_.ideas[i].parked_at, StepKind::kPark, i, idea_[i]);
    }
  }

  void WriteTrials() {
    std::vector<uint32_t> concluded;
    for (size_t i = 0; i < plan_.experiments.size(); ++i) {
      const ExperimentPlan& experiment = plan_.experiments[i];
      const IdeaPlan& idea = plan_.ideas[experiment.idea];
      const int64_t planned = std::max(experiment.started_at - kPlannedBefore, idea.proposed_at + kMinute);
      uint32_t step = Add(planned, StepKind::kPlan, i, idea_[experiment.idea]);
      if (idea.needs_approval) step = Add(planned + kMinute, StepKind::kObtain, experiment.idea, step);
      step = Add(experiment.started_at, StepKind::kStart, i, step);
      if (experiment.concluded_at != 0) step = Add(experiment.concluded_at, StepKind::kConclude, i, step);
      concluded.push_back(step);
    }
    WriteStories(concluded);
  }

  // Each case study, then what was adopted of it, of which later ones tell.
  void WriteStories(const std::vector<uint32_t>& concluded) {
    std::vector<uint32_t> running, ended;  // By adoption.
    for (size_t i = 0; i < plan_.case_studies.size(); ++i) {
      const CaseStudyPlan& study = plan_.case_studies[i];
      const uint32_t told = study.adoption != kNothing ? ended[study.adoption] : concluded[study.experiment];
      uint32_t step = Add(study.submitted_at - kDraftedBefore, StepKind::kDraft, i, told);
      step = Add(study.submitted_at, StepKind::kSubmit, i, step);
      published_.push_back(Add(study.published_at, StepKind::kPublish, i, step));
      for (size_t k = running.size(); k < plan_.adoptions.size() && plan_.adoptions[k].case_study == i; ++k) {
        const AdoptionPlan& adoption = plan_.adoptions[k];
        const bool copies = adoption.copied_from != kNothing;
        step = Add(adoption.planned_at, StepKind::kAdopt, k,
                   copies ? running[adoption.copied_from] : published_[i]);
        running.push_back(step = Add(adoption.running_at, StepKind::kRun, k, step));
        if (adoption.reported_at != 0) step = Add(adoption.reported_at, StepKind::kEndAdoption, k, step);
        ended.push_back(step);
      }
    }
  }

  void WriteReactions() {
    for (size_t i = 0; i < plan_.endorsements.size(); ++i) {
      const EndorsementPlan& endorsement = plan_.endorsements[i];
      const bool story = endorsement.case_study != kNothing;
      Add(endorsement.at, StepKind::kEndorse, i,
          story ? published_[endorsement.case_study] : idea_[endorsement.idea]);
    }
    std::vector<uint32_t> comments;
    for (size_t i = 0; i < plan_.comments.size(); ++i) {
      const CommentPlan& comment = plan_.comments[i];
      const bool answers = comment.answers != kNothing;
      comments.push_back(
          Add(comment.at, StepKind::kComment, i, answers ? comments[comment.answers] : idea_[comment.idea]));
    }
    for (size_t i = 0; i < plan_.reports.size(); ++i) {
      const ReportPlan& report = plan_.reports[i];
      const bool said = report.comment != kNothing;
      const uint32_t step =
          Add(report.at, StepKind::kReport, i, said ? comments[report.comment] : idea_[report.idea]);
      Add(report.resolved_at, StepKind::kResolve, i, step);
    }
  }

  // When all the rest is done.
  void WriteMerges() {
    constexpr int64_t kEnd = std::numeric_limits<int64_t>::max() - 1;
    rest_ = static_cast<uint32_t>(steps_.size());
    for (size_t i = 0; i < plan_.merges.size(); ++i) {
      const uint32_t merge = Add(kEnd, StepKind::kMerge, i);
      if (plan_.merges[i].taken_back) Add(kEnd + 1, StepKind::kUnmerge, i, merge);
    }
  }

  std::vector<IdeaStep> InOrder() {
    std::vector<uint32_t> order(steps_.size()), place(steps_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [this](uint32_t a, uint32_t b) { return steps_[a].at < steps_[b].at; });
    for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<IdeaStep> ordered;
    for (const uint32_t number : order) {
      ordered.push_back(steps_[number]);
      uint32_t& after = ordered.back().after;
      after = after == kNothing ? 0 : place[after] + 1;
      if (ordered.back().kind != StepKind::kMerge) continue;
      after = rest_;
      ordered.back().after_all = true;
    }
    for (const auto& [step, follows] : more_) {
      IdeaStep& both = ordered[place[step]];
      both.after_all = both.after != 0;
      both.after = std::max(both.after, place[follows] + 1);
    }
    return ordered;
  }

  struct Both {
    uint32_t step, follows;
  };
  const IdeasPlan& plan_;
  std::vector<IdeaStep> steps_;      // `after` as numbers of these.
  std::vector<uint32_t> idea_;       // By idea.
  std::vector<uint32_t> published_;  // By case study.
  std::vector<Both> more_;           // What steps follow besides.
  uint32_t rest_ = 0;                // How many are no merges.
};

}  // namespace

std::vector<IdeaStep> StepsOf(const IdeasPlan& plan) { return StepWriter(plan).Make(); }

uint64_t DigestOf(const std::vector<IdeaStep>& steps, const IdeasPlan& plan) {
  uint64_t digest = steps.size();
  const auto add = [&digest](uint64_t value) { digest = Mix(digest ^ value); };
  for (const IdeaStep& step : steps) {
    add(static_cast<uint64_t>(step.at) << 8 | static_cast<uint64_t>(step.kind));
    add(step.index);
  }
  for (const IdeaPlan& idea : plan.ideas) add(static_cast<uint64_t>(idea.text) << 32 | idea.author);
  for (const TeamPlan& team : plan.teams)
    add(static_cast<uint64_t>(team.organisation) << 32 | team.members[0]);
  return digest;
}

}  // namespace obt::simulate
