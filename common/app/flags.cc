#include "common/app/flags.h"

#include <cstdio>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "common/base/typed.h"

namespace obt::app {
namespace {

constexpr int kUsage = 2;

// The program itself and the command that was chosen.
std::vector<const CLI::App*> AppsOf(const CLI::App& app) {
  std::vector<const CLI::App*> apps = {&app};
  for (const CLI::App* chosen : app.get_subcommands([](const CLI::App* each) { return each->parsed(); }))
    apps.push_back(chosen);
  return apps;
}

std::string PathOf(const CLI::App& app) {
  std::string path;
  for (const CLI::App* each : AppsOf(app)) absl::StrAppend(&path, path.empty() ? "" : " ", each->get_name());
  return path;
}

// What is wrong with what an option was given; empty when nothing is.
std::string FaultOf(const CLI::Option& option) {
  const std::vector<std::string>& given = option.results();
  if (given.empty()) return "";
  const std::string name = option.get_name();
  if (given.size() > 1) {
    return option.get_expected_max() == 0 ? absl::StrCat(name, " was given twice")
                                          : absl::StrCat(name, " was given twice, ", given[0], " and ",
                                                         given[1], "; it means one thing");
  }
  const std::string type = option.get_type_name();
  if (given[0].empty() && type != "[ADDRESS]")
    return absl::StrCat(name, " is empty; leave it out, or say what it is");
  if (type != "FILE" && type != "DIR" && !IsUtf8(given[0])) return absl::StrCat(name, " is not valid UTF-8");
  return "";
}

std::string FaultOf(const CLI::App& app) {
  for (const CLI::App* each : AppsOf(app)) {
    for (const CLI::Option* option : each->get_options()) {
      const std::string fault = FaultOf(*option);
      if (!fault.empty()) return fault;
    }
  }
  return "";
}

// A word that means nothing, and what it may have been meant for; empty when there is none.
std::string StrayWord(const CLI::App& app) {
  const std::vector<std::string> stray = app.remaining(true);
  if (stray.empty()) return "";
  const std::string word = stray[0].substr(0, stray[0].find('='));
  const bool is_option = word.rfind('-', 0) == 0;
  std::vector<std::string> known;
  const CLI::App& last = *AppsOf(app).back();
  for (const CLI::Option* option : last.get_options()) {
    if (is_option) known.push_back(option->get_name());
  }
  for (const CLI::App* each : last.get_subcommands([](const CLI::App*) { return true; })) {
    if (!is_option) known.push_back(each->get_name());
  }
  const std::string nearest = Nearest(word, known);
  return absl::StrCat(PathOf(app), " has no ", is_option ? "option " : "command ",
                      IsUtf8(word) ? word : "like it",
                      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?"));
}

int Complain(const CLI::App& app, const std::string& sentence) {
  std::fputs(absl::StrCat(app.get_name(), ": ", sentence, "\ntry: ", PathOf(app), " --help\n").c_str(),
             stderr);
  return kUsage;
}

int Tell(const CLI::App& app, const std::string& text) {
  const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  return written ? 0 : Complain(app, "standard output cannot be written");
}

}  // namespace

std::optional<int> ParseFlags(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Tell(app, app.help());
  } catch (const CLI::CallForVersion& version) {
    return Tell(app, absl::StrCat(version.what(), "\n"));
  } catch (const CLI::ParseError& error) {
    std::string sentence = FaultOf(app);
    if (sentence.empty()) sentence = StrayWord(app);
    if (sentence.empty()) sentence = error.what();
    return Complain(app, sentence);
  }
  const std::string fault = FaultOf(app);
  if (!fault.empty()) return Complain(app, fault);
  return std::nullopt;
}

}  // namespace obt::app
