#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/conversation/domain.h"
#include "services/ideas/conversation/rows.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/idea/rows.h"
#include "services/ideas/theme/rows.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

using SeenConversation = Seen<v1::ConversationFacts>;

// Those who are named attended: the team's people, and others the caller reaches.
absl::Status CheckAttendees(const Reader& reader, const Call& call, const Team& team,
                            const v1::LogConversationRequest& request, feed::Directory& directory) {
  for (int i = 0; i < request.attendee_ids_size(); ++i) {
    const std::string& id = request.attendee_ids(i);
    if (absl::c_linear_search(team.facts.member_ids(), id)) continue;
    if (absl::c_linear_search(team.facts.facilitator_ids(), id)) continue;
    OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                         directory.OrganisationOf(reader, *ParseId<PersonId>(id), DayOf(call.now)));
    if (!organisation.has_value() || !call.Covers(*organisation))
      return PersonNotFound(id, validate::Path("attendee_ids", i, ""));
  }
  return absl::OkStatus();
}

// The idea of an agreed change: one that is there, or a new one, which is the team's.
absl::StatusOr<Seen<v1::IdeaFacts>> IdeaOf(Txn& txn, const Viewer& viewer,
                                           const v1::ConversationFacts& conversation,
                                           const v1::AgreedChange& change, int place) {
  if (!change.idea_id().empty())
    return SeeToChange<v1::IdeaFacts>(txn, viewer, change.idea_id(), Right::kDecide, "");
  OBT_ASSIGN_OR_RETURN(const v1::ThemeList themes, ThemesOf(txn, conversation.programme_id()));
  OBT_RETURN_IF_ERROR(CheckThemes(change.terms().theme_codes(), {}, themes,
                                  validate::Path("changes", place, "terms.theme_codes")));
  Seen<v1::IdeaFacts> written;
  written.facts = NewIdea(conversation.programme_id(), conversation.team_id(), change.terms());
  OBT_RETURN_IF_ERROR(Propose(written.facts));
  return written;
}

// Agrees each change in the conversation, in their order.
absl::StatusOr<std::vector<v1::IdeaReceipt>> AgreeAll(Txn& txn, const Call& call, const Viewer& viewer,
                                                      const v1::LogConversationRequest& request,
                                                      v1::ConversationFacts& conversation) {
  std::vector<v1::IdeaReceipt> receipts;
  for (int i = 0; i < request.changes_size(); ++i) {
    const v1::AgreedChange& change = request.changes(i);
    OBT_ASSIGN_OR_RETURN(auto seen, IdeaOf(txn, viewer, conversation, change, i));
    v1::IdeaFacts& idea = seen.facts;
    OBT_RETURN_IF_ERROR(Agree(conversation, change.try_by(), seen.team_withheld, idea));
    OBT_RETURN_IF_ERROR(change.idea_id().empty()
                            ? InsertIdea(txn, call.now, std::nullopt, idea, change.text())
                            : Put(txn, call.now, idea));
    conversation.add_idea_ids(idea.idea_id());
    receipts.push_back(ReceiptOf(idea));
  }
  return receipts;
}

absl::StatusOr<v1::LogConversationResponse> LogConversation(const v1::LogConversationRequest& request,
                                                            const Call& call, Txn& txn,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Team team, ReadTeam(txn, viewer, request.team_id()));
  OBT_RETURN_IF_ERROR(CheckRight(StandingTo(viewer, team), Right::kDecide));
  OBT_RETURN_IF_ERROR(CheckOpen(team));
  OBT_RETURN_IF_ERROR(CheckHeld(request, viewer.today));
  OBT_RETURN_IF_ERROR(CheckAttendees(txn, call, team, request, directory));
  v1::ConversationFacts conversation = NewConversation(team.facts.programme_id(), request);
  conversation.set_conversation_id(ToText(NewId<ItemId>(call.now)));
  OBT_ASSIGN_OR_RETURN(auto receipts, AgreeAll(txn, call, viewer, request, conversation));
  OBT_RETURN_IF_ERROR(InsertConversation(txn, call.now, viewer, conversation, request.reflections()));
  v1::LogConversationResponse response;
  response.set_conversation_id(conversation.conversation_id());
  response.set_etag(conversation.etag());
  response.mutable_ideas()->Assign(receipts.begin(), receipts.end());
  return response;
}

absl::StatusOr<v1::GetConversationResponse> GetConversation(const v1::GetConversationRequest& request,
                                                            const Call& call, const View& view,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(SeenConversation seen,
                       See<v1::ConversationFacts>(view, viewer, request.conversation_id()));
  v1::GetConversationResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_conversation(), ToConversation(view, viewer, std::move(seen)));
  return response;
}

absl::StatusOr<v1::ListConversationsResponse> ListConversations(const v1::ListConversationsRequest& request,
                                                                const Call& call, const View& view,
                                                                feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  return rpc::AnswerPage(
      request, call, &v1::ListConversationsResponse::mutable_conversations,
      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::Conversation>> {
        OBT_ASSIGN_OR_RETURN(auto page,
                             PageOfConversations(view, viewer, request.team_id(), position, limit));
        return Answered<v1::Conversation>(std::move(page), [&](SeenConversation seen) {
          return ToConversation(view, viewer, std::move(seen));
        });
      });
}

absl::StatusOr<v1::WithdrawConversationResponse> WithdrawConversation(
    const v1::WithdrawConversationRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(auto seen, SeeToChange<v1::ConversationFacts>(txn, viewer, request.conversation_id(),
                                                                     Right::kDecide, request.etag()));
  OBT_RETURN_IF_ERROR(Withdraw(seen.facts));
  v1::WithdrawConversationResponse response;
  for (const std::string& idea_id : seen.facts.idea_ids()) {
    OBT_ASSIGN_OR_RETURN(v1::IdeaFacts idea, Get<v1::IdeaFacts>(txn, idea_id));
    OBT_RETURN_IF_ERROR(Disagree(idea));
    OBT_RETURN_IF_ERROR(Put(txn, call.now, idea));
    const v1::IdeaReceipt receipt = ReceiptOf(idea);
    OBT_ASSIGN_OR_RETURN(const auto as_seen, Look(txn, viewer, std::move(idea)));
    if (as_seen.ShowsTeam()) *response.add_ideas() = receipt;
  }
  OBT_RETURN_IF_ERROR(Put(txn, call.now, seen.facts));
  response.set_conversation_id(seen.facts.conversation_id());
  response.set_etag(seen.facts.etag());
  return response;
}

}  // namespace

void BindConversations(rpc::Router& router, feed::Directory& directory) {
  router.Command(LogConversation, directory)
      .Query(GetConversation, directory)
      .Query(ListConversations, directory)
      .Command(WithdrawConversation, directory);
}

}  // namespace obt::ideas
