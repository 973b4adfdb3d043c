#include "tools/obtctl/answer.h"

#include <gmock/gmock.h>

#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

TEST(AnswerTest, RecordsJoinListsAndLeaveOutWhatIsNotGiven) {
  identity::v1::Person person;
  person.mutable_facts()->set_status(identity::v1::PERSON_STATUS_ACTIVE);
  identity::v1::Stay& stay = *person.mutable_facts()->add_stays();
  stay.set_organisation_code("home-office");
  *stay.mutable_from_day() = DateOf("2024-04-01");
  *person.mutable_facts()->add_stays() = stay;
  *person.mutable_facts()->mutable_stays(1)->mutable_to_day() = DateOf("2024-11-04");
  const Table table = RecordOf(
      "facts.status; facts.stays:{organisation_code} from {from_day}[ until {to_day}]; "
      "facts.stays.organisation_code|organisation; #facts.stays|stays|number",
      person);
  EXPECT_EQ(table.AsText(),
            "status        active\n"
            "stays         home-office from 2024-04-01\n"
            "              home-office from 2024-04-01 until 2024-11-04\n"
            "organisation  home-office\n"
            "stays         2\n");
}

TEST(AnswerTest, ACellThatAValueCannotSayIsSaidByItsOwnCode) {
  identity::v1::Programme programme;
  programme.set_title("One");
  const OwnCell own = [](const Line& line) { return CellOf(line, "title").text() + "!"; };
  EXPECT_EQ(RecordOf("title; @|loud|loud", programme, nullptr, own).AsCsv(), "title,loud\r\nOne,One!\r\n");
}

TEST(AnswerTest, NumbersThatAreNotStatedAreNoNumbers) {
  identity::v1::Programme programme;
  programme.add_minute_band_bounds(60);
  programme.add_minute_band_bounds(1420);
  EXPECT_EQ(RecordOf("target_minutes; minute_band_bounds|bands|bands", programme).AsCsv(),
            "target_minutes,bands\r\n,\"60, 1420\"\r\n");
}

TEST(AnswerTest, LinesShowTheirOuterElementsToo) {
  learning::v1::GetSurveyResponseResponse response;
  response.mutable_current()->add_answers()->set_question_id("now");
  response.mutable_current()->mutable_answers(0)->set_value(4);
  response.add_earlier()->add_answers()->set_question_id("then");
  response.mutable_earlier(0)->mutable_answered_at()->set_seconds(1'729'414'800);
  const Table table = LinesOf(
      "earlier.answers, current.answers",
      "answered_at|answered; @current|stands|stands; answers.question_id|question; answers.value|answer",
      response);
  EXPECT_EQ(table.AsCsv(),
            "answered_at,stands,question_id,value\r\n"
            "2024-10-20T09:00:00Z,false,then,\r\n"
            ",true,now,4\r\n");
}

TEST(AnswerTest, FormsKnowWhatIsGiven) {
  aggregator::v1::FeedFreshness feed;
  feed.set_source("learning");
  feed.set_applied_sequence(12'345);
  EXPECT_EQ(
      TextOf({&feed},
             "{source} at {applied_sequence}[ of {source_sequence}][, {connected?here}]{connected!away}"),
      "learning at 12,345away");
}

}  // namespace
}  // namespace obt::ctl
