// Which id the suite gave each simulated person: a file of 16 bytes a person, mapped into memory, so that
// what is known survives a killed process. Different people may be set from different threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/ids.h"

namespace obt::simulate {

class PersonIds {
 public:
  // Opens or makes the file for so many people; FAILED_PRECONDITION when it is for another number.
  static absl::StatusOr<std::unique_ptr<PersonIds>> Open(const std::string& path, size_t people);
  ~PersonIds();
  PersonIds(const PersonIds&) = delete;
  PersonIds& operator=(const PersonIds&) = delete;

  void Set(uint32_t person, const PersonId& id);
  std::optional<PersonId> Find(uint32_t person) const;
  // FAILED_PRECONDITION while the suite has not told.
  absl::StatusOr<PersonId> Get(uint32_t person) const;
  // Whether all people of [first, end) are known.
  bool KnowsAll(uint32_t first, uint32_t end) const;
  size_t CountKnown() const;

 private:
  PersonIds(uint8_t* bytes, size_t people) : bytes_(bytes), people_(people) {}

  uint8_t* const bytes_;
  const size_t people_;
};

}  // namespace obt::simulate
