#include "tools/simulate/player.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "tools/simulate/event_message.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

// Sends batches of events.
class EventSender {
 public:
  EventSender(ctl::Session& session, const PlayStage& stage, Counter& counter)
      : session_(session), stage_(stage), counter_(counter) {}

  absl::Status Send(size_t first, size_t end) {
    std::vector<size_t> events;
    for (size_t i = first; i < end; ++i) events.push_back(i);
    return SendBatch<learning::v1::RecordLearningRequest, learning::v1::RecordLearningResponse>(
        session_, "learning", std::move(events),
        [this](size_t i, learning::v1::RecordLearningRequest& request) { return Fill(i, request); },
        CountedBy(counter_, [this](size_t i) { return EventIdText(stage_.plan.events[i]); }));
  }

 private:
  absl::Status Fill(size_t i, learning::v1::RecordLearningRequest& request) const {
    const LearningEvent& event = stage_.plan.events[i];
    OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.ids.Get(event.person));
    FillEvent(event, stage_.course, stage_.population.reference(), person, *request.add_events());
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
    OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.ids.Get(move.person));
    const Reference& reference = stage_.population.reference();
    if (move.corrected_day != 0) {
      identity::v1::CorrectStaysResponse response;
      return AskUntilAnswered(session_, "identity", CorrectionMessage(move, reference, person, stage_.seed),
                              response);
    }
    identity::v1::MovePersonResponse response;
    return AskUntilAnswered(session_, "identity", MoveMessage(move, reference, person, stage_.seed),
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
  for (const SurveyStep& step : plan.surveys) {
    digest = Combine(digest, static_cast<uint64_t>(step.answered_at) << 20 | step.person);
    digest = Combine(digest, static_cast<uint64_t>(step.sent_at) << 8 | step.values[0] << 4 | step.values[1]);
  }
  return digest;
}

absl::StatusOr<PlayReport> Play(ctl::Session& session, const PlayStage& stage, PlayProgress from,
                                const std::function<absl::Status(const PlayProgress&)>& keep) {
  const size_t total = stage.plan.events.size();
  Counter counter;
  EventSender sender(session, stage, counter);
  MoveLane moves(session, stage, static_cast<size_t>(from.moves));
  PlayProgress progress = from;
  const auto keep_both = [&](int64_t events) {
    progress = {events, static_cast<int64_t>(moves.done())};
    return keep(progress);
  };
  absl::Status status = SendStream(
      {"playing events", "events", total, from.events, stage.lanes, stage.batch},
      [&](size_t first, size_t end) { return sender.Send(first, end); },
      [&](int64_t events) { moves.Reached(events); }, keep_both);
  status.Update(moves.Stop(status.ok() ? static_cast<int64_t>(total) : 0));
  status.Update(keep_both(progress.events));
  if (!status.ok()) return status;
  return counter.Report();
}

}  // namespace obt::simulate
