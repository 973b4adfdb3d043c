#include "common/cli/help.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/cli/shown.h"

namespace obt::cli {
namespace {

constexpr size_t kNames = 32;  // columns of what stands before the explanations
constexpr size_t kWidth = 110;

// "  --at TIME                       When it happened", the explanation wrapped.
std::string Entry(absl::string_view name, absl::string_view help) {
  std::string text = absl::StrCat("  ", name), line;
  const std::string indent(kNames + 2, ' ');
  text += WidthOf(text) + 2 > indent.size() ? "\n" + indent : std::string(indent.size() - WidthOf(text), ' ');
  for (const absl::string_view word : absl::StrSplit(help, ' ')) {
    if (!line.empty() && WidthOf(line) + 1 + WidthOf(word) > kWidth - indent.size()) {
      absl::StrAppend(&text, line, "\n", indent);
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  return absl::StrCat(text, line, "\n");
}

std::string EntryOf(const Option& option) {
  std::string help = option.help;
  if (!option.choices.empty()) absl::StrAppend(&help, " (", absl::StrJoin(option.choices, ", "), ")");
  if (const std::string range = Describe(option.range); !range.empty())
    absl::StrAppend(&help, " (", range, ")");
  if (!option.fallback.empty()) absl::StrAppend(&help, " [", option.fallback, "]");
  if (option.required && !option.positional) help += " (required)";
  return Entry(absl::StrCat(absl::StrJoin(SpellingsOf(option), ", "), option.placeholder.empty() ? "" : " ",
                            option.placeholder),
               help);
}

// Those that are positional, or the others.
std::string EntriesOf(const std::vector<Option>& options, bool positional) {
  std::string text;
  for (const Option& option : options) {
    if (option.positional == positional) text += EntryOf(option);
  }
  return text;
}

std::string Section(absl::string_view title, absl::string_view entries) {
  return entries.empty() ? "" : absl::StrCat("\n", title, ":\n", entries);
}

const std::string& HelpEntries() {
  static const std::string& entries =
      *new std::string(Entry("-h, --help", "This help") + Entry("--help-all", "The help of every command") +
                       Entry("--version", "Which version this is"));
  return entries;
}

}  // namespace

std::string HelpOf(const Program& program) {
  std::string commands;
  for (const Topic& topic : program.topics) commands += Entry(topic.name, topic.summary);
  for (const Command& command : program.commands) {
    if (command.path.find(' ') == std::string::npos) commands += Entry(command.path, command.summary);
  }
  return absl::StrCat(program.about, "\nUsage: ", program.name, " [OPTIONS] COMMAND\n",
                      Section("Options of every command", HelpEntries() + EntriesOf(program.globals, false)),
                      Section("Commands", commands), program.footer.empty() ? "" : "\n", program.footer,
                      program.footer.empty() ? "" : "\n");
}

std::string HelpOf(const Program& program, const Topic& topic) {
  std::string commands;
  for (const Command& command : program.commands) {
    const std::vector<std::string> words = absl::StrSplit(command.path, ' ');
    if (words.front() == topic.name) commands += Entry(words.back(), command.summary);
  }
  return absl::StrCat(topic.summary, "\nUsage: ", program.name, " ", topic.name, " COMMAND [OPTIONS]\n",
                      Section("Commands", commands), "\nOptions of every command: ", program.name,
                      " --help\n");
}

std::string HelpOf(const Program& program, const Command& command) {
  std::string usage = absl::StrCat(program.name, " ", command.path);
  for (const Option& option : command.options) {
    if (option.positional) absl::StrAppend(&usage, " ", option.name);
  }
  return absl::StrCat(command.summary, "\nUsage: ", usage, " [OPTIONS]\n",
                      Section("What it takes", EntriesOf(command.options, true)),
                      Section("Options", EntriesOf(command.options, false)),
                      "\nOptions of every command: ", program.name, " --help\n",
                      command.teaching.empty() ? "" : "\n", command.teaching,
                      command.teaching.empty() ? "" : "\n");
}

std::string HelpOfAll(const Program& program) {
  std::vector<std::string> texts = {HelpOf(program)};
  for (const Command& command : program.commands) texts.push_back(HelpOf(program, command));
  return absl::StrJoin(texts, "\n────\n\n");
}

}  // namespace obt::cli
