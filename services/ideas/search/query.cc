#include "services/ideas/search/query.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/base/points.h"
#include "common/base/unicode.h"
#include "common/base/words.h"
#include "services/ideas/search/constants.h"
#include "services/ideas/search/english.h"

namespace obt::ideas::search {
namespace {

absl::Status Refused(absl::string_view why) {
  Violations violations;
  violations.Add("query", why);
  return violations.ToStatus();
}

class Parser {
 public:
  explicit Parser(Query& query) : query_(query) {}

  void Run() {
    const absl::string_view text = query_.text;
    while (at_ < text.size()) {
      const bool minus = text[at_] == '-';
      if (minus) ++at_;
      const bool quote = at_ < text.size() && text[at_] == '"';
      if (quote) ++at_;
      const size_t end = quote ? text.find('"', at_) : text.find_first_of("\" \t\r\n", at_);
      const Query::Phrase read = Read(at_, end == absl::string_view::npos ? text.size() : end);
      if (minus || quote) {
        Keep(read, minus ? query_.excluded : query_.phrases);
      } else {
        for (const QueryWord& word : read) {
          if (!IsStopWord(word.folded)) query_.words.push_back(word);
        }
      }
      SkipTo(end, quote);
    }
  }
  size_t words() const { return words_; }

 private:
  Query::Phrase Read(size_t begin, size_t end) {
    Query::Phrase read;
    ForEachWord(absl::string_view(query_.text).substr(begin, end - begin), [&](const TextWord& word) {
      read.push_back({std::string(word.folded), begin + word.begin, begin + word.end});
    });
    words_ += read.size();
    return read;
  }

  static void Keep(Query::Phrase phrase, std::vector<Query::Phrase>& among) {
    while (!phrase.empty() && IsStopWord(phrase.back().folded)) phrase.pop_back();
    while (!phrase.empty() && IsStopWord(phrase.front().folded)) phrase.erase(phrase.begin());
    if (!phrase.empty()) among.push_back(std::move(phrase));
  }

  // Behind what was read and the blanks after it; a quote that opens the next phrase stays.
  void SkipTo(size_t end, bool quote) {
    const std::string& text = query_.text;
    at_ = end == absl::string_view::npos ? text.size() : end + (quote ? 1 : 0);
    while (at_ < text.size() && absl::ascii_isspace(static_cast<unsigned char>(text[at_]))) ++at_;
  }

  Query& query_;
  size_t at_ = 0;
  size_t words_ = 0;
};

}  // namespace

absl::StatusOr<Query> ParseQuery(absl::string_view text) {
  if (text.size() > kMostQueryBytes)
    return Refused(absl::StrCat("must be at most ", kMostQueryBytes, " bytes; leave out what matters less"));
  if (!IsUtf8(text)) return Refused("must be valid UTF-8");
  Query query;
  if (absl::StripAsciiWhitespace(text).empty()) return query;
  query.text = absl::StrReplaceAll(ToNfc(text), {{"\xE2\x80\x9C", "\""}, {"\xE2\x80\x9D", "\""}});
  Parser parser(query);
  parser.Run();
  if (parser.words() > kMostQueryWords)
    return Refused(
        absl::StrCat("must have at most ", kMostQueryWords, " words; leave out what matters less"));
  if (query.words.empty() && query.phrases.empty())
    return Refused("must have a word that says what to look for, other than \"the\" and its like or -words");
  return query;
}

}  // namespace obt::ideas::search
