// The statement that answers a question for a database, as an analyst who knows the rows would write it: from
// the smallest table that has it, each table read once, groups as numbers of codes. It is in one line, with
// $1 for the day as of which it is asked and $2, $3 for what its filter keeps; both databases understand it.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/query/questions.h"

namespace obt::bench::query {

// Its columns are the dimensions in the order of the question, then `columns`.
std::string StatementOf(const Question& question, const std::vector<AnswerColumn>& columns,
                        const World& world);
// How many parameters it has.
int ParametersOf(const Question& question);

}  // namespace obt::bench::query
