#include "common/store/key_codec.h"

namespace obt::store {
namespace codec {

void PutBigEndian(std::string& out, uint64_t value, int bytes) {
  char text[8];
  for (int i = bytes; i > 0; value >>= 8) text[--i] = static_cast<char>(value);
  out.append(text, bytes);
}

bool TakeBigEndian(absl::string_view& in, uint64_t& value, int bytes) {
  if (in.size() < static_cast<size_t>(bytes)) return false;
  value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | static_cast<uint8_t>(in[i]);
  in.remove_prefix(bytes);
  return true;
}

void PutString(std::string& out, absl::string_view value) {
  for (size_t zero; (zero = value.find('\0')) != value.npos; value.remove_prefix(zero + 1))
    out.append(value.data(), zero + 1).push_back('\xFF');
  out.append(value.data(), value.size()).append("\0\1", 2);
}

bool TakeString(absl::string_view& in, std::string& value) {
  value.clear();
  for (size_t i = 0; i < in.size(); ++i) {
    if (in[i] != '\0') {
      value.push_back(in[i]);
      continue;
    }
    if (i + 1 >= in.size()) return false;
    if (in[i + 1] == '\1') {
      in.remove_prefix(i + 2);
      return true;
    }
    if (in[i + 1] != '\xFF') return false;
    value.push_back('\0');
    ++i;
  }
  return false;
}

}  // namespace codec

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

}  // namespace obt::store
