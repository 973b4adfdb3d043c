#include "services/ideas/conversation/rows.h"

#include <utility>

#include "services/ideas/schema.h"

namespace obt::ideas {

absl::Status InsertConversation(Txn& txn, absl::Time now, const Viewer& viewer,
                                v1::ConversationFacts& conversation, const std::string& reflections) {
  store::v1::ConversationText text;
  text.set_reflections(reflections);
  text.set_facilitator_id(viewer.person_id);
  return Insert(txn, now, conversation, text);
}

absl::StatusOr<Page<Seen<v1::ConversationFacts>>> PageOfConversations(const Reader& reader,
                                                                      const Viewer& viewer,
                                                                      const std::string& team_id,
                                                                      const std::string& position,
                                                                      size_t limit) {
  const auto prefix = std::make_tuple(*ParseId<TeamId>(team_id), static_cast<int32_t>(Kind::kConversation));
  return PageSeen<v1::ConversationFacts>(kItemsByTeam, reader, viewer, prefix, position, limit,
                                         [](const auto&) { return true; });
}

absl::StatusOr<v1::Conversation> ToConversation(const Reader& reader, const Viewer& viewer,
                                                Seen<v1::ConversationFacts> seen) {
  v1::Conversation conversation;
  OBT_ASSIGN_OR_RETURN(store::v1::ConversationText text, ReadText(reader, seen.facts));
  conversation.set_reflections(std::move(*text.mutable_reflections()));
  conversation.set_facilitator_id(text.facilitator_id());
  *conversation.mutable_facts() = std::move(seen.facts);
  auto& ids = *conversation.mutable_facts()->mutable_idea_ids();
  google::protobuf::RepeatedPtrField<std::string> shown;
  for (std::string& id : ids) {
    OBT_ASSIGN_OR_RETURN(auto facts, Get<v1::IdeaFacts>(reader, id));
    OBT_ASSIGN_OR_RETURN(const auto idea, Look(reader, viewer, std::move(facts)));
    if (idea.ShowsTeam()) *shown.Add() = std::move(id);
  }
  ids.Swap(&shown);
  return conversation;
}

}  // namespace obt::ideas
