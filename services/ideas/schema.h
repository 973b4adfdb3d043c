// Every table of ideas' store. Facts, words and authors lie in tables of their own: feed snapshots read facts
// alone. Beside them lie the replica of identity's directory and the store's own tables.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/store/table.h"
#include "obt/ideas/store/v1/ideas_store.pb.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/ideas/v1/theme.pb.h"

namespace obt::ideas {

// Of a conversation, idea, experiment, case study, adoption, comment or report: no two things share one.
using ItemId = Id<struct ItemKind>;
template <typename Row>
using ItemTable = obt::store::Table<std::tuple<ItemId>, Row>;

// Each thing by its id: what others may know of it, and its words.
inline constexpr ItemTable<v1::ConversationFacts> kConversations{"conversations"};
inline constexpr ItemTable<store::v1::ConversationText> kConversationTexts{"conversation_texts"};
inline constexpr ItemTable<v1::IdeaFacts> kIdeas{"ideas"};
inline constexpr ItemTable<v1::IdeaText> kIdeaTexts{"idea_texts"};
inline constexpr ItemTable<v1::ExperimentFacts> kExperiments{"experiments"};
inline constexpr ItemTable<v1::ExperimentText> kExperimentTexts{"experiment_texts"};
inline constexpr ItemTable<v1::CaseStudyFacts> kCaseStudies{"case_studies"};
inline constexpr ItemTable<v1::CaseStudyText> kCaseStudyTexts{"case_study_texts"};
inline constexpr ItemTable<v1::AdoptionFacts> kAdoptions{"adoptions"};
inline constexpr ItemTable<v1::AdoptionText> kAdoptionTexts{"adoption_texts"};
// Why it is parked, withdrawn or hidden; whether it was reported.
inline constexpr ItemTable<store::v1::RemarksRow> kRemarks{"remarks"};
// Of ideas and case studies.
inline constexpr ItemTable<store::v1::ReactionsRow> kReactions{"reactions"};
inline constexpr ItemTable<store::v1::CommentRow> kComments{"comments"};
inline constexpr ItemTable<v1::Report> kReports{"reports"};
// Idea: who wrote it. In no event, and in nothing a feed snapshot reads.
inline constexpr ItemTable<store::v1::AuthorRow> kAuthors{"authors"};
// Author, programme, idea.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string, ItemId>, store::v1::Marker>
    kIdeasByAuthor{"ideas_by_author"};
// Team, kind of item (item/kinds.h), item.
inline constexpr obt::store::Table<std::tuple<TeamId, int32_t, ItemId>, store::v1::Marker> kItemsByTeam{
    "items_by_team"};
// Idea, experiment.
inline constexpr obt::store::Table<std::tuple<ItemId, ItemId>, store::v1::Marker> kExperimentsByIdea{
    "experiments_by_idea"};
// Case study, adoption that repeats it, directly or through others.
inline constexpr obt::store::Table<std::tuple<ItemId, ItemId>, store::v1::ChainRow> kAdoptionsByCaseStudy{
    "adoptions_by_case_study"};
// Idea or case study, person.
inline constexpr obt::store::Table<std::tuple<ItemId, PersonId>, store::v1::EndorsementRow> kEndorsements{
    "endorsements"};
// Idea or case study, comment.
inline constexpr obt::store::Table<std::tuple<ItemId, ItemId>, store::v1::Marker> kCommentsByTarget{
    "comments_by_target"};
// Surviving idea, microseconds of the merge, idea that was merged into it: the log of merges, latest first.
inline constexpr obt::store::Table<std::tuple<ItemId, obt::store::Descending<int64_t>, ItemId>,
                                   store::v1::MergeRow>
    kMerges{"merges"};
// Thing, person who reported it (none: a client by itself), that client: told to nobody, and gone when the
// report is resolved.
inline constexpr obt::store::Table<std::tuple<ItemId, PersonId, std::string>, store::v1::OpenReportRow>
    kOpenReports{"open_reports"};
// Programme.
inline constexpr obt::store::Table<std::tuple<std::string>, v1::ThemeList> kThemes{"themes"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kConversations,
          &kConversationTexts,
          &kIdeas,
          &kIdeaTexts,
          &kExperiments,
          &kExperimentTexts,
          &kCaseStudies,
          &kCaseStudyTexts,
          &kAdoptions,
          &kAdoptionTexts,
          &kRemarks,
          &kReactions,
          &kComments,
          &kReports,
          &kAuthors,
          &kIdeasByAuthor,
          &kItemsByTeam,
          &kExperimentsByIdea,
          &kAdoptionsByCaseStudy,
          &kEndorsements,
          &kCommentsByTarget,
          &kMerges,
          &kOpenReports,
          &kThemes};
}

// What feed snapshots may read.
inline std::vector<const obt::store::TableRef*> PublishedTables() {
  return {&kConversations, &kIdeas, &kExperiments, &kCaseStudies, &kAdoptions, &kThemes};
}

}  // namespace obt::ideas
