#include "services/reporting/bundle/testing/content.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"

namespace obt::reporting::bundle {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;  // codes and names

constexpr Day kAsOf = 20'057;         // 2024-11-30, a Saturday
constexpr Day kFirstMonday = 19'968;  // 2024-09-02

store::v1::ReleaseContent Begun() {
  store::v1::ReleaseContent content;
  content.set_release_id("0192f3a4-0000-7000-8000-000000000001");
  content.set_programme_id("obt-2024");
  content.set_programme_name("One Big Thing 2024");
  content.set_number(3);
  *content.mutable_as_of() = ToDate(kAsOf);
  content.set_metric_version(1);
  content.set_policy_version(1);
  content.set_software_version("0.1.0");
  for (const char* source : {"identity 1234", "learning 56789", "ideas 321"}) content.add_sources(source);
  content.add_notes("Against all releases published before, no figure is narrowed.");
  return content;
}

v1::Table& AddTable(store::v1::ReleaseContent& content, const std::string& id, const std::string& title,
                    const Names& dimensions) {
  v1::Table& table = *content.add_tables();
  table.mutable_outline()->set_table_id(id);
  table.mutable_outline()->set_title(title);
  for (const auto& [name, shown] : dimensions) {
    v1::TableDimension& dimension = *table.mutable_outline()->add_dimensions();
    dimension.set_name(name);
    dimension.set_title(shown);
  }
  return table;
}

void AddMeasure(v1::Table& table, const std::string& name, const std::string& title, const std::string& unit,
                const std::string& definition) {
  v1::TableMeasure& measure = *table.mutable_outline()->add_measures();
  measure.set_name(name);
  measure.set_title(title);
  measure.set_unit(unit);
  measure.set_definition(definition);
}

constexpr int64_t kC = -1, kZ = -2;  // markers among values

void AddRow(v1::Table& table, const Names& group, const std::vector<int64_t>& values) {
  v1::TableRow& row = *table.add_rows();
  for (const auto& [code, name] : group) {
    row.add_codes(code);
    row.add_names(name);
  }
  for (const int64_t value : values) {
    v1::Figure& figure = *row.add_figures();
    if (value == kC) {
      figure.set_marker(v1::MARKER_CONFIDENTIAL);
    } else if (value == kZ) {
      figure.set_marker(v1::MARKER_NOT_APPLICABLE);
    } else {
      figure.set_value(value);
    }
  }
  table.mutable_outline()->set_row_count(table.rows_size());
}

const std::pair<std::string, std::string> kEverybody = {"all", "All departments"};
const std::pair<std::string, std::string> kEveryBody = {"all", "All organisations"};

// Of a group of a size, drawn from it alone: small ones are withheld as the rules have it, nobody has none.
std::vector<int64_t> Drawn(int64_t people, uint32_t& state, int counts) {
  std::vector<int64_t> values;
  int64_t left = people;
  for (int i = 0; i < counts; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    left = left * (30 + state / 65'536 % 65) / 100;
    values.push_back(people == 0 ? kZ : left < 5 ? kC : (left + 2) / 5 * 5);
  }
  if (people == 0) {
    values.push_back(kZ);
  } else {
    values.push_back(values[0] == kC ? kC : values[0] * 100 / ((people + 2) / 5 * 5));
  }
  return values;
}

constexpr int kCounts = 6;
void AddCounts(v1::Table& table) {
  AddMeasure(table, "participants", "Participants", "people", "People with anything recorded.");
  AddMeasure(table, "started", "Started learning", "people", "People with at least one minute of learning.");
  AddMeasure(table, "completed", "Completed learning", "people",
             "People with all of the learning they need.");
  AddMeasure(table, "conversed", "Had a conversation", "people",
             "People who took part in a team conversation.");
  AddMeasure(table, "pre_survey", "Answered the first survey", "people",
             "People who answered before learning.");
  AddMeasure(table, "post_survey", "Answered the last survey", "people",
             "People who answered after learning.");
  AddMeasure(table, "participants_percent", "Participants as share of staff", "per cent",
             "Participants of all people of the group.");
}

Names NumberedNames(const std::string& stem, const std::string& name, int count) {
  Names names;
  for (int i = 1; i <= count; ++i) names.emplace_back(absl::StrCat(stem, i), absl::StrCat(name, " ", i));
  return names;
}

void AddDepartmentsBy(store::v1::ReleaseContent& content, const std::string& id, const std::string& name,
                      int groups, const Names& departments, uint32_t& state) {
  v1::Table& table = AddTable(content, id, absl::StrCat("Participation by department and ", id),
                              {{"department", "Department"}, {id, name}});
  table.mutable_outline()->set_calendar(v1::CALENDAR_MONTHLY);
  AddCounts(table);
  for (const auto& department : departments) {
    for (const auto& group : NumberedNames(id.substr(0, 1), name, groups))
      AddRow(table, {department, group}, Drawn(state / 65'536 % 400 * (state / 256 % 4), state, kCounts));
  }
}

}  // namespace

store::v1::ReleaseContent SmallContent() {
  store::v1::ReleaseContent content = Begun();
  content.set_revision(1);
  content.set_reason("A list of \"DWP\" came <late>, & was wrong.");
  v1::Table& funnel = AddTable(content, "funnel", "Participation by organisation",
                               {{"department", "Department"}, {"organisation", "Organisation"}});
  funnel.mutable_outline()->set_note(
      "A person counts where they were on the day.\nUnknown is part of the total.");
  AddMeasure(funnel, "participants", "Participants", "people",
             "People with \"anything\" recorded,\nanywhere.");
  AddMeasure(funnel, "started", "Started", "people", "=People with a minute or more");
  AddMeasure(funnel, "participants_percent", "Participants in per cent", "per cent", "Of all people.");
  const Names places = {{"=1+1", "=HYPERLINK(\"http://example.org\",\"x\")"},
                        {"+44", "+44 Department"},
                        {"-5", "-5"},
                        {"@sum", "@SUM(A1)"},
                        {"tab", "\tTab, comma"},
                        {"cr", "\rReturn"},
                        {"'=", "'=Quoted already"},
                        {"'s", "'s-Hertogenbosch"},
                        {"#hash", "# no comment"},
                        {"lines", "Two\nlines  and blanks "},
                        {"cymru", "Swyddfa Cymru ŵ ŷ – “Dŵr” 日本 𝄞"},
                        {"none", "None"},
                        {"unknown", "Unknown"},
                        {"ops", "<b>&\"Ops\"</b>"}};
  AddRow(funnel, {kEverybody, kEveryBody}, {12'345, 6'780, 35});
  int64_t value = 5;
  for (const auto& place : places) {
    AddRow(funnel, {place, kEveryBody}, {value, value > 20 ? value - 5 : kC, value});
    value += 5;
  }
  AddRow(funnel, {{"ops", places.back().second}, {"empty", "Nobody's office"}}, {kZ, kZ, kZ});
  AddRow(funnel, {{"ops", places.back().second}, {"small", "Small, \"body\""}}, {kC, kC, kC});
  v1::Table& weekly = AddTable(content, "weekly", "Participants to the end of each week",
                               {{"department", "Department"}, {"week", "Week from"}});
  AddMeasure(weekly, "participants", "Participants", "people", "So far.");
  AddRow(weekly, {kEverybody, {"2024-10-14", "14 October 2024"}}, {kC});
  AddRow(weekly, {kEverybody, {"2024-10-21", "21 October 2024"}}, {1'000});
  AddRow(weekly, {kEverybody, {"2024-10-28", "28 October 2024"}}, {12'345});
  v1::Table& national = AddTable(content, "national", "Benefits", {});
  AddMeasure(national, "money", "Money saved", "pounds", "Net; less than nothing where it cost more.");
  AddMeasure(national, "experiments", "Experiments", "experiments", "With an outcome.");
  AddRow(national, {}, {-1'250'000'000'005, 0});
  AddMeasure(AddTable(content, "bands", "Minutes of learning", {{"department", "Department"}}),
             "minutes_1_59", "1 to 59", "people", "");
  return content;
}

store::v1::ReleaseContent LargeContent() {
  constexpr int kDepartments = 38, kBodies = 110, kWeeks = 18;
  store::v1::ReleaseContent content = Begun();
  uint32_t state = 1;
  Names departments = {kEverybody};
  for (auto& department : NumberedNames("d", "Department for Matter Number", kDepartments))
    departments.push_back(std::move(department));
  v1::Table& funnel = AddTable(content, "funnel", "Participation by organisation",
                               {{"department", "Department"}, {"organisation", "Organisation"}});
  funnel.mutable_outline()->set_note("A person counts for the organisation they were in on the day.");
  AddCounts(funnel);
  for (const auto& department : departments)
    AddRow(funnel, {department, kEveryBody},
           Drawn(department == kEverybody ? 520'000 : 100 + state / 65'536 % 40'000, state, kCounts));
  for (int i = 0; i < kBodies; ++i)
    AddRow(funnel,
           {departments[static_cast<size_t>(1 + i % kDepartments)],
            {absl::StrCat("b", i), absl::StrCat("Inspectorate of Things, office ", i)}},
           Drawn(state / 65'536 % 3'000, state, kCounts));
  AddDepartmentsBy(content, "grade", "Grade", 9, departments, state);
  AddDepartmentsBy(content, "profession", "Profession", 20, departments, state);
  AddDepartmentsBy(content, "region", "Region", 13, departments, state);
  v1::Table& weekly = AddTable(content, "weekly", "Participation to the end of each week",
                               {{"department", "Department"}, {"week", "Week from"}});
  weekly.mutable_outline()->set_note("Each figure counts all that happened up to the end of its week.");
  for (const char* name : {"participants", "started", "completed"})
    AddMeasure(weekly, name, absl::StrCat(name, " so far"), "people", "Up to the end of the week.");
  for (const auto& department : departments) {
    for (int i = 1; i <= kWeeks; ++i) {
      const std::string week = FormatDay(kFirstMonday + 7 * i);
      AddRow(weekly, {department, {week, week}},
             {i < 2 ? kC : 500 * i * i, 300 * i * i, i < 4 ? kC : 100 * i * i});
    }
  }
  v1::Table& bands = AddTable(content, "bands", "Minutes of learning", {{"department", "Department"}});
  for (const char* band :
       {"minutes_1_59", "minutes_60_119", "minutes_120_179", "minutes_180_239", "minutes_240"})
    AddMeasure(bands, band, band, "people", "People with so many minutes.");
  for (const auto& department : departments) AddRow(bands, {department}, Drawn(900, state, 4));
  v1::Table& items = AddTable(content, "items", "Ideas and experiments",
                              {{"department", "Department"}, {"organisation", "Organisation"}});
  for (int i = 0; i < 10; ++i) {
    const std::string name = absl::StrCat("item_", i);
    AddMeasure(items, name, absl::StrCat("Experiments of kind ", i), "experiments",
               "Experiments of that kind.");
  }
  for (int i = 0; i < kBodies; ++i)
    AddRow(items,
           {departments[static_cast<size_t>(1 + i % kDepartments)],
            {absl::StrCat("b", i), absl::StrCat("Body ", i)}},
           Drawn(60, state, 9));
  return content;
}

}  // namespace obt::reporting::bundle
