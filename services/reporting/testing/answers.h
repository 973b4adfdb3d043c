// A small programme, person by person, and what the aggregator would answer of it. For tests.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/reporting/making/joint.h"
#include "services/reporting/making/made.h"
#include "services/reporting/tables/standard.h"

namespace obt::reporting::testing {

struct Someone {
  std::string department = "dwp", body = "dwp-core", grade = "AO", profession = "POLICY", region = "WALES";
  std::map<tables::Measure, size_t> reached;  // in which week, from 0
  int64_t minutes = 0;
};
// Something that happened once.
struct Thing {
  std::string department = "dwp", body = "dwp-core";
  tables::Measure measure;
  std::string band;
};

struct SmallProgramme {
  std::vector<Someone> people;
  std::vector<Thing> things;
  std::vector<std::string> weeks = {"2024-10-14", "2024-10-21", "2024-10-28"};
  size_t week = 2;  // the last one that counts

  // `count` more people like this one.
  SmallProgramme& Add(size_t count, const Someone& someone);
  // So many of them take part from a week on, by beginning to learn.
  SmallProgramme& Add(size_t count, size_t participants, Someone someone, size_t from_week = 0);
};

// To every question that the standard tables ask.
making::Answers AnswersOf(const SmallProgramme& programme, bool monthly = true);
// As it is before anything is decided.
making::Kept KeptOf(const SmallProgramme& programme, bool monthly = true, int number = 1);
// The tables of each of its releases, which are decided.
std::vector<std::vector<v1::Table>> PrintAll(const making::Joint& joint);
// How many there are of each.
struct Shape {
  size_t departments = 5, bodies = 12, grades = 5, professions = 8, regions = 6;
};
// Somebody drawn again and again: departments, bodies and all else of uneven sizes; the last body is tiny.
SmallProgramme DrawProgramme(uint32_t seed, size_t people, size_t week, const Shape& shape = {});

}  // namespace obt::reporting::testing
