#include "tests/chaos/ideas_writer.h"

#include <algorithm>

#include "common/base/etag.h"
#include "tests/chaos/questions.h"

namespace obt::testing {
namespace {

namespace v1 = ideas::v1;

constexpr char kModerator[] = "admin";
constexpr char kProgramme[] = "obt-2024";
constexpr int kNew = 4;          // one in so many steps is another idea
constexpr int kLook = 4;         // one in so many looks at what is there
constexpr int kRefused = 24;     // one in so many asks for what is refused
constexpr int kSeldom = 6;       // one in so many does not go straight on
constexpr size_t kGoingOn = 40;  // ideas of which something comes
constexpr int kTitleWords = 3, kTextWords = 12;

}  // namespace

bool IdeasWriter::Step() {
  std::deque<KeptIdea>& ideas = kept_.ideas;
  if (ideas.empty() || OneIn(kNew)) return Create();
  if (OneIn(kRefused)) return BeRefused();
  if (!OneIn(kLook)) return GoOn(ideas[ideas.size() - 1 - random_() % std::min(ideas.size(), kGoingOn)]);
  kept_.LookAtAny(random_);
  return true;
}

bool IdeasWriter::GoOn(KeptIdea& idea) {
  const v1::IdeaState state = idea.facts.state();
  if (idea.facts.hidden()) return Resolve(idea, v1::RESOLUTION_RESTORED);
  if (state == v1::IDEA_STATE_PARKED) return Reopen(idea);
  if (state < v1::IDEA_STATE_IN_EXPERIMENT && OneIn(kSeldom)) return Park(idea);
  if (state < v1::IDEA_STATE_CONCLUDED && OneIn(kSeldom)) return Update(idea);
  if (state == v1::IDEA_STATE_DRAFT) return Propose(idea);
  if (OneIn(kSeldom)) return Comment(idea);
  if (OneIn(kSeldom)) return Hide(idea);
  if (state == v1::IDEA_STATE_CONCLUDED || OneIn(kSeldom)) return Endorse(idea);
  return state == v1::IDEA_STATE_PROPOSED ? Agree(idea) : Try(idea);
}

// ---- changes ----

KeptIdea IdeasWriter::NewIdea() {
  KeptIdea idea;
  idea.word = NewWord();
  idea.text.set_title(absl::StrCat(SomeWords(random_, kTitleWords), " ", idea.word));
  idea.text.set_problem(SomeWords(random_, kTextWords));
  idea.text.set_change(SomeWords(random_, kTextWords));
  idea.facts.set_programme_id(kProgramme);
  idea.facts.set_team_id(team_id_);
  idea.facts.set_state(v1::IDEA_STATE_DRAFT);
  idea.facts.mutable_terms()->set_visibility(static_cast<v1::Visibility>(1 + random_() % 3));
  idea.facts.mutable_terms()->set_within_influence(true);
  return idea;
}

bool IdeasWriter::Create() {
  KeptIdea idea = NewIdea();
  v1::CreateIdeaRequest request;
  request.set_team_id(team_id_);
  *request.mutable_text() = idea.text;
  *request.mutable_terms() = idea.facts.terms();
  uint64_t sequence = 0;
  const auto* const reply = Do<v1::CreateIdeaResponse>(facilitator_, request, sequence);
  if (reply == nullptr) return false;
  idea.facts.set_idea_id(reply->idea().idea_id());
  Expect(sequence, Next(idea));
  kept_.ideas.push_back(std::move(idea));
  return true;
}

// Another word, and perhaps for others to see.
bool IdeasWriter::Update(KeptIdea& idea) {
  KeptIdea other = NewIdea();
  v1::UpdateIdeaRequest request;
  *request.mutable_text() = other.text;
  *request.mutable_terms() = other.facts.terms();
  uint64_t sequence = 0;
  if (!DoTo<v1::UpdateIdeaResponse>(idea, request, sequence)) return false;
  kept_.nowhere.push_back(std::exchange(idea.word, std::move(other.word)));
  idea.text = std::move(other.text);
  *idea.facts.mutable_terms() = other.facts.terms();
  Expect(sequence, Next(idea));
  return true;
}

bool IdeasWriter::Propose(KeptIdea& idea) {
  v1::ProposeIdeaRequest request;
  uint64_t sequence = 0;
  if (!DoTo<v1::ProposeIdeaResponse>(idea, request, sequence)) return false;
  idea.facts.set_state(v1::IDEA_STATE_PROPOSED);
  Expect(sequence, Next(idea));
  return true;
}

bool IdeasWriter::Park(KeptIdea& idea) {
  v1::ParkIdeaRequest request;
  request.set_reason("not now");
  uint64_t sequence = 0;
  if (!DoTo<v1::ParkIdeaResponse>(idea, request, sequence)) return false;
  idea.facts.set_state_before(idea.facts.state());
  idea.facts.set_state(v1::IDEA_STATE_PARKED);
  Expect(sequence, Retired(idea), Next(idea));
  return true;
}

bool IdeasWriter::Reopen(KeptIdea& idea) {
  v1::ReopenIdeaRequest request;
  uint64_t sequence = 0;
  if (!DoTo<v1::ReopenIdeaResponse>(idea, request, sequence)) return false;
  idea.facts.set_state(idea.facts.state_before());
  idea.facts.clear_state_before();
  Expect(sequence, Next(idea));
  return true;
}

v1::LogConversationRequest IdeasWriter::NewConversation() const {
  v1::LogConversationRequest request;
  request.set_team_id(team_id_);
  *request.mutable_held_on() = DateOf(2024, 11, 4);
  request.set_attendance(3);
  return request;
}

void IdeasWriter::AddChange(const KeptIdea& idea, v1::LogConversationRequest& request) {
  v1::AgreedChange& change = *request.add_changes();
  change.set_idea_id(idea.facts.idea_id());
  *change.mutable_try_by() = DateOf(2024, 11, 30);
  if (!idea.facts.idea_id().empty()) return;
  *change.mutable_text() = idea.text;
  *change.mutable_terms() = idea.facts.terms();
}

void IdeasWriter::SetAgreed(const std::string& conversation_id, KeptIdea& idea) const {
  idea.facts.set_state(v1::IDEA_STATE_AGREED);
  idea.facts.set_conversation_id(conversation_id);
  *idea.facts.mutable_agreed_on() = DateOf(2024, 11, 4);
  *idea.facts.mutable_try_by() = DateOf(2024, 11, 30);
}

bool IdeasWriter::Agree(KeptIdea& idea) {
  KeptIdea other = NewIdea();
  v1::LogConversationRequest request = NewConversation();
  AddChange(idea, request);
  AddChange(other, request);
  uint64_t sequence = 0;
  const auto* const reply = Do<v1::LogConversationResponse>(facilitator_, request, sequence);
  if (reply == nullptr) return false;
  other.facts.set_idea_id(reply->ideas(1).idea_id());
  SetAgreed(reply->conversation_id(), idea);
  SetAgreed(reply->conversation_id(), other);
  v1::ConversationChanged held;
  v1::ConversationFacts& facts = *held.mutable_conversation();
  facts.set_conversation_id(reply->conversation_id());
  facts.set_programme_id(kProgramme);
  facts.set_team_id(team_id_);
  facts.set_state(v1::CONVERSATION_STATE_LOGGED);
  *facts.mutable_held_on() = request.held_on();
  facts.set_attendance(request.attendance());
  facts.add_idea_ids(idea.facts.idea_id());
  facts.add_idea_ids(other.facts.idea_id());
  facts.set_etag(reply->etag());
  Expect(sequence, Next(idea), Next(other), held);
  kept_.conversations.push_back(facts);
  kept_.ideas.push_back(std::move(other));
  return true;
}

bool IdeasWriter::BeRefused() {
  const KeptIdea idea = NewIdea();
  v1::LogConversationRequest request = NewConversation();
  AddChange(idea, request);
  AddChange(NewIdea(), request);
  *request.mutable_changes(1)->mutable_try_by() = DateOf(2024, 11, 3);  // before it was agreed
  const auto reply = Ask<v1::LogConversationResponse>(world_, facilitator_, request);
  kept_.nowhere.push_back(idea.word);
  if (absl::IsInvalidArgument(reply.status())) return true;
  record_.Find(record_.tally().wrong, absl::StrCat("not refused: ", reply.status().ToString()));
  return false;
}

// ---- experiments ----

bool IdeasWriter::Try(KeptIdea& idea) {
  if (idea.facts.experiment_id().empty()) return Plan(idea);
  return idea.experiment.trial().state() == v1::TRIAL_STATE_PLANNED ? Start(idea) : Conclude(idea);
}

bool IdeasWriter::Plan(KeptIdea& idea) {
  v1::PlanExperimentRequest request;
  const std::string word = NewWord();
  request.mutable_plan()->set_hypothesis(absl::StrCat(SomeWords(random_, kTextWords), " ", word));
  request.mutable_plan()->set_measure(SomeWords(random_, kTextWords));
  *request.mutable_plan()->mutable_first_day() = DateOf(2024, 11, 11);
  *request.mutable_plan()->mutable_last_day() = DateOf(2024, 12, 20);
  request.set_idea_id(idea.facts.idea_id());
  uint64_t sequence = 0;
  const auto* const reply = Do<v1::PlanExperimentResponse>(facilitator_, request, sequence);
  if (reply == nullptr) return false;
  idea.facts.set_experiment_id(reply->experiment().experiment_id());
  idea.experiment_word = word;
  idea.experiment_text.set_hypothesis(request.plan().hypothesis());
  idea.experiment_text.set_measure(request.plan().measure());
  idea.experiment.set_experiment_id(idea.facts.experiment_id());
  idea.experiment.set_programme_id(kProgramme);
  idea.experiment.set_team_id(team_id_);
  idea.experiment.set_idea_id(idea.facts.idea_id());
  v1::Trial& trial = *idea.experiment.mutable_trial();
  trial.set_state(v1::TRIAL_STATE_PLANNED);
  *trial.mutable_first_day() = request.plan().first_day();
  *trial.mutable_last_day() = request.plan().last_day();
  Expect(sequence, NextExperiment(idea), Next(idea));
  return true;
}

bool IdeasWriter::Start(KeptIdea& idea) {
  v1::StartExperimentRequest request;
  request.set_experiment_id(idea.facts.experiment_id());
  *request.mutable_started_on() = DateOf(2024, 11, 12);
  uint64_t sequence = 0;
  if (Do<v1::StartExperimentResponse>(facilitator_, request, sequence) == nullptr) return false;
  idea.facts.set_state(v1::IDEA_STATE_IN_EXPERIMENT);
  idea.experiment.mutable_trial()->set_state(v1::TRIAL_STATE_RUNNING);
  *idea.experiment.mutable_trial()->mutable_started_on() = request.started_on();
  Expect(sequence, NextExperiment(idea), Next(idea));
  return true;
}

bool IdeasWriter::Conclude(KeptIdea& idea) {
  v1::ConcludeExperimentRequest request;
  request.set_experiment_id(idea.facts.experiment_id());
  request.mutable_result()->set_outcome(static_cast<v1::Outcome>(1 + random_() % 4));
  request.mutable_result()->set_learnt(SomeWords(random_, kTextWords));
  *request.mutable_result()->mutable_concluded_on() = DateOf(2024, 12, 20);
  uint64_t sequence = 0;
  if (Do<v1::ConcludeExperimentResponse>(facilitator_, request, sequence) == nullptr) return false;
  idea.facts.set_state(v1::IDEA_STATE_CONCLUDED);
  idea.experiment_text.set_learnt(request.result().learnt());
  v1::Trial& trial = *idea.experiment.mutable_trial();
  trial.set_state(v1::TRIAL_STATE_CONCLUDED);
  trial.set_outcome(request.result().outcome());
  *trial.mutable_concluded_on() = request.result().concluded_on();
  Expect(sequence, NextExperiment(idea), Next(idea));
  return true;
}

// ---- what others say ----

// Or no longer.
bool IdeasWriter::Endorse(KeptIdea& idea) {
  uint64_t sequence = 0;
  v1::EndorseRequest endorse;
  endorse.set_target_id(idea.facts.idea_id());
  v1::WithdrawEndorsementRequest withdraw;
  withdraw.set_target_id(idea.facts.idea_id());
  const bool done = idea.endorsements == 0
                        ? Do<v1::EndorseResponse>(facilitator_, endorse, sequence) != nullptr
                        : Do<v1::WithdrawEndorsementResponse>(facilitator_, withdraw, sequence) != nullptr;
  if (!done) return false;
  idea.endorsements = 1 - idea.endorsements;
  Expect(sequence, Reactions(idea));
  return true;
}

bool IdeasWriter::Comment(KeptIdea& idea) {
  v1::AddCommentRequest request;
  request.set_target_id(idea.facts.idea_id());
  request.set_text(SomeWords(random_, kTextWords));
  uint64_t sequence = 0;
  const auto* const reply = Do<v1::AddCommentResponse>(facilitator_, request, sequence);
  if (reply == nullptr) return false;
  ++idea.comments;
  v1::CommentChanged comment;
  comment.set_comment_id(reply->comment_id());
  comment.set_target_id(request.target_id());
  Expect(sequence, comment, Reactions(idea));
  return true;
}

bool IdeasWriter::Hide(KeptIdea& idea) {
  v1::ReportContentRequest request;
  request.set_target_id(idea.facts.idea_id());
  request.set_reason("it names somebody");
  uint64_t sequence = 0;
  const auto* const reply = Do<v1::ReportContentResponse>(facilitator_, request, sequence);
  if (reply == nullptr) return false;
  idea.report_id = reply->report_id();
  v1::ReportChanged report;
  report.set_report_id(idea.report_id);
  report.set_target_id(request.target_id());
  Expect(sequence, report);
  return Resolve(idea, v1::RESOLUTION_HIDDEN);
}

bool IdeasWriter::Resolve(KeptIdea& idea, v1::Resolution resolution) {
  v1::ResolveReportRequest request;
  request.set_report_id(idea.report_id);
  request.set_resolution(resolution);
  request.set_reason("it does");
  uint64_t sequence = 0;
  if (Do<v1::ResolveReportResponse>({kModerator}, request, sequence) == nullptr) return false;
  v1::ReportChanged report;
  report.set_report_id(idea.report_id);
  report.set_target_id(idea.facts.idea_id());
  report.set_resolved(true);
  idea.facts.set_hidden(resolution == v1::RESOLUTION_HIDDEN);
  if (idea.facts.hidden()) {
    Expect(sequence, report, Next(idea), Retired(idea));
  } else {
    Expect(sequence, report, Next(idea));
  }
  return true;
}

// ---- what is published ----

v1::IdeaChanged IdeasWriter::Next(KeptIdea& idea) {
  idea.facts.set_etag(NextEtag(idea.facts.etag()));
  v1::IdeaChanged event;
  *event.mutable_idea() = idea.facts;
  return event;
}

v1::ExperimentChanged IdeasWriter::NextExperiment(KeptIdea& idea) {
  idea.experiment.set_etag(NextEtag(idea.experiment.etag()));
  v1::ExperimentChanged event;
  *event.mutable_experiment() = idea.experiment;
  return event;
}

v1::ReactionsChanged IdeasWriter::Reactions(const KeptIdea& idea) {
  v1::ReactionsChanged event;
  event.set_target_id(idea.facts.idea_id());
  event.set_endorsements(idea.endorsements);
  event.set_comments(idea.comments);
  return event;
}

v1::FollowedItemRetired IdeasWriter::Retired(const KeptIdea& idea) {
  v1::FollowedItemRetired event;
  event.set_item_id(idea.facts.idea_id());
  return event;
}

}  // namespace obt::testing
