// obtctl verify: proof that every figure equals a recount from the services' own rows.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

constexpr absl::Duration kPoll = absl::Milliseconds(200);

absl::StatusOr<v1::Verification> RunToEnd(Session& session, absl::Duration patience) {
  OBT_ASSIGN_OR_RETURN(const v1::StartVerifyResponse started,
                       session.Ask<v1::StartVerifyResponse>(v1::StartVerifyRequest()));
  v1::GetVerifyRequest request;
  request.set_verify_id(started.verification().verify_id());
  const absl::Time deadline = absl::Now() + patience;
  ProgressBar bar("verifying", 100, "%");
  v1::Verification verification = started.verification();
  while (verification.state() == v1::VERIFY_STATE_RUNNING) {
    if (absl::Now() > deadline) {
      return Error(absl::StatusCode::kDeadlineExceeded, "VERIFY_TOO_LONG",
                   absl::StrCat("the recount is not finished after ", FormatElapsed(patience),
                                "; it goes on: run the command again to follow it"));
    }
    absl::SleepFor(kPoll);
    OBT_ASSIGN_OR_RETURN(const v1::GetVerifyResponse response, session.Ask<v1::GetVerifyResponse>(request));
    verification = response.verification();
    bar.SetDetail(verification.phase());
    bar.Set(verification.percent());
  }
  bar.Finish();
  return verification;
}

void PrintResult(const Session& session, const v1::Verification& verification) {
  std::string points;
  for (const auto& point : verification.points()) {
    absl::StrAppend(&points, points.empty() ? "" : ", ", point.source(), " ",
                    WithThousands(point.sequence()));
  }
  Table summary = Table::Record({
      {{"state", "state"}, WordOf(*v1::VerifyState_descriptor(), verification.state())},
      {{"points", "compared at changes"}, points},
      {{"people_compared", "people compared", ColumnKind::kCount},
       static_cast<int64_t>(verification.people_compared())},
      {{"facts_compared", "facts compared", ColumnKind::kCount},
       static_cast<int64_t>(verification.facts_compared())},
      {{"figures_compared", "figures compared", ColumnKind::kCount},
       static_cast<int64_t>(verification.figures_compared())},
      {{"difference_count", "differences", ColumnKind::kCount},
       static_cast<int64_t>(verification.difference_count())},
  });
  session.Print(summary);
  if (verification.differences().empty()) return;
  Table differences({{"subject", "what differs"}, {"aggregated", "aggregated"}, {"recounted", "recounted"}});
  for (const v1::VerifyDifference& each : verification.differences()) {
    differences.Add({each.subject(), each.aggregated(), each.recounted()});
  }
  session.Say("");
  session.Print(differences);
}

absl::Status Verify(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const v1::Verification verification,
                       RunToEnd(session, absl::Seconds(arguments.Number("patience"))));
  PrintResult(session, verification);
  if (verification.state() == v1::VERIFY_STATE_FAILED) {
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
          "Exits with 1 when anything differs. One recount runs at a time; the command joins a running one.",
          {Number("patience", "SECONDS", "How long to wait for the end", 600)},
          Verify};
}

}  // namespace obt::ctl
