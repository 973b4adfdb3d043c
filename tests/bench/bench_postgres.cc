// PostgreSQL doing the same rows plus an outbox: one set-based statement per 1,000 events over 1 to 4
// connections, and single durable calls over 64. The connection string is the only argument. For comparison
// with obt-bench-learning.
#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "tests/bench/load.h"
#include "tests/bench/samples.h"

namespace obt::bench {
namespace {

constexpr int kBatch = 1000;
constexpr int kPeople = 20'000;
constexpr double kSeconds = 4;
constexpr int kRounds = 3;

constexpr char kSchema[] = R"(
DROP TABLE IF EXISTS events, learners, outbox;
CREATE TABLE events (source text, source_event_id text, person_id uuid, programme_id text,
                     course_id text, module_id text, verb smallint, occurred_at timestamptz, minutes int,
                     recorded_at timestamptz,
                     PRIMARY KEY (source, source_event_id));
CREATE INDEX ON events (person_id, programme_id, occurred_at);
CREATE TABLE learners (person_id uuid, programme_id text, events int, PRIMARY KEY (person_id, programme_id));
CREATE TABLE outbox (sequence bigserial PRIMARY KEY, type text, event jsonb);
)";

// New events become rows, learners' counts go up, and the outbox says so: all in one statement.
constexpr char kInsert[] = R"(
WITH given AS (
  SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::int[])
    AS g(id, person, module, verb, at, minutes)),
fresh AS (
  INSERT INTO events
  SELECT 'csl', id, person, 'obt-2024', 'masterclass', module, verb, to_timestamp(at), minutes, now()
  FROM given ON CONFLICT DO NOTHING RETURNING *),
counted AS (
  INSERT INTO learners SELECT person_id, programme_id, count(*) FROM fresh GROUP BY 1, 2
  ON CONFLICT (person_id, programme_id) DO UPDATE SET events = learners.events + excluded.events RETURNING 1)
INSERT INTO outbox (type, event) SELECT 'LearningEventChanged', to_jsonb(fresh) FROM fresh RETURNING sequence
)";

struct Connection {
  explicit Connection(const std::string& where) : raw(PQconnectdb(where.c_str())) {
    if (PQstatus(raw) != CONNECTION_OK) Die(PQerrorMessage(raw));
    Exec("SET synchronous_commit = on");
    PGresult* prepared = PQprepare(raw, "insert", kInsert, 6, nullptr);
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK && PQresultStatus(prepared) != PGRES_FATAL_ERROR)
      Die("prepare");
    PQclear(prepared);
  }
  ~Connection() { PQfinish(raw); }
  void Exec(const char* sql) {
    PGresult* result = PQexec(raw, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) Die(PQerrorMessage(raw));
    PQclear(result);
  }
  void Insert(const std::vector<std::string>& people, const std::string& run, int64_t first, int count) {
    std::vector<std::string> columns[6];
    for (int64_t n = first; n < first + count; ++n) {
      const learning::v1::LearningEvent event = EventFor(people, run, n);
      columns[0].push_back(event.source_event_id());
      columns[1].push_back(event.person_id());
      columns[2].push_back(event.module().module_id());
      columns[3].push_back(absl::StrCat(event.verb()));
      columns[4].push_back(absl::StrCat(event.occurred_at().seconds()));
      columns[5].push_back(absl::StrCat(event.minutes()));
    }
    std::string arrays[6];
    const char* values[6];
    for (int c = 0; c < 6; ++c) {
      arrays[c] = absl::StrCat("{", absl::StrJoin(columns[c], ","), "}");
      values[c] = arrays[c].c_str();
    }
    PGresult* result = PQexecPrepared(raw, "insert", 6, values, nullptr, nullptr, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != count) Die(PQerrorMessage(raw));
    PQclear(result);
  }
  PGconn* raw;
};

double RateOf(const std::string& where, const std::vector<std::string>& people, int connections, int batch,
              const std::string& run) {
  std::atomic<int64_t> next{0}, done{0};
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  const auto elapsed = [begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      Connection connection(where);
      while (elapsed() < kSeconds) {
        connection.Insert(people, run, next.fetch_add(batch), batch);
        done += batch;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(done.load()) / elapsed();
}

int Main(const std::string& where) {
  {
    PGconn* const setup = PQconnectdb(where.c_str());
    PQclear(PQexec(setup, kSchema));
    PQfinish(setup);
  }
  std::vector<std::string> people;
  for (int i = 0; i < kPeople; ++i) people.push_back(ToText(NewId<PersonId>(absl::Now())));
  double best = 0;
  int best_connections = 0;
  for (int connections = 1; connections <= 4; ++connections) {
    std::vector<double> rates;
    for (int round = 0; round < kRounds; ++round) {
      rates.push_back(RateOf(where, people, connections, kBatch, absl::StrCat("b", connections, "-", round)));
    }
    if (Median(rates) > best) best_connections = connections;
    best = std::max(best, Median(rates));
  }
  std::printf("PostgreSQL, one set-based statement per %d: %.0f events/s (best of 1-4 connections: %d)\n",
              kBatch, best, best_connections);
  std::vector<double> singles;
  for (int round = 0; round < kRounds; ++round)
    singles.push_back(RateOf(where, people, 64, 1, absl::StrCat("s", round)));
  std::printf("PostgreSQL, single durable calls, 64 connections: %.0f/s\n", Median(singles));
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: obt-bench-postgres CONNECTION_STRING\n");
    return 2;
  }
  return obt::bench::Main(argv[1]);
}
