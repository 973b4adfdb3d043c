#include "tools/obtctl/standard_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

int first_fault = 0;  // errno of the first text that could not be written
bool heeds_sigpipe = false;

void Notice(bool written) {
  if (!written && first_fault == 0) first_fault = errno == 0 ? EIO : errno;
}

}  // namespace

void PutOut(absl::string_view text) {
  errno = 0;
  Notice(std::fwrite(text.data(), 1, text.size(), stdout) == text.size());
}

void FlushOut() {
  errno = 0;
  Notice(std::fflush(stdout) == 0);
}

absl::Status EndOut() {
  FlushOut();
  if (first_fault == 0) return absl::OkStatus();
  if (first_fault == EPIPE && heeds_sigpipe) {
    std::signal(SIGPIPE, SIG_DFL);  // gRPC ignores it
    std::raise(SIGPIPE);
  }
  return UnwrittenError(absl::StrCat("standard output cannot be written: ", std::strerror(first_fault)));
}

void BeginOut() {
  struct sigaction at_first = {};
  heeds_sigpipe = sigaction(SIGPIPE, nullptr, &at_first) == 0 && at_first.sa_handler == SIG_DFL;
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest number that is free is this one. Read only, so that writing fails as it would have.
    if (fcntl(file, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0) return;
  }
}

}  // namespace obt::ctl
