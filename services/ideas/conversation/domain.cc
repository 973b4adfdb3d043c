#include "services/ideas/conversation/domain.h"

#include "common/base/rules.h"
#include "common/base/validate.h"

namespace obt::ideas::v1 {

Violations Validate(const LogConversationRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.attendee_ids().empty() == (request.attendance() == 0))
    out.Add("attendee_ids", "give either attendee_ids, or attendance as a number");
  for (int i = 0; i < request.changes_size(); ++i) {
    const AgreedChange& change = request.changes(i);
    const bool written = change.has_text() || change.has_terms();
    if (written == !change.idea_id().empty()) {
      out.Add(validate::Path("changes", i, "idea_id"), "give either idea_id, or text and terms");
    } else if (written && !(change.has_text() && change.has_terms())) {
      out.Add(validate::Path("changes", i, change.has_text() ? "terms" : "text"), "is required");
    }
    if (change.terms().anonymous()) {
      out.Add(validate::Path("changes", i, "terms.anonymous"),
              "must not be set: what is written down in a conversation is the team's, and nobody's own");
    }
  }
  return out;
}

}  // namespace obt::ideas::v1

namespace obt::ideas {

v1::ConversationFacts NewConversation(const std::string& programme_id,
                                      const v1::LogConversationRequest& request) {
  v1::ConversationFacts conversation;
  conversation.set_programme_id(programme_id);
  conversation.set_team_id(request.team_id());
  conversation.set_state(v1::CONVERSATION_STATE_LOGGED);
  *conversation.mutable_held_on() = request.held_on();
  *conversation.mutable_attendee_ids() = request.attendee_ids();
  conversation.set_attendance(request.attendance());
  conversation.set_set_scene(request.set_scene());
  return conversation;
}

absl::Status CheckHeld(const v1::LogConversationRequest& request, Day today) {
  Violations out;
  if (*ParseDay(request.held_on()) > today) out.Add("held_on", "must not be in the future");
  return out.ToStatus();
}

absl::Status Withdraw(v1::ConversationFacts& conversation) {
  if (conversation.state() != v1::CONVERSATION_STATE_LOGGED) {
    return Error(absl::StatusCode::kFailedPrecondition, "CONVERSATION_WITHDRAWN",
                 "the conversation was withdrawn before");
  }
  conversation.set_state(v1::CONVERSATION_STATE_WITHDRAWN);
  return absl::OkStatus();
}

}  // namespace obt::ideas
