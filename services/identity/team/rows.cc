#include "services/identity/team/rows.h"

#include <tuple>
#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/feed/teams.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

// A marker for each facilitator there is, none for those who were.
void UpdateFacilitators(obt::store::Txn& txn, const TeamRecord& before, const TeamRecord& after) {
  const std::string& programme = after.facts.programme_id();
  for (const std::string& person : before.facts.facilitator_ids())
    kTeamsByFacilitator.Delete(txn, {*ParseId<PersonId>(person), programme, after.id});
  for (const std::string& person : after.facts.facilitator_ids())
    kTeamsByFacilitator.Put(txn, {*ParseId<PersonId>(person), programme, after.id}, {});
}

// The maker's key lies under the lead organisation.
void UpdateKey(obt::store::Txn& txn, const TeamRecord& before, const TeamRecord& after) {
  const std::string& programme = after.facts.programme_id();
  const std::string &from = before.facts.organisation_code(), &to = after.facts.organisation_code();
  const std::string& key = after.details.team_key();
  if (from == to || key.empty()) return;
  if (!from.empty()) kTeamKeys.Delete(txn, {programme, from, key});
  store::v1::TeamReference reference;
  reference.set_team_id(after.id.view().data(), after.id.view().size());
  kTeamKeys.Put(txn, {programme, to, key}, reference);
}

template <typename T, typename Prefix>
absl::StatusOr<Page<TeamRecord>> PageOfIndex(const T& index, const obt::store::Reader& reader,
                                             const std::vector<Prefix>& prefixes, absl::string_view position,
                                             size_t limit) {
  return feed::PageOfTeams<TeamRecord>(index, reader, prefixes, position, limit,
                                       [&reader](const TeamId& id) { return FindTeam(reader, id); });
}

}  // namespace

absl::StatusOr<std::optional<TeamRecord>> FindTeam(const obt::store::Reader& reader, const TeamId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::TeamFacts> facts, feed::kTeams.Find(reader, {id}));
  if (!facts.has_value()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::TeamDetails> details, kTeamDetails.Find(reader, {id}));
  TeamRecord team{id, *std::move(facts), {}};
  if (details.has_value()) team.details = *std::move(details);
  return team;
}

absl::StatusOr<std::optional<TeamRecord>> FindTeamByKey(const obt::store::Reader& reader,
                                                        const v1::TeamFacts& facts,
                                                        const std::string& team_key) {
  if (team_key.empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::TeamReference> reference,
                       kTeamKeys.Find(reader, {facts.programme_id(), facts.organisation_code(), team_key}));
  if (!reference.has_value()) return std::nullopt;
  const std::optional<TeamId> id = IdFromBytes<TeamId>(reference->team_id());
  if (!id.has_value()) return feed::IndexNamesNoTeam();
  return FindTeam(reader, *id);
}

absl::Status InsertTeam(obt::store::Txn& txn, TeamRecord& team, absl::Time now) {
  team.id = NewId<TeamId>(now);
  team.facts.set_team_id(ToText(team.id));
  team.details.set_create_time_us(absl::ToUnixMicros(now));
  return PutTeam(txn, {}, team, now);
}

absl::Status PutTeam(obt::store::Txn& txn, const TeamRecord& before, TeamRecord& after, absl::Time now) {
  UpdateKey(txn, before, after);
  UpdateFacilitators(txn, before, after);
  after.details.set_update_time_us(absl::ToUnixMicros(now));
  kTeamDetails.Put(txn, {after.id}, after.details);
  after.facts.set_etag(NextEtag(before.facts.etag()));
  v1::TeamChanged event;
  *event.mutable_team() = after.facts;
  txn.Publish(event);
  return feed::PutTeamFacts(txn, after.facts);
}

absl::StatusOr<Page<TeamRecord>> PageOfTeams(const obt::store::Reader& reader,
                                             absl::Span<const std::string> codes,
                                             const std::string& programme_id, absl::string_view position,
                                             size_t limit) {
  std::vector<std::tuple<std::string, std::string>> prefixes;
  for (const std::string& code : codes) prefixes.emplace_back(code, programme_id);
  return PageOfIndex(feed::kTeamsByOrganisation, reader, prefixes, position, limit);
}

absl::StatusOr<Page<TeamRecord>> PageOfTeamsOf(const obt::store::Reader& reader, const PersonId& person,
                                               bool facilitates, const std::string& programme_id,
                                               absl::string_view position, size_t limit) {
  return PageOfIndex(facilitates ? kTeamsByFacilitator : feed::kTeamsByPerson, reader,
                     std::vector<std::tuple<PersonId, std::string>>{{person, programme_id}}, position, limit);
}

v1::Team ToTeam(TeamRecord record) {
  v1::Team team;
  *team.mutable_facts() = std::move(record.facts);
  team.set_name(record.details.name());
  team.set_team_key(record.details.team_key());
  *team.mutable_create_time() = TimestampOf(record.details.create_time_us());
  *team.mutable_update_time() = TimestampOf(record.details.update_time_us());
  return team;
}

}  // namespace obt::identity
