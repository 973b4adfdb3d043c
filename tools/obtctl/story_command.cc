// obtctl story: asks for the whole way of a case study; story.h tells it.
#include <set>
#include <utility>

#include "obt/identity/v1/organisation.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/story.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

// Asks for what the caller may not see: then there is no answer, and the story goes on without it.
template <typename Response>
absl::StatusOr<std::optional<Response>> IfSeen(Session& session, const Message& request, const Whom& whom) {
  absl::StatusOr<Response> answer = session.Ask<Response>(request, whom);
  if (answer.ok()) return std::optional<Response>(*std::move(answer));
  if (absl::IsNotFound(answer.status()) || absl::IsPermissionDenied(answer.status()))
    return std::optional<Response>();
  return answer.status();
}

absl::StatusOr<std::vector<ideas::v1::Adoption>> Adoptions(Session& session,
                                                           ideas::v1::ListAdoptionsRequest request,
                                                           const Whom& whom) {
  std::vector<ideas::v1::Adoption> adoptions;
  ideas::v1::ListAdoptionsResponse page;
  OBT_RETURN_IF_ERROR(session.EachPage(request, page, whom, 0, [&] {
    adoptions.insert(adoptions.end(), page.adoptions().begin(), page.adoptions().end());
    return page.adoptions_size();
  }));
  return adoptions;
}

// From the experiment back to the conversation.
absl::Status AskExperiment(Session& session, const Whom& whom, Story& story) {
  ideas::v1::GetExperimentRequest experiment;
  experiment.set_experiment_id(story.case_study.facts().experiment_id());
  OBT_ASSIGN_OR_RETURN(const auto tried, IfSeen<ideas::v1::GetExperimentResponse>(session, experiment, whom));
  if (!tried.has_value()) return absl::OkStatus();
  story.experiment = tried->experiment();
  ideas::v1::GetIdeaRequest idea;
  idea.set_idea_id(tried->experiment().facts().idea_id());
  if (idea.idea_id().empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const auto thought, IfSeen<ideas::v1::GetIdeaResponse>(session, idea, whom));
  if (!thought.has_value()) return absl::OkStatus();
  story.idea = thought->idea();
  ideas::v1::GetConversationRequest conversation;
  conversation.set_conversation_id(thought->idea().facts().conversation_id());
  if (conversation.conversation_id().empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const auto talk,
                       IfSeen<ideas::v1::GetConversationResponse>(session, conversation, whom));
  if (talk.has_value()) story.conversation = talk->conversation();
  return absl::OkStatus();
}

// From the adoption to the case study it repeats.
absl::Status AskAdoption(Session& session, const Whom& whom, Story& story) {
  ideas::v1::ListAdoptionsRequest back;
  back.set_adoption_id(story.case_study.facts().adoption_id());
  const auto way = Adoptions(session, back, whom);
  if (absl::IsNotFound(way.status())) return absl::OkStatus();
  OBT_RETURN_IF_ERROR(way.status());
  for (const ideas::v1::Adoption& adoption : *way) {
    if (adoption.facts().adoption_id() == back.adoption_id()) story.adoption = adoption;
  }
  if (!story.adoption.has_value()) return absl::OkStatus();
  ideas::v1::GetCaseStudyRequest origin;
  origin.set_case_study_id(story.adoption->facts().case_study_id());
  OBT_ASSIGN_OR_RETURN(const auto repeated, IfSeen<ideas::v1::GetCaseStudyResponse>(session, origin, whom));
  if (repeated.has_value()) story.repeated = repeated->case_study();
  return absl::OkStatus();
}

// What people call the organisations; without identity their codes do.
void AskNames(Session& session, Story& story) {
  std::set<std::string> codes = {story.case_study.organisation_code()};
  if (story.repeated.has_value()) codes.insert(story.repeated->organisation_code());
  for (const ideas::v1::Adoption& adoption : story.adoptions) codes.insert(adoption.organisation_code());
  for (const std::string& code : codes) {
    identity::v1::GetOrganisationRequest request;
    request.set_organisation_code(code);
    const auto organisation = session.Ask<identity::v1::GetOrganisationResponse>(request);
    if (!organisation.ok()) continue;
    story.names[code] = organisation->organisation().name();
  }
}

absl::Status TellStory(Session& session, const Arguments& arguments) {
  const Whom whom = {.person = arguments.Text("for")};
  Story story;
  ideas::v1::GetCaseStudyRequest request;
  request.set_case_study_id(arguments.Text("CASE_STUDY"));
  OBT_ASSIGN_OR_RETURN(const auto told, session.Ask<ideas::v1::GetCaseStudyResponse>(request, whom));
  story.case_study = told.case_study();
  const ideas::v1::CaseStudyFacts& facts = story.case_study.facts();
  if (!facts.experiment_id().empty()) OBT_RETURN_IF_ERROR(AskExperiment(session, whom, story));
  if (!facts.adoption_id().empty()) OBT_RETURN_IF_ERROR(AskAdoption(session, whom, story));
  ideas::v1::ListAdoptionsRequest chain;
  chain.set_case_study_id(request.case_study_id());
  OBT_ASSIGN_OR_RETURN(story.adoptions, Adoptions(session, chain, whom));
  if (session.ForPrograms()) {
    session.Print(TableOf(story));
    return absl::OkStatus();
  }
  AskNames(session, story);
  session.Tell(InWords(story, session.Width()));
  return absl::OkStatus();
}

}  // namespace

Command StoryCommand() {
  return {"story",
          "The whole way of a case study, from the conversation to the teams that took it up",
          "Of what the caller may see: the case study itself is everybody's, the rest as its team wished.\n\n"
          "Examples:\n"
          "  obtctl story CASE_STUDY\n"
          "  obtctl story CASE_STUDY --for PERSON --as dwp-intranet -o json",
          {Positional("CASE_STUDY", "Case study id; see obtctl case-study search"), For()},
          TellStory};
}

}  // namespace obt::ctl
