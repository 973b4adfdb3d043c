#include "tests/bench/query/ours.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/endpoints.h"
#include "tests/bench/load.h"

namespace obt::bench::query {
namespace {

using Clock = std::chrono::steady_clock;
namespace v1 = aggregator::v1;

double MsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

rpc::CallOptions Patient() {
  rpc::CallOptions options;
  options.timeout = absl::Seconds(60);
  return options;
}

}  // namespace

std::unique_ptr<rpc::Client> ClientTo(const std::string& place, const std::string& service,
                                      const std::string& as) {
  return std::make_unique<rpc::Client>(rpc::AddressFromEndpoints(place + "/endpoints.json", service),
                                       rpc::TokenFromFile(absl::StrCat(place, "/tokens/", as, ".token")));
}

double Latencies::Percentile(double percent) const {
  std::vector<double> sorted = ms;
  std::sort(sorted.begin(), sorted.end());
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(static_cast<double>(sorted.size()) * percent / 100))];
}

std::unique_ptr<google::protobuf::Message> Ours::Answer(const Asked& asked) const {
  std::unique_ptr<google::protobuf::Message> response(asked.response->New());
  const absl::Status answered = client_.Invoke(*asked.request, *response, Patient());
  if (!answered.ok()) Die(answered.ToString());
  return response;
}

double Ours::Ask(const Asked& asked) const {
  const Clock::time_point begin = Clock::now();
  Answer(asked);
  return MsSince(begin);
}

Latencies Ours::AskSimple(absl::Duration length) const {
  const std::vector<Question> questions = SimpleQuestions();
  Latencies latencies;
  const Clock::time_point begin = Clock::now();
  for (size_t i = 0; MsSince(begin) < absl::ToDoubleMilliseconds(length); ++i) {
    const Question& question = questions[i % questions.size()];
    latencies.ms.push_back(
        Ask(query::Ask(question, world_, static_cast<int>(i / questions.size()) % kVariants)));
  }
  return latencies;
}

double Ours::AskAtOnce(int callers, const std::vector<Question>& questions, absl::Duration length) const {
  LoadPlan plan;
  plan.client = &client_;
  plan.in_flight = callers;
  plan.length = length;
  plan.request = [&](int64_t n) {
    const Question& question = questions[static_cast<size_t>(n) % questions.size()];
    const int variant = static_cast<int>(n / static_cast<int64_t>(questions.size()) % kVariants);
    const Asked asked = query::Ask(question, world_, variant);
    std::unique_ptr<google::protobuf::Message> request(asked.request->New());
    request->CopyFrom(*asked.request);
    return request;
  };
  plan.response = query::Ask(questions.front(), world_, 0).response;
  const LoadResult result = Run(plan);
  Check(result);
  return result.rate();
}

Latencies Ours::AskTheSame(int times) const {
  const Asked asked = query::Ask(AllQuestions().front(), world_, 0);
  Latencies latencies;
  for (int i = 0; i < times; ++i) latencies.ms.push_back(Ask(asked));
  return latencies;
}

uint64_t Ours::AppliedOf(const std::string& source) const {
  const auto freshness = client_.Call<v1::GetFreshnessResponse>(v1::GetFreshnessRequest(), Patient());
  if (!freshness.ok()) Die(freshness.status().ToString());
  for (const auto& feed : freshness->feeds()) {
    if (feed.source() == source) return feed.applied_sequence();
  }
  return 0;
}

std::vector<Question> SimpleQuestions() {
  std::vector<Question> simple;
  for (const Question& question : AllQuestions()) {
    if (question.group_by.size() == 1) simple.push_back(question);
  }
  return simple;
}

}  // namespace obt::bench::query
