#include "tools/simulate/world_state.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/files.h"
#include "common/base/status.h"

namespace obt::simulate {
namespace {

constexpr unsigned kMode = 0644;

}  // namespace

std::string FormatState(const WorldState& state) {
  return absl::StrCat("people ", state.people, "\nseed ", state.seed, "\nimported ", state.imported,
                      "\nevents ", state.events, "\nmoves ", state.moves, "\nsurveys ", state.surveys,
                      "\nplan ", state.plan, "\nplayed ", state.played, "\nteamed ", state.teamed, "\nsteps ",
                      state.steps, "\nsteps_plan ", state.steps_plan, "\ninnovated ", state.innovated, "\n");
}

absl::StatusOr<WorldState> ParseState(absl::string_view text) {
  std::map<std::string, uint64_t> numbers;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> words =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (!absl::SimpleAtoi(words.second, &numbers[std::string(words.first)])) {
      return absl::InvalidArgumentError(absl::StrCat("not a name and a number: ", line));
    }
  }
  WorldState state;
  state.people = static_cast<int64_t>(numbers["people"]);
  state.seed = numbers["seed"];
  state.imported = numbers["imported"] != 0;
  state.events = static_cast<int64_t>(numbers["events"]);
  state.moves = static_cast<int64_t>(numbers["moves"]);
  state.surveys = static_cast<int64_t>(numbers["surveys"]);
  state.plan = numbers["plan"];
  state.played = numbers["played"] != 0;
  state.teamed = numbers["teamed"] != 0;
  state.steps = static_cast<int64_t>(numbers["steps"]);
  state.steps_plan = numbers["steps_plan"];
  state.innovated = numbers["innovated"] != 0;
  if (!absl::EndsWith(text, "\n") || !absl::StartsWith(FormatState(state), text))
    return absl::InvalidArgumentError("not the state of a simulated world");
  return state;
}

absl::StatusOr<std::optional<WorldState>> LoadState(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return std::optional<WorldState>();
  OBT_ASSIGN_OR_RETURN(const WorldState state, ParseState(*text));
  return std::optional<WorldState>(state);
}

absl::Status SaveState(const std::string& path, const WorldState& state) {
  return ReplaceFile(path, FormatState(state), kMode);
}

}  // namespace obt::simulate
