// All commands of obtctl.
#include <utility>

#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

void Append(std::vector<Command> more, Program& program) {
  for (Command& command : more) program.Add(std::move(command));
}

}  // namespace

Program Obtctl() {
  Program program;
  program.name = "obtctl";
  program.version = OBT_VERSION;
  program.about = "Operates One Big Thing and asks it questions: obtctl NOUN VERB";
  program.footer =
      "Services and token are found in the nearest .obt directory, which tools/quickstart makes.\n"
      "Exit codes: 0 done, 1 refused by a service, 2 wrong command line or file, 3 no service answered,\n"
      "4 standard output could not be written.\n\n"
      "To begin with:\n"
      "  obtctl status                    which services answer, and how far they are\n"
      "  obtctl funnel                    the funnel by department\n"
      "  obtctl watch                     the same as it changes\n"
      "  obtctl people import --help      how to bring in a staff list";
  program.globals = SessionOptions();
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
      {"conversation", "What teams talked about, and the changes they agreed"},
      {"idea", "Small changes: write, find, endorse, agree, merge", "ideas"},
      {"experiment", "What teams try of an idea, and how it went"},
      {"case-study", "What teams tell others about it"},
      {"adoption", "What other teams made of it"},
      {"comment", "What people say about ideas and case studies"},
      {"report", "What should not be there, and what moderators decide"},
      {"theme", "What ideas of a programme may be about"},
      {"aggregator", "What the aggregator keeps"},
      {"metrics", "Any figure by any grouping"},
      {"release", "Tables that are safe to publish"},
      {"backup", "Copies of a service's store"},
      {"audit", "Who changed and read what, as each service's audit log has it"},
      {"store", "The store of a service that is stopped"},
  };
  Append(TokenCommands(), program);
  for (const Verb& verb : AllVerbs()) program.Add(CommandOf(verb));
  Append(ReleaseCommands(), program);
  Append(BackupCommands(), program);
  Append(StoreCommands(), program);
  Append(AuditCommands(), program);
  Append({PeopleImportCommand(), ReferenceLoadCommand(), MetricsQueryCommand(), FunnelCommand(),
          ReasonsCommand(), StoryCommand(), VerifyCommand(), RebuildCommand(), StatusCommand(),
          ChartCommand(), WatchCommand()},
         program);
  return program;
}

}  // namespace obt::ctl
