#include "common/base/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "common/base/points.h"

namespace obt {
namespace {

enum class Part { kLetter, kMark, kUnseen, kApostrophe, kNone };

// Of ASCII letters and digits their lower case, of other bytes 0: most texts need no more of Unicode.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> folded{};
  for (size_t c = '0'; c <= '9'; ++c) folded[c] = static_cast<char>(c);
  for (size_t c = 'a'; c <= 'z'; ++c) folded[c] = folded[c - 'a' + 'A'] = static_cast<char>(c);
  return folded;
}();

// Of a point that kFolded lacks.
Part PartOf(int32_t point) {
  if (point < 0x80) return point == '\'' ? Part::kApostrophe : Part::kNone;
  if (u_isalnum(point)) return Part::kLetter;
  if (point == 0x2019) return Part::kApostrophe;
  if (u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return Part::kUnseen;
  return (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0 ? Part::kMark : Part::kNone;
}

// A word while it is read.
class Reading {
 public:
  bool empty() const { return size_ == 0; }
  bool after_apostrophe() const { return pending_; }

  void AddFolded(char letter, size_t begin) {
    Span(begin, begin + 1);
    full_ = full_ || size_ == kMostWordBytes;
    if (!full_) word_[size_++] = letter;
  }

  void Add(int32_t point, size_t begin, size_t end) {
    Span(begin, end);
    std::array<uint8_t, U8_MAX_LENGTH> bytes{};
    size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, u_foldCase(point, U_FOLD_CASE_DEFAULT));
    full_ = full_ || size_ + length > kMostWordBytes;
    if (full_) return;
    std::memcpy(word_.data() + size_, bytes.data(), length);
    size_ += length;
  }

  void AddApostrophe() {
    pending_ = true;
    apostrophe_ = size_;
  }

  void End(absl::FunctionRef<void(const TextWord&)> visit) {
    if (size_ == 0) return;
    if (apostrophe_ > 0 && apostrophe_ + 1 == size_ && word_[apostrophe_] == 's') --size_;
    visit({begin_, end_, absl::string_view(word_.data(), size_)});
    size_ = apostrophe_ = 0;
    pending_ = full_ = false;
  }

 private:
  void Span(size_t begin, size_t end) {
    if (size_ == 0) begin_ = begin;
    end_ = end;
    pending_ = false;
  }

  std::array<char, kMostWordBytes> word_{};
  size_t size_ = 0;
  size_t begin_ = 0, end_ = 0;
  size_t apostrophe_ = 0;  // of the last one: the letters before it
  bool pending_ = false;   // nothing has followed it yet
  bool full_ = false;
};

}  // namespace

void ForEachWord(absl::string_view text, absl::FunctionRef<void(const TextWord&)> visit) {
  Reading word;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (const char folded = kFolded[static_cast<unsigned char>(text[at])]; folded != 0) {
      word.AddFolded(folded, at++);
      continue;
    }
    const int32_t point = NextPoint(text, at);
    const Part part = point < 0 ? Part::kNone : PartOf(point);
    const bool goes_on = !word.empty() && !word.after_apostrophe();
    if (part == Part::kLetter || (part == Part::kMark && goes_on)) {
      word.Add(point, begin, at);
    } else if (part == Part::kUnseen) {
      continue;
    } else if (part == Part::kApostrophe && goes_on) {
      word.AddApostrophe();
    } else {
      word.End(visit);
    }
  }
  word.End(visit);
}

}  // namespace obt
