#include "tests/chaos/ideas_ledger.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace obt::testing {
namespace {

namespace v1 = ideas::v1;

constexpr size_t kLatest = 150;

bool IsHere(const v1::IdeaFacts& idea) {
  const bool parked = idea.state() == v1::IDEA_STATE_PARKED;
  return !idea.hidden() && (parked ? idea.state_before() : idea.state()) != v1::IDEA_STATE_DRAFT;
}

// What the team is told of something hidden.
template <typename Facts>
Facts NoticeOf(const std::string& programme_id) {
  Facts notice;
  notice.set_programme_id(programme_id);
  notice.set_hidden(true);
  return notice;
}

}  // namespace

void IdeasLedger::LookAtAny(std::mt19937_64& random) {
  const auto any = [&](const auto& things) -> const auto& { return things[random() % things.size()]; };
  if (!ideas.empty()) Look(any(ideas));
  if (!conversations.empty()) Look(any(conversations));
  if (!nowhere.empty()) CheckFound(facilitator_, any(nowhere), "");
}

void IdeasLedger::LookAtAll() {
  const auto latest = [&](const auto& things) {
    for (size_t i = things.size() - std::min(things.size(), kLatest); i < things.size(); ++i) Look(things[i]);
  };
  latest(ideas);
  latest(conversations);
  for (const std::string& word : nowhere) CheckFound(facilitator_, word, "");
}

void IdeasLedger::Look(const KeptIdea& idea) {
  CompareIdea(idea);
  const bool here = IsHere(idea.facts);
  const bool public_too = here && idea.facts.terms().visibility() == v1::VISIBILITY_CROSS_GOVERNMENT;
  CheckFound(facilitator_, idea.word, here ? idea.facts.idea_id() : "");
  CheckFound(outsider_, idea.word, public_too ? idea.facts.idea_id() : "");
  if (idea.experiment_word.empty()) return;
  CompareExperiment(idea);
  CheckFound(facilitator_, idea.experiment_word, here ? idea.facts.experiment_id() : "");
  CheckFound(outsider_, idea.experiment_word, public_too ? idea.facts.experiment_id() : "");
}

template <typename Response>
Response IdeasLedger::Show(const google::protobuf::Message& request) {
  absl::StatusOr<Response> shown = Ask<Response>(world_, facilitator_, request);
  if (shown.ok()) return *std::move(shown);
  record_.Find(record_.tally().lost,
               absl::StrCat(request.ShortDebugString(), ": ", shown.status().ToString()));
  return Response();
}

void IdeasLedger::Compare(const std::string& name, const google::protobuf::Message& shown,
                          const google::protobuf::Message& kept) {
  if (KillRecord::RowOf(shown) == KillRecord::RowOf(kept)) return;
  record_.Find(record_.tally().lost, absl::StrCat(name, " is not as told: ", shown.ShortDebugString(),
                                                  " instead of ", kept.ShortDebugString()));
}

void IdeasLedger::CompareIdea(const KeptIdea& idea) {
  v1::GetIdeaRequest request;
  request.set_idea_id(idea.facts.idea_id());
  const v1::Idea shown = Show<v1::GetIdeaResponse>(request).idea();
  const std::string name = absl::StrCat("idea ", request.idea_id());
  if (idea.facts.hidden()) {
    auto notice = NoticeOf<v1::IdeaFacts>(idea.facts.programme_id());
    notice.set_idea_id(request.idea_id());
    Compare(name, shown.facts(), notice);
    return Compare(name, shown.text(), v1::IdeaText());
  }
  Compare(name, shown.facts(), idea.facts);
  Compare(name, shown.text(), idea.text);
  if (shown.endorsements() != idea.endorsements || shown.comments() != idea.comments)
    record_.Find(record_.tally().lost, absl::StrCat(name, " has other numbers of reactions"));
}

void IdeasLedger::CompareExperiment(const KeptIdea& idea) {
  v1::GetExperimentRequest request;
  request.set_experiment_id(idea.facts.experiment_id());
  const v1::Experiment shown = Show<v1::GetExperimentResponse>(request).experiment();
  const std::string name = absl::StrCat("experiment ", request.experiment_id());
  if (idea.facts.hidden()) {
    auto notice = NoticeOf<v1::ExperimentFacts>(idea.facts.programme_id());
    notice.set_experiment_id(request.experiment_id());
    return Compare(name, shown.facts(), notice);
  }
  Compare(name, shown.facts(), idea.experiment);
  Compare(name, shown.text(), idea.experiment_text);
}

void IdeasLedger::Look(const v1::ConversationFacts& conversation) {
  v1::GetConversationRequest request;
  request.set_conversation_id(conversation.conversation_id());
  Compare(absl::StrCat("conversation ", request.conversation_id()),
          Show<v1::GetConversationResponse>(request).conversation().facts(), conversation);
}

void IdeasLedger::CheckFound(const Caller& caller, const std::string& word, const std::string& id) {
  v1::SearchIdeasRequest request;
  request.mutable_question()->set_query(word);
  const auto found = Ask<v1::SearchIdeasResponse>(world_, caller, request);
  const size_t hits = id.empty() ? 0 : 1;
  if (found.ok() && static_cast<size_t>(found->summary().total()) == hits &&
      static_cast<size_t>(found->hits_size()) == hits && (id.empty() || found->hits(0).id() == id)) {
    return;
  }
  record_.Find(record_.tally().wrong,
               absl::StrCat("by ", word, " should be found '", id, "' alone, not: ",
                            found.ok() ? found->ShortDebugString() : found.status().ToString()));
}

}  // namespace obt::testing
