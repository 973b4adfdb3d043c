// Questions to the search of ideas, drawn from the words that the writers of ideas use, and what they are
// answered: the same questions to an index that followed every change and to one made anew of the same store
// must be answered the same.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/chaos/writers.h"
#include "tests/integration/world.h"

namespace obt::testing {

// So many of the words that ideas are written in.
std::string SomeWords(std::mt19937_64& random, int count);

class Questions {
 public:
  // Asked by any of these.
  Questions(World& world, std::vector<Caller> callers, uint64_t seed)
      : world_(world), callers_(std::move(callers)), random_(seed) {}
  // Other ones, about what is there now.
  void Draw();
  // What each is answered: the reply's bytes, or why it was refused.
  std::vector<std::string> Answers();
  // How many of the last answers had something in them.
  int64_t found() const { return found_; }
  std::string TextOf(size_t question) const;

 private:
  struct Question {
    Caller caller;
    std::unique_ptr<google::protobuf::Message> request;
  };
  std::string SomeQuery();
  std::unique_ptr<google::protobuf::Message> ASearch();
  std::unique_ptr<google::protobuf::Message> ASimilar(const std::vector<std::string>& ids);
  template <typename Reply>
  std::string AnswerTo(const Question& question);

  World& world_;
  const std::vector<Caller> callers_;
  std::mt19937_64 random_;
  std::vector<Question> questions_;
  int64_t found_ = 0;
};

}  // namespace obt::testing
