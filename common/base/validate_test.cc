#include "common/base/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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

// text_test.cc says what texts are taken.
TEST(Text, IsOneLineAndALongTextMayBeSeveral) {
  const auto line = [](Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
    Text(out, field, value, kMaxName, presence);
  };
  const auto lines = [](Violations& out, absl::string_view field, absl::string_view value,
                        Presence presence) { LongText(out, field, value, kMaxName, presence); };
  ExpectTable(line, {{"Ministry of Justice", true}, {"two\nlines", false}, {" ", false}, {"\xc3", false}});
  ExpectTable(lines, {{"Ministry of Justice", true}, {"two\nlines", true}, {" ", false}, {"\xc3", false}});
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

TEST(Code, AFaultShowsWhatWasSeenWhereItIsShortAndPlain) {
  const std::string reference = "must be 1 to 63 of A-Z, 0-9 and _",
                    code = "must be 1 to 63 of a-z, 0-9 and -, and must not begin with -";
  const auto says = [](Check check, absl::string_view value) {
    return Fault([&](Violations& out) { check(out, "grade", value, kRequired); });
  };
  EXPECT_EQ(says(ReferenceCode, "heo"), reference + ", not \"heo\"");
  EXPECT_EQ(says(ReferenceCode, "Kim Jones"), reference) << "a name in the wrong column is not repeated";
  EXPECT_EQ(says(ReferenceCode, "#N/A"), reference + ", not \"#N/A\"");
  EXPECT_EQ(says(ReferenceCode, "HEO\u200b"), reference + "; character 4 is U+200B");
  EXPECT_EQ(says(ReferenceCode, "\u00a0HEO"), reference + "; character 1 is U+00A0");
  EXPECT_EQ(says(ReferenceCode, "H\u0415O"), reference + "; character 2 is U+0415") << "a Cyrillic E";
  EXPECT_EQ(says(ReferenceCode, "HEO\t"), reference + "; character 4 is U+0009");
  EXPECT_EQ(says(ReferenceCode, "kim.jones@ex.gov.uk"), reference) << "somebody's address";
  EXPECT_EQ(says(ReferenceCode, std::string(41, 'x')), reference);
  EXPECT_EQ(says(ReferenceCode, "HEO\xff"), "must be valid UTF-8");
  EXPECT_EQ(says(Code, "DWP"), code + ", not \"DWP\"");
  EXPECT_EQ(says(Code, "-a"), code + ", not \"-a\"");
  EXPECT_EQ(says(Code, "dwp\ufeff"), code + "; character 4 is U+FEFF");
}

TEST(Forms, NoneTakesIllFormedUtf8OrShowsWhatMayBePersonal) {
  const auto foreign_id = [](Violations& out, absl::string_view field, absl::string_view value,
                             Presence presence) { ForeignId(out, field, value, 64, presence); };
  const auto domain = [](Violations& out, absl::string_view field, absl::string_view value, Presence) {
    Domain(out, field, value);
  };
  for (const Check check : {Check(Code), Check(ReferenceCode), Check(ServerId), Check(Email),
                            Check(foreign_id), Check(Link), Check(domain)}) {
    for (const char* bytes : {"a\xEB", "\xED\xA0\xBC", "\xEF\xBF\xBE\xEF\xB7\x90\xEF\xBF\xBE"})
      EXPECT_EQ(Fault([&](Violations& out) { check(out, "f", bytes, kRequired); }), "must be valid UTF-8");
    EXPECT_THAT(Fault([&](Violations& out) { check(out, "f", "a\u202eb", kRequired); }),
                ::testing::EndsWith("; character 2 is U+202E"));
  }
  for (const Check check : {Check(ServerId), Check(Email), Check(foreign_id), Check(Link)}) {
    EXPECT_EQ(Fault([&](Violations& out) { check(out, "f", "kim ", kRequired); }).find("kim"),
              std::string::npos);
  }
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
                      {".a@ex.gov.uk", false},
                      {"a.@ex.gov.uk", false},
                      {"a..b@ex.gov.uk", false},
                      {".@ex.gov.uk", false},
                      {"a.b.c@ex.gov.uk", true},
                      {"a@ex..gov.uk", false},
                      {"a@ex.gov.uk.", false},
                      {"a@ex-.gov.uk", false},
                      {"a@-ex.gov.uk", false},
                      {"a@e--x.gov.uk", true},
                      {"a@ex.g_v.uk", false},
                      {"a@ex.gov.u", false},
                      {"a@ex.gov.1k", false},
                      {"a@[10.0.0.1]", false},
                      {"a@10.0.0.10", false},
                      {"a@xn--caf-dma.xn--p1ai", true},
                      {"a@caf\xc3\xa9.fr", false},
                      {"zo\xc3\xab@ex.gov.uk", false},
                      {"a@" + std::string(64, 'b') + ".gov.uk", false},
                      {"mailto:a@ex.gov.uk", false},
                      {"Jane <a@ex.gov.uk>", false},
                      {"a;b@ex.gov.uk", false},
                      {"\"a b\"@ex.gov.uk", false},
                      {"a@b@ex.gov.uk", false},
                      {std::string(64, 'a') + "@dwp.gov.uk", true},
                      {std::string(65, 'a') + "@dwp.gov.uk", false},
                      {"a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') +
                           "." + std::string(60, 'b'),
                       true},
                      {"a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') +
                           "." + std::string(61, 'b'),
                       false}});
}

TEST(Email, AFaultSaysWhatIsWrongAndNeverWhoseItIs) {
  const std::string sentence =
      "must be one e-mail address such as name@department.gov.uk, at most 254 characters; ";
  const auto says = [&sentence](absl::string_view value) {
    const std::string fault = Fault([&](Violations& out) { Email(out, "email", value, kRequired); });
    EXPECT_THAT(fault, ::testing::StartsWith(sentence));
    return fault.substr(std::min(fault.size(), sentence.size()));
  };
  EXPECT_EQ(says("jane"), "it must hold one @");
  EXPECT_EQ(says("a@ex.gov.uk;b@ex.gov.uk"), "it must hold one @");
  EXPECT_EQ(says("@ex.gov.uk"), "something must stand before the @");
  EXPECT_EQ(says(std::string(65, 'a') + "@ex.gov.uk"), "at most 64 characters may stand before the @");
  for (const char* dotted : {".a@ex.gov.uk", "a.@ex.gov.uk", "a..b@ex.gov.uk"})
    EXPECT_EQ(says(dotted), "before the @ no dot may stand first, last or beside another");
  EXPECT_EQ(says(" a@ex.gov.uk"), "it must not hold blanks");
  EXPECT_EQ(says("a@ex.gov.uk "), "it must not hold blanks");
  EXPECT_EQ(says("<a@ex.gov.uk>"),
            "it must not hold brackets, quotes, commas, colons, semicolons or backslashes");
  for (const char* domain : {"a@ex", "a@ex..uk", "a@-ex.uk", "a@ex.uk.", "a@10.0.0.1"})
    EXPECT_EQ(says(domain), "after the @ must stand a domain such as department.gov.uk");
  EXPECT_EQ(says("zo\u00eb@ex.gov.uk"), "character 3 is U+00EB");
  EXPECT_EQ(says("a@ex.gov.uk\u200b"), "character 12 is U+200B");
  EXPECT_EQ(says("\u00a0a@ex.gov.uk"), "character 1 is U+00A0");
  EXPECT_EQ(says("a@caf\u00e9.fr"), "character 6 is U+00E9");
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
  EXPECT_EQ(
      Fault([&](Violations& out) { Enum(out, "role", type, 99, kOptional); }),
      "must be a value of obt.options.v1.Role: ROLE_INTEGRATION, ROLE_ORGANISATION_REPORTER, "
      "ROLE_ORGANISATION_ADMIN, ROLE_CENTRAL_REPORTER, ROLE_CENTRAL_ADMIN, ROLE_OPERATOR, ROLE_SERVICE");
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
