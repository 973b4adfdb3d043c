#include "tests/chaos/loads.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "obt/identity/v1/events.pb.h"
#include "obt/learning/v1/events.pb.h"

namespace obt::testing {
namespace {

constexpr char kAdmin[] = "admin";
constexpr char kLoader[] = "loader";
constexpr int kMove = 4;     // one in so many changes of people is a move
constexpr int kRetract = 8;  // one in so many calls takes an event back
constexpr int kBatchEvents = 4;
constexpr int kMaxStays = 25;
constexpr size_t kPeopleToCheck = 300;           // a writer; the feed is compared whole
constexpr int64_t kFirstSecond = 1'729'000'000;  // 15 October 2024

}  // namespace

// ---- people ----

bool PeopleWriter::Step() { return !people_.empty() && OneIn(kMove) ? Move() : Create(); }

bool PeopleWriter::Create() {
  const std::string name = absl::StrCat("p", number_, "-", made_++);
  identity::v1::CreatePersonRequest request;
  request.set_organisation_code("dwp");
  request.set_name("somebody");
  request.set_email(absl::StrCat(name, "@dwp.gov.uk"));
  request.set_hr_id(name);
  request.set_grade("EO");
  *request.mutable_from_day() = DateOf(2024, 4, 1);
  request.set_request_id(name);
  ++crowd_.attempted;
  uint64_t sequence = 0;
  const auto* const reply = Send<identity::v1::CreatePersonResponse>({kAdmin}, request, &sequence);
  if (reply == nullptr) return false;
  people_.push_back(reply->person());
  Keep(reply->person(), sequence);
  crowd_.Add(reply->person().person_id(), sequence);
  return true;
}

// To the other department, each time a day later.
bool PeopleWriter::Move() {
  identity::v1::PersonFacts& person = people_[random_() % people_.size()];
  const int stays = person.stays_size();
  if (stays > kMaxStays) return true;
  identity::v1::MovePersonRequest request;
  request.set_person_id(person.person_id());
  request.set_to_organisation_code(stays % 2 == 1 ? "hmrc" : "dwp");
  *request.mutable_effective() = DateOf(2024, 4, 1 + stays);
  request.set_request_id(absl::StrCat("m", number_, "-", made_++));
  uint64_t sequence = 0;
  const auto* const reply = Send<identity::v1::MovePersonResponse>({kAdmin}, request, &sequence);
  if (reply == nullptr) return false;
  person = reply->person();
  Keep(person, sequence);
  return true;
}

void PeopleWriter::Keep(const identity::v1::PersonFacts& person, uint64_t sequence) {
  identity::v1::PersonChanged event;
  *event.mutable_person() = person;
  record_.Expect("identity", sequence, event);
}

void PeopleWriter::CheckRows() {
  for (size_t first = 0; first < people_.size(); first += 500) {
    identity::v1::BatchGetPeopleRequest request;
    const size_t end = std::min(first + 500, people_.size());
    for (size_t i = first; i < end; ++i) request.add_person_ids(people_[i].person_id());
    const auto reply = Read<identity::v1::BatchGetPeopleResponse>({kAdmin}, request);
    for (size_t i = first; i < end; ++i) {
      const identity::v1::PersonFacts& facts = reply.results(static_cast<int>(i - first)).person().facts();
      if (facts.SerializeAsString() != people_[i].SerializeAsString())
        record_.Find(record_.tally().lost,
                     absl::StrCat("person ", people_[i].person_id(), " is not as told"));
    }
  }
}

// ---- events ----

bool EventsWriter::Step() { return !events_.empty() && OneIn(kRetract) ? Retract() : Record(); }

learning::v1::LearningEvent EventsWriter::NewEvent(const std::string& person) {
  constexpr learning::v1::Verb kVerbs[] = {learning::v1::VERB_STARTED, learning::v1::VERB_PROGRESSED,
                                           learning::v1::VERB_COMPLETED};
  constexpr const char* kModules[] = {"m1", "m2", "extra"};
  const learning::v1::Verb verb = kVerbs[random_() % 3];
  const int minutes = static_cast<int>(random_() % 4);
  learning::v1::LearningEvent event =
      world_.Event(person, absl::StrCat("e", number_, "-", made_), verb, kModules[random_() % 3],
                   absl::FromUnixSeconds(kFirstSecond + made_), minutes);
  event.mutable_occurred_at()->set_nanos(1000 * (number_ + 1));
  ++made_;
  return event;
}

bool EventsWriter::Record() {
  learning::v1::RecordLearningRequest request;
  for (uint64_t left = 1 + random_() % kBatchEvents; left > 0; --left) {
    const std::string person = crowd_.Any(random_);
    if (person.empty()) return true;
    *request.add_events() = NewEvent(person);
  }
  const auto* const reply = Send<learning::v1::RecordLearningResponse>({kLoader}, request);
  if (reply == nullptr) return false;
  for (int i = 0; i < request.events_size(); ++i) {
    events_.push_back({request.events(i), reply->results(i).sequence()});
    Expect(events_.back(), events_.back().sequence);
  }
  return true;
}

bool EventsWriter::Retract() {
  Recorded& target = events_[random_() % events_.size()];
  if (target.retracted) return true;
  learning::v1::RetractLearningRequest request;
  request.set_programme_id(target.event.programme_id());
  request.set_source(target.event.source());
  request.set_source_event_id(absl::StrCat("r", number_, "-", made_));
  request.set_person_id(target.event.person_id());
  request.set_target_source_event_id(target.event.source_event_id());
  request.mutable_occurred_at()->set_seconds(kFirstSecond + made_++);
  request.set_request_id(request.source_event_id());
  const auto* const reply = Send<learning::v1::RetractLearningResponse>({kLoader}, request);
  if (reply == nullptr) return false;
  target.retracted = true;
  Expect(target, reply->sequence());
  return true;
}

void EventsWriter::Expect(const Recorded& recorded, uint64_t sequence) {
  const learning::v1::LearningEvent& event = recorded.event;
  learning::v1::LearningEventChanged told;
  told.set_programme_id(event.programme_id());
  told.set_person_id(event.person_id());
  told.set_recorded_sequence(recorded.sequence);
  told.set_source(event.source());
  told.set_course_id(event.module().course_id());
  told.set_module_id(event.module().module_id());
  told.set_verb(event.verb());
  *told.mutable_occurred_at() = event.occurred_at();
  told.set_minutes(event.minutes());
  told.set_retracted(recorded.retracted);
  record_.Expect("learning", sequence, told);
}

void EventsWriter::CheckRows() {
  std::map<std::string, std::vector<const Recorded*>> people;
  for (const Recorded& recorded : events_) {
    const bool fits = people.size() < kPeopleToCheck || people.count(recorded.event.person_id()) > 0;
    if (fits) people[recorded.event.person_id()].push_back(&recorded);
  }
  for (const auto& [person, recorded] : people) CheckPerson(person, recorded);
}

void EventsWriter::CheckPerson(const std::string& person, const std::vector<const Recorded*>& recorded) {
  const std::string mine = absl::StrCat("e", number_, "-");
  std::map<std::string, std::pair<uint64_t, bool>> shown;
  learning::v1::ListLearningEventsRequest request;
  request.set_programme_id("obt-2024");
  request.set_person_id(person);
  do {
    const auto reply = Read<learning::v1::ListLearningEventsResponse>({kLoader}, request);
    for (const auto& row : reply.events()) {
      if (!absl::StartsWith(row.event().source_event_id(), mine)) continue;
      const bool first =
          shown.emplace(row.event().source_event_id(), std::pair(row.sequence(), row.retracted())).second;
      if (!first)
        record_.Find(record_.tally().duplicated, absl::StrCat("an event is listed twice: ", row.sequence()));
    }
    request.set_page_token(reply.next_page_token());
  } while (!request.page_token().empty());
  for (const Recorded* event : recorded) {
    if (shown[event->event.source_event_id()] != std::pair(event->sequence, event->retracted))
      record_.Find(record_.tally().lost, absl::StrCat("event ", event->sequence, " is not listed as told"));
  }
  if (shown.size() > recorded.size())
    record_.Find(record_.tally().duplicated, absl::StrCat("person ", person, " has events too many"));
}

}  // namespace obt::testing
