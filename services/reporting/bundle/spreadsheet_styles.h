// How a spreadsheet looks: the styles that its cells name. Sans serif of 12 points and more, colours left to
// the reader's settings, text to the left, figures to the right. Pure.
#pragma once

#include <string>

#include "services/reporting/bundle/workbook.h"

namespace obt::reporting::bundle {

inline constexpr char kOpenDocumentVersion[] = "1.2";

// Its name in the file, e.g. "Heading_20_1", which programs show as "Heading 1".
const char* StyleNameOf(CellStyle style);

// The page that sheets are printed on.
inline constexpr char kMasterPage[] = "Default";

// styles.xml
std::string StylesXml();

}  // namespace obt::reporting::bundle
