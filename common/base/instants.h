// Instants as people and programs write them. What is written here is read here again as the same instant.
// Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace obt {

// For programs: "2024-10-27T00:30:00Z", with as many digits of a second as there are.
std::string WriteInstant(absl::Time time);
// For people, to the second: "2024-10-14 09:30:00" in Europe/London; with its offset in the hour that happens
// twice, "2024-10-27 01:30:00+01:00".
std::string WriteLocal(absl::Time time);

// Either of them, also without seconds, with a T or a blank between day and time; a day alone is its first
// instant. Without an offset in Europe/London. INVALID_ARGUMENT with a sentence where it is no time, and
// where London's clocks showed it twice or never, which says both readings.
absl::StatusOr<absl::Time> ReadInstant(absl::string_view text);

}  // namespace obt
