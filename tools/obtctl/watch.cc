#include "tools/obtctl/watch.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/days.h"
#include "common/chart/text.h"
#include "common/rules/measures.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/funnel.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/screen.h"
#include "tools/obtctl/standard_output.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

constexpr size_t kUsualWidth = 80;
constexpr int kWeek = 7;
// Letters of a funnel's line beside its bar: name, number, per cent, difference.
constexpr int kBesideBar = 13 + 11 + 9 + 10, kWidestBar = 40, kLeastBar = 5;

std::string ClockOf(absl::Time time) { return absl::FormatTime("%H:%M:%S", time, London()); }
std::string ShortDay(obt::Day day) { return absl::FormatTime("%a %e %b", StartOfDay(day), London()); }

// "One Big Thing 2024, day 12 of 62".
std::string Heading(const std::string& programme_id, const Sight& sight) {
  if (!sight.programme.has_value()) return programme_id;
  const auto [from, to] =
      std::pair(ParseDay(sight.programme->first_day()), ParseDay(sight.programme->last_day()));
  if (!from.has_value() || !to.has_value()) return sight.programme->title();
  const obt::Day today = DayOf(sight.now);
  const std::string when = today < *from
                               ? absl::StrCat("begins on ", DayInWords(sight.programme->first_day()))
                           : today > *to ? absl::StrCat("ended on ", DayInWords(sight.programme->last_day()))
                                         : absl::StrCat("day ", today - *from + 1, " of ", *to - *from + 1);
  return absl::StrCat(sight.programme->title(), ", ", when);
}

int64_t CountOf(const QueryMetricsResponse& page, Measure measure) {
  for (const auto& column : page.measures()) {
    if (column.measure() == measure && column.values_size() > 0) return column.values(0);
  }
  return 0;
}

// Shares are of those in scope, or of those registered where no headcount is stated.
std::string FunnelLines(const Sight& sight, size_t width) {
  const int64_t in_scope = CountOf(sight.funnel, aggregator::v1::MEASURE_IN_SCOPE);
  const auto base = static_cast<double>(
      in_scope > 0 ? in_scope : CountOf(sight.funnel, aggregator::v1::MEASURE_REGISTERED));
  const int letters = std::min(static_cast<int>(width) - kBesideBar, kWidestBar);
  std::string text;
  for (const auto& column : sight.funnel.measures()) {
    if (column.values_size() == 0) continue;
    const int64_t count = column.values(0), more = count - CountOf(sight.first, column.measure());
    const bool people = rules::OptionOf(column.measure()).unit() == "people" && base > 0;
    const double share = people ? static_cast<double>(count) / base : 0;
    const std::string bar = letters < kLeastBar ? ""
                            : people            ? chart::Bar(static_cast<int>(share * letters + 0.5), letters)
                                                : std::string(static_cast<size_t>(letters), ' ');
    absl::StrAppend(
        &text,
        absl::StrFormat("%-13s%10s %s%8s  %s\n", Spaced(ShortWordOf(column.measure())), WithThousands(count),
                        bar, people ? absl::StrFormat("%.1f %%", 100 * share) : "",
                        more == 0 ? "" : absl::StrCat(more > 0 ? "+" : "", WithThousands(more))));
  }
  return text;
}

// What was new on the last day that counts, and on the same day a week before.
std::string FlowLines(const Sight& sight, size_t width) {
  const std::optional<obt::Day> last = ParseDay(sight.funnel.as_of());
  if (!last.has_value() || sight.flow.dimensions().empty()) return "";
  std::vector<Column> columns = {{"day", "new on", ColumnKind::kId}};
  for (const auto& column : sight.flow.measures()) {
    const std::string word = Spaced(ShortWordOf(column.measure()));
    columns.push_back({word, word, ColumnKind::kCount});
  }
  Table table(std::move(columns));
  for (const obt::Day day : {*last, *last - kWeek}) {
    std::vector<Cell> row = {absl::StrCat(ShortDay(day), day == DayOf(sight.now) ? ", today" : "")};
    for (const auto& column : sight.flow.measures()) {
      int64_t value = 0;
      const aggregator::v1::Dictionary& days = sight.flow.dimensions(0);
      for (int group = 0; group < column.values_size(); ++group) {
        if (days.codes(static_cast<int>(days.index(group))) == FormatDay(day)) value += column.values(group);
      }
      row.push_back(value);
    }
    table.Add(std::move(row));
  }
  return absl::StrCat("\n", table.AsText(width));
}

// "UNREACHABLE ideas; SERVING aggregator, identity".
std::string ServicesIn(const States& states) {
  std::map<std::string, std::vector<std::string>> by_health;
  for (const auto& [service, state] : states) by_health[state.health].push_back(service);
  std::vector<std::string> parts;
  for (auto health = by_health.rbegin(); health != by_health.rend(); ++health)
    parts.push_back(absl::StrCat(health->first, " ", absl::StrJoin(health->second, ", ")));
  return absl::StrJoin(parts, "; ");
}

// What is asked again and again.
class Watcher {
 public:
  Watcher(Session& session, QueryMetricsRequest query) : session_(session), query_(std::move(query)) {
    for (const Measure measure : {aggregator::v1::MEASURE_IN_SCOPE, aggregator::v1::MEASURE_REGISTERED,
                                  aggregator::v1::MEASURE_PARTICIPANTS})
      query_.add_measures(measure);
    for (const Measure measure : kFunnelSteps) query_.add_measures(measure);
  }

  // Fails where asking again would not help: a wrong question, or one that is not allowed.
  absl::Status Look() {
    sight_.now = absl::Now();
    sight_.services = ctl::Look(session_, {}, probe_);
    const auto found = sight_.services.find("aggregator");
    const absl::Status asked =
        found != sight_.services.end() && found->second.health != kServing
            ? absl::UnavailableError(absl::StrCat("the aggregator service is ", found->second.health))
            : Ask();
    sight_.trouble = std::string(asked.message());
    const bool may_pass = absl::IsUnavailable(asked) || absl::IsDeadlineExceeded(asked) ||
                          absl::IsResourceExhausted(asked) || absl::IsAborted(asked);
    return may_pass ? absl::OkStatus() : asked;
  }
  std::string Frame(size_t width) const {
    return FrameOf(query_.programme_id(), sight_, width == 0 ? kUsualWidth : width);
  }
  bool HasFigures() const { return sight_.asked == sight_.now; }
  const std::string& trouble() const { return sight_.trouble; }

 private:
  absl::Status Ask() {
    if (!sight_.programme.has_value()) {
      identity::v1::GetProgrammeRequest request;
      request.set_programme_id(query_.programme_id());
      const auto answer = session_.Ask<identity::v1::GetProgrammeResponse>(request);
      if (answer.ok()) sight_.programme = answer->programme();
    }
    OBT_ASSIGN_OR_RETURN(const Figures funnel, QueryPages(session_, query_));
    QueryMetricsRequest flow = query_;
    flow.clear_measures();
    for (const Measure measure :
         {aggregator::v1::MEASURE_LEARNING_STARTED, aggregator::v1::MEASURE_LEARNING_COMPLETED,
          aggregator::v1::MEASURE_LEARNING_MINUTES, aggregator::v1::MEASURE_CONVERSATIONS})
      flow.add_measures(measure);
    flow.add_group_by(aggregator::v1::DIMENSION_DAY);
    flow.set_accumulation(aggregator::v1::ACCUMULATION_NEW);
    *flow.mutable_as_of() = funnel.front().as_of();
    if (const std::optional<obt::Day> last = ParseDay(flow.as_of()))
      *flow.mutable_filter()->mutable_from_day() = ToDate(*last - kWeek);
    OBT_ASSIGN_OR_RETURN(const Figures days, QueryPages(session_, flow));
    OBT_ASSIGN_OR_RETURN(sight_.freshness, session_.Ask<aggregator::v1::GetFreshnessResponse>(
                                               aggregator::v1::GetFreshnessRequest()));
    sight_.funnel = Together(funnel).front();
    sight_.flow = days.front();
    if (sight_.asked == absl::InfinitePast()) sight_.first = sight_.funnel;
    sight_.asked = sight_.now;
    return absl::OkStatus();
  }

  Session& session_;
  QueryMetricsRequest query_;
  HealthProbe probe_;
  Sight sight_;
};

absl::Status Watch(Session& session, const Arguments& arguments) {
  if (session.ForPrograms())
    return UsageError(
        "watch draws for people; for programs: obtctl funnel, obtctl freshness and obtctl status");
  QueryMetricsRequest query;
  OBT_RETURN_IF_ERROR(Fill(ReasonOptions(), arguments, query));
  Watcher watcher(session, std::move(query));
  OBT_RETURN_IF_ERROR(watcher.Look());
  if (arguments.Flag("once") || isatty(STDOUT_FILENO) == 0) {
    PutOut(watcher.Frame(session.Width()));
    return watcher.HasFigures() ? absl::OkStatus() : UnreachableError(watcher.trouble());
  }
  Screen screen;
  for (;;) {
    OBT_RETURN_IF_ERROR(screen.Draw(watcher.Frame(Screen::Width())));
    absl::SleepFor(absl::Seconds(arguments.Number("every")));
    OBT_RETURN_IF_ERROR(watcher.Look());
  }
}

}  // namespace

std::string FrameOf(const std::string& programme_id, const Sight& sight, size_t width) {
  // The last column stays free: a terminal that has come to the end of its line clears that letter.
  const size_t most = std::max<size_t>(width, 2) - 1;
  std::string text = absl::StrCat(Heading(programme_id, sight), "   ", ClockOf(sight.now), "\n");
  const bool ever = sight.asked != absl::InfinitePast();
  if (ever)
    absl::StrAppend(&text, "up to ", DayInWords(sight.funnel.as_of()), "   ", sight.funnel.marking(), "\n");
  if (!sight.trouble.empty()) {
    const std::string since = ever ? absl::StrCat("; these are of ", ClockOf(sight.asked)) : "";
    text += Indented(absl::StrCat("no figures of now: ", sight.trouble, since, "; trying again"), 0, most);
  }
  if (ever) {
    absl::StrAppend(&text, "\n", FunnelLines(sight, most), FlowLines(sight, most), "\n",
                    Indented(absl::StrCat("behind    ", LagsIn(sight.freshness)), 0, most));
  }
  absl::StrAppend(&text, ever ? "" : "\n",
                  Indented(absl::StrCat("services  ", ServicesIn(sight.services)), 0, most));
  std::string frame;
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(text, "\n"), '\n'))
    absl::StrAppend(&frame, absl::StripTrailingAsciiWhitespace(Cut(Printable(line), most)), "\n");
  return frame;
}

Command WatchCommand() {
  std::vector<Option> options = ReasonOptions();
  options.push_back(Number("every", "SECONDS", "How long to wait before looking again", 2).Between(1, 3600));
  options.push_back(Flag("once", "Print what there is now, and end"));
  return {"watch", "The funnel as it changes, what is new today, and how far the figures are behind",
          "Draws in place until Ctrl-C. What has changed since it began stands at the right. While services\n"
          "do not answer it says so and goes on. Where nobody looks, in a pipe or a file, it prints one\n"
          "picture and ends; the exit code is 3 if the aggregator did not answer.\n\n"
          "Examples:\n"
          "  obtctl watch\n"
          "  obtctl watch --organisation ministry-of-justice --every 10\n"
          "  obtctl watch --once --as-of 2024-11-29",
          std::move(options), Watch};
}

}  // namespace obt::ctl
