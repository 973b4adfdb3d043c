// Somebody who knows what is printed and nothing of the truth, with another solver than the audit's (GLPK):
// the second opinion. For tests and benches only.
#pragma once

#include <memory>
#include <vector>

#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

// Between which whole numbers a cell must lie, by all that is printed and known to hold: one programme over
// everything, which goes on from where the last cell left it. Dies where no figures explain what is printed.
class Attacker {
 public:
  Attacker(const Model& model, Eyes eyes);
  // Blind, of nothing but what is published.
  explicit Attacker(const PrintedRelease& release);
  ~Attacker();
  Attacker(const Attacker&) = delete;
  Attacker& operator=(const Attacker&) = delete;
  Interval Work(CellId cell);

 private:
  class Problem;
  const std::unique_ptr<Problem> problem_;
};

}  // namespace obt::reporting::disclosure
