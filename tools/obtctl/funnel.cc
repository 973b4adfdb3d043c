// obtctl funnel and metrics query: figures by any grouping; the learning funnel from headcount through the
// surveys and what people learn, and the bodies nobody has registered in.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rules/measures.h"
#include "tools/obtctl/figures.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

constexpr size_t kNamedBodies = 12;

// Which people and which day.
std::vector<Option> FilterOptions() {
  return {Edition(),
          List("organisation", "CODE", "Only these organisations with everything below them")
              .To("filter.organisation_codes"),
          List("grade", "CODE", "Only people of these grades").To("filter.grades"),
          List("profession", "CODE", "Only people of these professions").To("filter.professions"),
          List("region", "CODE", "Only people of these regions").To("filter.regions"),
          Day("as-of", "Last day that counts; default: today, at latest the programme's end"),
          OneOf("attribution", {"then", "now"},
                "Count people where they were when it happened, or where they are", "now")};
}

std::vector<Option> FunnelOptions() {
  std::vector<Option> options = FilterOptions();
  options.push_back(
      OneOf("by", WordsOf(*aggregator::v1::Dimension_descriptor()), "What makes a row", "department")
          .To("group_by"));
  return options;
}

std::vector<Option> QueryOptions() {
  const auto names = [](const google::protobuf::EnumDescriptor& type) {
    return absl::StrJoin(WordsOf(type), ", ");
  };
  std::vector<Option> options = FilterOptions();
  for (Option& option : std::vector<Option>{
           List("measure", "NAME", absl::StrCat("1 to 10 of ", names(*aggregator::v1::Measure_descriptor())))
               .Must()
               .To("measures"),
           List("by", "NAME", absl::StrCat("Up to three of ", names(*aggregator::v1::Dimension_descriptor())))
               .To("group_by"),
           List("rate", "NAME/NAME", "Quotients of two measures").As("{numerator}/{denominator}"),
           OneOf("accumulation", {"new", "cumulative"},
                 "With day, week or month: new in each, or all up to its end", "cumulative"),
           Flag("out-of-scope", "Add people at organisations outside the programme")
               .To("include_out_of_scope")}) {
    options.push_back(std::move(option));
  }
  return options;
}

// Headcounts are stated for organisations, not for kinds of people.
bool HasHeadcounts(const QueryMetricsRequest& query) {
  const aggregator::v1::MetricsFilter& filter = query.filter();
  return rules::CanBeGroupedBy(aggregator::v1::MEASURE_IN_SCOPE, query.group_by(0)) &&
         filter.grades_size() + filter.professions_size() + filter.regions_size() == 0;
}

void AddFunnel(bool headcounts, QueryMetricsRequest& query) {
  const Measure base = headcounts ? aggregator::v1::MEASURE_IN_SCOPE : aggregator::v1::MEASURE_REGISTERED;
  if (headcounts) query.add_measures(aggregator::v1::MEASURE_IN_SCOPE);
  for (const Measure measure :
       {aggregator::v1::MEASURE_REGISTERED, aggregator::v1::MEASURE_PRE_SURVEY,
        aggregator::v1::MEASURE_LEARNING_STARTED, aggregator::v1::MEASURE_LEARNING_COMPLETED,
        aggregator::v1::MEASURE_POST_SURVEY, aggregator::v1::MEASURE_LEARNING_MINUTES}) {
    query.add_measures(measure);
  }
  const auto rate = [&query](Measure numerator, Measure denominator) {
    query.add_rates()->set_numerator(numerator);
    query.mutable_rates()->rbegin()->set_denominator(denominator);
  };
  rate(aggregator::v1::MEASURE_LEARNING_STARTED, base);
  rate(aggregator::v1::MEASURE_LEARNING_COMPLETED, base);
  rate(aggregator::v1::MEASURE_LEARNING_COMPLETED, aggregator::v1::MEASURE_LEARNING_STARTED);
  rate(aggregator::v1::MEASURE_PRE_SURVEY, base);
  rate(aggregator::v1::MEASURE_POST_SURVEY, aggregator::v1::MEASURE_LEARNING_COMPLETED);
  if (headcounts) rate(aggregator::v1::MEASURE_REGISTERED, base);
}

// "Wilton Park (87), ...": in scope, and nobody is registered.
absl::StatusOr<std::string> SilentBodies(Session& session, QueryMetricsRequest query) {
  query.set_group_by(0, aggregator::v1::DIMENSION_ORGANISATION);
  query.add_measures(aggregator::v1::MEASURE_IN_SCOPE);
  query.add_measures(aggregator::v1::MEASURE_REGISTERED);
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  const Table table = FunnelTable(pages, {QueryMetricsResponse()});
  std::vector<std::string> bodies;
  for (const std::vector<Cell>& row : table.rows()) {
    if (row[2].count() == 0 || row[3].count() > 0) continue;
    bodies.push_back(absl::StrCat(row[1].text(), " (", WithThousands(row[2].count()), ")"));
  }
  if (bodies.empty()) return std::string();
  const size_t more = bodies.size() > kNamedBodies ? bodies.size() - kNamedBodies : 0;
  const std::string count = absl::StrCat(bodies.size(), bodies.size() == 1 ? " body is" : " bodies are");
  bodies.resize(bodies.size() - more);
  return absl::StrCat(count, " in scope with nobody registered: ", absl::StrJoin(bodies, "; "),
                      more > 0 ? absl::StrCat("; and ", more, " more") : "");
}

absl::Status ShowFunnel(Session& session, const Arguments& arguments) {
  QueryMetricsRequest plain;
  OBT_RETURN_IF_ERROR(Fill(FunnelOptions(), arguments, plain));
  const bool headcounts = HasHeadcounts(plain);
  QueryMetricsRequest query = plain;
  AddFunnel(headcounts, query);
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  query.clear_group_by();
  OBT_ASSIGN_OR_RETURN(const Figures totals, QueryPages(session, query));
  Table table = FunnelTable(pages, totals);
  table.SetTitle(absl::StrCat("Learning funnel of ", query.programme_id(), " by ", arguments.Text("by"),
                              " up to ", DayText(pages.front().as_of()), "   ", pages.front().marking()));
  table.SetFacts(FactsOf(pages, query));
  if (headcounts) {
    OBT_ASSIGN_OR_RETURN(const std::string silent, SilentBodies(session, plain));
    if (!silent.empty()) table.AddNote(silent);
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Query(Session& session, const Arguments& arguments) {
  QueryMetricsRequest query;
  OBT_RETURN_IF_ERROR(Fill(QueryOptions(), arguments, query));
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  Table table = TableOf(pages);
  std::vector<std::string> applied;
  for (const auto& point : pages.front().applied()) {
    applied.push_back(absl::StrCat(point.source(), " up to change ", WithThousands(point.sequence())));
  }
  table.SetFacts(FactsOf(pages, query));
  table.AddNote(absl::StrCat(query.programme_id(), " as of ", DayText(pages.front().as_of()), "; ",
                             pages.front().marking(), "; includes ", absl::StrJoin(applied, ", ")));
  if (const std::string note = NoteOnRates(pages.front()); !note.empty()) table.AddNote(note);
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command FunnelCommand() {
  return {"funnel",
          "The learning funnel: in scope, registered, started, completed, and the surveys before and after",
          "Every rate names its numerator and denominator. in_scope is the headcount organisations\n"
          "state; cuts by grade, profession or region have none and are measured against those\n"
          "registered.\n\nExamples:\n"
          "  obtctl funnel\n"
          "  obtctl funnel --by organisation --organisation ministry-of-justice\n"
          "  obtctl funnel --by week -o csv",
          FunnelOptions(), ShowFunnel};
}

Command MetricsQueryCommand() {
  return {"metrics query", "Measures of a programme, grouped by up to three dimensions",
          "Figures are exact management information, not for publication. A list takes commas.\n\n"
          "Examples:\n"
          "  obtctl metrics query --measure learning_started,learning_completed --by department,grade\n"
          "  obtctl metrics query --measure learning_minutes --by week --accumulation new -o csv\n"
          "  obtctl metrics query --measure registered --rate learning_started/registered --by region \\\n"
          "      --organisation ministry-of-justice --attribution then --as-of 2024-11-30",
          QueryOptions(), Query};
}

}  // namespace obt::ctl
