// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable5 = R"(
#window of calm;hybrid-working customer-contact;Q;callbacks,pressure
T A break after hard calls about {o} / Recovery time following distressing {o}
V take ten minutes after a hard call about {o} / protect decompression breaks after harrowing {o}
P The next call comes [in four seconds|before the tears are dry] / Vicarious trauma accumulates unseen
 among operators
C A lamp turns [blue|amber], nobody asks / Clinical supervision and peer defusing are offered in confidence
H The statistics counted it as idle / Ten minutes save ten days
#maps not lists;data-sharing;H;maps,geography
T A map of {o} / Plotting {o} geographically
V put {o} on a map / plot coordinates for {o} on a layered atlas
P In the list [neighbours stand pages apart|the river cannot be seen] / Spatial clusters elude columnar
 thinking
C A pin for each, [paper first|blue for new] / Boundaries, contours and transport layers come from open
 sources
H Half of the addresses are farms / On a map one sees at once
#borrowed words;plain-language;Q;terms,consistency
T One word for one thing in {o} / Consistent terminology across {o}
V use one word for one thing in {o} / harmonise terminology pervading {o}
P The same paper is [a notice, a form and a slip|called four names] / Synonyms breed disputes,
 mistranslation and barren searches
C Fifty words on [a bookmark|the back of the door] / A controlled vocabulary maps deprecated labels to
 preferred ones
H Two units loved their own word / Dull words are clear words
#front-load the fee;digital-forms procurement;M;fees,small-sums
T Waive tiny sums in {o} / Ignoring trifling balances on {o}
V write off sums below five pounds in {o} / disregard trifling balances arising from {o}
P We spend [twelve|nineteen] pounds to collect three / Pursuit of pennies loses pounds, besides goodwill
C The Treasury's rule allows it [in a footnote|since 2004] / Aggregation thresholds stop abuse by repeat
 debtors
H It felt wrong to the bookkeeper / Count what counting costs
#seal of trust;customer-contact data-sharing;Q;scams,trust
T Show {u} how to know a real message about {o} / Anti-scam cues on {o}
V tell {u} how they can know that a message on {o} is ours / embed authenticity cues in messages concerning
 {o}
P People throw away [our texts|real letters] and answer false ones / Fraudsters mimic our tone, eroding
 every genuine contact
C A word that [the person chose|changes monthly] stands on top / Verified sender marks and a lookup page
 deter spoofing
H The telephone firms were slow / Trust is a thing to look after
#stagger lunches;hybrid-working test-and-learn;K;breaks,coverage
T Lunch in turns for {o} / Midday cover over {o}
V take lunch in turns so that {o} go on / stagger breaks to maintain midday throughput of {o}
P From twelve to two [one person is here|the lights are off], and then everyone calls / Coverage dips
 exactly as demand crests
C Names on [clothes pegs|a clock face] show who is next / Interval staffing formulas underpin the rota,
 swaps allowed
H Friends want to eat together / A small shift closes a large gap
#photo of the week;knowledge-sharing hybrid-working;Q;sites,learning
T A picture a week from {o} / Visual diary of {o}
V share one picture a week from {o} / circulate a visual diary documenting {o}
P Those who decide [never see the mud|know it as a row] / Spreadsheets bleach reality from operations
C No faces, [three lines|a date] beneath / Galleries are tagged and reused in briefings
H The first was of a sandwich / A picture travels up the stairs
#group interviews;onboarding;W;recruitment,panels
T Faster hiring for {o} / Condensed recruitment into {o}
V hire people for {o} within four weeks / compress vacancy-filling around {o}
P The best [have gone elsewhere|took another post] when our letter comes / Sequential sifting and vetting
 exhaust candidates' patience
C Panels sit [on one day|every second Tuesday] whatever happens / Work-sample tasks replace competency
 essays, references run in parallel
H The vetting queue is not ours / Good people do not wait
#spare keys;test-and-learn;W;access,keys
T A second key for all that {o} need / Access redundancy behind {o}
V give a second person access to all that {o} need / duplicate credentials on which {o} hinge
P When [one person is in Spain|Derek is ill], the safe stays shut / Sole custodians transform illness into
 closure
C Envelopes in the safe, [sealed and signed|opened twice a year] / Break-glass accounts leave an indelible
 audit trail
H Security liked one key / Two is one and one is none
#agree to differ;knowledge-sharing customer-contact;W;disputes,mediation
T A talk before a dispute about {o} / Mediated settlement of {o}
V offer a talk before {o} turn into a dispute / mediate disagreement ahead of formal steps in {o}
P Letters grow [longer and colder|sharper] and in the end a judge reads them / Adversarial momentum
 inflates fees and entrenches positions
C Both sit [at a round table|on the same side], for an hour at most / Accredited neutrals,
 without-prejudice terms and cooling-off
H Some wanted their day in court / Most wanted to be heard
#dummy run;test-and-learn digital-forms;Q;rehearsal,launch
T Play through {o} with actors / Simulated walk-throughs of {o}
V play through {o} with colleagues as customers / simulate {o} with scripted personas
P On the first real day we [found a locked gate|ran out of pens] / Launches stumble over banal logistics
C One plays [the angry man|a mother of four] and enjoys it / Observers log snags by severity, fixes precede
 go-live
H Actors overdid it / Stumble while it is a game
#sort rubbish;procurement test-and-learn;M;waste,recycling
T Less waste from {o} / Circular materials in {o}
V throw away less in {o} / recover and resell materials discarded by {o}
P Every day [two bins of plastic|a skip of pallets] go from our yard / Landfill levies rise, yet reusable
 stock is crushed
C A school takes [the folders|card], a farmer the pallets / Weighbridge dockets verify tonnage, rebates
 fund bicycles
H The waste contract counts lifts / Rubbish is bought twice
#listen to drivers;knowledge-sharing;W;routes,logistics
T Ask the drivers how {o} should travel / Route wisdom applied to {o}
V let the drivers plan how {o} travel / redesign dispatch of {o} around couriers' local insight
P The plan is made by [a computer in Reading|someone without a licence] / Optimisers ignore school gates,
 cattle and tides
C They drew it [in the canteen|on a tea towel] in an hour / Telematics later confirmed eleven per cent
 shorter circuits
H The computer had been dear / Who drives knows
#pre-filled returns;automation data-sharing;H;prefill,returns
T Send {o} with the answers filled in / Prepopulated {o}
V fill in what we know before we send {o} / prepopulate {o} from trusted registers
P We ask for [a name that we print on the envelope|numbers we gave out] / Redundant elicitation annoys
 citizens and plants discrepancies
C Wrong things may be [struck out in red|corrected by phone] / Provenance tags and confidence ratings
 accompany each value
H One of the numbers was old / Ask what you do not know
#dim the lights;procurement test-and-learn hybrid-working;M;lighting,energy
T Lamps that go out by themselves where {o} are kept / Sensor lighting for {o} areas
V put lamps with a sensor where {o} are kept / retrofit motion-controlled luminaires near {o}
P The store is lit [like a ship|day and night] for two visits a week / Kilowatts burn in vacant aisles,
 tariffs having doubled
C A caretaker and a ladder, [one evening|six lamps] / Payback falls inside fourteen months, sockets are
 reused
H Somebody was left in the dark / Start with what is on for nobody
#tandem desk;knowledge-sharing onboarding;Q;pairing,cases
T Work on hard {o} in pairs / Paired handling of {o}
V do the hard {o} in pairs at one screen / pair specialists with generalists on intricate {o}
P Alone one [overlooks a page|falls in love with one view] / Solitary judgement drifts, and peers detect it
 late
C One reads, [one writes|one doubts], then they change / Sessions are timeboxed, findings countersigned
H It looks like two people doing one job / Four eyes and one decision
#quick wins wall;test-and-learn knowledge-sharing;K;improvements,kaizen
T Mend one small thing in {o} each week / Continuous tiny repairs to {o}
V mend one small thing in {o} every week / institute weekly micro-repairs throughout {o}
P Small things [pinch for years|squeak] because they are too small for a project / Trivial irritants fall
 beneath governance thresholds yet aggregate
C Whoever found it [mends it|chooses the date] / Before-after notes populate a ledger, royalties are cakes
H The ninth thing was not small / Fifty small things a year are a large thing
#ring-fenced inbox;customer-contact automation;W;priority,vulnerable
T A line for {u} in great need on {o} / Priority access for fragile cases of {o}
V open a separate line for people in great need about {o} / safeguard vulnerable customers within {o}
P A widow waits [behind a reseller|with the rest], and no one can tell / Uniform queues disregard hardship
 and safeguarding duties
C Six signs of need, [asked gently|on a card] / Referral partners hold passcodes, misuse is audited
H The line became known / Fair is not the same for all
#plain thresholds;digital-forms plain-language;H;eligibility,checkers
T Who may ask for {o} at all / An eligibility checker before {o}
V put five questions in front of {o} that show who may ask / screen eligibility upfront so futile {o} cease
P Every third [has no right to it|comes from Scotland, where others decide] / Ineligible demand consumes
 effort and delivers dismay
C No names, [no saving|two minutes], an answer at the end / Rules are encoded as decision tables, reviewed
 by policy
H The edge cases are ugly / Tell people at the door
#alumni line;knowledge-sharing onboarding;H;alumni,retirees
T Ring a pensioner about {o} / Alumni advice on {o}
V keep a list of retired colleagues who answer about {o} / enlist alumni as occasional consultants on {o}
P Why a rule exists [nobody here remembers|is known in gardens] / Rationales depart with pensions, inviting
 reckless reform
C They ask for [cake|a card at Christmas] / Honoraria, confidentiality and conflicts are settled by letter
H One wrote a book / Old hands like to be asked
#open books;data-sharing procurement;M;open-book,suppliers
T Costs on the table with the firm behind {o} / Open-book contracting for {o}
V look at the costs together with the firm that runs {o} / insist on open-book accounting from operators of
 {o}
P We haggle over [a total|the last digit] and never see what drives it / Margins hide in bundles, so
 inflation claims go untested
C Each side brings [one saving|a pot of tea] a quarter / Gainshare splits are formulaic, benchmarks
 independent
H Their accountant left the room once / Shared numbers make shared savings
)";

}  // namespace obt::simulate::texts
