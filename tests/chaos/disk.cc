#include "tests/chaos/disk.h"

#include <algorithm>
#include <utility>

#include "common/base/error.h"

namespace obt::testing {
namespace {

constexpr size_t kSector = 512;

std::string ParentOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

size_t Pick(std::mt19937_64& random, size_t below) {
  return std::uniform_int_distribution<size_t>(0, below - 1)(random);
}

}  // namespace

std::shared_ptr<rocksdb::FileSystem> DiskImage::InMemory() const {
  std::shared_ptr<rocksdb::FileSystem> memory = MemoryFiles();
  for (const auto& [path, unused] : directories) {
    if (!memory->CreateDirIfMissing(path, rocksdb::IOOptions(), nullptr).ok()) Die("no directory in memory");
  }
  for (const auto& [path, bytes] : files) {
    if (!rocksdb::WriteStringToFile(memory.get(), bytes, path).ok()) Die("no file in memory");
  }
  return memory;
}

rocksdb::IOStatus Journal::Around(const Operation& operation, absl::FunctionRef<rocksdb::IOStatus()> run) {
  if (operation.kind >= Operation::kOpenToRead) return run();
  MutexLock lock(mutex_);  // held while it happens: the journal's order is the disk's
  rocksdb::IOStatus status = run();
  if (status.ok()) notes_.emplace_back(operation);
  return status;
}

size_t Journal::size() const {
  MutexLock lock(mutex_);
  return notes_.size();
}

std::vector<Note> Journal::Take() {
  MutexLock lock(mutex_);
  return std::move(notes_);
}

Disk::Disk(const DiskImage& image, bool lying) : lying_(lying) {
  for (const auto& [path, unused] : image.directories) now_[path] = kDirectory;
  for (const auto& [path, bytes] : image.files) {
    now_[path] = static_cast<int>(files_.size());
    files_.push_back({bytes, bytes.size()});
  }
  durable_ = now_;
}

void Disk::Rename(Entries& entries, const Renaming& renaming) {
  if (!renaming.from.empty()) entries.erase(renaming.from);
  if (!renaming.to.empty()) entries[renaming.to] = renaming.file;
}

void Disk::Change(Renaming renaming) {
  Rename(now_, renaming);
  pending_.push_back(std::move(renaming));
}

Disk::File* Disk::FileAt(const std::string& path) {
  const auto found = now_.find(path);
  return found == now_.end() || found->second == kDirectory ? nullptr : &files_[found->second];
}

void Disk::Apply(const Note& note) {
  File* const file = FileAt(note.path);
  switch (note.kind) {
    case Operation::kMakeDirectory:
      if (now_.count(note.path) == 0) Change({"", note.path, kDirectory});
      break;
    case Operation::kCreate:
      files_.emplace_back();
      Change({"", note.path, static_cast<int>(files_.size()) - 1});
      break;
    case Operation::kAppend:
      if (file != nullptr) file->bytes += note.bytes;
      break;
    case Operation::kTruncate:
      if (file == nullptr) break;
      file->bytes.resize(note.size);
      file->synced = std::min<size_t>(file->synced, note.size);
      break;
    case Operation::kSync:
      if (file != nullptr && !lying_) file->synced = file->bytes.size();
      break;
    case Operation::kRename:
      if (file != nullptr) Change({note.path, note.target, now_[note.path]});
      break;
    case Operation::kDelete:
      if (file != nullptr) Change({note.path, "", 0});
      break;
    case Operation::kSyncDirectory: {
      if (lying_) break;
      const auto mine = [&](const Renaming& renaming) {
        return ParentOf(renaming.to.empty() ? renaming.from : renaming.to) == note.path;
      };
      for (const Renaming& renaming : pending_) {
        if (mine(renaming)) Rename(durable_, renaming);
      }
      pending_.erase(std::remove_if(pending_.begin(), pending_.end(), mine), pending_.end());
      break;
    }
    default:
      break;
  }
}

// Of what was not synced: all, nothing, its beginning, or some of its sectors with zeros or rubbish between.
std::string Disk::Survivor(const File& file, int fate, std::mt19937_64& random) const {
  std::string bytes = file.bytes;
  const size_t loose = bytes.size() - file.synced;
  if (fate == 0 || loose == 0) return bytes;
  if (fate == 1) return bytes.substr(0, file.synced);
  if (fate == 2 || Pick(random, 3) == 0) bytes.resize(file.synced + Pick(random, loose + 1));
  if (fate == 2) return bytes;
  const bool rubbish = Pick(random, 4) == 0;
  for (size_t begin = file.synced; begin < bytes.size();) {
    const size_t end = std::min(bytes.size(), (begin / kSector + 1) * kSector);
    const bool lost = Pick(random, 2) == 0;
    for (; begin < end; ++begin) {
      if (lost) bytes[begin] = rubbish ? static_cast<char>(random()) : '\0';
    }
  }
  return bytes;
}

DiskImage Disk::Whole() const {
  DiskImage image;
  for (const auto& [path, number] : now_) {
    if (number == kDirectory) {
      image.directories[path] = true;
    } else {
      image.files[path] = files_[number].bytes;
    }
  }
  return image;
}

DiskImage Disk::CutPower(std::mt19937_64& random) const {
  Entries entries = durable_;
  const size_t names = Pick(random, 3);  // none of the pending names, all, the first few
  size_t kept = names == 0 ? 0 : pending_.size();
  if (names == 2) kept = Pick(random, pending_.size() + 1);
  for (size_t i = 0; i < kept; ++i) Rename(entries, pending_[i]);
  const size_t fate = Pick(random, 5);  // 4: each file its own
  DiskImage image;
  // Paths come in order, so a directory comes before what is in it.
  for (const auto& [path, number] : entries) {
    const std::string parent = ParentOf(path);
    if (!parent.empty() && image.directories.count(parent) == 0) continue;  // nothing leads there
    if (number == kDirectory) {
      image.directories[path] = true;
    } else {
      image.files[path] =
          Survivor(files_[number], static_cast<int>(fate == 4 ? Pick(random, 4) : fate), random);
    }
  }
  return image;
}

}  // namespace obt::testing
