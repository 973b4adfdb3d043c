#include "tools/simulate/texts/tables.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

std::vector<Object> ReadObjects() {
  std::map<char, TwoWays> items;
  for (const std::string& line : ListOf(kItemTable)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ';');
    items[fields[0][0]] = {{fields[1], fields[2]}};
  }
  std::vector<Object> objects;
  uint32_t domain = 0;
  for (const std::string& line : ListOf(kDomainTable)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ';');
    for (const char item : fields[5]) {
      Object object{fields[0] == "-" ? "" : fields[0], domain, {}, {{fields[3], fields[4]}}};
      for (int way : {0, 1}) {
        object.name.ways[way] = absl::StrCat(fields[1 + way], " ", items.at(item).ways[way]);
      }
      objects.push_back(std::move(object));
    }
    ++domain;
  }
  return objects;
}

std::vector<uint8_t> ThemesOf(absl::string_view codes) {
  std::vector<uint8_t> themes;
  for (const absl::string_view code : absl::StrSplit(codes, ' ')) {
    const auto found =
        std::find_if(kThemes.begin(), kThemes.end(), [&](const Theme& theme) { return theme.code == code; });
    themes.push_back(static_cast<uint8_t>(found - kThemes.begin()));
  }
  return themes;
}

Thought ReadHead(absl::string_view line) {
  const std::vector<std::string> fields = absl::StrSplit(line, ';');
  Thought thought;
  thought.name = fields[0];
  thought.themes = ThemesOf(fields[1]);
  thought.aim = fields[2][0];
  thought.tags = absl::StrSplit(fields[3], ',');
  return thought;
}

void ReadLine(absl::string_view line, Thought& thought) {
  TwoWays ways = WaysOf(line.substr(2));
  switch (line[0]) {
    case 'T':
      thought.title = std::move(ways);
      return;
    case 'V':
      thought.verb = std::move(ways);
      return;
    case 'P':
      thought.problem = std::move(ways);
      return;
    case 'C':
      thought.detail = std::move(ways);
      return;
    default:
      thought.hurdle = std::move(ways.ways[0]);
      thought.lesson = std::move(ways.ways[1]);
  }
}

std::vector<Thought> ReadThoughts() {
  std::vector<Thought> thoughts;
  for (const absl::string_view* table :
       {&kThoughtTable1, &kThoughtTable2, &kThoughtTable3, &kThoughtTable4, &kThoughtTable5}) {
    for (const std::string& line : ListOf(*table)) {
      if (line[0] == '#') {
        thoughts.push_back(ReadHead(line.substr(1)));
      } else {
        ReadLine(line, thoughts.back());
      }
    }
  }
  return thoughts;
}

// Lines where the table begins with a line end, otherwise words. A line that begins with a blank goes on from
// the one before.
Words Split(absl::string_view table) {
  if (table[0] == '\n') {
    return absl::StrSplit(absl::StrReplaceAll(table, {{"\n ", " "}}), '\n', absl::SkipEmpty());
  }
  return absl::StrSplit(absl::StrReplaceAll(table, {{",\n", ","}, {"\n", " "}}), ',');
}

using Lists = std::map<const absl::string_view*, Words>;

Lists SplitAll() {
  Lists lists;
  for (const absl::string_view* table :
       {&kItemTable,      &kDomainTable,   &kThoughtTable1,  &kThoughtTable2,
        &kThoughtTable3,  &kThoughtTable4, &kThoughtTable5,  &kPlaces,
        &kTrades,         &kThings,        &kTrees,          &kSystemHeads,
        &kSystemTails,    &kMonths,        &kRoles,          &kMishaps,
        &kCauses,         &kDocs,          &kTools,          &kNames,
        &kTags,           &kOpenings,      &kEvidence,       &kConsequences,
        &kSteps,          &kWhoBenefits,   &kSuccessWait,    &kSuccessHours,
        &kSuccessMoney,   &kSuccessCases,  &kSuccessQuality, &kReflections,
        &kHypotheses,     &kGoals,         &kWorked,         &kPartlyWorked,
        &kDidNotWork,     &kStopped,       &kHelped,         &kHindered,
        &kStoryBegins,    &kStories,       &kStoryTitles,    &kFailedStoryTitles,
        &kFailureLessons, &kAdoptedWorked, &kAdoptedPartly,  &kAdoptedFailed,
        &kAdaptations,    &kComments,      &kRudeComments,   &kParkReasons,
        &kReportReasons,  &kHideReasons,   &kKeepReasons}) {
    lists[table] = Split(*table);
  }
  return lists;
}

}  // namespace

TwoWays WaysOf(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> ways = absl::StrSplit(line, " / ");
  return {{std::string(ways.first), std::string(ways.second)}};
}

const Words& ListOf(const absl::string_view& table) {
  static const Lists* const lists = new Lists(SplitAll());
  return lists->at(&table);
}

const Tables& TheTables() {
  static const Tables* const tables = new Tables{ReadThoughts(), ReadObjects()};
  return *tables;
}

}  // namespace obt::simulate::texts
