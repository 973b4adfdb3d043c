#include "services/ideas/search/english.h"

#include <libstemmer.h>

#include <memory>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace obt::ideas::search {
namespace {

// Folded: without apostrophes.
constexpr absl::string_view kStopWords =
    "a about above after again against all also am an and any are arent as at be because been before being "
    "below between both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during "
    "each few for from further had hadnt has hasnt have havent having he hed her here heres hers herself hes "
    "him himself his how hows i id if im in into is isnt it its itself ive just lets may me might more most "
    "must mustnt my myself no nor not now of off on once only or other ought our ours ourselves out over own "
    "same shant she shed shes should shouldnt so some such than that thats the their theirs them themselves "
    "then there theres these they theyd theyll theyre theyve this those through to too under until up us "
    "very "
    "was wasnt we wed were werent weve what whats when whens where wheres which while who whom whos why whys "
    "will with wont would wouldnt you youd youll your youre yours yourself yourselves youve";

struct Delete {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

}  // namespace

bool IsStopWord(absl::string_view word) {
  static const auto& words =
      *new absl::flat_hash_set<absl::string_view>(absl::StrSplit(kStopWords, ' '));  // for ever
  return words.contains(word);
}

std::string StemOf(absl::string_view word) {
  thread_local const std::unique_ptr<sb_stemmer, Delete> stemmer(sb_stemmer_new("english", "UTF_8"));
  if (stemmer == nullptr) Die("libstemmer has no English; is it whole?");
  const auto* letters = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem = sb_stemmer_stem(stemmer.get(), letters, static_cast<int>(word.size()));
  if (stem == nullptr) Die("out of memory");
  return {reinterpret_cast<const char*>(stem), static_cast<size_t>(sb_stemmer_length(stemmer.get()))};
}

}  // namespace obt::ideas::search
