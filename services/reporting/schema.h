// The tables of the reporting service: the only place that knows keys and rows. Beside these it keeps the
// organisations, programmes and rights of identity's directory, and no people. Nothing is published to feeds.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/store/table.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting {

using ReleaseId = Id<struct ReleaseIdKind>;

inline constexpr obt::store::Table<std::tuple<ReleaseId>, store::v1::ReleaseRow> kReleases{"releases"};
// Programme, number, revision.
inline constexpr obt::store::Table<std::tuple<std::string, int32_t, int32_t>, store::v1::ReleaseKey>
    kReleasesOfProgrammes{"releases_of_programmes"};
// Release, position: what the aggregator answered, unprotected.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int32_t>, aggregator::v1::QueryMetricsResponse>
    kAnswers{"answers"};
// Release, position: what surveys showed, which is protected.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int32_t>, store::v1::SurveyAnswer> kSurveys{
    "surveys"};
// Release: what is withheld, and why.
inline constexpr obt::store::Table<std::tuple<ReleaseId>, store::v1::StatusesRow> kStatuses{"statuses"};
// Release, position: the proof, which holds the truth.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int32_t>, store::v1::WorldsRow> kWorlds{"worlds"};
// Release, position: a table as it is published.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int32_t>, v1::Table> kTables{"tables"};
// Release, position.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int32_t>, store::v1::BundlePiece> kBundles{
    "bundles"};
// Version; 0: the one in force.
inline constexpr obt::store::Table<std::tuple<int32_t>, v1::DisclosurePolicy> kPolicies{"policies"};
// Release, microseconds, client, what: who read it before it was published.
inline constexpr obt::store::Table<std::tuple<ReleaseId, int64_t, std::string, std::string>,
                                   v1::ReleaseAccess>
    kAccesses{"accesses"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kReleases, &kReleasesOfProgrammes,
          &kAnswers,  &kSurveys,
          &kStatuses, &kWorlds,
          &kTables,   &kBundles,
          &kPolicies, &kAccesses};
}

}  // namespace obt::reporting
