// The tables every store has beside its service's own.
#pragma once

#include <string>
#include <tuple>

#include "common/store/table.h"
#include "obt/store/v1/store.pb.h"

namespace obt::store {

// sequence -> the change log
inline constexpr Table<std::tuple<uint64_t>, v1::Change> kChanges{"changes"};
// client, method, request id -> the first reply
inline constexpr Table<std::tuple<std::string, std::string, std::string>, v1::StoredReply> kReplies{
    "replies"};
// sequence -> the audit log, whose rows are raw (audit.h)
inline constexpr TableRef kAudit{"audit"};
// raw values: "epoch" (16 bytes), "format" (decimal), "page_key" (32 bytes); after a recovery
// "previous_epoch" (16 bytes)
inline constexpr TableRef kMeta{"meta"};

inline constexpr int kFormatVersion = 1;

}  // namespace obt::store
