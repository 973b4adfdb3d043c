// Writes a bundle and the content it was made from, for the tests that read it with other programs.
//   write_bundle small|large PLACE     PLACE/bundle.zip and PLACE/content.json
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "google/protobuf/util/json_util.h"
#include "services/reporting/bundle/bundle.h"
#include "services/reporting/bundle/testing/content.h"

int main(int argc, char** argv) {
  using obt::Die;
  if (argc != 3) Die("usage: write_bundle small|large PLACE");
  const bool large = argv[1] == std::string("large");
  const obt::reporting::store::v1::ReleaseContent content =
      large ? obt::reporting::bundle::LargeContent() : obt::reporting::bundle::SmallContent();
  int64_t figures = 0;
  for (const auto& table : content.tables()) figures += table.rows_size() * table.outline().measures_size();
  const auto begin = std::chrono::steady_clock::now();
  const absl::StatusOr<std::string> bundle = obt::reporting::bundle::MakeBundle(content);
  const auto end = std::chrono::steady_clock::now();
  if (!bundle.ok()) Die(bundle.status().message());
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  if (!google::protobuf::util::MessageToJsonString(content, &json, options).ok())
    Die("the content is no JSON");
  const std::string place = argv[2];
  for (const auto& [name, bytes] : {std::pair{"/bundle.zip", *bundle}, std::pair{"/content.json", json}}) {
    if (const absl::Status written = obt::ReplaceFile(place + name, bytes); !written.ok())
      Die(written.message());
  }
  std::printf("%lld figures, %zu bytes, %.3f s\n", static_cast<long long>(figures), bundle->size(),
              std::chrono::duration<double>(end - begin).count());
}
