#include "services/learning/event/domain.h"

#include <functional>
#include <string>
#include <vector>

#include "common/base/validate.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::Completion;
using samples::Retraction;
using samples::SelfRecorded;
using store::v1::EventRow;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kMorning[] = "2024-10-21T09:00:00Z";

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : violations.faults()) fields.push_back(fault.field);
  return fields;
}

EventRow RowOf(const v1::LearningEvent& event, bool retracted = false) {
  EventRow row;
  *row.mutable_event() = event;
  row.set_sequence(17);
  row.set_record_time_us(1'730'000'000'123'456);
  row.set_retracted(retracted);
  return row;
}

const identity::v1::Programme& Programme() {
  static const identity::v1::Programme programme = samples::Programme2024();
  return programme;
}

EventContext KnownContext() {
  EventContext context;
  context.programme = &Programme();
  context.course = samples::Masterclass();
  context.learning_type_known = true;
  return context;
}

const absl::Time kNow = samples::At("2024-10-21T12:00:00Z");

struct FaultCase {
  const char* fault;
  std::function<void(v1::LearningEvent&)> apply;
  std::vector<std::string> fields;
};

void ExpectFaults(const v1::LearningEvent& base, const std::vector<FaultCase>& cases) {
  for (const FaultCase& c : cases) {
    v1::LearningEvent event = base;
    c.apply(event);
    EXPECT_THAT(FieldsOf(Validate(event)), ElementsAreArray(c.fields)) << c.fault;
  }
}

TEST(EventValidate, EachFaultOfAModuleEventNamesItsField) {
  ExpectFaults(
      Completion("e1", "ideas", kMorning, 30),
      {{"none", [](auto&) {}, {}},
       {"programme missing", [](auto& e) { e.clear_programme_id(); }, {"programme_id"}},
       {"source in capitals", [](auto& e) { e.set_source("CSL"); }, {"source"}},
       {"id too long", [](auto& e) { e.set_source_event_id(std::string(129, 'x')); }, {"source_event_id"}},
       {"id as long as can be", [](auto& e) { e.set_source_event_id(std::string(128, 'x')); }, {}},
       {"id with a control character", [](auto& e) { e.set_source_event_id("a\tb"); }, {"source_event_id"}},
       {"person is no id", [](auto& e) { e.set_person_id("jane"); }, {"person_id"}},
       {"verb missing", [](auto& e) { e.clear_verb(); }, {"verb"}},
       {"verb unknown", [](auto& e) { e.set_verb(static_cast<v1::Verb>(9)); }, {"verb"}},
       {"no activity", [](auto& e) { e.clear_activity(); }, {"activity"}},
       {"module without ids",
        [](auto& e) { e.mutable_module()->Clear(); },
        {"module.course_id", "module.module_id"}},
       {"no time", [](auto& e) { e.clear_occurred_at(); }, {"occurred_at"}},
       {"nanoseconds below 0", [](auto& e) { e.mutable_occurred_at()->set_nanos(-1); }, {"occurred_at"}},
       {"0 minutes", [](auto& e) { e.set_minutes(0); }, {"minutes"}},
       {"1 minute", [](auto& e) { e.set_minutes(1); }, {}},
       {"200 hours", [](auto& e) { e.set_minutes(12'000); }, {}},
       {"more than 200 hours", [](auto& e) { e.set_minutes(12'001); }, {"minutes"}},
       {"rating 0", [](auto& e) { e.set_rating(0); }, {"rating"}},
       {"rating 5", [](auto& e) { e.set_rating(5); }, {}},
       {"rating 6", [](auto& e) { e.set_rating(6); }, {"rating"}},
       {"a target", [](auto& e) { e.set_target_source_event_id("e0"); }, {"target_source_event_id"}}});
}

TEST(EventValidate, EachFaultOfASelfRecordedActivityNamesItsField) {
  const auto set_link = [](std::string link) {
    return [link](v1::LearningEvent& e) { e.mutable_self_recorded()->set_link(link); };
  };
  ExpectFaults(
      SelfRecorded("e1", kMorning),
      {{"none", [](auto&) {}, {}},
       {"no title", [](auto& e) { e.mutable_self_recorded()->clear_title(); }, {"self_recorded.title"}},
       {"long title",
        [](auto& e) { e.mutable_self_recorded()->set_title(std::string(201, 'x')); },
        {"self_recorded.title"}},
       {"no type",
        [](auto& e) { e.mutable_self_recorded()->clear_learning_type(); },
        {"self_recorded.learning_type"}},
       {"type in small letters",
        [](auto& e) { e.mutable_self_recorded()->set_learning_type("talk"); },
        {"self_recorded.learning_type"}},
       {"no link", set_link(""), {}},
       {"http link", set_link("http://example.gov.uk"), {"self_recorded.link"}},
       {"link without host", set_link("https:///talk"), {"self_recorded.link"}},
       {"only the scheme", set_link("https://"), {"self_recorded.link"}},
       {"link with a blank", set_link("https://example.gov.uk/a b"), {"self_recorded.link"}},
       {"link of 500", set_link("https://" + std::string(492, 'x')), {}},
       {"link of 501", set_link("https://" + std::string(493, 'x')), {"self_recorded.link"}},
       {"only started", [](auto& e) { e.set_verb(v1::VERB_STARTED); }, {"verb"}}});
}

TEST(EventValidate, ARetractionSaysNothingBesideItsTarget) {
  ExpectFaults(
      Retraction("r1", "e1", kMorning),
      {{"none", [](auto&) {}, {}},
       {"no target", [](auto& e) { e.clear_target_source_event_id(); }, {"target_source_event_id"}},
       {"itself", [](auto& e) { e.set_target_source_event_id("r1"); }, {"target_source_event_id"}},
       {"an activity",
        [](auto& e) { *e.mutable_self_recorded() = SelfRecorded("x", kMorning).self_recorded(); },
        {"activity"}},
       {"minutes and rating", [](auto& e) { e.set_minutes(5), e.set_rating(5); }, {"minutes", "rating"}}});
}

TEST(EventValidate, AllFaultsAreNamedAtOnce) {
  v1::LearningEvent event;
  event.set_minutes(-1);
  event.set_rating(9);
  EXPECT_THAT(FieldsOf(Validate(event)),
              UnorderedElementsAre("programme_id", "source", "source_event_id", "person_id", "verb",
                                   "activity", "occurred_at", "minutes", "rating"));
}

TEST(EventValidate, ACallTakes1To1000Events) {
  v1::RecordLearningRequest request;
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("events"));
  for (int i = 0; i < 1'000; ++i) request.add_events();
  EXPECT_THAT(FieldsOf(Validate(request)), IsEmpty());
  request.add_events();
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("events"));
}

TEST(EventValidate, RetractLearningHasTheFieldsOfARetraction) {
  v1::RetractLearningRequest request;
  request.set_request_id(" ");
  EXPECT_THAT(FieldsOf(Validate(request)),
              UnorderedElementsAre("programme_id", "source", "source_event_id", "person_id", "occurred_at",
                                   "target_source_event_id", "request_id"));
}

TEST(Decide, AnEventWithKnownCodesIsLive) {
  EXPECT_THAT(Decide(Completion("e1", "ideas", kMorning), KnownContext(), kNow), IsOk());
  EXPECT_EQ(*Decide(Completion("e1", "ideas", kMorning), KnownContext(), kNow), Outcome::kLive);
  EXPECT_EQ(*Decide(SelfRecorded("e2", kMorning), KnownContext(), kNow), Outcome::kLive);
}

TEST(Decide, AnUnknownProgrammeIsNotFound) {
  EventContext context = KnownContext();
  context.programme = nullptr;
  for (const v1::LearningEvent& event :
       {Completion("e1", "ideas", kMorning), Retraction("r1", "e1", kMorning)}) {
    EXPECT_THAT(Decide(event, context, kNow), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  }
}

TEST(Decide, UnknownCodesAreRefusedByName) {
  EventContext context = KnownContext();
  const absl::Status module = Decide(Completion("e1", "nonsense", kMorning), context, kNow).status();
  EXPECT_THAT(module, StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(module, ViolatesFields(ElementsAre("module.module_id")));
  EXPECT_THAT(std::string(module.message()), ::testing::HasSubstr("nonsense"));
  context.course.reset();
  const absl::Status course = Decide(Completion("e1", "ideas", kMorning), context, kNow).status();
  EXPECT_THAT(course, ViolatesFields(ElementsAre("module.course_id")));
  EXPECT_THAT(std::string(course.message()), ::testing::HasSubstr("masterclass"));
  context.learning_type_known = false;
  const absl::Status type = Decide(SelfRecorded("e1", kMorning), context, kNow).status();
  EXPECT_THAT(type, ViolatesFields(ElementsAre("self_recorded.learning_type")));
  EXPECT_THAT(std::string(type.message()), ::testing::HasSubstr("TALK"));
}

TEST(Decide, AModuleThatIsUsedNeedsNoCourse) {
  EventContext context = KnownContext();
  context.course.reset();
  context.module_used = true;
  EXPECT_EQ(*Decide(Completion("e1", "ideas", kMorning), context, kNow), Outcome::kLive);
}

TEST(Decide, FiveMinutesAheadIsToleratedAndMoreIsTheFuture) {
  EXPECT_THAT(Decide(Completion("e1", "ideas", "2024-10-21T12:05:00Z"), KnownContext(), kNow), IsOk());
  EXPECT_THAT(Decide(Retraction("r1", "e1", "2024-10-21T12:05:01Z"), KnownContext(), kNow),
              ViolatesFields(ElementsAre("occurred_at")));
  EventContext context = KnownContext();
  context.course.reset();
  EXPECT_THAT(Decide(Completion("e1", "ideas", "2024-10-21T12:05:01Z"), context, kNow),
              ViolatesFields(UnorderedElementsAre("occurred_at", "module.course_id")))
      << "all faults at once";
}

TEST(Decide, AnyPastTimeIsTakenIn) {
  EXPECT_THAT(Decide(Completion("e1", "ideas", "1995-01-01T00:00:00Z"), KnownContext(), kNow), IsOk());
}

TEST(Decide, ALearnerHasAtMost2000Events) {
  EventContext context = KnownContext();
  context.learner_events = 1'999;
  EXPECT_THAT(Decide(Completion("e1", "ideas", kMorning), context, kNow), IsOk());
  context.learner_events = 2'000;
  EXPECT_THAT(Decide(Completion("e1", "ideas", kMorning), context, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "LEARNER_EVENT_LIMIT"));
}

TEST(Decide, ARetractionTakesBackWaitsOrDoesNothing) {
  const v1::LearningEvent retraction = Retraction("r1", "e1", kMorning);
  EventContext context = KnownContext();
  EXPECT_EQ(*Decide(retraction, context, kNow), Outcome::kWaits);
  context.target = RowOf(Completion("e1", "ideas", kMorning));
  EXPECT_EQ(*Decide(retraction, context, kNow), Outcome::kTakesBack);
  context.target->set_retracted(true);
  EXPECT_EQ(*Decide(retraction, context, kNow), Outcome::kNoEffect);
}

TEST(Decide, AnEventTakenBackBeforeItCameIsDead) {
  EventContext context = KnownContext();
  context.retraction_waits = true;
  EXPECT_EQ(*Decide(Completion("e1", "ideas", kMorning), context, kNow), Outcome::kDead);
}

TEST(Decide, ARetractionCannotBeRetracted) {
  EventContext context = KnownContext();
  context.target = RowOf(Retraction("r0", "e1", kMorning));
  EXPECT_THAT(Decide(Retraction("r1", "r0", kMorning), context, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TARGET_IS_RETRACTION"));
}

TEST(Decide, AnotherPersonsEventCannotBeRetracted) {
  EventContext context = KnownContext();
  context.target = RowOf(Completion("e1", "ideas", kMorning));
  context.target->mutable_event()->set_person_id(samples::kOtherPerson);
  EXPECT_THAT(Decide(Retraction("r1", "e1", kMorning), context, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TARGET_OF_ANOTHER_PERSON"));
}

TEST(Decide, AnEventOfAnotherProgrammeCannotBeRetracted) {
  EventContext context = KnownContext();
  context.target = RowOf(Completion("e1", "ideas", kMorning));
  context.target->mutable_event()->set_programme_id("obt-2023");
  EXPECT_THAT(Decide(Retraction("r1", "e1", kMorning), context, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TARGET_OF_ANOTHER_PROGRAMME"));
}

TEST(ReplyAgain, RedeliveryGivesTheFirstResult) {
  const v1::LearningEvent event = SelfRecorded("e1", kMorning, 20);
  const absl::StatusOr<v1::RecordLearningResult> result = ReplyAgain(event, RowOf(KnownFields(event)));
  ASSERT_OK(result);
  EXPECT_EQ(result->sequence(), 17u);
  EXPECT_EQ(result->record_time().seconds(), 1'730'000'000);
  EXPECT_EQ(result->record_time().nanos(), 123'456'000);
}

TEST(ReplyAgain, EveryOtherContentIsAConflict) {
  const v1::LearningEvent first = Completion("e1", "ideas", kMorning, 20);
  const std::vector<std::function<void(v1::LearningEvent&)>> changes = {
      [](auto& e) { e.set_programme_id("obt-2023"); },
      [](auto& e) { e.set_person_id(samples::kOtherPerson); },
      [](auto& e) { e.mutable_module()->set_course_id("other"); },
      [](auto& e) { e.mutable_module()->set_module_id("trials"); },
      [](auto& e) { *e.mutable_self_recorded() = SelfRecorded("x", kMorning).self_recorded(); },
      [](auto& e) { e.set_verb(v1::VERB_STARTED); },
      [](auto& e) { e.mutable_occurred_at()->set_nanos(1'000); },
      [](auto& e) { e.mutable_occurred_at()->set_seconds(1); },
      [](auto& e) { e.set_minutes(21); },
      [](auto& e) { e.clear_minutes(); },
      [](auto& e) { e.set_rating(3); },
      [](auto& e) { e.set_target_source_event_id("e0"); }};
  for (size_t i = 0; i < changes.size(); ++i) {
    v1::LearningEvent other = first;
    changes[i](other);
    EXPECT_THAT(ReplyAgain(other, RowOf(KnownFields(first))),
                StatusIs(absl::StatusCode::kAborted, "CONFLICT"))
        << i;
  }
}

TEST(ReplyAgain, TimesAreTheSameToTheMicrosecond) {
  struct Case {
    int first, again;  // nanoseconds
    bool same;
  };
  for (const Case& c : {Case{123'456'789, 123'456'000, true}, Case{123'456'000, 123'456'789, true},
                        Case{123'456'789, 123'456'001, true}, Case{0, 999, true}, Case{999, 0, true},
                        Case{999, 1'000, false}, Case{123'456'789, 123'457'000, false},
                        Case{123'456'789, 123'000'000, false}, Case{999'999'999, 999'999'000, true}}) {
    v1::LearningEvent first = Completion("e1", "ideas", kMorning, 20), again = first;
    first.mutable_occurred_at()->set_nanos(c.first);
    again.mutable_occurred_at()->set_nanos(c.again);
    EXPECT_EQ(ReplyAgain(again, RowOf(KnownFields(first))).ok(), c.same) << c.first << " " << c.again;
    EXPECT_EQ(ReplyAgain(again, RowOf(first)).ok(), c.same) << "as stored before times were cut";
    EXPECT_EQ(KnownFields(first).occurred_at().nanos(), c.first / 1'000 * 1'000) << "what is stored";
  }
}

TEST(ReplyAgain, AnotherTitleOrLinkIsAConflict) {
  const v1::LearningEvent first = SelfRecorded("e1", kMorning);
  v1::LearningEvent title = first, link = first, type = first;
  title.mutable_self_recorded()->set_title("Another");
  link.mutable_self_recorded()->clear_link();
  type.mutable_self_recorded()->set_learning_type("COURSE");
  for (const v1::LearningEvent& other : {title, link, type}) {
    EXPECT_THAT(ReplyAgain(other, RowOf(KnownFields(first))),
                StatusIs(absl::StatusCode::kAborted, "CONFLICT"));
  }
}

TEST(KnownFields, KeepsEveryFieldOfTheContract) {
  v1::LearningEvent module = Completion("e1", "ideas", kMorning, 20);
  module.mutable_occurred_at()->set_nanos(7'000);
  module.set_rating(4);
  module.set_target_source_event_id("e0");
  v1::LearningEvent self_recorded = module;
  *self_recorded.mutable_self_recorded() = SelfRecorded("x", kMorning).self_recorded();
  for (const v1::LearningEvent& event : {module, self_recorded}) {
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(KnownFields(event), event));
  }
  // A field added to the contract must be added to KnownFields and to this test.
  EXPECT_EQ(v1::LearningEvent::descriptor()->field_count(), 11);
  EXPECT_EQ(v1::ModuleActivity::descriptor()->field_count(), 2);
  EXPECT_EQ(v1::SelfRecordedActivity::descriptor()->field_count(), 3);
}

TEST(KnownFields, DropsWhatWeDoNotKnow) {
  const v1::LearningEvent module = Completion("e1", "ideas", kMorning);
  const v1::LearningEvent self_recorded = SelfRecorded("e2", kMorning, 20);
  for (const v1::LearningEvent& known : {module, self_recorded}) {
    const auto smuggle = [&known](const google::protobuf::FieldDescriptor* into) {
      v1::LearningEvent event = known;
      const google::protobuf::Reflection& reflection = *event.GetReflection();
      google::protobuf::Message* at = into == nullptr ? &event : reflection.MutableMessage(&event, into);
      at->GetReflection()->MutableUnknownFields(at)->AddLengthDelimited(99, "smuggled");
      EXPECT_EQ(KnownFields(event).SerializeAsString(), known.SerializeAsString());
    };
    smuggle(nullptr);
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    known.GetReflection()->ListFields(known, &fields);
    for (const auto* field : fields) {
      if (field->message_type() != nullptr) smuggle(field);
    }
  }
}

TEST(ChangedEvent, HoldsNeitherFreeTextNorTheSourcesIds) {
  v1::LearningEvent event = SelfRecorded("secret-id", kMorning, 20);
  event.set_rating(1);
  const std::string bytes = ChangedEvent(RowOf(event), 5).SerializeAsString();
  for (const char* text : {"secret-id", "trying things", "example.gov.uk"}) {
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
}

TEST(ChangedEvent, NamesTheEventByTheChangeThatFirstRecordedIt) {
  const v1::LearningEventChanged changed =
      ChangedEvent(RowOf(Completion("e1", "ideas", kMorning, 20), true), 5);
  EXPECT_EQ(changed.recorded_sequence(), 17u);
  EXPECT_EQ(changed.identity_sequence(), 5u);
  EXPECT_TRUE(changed.retracted());
  EXPECT_EQ(changed.module_id(), "ideas");
  EXPECT_EQ(changed.learning_type(), "");
  EXPECT_EQ(changed.minutes(), 20);
}

}  // namespace
}  // namespace obt::learning
