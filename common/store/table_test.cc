// What is told of a commit, table by table.
#include "common/store/table.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "common/store/store.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"

namespace obt::store {
namespace {

inline constexpr Table<std::tuple<std::string>, v1::Cursor> kCounts{"counts"}, kQuiet{"quiet"};

v1::Cursor CountOf(uint64_t value) {
  v1::Cursor row;
  row.set_sequence(value);
  return row;
}

// A thread of the dispatcher that waits for its own write must not need another one.
TEST(Store, ExecuteReturnsWhileNoThreadOfTheDispatcherIsFree) {
  testing::TempDir dir;
  Options options;
  options.path = dir.path() + "/store";
  options.tables = {&kCounts};
  std::vector<absl::AnyInvocable<void()>> waiting;
  options.dispatch = [&waiting](absl::AnyInvocable<void()> work) { waiting.push_back(std::move(work)); };
  ASSERT_OK(Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store, Store::Open(options));
  EXPECT_OK(store->Execute([](Txn& txn) {
    kCounts.Put(txn, {"a"}, CountOf(1));
    return absl::OkStatus();
  }));
  EXPECT_TRUE(waiting.empty());
}

TEST(Table, ACommitTellsTheKeysItWroteAndWhatTheyHoldNow) {
  testing::TempDir dir;
  Options options;
  options.path = dir.path() + "/store";
  options.tables = {&kCounts, &kQuiet};
  std::map<std::string, std::optional<uint64_t>> told;
  options.on_commit = [&told](const Txn& written) {
    told.clear();
    EXPECT_OK(kCounts.EachWritten(written, [&told](auto key, std::optional<v1::Cursor> row) {
      told[std::get<0>(key)] = row.has_value() ? std::optional(row->sequence()) : std::nullopt;
    }));
    EXPECT_OK(kQuiet.EachWritten(written, [](const auto&, const auto&) { ADD_FAILURE() << "nobody wrote"; }));
  };
  ASSERT_OK(Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store, Store::Open(options));
  ASSERT_OK(store->Execute([](Txn& txn) {
    for (const char* name : {"a", "b"}) kCounts.Put(txn, {name}, CountOf(1));
    const Txn::Mark here = txn.Here();
    kCounts.Put(txn, {"b"}, CountOf(2));
    kCounts.Put(txn, {"c"}, CountOf(2));
    txn.UndoTo(here);
    return absl::OkStatus();
  }));
  EXPECT_THAT(told, ::testing::ElementsAre(::testing::Pair("a", 1), ::testing::Pair("b", 1)));
  ASSERT_OK(store->Execute([](Txn& txn) {
    kCounts.Delete(txn, {"a"});
    kCounts.Put(txn, {"d"}, CountOf(4));
    return absl::OkStatus();
  }));
  EXPECT_THAT(told, ::testing::ElementsAre(::testing::Pair("a", std::nullopt), ::testing::Pair("d", 4)));
}

TEST(Table, ATableThatAnOlderStoreLacksIsMadeWhenItIsOpened) {
  testing::TempStore store({&kCounts});
  ASSERT_OK(store->Execute([](Txn& txn) {
    kCounts.Put(txn, {"a"}, CountOf(1));
    return absl::OkStatus();
  }));
  store.Close();
  Options options = store.options();
  options.tables.push_back(&kQuiet);
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> newer, Store::Open(options));
  ASSERT_OK(newer->Execute([](Txn& txn) {
    kQuiet.Put(txn, {"a"}, CountOf(2));
    return absl::OkStatus();
  }));
  EXPECT_TRUE(*kCounts.Has(newer->Now(), {"a"}));
  EXPECT_TRUE(*kQuiet.Has(newer->Now(), {"a"}));
}

}  // namespace
}  // namespace obt::store
