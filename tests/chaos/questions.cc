#include "tests/chaos/questions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "obt/ideas/v1/idea.pb.h"

namespace obt::testing {
namespace {

constexpr int kQuestions = 200;
constexpr int kMostHits = 20;
constexpr int kDraftTitleWords = 3, kDraftWords = 20;
constexpr int kKnown = 500;  // things that are asked about

constexpr const char* kWords[] = {
    "letters",   "queue",     "counter",  "morning",   "telephone", "benefit",  "form",     "signature",
    "approval",  "printer",   "desk",     "manager",   "meeting",   "minutes",  "handover", "shift",
    "claims",    "evidence",  "reminder", "template",  "signpost",  "visitors", "training", "induction",
    "mentoring", "licences",  "renewal",  "waiting",   "backlog",   "sampling", "audit",    "accessible",
    "plain",     "language",  "glossary", "checklist", "dashboard", "rota",     "parking",  "recycling",
    "heating",   "procuring", "invoices", "travel",    "booking",   "rooms",    "feedback", "surveys"};

}  // namespace

std::string SomeWords(std::mt19937_64& random, int count) {
  std::string words;
  for (int i = 0; i < count; ++i)
    absl::StrAppend(&words, i == 0 ? "" : " ", kWords[random() % std::size(kWords)]);
  return words;
}

std::string Questions::SomeQuery() {
  switch (random_() % 6) {
    case 0:
      return absl::StrCat("\"", SomeWords(random_, 2), "\"");
    case 1:
      return absl::StrCat(SomeWords(random_, 2), " -", SomeWords(random_, 1));
    case 2:
      return SomeWords(random_, 1).substr(1);  // mistyped
    case 3:
      return "";
    default:
      return SomeWords(random_, 1 + static_cast<int>(random_() % 3));
  }
}

std::unique_ptr<google::protobuf::Message> Questions::ASearch() {
  auto request = std::make_unique<ideas::v1::SearchIdeasRequest>();
  request->mutable_question()->set_query(SomeQuery());
  if (random_() % 3 == 0) request->mutable_question()->set_order(ideas::v1::SEARCH_ORDER_NEWEST);
  if (random_() % 3 == 0) request->add_kinds(static_cast<ideas::v1::ItemKind>(1 + random_() % 2));
  if (random_() % 4 == 0) request->add_states(static_cast<ideas::v1::IdeaState>(1 + random_() % 6));
  request->set_page_size(1 + static_cast<int>(random_() % kMostHits));
  return request;
}

std::unique_ptr<google::protobuf::Message> Questions::ASimilar(const std::vector<std::string>& ids) {
  auto request = std::make_unique<ideas::v1::FindSimilarIdeasRequest>();
  request->set_limit(1 + static_cast<int>(random_() % kMostHits));
  if (!ids.empty() && random_() % 2 == 0) {
    request->set_item_id(ids[random_() % ids.size()]);
  } else {
    request->set_title(SomeWords(random_, kDraftTitleWords));
    request->set_text(SomeWords(random_, kDraftWords));
  }
  return request;
}

void Questions::Draw() {
  ideas::v1::SearchIdeasRequest newest;
  newest.mutable_question();
  newest.set_page_size(kKnown);
  std::vector<std::string> ids;
  const auto known = Ask<ideas::v1::SearchIdeasResponse>(world_, callers_.front(), newest);
  if (!known.ok()) Die(known.status().ToString());
  for (const auto& hit : known->hits()) ids.push_back(hit.id());
  questions_.clear();
  for (int i = 0; i < kQuestions; ++i)
    questions_.push_back({callers_[random_() % callers_.size()], i % 2 == 0 ? ASearch() : ASimilar(ids)});
}

template <typename Reply>
std::string Questions::AnswerTo(const Question& question) {
  const absl::StatusOr<Reply> reply = Ask<Reply>(world_, question.caller, *question.request);
  if (!reply.ok()) return absl::StrCat(reply.status().code(), " ", reply.status().message());
  if constexpr (std::is_same_v<Reply, ideas::v1::SearchIdeasResponse>) {
    found_ += reply->hits_size() > 0;
  } else {
    found_ += reply->items_size() > 0;
  }
  return reply->SerializeAsString();
}

std::vector<std::string> Questions::Answers() {
  found_ = 0;
  std::vector<std::string> answers;
  for (const Question& question : questions_) {
    const bool search = dynamic_cast<const ideas::v1::SearchIdeasRequest*>(question.request.get()) != nullptr;
    answers.push_back(search ? AnswerTo<ideas::v1::SearchIdeasResponse>(question)
                             : AnswerTo<ideas::v1::FindSimilarIdeasResponse>(question));
  }
  return answers;
}

std::string Questions::TextOf(size_t question) const {
  const Question& asked = questions_[question];
  return absl::StrCat(asked.request->ShortDebugString(), " by ", asked.caller.client, " ",
                      asked.caller.person);
}

}  // namespace obt::testing
