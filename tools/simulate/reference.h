// The files of deploy/reference as the simulator needs them: code lists, organisations with their payroll
// grade bands, and how people of 2023 spread over grades, professions and regions. Plain values, checked
// while loading: every code is known and every band sum equals its total.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::simulate {

struct CodeList {
  std::vector<std::string> codes;
  std::vector<std::string> names;

  std::optional<size_t> Find(absl::string_view code) const;
};

enum Band : size_t { kAaAo, kEo, kSeoHeo, kG6G7, kScs, kOtherBand, kBandCount };

struct Organisation {
  std::string code;
  std::string name;
  std::string email_domain;  // The first one; empty for organisations of the past.
  uint32_t department = 0;   // Index of the topmost organisation above it, or of itself.
  bool stated = false;       // The payroll states its total; otherwise ONS does and some bands are estimates.
  int64_t total = 0;         // People in October 2024; 0 for organisations of the past.
  std::array<int64_t, kBandCount> bands{};
};

using Counts = std::vector<int64_t>;  // One per code of a list.

// People in post in March 2023 over the codes of one list. Empty where the statistics do not know an
// organisation.
struct Distribution {
  std::vector<Counts> own;         // By organisation.
  std::vector<Counts> department;  // By organisation: its department with all bodies.
  Counts national;

  // The nearest of the three that has anybody in the given codes; all codes if none are given.
  const Counts& Nearest(uint32_t organisation, const std::vector<size_t>& codes = {}) const;
};

struct Reference {
  CodeList grades;
  std::array<std::vector<size_t>, kBandCount> grades_of_band;
  CodeList professions;
  CodeList regions;
  CodeList learning_types;
  std::vector<Organisation> organisations;  // Parents before children.
  Distribution grade;
  Distribution profession;
  Distribution region;

  std::optional<uint32_t> FindOrganisation(absl::string_view code) const;
};

absl::StatusOr<Reference> LoadReference(const std::string& directory);

}  // namespace obt::simulate
