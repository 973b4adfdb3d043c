#include "services/reporting/bundle/table_file.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "gmock/gmock.h"
#include "services/reporting/bundle/dictionary.h"
#include "services/reporting/bundle/manifest.h"
#include "services/reporting/bundle/notes.h"
#include "services/reporting/bundle/testing/content.h"

namespace obt::reporting::bundle {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Figure Value(int64_t value) {
  v1::Figure figure;
  figure.set_value(value);
  return figure;
}
v1::Figure Marked(v1::Marker marker) {
  v1::Figure figure;
  figure.set_marker(marker);
  return figure;
}

v1::Table SmallTable() {
  v1::Table table;
  table.mutable_outline()->set_table_id("grade");
  table.mutable_outline()->add_dimensions()->set_name("grade");
  for (const auto& [name, unit] : {std::pair{"started", "people"}, std::pair{"minutes", "minutes, mean"}}) {
    table.mutable_outline()->add_measures()->set_name(name);
    table.mutable_outline()->mutable_measures()->rbegin()->set_unit(unit);
  }
  return table;
}
void AddRow(v1::Table& table, const std::string& code, const std::string& name, const v1::Figure& first,
            const v1::Figure& second) {
  v1::TableRow& row = *table.add_rows();
  row.add_codes(code);
  row.add_names(name);
  *row.add_figures() = first;
  *row.add_figures() = second;
}

TEST(TableCsvTest, CellsAreQuotedWhereTheyMustBeAndMarkersLeaveTheValueBlank) {
  v1::Table table = SmallTable();
  AddRow(table, "all", "All, \"each\" one", Value(12'345), Value(-65));
  AddRow(table, "#1", "Two\r\nlines", Marked(v1::MARKER_CONFIDENTIAL), Marked(v1::MARKER_NOT_APPLICABLE));
  AddRow(table, "=1+1", "Gŵyl – 日本", Value(0), Value(5));
  EXPECT_EQ(TableCsv(table),
            "grade_code,grade,measure,unit,value,marker\r\n"
            "all,\"All, \"\"each\"\" one\",started,people,12345,\r\n"
            "all,\"All, \"\"each\"\" one\",minutes,\"minutes, mean\",-65,\r\n"
            "\"#1\",\"Two\r\nlines\",started,people,,[c]\r\n"
            "\"#1\",\"Two\r\nlines\",minutes,\"minutes, mean\",,[z]\r\n"
            "'=1+1,Gŵyl – 日本,started,people,0,\r\n"
            "'=1+1,Gŵyl – 日本,minutes,\"minutes, mean\",5,\r\n");
}

TEST(TableCsvTest, OfATableWithoutRowsThereIsTheHeader) {
  EXPECT_EQ(TableCsv(SmallTable()), "grade_code,grade,measure,unit,value,marker\r\n");
}

TEST(TableCsvTest, WhatBeginsAsAFormulaIsNeutralisedSoThatItCanBeReadBack) {
  for (const char* text : {"=1", "+1", "-1", "@x", "\tx", "\rx", "\n", "＝1", "'=1", "''+1"})
    EXPECT_EQ(Neutralised(text), absl::StrCat("'", text));
  for (const char* text : {"", "1=1", " =1", "'", "''", "'s-Hertogenbosch", "[c]", "#1", "O'Neill"})
    EXPECT_EQ(Neutralised(text), text);
}

TEST(TableMetadataTest, ItNamesEveryColumnInItsPlaceAndTheKey) {
  const store::v1::ReleaseContent content = SmallContent();
  for (const v1::Table& table : content.tables()) {
    const auto json = nlohmann::json::parse(TableMetadata(table, content));
    EXPECT_EQ(TableFileName(table), "tables/" + json["url"].get<std::string>());
    std::vector<std::string> titles;
    for (const auto& column : json["tableSchema"]["columns"]) titles.push_back(column["titles"]);
    EXPECT_EQ(titles, ParseCsv(TableCsv(table))->header);
    EXPECT_EQ(json["tableSchema"]["primaryKey"].size(), table.outline().dimensions_size() + 1u);
    for (const auto& key : json["tableSchema"]["primaryKey"])
      EXPECT_THAT(titles, Contains(key.get<std::string>()));
  }
}

TEST(DictionaryTest, EveryColumnAndMeasureOfEveryTableIsInIt) {
  const store::v1::ReleaseContent content = SmallContent();
  const CsvFile file = ParseCsv(DataDictionary(content)).value();
  EXPECT_EQ(static_cast<int64_t>(file.rows.size()), DictionaryRows(content));
  EXPECT_THAT(file.header, ElementsAre("table", "kind", "name", "title", "unit", "definition", "allowed"));
  std::vector<std::string> found, wanted;
  for (const CsvRow& row : file.rows)
    found.push_back(absl::StrJoin(row.cells.begin(), row.cells.begin() + 3, " "));
  for (const v1::Table& table : content.tables()) {
    const std::string& id = table.outline().table_id();
    const CsvFile csv = ParseCsv(TableCsv(table)).value();
    for (const std::string& column : csv.header) wanted.push_back(absl::StrCat(id, " column ", column));
    for (const v1::TableMeasure& measure : table.outline().measures())
      wanted.push_back(absl::StrCat(id, " measure ", measure.name()));
  }
  EXPECT_EQ(found, wanted);
  EXPECT_THAT(DataDictionary(content), HasSubstr(",people,'=People with a minute or more,"));
}

TEST(ReleaseNotesTest, TheySayWhatItIsHowItIsProtectedAndWhyItWasRevised) {
  store::v1::ReleaseContent content = SmallContent();
  for (const char* said :
       {"One Big Thing 2024: statistics, release 3, revision 1, up to 30 November 2024\n====",
        "Why it was revised: A list of \"DWP\" came <late>, & was wrong.", "[c] means confidential:",
        "[z] means not applicable:", "rounded to the nearest 5 on its own; totals need not add up.",
        "A count below 5, zero included, is withheld", "- tables/weekly.csv: Participants to the end",
        "Against all releases published before, no figure is narrowed.", "Disclosure policy: version 1.",
        "identity 1234, learning 56789, ideas 321."})
    EXPECT_THAT(ReleaseNotes(content), HasSubstr(said));
  content.set_revision(0);
  EXPECT_THAT(ReleaseNotes(content), HasSubstr("release 3 of One Big Thing 2024. It has not been revised."));
  EXPECT_THAT(ReleaseNotes(content), Not(HasSubstr("DWP")));
}

TEST(ManifestTest, ItHasTheReleaseAndWhatEachFileMustBe) {
  const std::string manifest = Manifest(SmallContent(), {{"a.csv", "abc", 7}, {"b.txt", ""}});
  const auto json = nlohmann::json::parse(manifest);
  EXPECT_EQ(json["release_id"], "0192f3a4-0000-7000-8000-000000000001");
  EXPECT_EQ(json["as_of"], "2024-11-30");
  EXPECT_EQ(json["revision"], 1);
  EXPECT_EQ(json["sources"][1], "learning 56789");
  EXPECT_EQ(json["files"], nlohmann::json::parse(R"([
    {"name": "a.csv", "rows": 7, "bytes": 3,
     "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"name": "b.txt", "bytes": 0,
     "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}])"));
  EXPECT_EQ(manifest.find("{\n  \"schema_version\": 1,\n  \"release_id\""), 0u)
      << "in the order it is written";
}

}  // namespace
}  // namespace obt::reporting::bundle
