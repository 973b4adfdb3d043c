#include "services/reporting/bundle/manifest.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/store/sha256.h"

namespace obt::reporting::bundle {

std::string Manifest(const store::v1::ReleaseContent& content, const std::vector<File>& files) {
  using Json = nlohmann::ordered_json;
  Json json = {{"schema_version", kSchemaVersion},
               {"release_id", content.release_id()},
               {"programme_id", content.programme_id()},
               {"programme_name", content.programme_name()},
               {"number", content.number()},
               {"revision", content.revision()},
               {"reason", content.reason()},
               {"as_of", FormatDay(ParseDay(content.as_of()).value())},
               {"metric_version", content.metric_version()},
               {"policy_version", content.policy_version()},
               {"software_version", content.software_version()},
               {"sources", Json::array()},
               {"files", Json::array()}};
  for (const std::string& source : content.sources()) json["sources"].push_back(source);
  for (const File& file : files) {
    Json entry = {{"name", file.name}};
    if (file.rows.has_value()) entry["rows"] = *file.rows;
    entry["bytes"] = file.bytes.size();
    entry["sha256"] = absl::BytesToHexString(::obt::store::Sha256(file.bytes));
    json["files"].push_back(std::move(entry));
  }
  return absl::StrCat(json.dump(2, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace obt::reporting::bundle
