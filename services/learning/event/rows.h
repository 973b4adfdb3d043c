// Learning events: the rows behind intake and records. Keeps the events, their order by person, the
// retractions that wait and the number of events of each learner in step, and publishes each change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "services/learning/event/domain.h"

namespace obt::learning {

// The event with this natural key, with its free text.
absl::StatusOr<std::optional<store::v1::EventRow>> FindEvent(const obt::store::Reader& reader,
                                                             const std::string& source,
                                                             const std::string& source_event_id);

// What the tables know about an event that is new; what the directory knows is left open.
absl::StatusOr<EventContext> ReadContext(const obt::store::Reader& reader, const v1::LearningEvent& event,
                                         const PersonId& person);

// Writes a new event and what it means for others, and publishes the change, which gives the event its
// sequence. `context` and `outcome` are what ReadContext and Decide said in the same transaction.
absl::StatusOr<v1::RecordLearningResult> RecordEvent(obt::store::Txn& txn, const v1::LearningEvent& event,
                                                     const PersonId& person, const EventContext& context,
                                                     Outcome outcome);

// A person's events in a programme in order of time, without free text; at most kMaxEventsPerLearner.
absl::StatusOr<std::vector<store::v1::EventRow>> EventsOf(const obt::store::Reader& reader,
                                                          const PersonId& person,
                                                          const std::string& programme_id);

// The same in pages, with their free text, behind `position` (empty: from the first), at most `limit`.
absl::StatusOr<obt::store::Page<store::v1::EventRow>> PageOfEvents(const obt::store::Reader& reader,
                                                                   const PersonId& person,
                                                                   const std::string& programme_id,
                                                                   absl::string_view position, size_t limit);

}  // namespace obt::learning
