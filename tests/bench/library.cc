#include "tests/bench/library.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/words.h"
#include "services/ideas/search/english.h"
#include "tools/simulate/random.h"

namespace obt::bench {
namespace {

using ideas::search::Audience;
using ideas::search::Field;
using ideas::search::FieldName;
using ideas::search::Kind;
using simulate::texts::Outcome;

constexpr size_t kOrganisations = 67, kSeen = 20, kTeams = 20'000, kTitles = 3'000;
constexpr size_t kOwnTeam = 7;

std::string TeamOf(size_t number) { return absl::StrFormat("%016d", number); }
std::string OrganisationOf(size_t number) { return absl::StrCat("organisation-", number); }

std::vector<Field> TrialFields(const simulate::texts::Texts& texts, Kind kind, size_t idea) {
  const auto outcome = static_cast<Outcome>(idea % 4);
  if (kind == Kind::kExperiment) {
    const simulate::texts::ExperimentText text = texts.Experiment(idea, outcome);
    return {{FieldName::kHypothesis, text.hypothesis},
            {FieldName::kMeasure, text.success_measure},
            {FieldName::kLearnings, text.learnings}};
  }
  const simulate::texts::CaseStudyText text = texts.CaseStudy(idea, outcome);
  return {{FieldName::kTitle, text.title},
          {FieldName::kStory, text.story},
          {FieldName::kLearnings, text.learnings}};
}

}  // namespace

std::vector<Field> FieldsOf(const simulate::texts::IdeaText& text) {
  return {{FieldName::kTitle, text.title},
          {FieldName::kProblem, text.problem},
          {FieldName::kChange, text.change},
          {FieldName::kWhoBenefits, text.who_benefits},
          {FieldName::kHowSuccessIsKnown, text.success_measure}};
}

Library::Library(size_t documents) : documents_(documents) {
  for (size_t i = 0; i < kTitles; ++i) {
    const std::string title = texts_.Idea(Below(documents)).title;
    ForEachWord(title, [this](const TextWord& word) {
      if (!ideas::search::IsStopWord(word.folded)) words_.emplace_back(word.folded);
    });
  }
}

ideas::search::Key Library::KeyOf(size_t number) {
  const size_t tenth = number % 10;
  return {static_cast<Kind>(tenth < 8 ? 0 : tenth - 7), absl::StrFormat("%016d", number)};
}

ideas::search::Document Library::Document(size_t number) const {
  simulate::Random random(1, 1, number);
  const simulate::texts::IdeaText text = texts_.Idea(number);
  ideas::search::Document document;
  document.key = KeyOf(number);
  document.programme = "obt-2024";
  const uint64_t team = random.Next() % kTeams;
  document.team = TeamOf(team);
  document.organisation = OrganisationOf(team % kOrganisations);
  const uint64_t audience = random.Next() % 10;
  document.audience = audience < 6   ? Audience::kEverybody
                      : audience < 9 ? Audience::kOrganisation
                                     : Audience::kTeam;
  for (const uint8_t theme : text.themes) document.themes.emplace_back(simulate::texts::kThemes[theme].code);
  document.day = static_cast<Day>(20'000 + random.Next() % 120);
  document.fields =
      document.key.kind == Kind::kIdea ? FieldsOf(text) : TrialFields(texts_, document.key.kind, number);
  return document;
}

ideas::search::Document Library::Hidden(size_t number) const {
  ideas::search::Document document = Document(number);
  document.key.id = absl::StrFormat("h%015d", number);
  document.audience = Audience::kTeam;
  if (document.team == TeamOf(kOwnTeam)) document.team = TeamOf(kOwnTeam + 1);
  return document;
}

ideas::search::Viewer Library::Somebody() {
  ideas::search::Viewer viewer;
  for (size_t i = 0; i < kSeen; ++i) viewer.organisations.push_back(OrganisationOf(i));
  viewer.teams = {TeamOf(kOwnTeam)};
  return viewer;
}

std::string Library::Words(size_t count) {
  std::string words;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&words, i == 0 ? "" : " ", words_[Below(words_.size())]);
  return words;
}

Taken Take(const std::function<void()>& run) {
  const auto processor = [] {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
  };
  const double before = processor();
  const auto begin = std::chrono::steady_clock::now();
  run();
  const auto end = std::chrono::steady_clock::now();
  return {std::chrono::duration<double, std::milli>(end - begin).count(), processor() - before};
}

Taken Times::Percentile(size_t percent) const {
  const auto of = [&](double Taken::*kind) {
    std::vector<double> sorted;
    for (const Taken& taken : times) sorted.push_back(taken.*kind);
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() * percent / 100];
  };
  return {of(&Taken::wall), of(&Taken::processor)};
}

}  // namespace obt::bench
