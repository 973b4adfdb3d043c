// The nouns of obtctl, each with its verbs; every function is defined in the file of its name.
#pragma once

#include <vector>

#include "tools/obtctl/command.h"

namespace obt::ctl {

std::vector<Command> TokenCommands();
std::vector<Command> ClientCommands();
std::vector<Command> OrganisationCommands();
std::vector<Command> ProgrammeCommands();
std::vector<Command> PeopleCommands();
Command PeopleImportCommand();
Command CancelImportCommand();
std::vector<Command> TeamCommands();
std::vector<Command> ReferenceCommands();
std::vector<Command> CourseCommands();
std::vector<Command> LearningCommands();
std::vector<Command> SurveyCommands();
std::vector<Command> MetricsCommands();
std::vector<Command> BackupCommands();
std::vector<Command> StoreCommands();
Command FunnelCommand();
Command ProgressCommand();
Command CohortCommand();
Command VerifyCommand();
Command StatusCommand();
Command FreshnessCommand();

}  // namespace obt::ctl
