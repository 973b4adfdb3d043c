// A bar on stderr for work that takes a while: how much is done, how fast, how long still. Redraws at most
// ten times a second on a terminal and writes only the last line elsewhere. Thread-compatible: one caller at
// a time.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace obt::ctl {

class ProgressBar {
 public:
  // "importing people", 477,230, "people". Work that goes on after an interruption starts at `done`.
  ProgressBar(std::string label, int64_t total, std::string unit, int64_t done = 0);
  ~ProgressBar();

  void Set(int64_t done);
  // What is being done at the moment; shown behind the bar.
  void SetDetail(std::string detail) { detail_ = std::move(detail); }
  // The last line: how much was done since the start, in what time, at which rate. None when there was
  // nothing to do.
  void Finish();

  // The line as it would be drawn. Pure, for Set and for tests.
  static std::string Draw(absl::string_view label, int64_t done, int64_t total, int64_t first,
                          absl::string_view unit, absl::Duration elapsed, absl::string_view detail);

 private:
  void Clear();

  const std::string label_;
  const int64_t total_;
  const std::string unit_;
  const int64_t first_;
  const bool terminal_;
  const absl::Time started_;
  int64_t done_;
  std::string detail_;
  absl::Time drawn_ = absl::InfinitePast();
  bool finished_ = false;
};

// "4.2 s"; "1 min 05 s".
std::string FormatElapsed(absl::Duration elapsed);

}  // namespace obt::ctl
