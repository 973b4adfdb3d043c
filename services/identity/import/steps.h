// Works off imports whose rows are staged, a step at a time. A step reads outside the committer, then makes
// its changes and says how far it has come in one short command; so a stop at any point, SIGKILL too, goes on
// to the same end. One caller at a time.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/feed/directory.h"
#include "common/store/store.h"
#include "common/store/txn.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::identity {

// Notes what there is to do for an import that is FINISHING, or for one that is over and has rows to drop;
// that takes the place of what there was to do for it.
void BeginFinishing(obt::store::Txn& txn, const ImportId& id, const v1::Import& import,
                    const std::string& client_id);
void BeginDropping(obt::store::Txn& txn, const ImportId& id, const v1::Import& import);

// What steps work with.
struct ImportContext {
  obt::store::Store& store;
  feed::Directory& directory;
  const Clock& clock;
};

// Does the next piece of the import's work; false when there was none.
absl::StatusOr<bool> RunImportStep(const ImportContext& context, const ImportId& id);

// Cancels an import that has outlived kImportLife if it is still open, and has what is staged dropped.
absl::Status BeginDroppingOutlived(const ImportContext& context, const ImportId& id);

}  // namespace obt::identity
