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
// counted in it, of an organisation below one what is told of itself, or all of that if it is the only one.
std::map<std::string, std::vector<disclosure::CellId>> OwnCells(const Joint& joint);

// By code: withheld figures of others that its reporters can narrow further than anybody may, by bounds
// alone. So at least these.
std::map<std::string, std::vector<disclosure::Breach>> ToldToSiblings(const Joint& joint);

struct SiblingsTold {
  int32_t narrowed = 0;  // figures, of which some organisation knows more than it may
  int32_t exact = 0;     // those among them that it knows exactly
};
SiblingsTold CountToldToSiblings(const Joint& joint);

// Withholds, of the newest release, totals by which somebody who knows parts of one could know exactly what
// the withheld ones are, whatever they are and why: so the total that goes, or stays, does not tell.
// Withholding only widens what can be, so that what was proved stays proved.
void WithholdFromSiblings(Joint& joint);

// What that does not see, as a total that a later week tells again, or other tables: withholds printed
// figures of the newest release near each figure that somebody knows exactly, until nobody does by bounds.
// Here the values decide. What it cannot mend, as in a programme of two departments, is told by the count.
void WithholdWhatIsExact(Joint& joint);

}  // namespace obt::reporting::making
