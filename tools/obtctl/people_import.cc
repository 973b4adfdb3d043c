// obtctl people import: a staff list from a CSV file, with a result for every line.
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/rpc/grpc_status.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/people_file.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

constexpr size_t kRowsPerCall = 1000;
constexpr int64_t kShownRefusals = 10;
constexpr absl::Duration kCallTimeout = absl::Seconds(60);

using Lines = std::vector<PeopleLine>;

// Without the row's place in its call, "rows[7].", which says nothing to somebody who looks at lines.
std::string WithoutPlace(std::string text) {
  const size_t end = text.find("].");
  if (text.rfind("rows[", 0) == 0 && end != std::string::npos) text.erase(0, end + 2);
  return text;
}

// Every fault of a row, or what else is wrong with it.
std::string MessageOf(const absl::Status& status) {
  std::vector<std::string> faults;
  for (const FieldViolation& fault : ViolationsOf(status)) {
    faults.push_back(WithoutPlace(absl::StrCat(fault.field, ": ", fault.description)));
  }
  return faults.empty() ? std::string(status.message()) : absl::StrJoin(faults, "; ");
}

// Writes the result file and counts what the lines did.
class Results {
 public:
  explicit Results(const std::string& path) : path_(path), file_(path, std::ios::binary) {
    file_ << CsvLine({"line", "outcome", "reason", "message", "person_id"});
  }

  void Take(const PeopleLine& line, const v1::ImportPeopleResponse::Result& result) {
    const absl::Status status = rpc::FromProto(result.status());
    std::string outcome = WordOf(*v1::ImportOutcome_descriptor(), result.outcome());
    const std::string message = MessageOf(status);
    if (!status.ok()) {
      outcome = "refused";
      if (++refused_ <= kShownRefusals) {
        shown_.push_back(absl::StrCat("  line ", line.line, ": ", message, "  [", ReasonOf(status), "]"));
      }
    }
    ++counts_[outcome];
    file_ << CsvLine({absl::StrCat(line.line), outcome, ReasonOf(status), message, result.person_id()});
  }

  void Print(const Session& session) const {
    Table table({{"outcome", "outcome"}, {"lines", "lines", ColumnKind::kCount}});
    for (const auto& [outcome, count] : counts_) table.Add({outcome, count});
    for (const std::string& line : shown_) table.AddNote(line);
    if (refused_ > kShownRefusals) table.AddNote(absl::StrCat("  and ", refused_ - kShownRefusals, " more"));
    table.AddNote(absl::StrCat("every line's result: ", path_));
    session.Print(table);
  }

  absl::Status Finish() {
    file_.close();
    if (file_.fail()) return UsageError(absl::StrCat("cannot write the results to ", path_));
    if (refused_ == 0) return absl::OkStatus();
    return Error(
        absl::StatusCode::kFailedPrecondition, "LINES_REFUSED",
        absl::StrCat(WithThousands(refused_), refused_ == 1 ? " line was" : " lines were",
                     " refused; put that right and import the file again: the rest changes nothing"));
  }

 private:
  const std::string path_;
  std::ofstream file_;
  std::map<std::string, int64_t> counts_;
  std::vector<std::string> shown_;
  int64_t refused_ = 0;
};

absl::Status Send(Session& session, const std::string& import_id, const Lines& lines, Results& results) {
  OBT_ASSIGN_OR_RETURN(const rpc::Client* identity, session.Client("identity"));
  rpc::CallOptions options;
  options.timeout = kCallTimeout;
  std::optional<ProgressBar> bar;  // one call is over before it could be drawn
  if (lines.size() > kRowsPerCall)
    bar.emplace("importing people", static_cast<int64_t>(lines.size()), "lines");
  for (size_t first = 0; first < lines.size(); first += kRowsPerCall) {
    const size_t end = std::min(lines.size(), first + kRowsPerCall);
    v1::ImportPeopleRequest request;
    request.set_import_id(import_id);
    for (size_t i = first; i < end; ++i) *request.add_rows() = lines[i].row;
    OBT_ASSIGN_OR_RETURN(const v1::ImportPeopleResponse response,
                         identity->Call<v1::ImportPeopleResponse>(request, options));
    for (size_t i = first; i < end; ++i)
      results.Take(lines[i], response.results(static_cast<int>(i - first)));
    if (bar.has_value()) bar->Set(static_cast<int64_t>(end));
  }
  if (bar.has_value()) bar->Finish();
  return absl::OkStatus();
}

absl::Status ImportPeople(Session& session, const Arguments& arguments) {
  const std::string path = arguments.Text("FILE");
  const absl::StatusOr<CsvFile> file = ReadCsv(path);
  if (!file.ok()) return UsageError(file.status().message());
  OBT_ASSIGN_OR_RETURN(const Lines lines, ReadPeople(*file));
  if (lines.empty()) return UsageError(absl::StrCat(path, " has no lines below its header"));

  v1::StartImportRequest start;
  start.set_organisation_code(arguments.Text("organisation"));
  start.set_mode(v1::IMPORT_MODE_DELTA);
  if (arguments.Given("effective-from"))
    *start.mutable_effective_from() = DateOf(arguments.Text("effective-from"));
  OBT_ASSIGN_OR_RETURN(const v1::StartImportResponse started, session.Ask<v1::StartImportResponse>(start));

  Results results(arguments.Given("results") ? arguments.Text("results") : path + ".results.csv");
  OBT_RETURN_IF_ERROR(Send(session, started.import().import_id(), lines, results));
  v1::FinishImportRequest finish;
  finish.set_import_id(started.import().import_id());
  OBT_RETURN_IF_ERROR(session.Ask<v1::FinishImportResponse>(finish).status());
  results.Print(session);
  return results.Finish();
}

}  // namespace

Command PeopleImportCommand() {
  return {
      "people import",
      "Bring in joiners, movers, leavers and changed details from a CSV file",
      "The first line names the columns: hr_id, email, name, grade, profession, region, leaver; hr_id or "
      "email is\n"
      "needed, the others may be missing. Lines are matched by HR id, then by e-mail address. Importing a "
      "file again\n"
      "changes nothing, so after an interruption or a correction simply run it once more.\n\n"
      "Example:\n  obtctl people import staff.csv --organisation home-office --effective-from 2024-10-14\n\n"
      "  hr_id,email,name,grade,profession,region,leaver\n"
      "  0004711,a.b@homeoffice.gov.uk,A B,HEO,POLICY,TLI,\n"
      "  0012630,,,,,,yes",
      {Positional("FILE", "The staff list"), Required("organisation", "CODE", "Whose staff it is"),
       Day("effective-from", "First day of new stays, and the day leavers are gone; default: today"),
       Text("results", "FILE", "Where each line's result goes; default: FILE.results.csv")},
      ImportPeople};
}

}  // namespace obt::ctl
