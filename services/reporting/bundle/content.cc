#include "services/reporting/bundle/content.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/days.h"
#include "common/base/points.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "services/reporting/bundle/columns.h"

namespace obt::reporting::bundle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Unfit(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("release content: ", what));
}

bool IsName(absl::string_view text) {
  return !text.empty() && absl::ascii_islower(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           const auto letter = static_cast<unsigned char>(c);
           return absl::ascii_islower(letter) || absl::ascii_isdigit(letter) || c == '_';
         });
}

bool IsFileName(absl::string_view text) {
  return !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), [](char c) {
    const auto letter = static_cast<unsigned char>(c);
    return absl::ascii_islower(letter) || absl::ascii_isdigit(letter) || c == '-' || c == '_';
  });
}

// Noncharacters and halves of surrogate pairs have no place in XML either; the latter are no UTF-8.
bool IsText(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const int32_t point = NextPoint(text, at);
    const bool is_control =
        point < 0x20 ? point != '\t' && point != '\n' && point != '\r' : (point >= 0x7F && point < 0xA0);
    if (is_control || point == 0xFFFE || point == 0xFFFF) return false;
  }
  return true;
}

// The first field at any depth that holds no text; empty: there is none.
std::string FieldWithoutText(const Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  std::string scratch;
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string fault;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string& text = field->is_repeated()
                                      ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                                      : reflection.GetStringReference(message, field, &scratch);
        if (!IsText(text)) fault = field->full_name();
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        fault = FieldWithoutText(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                      : reflection.GetMessage(message, field));
      }
      if (!fault.empty()) return fault;
    }
  }
  return "";
}

absl::Status CheckOutline(const v1::TableOutline& outline, const std::string& where) {
  std::set<std::string> dimensions, measures, columns, headers;
  for (const v1::TableDimension& dimension : outline.dimensions()) {
    if (!IsName(dimension.name()) || !dimensions.insert(dimension.name()).second)
      return Unfit(absl::StrCat(where, "dimension ", dimension.name(), " needs a name of its own"));
  }
  for (const v1::TableMeasure& measure : outline.measures()) {
    if (!IsName(measure.name()) || !measures.insert(measure.name()).second)
      return Unfit(absl::StrCat(where, "measure ", measure.name(), " needs a name of its own"));
    if (measure.unit().empty()) return Unfit(absl::StrCat(where, measure.name(), " has no unit"));
  }
  if (measures.empty()) return Unfit(absl::StrCat(where, "there is no measure"));
  for (const Column& column : ColumnsOf(outline)) {
    if (!columns.insert(column.name).second)
      return Unfit(absl::StrCat(where, "two columns are called ", column.name));
  }
  for (const std::string& header : HeadersOf(outline)) {
    if (header.empty() || !headers.insert(absl::AsciiStrToLower(header)).second)
      return Unfit(absl::StrCat(where, "a title is missing or given twice: ", header));
  }
  return absl::OkStatus();
}

absl::Status CheckRow(const v1::TableOutline& outline, const v1::TableRow& row, const std::string& where) {
  if (row.codes_size() != outline.dimensions_size() || row.names_size() != outline.dimensions_size())
    return Unfit(absl::StrCat(where, "a code and a name are needed for each dimension"));
  const auto is_empty = [](const std::string& text) { return text.empty(); };
  if (std::any_of(row.codes().begin(), row.codes().end(), is_empty) ||
      std::any_of(row.names().begin(), row.names().end(), is_empty))
    return Unfit(absl::StrCat(where, "a code or a name is empty"));
  if (row.figures_size() != outline.measures_size())
    return Unfit(absl::StrCat(where, "a figure is needed for each measure"));
  for (const v1::Figure& figure : row.figures()) {
    const bool is_marked =
        figure.marker() == v1::MARKER_CONFIDENTIAL || figure.marker() == v1::MARKER_NOT_APPLICABLE;
    if (figure.has_value() == is_marked || (!is_marked && figure.marker() != v1::MARKER_UNSPECIFIED))
      return Unfit(absl::StrCat(where, "a figure has a value or a marker"));
  }
  return absl::OkStatus();
}

absl::Status CheckTable(const v1::Table& table) {
  const v1::TableOutline& outline = table.outline();
  const std::string where = absl::StrCat("table ", outline.table_id(), ": ");
  if (outline.title().empty()) return Unfit(absl::StrCat(where, "it has no title"));
  OBT_RETURN_IF_ERROR(CheckOutline(outline, where));
  absl::flat_hash_set<std::string> keys;
  for (int i = 0; i < table.rows_size(); ++i) {
    const std::string place = absl::StrCat(where, "row ", i + 1, ": ");
    OBT_RETURN_IF_ERROR(CheckRow(outline, table.rows(i), place));
    if (!keys.insert(absl::StrJoin(table.rows(i).codes(), absl::string_view("\0", 1))).second)
      return Unfit(absl::StrCat(place, "its codes are those of another row"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckContent(const store::v1::ReleaseContent& content) {
  if (!IsFileName(content.programme_id())) return Unfit("programme_id cannot be part of a file's name");
  if (content.programme_name().empty()) return Unfit("the programme has no name");
  if (content.number() < 1 || content.revision() < 0) return Unfit("number or revision is out of range");
  if (!ParseDay(content.as_of()).has_value()) return Unfit("as_of is no day");
  if (const std::string field = FieldWithoutText(content); !field.empty())
    return Unfit(absl::StrCat(field, " holds what is no text"));
  std::set<std::string> ids = {"cover", "contents", "notes"};
  for (const v1::Table& table : content.tables()) {
    const std::string& id = table.outline().table_id();
    if (!IsName(id) || id.size() > kMostTableId || !ids.insert(id).second)
      return Unfit(absl::StrCat("a table needs an id of its own in lower case, not ", id));
    OBT_RETURN_IF_ERROR(CheckTable(table));
  }
  return absl::OkStatus();
}

}  // namespace obt::reporting::bundle
