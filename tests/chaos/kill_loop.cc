// P1, P2, P4, P5, P10: real processes of all services under load, killed singly and together at random
// moments, also while they start. What was acknowledged is there once and for ever, a retry gets its first
// reply, the feed never takes back what it showed, the figures equal a recount, and ideas are found as by a
// fresh index over the same store.
#include <signal.h>

#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/writer_first_lock.h"
#include "obt_services.h"
#include "obt_tree.h"
#include "tests/chaos/feed_watch.h"
#include "tests/chaos/figures_reader.h"
#include "tests/chaos/ideas_writer.h"
#include "tests/chaos/kill_record.h"
#include "tests/chaos/loads.h"
#include "tests/chaos/questions.h"
#include "tests/chaos/restart_bench.h"
#include "tests/chaos/serving.h"

namespace obt::testing {
namespace {

constexpr int kPeopleWriters = 2, kEventsWriters = 2, kIdeasWriters = 2;
constexpr char kLoader[] = "loader";
constexpr int64_t kWorldKills = 150;  // then everything is checked and a new world is made: stores stay small
constexpr int64_t kDoneBetween = 10;  // by each service between its start and its end, at least
constexpr int64_t kDoneMore = 40;     // and up to so much more
constexpr int64_t kFreshAfter = 50;   // kills: the search of ideas is compared with a fresh index
constexpr int64_t kChanges = 150;     // of ideas before that, since the last start
constexpr int kStarting = 8;          // one in so many kills is followed by another while it starts
constexpr absl::Duration kStart = absl::Milliseconds(120);
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr size_t kSentAgain = 500;  // commands of each writer at the end
// The whole run: a test that was idle proves nothing.
constexpr int64_t kAcknowledgedPerKill = 20;
constexpr double kInterruptedPerKill = 0.3;

struct Flags {
  int64_t kills = 0;
  double minutes = 0;
  uint64_t seed = std::random_device{}();
  std::string bin = OBT_BINARY_DIR "/bin";
  std::string restart_bench;
};

// One world from its making to its last check.
class KilledWorld {
 public:
  KilledWorld(const Flags& flags, uint64_t seed, KillTally& tally, std::vector<absl::Duration>& restarts)
      : random_(seed),
        tally_(tally),
        restarts_(restarts),
        world_(World::Mode::kBinaries, SystemClock::Get(), {kServiceNames.begin(), kServiceNames.end()},
               flags.bin),
        record_(tally) {
    world_.CreateClient(kLoader, options::v1::ROLE_INTEGRATION, "dwp");
    world_.Grant(kLoader, options::v1::ROLE_INTEGRATION, "hmrc");
    world_.CatchUp();
    const Caller outsider{kLoader, Join("hmrc", "the-first")};
    std::vector<Caller> callers = {{"admin"}, {kLoader}, outsider};
    for (int i = 0; i < kIdeasWriters; ++i) {
      const Caller& facilitator =
          callers.emplace_back(Caller{kLoader, Join("dwp", absl::StrCat("facilitator-", i))});
      writers_.push_back(std::make_unique<IdeasWriter>(world_, record_, i, random_(),
                                                       world_.CreateTeam("dwp", facilitator.person),
                                                       facilitator, outsider));
    }
    questions_ = std::make_unique<Questions>(world_, std::move(callers), random_());
    for (int i = 0; i < kPeopleWriters; ++i)
      writers_.push_back(std::make_unique<PeopleWriter>(world_, record_, i, random_(), crowd_));
    for (int i = 0; i < kEventsWriters; ++i)
      writers_.push_back(std::make_unique<EventsWriter>(world_, record_, i, random_(), crowd_));
    reader_ = std::make_unique<FiguresReader>(world_, record_, crowd_, random_());
  }

  // Kills until `enough`, then checks everything.
  void Live(const std::function<bool()>& enough) {
    std::map<std::string, uint64_t> before;
    std::map<std::string, FeedWatch> feeds;
    for (const auto& writer : writers_) {
      before[writer->service()] = world_.EndOf(writer->service());
      feeds.try_emplace(writer->service(), world_, record_, writer->service());
    }
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (const auto& writer : writers_)
      threads.emplace_back([&, raw = writer.get()] { raw->Run(stop, calm_); });
    threads.emplace_back([&] { reader_->Run(stop); });
    for (int64_t kills = 0; kills < kWorldKills && !enough() && tally_.faults() == 0; ++kills) {
      KillSome();
      if (kills % kFreshAfter == 0) CompareWithFreshIndex();
    }
    if (tally_.faults() == 0) CompareWithFreshIndex();
    stop.store(true);
    for (std::thread& thread : threads) thread.join();
    for (auto& [service, feed] : feeds) record_.CheckFeed(service, before[service], feed.Finish());
    for (const auto& writer : writers_) writer->SendAgain(kSentAgain);
    for (const auto& writer : writers_) writer->CheckRows();
    if (tally_.faults() > 0) return world_.PrintLogs();  // nothing may ever catch up with what is wrong
    world_.CatchUp();
    reader_->VerifyAll();
  }

 private:
  // Returns the id of somebody new.
  std::string Join(const std::string& organisation, const std::string& name) {
    ++crowd_.attempted;
    const std::string person = world_.CreatePerson(organisation, name);
    crowd_.Add(person, world_.EndOf("identity"));
    return person;
  }

  void KillSome() {
    std::vector<std::string> victims(kServiceNames.begin(), kServiceNames.end());
    if (random_() % 4 != 0) victims = {victims[random_() % victims.size()]};
    for (const std::string& victim : victims) {
      const int64_t target = record_.done(victim) + kDoneBetween + random_() % kDoneMore;
      if (!record_.AwaitDone(victim, target, kPatience))
        record_.Find(tally_.wrong, absl::StrCat(victim, ": the load does not go on"));
    }
    Pause(absl::Microseconds(random_() % 3000));
    for (const std::string& victim : victims) tally_.interrupted += record_.under_way(victim);
    absl::Time started = KillAndStart(victims);
    while (random_() % kStarting == 0) {
      Pause(kStart * (static_cast<double>(random_() % 1000) / 1000));
      started = KillAndStart(victims);
    }
    for (const absl::Duration took :
         AwaitServing(world_.deployment().OptionsOf("identity").endpoints, victims, started)) {
      restarts_.push_back(took);
    }
  }

  // What is answered by an index that has followed changes since its service started, and by a fresh one.
  void CompareWithFreshIndex() {
    record_.AwaitDone("ideas", record_.done("ideas") + kChanges, kPatience);
    const std::unique_lock<WriterFirstLock> calm(calm_);
    questions_->Draw();
    const std::vector<std::string> followed = questions_->Answers();
    const absl::Time started = KillAndStart({"ideas"});
    AwaitServing(world_.deployment().OptionsOf("identity").endpoints, {"ideas"}, started);
    const std::vector<std::string> fresh = questions_->Answers();
    tally_.compared += questions_->found();
    for (size_t i = 0; i < fresh.size(); ++i) {
      if (fresh[i] != followed[i])
        record_.Find(tally_.wrong, absl::StrCat("a fresh index answers otherwise: ", questions_->TextOf(i)));
    }
  }

  absl::Time KillAndStart(const std::vector<std::string>& names) {
    ++tally_.kills;
    for (const int ending : world_.Kill(names)) {
      if (ending != -SIGKILL)
        record_.Find(tally_.wrong, absl::StrCat("a service had ended by itself, with ", ending));
    }
    const absl::Time started = absl::Now();
    for (const std::string& name : names) world_.Start(name);
    return started;
  }

  std::mt19937_64 random_;
  KillTally& tally_;
  std::vector<absl::Duration>& restarts_;
  World world_;
  KillRecord record_;
  Crowd crowd_;
  WriterFirstLock calm_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::unique_ptr<FiguresReader> reader_;
  std::unique_ptr<Questions> questions_;
};

bool WasIdle(const KillTally& tally) {
  const double interrupted = static_cast<double>(tally.interrupted);
  return tally.acknowledged < kAcknowledgedPerKill * tally.kills || tally.answered < tally.kills ||
         interrupted < kInterruptedPerKill * static_cast<double>(tally.kills) || tally.verified == 0 ||
         tally.compared < tally.kills || tally.kills == 0;
}

void Print(const Flags& flags, const KillTally& tally, const std::vector<absl::Duration>& restarts,
           absl::Duration took) {
  std::printf("%s\n",
              absl::StrCat("tally test=kill_loop seed=", flags.seed, " kills=", tally.kills.load(),
                           " commands=", tally.commands.load(), " acknowledged=", tally.acknowledged.load(),
                           " retried=", tally.retried.load(), " interrupted=", tally.interrupted.load(),
                           " figures=", tally.answered.load(), " recounts=", tally.verified.load(),
                           " compared=", tally.compared.load(), " lost=", tally.lost.load(),
                           " duplicated=", tally.duplicated.load(), " wrong=", tally.wrong.load(),
                           " restarts=", restarts.size(),
                           " restart_p50_ms=", std::lround(PercentileMs(restarts, 50)), " restart_p99_ms=",
                           std::lround(PercentileMs(restarts, 99)), " seconds=", absl::ToInt64Seconds(took))
                  .c_str());
}

int RunKillLoop(const Flags& flags) {
  const std::string asked =
      flags.kills > 0 ? absl::StrCat("--kills ", flags.kills) : absl::StrCat("--minutes ", flags.minutes);
  std::printf("to repeat: kill_loop %s --seed %llu (the choices; the machine's timing is its own)\n",
              asked.c_str(), static_cast<unsigned long long>(flags.seed));
  std::fflush(stdout);
  KillTally tally;
  std::vector<absl::Duration> restarts;
  const absl::Time begin = absl::Now();
  const auto enough = [&] {
    if (flags.kills > 0) return tally.kills >= flags.kills;
    return absl::Now() - begin >= absl::Minutes(flags.minutes);
  };
  for (uint64_t seed = flags.seed; !enough() && tally.faults() == 0; ++seed)
    KilledWorld(flags, seed, tally, restarts).Live(enough);
  Print(flags, tally, restarts, absl::Now() - begin);
  if (tally.faults() > 0) return 1;
  if (!WasIdle(tally)) return 0;
  std::fprintf(stderr, "the services were idle: this proves nothing\n");
  return 1;
}

}  // namespace
}  // namespace obt::testing

int main(int argc, char** argv) {
  obt::testing::Flags flags;
  CLI::App app("Kills services under load and checks that nothing is lost, doubled or wrong");
  CLI::Option* const kills = app.add_option("--kills", flags.kills, "How many kills");
  app.add_option("--minutes", flags.minutes, "How long, instead of how many")->excludes(kills);
  app.add_option("--seed", flags.seed, "Repeats a run's choices; default: a new one, printed");
  app.add_option("--bin", flags.bin, "Where the programs lie");
  app.add_option("--restart-bench", flags.restart_bench,
                 "Only measures restarts, in a world of tools/quickstart that is stopped");
  CLI11_PARSE(app, argc, argv);
  if (!flags.restart_bench.empty()) return obt::testing::RunRestartBench(flags.restart_bench, flags.bin);
  if (flags.minutes <= 0 && flags.kills <= 0) flags.kills = 100;
  return obt::testing::RunKillLoop(flags);
}
