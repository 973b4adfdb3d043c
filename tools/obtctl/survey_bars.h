// What surveys show, as bars before and after for people to read: 80 letters wide, without colours. Pure.
#pragma once

#include <string>

#include "tools/obtctl/verb.h"

namespace obt::ctl {

// Of pages of QuerySurveysResponse.
std::string TellSurveys(const Pages& pages, const Table& table, size_t width);

}  // namespace obt::ctl
