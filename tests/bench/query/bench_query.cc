// Our figures beside those of DuckDB and PostgreSQL: the same questions over the same rows in one run, the
// three by turns. First every answer is compared, cell by cell; a difference ends the bench. Then times are
// taken and printed; nothing is asserted of them. For arguments see main().
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/bench/query/answers.h"
#include "tests/bench/query/ours.h"
#include "tests/bench/query/rods.h"
#include "tests/bench/query/statements.h"
#include "tests/bench/query/while_learning.h"

namespace obt::bench::query {
namespace {

// Variants of each question that databases are asked, compared before they are timed. Ours is asked several
// in every round, so that its 99th percentile says something.
constexpr int kRounds = 20, kOursARound = 6;
constexpr absl::Duration kLong = absl::Seconds(10);
constexpr Goal kTimesDuckDb = {Better::kMore, 4, 10};
constexpr Goal kTimesPostgres = {Better::kMore, 4, 30};
constexpr Goal kFloor = {Better::kMore, 4, 4};
constexpr Goal kQuick = {Better::kLess, 5, 5};
constexpr Goal kAtOnce = {Better::kMore, 1'500, 1'500};
constexpr Goal kUnderLoad = {Better::kLess, 1.5, 1.5};
constexpr int kCallers = 64, kSurveyCalls = 200;
constexpr Pace kPace = {5'000, 500};

struct Timed {
  size_t groups = 0;
  Latencies ours, duckdb, postgres;
  double TimesDuckDb() const { return duckdb.Percentile(50) / ours.Percentile(50); }
  double TimesPostgres() const { return postgres.Percentile(50) / ours.Percentile(50); }
};

class Bench {
 public:
  Bench(const Ours& ours, const World& world, Rod& duckdb, Rod& postgres)
      : ours_(ours), world_(world), duckdb_(duckdb), postgres_(postgres), timed_(AllQuestions().size()) {}

  void Load(const std::string& rows) {
    for (Rod* rod : {&duckdb_, &postgres_}) rod->Load(rows);
    for (size_t i = 0; i < AllQuestions().size(); ++i) {
      const Question& question = AllQuestions()[i];
      columns_.push_back(AnswerOf(*ours_.Answer(Ask(question, world_, 0)), world_).columns);
      const std::string statement = StatementOf(question, columns_.back(), world_);
      for (Rod* rod : {&duckdb_, &postgres_})
        rod->Prepare(static_cast<int>(i), statement, ParametersOf(question));
    }
  }

  void Compare() {
    size_t cells = 0;
    for (int variant = 0; variant < kRounds; ++variant) {
      for (size_t i = 0; i < AllQuestions().size(); ++i) cells += CompareOne(i, variant);
    }
    std::cout << absl::StrFormat("%d answers of each compared: %d cells, none differs\n",
                                 kRounds * AllQuestions().size(), cells)
              << std::flush;
  }

  void Time() {
    for (int round = 0; round < kRounds; ++round) {
      for (size_t i = 0; i < AllQuestions().size(); ++i) {
        const Question& question = AllQuestions()[i];
        for (int turn = 0; turn < kOursARound; ++turn) {
          const int variant = (round * kOursARound + turn) % kVariants;
          timed_[i].ours.ms.push_back(ours_.Ask(Ask(question, world_, variant)));
        }
        const std::vector<int> parameters = Ask(question, world_, round).parameters;
        const int number = static_cast<int>(i);
        timed_[i].duckdb.ms.push_back(duckdb_.Ask(number, parameters, false).ms);
        timed_[i].postgres.ms.push_back(postgres_.Ask(number, parameters, false).ms);
      }
    }
  }

  void Print() const {
    std::cout << absl::StrFormat("\n%-58s %7s %8s %8s %9s %10s %8s %10s\n", "question; ms", "groups",
                                 "ours p50", "p99", "DuckDB", "PostgreSQL", "x DuckDB", "x Postgres");
    std::vector<double> duckdb, postgres;
    Latencies simple;
    for (size_t i = 0; i < timed_.size(); ++i) {
      const Timed& timed = timed_[i];
      std::cout << absl::StrFormat("%-58s %7d %8.2f %8.2f %9.2f %10.2f %8.1f %10.1f\n",
                                   AllQuestions()[i].name, timed.groups, timed.ours.Percentile(50),
                                   timed.ours.Percentile(99), timed.duckdb.Percentile(50),
                                   timed.postgres.Percentile(50), timed.TimesDuckDb(), timed.TimesPostgres());
      duckdb.push_back(timed.TimesDuckDb());
      postgres.push_back(timed.TimesPostgres());
      if (AllQuestions()[i].group_by.size() == 1)
        simple.ms.insert(simple.ms.end(), timed.ours.ms.begin(), timed.ours.ms.end());
    }
    std::cout << "\n";
    PrintHead();
    PrintTimes("DuckDB", duckdb, kTimesDuckDb);
    PrintTimes("PostgreSQL", postgres, kTimesPostgres);
    if (!simple.ms.empty())
      PrintFigure("one grouping between the others' turns, p99, ms", simple.Percentile(99), kQuick);
  }

  // Ours alone: what leaves is protected, so that no other answer could be the same. A page of each.
  void TimeSurveys() const {
    using aggregator::v1::Dimension;
    const std::pair<const char*, Asked> questions[] = {
        {"surveys by department", AskSurveys({Dimension::DIMENSION_DEPARTMENT})},
        {"surveys, organisation x grade",
         AskSurveys({Dimension::DIMENSION_ORGANISATION, Dimension::DIMENSION_GRADE})}};
    PrintFigure("surveys, the first question of all, ms", ours_.Ask(questions[0].second), std::nullopt,
                "takes the week down, where nobody had asked in it");
    for (const auto& [name, asked] : questions) {
      Latencies latencies;
      for (int i = 0; i < kSurveyCalls; ++i) latencies.ms.push_back(ours_.Ask(asked));
      const auto answer = ours_.Answer(asked);
      const int rows = dynamic_cast<const aggregator::v1::QuerySurveysResponse&>(*answer).results_size();
      if (rows == 0) Die("no survey has results");
      PrintFigure(absl::StrCat(name, ", p50, ms"), latencies.Percentile(50), std::nullopt,
                  absl::StrCat(rows, " rows of a week that is taken down"));
      PrintFigure(absl::StrCat(name, ", p99, ms"), latencies.Percentile(99), std::nullopt);
    }
  }

  // Questions of one grouping, which there must be.
  void TimeTogether(const rpc::Client& learning) const {
    if (SimpleQuestions().empty()) return;
    PrintFigure("the same question again and again, p50, ms", ours_.AskTheSame(400).Percentile(50),
                std::nullopt);
    PrintFigure(absl::StrCat("one grouping, ", kCallers, " callers at once, answers a second"),
                ours_.AskAtOnce(kCallers, SimpleQuestions(), kLong), kAtOnce);
    PrintFigure(absl::StrCat("all questions, ", kCallers, " callers at once, answers a second"),
                ours_.AskAtOnce(kCallers, AllQuestions(), kLong), std::nullopt);
    const Latencies quiet = ours_.AskSimple(kLong);
    PrintFigure("one grouping, quiet, p50, ms", quiet.Percentile(50), std::nullopt);
    PrintFigure("one grouping, quiet, p99, ms", quiet.Percentile(99), kQuick);
    Latencies loaded;
    uint64_t applied = 0;
    const double recorded = WhileLearning(learning, world_, kPace, [&] {
      const uint64_t before = ours_.AppliedOf("learning");
      loaded = ours_.AskSimple(kLong);
      applied = ours_.AppliedOf("learning") - before;
    });
    const double seconds = absl::ToDoubleSeconds(kLong);
    PrintFigure("one grouping while changes are applied, p50, ms", loaded.Percentile(50), std::nullopt,
                absl::StrFormat("of %d/s wanted %.0f/s recorded, %.0f/s applied", kPace.events_a_second,
                                recorded, static_cast<double>(applied) / seconds));
    PrintFigure("one grouping while changes are applied, p99, ms", loaded.Percentile(99), std::nullopt);
    PrintFigure("p50, times quiet", loaded.Percentile(50) / quiet.Percentile(50), kUnderLoad);
    PrintFigure("p99, times quiet", loaded.Percentile(99) / quiet.Percentile(99), kUnderLoad);
  }

 private:
  static void PrintTimes(const std::string& whom, const std::vector<double>& times, const Goal& goal) {
    PrintFigure(absl::StrCat("times ", whom, ", median of the questions"), Median(times), goal);
    const auto least = std::min_element(times.begin(), times.end());
    PrintFigure(absl::StrCat("times ", whom, ", least"), *least, kFloor,
                AllQuestions()[static_cast<size_t>(least - times.begin())].name);
  }

  size_t CompareOne(size_t i, int variant) {
    const Question& question = AllQuestions()[i];
    const Asked asked = Ask(question, world_, variant);
    const Cells ours = AnswerOf(*ours_.Answer(asked), world_).cells;
    timed_[i].groups = std::max(timed_[i].groups, ours.size());
    for (const auto& [name, rod] : {std::pair("DuckDB", &duckdb_), std::pair("PostgreSQL", &postgres_)}) {
      const Reply reply = rod->Ask(static_cast<int>(i), asked.parameters, true);
      const std::string difference = DifferenceOf(ours, CellsOf(question, reply.rows, world_), columns_[i]);
      if (!difference.empty())
        Die(absl::StrCat("\"", question.name, "\" as of ", FormatDay(world_.base + asked.parameters[0]),
                         ", variant ", variant, ", differs from ", name, ": ", difference, "\n",
                         StatementOf(question, columns_[i], world_)));
    }
    return ours.size() * columns_[i].size();
  }

  const Ours& ours_;
  const World& world_;
  Rod& duckdb_;
  Rod& postgres_;
  std::vector<Timed> timed_;                        // by question
  std::vector<std::vector<AnswerColumn>> columns_;  // by question
};

int Main(const std::string& place, const std::string& rows, const std::string& postgres_at,
         const std::string& script, const std::string& modules) {
  const World world = ReadWorld(rows);
  const auto aggregator = ClientTo(place, "aggregator", "admin"),
             learning = ClientTo(place, "learning", "simulator");
  const Ours ours(*aggregator, world);
  const auto postgres = ConnectPostgres(postgres_at), duckdb = StartDuckDb(script, modules);
  Bench bench(ours, world, *duckdb, *postgres);
  bench.Load(rows);
  bench.Compare();
  bench.Time();
  bench.Print();
  bench.TimeSurveys();
  bench.TimeTogether(*learning);
  return 0;
}

}  // namespace
}  // namespace obt::bench::query

int main(int argc, char** argv) {
  if (argc != 6 && argc != 7) {
    std::fprintf(stderr, "usage: obt-bench-query WORLD ROWS POSTGRES DUCKDB_SCRIPT NODE_MODULES [ONLY]\n");
    return 2;
  }
  if (argc == 7) obt::bench::query::AskOnly(argv[6]);
  return obt::bench::query::Main(argv[1], argv[2], argv[3], argv[4], argv[5]);
}
