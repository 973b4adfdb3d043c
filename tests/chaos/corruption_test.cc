// P6: whatever happens to a file of a store whose witness is current, the store is refused with a sentence
// that names the place and the remedy, or everything in it is as it was.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "obt/store/v1/store.pb.h"
#include "tests/chaos/apart.h"
#include "tests/chaos/disk.h"
#include "tests/chaos/ledger.h"

namespace obt::testing {
namespace {

constexpr char kStore[] = "/world/store";
constexpr int kCommands = 150;  // in each of a store's two lives
constexpr int kStores = 4;
constexpr int kWorkers = 2;
enum Verdict { kHarmless = 0, kWrong = 1, kRefused = 2 };

// A store as it lies on disk, and how it lay after the first of its lives.
struct Sample {
  uint64_t seed = 0;
  DiskImage now, older;
  std::vector<Acknowledgement> told;
  std::vector<std::string> chain;
};

DiskImage ImageOf(const std::string& directory) {
  DiskImage image;
  image.directories = {{"/world", true}, {kStore, true}, {absl::StrCat(kStore, "/db"), true}};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (!entry.is_regular_file() || name == "LOCK" || absl::StartsWith(name, "LOG")) continue;
    std::stringstream bytes;
    bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    image.files[absl::StrCat(kStore, entry.path().string().substr(directory.size()))] = bytes.str();
  }
  return image;
}

bool WitnessIsCurrent(const std::string& directory, const store::Store& store) {
  std::ifstream file(directory + "/witness", std::ios::binary);
  store::v1::Witness witness;
  return witness.ParseFromIstream(&file) && witness.sequence() == store.Now().sequence();
}

struct Chain {
  uint64_t sequences[kCommands * 2];
  char links[kCommands * 6][32];
  size_t length;
};

// One life: commands one by one or side by side, then a clean stop, or none once the witness has caught up.
int LiveOn(uint64_t seed, const std::string& directory, int life, bool stops, Chain& chain) {
  const Ledger ledger(seed);
  const store::Options options = Ledger::StoreOptions(nullptr, directory);
  if (life == 0 && !store::Store::Init(options).ok()) return 1;
  absl::StatusOr<std::unique_ptr<store::Store>> store = store::Store::Open(options);
  if (!store.ok()) return 1;
  for (uint64_t n = life * kCommands; n < uint64_t(life + 1) * kCommands; ++n) {
    const absl::StatusOr<uint64_t> sequence = ledger.EnterAndWait(**store, n);
    if (sequence.ok() == Ledger::Fails(n)) return 1;
    chain.sequences[n] = sequence.value_or(0);
  }
  const auto links = ChainOf((*store)->Now());
  if (!links.ok()) return 1;
  chain.length = links->size();
  for (size_t i = 0; i < links->size(); ++i) (*links)[i].copy(chain.links[i], 32);
  if (stops) {
    store->reset();
  } else {
    while (!WitnessIsCurrent(directory, **store)) std::this_thread::yield();
  }
  return 0;
}

Sample MakeSample(uint64_t seed, bool stops) {
  Sample sample;
  sample.seed = seed;
  TempDir dir;
  const std::string directory = dir.path() + "/store";
  Shared<Chain> chain;
  for (int life = 0; life < 2; ++life) {
    if (life == 1) sample.older = ImageOf(directory);
    const Ending ending = RunApart([&]() -> int {
      const int code = LiveOn(seed, directory, life, stops, *chain);
      _exit(code);  // as a kill: nothing is closed
    });
    if (!ending.ok()) Die(absl::StrCat("no sample store: ", ending.said));
  }
  sample.now = ImageOf(directory);
  for (uint64_t n = 0; n < 2 * kCommands; ++n) {
    if (!Ledger::Fails(n)) sample.told.push_back({n, chain->sequences[n]});
  }
  for (size_t i = 0; i < chain->length; ++i) sample.chain.emplace_back(chain->links[i], 32);
  return sample;
}

std::string KindOf(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  for (const char* kind : {".sst", ".log"}) {
    if (absl::EndsWith(name, kind)) return kind;
  }
  return name.substr(0, name.find('-'));
}

// Does one thing to one file and says what.
class Vandal {
 public:
  Vandal(const Sample& sample, uint64_t seed) : sample_(sample), image_(sample.now), random_(seed) {}

  std::string Strike() {
    if (Pick(100) == 0) {
      const std::string witness = image_.files[absl::StrCat(kStore, "/witness")];
      image_.files = sample_.older.files;
      image_.files[absl::StrCat(kStore, "/witness")] = witness;
      return "the whole store as it was before";
    }
    std::map<std::string, std::vector<std::string>> kinds;
    for (const auto& [path, bytes] : image_.files) kinds[KindOf(path)].push_back(path);
    const auto& [kind, paths] = *std::next(kinds.begin(), Pick(kinds.size()));
    const std::string path = paths[Pick(paths.size())];
    return absl::StrCat(path, ": ", Damage(path, paths));
  }
  const DiskImage& image() const { return image_; }

 private:
  size_t Pick(size_t below) { return below == 0 ? 0 : random_() % below; }

  std::string Damage(const std::string& path, const std::vector<std::string>& alike) {
    std::string& bytes = image_.files[path];
    const size_t at = Pick(bytes.size());
    switch (Pick(7)) {
      case 0:
      case 1:
        if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ 1 << Pick(8));
        return absl::StrCat("a bit flipped at ", at);
      case 2:
        bytes.resize(at);
        return absl::StrCat("cut to ", at);
      case 3:
        image_.files.erase(path);
        return "deleted";
      case 4: {
        const size_t begin = Pick(2) == 0 ? at : at / 512 * 512;
        const size_t length = std::min(bytes.size() - begin, 1 + Pick(Pick(2) == 0 ? 4096 : 64));
        bytes.replace(begin, length, length, '\0');
        return absl::StrCat(length, " zeros at ", begin);
      }
      case 5: {
        const std::string other = alike[Pick(alike.size())];
        std::swap(bytes, image_.files[other]);
        return absl::StrCat("swapped with ", other);
      }
      default: {
        const auto older = sample_.older.files.find(path);
        if (older == sample_.older.files.end() || older->second == bytes) {
          bytes.append(1 + Pick(600), static_cast<char>(random_()));
          return "rubbish appended";
        }
        bytes = older->second;
        return "as it was before";
      }
    }
  }

  const Sample& sample_;
  DiskImage image_;
  std::mt19937_64 random_;
};

// In a process of its own: RocksDB may abort.
Verdict Judge(const Sample& sample, const DiskImage& image) {
  const auto refused = [](const absl::Status& status) {
    std::fprintf(stderr, "%s", std::string(status.message()).c_str());
    const bool says =
        absl::StrContains(status.message(), kStore) && absl::StrContains(status.message(), "restore");
    return says ? kRefused : kWrong;
  };
  const auto store = store::Store::Open(Ledger::StoreOptions(image.InMemory(), kStore));
  if (!store.ok()) return refused(store.status());
  const Findings found = Ledger(sample.seed).Check((*store)->Now(), sample.told, sample.chain);
  if (!found.refused.ok()) return refused(found.refused);
  std::fprintf(stderr, "%s", found.first.c_str());
  return found.clean() && (*store)->Now().sequence() == sample.chain.size() ? kHarmless : kWrong;
}

TEST(Corruption, NoDamageIsServed) {
  const int64_t cases = CountFrom("OBT_CASES", 1000);
  const uint64_t seed = TestSeed();
  Shared<Tally> tally;
  int64_t refused = 0;
  Rounds rounds;
  for (uint64_t round = 0; rounds.Another(); ++round) {
    std::vector<Sample> samples;
    for (int i = 0; i < kStores; ++i) samples.push_back(MakeSample(seed + round * 100 + i, i % 2 == 0));
    const auto struck = [&](int i) { return Vandal(samples[i % kStores], seed + round * 1'000'000 + i); };
    RunEachApart(
        static_cast<int>(cases), kWorkers,
        [&](int i) {
          Vandal vandal = struck(i);
          vandal.Strike();
          _exit(Judge(samples[i % kStores], vandal.image()));
          return 0;
        },
        [&](int i, const Ending& ending) {
          ++tally->cases;
          refused += ending.code == kRefused;
          if (ending.code == kHarmless || ending.code == kRefused) return;
          ++tally->wrong;
          ADD_FAILURE() << struck(i).Strike() << "\n" << ending.said << " (signal " << ending.signal << ")";
        });
  }
  tally->Print("corruption", seed);
  std::printf("%lld of %lld cases were refused, the rest was harmless\n", static_cast<long long>(refused),
              static_cast<long long>(tally->cases.load()));
  EXPECT_GE(tally->cases, cases);
  EXPECT_GT(refused, tally->cases / 3) << "a vandal that breaks nothing proves nothing";
  EXPECT_EQ(tally->wrong, 0);
}

}  // namespace
}  // namespace obt::testing
