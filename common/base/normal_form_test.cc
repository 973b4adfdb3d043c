#include "common/base/normal_form.h"

#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/text_format.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/learning/v1/survey.pb.h"

namespace obt {
namespace {

template <typename Message>
Message Proto(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <typename Message>
void ExpectNormal(const std::string& given, const std::string& normal) {
  Message message = Proto<Message>(given);
  Normalise(FreeTextsOf(*Message::descriptor()), message);
  EXPECT_EQ(message.DebugString(), Proto<Message>(normal).DebugString());
}

TEST(NormalForm, NamesAreNfcWhereverTheyStand) {
  ExpectNormal<identity::v1::UpdateTeamRequest>("name: 'Zoe\\314\\210s' organisation_code: 'dwp'",
                                                "name: 'Zo\\303\\253s' organisation_code: 'dwp'");
  ExpectNormal<identity::v1::BatchCreateTeamsRequest>(
      "teams { name: 'A' } teams { name: 'Zoe\\314\\210s' } teams { name: 'Zo\\303\\253s' }",
      "teams { name: 'A' } teams { name: 'Zo\\303\\253s' } teams { name: 'Zo\\303\\253s' }");
  ExpectNormal<learning::v1::RecordLearningRequest>(
      "events { self_recorded { title: 'e\\314\\201' } } events { module { course_id: 'e' } }",
      "events { self_recorded { title: '\\303\\251' } } events { module { course_id: 'e' } }");
}

TEST(NormalForm, WhatIsNotSetStaysUnset) {
  learning::v1::LearningEvent event = Proto<learning::v1::LearningEvent>("module { course_id: 'c' }");
  Normalise(FreeTextsOf(*event.GetDescriptor()), event);
  EXPECT_TRUE(event.has_module());
  learning::v1::LearningEvent none;
  Normalise(FreeTextsOf(*none.GetDescriptor()), none);
  EXPECT_EQ(none.ByteSizeLong(), 0u);
}

TEST(NormalForm, LinesOfALongTextEndInOneWay) {
  ExpectNormal<learning::v1::SubmitSurveyResponseRequest>(
      "answers { text: 'First\\r\\n\\r\\nSecond\\rThird\\n' }",
      "answers { text: 'First\\n\\nSecond\\nThird\\n' }");
  ExpectNormal<identity::v1::UpdateTeamRequest>("name: 'two\\r\\nlines'", "name: 'two\\r\\nlines'");
}

TEST(NormalForm, CodesAndIllFormedTextsStayAsTheyAre) {
  identity::v1::UpdateTeamRequest request;
  request.set_organisation_code("e\xCC\x81");
  request.set_name("Zoe\xCC\x88\xFF");
  Normalise(FreeTextsOf(*request.GetDescriptor()), request);
  EXPECT_EQ(request.organisation_code(), "e\xCC\x81");
  EXPECT_EQ(request.name(), "Zoe\xCC\x88\xFF");
}

TEST(NormalForm, TypesWithinThemselvesAreRead) {
  google::protobuf::FileDescriptorProto file;  // its messages hold themselves, and no text of ours
  Normalise(FreeTextsOf(*file.GetDescriptor()), file);
  EXPECT_EQ(file.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace obt
