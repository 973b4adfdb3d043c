// A world that reporters of one department look at: dwp, of which they are, and hmrc, of which they are not.
// Both have people who learn, answer and talk, ideas that are shared and ideas that are not, and a release.
// For tests.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "obt/ideas/v1/idea_facts.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {

class TwoSides {
 public:
  // Clients: "dwp-reports" is dwp's reporter, "cabinet" the centre's.
  TwoSides();

  // Whatever can happen in hmrc without anything of it being shared with others: more people who learn and
  // answer, leave and are promoted, imports, other grades, teams, conversations, ideas, experiments,
  // benefits, comments, endorsements, reports. Counted when this returns.
  void ChangeOutside();
  void OpenSnapshot();

  World world;
  // What there is to name, of both sides and of neither.
  std::vector<std::string> teams, items, imports;
  std::vector<std::string> people;       // of both sides
  std::vector<std::string> some_people;  // of each side: a facilitator, who left or moved, and somebody else
  std::string published, draft;          // releases
  std::vector<std::string> tables;       // of the published one
  std::string snapshot;                  // of the aggregator, the last that cabinet opened
  std::set<std::string> personal;        // ids, names, addresses of everybody
  std::set<std::string> outside;         // ids, names, addresses and words that nobody of dwp may be told
  std::set<int64_t> outside_figures;     // exact ones that come about nowhere else

 private:
  struct Side {
    std::string organisation, client;
    std::vector<std::string> people;
    std::string team;
  };
  void PutSurvey(const std::string& id, bool before);
  void ChangeStaffOutside();
  void ChangeTeamsOutside(const std::string& idea);
  // So many more of a side's people, of whom some learn for the minutes given, the first of them on.
  void AddPeople(Side& side, const std::string& organisation, const std::string& name, int people,
                 const std::vector<int>& minutes, const std::string& grade = "EO",
                 const google::type::Date& from = DateOf(2024, 4, 1));
  void Learn(const Side& side, const std::string& person, int minutes);
  void Answer(const Side& side, const std::string& person, int before, int after, absl::Time at);
  std::string CreateTeam(const Side& side);
  // Two ideas are talked about and agreed, one of them tried and written down, in these words. Private: seen
  // by their team alone. Returns what may be commented on: the idea if it is private, else the case study.
  std::string TryOut(const Side& side, const std::string& team, const std::string& words, bool is_private,
                     int attendance, int64_t thousandths_before);
  // An experiment with an agreed idea, from its plan to its outcome.
  std::string Experiment(const Side& side, const std::string& idea, const std::string& words,
                         int64_t thousandths_before);
  void Publish(const Side& side, const std::string& case_study);
  void Adopt(const Side& side, const std::string& case_study);
  void Comment(const Side& side, const std::string& target, const std::string& words);
  std::string MakeRelease(const google::type::Date& as_of);

  // A call made for somebody, which must succeed.
  template <typename Response>
  Response Must(const google::protobuf::Message& request, const std::string& client,
                const std::string& person);
  void Keep(const Side& side, const std::string& id, bool is_private);

  std::string hidden_idea_;
  std::string mover_;  // learned at dwp, and is at hmrc now
  Side inside_{"dwp", "dwp", {}, ""}, outside_{"hmrc", "hmrc", {}, ""};
};

}  // namespace obt::testing
