#include "services/aggregator/facts.h"

#include <algorithm>
#include <limits>

namespace obt::aggregator {
namespace {

auto PlaceOf(std::vector<Fact>& facts, uint64_t sequence) {
  return std::lower_bound(facts.begin(), facts.end(), sequence,
                          [](const Fact& fact, uint64_t value) { return fact.sequence < value; });
}

}  // namespace

bool ReadFacts(const store::v1::LearnerRow& row, std::vector<Fact>& facts) {
  facts.clear();
  const int count = row.recorded_sequence_size();
  if (row.occurred_at_us_size() != count || row.source_size() != count || row.module_size() != count ||
      row.verb_size() != count || row.minutes_size() != count) {
    return false;
  }
  facts.reserve(static_cast<size_t>(count) + 1);
  for (int i = 0; i < count; ++i) {
    if (row.source(i) > Names::kMaxNames || row.module(i) > Names::kMaxNames ||
        row.verb(i) > std::numeric_limits<uint8_t>::max() ||
        row.minutes(i) > std::numeric_limits<uint16_t>::max() ||
        (i > 0 && row.recorded_sequence(i) <= row.recorded_sequence(i - 1))) {
      return false;
    }
    Fact& fact = facts.emplace_back();
    fact.sequence = row.recorded_sequence(i);
    fact.occurred_at_us = row.occurred_at_us(i);
    fact.source = static_cast<Number>(row.source(i));
    fact.module = static_cast<Number>(row.module(i));
    fact.verb = static_cast<uint8_t>(row.verb(i));
    fact.minutes = static_cast<uint16_t>(row.minutes(i));
  }
  return true;
}

void WriteFacts(const std::vector<Fact>& facts, store::v1::LearnerRow& row) {
  row.Clear();
  for (const Fact& fact : facts) {
    row.add_recorded_sequence(fact.sequence);
    row.add_occurred_at_us(fact.occurred_at_us);
    row.add_source(fact.source);
    row.add_module(fact.module);
    row.add_verb(fact.verb);
    row.add_minutes(fact.minutes);
  }
}

void PutFact(std::vector<Fact>& facts, const Fact& fact) {
  const auto place = PlaceOf(facts, fact.sequence);
  if (place != facts.end() && place->sequence == fact.sequence) {
    *place = fact;
  } else {
    facts.insert(place, fact);
  }
}

void DropFact(std::vector<Fact>& facts, uint64_t sequence) {
  const auto place = PlaceOf(facts, sequence);
  if (place != facts.end() && place->sequence == sequence) facts.erase(place);
}

}  // namespace obt::aggregator
