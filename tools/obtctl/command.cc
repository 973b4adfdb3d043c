#include "tools/obtctl/command.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::ctl {
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
