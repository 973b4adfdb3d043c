#include "services/identity/import/jobs.h"

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/rows.h"

namespace obt::identity {
namespace {

using NextImport = absl::StatusOr<std::optional<ImportId>>(const obt::store::Reader&,
                                                           std::optional<ImportId> after);

// The job is done and gone: what fails here is tried by nobody again.
void LogEnd(const obt::store::Reader& reader, const ImportId& id) {
  const absl::StatusOr<std::optional<v1::Import>> import = FindImport(reader, id);
  if (!import.ok()) {
    obs::Log(obs::Severity::kWarning, "an import came to its end and cannot be read",
             {{"import", ToText(id)}, {"why", import.status().message()}});
  } else if (import->has_value()) {
    obs::Log(obs::Severity::kInfo, "an import came to its end",
             {{"import", (*import)->import_id()},
              {"organisation", (*import)->organisation_code()},
              {"state", v1::ImportState_Name((*import)->state())},
              {"rows", absl::StrCat((*import)->staged_rows())}});
  }
}

// Goes through imports from the oldest one to the first that has not outlived its time; those that have a job
// already are left to it, and one that cannot be read keeps no other.
absl::StatusOr<std::optional<std::string>> NextOutlived(const obt::store::View& view, absl::Time now,
                                                        const jobs::MayTry& may_try,
                                                        absl::FunctionRef<NextImport> next_import) {
  std::optional<ImportId> id;
  while (true) {
    OBT_ASSIGN_OR_RETURN(id, next_import(view, id));
    if (!id.has_value()) return std::nullopt;
    const absl::StatusOr<std::optional<v1::Import>> import = FindImport(view, *id);
    const absl::StatusOr<std::optional<store::v1::ImportJob>> job = FindJob(view, *id);
    if (!import.ok() || !job.ok()) {
      obs::Log(obs::Severity::kWarning, "an import cannot be read and stays beyond its time",
               {{"import", ToText(*id)}, {"why", (import.ok() ? job.status() : import.status()).message()}});
      continue;
    }
    if (!import->has_value() || job->has_value() || !may_try(ToText(*id))) continue;
    return HasOutlived(**import, now) ? std::make_optional(ToText(*id)) : std::nullopt;
  }
}

}  // namespace

void AddImportJobs(jobs::Jobs& jobs, const ImportContext& context) {
  jobs.Add({"outlived_import", nullptr,
            [context](const obt::store::View& view,
                      const jobs::MayTry& may_try) -> absl::StatusOr<std::optional<std::string>> {
              OBT_ASSIGN_OR_RETURN(std::optional<std::string> next,
                                   NextOutlived(view, context.clock.Now(), may_try, NextWithRows));
              if (next.has_value()) return next;
              return NextOutlived(view, context.clock.Now(), may_try, NextOpen);
            },
            [context](const std::string& id) -> absl::StatusOr<bool> {
              OBT_RETURN_IF_ERROR(BeginDroppingOutlived(context, *ParseId<ImportId>(id)));
              return false;
            }});
  jobs.Add({"import", &ImportJobTable(), NextJob, [context](const std::string& id) -> absl::StatusOr<bool> {
              const ImportId import = *ParseId<ImportId>(id);
              OBT_ASSIGN_OR_RETURN(const bool more, RunImportStep(context, import));
              if (!more) LogEnd(context.store.Now(), import);
              return more;
            }});
}

}  // namespace obt::identity
