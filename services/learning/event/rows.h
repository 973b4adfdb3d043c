// Learning events: the rows behind intake and records. Keeps the events, their order by person, the
// retractions that wait and the number of events of each learner in step, and publishes each change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
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
absl::StatusOr<EventFacts> ReadFacts(const obt::store::Reader& reader, const v1::LearningEvent& event,
                                     const PersonId& person);

// Writes a new event and what it means for others, and publishes the change, which gives the event its
// sequence. `facts` and `outcome` are what ReadFacts and Decide said in the same transaction.
absl::StatusOr<v1::RecordLearningResult> RecordEvent(obt::store::Txn& txn, const v1::LearningEvent& event,
                                                     const PersonId& person, const EventFacts& facts,
                                                     Outcome outcome);

// A person's events in a programme in order of time, without free text; at most kMaxEventsPerLearner.
absl::StatusOr<std::vector<store::v1::EventRow>> EventsOf(const obt::store::Reader& reader,
                                                          const PersonId& person,
                                                          const std::string& programme_id);

// How far this service had applied identity's changes when it decided: what every published event records.
absl::StatusOr<uint64_t> IdentitySequence(const obt::store::Reader& reader);

struct EventPage {
  std::vector<store::v1::EventRow> events;  // with their free text
  std::string next;                         // where the next page begins; empty at the end
};
// The same in pages of at most `limit`, from `after` on: the `next` of the page before, or empty.
absl::StatusOr<EventPage> ListEvents(const obt::store::Reader& reader, const PersonId& person,
                                     const std::string& programme_id, absl::string_view after, size_t limit);

}  // namespace obt::learning
