#include "services/reporting/bundle/xml.h"

namespace obt::reporting::bundle {
namespace {

class StringWriter final : public pugi::xml_writer {
 public:
  void write(const void* data, size_t size) override { text.append(static_cast<const char*>(data), size); }
  std::string text;
};

}  // namespace

pugi::xml_node Put(pugi::xml_node parent, const char* name, const Attributes& attributes) {
  pugi::xml_node node = parent.append_child(name);
  for (const auto& [attribute, value] : attributes) node.append_attribute(attribute) = value.c_str();
  return node;
}

pugi::xml_node PutText(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text() = text.c_str();
  return node;
}

std::string WholeOf(const pugi::xml_document& document) {
  StringWriter writer;
  document.save(writer, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(writer.text);
}

}  // namespace obt::reporting::bundle
