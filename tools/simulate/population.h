// A synthetic Civil Service: as many people per organisation and grade band as the payroll of October 2024
// states, spread over grades, professions and regions as the statistics of 2023 say. The same options give
// the same people. Immutable once made; names and addresses are computed when asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/simulate/fit.h"
#include "tools/simulate/reference.h"

namespace obt::simulate {

inline constexpr int64_t kMaxPeople = 6'000'000;  // every public-sector worker

struct PopulationOptions {
  std::string reference_dir;
  // 0: everybody; otherwise organisations are scaled to sum to this, each keeping at least one person.
  int64_t people = 0;
  uint64_t seed = 1;
  // Also the bodies whose total the payroll does not state (the FCDO and its agencies): 486,790 people.
  bool estimated_bodies = false;
};

// Indices into the lists of the population's reference.
struct Person {
  uint32_t organisation = 0;
  uint8_t grade = 0;
  uint8_t profession = 0;
  uint8_t region = 0;
};

// What an organisation of a given size is fitted to: bands rescaled from the payroll, grades within their
// bands, professions and regions by their shares. SCS levels are split alike everywhere.
Margins WantedMargins(const Reference& reference, uint32_t organisation, int64_t people);

class Population {
 public:
  static absl::StatusOr<Population> Make(const PopulationOptions& options);

  const Reference& reference() const { return reference_; }
  // Ordered by organisation.
  const std::vector<Person>& people() const { return people_; }
  size_t size() const { return people_.size(); }
  // The people of an organisation are [FirstOf(organisation), FirstOf(organisation + 1)).
  uint32_t FirstOf(uint32_t organisation) const { return first_of_[organisation]; }
  uint32_t CountOf(uint32_t organisation) const {
    return first_of_[organisation + 1] - first_of_[organisation];
  }

  // "Siân O'Brien"
  std::string NameOf(uint32_t person) const;
  // Unique, at the domain of the person's organisation.
  std::string EmailOf(uint32_t person) const;
  // Seven digits, unique within the organisation only.
  std::string HrIdOf(uint32_t person) const;

 private:
  Population(Reference reference, uint64_t seed) : reference_(std::move(reference)), seed_(seed) {}
  void AddPeople(uint32_t organisation, const Margins& margins, const Cube& seed_table);
  uint32_t RankOf(uint32_t person) const;

  Reference reference_;
  uint64_t seed_;
  std::vector<Person> people_;
  std::vector<uint32_t> first_of_;  // By organisation, and one past the last.
};

}  // namespace obt::simulate
