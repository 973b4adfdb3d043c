// Somebody who knows what is printed and nothing of the truth, with another solver than the audit's (GLPK):
// the second opinion. For tests only.
#pragma once

#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

// Between which whole numbers a cell must lie, by all that is printed and known to hold.
class Attacker {
 public:
  Attacker(const Model& model, Eyes eyes);
  ~Attacker();
  Attacker(const Attacker&) = delete;
  Attacker& operator=(const Attacker&) = delete;
  Interval Work(CellId cell);

 private:
  struct Problem;
  Problem* const problem_;
};

}  // namespace obt::reporting::disclosure
