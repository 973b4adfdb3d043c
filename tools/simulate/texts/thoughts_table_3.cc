// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable3 = R"(
#fast lane;customer-contact test-and-learn;W;fast-lane,urgent
T A fast lane for urgent {o}
t Expediting hardship in {o}
V open a fast lane for urgent {o}
v expedite {o} wherever hardship is evident
P Urgent {o} wait their turn, and [we hear of it from the newspapers|people suffer meanwhile]
p Someone in distress stands behind a tourist, as arrival order governs all
C Urgent means one of [four|three] written reasons, and nothing else
c Vulnerability flags trigger expedition, and a specialist phones within hours
H Within a month everybody called their own work urgent
L A fast lane stays fast only while it is narrow

#barcodes;automation digital-forms;K;barcodes,scanning
T Barcodes on {o}
t Scannable labels that route {o}
V print a barcode on every page of {o}
v label {o} so scanners route them unaided
P Paper is sorted by reading it, and [a tenth goes to the wrong desk|much is read three times]
p Misrouted envelopes wander for days before a postroom veteran rescues them
C A scanner costs less than [one wrong delivery a day|a day of sorting]
c Stickers encode the destination, and hand-held readers came from surplus
H The printer in the annex could not print them straight
L The label must be on the page that nobody throws away

#team charter;hybrid-working meetings;Q;charters,ways-of-working
T A page on how we work together on {o}
t Ground rules for colleagues sharing {o}
V agree one page of rules on how we do {o} together
v negotiate ground rules among everyone sharing {o}
P Each of us does {o} differently, and [quarrels follow|nobody dares to say so]
p Unspoken expectations collide, breeding resentment in chat and corridor
C Everyone signed it, and it is [read again each quarter|changed by a show of hands]
c Norms about cameras, reply speed and holidays are explicit
H One rule was broken by its author in the first week
L Five rules are kept, fifteen are not

#cash on cards;procurement automation;M;payment-cards,small-spend
T Payment cards for small buys in {o}
t Purchasing cards for petty spend around {o}
V use payment cards for small purchases in {o}
v settle petty spend around {o} by purchasing card
P An order for [twenty pounds|a box of pens] costs us sixty in handling
p Bureaucracy dwarfs the value of trivial acquisitions, and shops refuse our paperwork
C There is a limit of [two hundred|three hundred] pounds, and statements are public to the team
c Merchants are whitelisted, and receipts are photographed at the till
H Finance saw a risk of misuse
L Nobody misused a card whose statement all could read

#energy saving;test-and-learn procurement;M;energy,estates
T Switch off what {o} do not need
t Cutting power consumed around {o}
V switch off screens, heaters and servers that {o} do not need
v cut electricity consumed around {o} overnight
P Lights, screens and [a test server|three printers] run all weekend for nobody
p Utilities devour funds while empty floors glow until dawn
C A volunteer on each floor [reads the meter|writes the meter on a board] each Friday
c Timers, sensors and a league of storeys spur thrift
H The landlord controls the heating
L People save for a board that they walk past

#second language;accessibility plain-language;Q;languages,welsh
T {o} in the languages that {u} speak
t Translation at hand throughout {o}
V offer {o} in the [six|five] languages that {u} speak most
v arrange translation throughout {o} at the outset
P Families rely on [a neighbour|a child] to understand what we want
p Misheard English yields wrong particulars and avoidable hardship
C Every translation was read by [two speakers|a second speaker] before use
c Welsh comes first, interpreters join by video, and glossaries are shared
H Some languages have several scripts
L Ask which language people want, do not guess it from a name

#open data page;data-sharing knowledge-sharing;H;open-data,transparency
T Publish the figures on {o}
t Transparency by default about {o}
V publish the monthly figures on {o} by ourselves
v release statistics on {o} openly by default
P We answer the same request for figures [again and again|each month]
p Journalists and campaigners lodge near-identical demands that devour afternoons
C Small numbers are [hidden|left out], so nobody can be found in them
c Machine-readable tables carry metadata, and disclosure control is automatic
H The press office wanted to see each release
L Requests fell as soon as the page could be found

#chat assistant;automation customer-contact;K;chatbot,guidance
T A help box that answers questions about {o}
t A conversational assistant on {o}
V let a help box answer simple questions about {o}
v deploy a conversational assistant versed in {o}
P The answers are in the guidance, but [nobody finds them|the guidance has four hundred pages]
p Enormous manuals hide facts, so advisers parrot paragraphs all day
C It quotes the page and [says when it does not know|hands over to a person]
c Its knowledge is confined to vetted passages, and transcripts are audited
H The first version answered too confidently
L An assistant that admits what it does not know is trusted

#peer review;knowledge-sharing test-and-learn;Q;peer-review,second-pair
T A second pair of eyes on {o}
t Mutual proofreading of {o}
V look at each other's {o} before they leave us
v proofread one another's {o} prior to dispatch
P Errors are found by {u}, [weeks later|when it is too late]
p Blemishes escape because tired authors cannot perceive their own oversights
C It takes [five minutes|six minutes] and nobody reviews up the line
c Pairs rotate, remarks are kind, and trivial typography is ignored
H On busy days the second look was skipped
L Reading the work of others teaches more than a course

#forecast;data-sharing automation;W;forecasting,staffing
T Plan staff for {o} a month ahead
t Anticipating surges in {o}
V forecast how many {o} will come and plan our days by it
v anticipate surges in {o} and roster accordingly
P Every [spring|autumn] we are surprised by the same peak
p Overtime is begged at short notice whenever demand swells predictably
C Three years of numbers and [a ruler|a simple chart] were enough
c Seasonality, weather and holidays feed a regression refreshed weekly
H Leave had been granted for the peak already
L A rough forecast that is used beats a fine one that is late

#welcome call;customer-contact onboarding;K;first-contact,welcome
T A welcome call at the start of {o}
t Early conversations that prevent trouble in {o}
V ring {u} once at the start of {o}
v hold an introductory conversation whenever {o} commence
P {u} get [a number and a leaflet|one letter] and then hear nothing until something is wrong
p Misunderstandings at inception snowball into disputes and appeals
C The call has [three parts|four parts] and ends with a name
c A script prompts for circumstances, and notes follow the person
H We had not thought of people who do not like the telephone
L Six minutes at the start save an hour at the end

#clear desk week;test-and-learn knowledge-sharing;K;backlog,sprint
T One week only for old {o}
t A sprint against stale {o}
V spend one whole week on the oldest {o}
v sprint through stale {o} with everything else paused
P Old {o} are [nobody's|touched by everyone and finished by nobody]
p Relics accumulate since fresh arrivals feel easier
C New work is held by [two colleagues|one colleague] meanwhile, and a bell rings for each one done
c Pizza, a tally and absent email keep spirits high
H The week after was hard, as new work had piled up
L Many old cases needed one telephone call

#reusable desk kit;hybrid-working procurement;M;equipment,sharing
T Lend equipment for {o} and take it back
t A lending library of gear for {o}
V lend equipment for {o} and take it back
v run a lending library of gear used in {o}
P Each team buys its own, and [most lies in drawers|half is used twice a year]
p Cupboards overflow with idle gadgets as newcomers order more
C A shelf, a list and [a shoebox of labels|a pencil on a string] are the whole system
c Loans expire after a fortnight, and mending is shared by enthusiasts
H Things came back without their cables
L A shelf in sight is used, a store in the cellar is not

#decision log;meetings knowledge-sharing;H;decisions,records
T A list of decisions on {o}
t Remembering why we settled {o} as we did
V write every decision on {o} into one list, with the reason
v chronicle how and why we settled {o}
P We decide [the same thing twice|again what was decided in spring] because nobody wrote it down
p Rationale evaporates, leaving successors to relitigate ancient compromises
C An entry has [a date, a name and one sentence|three lines] and is never deleted
c Entries are searchable, and superseded ones stay visible with a strike
H The list was filled in by one person only
L The reason matters more than the decision

#simpler fees;digital-forms plain-language;W;fees,payments
T One fee for all {o}
t Flattening charges for {o}
V charge one simple fee for {o}
v flatten the thicket of charges around {o}
P There are [eleven|fourteen] fees, and wrong payments come back
p Mismatched sums trigger refunds, correspondence and delay
C The one fee brings in [the same in all|as much as before], as our economist showed
c Concessions are automatic, and cards, cash or cheque are equally welcome
H The fee is set by an order that we may not change
L We could explain the fee in one line, and the calls stopped
)";

}  // namespace obt::simulate::texts
