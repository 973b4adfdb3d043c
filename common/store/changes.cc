// The change log and the kept replies: how they are read.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/core_tables.h"
#include "common/store/sha256.h"
#include "common/store/store.h"

namespace obt::store {

std::string NextChain(absl::string_view previous, const v1::Change& change) {
  std::string fixed;
  codec::PutBigEndian(fixed, change.sequence(), 8);
  codec::PutBigEndian(fixed, static_cast<uint64_t>(change.commit_time_us()), 8);
  codec::PutBigEndian(fixed, change.type().size(), 4);
  return Sha256({previous, fixed, change.type(), change.event()});
}

absl::StatusOr<ChangePage> ReadChanges(const View& view, uint64_t after, absl::string_view chain,
                                       size_t limit, size_t max_bytes) {
  if (after > view.sequence()) {
    return Error(absl::StatusCode::kOutOfRange, "FEED_POSITION",
                 absl::StrCat("after: ", after, " is beyond the last change ", view.sequence(),
                              "; this store does not have the history the reader has"));
  }
  if (after > 0) {
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::Change> last, kChanges.Find(view, {after}));
    if (!last.has_value() || last->chain() != chain) {
      return Error(absl::StatusCode::kDataLoss, "FEED_DIVERGED",
                   absl::StrCat("chain: change ", after,
                                " here is not the one the reader applied; one of the two stores "
                                "was rolled back or replaced: restore it, or build the reader's store anew"));
    }
  }
  ChangePage page;
  page.last_sequence = view.sequence();
  size_t bytes = 0;
  OBT_RETURN_IF_ERROR(kChanges.ScanEach(view, std::tuple<>(), std::make_optional(std::tuple<uint64_t>(after)),
                                        limit, [&](const std::tuple<uint64_t>&, v1::Change change) {
                                          bytes += change.event().size() + change.type().size() + 96;
                                          if (!page.changes.empty() && bytes >= max_bytes) return false;
                                          page.changes.push_back(std::move(change));
                                          return true;
                                        }));
  return page;
}

absl::StatusOr<std::optional<v1::StoredReply>> FindReply(const Reader& reader, const ReplyKey& key,
                                                         absl::Time now) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::StoredReply> reply,
                       kReplies.Find(reader, {key.client, key.method, key.request_id}));
  if (reply.has_value() && absl::FromUnixMicros(reply->commit_time_us()) + kReplyLife < now) reply.reset();
  return reply;
}

void PutReply(Txn& txn, const ReplyKey& key, const v1::StoredReply& reply) {
  kReplies.Put(txn, {key.client, key.method, key.request_id}, reply);
}

absl::StatusOr<int> PruneReplies(Store& store, absl::Time now) {
  constexpr size_t kStep = 1000;
  const int64_t horizon_us = absl::ToUnixMicros(now - kReplyLife);
  using Key = std::tuple<std::string, std::string, std::string>;
  std::optional<Key> after;
  int dropped = 0;
  while (true) {
    const View view = store.Now();
    std::vector<Key> old;
    size_t seen = 0;
    OBT_RETURN_IF_ERROR(kReplies.ScanEach(view, std::tuple<>(), after, kStep,
                                          [&](const Key& key, const v1::StoredReply& reply) {
                                            if (reply.commit_time_us() < horizon_us) old.push_back(key);
                                            after = key;
                                            ++seen;
                                            return true;
                                          }));
    if (!old.empty()) {
      OBT_RETURN_IF_ERROR(store
                              .Execute([&old](Txn& txn) {
                                for (const Key& key : old) kReplies.Delete(txn, key);
                                return absl::OkStatus();
                              })
                              .status());
      dropped += static_cast<int>(old.size());
    }
    if (seen < kStep) return dropped;
  }
}

absl::StatusOr<std::string> PageTokenKey(const Reader& reader) {
  std::string key;
  OBT_ASSIGN_OR_RETURN(const bool found, reader.GetRaw(kMeta, "page_key", key));
  if (!found) return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT", "meta: page_key is missing");
  return key;
}

}  // namespace obt::store
