// The directory: rights, people's organisations, programmes and reference lists, read from the tables of
// directory_schema.h in the service's own store, with caches that are exact because they check a mark in the
// same read. Rights are those of a day: what was recorded for a later one counts when it comes. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/feed/directory_schema.h"
#include "common/rpc/access.h"

namespace obt::feed {

// Reference lists and programmes as a service looks them up.
struct Lists {
  // nullptr if there is no such programme.
  const identity::v1::Programme* FindProgramme(absl::string_view programme_id) const;
  bool HasCode(identity::v1::ReferenceKind kind, absl::string_view code) const;
  std::vector<identity::v1::Programme> programmes;
  std::vector<identity::v1::ReferenceList> lists;
  struct Index;
  std::shared_ptr<const Index> index;
};

class Directory final : public rpc::Access {
 public:
  // See Access::CatchUp.
  using CatchUpWith = std::function<absl::Status(absl::Duration timeout)>;
  // Identity passes no function: what its own tables do not hold does not exist.
  explicit Directory(DirectoryNeed need = DirectoryNeed::kPeople, CatchUpWith catch_up = nullptr)
      : need_(need), catch_up_(std::move(catch_up)) {}

  absl::StatusOr<std::shared_ptr<const auth::Rights>> RightsAt(const store::Reader& reader,
                                                               Day today) override;
  absl::StatusOr<std::optional<std::string>> OrganisationOf(const store::Reader& reader,
                                                            const PersonId& person, Day today) override;
  absl::StatusOr<std::optional<rpc::TeamTie>> TieTo(const store::Reader& reader, const TeamId& team,
                                                    const std::optional<PersonId>& person) override;
  bool HoldsPeople() const override { return need_ == DirectoryNeed::kPeople; }
  bool Follows() const override { return catch_up_ != nullptr; }
  absl::Status CatchUp(absl::Duration timeout) override {
    return Follows() ? catch_up_(timeout) : absl::OkStatus();
  }
  absl::StatusOr<std::shared_ptr<const Lists>> ListsAt(const store::Reader& reader);
  // NOT_FOUND (PROGRAMME_NOT_FOUND) unless there is such a programme.
  absl::Status RequireProgramme(const store::Reader& reader, absl::string_view programme_id);

  // Applies one change of identity's feed to this replica: the consumer's apply function.
  static absl::Status Apply(const store::v1::Change& change, store::Txn& txn,
                            DirectoryNeed need = DirectoryNeed::kPeople);

 private:
  const DirectoryNeed need_;
  const CatchUpWith catch_up_;
  Mutex mutex_;
  uint64_t rights_mark_ ABSL_GUARDED_BY(mutex_) = ~uint64_t{0};
  Day rights_day_ ABSL_GUARDED_BY(mutex_) = kAlways;
  std::shared_ptr<const auth::Rights> rights_ ABSL_GUARDED_BY(mutex_);
  uint64_t lists_mark_ ABSL_GUARDED_BY(mutex_) = ~uint64_t{0};
  std::shared_ptr<const Lists> lists_ ABSL_GUARDED_BY(mutex_);
};

// How far this service had applied identity's changes when it decided: what every published event records.
absl::StatusOr<uint64_t> IdentitySequence(const store::Reader& reader);

}  // namespace obt::feed
