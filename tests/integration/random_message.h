// Random requests made from descriptors: plausible values, garbage, and everything between, from one seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace obt::testing {

class RandomMessage {
 public:
  // `known` are values that exist in the world, by the end of the field's name ("person_id",
  // "organisation_code").
  RandomMessage(uint64_t seed, std::vector<std::pair<std::string, std::string>> known)
      : random_(seed), known_(std::move(known)) {}
  void Fill(google::protobuf::Message& message, int depth = 0);

 private:
  uint64_t Below(uint64_t n) { return random_() % n; }
  std::string Text(const std::string& field);
  int64_t Number();
  void FillField(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                 int depth);
  std::mt19937_64 random_;
  std::vector<std::pair<std::string, std::string>> known_;
};

}  // namespace obt::testing
