// Whatever happens to organisations, their tree has no cycle on any day, the days before a change stay as
// they were, and everybody who reads the rows reads the same: identity, scope, and figures. rapidcheck makes
// the histories and prints its seed.
#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/auth/tree.h"
#include "common/base/days.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/aggregator/columns/organisations.h"
#include "services/identity/organisation/change_domain.h"
#include "services/identity/organisation/domain.h"

namespace obt::testing {
namespace {

using identity::v1::Organisation;
using Rows = std::map<std::string, Organisation>;

// Enough small numbers to decide everything about one step; rapidcheck shrinks them towards 0.
using Step = std::array<uint16_t, 6>;

constexpr Day kFirst = 20'000;
constexpr int kDays = 40;  // few, so that changes meet
constexpr int kCodes = 8;

Day DayOf(uint16_t n) { return kFirst + n % kDays; }
std::string CodeOf(uint16_t n) { return absl::StrCat("o", n % kCodes); }

auth::OrganisationTree TreeOf(const Rows& rows, Day today) {
  std::vector<Organisation> all;
  for (const auto& [code, row] : rows) all.push_back(row);
  return auth::OrganisationTree(std::move(all), today);
}

// Plays steps as identity would.
class Player {
 public:
  Rows rows;
  std::map<std::string, int> accepted;  // by kind of change

  // The day from which the tree may be another one; nothing when the step was refused or changed nothing.
  std::optional<Day> Play(const Step& step) {
    // Half of the days come one after the other, as they do in life, half in any order.
    const Day day = step[4] % 2 ? DayOf(step[3]) : std::min(latest_ + step[3] % 3, kFirst + kDays);
    switch (step[0] % 6) {
      case 0:
        return Take("rename", day, [&](const auth::OrganisationTree& tree) {
          auto request = From<identity::v1::RenameOrganisationRequest>(step, day);
          request.set_name(absl::StrCat("Name ", step[2] % 3));
          return identity::Rename(tree, request);
        });
      case 1:
      case 2:
        return Take("move", day, [&](const auth::OrganisationTree& tree) {
          auto request = From<identity::v1::MoveOrganisationRequest>(step, day);
          if (step[4] % 5 > 0) request.set_new_parent_code(CodeOf(step[2]));
          return identity::Move(tree, request);
        });
      case 3:
        return Take("merge", day, [&](const auth::OrganisationTree& tree) {
          identity::v1::MergeOrganisationsRequest request;
          request.set_from_organisation_code(CodeOf(step[1]));
          request.set_into_organisation_code(CodeOf(step[2]));
          *request.mutable_effective() = ToDate(day);
          return identity::Merge(tree, request);
        });
      case 4:
        return Take("close", day, [&](const auth::OrganisationTree& tree) {
          return identity::Close(tree, From<identity::v1::CloseOrganisationRequest>(step, day));
        });
      default:
        return Take("create", kAlways,
                    [&](const auth::OrganisationTree& tree) { return Create(tree, step); });
    }
  }

 private:
  template <typename Request>
  static Request From(const Step& step, Day day) {
    Request request;
    request.set_organisation_code(CodeOf(step[1]));
    *request.mutable_effective() = ToDate(day);
    return request;
  }

  static absl::StatusOr<identity::OrganisationRows> Create(const auth::OrganisationTree& tree,
                                                           const Step& step) {
    identity::v1::CreateOrganisationRequest request;
    Organisation& made = *request.mutable_organisation();
    made.set_code(CodeOf(step[1]));
    made.set_name("Name 0");
    if (step[2] % 3 > 0) made.set_parent_code(CodeOf(step[2]));
    made.set_kind(step[5] % 2 ? identity::v1::ORGANISATION_KIND_DEPARTMENT
                              : identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    if (step[4] % 4 == 0) *made.mutable_valid_from_day() = ToDate(DayOf(step[3]));
    if (step[5] % 7 == 0) *made.mutable_valid_to_day() = ToDate(kFirst + kDays - 1);
    if (!Validate(request).empty()) return absl::InvalidArgumentError("never sent");
    return identity::Create(tree, request);
  }

  template <typename Decide>
  std::optional<Day> Take(const std::string& kind, Day day, Decide decide) {
    const absl::StatusOr<identity::OrganisationRows> changed = decide(TreeOf(rows, kFirst));
    if (!changed.ok() || changed->empty()) return std::nullopt;
    for (const Organisation& row : *changed) rows[row.code()] = row;
    ++accepted[kind];
    latest_ = std::max(latest_, day);
    return day;
  }

  Day latest_ = kFirst;
};

// What a row says of a day, by the rule of the proto and nothing else.
struct Read {
  std::string name, stated_parent, successor;  // the successor once it has ended
};

Read ReadOn(const Organisation& row, Day day) {
  Read read{row.name(), row.parent_code(), ""};
  for (const identity::v1::OrganisationVersion& past : row.past()) {
    if (day >= *ParseDay(past.to_day())) continue;
    read.name = past.name();
    read.stated_parent = past.parent_code();
    break;
  }
  if (row.has_valid_to_day() && *ParseDay(row.valid_to_day()) <= day) read.successor = row.successor_code();
  return read;
}

std::string Followed(const Rows& rows, std::string code, Day day) {
  for (int step = 0; step < kCodes && !code.empty(); ++step) {
    const std::string successor = ReadOn(rows.at(code), day).successor;
    if (successor.empty()) break;
    code = successor;
  }
  return code;
}

// The organisation and all it lies within on the day; nothing if that has no end.
std::optional<std::vector<std::string>> WayUp(const Rows& rows, std::string code, Day day) {
  std::vector<std::string> way;
  while (!code.empty()) {
    if (way.size() > kCodes) return std::nullopt;
    way.push_back(code);
    const Read read = ReadOn(rows.at(code), day);
    code = read.successor.empty() ? read.stated_parent : read.successor;
  }
  return way;
}

std::string DepartmentOf(const Rows& rows, const std::string& code, Day day) {
  std::string department;
  for (std::string at = code; !at.empty(); at = Followed(rows, ReadOn(rows.at(at), day).stated_parent, day)) {
    if (rows.at(at).kind() == identity::v1::ORGANISATION_KIND_DEPARTMENT) department = at;
  }
  return department;
}

void ExpectSound(const Rows& rows, Day day) {
  for (const auto& [code, row] : rows) {
    const auto way = WayUp(rows, code, day);
    RC_ASSERT(way.has_value());
    RC_ASSERT(std::set<std::string>(way->begin(), way->end()).size() == way->size());
  }
}

void ExpectScopeAgrees(const Rows& rows, Day day) {
  const auth::OrganisationTree tree = TreeOf(rows, day);
  for (const auto& [code, row] : rows) {
    const std::vector<std::string> way = *WayUp(rows, code, day);
    RC_ASSERT(tree.SuccessorOf(code, day) == Followed(rows, code, day));
    RC_ASSERT(tree.ParentAt(code, day) == Followed(rows, ReadOn(row, day).stated_parent, day));
    RC_ASSERT(tree.DepartmentAt(code, day).value_or("") == DepartmentOf(rows, code, day));
    for (const auto& [other, unused] : rows) {
      const bool within = std::find(way.begin(), way.end(), other) != way.end();
      RC_ASSERT(tree.IsWithin(code, other) == within);
    }
  }
}

// Read with the tree of another day, as a caller's is.
void ExpectIdentityAgrees(const Rows& rows, const auth::OrganisationTree& tree, Day day) {
  std::set<std::string> listed;
  for (const auto& [code, row] : rows) {
    const Organisation answer = identity::AsOf(tree, code, day);
    RC_ASSERT(answer.name() == ReadOn(row, day).name);
    RC_ASSERT(answer.parent_code() == Followed(rows, ReadOn(row, day).stated_parent, day));
    RC_ASSERT(answer.past_size() + answer.later_size() == row.past_size());
    for (const std::string& predecessor : answer.predecessor_codes())
      RC_ASSERT(ReadOn(rows.at(predecessor), day).successor == code);
  }
  for (const identity::PlacedOrganisation& placed : identity::TreeOn(tree, day, "")) {
    const Organisation& organisation = placed.organisation;
    RC_ASSERT(identity::ExistedOn(organisation, day));
    const std::string& parent = organisation.parent_code();
    if (!parent.empty() && identity::ExistedOn(rows.at(parent), day)) RC_ASSERT(listed.count(parent) == 1);
    listed.insert(organisation.code());
  }
  for (const auto& [code, row] : rows) RC_ASSERT((listed.count(code) == 1) == identity::ExistedOn(row, day));
}

void ExpectFiguresAgree(const Rows& rows, const aggregator::Organisations& organisations, Day day) {
  const aggregator::Tree& tree = organisations.TreeOn(day);
  const auto code_of = [&](aggregator::Number number) {
    return number == aggregator::kNone ? std::string() : organisations.CodeOf(number);
  };
  for (const auto& [code, row] : rows) {
    const aggregator::Number number = organisations.Find(code);
    RC_ASSERT(organisations.NameOn(number, day) == ReadOn(row, day).name);
    RC_ASSERT(code_of(tree.follow[number]) == Followed(rows, code, day));
    RC_ASSERT(code_of(tree.parent[number]) == Followed(rows, ReadOn(row, day).stated_parent, day));
    RC_ASSERT(code_of(tree.department[number]) == DepartmentOf(rows, code, day));
    const std::string now = Followed(rows, code, day);
    const std::vector<std::string> way = *WayUp(rows, now, day);
    for (const auto& [other, unused] : rows) {
      const bool replaced = Followed(rows, other, day) != other;
      const bool within = !replaced && std::find(way.begin(), way.end(), other) != way.end();
      RC_ASSERT(tree.IsUnder(tree.follow[number], organisations.Find(other)) == within);
    }
  }
}

// What identity, scope and figures read of a day.
std::vector<std::tuple<std::string, std::string, std::string>> Picture(const Rows& rows, Day day) {
  std::vector<std::tuple<std::string, std::string, std::string>> picture;
  for (const auto& [code, row] : rows) {
    const Read read = ReadOn(row, day);
    picture.emplace_back(read.name, read.stated_parent, read.successor);
  }
  return picture;
}

TEST(OrganisationReaders, AgreeOnEveryDayOfEveryHistory) {
  std::map<std::string, int> accepted;
  EXPECT_TRUE(rc::check([&accepted] {
    Player player;
    for (uint16_t i = 0; i < kCodes - 1; ++i)
      player.Play({5, i, static_cast<uint16_t>(i / 2), 0, 1, static_cast<uint16_t>(i + 1)});
    const auto steps = *rc::gen::resize(
        200,
        rc::gen::container<std::vector<Step>>(rc::gen::container<Step>(rc::gen::inRange<uint16_t>(0, 5040))));
    for (const Step& step : steps) {
      const Rows before = player.rows;
      const std::optional<Day> from = player.Play(step);
      for (Day day = kFirst - 1; day <= kFirst + kDays; ++day) {
        if (from.has_value()) ExpectSound(player.rows, day);
        if (from.has_value() && day < *from) RC_ASSERT(Picture(before, day) == Picture(player.rows, day));
      }
    }
    const auth::OrganisationTree tree = TreeOf(player.rows, kFirst);
    aggregator::Organisations organisations;
    for (const auto& [code, row] : player.rows) organisations.Put(row);
    organisations.Compile();
    for (Day day = kFirst - 1; day <= kFirst + kDays; ++day) {
      ExpectScopeAgrees(player.rows, day);
      ExpectIdentityAgrees(player.rows, tree, day);
      ExpectFiguresAgree(player.rows, organisations, day);
    }
    for (const auto& [kind, count] : player.accepted) accepted[kind] += count;
  }));
  for (const char* kind : {"create", "rename", "move", "merge", "close"}) {
    std::cout << kind << ": " << accepted[kind] << " accepted" << std::endl;
    EXPECT_GT(accepted[kind], 50) << kind;
  }
}

}  // namespace
}  // namespace obt::testing
