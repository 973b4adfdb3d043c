// How long after learning has acknowledged an event a figure has it: single events at an even pace from
// several callers, while one caller asks a cheap question again and again. An event is seen once an answer is
// there whose applied change of learning is the event's or a later one. Every answer is looked at: since the
// first one it must have risen by a minute for each event it says is in it. So nobody else may record
// meanwhile. Arguments: the world's directory and that of its rows.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "tests/bench/goals.h"
#include "tests/bench/query/ours.h"
#include "tests/bench/query/while_learning.h"

namespace obt::bench::query {
namespace {

using Steady = std::chrono::steady_clock;

constexpr Pace kPace = {2'000, 1, 64};
constexpr auto kLong = std::chrono::seconds(20), kPatience = std::chrono::seconds(60);
constexpr int kMostMinutesBefore = 10'000;  // of 12,000 that count; what is recorded must count
constexpr Goal kSeen = {Better::kLess, 250, 250}, kRecorded = {Better::kMore, 1'950, 1'950};

double MsBetween(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

struct Acknowledged {
  uint64_t sequence = 0;
  Steady::time_point at;
};

// An answer, once it was there.
struct Look {
  Steady::time_point asked, at;
  uint64_t applied = 0;
  int64_t minutes = 0;  // of everybody
};

aggregator::v1::QueryMetricsRequest MinutesByDepartment() {
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  request.add_group_by(aggregator::v1::DIMENSION_DEPARTMENT);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_MINUTES);
  request.set_include_out_of_scope(true);
  return request;
}

Look LookAt(const rpc::Client& aggregator) {
  static const auto& request = *new aggregator::v1::QueryMetricsRequest(MinutesByDepartment());
  Look look;
  look.asked = Steady::now();
  const auto answer = aggregator.Call<aggregator::v1::QueryMetricsResponse>(request);
  look.at = Steady::now();
  if (!answer.ok()) Die(answer.status().ToString());
  for (const auto& point : answer->applied()) {
    if (point.source() == "learning") look.applied = point.sequence();
  }
  for (const int64_t minutes : answer->measures(0).values()) look.minutes += minutes;
  return look;
}

// Those of them of whom another few minutes count.
void KeepThoseWithRoom(const rpc::Client& learning, std::vector<std::string>& people) {
  constexpr size_t kPeopleACall = 500;
  std::vector<std::string> kept;
  for (size_t first = 0; first < people.size(); first += kPeopleACall) {
    learning::v1::BatchGetLearnerRecordsRequest request;
    request.set_programme_id("obt-2024");
    for (size_t i = first; i < std::min(first + kPeopleACall, people.size()); ++i)
      request.add_person_ids(people[i]);
    const auto answer = learning.Call<learning::v1::BatchGetLearnerRecordsResponse>(request);
    if (!answer.ok()) Die(answer.status().ToString());
    for (const auto& result : answer->results()) {
      if (result.status().code() == 0 && result.record().minutes() <= kMostMinutesBefore)
        kept.push_back(result.record().person_id());
    }
  }
  if (kept.empty()) Die("nobody of the world learns");
  people = kept;
}

// Both in order. How long until each was seen, ms; less than nothing where an answer had it before.
Latencies SeenAfter(const std::vector<Acknowledged>& events, const std::vector<Look>& looks) {
  Latencies latencies;
  size_t look = 0;
  for (const Acknowledged& event : events) {
    while (looks[look].applied < event.sequence) ++look;
    latencies.ms.push_back(MsBetween(event.at, looks[look].at));
  }
  return latencies;
}

void CheckMinutes(const std::vector<Acknowledged>& events, const std::vector<Look>& looks) {
  size_t in_it = 0;
  for (const Look& look : looks) {
    while (in_it < events.size() && events[in_it].sequence <= look.applied) ++in_it;
    const int64_t risen = look.minutes - looks.front().minutes;
    if (risen != static_cast<int64_t>(in_it))
      Die(absl::StrCat("an answer at change ", look.applied, " has risen by ", risen, " minutes, of ", in_it,
                       " events; did somebody else record learning?"));
  }
}

void Print(const Latencies& seen, const Latencies& answers, double recorded) {
  const auto before = std::count_if(seen.ms.begin(), seen.ms.end(), [](double ms) { return ms <= 0; });
  std::printf("%zu events, each seen; %zu answers, each with the minutes of the events it says\n",
              seen.ms.size(), answers.ms.size());
  PrintHead();
  PrintFigure("events recorded one by one, a second", recorded, kRecorded,
              absl::StrFormat("of %d wanted, by %d callers", kPace.events_a_second, kPace.callers));
  PrintFigure("acknowledged to seen, p50, ms", seen.Percentile(50), std::nullopt,
              absl::StrFormat("%.1f %% were seen before",
                              100. * static_cast<double>(before) / static_cast<double>(seen.ms.size())));
  PrintFigure("acknowledged to seen, p99, ms", seen.Percentile(99), kSeen);
  PrintFigure("acknowledged to seen, longest, ms", seen.Percentile(100), std::nullopt);
  PrintFigure("the question that looks, p50, ms", answers.Percentile(50), std::nullopt);
  PrintFigure("the question that looks, p99, ms", answers.Percentile(99), std::nullopt);
}

int Main(const std::string& place, const std::string& rows) {
  World world = ReadWorld(rows);
  const auto aggregator = ClientTo(place, "aggregator", "admin"),
             learning = ClientTo(place, "learning", "simulator");
  KeepThoseWithRoom(*learning, world.people);
  std::vector<Look> looks = {LookAt(*aggregator)};
  Mutex mutex;
  std::vector<Acknowledged> events;
  const auto told = [&](const learning::v1::RecordLearningResponse& response) {
    const Steady::time_point now = Steady::now();
    MutexLock lock(mutex);
    for (const auto& result : response.results()) events.push_back({result.sequence(), now});
  };
  const auto look = [&] {
    const Steady::time_point end = Steady::now() + kLong;
    while (Steady::now() < end) looks.push_back(LookAt(*aggregator));
  };
  const double recorded = WhileLearning(*learning, world, kPace, look, told);
  std::sort(events.begin(), events.end(),
            [](const Acknowledged& a, const Acknowledged& b) { return a.sequence < b.sequence; });
  if (events.empty()) Die("nothing was recorded");
  const Steady::time_point patient = Steady::now() + kPatience;
  while (looks.back().applied < events.back().sequence && Steady::now() < patient)
    looks.push_back(LookAt(*aggregator));
  if (looks.back().applied < events.back().sequence) Die("the aggregator does not follow");
  CheckMinutes(events, looks);
  Latencies answers;
  for (const Look& one : looks) answers.ms.push_back(MsBetween(one.asked, one.at));
  Print(SeenAfter(events, looks), answers, recorded);
  return 0;
}

}  // namespace
}  // namespace obt::bench::query

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: obt-bench-freshness WORLD ROWS\n");
    return 2;
  }
  return obt::bench::query::Main(argv[1], argv[2]);
}
