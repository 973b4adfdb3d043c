// The ideas service itself: single durable CreateIdea against a no-op call of the same server, by turns, so
// that a machine that drifts drifts for both; and how often a search right after a proposal's reply lacks it.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/integration/world.h"
#include "tools/simulate/texts/texts.h"

namespace obt::bench {
namespace {

namespace v1 = ideas::v1;

constexpr int kRounds = 5, kInFlight = 64, kProposals = 100;

class Bench {
 public:
  Bench()
      : world_(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning", "ideas"}),
        person_(world_.CreatePerson("dwp", "somebody")),
        team_(world_.CreateTeam("dwp", person_)),
        client_(world_.deployment().ClientTo("ideas", "dwp")) {}

  void Run() {
    WaitForDirectory();
    Compare();
    Follow();
  }

 private:
  v1::CreateIdeaRequest RequestOf(int64_t n) const {
    const simulate::texts::IdeaText idea = texts_.Idea(static_cast<uint64_t>(n) % texts_.MostIdeas());
    v1::CreateIdeaRequest request;
    request.set_team_id(team_);
    request.mutable_text()->set_title(idea.title);
    request.mutable_text()->set_problem(idea.problem);
    request.mutable_text()->set_change(idea.change);
    request.mutable_text()->set_beneficiaries(idea.who_benefits);
    request.mutable_text()->set_success(idea.success_measure);
    request.mutable_terms()->set_visibility(v1::VISIBILITY_CROSS_GOVERNMENT);
    return request;
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request) const {
    rpc::CallOptions options;
    options.acting_for = person_;
    return client_->Call<Response>(request, options);
  }
  template <typename Response>
  Response Must(const google::protobuf::Message& request) const {
    absl::StatusOr<Response> response = Call<Response>(request);
    if (!response.ok()) Die(response.status().ToString());
    return *std::move(response);
  }

  // The service must have heard of the team first.
  void WaitForDirectory() const {
    constexpr int kMostTries = 100'000;
    absl::Status last;
    for (int i = 0; i < kMostTries; ++i) {
      last = Call<v1::CreateIdeaResponse>(RequestOf(0)).status();
      if (last.ok()) return;
    }
    Die(last.ToString());
  }

  LoadPlan Create() const {
    LoadPlan plan;
    plan.client = client_.get();
    plan.acting_for = person_;
    plan.in_flight = kInFlight;
    plan.request = [this](int64_t n) { return std::make_unique<v1::CreateIdeaRequest>(RequestOf(n)); };
    plan.response = &v1::CreateIdeaResponse::default_instance();
    return plan;
  }

  void Compare() const {
    std::vector<double> ratios, no_ops, singles;
    for (int round = 0; round < kRounds; ++round) {
      const LoadResult no_op = bench::Run(NoOp(*client_, kInFlight));
      const LoadResult single = bench::Run(Create());
      Check(no_op);
      Check(single);
      ratios.push_back(single.rate() / no_op.rate());
      no_ops.push_back(no_op.rate());
      singles.push_back(single.rate());
    }
    PrintFigure("single durable CreateIdea, 64 in flight, to a no-op call", Median(ratios),
                Goal{Better::kMore, .45, .45},
                absl::StrFormat("%.0f/s to %.0f/s", Median(singles), Median(no_ops)));
  }

  void Follow() const {
    int behind = 0;
    for (int i = 0; i < kProposals; ++i) {
      v1::CreateIdeaRequest create = RequestOf(i);
      const std::string word = absl::StrCat("zanzibar", i);
      create.mutable_text()->set_title(absl::StrCat(create.text().title(), " ", word));
      v1::ProposeIdeaRequest propose;
      propose.set_idea_id(Must<v1::CreateIdeaResponse>(create).idea().idea_id());
      Must<v1::ProposeIdeaResponse>(propose);
      v1::SearchIdeasRequest search;
      search.mutable_question()->set_query(word);
      const auto found = Must<v1::SearchIdeasResponse>(search);
      behind += found.hits_size() == 1 && found.hits(0).id() == propose.idea_id() ? 0 : 1;
    }
    PrintFigure("lag: proposals that the next search does not find", behind, Goal{Better::kLess, 0, 0},
                absl::StrCat("of ", kProposals));
  }

  testing::World world_;
  const std::string person_, team_;
  const std::unique_ptr<rpc::Client> client_;
  const simulate::texts::Texts texts_{1};
};

}  // namespace
}  // namespace obt::bench

int main() {
  obt::bench::PrintHead();
  obt::bench::Bench().Run();
}
