// The engine that follows a world of world.h.
#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/feed/consumer.h"
#include "common/feed/directory_schema.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/testing/world.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator::testing {

Follower::Follower()
    : store_([] {
        std::vector<const obt::store::TableRef*> tables = Tables();
        for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
        tables.push_back(&feed::kCursors);
        return tables;
      }()) {
  Restart();
}

void Follower::Restart() {
  absl::StatusOr<State> state = LoadState(store_->Now());
  if (!state.ok()) Die(state.status().message());
  engine_ = std::make_unique<Engine>(*std::move(state));
}

size_t Follower::Apply(const World::Changes& log, const Source& source, Position& position, size_t changes) {
  const size_t end = std::min(log.size(), position.applied + std::min(changes, log.size()));
  const absl::Span<const obt::store::v1::Change> page(log.data() + position.applied, end - position.applied);
  if (page.empty()) return 0;
  const absl::Status status = store_
                                  ->Execute([&](obt::store::Txn& txn) {
                                    obt::store::v1::Cursor cursor;
                                    cursor.set_sequence(end);
                                    feed::kCursors.Put(txn, {source.name}, cursor);
                                    return engine_->Apply(source.name, source.apply, page, txn);
                                  })
                                  .status();
  if (!status.ok()) Die(status.message());
  position = {end, position.applied};
  return page.size();
}

size_t Follower::ApplyIdentity(const World& world, size_t changes) {
  return Apply(world.identity(), SourceNamed(kIdentity), identity_, changes);
}

size_t Follower::ApplyLearning(const World& world, size_t changes) {
  return Apply(world.learning(), SourceNamed(kLearning), learning_, changes);
}

size_t Follower::ApplyIdeas(const World& world, size_t changes) {
  return Apply(world.ideas(), SourceNamed(kIdeasSource), ideas_, changes);
}

void Follower::CatchUp(const World& world) {
  ApplyIdentity(world, std::numeric_limits<size_t>::max());
  ApplyLearning(world, std::numeric_limits<size_t>::max());
  ApplyIdeas(world, std::numeric_limits<size_t>::max());
}

void Follower::ForgetLastPage() {
  identity_.applied = identity_.before;
  learning_.applied = learning_.before;
  ideas_.applied = ideas_.before;
}

void Follower::Clear() {
  std::vector<const obt::store::TableRef*> tables = Tables();
  for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
  tables.push_back(&feed::kCursors);
  const absl::Status status = store_
                                  ->Execute([&](obt::store::Txn& txn) -> absl::Status {
                                    for (const obt::store::TableRef* table : tables) {
                                      std::vector<std::string> keys;
                                      const absl::Status scanned = txn.ScanRaw(
                                          *table, "", "", [&](absl::string_view key, absl::string_view) {
                                            keys.emplace_back(key);
                                            return true;
                                          });
                                      if (!scanned.ok()) return scanned;
                                      for (std::string& key : keys) txn.DeleteRaw(*table, std::move(key));
                                    }
                                    return absl::OkStatus();
                                  })
                                  .status();
  if (!status.ok()) Die(status.message());
  identity_ = learning_ = ideas_ = {};
  Restart();
}

Answer Follower::Ask(const Question& question) const {
  Counting one_by_one;
  one_by_one.one_by_one = true;
  return engine_->Read([&](const State& state) {
    absl::StatusOr<Answer> answer = Run(state, question, &pool_);
    if (!answer.ok()) Die(answer.status().message());
    if (FiguresOf(*answer) != FiguresOf(Run(state, question, &pool_, one_by_one).value()))
      Die("sums of days say something else than everybody counted one by one");
    return *std::move(answer);
  });
}

recount::Figures Follower::Figures(const Question& question) const { return FiguresOf(Ask(question)); }

}  // namespace obt::aggregator::testing
