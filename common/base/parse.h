// Reading messages in which some texts are no UTF-8. Protobuf refuses such a message whole, and with it a
// thousand items for the sake of one. Pure.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace obt {

// Reads the message as protobuf does, but each text that is no UTF-8 becomes kIllFormedText, which validation
// refuses by the name of its field; so what is kept of the message can be written and read again. False for
// what is malformed otherwise, or nested too deep. Time and memory grow with the bytes, no faster. Slower
// than protobuf's own way: for what that has refused.
bool ParseWithBadText(absl::string_view bytes, google::protobuf::Message& message);

// Protobuf tells such things on stderr, between the lines of the log. From now on it tells nothing.
void SilenceProtobuf();

}  // namespace obt
