#include "common/base/validate.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "obt/options/v1/options.pb.h"

namespace obt::validate {
namespace {

constexpr Presence kRequired = Presence::kRequired;
constexpr Presence kOptional = Presence::kOptional;

// What a check says of a value; empty when it is content.
std::string Fault(const std::function<void(Violations&)>& check) {
  Violations out;
  check(out);
  EXPECT_LE(out.faults().size(), 1u);
  return out.empty() ? "" : out.faults()[0].description;
}

struct Case {
  std::string value;
  bool good;
};

using Check = void (*)(Violations&, absl::string_view, absl::string_view, Presence);

void ExpectTable(Check check, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Fault([&](Violations& out) { check(out, "f", c.value, kRequired); }).empty(), c.good)
        << c.value;
  }
  EXPECT_EQ(Fault([&](Violations& out) { check(out, "f", "", kRequired); }), "is required");
  EXPECT_EQ(Fault([&](Violations& out) { check(out, "f", "", kOptional); }), "");
}

TEST(Text, TakesOneLineOfUtf8) {
  const std::vector<Case> cases = {
      {"Ministry of Justice", true},
      {"Swyddfa Cymru \xe2\x80\x93 Si\xc3\xa2n", true},
      {"\xf0\x9f\x8e\x89", true},
      {" ", false},
      {"\xc2\xa0\xe2\x80\x8b", false},  // blanks that are not ASCII
      {"two\nlines", false},
      {"tab\tbed", false},
      {std::string("nul\0byte", 8), false},
      {"del\x7f", false},
      {"c1\xc2\x85", false},
      {"line\xe2\x80\xa8separator", false},
      {"\xc3", false},              // cut short
      {"\xc0\xaf", false},          // overlong
      {"\xe0\x80\xaf", false},      // overlong
      {"\xf0\x80\x80\xaf", false},  // overlong
      {"\xed\xa0\x80", false},      // surrogate
      {"\xf4\x90\x80\x80", false},  // above U+10FFFF
      {"\xf5\x80\x80\x80", false},
      {"\x80", false},
      {"a\xe2\x28\xa1", false},
  };
  ExpectTable([](Violations& out, absl::string_view field, absl::string_view value,
                 Presence presence) { Text(out, field, value, 200, presence); },
              cases);
}

TEST(Text, CountsCharactersNotBytes) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\xc3\xa2";
  EXPECT_EQ(Fault([&](Violations& out) { Text(out, "name", text, kMaxName, kRequired); }), "");
  text += "x";
  EXPECT_EQ(Fault([&](Violations& out) { Text(out, "name", text, kMaxName, kRequired); }),
            "must be at most 200 characters");
}

TEST(Text, AFaultNeverRepeatsTheValue) {
  const std::string secret = "Jane\nDoe";
  EXPECT_EQ(Fault([&](Violations& out) { Text(out, "name", secret, 200, kRequired); }).find("Jane"),
            std::string::npos);
}

TEST(Code, TakesSlugsOfAtMost63) {
  ExpectTable(Code, {{"dwp", true},
                     {"2024", true},
                     {"obt-2024", true},
                     {"a-", true},
                     {std::string(63, 'a'), true},
                     {std::string(64, 'a'), false},
                     {"-a", false},
                     {"DWP", false},
                     {"a_b", false},
                     {"a b", false},
                     {"caf\xc3\xa9", false},
                     {std::string("a\0", 2), false}});
}

TEST(ReferenceCode, TakesConstantsOfAtMost63) {
  ExpectTable(ReferenceCode, {{"GRADE_7", true},
                              {"7", true},
                              {std::string(63, 'A'), true},
                              {std::string(64, 'A'), false},
                              {"grade_7", false},
                              {"GRADE-7", false}});
}

TEST(ServerId, TakesTheCanonicalText) {
  ExpectTable(ServerId, {{"0192a3b4-c5d6-7e8f-9012-3456789abcde", true},
                         {"0192A3B4-c5d6-7e8f-9012-3456789abcde", false},
                         {"42", false}});
}

TEST(Email, TakesOnePlausibleAddress) {
  ExpectTable(Email, {{"jane.doe@dwp.gov.uk", true},
                      {"o'brien+obt@Digital.Justice.gov.uk", true},
                      {"x@a.co", true},
                      {"jane", false},
                      {"jane@", false},
                      {"@dwp.gov.uk", false},
                      {"jane@localhost", false},
                      {"jane@dwp..uk", false},
                      {"jane@.dwp.uk", false},
                      {"jane@dwp.uk.", false},
                      {"jane@-dwp.uk", false},
                      {"jane@10.0.0.1", false},
                      {"jane@dwp@gov.uk", false},
                      {"jane doe@dwp.gov.uk", false},
                      {" jane@dwp.gov.uk", false},
                      {"jane@dwp.gov.uk ", false},
                      {"<jane@dwp.gov.uk>", false},
                      {"a@dwp.gov.uk,b@dwp.gov.uk", false},
                      {"jane@dwp.gov.uk\r\nBcc: all", false},
                      {std::string(64, 'a') + "@dwp.gov.uk", true},
                      {std::string(65, 'a') + "@dwp.gov.uk", false},
                      {"a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') +
                           "." + std::string(60, 'b'),
                       true},
                      {"a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') +
                           "." + std::string(61, 'b'),
                       false}});
}

TEST(Email, IsComparedInLowerCaseWithoutBlanksAround) {
  EXPECT_EQ(NormaliseEmail(" Jane.Doe@DWP.gov.uk\t"), "jane.doe@dwp.gov.uk");
  EXPECT_EQ(NormaliseEmail(""), "");
}

TEST(ForeignId, TakesPrintableAsciiWithoutBlanksAtTheEnds) {
  ExpectTable([](Violations& out, absl::string_view field, absl::string_view value,
                 Presence presence) { ForeignId(out, field, value, 8, presence); },
              {{"HR 00-1", true},
               {"12345678", true},
               {"123456789", false},
               {" 1", false},
               {"1 ", false},
               {"caf\xc3\xa9", false},
               {"a\tb", false}});
}

TEST(Link, TakesAddressesOfTheWeb) {
  ExpectTable([](Violations& out, absl::string_view field, absl::string_view value,
                 Presence presence) { Link(out, field, value, presence); },
              {{"https://intranet.dwp.gov.uk/one-big-thing?a=b#c", true},
               {std::string("https://") + std::string(kMaxLink - 8, 'x'), true},
               {std::string("https://") + std::string(kMaxLink - 7, 'x'), false},
               {"http://intranet.dwp.gov.uk", false},
               {"https://", false},
               {"https:///path", false},
               {"https://a b", false},
               {"https://caf\xc3\xa9", false},
               {"javascript:alert(1)", false}});
}

TEST(Date, TakesCalendarDates) {
  google::type::Date date;
  EXPECT_EQ(Fault([&](Violations& out) { Date(out, "from", true, date, kRequired); }), "is required");
  EXPECT_EQ(Fault([&](Violations& out) { Date(out, "from", false, date, kRequired); }), "is required");
  EXPECT_EQ(Fault([&](Violations& out) { Date(out, "from", false, date, kOptional); }), "");
  date.set_year(2024);
  EXPECT_NE(Fault([&](Violations& out) { Date(out, "from", true, date, kOptional); }), "");
  date.set_month(2);
  date.set_day(30);
  EXPECT_NE(Fault([&](Violations& out) { Date(out, "from", true, date, kOptional); }), "");
  date.set_day(29);
  EXPECT_EQ(Fault([&](Violations& out) { Date(out, "from", true, date, kRequired); }), "");
}

TEST(Timestamp, TakesInstantsOfTheYears1900To9999) {
  struct Instant {
    int64_t seconds;
    int32_t nanos;
    bool good;
  };
  const Instant cases[] = {{0, 0, true},
                           {1'728'900'000, 999'999'999, true},
                           {1'728'900'000, 1'000'000'000, false},
                           {1'728'900'000, -1, false},
                           {-2'208'988'800, 0, true},
                           {-2'208'988'801, 0, false},
                           {253'402'300'799, 999'999'999, true},
                           {253'402'300'800, 0, false},
                           {std::numeric_limits<int64_t>::max(), 0, false},
                           {std::numeric_limits<int64_t>::min(), 0, false}};
  for (const Instant& c : cases) {
    google::protobuf::Timestamp value;
    value.set_seconds(c.seconds);
    value.set_nanos(c.nanos);
    EXPECT_EQ(Fault([&](Violations& out) { Timestamp(out, "t", true, value, kRequired); }).empty(), c.good)
        << c.seconds;
  }
  const google::protobuf::Timestamp none;
  EXPECT_EQ(Fault([&](Violations& out) { Timestamp(out, "t", false, none, kRequired); }), "is required");
  EXPECT_EQ(Fault([&](Violations& out) { Timestamp(out, "t", false, none, kOptional); }), "");
}

TEST(Range, NamesBothEnds) {
  EXPECT_EQ(Fault([](Violations& out) { Range(out, "minutes", 1, 1, 1'440); }), "");
  EXPECT_EQ(Fault([](Violations& out) { Range(out, "minutes", 1'440, 1, 1'440); }), "");
  EXPECT_EQ(Fault([](Violations& out) { Range(out, "minutes", 0, 1, 1'440); }), "must be from 1 to 1440");
  EXPECT_EQ(Fault([](Violations& out) { Range(out, "minutes", 1'441, 1, 1'440); }), "must be from 1 to 1440");
}

TEST(Count, NamesBothEnds) {
  EXPECT_EQ(Fault([](Violations& out) { Count(out, "events", 1'000, 1, 1'000); }), "");
  EXPECT_EQ(Fault([](Violations& out) { Count(out, "events", 0, 1, 1'000); }), "must have 1 to 1000 entries");
  EXPECT_EQ(Fault([](Violations& out) { Count(out, "events", 1'001, 1, 1'000); }),
            "must have 1 to 1000 entries");
}

TEST(Enum, TakesKnownValuesOnly) {
  const google::protobuf::EnumDescriptor& type = *options::v1::Role_descriptor();
  EXPECT_EQ(Fault([&](Violations& out) { Enum(out, "role", type, 3, kRequired); }), "");
  EXPECT_EQ(Fault([&](Violations& out) { Enum(out, "role", type, 0, kOptional); }), "");
  EXPECT_EQ(Fault([&](Violations& out) { Enum(out, "role", type, 0, kRequired); }), "is required");
  EXPECT_EQ(Fault([&](Violations& out) { Enum(out, "role", type, 99, kOptional); }),
            "must be a value of obt.options.v1.Role");
  EXPECT_NE(Fault([&](Violations& out) { Enum(out, "role", type, -1, kOptional); }), "");
}

TEST(PageSize, IsCutNotRefusedAboveTheMaximum) {
  struct Size {
    int asked;
    bool good;
    int effective;
  };
  for (const Size& c : {Size{0, true, 100}, Size{1, true, 1}, Size{500, true, 500}, Size{501, true, 500},
                        Size{-1, false, 100}}) {
    EXPECT_EQ(Fault([&](Violations& out) { PageSize(out, c.asked); }).empty(), c.good) << c.asked;
    EXPECT_EQ(EffectivePageSize(c.asked), c.effective) << c.asked;
  }
}

TEST(Mask, NamesNothingButWhatItMayAndEverythingWhenEmpty) {
  const absl::string_view allowed[] = {"name", "email"};
  const auto mask = [](const std::vector<std::string>& paths) {
    google::protobuf::FieldMask made;
    for (const std::string& path : paths) made.add_paths(path);
    return made;
  };
  const auto fault = [&](const std::vector<std::string>& paths) {
    return Fault([&](Violations& out) { Mask(out, "f", mask(paths), allowed); });
  };
  EXPECT_EQ(fault({}), "");
  EXPECT_EQ(fault({"email", "name"}), "");
  EXPECT_EQ(fault({"etag"}), "must name nothing but name, email");
  EXPECT_NE(fault({"name", "name", "name"}), "");
  EXPECT_TRUE(MaskNames(mask({}), "name"));
  EXPECT_TRUE(MaskNames(mask({"name"}), "name"));
  EXPECT_FALSE(MaskNames(mask({"name"}), "email"));
}

TEST(RequestId, IsOptionalAndAtMost64Characters) {
  EXPECT_EQ(Fault([](Violations& out) { RequestId(out, ""); }), "");
  EXPECT_EQ(Fault([](Violations& out) { RequestId(out, std::string(64, 'r')); }), "");
  EXPECT_NE(Fault([](Violations& out) { RequestId(out, std::string(65, 'r')); }), "");
}

TEST(Path, NamesTheItemAndTheField) {
  EXPECT_EQ(Path("events", 3, "minutes"), "events[3].minutes");
  EXPECT_EQ(Path("person_ids", 0, ""), "person_ids[0]");
}

}  // namespace
}  // namespace obt::validate
