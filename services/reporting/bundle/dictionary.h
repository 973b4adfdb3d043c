// What the columns and measures of all tables mean, for people who have the files alone. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// A CSV like those of the tables: table, kind ("column" or "measure"), name, title, unit, definition,
// allowed.
std::string DataDictionary(const store::v1::ReleaseContent& content);
// Its lines below the header.
int64_t DictionaryRows(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
