// Writes what identity, learning and ideas of a running world hold as rows for databases, and up to which
// changes. Arguments: the endpoints file, a token file of a service, a directory, the programme.
#include <cstdio>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/client.h"
#include "services/aggregator/verify/sources.h"
#include "tests/bench/query/rows.h"

namespace obt::bench::query {
namespace {

int Export(const std::string& endpoints, const std::string& token_file, const std::string& directory,
           const std::string& programme_id) {
  World world;
  aggregator::recount::Sources sources;
  aggregator::Differences differences;
  for (const aggregator::Source& source : aggregator::AllSources()) {
    const rpc::Client client(rpc::AddressFromEndpoints(endpoints, source.name),
                             rpc::TokenFromFile(token_file));
    const auto snapshot = aggregator::SourceSnapshot::Open(client);
    if (!snapshot.ok()) Die(absl::StrCat("snapshot of ", source.name, ": ", snapshot.status().ToString()));
    world.points[source.name] = snapshot->sequence();
    const absl::Status read =
        source.read({*snapshot, nullptr, [] { return absl::OkStatus(); }, sources, differences});
    if (!read.ok()) Die(absl::StrCat("reading ", source.name, ": ", read.ToString()));
  }
  MakeRows(sources, programme_id, directory, world);
  Write(world, directory);
  return 0;
}

}  // namespace
}  // namespace obt::bench::query

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: obt-bench-rows ENDPOINTS_JSON TOKEN_FILE DIRECTORY PROGRAMME\n");
    return 2;
  }
  return obt::bench::query::Export(argv[1], argv[2], argv[3], argv[4]);
}
