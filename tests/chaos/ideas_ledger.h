// What a writer's ideas must be, whatever died meanwhile, and by which words they are found.
#pragma once

#include <deque>
#include <random>
#include <string>
#include <utility>

#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tests/chaos/writers.h"

namespace obt::testing {

// An idea and its experiment, if it has one; without times.
struct KeptIdea {
  ideas::v1::IdeaFacts facts;
  ideas::v1::IdeaText text;
  std::string word;  // in its title and nowhere else
  int endorsements = 0, comments = 0;
  std::string report_id;
  ideas::v1::ExperimentFacts experiment;
  ideas::v1::ExperimentText experiment_text;
  std::string experiment_word;
};

class IdeasLedger {
 public:
  // Everything is the facilitator's; the outsider sees what is for everybody.
  IdeasLedger(World& world, KillRecord& record, Caller facilitator, Caller outsider)
      : world_(world),
        record_(record),
        facilitator_(std::move(facilitator)),
        outsider_(std::move(outsider)) {}

  // Compares one of everything with what is shown and found.
  void LookAtAny(std::mt19937_64& random);
  // The same of all that was refused, and of the latest of everything else.
  void LookAtAll();

  std::deque<KeptIdea> ideas;
  std::deque<ideas::v1::ConversationFacts> conversations;
  std::deque<std::string> nowhere;  // words of what was refused, or of before a change

 private:
  void Look(const KeptIdea& idea);
  void Look(const ideas::v1::ConversationFacts& conversation);
  void CompareIdea(const KeptIdea& idea);
  void CompareExperiment(const KeptIdea& idea);
  // By the word is found what has that id, and nothing else; empty: nothing at all.
  void CheckFound(const Caller& caller, const std::string& word, const std::string& id);
  // Asks as the facilitator; what is not answered is lost.
  template <typename Response>
  Response Show(const google::protobuf::Message& request);
  void Compare(const std::string& name, const google::protobuf::Message& shown,
               const google::protobuf::Message& kept);

  World& world_;
  KillRecord& record_;
  const Caller facilitator_, outsider_;
};

}  // namespace obt::testing
