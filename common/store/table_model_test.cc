// A table over a real store behaves like a std::map, through commits, undone items and restarts.
#include <map>
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
  EXPECT_TRUE(rc::check([] {
    testing::TempStore store({&kRows});
    Model model;
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
      if (*rc::gen::inRange(0, 6) == 0) store.Reopen();
    }
    ExpectSame(store->Now(), model);
  }));
}

}  // namespace
}  // namespace obt::store
