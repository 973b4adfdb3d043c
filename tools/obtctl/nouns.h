// The commands of obtctl that are code, each in the file of its name; the others are rows of verbs (verb.h).
#pragma once

#include <vector>

#include "tools/obtctl/command.h"

namespace obt::ctl {

Program Obtctl();

std::vector<Command> TokenCommands();
Command PeopleImportCommand();
Command ReferenceLoadCommand();
Command MetricsQueryCommand();
Command FunnelCommand();
Command ReasonsCommand();
Command StoryCommand();
std::vector<Command> ReleaseCommands();
std::vector<Command> BackupCommands();
std::vector<Command> StoreCommands();
std::vector<Command> AuditCommands();
Command VerifyCommand();
Command RebuildCommand();
Command StatusCommand();
Command ChartCommand();
Command WatchCommand();

}  // namespace obt::ctl
