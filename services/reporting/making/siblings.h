// What organisations learn of each other from releases, beside what they know of themselves: everybody who
// may read an organisation's live figures knows them exactly. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/making/joint.h"

namespace obt::reporting::making {

// By code: what its reporters know exactly, in all of the releases. Of a department everything that is
// counted in it, of an organisation below one what is told of itself.
std::map<std::string, std::vector<disclosure::CellId>> OwnCells(const Joint& joint);

// By code: withheld figures of others that its reporters can narrow further than anybody may, by bounds
// alone. So at least these.
std::map<std::string, std::vector<disclosure::Breach>> ToldToSiblings(const Joint& joint);

struct SiblingsTold {
  int32_t narrowed = 0;  // figures, of which some organisation knows more than it may
  int32_t exact = 0;     // those among them that it knows exactly
};
SiblingsTold CountToldToSiblings(const Joint& joint);

// Withholds, of the newest release, totals by which somebody who knows parts of them could know exactly what
// the withheld ones are, whatever that is: so the total that goes does not tell. Withholding only widens what
// can be, so that what was proved stays proved.
void WithholdFromSiblings(Joint& joint);

}  // namespace obt::reporting::making
