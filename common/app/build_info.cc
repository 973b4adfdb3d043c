#include "common/app/build_info.h"

namespace obt::app {
namespace {

#ifdef __clang__
constexpr char kCompiler[] = "clang " __clang_version__;
#else
constexpr char kCompiler[] = "gcc " __VERSION__;
#endif

}  // namespace

const char* Version() { return OBT_VERSION; }

obs::Metrics::Reading AddBuildMetric(obs::Metrics& metrics, const std::string& service) {
  return metrics.AddReading(
      obs::Metrics::Kind::kGauge, "obt_build_info", "1; which software this is, its labels say.",
      {{"service", service}, {"version", OBT_VERSION}, {"commit", OBT_COMMIT}, {"compiler", kCompiler}},
      [] { return 1; });
}

}  // namespace obt::app
