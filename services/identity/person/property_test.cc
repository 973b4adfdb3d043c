// Random commands of random callers against the real handlers: whatever is accepted or refused, the rows of
// people, their indexes and what is published stay in step. The seed is printed; RC_PARAMS="seed=..." runs it
// again.
#include <rapidcheck.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/person/rows.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

// One command, made up before the transaction begins.
struct Step {
  enum class Kind { kCreate, kImport, kMove, kCorrect, kUpdate, kLeave, kReturn } kind;
  std::string client, organisation, email, hr_id, previous_hr_id, name, grade;
  Day day;
  bool leaver;
  size_t person;  // the how many-th of those there are
  Stays stays;
};

std::string OneOf(const std::vector<std::string>& choices) { return *rc::gen::elementOf(choices); }
std::string AnyOrganisation() { return OneOf({"dwp", "hse", "hmrc", "mod"}); }

Stays AnyStays() {
  Stays stays;
  Day from = DayIn("2024-09-20");
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    from += *rc::gen::inRange(0, 10);
    *stays.Add() = OpenStay(AnyOrganisation(), from);
    from += *rc::gen::inRange(1, 20);
    const bool open = i + 1 == count && *rc::gen::arbitrary<bool>();
    if (!open) *stays[i].mutable_to_day() = ToDate(from);
  }
  return stays;
}

Step AnyStep() {
  Step step;
  step.kind = static_cast<Step::Kind>(
      *rc::gen::weightedElement<int>({{2, 0}, {6, 1}, {3, 2}, {2, 3}, {2, 4}, {2, 5}, {2, 6}}));
  step.client = OneOf({"centre", "both", "dwp-hr", "hmrc-hr"});
  step.organisation = AnyOrganisation();
  step.email = OneOf({"a@x.uk", "b@x.uk", "C@x.uk", "c@X.uk"});
  step.hr_id = OneOf({"", "1", "2"});
  step.previous_hr_id = step.hr_id.empty() ? "" : OneOf({"", "", "1", "2"});
  step.name = OneOf({"", "N", "N", "M"});
  step.grade = OneOf({"", "SEO", "G7"});
  step.day = DayIn("2024-10-14") + *rc::gen::inRange(-20, 20);
  step.leaver = *rc::gen::inRange(0, 5) == 0;
  if (step.kind == Step::Kind::kImport && !step.hr_id.empty() && *rc::gen::arbitrary<bool>()) step.email = "";
  step.person = *rc::gen::inRange<size_t>(0, 100);
  if (step.kind == Step::Kind::kCorrect) step.stays = AnyStays();
  return step;
}

// Runs commands inside one transaction that never commits, so that every case begins with the same world.
class Session {
 public:
  Session(World& world, obt::store::Txn& txn) : world_(world), txn_(txn) {}

  void Run(const Step& step) {
    const obt::store::Txn::Mark before = txn_.Here();
    const absl::Status done = Try(step);
    if (!done.ok()) txn_.UndoTo(before);  // as the router does
    const bool is_ours = absl::IsInternal(done) || absl::IsDataLoss(done) || absl::IsUnknown(done);
    Expect(!is_ours, done.ToString());
    accepted_ += done.ok() ? 1 : 0;
  }

  void CheckRows() {
    for (const auto& row : All(feed::kPeople)) CheckPerson(std::get<0>(row.key), row.row);
    Expect(All(kContacts).size() == All(feed::kPeople).size(), "contacts and people differ in number");
    for (const auto& row : All(kEmails)) {
      Expect(Take(emails_, std::get<0>(row.key)) == row.row.person_id(), "an address leads elsewhere");
    }
    for (const auto& row : All(kPreviousEmails)) {
      Expect(former_.erase(row.key) == 1, "a former address leads elsewhere");
    }
    Expect(former_.empty(), "a former address leads nowhere");
    for (const auto& row : All(kHrIds)) {
      Expect(Take(hr_ids_, row.key) == row.row.person_id(), "an HR id leads elsewhere");
    }
    for (const auto& row : All(kPeopleByOrganisation)) {
      Expect(places_.count(row.key) == 1, "a marker stands where there is no stay");
      current_.erase(row.key);
    }
    Expect(emails_.empty() && hr_ids_.empty(), "an address or HR id leads nowhere");
    Expect(current_.empty(), "a stay that lasts has no marker");
  }

  const std::string& faults() const { return faults_; }
  int accepted() const { return accepted_; }

 private:
  void Expect(bool holds, const std::string& what) {
    if (!holds) absl::StrAppend(&faults_, what, "; ");
  }

  absl::Status Try(const Step& step) {
    switch (step.kind) {
      case Step::Kind::kCreate:
        return Create(step);
      case Step::Kind::kImport:
        return Import(step);
      case Step::Kind::kMove:
        return Move(step);
      case Step::Kind::kUpdate:
        return Update(step);
      case Step::Kind::kLeave:
        return Change<v1::MarkLeftRequest, v1::MarkLeftResponse>(step);
      case Step::Kind::kReturn:
        return Change<v1::ReinstateRequest, v1::ReinstateResponse>(step);
      case Step::Kind::kCorrect:
        break;
    }
    return Correct(step);
  }

  // Notes what the indexes must hold of the person, and compares facts with what was published last.
  void CheckPerson(const PersonId& id, const v1::PersonFacts& facts) {
    const PersonRecord person = *World::Must(FindPerson(txn_, id));
    const std::string bytes(id.view());
    const v1::Contact& contact = person.contact.contact();
    if (!contact.email().empty()) {
      Expect(emails_.emplace(contact.email(), bytes).second, "an address is two people's");
    }
    if (!contact.previous_email().empty()) {
      former_.emplace(contact.previous_email(), id);
      Expect(contact.previous_email() != contact.email(), "the address is the one before too");
    }
    for (const v1::ExternalReference& one : contact.references()) {
      const bool first = hr_ids_.emplace(std::tuple(one.organisation_code(), one.hr_id()), bytes).second;
      Expect(first, "an HR id is two people's");
    }
    for (const std::string& code : OrganisationsFrom(facts.stays(), kAlways)) places_.emplace(code, id);
    for (const std::string& code : OrganisationsFrom(facts.stays(), DayOf(world_.clock().Now()))) {
      current_.emplace(code, id);
    }
    Expect(FaultsOf(facts.stays()).empty(), absl::StrCat("not well formed: ", ToText(facts.stays())));
    Expect(facts.status() == StatusOf(facts.stays()), "the status does not follow from the stays");
    CheckPublished(facts);
  }

  void CheckPublished(const v1::PersonFacts& facts) {
    std::string published;
    int events = 0;
    for (const auto& change : txn_.changes()) {
      v1::PersonChanged event;
      if (change.type != event.GetDescriptor()->full_name() || !event.ParseFromString(change.event)) continue;
      if (event.person().person_id() != facts.person_id()) continue;
      published = event.person().SerializeAsString();
      ++events;
    }
    Expect(published == facts.SerializeAsString(), "the facts are not those published last");
    Expect(facts.etag() == absl::StrCat(events), "the etag does not count the changes");
  }

  absl::Status Create(const Step& step) {
    v1::CreatePersonRequest request;
    request.set_organisation_code(step.organisation);
    request.set_name(step.name.empty() ? "N" : step.name);
    request.set_email(step.email);
    request.set_hr_id(step.hr_id);
    *request.mutable_from_day() = ToDate(step.day);
    return Call<v1::CreatePersonResponse>(step, request).status();
  }

  absl::Status Import(const Step& step) {
    v1::StartImportRequest start;
    start.set_organisation_code(step.organisation);
    start.set_mode(v1::IMPORT_MODE_DELTA);
    *start.mutable_from_day() = ToDate(step.day);
    OBT_ASSIGN_OR_RETURN(const auto started, Call<v1::StartImportResponse>(step, start));
    v1::ImportPeopleRequest request;
    request.set_import_id(started.import().import_id());
    v1::PersonRow& row = *request.add_rows();
    row.set_hr_id(step.hr_id);
    row.set_email(step.email);
    row.set_previous_hr_id(step.previous_hr_id);
    row.set_name(step.name);
    row.set_grade(step.grade);
    row.set_leaver(step.leaver);
    OBT_ASSIGN_OR_RETURN(const auto first, Call<v1::ImportPeopleResponse>(step, request));
    OBT_RETURN_IF_ERROR(rpc::FromProto(first.results(0).status()));
    const obt::store::Txn::Mark after = txn_.Here();
    const auto again = Call<v1::ImportPeopleResponse>(step, request);
    Expect(again.ok() && again->results(0).outcome() == v1::IMPORT_OUTCOME_UNCHANGED &&
               again->results(0).person_id() == first.results(0).person_id(),
           "the same row again is not UNCHANGED");
    Expect(txn_.Here().writes == after.writes, "the same row again writes");
    return absl::OkStatus();
  }

  absl::Status Move(const Step& step) {
    v1::MovePersonRequest request;
    request.set_person_id(PersonOf(step));
    request.set_to_organisation_code(step.organisation);
    *request.mutable_effective() = ToDate(step.day);
    request.set_hr_id(step.hr_id);
    return Call<v1::MovePersonResponse>(step, request).status();
  }

  absl::Status Correct(const Step& step) {
    v1::CorrectStaysRequest request;
    request.set_person_id(PersonOf(step));
    *request.mutable_stays() = step.stays;
    return Call<v1::CorrectStaysResponse>(step, request).status();
  }

  absl::Status Update(const Step& step) {
    v1::UpdatePersonRequest request;
    request.set_person_id(PersonOf(step));
    request.set_email(step.email);
    request.set_grade(step.grade);
    request.mutable_update_mask()->add_paths("email");
    request.mutable_update_mask()->add_paths("grade");
    return Call<v1::UpdatePersonResponse>(step, request).status();
  }

  // MarkLeft and Reinstate.
  template <typename Request, typename Response>
  absl::Status Change(const Step& step) {
    Request request;
    request.set_person_id(PersonOf(step));
    *request.mutable_effective() = ToDate(step.day);
    return Call<Response>(step, request).status();
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const Step& step, const google::protobuf::Message& request) {
    return world_.As(step.client).Call<Response>(request, txn_);
  }

  std::string PersonOf(const Step& step) {
    const auto people = All(feed::kPeople);
    if (people.empty()) return "01890a5d-ac96-774b-bcce-b302099a8057";
    return people[step.person % people.size()].row.person_id();
  }

  template <typename T>
  std::vector<typename T::Entry> All(const T& table) {
    return World::Must(table.Scan(txn_, std::tuple<>(), std::nullopt, 1000));
  }

  template <typename Key>
  static std::string Take(std::map<Key, std::string>& from, const Key& key) {
    const auto it = from.find(key);
    if (it == from.end()) return "";
    std::string value = std::move(it->second);
    from.erase(it);
    return value;
  }

  World& world_;
  obt::store::Txn& txn_;
  std::string faults_;
  int accepted_ = 0;
  std::map<std::string, std::string> emails_;
  std::set<std::tuple<std::string, PersonId>> former_;
  std::map<std::tuple<std::string, std::string>, std::string> hr_ids_;
  std::set<std::tuple<std::string, PersonId>> places_, current_;
};

TEST(PeoplePropertyTest, RowsIndexesAndEventsStayInStepAndARowAgainChangesNothing) {
  World world;
  int accepted = 0;
  EXPECT_TRUE(rc::check("rows, indexes and events agree", [&] {
    std::vector<Step> steps(*rc::gen::inRange<size_t>(20, 80));
    for (Step& step : steps) step = AnyStep();
    std::string faults;
    const auto over = world.store()->Execute([&](obt::store::Txn& txn) {
      Session session(world, txn);
      for (const Step& step : steps) session.Run(step);
      session.CheckRows();
      faults = session.faults();
      accepted += session.accepted();
      return absl::CancelledError("the case is over");
    });
    RC_ASSERT(absl::IsCancelled(over.status()));
    RC_ASSERT(faults == "");
  }));
  EXPECT_GT(accepted, 100);  // a test in which everything is refused shows nothing
}

}  // namespace
}  // namespace obt::identity
