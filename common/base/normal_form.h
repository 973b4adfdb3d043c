// Free text in one form, so that what looks the same is the same: Unicode's NFC and, in long texts, line ends
// as LF. Requests are brought into it once, before anybody compares or keeps what is in them. Pure.
#pragma once

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace obt {

// Where a message holds free text, at any depth: by the forms its fields state.
struct FreeTexts;
// Lives for ever. Thread-safe.
const FreeTexts& FreeTextsOf(const google::protobuf::Descriptor& type);

// Texts that are no valid UTF-8 stay as they are: validation refuses them. Costs nearly nothing where the
// message holds no text or the text is ASCII.
void Normalise(const FreeTexts& texts, google::protobuf::Message& message);

}  // namespace obt
