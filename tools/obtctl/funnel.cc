// obtctl funnel and metrics query: figures by any grouping; the funnel from headcount through what people
// learn to what other teams adopt, or the learning alone with its surveys, and the bodies nobody has
// registered in.
#include "tools/obtctl/funnel.h"

#include <array>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/rules/measures.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/figures.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

constexpr size_t kNamedBodies = 12;

// And which people.
std::vector<Option> FilterOptions() {
  std::vector<Option> options = ReasonOptions();
  for (Option& option : std::vector<Option>{
           List("grade", "CODE", "Only people of these grades").To("filter.grades"),
           List("profession", "CODE", "Only people of these professions").To("filter.professions"),
           List("region", "CODE", "Only people of these regions").To("filter.regions")}) {
    options.push_back(std::move(option));
  }
  return options;
}

std::vector<Option> FunnelOptions() {
  std::vector<Option> options = FilterOptions();
  options.push_back(
      OneOf("by", WordsOf(*aggregator::v1::Dimension_descriptor()), "What makes a row", "department")
          .To("group_by"));
  return options;
}

std::vector<Option> WithLearning(std::vector<Option> options) {
  options.push_back(Flag("learning", "The learning alone, with its surveys and minutes"));
  return options;
}

bool FiltersPeople(const QueryMetricsRequest& query) {
  const aggregator::v1::MetricsFilter& filter = query.filter();
  return filter.grades_size() + filter.professions_size() + filter.regions_size() > 0;
}

// Headcounts are stated for organisations, not for kinds of people.
bool HasHeadcounts(const QueryMetricsRequest& query) {
  return rules::CanBeGroupedBy(aggregator::v1::MEASURE_IN_SCOPE, query.group_by(0)) && !FiltersPeople(query);
}

struct Rate {
  Measure numerator, denominator;
};

constexpr Measure kLearning[] = {aggregator::v1::MEASURE_PRE_SURVEY, aggregator::v1::MEASURE_LEARNING_STARTED,
                                 aggregator::v1::MEASURE_LEARNING_COMPLETED,
                                 aggregator::v1::MEASURE_POST_SURVEY,
                                 aggregator::v1::MEASURE_LEARNING_MINUTES};

std::vector<Rate> RatesOf(bool learning, Measure base) {
  std::vector<Rate> rates = {{aggregator::v1::MEASURE_LEARNING_STARTED, base},
                             {aggregator::v1::MEASURE_LEARNING_COMPLETED, base}};
  if (!learning) {
    rates.push_back({aggregator::v1::MEASURE_CONVERSED, base});
    rates.push_back({aggregator::v1::MEASURE_EXPERIMENTS_STARTED, aggregator::v1::MEASURE_CHANGES_AGREED});
    return rates;
  }
  rates.push_back({aggregator::v1::MEASURE_LEARNING_COMPLETED, aggregator::v1::MEASURE_LEARNING_STARTED});
  rates.push_back({aggregator::v1::MEASURE_PRE_SURVEY, base});
  rates.push_back({aggregator::v1::MEASURE_POST_SURVEY, aggregator::v1::MEASURE_LEARNING_COMPLETED});
  return rates;
}

// What is there for the rows and the people asked for. Teams have no grade: what they do is left out there.
void AddFunnel(bool learning, bool headcounts, QueryMetricsRequest& query) {
  const Measure registered = aggregator::v1::MEASURE_REGISTERED;
  const Measure base = headcounts ? aggregator::v1::MEASURE_IN_SCOPE : registered;
  if (headcounts) query.add_measures(base);
  if (learning || !headcounts) query.add_measures(registered);
  const auto has = [&](Measure measure) {
    return measure == base ||
           (rules::CanBeGroupedBy(measure, query.group_by(0)) &&
            (!FiltersPeople(query) || rules::CanBeGroupedBy(measure, aggregator::v1::DIMENSION_GRADE)));
  };
  for (const Measure measure :
       learning ? absl::MakeConstSpan(kLearning) : absl::MakeConstSpan(kFunnelSteps)) {
    if (has(measure)) query.add_measures(measure);
  }
  for (const Rate& rate : RatesOf(learning, base)) {
    if (!has(rate.numerator) || !has(rate.denominator)) continue;
    query.add_rates()->set_numerator(rate.numerator);
    query.mutable_rates()->rbegin()->set_denominator(rate.denominator);
  }
  if (learning && headcounts) {
    query.add_rates()->set_numerator(registered);
    query.mutable_rates()->rbegin()->set_denominator(base);
  }
}

// "up to 2025-02-14   NOT_FOR_PUBLICATION"
std::string UpTo(const QueryMetricsResponse& page) {
  return absl::StrCat("up to ", DayText(page.as_of()), "   ", page.marking());
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
  const bool learning = arguments.Flag("learning");
  AddFunnel(learning, headcounts, query);
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  query.clear_group_by();
  OBT_ASSIGN_OR_RETURN(const Figures totals, QueryPages(session, query));
  Table table = FunnelTable(Together(pages), Together(totals));
  table.SetTitle(absl::StrCat(learning ? "Learning funnel of " : "Funnel of ", query.programme_id(), " by ",
                              arguments.Text("by"), " ", UpTo(pages.front())));
  table.SetFacts(FactsOf(pages, query));
  if (headcounts) {
    OBT_ASSIGN_OR_RETURN(const std::string silent, SilentBodies(session, plain));
    if (!silent.empty()) table.AddNote(silent);
  }
  session.Print(table);
  return absl::OkStatus();
}

Dimension TimeIn(const QueryMetricsRequest& query) {
  for (const int dimension : query.group_by()) {
    if (rules::IsTime(static_cast<Dimension>(dimension))) return static_cast<Dimension>(dimension);
  }
  return aggregator::v1::DIMENSION_UNSPECIFIED;
}

absl::Status Query(Session& session, const Arguments& arguments) {
  QueryMetricsRequest query;
  OBT_RETURN_IF_ERROR(Fill(QueryOptions(), arguments, query));
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  if (arguments.Flag("wide") && TimeIn(query) == aggregator::v1::DIMENSION_UNSPECIFIED)
    return UsageError("--wide needs --by day, week or month");
  Table table = arguments.Flag("wide")     ? WideOf(pages)
                : arguments.Flag("narrow") ? NarrowOf(pages)
                                           : TableOf(pages);
  std::vector<std::string> applied;
  for (const auto& point : pages.front().applied()) {
    applied.push_back(absl::StrCat(point.source(), " up to change ", WithThousands(point.sequence())));
  }
  table.SetFacts(FactsOf(pages, query));
  table.AddNote(absl::StrCat(query.programme_id(), " as of ", DayText(pages.front().as_of()), "; ",
                             pages.front().marking(), "; includes ", absl::StrJoin(applied, ", ")));
  for (const std::string& note :
       {NoteOnRates(pages.front()), NoteOnUndefined(pages.front()), NoteOnMerged(pages.front())}) {
    if (!note.empty()) table.AddNote(note);
  }
  session.Print(table);
  return absl::OkStatus();
}

// What teams name as a reason of how it went, by pillar, what most name first.
absl::Status ShowReasons(Session& session, const Arguments& arguments) {
  QueryMetricsRequest query;
  OBT_RETURN_IF_ERROR(Fill(ReasonOptions(), arguments, query));
  query.add_measures(aggregator::v1::MEASURE_BARRIERS);
  query.add_measures(aggregator::v1::MEASURE_ENABLERS);
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  std::map<std::string, std::array<int64_t, 2>> named;  // by pillar: as a barrier, as an enabler
  for (const aggregator::v1::MeasureColumn& column : pages.front().measures())
    named[column.band()][column.measure() == aggregator::v1::MEASURE_ENABLERS] += column.values(0);
  Table table({{"pillar", "pillar", ColumnKind::kId},
               {"barriers", "stood in\nthe way", ColumnKind::kCount},
               {"enablers", "helped", ColumnKind::kCount}});
  for (const auto& [pillar, counts] : named)
    table.Add({Spaced(absl::AsciiStrToLower(pillar)), counts[0], counts[1]});
  absl::c_stable_sort(table.rows(), [](const std::vector<Cell>& a, const std::vector<Cell>& b) {
    return a[1].count() > b[1].count();
  });
  table.SetTitle(
      absl::StrCat("What concluded experiments of ", query.programme_id(), " name ", UpTo(pages.front())));
  table.SetFacts(FactsOf(pages, query));
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Option> ReasonOptions() {
  return {Edition(),
          List("organisation", "CODE", "Only these organisations with everything below them")
              .To("filter.organisation_codes"),
          Day("as-of", "Last day that counts; default: today, at latest the programme's end"),
          OneOf("attribution", {"then", "now"},
                "Count people where they were when it happened, or where they are", "now")};
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
           Flag("include-out-of-scope", "Add people at organisations outside the programme")
               .To("include_out_of_scope"),
           Flag("organisations-alone", "Without what is below the organisations named")
               .To("filter.organisations_alone"),
           List("theme", "CODE", "Only items with any of these").To("filter.themes"),
           List("outcome", "NAME", "Only items that ended so").To("filter.outcomes"),
           Day("from", "Only what happened on that day or later").To("filter.from_day"),
           List("done", "STEP",
                absl::StrCat("Only people who have done all of these: ",
                             names(*aggregator::v1::Step_descriptor())))
               .To("filter.done"),
           List("not-done", "STEP", "And none of these").To("filter.not_done"),
           Flag("narrow", "A row for each group and measure").For(Use::kOwn),
           Flag("wide", "Weeks, months or days as columns").For(Use::kOwn)}) {
    options.push_back(std::move(option));
  }
  return options;
}

Command ReasonsCommand() {
  return {"reasons", "What stood in the way of experiments most often, and what helped",
          "By the four pillars of innovation, of experiments that have concluded; one that names two is\n"
          "in both.\n\nExamples:\n"
          "  obtctl reasons\n"
          "  obtctl reasons --organisation ministry-of-justice --as-of 2025-02-14",
          ReasonOptions(), ShowReasons};
}

Command FunnelCommand() {
  return {"funnel",
          "The funnel: who is in scope, learned and talked; what was agreed, tried, told and adopted",
          "Every rate names its numerator and denominator. in_scope is the headcount organisations\n"
          "state; cuts by grade, profession or region have none and are measured against those\n"
          "registered. They show people alone: conversations, changes and experiments are of teams.\n\n"
          "Examples:\n"
          "  obtctl funnel\n"
          "  obtctl funnel --by organisation --organisation ministry-of-justice\n"
          "  obtctl funnel --learning --by grade\n"
          "  obtctl funnel --by week -o csv",
          WithLearning(FunnelOptions()), ShowFunnel};
}

Command MetricsQueryCommand() {
  return {"metrics query", "Measures of a programme, grouped by up to three dimensions",
          "Figures are exact management information, not for publication. A list takes commas.\n\n"
          "Examples:\n"
          "  obtctl metrics query --measure learning_started,learning_completed --by department,grade\n"
          "  obtctl metrics query --measure learning_minutes --by week --accumulation new -o csv\n"
          "  obtctl metrics query --measure registered --rate learning_started/registered --by region \\\n"
          "      --organisation ministry-of-justice --attribution then --as-of 2024-11-30\n"
          "  obtctl metrics query --measure conversations --by department,month --wide",
          QueryOptions(), Query};
}

}  // namespace obt::ctl
