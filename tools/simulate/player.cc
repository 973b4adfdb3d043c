#include "tools/simulate/player.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/rpc/grpc_status.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/simulate/event_message.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

namespace learning = obt::learning::v1;
namespace identity = obt::identity::v1;

constexpr absl::Duration kKeepEvery = absl::Seconds(1);
constexpr size_t kSamples = 5;
constexpr int kMaxResends = 50;

// What became of the events, over all lanes.
class Counter {
 public:
  void Acknowledge() { ++acknowledged_; }
  void Refuse(const LearningEvent& event, const absl::Status& status) {
    MutexLock lock(mutex_);
    ++(absl::IsAborted(status) ? conflicts_ : refused_);
    if (samples_.size() < kSamples)
      samples_.push_back(absl::StrCat(EventIdText(event), ": ", status.message()));
  }
  PlayReport Report() {
    MutexLock lock(mutex_);
    return {acknowledged_, conflicts_, refused_, samples_};
  }

 private:
  std::atomic<int64_t> acknowledged_ = 0;
  Mutex mutex_;
  int64_t conflicts_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> samples_ ABSL_GUARDED_BY(mutex_);
};

// Sends batches of events.
class EventSender {
 public:
  EventSender(ctl::Session& session, const PlayStage& stage, Counter& counter)
      : session_(session), stage_(stage), counter_(counter) {}

  absl::Status Send(size_t first, size_t end) {
    std::vector<size_t> waiting;
    for (size_t i = first; i < end; ++i) waiting.push_back(i);
    for (int times = 0; !waiting.empty(); ++times) {
      if (times > 0) absl::SleepFor(BackOff(times));
      absl::Status passing;
      OBT_RETURN_IF_ERROR(SendOnce(waiting, passing));
      if (times > kMaxResends) return passing;
    }
    return absl::OkStatus();
  }

 private:
  // Leaves those in `waiting` that met a passing failure.
  absl::Status SendOnce(std::vector<size_t>& waiting, absl::Status& passing) {
    learning::RecordLearningRequest request;
    for (const size_t i : waiting) {
      const LearningEvent& event = stage_.plan.events[i];
      const std::optional<PersonId> person = stage_.ids.Find(event.person);
      if (!person.has_value()) return absl::FailedPreconditionError("the people are not all imported yet");
      FillEvent(event, stage_.course, stage_.population.reference(), *person, *request.add_events());
    }
    learning::RecordLearningResponse response;
    OBT_RETURN_IF_ERROR(AskUntilAnswered(session_, "learning", request, response));
    if (response.results_size() != request.events_size()) {
      return absl::InternalError("RecordLearning answered with another number of results than events");
    }
    std::vector<size_t> again;
    for (size_t k = 0; k < waiting.size(); ++k) {
      const google::rpc::Status& result = response.results(static_cast<int>(k)).status();
      if (result.code() == 0) {
        counter_.Acknowledge();
        continue;
      }
      const absl::Status status = rpc::FromProto(result);
      if (IsPassing(status)) {
        passing = status;
        again.push_back(waiting[k]);
      } else {
        counter_.Refuse(stage_.plan.events[waiting[k]], status);
      }
    }
    waiting = std::move(again);
    return absl::OkStatus();
  }

  ctl::Session& session_;
  const PlayStage& stage_;
  Counter& counter_;
};

// Makes the moves one after the other, each when the events before it are acknowledged: a correction follows
// its move.
class MoveLane {
 public:
  MoveLane(ctl::Session& session, const PlayStage& stage, size_t first)
      : session_(session), stage_(stage), places_(PlacesOfMoves(stage.plan)), done_(first), thread_([this] {
          Run();
        }) {}

  ~MoveLane() { Stop(0).IgnoreError(); }

  void Reached(int64_t events) {
    MutexLock lock(mutex_);
    reached_ = events;
    changed_.notify_one();
  }

  size_t done() const { return done_; }

  // Waits for the moves up to a place; makes no more after that.
  absl::Status Stop(int64_t events) {
    {
      MutexLock lock(mutex_);
      reached_ = std::max(reached_, events);
      stopping_ = true;
      changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
    return status_;
  }

 private:
  // False: the next move's turn will not come any more.
  bool AwaitTurn(int64_t place) {
    MutexLock lock(mutex_);
    changed_.wait(lock.native(), [&] { return stopping_ || reached_ >= place; });
    return reached_ >= place;
  }

  void Run() {
    while (status_.ok() && done_ < places_.size() && AwaitTurn(places_[done_])) {
      status_ = Make(stage_.plan.moves[done_]);
      if (status_.ok()) ++done_;
    }
  }

  absl::Status Make(const Move& move) {
    const std::optional<PersonId> person = stage_.ids.Find(move.person);
    if (!person.has_value()) return absl::FailedPreconditionError("the people are not all imported yet");
    const Reference& reference = stage_.population.reference();
    if (move.corrected_day != 0) {
      identity::CorrectStaysResponse response;
      return AskUntilAnswered(session_, "identity", CorrectionMessage(move, reference, *person, stage_.seed),
                              response);
    }
    identity::MovePersonResponse response;
    return AskUntilAnswered(session_, "identity", MoveMessage(move, reference, *person, stage_.seed),
                            response);
  }

  ctl::Session& session_;
  const PlayStage& stage_;
  const std::vector<int64_t> places_;
  Mutex mutex_;
  std::condition_variable changed_;
  int64_t reached_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_;  // of the thread, until it has ended
  std::atomic<size_t> done_;
  std::thread thread_;
};

uint64_t Combine(uint64_t digest, uint64_t value) { return Mix(digest ^ value); }

}  // namespace

std::vector<int64_t> PlacesOfMoves(const PlayPlan& plan) {
  std::vector<int64_t> places;
  for (const Move& move : plan.moves) {
    const auto after =
        std::upper_bound(plan.events.begin(), plan.events.end(), move.sent_at,
                         [](int64_t sent_at, const LearningEvent& event) { return sent_at < event.sent_at; });
    places.push_back(after - plan.events.begin());
  }
  return places;
}

uint64_t DigestOf(const PlayPlan& plan) {
  uint64_t digest = plan.events.size();
  for (const LearningEvent& event : plan.events) {
    digest = Combine(digest, event.id);
    digest = Combine(digest, static_cast<uint64_t>(event.sent_at) << 20 | event.person);
  }
  for (const Move& move : plan.moves)
    digest = Combine(digest, static_cast<uint64_t>(move.sent_at) << 20 | move.person);
  return digest;
}

absl::StatusOr<PlayReport> Play(ctl::Session& session, const PlayStage& stage, PlayProgress from,
                                const std::function<absl::Status(const PlayProgress&)>& keep) {
  const int64_t total = static_cast<int64_t>(stage.plan.events.size());
  const size_t batches = (stage.plan.events.size() + stage.batch - 1) / stage.batch;
  Counter counter;
  EventSender sender(session, stage, counter);
  MoveLane moves(session, stage, static_cast<size_t>(from.moves));
  ctl::ProgressBar bar("playing events", total, "events", from.events);
  absl::Time kept = absl::Now();
  absl::Status keeping;
  PlayProgress progress = from;
  const auto send = [&](size_t piece) {
    return sender.Send(piece * stage.batch, std::min(stage.plan.events.size(), (piece + 1) * stage.batch));
  };
  const auto advance = [&](size_t prefix) {
    progress.events = std::min(total, static_cast<int64_t>(prefix * stage.batch));
    progress.moves = static_cast<int64_t>(moves.done());
    moves.Reached(progress.events);
    bar.Set(progress.events);
    if (absl::Now() - kept < kKeepEvery) return;
    kept = absl::Now();
    keeping.Update(keep(progress));
  };
  const size_t first = static_cast<size_t>(from.events) / stage.batch;
  absl::Status status = RunInLanes(first, batches, stage.lanes, send, advance);
  status.Update(moves.Stop(status.ok() ? total : 0));
  progress.moves = static_cast<int64_t>(moves.done());
  if (status.ok()) bar.Finish();
  status.Update(keep(progress));
  status.Update(keeping);
  if (!status.ok()) return status;
  return counter.Report();
}

}  // namespace obt::simulate
