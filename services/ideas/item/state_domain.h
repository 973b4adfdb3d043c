// From which states something may be done, and how a refusal says so. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace obt::ideas {

// "PLANNED" of TRIAL_STATE_PLANNED.
template <typename State>
std::string WordOf(State state) {
  const google::protobuf::EnumDescriptor& type = *google::protobuf::GetEnumDescriptor<State>();
  const size_t prefix = type.FindValueByNumber(0)->name().size() - sizeof("UNSPECIFIED") + 1;
  const google::protobuf::EnumValueDescriptor* const value = type.FindValueByNumber(state);
  return value == nullptr ? absl::StrCat(static_cast<int>(state)) : value->name().substr(prefix);
}

template <typename Verb, typename State>
struct StateRule {
  Verb verb;
  const char* done;
  std::vector<State> from;
};

// What refuses the verb: "the experiment is PLANNED; it can be concluded while it is RUNNING". Empty where
// nothing does.
template <typename Verb, typename State>
std::string RefusalOf(const std::vector<StateRule<Verb, State>>& rules, Verb verb, State state,
                      absl::string_view thing) {
  const auto rule = absl::c_find_if(rules, [verb](const auto& each) { return each.verb == verb; });
  if (absl::c_linear_search(rule->from, state)) return "";
  return absl::StrCat("the ", thing, " is ", WordOf(state), "; it can be ", rule->done, " while it is ",
                      absl::StrJoin(rule->from, " or ", [](std::string* out, State from) {
                        absl::StrAppend(out, WordOf(from));
                      }));
}

}  // namespace obt::ideas
