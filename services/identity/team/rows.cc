#include "services/identity/team/rows.h"

#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

absl::Status Unreadable() {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "an index row names no team");
}

// Everybody the team names, each once.
std::set<std::string> PeopleOf(const v1::TeamFacts& facts) {
  std::set<std::string> people(facts.facilitator_ids().begin(), facts.facilitator_ids().end());
  people.insert(facts.member_ids().begin(), facts.member_ids().end());
  return people;
}

std::set<std::string> FacilitatorsOf(const v1::TeamFacts& facts) {
  return {facts.facilitator_ids().begin(), facts.facilitator_ids().end()};
}

// A marker for each of `after`, none for the others of `before`.
template <typename T>
void UpdateMarkers(const T& table, obt::store::Txn& txn, const TeamRecord& team,
                   const std::set<std::string>& before, const std::set<std::string>& after) {
  const std::string& programme = team.facts.programme_id();
  for (const std::string& person : before) {
    if (after.count(person) == 0) table.Delete(txn, {*ParseId<PersonId>(person), programme, team.id});
  }
  for (const std::string& person : after) {
    if (before.count(person) == 0) table.Put(txn, {*ParseId<PersonId>(person), programme, team.id}, {});
  }
}

void UpdateOrganisation(obt::store::Txn& txn, const TeamRecord& before, const TeamRecord& after) {
  const std::string& programme = after.facts.programme_id();
  const std::string &from = before.facts.organisation_code(), &to = after.facts.organisation_code();
  const std::string& key = after.details.team_key();
  if (from == to) return;
  if (!from.empty()) {
    kTeamsByOrganisation.Delete(txn, {from, programme, after.id});
    if (!key.empty()) kTeamKeys.Delete(txn, {programme, from, key});
  }
  kTeamsByOrganisation.Put(txn, {to, programme, after.id}, {});
  store::v1::TeamReference reference;
  reference.set_team_id(after.id.view().data(), after.id.view().size());
  if (!key.empty()) kTeamKeys.Put(txn, {programme, to, key}, reference);
}

// A page of the teams that an index names under the prefixes; the team is the last field of its keys.
template <typename T, typename Prefix>
absl::StatusOr<Page<TeamRecord>> PageOfIndex(const T& index, const obt::store::Reader& reader,
                                             const std::vector<Prefix>& prefixes, absl::string_view position,
                                             size_t limit) {
  return obt::store::TakePage<TeamRecord>(
      index, reader, prefixes, position, limit,
      [&](const typename T::Key& key,
          const store::v1::TeamReference&) -> absl::StatusOr<std::optional<TeamRecord>> {
        OBT_ASSIGN_OR_RETURN(std::optional<TeamRecord> team, FindTeam(reader, std::get<2>(key)));
        if (!team.has_value()) return Unreadable();
        return team;
      });
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
  if (!id.has_value()) return Unreadable();
  return FindTeam(reader, *id);
}

absl::Status InsertTeam(obt::store::Txn& txn, TeamRecord& team, absl::Time now) {
  team.id = NewId<TeamId>(now);
  team.facts.set_team_id(ToText(team.id));
  team.details.set_create_time_us(absl::ToUnixMicros(now));
  return PutTeam(txn, {}, team, now);
}

absl::Status PutTeam(obt::store::Txn& txn, const TeamRecord& before, TeamRecord& after, absl::Time now) {
  UpdateOrganisation(txn, before, after);
  UpdateMarkers(kTeamsByPerson, txn, after, PeopleOf(before.facts), PeopleOf(after.facts));
  UpdateMarkers(kTeamsByFacilitator, txn, after, FacilitatorsOf(before.facts), FacilitatorsOf(after.facts));
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
  return PageOfIndex(kTeamsByOrganisation, reader, prefixes, position, limit);
}

absl::StatusOr<Page<TeamRecord>> PageOfTeamsOf(const obt::store::Reader& reader, const PersonId& person,
                                               bool facilitates, const std::string& programme_id,
                                               absl::string_view position, size_t limit) {
  return PageOfIndex(facilitates ? kTeamsByFacilitator : kTeamsByPerson, reader,
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
