// obtctl conversation, idea: one row a verb.
#include "absl/strings/str_cat.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tools/obtctl/hits.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

const Columns kConversation =
    "facts.conversation_id|conversation; facts.programme_id|programme; facts.team_id|team; facts.state; "
    "facts.held_on|held on; facts.set_scene|scene set; facts.attendee_ids|attended by; "
    "?facts.attendance|attended; facts.idea_ids+\n|agreed; reflections; facilitator_id|logged for; "
    "facts.etag";

const Columns kIdea =
    "facts.idea_id|idea; text.title; facts.state; [{facts.state_before}]|before that|state_before; "
    "parked_reason|parked because; facts.merged_into|merged into; hidden_reason|hidden because; "
    "organisation_code|organisation; facts.programme_id|programme; facts.team_id|team; author_id|author; "
    "text.problem; text.change; text.beneficiaries|who benefits; text.success|success shows by; "
    "facts.terms.visibility|seen by; facts.terms.anonymous; facts.terms.theme_codes|themes; text.tags; "
    "facts.terms.within_influence|within influence; facts.terms.within_budget|within budget; "
    "facts.terms.approvals_needed|approvals needed; facts.terms.approvals_obtained|approvals obtained; "
    "facts.terms.test_on|to be tested on; facts.conversation_id|agreed in; facts.agreed_on|agreed on; "
    "facts.try_by|to be tried by; facts.experiment_id|experiment; endorsements; endorsed; comments; "
    "merges:{idea_id} on {merge_time}[ until {unmerge_time}]: {reason}|merged into it; "
    "facts.create_time|written; facts.etag";

const Columns kIdeaReceipt = "idea_id|idea; state; etag";
const Columns kEndorsements = ">target_id|item; endorsements";

Option IdeaId(std::string help = "Idea id") { return Positional("IDEA", std::move(help)); }
Option ConversationId() { return Positional("CONVERSATION", "Conversation id"); }
Option ItemId(std::string help) { return Positional("ITEM", std::move(help)).To("target_id"); }
Option VisibilityOption(std::string fallback) {
  return OneOf("visibility", WordsOf(*ideas::v1::Visibility_descriptor()),
               "Who sees it, once it is proposed, besides the team", std::move(fallback))
      .To("terms.visibility");
}
Option ThemeOption() {
  return List("theme", "CODE", "Its themes, at most 3; see obtctl theme list").To("terms.theme_codes");
}
// A flag where it is written; where it is changed, yes and no can be said.
Option TruthOption(bool edit, const char* name, const char* help, const char* field) {
  return (edit ? OneOf(name, {"true", "false"}, help) : Flag(name, help)).To(field);
}

// What is written of an idea. Of an edit everything may be left out.
std::vector<Option> IdeaOptions(bool edit) {
  const auto words = [](const char* name, const char* help, const char* field) {
    return Text(name, "TEXT", help).To(field).OrNone();
  };
  const Option title = Text("title", "TEXT", "What it is, in a line").To("text.title");
  return {edit ? title : title.Must(),
          words("problem", "What is wrong today", "text.problem"),
          words("change", "What is to change", "text.change"),
          words("beneficiaries", "Who benefits", "text.beneficiaries"),
          words("success", "How success will be known", "text.success"),
          List("tag", "WORD", "Free tags").To("text.tags").OrNone(),
          VisibilityOption(edit ? "" : "organisation"),
          TruthOption(edit, "anonymous", "Nobody is told who wrote it", "terms.anonymous"),
          ThemeOption().OrNone(),
          TruthOption(edit, "within-influence", "The team can do it", "terms.within_influence"),
          TruthOption(edit, "within-budget", "The team can pay for it", "terms.within_budget"),
          SomeOf("approval-needed", *ideas::v1::Approval_descriptor(), "Nothing starts before all of these")
              .To("terms.approvals_needed")
              .OrNone(),
          SomeOf("approval-obtained", *ideas::v1::Approval_descriptor(), "Those that are there")
              .To("terms.approvals_obtained")
              .OrNone(),
          Day("test-on", "When it is to be tested").To("terms.test_on")};
}

Option NewChanges() {
  return Texts("change", "TITLE=DAY", "A change agreed in it, and the day to try it by")
      .For(Use::kOwn, "changes")
      .As("{text.title}={try_by}");
}
Option ChosenIdeas() {
  return List("idea", "IDEA=DAY", "A proposed idea that was chosen, and the day to try it by")
      .For(Use::kOwn, "changes")
      .As("{idea_id}={try_by}");
}

// New changes have terms; ideas that were chosen keep theirs.
absl::Status TakeChanges(Session&, Arguments& arguments, Message& message) {
  auto& request = dynamic_cast<ideas::v1::LogConversationRequest&>(message);
  const auto field = [](const Option& option) { return option.With(&Option::use, Use::kField); };
  OBT_RETURN_IF_ERROR(Fill({field(NewChanges()), field(ChosenIdeas())}, arguments, request));
  for (ideas::v1::AgreedChange& change : *request.mutable_changes()) {
    if (change.has_text())
      OBT_RETURN_IF_ERROR(Fill({VisibilityOption(""), ThemeOption()}, arguments, change));
  }
  return absl::OkStatus();
}

// What is not given stays as it is, unless somebody changed it meanwhile.
absl::Status TakePresentIdea(Session& session, Arguments& arguments, Message& message) {
  auto& request = dynamic_cast<ideas::v1::UpdateIdeaRequest&>(message);
  ideas::v1::GetIdeaRequest get;
  get.set_idea_id(arguments.Text("IDEA"));
  OBT_ASSIGN_OR_RETURN(const auto present,
                       session.Ask<ideas::v1::GetIdeaResponse>(get, {.person = arguments.Text("for")}));
  *request.mutable_text() = present.idea().text();
  *request.mutable_terms() = present.idea().facts().terms();
  request.set_etag(present.idea().facts().etag());
  return absl::OkStatus();
}

Answer IdeaReceipt() { return {.record = "idea", .columns = kIdeaReceipt}; }

// ---- search ----

std::vector<Option> SearchOptions() {
  return {Positional("QUERY", "Words, \"phrases\" and -words; left out: everything the filters let pass")
              .With(&Option::required, false)
              .To("question.query"),
          Text("programme", "ID", "The edition; default: all").To("question.programme_id"),
          List("theme", "CODE", "With one of these themes").To("question.theme_codes"),
          Text("organisation", "CODE", "Of it and everything below it").To("question.organisation_code"),
          SomeOf("outcome", *ideas::v1::Outcome_descriptor(), "That went so").To("question.outcomes"),
          SomeOf("benefit", *ideas::v1::BenefitKind_descriptor(), "With a benefit of these kinds")
              .To("question.benefit_kinds"),
          Day("from", "Made on that day or later").To("question.from_day"),
          Day("to", "Made before that day").To("question.to_day"),
          OneOf("order", WordsOf(*ideas::v1::SearchOrder_descriptor()),
                "Which come first; default: the most relevant, of no words the newest")
              .To("question.order"),
          Number("limit", "N", "At most so many; 0: all", 10).For(Use::kLimit),
          For()};
}

template <typename Response>
std::string TellHits(const Pages& pages, const Table&, size_t width) {
  std::string text;
  size_t rank = 0;
  for (const std::unique_ptr<Message>& page : pages) {
    for (const ideas::v1::SearchHit& hit : dynamic_cast<const Response&>(*page).hits())
      text += HitInWords(hit, ++rank, width);
  }
  const auto& first = dynamic_cast<const Response&>(*pages.front());
  return text + SummaryInWords(first.summary(), width);
}

template <typename Response>
Answer Hits() {
  return {.rows = "hits",
          .columns =
              "kind; id; title; organisation_code|organisation; theme_codes; outcome; score; endorsements; "
              "adoptions; snippets:{field}: {text}",
          .tell = TellHits<Response>};
}

}  // namespace

std::vector<Verb> ConversationVerbs() {
  return {
      {"conversation log",
       "Log a conversation with the changes agreed in it, all in one",
       "A team's facilitators log it, in calls made for them, and its organisation's admins.\n\nExamples:\n"
       "  obtctl conversation log TEAM --held-on 2024-11-20 --attendance 9 --scene-set \\\n"
       "      --change 'Answer licence requests from a template=2024-12-20' --theme customer-contact \\\n"
       "      --reflections 'We write the same letter every day' --for PERSON --as dwp-intranet\n"
       "  obtctl conversation log TEAM --held-on 2024-11-20 --attendee PERSON \\\n"
       "      --idea IDEA=2024-12-20 --for PERSON --as dwp-intranet",
       {Positional("TEAM", "Team id; see obtctl team list"), Day("held-on", "When it was held").Must(),
        List("attendee", "PERSON", "Who attended").To("attendee_ids"),
        Number("attendance", "N", "Or only how many"),
        Flag("scene-set", "The scene was set for psychological safety").To("set_scene"),
        Text("reflections", "TEXT", "What they thought"), NewChanges(), ChosenIdeas(),
        VisibilityOption("organisation").With(&Option::use, Use::kOwn),
        ThemeOption().With(&Option::use, Use::kOwn), For(), RequestId(),
        Flag("id", "Print the conversation's id alone").For(Use::kAlone, "conversation_id")},
       Of<ideas::v1::LogConversationRequest>(),
       {.record = ".", .columns = "conversation_id|conversation; ideas:{idea_id} {state}|agreed; etag"},
       {{{"attendee", "attendance"}}},
       TakeChanges},
      {"conversation show",
       "One conversation with what was agreed and thought",
       "Example:\n  obtctl conversation show CONVERSATION --for PERSON --as dwp-intranet",
       {ConversationId(), For()},
       Of<ideas::v1::GetConversationRequest>(),
       {.record = "conversation", .columns = kConversation}},
      {"conversation list",
       "A team's conversations, withdrawn ones too",
       "Example:\n  obtctl conversation list TEAM --for PERSON --as dwp-intranet",
       {Positional("TEAM", "Team id; see obtctl team list"), For()},
       Of<ideas::v1::ListConversationsRequest>(),
       {.rows = "conversations",
        .columns =
            "facts.conversation_id|conversation; facts.held_on|held on; facts.state; "
            "facts.set_scene|scene set; ?facts.attendance|attended; #facts.attendee_ids|by name|attendees; "
            "#facts.idea_ids|changes agreed|ideas; reflections"}},
      {"conversation withdraw",
       "Take a conversation back; what was agreed in it is proposed again",
       "Once an experiment with one of its ideas has started it stays.\n\nExample:\n"
       "  obtctl conversation withdraw CONVERSATION --for PERSON --as dwp-intranet",
       {ConversationId(), Etag(), For()},
       Of<ideas::v1::WithdrawConversationRequest>(),
       {.record = ".",
        .columns = "conversation_id|conversation; ideas:{idea_id} {state}|proposed again; etag"}},
  };
}

std::vector<Verb> IdeaVerbs() {
  return {
      {"idea create", "Write an idea of a person down, as a draft in a team of theirs",
       "Ask obtctl idea similar before: somebody may have tried it.\n\nExample:\n"
       "  obtctl idea create TEAM --title 'Answer licence requests from a template' \\\n"
       "      --problem 'Every request is answered anew' --change 'A template for the ten usual ones' \\\n"
       "      --theme customer-contact --approval-needed policy --for PERSON --as dwp-intranet",
       Together({{Positional("TEAM", "Team id; see obtctl team list")},
                 IdeaOptions(false),
                 {For().Must(), RequestId(),
                  Flag("id", "Print the idea's id alone").For(Use::kAlone, "idea.idea_id")}}),
       Of<ideas::v1::CreateIdeaRequest>(), IdeaReceipt()},
      {"idea edit",
       "Change what is written of an idea",
       "What is not given stays as it is; --tag '' and the like take away.\n\nExamples:\n"
       "  obtctl idea edit IDEA --approval-obtained policy --for PERSON --as dwp-intranet\n"
       "  obtctl idea edit IDEA --visibility cross_government --tag letters,templates --for PERSON --as "
       "dwp-intranet",
       Together({{IdeaId()}, IdeaOptions(true), {Etag(), For()}}),
       Of<ideas::v1::UpdateIdeaRequest>(),
       IdeaReceipt(),
       {},
       TakePresentIdea},
  };
}

std::vector<Verb> IdeaWayVerbs() {
  return {
      {"idea propose",
       "Let those see a draft whom its visibility names",
       "Example:\n  obtctl idea propose IDEA --for PERSON --as dwp-intranet",
       {IdeaId(), Etag(), For()},
       Of<ideas::v1::ProposeIdeaRequest>(),
       IdeaReceipt()},
      {"idea agree",
       "Record that a conversation chose it, and by when it is to be tried",
       "Example:\n"
       "  obtctl idea agree IDEA --conversation CONVERSATION --try-by 2024-12-20 --for PERSON --as "
       "dwp-intranet",
       {IdeaId(), Required("conversation", "CONVERSATION", "One of its team"),
        Day("try-by", "The last day to try it by").Must(), Etag(), For()},
       Of<ideas::v1::AgreeIdeaRequest>(),
       IdeaReceipt()},
      {"idea park",
       "Set an open idea aside",
       "Example:\n  obtctl idea park IDEA --reason 'After the summer' --for PERSON --as dwp-intranet",
       {IdeaId(), Required("reason", "TEXT", "Why"), Etag(), For()},
       Of<ideas::v1::ParkIdeaRequest>(),
       IdeaReceipt()},
      {"idea reopen",
       "Bring a parked idea back to where it was",
       "Example:\n  obtctl idea reopen IDEA --for PERSON --as dwp-intranet",
       {IdeaId(), Etag(), For()},
       Of<ideas::v1::ReopenIdeaRequest>(),
       IdeaReceipt()},
      {"idea show",
       "One idea",
       "Example:\n  obtctl idea show IDEA --for PERSON --as dwp-intranet",
       {IdeaId(), For()},
       Of<ideas::v1::GetIdeaRequest>(),
       {.record = "idea", .columns = kIdea}},
      {"idea list",
       "Ideas of a team, of an organisation, of a person, or all",
       "Tables have the first 50; CSV and JSON have all, unless --limit says otherwise.\n\nExamples:\n"
       "  obtctl idea list --organisation department-for-work-pensions --state agreed,in_experiment\n"
       "  obtctl idea list --mine --for PERSON --as dwp-intranet",
       {Edition(), Text("team", "TEAM", "Of this team"),
        Text("organisation", "CODE", "Of teams led by it or by what lies below it"),
        Flag("mine", "Of the person the call is made for"),
        SomeOf("state", *ideas::v1::IdeaState_descriptor(), "In one of these").To("states"), Limit(), For()},
       Of<ideas::v1::ListIdeasRequest>(),
       {.rows = "ideas",
        .columns = "facts.idea_id|idea; facts.state; text.title; organisation_code|organisation; "
                   "facts.terms.visibility|seen by; facts.terms.theme_codes|themes; endorsements; comments; "
                   "facts.try_by|try by; facts.team_id|team; facts.hidden",
        .note = "{next_page_token?there are more: raise --limit}"},
       {{{"team", "organisation", "mine"}}}},
  };
}

std::vector<Verb> IdeaSearchVerbs() {
  return {
      {"idea search", "Search ideas, experiments and published case studies",
       "\"obtctl ideas search\" is the same. Words are found in their other forms too; those in quotes as a\n"
       "phrase, those behind a dash not at all. Only what the caller may see is found and counted. Tables\n"
       "have the first 10; CSV and JSON have all, unless --limit says otherwise.\n\n"
       "Examples:\n"
       "  obtctl ideas search 'licence requests waiting time'\n"
       "  obtctl idea search '\"waiting time\" -phone' --kind case_study --outcome worked --order "
       "most_adopted",
       Together({SearchOptions(),
                 {SomeOf("kind", *ideas::v1::ItemKind_descriptor(), "Only of these").To("kinds")}}),
       Of<ideas::v1::SearchIdeasRequest>(), Hits<ideas::v1::SearchIdeasResponse>()},
      {"case-study search", "Search published case studies",
       "As obtctl idea search does.\n\nExample:\n"
       "  obtctl case-study search 'licence requests' --benefit staff_time,waiting_time --order most_adopted",
       SearchOptions(), Of<ideas::v1::SearchCaseStudiesRequest>(),
       Hits<ideas::v1::SearchCaseStudiesResponse>()},
      {"idea similar",
       "What is like a draft, or like something that is there, and the words they share",
       "Examples:\n"
       "  obtctl idea similar --title 'Templates for letters' --text 'We write the same letter every day'\n"
       "  obtctl idea similar --text 'We write the same letter every day' --for PERSON --as dwp-intranet\n"
       "  obtctl idea similar --item IDEA --kind idea --for PERSON --as dwp-intranet",
       {Text("item", "ITEM", "An idea, experiment or case study").To("item_id"),
        Text("title", "TEXT", "Or a draft's title"), Text("text", "TEXT", "Its text, or that alone"),
        Text("programme", "ID", "The edition; default: all").To("programme_id"),
        SomeOf("kind", *ideas::v1::ItemKind_descriptor(), "Only of these").To("kinds"),
        Number("limit", "N", "At most so many", 10), For()},
       Of<ideas::v1::FindSimilarIdeasRequest>(),
       {.rows = "items",
        .columns = "likeness; kind; title; shared_terms|both say; organisation_code|organisation; id; score",
        .note = "[themes it may have: {suggested_theme_codes}]"},
       {{{"item", "title"}}, {{"item", "text"}}}},
  };
}

std::vector<Verb> IdeaMergeVerbs() {
  return {
      {"idea merge",
       "Let an idea stand for its duplicates; their endorsements unite",
       "Needs an admin over all of them. obtctl idea unmerge takes it back.\n\nExample:\n"
       "  obtctl idea merge IDEA --duplicate DUPLICATE --reason 'The same template'",
       {IdeaId("The one that stays").To("survivor_id"),
        List("duplicate", "IDEA", "Those it stands for").Must().To("duplicate_ids"),
        Required("reason", "TEXT", "Why"), RequestId()},
       Of<ideas::v1::MergeIdeasRequest>(),
       {.record = ".",
        .columns =
            "survivor.idea_id|idea; survivor.state; duplicates:{idea_id} {state}|stands for; survivor.etag"}},
      {"idea unmerge",
       "Make an idea again what it was before it was merged",
       "Example:\n  obtctl idea unmerge IDEA",
       {IdeaId("The one that was merged into another"), RequestId()},
       Of<ideas::v1::UnmergeIdeaRequest>(),
       IdeaReceipt()},
      {"idea endorse",
       "Endorse an idea or a case study for a person; twice counts once",
       "Example:\n  obtctl idea endorse IDEA --for PERSON --as dwp-intranet",
       {ItemId("An idea or a case study"), For().Must()},
       Of<ideas::v1::EndorseRequest>(),
       {.record = ".", .columns = kEndorsements}},
      {"idea unendorse",
       "Take a person's endorsement back",
       "Example:\n  obtctl idea unendorse IDEA --for PERSON --as dwp-intranet",
       {ItemId("An idea or a case study"), For().Must()},
       Of<ideas::v1::WithdrawEndorsementRequest>(),
       {.record = ".", .columns = kEndorsements}},
  };
}

}  // namespace obt::ctl
