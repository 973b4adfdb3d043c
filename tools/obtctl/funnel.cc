// obtctl funnel: how many are in scope, registered, answered the pre-survey, started, completed and answered
// the post-survey, and the bodies nobody has registered in.
#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/obtctl/figures.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

constexpr size_t kNamedBodies = 12;

// Headcounts are stated for organisations, not for kinds of people.
bool HasHeadcounts(Dimension by) {
  return by != v1::DIMENSION_GRADE && by != v1::DIMENSION_PROFESSION && by != v1::DIMENSION_REGION;
}

bool FiltersPeople(const QueryMetricsRequest& query) {
  const v1::MetricsFilter& filter = query.filter();
  return filter.grades_size() + filter.professions_size() + filter.regions_size() > 0;
}

struct Funnel {
  std::vector<Measure> measures;
  std::vector<std::pair<Measure, Measure>> rates;
};

Funnel FunnelOf(bool headcounts) {
  Funnel funnel;
  const Measure base = headcounts ? v1::MEASURE_IN_SCOPE : v1::MEASURE_REGISTERED;
  if (headcounts) funnel.measures.push_back(v1::MEASURE_IN_SCOPE);
  for (const Measure measure :
       {v1::MEASURE_REGISTERED, v1::MEASURE_PRE_SURVEY, v1::MEASURE_LEARNING_STARTED,
        v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_MINUTES, v1::MEASURE_POST_SURVEY}) {
    funnel.measures.push_back(measure);
  }
  if (headcounts) funnel.rates.push_back({v1::MEASURE_REGISTERED, base});
  funnel.rates.push_back({v1::MEASURE_PRE_SURVEY, base});
  funnel.rates.push_back({v1::MEASURE_LEARNING_STARTED, base});
  funnel.rates.push_back({v1::MEASURE_LEARNING_COMPLETED, base});
  funnel.rates.push_back({v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED});
  funnel.rates.push_back({v1::MEASURE_POST_SURVEY, v1::MEASURE_LEARNING_COMPLETED});
  return funnel;
}

QueryMetricsRequest Ask(QueryMetricsRequest query, const Funnel& funnel) {
  for (const Measure measure : funnel.measures) query.add_measures(measure);
  for (const auto& [numerator, denominator] : funnel.rates) {
    v1::RateRequest& rate = *query.add_rates();
    rate.set_numerator(numerator);
    rate.set_denominator(denominator);
  }
  return query;
}

// What people call a measure here: "started".
std::string ShortWordOf(Measure measure) {
  const std::string word = WordOf(measure);
  return absl::StartsWith(word, "learning_") ? word.substr(sizeof("learning_") - 1) : word;
}

std::vector<Column> ColumnsOf(Dimension by, const Funnel& funnel) {
  const std::string word = WordOf(by);
  std::vector<Column> columns = {{word, word, ColumnKind::kText, true},
                                 {absl::StrCat(word, "_name"), word, ColumnKind::kText, false, kWidestName}};
  for (const Measure measure : funnel.measures) {
    columns.push_back({WordOf(measure), ShortWordOf(measure), ColumnKind::kCount});
  }
  for (const auto& [numerator, denominator] : funnel.rates) {
    columns.push_back({absl::StrCat(WordOf(numerator), "_per_", WordOf(denominator)),
                       absl::StrCat(ShortWordOf(numerator), "\n/ ", ShortWordOf(denominator)),
                       ColumnKind::kShare});
  }
  return columns;
}

double Share(const QueryMetricsResponse& page, const std::pair<Measure, Measure>& rate, int group) {
  for (const v1::RateColumn& column : page.rates()) {
    if (column.numerator() == rate.first && column.denominator() == rate.second) return column.values(group);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::vector<Cell> RowOf(const QueryMetricsResponse& page, int group, const Funnel& funnel, std::string code,
                        std::string name) {
  std::vector<Cell> row = {std::move(code), std::move(name)};
  for (const Measure measure : funnel.measures) row.push_back(ValueOf(page, measure, group));
  for (const auto& rate : funnel.rates) row.push_back(Share(page, rate, group));
  return row;
}

// The largest first; time goes on as it does.
void Sort(Dimension by, std::vector<std::vector<Cell>>& rows) {
  if (by == v1::DIMENSION_DAY || by == v1::DIMENSION_WEEK || by == v1::DIMENSION_MONTH) return;
  std::stable_sort(rows.begin(), rows.end(), [](const std::vector<Cell>& a, const std::vector<Cell>& b) {
    return a[2].count() > b[2].count();
  });
}

// "Wilton Park (87), ...": in scope, and nobody is registered.
absl::StatusOr<std::string> SilentBodies(Session& session, QueryMetricsRequest query) {
  query.add_group_by(v1::DIMENSION_ORGANISATION);
  query.add_measures(v1::MEASURE_IN_SCOPE);
  query.add_measures(v1::MEASURE_REGISTERED);
  OBT_ASSIGN_OR_RETURN(const std::vector<QueryMetricsResponse> pages, QueryPages(session, query));
  std::vector<std::string> bodies;
  for (const QueryMetricsResponse& page : pages) {
    for (int group = 0; group < GroupsOn(page); ++group) {
      const int64_t in_scope = ValueOf(page, v1::MEASURE_IN_SCOPE, group);
      if (in_scope == 0 || ValueOf(page, v1::MEASURE_REGISTERED, group) > 0) continue;
      bodies.push_back(absl::StrCat(NameOf(page, group), " (", WithThousands(in_scope), ")"));
    }
  }
  if (bodies.empty()) return std::string();
  const size_t more = bodies.size() > kNamedBodies ? bodies.size() - kNamedBodies : 0;
  const std::string count = absl::StrCat(bodies.size(), bodies.size() == 1 ? " body is" : " bodies are");
  bodies.resize(bodies.size() - more);
  return absl::StrCat(count, " in scope with nobody registered: ", absl::StrJoin(bodies, "; "),
                      more > 0 ? absl::StrCat("; and ", more, " more") : "");
}

absl::Status ShowFunnel(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const QueryMetricsRequest query, QueryOf(arguments));
  OBT_ASSIGN_OR_RETURN(const int value, ValueOf(*v1::Dimension_descriptor(), arguments.Text("by")));
  const Dimension by = static_cast<Dimension>(value);
  const bool headcounts = HasHeadcounts(by) && !FiltersPeople(query);
  const Funnel funnel = FunnelOf(headcounts);

  QueryMetricsRequest grouped = Ask(query, funnel);
  grouped.add_group_by(by);
  OBT_ASSIGN_OR_RETURN(const std::vector<QueryMetricsResponse> pages, QueryPages(session, grouped));
  OBT_ASSIGN_OR_RETURN(const std::vector<QueryMetricsResponse> totals,
                       QueryPages(session, Ask(query, funnel)));

  Table table(ColumnsOf(by, funnel));
  std::vector<std::vector<Cell>> rows;
  for (const QueryMetricsResponse& page : pages) {
    for (int group = 0; group < GroupsOn(page); ++group) {
      rows.push_back(RowOf(page, group, funnel, CodeOf(page, group), NameOf(page, group)));
    }
  }
  Sort(by, rows);
  for (std::vector<Cell>& row : rows) table.Add(std::move(row));
  if (GroupsOn(totals.front()) == 1) table.SetTotals(RowOf(totals.front(), 0, funnel, "", "all together"));
  table.SetTitle(absl::StrCat("Learning funnel of ", query.programme_id(), " by ", WordOf(by), " up to ",
                              DayText(pages.front().as_of()), "   ", pages.front().marking()));
  if (headcounts) {
    OBT_ASSIGN_OR_RETURN(const std::string silent, SilentBodies(session, query));
    if (!silent.empty()) table.AddNote(silent);
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command FunnelCommand() {
  std::vector<Option> options = FilterOptions();
  options.push_back(OneOf("by", WordsOf(*v1::Dimension_descriptor()), "What makes a row", "department"));
  return {"funnel",
          "The learning funnel: in scope, registered, started, completed, and the surveys before and after",
          "Every rate names its numerator and denominator. in_scope is the headcount organisations state; "
          "cuts by grade,\n"
          "profession or region have none and are measured against those registered.\n\nExamples:\n"
          "  obtctl funnel\n"
          "  obtctl funnel --by organisation --organisation ministry-of-justice\n"
          "  obtctl funnel --by week -o csv",
          options, ShowFunnel};
}

}  // namespace obt::ctl
