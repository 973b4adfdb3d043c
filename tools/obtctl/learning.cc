// obtctl learning: recording what people learnt, taking it back, and reading it.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/ids.h"
#include "common/rpc/grpc_status.h"
#include "obt/learning/v1/learning.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = learning::v1;

struct EventKind;

std::string IdFor(const Arguments& arguments) {
  return arguments.Given("id") ? arguments.Text("id") : ToText(NewId<Id<EventKind>>(absl::Now()));
}

absl::Status SetActivity(const Arguments& arguments, v1::LearningEvent& event) {
  if (arguments.Given("module") == arguments.Given("self")) {
    return UsageError("name what was learnt: either --module COURSE/MODULE or --self TITLE");
  }
  if (arguments.Given("self")) {
    v1::SelfRecordedActivity& activity = *event.mutable_self_recorded();
    activity.set_title(arguments.Text("self"));
    activity.set_learning_type(arguments.Text("type"));
    activity.set_link(arguments.Text("link"));
    return absl::OkStatus();
  }
  const std::vector<std::string> names = absl::StrSplit(arguments.Text("module"), '/');
  if (names.size() != 2) return UsageError("--module must be COURSE/MODULE; see obtctl course list");
  event.mutable_module()->set_course_id(names[0]);
  event.mutable_module()->set_module_id(names[1]);
  return absl::OkStatus();
}

absl::StatusOr<v1::LearningEvent> EventOf(const Arguments& arguments) {
  v1::LearningEvent event;
  event.set_programme_id(arguments.Text("programme"));
  event.set_source(arguments.Text("source"));
  event.set_source_event_id(IdFor(arguments));
  event.set_person_id(arguments.Text("PERSON"));
  OBT_RETURN_IF_ERROR(SetActivity(arguments, event));
  OBT_ASSIGN_OR_RETURN(const int verb, ValueOf(*v1::Verb_descriptor(), arguments.Text("verb")));
  event.set_verb(static_cast<v1::Verb>(verb));
  OBT_ASSIGN_OR_RETURN(*event.mutable_occurred_at(), ParseTimeOrNow(arguments.Text("at")));
  if (arguments.Number("minutes") != 0) event.set_minutes(static_cast<int32_t>(arguments.Number("minutes")));
  if (arguments.Number("rating") != 0) event.set_rating(static_cast<int32_t>(arguments.Number("rating")));
  return event;
}

absl::Status RecordEvent(Session& session, const Arguments& arguments) {
  v1::RecordLearningRequest request;
  OBT_ASSIGN_OR_RETURN(*request.add_events(), EventOf(arguments));
  OBT_ASSIGN_OR_RETURN(const v1::RecordLearningResponse response,
                       session.Ask<v1::RecordLearningResponse>(request));
  const v1::RecordLearningResult& result = response.results(0);
  OBT_RETURN_IF_ERROR(rpc::FromProto(result.status()));
  session.Print(Table::Record({
      {{"source", "source"}, request.events(0).source()},
      {{"source_event_id", "event"}, request.events(0).source_event_id()},
      {{"sequence", "sequence", ColumnKind::kCount}, static_cast<int64_t>(result.sequence())},
      {{"record_time", "recorded"}, TimeText(result.record_time())},
  }));
  return absl::OkStatus();
}

absl::Status Retract(Session& session, const Arguments& arguments) {
  v1::RetractLearningRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_source(arguments.Text("source"));
  request.set_source_event_id(IdFor(arguments));
  request.set_person_id(arguments.Text("PERSON"));
  request.set_target_source_event_id(arguments.Text("target"));
  OBT_ASSIGN_OR_RETURN(*request.mutable_occurred_at(), ParseTimeOrNow(arguments.Text("at")));
  OBT_ASSIGN_OR_RETURN(const v1::RetractLearningResponse response,
                       session.Ask<v1::RetractLearningResponse>(request));
  session.Print(Table::Record({
      {{"source_event_id", "retraction"}, request.source_event_id()},
      {{"target_source_event_id", "took back"}, request.target_source_event_id()},
      {{"sequence", "sequence", ColumnKind::kCount}, static_cast<int64_t>(response.sequence())},
      {{"record_time", "recorded"}, TimeText(response.record_time())},
  }));
  return absl::OkStatus();
}

absl::Status Show(Session& session, const Arguments& arguments) {
  v1::GetLearnerRecordRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_person_id(arguments.Text("PERSON"));
  OBT_ASSIGN_OR_RETURN(const v1::GetLearnerRecordResponse response,
                       session.Ask<v1::GetLearnerRecordResponse>(request));
  const v1::LearnerRecord& record = response.record();
  Table table({{"course_id", "course"},
               {"module_id", "module"},
               {"started_on", "started"},
               {"completed_on", "completed"},
               {"minutes", "minutes", ColumnKind::kCount},
               {"credited_source", "credited"}});
  for (const v1::ModuleRecord& module : record.modules()) {
    table.Add({module.course_id(), module.module_id(), DayText(module.started_on()),
               DayText(module.completed_on()), static_cast<int64_t>(module.minutes()),
               module.estimated() ? "expected time" : module.credited_source()});
  }
  table.SetTotals({std::string("all together"), std::string(), DayText(record.started_on()),
                   DayText(record.completed_on()), static_cast<int64_t>(record.minutes()), std::string()});
  table.AddNote(absl::StrCat("self-recorded activities: ", record.self_recorded_activities(),
                             record.has_reached_target_on() ? "; reached the target on " : "",
                             DayText(record.reached_target_on())));
  session.Print(table);
  return absl::OkStatus();
}

absl::Status ListEvents(Session& session, const Arguments& arguments) {
  v1::ListLearningEventsRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_person_id(arguments.Text("PERSON"));
  Table table({{"occurred_at", "when"},
               {"source", "source"},
               {"source_event_id", "event"},
               {"verb", "verb"},
               {"activity", "activity"},
               {"minutes", "minutes", ColumnKind::kCount},
               {"rating", "rating", ColumnKind::kCount},
               {"retracted", "retracted"}});
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListLearningEventsResponse>(
      session, request, [&table](const v1::ListLearningEventsResponse& page) {
        for (const v1::RecordedLearningEvent& each : page.events()) {
          const v1::LearningEvent& event = each.event();
          std::string activity;
          if (event.has_module())
            activity = absl::StrCat(event.module().course_id(), "/", event.module().module_id());
          if (event.has_self_recorded()) activity = event.self_recorded().title();
          if (event.verb() == v1::VERB_RETRACTED)
            activity = absl::StrCat("takes back ", event.target_source_event_id());
          const Cell none;
          table.Add({TimeText(event.occurred_at()), event.source(), event.source_event_id(),
                     WordOf(*v1::Verb_descriptor(), event.verb()), activity,
                     event.has_minutes() ? Cell(static_cast<int64_t>(event.minutes())) : none,
                     event.has_rating() ? Cell(static_cast<int64_t>(event.rating())) : none,
                     each.retracted()});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

Option Programme() { return Text("programme", "ID", "The edition", "obt-2024"); }
Option Person() { return Positional("PERSON", "Person id; see obtctl people find"); }
Option Source() { return Text("source", "NAME", "The system that tells", "obtctl"); }
Option EventId() {
  return Text("id", "ID", "The source's own id of it, which makes a repeat harmless; default: a new one");
}
Option At() {
  return Text("at", "TIME", "When it happened, e.g. 2024-11-20T10:30 (Europe/London); default: now");
}

}  // namespace

std::vector<Command> LearningCommands() {
  return {
      {"learning record",
       "Record that a person learnt something",
       "Only what happened within the programme's counting window counts.\n\nExamples:\n"
       "  obtctl learning record PERSON --module innovation-masterclass/ideas-into-action --minutes 25 \\\n"
       "      --at 2024-11-20T10:30 --as dwp-intranet\n"
       "  obtctl learning record PERSON --self 'A talk on prototypes' --type VIDEO --minutes 40 --at "
       "2024-11-21",
       {Person(), Programme(), Text("module", "COURSE/MODULE", "A module of a course"),
        Text("self", "TITLE", "An activity of the person's own"),
        Text("type", "CODE", "With --self: learning type", "OTHER"),
        Text("link", "URL", "With --self: https link"),
        OneOf("verb", {"started", "progressed", "completed"}, "What happened", "completed"),
        Number("minutes", "N", "Time spent on this event alone; 0: not stated", 0),
        Number("rating", "N", "1 to 5; 0: not stated", 0), At(), Source(), EventId()},
       RecordEvent},
      {"learning retract",
       "Take an event back",
       "The event counts no more; a retraction cannot itself be taken back.\n\nExample:\n"
       "  obtctl learning retract PERSON --target EVENT",
       {Person(), Programme(), Required("target", "ID", "The source's id of the event to take back"), At(),
        Source(), EventId()},
       Retract},
      {"learning show", "A person's record: modules, minutes, dates", "", {Person(), Programme()}, Show},
      {"learning events", "A person's events as they came", "", {Person(), Programme()}, ListEvents},
  };
}

}  // namespace obt::ctl
