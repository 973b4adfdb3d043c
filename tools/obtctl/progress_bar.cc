#include "tools/obtctl/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/chart/text.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {
namespace {

constexpr int kWidth = 24;
constexpr absl::Duration kRedraw = absl::Milliseconds(100);

int64_t RateOf(int64_t amount, absl::Duration elapsed) {
  const double seconds = absl::ToDoubleSeconds(elapsed);
  return seconds > 0 ? static_cast<int64_t>(static_cast<double>(amount) / seconds) : 0;
}

}  // namespace

std::string FormatElapsed(absl::Duration elapsed) {
  const double seconds = absl::ToDoubleSeconds(elapsed);
  if (seconds < 60) return absl::StrFormat("%.1f s", seconds);
  const int64_t whole = static_cast<int64_t>(seconds + 0.5);
  return absl::StrFormat("%d min %02d s", whole / 60, whole % 60);
}

ProgressBar::ProgressBar(std::string label, int64_t total, std::string unit, int64_t done)
    : label_(std::move(label)),
      total_(std::max<int64_t>(total, 1)),
      unit_(std::move(unit)),
      first_(done),
      terminal_(isatty(STDERR_FILENO) != 0),
      started_(absl::Now()),
      done_(done) {
  Set(done);
}

ProgressBar::~ProgressBar() {
  if (!finished_) Clear();
}

std::string ProgressBar::Draw(absl::string_view label, int64_t done, int64_t total, int64_t first,
                              absl::string_view unit, absl::Duration elapsed, absl::string_view detail) {
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  const std::string bar = chart::Bar(static_cast<int>(share * kWidth), kWidth);
  std::string line = absl::StrFormat("%-20s %s %3d %%  ", label, bar, static_cast<int>(share * 100));
  if (unit == "%") return absl::StrCat(line, detail);
  const int64_t rate = RateOf(done - first, elapsed);
  absl::StrAppend(&line, WithThousands(done), " of ", WithThousands(total), " ", unit);
  if (rate > 0) {
    absl::StrAppend(&line, ", ", WithThousands(rate), "/s, ",
                    FormatElapsed(absl::Seconds((total - done) / rate)), " left");
  }
  if (!detail.empty()) absl::StrAppend(&line, "  ", detail);
  return line;
}

void ProgressBar::Set(int64_t done) {
  done_ = done;
  const absl::Time now = absl::Now();
  if (!terminal_ || now - drawn_ < kRedraw) return;
  drawn_ = now;
  absl::FPrintF(stderr, "\r\033[K%s", Draw(label_, done_, total_, first_, unit_, now - started_, detail_));
  std::fflush(stderr);
}

void ProgressBar::Clear() {
  if (terminal_) absl::FPrintF(stderr, "\r\033[K");
}

void ProgressBar::Finish() {
  finished_ = true;
  Clear();
  const absl::Duration elapsed = absl::Now() - started_;
  const int64_t amount = done_ - first_;
  if (amount == 0) return;
  if (unit_ == "%") {
    absl::FPrintF(stderr, "%-20s %s\n", label_, FormatElapsed(elapsed));
    return;
  }
  absl::FPrintF(stderr, "%-20s %s %s in %s, %s/s\n", label_, WithThousands(amount), unit_,
                FormatElapsed(elapsed), WithThousands(RateOf(amount, elapsed)));
}

}  // namespace obt::ctl
