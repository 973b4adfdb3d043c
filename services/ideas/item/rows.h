// Reads and writes things of every kind: facts with their index and event, words, remarks.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/feed/directory.h"
#include "common/store/page.h"
#include "services/ideas/item/kinds.h"

namespace obt::ideas {

using obt::store::Page;
using obt::store::Reader;
using obt::store::Txn;

// Of ids that Validate has seen; of others it is nobody's.
inline ItemId ItemOf(absl::string_view id) { return ParseId<ItemId>(id).value_or(ItemId()); }

template <typename Facts>
using TextOf = typename std::remove_cvref_t<decltype(KindOf<Facts>::kTexts)>::Row;

// NOT_FOUND, also for what the caller does not see.
template <typename Facts>
absl::Status NotFound() {
  return Error(absl::StatusCode::kNotFound, KindOf<Facts>::kUnknown,
               absl::StrCat("there is no such ", KindOf<Facts>::kName));
}

template <typename Facts>
const std::string& IdOf(const Facts& facts) {
  return *KindOf<Facts>::IdOf(const_cast<Facts&>(facts));
}

template <typename Facts>
absl::StatusOr<std::optional<Facts>> Find(const Reader& reader, absl::string_view id) {
  return KindOf<Facts>::kFacts.Find(reader, {ItemOf(id)});
}

// Of what another row names: it is there, or the store is damaged.
template <typename Facts>
absl::StatusOr<Facts> Get(const Reader& reader, absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<Facts> facts, Find<Facts>(reader, id));
  if (facts.has_value()) return *std::move(facts);
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
               absl::StrCat("a row names a ", KindOf<Facts>::kName, " that is not there"));
}

// Its words; none where none were kept.
template <typename Facts>
absl::StatusOr<TextOf<Facts>> ReadText(const Reader& reader, const Facts& facts) {
  OBT_ASSIGN_OR_RETURN(std::optional<TextOf<Facts>> text,
                       KindOf<Facts>::kTexts.Find(reader, {ItemOf(IdOf(facts))}));
  return text.has_value() ? *std::move(text) : TextOf<Facts>();
}

template <typename Facts>
void PutText(Txn& txn, const Facts& facts, const TextOf<Facts>& text) {
  KindOf<Facts>::kTexts.Put(txn, {ItemOf(IdOf(facts))}, text);
}

// Keeps what has changed, with its next etag, and publishes it.
template <typename Facts>
absl::Status Put(Txn& txn, absl::Time now, Facts& facts) {
  facts.set_etag(NextEtag(facts.etag()));
  *facts.mutable_update_time() = TimestampOf(absl::ToUnixMicros(now));
  KindOf<Facts>::kFacts.Put(txn, {ItemOf(IdOf(facts))}, facts);
  typename KindOf<Facts>::Event event;
  *KindOf<Facts>::In(event) = facts;
  OBT_ASSIGN_OR_RETURN(const uint64_t identity_sequence, feed::IdentitySequence(txn));
  event.set_identity_sequence(identity_sequence);
  txn.Publish(event);
  return absl::OkStatus();
}

// The same of something new, with its words. It has its team already, and gets an id unless it has one.
template <typename Facts>
absl::Status Insert(Txn& txn, absl::Time now, Facts& facts, const TextOf<Facts>& text) {
  std::string& own = *KindOf<Facts>::IdOf(facts);
  if (own.empty()) own = ToText(NewId<ItemId>(now));
  const ItemId id = ItemOf(own);
  *facts.mutable_create_time() = TimestampOf(absl::ToUnixMicros(now));
  kItemsByTeam.Put(txn, {*ParseId<TeamId>(facts.team_id()), static_cast<int32_t>(KindOf<Facts>::kKind), id},
                   {});
  PutText(txn, facts, text);
  return Put(txn, now, facts);
}

absl::StatusOr<store::v1::RemarksRow> ReadRemarks(const Reader& reader, absl::string_view id);
void PutRemarks(Txn& txn, absl::string_view id, const store::v1::RemarksRow& remarks);

// Tells those who follow an idea or a case study that it is no longer there, with the adoptions that repeat
// it.
absl::Status PublishRetired(Txn& txn, const std::string& id, const std::string& successor_id = "");

// Of something hidden no more than that it is.
template <typename Facts>
Facts HiddenFacts(const Facts& facts) {
  Facts hidden;
  *KindOf<Facts>::IdOf(hidden) = IdOf(facts);
  hidden.set_programme_id(facts.programme_id());
  hidden.set_hidden(true);
  return hidden;
}

// The rows of a page, each as `make(row) -> StatusOr<T>` answers it.
template <typename T, typename Row, typename Make>
absl::StatusOr<Page<T>> Answered(Page<Row> page, Make make) {
  Page<T> answered;
  for (Row& row : page.rows) {
    OBT_ASSIGN_OR_RETURN(T made, make(std::move(row)));
    answered.rows.push_back(std::move(made));
  }
  answered.ends = std::move(page.ends);
  answered.next = std::move(page.next);
  return answered;
}

// A page of what an index names under `prefix`, as `take(facts) -> StatusOr<optional<T>>` makes something of
// it. The id is the last field of the index's keys; the table of the facts is an index too.
template <typename Facts, typename T, typename Index, typename Prefix, typename Take>
absl::StatusOr<Page<T>> PageOf(const Index& index, const Reader& reader, const Prefix& prefix,
                               absl::string_view position, size_t limit, size_t most_examined, Take take) {
  return obt::store::TakePage<T>(
      index, reader, std::vector<Prefix>{prefix}, position, limit,
      [&](const typename Index::Key& key, typename Index::Row row) -> absl::StatusOr<std::optional<T>> {
        if constexpr (std::is_same_v<typename Index::Row, Facts>) {
          return take(std::move(row));
        } else {
          const ItemId& id = std::get<std::tuple_size_v<typename Index::Key> - 1>(key);
          OBT_ASSIGN_OR_RETURN(Facts facts, Get<Facts>(reader, ToText(id)));
          return take(std::move(facts));
        }
      },
      most_examined);
}

}  // namespace obt::ideas
