// What is kept of a release, and what is made of that. Values.
#pragma once

#include <string>
#include <vector>

#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/world.h"
#include "services/reporting/tables/surveys.h"

namespace obt::reporting::making {

using Answers = std::vector<aggregator::v1::QueryMetricsResponse>;

// The source of a release.
struct Kept {
  store::v1::ReleaseRow row;
  Answers answers;
  tables::SurveyAnswers surveys;
  std::vector<disclosure::Status> statuses;  // by cell; empty: not decided yet
  std::vector<disclosure::World> worlds;     // of those it was audited with and it, where they are needed
};

// What is handed out of a release that is decided.
struct Written {
  std::vector<v1::Table> tables;
  std::string bundle;
};

struct Made {
  std::vector<disclosure::Status> statuses;
  std::vector<disclosure::World> worlds;
  Written written;
};

}  // namespace obt::reporting::making
