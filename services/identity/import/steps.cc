#include "services/identity/import/steps.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/call.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/policy.h"
#include "obt/audit/v1/audit.pb.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/effects.h"
#include "services/identity/import/rows.h"
#include "services/identity/person/rows.h"
#include "services/identity/person/scope.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using store::v1::ImportJob;

constexpr size_t kRowsLookedAt = 1000;  // by one step, outside the committer
constexpr size_t kStaffLookedAt = 10'000;
constexpr size_t kChanges = 64;  // people one command changes, so that nobody waits long for the committer
constexpr size_t kDrops = 1000;

// An import being worked off, as a step finds and leaves it.
struct Work {
  ImportId id;
  v1::Import import;
  ImportJob job;
  std::vector<std::string> changed;  // the people that the step's command changes
};

void Save(Txn& txn, const Work& work) {
  PutImport(txn, work.id, work.import);
  PutJob(txn, work.id, work.job);
}

// Who was changed in the name of the client that finished the import.
void Audit(Txn& txn, const ImportContext& context, const Work& work) {
  if (work.changed.empty()) return;
  audit::v1::AuditEntry entry;
  entry.set_kind(audit::v1::AUDIT_KIND_WRITE);
  entry.set_time_us(absl::ToUnixMicros(context.clock.Now()));
  entry.set_client_id(work.job.client_id());
  entry.set_rpc(rpc::PathOf(*rpc::FindRpc(*v1::FinishImportRequest::descriptor())));
  entry.set_store_sequence(txn.sequence());
  entry.set_rows(static_cast<int64_t>(work.changed.size()));
  audit::v1::AuditResource& import = *entry.add_resources();
  import.set_field("import_id");
  import.add_ids(ToText(work.id));
  audit::v1::AuditResource& people = *entry.add_resources();
  people.set_field("person_id");
  people.mutable_ids()->Assign(work.changed.begin(), work.changed.end());
  txn.Audit(entry);
}

// Runs the step's command, unless the import was cancelled since the step looked at it: then there is another
// job to do.
absl::Status Commit(const ImportContext& context, const Work& work, std::function<absl::Status(Txn&)> run) {
  return context.store
      .Execute([&, found = work.import.state()](Txn& txn) -> absl::Status {
        OBT_ASSIGN_OR_RETURN(const std::optional<v1::Import> now, FindImport(txn, work.id));
        if (!now.has_value() || now->state() != found) return absl::OkStatus();
        OBT_RETURN_IF_ERROR(run(txn));
        Audit(txn, context, work);
        return absl::OkStatus();
      })
      .status();
}

// The client that finished the import, with the rights it has now.
absl::StatusOr<rpc::Call> CallOf(const ImportContext& context, const obt::store::Reader& reader,
                                 const std::string& client_id) {
  rpc::Call call;
  call.client_id = client_id;
  call.now = context.clock.Now();
  call.deadline = absl::InfiniteFuture();
  OBT_ASSIGN_OR_RETURN(call.rights, context.directory.RightsAt(reader, DayOf(call.now)));
  call.scope = call.rights->ScopeOf(client_id, RolesFor<v1::FinishImportRequest>());
  return call;
}

void EnterPhase(ImportJob::Phase phase, ImportJob& job) {
  job.set_phase(phase);
  job.clear_position();
}

void EnterDrop(v1::ImportState last_state, Work& work) {
  EnterPhase(ImportJob::PHASE_DROP_KEYS, work.job);
  work.job.set_last_state(last_state);
  // Of a dry run results are left, also where it says that the list would be refused.
  work.job.set_drop_rows(last_state != v1::IMPORT_STATE_FINISHED && !work.import.dry_run());
}

v1::ImportResult ResultOf(const absl::StatusOr<RowEffect>& effect) {
  v1::ImportResult result;
  *result.mutable_status() = rpc::ToProto(effect.status());
  if (!effect.ok()) return result;
  result.set_outcome(effect->outcome);
  result.set_person_id(effect->after.facts.person_id());
  return result;
}

// Why a row is refused, rather than a store that cannot be read.
bool IsRefusal(const absl::Status& status) {
  return !absl::IsDataLoss(status) && !absl::IsUnavailable(status) && !absl::IsInternal(status);
}

v1::ImportOutcome OutcomeOf(const absl::StatusOr<RowEffect>& effect) {
  return effect.ok() ? effect->outcome : v1::IMPORT_OUTCOME_UNSPECIFIED;
}

// ---- looking at the staff ----

// Shows `visit` the staff behind the job's position, which follows; true when there may be more.
template <typename Visit>
absl::StatusOr<bool> LookAtStaff(const obt::store::Reader& reader, const Employer& here, Work& work,
                                 Visit visit) {
  OBT_ASSIGN_OR_RETURN(std::string last,
                       ScanPeople(reader, here.Codes(), work.job.position(), kStaffLookedAt, visit));
  if (last.empty()) return false;
  work.job.set_position(std::move(last));
  return true;
}

// Counts the staff and those whom no row names; then the guard decides. Nothing has been changed so far.
absl::Status Check(const ImportContext& context, const View& view, Work work) {
  v1::Import& import = work.import;
  OBT_ASSIGN_OR_RETURN(const rpc::Call call, CallOf(context, view, work.job.client_id()));
  const Employer here = EmployerOf(call, import);
  OBT_ASSIGN_OR_RETURN(const bool more,
                       LookAtStaff(view, here, work, [&](const PersonRecord& person) -> absl::StatusOr<bool> {
                         if (!IsStaff(person.facts, here)) return true;
                         import.set_current_staff(import.current_staff() + 1);
                         OBT_ASSIGN_OR_RETURN(const bool missing, IsMissing(view, work.id, here, person));
                         if (missing) import.set_missing_staff(import.missing_staff() + 1);
                         return true;
                       }));
  if (!more) {
    EnterPhase(ImportJob::PHASE_ROWS, work.job);
    if (RemovesTooMany(import, import.current_staff(), import.missing_staff()) && !import.dry_run()) {
      EnterDrop(v1::IMPORT_STATE_REFUSED, work);
    }
  }
  return Commit(context, work, [&work](Txn& txn) {
    Save(txn, work);
    return absl::OkStatus();
  });
}

// ---- changing people ----

// Makes what was decided so, unless it is a dry run, counts it and tells what it came to.
absl::StatusOr<v1::ImportResult> CarryOut(Txn& txn, const rpc::Call& call, Work& work,
                                          absl::StatusOr<RowEffect> effect) {
  if (!effect.ok() && !IsRefusal(effect.status())) return std::move(effect).status();
  if (effect.ok() && !work.import.dry_run()) {
    OBT_RETURN_IF_ERROR(WriteEffect(txn, *effect, call.now));
    if (effect->outcome != v1::IMPORT_OUTCOME_UNCHANGED)
      work.changed.push_back(effect->after.facts.person_id());
  }
  Count(OutcomeOf(effect), *work.import.mutable_counts());
  return ResultOf(effect);
}

absl::Status ApplyRow(Txn& txn, const ImportContext& context, const rpc::Call& call, Work& work,
                      const NumberedRow& row) {
  OBT_ASSIGN_OR_RETURN(
      v1::ImportResult result,
      CarryOut(txn, call, work, DecideRow(context.directory, txn, call, work.import, row.row)));
  result.set_row_number(row.number);
  result.set_line(row.row.line());
  if (result.outcome() == v1::IMPORT_OUTCOME_UNCHANGED) {
    DropRow(txn, work.id, row.number);
  } else {
    PutResult(txn, work.id, row.number, result);
  }
  return absl::OkStatus();
}

// Rows that change nothing are found outside the committer; the others are decided anew inside.
absl::Status ApplyRows(const ImportContext& context, const View& view, Work work) {
  std::vector<NumberedRow> changing;
  std::vector<int64_t> unchanged;
  OBT_ASSIGN_OR_RETURN(const rpc::Call looking, CallOf(context, view, work.job.client_id()));
  OBT_ASSIGN_OR_RETURN(
      std::string position, ScanRows(view, work.id, work.job.position(), kRowsLookedAt, [&](NumberedRow row) {
        const auto effect = DecideRow(context.directory, view, looking, work.import, row.row);
        if (OutcomeOf(effect) == v1::IMPORT_OUTCOME_UNCHANGED) {
          unchanged.push_back(row.number);
        } else {
          changing.push_back(std::move(row));
        }
        return changing.size() < kChanges;
      }));
  const auto handled = static_cast<int64_t>(changing.size() + unchanged.size());
  work.import.set_handled_rows(work.import.handled_rows() + handled);
  return Commit(context, work, [&](Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(const rpc::Call call, CallOf(context, txn, work.job.client_id()));
    for (const int64_t number : unchanged) {
      Count(v1::IMPORT_OUTCOME_UNCHANGED, *work.import.mutable_counts());
      DropRow(txn, work.id, number);
    }
    for (const NumberedRow& row : changing) OBT_RETURN_IF_ERROR(ApplyRow(txn, context, call, work, row));
    work.job.set_position(position);
    if (position.empty()) {
      EnterPhase(ImportJob::PHASE_LEAVERS, work.job);
      if (work.import.mode() != v1::IMPORT_MODE_SNAPSHOT) EnterDrop(v1::IMPORT_STATE_FINISHED, work);
    }
    Save(txn, work);
    return absl::OkStatus();
  });
}

absl::Status RemoveLeaver(Txn& txn, const rpc::Call& call, Work& work, const PersonId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> person, FindPerson(txn, id));
  if (!person.has_value()) return absl::OkStatus();
  const Employer here = EmployerOf(call, work.import);
  OBT_ASSIGN_OR_RETURN(const bool missing, IsMissing(txn, work.id, here, *person));
  if (!missing) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(v1::ImportResult result,
                       CarryOut(txn, call, work, DecideLeaver(txn, call, work.import, *std::move(person))));
  result.set_person_id(ToText(id));
  work.job.set_leavers(work.job.leavers() + 1);
  PutResult(txn, work.id, work.import.staged_rows() + work.job.leavers(), result);
  return absl::OkStatus();
}

// As many as the guard has seen at most, whoever has come since.
absl::Status RemoveLeavers(const ImportContext& context, const View& view, Work work) {
  const size_t left =
      static_cast<size_t>(std::max<int64_t>(work.import.missing_staff() - work.job.leavers(), 0));
  std::vector<PersonId> missing;
  OBT_ASSIGN_OR_RETURN(const rpc::Call looking, CallOf(context, view, work.job.client_id()));
  const Employer here = EmployerOf(looking, work.import);
  OBT_ASSIGN_OR_RETURN(const bool more,
                       LookAtStaff(view, here, work, [&](const PersonRecord& person) -> absl::StatusOr<bool> {
                         OBT_ASSIGN_OR_RETURN(const bool is_missing, IsMissing(view, work.id, here, person));
                         if (is_missing) missing.push_back(person.id);
                         return missing.size() < std::min(kChanges, left);
                       }));
  // A dry run goes on to here, to say who would go.
  const bool refused = RemovesTooMany(work.import, work.import.current_staff(), work.import.missing_staff());
  if (!more || missing.size() >= left)
    EnterDrop(refused ? v1::IMPORT_STATE_REFUSED : v1::IMPORT_STATE_FINISHED, work);
  return Commit(context, work, [&](Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(const rpc::Call call, CallOf(context, txn, work.job.client_id()));
    for (const PersonId& id : missing) OBT_RETURN_IF_ERROR(RemoveLeaver(txn, call, work, id));
    Save(txn, work);
    return absl::OkStatus();
  });
}

// ---- the end ----

absl::Status Drop(const ImportContext& context, Work work) {
  return Commit(context, work, [&](Txn& txn) -> absl::Status {
    const bool keys = work.job.phase() == ImportJob::PHASE_DROP_KEYS;
    std::string& position = *work.job.mutable_position();
    OBT_ASSIGN_OR_RETURN(const bool more, keys ? DropKeys(txn, work.id, kDrops, position)
                                               : DropRows(txn, work.id, kDrops, position));
    if (!more && keys && work.job.drop_rows()) {
      EnterPhase(ImportJob::PHASE_DROP_ROWS, work.job);
    } else if (!more) {
      End(work.import, work.job.last_state(), context.clock.Now());
      PutImport(txn, work.id, work.import);
      DeleteJob(txn, work.id);
      return absl::OkStatus();
    }
    PutJob(txn, work.id, work.job);
    return absl::OkStatus();
  });
}

}  // namespace

void BeginFinishing(Txn& txn, const ImportId& id, const v1::Import& import, const std::string& client_id) {
  ImportJob job;
  job.set_phase(import.mode() == v1::IMPORT_MODE_SNAPSHOT ? ImportJob::PHASE_CHECK : ImportJob::PHASE_ROWS);
  job.set_client_id(client_id);
  PutJob(txn, id, job);
}

void BeginDropping(Txn& txn, const ImportId& id, const v1::Import& import) {
  ImportJob job;
  job.set_phase(ImportJob::PHASE_DROP_KEYS);
  job.set_drop_rows(true);
  job.set_last_state(import.state());
  PutJob(txn, id, job);
}

absl::StatusOr<bool> RunImportStep(const ImportContext& context, const ImportId& id) {
  const View view = context.store.Now();
  OBT_ASSIGN_OR_RETURN(std::optional<ImportJob> job, FindJob(view, id));
  if (!job.has_value()) return false;
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Import> import, FindImport(view, id));
  if (!import.has_value())
    return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "a job is of no import");
  Work work = {id, *std::move(import), *std::move(job), {}};
  absl::Status done;
  switch (work.job.phase()) {
    case ImportJob::PHASE_CHECK:
      done = Check(context, view, std::move(work));
      break;
    case ImportJob::PHASE_ROWS:
      done = ApplyRows(context, view, std::move(work));
      break;
    case ImportJob::PHASE_LEAVERS:
      done = RemoveLeavers(context, view, std::move(work));
      break;
    default:
      done = Drop(context, std::move(work));
  }
  OBT_RETURN_IF_ERROR(done);
  return true;
}

absl::Status BeginDroppingOutlived(const ImportContext& context, const ImportId& id) {
  const auto drop = [&](Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(std::optional<v1::Import> import, FindImport(txn, id));
    OBT_ASSIGN_OR_RETURN(const std::optional<ImportJob> job, FindJob(txn, id));
    if (job.has_value() || !import.has_value()) return absl::OkStatus();
    if (!IsOver(*import)) {
      OBT_ASSIGN_OR_RETURN(import, Cancel(*std::move(import), context.clock.Now()));
      PutImport(txn, id, *import);
    }
    BeginDropping(txn, id, *import);
    return absl::OkStatus();
  };
  return context.store.Execute(drop).status();
}

}  // namespace obt::identity
