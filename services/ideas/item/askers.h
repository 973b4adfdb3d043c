// Everybody who may ask in the test world, how they stand to what kTeam does, and what moderation does to it.
// For tests only.
#pragma once

#include <string>
#include <vector>

#include "services/ideas/samples.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {

// Who asks: a person through their intranet, or a client by itself.
struct Asker {
  std::string name, person, client;
  bool team = false, within = false, moderates = false;

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(World& world, const Request& request) const {
    return client.empty() ? world.Call<Response>(request, person) : world.CallAs<Response>(client, request);
  }
};

inline const std::vector<Asker>& Askers() {
  static const auto& askers =
      *new std::vector<Asker>{{"author", samples::kMember, "", true, true},
                              {"member", samples::kOtherMember, "", true, true},
                              {"facilitator", samples::kFacilitator, "", true, true},
                              {"member of another department", samples::kSeconded, "", true, false},
                              {"colleague", samples::kColleague, "", false, true},
                              {"head office", samples::kHeadOffice, "", false, false},
                              {"other department", samples::kOutsider, "", false, false},
                              {"intranet of the department", "", "dwp-intranet", false, false},
                              {"intranet of another", "", "defra-intranet", false, false},
                              {"admin of the lead", "", "jobcentres-admin", false, false, true},
                              {"admin above", "", "dwp-admin", false, false, true},
                              {"admin elsewhere", "", "defra-admin", false, false, false},
                              {"reporter of the department", "", "dwp-reporter", false, false},
                              {"central reporter", "", "central-reporter", false, false},
                              {"central admin", "", "centre", false, false, true}};
  return askers;
}

// A member reports it, and the centre hides it: the reason is "why".
inline void HideBecauseReported(World& world, const std::string& id) {
  v1::ReportContentRequest report;
  report.set_target_id(id);
  report.set_reason("r");
  v1::ResolveReportRequest resolve;
  resolve.set_report_id(
      world.Call<v1::ReportContentResponse>(report, samples::kOtherMember).value().report_id());
  resolve.set_resolution(v1::RESOLUTION_HIDDEN);
  resolve.set_reason("why");
  world.CallAs<v1::ResolveReportResponse>("centre", resolve).value();
}

}  // namespace obt::ideas
