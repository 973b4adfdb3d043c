// Plays the second half of the programme: makes its teams in identity, then carries out the steps of its plan
// in ideas, many calls in flight, each when what it needs is there. Resumes where an earlier run was
// interrupted; what is sent twice changes nothing.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/batch_sender.h"
#include "tools/simulate/step_call.h"

namespace obt::simulate {

// Makes the teams that are not known, and waits until ideas knows them too.
absl::StatusOr<PlayReport> MakeTeams(ctl::Session& session, const IdeaStage& stage);

// `from` steps are acknowledged already; `keep` hears now and then how many are, and at the end.
absl::StatusOr<PlayReport> PlayIdeas(ctl::Session& session, const IdeaStage& stage, int64_t from,
                                     const std::function<absl::Status(int64_t)>& keep);

}  // namespace obt::simulate
