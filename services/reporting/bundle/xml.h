// Building XML: elements with their attributes at once, and the text of a whole. Pure.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

namespace obt::reporting::bundle {

using Attributes = std::vector<std::pair<const char*, std::string>>;

// A new last child.
pugi::xml_node Put(pugi::xml_node parent, const char* name, const Attributes& attributes = {});
// The same with a text in it.
pugi::xml_node PutText(pugi::xml_node parent, const char* name, const std::string& text);

// UTF-8 with its declaration, nothing added between elements.
std::string WholeOf(const pugi::xml_document& document);

}  // namespace obt::reporting::bundle
