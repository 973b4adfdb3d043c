#include "tools/obtctl/people_codes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/unseen.h"
#include "common/cli/typed.h"
#include "tools/obtctl/people_columns.h"

namespace obt::ctl {
namespace {

constexpr char kUnknown[] = "UNKNOWN";
constexpr size_t kListed = 15;  // codes; of more the nearest are named
constexpr size_t kNearest = 5;

}  // namespace

void StaffCodes::Add(const std::string& column, const identity::v1::ReferenceList& list) {
  Codes& codes = columns_[column];
  for (const identity::v1::ReferenceEntry& entry : list.entries()) {
    codes.all.push_back(entry.code());
    codes.words.emplace(LettersOf(entry.code()), entry.code());
    codes.words.emplace(LettersOf(entry.name()), entry.code());
  }
  if (std::find(codes.all.begin(), codes.all.end(), kUnknown) == codes.all.end())
    codes.all.push_back(kUnknown);
  // Codes first, then names, then what others call them: what was there before stands.
  for (const std::string& code : codes.all) codes.by_letters.emplace(LettersOf(code), code);
  std::map<std::string, std::set<std::string>> named;
  for (const identity::v1::ReferenceEntry& entry : list.entries())
    named[LettersOf(entry.name())].insert(entry.code());
  const auto take = [&codes, &named] {
    for (const auto& [letters, meant] : named) {
      if (meant.size() == 1 && !letters.empty()) codes.by_letters.emplace(letters, *meant.begin());
    }
  };
  take();
  named.clear();
  for (const identity::v1::ReferenceMapping& mapping : list.mappings())
    named[LettersOf(mapping.source_name())].insert(mapping.code());
  take();
}

CleanCell StaffCodes::CodeOf(const std::string& column, const std::string& text) const {
  const auto codes = columns_.find(column);
  if (text.empty() || codes == columns_.end() || codes->second.all.size() < 2) return {text, ""};
  if (std::find(codes->second.all.begin(), codes->second.all.end(), text) != codes->second.all.end())
    return {text, ""};
  const auto found = codes->second.by_letters.find(LettersOf(text));
  if (found != codes->second.by_letters.end()) return {found->second, ""};
  return {text, Fault(column, codes->second, text)};
}

std::string StaffCodes::Fault(const std::string& column, const Codes& codes, const std::string& text) {
  const std::string what = absl::StrCat(Shown(text), " is not in the list of ", column, "s; ");
  if (codes.all.size() <= kListed) return absl::StrCat(what, "it has ", absl::StrJoin(codes.all, ", "));
  const std::string letters = LettersOf(absl::string_view(text).substr(0, 100));
  std::map<std::string, size_t> distances;  // by code
  for (const auto& [word, code] : codes.words) {
    const size_t distance = cli::DistanceOf(letters, word);
    const auto [known, is_new] = distances.emplace(code, distance);
    if (!is_new) known->second = std::min(known->second, distance);
  }
  std::vector<std::pair<size_t, std::string>> nearest;
  for (const auto& [code, distance] : distances) nearest.emplace_back(distance, code);
  std::sort(nearest.begin(), nearest.end());
  nearest.resize(std::min(nearest.size(), kNearest));
  return absl::StrCat(
      what, "the nearest are ",
      absl::StrJoin(nearest, ", ", [](std::string* out, const auto& one) { *out += one.second; }),
      ", and what is not known is ", kUnknown);
}

}  // namespace obt::ctl
