// Which ids the suite gave to what the simulator made: a file of 16 bytes each, mapped into memory, so that
// what is known survives a killed process. Different ones may be set from different threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/ids.h"

namespace obt::simulate {

// The file, whatever its ids are of.
class IdsFile {
 public:
  // Opens or makes the file for so many; FAILED_PRECONDITION when it is for another number. `what` they are
  // of, in a message: "people".
  static absl::StatusOr<std::unique_ptr<IdsFile>> Open(const std::string& path, const char* what,
                                                       size_t count);
  ~IdsFile();
  IdsFile(const IdsFile&) = delete;
  IdsFile& operator=(const IdsFile&) = delete;

  absl::string_view BytesOf(uint32_t place) const;
  void SetBytes(uint32_t place, absl::string_view id);
  size_t count() const { return count_; }
  // FAILED_PRECONDITION: the suite has not told of all.
  absl::Status NotKnown() const;

 private:
  IdsFile(char* bytes, const char* what, size_t count) : bytes_(bytes), what_(what), count_(count) {}

  char* const bytes_;
  const char* const what_;
  const size_t count_;
};

template <typename Id>
class KnownIds {
 public:
  static absl::StatusOr<std::unique_ptr<KnownIds>> Open(const std::string& path, const char* what,
                                                        size_t count) {
    absl::StatusOr<std::unique_ptr<IdsFile>> file = IdsFile::Open(path, what, count);
    if (!file.ok()) return file.status();
    return std::unique_ptr<KnownIds>(new KnownIds(*std::move(file)));
  }

  void Set(uint32_t place, const Id& id) { file_->SetBytes(place, id.view()); }
  std::optional<Id> Find(uint32_t place) const {
    const std::optional<Id> id = IdFromBytes<Id>(file_->BytesOf(place));
    return id == Id() ? std::nullopt : id;
  }
  // FAILED_PRECONDITION while the suite has not told.
  absl::StatusOr<Id> Get(uint32_t place) const {
    const std::optional<Id> id = Find(place);
    if (id.has_value()) return *id;
    return file_->NotKnown();
  }
  // Whether all of [first, end) are known.
  bool KnowsAll(uint32_t first, uint32_t end) const {
    while (first < end && Find(first).has_value()) ++first;
    return first >= end;
  }
  size_t CountKnown() const {
    size_t known = 0;
    for (uint32_t place = 0; place < file_->count(); ++place) known += Find(place).has_value();
    return known;
  }

 private:
  explicit KnownIds(std::unique_ptr<IdsFile> file) : file_(std::move(file)) {}

  const std::unique_ptr<IdsFile> file_;
};

using PersonIds = KnownIds<PersonId>;
using TeamIds = KnownIds<TeamId>;
// Of what ideas holds: conversations, ideas, experiments, case studies, adoptions, comments, reports.
using PlayedId = Id<struct PlayedKind>;
using ItemIds = KnownIds<PlayedId>;

}  // namespace obt::simulate
