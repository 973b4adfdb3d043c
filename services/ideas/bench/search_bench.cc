// Measures the search index alone, without RPC and store: filling it, bytes in memory, Put, Search with 20
// snippets and Similar, alone and while 500 changes a second go on; and how often planted edits of a text are
// found. The texts are made up of words as frequent as words are; how well people's texts are found they do
// not tell.
//   obt-bench-search [documents]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <ctime>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "services/ideas/search/index.h"

namespace obt::ideas::search {
namespace {

constexpr int kTimes = 400;
constexpr size_t kStems = 16'000, kOrganisations = 67, kTeams = 20'000, kThemes = 24;
constexpr absl::string_view kFillers[] = {"the", "of", "and", "to", "a", "in", "we", "for", "is", "that"};

struct Taken {
  double wall = 0,
         processor = 0;  // milliseconds; the second is of this thread, whoever else uses the machine
};

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

void Report(absl::string_view what, const std::vector<Taken>& times) {
  std::cout << absl::StrFormat("%-40s", what);
  for (double Taken::*of : {&Taken::wall, &Taken::processor}) {
    std::vector<double> sorted;
    for (const Taken& taken : times) sorted.push_back(taken.*of);
    std::sort(sorted.begin(), sorted.end());
    std::cout << absl::StrFormat("  %s p50 %6.2f ms, p99 %6.2f ms", of == &Taken::wall ? "wall" : "processor",
                                 sorted[sorted.size() / 2], sorted[sorted.size() * 99 / 100]);
  }
  std::cout << std::endl;
}

// The same texts every time. A word's frequency falls with its rank, as in any language.
class Texts {
 public:
  explicit Texts(uint64_t seed) : random_(seed) {}

  std::string Word() {
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    const auto rank = static_cast<size_t>(std::pow(static_cast<double>(kStems), u)) - 1;
    return Spelled(rank);
  }
  std::string Text(size_t words) {
    std::string text;
    for (size_t i = 0; i < words; ++i) {
      if (random_() % 5 < 2) absl::StrAppend(&text, kFillers[random_() % std::size(kFillers)], " ");
      absl::StrAppend(&text, Word(), i % 12 == 11 ? ". " : " ");
    }
    return text;
  }
  Document Idea(size_t number) {
    Document document;
    document.key = {static_cast<Kind>(number % 10 < 8 ? 0 : number % 10 - 7),
                    absl::StrFormat("%016d", number)};
    const size_t team = random_() % kTeams;
    document.team = absl::StrFormat("%016d", team);
    document.organisation = absl::StrCat("organisation-", team % kOrganisations);
    document.programme = "obt-2024";
    const size_t audience = random_() % 10;
    document.audience = audience < 6   ? Audience::kEverybody
                        : audience < 9 ? Audience::kOrganisation
                                       : Audience::kTeam;
    document.themes = {absl::StrCat("theme-", random_() % kThemes)};
    document.day = static_cast<Day>(20'000 + random_() % 120);
    document.fields = {{FieldName::kTitle, Text(4 + random_() % 5)},
                       {FieldName::kProblem, Text(15 + random_() % 30)},
                       {FieldName::kChange, Text(15 + random_() % 30)},
                       {FieldName::kHowSuccessIsKnown, Text(8 + random_() % 12)}};
    return document;
  }
  // One word in seven another.
  std::string Edited(const std::string& text) {
    std::string edited;
    for (const absl::string_view word : absl::StrSplit(text, ' '))
      absl::StrAppend(&edited, random_() % 7 == 0 ? Word() : std::string(word), " ");
    return edited;
  }
  size_t Below(size_t n) { return random_() % n; }

 private:
  static std::string Spelled(size_t rank) {
    constexpr absl::string_view kFirst = "bcdfghjklmnprstvw", kSecond = "aeiou";
    std::string word;
    for (size_t rest = rank * 7 + 101; rest > 0; rest /= kFirst.size() * kSecond.size()) {
      word.push_back(kFirst[rest % kFirst.size()]);
      word.push_back(kSecond[rest / kFirst.size() % kSecond.size()]);
    }
    return word + "k";
  }

  std::mt19937_64 random_;
};

// Puts documents, 500 a second, until told to stop.
class Writer {
 public:
  Writer(Index& index, size_t documents) : thread_([this, &index, documents] { Run(index, documents); }) {}
  ~Writer() {
    {
      const MutexLock lock(mutex_);
      stop_ = true;
    }
    changed_.notify_one();
    thread_.join();
    Report("put, among the questions", times_);
  }

 private:
  void Run(Index& index, size_t documents) {
    Texts texts(99);
    auto next = std::chrono::steady_clock::now();
    MutexLock lock(mutex_);
    while (!stop_) {
      const Document document = texts.Idea(texts.Below(documents));
      times_.push_back(Take([&] { index.Put(document); }));
      next += std::chrono::milliseconds(2);
      changed_.wait_until(lock.native(), next, [this] { return stop_; });
    }
  }

  Mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::vector<Taken> times_;
  std::thread thread_;
};

class Bench {
 public:
  explicit Bench(size_t documents) {
    for (size_t i = 0; i < documents; ++i) documents_.push_back(texts_.Idea(i));
    for (int i = 0; i < 20; ++i) viewer_.organisations.push_back(absl::StrCat("organisation-", i));
    viewer_.teams = {absl::StrFormat("%016d", 7)};
  }

  void Run() {
    size_t characters = 0;
    for (const Document& document : documents_) {
      for (const Field& field : document.fields) characters += field.text.size();
    }
    const Taken taken = Take([this] {
      for (const Document& document : documents_) index_.Put(document);
    });
    const auto count = static_cast<double>(documents_.size());
    std::cout << absl::StrFormat("%d documents of %.0f bytes: filled in %.2f s, %.2f of processor\n",
                                 documents_.size(), static_cast<double>(characters) / count, taken.wall / 1e3,
                                 taken.processor / 1e3);
    std::cout << absl::StrFormat("index: %.0f MB, %.0f bytes a document\n",
                                 static_cast<double>(index_.bytes()) / 1e6,
                                 static_cast<double>(index_.bytes()) / count);
    Questions("alone");
    Edits();
    const Writer writer(index_, documents_.size());
    Questions("with writes");
  }

 private:
  void Time(absl::string_view what, const std::function<void()>& ask) {
    std::vector<Taken> times;
    for (int i = 0; i < kTimes; ++i) times.push_back(Take(ask));
    Report(what, times);
  }

  void Search(const std::string& query) {
    const absl::StatusOr<Found> found = index_.Search(query, viewer_, {}, Order::kRelevance, {});
    if (!found.ok()) Die(found.status().message());
  }

  void Questions(absl::string_view how) {
    Time(absl::StrCat("search, 3 words, ", how),
         [this] { Search(absl::StrCat(texts_.Word(), " ", texts_.Word(), " ", texts_.Word())); });
    Time(absl::StrCat("search, 1 word and a phrase, ", how),
         [this] { Search(absl::StrCat(texts_.Word(), " \"", texts_.Word(), " ", texts_.Word(), "\"")); });
    Time(absl::StrCat("search, 3 misspelt words, ", how),
         [this] { Search(absl::StrCat("q", texts_.Word(), " x", texts_.Word(), " q", texts_.Word())); });
    Time(absl::StrCat("search, 30 words, ", how), [this] {
      std::string query;
      for (int i = 0; i < 30; ++i) absl::StrAppend(&query, texts_.Word(), " ");
      Search(query);
    });
    Time(absl::StrCat("similar, whole drafts, ", how), [this] {
      const Draft draft{documents_[texts_.Below(documents_.size())].fields, {}};
      if (!index_.Similar(draft, viewer_, {}, 10).ok()) Die("similar was refused");
    });
  }

  void Edits() {
    int first = 0, five = 0, identical = 0;
    const Viewer all{{}, {}, {}, true};
    for (int i = 0; i < kTimes; ++i) {
      const Document& document = documents_[texts_.Below(documents_.size())];
      Draft draft{document.fields, {}};
      for (Field& field : draft.fields) field.text = texts_.Edited(field.text);
      const absl::StatusOr<SimilarAnswer> answer = index_.Similar(draft, all, {}, 5);
      for (size_t place = 0; place < answer->neighbours.size(); ++place) {
        if (!(answer->neighbours[place].key == document.key)) continue;
        first += place == 0;
        ++five;
        identical += answer->neighbours[place].likeness == Likeness::kNearIdentical;
      }
    }
    std::cout << absl::StrFormat("edits found: first %.4f, in the first five %.4f; near identical %.4f\n",
                                 first / double{kTimes}, five / double{kTimes}, identical / double{kTimes});
  }

  Index index_;
  Texts texts_{1};
  std::vector<Document> documents_;
  Viewer viewer_;
};

}  // namespace
}  // namespace obt::ideas::search

int main(int argc, char** argv) {
  size_t documents = 60'000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &documents)) return 2;
  obt::ideas::search::Bench(documents).Run();
}
