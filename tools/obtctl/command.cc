#include "tools/obtctl/command.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::ctl {

Option Text(std::string name, std::string placeholder, std::string help, std::string fallback) {
  Option option;
  option.name = std::move(name);
  option.placeholder = std::move(placeholder);
  option.help = std::move(help);
  option.fallback = std::move(fallback);
  return option;
}

Option Required(std::string name, std::string placeholder, std::string help) {
  Option option = Text(std::move(name), std::move(placeholder), std::move(help));
  option.required = true;
  return option;
}

Option Positional(std::string name, std::string help) {
  Option option = Required(std::move(name), "", std::move(help));
  option.positional = true;
  return option;
}

Option Number(std::string name, std::string placeholder, std::string help, int64_t fallback) {
  Option option = Text(std::move(name), std::move(placeholder), std::move(help), absl::StrCat(fallback));
  option.kind = OptionKind::kNumber;
  return option;
}

Option Day(std::string name, std::string help) {
  Option option = Text(std::move(name), "YYYY-MM-DD", std::move(help));
  option.kind = OptionKind::kDay;
  return option;
}

Option Flag(std::string name, std::string help) {
  Option option = Text(std::move(name), "", std::move(help));
  option.kind = OptionKind::kFlag;
  return option;
}

Option List(std::string name, std::string placeholder, std::string help) {
  Option option = Text(std::move(name), std::move(placeholder), std::move(help));
  option.kind = OptionKind::kList;
  return option;
}

Option Etag() { return Text("etag", "ETAG", "As read, to be refused if it changed since"); }

Option OneOf(std::string name, std::vector<std::string> choices, std::string help, std::string fallback) {
  Option option = Text(std::move(name), "", std::move(help), std::move(fallback));
  option.choices = std::move(choices);
  return option;
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

void Arguments::Set(absl::string_view name, std::vector<std::string> values) {
  values_[std::string(name)] = std::move(values);
}

}  // namespace obt::ctl
