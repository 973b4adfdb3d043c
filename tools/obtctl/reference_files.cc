#include "tools/obtctl/reference_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/csv.h"
#include "common/base/status.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/fields.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;

struct ListFile {
  const char* name;
  identity::v1::ReferenceKind kind;
  const Message& get;
};

// Sets fields from the columns of their names. Blank cells say nothing; in lists semicolons stand between.
void TakeCells(CsvSheet& sheet, size_t row, const std::vector<std::string>& columns, Message& message) {
  for (const std::string& column : columns) {
    const bool many = StepsOf(*message.GetDescriptor(), column).front()->is_repeated();
    const std::vector<std::string> texts = many ? absl::StrSplit(sheet.Text(row, column), ';')
                                                : std::vector<std::string>{sheet.Text(row, column)};
    for (const std::string& text : texts) {
      const absl::Status status = text.empty() ? absl::OkStatus() : SetField(message, column, text);
      if (!status.ok()) sheet.Fault(row, absl::StrCat(column, ": ", status.message()));
    }
  }
}

absl::Status ReadLists(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(CsvSheet mappings, CsvSheet::Read(directory + "/mappings.csv"));
  const ListFile lists[] = {
      {"grades", identity::v1::REFERENCE_KIND_GRADE, identity::v1::ListGradesRequest::default_instance()},
      {"professions", identity::v1::REFERENCE_KIND_PROFESSION,
       identity::v1::ListProfessionsRequest::default_instance()},
      {"regions", identity::v1::REFERENCE_KIND_REGION, identity::v1::ListRegionsRequest::default_instance()},
      {"learning_types", identity::v1::REFERENCE_KIND_LEARNING_TYPE,
       identity::v1::ListLearningTypesRequest::default_instance()},
  };
  for (const auto& [name, kind, get] : lists) {
    identity::v1::ReferenceList& list = files.lists.emplace_back(ReferenceFiles::List{&get, {}}).list;
    list.set_kind(kind);
    OBT_ASSIGN_OR_RETURN(CsvSheet entries, CsvSheet::Read(absl::StrCat(directory, "/", name, ".csv")));
    for (size_t row = 0; row < entries.size(); ++row)
      TakeCells(entries, row, {"code", "name"}, *list.add_entries());
    OBT_RETURN_IF_ERROR(entries.status());
    for (size_t row = 0; row < mappings.size(); ++row) {
      if (mappings.Text(row, "list") == name)
        TakeCells(mappings, row, {"source", "source_name", "code"}, *list.add_mappings());
    }
  }
  return mappings.status();
}

absl::Status ReadOrganisations(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(directory + "/organisations.csv"));
  for (size_t row = 0; row < sheet.size(); ++row) {
    TakeCells(sheet, row,
              {"code", "name", "abbreviation", "parent_code", "kind", "govuk_id", "email_domains",
               "valid_from_day", "valid_to_day"},
              files.organisations.emplace_back());
  }
  return sheet.status();
}

// An organisation that was renamed is made with the name it had before.
absl::Status ReadChanges(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(directory + "/organisation_changes.csv"));
  for (size_t row = sheet.size(); row-- > 0;) {
    if (sheet.Text(row, "change") != "RENAMED") continue;
    for (identity::v1::Organisation& organisation : files.organisations) {
      if (organisation.code() != sheet.Text(row, "organisation_code")) continue;
      organisation.set_name(sheet.Text(row, "former_name"));
      organisation.set_abbreviation(sheet.Text(row, "former_abbreviation"));
    }
  }
  for (size_t row = 0; row < sheet.size(); ++row) {
    const std::string& change = sheet.Text(row, "change");
    if (change == "RENAMED") {
      TakeCells(sheet, row, {"organisation_code", "name", "abbreviation", "effective"},
                files.renamings.emplace_back());
    } else if (change == "MERGED") {
      identity::v1::MergeOrganisationsRequest& merger = files.mergers.emplace_back();
      merger.set_from_organisation_code(sheet.Text(row, "organisation_code"));
      merger.set_into_organisation_code(sheet.Text(row, "into_code"));
      TakeCells(sheet, row, {"effective"}, merger);
    } else {
      sheet.Fault(row, absl::StrCat("change must be RENAMED or MERGED, not ", change));
    }
  }
  return sheet.status();
}

absl::Status ReadHeadcounts(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(directory + "/headcounts.csv"));
  for (size_t row = 0; row < sheet.size(); ++row) {
    for (const char* column : {"dated", "headcount"}) {
      if (sheet.Text(row, column).empty()) sheet.Fault(row, absl::StrCat(column, " must not be blank"));
    }
    TakeCells(sheet, row, {"organisation_code", "dated", "headcount", "source"},
              files.headcounts[sheet.Text(row, "programme_id")].emplace_back());
  }
  return sheet.status();
}

absl::Status ReadThemes(const std::string& directory, ReferenceFiles& files) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(directory + "/themes.csv"));
  for (size_t row = 0; row < sheet.size(); ++row)
    TakeCells(sheet, row, {"code", "title"}, files.themes[sheet.Text(row, "programme_id")].emplace_back());
  return sheet.status();
}

// The text-format messages of a directory, by name; none when it is not there.
std::vector<std::string> MessagesIn(const fs::path& directory) {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// What the requests of a programme's directory put.
template <typename Request, typename Item>
absl::Status ReadItems(const fs::path& directory, const std::string& programme_id,
                       const Item& (Request::*item)() const, std::vector<Item>& items) {
  for (const std::string& path : MessagesIn(directory)) {
    Request request;
    OBT_RETURN_IF_ERROR(ReadMessage(path, request));
    items.push_back((request.*item)());
    if (items.back().programme_id() != programme_id)
      return UsageError(absl::StrCat(path, " must be of ", programme_id, ", as its directory says"));
  }
  return absl::OkStatus();
}

absl::Status ReadProgrammes(const std::string& directory, ReferenceFiles& files) {
  const fs::path programmes = fs::path(directory) / "programmes";
  for (const std::string& path : MessagesIn(programmes)) {
    identity::v1::CreateProgrammeRequest request;
    OBT_RETURN_IF_ERROR(ReadMessage(path, request));
    files.programmes.push_back(request.programme());
    const std::string& id = request.programme().programme_id();
    OBT_RETURN_IF_ERROR(
        ReadItems(programmes / id, id, &learning::v1::PutCourseRequest::course, files.courses));
    OBT_RETURN_IF_ERROR(
        ReadItems(programmes / id / "surveys", id, &learning::v1::PutSurveyRequest::survey, files.surveys));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReferenceFiles> ReadReferenceFiles(const std::string& directory) {
  ReferenceFiles files;
  for (const auto read :
       {ReadLists, ReadOrganisations, ReadChanges, ReadHeadcounts, ReadThemes, ReadProgrammes}) {
    const absl::Status status = read(directory, files);
    if (!status.ok()) return UsageError(status.message());
  }
  return files;
}

}  // namespace obt::ctl
