// Plays a plan: its events through RecordLearning in the order they are sent, several batches in flight, and
// its moves at their place among them. Resumes where an earlier run was interrupted; what is sent twice
// changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/batch_sender.h"
#include "tools/simulate/ids_file.h"
#include "tools/simulate/play.h"
#include "tools/simulate/population.h"

namespace obt::simulate {

struct PlayProgress {
  int64_t events = 0;  // the plan's first so many are acknowledged
  int64_t moves = 0;
};

struct PlayStage {
  const Population& population;
  const learning::v1::Course& course;
  const PlayPlan& plan;
  const PersonIds& ids;
  uint64_t seed = 1;
  size_t lanes = 4;
  size_t batch = 1000;
};

// Where a plan's moves stand among its events: for each move the number of events sent before it. Pure.
std::vector<int64_t> PlacesOfMoves(const PlayPlan& plan);

// A number that other plans do not have. Pure.
uint64_t DigestOf(const PlayPlan& plan);

// `keep` hears now and then how far it is, and at the end.
absl::StatusOr<PlayReport> Play(ctl::Session& session, const PlayStage& stage, PlayProgress from,
                                const std::function<absl::Status(const PlayProgress&)>& keep);

}  // namespace obt::simulate
