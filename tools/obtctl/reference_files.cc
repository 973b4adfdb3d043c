#include "tools/obtctl/reference_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "tools/obtctl/csv.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace identity = obt::identity::v1;
namespace learning = obt::learning::v1;

constexpr std::array<std::pair<absl::string_view, identity::ReferenceKind>, 4> kLists = {{
    {"grades", identity::REFERENCE_KIND_GRADE},
    {"professions", identity::REFERENCE_KIND_PROFESSION},
    {"regions", identity::REFERENCE_KIND_REGION},
    {"learning_types", identity::REFERENCE_KIND_LEARNING_TYPE},
}};

// A CSV file whose cells are asked for by column. What is not as it should be is remembered as the file's
// fault, so that a reader checks once, at its end.
class Sheet {
 public:
  static absl::StatusOr<Sheet> Read(const std::string& path) {
    absl::StatusOr<CsvFile> file = ReadCsv(path);
    if (!file.ok()) return UsageError(file.status().message());
    return Sheet(path, *std::move(file));
  }

  size_t size() const { return file_.rows.size(); }

  std::string Text(size_t row, absl::string_view column) {
    const int place = file_.ColumnOf(column);
    if (place >= 0) return file_.rows[row].cells[place];
    Fault(row, absl::StrCat("there is no column ", column));
    return "";
  }

  int32_t Number(size_t row, absl::string_view column) {
    int32_t number = 0;
    const std::string text = Text(row, column);
    if (!absl::SimpleAtoi(text, &number))
      Fault(row, absl::StrCat(column, " must be a whole number, not ", text));
    return number;
  }

  // Nothing for a blank cell.
  std::optional<google::type::Date> Date(size_t row, absl::string_view column) {
    const std::string text = Text(row, column);
    if (text.empty()) return std::nullopt;
    if (!ParseDayText(text).has_value()) Fault(row, absl::StrCat(column, " must be a day, not ", text));
    return DateOf(text);
  }

  void Fault(size_t row, absl::string_view what) {
    if (status_.ok()) status_ = UsageError(absl::StrCat(path_, ", line ", file_.rows[row].line, ": ", what));
  }

  const absl::Status& status() const { return status_; }

 private:
  Sheet(std::string path, CsvFile file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  CsvFile file_;
  absl::Status status_;
};

absl::StatusOr<identity::ReferenceList> ReadList(const std::string& directory, absl::string_view name,
                                                 identity::ReferenceKind kind) {
  identity::ReferenceList list;
  list.set_kind(kind);
  OBT_ASSIGN_OR_RETURN(Sheet entries, Sheet::Read(absl::StrCat(directory, "/", name, ".csv")));
  for (size_t row = 0; row < entries.size(); ++row) {
    identity::ReferenceEntry& entry = *list.add_entries();
    entry.set_code(entries.Text(row, "code"));
    entry.set_name(entries.Text(row, "name"));
  }
  OBT_RETURN_IF_ERROR(entries.status());
  OBT_ASSIGN_OR_RETURN(Sheet mappings, Sheet::Read(directory + "/mappings.csv"));
  for (size_t row = 0; row < mappings.size(); ++row) {
    if (mappings.Text(row, "list") != name) continue;
    identity::ReferenceMapping& mapping = *list.add_mappings();
    mapping.set_source(mappings.Text(row, "source"));
    mapping.set_source_name(mappings.Text(row, "source_name"));
    mapping.set_code(mappings.Text(row, "code"));
  }
  OBT_RETURN_IF_ERROR(mappings.status());
  return list;
}

absl::StatusOr<std::vector<identity::Organisation>> ReadOrganisations(const std::string& directory) {
  OBT_ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(directory + "/organisations.csv"));
  std::vector<identity::Organisation> organisations;
  for (size_t row = 0; row < sheet.size(); ++row) {
    identity::Organisation& organisation = organisations.emplace_back();
    organisation.set_code(sheet.Text(row, "code"));
    organisation.set_name(sheet.Text(row, "name"));
    organisation.set_abbreviation(sheet.Text(row, "abbreviation"));
    organisation.set_parent_code(sheet.Text(row, "parent_code"));
    const absl::StatusOr<int> kind =
        ValueOf(*identity::OrganisationKind_descriptor(), sheet.Text(row, "kind"));
    if (!kind.ok()) sheet.Fault(row, kind.status().message());
    organisation.set_kind(static_cast<identity::OrganisationKind>(kind.value_or(0)));
    organisation.set_govuk_id(sheet.Text(row, "govuk_id"));
    const std::string domains = sheet.Text(row, "email_domains");
    for (absl::string_view domain : absl::StrSplit(domains, ';', absl::SkipEmpty())) {
      organisation.add_email_domains(std::string(domain));
    }
    const std::optional<google::type::Date> from = sheet.Date(row, "valid_from");
    const std::optional<google::type::Date> to = sheet.Date(row, "valid_to");
    if (from.has_value()) *organisation.mutable_valid_from() = *from;
    if (to.has_value()) *organisation.mutable_valid_to() = *to;
  }
  OBT_RETURN_IF_ERROR(sheet.status());
  return organisations;
}

// An organisation that was renamed is made with the name it had before.
absl::Status ReadChanges(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(directory + "/organisation_changes.csv"));
  for (size_t row = sheet.size(); row-- > 0;) {
    if (sheet.Text(row, "change") != "RENAMED") continue;
    for (identity::Organisation& organisation : files.organisations) {
      if (organisation.code() != sheet.Text(row, "organisation_code")) continue;
      organisation.set_name(sheet.Text(row, "former_name"));
      organisation.set_abbreviation(sheet.Text(row, "former_abbreviation"));
    }
  }
  for (size_t row = 0; row < sheet.size(); ++row) {
    const std::string change = sheet.Text(row, "change"), code = sheet.Text(row, "organisation_code");
    const google::type::Date effective = sheet.Date(row, "effective").value_or(google::type::Date());
    if (change == "RENAMED") {
      identity::RenameOrganisationRequest& renaming = files.renamings.emplace_back();
      renaming.set_organisation_code(code);
      renaming.set_name(sheet.Text(row, "name"));
      renaming.set_abbreviation(sheet.Text(row, "abbreviation"));
      *renaming.mutable_effective() = effective;
    } else if (change == "MERGED") {
      identity::MergeOrganisationsRequest& merger = files.mergers.emplace_back();
      merger.set_from_organisation_code(code);
      merger.set_into_organisation_code(sheet.Text(row, "into_code"));
      *merger.mutable_effective() = effective;
    } else {
      sheet.Fault(row, absl::StrCat("change must be RENAMED or MERGED, not ", change));
    }
  }
  return sheet.status();
}

absl::Status ReadHeadcounts(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(Sheet sheet, Sheet::Read(directory + "/headcounts.csv"));
  for (size_t row = 0; row < sheet.size(); ++row) {
    identity::Headcount& headcount = files.headcounts[sheet.Text(row, "programme_id")].emplace_back();
    headcount.set_organisation_code(sheet.Text(row, "organisation_code"));
    const std::optional<google::type::Date> dated = sheet.Date(row, "dated");
    if (!dated.has_value()) sheet.Fault(row, "dated must not be blank");
    if (dated.has_value()) *headcount.mutable_dated() = *dated;
    headcount.set_headcount(sheet.Number(row, "headcount"));
    headcount.set_source(sheet.Text(row, "source"));
  }
  return sheet.status();
}

// The text-format messages of a directory, by name; none when it is not there.
std::vector<std::string> MessagesIn(const std::filesystem::path& directory) {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::Status ReadProgrammes(const std::string& directory, ReferenceFiles& files) {
  const std::filesystem::path programmes = std::filesystem::path(directory) / "programmes";
  for (const std::string& path : MessagesIn(programmes)) {
    identity::CreateProgrammeRequest request;
    OBT_RETURN_IF_ERROR(ReadMessage(path, request));
    const std::string programme_id = request.programme().programme_id();
    for (const std::string& course_path : MessagesIn(programmes / programme_id)) {
      learning::PutCourseRequest course;
      OBT_RETURN_IF_ERROR(ReadMessage(course_path, course));
      if (course.course().programme_id() != programme_id) {
        return UsageError(
            absl::StrCat(course_path, " must be a course of ", programme_id, ", as its directory says"));
      }
      files.courses.push_back(course.course());
    }
    for (const std::string& survey_path : MessagesIn(programmes / programme_id / "surveys")) {
      learning::PutSurveyRequest survey;
      OBT_RETURN_IF_ERROR(ReadMessage(survey_path, survey));
      if (survey.survey().programme_id() != programme_id) {
        return UsageError(
            absl::StrCat(survey_path, " must be a survey of ", programme_id, ", as its directory says"));
      }
      files.surveys.push_back(survey.survey());
    }
    files.programmes.push_back(request.programme());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReferenceFiles> ReadReferenceFiles(const std::string& directory) {
  ReferenceFiles files;
  for (const auto& [name, kind] : kLists) {
    OBT_ASSIGN_OR_RETURN(identity::ReferenceList list, ReadList(directory, name, kind));
    files.lists.push_back(std::move(list));
  }
  OBT_ASSIGN_OR_RETURN(files.organisations, ReadOrganisations(directory));
  OBT_RETURN_IF_ERROR(ReadChanges(directory, files));
  OBT_RETURN_IF_ERROR(ReadHeadcounts(directory, files));
  OBT_RETURN_IF_ERROR(ReadProgrammes(directory, files));
  return files;
}

}  // namespace obt::ctl
