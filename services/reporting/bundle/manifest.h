// The list of a bundle's files: what each must be, so that anybody can tell whether it is whole. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// Goes up when files, columns or members are renamed or left out; what is new does not change it.
inline constexpr int kSchemaVersion = 1;

struct File {
  std::string name;  // in the zip
  std::string bytes;
  std::optional<int64_t> rows;  // of a CSV: lines of data
};

// JSON: schema_version; of the content release_id to sources, under the names of its message; files: of each
// name, rows, bytes and sha256 (in hexadecimal).
std::string Manifest(const store::v1::ReleaseContent& content, const std::vector<File>& files);

}  // namespace obt::reporting::bundle
