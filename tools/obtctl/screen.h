// A terminal on which lines are drawn again and again, in place: each time in one write, from the top, over
// what was there rather than after clearing it, so that nothing flickers. Ctrl-C and SIGTERM end the program
// with exit code 0 and the cursor as it was, at once, also in the middle of a call. One at a time.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace obt::ctl {

class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // Lines narrower than the terminal; those for which it is too low are left out.
  absl::Status Draw(const std::string& lines);

  // Of the terminal, in letters; 0: it does not say.
  static size_t Width();
  // What is written for them. Pure.
  static std::string Written(const std::string& lines, size_t rows);
};

}  // namespace obt::ctl
