// What a staged list comes to does not depend on the order of its lines: lists in every order, each in an
// organisation of its own, and random ones. Nobody loses an address, and none has two holders. The seed is
// printed; RC_PARAMS="seed=..." runs it again.
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rpc/grpc_status.h"
#include "gtest/gtest.h"
#include "services/identity/import/rows.h"
#include "services/identity/import/steps.h"
#include "services/identity/person/rows.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

// Addresses are letters here; each organisation has its own.
struct Known {
  std::string hr_id, email;
  bool left = false;  // long before the list
};
struct Line {
  std::string hr_id, email, previous_email = "", name = "P", previous_hr_id = "";
};
struct List {
  std::vector<Known> people;  // those there were before
  std::vector<Line> lines;
};

class Trial {
 public:
  explicit Trial(World& world) : world_(world) {}

  // "1:b 2:a +9:c | UPDATED UPDATED JOINED": the people there were, with HR id and address, joiners, and what
  // each line came to. `order` says which line comes how many-th.
  std::string Run(const List& list, const std::vector<size_t>& order) {
    code_ = absl::StrCat("o", ++organisations_);
    Begin(list);
    const std::string id = Stage(list, order);
    const ImportContext context{*world_.store(), world_.directory, world_.clock()};
    while (World::Must(RunImportStep(context, *ParseId<ImportId>(id)))) {
    }
    return absl::StrCat(People(list), "| ", Outcomes(list, order, id));
  }

  // Empty, or what is wrong with who has which address after the run: everybody there was had one.
  std::string FaultOfAddresses() {
    const auto view = world_.store()->Now();
    std::map<std::string, PersonId> holders;
    for (const auto& row : World::Must(kContacts.Scan(view, std::tuple<>(), before_, 100'000))) {
      latest_ = row.key;
      const auto& [id] = row.key;
      const std::string& email = row.row.contact().email();
      const bool keeps_it = std::find(staff_.begin(), staff_.end(), id) != staff_.end();
      if (email.empty() && keeps_it) return "somebody lost their address who had not left";
      if (email.empty()) continue;
      if (!holders.emplace(email, id).second) return absl::StrCat(email, " is held twice");
      if (World::Must(FindByEmail(view, email)) != id)
        return absl::StrCat(email, " does not lead to its holder");
    }
    return "";
  }

 private:
  std::string Address(const std::string& letter) const {
    return letter.empty() ? "" : absl::StrCat(letter, "@", code_, ".uk");
  }

  void Begin(const List& list) {
    people_.clear();
    staff_.clear();
    world_.clock().Advance(absl::Milliseconds(1));  // ids follow the time
    before_ = latest_;
    World::Must(world_.store()->Execute([&](obt::store::Txn& txn) -> absl::Status {
      const auto organisation = Proto<v1::CreateOrganisationRequest>(
          absl::StrCat("organisation { code: '", code_, "' name: 'N' kind: ORGANISATION_KIND_DEPARTMENT }"));
      const rpc::LocalCaller centre = world_.As("centre");
      OBT_RETURN_IF_ERROR(centre.Call<v1::CreateOrganisationResponse>(organisation, txn).status());
      for (const Known& known : list.people) {
        auto person = Proto<v1::CreatePersonRequest>("name: 'P' from_day $D{2024-01-01}");
        person.set_organisation_code(code_);
        person.set_hr_id(known.hr_id);
        person.set_email(Address(known.email));
        OBT_ASSIGN_OR_RETURN(const auto made, centre.Call<v1::CreatePersonResponse>(person, txn));
        people_.push_back(*ParseId<PersonId>(made.person().person_id()));
        if (!known.left) {
          staff_.push_back(people_.back());
          continue;
        }
        auto left = Proto<v1::MarkLeftRequest>("effective $D{2024-06-01}");
        left.set_person_id(made.person().person_id());
        OBT_RETURN_IF_ERROR(centre.Call<v1::MarkLeftResponse>(left, txn).status());
      }
      return absl::OkStatus();
    }));
  }

  std::string Stage(const List& list, const std::vector<size_t>& order) {
    const std::string id =
        world_
            .Do<v1::StartImportResponse>(
                "centre", absl::StrCat("organisation_code: '", code_,
                                       "' mode: IMPORT_MODE_SNAPSHOT max_leavers_percent: 100"))
            .import()
            .import_id();
    v1::ImportPeopleRequest request;
    request.set_import_id(id);
    for (const size_t i : order) {
      v1::PersonRow& row = *request.add_rows();
      row.set_hr_id(list.lines[i].hr_id);
      row.set_email(Address(list.lines[i].email));
      row.set_previous_email(Address(list.lines[i].previous_email));
      row.set_name(list.lines[i].name);
      row.set_previous_hr_id(list.lines[i].previous_hr_id);
    }
    const auto staged = World::Must(world_.Run<v1::ImportPeopleResponse>("centre", request));
    for (const auto& result : staged.results()) World::Must(rpc::FromProto(result.status()));
    world_.Do<v1::FinishImportResponse>("centre", absl::StrCat("import_id: '", id, "'"));
    return id;
  }

  std::string Describe(const PersonRecord& person) const {
    const v1::Contact& contact = person.contact.contact();
    const bool left = person.facts.status() == v1::PERSON_STATUS_LEFT;
    return absl::StrCat(HrIdOf(contact, code_), ":", contact.email().substr(0, contact.email().find('@')),
                        left ? "(left)" : "", " ");
  }

  std::string People(const List& list) const {
    const auto view = world_.store()->Now();
    std::string text;
    for (const PersonId& id : people_) absl::StrAppend(&text, Describe(*World::Must(FindPerson(view, id))));
    std::set<std::string> joiners;
    const auto note = [&](const std::optional<PersonId>& id) {
      const bool is_new = id.has_value() && std::find(people_.begin(), people_.end(), *id) == people_.end();
      if (is_new) joiners.insert(Describe(*World::Must(FindPerson(view, *id))));
    };
    for (const Line& line : list.lines) {
      note(World::Must(FindByHrId(view, code_, line.hr_id)));
      note(World::Must(FindByEmail(view, Address(line.email))));
    }
    for (const std::string& joiner : joiners) absl::StrAppend(&text, "+", joiner);
    return text;
  }

  std::string Outcomes(const List& list, const std::vector<size_t>& order, const std::string& id) {
    std::vector<std::string> outcomes(list.lines.size(), "UNCHANGED");
    const auto page = World::Must(PageOfResults(world_.store()->Now(), *ParseId<ImportId>(id), "", 100));
    for (const v1::ImportResult& result : page.rows) {
      const absl::Status status = rpc::FromProto(result.status());
      if (result.row_number() == 0) continue;
      outcomes[order[static_cast<size_t>(result.row_number()) - 1]] =
          status.ok() ? v1::ImportOutcome_Name(result.outcome()).substr(15) : ReasonOf(status);
    }
    return absl::StrJoin(outcomes, " ");
  }

  World& world_;
  int organisations_ = 0;
  std::string code_;
  std::optional<std::tuple<PersonId>> before_, latest_;  // whom other runs have made, and this one
  std::vector<PersonId> people_, staff_;                 // of these who had not left
};

std::vector<size_t> InOrder(const List& list) {
  std::vector<size_t> order;
  for (size_t i = 0; i < list.lines.size(); ++i) order.push_back(i);
  return order;
}

struct OrderCase {
  const char* what;
  List list;
  const char* comes_to;
};

const std::vector<OrderCase>& Cases() {
  static const auto* const cases = new std::vector<OrderCase>{
      {"a swap",
       {{{"1", "a"}, {"2", "b"}}, {{"1", "b"}, {"2", "a"}}},
       "1:a 2:b | MATCH_CONFLICT MATCH_CONFLICT"},
      {"a chain of which each list does a step",
       {{{"1", "a"}, {"2", "b"}, {"3", "c"}}, {{"1", "b"}, {"2", "c"}, {"3", "d"}}},
       "1:a 2:b 3:d | MATCH_CONFLICT MATCH_CONFLICT UPDATED"},
      {"a chain that is done at once",
       {{{"1", "b"}, {"2", "c"}, {"3", "d"}}, {{"1", "a"}, {"2", "b"}, {"3", "c"}}},
       "1:a 2:b 3:c | UPDATED UPDATED UPDATED"},
      {"nobody becomes somebody else whom another line names, though they give the address up",
       {{{"1", "a"}}, {{"0", "a"}, {"1", "b"}}},
       "1:b | MATCH_CONFLICT UPDATED"},
      {"a joiner with the address of somebody who has another now",
       {{{"1", "a"}}, {{"9", "a"}, {"1", "b"}}},
       "1:b +9:a | JOINED UPDATED"},
      {"nobody takes the address of somebody whom the list leaves it",
       {{{"1", "a"}, {"2", "b"}}, {{"1", "b"}, {"2", ""}}},
       "1:a 2:b | MATCH_CONFLICT UNCHANGED"},
      {"nor is somebody renumbered whom another line names",
       {{{"1", "a"}}, {{"0", "a"}, {"1", ""}}},
       "1:a | MATCH_CONFLICT UNCHANGED"},
      {"two without HR ids who would swap are who their addresses say",
       {{{"", "a"}, {"", "b"}}, {{"", "b", "a"}, {"", "a", "b"}}},
       ":a :b | UNCHANGED UNCHANGED"},
      {"a circle of people with HR ids and without",
       {{{"1", "a"}, {"", "b"}}, {{"1", "b", "a"}, {"", "a", "b"}}},
       "1:a :b | MATCH_CONFLICT UNCHANGED"},
      {"somebody numbered anew keeps the address",
       {{{"1", "a"}}, {{"2", "a", "", "P", "1"}}},
       "2:a | UPDATED"},
      {"also without the address", {{{"1", "a"}}, {{"2", "", "", "P", "1"}}}, "2:a | UPDATED"},
      {"a number that nobody says was theirs before changes nothing",
       {{{"1", "a"}}, {{"2", "a"}}},
       "1:a | MATCH_CONFLICT"},
      {"nor does a line without a name", {{{"1", "a"}}, {{"2", "a", "", ""}}}, "1:a | MATCH_CONFLICT"},
      {"under another name neither, and nobody is missing whose address it has",
       {{{"1", "a"}}, {{"2", "a", "", "Q"}}},
       "1:a | MATCH_CONFLICT"},
      {"nobody is renumbered to be somebody whom another line names",
       {{{"1", "a"}}, {{"2", "", "", "P", "1"}, {"1", "a"}}},
       "1:a | MATCH_CONFLICT UNCHANGED"},
      {"who left comes back under another number", {{{"1", "a", true}}, {{"2", "a"}}}, "2:a | MOVED"},
      {"the address of who left is another's now",
       {{{"1", "a", true}}, {{"2", "a", "", "Q"}}},
       "1:(left) +2:a | JOINED"},
      {"and somebody's whom the list knows",
       {{{"1", "a", true}, {"2", "b"}}, {{"2", "a", "", "Q"}}},
       "1:(left) 2:a | UPDATED"},
      {"but stays with who left and is named by the same list",
       {{{"1", "a", true}}, {{"0", "a", "", "Q"}, {"1", "b"}}},
       "1:b | MATCH_CONFLICT MOVED"},
  };
  return *cases;
}

TEST(ImportPermutationTest, AListComesToTheSameInEveryOrderOfItsLines) {
  World world;
  Trial trial(world);
  for (const OrderCase& one : Cases()) {
    std::vector<size_t> order = InOrder(one.list);
    do {
      EXPECT_EQ(trial.Run(one.list, order), one.comes_to)
          << one.what << ", in order " << absl::StrJoin(order, " ");
      EXPECT_EQ(trial.FaultOfAddresses(), "") << one.what;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

std::string OneOf(const std::vector<std::string>& choices) { return *rc::gen::elementOf(choices); }

List AnyList() {
  List list;
  std::set<std::string> addresses;
  for (const char* hr_id : {"1", "2", "3", ""}) {
    const std::string address = OneOf({"a", "b", "c", "d"});
    if (addresses.insert(address).second)
      list.people.push_back({hr_id, address, *rc::gen::inRange(0, 4) == 0});
  }
  std::set<std::string> numbers, taken;
  const int count = *rc::gen::inRange(2, 6);
  for (int i = 0; i < count; ++i) {
    Line line = {OneOf({"", "0", "1", "2", "3", "4"}), OneOf({"", "a", "b", "c", "d", "e"}),
                 OneOf({"", "", "a", "b", "c"}), OneOf({"", "P", "P", "Q"})};
    if (!line.hr_id.empty()) line.previous_hr_id = OneOf({"", "", "1", "2", "3"});
    if (line.hr_id.empty() && line.email.empty()) continue;
    if (numbers.count(line.hr_id) + taken.count(line.email) > 0) continue;
    if (!line.hr_id.empty()) numbers.insert(line.hr_id);
    if (!line.email.empty()) taken.insert(line.email);
    list.lines.push_back(line);
  }
  return list;
}

TEST(ImportPermutationTest, AnyListComesToTheSameInAnyOrderOfItsLinesAndNobodyLosesAnAddress) {
  World world;
  Trial trial(world);
  EXPECT_TRUE(rc::check("the order of lines says nothing", [&] {
    const List list = AnyList();
    RC_PRE(!list.lines.empty());  // an import takes one row at least
    std::vector<size_t> order = InOrder(list);
    const std::string expected = trial.Run(list, order);
    RC_ASSERT(trial.FaultOfAddresses() == "");
    for (int i = 0; i < 3; ++i) {
      for (size_t j = order.size(); j > 1; --j)
        std::swap(order[j - 1], order[*rc::gen::inRange<size_t>(0, j)]);
      RC_ASSERT(trial.Run(list, order) == expected);
      RC_ASSERT(trial.FaultOfAddresses() == "");
    }
  }));
}

}  // namespace
}  // namespace obt::identity
