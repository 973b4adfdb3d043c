#include "services/identity/person/rows.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/stays_domain.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

// Index rows one page may look at, so that its cost is bounded where many have left.
constexpr size_t kMaxExamined = 5000;

using StaffKey = std::tuple<std::string, PersonId>;

store::v1::PersonReference ReferenceTo(const PersonId& id) {
  store::v1::PersonReference reference;
  reference.set_person_id(id.view().data(), id.view().size());
  return reference;
}

absl::StatusOr<std::optional<PersonId>> IdOf(
    absl::StatusOr<std::optional<store::v1::PersonReference>> found) {
  if (!found.ok()) return std::move(found).status();
  if (!found->has_value()) return std::nullopt;
  const std::optional<PersonId> id = IdFromBytes<PersonId>((*found)->person_id());
  if (!id.has_value())
    return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "an index row names no person");
  return id;
}

// Publishes the facts and writes them, without copying them twice.
absl::Status WriteFacts(obt::store::Txn& txn, v1::PersonFacts& facts) {
  v1::PersonChanged event;
  event.mutable_person()->Swap(&facts);
  txn.Publish(event);
  absl::Status written = feed::PutPersonFacts(txn, event.person());
  event.mutable_person()->Swap(&facts);
  return written;
}

bool Holds(const v1::Contact& contact, const v1::ExternalReference& reference) {
  return HrIdOf(contact, reference.organisation_code()) == reference.hr_id();
}

void UpdatePreviousEmail(obt::store::Txn& txn, const PersonId& id, const v1::Contact& before,
                         const v1::Contact& after) {
  const std::string &from = before.previous_email(), &to = after.previous_email();
  if (from == to) return;
  if (!from.empty()) kPreviousEmails.Delete(txn, {from, id});
  if (!to.empty()) kPreviousEmails.Put(txn, {to, id}, {});
}

void UpdateHrIds(obt::store::Txn& txn, const PersonId& id, const v1::Contact& before,
                 const v1::Contact& after) {
  for (const v1::ExternalReference& old : before.references()) {
    if (!Holds(after, old)) kHrIds.Delete(txn, {old.organisation_code(), old.hr_id()});
  }
  for (const v1::ExternalReference& now : after.references()) {
    if (!Holds(before, now)) kHrIds.Put(txn, {now.organisation_code(), now.hr_id()}, ReferenceTo(id));
  }
}

void UpdateMarkers(obt::store::Txn& txn, const PersonId& id, const Stays& before, const Stays& after,
                   Day today) {
  if (ChangedOrganisations(before, after).empty()) return;
  const std::vector<std::string> codes = OrganisationsFrom(after, today);
  // Markers may be older than `today`: those of all former stays go, whether or not they are there.
  for (const std::string& code : OrganisationsFrom(before, kAlways)) {
    if (!std::binary_search(codes.begin(), codes.end(), code)) kPeopleByOrganisation.Delete(txn, {code, id});
  }
  for (const std::string& code : codes) kPeopleByOrganisation.Put(txn, {code, id}, {});
}

// The person if their stay of that day is in the organisation.
absl::StatusOr<std::optional<PersonRecord>> FindStaff(const obt::store::Reader& reader, const PersonId& id,
                                                      absl::string_view organisation_code, Day day) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> record, FindPerson(reader, id));
  const v1::Stay* stay = record.has_value() ? StayOn(record->facts.stays(), day) : nullptr;
  if (stay == nullptr || stay->organisation_code() != organisation_code) record.reset();
  return record;
}

absl::string_view LastOrganisation(const v1::PersonFacts& facts) {
  return facts.stays().empty() ? absl::string_view() : facts.stays().rbegin()->organisation_code();
}

}  // namespace

absl::StatusOr<std::optional<PersonRecord>> FindPerson(const obt::store::Reader& reader, const PersonId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::PersonFacts> facts, FindFacts(reader, id));
  if (!facts.has_value()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::ContactRow> contact, kContacts.Find(reader, {id}));
  PersonRecord record{id, *std::move(facts), {}};
  if (contact.has_value()) record.contact = *std::move(contact);
  return record;
}

absl::StatusOr<std::optional<v1::PersonFacts>> FindFacts(const obt::store::Reader& reader,
                                                         const PersonId& id) {
  return feed::kPeople.Find(reader, {id});
}

absl::StatusOr<std::optional<PersonId>> FindByEmail(const obt::store::Reader& reader,
                                                    absl::string_view email) {
  return IdOf(kEmails.Find(reader, {std::string(email)}));
}

absl::StatusOr<std::optional<PersonId>> FindByPreviousEmail(const obt::store::Reader& reader,
                                                            absl::string_view email) {
  OBT_ASSIGN_OR_RETURN(const auto holders,
                       kPreviousEmails.Scan(reader, std::make_tuple(std::string(email)), std::nullopt, 2));
  if (holders.size() != 1) return std::nullopt;
  return std::get<1>(holders.front().key);
}

absl::StatusOr<std::optional<PersonId>> FindByHrId(const obt::store::Reader& reader,
                                                   absl::string_view organisation_code,
                                                   absl::string_view hr_id) {
  return IdOf(kHrIds.Find(reader, {std::string(organisation_code), std::string(hr_id)}));
}

absl::Status InsertPerson(obt::store::Txn& txn, PersonRecord& person, absl::Time now) {
  person.id = NewId<PersonId>(now);
  person.facts.set_person_id(ToText(person.id));
  person.contact.set_create_time_us(absl::ToUnixMicros(now));
  return PutPerson(txn, {}, person, now);
}

absl::Status PutPerson(obt::store::Txn& txn, const PersonRecord& before, PersonRecord& after,
                       absl::Time now) {
  const v1::Contact& old_contact = before.contact.contact();
  const v1::Contact& contact = after.contact.contact();
  if (old_contact.email() != contact.email()) {
    if (!old_contact.email().empty()) kEmails.Delete(txn, {old_contact.email()});
    if (!contact.email().empty()) kEmails.Put(txn, {contact.email()}, ReferenceTo(after.id));
  }
  UpdatePreviousEmail(txn, after.id, old_contact, contact);
  UpdateHrIds(txn, after.id, old_contact, contact);
  UpdateMarkers(txn, after.id, before.facts.stays(), after.facts.stays(), DayOf(now));
  after.contact.set_update_time_us(absl::ToUnixMicros(now));
  kContacts.Put(txn, {after.id}, after.contact);
  after.facts.set_etag(NextEtag(before.facts.etag()));
  return WriteFacts(txn, after.facts);
}

absl::Status ClearEmail(obt::store::Txn& txn, const PersonRecord& person, absl::Time now) {
  PersonRecord without = person;
  without.contact.mutable_contact()->clear_email();
  return PutPerson(txn, person, without, now);
}

absl::StatusOr<Page<PersonRecord>> PageOfPeople(const obt::store::Reader& reader,
                                                absl::Span<const std::string> codes, Day today,
                                                absl::string_view position, size_t limit) {
  const std::vector<std::tuple<std::string>> prefixes(codes.begin(), codes.end());
  return obt::store::TakePage<PersonRecord>(
      kPeopleByOrganisation, reader, prefixes, position, limit,
      [&](const StaffKey& key, const store::v1::PersonReference&) {
        return FindStaff(reader, std::get<1>(key), std::get<0>(key), today);
      },
      kMaxExamined);
}

absl::StatusOr<std::string> ScanPeople(const obt::store::Reader& reader, absl::Span<const std::string> codes,
                                       absl::string_view position, size_t limit,
                                       absl::FunctionRef<absl::StatusOr<bool>(PersonRecord)> visit) {
  const std::optional<StaffKey> start = obt::store::DecodeKey<StaffKey>(position);
  std::optional<StaffKey> last;
  bool stopped = false;
  size_t seen = 0;
  absl::Status problem;
  const auto look = [&](const StaffKey& key, const store::v1::PersonReference&) {
    last = key;
    absl::StatusOr<std::optional<PersonRecord>> found = FindPerson(reader, std::get<1>(key));
    problem = found.status();
    if (!problem.ok()) return false;
    absl::StatusOr<bool> more = true;
    if (found->has_value() && LastOrganisation((*found)->facts) == std::get<0>(key))
      more = visit(**std::move(found));
    problem = more.status();
    stopped = !problem.ok() || !*more || ++seen == limit;
    return !stopped;
  };
  for (const std::string& code : codes) {
    if (stopped) break;
    OBT_RETURN_IF_ERROR(
        kPeopleByOrganisation.ScanEach(reader, std::make_tuple(code), start, limit - seen, look));
    OBT_RETURN_IF_ERROR(problem);
  }
  return stopped ? obt::store::EncodeKey(*last) : std::string();
}

v1::Person ToPerson(PersonRecord record, bool with_contact) {
  v1::Person person;
  *person.mutable_facts() = std::move(record.facts);
  *person.mutable_create_time() = TimestampOf(record.contact.create_time_us());
  *person.mutable_update_time() = TimestampOf(record.contact.update_time_us());
  if (with_contact && record.contact.has_contact()) {
    *person.mutable_contact() = std::move(*record.contact.mutable_contact());
  }
  return person;
}

}  // namespace obt::identity
