// Reads and writes conversations.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

absl::Status InsertConversation(Txn& txn, absl::Time now, const Viewer& viewer,
                                v1::ConversationFacts& conversation, const std::string& reflections);
absl::StatusOr<Page<Seen<v1::ConversationFacts>>> PageOfConversations(const Reader& reader,
                                                                      const Viewer& viewer,
                                                                      const std::string& team_id,
                                                                      const std::string& position,
                                                                      size_t limit);
// Without ideas whose team the viewer may not be told.
absl::StatusOr<v1::Conversation> ToConversation(const Reader& reader, const Viewer& viewer,
                                                Seen<v1::ConversationFacts> seen);

}  // namespace obt::ideas
