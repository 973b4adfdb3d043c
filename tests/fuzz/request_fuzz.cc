// Any bytes as a request: what protobuf takes, the tolerant way takes as the same message; what it takes
// beyond that, with its texts in their normal form, can be written and read again.
#include <cstdint>
#include <string>

#include "common/base/normal_form.h"
#include "common/base/parse.h"
#include "google/protobuf/struct.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

template <typename Request>
void Read(const std::string& bytes) {
  Request strict, tolerant, again;
  const bool taken = strict.ParseFromString(bytes);
  const bool also = ParseWithBadText(bytes, tolerant);
  Require(also || !taken, "what protobuf takes is refused");
  if (!also) return;
  Normalise(FreeTextsOf(*Request::descriptor()), tolerant);
  Require(again.ParseFromString(tolerant.SerializeAsString()), "what was taken cannot be read again");
  if (!taken) return;
  Normalise(FreeTextsOf(*Request::descriptor()), strict);
  Require(strict.DebugString() == tolerant.DebugString(), "one message read in two ways");
}

void Run(const std::string& bytes) {
  SilenceProtobuf();
  Read<learning::v1::RecordLearningRequest>(bytes);
  Read<learning::v1::BatchSubmitSurveyResponsesRequest>(bytes);
  Read<identity::v1::CreateOrganisationRequest>(bytes);
  Read<google::protobuf::Struct>(bytes);
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
