#include "services/identity/programme/rows.h"

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/programme/domain.h"
#include "services/identity/schema.h"

namespace obt::identity {

absl::StatusOr<v1::Programme> GetProgramme(const obt::store::Reader& reader, absl::string_view programme_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Programme> programme,
                       feed::kProgrammes.Find(reader, {std::string(programme_id)}));
  if (!programme.has_value()) return ProgrammeNotFound(programme_id);
  return *std::move(programme);
}

absl::Status InsertProgramme(obt::store::Txn& txn, const v1::Programme& programme) {
  OBT_ASSIGN_OR_RETURN(const bool exists, feed::kProgrammes.Has(txn, {programme.programme_id()}));
  if (exists) {
    return Error(absl::StatusCode::kAlreadyExists, "PROGRAMME_EXISTS",
                 absl::StrCat("programme.programme_id: ", programme.programme_id(), " is in use"));
  }
  PutProgramme(txn, programme);
  return absl::OkStatus();
}

void PutProgramme(obt::store::Txn& txn, const v1::Programme& programme) {
  v1::ProgrammeChanged event;
  *event.mutable_programme() = programme;
  feed::PutProgramme(txn, programme, txn.Publish(event));
}

absl::StatusOr<Page<v1::Programme>> PageOfProgrammes(const obt::store::Reader& reader,
                                                     absl::string_view position, size_t limit) {
  return obt::store::ReadPage(feed::kProgrammes, reader, std::tuple<>(), position, limit);
}

absl::StatusOr<int> PutHeadcounts(obt::store::Txn& txn, absl::string_view programme_id,
                                  const google::protobuf::RepeatedPtrField<v1::Headcount>& stated) {
  v1::HeadcountsChanged event;
  event.set_programme_id(programme_id.data(), programme_id.size());
  for (const v1::Headcount& headcount : stated) {
    const Day dated = ParseDay(headcount.dated()).value_or(kAlways);
    OBT_ASSIGN_OR_RETURN(
        std::optional<v1::Headcount> before,
        feed::kHeadcounts.Find(txn, {event.programme_id(), headcount.organisation_code(), dated}));
    if (before.has_value() && SameStatement(*before, headcount)) continue;
    v1::Headcount& changed = *event.add_headcounts();
    changed = headcount;
    changed.DiscardUnknownFields();
    feed::PutHeadcount(txn, programme_id, changed);
  }
  if (event.headcounts_size() > 0) txn.Publish(event);
  return event.headcounts_size();
}

absl::StatusOr<Page<v1::Headcount>> PageOfHeadcounts(const obt::store::Reader& reader,
                                                     absl::string_view programme_id,
                                                     absl::string_view position, size_t limit) {
  return obt::store::ReadPage(feed::kHeadcounts, reader, std::make_tuple(std::string(programme_id)), position,
                              limit);
}

}  // namespace obt::identity
