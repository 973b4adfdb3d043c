#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "obt/ideas/v1/idea.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/idea/rows.h"
#include "services/ideas/theme/rows.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

using SeenIdea = Seen<v1::IdeaFacts>;

// Refuses an idea whose themes are not in its programme's list; `held` are those it has.
absl::Status CheckTerms(const Reader& reader, const v1::IdeaFacts& idea, const v1::IdeaTerms& held) {
  OBT_ASSIGN_OR_RETURN(const v1::ThemeList list, ThemesOf(reader, idea.programme_id()));
  return CheckThemes(idea.terms().theme_codes(), held.theme_codes(), list, "terms.theme_codes");
}

// Refuses terms that would show an author who is not shown, unless it is they who ask.
absl::Status CheckStaysAnonymous(const Reader& reader, const SeenIdea& idea, const v1::IdeaTerms& terms) {
  if (!idea.facts.terms().anonymous() || terms.anonymous() || idea.standing.author) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> author, AuthorOf(reader, idea.facts.idea_id()));
  if (!author.has_value()) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "NOT_AUTHOR",
               "its author alone may let themselves be shown, in a call made for them; leave "
               "terms.anonymous set");
}

// Keeps what a verb made of the idea, and answers with its receipt.
template <typename Response>
absl::StatusOr<Response> Keep(Txn& txn, const Call& call, v1::IdeaFacts idea) {
  OBT_RETURN_IF_ERROR(Put(txn, call.now, idea));
  Response response;
  *response.mutable_idea() = ReceiptOf(idea);
  return response;
}

// The idea a change is for.
template <typename Request>
absl::StatusOr<SeenIdea> ToChange(const Request& request, const Call& call, const Txn& txn,
                                  feed::Directory& directory, Right right) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  return SeeToChange<v1::IdeaFacts>(txn, viewer, request.idea_id(), right, request.etag());
}

absl::StatusOr<v1::CreateIdeaResponse> CreateIdea(const v1::CreateIdeaRequest& request, const Call& call,
                                                  Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Team team, ReadTeam(txn, viewer, request.team_id()));
  OBT_RETURN_IF_ERROR(CheckMember(StandingTo(viewer, team)));
  OBT_RETURN_IF_ERROR(CheckOpen(team));
  v1::IdeaFacts idea = NewIdea(team.facts.programme_id(), request.team_id(), request.terms());
  OBT_RETURN_IF_ERROR(CheckTerms(txn, idea, {}));
  OBT_RETURN_IF_ERROR(InsertIdea(txn, call.now, viewer.person, idea, request.text()));
  v1::CreateIdeaResponse response;
  *response.mutable_idea() = ReceiptOf(idea);
  return response;
}

absl::StatusOr<v1::UpdateIdeaResponse> UpdateIdea(const v1::UpdateIdeaRequest& request, const Call& call,
                                                  Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, ToChange(request, call, txn, directory, Right::kWrite));
  OBT_RETURN_IF_ERROR(CheckState(idea.facts, IdeaVerb::kUpdate));
  if (validate::MaskNames(request.update_mask(), "terms")) {
    OBT_RETURN_IF_ERROR(CheckStaysAnonymous(txn, idea, request.terms()));
    const v1::IdeaTerms held = std::exchange(*idea.facts.mutable_terms(), request.terms());
    OBT_RETURN_IF_ERROR(CheckTerms(txn, idea.facts, held));
  }
  if (validate::MaskNames(request.update_mask(), "text")) PutText(txn, idea.facts, request.text());
  return Keep<v1::UpdateIdeaResponse>(txn, call, std::move(idea.facts));
}

absl::StatusOr<v1::ProposeIdeaResponse> ProposeIdea(const v1::ProposeIdeaRequest& request, const Call& call,
                                                    Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, ToChange(request, call, txn, directory, Right::kWrite));
  OBT_RETURN_IF_ERROR(Propose(idea.facts));
  return Keep<v1::ProposeIdeaResponse>(txn, call, std::move(idea.facts));
}

absl::StatusOr<v1::AgreeIdeaResponse> AgreeIdea(const v1::AgreeIdeaRequest& request, const Call& call,
                                                Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, SeeToChange<v1::IdeaFacts>(txn, viewer, request.idea_id(),
                                                                 Right::kDecide, request.etag()));
  OBT_ASSIGN_OR_RETURN(auto conversation, See<v1::ConversationFacts>(txn, viewer, request.conversation_id()));
  OBT_RETURN_IF_ERROR(Agree(conversation.facts, request.try_by(), idea.team_withheld, idea.facts));
  conversation.facts.add_idea_ids(request.idea_id());
  OBT_RETURN_IF_ERROR(Put(txn, call.now, conversation.facts));
  return Keep<v1::AgreeIdeaResponse>(txn, call, std::move(idea.facts));
}

absl::StatusOr<v1::ParkIdeaResponse> ParkIdea(const v1::ParkIdeaRequest& request, const Call& call, Txn& txn,
                                              feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, ToChange(request, call, txn, directory, Right::kWrite));
  OBT_RETURN_IF_ERROR(Park(idea.facts));
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(txn, request.idea_id()));
  remarks.set_parked_reason(request.reason());
  PutRemarks(txn, request.idea_id(), remarks);
  OBT_RETURN_IF_ERROR(PublishRetired(txn, request.idea_id()));
  return Keep<v1::ParkIdeaResponse>(txn, call, std::move(idea.facts));
}

absl::StatusOr<v1::ReopenIdeaResponse> ReopenIdea(const v1::ReopenIdeaRequest& request, const Call& call,
                                                  Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, ToChange(request, call, txn, directory, Right::kWrite));
  OBT_RETURN_IF_ERROR(Reopen(idea.facts));
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(txn, request.idea_id()));
  remarks.clear_parked_reason();
  PutRemarks(txn, request.idea_id(), remarks);
  return Keep<v1::ReopenIdeaResponse>(txn, call, std::move(idea.facts));
}

absl::StatusOr<v1::GetIdeaResponse> GetIdea(const v1::GetIdeaRequest& request, const Call& call,
                                            const View& view, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(SeenIdea idea, See<v1::IdeaFacts>(view, viewer, request.idea_id()));
  v1::GetIdeaResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_idea(), ToIdea(view, viewer, std::move(idea)));
  return response;
}

// What a list keeps of the ideas the caller sees.
class Kept {
 public:
  Kept(const v1::ListIdeasRequest& request, const IdeasAsked& asked)
      : request_(request), leads_(asked.codes.begin(), asked.codes.end()) {}
  bool operator()(const SeenIdea& idea) const {
    if (idea.facts.programme_id() != request_.programme_id()) return false;
    if (!request_.organisation_code().empty() && !leads_.contains(idea.team.lead)) return false;
    return request_.states().empty() || absl::c_linear_search(request_.states(), idea.facts.state());
  }

 private:
  const v1::ListIdeasRequest& request_;
  const absl::flat_hash_set<std::string> leads_;
};

absl::StatusOr<IdeasAsked> AskedBy(const v1::ListIdeasRequest& request, const Call& call,
                                   const Viewer& viewer) {
  IdeasAsked asked;
  if (!request.organisation_code().empty()) {
    OBT_ASSIGN_OR_RETURN(asked.codes, call.CodesWithin(request.organisation_code()));
  }
  if (!request.team_id().empty()) asked.team = ParseId<TeamId>(request.team_id());
  if (!request.mine()) return asked;
  if (!viewer.person.has_value()) {
    Violations out;
    out.Add("mine", "needs a call made for somebody (metadata obt-person)");
    return out.ToStatus();
  }
  asked.author = viewer.person;
  return asked;
}

absl::StatusOr<v1::ListIdeasResponse> ListIdeas(const v1::ListIdeasRequest& request, const Call& call,
                                                const View& view, feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(const IdeasAsked asked, AskedBy(request, call, viewer));
  const Kept kept(request, asked);
  return rpc::AnswerPage(request, call, &v1::ListIdeasResponse::mutable_ideas,
                         [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::Idea>> {
                           OBT_ASSIGN_OR_RETURN(auto page, PageOfIdeas(view, viewer, request.programme_id(),
                                                                       asked, position, limit, kept));
                           return Answered<v1::Idea>(std::move(page), [&](SeenIdea idea) {
                             return ToIdea(view, viewer, std::move(idea));
                           });
                         });
}

}  // namespace

void BindIdeas(rpc::Router& router, feed::Directory& directory) {
  router.Command(CreateIdea, directory)
      .Command(UpdateIdea, directory)
      .Command(ProposeIdea, directory)
      .Command(AgreeIdea, directory)
      .Command(ParkIdea, directory)
      .Command(ReopenIdea, directory)
      .Query(GetIdea, directory)
      .Query(ListIdeas, directory);
}

}  // namespace obt::ideas
