#include "common/cli/numbers.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "obt/options/v1/options.pb.h"

namespace obt::cli {
namespace {

using google::protobuf::FieldDescriptor;

constexpr size_t kGroup = 3;
constexpr int64_t kThousand = 1000;

Range LimitsOf(FieldDescriptor::CppType type) {
  switch (type) {
    case FieldDescriptor::CPPTYPE_INT32:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {0, std::numeric_limits<uint32_t>::max()};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {0, std::numeric_limits<int64_t>::max()};
    default:
      return {};
  }
}

// The digits without their commas; nothing when there is something else, or a comma in a wrong place.
std::optional<std::string> DigitsOf(absl::string_view text) {
  const bool grouped = text.find(',') != absl::string_view::npos;
  if (grouped && text.size() % (kGroup + 1) == 0) return std::nullopt;  // more than three in front
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool comma_is_due = grouped && i > 0 && (text.size() - i) % (kGroup + 1) == 0;
    if (comma_is_due != (text[i] == ',')) return std::nullopt;
    if (comma_is_due) continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
    digits.push_back(text[i]);
  }
  if (digits.empty()) return std::nullopt;
  return digits;
}

}  // namespace

std::string Describe(Range range) {
  const Range any;
  if (range.least > any.least && range.most < any.most)
    return absl::StrCat("from ", WithThousands(range.least), " to ", WithThousands(range.most));
  if (range.least > any.least) return absl::StrCat("from ", WithThousands(range.least), " on");
  return "";
}

Range RangeOf(const FieldDescriptor& field) {
  Range range = LimitsOf(field.cpp_type());
  const options::v1::FieldRule& rule = field.options().GetExtension(options::v1::rule);
  if (rule.has_min()) range.least = std::max(range.least, rule.min());
  if (rule.has_max()) range.most = std::min(range.most, rule.max());
  return range;
}

absl::StatusOr<int64_t> ParseNumber(absl::string_view text, Range range) {
  const bool negative = !text.empty() && text.front() == '-';
  const std::optional<std::string> digits = DigitsOf(text.substr(negative ? 1 : 0));
  int64_t number = 0;
  if (digits.has_value() && absl::SimpleAtoi(absl::StrCat(negative ? "-" : "", *digits), &number) &&
      number >= range.least && number <= range.most) {
    return number;
  }
  const std::string allowed = Describe(range);
  return absl::InvalidArgumentError(absl::StrCat("must be a whole number", allowed.empty() ? "" : " ",
                                                 allowed, ", not ", text.empty() ? "nothing" : text));
}

std::string WithThousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % kGroup == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

absl::StatusOr<int64_t> ParseThousandths(absl::string_view text) {
  const size_t point = std::min(text.find('.'), text.size());
  std::string places(text.substr(point));
  const std::optional<std::string> whole = DigitsOf(text.substr(0, point));
  const bool right = places.empty() || (places.size() >= 2 && places.size() <= kGroup + 1);
  places.resize(kGroup + 1, '0');
  int64_t thousandths = 0;
  if (whole.has_value() && right && DigitsOf(places.substr(1)).has_value() &&
      absl::SimpleAtoi(*whole + places.substr(1), &thousandths)) {
    return thousandths;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("must be a number with at most three decimals, not ", text.empty() ? "nothing" : text));
}

std::string WithDecimals(int64_t thousandths) {
  std::string places = absl::StrCat(kThousand + thousandths % kThousand);
  places[0] = '.';
  places.erase(places.find_last_not_of(".0") + 1);
  return WithThousands(thousandths / kThousand) + places;
}

}  // namespace obt::cli
