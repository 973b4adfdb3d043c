// obtctl verify: proof that every figure equals a recount from the services' own rows. obtctl aggregator
// rebuild: those rows made anew.
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "tools/obtctl/answer.h"
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

absl::Status Verify(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::StartVerifyResponse started,
      session.Ask<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest()));
  if (started.verification().rebuild()) {
    return Error(absl::StatusCode::kFailedPrecondition, "REBUILD_RUNS",
                 "a rebuild runs: wait for its end (obtctl aggregator rebuild follows it), then verify");
  }
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::Verification verification,
      RunToEnd(session, started.verification(), absl::Seconds(arguments.Number("patience"))));
  session.Print(
      RecordOf("state; points+, :{source} {sequence}|compared at changes; people_compared; rows_compared; "
               "figures_compared; difference_count|differences",
               verification));
  if (!verification.differences().empty()) {
    session.Say("");
    session.Print(LinesOf("differences", "subject|what differs; aggregated; recounted", verification));
  }
  if (verification.state() == aggregator::v1::VERIFY_STATE_FAILED) {
    return Error(absl::StatusCode::kFailedPrecondition, "VERIFY_FAILED",
                 absl::StrCat("the recount could not be finished: ", verification.failure()));
  }
  if (verification.difference_count() == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "FIGURES_DIFFER",
               absl::StrCat(WithThousands(verification.difference_count()),
                            " of the figures are not as the recount has them"));
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
          "Recount everything from the services' own rows and compare",
          "Exits with 1 when anything differs. One recount runs at a time; the command joins a running\n"
          "one.\n\nExample:\n  obtctl verify",
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
