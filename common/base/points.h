// Code points of UTF-8 texts: one after the other, and what Unicode says of them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace obt {

// The code point at `at`, which goes on to the next one. Negative where there is no UTF-8.
int32_t NextPoint(absl::string_view text, size_t& at);

bool IsUtf8(absl::string_view text);

// Of the third character: "character 3 is U+200B".
std::string PlaceOf(size_t count, int32_t point);
// "U+200B"
std::string NameOfPoint(int32_t point);

// The bidirectional controls.
bool TurnsDirection(int32_t point);
// Blanks of every kind, controls, joiners, marks of direction and of bytes, fillers; not what is part of a
// letter.
bool IsUnseen(int32_t point);

// Wide letters take two columns of a terminal, combining marks none.
size_t ColumnsOf(int32_t point);

}  // namespace obt
