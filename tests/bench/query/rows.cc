#include "tests/bench/query/rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "services/aggregator/rules/derive.h"

namespace obt::bench::query {
namespace {

namespace recount = aggregator::recount;

// In the order of the tree on a day, each before what is below it: a subtree is a range of numbers.
void NumberOrganisations(const recount::Sources& sources, Day day, World& world) {
  const recount::TreeWalk tree(sources);
  std::vector<std::vector<std::string>> ways;  // from the top
  for (const auto& [code, organisation] : sources.organisations) {
    std::vector<std::string> way = tree.WayUp(code, day);
    std::reverse(way.begin(), way.end());
    ways.push_back(std::move(way));
  }
  std::sort(ways.begin(), ways.end());
  Codes& codes = world.codes["organisation"];
  codes.Of("unknown");
  for (const std::vector<std::string>& way : ways) codes.Of(way.back());
  codes.Of("none");
  for (const std::vector<std::string>& way : ways) {
    for (const std::string& above : way)
      world.last_below[above] = std::max(world.last_below[above], codes.Of(way.back()));
  }
}

// The day of the last move, of people and of teams.
Day LastMove(const recount::Sources& sources, Day last) {
  Day moved = 0;
  const auto see = [&](Day day) {
    if (day <= last) moved = std::max(moved, day);
  };
  for (const auto& [id, person] : sources.people) {
    for (const recount::Stay& stay : person.stays) see(stay.from);
  }
  for (const auto& [team, leads] : sources.leads) {
    for (const auto& [from, lead] : leads) {
      if (from.has_value()) see(*from);
    }
  }
  return moved;
}

}  // namespace

RowFiles::RowFiles(const std::string& directory) {
  for (const Table& table : AllTables()) {
    std::ofstream& file = files_[table.name];
    file.open(absl::StrCat(directory, "/", table.name, ".csv"));
    file << HeaderOf(table) << "\n";
  }
}

void RowFiles::Add(absl::string_view table, const std::vector<int64_t>& cells) {
  files_.find(table)->second << absl::StrJoin(cells, ",") << "\n";
}

RowMaker::RowMaker(const recount::Sources& sources, const aggregator::Question& question, RowFiles& files,
                   World& world)
    : Tally(sources, question), files_(files), world_(world) {}

Place RowMaker::PlaceOf(recount::Text organisation, Day tree_day) {
  const recount::Listing& listing = ListingOf(organisation, tree_day);
  if (!listing.has_value()) return {};
  return {CodeOf("organisation", listing->first), CodeOf("organisation", listing->second)};
}

int RowMaker::DayNumber(Day day) const { return day > world_.last ? kOpen : day - world_.base; }

int RowMaker::MonthOf(Day day) const {
  const std::vector<std::string>& months = world_.codes.at("month").all();
  const auto found = std::find(months.begin(), months.end(), FormatMonth(std::max(day, world_.first)));
  return static_cast<int>(found - months.begin());
}

void MakeRows(const recount::Sources& sources, const std::string& programme_id, const std::string& directory,
              World& world) {
  const auto programme = sources.programmes.find(programme_id);
  if (programme == sources.programmes.end()) Die(absl::StrCat("there is no programme ", programme_id));
  const recount::Window window = recount::WindowOf(programme->second);
  world.first = window.from;
  world.last = aggregator::LastDay(programme->second);
  world.base = MondayOf(world.first);
  world.settled = std::max(world.first, LastMove(sources, world.last));
  NumberOrganisations(sources, world.last, world);
  RowFiles files(directory);
  for (Day day = world.first; day <= world.last; ++day) {
    const int weeks = static_cast<int>(world.codes["week"].all().size());
    const int months = static_cast<int>(world.codes["month"].all().size());
    if (world.codes["week"].Of(FormatDay(MondayOf(day))) == weeks)
      files.Add("weeks", {weeks, day - world.base});
    if (world.codes["month"].Of(FormatMonth(day)) == months) files.Add("months", {months, day - world.base});
  }
  aggregator::Question question;
  question.programme_id = programme_id;
  question.as_of = world.last;
  MakePeopleRows(sources, question, files, world);
  MakeItemRows(sources, question, files, world);
}

}  // namespace obt::bench::query
