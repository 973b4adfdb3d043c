// Reads experiments for answers: pages of them, and each as far as the viewer may know.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

using SeenExperiment = Seen<v1::ExperimentFacts>;

// A new one, under its idea.
absl::Status InsertExperiment(Txn& txn, absl::Time now, v1::ExperimentFacts& experiment,
                              const v1::ExperimentText& text);

// Of an idea, of a team, or where neither is given all, as far as `keep` keeps them.
absl::StatusOr<Page<SeenExperiment>> PageOfExperiments(const Reader& reader, const Viewer& viewer,
                                                       const std::string& idea_id, const std::string& team_id,
                                                       const std::string& position, size_t limit,
                                                       absl::FunctionRef<bool(const SeenExperiment&)> keep);

absl::StatusOr<v1::Experiment> ToExperiment(const Reader& reader, const Viewer& viewer, SeenExperiment seen);

}  // namespace obt::ideas
