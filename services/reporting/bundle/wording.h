// What several files of a bundle say, in the same words. Pure. Sources: docs/domain.md §6; the markers are
// those of the Government Statistical Service's list of symbols.
#pragma once

#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// "[c]", "[z]"; empty of a figure that is there.
std::string MarkerText(v1::Marker marker);
// "[c] means confidential: …. [z] means …."
std::string MarkersText();
// What one of them means, without itself: "Confidential: withheld so that …".
std::string MeaningOf(v1::Marker marker);
// "12,345", or its marker.
std::string FigureText(const v1::Figure& figure);
// "Started (people)"; without the unit where the title has it.
std::string HeadingOf(const v1::TableMeasure& measure);
// "14 October 2024" of a date that is one.
std::string DayText(const google::type::Date& date);

// "One Big Thing 2024: statistics, release 3, revision 1, up to 14 October 2024"
std::string TitleOf(const store::v1::ReleaseContent& content);
// Which release it is, whether it was revised and why; a sentence or two.
std::string RevisionText(const store::v1::ReleaseContent& content);
// How figures are rounded and what is withheld; a sentence each.
std::vector<std::string> PolicyTexts();
// Of metrics, policy and software, and how far each source was read; a sentence each.
std::vector<std::string> VersionTexts(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
