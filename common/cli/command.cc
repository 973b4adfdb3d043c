#include "common/cli/command.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace obt::cli {

std::vector<std::string> SpellingsOf(const Option& option) {
  if (option.positional) return {option.name};
  std::vector<std::string> spellings;
  for (const absl::string_view name : absl::StrSplit(option.name, ','))
    spellings.push_back(absl::StrCat(name.size() == 1 ? "-" : "--", name));
  return spellings;
}

std::string SpellingOf(const Option& option) { return SpellingsOf(option).back(); }

std::string NameOf(const Option& option) {
  return std::vector<std::string>(absl::StrSplit(option.name, ',')).back();
}

bool IsList(const Option& option) {
  return option.kind == OptionKind::kList || option.kind == OptionKind::kTexts;
}

bool IsPath(const Option& option) {
  const std::string& what = option.positional ? option.name : option.placeholder;
  return what == "FILE" || what == "DIR";
}

std::vector<std::string> Arguments::List(absl::string_view name) const {
  const auto found = values_.find(std::string(name));
  if (found == values_.end()) Die(absl::StrCat("the command has no option ", name));
  return found->second;
}

std::string Arguments::Text(absl::string_view name) const {
  const std::vector<std::string> values = List(name);
  return values.empty() ? "" : values.back();
}

int64_t Arguments::Number(absl::string_view name) const {
  int64_t number = 0;
  if (!absl::SimpleAtoi(Text(name), &number))
    Die(absl::StrCat("option ", name, " was not parsed as a number"));
  return number;
}

bool Arguments::Flag(absl::string_view name) const { return Text(name) == "true"; }

void Arguments::SetTyped(absl::string_view name, std::vector<std::string> values) {
  Set(name, std::move(values));
  typed_.insert(std::string(name));
}

void Arguments::Set(absl::string_view name, std::vector<std::string> values) {
  values_[std::string(name)] = std::move(values);
}

}  // namespace obt::cli
