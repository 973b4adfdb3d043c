#include "services/reporting/bundle/notes.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cli/shown.h"
#include "services/reporting/bundle/columns.h"
#include "services/reporting/bundle/table_file.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

void AddSection(std::string& notes, const std::string& heading, const std::vector<std::string>& paragraphs) {
  if (paragraphs.empty()) return;
  absl::StrAppend(&notes, "\n", heading, "\n", cli::Repeat("-", cli::WidthOf(heading)), "\n");
  for (const std::string& paragraph : paragraphs) absl::StrAppend(&notes, paragraph, "\n");
}

}  // namespace

std::string ReleaseNotes(const store::v1::ReleaseContent& content) {
  const std::string title = TitleOf(content);
  std::string notes = absl::StrCat(title, "\n", cli::Repeat("=", cli::WidthOf(title)), "\n");
  AddSection(notes, "What this is",
             {absl::StrCat("Statistics of ", content.programme_name(),
                           ", with all that happened up to and on ", DayText(content.as_of()),
                           ". Every figure has been protected, so that nobody can "
                           "be identified."),
              RevisionText(content)});
  std::vector<std::string> tables;
  for (const v1::Table& table : content.tables())
    tables.push_back(absl::StrCat("- ", TableFileName(table), ": ", table.outline().title(), " (",
                                  FigureCount(table), " figures).", table.outline().note().empty() ? "" : " ",
                                  table.outline().note()));
  AddSection(notes, "Tables", tables);
  AddSection(
      notes, "Markers",
      {MarkersText(), "In the files for programs a marker has a column of its own, and the value is blank.",
       kNeutralisedText});
  AddSection(notes, "Rounding and protection", PolicyTexts());
  AddSection(notes, "Notes", {content.notes().begin(), content.notes().end()});
  AddSection(notes, "Versions", VersionTexts(content));
  return notes;
}

}  // namespace obt::reporting::bundle
