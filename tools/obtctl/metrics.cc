// obtctl metrics: any figure by any grouping.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/obtctl/figures.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

absl::Status Query(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(QueryMetricsRequest query, QueryOf(arguments));
  for (const std::string& word : arguments.List("measure")) {
    OBT_ASSIGN_OR_RETURN(const int measure, ValueOf(*v1::Measure_descriptor(), word));
    query.add_measures(static_cast<Measure>(measure));
  }
  for (const std::string& word : arguments.List("by")) {
    OBT_ASSIGN_OR_RETURN(const int dimension, ValueOf(*v1::Dimension_descriptor(), word));
    query.add_group_by(static_cast<Dimension>(dimension));
  }
  for (const std::string& text : arguments.List("rate")) {
    OBT_ASSIGN_OR_RETURN(*query.add_rates(), ParseRate(text));
  }
  OBT_ASSIGN_OR_RETURN(const int accumulation,
                       ValueOf(*v1::Accumulation_descriptor(), arguments.Text("accumulation")));
  query.set_accumulation(static_cast<v1::Accumulation>(accumulation));
  query.set_include_out_of_scope(arguments.Flag("out-of-scope"));
  OBT_ASSIGN_OR_RETURN(const std::vector<QueryMetricsResponse> pages, QueryPages(session, query));
  Table table = TableOf(pages);
  std::vector<std::string> applied;
  for (const auto& point : pages.front().applied()) {
    applied.push_back(absl::StrCat(point.source(), " up to change ", WithThousands(point.sequence())));
  }
  table.AddNote(absl::StrCat("as of ", DayText(pages.front().as_of()), "; ", pages.front().marking(),
                             "; includes ", absl::StrJoin(applied, ", ")));
  session.Print(table);
  return absl::OkStatus();
}

absl::Status ListMetrics(Session& session, const Arguments&) {
  OBT_ASSIGN_OR_RETURN(const v1::ListMetricsResponse response,
                       session.Ask<v1::ListMetricsResponse>(v1::ListMetricsRequest()));
  Table table({{"measure", "measure"},
               {"unit", "unit"},
               {"stock", "stock"},
               {"definition", "definition"},
               {"group_by", "by"}});
  for (const v1::MetricDefinition& metric : response.metrics()) {
    std::vector<std::string> dimensions;
    for (const int dimension : metric.group_by())
      dimensions.push_back(WordOf(static_cast<Dimension>(dimension)));
    table.Add({WordOf(metric.measure()), metric.unit(), metric.stock(), metric.definition(),
               absl::StrJoin(dimensions, " ")});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> MetricsCommands() {
  std::vector<Option> options = FilterOptions();
  Option measures =
      List("measure", "NAME",
           absl::StrCat("1 to 10 of ", absl::StrJoin(WordsOf(*v1::Measure_descriptor()), ", ")));
  measures.required = true;
  options.push_back(measures);
  options.push_back(
      List("by", "NAME",
           absl::StrCat("Up to three of ", absl::StrJoin(WordsOf(*v1::Dimension_descriptor()), ", "))));
  options.push_back(List("rate", "NAME/NAME", "Quotients of two measures"));
  options.push_back(OneOf("accumulation", {"new", "cumulative"},
                          "With day, week or month: new in each, or all up to its end", "cumulative"));
  options.push_back(Flag("out-of-scope", "Add people at organisations outside the programme"));
  return {
      {"metrics query", "Measures of a programme, grouped by up to three dimensions",
       "Figures are exact management information, not for publication. A list takes commas.\n\nExamples:\n"
       "  obtctl metrics query --measure learning_started,learning_completed --by department,grade\n"
       "  obtctl metrics query --measure learning_minutes --by week --accumulation new -o csv\n"
       "  obtctl metrics query --measure registered --rate learning_started/registered --by region \\\n"
       "      --organisation ministry-of-justice --attribution then --as-of 2024-11-30",
       options, Query},
      {"metrics list", "The catalogue of measures", "", {}, ListMetrics},
  };
}

}  // namespace obt::ctl
