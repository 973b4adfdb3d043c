#include "tests/chaos/power_cut.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::testing {
namespace {

constexpr char kWorld[] = "/world";
constexpr char kStore[] = "/world/obt/store";
constexpr int kWriters = 4;
constexpr int kCommands = 30;      // a writer and opening
constexpr int kOpenings = 2;       // and clean stops in one life
constexpr int kSecondLife = 40;    // one image of so many is lived on with
constexpr int kSecondImages = 15;  // and cut so often
constexpr int kReportedFaults = 5;

}  // namespace

PowerCut::PowerCut(uint64_t seed, bool lying_disk, Tally& tally)
    : seed_(seed), lying_disk_(lying_disk), tally_(tally), ledger_(seed), random_(seed) {}

void PowerCut::Report(const std::string& what) {
  if (++faults_ <= kReportedFaults)
    std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(seed_), what.c_str());
}

// Writers side by side, each sending its next command when it was told of the last, and now and then an old
// one again.
void PowerCut::Load(store::Store& store, const Journal& journal, std::vector<Acknowledgement>& told) {
  Mutex mutex;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    const uint64_t first = next_command_;
    next_command_ += kCommands;
    writers.emplace_back([&, first] {
      for (uint64_t n = first; n < first + kCommands; ++n) {
        const uint64_t command = n % 5 == 4 ? n - 3 : n;
        const auto over = std::make_shared<std::promise<void>>();  // the committer may be the last to hold it
        const auto done = [&, over, command](const absl::Status& status, uint64_t sequence) {
          {
            MutexLock lock(mutex);
            if (status.ok()) told.push_back({command, sequence, journal.size()});
          }
          over->set_value();
        };
        if (!store.Submit(ledger_.Enter(command, done)).ok()) Die("the queue is full");
        over->get_future().wait();
        ++tally_.commands;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
}

History PowerCut::Live(DiskImage start, std::vector<Acknowledgement> told) {
  History history;
  history.start = std::move(start);
  history.told = std::move(told);
  const size_t before = history.told.size();
  const auto journal = std::make_shared<Journal>();
  const store::Options options = Ledger::StoreOptions(Watch(history.start.InMemory(), journal), kStore);
  if (history.start.files.empty()) {
    if (const absl::Status made = store::Store::Init(options); !made.ok()) Die(made.message());
    history.ready = journal->size();
  }
  for (int opening = 0; opening < kOpenings; ++opening) {
    absl::StatusOr<std::unique_ptr<store::Store>> store = store::Store::Open(options);
    if (!store.ok()) Die(store.status().message());
    Load(**store, *journal, history.told);
    absl::StatusOr<std::vector<std::string>> chain = ChainOf((*store)->Now());
    if (!chain.ok()) Die(chain.status().message());
    history.chain = *std::move(chain);
  }
  history.notes = journal->Take();
  tally_.acknowledged += static_cast<int64_t>(history.told.size() - before);
  return history;
}

// Opens the image as a restarted service would, reads all of it, and writes on.
bool PowerCut::Check(const DiskImage& image, const std::vector<Acknowledgement>& told,
                     const std::vector<std::string>& chain) {
  ++tally_.images;
  const auto store = store::Store::Open(Ledger::StoreOptions(image.InMemory(), kStore));
  if (!store.ok()) {
    ++tally_.wrong;
    Report(absl::StrCat("an image does not open: ", store.status().message()));
    return false;
  }
  const Findings found = ledger_.Check((*store)->Now(), told, chain);
  tally_.lost += found.lost;
  tally_.duplicated += found.duplicated;
  tally_.wrong += found.wrong + (found.refused.ok() ? 0 : 1);
  if (!found.clean()) Report(absl::StrCat(found.first, found.refused.message()));
  if (const auto more = ledger_.EnterAndWait(**store, 7'000'000); !more.ok()) {
    ++tally_.wrong;
    Report(absl::StrCat("an image takes no more commands: ", more.status().message()));
  }
  return found.clean();
}

void PowerCut::CutAndCheck(const History& history, int images, bool again) {
  std::vector<size_t> cuts(images);
  for (size_t& cut : cuts)
    cut = std::uniform_int_distribution<size_t>(history.ready, history.notes.size())(random_);
  std::sort(cuts.begin(), cuts.end());
  Disk disk(history.start, lying_disk_);
  size_t applied = 0;
  int spent = 0;  // images of second lives count too
  for (const size_t cut : cuts) {
    if (spent > 0 && spent-- > 0) continue;
    for (; applied < cut; ++applied) disk.Apply(history.notes[applied]);
    std::vector<Acknowledgement> told;
    for (const Acknowledgement& one : history.told) {
      if (one.at <= cut) told.push_back(one);
    }
    const DiskImage image = disk.CutPower(random_);
    if (!Check(image, told, history.chain) || !again || random_() % kSecondLife != 0) continue;
    for (Acknowledgement& one : told) one.at = 0;
    CutAndCheck(Live(image, std::move(told)), kSecondImages, false);
    spent += kSecondImages;
  }
}

bool PowerCut::Explore(int images) {
  DiskImage empty;
  empty.directories[kWorld] = true;
  const History history = Live(std::move(empty), {});
  CutAndCheck(history, images, true);
  return faults_ == 0;
}

}  // namespace obt::testing
