// obtctl people import: a staff list from a CSV file, with a result for every line.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/people_file.h"
#include "tools/obtctl/people_results.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

constexpr size_t kRowsPerCall = 1000;
constexpr int64_t kManyLines = 1000;  // fewer are over before a bar could be drawn
constexpr absl::Duration kCallTimeout = absl::Seconds(60);

using Lines = std::vector<PeopleLine>;

bool IsStaged(const identity::v1::Import& import) {
  return import.dry_run() || import.mode() == identity::v1::IMPORT_MODE_SNAPSHOT;
}

absl::StatusOr<identity::v1::Import> Look(Session& session, const std::string& import_id) {
  identity::v1::GetImportRequest request;
  request.set_import_id(import_id);
  OBT_ASSIGN_OR_RETURN(identity::v1::GetImportResponse response,
                       session.Ask<identity::v1::GetImportResponse>(request));
  return std::move(*response.mutable_import());
}

std::vector<Option> ImportOptions() {
  return {
      Positional("FILE", "The staff list").For(Use::kOwn),
      Required("organisation", "CODE", "Whose staff it is").To("organisation_code"),
      OneOf("mode", {"delta", "snapshot"}, "Whether lines are changes or everybody", "delta"),
      Flag("dry-run", "Say what would be and change nothing"),
      Day("effective-from", "First day of new stays, and the day leavers are gone; default: today"),
      Text("max-leavers", "PERCENT", "A snapshot that would remove more of the staff is refused; default: 10")
          .To("max_leavers_percent"),
      Flag("skip-refused", "Finish a snapshot although lines were refused; their people are missing then")
          .For(Use::kOwn),
      Text("resume", "IMPORT", "Go on with an import that was interrupted").For(Use::kOwn),
      Text("results", "FILE", "Where each line's result goes; default: FILE.results.csv").For(Use::kOwn)};
}

// A new import, or the one that is to go on.
absl::StatusOr<identity::v1::Import> Open(Session& session, const Arguments& arguments) {
  identity::v1::StartImportRequest start;
  OBT_RETURN_IF_ERROR(Fill(ImportOptions(), arguments, start));
  if (!arguments.Given("resume")) {
    OBT_ASSIGN_OR_RETURN(identity::v1::StartImportResponse started,
                         session.Ask<identity::v1::StartImportResponse>(start));
    session.Say(absl::StrCat("import ", started.import().import_id(),
                             "; after an interruption go on with --resume and this id"));
    return std::move(*started.mutable_import());
  }
  OBT_ASSIGN_OR_RETURN(identity::v1::Import import, Look(session, arguments.Text("resume")));
  if (import.organisation_code() != start.organisation_code() || import.mode() != start.mode() ||
      import.dry_run() != start.dry_run()) {
    return UsageError("--resume: that import is of another organisation or mode; repeat the first command");
  }
  return import;
}

// How many different rows were taken, by the lines that were read and sent.
absl::StatusOr<int64_t> Send(Session& session, const identity::v1::Import& import, const Lines& lines,
                             PeopleResults& results) {
  OBT_ASSIGN_OR_RETURN(const rpc::Client* identity, session.Client("identity"));
  rpc::CallOptions options;
  options.timeout = kCallTimeout;
  std::optional<ProgressBar> bar;
  const int64_t total = static_cast<int64_t>(lines.size());
  if (total > kManyLines)
    bar.emplace(IsStaged(import) ? "sending lines" : "importing people", total, "lines");
  int64_t taken = 0;
  std::vector<size_t> sent;
  identity::v1::ImportPeopleRequest request;
  for (size_t next = 0; next < lines.size();) {
    request.set_import_id(import.import_id());
    sent.clear();
    for (; next < lines.size() && sent.size() < kRowsPerCall; ++next) {
      if (!lines[next].fault.ok()) {
        results.Refuse(lines[next].line, lines[next].fault);
        continue;
      }
      *request.add_rows() = lines[next].row;
      sent.push_back(next);
    }
    if (sent.empty()) break;
    OBT_ASSIGN_OR_RETURN(const identity::v1::ImportPeopleResponse response,
                         identity->Call<identity::v1::ImportPeopleResponse>(request, options));
    for (size_t i = 0; i < sent.size(); ++i) {
      const identity::v1::ImportPeopleResponse::Result& result = response.results(static_cast<int>(i));
      results.Take(lines[sent[i]].line, result);
      if (result.status().code() == 0 && !lines[sent[i]].repeats) ++taken;
    }
    request.Clear();
    if (bar.has_value()) bar->Set(static_cast<int64_t>(next));
  }
  if (bar.has_value()) bar->Finish();
  return taken;
}

// The service holds rows this file does not have: a resumed import was begun with another one.
absl::Status OtherRows(const std::string& import_id, int64_t expected_rows) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "ROWS_MISSING",
      absl::StrCat(
          "the import holds other lines than the ", WithThousands(expected_rows),
          " sent from this file, and nothing was changed; cancel it with obtctl people cancel-import ",
          import_id, " and import the file without --resume"));
}

// `expected_rows` as FinishImport takes it; 0: not checked.
absl::StatusOr<identity::v1::Import> Finish(Session& session, const std::string& import_id,
                                            int64_t expected_rows) {
  identity::v1::FinishImportRequest finish;
  finish.set_import_id(import_id);
  finish.set_expected_rows(expected_rows);
  absl::StatusOr<identity::v1::FinishImportResponse> finished =
      session.Ask<identity::v1::FinishImportResponse>(finish);
  if (ReasonOf(finished.status()) == "ROWS_MISSING") return OtherRows(import_id, expected_rows);
  OBT_RETURN_IF_ERROR(finished.status());
  identity::v1::Import import = std::move(*finished->mutable_import());
  std::optional<ProgressBar> bar;
  if (import.staged_rows() > kManyLines) bar.emplace("working off", import.staged_rows(), "lines");
  OBT_RETURN_IF_ERROR(Await(absl::InfiniteDuration(), [&]() -> absl::StatusOr<bool> {
                        OBT_ASSIGN_OR_RETURN(import, Look(session, import_id));
                        if (bar.has_value()) bar->Set(import.handled_rows());
                        return import.state() != identity::v1::IMPORT_STATE_FINISHING;
                      }).status());
  if (bar.has_value()) bar->Finish();
  return import;
}

absl::Status TakeResults(Session& session, const identity::v1::Import& import, PeopleResults& results) {
  identity::v1::ListImportResultsRequest request;
  request.set_import_id(import.import_id());
  OBT_RETURN_IF_ERROR(ForEachPage<identity::v1::ListImportResultsResponse>(
      session, request, [&results](const identity::v1::ListImportResultsResponse& page) {
        for (const identity::v1::ImportResult& result : page.results()) results.Take(result.line(), result);
      }));
  results.CallTheRestUnchanged();
  return absl::OkStatus();
}

absl::Status TooManyLeavers(const identity::v1::Import& import) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_LEAVERS",
      absl::StrCat("the list leaves out ", WithThousands(import.missing_staff()), " of ",
                   WithThousands(import.current_staff()), " people, more than ", import.max_leavers_percent(),
                   " %, and nothing was changed; if they did leave, allow more with --max-leavers"));
}

absl::Status LinesRefused(int64_t refused, absl::string_view then) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "LINES_REFUSED",
      absl::StrCat(WithThousands(refused), refused == 1 ? " line was" : " lines were", " refused; ", then));
}

// To a snapshot whoever is refused is missing: it does not go on before somebody has looked at that.
absl::Status GiveUp(Session& session, const identity::v1::Import& import, int64_t refused) {
  identity::v1::CancelImportRequest cancel;
  cancel.set_import_id(import.import_id());
  OBT_RETURN_IF_ERROR(session.Ask<identity::v1::CancelImportResponse>(cancel).status());
  return LinesRefused(refused,
                      "nothing was changed; put that right and import the file again, or go on without "
                      "these people with --skip-refused");
}

absl::Status Import(Session& session, const Arguments& arguments, const Lines& lines,
                    PeopleResults& results) {
  OBT_ASSIGN_OR_RETURN(identity::v1::Import import, Open(session, arguments));
  int64_t expected_rows = 0;
  if (import.state() == identity::v1::IMPORT_STATE_OPEN) {
    OBT_ASSIGN_OR_RETURN(const int64_t taken, Send(session, import, lines, results));
    if (IsStaged(import)) expected_rows = taken;
    const bool careful = import.mode() == identity::v1::IMPORT_MODE_SNAPSHOT && !import.dry_run();
    if (careful && results.refused() > 0 && !arguments.Flag("skip-refused")) {
      results.Print(session);
      return GiveUp(session, import, results.refused());
    }
  }
  OBT_ASSIGN_OR_RETURN(import, Finish(session, import.import_id(), expected_rows));
  if (import.state() == identity::v1::IMPORT_STATE_REFUSED) return TooManyLeavers(import);
  if (IsStaged(import)) OBT_RETURN_IF_ERROR(TakeResults(session, import, results));
  results.Print(session);
  if (import.dry_run()) session.Say("a dry run: nothing was changed");
  if (results.refused() == 0) return absl::OkStatus();
  return LinesRefused(results.refused(),
                      "put that right and import the file again: the rest changes nothing");
}

absl::Status ImportPeople(Session& session, const Arguments& arguments) {
  const std::string path = arguments.Text("FILE");
  const absl::StatusOr<CsvFile> file = ReadCsv(path);
  if (!file.ok()) return UsageError(file.status().message());
  OBT_ASSIGN_OR_RETURN(const Lines lines, ReadPeople(*file));
  if (lines.empty()) return UsageError(absl::StrCat(path, " has no lines below its header"));
  PeopleResults results(arguments.Given("results") ? arguments.Text("results") : path + ".results.csv");
  absl::Status status = Import(session, arguments, lines, results);
  const absl::Status written = results.Write();  // also of what was interrupted
  status.Update(written);
  return status;
}

}  // namespace

Command PeopleImportCommand() {
  return {"people import", "Bring in joiners, movers, leavers and changed details from a CSV file",
          "The first line names the columns: hr_id, email, previous_email, name, grade, profession, region,\n"
          "leaver; hr_id or email is needed, the others may be missing. Lines are matched by HR id, then by\n"
          "e-mail address, then by the previous one. Importing a file again changes nothing, so after a\n"
          "correction simply run it once more.\n\n"
          "A delta (the default) lists what is different. A snapshot lists everybody: who is missing\n"
          "leaves, unless that were more than --max-leavers per cent, and nothing changes before all lines\n"
          "are there.\n\nExamples:\n"
          "  obtctl people import staff.csv --organisation home-office --effective-from 2024-10-14\n"
          "  obtctl people import everybody.csv --organisation dwp --mode snapshot --dry-run\n\n"
          "  hr_id,email,name,grade,profession,region,leaver\n"
          "  0004711,a.b@homeoffice.gov.uk,A B,HEO,POLICY,TLI,\n"
          "  0012630,,,,,,yes",
          ImportOptions(), ImportPeople};
}

}  // namespace obt::ctl
