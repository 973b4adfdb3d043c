// obtctl verify: proof that every figure equals a recount from the services' own rows.
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "tools/obtctl/answer.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

absl::StatusOr<aggregator::v1::Verification> RunToEnd(Session& session, absl::Duration patience) {
  OBT_ASSIGN_OR_RETURN(
      const aggregator::v1::StartVerifyResponse started,
      session.Ask<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest()));
  aggregator::v1::Verification verification = started.verification();
  aggregator::v1::GetVerifyRequest request;
  request.set_verify_id(verification.verify_id());
  ProgressBar bar("verifying", 100, "%");
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
               absl::StrCat("the recount is not finished after ", FormatElapsed(patience),
                            "; it goes on: run the command again to follow it"));
}

absl::Status Verify(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const aggregator::v1::Verification verification,
                       RunToEnd(session, absl::Seconds(arguments.Number("patience"))));
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

}  // namespace

Command VerifyCommand() {
  return {"verify",
          "Recount everything from the services' own rows and compare",
          "Exits with 1 when anything differs. One recount runs at a time; the command joins a running\n"
          "one.\n\nExample:\n  obtctl verify",
          {Number("patience", "SECONDS", "How long to wait for the end", 600).Between(0, kMaxPatience)},
          Verify};
}

}  // namespace obt::ctl
