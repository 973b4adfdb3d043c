// The tables of a release as they are published. Pure.
#pragma once

#include <vector>

#include "obt/reporting/v1/table.pb.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/tables/plan.h"

namespace obt::reporting::tables {

// `model` says what is withheld.
// The row may be told, if it is one of surveys.
bool IsOpen(const PlannedRow& row, const disclosure::Model& model);
std::vector<v1::Table> PrintTables(const Plan& plan, const disclosure::Model& model);

}  // namespace obt::reporting::tables
