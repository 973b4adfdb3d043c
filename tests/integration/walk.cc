#include "tests/integration/walk.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "google/protobuf/text_format.h"
#include "tests/integration/answer_reader.h"
#include "tests/integration/metrics_questions.h"
#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;
using Values = std::vector<std::string>;

Values With(Values values, const std::string& one) {
  values.push_back(one);
  return values;
}

// What the scope of an RPC is checked against, of both sides and of neither.
Values ScopesOf(const Rpc& rpc, const TwoSides& sides) {
  switch (rpc.policy().scope_kind()) {
    case options::v1::SCOPE_KIND_PERSON:
      return With(sides.some_people, kUnknownId);
    case options::v1::SCOPE_KIND_TEAM:
      return With(sides.teams, kUnknownId);
    case options::v1::SCOPE_KIND_OWNED:
      return With(sides.imports, kUnknownId);
    default:
      return {"", "dwp", "jobcentre", "hmrc", "nowhere"};
  }
}

std::map<std::string, Values> ThingsOf(const Rpc& rpc, const TwoSides& sides) {
  return {{"$S", ScopesOf(rpc, sides)},
          {"$P", sides.some_people},
          {"$T", sides.teams},
          {"$I", sides.items},
          {"$R", {sides.published, sides.draft, kUnknownId}},
          {"$B", sides.tables},
          {"$V", {kUnknownId}},
          {"$M", {sides.snapshot}}};
}

Values Replaced(const Values& texts, const std::string& mark, const Values& values) {
  Values replaced;
  for (const std::string& text : texts) {
    if (!absl::StrContains(text, mark)) {
      replaced.push_back(text);
      continue;
    }
    for (const std::string& value : values) replaced.push_back(absl::StrReplaceAll(text, {{mark, value}}));
  }
  return replaced;
}

}  // namespace

bool Asker::MayCall(const Rpc& rpc) const {
  return rpc.policy().any_client() || absl::c_linear_search(rpc.policy().roles(), role);
}

std::vector<std::unique_ptr<Message>> RequestsOf(const Rpc& rpc, const TwoSides& sides) {
  std::vector<std::unique_ptr<Message>> requests;
  const auto asked = ValidRequests().find(rpc.method->name());
  if (asked == ValidRequests().end()) return requests;
  Values texts = With(asked->second.also, asked->second.text);
  for (const auto& [mark, values] : ThingsOf(rpc, sides)) texts = Replaced(texts, mark, values);
  for (const std::string& text : texts) {
    requests.push_back(rpc.NewRequest());
    if (!google::protobuf::TextFormat::ParseFromString(text, requests.back().get())) Die(text);
  }
  if (rpc.method->name() != "QueryMetrics") return requests;
  for (const aggregator::v1::QueryMetricsRequest& question : MetricsQuestions("obt-2024")) {
    requests.push_back(rpc.NewRequest());
    requests.back()->CopyFrom(question);
  }
  return requests;
}

Answer AnswerTo(const Asker& asker, const Rpc& rpc, const Message& request, TwoSides& sides) {
  const std::string asked =
      absl::StrCat(rpc.service, ": ", rpc.method->full_name(), " ", request.ShortDebugString());
  Answer answer{rpc, absl::StrReplaceAll(asked, {{sides.snapshot, "$M"}}), {}, rpc.NewResponse()};
  rpc::CallOptions options;
  options.acting_for = asker.person;
  answer.status =
      ReadWhole(sides.world.ClientTo(rpc.service, asker.client), rpc, request, *answer.response, options);
  return answer;
}

}  // namespace obt::testing
