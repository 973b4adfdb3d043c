// A disk as a power cut knows it: what was synced is there, what was not may be there, in part, or not.
// Files and their names are synced apart: a synced file may have no name yet. Names come to the disk in the
// order in which they changed, as on every journalling file system; RocksDB needs that when it opens. Not
// thread-safe; Journal is.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "tests/chaos/watched_files.h"

namespace obt::testing {

// What lies on a disk: path to bytes; directories have none.
struct DiskImage {
  std::map<std::string, std::string> files;
  std::map<std::string, bool> directories;
  // Puts it into files in memory.
  std::shared_ptr<rocksdb::FileSystem> InMemory() const;
};

// An operation that keeps its bytes.
struct Note {
  explicit Note(const Operation& operation)
      : kind(operation.kind),
        path(operation.path),
        target(operation.target),
        bytes(operation.bytes),
        size(operation.size) {}
  Operation::Kind kind;
  std::string path, target, bytes;
  uint64_t size;
};

// Notes every operation that changed something, in the order in which they happened.
class Journal final : public Watcher {
 public:
  rocksdb::IOStatus Around(const Operation& operation, absl::FunctionRef<rocksdb::IOStatus()> run) override;
  size_t size() const;
  std::vector<Note> Take();

 private:
  mutable Mutex mutex_;
  std::vector<Note> notes_ ABSL_GUARDED_BY(mutex_);
};

class Disk {
 public:
  // `image` is all there and synced. A lying disk takes a sync for done and does nothing.
  explicit Disk(const DiskImage& image, bool lying = false);
  void Apply(const Note& note);
  // Everything, synced or not: what the end of a process leaves.
  DiskImage Whole() const;
  // One of the many things a power cut now may leave.
  DiskImage CutPower(std::mt19937_64& random) const;

 private:
  struct File {
    std::string bytes;
    size_t synced = 0;  // the first so many bytes are safe
  };
  using Entries = std::map<std::string, int>;  // path to number of the file; kDirectory
  struct Renaming {  // a change of names that is not on disk yet: `to` means `file` now, `from` is gone
    std::string from, to;
    int file;
  };
  static constexpr int kDirectory = -1;

  static void Rename(Entries& entries, const Renaming& renaming);
  void Change(Renaming renaming);
  File* FileAt(const std::string& path);
  std::string Survivor(const File& file, int fate, std::mt19937_64& random) const;

  const bool lying_;
  std::vector<File> files_;
  Entries now_, durable_;
  std::vector<Renaming> pending_;
};

}  // namespace obt::testing
