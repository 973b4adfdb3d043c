// What any idea's text may say around its thought. One sentence a line; spin.h says how [a|b] and {x} are
// read.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kOpenings = R"(
In {p} we [handle|deal with|look after] about {n} {o} a [week|month].
Our team in {p} [works on|is responsible for] {o}, [and the pile has grown|and it has become harder]
 {cause}.
{cause}, {o} have taken [longer|more of our day] than they should.
I am {role} and [work|have worked for {m} years] on {o} in {p}.
We are {m} people in {b} House, and {o} [come to us|land with us] from all over [the country|the region].
[Last|Early last] {month} the [branch|section] in {p} had {n} {o} waiting.
At {b} House {o} are done in {s} with form {f}.
This came up when {role} joined us from {p}.
{o} reach us through {s}[, and sometimes on paper| and by post].
Form {f} has not changed for {m} years.
[Speaking as|As] {role} in {p}, I see the same thing [every week|again and again].
Unit {acr} in {p} does {o} for the whole department.
)";

const absl::string_view kEvidence = R"(
{a trade} [in|from|near] {p2} {mishap}, [all for|and it was about] {a thing}.
Last {month} {a trade} {mishap}; it concerned {a thing}.
When I looked at {n2} of them, {m} [could have been avoided|had gone wrong in the same place].
[One example|An example]: {a trade} with {a thing} in {p2} {mishap}.
In {s} you can see [that|how] {m} in ten come back.
{role} counted [it|this] for a week and got to {n2}.
Form {f} is [the worst|where most of it starts].
The people at {b} House [say the same|see it too].
We had {a trade} on the telephone who {mishap}.
It reminded me of {a trade} who wanted to register {a thing} and {mishap}.
The figures for {month} show {n2} such cases in {p}.
)";

const absl::string_view kConsequences = R"(
It is [nobody's fault|no one person's fault], but it [wears people down|costs us goodwill].
{u} notice, and [so do we|so does our manager].
That is [about {h} hours a week|roughly {h} hours each week] for the team.
[Good people|Two good colleagues] have left over [less|this].
The contact centre gets the calls that follow.
We [then|often] work late on Fridays to catch up.
The backlog stood at {n2} at the end of {month}.
Nobody has [asked|ever asked] whether it must be so.
)";

const absl::string_view kSteps = R"(
We [would|could] begin with {m} of them in {p} and [look again after a month|stop if it does no good].
{role} [has offered|is willing] to set it up in {s}.
[No money|Nothing new] is needed, only {h} hours of somebody's time.
Form {f} [can stay as it is|need not change for this].
We would try it at {b} House first, because [the team there is keen|people sit together there].
The first version [can|may] be rough; we change it each Friday.
If it works, {acr} could do the same.
The trial [runs|would run] for {m} weeks and needs our manager's nod only.
{s} already has [a field|the room] for this, [so no supplier is needed|which nobody uses].
Colleagues in {p2} [did|tried] something like it with form {f2}.
We keep the old way open for whoever [needs|prefers] it.
{role} and {role2} will do it together, half a day each.
)";

const absl::string_view kWhoBenefits = R"(
{u}, [and the {m} of us in {p}|and everybody who answers the telephone here].
Mostly {u}; also {role}, who [does this alone today|spends most time on it].
{u} [first of all|above all], and the team at {b} House.
The team that works on {o}, and through them {u}.
About {n} {u} a [month|quarter], and colleagues in {acr}.
Colleagues in {p} and {p2}. {u} will [feel it|notice it] too.
Anyone who [deals with|touches] {o}, but {u} most.
)";

const absl::string_view kSuccessWait = R"(
The waiting time for {o} [falls|comes down] from {x} to {y} days.
We [count|record] the days from receipt to answer; {x} now, {y} is our aim.
Waiting time in days, every [Friday|Monday], from {s}.
Fewer than {m} {o} older than {y} days.
)";
const absl::string_view kSuccessHours = R"(
Hours spent on {o} each week: {x} today, {y} by [February|the end of January].
The team [notes|writes down] its hours for {m} weeks before and after.
{h} hours a week [saved|given back], measured with a [simple log|timesheet].
We get {h} hours back without [more mistakes|more complaints].
)";
const absl::string_view kSuccessMoney = R"(
What we pay for {o} a month, from the ledger in {s}.
Spending [falls|goes down] by {m} per cent against last {month}.
Invoices before and after, compared by {role}.
A lower bill for {o} at the end of the quarter, and nobody worse served.
)";
const absl::string_view kSuccessCases = R"(
How many {o} we finish [a week|in a week]: {y} today, {x} [hoped for|is the aim].
Finished {o} per [day|week], [from|as shown in] {s}.
{m} more {o} done each week with the same people.
The number completed at {b} House against the number at {p}.
)";
const absl::string_view kSuccessQuality = R"(
A score [out of a hundred|from 0 to 100] given by {u} on a card: {y} now, {x} wanted.
The share of {o} that are right first time, checked by {role}.
{m} {u} tell us [what they understood|how it felt], before and after.
Quality marks from the monthly sample in {s}.
)";

const absl::string_view kTags =
    R"(quick-win,pilot,team-led,small-change,paper,telephone,waiting,backlog,service,
frontline,winter,regional,back-office,listening,no-cost,one-big-thing,habit,simplify,front-door,tools)";

}  // namespace obt::simulate::texts
