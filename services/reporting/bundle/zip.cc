#include "services/reporting/bundle/zip.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "google/type/date.pb.h"

namespace obt::reporting::bundle {
namespace {

constexpr zip_uint32_t kBest = 9;  // zlib's level
constexpr zip_uint32_t kPermissions = 0100644u << 16;
// libzip takes a time of a zip through the zone of the machine and back. Every zone has had this time on
// every day but a few that were left out whole, before 2012; midnights are left out by clock changes to this
// day.
constexpr zip_uint16_t kNoon = 12 << 11;
constexpr int kFirstYear = 1980, kLastYear = 2107;

zip_uint16_t DateOf(Day day) {
  const google::type::Date date = ToDate(day);
  const int year = std::clamp(date.year(), kFirstYear, kLastYear);
  return static_cast<zip_uint16_t>((year - kFirstYear) << 9 | date.month() << 5 | date.day());
}

absl::Status Failure(absl::string_view what, zip_error_t* error) {
  return absl::InternalError(absl::StrCat(what, ": ", zip_error_strerror(error)));
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};

absl::Status Add(zip_t* zip, const ZipEntry& entry, zip_uint16_t date) {
  zip_source_t* const source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
  const zip_int64_t added =
      source == nullptr ? -1 : zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(source);  // the zip's own once it is added
    return Failure(entry.name, zip_get_error(zip));
  }
  const auto index = static_cast<zip_uint64_t>(added);
  if (zip_set_file_compression(zip, index, entry.packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, kBest) != 0 ||
      zip_file_set_dostime(zip, index, kNoon, date, 0) != 0 ||
      zip_file_set_external_attributes(zip, index, 0, ZIP_OPSYS_UNIX, kPermissions) != 0)
    return Failure(entry.name, zip_get_error(zip));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Read(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    return Failure("the zip cannot be read", zip_source_error(source));
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) return absl::InternalError("the zip is cut short");
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> MakeZip(const std::vector<ZipEntry>& entries, Day day) {
  if (entries.empty()) return absl::InternalError("a zip of nothing");
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, FreeSource> buffer(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (buffer == nullptr) return Failure("no buffer", &error);
  std::unique_ptr<zip_t, DiscardZip> zip(
      zip_open_from_source(buffer.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (zip == nullptr) return Failure("no zip", &error);
  zip_source_keep(buffer.get());  // both of us hold it
  for (const ZipEntry& entry : entries) OBT_RETURN_IF_ERROR(Add(zip.get(), entry, DateOf(day)));
  if (zip_close(zip.get()) != 0) return Failure("the zip cannot be written", zip_get_error(zip.get()));
  (void)zip.release();  // closed, and gone
  return Read(buffer.get());
}

}  // namespace obt::reporting::bundle
