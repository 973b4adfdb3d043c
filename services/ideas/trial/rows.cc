#include "services/ideas/trial/rows.h"

#include <utility>

namespace obt::ideas {
namespace {

// It may be its idea that is hidden.
absl::StatusOr<v1::Experiment> NoticeOfExperiment(const Reader& reader, const v1::ExperimentFacts& facts) {
  v1::Experiment notice;
  *notice.mutable_facts() = HiddenFacts(facts);
  const std::string& hidden_id = facts.hidden() ? facts.experiment_id() : facts.idea_id();
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(reader, hidden_id));
  notice.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
  return notice;
}

}  // namespace

absl::Status InsertExperiment(Txn& txn, absl::Time now, v1::ExperimentFacts& experiment,
                              const v1::ExperimentText& text) {
  OBT_RETURN_IF_ERROR(Insert(txn, now, experiment, text));
  kExperimentsByIdea.Put(txn, {ItemOf(experiment.idea_id()), ItemOf(experiment.experiment_id())}, {});
  return absl::OkStatus();
}

absl::StatusOr<Page<SeenExperiment>> PageOfExperiments(const Reader& reader, const Viewer& viewer,
                                                       const std::string& idea_id, const std::string& team_id,
                                                       const std::string& position, size_t limit,
                                                       absl::FunctionRef<bool(const SeenExperiment&)> keep) {
  if (!idea_id.empty()) {
    return PageSeen<v1::ExperimentFacts>(kExperimentsByIdea, reader, viewer,
                                         std::tuple<ItemId>(ItemOf(idea_id)), position, limit, keep);
  }
  if (!team_id.empty()) {
    const auto prefix = std::make_tuple(*ParseId<TeamId>(team_id), static_cast<int32_t>(Kind::kExperiment));
    return PageSeen<v1::ExperimentFacts>(
        kItemsByTeam, reader, viewer, prefix, position, limit,
        [&](const SeenExperiment& seen) { return seen.ShowsTeam() && keep(seen); });
  }
  return PageSeen<v1::ExperimentFacts>(kExperiments, reader, viewer, std::tuple<>(), position, limit, keep);
}

absl::StatusOr<v1::Experiment> ToExperiment(const Reader& reader, const Viewer& viewer, SeenExperiment seen) {
  if (seen.sight == Sight::kNotice) return NoticeOfExperiment(reader, seen.facts);
  v1::Experiment experiment;
  OBT_ASSIGN_OR_RETURN(*experiment.mutable_text(), ReadText(reader, seen.facts));
  experiment.set_organisation_code(seen.team.lead);
  if (seen.standing.moderates()) {
    OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(reader, seen.facts.experiment_id()));
    experiment.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
  }
  if (!seen.ShowsTeam()) seen.facts.clear_team_id();
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::CaseStudyFacts>(reader, viewer, *seen.facts.mutable_case_study_id()));
  *experiment.mutable_facts() = std::move(seen.facts);
  return experiment;
}

}  // namespace obt::ideas
