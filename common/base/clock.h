// Where "now" comes from. It is read once per call and passed on as a value.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace obt {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock; lives for ever.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
  static const SystemClock& Get() {
    static const SystemClock clock;
    return clock;
  }
};

}  // namespace obt
