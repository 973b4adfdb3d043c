#include "tools/obtctl/audits.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "tools/obtctl/progress_bar.h"

namespace obt::ctl {
namespace {

namespace rel = reporting::v1;

bool IsPublished(const rel::Release& release) {
  return release.state() == rel::RELEASE_STATE_PUBLISHED || release.state() == rel::RELEASE_STATE_SUPERSEDED;
}
bool Stands(const rel::Release& release) {
  return IsPublished(release) || release.state() == rel::RELEASE_STATE_DRAFT ||
         release.state() == rel::RELEASE_STATE_PRE_RELEASE;
}

absl::StatusOr<std::vector<rel::Release>> StandingReleases(Session& session) {
  std::vector<std::string> editions;
  OBT_RETURN_IF_ERROR(ForEachPage<identity::v1::ListProgrammesResponse>(
      session, identity::v1::ListProgrammesRequest(), [&](const auto& page) {
        for (const auto& programme : page.programmes()) editions.push_back(programme.programme_id());
      }));
  std::vector<rel::Release> releases;
  for (const std::string& edition : editions) {
    rel::ListReleasesRequest request;
    request.set_programme_id(edition);
    const absl::Status listed =
        ForEachPage<rel::ListReleasesResponse>(session, request, [&](const auto& page) {
          for (const rel::Release& release : page.releases()) {
            if (Stands(release)) releases.push_back(release);
          }
        });
    if (!listed.ok() && !absl::IsNotFound(listed)) return listed;  // an edition of this moment has none
  }
  return releases;
}

// What is kept is at fault, not the way to it.
bool IsFault(const absl::Status& status) {
  return !absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status) && !absl::IsCancelled(status) &&
         !absl::IsResourceExhausted(status) && !absl::IsUnauthenticated(status) &&
         !absl::IsPermissionDenied(status);
}

absl::Status Audit(Session& session, const rel::Release& release, Audits& audits) {
  rel::AuditReleaseRequest request;
  request.set_release_id(release.release_id());
  const absl::StatusOr<rel::AuditReleaseResponse> audit = session.Ask<rel::AuditReleaseResponse>(request);
  const std::string subject = absl::StrCat("release ", release.release_id(), ": ");
  if (!audit.ok()) {
    if (!IsFault(audit.status())) return audit.status();
    const bool is_gone = !IsPublished(release) &&
                         (absl::IsNotFound(audit.status()) || absl::IsFailedPrecondition(audit.status()));
    if (is_gone) return absl::OkStatus();  // discarded meanwhile
    audits.faults.push_back(absl::StrCat(subject, "it cannot be audited: ", audit.status().message()));
  } else {
    for (const std::string& fault : audit->faults()) audits.faults.push_back(absl::StrCat(subject, fault));
  }
  ++audits.releases;
  audits.bad_releases += audit.ok() && audit->passed() ? 0 : 1;
  return absl::OkStatus();
}

}  // namespace

Audits AuditEveryRelease(Session& session) {
  Audits audits;
  absl::StatusOr<std::vector<rel::Release>> releases = StandingReleases(session);
  absl::Status done = releases.status();
  if (done.ok()) {
    ProgressBar bar("auditing", static_cast<int64_t>(releases->size()), "releases");
    for (size_t i = 0; done.ok() && i < releases->size(); ++i) {
      done = Audit(session, (*releases)[i], audits);
      bar.Set(static_cast<int64_t>(i + 1));
    }
    bar.Finish();
  }
  if (absl::IsPermissionDenied(done)) {
    audits.refusal = std::string(done.message());
  } else {
    audits.unfinished = std::move(done);
  }
  return audits;
}

}  // namespace obt::ctl
