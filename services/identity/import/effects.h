// What a row of a staff list does to the people the store holds, and what a SNAPSHOT does to those it does
// not name: first decided, then written. Both are called by the RPC for rows that apply as they come and by
// the steps that work off staged ones.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/ids.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/import.pb.h"
#include "services/identity/import/domain.h"
#include "services/identity/person/rows.h"

namespace obt::identity {

struct RowEffect {
  v1::ImportOutcome outcome = v1::IMPORT_OUTCOME_UNSPECIFIED;
  PersonRecord before;  // empty for joiners
  PersonRecord after;
  std::optional<PersonRecord> gives_up;  // who has left and loses the address to them
};

// What the row, as Normalise makes it, would do now on behalf of the caller; an error is why it is refused.
absl::StatusOr<RowEffect> DecideRow(feed::Directory& directory, const obt::store::Reader& reader,
                                    const rpc::Call& call, const v1::Import& import,
                                    const v1::PersonRow& row);

// True when the person is current staff and no row of the SNAPSHOT names them.
absl::StatusOr<bool> IsMissing(const obt::store::Reader& reader, const ImportId& id, const Employer& here,
                               const PersonRecord& person);
// What becomes of somebody missing: LEFT; an error is why they are left alone.
absl::StatusOr<RowEffect> DecideLeaver(const obt::store::Reader& reader, const rpc::Call& call,
                                       const v1::Import& import, PersonRecord person);
// Whose staff the list is as things stand for the call.
Employer EmployerOf(const rpc::Call& call, const v1::Import& import);

// Makes it so; gives joiners their ids. Writes nothing for UNCHANGED.
absl::Status WriteEffect(obt::store::Txn& txn, RowEffect& effect, absl::Time now);

}  // namespace obt::identity
