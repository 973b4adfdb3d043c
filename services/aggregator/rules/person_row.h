// What the aggregator keeps of one person in one programme: the learning events, survey answers and team
// conversations that stand, in memory and as a LearnerRow. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/base/days.h"
#include "obt/aggregator/store/v1/aggregator_store.pb.h"
#include "services/aggregator/rules/item.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

struct Event {
  uint64_t sequence = 0;  // names the event for ever
  int64_t occurred_at_us = 0;
  Number source = kNone;
  Number module = kNone;  // kNone: self-recorded
  uint16_t minutes = 0;   // 0: not stated
  uint8_t verb = 0;       // of obt.learning.v1.Verb
  friend bool operator==(const Event& a, const Event& b) = default;
};

// An answer on a scale, in one revision of a survey response; or a revision without any, as one with
// construct kNone.
struct SurveyAnswer {
  int64_t answered_at_us = 0;
  Number survey = kNone;
  Number construct = kNone;
  uint8_t kind = 0;   // of obt.learning.v1.SurveyKind
  uint8_t value = 0;  // 0: none
  friend bool operator==(const SurveyAnswer& a, const SurveyAnswer& b) = default;
};

// A team conversation that stands and names the person.
struct Attendance {
  ItemId conversation;
  Day held_on = kNever;
  friend bool operator==(const Attendance& a, const Attendance& b) = default;
};

struct PersonRow {
  std::vector<Event> events;              // in order of their sequence
  std::vector<SurveyAnswer> answers;      // in order of survey, time and construct
  std::vector<Attendance> conversations;  // in order of their ids

  // Adds an event, or replaces the one with its sequence.
  void Put(const Event& event);
  // Takes an event away, if it is there.
  void Drop(uint64_t sequence);
  // Puts a survey's answers, all of them, in the place of those there were.
  void PutAnswers(Number survey, const std::vector<SurveyAnswer>& of_survey);
  // Adds a conversation, or replaces what is known of it; takes it away.
  void Put(const Attendance& attendance);
  void Drop(const ItemId& conversation);
};

// A row that somebody else holds.
struct PersonRowView {
  PersonRowView(absl::Span<const Event> all_events, absl::Span<const SurveyAnswer> all_answers,
                absl::Span<const Attendance> all_conversations)
      : events(all_events), answers(all_answers), conversations(all_conversations) {}
  PersonRowView(const PersonRow& row)  // NOLINT: the same thing
      : PersonRowView(row.events, row.answers, row.conversations) {}
  bool empty() const { return size() == 0; }
  size_t size() const { return events.size() + answers.size() + conversations.size(); }

  absl::Span<const Event> events;
  absl::Span<const SurveyAnswer> answers;
  absl::Span<const Attendance> conversations;
};

// False if the arrays do not fit together, hold what cannot be, or a number that has no name.
bool ReadRow(const store::v1::LearnerRow& from, const NameBook& names, PersonRow& row);
store::v1::LearnerRow WriteRow(const PersonRowView& row);

}  // namespace obt::aggregator
