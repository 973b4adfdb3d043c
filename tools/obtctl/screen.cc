#include "tools/obtctl/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

constexpr absl::string_view kHideAndHome = "\x1B[?25l\x1B[H", kRestOfLine = "\x1B[K", kRestBelow = "\x1B[J";
constexpr char kShow[] = "\x1B[?25h", kShowAndGoOn[] = "\x1B[?25h\n";
constexpr size_t kUsualRows = 24;

// A signal that comes while a frame is written ends the program as soon as that write returns; one that comes
// at any other time from where it is. Each side first says what it does, then looks at the other.
std::atomic<bool> drawing{false}, ended{false};

[[noreturn]] void Leave() {
  static_cast<void>(!write(STDOUT_FILENO, kShowAndGoOn, sizeof(kShowAndGoOn) - 1));
  _exit(0);
}

void End(int) {
  ended = true;
  if (!drawing) Leave();
}

// Ctrl-Z; the next frame hides the cursor again.
void Stop(int) {
  const int error = errno;
  static_cast<void>(!write(STDOUT_FILENO, kShow, sizeof(kShow) - 1));
  std::signal(SIGTSTP, SIG_DFL);
  std::raise(SIGTSTP);
  errno = error;
}

constexpr int kEndings[] = {SIGINT, SIGTERM, SIGQUIT, SIGHUP};

// Zeros where it is not known.
winsize SizeOfTerminal() {
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size : winsize();
}
size_t Rows() {
  const winsize size = SizeOfTerminal();
  return size.ws_row > 0 ? size.ws_row : kUsualRows;
}

absl::Status WriteAll(absl::string_view text) {
  while (!text.empty() && !ended) {
    const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR)
      return UnwrittenError(absl::StrCat("standard output cannot be written: ", std::strerror(errno)));
    text.remove_prefix(static_cast<size_t>(std::max<ssize_t>(written, 0)));
  }
  return absl::OkStatus();
}

}  // namespace

Screen::Screen() {
  struct sigaction end = {};
  end.sa_handler = End;
  for (const int signal : kEndings) sigaction(signal, &end, nullptr);
  // What is there goes up and stays readable.
  static_cast<void>(WriteAll(std::string(Rows(), '\n')));
}

Screen::~Screen() {
  static_cast<void>(WriteAll(kShow));
  for (const int signal : kEndings) std::signal(signal, SIG_DFL);
  std::signal(SIGTSTP, SIG_DFL);
}

size_t Screen::Width() { return SizeOfTerminal().ws_col; }

std::string Screen::Written(const std::string& lines, size_t rows) {
  std::string text(kHideAndHome);
  std::vector<absl::string_view> all = absl::StrSplit(absl::StripSuffix(lines, "\n"), '\n');
  all.resize(std::min(all.size(), std::max<size_t>(rows, 2) - 1));
  for (const absl::string_view line : all) absl::StrAppend(&text, line, kRestOfLine, "\n");
  return absl::StrCat(text, kRestBelow);
}

absl::Status Screen::Draw(const std::string& lines) {
  std::signal(SIGTSTP, Stop);
  drawing = true;
  const absl::Status status = WriteAll(Written(lines, Rows()));
  drawing = false;
  if (ended) Leave();
  return status;
}

}  // namespace obt::ctl
