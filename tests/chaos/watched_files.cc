#include "tests/chaos/watched_files.h"

#include <utility>

#include "rocksdb/env.h"

namespace obt::testing {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class WatchedWriting final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedWriting(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
                 std::shared_ptr<Watcher> watcher)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), watcher_(std::move(watcher)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kAppend, path_, "", {data.data(), data.size()}},
                            [&] { return target()->Append(data, options, debug); });
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kTruncate, path_, "", "", size},
                            [&] { return target()->Truncate(size, options, debug); });
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kSync, path_}, [&] { return target()->Sync(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kSync, path_}, [&] { return target()->Fsync(options, debug); });
  }

 private:
  const std::string path_;
  const std::shared_ptr<Watcher> watcher_;
};

class WatchedSequence final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  WatchedSequence(std::unique_ptr<rocksdb::FSSequentialFile> file, std::string path,
                  std::shared_ptr<Watcher> watcher)
      : FSSequentialFileOwnerWrapper(std::move(file)), path_(std::move(path)), watcher_(std::move(watcher)) {}
  IOStatus Read(size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) override {
    return watcher_->Around({Operation::kRead, path_},
                            [&] { return target()->Read(n, options, result, scratch, debug); });
  }

 private:
  const std::string path_;
  const std::shared_ptr<Watcher> watcher_;
};

class WatchedReading final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  WatchedReading(std::unique_ptr<rocksdb::FSRandomAccessFile> file, std::string path,
                 std::shared_ptr<Watcher> watcher)
      : FSRandomAccessFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        watcher_(std::move(watcher)) {}
  IOStatus Read(uint64_t offset, size_t n, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    return watcher_->Around({Operation::kRead, path_},
                            [&] { return target()->Read(offset, n, options, result, scratch, debug); });
  }

 private:
  const std::string path_;
  const std::shared_ptr<Watcher> watcher_;
};

class WatchedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  WatchedDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, std::string path,
                   std::shared_ptr<Watcher> watcher)
      : FSDirectoryWrapper(directory.get()),
        directory_(std::move(directory)),
        path_(std::move(path)),
        watcher_(std::move(watcher)) {}
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kSyncDirectory, path_},
                            [&] { return directory_->Fsync(options, debug); });
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& directory_options) override {
    return watcher_->Around({Operation::kSyncDirectory, path_}, [&] {
      return directory_->FsyncWithDirOptions(options, debug, directory_options);
    });
  }

 private:
  const std::unique_ptr<rocksdb::FSDirectory> directory_;
  const std::string path_;
  const std::shared_ptr<Watcher> watcher_;
};

class WatchedFiles final : public rocksdb::FileSystemWrapper {
 public:
  WatchedFiles(std::shared_ptr<rocksdb::FileSystem> files, std::shared_ptr<Watcher> watcher)
      : FileSystemWrapper(std::move(files)), watcher_(std::move(watcher)) {}
  const char* Name() const override { return "WatchedFiles"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    return Opened<WatchedWriting>({Operation::kCreate, path}, file, [&](auto* opened) {
      return target()->NewWritableFile(path, options, opened, debug);
    });
  }
  IOStatus ReopenWritableFile(const std::string&, const FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("a store never reopens a file to write");
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("a store never writes over an old file");
  }
  IOStatus NewRandomRWFile(const std::string&, const FileOptions&, std::unique_ptr<rocksdb::FSRandomRWFile>*,
                           IODebugContext*) override {
    return IOStatus::NotSupported("a store never writes in the middle of a file");
  }
  IOStatus LinkFile(const std::string&, const std::string&, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported("a running store links no files");
  }
  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* file,
                             IODebugContext* debug) override {
    return Opened<WatchedSequence>({Operation::kOpenToRead, path}, file, [&](auto* opened) {
      return target()->NewSequentialFile(path, options, opened, debug);
    });
  }
  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                               IODebugContext* debug) override {
    return Opened<WatchedReading>({Operation::kOpenToRead, path}, file, [&](auto* opened) {
      return target()->NewRandomAccessFile(path, options, opened, debug);
    });
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* directory, IODebugContext* debug) override {
    return Opened<WatchedDirectory>({Operation::kOpenToRead, path}, directory, [&](auto* opened) {
      return target()->NewDirectory(path, options, opened, debug);
    });
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kDelete, path},
                            [&] { return target()->DeleteFile(path, options, debug); });
  }
  IOStatus Truncate(const std::string& path, size_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    return watcher_->Around({Operation::kTruncate, path, "", "", size},
                            [&] { return target()->Truncate(path, size, options, debug); });
  }
  IOStatus CreateDir(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    return watcher_->Around({Operation::kMakeDirectory, path},
                            [&] { return target()->CreateDir(path, options, debug); });
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions& options,
                              IODebugContext* debug) override {
    return watcher_->Around({Operation::kMakeDirectory, path},
                            [&] { return target()->CreateDirIfMissing(path, options, debug); });
  }
  IOStatus RenameFile(const std::string& path, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    return watcher_->Around({Operation::kRename, path, to},
                            [&] { return target()->RenameFile(path, to, options, debug); });
  }

  IOStatus GetFreeSpace(const std::string& path, const IOOptions& options, uint64_t* room,
                        IODebugContext* debug) override {
    if (!target()->GetFreeSpace(path, options, room, debug).ok()) *room = ~uint64_t{0};
    *room = watcher_->Room(*room);
    return IOStatus::OK();
  }

 private:
  template <typename Watched, typename File, typename Open>
  IOStatus Opened(const Operation& operation, std::unique_ptr<File>* file, Open open) {
    std::unique_ptr<File> opened;
    const IOStatus status = watcher_->Around(operation, [&] { return open(&opened); });
    if (status.ok()) *file = std::make_unique<Watched>(std::move(opened), operation.path, watcher_);
    return status;
  }

  const std::shared_ptr<Watcher> watcher_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> Watch(std::shared_ptr<rocksdb::FileSystem> files,
                                           std::shared_ptr<Watcher> watcher) {
  return std::make_shared<WatchedFiles>(std::move(files), std::move(watcher));
}

std::shared_ptr<rocksdb::FileSystem> MemoryFiles() {
  // The environment is kept alive by whoever has its files.
  const std::shared_ptr<rocksdb::Env> memory(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  const std::shared_ptr<rocksdb::FileSystem> files = memory->GetFileSystem();
  return {files.get(), [memory, files](rocksdb::FileSystem*) {}};
}

}  // namespace obt::testing
