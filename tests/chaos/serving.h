// How long services take from their start until they say SERVING.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace obt::testing {

// Waits until all of them serve, at the addresses of the endpoints file; what each took since `started`. One
// that takes longer than a minute is fatal.
std::vector<absl::Duration> AwaitServing(const std::string& endpoints,
                                         const std::vector<std::string>& services, absl::Time started);

// Nothing for so long.
void Pause(absl::Duration time);

// The value below which `percent` of them lie, in milliseconds; 0 without any.
double PercentileMs(std::vector<absl::Duration> times, double percent);

}  // namespace obt::testing
