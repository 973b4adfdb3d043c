// What any idea's text may say around its thought. One fact a line, in two wordings with the same details;
// spin.h says how [a|b] and {x} are read.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kOpenings = R"(
In {p} we [handle|deal with] about {n} {o} a year, all of them through {s} with form {f} / Some {n} {o}
 pass through {s} annually; {p} takes them in on form {f}
Our team at {b} House in {p} looks after {o}, [and the pile has grown|and it has become harder] {cause} /
 {cause}, whoever works on {o} at {b} House, {p}, [runs to keep up|feels the strain]
{cause}, {o} at {road} Road in {p} have taken longer than they should / The premises on {road} Road, {p},
 struggle with {o} {cause}
I am {role} in {p} and work on {o} from room {room}, {b} House / From room {room} of {b} House, {p}, I see
 {o} daily as {role}
We are {m} people on extension {ext} in {p}, and {o} reach us with {a doc} and {a doc2} / {o} arrive in {p}
 with {a doc2}, often also {a doc}; the crew behind extension {ext} numbers {m}
Early last {month} the branch on {road} Road had {n} {o} waiting, most of them for {a doc} / Missing {doc}
 held up {n} {o} in {month} on {road} Road
At {b} House {o} are done in {s} with form {f}; the costs go to {cost} / Form {f} feeds {s}, which {b}
 House uses for {o} under cost centre {cost}
This came up on {day} {month} when {role} joined us from {p} and asked for file {ref} / File {ref} was
 requested by {role}, freshly moved from {p}, on {day} {month}
{o} come to unit {acr} through {s}, [and sometimes on paper|and by post] with {a doc} / Unit {acr} receives
 {o} together with {a doc}, mainly via {s}
Form {f} has not changed for {m} years, though {firm} rebuilt {s} in {month} / {firm} replaced {s} in
 {month} while form {f} stayed untouched
As {role} in {p} I meet the same thing each week, lately with {a doc} from {p2} / The latest came from {p2}
 with {a doc}; in {p}, being {role}, I am used to it
Unit {acr} in {p} does {o} for everybody, [on two floors|in a former shop] of {b} House on {road} Road /
 {b} House on {road} Road, {p}, is where unit {acr} processes {o}
{a doc} and form {f} must lie on the desk in room {room} before {o} can move / Nothing about {o} moves in
 room {room} without {a doc} plus form {f}
Since {firm} took over the post in {p}, {o} and their {doc} arrive in two heaps / Two heaps, {o} and {doc}
 apart, are what {firm} delivers in {p}
Our counter at {road} Road, {p}, has {o} in the morning and {doc2} after lunch / {doc2} work fills
 afternoons on {road} Road in {p}; earlier hours belong to {o}
On {day} {month} there were {n2} people in line at {b} House, nearly all about {o} and {a doc} / A line of
 {n2}, carrying {doc} and asking about {o}, stood outside {b} House on {day} {month}
Case {ref}, which {p} had for {n2} days, is why I write about {o} / {n2} days in {p} for case {ref}
 prompted these lines on {o}
{s} shows {n} open {o} for {p} and {p2} taken together / Together {p} and {p2} have {n} unfinished {o} in
 {s}
We moved to {b} House in {month} and brought {n} {o}, {m} cabinets of {doc} and one telephone, {ext} / The
 move to {b} House ({month}) came with extension {ext}, {doc} cabinets and {n} {o}
Section {sec} of the {year} Act makes us keep {a doc} with {o}, [for ten years|and a copy] in room {room} /
 Retention of {a doc} beside {o} in room {room} follows from section {sec}, {year} Act
)";

const absl::string_view kEvidence = R"(
{a trade} [in|from|near] {p2} {mishap}, all for {a thing} / All because of {a thing}, {a trade} of {p2}
 {mishap}
Last {month} {a trade} {mishap}; it concerned {a thing}, file {ref} / File {ref} tells of {a thing}: its
 owner, {a trade}, {mishap} in {month}
When I looked at {n4} of them on {day} {month}, {m} had gone wrong over {a doc5} / {a doc5} was at fault in
 {m} of {n4} examined on {day} {month}
One example: {a trade} with {a thing} in {p2} {mishap}, which {s} did not show / {s} stayed silent although
 {a trade} in {p2}, who had {a thing}, {mishap}
In {s} you can see that {n4} came back for want of {a doc5} / Returned for lacking {a doc5}: {n4},
 according to {s}
{role} counted this in room {room} and got to {n4}, {m} of them from {p2} / A tally by {role} in room
 {room} reached {n4}; {p2} alone had {m}
Form {f} is where most of it starts, above all box {sec}, where people put {a doc5} / Box {sec} on form {f}
 breeds most trouble, since {a doc5} ends up there
The people at {b} House see it too: {a trade} there {mishap} / {b} House reports {a trade} who {mishap}
We had {a trade} on {ext} who {mishap} and whose {doc5} was in {p2} / With papers ({doc5}) in {p2}, {a
 trade} who {mishap} dialled {ext}
It reminded me of {a trade} on {road} Road who wanted to register {a thing} and {mishap} / On {road} Road
 {a trade} {mishap} while registering {a thing}
The figures for {month} show {n4} such cases in {p}, and {n3} in {s} as a whole / {s} lists {n3} overall,
 {n4} of these in {p}, for {month}
{firm} told us that {n3} of {n4} thousand parcels held {a doc5} / {a doc5} was found by {firm} in {n3}
 parcels out of {n4} thousand
File {ref} went from {p} to {p2} and back {m} times before anybody read {doc5} page {sec} / Between {p} and
 {p2} file {ref} travelled {m} times; page {sec} of {a doc5} had the answer
{role2} in {p2} keeps {a doc5} of such things and has {n4} since {month} / A {month} {doc5} kept by {role2}
 in {p2} already holds {n4}
In {year} we had {n3}, and this year there were {n4} by {day} {month} / By {day} {month} there were {n4},
 against {n3} during {year}
{a trade} came to {b} House with {a thing} on a trailer, because form {f} asks to see it / Form {f} demands
 inspection, hence {a trade} towed {a thing} to {b} House
The call recorded on {day} {month} (number {ref}) is from {a trade} who {mishap} / Recording {ref}, {day}
 {month}: {a trade} {mishap}
{role} spent {h} hours in {s} to find {a doc5} for {a thing} / Locating {a doc5} about {a thing} in {s}
 cost {role} {h} hours
Twice in {month} {a doc5} for {p2} lay in room {room} and nobody knew / Room {room} hid {a doc5} meant for
 {p2}, two times during {month}
An auditor took {n4} files, {ref} among them, and found {a doc5} missing in {m} / {m} of {n4} audited
 files, such as {ref}, lacked {a doc5}
)";

const absl::string_view kConsequences = R"(
It is nobody's fault, but {firm2} bills us {n5} pounds each {month} for it / {n5} pounds go to {firm2}
 every {month} in consequence
{u} notice, and so does {role}, who hears it on {ext} / Extension {ext} rings; {role} calms {u}
That is about {h} hours a week for {m} people in room {room} / Room {room} loses {h} hours weekly across
 {m} colleagues
Two good colleagues left {p} for {firm2} over [less|this] in {month} / {firm2} hired a pair of our best
 from {p} in {month}
The contact centre in {p3} gets the calls that follow, {n5} in {month} / {n5} callers in {month} landed
 with {p3} as a result
We often work late on Fridays at {road2} Road to catch up with {doc3} work / Overtime at {road2} Road goes
 on {doc3} leftovers
The backlog at {b} House stood at {n6} on {day} {month} / On {day} {month} {b} House owed {n6} answers
Nobody in {acr} has asked whether section {sec} still wants it so / Whether section {sec} needs this was
 never put to {acr}
It ended in a complaint, {ref2}, which took {role} {h} hours / Answering grievance {ref2} absorbed {h}
 hours of {role}
An MP for {p3} wrote about it on {day} {month} / {day} {month} brought a letter from the member for {p3}
In {s} it looks like {n5} slow cases, in life it is {a trade2} who waits / Behind {n5} sluggish entries in
 {s} stands {a trade2}
We paid for {n6} couriers to {p3}, each with {a doc3} / {n6} couriers took {a doc3} apiece to {p3} at our
 expense
{role2} keeps a private list of {doc3} numbers, which breaks the rule in {f2} / Rule {f2} forbids it, yet
 {role2} jots down {doc3} numbers
Since {year} we have thrown away {n5} copies of form {f} / {n5} spoilt prints of form {f} since {year} went
 to waste
)";

const absl::string_view kSteps = R"(
We could begin with {m} of them in {p} on {day} {month} and [look again after a month|stop if it does no
 good] / From {day} {month} a batch of {m} in {p} would show whether it is worth it
{role} is willing to set it up in {s} with {firm} / With help from {firm}, {role} can configure {s}
Nothing new is needed, only {h} hours of {role} and {n6} pounds from {cost} / {cost} covers the {n6}
 pounds; {role} gives {h} hours
Form {f} can stay as it is, but {f2} would go and with it {a doc3} / {a doc3} and {f2} become needless, {f}
 survives
We would try it at {b} House first, because {role} and {role2} sit together in room {room} / Room {room} at
 {b} House, shared by {role} and {role2}, is our place to test
The first version may be rough; {role2} in {p3} changes it each Friday with {a tool} / {a tool} and {role2}
 from {p3} would improve it weekly
If it works, {acr} in {p3} could do the same by {month} / {p3} and {acr} might copy the result in {month}
The trial runs for {m} weeks from {day} {month} and needs the nod of {role} / Permission from {role} is all
 it takes to start {m} weeks on {day} {month}
{s} already has field {sec} for this, so {firm} need not come / No visit by {firm} is required, as field
 {sec} of {s} lies unused
Colleagues in {p3} tried something like it with form {f2} and {a tool} in {year} / In {year} {p3} used {a
 tool} beside form {f2} to similar ends
We keep the old way open at {road2} Road for whoever has no {doc3} / Those without {a doc3} may still come
 to {road2} Road as before
{role} and {role2} will do it together with {a tool} from {b} House / {b} House lends {a tool}; {role}
 works alongside {role2}
We have {a tool} in room {room} and {n6} pounds in {cost} / Cost centre {cost} spares {n6} pounds, room
 {room} has {a tool}
A note about it lies in folder {ref2}, and {ext} is the number to ring / Ring {ext} for details, or open
 folder {ref2}
{firm} offered {a tool} for {n5} pounds; we would borrow one from {p3} instead / Rather than pay {firm}
 {n5} pounds, borrow {a tool} from {p3}
{role2} has drawn it on the back of {a doc3}; the drawing hangs in room {room} / A sketch by {role2}, on {a
 doc3}, is pinned up in room {room}
We would leave out {a thing2} and anything under section {sec} at first / Matters touching {a thing2} or
 section {sec} wait until later
By {day} {month} {acr} would count again, with {a tool} and no consultant / {acr} repeats the count on
 {day} {month} using {a tool}, unaided
Two places, {p} and {p3}, take part, and {b} House goes on as now for comparison / {b} House serves as
 control for {p} and {p3}
{a trade2} whom we know from file {ref2} has promised to try it out with us / Volunteering from file
 {ref2}: {a trade2}, glad to rehearse
)";

const absl::string_view kWhoBenefits = R"(
{u}, and the {m} of us on {road2} Road in {p} / Our {m} on {road2} Road, {p}, besides {u}
Mostly {u}; also {role} in room {room}, who does this alone today / Single-handed so far, {role} from room
 {room}, but chiefly {u}
{u} first of all, and the team at {b} House who hold {a doc4} / Those at {b} House with {a doc4}, after {u}
The team that works on {o} in {acr} and {p3}, and through them {u} / {acr} along with {p3} directly, {u}
 indirectly
About {n3} {u} a year, and colleagues on {ext} / Extension {ext}, plus {n3} {u} yearly
Colleagues in {p} and {p3}. {u} with {a thing3} will feel it too / Owners of {a thing3} among {u}; staff of
 {p} and {p3}
Anyone who touches {doc4} work, but {u} around {p3} most / Chiefly {u} near {p3}, then all hands on {doc4}
{role}, {role3} and {n3} {u} who use form {f} / Users of form {f}, that is {n3} {u}, with {role} and
 {role3}
{u} such as {a trade3} with {a thing3} / {a trade3}, {a thing3} in tow, and {u} of that sort
The next {n4} {u} in the queue of {s} / Whichever {n4} {u} {s} lists next
{firm} and {acr}, since both wait for us, and {u} behind them / Downstream waiters: {acr}, {firm}, finally
 {u}
{u} who have {a doc4} but no {doc3} / Holders of {a doc4} lacking {a doc3}, namely {u}
)";

const absl::string_view kSuccessWait = R"(
The waiting time for {o} falls from {x} to {y} days in {s} / {s} shows {y} days rather than {x} of waiting
 time on {o}
We count the days from receipt to answer; {x} in {month}, {y} is our aim at {b} House / {b} House got to
 {x} days in {month} and should reach {y} between receipt and answer
Waiting time in days from {s}: {x} in {month}, {y} after {m} weeks / After {m} weeks {s} reports {y}, not
 {x} as in {month}, days of waiting time
Fewer than {m} {o} older than {y} days on {ext}'s list, where there were {n4} / {n4} beyond {y} days shrink
 below {m} in what {ext} keeps
Waiting time for {a doc4}, {x} days at {road} Road, comes to {y} / {road} Road needs {y} days of waiting
 time instead of {x} for {a doc4}
)";

const absl::string_view kSuccessHours = R"(
Hours spent on {o} each week: {x} in {month}, {y} by next summer in room {room} / Room {room} books {y}
 weekly hours next summer where {month} had {x}
The team notes its hours on {a doc4} for {m} weeks, {x} before and {y} after / {a doc4} records {x} hours
 first, {y} later, through {m} weeks
{x} hours a week become {y}, measured by {role3} with {a tool} / With {a tool} {role3} measures {y} weekly
 hours, down from {x}
We get from {x} to {y} hours without more than {n4} complaints in {s} / {s} has at most {n4} complaints
 while {x} hours turn into {y}
{cost} is booked with {y} instead of {x} hours within {m} weeks / Bookings on {cost} go down to {y} from
 {x} hours in {m} weeks
)";

const absl::string_view kSuccessMoney = R"(
What we pay for {o} a month from {cost}: {x} pounds in {month}, {y} wanted / Cost centre {cost} spends {y},
 no longer {x}, pounds monthly as in {month}
Spending goes from {x} to {y} pounds, by the invoices of {firm} / {firm} invoices {y} pounds where it was
 {x}
Invoices before and after, {x} and {y} pounds, compared by {role3} in {s} / {role3} sets {y} against {x}
 pounds in {s}
A bill of {y} rather than {x} pounds at {b} House, and nobody in {p} worse served / Without harm to anyone
 in {p}, {b} House owes {y}, not {x}, pounds
)";

const absl::string_view kSuccessCases = R"(
How many {o} we finish a week: {y} in {month}, {x} is the aim for {b} House / {b} House completes {x}
 weekly where {month} saw {y}
Finished {o} a week in {s}, {y} in {month} and {x} after {m} weeks / {s} records {x} completions after {m}
 weeks, up from {y} in {month}
From {y} to {x} done each week by the same {m} people in {p} / {p}, with {m} staff as before, completes {x}
 instead of {y} weekly
The number completed at {road} Road, {y}, reaches the {x} of {p2} / {road} Road catches up with {p2}: {x}
 completions rather than {y}
)";

const absl::string_view kSuccessQuality = R"(
A score from 0 to 100 given by {u} on {a doc4}: {y} in {month}, {x} wanted / {u} score us {x} on {a doc4},
 having given {y} in {month}
The share of {o} right first time, {y} per cent, checked by {role3}, becomes {x} / {role3} finds {x} rather
 than {y} per cent right first time
{n4} {u} in {p2} tell us before and after; {y} of a hundred were content, {x} should be / Contentment in
 {p2} climbs to {x} per cent from {y} among {n4} asked
Quality marks from the monthly sample in {s} go from {y} in {month} to {x} / The sample in {s} is marked
 {x}, against {y} in {month}
)";

const absl::string_view kTags =
    R"(quick-win,pilot,team-led,small-change,paper,telephone,waiting,backlog,service,
frontline,winter,regional,back-office,listening,no-cost,one-big-thing,habit,simplify,front-door,tools)";

}  // namespace obt::simulate::texts
