#include "services/reporting/bundle/content.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/bundle/testing/content.h"

namespace obt::reporting::bundle {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::HasSubstr;

using Content = store::v1::ReleaseContent;

v1::TableOutline& Outline(Content& content) { return *content.mutable_tables(0)->mutable_outline(); }
v1::TableRow& Row(Content& content) { return *content.mutable_tables(0)->mutable_rows(1); }

TEST(ContentTest, WhatTheTestsWriteIsFit) {
  EXPECT_OK(CheckContent(SmallContent()));
  EXPECT_OK(CheckContent(LargeContent()));
  Content empty = SmallContent();
  empty.clear_tables();
  EXPECT_OK(CheckContent(empty));
}

TEST(ContentTest, WhatCannotBeWrittenIsRefusedWithASentence) {
  using Change = std::function<void(Content&)>;
  const std::vector<std::pair<Change, std::string>> cases = {
      {[](Content& c) { c.set_programme_id("../obt"); }, "programme_id cannot be part of a file's name"},
      {[](Content& c) { c.set_programme_id(""); }, "programme_id"},
      {[](Content& c) { c.clear_programme_name(); }, "the programme has no name"},
      {[](Content& c) { c.set_number(0); }, "number or revision is out of range"},
      {[](Content& c) { c.mutable_as_of()->set_day(31); }, "as_of is no day"},
      {[](Content& c) { c.clear_as_of(); }, "as_of is no day"},
      {[](Content& c) { c.set_reason("a\x01"); }, "ReleaseContent.reason holds what is no text"},
      {[](Content& c) { Row(c).set_names(0, "\xFF"); }, "TableRow.names holds what is no text"},
      {[](Content& c) { c.add_notes("\xEF\xBF\xBF"); }, "ReleaseContent.notes holds what is no text"},
      {[](Content& c) { Outline(c).set_table_id("Funnel"); }, "an id of its own in lower case, not Funnel"},
      {[](Content& c) { Outline(c).set_table_id("a/b"); }, "not a/b"},
      {[](Content& c) { Outline(c).set_table_id("cover"); }, "not cover"},
      {[](Content& c) { Outline(c).set_table_id("weekly"); }, "not weekly"},
      {[](Content& c) { Outline(c).set_table_id(std::string(32, 'a')); }, "not aaaa"},
      {[](Content& c) { Outline(c).clear_title(); }, "table funnel: it has no title"},
      {[](Content& c) { Outline(c).clear_measures(); }, "table funnel: there is no measure"},
      {[](Content& c) { Outline(c).mutable_measures(0)->set_name("started"); },
       "measure started needs a name"},
      {[](Content& c) { Outline(c).mutable_measures(0)->clear_unit(); }, "participants has no unit"},
      {[](Content& c) { Outline(c).mutable_measures(0)->set_title("Started"); },
       "given twice: Started (people)"},
      {[](Content& c) { Outline(c).mutable_dimensions(0)->set_name("unit"); }, "two columns are called unit"},
      {[](Content& c) { Outline(c).mutable_dimensions(0)->clear_title(); }, "a title is missing"},
      {[](Content& c) { Row(c).add_codes("x"); }, "funnel: row 2: a code and a name are needed"},
      {[](Content& c) { Row(c).set_codes(0, ""); }, "row 2: a code or a name is empty"},
      {[](Content& c) { Row(c).mutable_figures()->RemoveLast(); }, "row 2: a figure is needed for each"},
      {[](Content& c) { Row(c).mutable_figures(0)->clear_value(); },
       "row 2: a figure has a value or a marker"},
      {[](Content& c) { Row(c).mutable_figures(0)->set_marker(v1::MARKER_CONFIDENTIAL); },
       "a value or a marker"},
      {[](Content& c) { Row(c).mutable_figures(0)->set_marker(static_cast<v1::Marker>(9)); }, "a value or a"},
      {[](Content& c) { *Row(c).mutable_codes() = c.tables(0).rows(0).codes(); }, "are those of another row"},
  };
  for (const auto& [change, sentence] : cases) {
    Content content = SmallContent();
    change(content);
    const absl::Status status = CheckContent(content);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << sentence;
    EXPECT_THAT(std::string(status.message()), HasSubstr(sentence));
  }
}

}  // namespace
}  // namespace obt::reporting::bundle
