// obtctl verify: proof that every figure equals a recount from the services' own rows, and that every release
// is as it was proved. obtctl aggregator rebuild: those rows made anew.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "tools/obtctl/answer.h"
#include "tools/obtctl/audits.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

// Of a recount, or a rebuild, that has been started.
absl::StatusOr<aggregator::v1::Verification> RunToEnd(Session& session,
                                                      aggregator::v1::Verification verification,
                                                      absl::Duration patience) {
  aggregator::v1::GetVerifyRequest request;
  request.set_verify_id(verification.verify_id());
  ProgressBar bar(verification.rebuild() ? "rebuilding" : "verifying", 100, "%");
  OBT_ASSIGN_OR_RETURN(const bool done, Await(patience, [&]() -> absl::StatusOr<bool> {
                         OBT_ASSIGN_OR_RETURN(const auto response,
                                              session.Ask<aggregator::v1::GetVerifyResponse>(request));
                         verification = response.verification();
                         bar.SetDetail(verification.phase());
                         bar.Set(verification.percent());
                         return verification.state() != aggregator::v1::VERIFY_STATE_RUNNING;
                       }));
  if (done) {
    bar.Finish();
    return verification;
  }
  return Error(absl::StatusCode::kDeadlineExceeded, "VERIFY_TOO_LONG",
               absl::StrCat("the job is not finished after ", FormatElapsed(patience),
                            "; it goes on: run the command again to follow it"));
}

// As it is told: what is found in releases is counted as well.
aggregator::v1::Verification WithFaults(aggregator::v1::Verification verification, const Audits& audits) {
  verification.set_difference_count(verification.difference_count() +
                                    static_cast<int64_t>(audits.faults.size()));
  return verification;
}

absl::Status FailureOf(const aggregator::v1::Verification& verification, const Audits& audits) {
  if (verification.state() == aggregator::v1::VERIFY_STATE_FAILED) {
    return Error(absl::StatusCode::kFailedPrecondition, "VERIFY_FAILED",
                 absl::StrCat("the recount could not be finished: ", verification.failure()));
  }
  std::vector<std::string> found;
  if (verification.difference_count() > 0) {
    found.push_back(absl::StrCat(WithThousands(verification.difference_count()),
                                 " of the figures are not as the recount has them"));
  }
  if (audits.bad_releases > 0)
    found.push_back(
        absl::StrCat(WithThousands(audits.bad_releases), " of the releases are not as they were proved"));
  if (found.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss,
               verification.difference_count() > 0 ? "FIGURES_DIFFER" : "RELEASES_DIFFER",
               absl::StrJoin(found, "; "));
}

absl::Status Verify(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::StartVerifyResponse started,
      session.Ask<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest()));
  if (started.verification().rebuild()) {
    return Error(absl::StatusCode::kFailedPrecondition, "REBUILD_RUNS",
                 "a rebuild runs: wait for its end (obtctl aggregator rebuild follows it), then verify");
  }
  OBT_ASSIGN_OR_RETURN(
      aggregator::v1::Verification verification,
      RunToEnd(session, started.verification(), absl::Seconds(arguments.Number("patience"))));
  const Audits audits = AuditEveryRelease(session);
  session.Print(
      RecordOf("state; points+, :{source} {sequence}|compared at changes; people_compared; rows_compared; "
               "figures_compared; @|releases audited|releases_audited; difference_count|differences",
               WithFaults(verification, audits), nullptr,
               [&](const Line&) { return audits.refusal.empty() ? Cell(audits.releases) : Cell(); }));
  Table differences = LinesOf("differences", "subject|what differs; aggregated; recounted", verification);
  for (const std::string& fault : audits.faults) differences.Add({fault, Cell(), Cell()});
  if (!differences.rows().empty()) {
    session.Say("");
    session.Print(differences);
  }
  if (!audits.refusal.empty())
    session.Announce(absl::StrCat("the releases are not audited: ", audits.refusal));
  OBT_RETURN_IF_ERROR(audits.unfinished);
  return FailureOf(verification, audits);
}

absl::Status Rebuild(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::StartRebuildResponse started,
      session.Ask<aggregator::v1::StartRebuildResponse>(aggregator::v1::StartRebuildRequest()));
  if (!started.verification().rebuild()) {
    return Error(absl::StatusCode::kFailedPrecondition, "RECOUNT_RUNS",
                 "a recount runs: wait for its end (obtctl verify), then rebuild");
  }
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::Verification rebuilt,
      RunToEnd(session, started.verification(), absl::Seconds(arguments.Number("patience"))));
  session.Print(
      RecordOf("state; points+, :{source} {sequence}|rows are those at changes; rows_repaired", rebuilt));
  if (rebuilt.state() != aggregator::v1::VERIFY_STATE_FAILED) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "REBUILD_FAILED",
               absl::StrCat("the rows could not be made anew: ", rebuilt.failure()));
}

}  // namespace

Command VerifyCommand() {
  return {"verify",
          "Recount everything from the services' own rows, audit every release, and compare",
          "Exits with 1 when anything differs. One recount runs at a time; the command joins a running\n"
          "one. Releases are audited for the centre's admin alone: for others a line says that they are "
          "not.\n\nExample:\n  obtctl verify",
          {Number("patience", "SECONDS", "How long to wait for the end", 600).Between(0, kMaxPatience)},
          Verify};
}

Command RebuildCommand() {
  return {"aggregator rebuild",
          "Make the aggregator's own rows anew from the services' rows",
          "Old figures are answered until the new ones are complete, and stand still meanwhile. What is "
          "right is left\n"
          "alone, so it may be run at any time; obtctl verify says whether it is needed. Where rows cannot "
          "be read\n"
          "at all, begin with an empty directory instead: the aggregator fills it from the feeds.\n\n"
          "Example:\n  obtctl aggregator rebuild",
          {Number("patience", "SECONDS", "How long to wait for the end", 600).Between(0, kMaxPatience)},
          Rebuild};
}

}  // namespace obt::ctl
