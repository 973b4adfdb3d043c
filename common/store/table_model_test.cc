// A table over a real store behaves like a std::map, through commits, undone items and restarts.
#include <cstdio>
#include <future>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "common/store/table.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "obt/store/v1/store.pb.h"
#include "rapidcheck.h"

namespace obt::store {
namespace {

using Key = std::tuple<std::string, uint32_t>;
inline constexpr Table<Key, v1::Cursor> kRows{"rows"};
using Model = std::map<Key, uint64_t>;

v1::Cursor RowOf(uint64_t value) {
  v1::Cursor row;
  row.set_sequence(value);
  return row;
}

Key AnyKey() {
  return {*rc::gen::element<std::string>("", "a", "ab", std::string("a\0", 2), "b"),
          *rc::gen::inRange<uint32_t>(0, 6)};
}

void ExpectSame(const Reader& reader, const Model& model) {
  for (const std::string prefix : {"", "a", "ab", "b"}) {
    const size_t limit = *rc::gen::inRange<size_t>(1, 8);
    absl::StatusOr<std::vector<decltype(kRows)::Entry>> rows =
        kRows.Scan(reader, std::tuple<std::string>(prefix), std::nullopt, limit);
    RC_ASSERT(rows.ok());
    std::vector<std::pair<Key, uint64_t>> expected, got;
    for (const auto& [key, value] : model) {
      if (std::get<0>(key) == prefix && expected.size() < limit) expected.emplace_back(key, value);
    }
    for (const auto& entry : *rows) got.emplace_back(entry.key, entry.row.sequence());
    RC_ASSERT(got == expected);
  }
  const Key key = AnyKey();
  const auto found = kRows.Find(reader, key);
  RC_ASSERT(found.ok());
  RC_ASSERT(found->has_value() == (model.count(key) == 1));
  if (found->has_value()) RC_ASSERT((*found)->sequence() == model.at(key));
}

void RandomWrites(Txn& txn, Model& model) {
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
    const Key key = AnyKey();
    if (*rc::gen::inRange(0, 3) == 0) {
      kRows.Delete(txn, key);
      model.erase(key);
    } else {
      const uint64_t value = *rc::gen::inRange<uint64_t>(0, 1000);
      kRows.Put(txn, key, RowOf(value));
      model[key] = value;
    }
  }
}

TEST(TableModel, TableBehavesLikeAnOrderedMap) {
  testing::TempStore store({&kRows});
  Model model;
  EXPECT_TRUE(rc::check([&store, &model] {
    for (int step = *rc::gen::inRange(1, 12); step > 0; --step) {
      const bool fails = *rc::gen::inRange(0, 4) == 0;
      Model draft = model;
      const absl::Status status = store
                                      ->Execute([&](Txn& txn) {
                                        RandomWrites(txn, draft);
                                        ExpectSame(txn, draft);
                                        const Model before_item = draft;
                                        const Txn::Mark mark = txn.Here();
                                        RandomWrites(txn, draft);
                                        txn.UndoTo(mark);
                                        draft = before_item;
                                        ExpectSame(txn, draft);
                                        return fails ? absl::AbortedError("undone") : absl::OkStatus();
                                      })
                                      .status();
      RC_ASSERT(status.ok() == !fails);
      if (!fails) model = draft;
      ExpectSame(store->Now(), model);
      if (*rc::gen::inRange(0, 60) == 0) store.Reopen();
    }
    ExpectSame(store->Now(), model);
  }));
}

// Decides as soon as it may, so that the batch before is often being written; compares what it sees with a
// model that only decided commands have changed.
class Step final : public Command {
 public:
  Step(Model& model, std::mt19937_64& random, std::promise<bool>& seen_as_decided)
      : model_(model), random_(random), seen_as_decided_(seen_as_decided) {}

  absl::Status Run(Txn& txn) override {
    as_decided_ = Sees(txn);
    Model draft = model_;
    for (int i = 0; i < 3; ++i) {
      const Key key = {random_() % 2 == 0 ? "a" : "b", static_cast<uint32_t>(random_() % 40)};
      if (random_() % 3 == 0) {
        kRows.Delete(txn, key);
        draft.erase(key);
      } else {
        kRows.Put(txn, key, RowOf(draft[key] = random_() % 1000));
      }
    }
    if (random_() % 4 == 0) return absl::AbortedError("undone");
    model_ = std::move(draft);
    return absl::OkStatus();
  }
  void Done(const absl::Status&, uint64_t) override { seen_as_decided_.set_value(as_decided_); }

 private:
  bool Sees(const Reader& reader) const {
    Model seen;
    const auto rows = kRows.Scan(reader, std::tuple<>(), std::nullopt, 1000);
    if (!rows.ok()) return false;
    for (const auto& entry : *rows) {
      const auto found = kRows.Find(reader, entry.key);
      if (!found.ok() || !found->has_value() || (*found)->sequence() != entry.row.sequence()) return false;
      seen[entry.key] = entry.row.sequence();
    }
    return seen == model_;
  }

  Model& model_;
  std::mt19937_64& random_;
  std::promise<bool>& seen_as_decided_;
  bool as_decided_ = false;
};

TEST(TableModel, CommandsSeeTheBatchThatIsBeingWritten) {
  const uint64_t seed = std::random_device()();
  std::printf("seed: %llu\n", static_cast<unsigned long long>(seed));
  constexpr int kSteps = 3000;
  std::mt19937_64 random(seed);  // of the deciding thread, as is the model
  Model model;
  testing::TempStore store({&kRows});
  std::vector<std::promise<bool>> steps(kSteps);
  for (std::promise<bool>& step : steps)
    ASSERT_OK(store->Submit(std::make_unique<Step>(model, random, step)));
  for (std::promise<bool>& step : steps) ASSERT_TRUE(step.get_future().get());
  EXPECT_GT(store->statistics().commits, 1u);
}

}  // namespace
}  // namespace obt::store
