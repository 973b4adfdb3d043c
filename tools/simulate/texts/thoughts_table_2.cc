// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable2 = R"(
#decision in the team;test-and-learn;W;delegation,sign-off
T Let the team decide simple {o}
t Delegating sign-off on {o}
V let caseworkers decide simple {o} without a second signature
v delegate sign-off on low-risk {o} to whoever prepared them
P Every decision needs a manager's signature, and [the tray is full|managers sign without reading]
p Approval is a bottleneck: seniors rubber-stamp nearly everything after a delay
C Every [tenth|twentieth] decision is checked afterwards
c Authority limits are spelt out, with random sampling in place of universal control
H Audit asked for the new limits in writing
L Trust with a sample check is quicker and no less safe

#progress messages;customer-contact automation;K;progress,messages
T Tell {u} how far {o} have got
t Proactive text messages on the whereabouts of {o}
V tell {u} by message how far their {o} have got
v text people whenever {o} move to another stage
P A third of calls ask only [whether we got it|how long it will take]
p Chasers swamp us, each wanting nothing but reassurance
C Messages go out at [three points|receipt, start and decision]
c Wording is friendly, sender identity is verified, and replies route to a person
H Mobile numbers were missing for many
L Silence makes work, and one honest date prevents two calls

#guide in pictures;accessibility plain-language;Q;easy-read,pictures
T A guide in pictures for {o}
t Easy-read leaflets on {o}
V explain {o} in a guide made of pictures
v publish an easy-read leaflet on {o}
P {u} with little English [bring a child to translate|sign what they cannot read]
p Dense prose shuts out folk with learning difficulties or limited literacy
C A [charity|library] tested the pictures with eight people
c Symbols, large print and short lines were drawn by an illustrator in-house
H Printing in colour was not in the budget
L Pictures helped people who read well too

#exit notes;knowledge-sharing onboarding;H;handover,leavers
T Handover notes for {o}
t Capturing what leavers know of {o}
V ask everyone who moves on to leave handover notes on {o}
v capture departing experts' knowledge of {o} on tape
P When somebody leaves, [their knowledge goes with them|we start again from nothing]
p Turnover empties the collective memory, so successors reinvent practice
C The notes answer [six questions|eight questions] and fit on two pages
c An interviewer films a leisurely chat, which is indexed by topic
H People in their last week have no time
L Ask a month before the last day

#data feed;data-sharing automation;H;data-feeds,apis
T A nightly data feed for {o}
t Machines pass on {o} overnight
V receive the data for {o} by a nightly feed
v have machines pass on {o} overnight in lieu of attachments
P Another department sends us a [spreadsheet|file] by email each week and we load it by hand
p Attachments arrive irregularly, riddled with broken formats, and someone massages them
C A data sharing agreement of [two pages|three pages] covers it
c An interface with a published schema validates records and rejects rubbish
H The data sharing agreement needed two legal teams
L Agree on what a date looks like before anything else

#swap a day;knowledge-sharing;Q;shadowing,swaps
T Swap jobs for a day with those who send us {o}
t Shadowing upstream colleagues on {o}
V swap desks for a day with the team that sends us {o}
v shadow the folk upstream who originate {o}
P We blame the team before us, and [they have never seen what we do|they blame us]
p Mutual ignorance fuels grumbling between floors that barely speak
C Each pair writes down [three surprises|what surprised them]
c A visitor's diary is shared at a brown-bag seminar
H One office is two hours away by train
L Most mistakes were made by people who could not know better

#quiet hours;hybrid-working meetings;K;focus,quiet-time
T Quiet hours for {o}
t Interruption-free mornings on {o}
V keep two hours a day free of meetings and messages for {o}
v protect interruption-free mornings in which to finish {o}
P We are interrupted [every ten minutes|all day long] and start the same page five times
p Pings, chats and drop-ins shred concentration, so errors creep in
C A [red card|small flag] on the desk shows who is in quiet hours
c Calendars are blocked, notifications muted, and a duty officer fields emergencies
H Private office does not keep quiet hours
L Quiet time works when one person is allowed to be disturbed

#sample letters back;customer-contact test-and-learn;Q;feedback,listening
T Ring five people a week about {o}
t Listening to {u} after {o}
V ring five people each week who have been through {o}
v interview former users on how {o} felt to them
P We hear from {u} only when [they complain|something has gone wrong]
p Satisfaction is inferred from silence, though nobody has ever enquired
C Whoever rings [takes notes on one card|asks four open questions]
c Verbatim quotes decorate a wall, and a theme is picked for repair monthly
H Some thought that our call was a fraud
L Five conversations a week changed more than the yearly survey

#risk-based check;automation test-and-learn;K;risk,sampling
T Check {o} by risk
t Proportionate scrutiny of {o}
V check risky {o} closely and the rest by sample
v scrutinise {o} in proportion to danger
P We check everything alike, so [we check nothing well|serious faults slip through]
p Blanket verification exhausts staff and finds blemishes in one per thousand
C A score of [six facts|five facts] decides how much is checked
c Statisticians derived weights from closed files, and drift is watched quarterly
H Nobody wanted to sign for the first unchecked case
L Write down who carries the risk before you start

#walkthrough video;onboarding hybrid-working;H;videos,self-study
T Short videos on how we do {o}
t Recorded demonstrations of {o} for home workers
V record short videos on each step of {o}
v film bite-sized demonstrations of {o} for home workers
P Training means sitting beside somebody, and [we sit at home|that somebody is busy]
p Remote beginners cannot peep over a shoulder, and coaches repeat themselves weekly
C No video is longer than [three minutes|four minutes], and each has captions
c Clips live beside the procedure, and viewers flag stale footage
H Captions took longer than the filming
L Short and rough is watched, long and polished is not

#colour of urgency;data-sharing;W;priorities,dashboards
T Show the age of {o} on the wall
t A visible ageing chart of {o}
V show the age of all {o} on a screen in the office
v display a live ageing chart of {o} where everyone walks past
P We work on what [shouts loudest|came in last], and the oldest are forgotten
p Veterans of the queue sink to the bottom while newcomers jump ahead
C The oldest [five|ten] have a name beside them each morning
c Anything older than its target glows crimson, prompting a daily question
H The first version showed names, and that was wrong
L What everyone sees gets done

#reuse evidence;data-sharing customer-contact;W;once-only,evidence
T Ask {u} only once in {o}
t Tell-us-once for {o}
V use evidence that we already hold for {o}
v spare people from proving twice what government knows about {o}
P We ask for papers that [another part of us holds|we already have on file]
p Citizens resent supplying identical proofs to sister bodies
C A look-up in the other system replaces [the certified copy|two certificates]
c Consent is recorded, and a privacy impact assessment was published
H Legal powers to share were not clear
L Start with what you hold yourself, as it needs no agreement

#email out of the chain;automation meetings;H;approvals,workflow
T Fewer hands on {o}
t Straightening the route that {o} travel
V take two steps out of the way that {o} go
v straighten the winding route travelled by {o}
P Each item passes through [nine|eleven] hands, and most only forward it
p A convoluted relay adds nothing except elapsed days
C We drew the way on a wall with [string and pins|paper and tape]
c Every relay point justified its existence to a sceptical visitor
H One step belonged to a team that was not in the room
L Draw it before you discuss it

#pre-mortem;test-and-learn meetings;Q;pre-mortems,risk
T A pre-mortem before big {o}
t Imagining failure ahead of {o}
V ask what could go wrong before we start on {o}
v imagine failure vividly ahead of {o}
P We see afterwards what [everyone had feared|two of us knew]
p Misgivings stay unspoken, since dissent looks disloyal
C Each person writes [two fears|one fear] on a card without a name
c Facilitators cluster anonymous worries, and owners hedge against the gravest
H The first session turned into a complaint about the past
L Cards without names said what nobody would

#jargon buster;plain-language onboarding;H;glossary,acronyms
T A list of the words we use in {o}
t Decoding our acronyms around {o}
V keep a list of the words and short forms used in {o}
v compile a glossary that decodes acronyms around {o}
P New people do not understand [half of what is said|our short forms] and do not ask
p Outsiders are bewildered by alphabet soup and nod politely
C The list has [ninety|two hundred] entries, and anyone may add one
c Hovering over an abbreviation reveals its meaning, courtesy of the intranet team
H Two teams use the same three letters for different things
L Writing the list showed us which words we could drop

#evening slots;customer-contact accessibility;K;opening-hours,access
T Evening hours for {o}
t Later opening so working {u} manage {o}
V offer {o} on one evening a week
v stay open late on Thursdays for {o}
P {u} have to take [a day off|unpaid leave] to reach us
p Nine-to-five hours exclude shift workers and anyone caring for infants
C Volunteers from the team work [noon to eight|eleven to seven] on that day
c Flexitime covers staffing, and security agreed to lock up afterwards
H The building closes at six
L One evening was enough, and a second stayed empty

#digital signature;digital-forms automation;W;signatures,paperless
T Electronic signatures for {o}
t Ending wet ink on {o}
V accept electronic signatures on {o}
v abolish wet ink and couriers for {o}
P Papers are printed, signed, scanned and [posted back|sent back], which takes a week
p Parcels criss-cross the country merely to gather autographs
C The signed copy goes [straight into the record|to the file by itself]
c Identity assurance meets the medium level, and tampering is detectable
H Lawyers asked which deeds still need ink
L Nobody had ever checked whether the ink was needed

#batch day;test-and-learn;K;batching,flow
T Do {o} in one batch a week
t Clustering similar {o} for momentum
V do similar {o} together on one day a week
v cluster kindred {o} to build momentum
P We switch between [five|seven] kinds of work in an hour
p Constant context changes drain attention, and set-up is repeated needlessly
C [Tuesday|Wednesday] is the day, and two people share a desk
c Like goes with like, tools are laid out once, and progress is cheered
H Urgent items could not wait for the batch day
L Batches speed us up but the last item waits longer

#error diary;test-and-learn knowledge-sharing;Q;errors,learning
T An error diary for {o}
t Blame-free notes on slips in {o}
V keep an open diary of mistakes in {o}
v log near misses on {o} without blame
P We correct mistakes quietly, so [the next person makes them too|nobody learns]
p Embarrassment buries slips, and identical blunders recur elsewhere
C It has [three columns|four columns]: what, why, what we changed
c Leaders contribute first, and monthly patterns are debated over coffee
H It took a month until the first manager wrote in it
L The diary filled once a deputy director wrote down her own mistake
)";

}  // namespace obt::simulate::texts
