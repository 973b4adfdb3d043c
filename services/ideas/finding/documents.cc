#include "services/ideas/finding/documents.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/times.h"
#include "common/feed/directory_schema.h"
#include "common/feed/teams.h"
#include "services/ideas/item/sight_domain.h"
#include "services/ideas/item/viewer.h"
#include "services/ideas/schema.h"

namespace obt::ideas {
namespace {

using search::Document;
using search::FieldName;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

void Add(std::vector<search::Field>& fields, FieldName name, const std::string& text) {
  if (!text.empty()) fields.push_back({name, text});
}

// What a document takes from a thing of any kind.
template <typename Facts>
Document Start(search::Kind kind, const Facts& facts, const identity::v1::TeamFacts& team) {
  Document document;
  document.key = {kind, std::string(ItemOf(IdOf(facts)).view())};
  document.programme = facts.programme_id();
  document.organisation = team.organisation_code();
  document.team = std::string(ParseId<TeamId>(team.team_id()).value_or(TeamId()).view());
  document.day = DayOfMicros(MicrosOf(facts.create_time()));
  return document;
}

absl::StatusOr<identity::v1::TeamFacts> TeamOf(const Reader& reader, absl::string_view team_id) {
  OBT_ASSIGN_OR_RETURN(auto team, feed::kTeams.Find(reader, {ParseId<TeamId>(team_id).value_or(TeamId())}));
  return team.has_value() ? *std::move(team) : identity::v1::TeamFacts();
}

search::Audience AudienceOf(v1::Visibility visibility) {
  switch (visibility) {
    case v1::VISIBILITY_CROSS_GOVERNMENT:
      return search::Audience::kEverybody;
    case v1::VISIBILITY_ORGANISATION:
      return search::Audience::kOrganisation;
    default:
      return search::Audience::kTeam;
  }
}

// Whether an idea is found at all, and whom its team is withheld from.
struct Found {
  bool at_all = false;
  bool by_team = false;
  bool team_withheld = false;  // from others
};
absl::StatusOr<Found> IsFound(const Reader& reader, const v1::IdeaFacts& idea,
                              const identity::v1::TeamFacts& team) {
  Found found;
  Standing member;
  member.member = true;
  OBT_ASSIGN_OR_RETURN(found.team_withheld, IsTeamWithheld(reader, idea, team));
  found.by_team = !found.team_withheld || WhereWithheld(idea, member).team();
  const bool nobodys = idea.terms().visibility() == v1::VISIBILITY_TEAM && !found.by_team;
  found.at_all = !nobodys && !idea.hidden() && UnderlyingState(idea) != v1::IDEA_STATE_DRAFT &&
                 idea.state() != v1::IDEA_STATE_MERGED;
  return found;
}

void AddBenefits(const v1::Trial& trial, Document& document) {
  document.outcome = trial.outcome();
  for (const v1::Benefit& benefit : trial.benefits()) document.benefit_kinds.push_back(benefit.kind());
}

template <typename Facts>
absl::Status PutOne(const Reader& reader, search::Kind kind, const Facts& facts, search::Index& index) {
  OBT_ASSIGN_OR_RETURN(const std::optional<Document> document, DocumentOf(reader, facts));
  if (document.has_value()) {
    index.Put(*document);
  } else {
    index.Remove({kind, std::string(ItemOf(IdOf(facts)).view())});
  }
  return absl::OkStatus();
}

// What has to be looked at again, each once.
struct Changed {
  std::set<ItemId> ideas, experiments, case_studies;
};

template <typename Facts>
absl::Status PutAll(const Reader& reader, search::Kind kind, const std::set<ItemId>& ids,
                    search::Index& index) {
  for (const ItemId& id : ids) {
    OBT_ASSIGN_OR_RETURN(const std::optional<Facts> facts, Find<Facts>(reader, ToText(id)));
    if (facts.has_value()) OBT_RETURN_IF_ERROR(PutOne(reader, kind, *facts, index));
  }
  return absl::OkStatus();
}

// Things of a team whose lead or members changed.
absl::Status AddTeam(const Reader& reader, const TeamId& team, Changed& changed) {
  return kItemsByTeam.ScanEach(reader, std::tuple<TeamId>(team), std::nullopt, kAll,
                               [&](const std::tuple<TeamId, int32_t, ItemId>& key, const store::v1::Marker&) {
                                 const Kind kind = static_cast<Kind>(std::get<1>(key));
                                 if (kind == Kind::kIdea) changed.ideas.insert(std::get<2>(key));
                                 if (kind == Kind::kCaseStudy) changed.case_studies.insert(std::get<2>(key));
                                 return true;
                               });
}

// Anonymous ideas of the teams of people who changed, perhaps left: from whom those are withheld depends on
// it.
absl::Status AddAnonymous(const Reader& reader, const std::set<PersonId>& people, Changed& changed) {
  std::set<TeamId> teams;
  for (const PersonId& person : people) {
    OBT_ASSIGN_OR_RETURN(const auto theirs, feed::TeamsOf(reader, person, ""));
    for (const auto& team : theirs) teams.insert(ParseId<TeamId>(team.team_id()).value_or(TeamId()));
  }
  absl::Status problem;
  const auto add = [&](const std::tuple<TeamId, int32_t, ItemId>& key, const store::v1::Marker&) {
    const absl::StatusOr<v1::IdeaFacts> idea = Get<v1::IdeaFacts>(reader, ToText(std::get<2>(key)));
    problem.Update(idea.status());
    if (idea.ok() && idea->terms().anonymous()) changed.ideas.insert(std::get<2>(key));
    return problem.ok();
  };
  for (const TeamId& team : teams) {
    const auto prefix = std::make_tuple(team, static_cast<int32_t>(Kind::kIdea));
    OBT_RETURN_IF_ERROR(kItemsByTeam.ScanEach(reader, prefix, std::nullopt, kAll, add));
  }
  return problem;
}

template <typename Table>
absl::Status AddWritten(const Table& table, const Txn& written, std::set<ItemId>& ids) {
  return table.EachWritten(written,
                           [&](const std::tuple<ItemId>& key, const auto&) { ids.insert(std::get<0>(key)); });
}

absl::StatusOr<Changed> ChangedBy(const Txn& written) {
  Changed changed;
  OBT_RETURN_IF_ERROR(AddWritten(kIdeas, written, changed.ideas));
  OBT_RETURN_IF_ERROR(AddWritten(kExperiments, written, changed.experiments));
  OBT_RETURN_IF_ERROR(AddWritten(kCaseStudies, written, changed.case_studies));
  std::vector<TeamId> teams;
  OBT_RETURN_IF_ERROR(feed::kTeams.EachWritten(
      written, [&](const std::tuple<TeamId>& key, const auto&) { teams.push_back(std::get<0>(key)); }));
  for (const TeamId& team : teams) OBT_RETURN_IF_ERROR(AddTeam(written, team, changed));
  std::set<PersonId> people;
  OBT_RETURN_IF_ERROR(feed::kPeople.EachWritten(
      written, [&](const std::tuple<PersonId>& key, const auto&) { people.insert(std::get<0>(key)); }));
  OBT_RETURN_IF_ERROR(AddAnonymous(written, people, changed));
  for (const ItemId& idea : changed.ideas) {  // an experiment is found as its idea is
    OBT_RETURN_IF_ERROR(
        kExperimentsByIdea.ScanEach(written, std::tuple<ItemId>(idea), std::nullopt, kAll,
                                    [&](const std::tuple<ItemId, ItemId>& key, const store::v1::Marker&) {
                                      changed.experiments.insert(std::get<1>(key));
                                      return true;
                                    }));
  }
  return changed;
}

// How often case studies are adopted; ideas have no adoptions.
absl::Status SetAdoptions(const Txn& written, search::Index& index) {
  return kReactions.EachWritten(
      written, [&](const std::tuple<ItemId>& key, const std::optional<store::v1::ReactionsRow>& row) {
        const search::Key case_study{search::Kind::kCaseStudy, std::string(std::get<0>(key).view())};
        if (row.has_value()) index.SetAdoptions(case_study, row->adoptions());
      });
}

absl::Status PutChanged(const Txn& written, search::Index& index) {
  OBT_ASSIGN_OR_RETURN(const Changed changed, ChangedBy(written));
  OBT_RETURN_IF_ERROR(PutAll<v1::IdeaFacts>(written, search::Kind::kIdea, changed.ideas, index));
  OBT_RETURN_IF_ERROR(
      PutAll<v1::ExperimentFacts>(written, search::Kind::kExperiment, changed.experiments, index));
  OBT_RETURN_IF_ERROR(
      PutAll<v1::CaseStudyFacts>(written, search::Kind::kCaseStudy, changed.case_studies, index));
  return SetAdoptions(written, index);
}

// How many there were.
template <typename Facts>
absl::StatusOr<size_t> FillKind(const Reader& reader, size_t most, Unread& unread, search::Index& index) {
  absl::Status problem;
  size_t read = 0;
  const auto put = [&](const std::tuple<ItemId>& key, const Facts& facts) {
    problem = PutOne(reader, unread.kind, facts, index);
    unread.after = key;
    ++read;
    return problem.ok();
  };
  OBT_RETURN_IF_ERROR(KindOf<Facts>::kFacts.ScanEach(reader, std::tuple<>(), unread.after, most, put));
  OBT_RETURN_IF_ERROR(problem);
  return read;
}

absl::StatusOr<size_t> FillNext(const Reader& reader, size_t most, Unread& unread, search::Index& index) {
  switch (unread.kind) {
    case search::Kind::kIdea:
      return FillKind<v1::IdeaFacts>(reader, most, unread, index);
    case search::Kind::kExperiment:
      return FillKind<v1::ExperimentFacts>(reader, most, unread, index);
    case search::Kind::kCaseStudy:
      return FillKind<v1::CaseStudyFacts>(reader, most, unread, index);
  }
  return 0;
}

}  // namespace

std::vector<search::Field> FieldsOf(const v1::IdeaText& text) {
  std::vector<search::Field> fields;
  Add(fields, FieldName::kTitle, text.title());
  Add(fields, FieldName::kProblem, text.problem());
  Add(fields, FieldName::kChange, text.change());
  Add(fields, FieldName::kWhoBenefits, text.beneficiaries());
  Add(fields, FieldName::kHowSuccessIsKnown, text.success());
  return fields;
}

std::vector<search::Field> FieldsOf(const v1::ExperimentText& text) {
  std::vector<search::Field> fields;
  Add(fields, FieldName::kHypothesis, text.hypothesis());
  Add(fields, FieldName::kMeasure, text.measure());
  Add(fields, FieldName::kLearnings, text.learnt());
  return fields;
}

std::vector<search::Field> FieldsOf(const v1::CaseStudyText& text) {
  std::vector<search::Field> fields;
  Add(fields, FieldName::kTitle, text.title());
  Add(fields, FieldName::kStory, text.story());
  Add(fields, FieldName::kLearnings, text.learnt());
  return fields;
}

absl::StatusOr<std::optional<Document>> DocumentOf(const Reader& reader, const v1::IdeaFacts& idea) {
  OBT_ASSIGN_OR_RETURN(const identity::v1::TeamFacts team, TeamOf(reader, idea.team_id()));
  OBT_ASSIGN_OR_RETURN(const Found found, IsFound(reader, idea, team));
  if (!found.at_all) return std::optional<Document>();
  Document document = Start(search::Kind::kIdea, idea, team);
  if (!found.by_team) document.team.clear();
  document.audience = AudienceOf(idea.terms().visibility());
  document.state = idea.state();  // those of other kinds are not asked for
  document.themes.assign(idea.terms().theme_codes().begin(), idea.terms().theme_codes().end());
  if (idea.has_agreed_on() && !found.team_withheld)
    document.day = ParseDay(idea.agreed_on()).value_or(document.day);
  OBT_ASSIGN_OR_RETURN(const v1::IdeaText text, ReadText(reader, idea));
  document.fields = FieldsOf(text);
  return std::make_optional(std::move(document));
}

absl::StatusOr<std::optional<Document>> DocumentOf(const Reader& reader,
                                                   const v1::ExperimentFacts& experiment) {
  OBT_ASSIGN_OR_RETURN(const auto idea, Get<v1::IdeaFacts>(reader, experiment.idea_id()));
  OBT_ASSIGN_OR_RETURN(const identity::v1::TeamFacts team, TeamOf(reader, experiment.team_id()));
  OBT_ASSIGN_OR_RETURN(const Found found, IsFound(reader, idea, team));
  if (!found.at_all || experiment.hidden()) return std::optional<Document>();
  Document document = Start(search::Kind::kExperiment, experiment, team);
  if (!found.by_team) document.team.clear();
  document.audience = AudienceOf(idea.terms().visibility());
  document.themes.assign(idea.terms().theme_codes().begin(), idea.terms().theme_codes().end());
  AddBenefits(experiment.trial(), document);
  const v1::Trial& trial = experiment.trial();
  const auto& day = trial.has_started_on() ? trial.started_on() : trial.first_day();
  document.day = ParseDay(day).value_or(document.day);
  OBT_ASSIGN_OR_RETURN(const v1::ExperimentText text, ReadText(reader, experiment));
  document.fields = FieldsOf(text);
  return std::make_optional(std::move(document));
}

absl::StatusOr<std::optional<Document>> DocumentOf(const Reader& reader,
                                                   const v1::CaseStudyFacts& case_study) {
  if (!IsForEverybody(case_study)) return std::optional<Document>();
  OBT_ASSIGN_OR_RETURN(const identity::v1::TeamFacts team, TeamOf(reader, case_study.team_id()));
  Document document = Start(search::Kind::kCaseStudy, case_study, team);
  document.audience = search::Audience::kEverybody;
  document.outcome = case_study.outcome();
  document.benefit_kinds.assign(case_study.benefit_kinds().begin(), case_study.benefit_kinds().end());
  document.themes.assign(case_study.theme_codes().begin(), case_study.theme_codes().end());
  document.day = ParseDay(case_study.published_on()).value_or(document.day);
  const ItemId id = ItemOf(case_study.case_study_id());
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::ReactionsRow> reactions, kReactions.Find(reader, {id}));
  if (reactions.has_value()) document.adoptions = reactions->adoptions();
  OBT_ASSIGN_OR_RETURN(const v1::CaseStudyText text, ReadText(reader, case_study));
  document.fields = FieldsOf(text);
  return std::make_optional(std::move(document));
}

absl::StatusOr<bool> Fill(const Reader& reader, size_t most, Unread& unread, search::Index& index) {
  OBT_ASSIGN_OR_RETURN(const size_t read, FillNext(reader, most, unread, index));
  if (read == most) return true;
  const auto next = static_cast<size_t>(unread.kind) + 1;
  if (next == search::kKinds) return false;
  unread = {static_cast<search::Kind>(next), std::nullopt};
  return true;
}

void Follow(const Txn& written, search::Index& index) {
  if (const absl::Status status = PutChanged(written, index); !status.ok())
    Die(absl::StrCat("the search index cannot follow the store: ", status.ToString()));
}

}  // namespace obt::ideas
