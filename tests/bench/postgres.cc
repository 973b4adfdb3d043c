#include "tests/bench/postgres.h"

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "tests/bench/samples.h"

namespace obt::bench {
namespace {

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

}  // namespace

class Postgres::Connection {
 public:
  explicit Connection(const std::string& where) : raw_(PQconnectdb(where.c_str())) {
    if (PQstatus(raw_) != CONNECTION_OK) Die(PQerrorMessage(raw_));
  }
  ~Connection() { PQfinish(raw_); }
  void Exec(const char* sql) { Must(PQexec(raw_, sql), PGRES_COMMAND_OK); }
  void Prepare() {
    Exec("SET synchronous_commit = on");
    Must(PQprepare(raw_, "insert", kInsert, kColumns, nullptr), PGRES_COMMAND_OK);
  }
  void Insert(const std::vector<std::string>& people, const std::string& run, int64_t first, int count) {
    std::vector<std::string> columns[kColumns];
    for (int64_t n = first; n < first + count; ++n) {
      const learning::v1::LearningEvent event = EventFor(people, run, n);
      columns[0].push_back(event.source_event_id());
      columns[1].push_back(event.person_id());
      columns[2].push_back(event.module().module_id());
      columns[3].push_back(absl::StrCat(event.verb()));
      columns[4].push_back(absl::StrCat(event.occurred_at().seconds()));
      columns[5].push_back(absl::StrCat(event.minutes()));
    }
    std::string arrays[kColumns];
    const char* values[kColumns];
    for (int c = 0; c < kColumns; ++c) {
      arrays[c] = absl::StrCat("{", absl::StrJoin(columns[c], ","), "}");
      values[c] = arrays[c].c_str();
    }
    const Result rows =
        Must(PQexecPrepared(raw_, "insert", kColumns, values, nullptr, nullptr, 0), PGRES_TUPLES_OK);
    if (PQntuples(rows.get()) != count) Die("PostgreSQL did not take every event");
  }
  std::vector<int> Pids() {
    std::vector<int> pids;
    const Result listed =
        Must(PQexec(raw_, "SELECT pid FROM pg_stat_activity WHERE backend_type NOT LIKE 'autovacuum worker'"),
             PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(listed.get()); ++i)
      pids.push_back(std::stoi(PQgetvalue(listed.get(), i, 0)));
    return pids;
  }

 private:
  static constexpr int kColumns = 6;
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;

  Result Must(PGresult* raw_result, ExecStatusType expected) {
    Result result(raw_result);
    if (PQresultStatus(raw_result) != expected) Die(PQerrorMessage(raw_));
    return result;
  }

  PGconn* const raw_;
};

Postgres::Postgres(const std::string& where, int connections) {
  for (int i = 0; i < connections; ++i) {
    connections_.push_back(std::make_unique<Connection>(where));
    if (i == 0) connections_.back()->Exec(kSchema);
    connections_.back()->Prepare();
  }
}

Postgres::~Postgres() = default;

std::vector<int> Postgres::Pids() { return connections_.front()->Pids(); }

LoadResult Postgres::Record(const std::vector<std::string>& people, int connections, int batch,
                            absl::Duration length, const std::string& run) {
  std::atomic<int64_t> next{0}, done{0};
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  const auto end = begin + absl::ToChronoNanoseconds(length);
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&, &connection = *connections_[i]] {
      while (std::chrono::steady_clock::now() < end) {
        connection.Insert(people, run, next.fetch_add(batch), batch);
        done += batch;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  LoadResult result;
  result.calls = done.load();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace obt::bench
