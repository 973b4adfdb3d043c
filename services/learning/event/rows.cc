#include "services/learning/event/rows.h"

#include <tuple>
#include <utility>

#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/feed/directory.h"
#include "services/learning/curriculum/courses.h"
#include "services/learning/schema.h"

namespace obt::learning {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using store::v1::EventRow;

using ByPersonKey = decltype(kEventsByPerson)::Key;

ByPersonKey ByPersonKeyOf(const PersonId& person, const v1::LearningEvent& event) {
  return {person, event.programme_id(), MicrosOf(event.occurred_at()), event.source(),
          event.source_event_id()};
}

absl::Status AddText(const Reader& reader, EventRow& row) {
  if (!row.event().has_self_recorded()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(
      std::optional<store::v1::SelfRecordedText> text,
      kSelfRecordedTexts.Find(reader, {row.event().source(), row.event().source_event_id()}));
  if (!text.has_value()) return absl::OkStatus();
  v1::SelfRecordedActivity& activity = *row.mutable_event()->mutable_self_recorded();
  activity.set_title(std::move(*text->mutable_title()));
  activity.set_link(std::move(*text->mutable_link()));
  return absl::OkStatus();
}

// Puts a row; its free text, if any, goes where no feed snapshot reads.
void PutEvent(Txn& txn, EventRow& row) {
  v1::LearningEvent& event = *row.mutable_event();
  if (event.has_self_recorded()) {
    store::v1::SelfRecordedText text;
    text.set_title(event.self_recorded().title());
    text.set_link(event.self_recorded().link());
    kSelfRecordedTexts.Put(txn, {event.source(), event.source_event_id()}, text);
    event.mutable_self_recorded()->clear_title();
    event.mutable_self_recorded()->clear_link();
  }
  kEvents.Put(txn, {event.source(), event.source_event_id()}, row);
}

absl::StatusOr<EventRow> GetEvent(const Reader& reader, const ByPersonKey& key) {
  OBT_ASSIGN_OR_RETURN(std::optional<EventRow> row,
                       kEvents.Find(reader, {std::get<3>(key), std::get<4>(key)}));
  if (row.has_value()) return *std::move(row);
  return Error(absl::StatusCode::kDataLoss, "ROW_MISSING",
               "table events lacks a row that events_by_person names");
}

// The target's own change once a retraction takes it back; any other retraction only moves the log on.
void Publish(Txn& txn, const EventRow& row, const EventRow* target, uint64_t identity_sequence) {
  if (row.event().verb() != v1::VERB_RETRACTED) {
    txn.Publish(ChangedEvent(row, identity_sequence));
  } else if (target != nullptr) {
    txn.Publish(ChangedEvent(*target, identity_sequence));
  } else {
    v1::RetractionRecorded recorded;
    recorded.set_programme_id(row.event().programme_id());
    recorded.set_person_id(row.event().person_id());
    recorded.set_identity_sequence(identity_sequence);
    txn.Publish(recorded);
  }
}

bool Names(const store::v1::PendingRetraction& pending, const std::string& programme_id) {
  const auto& named = pending.programme_ids();
  return std::find(named.begin(), named.end(), programme_id) != named.end();
}

}  // namespace

absl::StatusOr<std::optional<EventRow>> FindEvent(const Reader& reader, const std::string& source,
                                                  const std::string& source_event_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<EventRow> row, kEvents.Find(reader, {source, source_event_id}));
  if (row.has_value()) OBT_RETURN_IF_ERROR(AddText(reader, *row));
  return row;
}

absl::StatusOr<EventContext> ReadContext(const Reader& reader, const v1::LearningEvent& event,
                                         const PersonId& person) {
  EventContext context;
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::LearnerRow> learner,
                       kLearners.Find(reader, {person, event.programme_id()}));
  if (learner.has_value()) context.learner_events = learner->events();
  if (event.verb() == v1::VERB_RETRACTED) {
    OBT_ASSIGN_OR_RETURN(context.target,
                         kEvents.Find(reader, {event.source(), event.target_source_event_id()}));
    return context;
  }
  OBT_ASSIGN_OR_RETURN(const auto pending,
                       kPendingRetractions.Find(reader, {event.source(), event.source_event_id(), person}));
  context.retraction_waits = pending.has_value() && Names(*pending, event.programme_id());
  if (!event.has_module()) return context;
  OBT_ASSIGN_OR_RETURN(context.module_used, IsUsed(reader, event.programme_id(), event.module()));
  if (context.module_used) return context;
  OBT_ASSIGN_OR_RETURN(context.course, FindCourse(reader, event.programme_id(), event.module().course_id()));
  return context;
}

absl::StatusOr<v1::RecordLearningResult> RecordEvent(Txn& txn, const v1::LearningEvent& event,
                                                     const PersonId& person, const EventContext& context,
                                                     Outcome outcome) {
  EventRow row;
  *row.mutable_event() = KnownFields(event);
  row.set_sequence(txn.next_sequence());
  row.set_record_time_us(absl::ToUnixMicros(txn.commit_time()));
  row.set_retracted(outcome == Outcome::kDead);
  PutEvent(txn, row);
  kEventsByPerson.Put(txn, ByPersonKeyOf(person, event), {});
  store::v1::LearnerRow learner;
  learner.set_events(context.learner_events + 1);
  kLearners.Put(txn, {person, event.programme_id()}, learner);
  if (event.has_module() && !context.module_used) MarkUsed(txn, event.programme_id(), event.module());

  std::optional<EventRow> taken_back;
  if (outcome == Outcome::kTakesBack) {
    taken_back = context.target;
    taken_back->set_retracted(true);
    kEvents.Put(txn, {event.source(), event.target_source_event_id()}, *taken_back);
  } else if (outcome == Outcome::kWaits) {
    OBT_ASSIGN_OR_RETURN(
        const auto before,
        kPendingRetractions.Find(txn, {event.source(), event.target_source_event_id(), person}));
    store::v1::PendingRetraction pending = before.value_or(store::v1::PendingRetraction());
    if (!Names(pending, event.programme_id())) pending.add_programme_ids(event.programme_id());
    kPendingRetractions.Put(txn, {event.source(), event.target_source_event_id(), person}, pending);
  } else if (outcome == Outcome::kDead) {
    kPendingRetractions.Delete(txn, {event.source(), event.source_event_id(), person});
  }
  OBT_ASSIGN_OR_RETURN(const uint64_t identity_sequence, feed::IdentitySequence(txn));
  Publish(txn, row, taken_back.has_value() ? &*taken_back : nullptr, identity_sequence);
  return ReplyOf(row);
}

absl::StatusOr<std::vector<EventRow>> EventsOf(const Reader& reader, const PersonId& person,
                                               const std::string& programme_id) {
  std::vector<EventRow> events;
  absl::Status problem;
  OBT_RETURN_IF_ERROR(kEventsByPerson.ScanEach(reader, std::tuple(person, programme_id), std::nullopt,
                                               kMaxEventsPerLearner,
                                               [&](const ByPersonKey& key, const auto&) {
                                                 absl::StatusOr<EventRow> row = GetEvent(reader, key);
                                                 problem = row.status();
                                                 if (row.ok()) events.push_back(*std::move(row));
                                                 return problem.ok();
                                               }));
  OBT_RETURN_IF_ERROR(problem);
  return events;
}

absl::StatusOr<obt::store::Page<EventRow>> PageOfEvents(const Reader& reader, const PersonId& person,
                                                        const std::string& programme_id,
                                                        absl::string_view position, size_t limit) {
  return obt::store::TakePage<EventRow>(
      kEventsByPerson, reader, std::vector{std::tuple(person, programme_id)}, position, limit,
      [&](const ByPersonKey& key, const auto&) -> absl::StatusOr<std::optional<EventRow>> {
        OBT_ASSIGN_OR_RETURN(EventRow row, GetEvent(reader, key));
        OBT_RETURN_IF_ERROR(AddText(reader, row));
        return row;
      });
}

}  // namespace obt::learning
