#include "tests/chaos/figures_reader.h"

#include "absl/strings/str_cat.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/chaos/serving.h"

namespace obt::testing {
namespace {

using aggregator::v1::Verification;

constexpr char kOperator[] = "operator";
constexpr char kReporter[] = "reporter";
constexpr int kRecount = 40;  // one in so many questions begins a recount or looks after it

}  // namespace

void FiguresReader::Run(const std::atomic<bool>& stop) {
  while (!stop.load()) {
    AskForFigures();
    if (random_() % kRecount == 0) LookAtRecount();
  }
}

void FiguresReader::AskForFigures() {
  const auto [acknowledged, sequence] = crowd_.Acknowledged();
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  request.add_measures(aggregator::v1::MEASURE_REGISTERED);
  auto* const point = request.add_at_least();
  point->set_source("identity");
  point->set_sequence(sequence);
  record_.Begin(kService);
  const auto figures = world_.Call<aggregator::v1::QueryMetricsResponse>(request, kReporter);
  record_.End(kService);
  if (!figures.ok()) {
    if (!IsPassing(figures.status()))
      record_.Find(record_.tally().wrong, absl::StrCat("figures: ", figures.status().ToString()));
    return;
  }
  const int64_t value = figures->measures(0).values(0);
  if (value < acknowledged || value > crowd_.attempted.load())
    record_.Find(record_.tally().wrong, absl::StrCat(value, " people, of ", acknowledged, " to ",
                                                     crowd_.attempted.load(), " at change ", sequence));
  ++record_.tally().answered;
  record_.Did(kService);
}

// A recount may fail when somebody dies meanwhile; one that ends must be clean.
void FiguresReader::LookAtRecount() {
  if (recount_.empty()) {
    const auto started =
        world_.Call<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest(), kOperator);
    if (started.ok()) recount_ = started->verification().verify_id();
    return;
  }
  aggregator::v1::GetVerifyRequest request;
  request.set_verify_id(recount_);
  const auto response = world_.Call<aggregator::v1::GetVerifyResponse>(request, kOperator);
  if (!response.ok() && IsPassing(response.status())) return;
  if (!response.ok()) {
    record_.Find(record_.tally().lost, absl::StrCat("the recount: ", response.status().ToString()));
    recount_.clear();
    return;
  }
  if (response->verification().state() == aggregator::v1::VERIFY_STATE_RUNNING) return;
  Judge(response->verification());
  recount_.clear();
}

void FiguresReader::Judge(const Verification& verification) {
  if (verification.state() == aggregator::v1::VERIFY_STATE_DONE) ++record_.tally().verified;
  if (verification.difference_count() > 0)
    record_.Find(record_.tally().wrong,
                 absl::StrCat("the recount differs: ", verification.ShortDebugString()));
}

void FiguresReader::VerifyAll() {
  Verification verification;
  verification.set_state(aggregator::v1::VERIFY_STATE_FAILED);
  // The one that is under way may have been interrupted; nobody dies any more.
  for (int attempts = 0; attempts < 3 && verification.state() != aggregator::v1::VERIFY_STATE_DONE;
       ++attempts) {
    verification =
        world_.Must<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest(), kOperator)
            .verification();
    while (verification.state() == aggregator::v1::VERIFY_STATE_RUNNING) {
      Pause(absl::Milliseconds(5));
      aggregator::v1::GetVerifyRequest request;
      request.set_verify_id(verification.verify_id());
      verification = world_.Must<aggregator::v1::GetVerifyResponse>(request, kOperator).verification();
    }
    Judge(verification);
  }
  if (verification.state() != aggregator::v1::VERIFY_STATE_DONE)
    record_.Find(record_.tally().wrong, absl::StrCat("no recount is possible: ", verification.failure()));
}

}  // namespace obt::testing
