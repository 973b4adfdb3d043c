#include "tools/obtctl/figures.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

// A name where there is one: "unknown" and weeks have none.
const std::string& NameAt(const v1::Dictionary& dictionary, uint32_t place) {
  const bool named =
      place < static_cast<uint32_t>(dictionary.names_size()) && !dictionary.names(place).empty();
  return named ? dictionary.names(place) : dictionary.codes(place);
}

bool HasNames(const v1::Dictionary& dictionary) {
  for (int i = 0; i < dictionary.names_size(); ++i) {
    if (!dictionary.names(i).empty() && dictionary.names(i) != dictionary.codes(i)) return true;
  }
  return false;
}

// Which groupings show names, over all pages.
std::vector<bool> NamedDimensions(const std::vector<QueryMetricsResponse>& pages) {
  std::vector<bool> named(pages.front().dimensions_size());
  for (const QueryMetricsResponse& page : pages) {
    for (int i = 0; i < page.dimensions_size(); ++i) named[i] = named[i] || HasNames(page.dimensions(i));
  }
  return named;
}

std::vector<Column> ColumnsOf(const QueryMetricsResponse& page, const std::vector<bool>& named) {
  std::vector<Column> columns;
  for (int i = 0; i < page.dimensions_size(); ++i) {
    const std::string word = WordOf(page.dimensions(i).dimension());
    columns.push_back({word, word, ColumnKind::kText, named[i]});
    if (named[i])
      columns.push_back({absl::StrCat(word, "_name"), word, ColumnKind::kText, false, kWidestName});
  }
  for (const v1::MeasureColumn& measure : page.measures()) {
    const std::string word = WordOf(measure.measure());
    if (measure.band().empty()) {
      columns.push_back({word, word, ColumnKind::kCount});
    } else {
      columns.push_back({absl::StrCat(word, "_", measure.band()), absl::StrCat(measure.band(), "\nminutes"),
                         ColumnKind::kCount});
    }
  }
  for (const v1::RateColumn& rate : page.rates()) {
    const std::string numerator = WordOf(rate.numerator()), denominator = WordOf(rate.denominator());
    columns.push_back({absl::StrCat(numerator, "_per_", denominator),
                       absl::StrCat(numerator, "\n/ ", denominator), ColumnKind::kShare});
  }
  return columns;
}

}  // namespace

std::string WordOf(Measure measure) { return WordOf(*v1::Measure_descriptor(), measure); }
std::string WordOf(Dimension dimension) { return WordOf(*v1::Dimension_descriptor(), dimension); }

std::vector<Option> FilterOptions() {
  return {Text("programme", "ID", "The edition", "obt-2024"),
          List("organisation", "CODE", "Only these organisations with everything below them"),
          List("grade", "CODE", "Only people of these grades"),
          List("profession", "CODE", "Only people of these professions"),
          List("region", "CODE", "Only people of these regions"),
          Day("as-of", "Last day that counts; default: today, at latest the programme's end"),
          OneOf("attribution", {"then", "now"},
                "Count people where they were when it happened, or where they are", "now")};
}

absl::StatusOr<QueryMetricsRequest> QueryOf(const Arguments& arguments) {
  QueryMetricsRequest query;
  query.set_programme_id(arguments.Text("programme"));
  v1::MetricsFilter& filter = *query.mutable_filter();
  for (std::string& code : arguments.List("organisation")) filter.add_organisation_codes(std::move(code));
  for (std::string& code : arguments.List("grade")) filter.add_grades(std::move(code));
  for (std::string& code : arguments.List("profession")) filter.add_professions(std::move(code));
  for (std::string& code : arguments.List("region")) filter.add_regions(std::move(code));
  if (arguments.Given("as-of")) *query.mutable_as_of() = DateOf(arguments.Text("as-of"));
  OBT_ASSIGN_OR_RETURN(const int attribution,
                       ValueOf(*v1::Attribution_descriptor(), arguments.Text("attribution")));
  query.set_attribution(static_cast<v1::Attribution>(attribution));
  return query;
}

absl::StatusOr<v1::RateRequest> ParseRate(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, '/');
  if (words.size() != 2)
    return UsageError(absl::StrCat(text, " is not a rate such as learning_started/in_scope"));
  v1::RateRequest rate;
  OBT_ASSIGN_OR_RETURN(const int numerator, ValueOf(*v1::Measure_descriptor(), words[0]));
  OBT_ASSIGN_OR_RETURN(const int denominator, ValueOf(*v1::Measure_descriptor(), words[1]));
  rate.set_numerator(static_cast<Measure>(numerator));
  rate.set_denominator(static_cast<Measure>(denominator));
  return rate;
}

absl::StatusOr<std::vector<QueryMetricsResponse>> QueryPages(Session& session, QueryMetricsRequest query) {
  std::vector<QueryMetricsResponse> pages;
  do {
    OBT_ASSIGN_OR_RETURN(QueryMetricsResponse page, session.Ask<QueryMetricsResponse>(query));
    query.set_page_token(page.next_page_token());
    pages.push_back(std::move(page));
  } while (!query.page_token().empty());
  return pages;
}

int GroupsOn(const QueryMetricsResponse& page) {
  if (page.measures_size() > 0) return page.measures(0).values_size();
  return page.rates_size() > 0 ? page.rates(0).values_size() : 0;
}

int64_t ValueOf(const QueryMetricsResponse& page, Measure measure, int group) {
  for (const v1::MeasureColumn& column : page.measures()) {
    if (column.measure() == measure) return column.values(group);
  }
  return 0;
}

std::string CodeOf(const QueryMetricsResponse& page, int group) {
  return page.dimensions_size() == 0 ? "" : page.dimensions(0).codes(page.dimensions(0).index(group));
}

std::string NameOf(const QueryMetricsResponse& page, int group) {
  return page.dimensions_size() == 0 ? "" : NameAt(page.dimensions(0), page.dimensions(0).index(group));
}

Table TableOf(const std::vector<QueryMetricsResponse>& pages) {
  const std::vector<bool> named = NamedDimensions(pages);
  Table table(ColumnsOf(pages.front(), named));
  for (const QueryMetricsResponse& page : pages) {
    for (int group = 0; group < GroupsOn(page); ++group) {
      std::vector<Cell> row;
      for (int i = 0; i < page.dimensions_size(); ++i) {
        const uint32_t place = page.dimensions(i).index(group);
        row.push_back(page.dimensions(i).codes(place));
        if (named[i]) row.push_back(NameAt(page.dimensions(i), place));
      }
      for (const v1::MeasureColumn& measure : page.measures())
        row.push_back(static_cast<int64_t>(measure.values(group)));
      for (const v1::RateColumn& rate : page.rates()) row.push_back(rate.values(group));
      table.Add(std::move(row));
    }
  }
  return table;
}

}  // namespace obt::ctl
