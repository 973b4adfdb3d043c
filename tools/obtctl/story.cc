#include "tools/obtctl/story.h"

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/obtctl/benefits.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using ideas::v1::Adoption;
using ideas::v1::Conversation;
using ideas::v1::Idea;
using ideas::v1::Trial;

constexpr size_t kStep = 2;
constexpr char kHidden[] = "Hidden because";

std::string OutcomeInWords(ideas::v1::Outcome outcome) {
  switch (outcome) {
    case ideas::v1::OUTCOME_UNSPECIFIED:
      return "";
    case ideas::v1::OUTCOME_STOPPED:
      return "It was stopped before it could show whether it works.";
    default:
      return absl::StrCat("It ", Spaced(WordOf(*ideas::v1::Outcome_descriptor(), outcome)), ".");
  }
}

template <typename Pillars>
std::string PillarsInWords(const Pillars& pillars) {
  std::vector<std::string> words;
  for (const int pillar : pillars) {
    words.push_back(pillar == ideas::v1::PILLAR_TIME_MONEY_SPACE
                        ? "access to time, money or space"
                        : Spaced(WordOf(*ideas::v1::Pillar_descriptor(), pillar)));
  }
  return Listed(words);
}

// " from 2 December 2024 to 31 January 2025", of what is known.
std::string Between(const google::type::Date& from, const google::type::Date& to) {
  const std::string first = DayInWords(from), last = DayInWords(to);
  return absl::StrCat(first.empty() ? "" : absl::StrCat(" from ", first),
                      last.empty() ? "" : absl::StrCat(" to ", last));
}

std::string CourseInWords(const Trial& trial) {
  switch (trial.state()) {
    case ideas::v1::TRIAL_STATE_PLANNED:
      return absl::StrCat("It is planned", Between(trial.first_day(), trial.last_day()), ".");
    case ideas::v1::TRIAL_STATE_RUNNING: {
      const std::string since = DayInWords(trial.started_on());
      return absl::StrCat("It is running", since.empty() ? "" : " since ", since, ".");
    }
    case ideas::v1::TRIAL_STATE_CONCLUDED: {
      const std::string days = Between(trial.started_on(), trial.concluded_on());
      return absl::StrCat(days.empty() ? "" : absl::StrCat("It ran", days, ". "),
                          OutcomeInWords(trial.outcome()));
    }
    default:
      return "";
  }
}

// Collects the text line by line.
class Teller {
 public:
  explicit Teller(size_t width) : width_(width) {}

  void Head(const std::string& heading) { absl::StrAppend(&text_, "\n", Indented(heading, 0, width_)); }
  void Say(const std::string& sentence, size_t blanks = kStep) {
    if (!sentence.empty()) text_ += Indented(sentence, blanks, width_);
  }
  // "Problem: every request is answered anew"
  void Say(const std::string& what, const std::string& text, size_t blanks = kStep) {
    if (!text.empty()) Say(absl::StrCat(what, ": ", text), blanks);
  }
  void Say(const Trial& trial, const std::string& learnt, size_t blanks = kStep) {
    Say(CourseInWords(trial), blanks);
    Say("What was learnt", learnt, blanks);
    Say("What helped", PillarsInWords(trial.enablers()), blanks);
    Say("What stood in the way", PillarsInWords(trial.barriers()), blanks);
    for (const ideas::v1::Benefit& benefit : trial.benefits())
      Say("What it was worth", InWords(benefit), blanks);
  }
  std::string text() const { return text_; }

 private:
  const size_t width_;
  std::string text_;
};

std::string PlaceOf(const Story& story, const std::string& code) {
  const auto known = story.names.find(code);
  return known == story.names.end() ? code : known->second;
}

void TellConversation(const Conversation& conversation, Teller& teller) {
  const ideas::v1::ConversationFacts& facts = conversation.facts();
  const int attended = facts.attendee_ids().empty() ? facts.attendance() : facts.attendee_ids_size();
  const std::string day = DayInWords(facts.held_on());
  teller.Head("The conversation");
  teller.Say(
      absl::StrCat(day.empty() ? "" : absl::StrCat("On ", day, " "),
                   attended == 0 ? "the team" : Counted(attended, "person", "people"), " talked",
                   facts.set_scene() ? ", once the scene was set so that everybody could speak" : "",
                   facts.idea_ids().empty()
                       ? "."
                       : absl::StrCat(", and agreed ", Counted(facts.idea_ids_size(), "change"), ".")));
  if (facts.state() == ideas::v1::CONVERSATION_STATE_WITHDRAWN) teller.Say("It was withdrawn since.");
  teller.Say("What they thought", conversation.reflections());
}

void TellIdea(const Idea& idea, Teller& teller) {
  teller.Head("The change");
  teller.Say(idea.text().title());
  teller.Say("Problem", idea.text().problem());
  teller.Say("Change", idea.text().change());
  teller.Say("Who benefits", idea.text().beneficiaries());
  teller.Say("Success shows by", idea.text().success());
  teller.Say("To be tried by", DayInWords(idea.facts().try_by()));
  teller.Say(kHidden, idea.hidden_reason());
}

void TellExperiment(const ideas::v1::Experiment& experiment, Teller& teller) {
  teller.Head("The experiment");
  teller.Say("Hypothesis", experiment.text().hypothesis());
  teller.Say("Measure", experiment.text().measure());
  teller.Say(experiment.facts().trial(), experiment.text().learnt());
  teller.Say(kHidden, experiment.hidden_reason());
}

void TellAdoptions(const Story& story, Teller& teller) {
  if (story.adoptions.empty()) return;
  std::set<std::string> places;
  for (const Adoption& adoption : story.adoptions) places.insert(adoption.organisation_code());
  teller.Head(absl::StrCat("Who took it up: ", Counted(static_cast<int64_t>(story.adoptions.size()), "team"),
                           " of ", Counted(static_cast<int64_t>(places.size()), "organisation")));
  for (const auto& [adoption, depth] : TreeOf(story)) {
    const size_t blanks = kStep + 2 * kStep * depth;
    const std::string day = DayInWords(adoption->facts().adopted_on());
    teller.Say(absl::StrCat("- ", PlaceOf(story, adoption->organisation_code()),
                            day.empty() ? "" : absl::StrCat(", on ", day)),
               blanks);
    teller.Say("Plan", adoption->text().plan(), blanks + kStep);
    teller.Say(adoption->facts().trial(), adoption->text().learnt(), blanks + kStep);
    teller.Say(kHidden, adoption->hidden_reason(), blanks + kStep);
    const std::string& own = adoption->facts().own_case_study_id();
    if (!own.empty()) teller.Say("Its own story", absl::StrCat("obtctl story ", own), blanks + kStep);
  }
}

// What an adoption follows: another adoption, or nothing.
std::string OriginOf(const Adoption& adoption, const std::map<std::string, std::string>& authors) {
  if (!adoption.facts().copied_from().empty()) return adoption.facts().copied_from();
  const auto author = authors.find(adoption.facts().case_study_id());
  return author == authors.end() ? "" : author->second;
}

}  // namespace

std::vector<Taken> TreeOf(const Story& story) {
  std::map<std::string, std::string> authors;  // of case studies that tell of an adoption
  std::set<std::string> known;
  for (const Adoption& adoption : story.adoptions) {
    known.insert(adoption.facts().adoption_id());
    const std::string& own = adoption.facts().own_case_study_id();
    if (!own.empty()) authors[own] = adoption.facts().adoption_id();
  }
  std::map<std::string, std::vector<const Adoption*>> following;
  for (const Adoption& adoption : story.adoptions) {
    const std::string origin = OriginOf(adoption, authors);
    following[known.count(origin) > 0 ? origin : ""].push_back(&adoption);
  }
  std::vector<Taken> tree;
  std::vector<Taken> open;  // the next one last
  const auto add = [&](const std::string& origin, size_t depth) {
    const auto found = following.find(origin);
    if (found == following.end()) return;
    for (auto each = found->second.rbegin(); each != found->second.rend(); ++each)
      open.push_back({*each, depth});
    following.erase(found);
  };
  for (add("", 0); !open.empty() || !following.empty();) {
    if (open.empty()) add(following.begin()->first, 0);  // they follow each other round
    const Taken next = open.back();
    open.pop_back();
    tree.push_back(next);
    add(next.adoption->facts().adoption_id(), next.depth + 1);
  }
  return tree;
}

std::string InWords(const Story& story, size_t width) {
  const ideas::v1::CaseStudy& told = story.case_study;
  Teller teller(width);
  teller.Say(told.text().title(), 0);
  std::vector<std::string> facts = {PlaceOf(story, told.organisation_code())};
  const std::string day = DayInWords(told.facts().published_on());
  facts.push_back(told.facts().state() == ideas::v1::CASE_STUDY_STATE_PUBLISHED && !day.empty()
                      ? absl::StrCat("published on ", day)
                      : WordOf(*ideas::v1::CaseStudyState_descriptor(), told.facts().state()));
  if (told.endorsements() > 0) facts.push_back(Counted(told.endorsements(), "endorsement"));
  if (told.comments() > 0) facts.push_back(Counted(told.comments(), "comment"));
  teller.Say(absl::StrJoin(facts, "; "), 0);
  if (story.conversation.has_value()) TellConversation(*story.conversation, teller);
  if (story.idea.has_value()) TellIdea(*story.idea, teller);
  if (story.experiment.has_value()) TellExperiment(*story.experiment, teller);
  if (story.repeated.has_value()) {
    teller.Head("What it repeated");
    teller.Say(absl::StrCat(story.repeated->text().title(), ", of ",
                            PlaceOf(story, story.repeated->organisation_code())));
    teller.Say("Its own story", absl::StrCat("obtctl story ", story.repeated->facts().case_study_id()));
  }
  if (story.adoption.has_value()) {
    teller.Head("The trial");
    teller.Say("Plan", story.adoption->text().plan());
    teller.Say(story.adoption->facts().trial(), story.adoption->text().learnt());
  }
  teller.Head("The case study");
  teller.Say(told.text().story());
  teller.Say("What was learnt", told.text().learnt());
  teller.Say("Withdrawn because", told.withdrawn_reason());
  teller.Say(kHidden, told.hidden_reason());
  TellAdoptions(story, teller);
  return teller.text();
}

Table TableOf(const Story& story) {
  Table table({{"station", "station", ColumnKind::kId},
               {"id", "id", ColumnKind::kId},
               {"origin_id", "origin", ColumnKind::kId},
               {"organisation_code", "organisation", ColumnKind::kId},
               {"day", "day", ColumnKind::kId},
               {"outcome", "outcome", ColumnKind::kId},
               {"text", "text"}});
  const auto add = [&table](const char* station, const std::string& id, const std::string& origin,
                            const std::string& place, const google::type::Date& day, int outcome,
                            const std::string& text) {
    const bool open = outcome == ideas::v1::OUTCOME_UNSPECIFIED;
    table.Add({station, id, origin, place, DayText(day),
               open ? "" : WordOf(*ideas::v1::Outcome_descriptor(), outcome), text});
  };
  if (const auto& talk = story.conversation; talk.has_value()) {
    add("conversation", talk->facts().conversation_id(), "", "", talk->facts().held_on(), 0,
        talk->reflections());
  }
  if (const auto& idea = story.idea; idea.has_value()) {
    add("change", idea->facts().idea_id(), idea->facts().conversation_id(), idea->organisation_code(),
        idea->facts().agreed_on(), 0, idea->text().title());
  }
  if (const auto& experiment = story.experiment; experiment.has_value()) {
    const ideas::v1::ExperimentFacts& facts = experiment->facts();
    add("experiment", facts.experiment_id(), facts.idea_id(), experiment->organisation_code(),
        facts.trial().concluded_on(), facts.trial().outcome(), experiment->text().learnt());
  }
  const ideas::v1::CaseStudyFacts& told = story.case_study.facts();
  add("case_study", told.case_study_id(), absl::StrCat(told.experiment_id(), told.adoption_id()),
      story.case_study.organisation_code(), told.published_on(), told.outcome(),
      story.case_study.text().title());
  for (const Taken& taken : TreeOf(story)) {
    const ideas::v1::AdoptionFacts& facts = taken.adoption->facts();
    add("adoption", facts.adoption_id(),
        facts.copied_from().empty() ? facts.case_study_id() : facts.copied_from(),
        taken.adoption->organisation_code(), facts.adopted_on(), facts.trial().outcome(),
        taken.adoption->text().learnt());
  }
  return table;
}

}  // namespace obt::ctl
