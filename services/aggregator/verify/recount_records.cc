#include <algorithm>
#include <utility>

#include "common/base/times.h"
#include "services/aggregator/verify/recount.h"

namespace obt::aggregator::recount {
namespace {

using options::v1::Milestone;

// Those CountRecords finds the days of.
constexpr Milestone kMilestones[] = {
    options::v1::MILESTONE_LEARNING_STARTED, options::v1::MILESTONE_LEARNING_COMPLETED,
    options::v1::MILESTONE_REACHED_TARGET,   options::v1::MILESTONE_PRE_SURVEY,
    options::v1::MILESTONE_POST_SURVEY,      options::v1::MILESTONE_TOOK_PART,
    options::v1::MILESTONE_CONVERSED,
};

constexpr int64_t kMostMinutes = 12'000;  // of one person, where the programme does not say

void ReachedOn(Milestone milestone, Day day, Record& record) {
  const auto [known, fresh] = record.reached.emplace(milestone, day);
  if (!fresh) known->second = std::min(known->second, day);
}

// The source whose minutes a module is credited with: the largest sum; on a tie the one that stated minutes
// first; then the one whose name comes first. Empty when nobody stated minutes.
std::string CreditedSource(const std::vector<const Event*>& of_module) {
  std::map<std::string, int64_t> minutes, first;
  for (const Event* event : of_module) {
    if (event->minutes == 0) continue;
    minutes[*event->source] += event->minutes;
    const auto [known, fresh] = first.emplace(*event->source, event->occurred_at_us);
    if (!fresh) known->second = std::min(known->second, event->occurred_at_us);
  }
  std::string best;
  for (const auto& [source, sum] : minutes) {
    if (best.empty() || sum > minutes[best] || (sum == minutes[best] && first[source] < first[best]))
      best = source;
  }
  return best;
}

// Leaves the first `most` minutes, day by day. Which of a day's go makes no difference to any figure.
void CutOff(int64_t most, std::map<Day, int64_t>& credits) {
  for (auto& [day, minutes] : credits) {
    minutes = std::min(minutes, most);
    most -= minutes;
  }
  std::erase_if(credits, [](const auto& credit) { return credit.second == 0; });
}

const learning::v1::Module* FindModule(const std::map<std::string, learning::v1::Course>& courses,
                                       const std::pair<std::string, std::string>& key) {
  const auto course = courses.find(key.first);
  if (course == courses.end()) return nullptr;
  for (const learning::v1::Module& module : course->second.modules()) {
    if (module.module_id() == key.second) return &module;
  }
  return nullptr;
}

// The day on which the last required module of the last required course was completed.
std::optional<Day> CompletionOf(const std::map<std::string, learning::v1::Course>& courses,
                                const std::map<std::pair<std::string, std::string>, Day>& completed) {
  std::optional<Day> last;
  for (const auto& [course_id, course] : courses) {
    if (!course.required()) continue;
    bool requires_any = false;
    for (const learning::v1::Module& module : course.modules()) {
      if (!module.required()) continue;
      requires_any = true;
      const auto done = completed.find({course_id, module.module_id()});
      if (done == completed.end()) return std::nullopt;
      last = std::max(last.value_or(done->second), done->second);
    }
    if (!requires_any) return std::nullopt;
  }
  return last;
}

}  // namespace

Window WindowOf(const identity::v1::Programme& programme) {
  Window window{*ParseDay(programme.first_day()), *ParseDay(programme.last_day()) + 1};
  if (programme.has_counting_from_day()) window.from = *ParseDay(programme.counting_from_day());
  if (programme.has_counting_to_day()) window.to = *ParseDay(programme.counting_to_day());
  return window;
}

Record CountRecord(const std::vector<Event>& events, const identity::v1::Programme& programme,
                   const std::map<std::string, learning::v1::Course>& courses) {
  Record record;
  const Window window = WindowOf(programme);
  std::map<std::pair<std::string, std::string>, std::vector<const Event*>> modules;
  std::map<std::pair<std::string, std::string>, Day> completed;
  for (const Event& event : events) {
    const Day day = DayOf(absl::FromUnixMicros(event.occurred_at_us));
    if (day < window.from || day >= window.to) continue;
    ReachedOn(options::v1::MILESTONE_LEARNING_STARTED, day, record);
    if (event.module->empty()) {  // self-recorded: each one counts
      record.credits[day] += event.minutes;
      continue;
    }
    const std::pair<std::string, std::string> key(*event.course, *event.module);
    modules[key].push_back(&event);
    if (event.verb != learning::v1::VERB_COMPLETED) continue;
    const auto [known, fresh] = completed.emplace(key, day);
    if (!fresh) known->second = std::min(known->second, day);
  }
  for (const auto& [key, of_module] : modules) {
    const std::string source = CreditedSource(of_module);
    for (const Event* event : of_module) {
      if (*event->source == source)
        record.credits[DayOf(absl::FromUnixMicros(event->occurred_at_us))] += event->minutes;
    }
    const learning::v1::Module* module = FindModule(courses, key);
    if (!source.empty() || module == nullptr || completed.count(key) == 0) continue;
    record.credits[completed[key]] += module->expected_minutes();
  }
  CutOff(programme.has_max_minutes() ? programme.max_minutes() : kMostMinutes, record.credits);
  for (const auto& [day, minutes] : record.credits) {
    record.minutes += minutes;
    if (programme.has_target_minutes() && record.minutes >= programme.target_minutes()) {
      ReachedOn(options::v1::MILESTONE_REACHED_TARGET, day, record);
    }
  }
  if (const std::optional<Day> day = CompletionOf(courses, completed)) {
    ReachedOn(options::v1::MILESTONE_LEARNING_COMPLETED, *day, record);
  }
  return record;
}

void CountResponses(const std::vector<Revision>& revisions, const identity::v1::Programme& programme,
                    Record& record) {
  const Window window = WindowOf(programme);
  for (const Revision& revision : revisions) {
    const Day day = DayOf(absl::FromUnixMicros(revision.answered_at_us));
    if (day < window.from || day >= window.to) continue;
    ReachedOn(revision.before ? options::v1::MILESTONE_PRE_SURVEY : options::v1::MILESTONE_POST_SURVEY, day,
              record);
  }
}

void CountAttended(const std::vector<Attended>& attended, const identity::v1::Programme& programme,
                   Record& record) {
  const Window window = WindowOf(programme);
  for (const Attended& conversation : attended) {
    const Day day = conversation.held_on;
    if (window.from <= day && day < window.to) ReachedOn(options::v1::MILESTONE_CONVERSED, day, record);
  }
}

Records CountRecords(const Sources& sources, const std::string& programme_id) {
  Records records;
  const auto programme = sources.programmes.find(programme_id);
  if (programme == sources.programmes.end()) return records;
  const auto found = sources.courses.find(programme_id);
  const std::map<std::string, learning::v1::Course> none;
  if (const auto events = sources.events.find(programme_id); events != sources.events.end()) {
    for (const auto& [person, of_person] : events->second) {
      records[person] =
          CountRecord(of_person, programme->second, found == sources.courses.end() ? none : found->second);
    }
  }
  if (const auto revisions = sources.revisions.find(programme_id); revisions != sources.revisions.end()) {
    for (const auto& [person, of_person] : revisions->second) {
      CountResponses(of_person, programme->second, records[person]);
    }
  }
  if (const auto attended = sources.attended.find(programme_id); attended != sources.attended.end()) {
    for (const auto& [person, of_person] : attended->second) {
      CountAttended(of_person, programme->second, records[person]);
    }
  }
  for (auto& [person, record] : records) {
    const std::map<Milestone, Day> reached = record.reached;
    for (const auto& [milestone, day] : reached) ReachedOn(options::v1::MILESTONE_TOOK_PART, day, record);
  }
  return records;
}

bool IsRecounted(Milestone milestone) {
  return std::find(std::begin(kMilestones), std::end(kMilestones), milestone) != std::end(kMilestones);
}

void Sources::AddHeadcount(const std::string& programme_id, const identity::v1::Headcount& headcount) {
  headcounts[programme_id][headcount.organisation_code()][*ParseDay(headcount.dated())] =
      headcount.headcount();
}

void Sources::AddPerson(const PersonId& id, const identity::v1::PersonFacts& facts) {
  Person& person = people[id];
  person = Person();
  for (size_t i = 0; i < std::size(kAttributes); ++i) {
    const std::string& code = (facts.*kAttributes[i].code)();
    person.attributes[i] = Keep(code.empty() || code == "UNKNOWN" ? "unknown" : code);
  }
  for (const identity::v1::Stay& stay : facts.stays()) {
    person.stays.push_back({Keep(stay.organisation_code()), *ParseDay(stay.from_day()), std::nullopt});
    if (stay.has_to_day()) person.stays.back().to = ParseDay(stay.to_day());
  }
}

void Sources::AddEvent(const learning::v1::LearningEvent& event, uint64_t sequence, bool retracted) {
  if (retracted || event.verb() == learning::v1::VERB_RETRACTED) return;
  Event kept;
  kept.sequence = sequence;
  kept.occurred_at_us = MicrosOf(event.occurred_at());
  kept.source = Keep(event.source());
  kept.course = Keep(event.module().course_id());
  kept.module = Keep(event.module().module_id());
  kept.verb = event.verb();
  kept.minutes = event.minutes();
  events[event.programme_id()][*ParseId<PersonId>(event.person_id())].push_back(kept);
}

void Sources::SortEvents() {
  for (auto& [programme_id, people_of_programme] : events) {
    for (auto& [person, of_person] : people_of_programme) {
      std::sort(of_person.begin(), of_person.end(),
                [](const Event& a, const Event& b) { return a.sequence < b.sequence; });
    }
  }
}

void Sources::AddResponse(const learning::store::v1::SurveyResponseRow& response) {
  const learning::v1::Survey& survey = surveys[response.programme_id()][response.survey_id()];
  std::map<std::string, std::string> constructs;  // by question
  for (const learning::v1::SurveyQuestion& question : survey.questions()) {
    constructs[question.question_id()] = question.construct();
  }
  for (const learning::store::v1::RevisionRow& row : response.revisions()) {
    if (response.has_withdrawn_at_us() && row.answered_at_us() <= response.withdrawn_at_us()) continue;
    Revision revision;
    revision.survey = Keep(response.survey_id());
    revision.before = survey.kind() == learning::v1::SURVEY_KIND_PRE;
    revision.answered_at_us = row.answered_at_us();
    for (const auto& answer : row.answers())
      revision.answers[constructs[answer.question_id()]] = answer.value();
    revisions[response.programme_id()][*ParseId<PersonId>(response.person_id())].push_back(
        std::move(revision));
  }
}

Text OrganisationOn(const Person& person, Day day) {
  for (const Stay& stay : person.stays) {
    if (stay.from <= day && (!stay.to.has_value() || day < *stay.to)) return stay.organisation;
  }
  return nullptr;
}

Text BelongsTo(const Person& person, Day day) {
  if (const Text covered = OrganisationOn(person, day); covered != nullptr) return covered;
  Text last = nullptr;
  for (const Stay& stay : person.stays) {
    if (stay.from <= day) last = stay.organisation;
  }
  return last;
}

}  // namespace obt::aggregator::recount
