#include "tools/obtctl/people_run.h"

#include <cstdio>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/limits.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

constexpr size_t kRowsPerCall = 1000;
constexpr size_t kBytesPerCall = rpc::kMaxRequestBytes / 2;
constexpr size_t kBytesAroundRow = 8;  // its tag and length
constexpr int64_t kManyLines = 1000;   // fewer are over before a bar could be drawn
constexpr absl::Duration kCallTimeout = absl::Seconds(60);

bool IsStaged(const v1::Import& import) {
  return import.dry_run() || import.mode() == v1::IMPORT_MODE_SNAPSHOT;
}

absl::StatusOr<v1::Import> Look(Session& session, const std::string& import_id) {
  v1::GetImportRequest request;
  request.set_import_id(import_id);
  OBT_ASSIGN_OR_RETURN(v1::GetImportResponse response, session.Ask<v1::GetImportResponse>(request));
  return std::move(*response.mutable_import());
}

absl::Status TooManyLeavers(const v1::Import& import) {
  return Error(absl::StatusCode::kFailedPrecondition, "TOO_MANY_LEAVERS",
               absl::StrCat("the list leaves out ", WithThousands(import.missing_staff()), " of ",
                            WithThousands(import.current_staff()), " people, more than ",
                            import.max_leavers_percent(), " %, and nothing was changed; ",
                            import.dry_run() ? "" : "a dry run (--dry-run) says who they are; ",
                            "if they did leave, allow more with --max-leavers"));
}

absl::Status LinesRefused(int64_t refused, absl::string_view then) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "LINES_REFUSED",
      absl::StrCat(WithThousands(refused), refused == 1 ? " line was" : " lines were", " refused; ", then));
}

// The same failure with a sentence more.
absl::Status WithMore(const absl::Status& status, absl::string_view sentence) {
  absl::Status longer(status.code(), absl::StrCat(status.message(), "; ", sentence));
  status.ForEachPayload(
      [&longer](absl::string_view type, const absl::Cord& payload) { longer.SetPayload(type, payload); });
  return longer;
}

bool IsUnanswered(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status) ||
         absl::IsUnknown(status);
}

}  // namespace

absl::Status PeopleRun::Do(const std::vector<PeopleLine>& lines, PeopleResults& results) {
  OBT_RETURN_IF_ERROR(Open(results));
  if (import_.state() == v1::IMPORT_STATE_FINISHED) return absl::OkStatus();
  if (import_.state() == v1::IMPORT_STATE_REFUSED) return TooManyLeavers(import_);
  const absl::Status done = SendAndFinish(lines, results);
  return done.ok() ? done : GiveUp(done);
}

absl::Status PeopleRun::Open(const PeopleResults& results) {
  if (!IsOpenedHere()) return Resume(results);
  OBT_ASSIGN_OR_RETURN(v1::StartImportResponse started, session_.Ask<v1::StartImportResponse>(start_));
  import_ = std::move(*started.mutable_import());
  session_.Announce(absl::StrCat("import ", import_.import_id(),
                                 "; after an interruption go on with --resume and this id"));
  return absl::OkStatus();
}

absl::Status PeopleRun::Resume(const PeopleResults& results) {
  OBT_ASSIGN_OR_RETURN(import_, Look(session_, resume_));
  if (import_.organisation_code() != start_.organisation_code() || import_.mode() != start_.mode() ||
      import_.dry_run() != start_.dry_run()) {
    return UsageError("--resume: that import is of another organisation or mode; repeat the first command");
  }
  const bool finished = import_.state() == v1::IMPORT_STATE_FINISHED;
  if (finished || import_.state() == v1::IMPORT_STATE_REFUSED) {
    session_.Announce(absl::StrCat("import ", resume_, " is ", finished ? "FINISHED" : "REFUSED",
                                   ": nothing is left to do, and ", results.path(), " was left as it is"));
  } else if (import_.state() == v1::IMPORT_STATE_FINISHING) {
    session_.Announce(absl::StrCat("import ", resume_, " is FINISHING: no lines are sent any more"));
  }
  return absl::OkStatus();
}

absl::Status PeopleRun::SendAndFinish(const std::vector<PeopleLine>& lines, PeopleResults& results) {
  int64_t expected_rows = 0;
  if (import_.state() == v1::IMPORT_STATE_OPEN) {
    OBT_ASSIGN_OR_RETURN(const int64_t taken, Send(lines, results));
    if (IsStaged(import_)) expected_rows = taken;
    // To a snapshot whoever is refused is missing: it does not go on before somebody has looked at that.
    const bool careful = import_.mode() == v1::IMPORT_MODE_SNAPSHOT && !import_.dry_run();
    if (careful && results.refused() > 0 && !skip_refused_) {
      results.Print(session_);
      return LinesRefused(results.refused(),
                          "put that right and import the file again, or go on without these people with "
                          "--skip-refused");
    }
  } else if (import_.state() == v1::IMPORT_STATE_FINISHING) {
    for (const PeopleLine& line : lines) {
      if (line.fault.ok()) {
        results.Expect(line.line);
      } else {
        results.Refuse(line.line, line.fault);
      }
    }
  }
  OBT_RETURN_IF_ERROR(Finish(expected_rows));
  return Conclude(results);
}

std::vector<size_t> PeopleRun::NextCall(const std::vector<PeopleLine>& lines, size_t& next,
                                        PeopleResults& results, v1::ImportPeopleRequest& request) const {
  request.Clear();
  request.set_import_id(import_.import_id());
  std::vector<size_t> sent;
  size_t bytes = 0;
  for (; next < lines.size() && sent.size() < kRowsPerCall; ++next) {
    if (!lines[next].fault.ok()) {
      results.Refuse(lines[next].line, lines[next].fault);
      continue;
    }
    bytes += lines[next].row.ByteSizeLong() + kBytesAroundRow;
    if (bytes > kBytesPerCall && !sent.empty()) break;
    *request.add_rows() = lines[next].row;
    sent.push_back(next);
  }
  return sent;
}

absl::StatusOr<int64_t> PeopleRun::Send(const std::vector<PeopleLine>& lines, PeopleResults& results) {
  OBT_ASSIGN_OR_RETURN(const rpc::Client* identity, session_.Client("identity"));
  rpc::CallOptions options;
  options.timeout = kCallTimeout;
  std::optional<ProgressBar> bar;
  const int64_t total = static_cast<int64_t>(lines.size());
  if (total > kManyLines)
    bar.emplace(IsStaged(import_) ? "sending lines" : "importing people", total, "lines");
  int64_t taken = 0;
  v1::ImportPeopleRequest request;
  for (size_t next = 0; next < lines.size();) {
    const std::vector<size_t> sent = NextCall(lines, next, results, request);
    if (sent.empty()) break;
    OBT_ASSIGN_OR_RETURN(const v1::ImportPeopleResponse response,
                         identity->Call<v1::ImportPeopleResponse>(request, options));
    for (size_t i = 0; i < sent.size(); ++i) {
      const v1::ImportPeopleResponse::Result& result = response.results(static_cast<int>(i));
      results.Take(lines[sent[i]].line, result);
      if (result.status().code() == 0 && !lines[sent[i]].repeats) ++taken;
    }
    if (bar.has_value()) bar->Set(static_cast<int64_t>(next));
  }
  if (bar.has_value()) bar->Finish();
  return taken;
}

absl::Status PeopleRun::Finish(int64_t expected_rows) {
  v1::FinishImportRequest finish;
  finish.set_import_id(import_.import_id());
  finish.set_expected_rows(expected_rows);  // 0: not checked
  absl::StatusOr<v1::FinishImportResponse> finished = session_.Ask<v1::FinishImportResponse>(finish);
  finishing_ = finished.ok() || IsUnanswered(finished.status());
  if (ReasonOf(finished.status()) == "ROWS_MISSING") return OtherRows(expected_rows);
  OBT_RETURN_IF_ERROR(finished.status());
  import_ = std::move(*finished->mutable_import());
  return WaitForTheEnd();
}

absl::Status PeopleRun::OtherRows(int64_t expected_rows) const {
  const std::string what = absl::StrCat("the import holds other lines than the ",
                                        WithThousands(expected_rows), " sent from this file");
  // One that was opened here is cancelled.
  return Error(absl::StatusCode::kFailedPrecondition, "ROWS_MISSING",
               IsOpenedHere() ? what
                              : absl::StrCat(what,
                                             ", and nothing was changed; cancel it with obtctl people "
                                             "cancel-import ",
                                             import_.import_id(), " and import the file without --resume"));
}

absl::Status PeopleRun::WaitForTheEnd() {
  std::optional<ProgressBar> bar;
  if (import_.staged_rows() > kManyLines) bar.emplace("working off", import_.staged_rows(), "lines");
  OBT_RETURN_IF_ERROR(Await(absl::InfiniteDuration(), [&]() -> absl::StatusOr<bool> {
                        OBT_ASSIGN_OR_RETURN(import_, Look(session_, std::string(import_.import_id())));
                        if (bar.has_value()) bar->Set(import_.handled_rows());
                        return import_.state() != v1::IMPORT_STATE_FINISHING;
                      }).status());
  if (bar.has_value()) bar->Finish();
  return absl::OkStatus();
}

absl::Status PeopleRun::TakeResults(PeopleResults& results) {
  v1::ListImportResultsRequest request;
  request.set_import_id(import_.import_id());
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListImportResultsResponse>(
      session_, request, [&results](const v1::ListImportResultsResponse& page) {
        for (const v1::ImportResult& result : page.results()) results.Take(result.line(), result);
      }));
  results.CallTheRestUnchanged();
  return absl::OkStatus();
}

absl::Status PeopleRun::Conclude(PeopleResults& results) {
  const bool refused = import_.state() == v1::IMPORT_STATE_REFUSED;
  if (refused && !import_.dry_run()) return TooManyLeavers(import_);
  if (IsStaged(import_)) OBT_RETURN_IF_ERROR(TakeResults(results));
  if (refused) results.ShowLeavers();
  results.Print(session_);
  if (import_.dry_run()) session_.Say("a dry run: nothing was changed");
  if (refused) return TooManyLeavers(import_);
  if (results.refused() == 0) return absl::OkStatus();
  return LinesRefused(results.refused(),
                      "put that right and import the file again: the rest changes nothing");
}

absl::Status PeopleRun::GiveUp(const absl::Status& why) {
  const std::string& id = import_.import_id();
  if (finishing_ && IsUnanswered(why)) {
    return WithMore(
        why, absl::StrCat("the import may be worked off all the same: see obtctl people imports, or go on "
                          "with --resume ",
                          id));
  }
  // What was resumed somebody else may go on with, unless its lines were looked at and found wrong.
  const bool ours = IsOpenedHere() || ReasonOf(why) == "LINES_REFUSED";
  if (finishing_ || !ours) return why;
  if (!IsStaged(import_)) return WithMore(why, absl::StrCat("go on with --resume ", id));
  v1::CancelImportRequest cancel;
  cancel.set_import_id(id);
  if (session_.Ask<v1::CancelImportResponse>(cancel).ok())
    return WithMore(why, "nothing was changed, and the import was cancelled");
  return WithMore(why, absl::StrCat("the import is still open: go on with --resume ", id,
                                    ", or give it up with obtctl people cancel-import ", id));
}

}  // namespace obt::ctl
