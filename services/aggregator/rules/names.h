// Codes as small dense numbers, in the order in which they first came; what columns hold instead of text.
// Values: copying them copies the codes. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "obt/aggregator/store/v1/aggregator_store.pb.h"

namespace obt::aggregator {

using Number = uint16_t;
// No organisation, no grade, no module: what a code that is not there has.
inline constexpr Number kNone = 0;

class Names {
 public:
  static constexpr size_t kMaxNames = 65'000;

  // The number of a code, a new one if need be; kNone for the empty code. Dies beyond kMaxNames.
  Number Add(absl::string_view code);
  // kNone if there is no such code.
  Number Find(absl::string_view code) const;
  // Empty for kNone.
  const std::string& CodeOf(Number number) const { return codes_[number]; }
  // Numbers are below this.
  size_t size() const { return codes_.size(); }

 private:
  absl::flat_hash_map<std::string, Number> numbers_;
  std::vector<std::string> codes_ = {""};
};

// What the numbers in participants' rows stand for.
class NameBook {
 public:
  using Kind = store::v1::NameKind;
  Names& operator[](Kind kind) { return of_kind_[kind]; }
  const Names& operator[](Kind kind) const { return of_kind_[kind]; }
  const Names& sources() const { return of_kind_[store::v1::NAME_KIND_SOURCE]; }
  const Names& modules() const { return of_kind_[store::v1::NAME_KIND_MODULE]; }
  const Names& surveys() const { return of_kind_[store::v1::NAME_KIND_SURVEY]; }
  const Names& constructs() const { return of_kind_[store::v1::NAME_KIND_CONSTRUCT]; }
  // It only grows.
  size_t size() const;

 private:
  std::array<Names, store::v1::NameKind_ARRAYSIZE> of_kind_;
};

}  // namespace obt::aggregator
