#include "common/base/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <string>

#include "common/base/points.h"

namespace obt {
namespace {

enum class Part { kLetter, kMark, kUnseen, kApostrophe, kNone };

Part PartOf(int32_t point) {
  if (point < 0x80) {
    const bool letter = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    if (letter || (point >= '0' && point <= '9')) return Part::kLetter;
    return point == '\'' ? Part::kApostrophe : Part::kNone;
  }
  if (u_isalnum(point)) return Part::kLetter;
  if (point == 0x2019) return Part::kApostrophe;
  if (u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return Part::kUnseen;
  return (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0 ? Part::kMark : Part::kNone;
}

// A word while it is read.
class Reading {
 public:
  bool empty() const { return word_.empty(); }
  bool after_apostrophe() const { return pending_; }

  void Add(int32_t point, size_t begin, size_t end) {
    if (word_.empty()) begin_ = begin;
    end_ = end;
    pending_ = false;
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    const bool capital = point >= 'A' && point <= 'Z';
    const UChar32 folded =
        point < 0x80 ? point + (capital ? 'a' - 'A' : 0) : u_foldCase(point, U_FOLD_CASE_DEFAULT);
    U8_APPEND_UNSAFE(bytes, length, folded);
    full_ = full_ || word_.size() + static_cast<size_t>(length) > kMostWordBytes;
    if (!full_) word_.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
  }

  void AddApostrophe() {
    pending_ = true;
    apostrophe_ = word_.size();
  }

  void End(absl::FunctionRef<void(const TextWord&)> visit) {
    if (word_.empty()) return;
    if (apostrophe_ > 0 && apostrophe_ + 1 == word_.size() && word_.back() == 's') word_.pop_back();
    visit({begin_, end_, word_});
    word_.clear();
    pending_ = full_ = false;
    apostrophe_ = 0;
  }

 private:
  std::string word_;
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
