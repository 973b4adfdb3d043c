#include "services/ideas/case_study/rows.h"

#include <utility>

namespace obt::ideas {
namespace {

absl::Status AddReactionsTo(const Reader& reader, const Viewer& viewer, v1::CaseStudy& case_study) {
  const ItemId id = ItemOf(case_study.facts().case_study_id());
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::ReactionsRow> reactions, kReactions.Find(reader, {id}));
  if (reactions.has_value()) {
    case_study.set_endorsements(reactions->endorsements());
    case_study.set_comments(reactions->comments());
    case_study.set_adoptions(reactions->adoptions());
  }
  if (!viewer.person.has_value()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const bool endorsed, kEndorsements.Has(reader, {id, *viewer.person}));
  case_study.set_endorsed(endorsed);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Trial> TrialOf(const Reader& reader, const v1::CaseStudyFacts& case_study) {
  if (!case_study.experiment_id().empty()) {
    OBT_ASSIGN_OR_RETURN(v1::ExperimentFacts experiment,
                         Get<v1::ExperimentFacts>(reader, case_study.experiment_id()));
    return std::move(*experiment.mutable_trial());
  }
  OBT_ASSIGN_OR_RETURN(v1::AdoptionFacts adoption, Get<v1::AdoptionFacts>(reader, case_study.adoption_id()));
  return std::move(*adoption.mutable_trial());
}

absl::StatusOr<Page<SeenCaseStudy>> PageOfCaseStudies(const Reader& reader, const Viewer& viewer,
                                                      const std::string& team_id, const std::string& position,
                                                      size_t limit,
                                                      absl::FunctionRef<bool(const SeenCaseStudy&)> keep) {
  if (team_id.empty())
    return PageSeen<v1::CaseStudyFacts>(kCaseStudies, reader, viewer, std::tuple<>(), position, limit, keep);
  const auto prefix = std::make_tuple(*ParseId<TeamId>(team_id), static_cast<int32_t>(Kind::kCaseStudy));
  return PageSeen<v1::CaseStudyFacts>(
      kItemsByTeam, reader, viewer, prefix, position, limit,
      [&](const SeenCaseStudy& seen) { return seen.ShowsTeam() && keep(seen); });
}

absl::StatusOr<v1::CaseStudy> ToCaseStudy(const Reader& reader, const Viewer& viewer, SeenCaseStudy seen) {
  v1::CaseStudy case_study;
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(reader, seen.facts.case_study_id()));
  if (seen.sight == Sight::kNotice || seen.standing.moderates())
    case_study.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
  if (seen.sight == Sight::kNotice) {
    *case_study.mutable_facts() = HiddenFacts(seen.facts);
    return case_study;
  }
  OBT_ASSIGN_OR_RETURN(*case_study.mutable_text(), ReadText(reader, seen.facts));
  case_study.set_organisation_code(seen.team.lead);
  case_study.set_withdrawn_reason(std::move(*remarks.mutable_withdrawn_reason()));
  if (!seen.ShowsTeam()) seen.facts.clear_team_id();
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::ExperimentFacts>(reader, viewer, *seen.facts.mutable_experiment_id()));
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::AdoptionFacts>(reader, viewer, *seen.facts.mutable_adoption_id()));
  *case_study.mutable_facts() = std::move(seen.facts);
  OBT_RETURN_IF_ERROR(AddReactionsTo(reader, viewer, case_study));
  return case_study;
}

}  // namespace obt::ideas
