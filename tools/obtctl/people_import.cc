// obtctl people import: a staff list from a CSV file, with a result for every line.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/files.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/people_file.h"
#include "tools/obtctl/people_results.h"
#include "tools/obtctl/people_run.h"
#include "tools/obtctl/people_table.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

constexpr char kStandardInput[] = "-";
constexpr int kKnownPeople = 200;  // whose numbers say what the organisation's look like

std::vector<Option> ImportOptions() {
  return {Positional("FILE", "The staff list; - reads standard input").For(Use::kOwn),
          Required("organisation", "CODE", "Whose staff it is").To("organisation_code"),
          OneOf("mode", {"delta", "snapshot"}, "Whether lines are changes or everybody", "delta"),
          Flag("dry-run", "Say what would be and change nothing"),
          Day("effective-from", "First day of new stays, and the day leavers are gone; default: today")
              .To("from_day"),
          Number("max-leavers", "PERCENT",
                 "A snapshot that would remove more of the staff is refused; default: 10")
              .Between(0, 100)
              .To("max_leavers_percent"),
          Flag("skip-refused", "Finish a snapshot although lines were refused; their people are missing then")
              .For(Use::kOwn),
          Text("resume", "IMPORT", "Go on with an import that was interrupted").For(Use::kOwn),
          Text("results", "FILE", "Where each line's result goes; default: FILE.results.csv, none for -")
              .For(Use::kOwn)};
}

absl::StatusOr<std::string> ResultsPath(const Arguments& arguments) {
  if (arguments.Given("results")) return arguments.Text("results");
  if (arguments.Text("FILE") != kStandardInput) return arguments.Text("FILE") + ".results.csv";
  return UsageError("a list from standard input needs a place for its results: --results FILE");
}

template <typename Response>
absl::Status AddCodes(Session& session, const StaffTable& table, const google::protobuf::Message& request,
                      const std::string& column, StaffCodes& codes) {
  if (table.ColumnOf(column) < 0) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const Response response, session.Ask<Response>(request));
  codes.Add(column, response.list());
  return absl::OkStatus();
}

// The codes of the columns that the list has.
absl::StatusOr<StaffCodes> CodesFor(Session& session, const StaffTable& table) {
  StaffCodes codes;
  OBT_RETURN_IF_ERROR(AddCodes<identity::v1::ListGradesResponse>(
      session, table, identity::v1::ListGradesRequest(), "grade", codes));
  OBT_RETURN_IF_ERROR(AddCodes<identity::v1::ListProfessionsResponse>(
      session, table, identity::v1::ListProfessionsRequest(), "profession", codes));
  OBT_RETURN_IF_ERROR(AddCodes<identity::v1::ListRegionsResponse>(
      session, table, identity::v1::ListRegionsRequest(), "region", codes));
  return codes;
}

// Numbers of some of the organisation's staff.
absl::StatusOr<std::vector<std::string>> KnownNumbers(Session& session, const std::string& organisation) {
  identity::v1::ListPeopleRequest request;
  request.set_organisation_code(organisation);
  request.set_page_size(kKnownPeople);
  OBT_ASSIGN_OR_RETURN(const auto page, session.Ask<identity::v1::ListPeopleResponse>(request));
  std::vector<std::string> numbers;
  for (const identity::v1::Person& person : page.people()) {
    for (const identity::v1::ExternalReference& reference : person.contact().references()) {
      if (reference.organisation_code() == organisation) numbers.push_back(reference.hr_id());
    }
  }
  return numbers;
}

absl::StatusOr<std::vector<PeopleLine>> ReadLines(Session& session, const std::string& organisation,
                                                  absl::string_view bytes, const std::string& path) {
  const std::string name = path == kStandardInput ? "standard input" : path;
  OBT_ASSIGN_OR_RETURN(const StaffTable table, ReadStaffTable(bytes, name));
  if (table.lines.empty()) return UsageError(absl::StrCat(name, " has no lines below its header"));
  for (const std::string& note : table.notes) session.Say(note);
  OBT_ASSIGN_OR_RETURN(const StaffCodes codes, CodesFor(session, table));
  std::vector<PeopleLine> lines = ReadPeople(table, codes);
  if (table.ColumnOf("hr_id") < 0) return lines;
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> known, KnownNumbers(session, organisation));
  NoteLostZeros(known, lines);
  return lines;
}

absl::Status ImportPeople(Session& session, const Arguments& arguments) {
  const std::string path = arguments.Text("FILE");
  identity::v1::StartImportRequest start;
  OBT_RETURN_IF_ERROR(Fill(ImportOptions(), arguments, start));
  OBT_ASSIGN_OR_RETURN(const std::string results_path, ResultsPath(arguments));
  const absl::StatusOr<std::string> bytes = ReadFile(path == kStandardInput ? "/dev/stdin" : path);
  if (!bytes.ok()) return UsageError(bytes.status().message());
  OBT_ASSIGN_OR_RETURN(PeopleResults results, PeopleResults::To(results_path, path));
  OBT_ASSIGN_OR_RETURN(const std::vector<PeopleLine> lines,
                       ReadLines(session, start.organisation_code(), *bytes, path));
  for (const PeopleLine& line : lines) {
    if (!line.note.empty()) results.Note(line.line, line.note);
  }
  PeopleRun run(session, std::move(start), arguments.Text("resume"), arguments.Flag("skip-refused"));
  absl::Status status = run.Do(lines, results);
  status.Update(results.Write());  // also of what was interrupted
  return status;
}

}  // namespace

Command PeopleImportCommand() {
  return {
      "people import", "Bring in joiners, movers, leavers and changed details from a CSV file",
      "The first line names the columns: hr_id, email, name, grade, profession, region, leaver,\n"
      "previous_hr_id, previous_email; hr_id or email is needed, the others may be missing. Usual names\n"
      "for them (Staff number, Email Address), titles above them, and semicolons or tabs between cells\n"
      "are understood; grades, professions and regions may be codes or official names. The text must be\n"
      "UTF-8.\n\n"
      "Lines are matched by HR id, by the previous one, by e-mail address, by the previous one of these.\n"
      "Whoever joins needs a name. An address of somebody who has left is a new person's where HR id and\n"
      "name differ; state previous_hr_id for who comes back, or is numbered anew, under another HR id.\n"
      "Importing a file again changes nothing, so after a correction simply run it once more.\n\n"
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
