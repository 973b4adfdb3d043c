// Who may call what, and how far they reach: every RPC there is, asked in every way that names something,
// by a client of each role and one of none, about a thing of the client's own organisation and of those
// around it, which is there or is not, for everybody whom a call can be made for. What each is answered
// access_oracle.h decides from the policy that the proto states. Which things of a team others see by their
// visibility and state, sight_matrix_test and story_matrix_test of services/ideas say; here the team alone
// has them.
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/obs/log.h"
#include "common/rpc/page_token.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "obt_service_specs.h"
#include "tests/integration/matrix_world.h"
#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;

// A way to ask an RPC: what stands in the request for the thing, and what kind of thing that is.
struct Way {
  Rpc rpc;
  std::string text, mark = "$S", field = "";
  Named named = Named::kNothing;
};

// The field in which the mark stands.
std::string FieldOf(const std::string& text, const std::string& mark) {
  const std::string before = text.substr(0, text.find(absl::StrCat(": '", mark)));
  return before.substr(before.rfind(' ') + 1);
}

Named NamedBy(const Rpc& rpc, const std::string& mark, const std::string& field) {
  if (mark == "$I") return field == "report_id" ? Named::kReport : Named::kPrivate;
  if (mark == "$T") return Named::kPrivate;
  if (mark == "$M" && rpc.method->file()->package() == "obt.aggregator.v1") return Named::kSnapshot;
  if (mark != "$S") return Named::kCommon;
  switch (rpc.policy().scope_kind()) {
    case options::v1::SCOPE_KIND_PERSON:
      return Named::kPerson;
    case options::v1::SCOPE_KIND_TEAM:
      return Named::kTeam;
    case options::v1::SCOPE_KIND_OWNED:
      return Named::kOwned;
    default:
      return Named::kOrganisation;
  }
}

Way WayOf(const Rpc& rpc, const std::string& text) {
  Way way{rpc, text};
  for (const char* const mark : {"$S", "$I", "$T", "$R", "$V", "$M"}) {
    if (!absl::StrContains(text, mark)) continue;
    way.mark = mark;
    way.field = FieldOf(text, mark);
    way.named = NamedBy(rpc, mark, way.field);
    break;
  }
  return way;
}

// The usual one, and those others that name something.
std::vector<Way> WaysToAsk(const Rpc& rpc) {
  const auto asked = ValidRequests().find(rpc.method->name());
  if (asked == ValidRequests().end()) {
    ADD_FAILURE() << rpc.method->full_name() << ": give it a valid request in ValidRequests()";
    return {};
  }
  std::vector<Way> ways = {WayOf(rpc, asked->second.text)};
  for (const std::string& text : asked->second.also) {
    const Way way = WayOf(rpc, text);
    if (way.named != Named::kNothing && way.mark != "$S") ways.push_back(way);
  }
  return ways;
}

// What is told about the thing; of items the item's answer. The thing's own id stands as a star.
struct Reply {
  absl::StatusCode code;
  std::string reason, message, bytes;
  bool operator==(const Reply&) const = default;
  bool ok() const { return code == absl::StatusCode::kOk; }
};

// What came out.
struct Tally {
  std::map<Outcome, int> outcomes;                         // expected
  std::map<std::string, bool> reached;                     // by RPC: whether somebody was to reach it
  std::map<std::string, std::vector<std::string>> faults;  // by what is wrong: in which cells
  std::map<Named, int> wrong;                              // cells
};

class RoleMatrix : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    obs::SetLogThreshold(obs::Severity::kError);  // refusals are logged, and most cells are refused
    world = std::make_unique<MatrixWorld>();
  }
  static void TearDownTestSuite() { world.reset(); }

  static Reply Ask(const Way& way, const Caller& caller, const std::string& thing, Acting acting) {
    const std::unique_ptr<Message> request = way.rpc.NewRequest(), response = way.rpc.NewResponse();
    const std::string text = absl::StrReplaceAll(
        way.text, {{way.mark, thing}, {"$P", world->PersonOf(Acting::kBystander)}, {"$B", world->table()}});
    if (!google::protobuf::TextFormat::ParseFromString(text, request.get()))
      ADD_FAILURE() << way.rpc.method->full_name() << ": not a request: " << text;
    absl::Status status = world->Ask(way.rpc, caller, acting, *request, *response);
    const std::vector<absl::Status> items = StatusesOf(*response);
    if (!items.empty()) status = items[0];
    const auto starred = [&](absl::string_view told) {
      return thing.empty() ? std::string(told) : absl::StrReplaceAll(told, {{thing, "*"}});
    };
    return {status.code(), ReasonOf(status), starred(status.message()),
            status.ok() ? starred(rpc::DeterministicBytes(*response)) : ""};
  }

  // Whether the RPC does what it is for, or refuses it for its own reason.
  static bool IsReached(const Way& way, const Reply& reply) {
    switch (reply.code) {
      case absl::StatusCode::kOk:
      case absl::StatusCode::kFailedPrecondition:
      case absl::StatusCode::kAborted:
      case absl::StatusCode::kAlreadyExists:
      case absl::StatusCode::kResourceExhausted:
        return true;
      default:
        return absl::c_linear_search(ValidRequests().at(way.rpc.method->name()).reasons, reply.reason);
    }
  }

  // `unknown`: what the same caller is told about what does not exist.
  static bool Fits(const Way& way, const Cell& cell, Outcome outcome, const Reply& reply,
                   const Reply& unknown) {
    const auto refused = [&](absl::StatusCode code) {
      return reply.code == code && reply.reason == NameOf(outcome);
    };
    switch (outcome) {
      case Outcome::kReached: {
        const bool tells = cell.named != Named::kNothing && way.rpc.method->output_type()->field_count() > 0;
        return IsReached(way, reply) && (!tells || reply != unknown);
      }
      case Outcome::kFiltered:
        return IsReached(way, reply) || reply.code == absl::StatusCode::kNotFound;
      case Outcome::kNotFound:
        return reply == unknown &&
               (reply.code == absl::StatusCode::kNotFound || (reply.ok() && reply.bytes.empty()));
      case Outcome::kRoleMissing:
      case Outcome::kOutOfScope:
      case Outcome::kNotOnBehalf:
        return refused(absl::StatusCode::kPermissionDenied);
      case Outcome::kNoPeople:
      case Outcome::kPersonMissing:
        return refused(absl::StatusCode::kInvalidArgument);
      case Outcome::kPersonNotFound:
        return refused(absl::StatusCode::kNotFound) &&
               reply.message == absl::StrCat("person ", world->PersonOf(cell.acting), " not found");
    }
    return false;
  }

  // Asks of every relation and for every person, of what is there and of what is not; the answers are judged
  // as those to `stated`.
  static void AskAll(const Way& way, const Caller& caller, const Caller& stated, Tally& tally) {
    Cell cell;
    cell.policy = way.rpc.policy();
    cell.of_ideas = way.rpc.method->file()->package() == "obt.ideas.v1";
    cell.knows_people = SpecOf(way.rpc.service).directory == feed::DirectoryNeed::kPeople;
    cell.named = way.named;
    cell.role = stated.role;
    cell.everywhere = stated.everywhere;
    for (const Relation relation : kRelations) {
      cell.relation = relation;
      const std::string there = world->Find(way.rpc, way.named, way.field, relation);
      const std::string nowhere = way.named == Named::kOrganisation ? "nowhere" : kUnknownId;
      for (const Acting acting : kActings) {
        cell.acting = acting;
        const Reply unknown = Ask(way, caller, nowhere, acting);
        for (const bool present : {false, true}) {
          cell.present = present || cell.named == Named::kNothing;
          Judge(way, cell, present ? Ask(way, caller, there, acting) : unknown, unknown, tally);
        }
      }
    }
  }

  static void Judge(const Way& way, const Cell& cell, const Reply& reply, const Reply& unknown,
                    Tally& tally) {
    const Outcome outcome = Expected(cell);
    ++tally.outcomes[outcome];
    const bool reached = outcome == Outcome::kReached || outcome == Outcome::kFiltered;
    tally.reached[way.rpc.method->full_name()] |= reached;
    if (Fits(way, cell, outcome, reply, unknown)) return;
    ++tally.wrong[cell.named];
    tally
        .faults[absl::StrCat(way.rpc.service, ": ", way.rpc.method->full_name(), " ", way.text, ": expected ",
                             NameOf(outcome), ", got ", absl::StatusCodeToString(reply.code), " ",
                             reply.message)]
        .push_back(absl::StrCat(options::v1::Role_Name(static_cast<options::v1::Role>(cell.role)),
                                cell.everywhere ? " everywhere" : "", ", relation ",
                                static_cast<int>(cell.relation), cell.present ? ", present" : ", absent",
                                ", acting ", static_cast<int>(cell.acting)));
  }

  static inline std::unique_ptr<MatrixWorld> world;
};

TEST_F(RoleMatrix, EveryCellIsAnsweredAsThePolicySays) {
  Tally tally;
  for (const Rpc& rpc : EveryRpc()) {
    for (const Way& way : WaysToAsk(rpc)) {
      for (const Caller& caller : EveryCaller()) AskAll(way, caller, caller, tally);
    }
  }
  for (const auto& [fault, cells] : tally.faults)
    ADD_FAILURE() << fault << ", in " << cells.size() << " cells, of which one is " << cells[0];
  for (const auto& [rpc, reached] : tally.reached) EXPECT_TRUE(reached) << rpc << " is reached by nobody";
  int cells = 0;
  for (const auto& [outcome, count] : tally.outcomes) cells += count;
  std::cout << cells << " cells of " << tally.reached.size() << " RPCs";
  for (const auto& [outcome, count] : tally.outcomes) std::cout << ", " << NameOf(outcome) << " " << count;
  std::cout << std::endl;
}

// Else the above would say nothing.
TEST_F(RoleMatrix, NoticesGrantsThatReachTooFar) {
  Tally tally;
  for (const Rpc& rpc : EveryRpc()) {
    for (const Way& way : WaysToAsk(rpc)) {
      for (const Caller& caller : EveryCaller()) {
        if (caller.everywhere) AskAll(way, caller, {caller.role}, tally);
      }
    }
  }
  for (const Named named :
       {Named::kOrganisation, Named::kPerson, Named::kTeam, Named::kOwned, Named::kPrivate, Named::kReport})
    EXPECT_GT(tally.wrong[named], 0) << static_cast<int>(named);
}

}  // namespace
}  // namespace obt::testing
