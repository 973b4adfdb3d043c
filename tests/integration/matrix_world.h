// A world for the matrix of access: a client for each role, whose grant names one organisation of a tree, and
// the same things in that organisation and in all around it. For tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/integration/access_oracle.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/world.h"

namespace obt::testing {

inline constexpr Relation kRelations[] = {Relation::kOwn, Relation::kChild, Relation::kSibling,
                                          Relation::kParent, Relation::kForeign};
inline constexpr Acting kActings[] = {Acting::kNobody,      Acting::kBystander, Acting::kMember,
                                      Acting::kFacilitator, Acting::kOutsider,  Acting::kUnknown};

// Who calls: a client of one role, or (0) of none.
struct Caller {
  int role;
  bool everywhere = false;  // where the role is an organisation's: its grant names none
  std::string name() const;
};
std::vector<Caller> EveryCaller();

class MatrixWorld {
 public:
  MatrixWorld();

  // Asks within the process, for what is sent over gRPC takes ten times as long.
  absl::Status Ask(const Rpc& rpc, const Caller& caller, Acting acting,
                   const google::protobuf::Message& request, google::protobuf::Message& response);
  // The id or code of what a field of an RPC's request names; of what goes by itself, one made now.
  std::string Find(const Rpc& rpc, Named named, const std::string& field, Relation relation);
  // Empty for nobody.
  const std::string& PersonOf(Acting acting) const { return people_.at(acting); }
  const std::string& table() const { return table_; }

 private:
  void MakeClients();
  void MakePeople();
  // Of one organisation: a person, a team, an import, and all that a team can have, seen by the team alone.
  void MakeThings(Relation relation);
  void MakeStory(Relation relation, const std::string& team);
  // Beside: what is not an organisation's.
  void MakeCommonThings();
  // The id in the answer to an empty request.
  std::string Begin(const Rpc& rpc, const std::string& client, const std::string& field);

  World world_;
  std::map<Acting, std::string> people_;
  std::string writer_;                                              // another member of every team
  std::string case_study_;                                          // which every team has adopted
  std::map<std::pair<std::string, Relation>, std::string> things_;  // by field
  std::map<std::string, std::string> common_;                       // by process and field
  std::map<std::string, Rpc> verifying_;                            // by process: VerifyStore
  std::string table_;
};

}  // namespace obt::testing
