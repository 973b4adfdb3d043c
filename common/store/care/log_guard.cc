#include "common/store/care/log_guard.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::store {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

thread_local uint64_t log_syncs = 0;

IOStatus SyncedOrDead(const IOStatus& status, const std::string& path) {
  if (status.ok()) return status;
  Die(absl::StrCat("a sync of ", path,
                   " failed, stopping rather than acknowledging later writes: ", status.ToString()));
}

class GuardedLog final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  GuardedLog(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = target()->Append(data, options, debug);
    if (status.ok()) {
      size_ += data.size();
    } else {
      IOStatus undone = target()->Truncate(size_, options, debug);
      if (undone.ok()) undone = target()->Sync(options, debug);
      SyncedOrDead(undone, path_).PermitUncheckedError();
    }
    return status;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return Synced(target()->Sync(options, debug));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Synced(target()->Fsync(options, debug));
  }

 private:
  IOStatus Synced(const IOStatus& status) const {
    if (status.ok()) ++log_syncs;
    return SyncedOrDead(status, path_);
  }

  const std::string path_;
  uint64_t size_ = 0;
};

// The log's name has to be on disk too.
class GuardedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  GuardedDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, std::string path)
      : FSDirectoryWrapper(std::move(directory)), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return SyncedOrDead(FSDirectoryWrapper::Fsync(options, debug), path_);
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& reason) override {
    return SyncedOrDead(FSDirectoryWrapper::FsyncWithDirOptions(options, debug, reason), path_);
  }

 private:
  const std::string path_;
};

class GuardedFiles final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "GuardedFiles"; }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    IOStatus status = target()->NewWritableFile(path, options, file, debug);
    if (status.ok() && absl::EndsWith(path, ".log"))
      *file = std::make_unique<GuardedLog>(std::move(*file), path);
    return status;
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* directory, IODebugContext* debug) override {
    IOStatus status = target()->NewDirectory(path, options, directory, debug);
    if (status.ok()) *directory = std::make_unique<GuardedDirectory>(std::move(*directory), path);
    return status;
  }
};

}  // namespace

uint64_t LogSyncsOfThisThread() { return log_syncs; }

std::shared_ptr<rocksdb::FileSystem> GuardLogs(std::shared_ptr<rocksdb::FileSystem> files) {
  return std::make_shared<GuardedFiles>(std::move(files));
}

}  // namespace obt::store
