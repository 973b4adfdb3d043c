// The search index alone, without RPC and store, on the simulator's texts: how long a rebuild, Search with 20
// snippets and Similar take while 500 documents a second are put, and what documents do to the answers of
// those who may not see them.
//   obt-bench-search [documents]
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "services/ideas/search/testing/library.h"
#include "tests/bench/goals.h"
#include "tests/bench/library.h"

namespace obt::bench {
namespace {

using ideas::search::Draft;
using ideas::search::Index;
using ideas::search::Order;
using ideas::search::Viewer;
using ideas::search::testing::Print;

constexpr size_t kTimes = 1'000, kHidden = 20'000, kComparedTimes = 300;

// Puts documents, 500 a second, until told to stop.
class Writer {
 public:
  Writer(Index& index, const Library& library)
      : index_(index), library_(library), thread_([this] { Run(); }) {}
  ~Writer() {
    {
      const MutexLock lock(mutex_);
      stop_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

 private:
  void Run() {
    auto next = std::chrono::steady_clock::now();
    MutexLock lock(mutex_);
    for (size_t n = 0; !stop_; ++n) {  // in place of another document, with another text
      ideas::search::Document document = library_.Document((n * 7919) % library_.documents());
      document.key = Library::KeyOf((n * 104'729) % library_.documents());
      index_.Put(document);
      next += std::chrono::milliseconds(2);
      changed_.wait_until(lock.native(), next, [this] { return stop_; });
    }
  }

  Index& index_;
  const Library& library_;
  Mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::thread thread_;
};

std::string ProcessorNote(double processor) { return absl::StrFormat("of it processor %.3f", processor); }

void PrintTimes(absl::string_view what, const Times& times, const Goal& half, const Goal& nearly_all) {
  const Taken p50 = times.Percentile(50), p99 = times.Percentile(99);
  PrintFigure(absl::StrCat(what, ", p50, ms"), p50.wall, half, ProcessorNote(p50.processor));
  PrintFigure(absl::StrCat(what, ", p99, ms"), p99.wall, nearly_all, ProcessorNote(p99.processor));
}

// What one question is answered with, and how long it takes.
class Asked {
 public:
  explicit Asked(const Index& index) : index_(index) {}

  std::string Search(const std::string& query) {
    return Ask([&] { return index_.Search(query, viewer_, {}, Order::kRelevance, {}); });
  }
  std::string Similar(const Draft& draft) {
    return Ask([&] { return index_.Similar(draft, viewer_, {}, 10); });
  }
  const Times& times() const { return times_; }

 private:
  template <typename Question>
  std::string Ask(Question question) {
    decltype(question()) answer = absl::UnknownError("");
    times_.times.push_back(Take([&] { answer = question(); }));
    if (!answer.ok()) Die(answer.status().message());
    return Print(answer);
  }

  const Index& index_;
  const Viewer viewer_ = Library::Somebody();
  Times times_;
};

Draft DraftOf(Library& library) { return {library.Document(library.Below(library.documents())).fields, {}}; }

void Rebuild(const Library& library, Index& index) {
  std::vector<ideas::search::Document> documents;
  for (size_t i = 0; i < library.documents(); ++i) documents.push_back(library.Document(i));
  const Taken taken = Take([&] {
    for (const ideas::search::Document& document : documents) index.Put(document);
  });
  PrintFigure("rebuild of the index from documents, s", taken.wall / 1e3, Goal{Better::kLess, 3, 1},
              ProcessorNote(taken.processor / 1e3));
  PrintFigure("bytes a document", static_cast<double>(index.bytes()) / static_cast<double>(index.documents()),
              {});
}

void AmongWrites(Library& library, Index& index) {
  const Writer writer(index, library);
  Asked search(index), similar(index);
  for (size_t i = 0; i < kTimes; ++i) {
    search.Search(library.Words(3));
    similar.Similar(DraftOf(library));
  }
  PrintTimes("search, 3 words, 20 snippets, among 500 writes/s", search.times(), {Better::kLess, 5, 2},
             {Better::kLess, 25, 8});
  PrintTimes("similar, whole drafts, among 500 writes/s", similar.times(), {Better::kLess, 3, 1},
             {Better::kLess, 10, 4});
}

// The same questions to an index with hidden documents and to one without, by turns.
void AmongHidden(Library& library, Index& without) {
  const auto with = std::make_unique<Index>();
  for (size_t i = 0; i < library.documents(); ++i) with->Put(library.Document(i));
  for (size_t i = 0; i < kHidden; ++i) with->Put(library.Hidden(i));
  size_t different = 0;
  const auto compare = [&](absl::string_view what, const auto& ask) {
    Asked open(without), hiding(*with);
    for (size_t i = 0; i < kComparedTimes; ++i) different += ask(open, hiding, i % 2 == 0) ? 0 : 1;
    const double more = hiding.times().Percentile(50).processor - open.times().Percentile(50).processor;
    PrintFigure(absl::StrCat(what, ": processor p50 more for 20,000 hidden, ms"), more,
                Goal{Better::kLess, std::numeric_limits<double>::infinity(), 0.1});
  };
  compare("search", [&](Asked& open, Asked& hiding, bool first) {
    const std::string query = library.Words(3);
    const std::string one = (first ? open : hiding).Search(query);
    return one == (first ? hiding : open).Search(query);
  });
  compare("similar", [&](Asked& open, Asked& hiding, bool first) {
    const Draft draft = DraftOf(library);
    const std::string one = (first ? open : hiding).Similar(draft);
    return one == (first ? hiding : open).Similar(draft);
  });
  PrintFigure("answers that hidden documents change by a byte", static_cast<double>(different),
              Goal{Better::kLess, 0, 0});
}

void Main(size_t documents) {
  Library library(documents);
  Index index;
  PrintHead();
  Rebuild(library, index);
  AmongHidden(library, index);
  AmongWrites(library, index);
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  size_t documents = 60'000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &documents)) return 2;
  obt::bench::Main(documents);
}
