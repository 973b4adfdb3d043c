// The aggregator, asked over RPC: the time of a question is that until its answer is parsed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/client.h"
#include "tests/bench/query/questions.h"

namespace obt::bench::query {

// `place`: the world's directory. `as`: whose token.
std::unique_ptr<rpc::Client> ClientTo(const std::string& place, const std::string& service,
                                      const std::string& as);

struct Latencies {
  std::vector<double> ms;
  double Percentile(double percent) const;
};

class Ours {
 public:
  Ours(const rpc::Client& client, const World& world) : client_(client), world_(world) {}

  std::unique_ptr<google::protobuf::Message> Answer(const Asked& asked) const;
  double Ask(const Asked& asked) const;  // ms

  // Questions with one grouping by turns, every call another than those before it, for a while.
  Latencies AskSimple(absl::Duration length) const;
  // So many callers at once, with such questions by turns; answers a second.
  double AskAtOnce(int callers, const std::vector<Question>& questions, absl::Duration length) const;
  // The same question again and again.
  Latencies AskTheSame(int times) const;
  uint64_t AppliedOf(const std::string& source) const;

 private:
  const rpc::Client& client_;
  const World& world_;
};

std::vector<Question> SimpleQuestions();

}  // namespace obt::bench::query
