// Compares the aggregator's own rows with the sources' rows, in step, in the order of their keys. Whatever
// the columns say, a row that is not what its source published is found here.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "common/store/table.h"
#include "services/aggregator/rules/facts.h"
#include "services/aggregator/rules/names.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/recount.h"

namespace obt::aggregator {

// Keys as a reader of a difference can use them.
inline std::string KeyText(const std::string& part) { return part; }
inline std::string KeyText(const PersonId& part) { return ToText(part); }
inline std::string KeyText(int32_t part) { return absl::StrCat(part); }
template <typename... Parts>
std::string KeyText(const std::tuple<Parts...>& key) {
  std::string text;
  std::apply([&text](const Parts&... parts) { ((absl::StrAppend(&text, " ", KeyText(parts))), ...); }, key);
  return text;
}

// What a difference shows of a row. Published rows hold nothing personal.
std::string RowText(const google::protobuf::Message& row);

// One table of the own store that a source has too.
template <typename T>
class RowsInStep {
 public:
  RowsInStep(const T& table, const obt::store::Reader& own, Differences& differences)
      : table_(table), own_(own), differences_(differences) {}

  // The source's next row.
  void Compare(const typename T::Key& key, const typename T::Row& row) {
    SkipTo(&key);
    if (!HasOwn() || key < Own().key) return Differ(key, "not there", RowText(row));
    if (Own().row.SerializeAsString() != row.SerializeAsString()) {
      Differ(key, RowText(Own().row), RowText(row));
    }
    ++at_;
  }
  // The source has no more rows.
  void End() { SkipTo(nullptr); }

 private:
  static constexpr size_t kPage = 5'000;

  const typename T::Entry& Own() const { return page_[at_]; }
  bool HasOwn() {
    if (at_ < page_.size()) return true;
    if (ended_) return false;
    if (!page_.empty()) after_ = page_.back().key;
    absl::StatusOr<std::vector<typename T::Entry>> page = table_.Scan(own_, std::tuple<>(), after_, kPage);
    if (!page.ok()) {
      differences_.Add(absl::StrCat("table ", table_.name), page.status().message(), "readable rows");
    }
    page_ = page.ok() ? *std::move(page) : std::vector<typename T::Entry>();
    at_ = 0;
    ended_ = page_.size() < kPage;
    return !page_.empty();
  }
  // Own rows before the key, or all that are left, are too many.
  void SkipTo(const typename T::Key* key) {
    for (; HasOwn() && (key == nullptr || Own().key < *key); ++at_) {
      Differ(Own().key, RowText(Own().row), "not there");
    }
  }
  void Differ(const typename T::Key& key, const std::string& aggregated, const std::string& recounted) {
    differences_.Add(absl::StrCat("row of ", table_.name, KeyText(key)), aggregated, recounted);
  }

  const T& table_;
  const obt::store::Reader& own_;
  Differences& differences_;
  std::vector<typename T::Entry> page_;
  size_t at_ = 0;
  bool ended_ = false;
  std::optional<typename T::Key> after_;
};

// The facts and survey answers of everybody in every programme: in the rows, and in memory. The events of
// `sources` must be in order of their sequence. Each returns how many facts and answers it compared. What
// somebody thinks is told to nobody: a difference between answers only says that there is one.
int64_t CompareFactRows(const obt::store::Reader& own, const recount::Sources& sources,
                        Differences& differences);
int64_t CompareFactsInMemory(const State& state, const recount::Sources& sources, Differences& differences);

}  // namespace obt::aggregator
