// Random numbers that depend on nothing but a seed and what they are for, so that each person's draws are the
// same whatever happens to the others. A value, not for secrets; as thread-safe as an int.
#pragma once

#include <cstdint>

namespace obt::simulate {

// Spreads 64 bits over 64 bits; a bijection, so different inputs stay different.
inline uint64_t Mix(uint64_t bits) {
  bits += 0x9E3779B97F4A7C15u;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return bits ^ (bits >> 31);
}

class Random {
 public:
  // purpose keeps apart what is drawn for the same item; item is for instance a person's index.
  Random(uint64_t seed, uint64_t purpose, uint64_t item) : state_(Mix(Mix(Mix(seed) ^ purpose) ^ item)) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    return Mix(state_);
  }
  // In [0, 1).
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  bool Chance(double probability) { return Unit() < probability; }
  // In [low, high], low <= high.
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Next() % static_cast<uint64_t>(high - low + 1));
  }

 private:
  uint64_t state_;
};

}  // namespace obt::simulate
