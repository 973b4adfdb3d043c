#include "tools/obtctl/figures.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/rules/measures.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

// Letters of a name that tables show.
constexpr size_t kWidestName = 46;

std::string ColumnWordOf(Measure measure) {
  return ctl::WordOf(*aggregator::v1::Measure_descriptor(), measure);
}
std::string ColumnWordOf(Dimension dimension) {
  return ctl::WordOf(*aggregator::v1::Dimension_descriptor(), dimension);
}
using Words = std::string (*)(Measure);

bool HasNames(const aggregator::v1::Dictionary& dictionary) {
  for (int i = 0; i < dictionary.names_size(); ++i) {
    if (!dictionary.names(i).empty() && dictionary.names(i) != dictionary.codes(i)) return true;
  }
  return false;
}

// Which groupings show names, over all pages.
std::vector<bool> NamedDimensions(const Figures& pages) {
  std::vector<bool> named(pages.front().dimensions_size());
  for (const QueryMetricsResponse& page : pages) {
    for (int i = 0; i < page.dimensions_size(); ++i) named[i] = named[i] || HasNames(page.dimensions(i));
  }
  return named;
}

std::vector<Column> ColumnsOf(const QueryMetricsResponse& page, const std::vector<bool>& named, Words words) {
  std::vector<Column> columns;
  for (int i = 0; i < page.dimensions_size(); ++i) {
    const std::string word = ColumnWordOf(page.dimensions(i).dimension());
    columns.push_back({word, word, ColumnKind::kText, named[i]});
    if (named[i])
      columns.push_back({absl::StrCat(word, "_name"), word, ColumnKind::kText, false, kWidestName});
  }
  for (const aggregator::v1::MeasureColumn& measure : page.measures()) {
    const std::string word = ColumnWordOf(measure.measure());
    if (!measure.not_defined().empty()) continue;
    if (measure.band().empty()) {
      columns.push_back({word, words(measure.measure()), ColumnKind::kCount});
    } else {
      columns.push_back({absl::StrCat(word, "_", measure.band()),
                         absl::StrCat(measure.band(), "\n", rules::OptionOf(measure.measure()).breakdown()),
                         ColumnKind::kCount});
    }
  }
  for (const aggregator::v1::RateColumn& rate : page.rates()) {
    if (!rate.not_defined().empty()) continue;
    const std::string band = rate.band().empty() ? "" : absl::StrCat("_", rate.band());
    columns.push_back(
        {absl::StrCat(ColumnWordOf(rate.numerator()), band, "_per_", ColumnWordOf(rate.denominator())),
         absl::StrCat(rate.band().empty() ? words(rate.numerator()) : rate.band(), "\n/ ",
                      words(rate.denominator())),
         ColumnKind::kShare});
  }
  return columns;
}

std::vector<Cell> RowOf(const QueryMetricsResponse& page, int group, const std::vector<bool>& named) {
  std::vector<Cell> row;
  for (int i = 0; i < page.dimensions_size(); ++i) {
    const uint32_t slot = page.dimensions(i).index(group);
    row.push_back(page.dimensions(i).codes(slot));
    if (named[i]) row.push_back(NameAt(page.dimensions(i), slot));
  }
  for (const aggregator::v1::MeasureColumn& measure : page.measures()) {
    if (measure.not_defined().empty()) row.push_back(int64_t{measure.values(group)});
  }
  for (const aggregator::v1::RateColumn& rate : page.rates()) {
    if (rate.not_defined().empty()) row.push_back(rate.values(group));
  }
  return row;
}

// "learning_started", "minutes_bands 1-59".
std::string WordOfColumn(const aggregator::v1::MeasureColumn& measure) {
  return absl::StrCat(ColumnWordOf(measure.measure()), measure.band().empty() ? "" : " ", measure.band());
}

Table MakeTable(const Figures& pages, const std::vector<bool>& named, Words words) {
  Table table(ColumnsOf(pages.front(), named, words));
  for (const QueryMetricsResponse& page : pages) {
    for (int group = 0; group < GroupsOn(page); ++group) table.Add(RowOf(page, group, named));
  }
  return table;
}

}  // namespace

std::string ShortWordOf(Measure measure) {
  return absl::StrReplaceAll(ColumnWordOf(measure),
                             {{"learning_", ""}, {"_agreed", ""}, {"experiments_started", "tried"}});
}

const std::string& NameAt(const aggregator::v1::Dictionary& dictionary, uint32_t slot) {
  const bool named = slot < static_cast<uint32_t>(dictionary.names_size()) && !dictionary.names(slot).empty();
  return named ? dictionary.names(slot) : dictionary.codes(slot);
}

int GroupsOn(const QueryMetricsResponse& page) {
  int groups = page.dimensions_size() > 0 ? page.dimensions(0).index_size() : 0;
  for (const aggregator::v1::MeasureColumn& measure : page.measures())
    groups = std::max(groups, measure.values_size());
  return groups;
}

int TimeOf(const QueryMetricsResponse& page) {
  for (int i = 0; i < page.dimensions_size(); ++i) {
    if (rules::IsTime(page.dimensions(i).dimension())) return i;
  }
  return -1;
}

absl::StatusOr<Figures> QueryPages(Session& session, const QueryMetricsRequest& query) {
  Figures pages;
  OBT_RETURN_IF_ERROR(ForEachPage<QueryMetricsResponse>(
      session, query, [&pages](const QueryMetricsResponse& page) { pages.push_back(page); }));
  return pages;
}

Facts FactsOf(const Figures& pages, const QueryMetricsRequest& query) {
  return {{"marking", pages.front().marking()},
          {"programme", query.programme_id()},
          {"as_of", DayText(pages.front().as_of())}};
}

std::string NoteOnRates(const QueryMetricsResponse& page) {
  std::vector<std::string> rates;
  for (const aggregator::v1::RateColumn& rate : page.rates()) {
    const std::string name =
        absl::StrCat(ColumnWordOf(rate.numerator()), "/", ColumnWordOf(rate.denominator()));
    if (rate.may_exceed_one() && (rates.empty() || rates.back() != name)) rates.push_back(name);
  }
  if (rates.empty()) return "";
  return absl::StrCat("may exceed 100 %: ", absl::StrJoin(rates, ", "),
                      "; whom the first counts need not be among whom the second counts, such as who left");
}

std::string NoteOnUndefined(const QueryMetricsResponse& page) {
  std::vector<std::string> reasons;
  for (const aggregator::v1::MeasureColumn& measure : page.measures()) {
    if (!measure.not_defined().empty()) reasons.push_back(measure.not_defined());
  }
  return reasons.empty() ? "" : absl::StrCat("left out: ", absl::StrJoin(reasons, "; "));
}

std::string NoteOnMerged(const QueryMetricsResponse& page) {
  std::vector<std::string> merged;
  for (const aggregator::v1::MergedOrganisation& one : page.merged())
    merged.push_back(absl::StrCat(one.organisation_code(), " has become part of ", one.successor_code()));
  return absl::StrJoin(merged, "; ");
}

Table NarrowOf(const Figures& pages) {
  std::vector<Column> columns;
  for (const aggregator::v1::Dictionary& dimension : pages.front().dimensions()) {
    const std::string word = ColumnWordOf(dimension.dimension());
    columns.push_back({word, word, ColumnKind::kText});
  }
  columns.push_back({"measure", "measure", ColumnKind::kText});
  columns.push_back({"value", "value", ColumnKind::kCount});
  Table table(std::move(columns));
  for (const QueryMetricsResponse& page : pages) {
    for (const aggregator::v1::MeasureColumn& measure : page.measures()) {
      for (int group = 0; group < measure.values_size(); ++group) {
        std::vector<Cell> row;
        for (const aggregator::v1::Dictionary& dimension : page.dimensions())
          row.push_back(dimension.codes(dimension.index(group)));
        row.push_back(WordOfColumn(measure));
        row.push_back(int64_t{measure.values(group)});
        table.Add(std::move(row));
      }
    }
  }
  return table;
}

Table WideOf(const Figures& pages) {
  const int time = TimeOf(pages.front());
  std::vector<Column> columns;
  for (int i = 0; i < pages.front().dimensions_size(); ++i) {
    const std::string word = ColumnWordOf(pages.front().dimensions(i).dimension());
    if (i != time) columns.push_back({word, word, ColumnKind::kText});
  }
  columns.push_back({"measure", "measure", ColumnKind::kText});
  const size_t before = columns.size();
  const aggregator::v1::Dictionary& periods = pages.front().dimensions(time);
  for (const std::string& period : periods.codes()) columns.push_back({period, period, ColumnKind::kCount});
  Table table(columns);
  std::map<std::vector<std::string>, size_t> row_of;  // by groups and measure
  for (const QueryMetricsResponse& page : pages) {
    for (const aggregator::v1::MeasureColumn& measure : page.measures()) {
      for (int group = 0; group < measure.values_size(); ++group) {
        std::vector<std::string> texts;
        for (int i = 0; i < page.dimensions_size(); ++i) {
          if (i != time) texts.push_back(page.dimensions(i).codes(page.dimensions(i).index(group)));
        }
        texts.push_back(WordOfColumn(measure));
        const auto [found, fresh] = row_of.try_emplace(texts, table.rows().size());
        if (fresh) {
          std::vector<Cell> row(texts.begin(), texts.end());
          row.resize(columns.size(), Cell(int64_t{0}));
          table.Add(std::move(row));
        }
        table.rows()[found->second][before + page.dimensions(time).index(group)] =
            int64_t{measure.values(group)};
      }
    }
  }
  return table;
}

Table TableOf(const Figures& pages) { return MakeTable(pages, NamedDimensions(pages), ColumnWordOf); }

Figures Together(Figures pages) {
  for (QueryMetricsResponse& page : pages) {
    google::protobuf::RepeatedPtrField<aggregator::v1::MeasureColumn> bands;
    bands.Swap(page.mutable_measures());
    for (aggregator::v1::MeasureColumn& band : bands) {
      const int last = page.measures_size() - 1;
      band.clear_band();
      if (last < 0 || page.measures(last).measure() != band.measure()) {
        page.add_measures()->Swap(&band);
        continue;
      }
      aggregator::v1::MeasureColumn& sum = *page.mutable_measures(last);
      for (int group = 0; group < band.values_size(); ++group)
        sum.set_values(group, sum.values(group) + band.values(group));
    }
  }
  return pages;
}

Table FunnelTable(const Figures& pages, const Figures& totals) {
  Table table = MakeTable(pages, {true}, ShortWordOf);
  // Time goes on as it does.
  if (!rules::IsTime(pages.front().dimensions(0).dimension())) {
    std::stable_sort(
        table.rows().begin(), table.rows().end(),
        [](const std::vector<Cell>& a, const std::vector<Cell>& b) { return a[2].count() > b[2].count(); });
  }
  if (GroupsOn(totals.front()) == 1) {
    std::vector<Cell> row = RowOf(totals.front(), 0, {});
    row.insert(row.begin(), {Cell(""), Cell("all together")});
    table.SetTotals(std::move(row));
  }
  table.MoveLast(ColumnWordOf(aggregator::v1::MEASURE_LEARNING_MINUTES));
  return table;
}

}  // namespace obt::ctl
