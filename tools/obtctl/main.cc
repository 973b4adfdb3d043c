// obtctl: operates a suite and asks it questions, through the public RPCs alone.
#include <utility>

#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/verb.h"

namespace {

void Append(std::vector<obt::ctl::Command> more, std::vector<obt::ctl::Command>& commands) {
  for (obt::ctl::Command& command : more) commands.push_back(std::move(command));
}

obt::ctl::Program Obtctl() {
  obt::ctl::Program program;
  program.name = "obtctl";
  program.about = "Operates One Big Thing and asks it questions: obtctl NOUN VERB";
  program.footer =
      "Services and token are found in the nearest .obt directory, which tools/quickstart makes.\n"
      "Exit codes: 0 done, 1 refused by a service, 2 wrong command line or file, 3 no service answered.\n\n"
      "To begin with:\n"
      "  obtctl status                    which services answer, and how far they are\n"
      "  obtctl funnel                    the learning funnel by department\n"
      "  obtctl people import --help      how to bring in a staff list\n";
  program.globals = obt::ctl::SessionOptions();
  program.topics = {
      {"token", "Keys and access tokens for development"},
      {"client", "Programs that call the suite, and what they may do"},
      {"organisation", "Departments, agencies and other bodies"},
      {"programme", "The annual editions, and who is in scope"},
      {"people", "Staff: look up, import, change, move, correct"},
      {"team", "Who meets for an edition, and who facilitates"},
      {"reference", "What a new suite begins with"},
      {"course", "What there is to learn"},
      {"learning", "What people learnt"},
      {"survey", "What people are asked before and after, and their own answers"},
      {"metrics", "Any figure by any grouping"},
      {"backup", "Copies of a service's store"},
      {"store", "The store of a service that is stopped"},
  };
  Append(obt::ctl::TokenCommands(), program.commands);
  for (const obt::ctl::Verb& verb : obt::ctl::AllVerbs()) program.commands.push_back(CommandOf(verb));
  Append(obt::ctl::BackupCommands(), program.commands);
  Append(obt::ctl::StoreCommands(), program.commands);
  Append({obt::ctl::PeopleImportCommand(), obt::ctl::ReferenceLoadCommand(), obt::ctl::MetricsQueryCommand(),
          obt::ctl::FunnelCommand(), obt::ctl::VerifyCommand(), obt::ctl::StatusCommand()},
         program.commands);
  return program;
}

}  // namespace

int main(int argc, char** argv) { return obt::ctl::RunProgram(Obtctl(), argc, argv); }
