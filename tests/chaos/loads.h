// What the writers of the kill loop write.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "tests/chaos/writers.h"

namespace obt::testing {

// Creates people and moves them about.
class PeopleWriter final : public Writer {
 public:
  PeopleWriter(World& world, KillRecord& record, int number, uint64_t seed, Crowd& crowd)
      : Writer(world, record, "identity", number, seed), crowd_(crowd) {}
  void CheckRows() override;

 private:
  bool Step() override;
  bool Create();
  bool Move();
  void Keep(const identity::v1::PersonFacts& person, uint64_t sequence);

  Crowd& crowd_;
  int made_ = 0;
  std::deque<identity::v1::PersonFacts> people_;  // as last told
};

// Records events of anybody, in batches, and takes some back.
class EventsWriter final : public Writer {
 public:
  EventsWriter(World& world, KillRecord& record, int number, uint64_t seed, const Crowd& crowd)
      : Writer(world, record, "learning", number, seed), crowd_(crowd) {}
  void CheckRows() override;

 private:
  struct Recorded {
    learning::v1::LearningEvent event;
    uint64_t sequence;
    bool retracted = false;
  };
  bool Step() override;
  bool Record();
  bool Retract();
  learning::v1::LearningEvent NewEvent(const std::string& person);
  void Expect(const Recorded& recorded, uint64_t sequence);
  void CheckPerson(const std::string& person, const std::vector<const Recorded*>& recorded);

  const Crowd& crowd_;
  int made_ = 0;
  std::deque<Recorded> events_;
};

}  // namespace obt::testing
