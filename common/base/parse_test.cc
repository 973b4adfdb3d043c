#include "common/base/parse.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt {
namespace {

const std::string kMarker(kIllFormedText);
constexpr char kHalfAPair[] = "half a pair \xED\xA0\xBC";

class Parse : public ::testing::Test {
 protected:
  Parse() { SilenceProtobuf(); }
  // The message as it comes back, which is one that protobuf itself takes.
  template <typename Message>
  static Message Back(const Message& sent) {
    Message got;
    got.MergeFrom(sent);  // what was there before is gone
    EXPECT_TRUE(ParseWithBadText(sent.SerializeAsString(), got));
    EXPECT_TRUE(Message().ParseFromString(got.SerializeAsString()));
    return got;
  }
};

TEST_F(Parse, OfThreeEventsTheOneWithTheBadTitleAloneHasAnother) {
  learning::v1::RecordLearningRequest sent;
  for (const char* title : {"A talk", kHalfAPair, "Zo\u00eb's talk"}) {
    learning::v1::LearningEvent& event = *sent.add_events();
    event.set_verb(learning::v1::VERB_COMPLETED);
    event.mutable_occurred_at()->set_seconds(1'728'907'200);
    event.set_minutes(60);
    event.mutable_self_recorded()->set_title(title);
  }
  ASSERT_FALSE(learning::v1::RecordLearningRequest().ParseFromString(sent.SerializeAsString()));
  const auto got = Back(sent);
  learning::v1::RecordLearningRequest wanted = sent;
  wanted.mutable_events(1)->mutable_self_recorded()->set_title(kMarker);
  EXPECT_EQ(got.DebugString(), wanted.DebugString());
}

TEST_F(Parse, EveryPlaceOfATextIsSeen) {
  identity::v1::BatchGetPeopleRequest list;
  for (const char* id : {"a", "\xFF", "c"}) list.add_person_ids(id);
  EXPECT_EQ(Back(list).person_ids(1), kMarker);
  identity::v1::UpdatePersonRequest mask;
  mask.mutable_update_mask()->add_paths("na\xC3me");
  mask.set_request_id("\x80");
  mask.set_etag("\xF5");
  EXPECT_EQ(Back(mask).update_mask().paths(0), kMarker);
  EXPECT_EQ(Back(mask).request_id(), kMarker);
  EXPECT_EQ(Back(mask).etag(), kMarker);
  identity::v1::ListPeopleRequest page;
  page.set_page_token("\xFF");
  page.set_page_size(7);
  EXPECT_EQ(Back(page).page_token(), kMarker);
  EXPECT_EQ(Back(page).page_size(), 7);
}

TEST_F(Parse, KeysAndValuesOfMapsAreTextsToo) {
  google::protobuf::Struct sent;
  (*sent.mutable_fields())["bad value"].set_string_value("\xFF");
  (*sent.mutable_fields())["bad \xFF key"].set_string_value("good");
  (*sent.mutable_fields())["list"].mutable_list_value()->add_values()->set_string_value("\xFE");
  (*sent.mutable_fields())["good"].set_string_value("Zo\u00eb");
  google::protobuf::Struct got = Back(sent);
  EXPECT_EQ(got.fields_size(), 4);
  EXPECT_EQ((*got.mutable_fields())["bad value"].string_value(), kMarker);
  EXPECT_EQ((*got.mutable_fields())[kMarker].string_value(), "good");
  EXPECT_EQ((*got.mutable_fields())["list"].list_value().values(0).string_value(), kMarker);
  EXPECT_EQ((*got.mutable_fields())["good"].string_value(), "Zo\u00eb");
}

TEST_F(Parse, BytesAreNoText) {
  google::protobuf::BytesValue sent;
  sent.set_value("\xFF\xFE");
  EXPECT_EQ(Back(sent).value(), "\xFF\xFE");
}

TEST_F(Parse, OfAFieldGivenTwiceTheLastHolds) {
  identity::v1::ListPeopleRequest first, second;
  first.set_organisation_code("\xFF");
  second.set_organisation_code("dwp");
  identity::v1::ListPeopleRequest got;
  ASSERT_TRUE(ParseWithBadText(first.SerializeAsString() + second.SerializeAsString(), got));
  EXPECT_EQ(got.organisation_code(), "dwp");
  ASSERT_TRUE(ParseWithBadText(second.SerializeAsString() + first.SerializeAsString(), got));
  EXPECT_EQ(got.organisation_code(), kMarker);
}

TEST_F(Parse, FieldsNobodyKnowsAreKeptAsProtobufKeepsThem) {
  google::protobuf::FileDescriptorProto more;  // fields of other numbers and types
  more.set_syntax("proto\xFF");                // number 12, unknown there
  more.mutable_options()->set_java_package("\xFF");
  identity::v1::ListPeopleRequest got, wanted;
  ASSERT_TRUE(ParseWithBadText(more.SerializeAsString(), got));
  ASSERT_TRUE(wanted.ParseFromString(more.SerializeAsString()));
  EXPECT_EQ(got.SerializeAsString(), wanted.SerializeAsString());
}

TEST_F(Parse, WhatIsMalformedOtherwiseIsRefused) {
  learning::v1::RecordLearningRequest sent;
  sent.add_events()->mutable_self_recorded()->set_title(kHalfAPair);
  const std::string whole = sent.SerializeAsString();
  learning::v1::RecordLearningRequest got;
  ASSERT_TRUE(ParseWithBadText(whole, got));
  for (size_t size = 1; size < whole.size(); ++size)
    EXPECT_FALSE(ParseWithBadText(whole.substr(0, size), got)) << size;
  for (const absl::string_view bytes : {
           absl::string_view("\x00", 1),                   // a tag of nothing
           absl::string_view("\x0C"),                      // the end of a group that never began
           absl::string_view("\x0B"),                      // a group without end
           absl::string_view("\x0A\xFF\xFF\xFF\xFF\x07"),  // as long as can be
           absl::string_view("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"),
           absl::string_view("\x0F"),  // a wire type that is none
       }) {
    EXPECT_FALSE(ParseWithBadText(bytes, got));
    EXPECT_FALSE(ParseWithBadText(absl::StrCat(whole, bytes), got));
  }
}

TEST_F(Parse, WhatIsNestedTooDeepIsRefused) {
  const auto nested = [](int depth) {
    google::protobuf::Value value;
    value.set_string_value("\xFF");
    for (int i = 0; i < depth; ++i) {
      google::protobuf::Value around;
      *around.mutable_list_value()->add_values() = value;
      value = around;
    }
    return value.SerializeAsString();
  };
  google::protobuf::Value got;
  EXPECT_TRUE(ParseWithBadText(nested(40), got));
  EXPECT_FALSE(ParseWithBadText(nested(60), got));
  EXPECT_FALSE(ParseWithBadText(nested(300), got));
}

TEST_F(Parse, NothingIsSaidOnStderr) {
  ::testing::internal::CaptureStderr();
  google::protobuf::StringValue sent, got;
  sent.set_value("\xFF");
  const std::string bytes = sent.SerializeAsString();
  EXPECT_FALSE(got.ParseFromString(bytes));
  EXPECT_TRUE(ParseWithBadText(bytes, got));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace obt
