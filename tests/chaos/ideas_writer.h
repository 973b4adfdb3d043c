// Writes ideas and what becomes of them, as the facilitator of a team that nobody else writes for, and looks
// again and again whether they are what it wrote.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "obt/ideas/v1/events.pb.h"
#include "tests/chaos/ideas_ledger.h"
#include "tests/chaos/writers.h"

namespace obt::testing {

class IdeasWriter final : public Writer {
 public:
  // For the facilitator's team; the outsider belongs to another department.
  IdeasWriter(World& world, KillRecord& record, int number, uint64_t seed, std::string team_id,
              Caller facilitator, Caller outsider)
      : Writer(world, record, "ideas", number, seed),
        team_id_(std::move(team_id)),
        facilitator_(facilitator),
        kept_(world, record, std::move(facilitator), std::move(outsider)) {}
  void CheckRows() override { kept_.LookAtAll(); }

 private:
  bool Step() override;
  // What may come next of an idea.
  bool GoOn(KeptIdea& idea);
  bool Create();
  bool Update(KeptIdea& idea);
  bool Propose(KeptIdea& idea);
  bool Park(KeptIdea& idea);
  bool Reopen(KeptIdea& idea);
  // In a conversation, with another one that is written down there.
  bool Agree(KeptIdea& idea);
  // Plans an experiment, starts the one that is planned, concludes the one that runs.
  bool Try(KeptIdea& idea);
  bool Plan(KeptIdea& idea);
  bool Start(KeptIdea& idea);
  bool Conclude(KeptIdea& idea);
  bool Endorse(KeptIdea& idea);
  bool Comment(KeptIdea& idea);
  bool Hide(KeptIdea& idea);
  // Of an idea that was reported.
  bool Resolve(KeptIdea& idea, ideas::v1::Resolution resolution);
  // Sends a conversation whose second change is refused: so is the first.
  bool BeRefused();

  std::string NewWord() { return absl::StrCat("only", number_, "x", made_++); }
  KeptIdea NewIdea();
  void SetAgreed(const std::string& conversation_id, KeptIdea& idea) const;
  ideas::v1::LogConversationRequest NewConversation() const;
  static void AddChange(const KeptIdea& idea, ideas::v1::LogConversationRequest& request);

  // Something new to send, with a request id; null when it was refused.
  template <typename Reply, typename Request>
  const Reply* Do(const Caller& caller, Request& request, uint64_t& sequence) {
    request.set_request_id(absl::StrCat("i", number_, "-", made_++));
    return Send<Reply>(caller, request, &sequence);
  }
  // The same about an idea, of which the reply says nothing new.
  template <typename Reply, typename Request>
  bool DoTo(const KeptIdea& idea, Request& request, uint64_t& sequence) {
    request.set_idea_id(idea.facts.idea_id());
    return Do<Reply>(facilitator_, request, sequence) != nullptr;
  }
  // A command published these, of which the last is the change it was told.
  template <typename... Events>
  void Expect(uint64_t last, const Events&... events) {
    uint64_t sequence = last - sizeof...(events);
    (record_.Expect(service_, ++sequence, events), ...);
  }
  // As they are published after one more change.
  static ideas::v1::IdeaChanged Next(KeptIdea& idea);
  static ideas::v1::ExperimentChanged NextExperiment(KeptIdea& idea);
  static ideas::v1::ReactionsChanged Reactions(const KeptIdea& idea);
  static ideas::v1::FollowedItemRetired Retired(const KeptIdea& idea);

  const std::string team_id_;
  const Caller facilitator_;
  int made_ = 0;
  IdeasLedger kept_;
};

}  // namespace obt::testing
