// What the rules say about conversations: which are well formed, which may be logged or taken back. Pure
// functions of values.
#pragma once

#include "absl/status/status.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/conversation.pb.h"

namespace obt::ideas::v1 {

Violations Validate(const LogConversationRequest& request);

}  // namespace obt::ideas::v1

namespace obt::ideas {

// A conversation of a team of the programme, with what was stated of it; its ideas are still to come.
v1::ConversationFacts NewConversation(const std::string& programme_id,
                                      const v1::LogConversationRequest& request);
// INVALID_ARGUMENT where it was held in the future.
absl::Status CheckHeld(const v1::LogConversationRequest& request, Day today);
// FAILED_PRECONDITION (CONVERSATION_WITHDRAWN) where it was taken back before.
absl::Status Withdraw(v1::ConversationFacts& conversation);

}  // namespace obt::ideas
