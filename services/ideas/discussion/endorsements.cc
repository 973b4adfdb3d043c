#include "services/ideas/discussion/endorsements.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/ideas/discussion/rows.h"

namespace obt::ideas {
namespace {

using store::v1::EndorsementRow;

// What the numbers of endorsements grow or shrink by, by idea or case study.
using Growth = std::map<std::string, int>;

std::string BytesOf(absl::string_view id) { return std::string(ItemOf(id).view()); }

absl::StatusOr<EndorsementRow> ReadEndorsement(const Reader& reader, absl::string_view target_id,
                                               const PersonId& person) {
  OBT_ASSIGN_OR_RETURN(std::optional<EndorsementRow> row,
                       kEndorsements.Find(reader, {ItemOf(target_id), person}));
  return row.has_value() ? *std::move(row) : EndorsementRow();
}

bool IsEmpty(const EndorsementRow& row) { return !row.own() && row.merged().empty(); }

// Keeps a row, or none where it says nothing any more.
void PutEndorsement(Txn& txn, absl::string_view target_id, const PersonId& person,
                    const EndorsementRow& before, const EndorsementRow& after, Growth& growth) {
  growth[std::string(target_id)] += IsEmpty(before) - IsEmpty(after);
  if (IsEmpty(after)) {
    kEndorsements.Delete(txn, {ItemOf(target_id), person});
  } else {
    kEndorsements.Put(txn, {ItemOf(target_id), person}, after);
  }
}

absl::Status Count(Txn& txn, const Growth& growth) {
  for (const auto& [target_id, by] : growth) {
    if (by == 0) continue;
    OBT_ASSIGN_OR_RETURN(store::v1::ReactionsRow reactions, ReadReactions(txn, target_id));
    reactions.set_endorsements(reactions.endorsements() + by);
    OBT_RETURN_IF_ERROR(PutReactions(txn, target_id, reactions));
  }
  return absl::OkStatus();
}

// The person's endorsement of `part` no longer speaks for what it is or was merged into: nor, where nothing
// else does, for what that is merged into.
absl::Status TakeUp(Txn& txn, std::string part, std::string whole, const PersonId& person, Growth& growth) {
  while (!whole.empty()) {
    OBT_ASSIGN_OR_RETURN(const EndorsementRow before, ReadEndorsement(txn, whole, person));
    EndorsementRow after = before;
    auto& merged = *after.mutable_merged();
    merged.erase(std::remove(merged.begin(), merged.end(), BytesOf(part)), merged.end());
    PutEndorsement(txn, whole, person, before, after, growth);
    if (!IsEmpty(after)) break;
    OBT_ASSIGN_OR_RETURN(const v1::IdeaFacts idea, Get<v1::IdeaFacts>(txn, whole));
    part = std::exchange(whole, idea.merged_into());
  }
  return absl::OkStatus();
}

// Everybody whose endorsement of a target stands; at most one more than the limit.
absl::StatusOr<std::vector<PersonId>> EndorsersOf(const Reader& reader, absl::string_view target_id) {
  std::vector<PersonId> people;
  OBT_RETURN_IF_ERROR(kEndorsements.ScanEach(reader, std::tuple(ItemOf(target_id)), std::nullopt,
                                             size_t{kMaxMergedEndorsements} + 1,
                                             [&people](const auto& key, const auto&) {
                                               people.push_back(std::get<1>(key));
                                               return true;
                                             }));
  return people;
}

}  // namespace

absl::StatusOr<bool> HasEndorsed(const Reader& reader, absl::string_view target_id, const PersonId& person) {
  return kEndorsements.Has(reader, {ItemOf(target_id), person});
}

absl::StatusOr<bool> HasEndorsedItself(const Reader& reader, absl::string_view target_id,
                                       const PersonId& person) {
  OBT_ASSIGN_OR_RETURN(const EndorsementRow row, ReadEndorsement(reader, target_id, person));
  return row.own();
}

absl::Status Endorse(Txn& txn, absl::string_view target_id, const PersonId& person) {
  OBT_ASSIGN_OR_RETURN(const EndorsementRow before, ReadEndorsement(txn, target_id, person));
  if (before.own()) return absl::OkStatus();
  EndorsementRow after = before;
  after.set_own(true);
  Growth growth;
  PutEndorsement(txn, target_id, person, before, after, growth);
  return Count(txn, growth);
}

absl::Status Withdraw(Txn& txn, absl::string_view target_id, const PersonId& person) {
  Growth growth;
  std::vector<std::string> within = {std::string(target_id)};
  while (!within.empty()) {
    const std::string id = std::move(within.back());
    within.pop_back();
    OBT_ASSIGN_OR_RETURN(const EndorsementRow before, ReadEndorsement(txn, id, person));
    for (const std::string& merged : before.merged()) within.push_back(ToText(*IdFromBytes<ItemId>(merged)));
    PutEndorsement(txn, id, person, before, {}, growth);
  }
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::IdeaFacts> idea, Find<v1::IdeaFacts>(txn, target_id));
  if (idea.has_value())
    OBT_RETURN_IF_ERROR(TakeUp(txn, idea->idea_id(), idea->merged_into(), person, growth));
  return Count(txn, growth);
}

absl::Status UniteEndorsements(Txn& txn, absl::Span<const std::string* const> duplicate_ids,
                               absl::string_view survivor_id) {
  Growth growth;
  size_t moved = 0;
  for (const std::string* duplicate_id : duplicate_ids) {
    OBT_ASSIGN_OR_RETURN(const std::vector<PersonId> people, EndorsersOf(txn, *duplicate_id));
    moved += people.size();
    if (moved > size_t{kMaxMergedEndorsements}) {
      return Error(absl::StatusCode::kFailedPrecondition, "MERGE_TOO_LARGE",
                   absl::StrCat("more than ", kMaxMergedEndorsements,
                                " endorsements would move; let the idea that has the most survive"));
    }
    for (const PersonId& person : people) {
      OBT_ASSIGN_OR_RETURN(const EndorsementRow before, ReadEndorsement(txn, survivor_id, person));
      EndorsementRow after = before;
      after.add_merged(BytesOf(*duplicate_id));
      PutEndorsement(txn, survivor_id, person, before, after, growth);
    }
  }
  return Count(txn, growth);
}

absl::Status PartEndorsements(Txn& txn, absl::string_view duplicate_id, absl::string_view survivor_id) {
  Growth growth;
  OBT_ASSIGN_OR_RETURN(const std::vector<PersonId> people, EndorsersOf(txn, duplicate_id));
  for (const PersonId& person : people) {
    OBT_RETURN_IF_ERROR(TakeUp(txn, std::string(duplicate_id), std::string(survivor_id), person, growth));
  }
  return Count(txn, growth);
}

}  // namespace obt::ideas
