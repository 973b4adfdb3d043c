// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable2 = R"(
#energy saving;test-and-learn procurement;M;energy,estates
T Switch off what {o} do not need / Cutting power consumed around {o}
V switch off screens, heaters and servers that {o} do not need / cut electricity consumed around {o}
 overnight
P Lights, screens and [a test server|three printers] run all weekend for nobody / Utilities devour funds
 while empty floors glow until dawn
C A volunteer on each floor [reads the meter|writes the meter on a board] each Friday / Timers, sensors and
 a league of storeys spur thrift
H The landlord controls the heating / People save for a board that they walk past
#second language;accessibility plain-language;Q;languages,welsh
T {o} in the languages that {u} speak / Translation at hand throughout {o}
V offer {o} in the [six|five] languages that {u} speak most / arrange translation throughout {o} at the
 outset
P Families rely on [a neighbour|a child] to understand what we want / Misheard English yields wrong
 particulars and avoidable hardship
C Every translation was read by [two speakers|a second speaker] before use / Welsh comes first,
 interpreters join by video, and glossaries are shared
H Some languages have several scripts / Ask which language people want, do not guess it from a name
#open data page;data-sharing knowledge-sharing;H;open-data,transparency
T Publish the figures on {o} / Transparency by default about {o}
V publish the monthly figures on {o} by ourselves / release statistics on {o} openly by default
P We answer the same request for figures [again and again|each month] / Journalists and campaigners lodge
 near-identical demands that devour afternoons
C Small numbers are [hidden|left out], so nobody can be found in them / Machine-readable tables carry
 metadata, and disclosure control is automatic
H The press office wanted to see each release / Requests fell as soon as the page could be found
#chat assistant;automation customer-contact;K;chatbot,guidance
T A help box that answers questions about {o} / A conversational assistant on {o}
V let a help box answer simple questions about {o} / deploy a conversational assistant versed in {o}
P The answers are in the guidance, but [nobody finds them|the guidance has four hundred pages] / Enormous
 manuals hide facts, so advisers parrot paragraphs all day
C It quotes the page and [says when it does not know|hands over to a person] / Its knowledge is confined to
 vetted passages, and transcripts are audited
H The first version answered too confidently / An assistant that admits what it does not know is trusted
#peer review;knowledge-sharing test-and-learn;Q;peer-review,second-pair
T A second pair of eyes on {o} / Mutual proofreading of {o}
V look at each other's {o} before they leave us / proofread one another's {o} prior to dispatch
P Errors are found by {u}, [weeks later|when it is too late] / Blemishes escape because tired authors
 cannot perceive their own oversights
C It takes [five minutes|six minutes] and nobody reviews up the line / Pairs rotate, remarks are kind, and
 trivial typography is ignored
H On busy days the second look was skipped / Reading the work of others teaches more than a course
#forecast;data-sharing automation;W;forecasting,staffing
T Plan staff for {o} a month ahead / Anticipating surges in {o}
V forecast how many {o} will come and plan our days by it / anticipate surges in {o} and roster accordingly
P Every [spring|autumn] we are surprised by the same peak / Overtime is begged at short notice whenever
 demand swells predictably
C Three years of numbers and [a ruler|a simple chart] were enough / Seasonality, weather and holidays feed
 a regression refreshed weekly
H Leave had been granted for the peak already / A rough forecast that is used beats a fine one that is late
#welcome call;customer-contact onboarding;K;first-contact,welcome
T A welcome call at the start of {o} / Early conversations that prevent trouble in {o}
V ring {u} once at the start of {o} / hold an introductory conversation whenever {o} commence
P {u} get [a number and a leaflet|one letter] and then hear nothing until something is wrong /
 Misunderstandings at inception snowball into disputes and appeals
C The call has [three parts|four parts] and ends with a name / A script prompts for circumstances, and
 notes follow the person
H We had not thought of people who do not like the telephone / Six minutes at the start save an hour at the
 end
#clear desk week;test-and-learn knowledge-sharing;K;backlog,sprint
T One week only for old {o} / A sprint against stale {o}
V spend one whole week on the oldest {o} / sprint through stale {o} with everything else paused
P Old {o} are [nobody's|touched by everyone and finished by nobody] / Relics accumulate since fresh
 arrivals feel easier
C New work is held by [two colleagues|one colleague] meanwhile, and a bell rings for each one done / Pizza,
 a tally and absent email keep spirits high
H The week after was hard, as new work had piled up / Many old cases needed one telephone call
#reusable desk kit;hybrid-working procurement;M;equipment,sharing
T Lend equipment for {o} and take it back / A lending library of gear for {o}
V lend equipment for {o} and take it back / run a lending library of gear used in {o}
P Each team buys its own, and [most lies in drawers|half is used twice a year] / Cupboards overflow with
 idle gadgets as newcomers order more
C A shelf, a list and [a shoebox of labels|a pencil on a string] are the whole system / Loans expire after
 a fortnight, and mending is shared by enthusiasts
H Things came back without their cables / A shelf in sight is used, a store in the cellar is not
#decision log;meetings knowledge-sharing;H;decisions,records
T A list of decisions on {o} / Remembering why we settled {o} as we did
V write every decision on {o} into one list, with the reason / chronicle how and why we settled {o}
P We decide [the same thing twice|again what was decided in spring] because nobody wrote it down /
 Rationale evaporates, leaving successors to relitigate ancient compromises
C An entry has [a date, a name and one sentence|three lines] and is never deleted / Entries are searchable,
 and superseded ones stay visible with a strike
H The list was filled in by one person only / The reason matters more than the decision
#simpler fees;digital-forms plain-language;W;fees,payments
T One fee for all {o} / Flattening charges for {o}
V charge one simple fee for {o} / flatten the thicket of charges around {o}
P There are [eleven|fourteen] fees, and wrong payments come back / Mismatched sums trigger refunds,
 correspondence and delay
C The one fee brings in [the same in all|as much as before], as our economist showed / Concessions are
 automatic, and cards, cash or cheque are equally welcome
H The fee is set by an order that we may not change / We could explain the fee in one line, and the calls
 stopped
#window envelopes;plain-language customer-contact;M;envelopes,postage
T Window envelopes for {o} / Ending hand-addressed covers for {o}
V post {o} in window envelopes / let the printed address show through when mailing {o}
P [Labels are typed twice and stuck on by hand|Somebody types each label and peels it off], and one in
 fifty sticks to the wrong letter / Hand addressing swallows an afternoon and misdirected post breaches
 confidentiality
C The fold was tried [with a ruler|on a dummy run of fifty] until the address sat in the window / A
 franking discount applies once barcodes become visible
H The old envelopes had to be used up first / Look at the cheapest step in the chain as well
#signposts in the building;accessibility customer-contact;Q;signs,wayfinding
T Better signs to the room for {o} / Wayfinding for everyone who comes about {o}
V put up [large|bold] signs that lead to the desk for {o} / mark a route from kerb to counter for {o}
P Visitors wander through [three corridors|two staircases] and arrive flustered / Newcomers to the premises
 lose their bearings, miss slots and blame reception
C We walked the route [with a pushchair|in a wheelchair] and noted each doubtful corner / Arrows are
 tactile, lettering is matt, and landmarks are photographed
H The landlord allows nothing to be screwed to the walls / Walk the way yourself before you draw a map
#tea with the auditors;meetings knowledge-sharing;Q;audit,early-talks
T Tea with the auditors about {o} / Inviting internal audit in before {o} go wrong
V ask the auditors for advice on {o} while there is time / consult assurance colleagues about {o} at the
 design stage
P Auditors come when the year is over and [find what we knew|list faults that are long forgotten] /
 Recommendations land after the event, when remedies cost most
C They bring no notebook and we bring [our worst file|the file we like least] / Independence is protected
 by a note that sets out who advised whom
H The audit plan had no days left / Being open early made the report a short one
#spare parts shelf;procurement;M;stock,stores
T A shelf of spares for {o} / Keeping buffers of whatever {o} consume
V keep a small shelf of spares for {o} / hold modest buffers of consumables for {o}
P Work stops for [a toner cartridge|a missing fuse] that takes nine days to come / Stoppages follow trivial
 shortages, since purchasing is centralised
C A red card in the box says [when to reorder|that two are left] / Usage is plotted, and obsolete items are
 written off each spring
H Nobody had the key to the cupboard at first / Small stocks are cheap and standing still is dear
#opening line;customer-contact plain-language;Q;telephone,greetings
T A better first sentence on the telephone about {o} / How we greet callers on {o}
V begin every call about {o} with the caller's question / drop the recorded preamble before callers reach
 us on {o}
P The recorded message lasts [ninety seconds|two minutes] and people are cross when we pick up / Lengthy
 announcements on data protection irritate listeners before dialogue starts
C We recorded [five versions|four openings] and let callers vote by key / Statutory wording moved to a
 confirmation text
H The message belongs to another directorate / The first ten seconds set the mood of a call
#weather plan;test-and-learn hybrid-working;K;resilience,planning
T A snow plan for {o} / Keeping {o} going in foul weather
V write a one-page plan for doing {o} when nobody can get in / prepare for days on which storms keep staff
 away from {o}
P When [it snowed|the trains stopped] we had no list of who can do what at home / Disruption paralyses
 output because skills and equipment are unmapped
C The page names [three people|two pairs] and hangs by the door / Exercises are held twice yearly without
 warning
H Two laptops were locked in the office that day / Practise on a fine day
#student placement;onboarding knowledge-sharing;K;placements,students
T A summer student for {o} / Placements that lend a hand with {o}
V take a student for ten weeks to help with {o} / host an undergraduate placement devoted to {o}
P We have [old problems|a list of puzzles] that nobody has time to look into / Investigative chores are
 postponed indefinitely, and universities seek real cases
C The student chooses [one puzzle|what to look at] and shows the result in the canteen / A tutor from the
 faculty co-supervises, and findings are published
H Vetting took longer than half of the placement / Fresh eyes ask why
#two-way radio;test-and-learn;W;site-work,radios
T Radios for the people who do {o} outside / Instant voice contact during {o}
V give outdoor staff radios for {o} / equip field crews with handsets while they carry out {o}
P Our people drive back to the office [to ask a question|for one signature] / Patchy mobile coverage
 strands inspectors on remote sites
C One channel is kept [free for emergencies|open for the duty lead] / Batteries rotate through a charging
 rack, and call signs are memorised
H The hills swallow the signal in two valleys / Old tools may be the right ones
#plain numbers;plain-language data-sharing;Q;figures,charts
T Show numbers on {o} as pictures / Charts that explain {o} at a glance
V draw the figures on {o} as simple pictures / visualise performance in {o} without decimals
P The table has [forty columns|sixty rows] and readers look at the last line only / Percentages bewilder,
 and spurious precision hides the trend
C Each picture has a title that says [what it shows|the finding] / Palettes suit colour-blind readers, and
 axes begin at zero
H The software prints everything with three decimals / A chart should answer one question
#lost property;customer-contact;H;returns,originals
T Send originals back the same day for {o} / Returning precious papers promptly after {o}
V copy and return original papers for {o} on the day they come / scan valuables at the door so that {o}
 need no storage
P We keep [birth certificates and bank books|marriage lines and medals] for weeks and then look for them /
 Misplaced heirlooms trigger compensation, apologies and press interest
C Everything goes home by [tracked post|special delivery] with a printed receipt / A locked trolley moves
 between scanner and dispatch
H The scanner jams on stapled paper / What you do not keep you cannot lose
#street drop-in;customer-contact accessibility;K;outreach,drop-in
T A market stall for {o} / Taking {o} to shoppers
V answer questions about {o} at a stall on market day / pitch an outreach table for {o} among greengrocers
P The people who need us most [never come to an office|do not trust letters] / Marginalised residents stay
 invisible to official channels
C Two of us stand there [from nine till one|in all weathers] with a kettle / Partner charities share the
 gazebo, and interpreters are booked
H The council charges for the pitch / Go where people are
#retirement knowledge;knowledge-sharing onboarding;H;interviews,memory
T Film our longest-serving colleague on {o} / Oral history of {o}
V film an experienced colleague explaining {o} before she retires / record veterans' recollections of {o}
P When people retire [thirty years leave with them|their notes go in the bin] / Institutional memory
 evaporates, then forgotten blunders recur
C The camera stood on [a pile of files|the window sill], and the best part came after we switched it off /
 Transcripts are indexed by topic and searchable
H He was too modest to be filmed at first / Ask for stories and not for procedures
#tidy folders;data-sharing knowledge-sharing;H;folders,naming
T One way to name files for {o} / A naming convention for {o}
V name all files on {o} in one way / adopt a filing convention throughout {o}
P There are [eleven folders called final|nine versions of everything] / Searching the drive is guesswork as
 titles are arbitrary
C Date first, then [place|subject], then version, never a person's name / Archivists ran a clean-up
 weekend, and retention labels apply automatically
H The shared drive has read-only corners / A rule that fits on a sticky note is kept
#speaking slowly;accessibility customer-contact;Q;interpreters,listening
T Book interpreters early for {o} / Language support planned ahead of {o}
V ask about language when we first hear from {u} about {o} / arrange interpreting at the outset of {o}
P On the day [a child translates for its mother|we find that we do not understand each other] /
 Miscommunication derails interviews, forcing costly repeats
C A card with [thirty|forty] languages lies on each desk / Dialects are noted, and remote interpreters join
 by headset
H Rare languages need two weeks' notice / Ask at the start and not at the end
#cancel early;customer-contact test-and-learn;K;no-shows,reminders
T Make it easy to cancel {o} / Fewer empty chairs at {o}
V let {u} cancel {o} by text message / encourage early withdrawal from {o} so gaps refill
P One in [five|six] does not turn up, and the slot is lost / Absenteeism wastes capacity while others
 languish on standby
C The message ends with [a single digit to reply with|one word to send] / A standby register gets first
 refusal by automatic dialler
H Some numbers in our records are ten years old / Thank people for cancelling
#cheaper couriers;procurement;M;couriers,post
T Use the ordinary post for {o} / Couriers only where {o} demand it
V send {o} by ordinary post unless a rule says otherwise / reserve couriers for urgent consignments of {o}
P A van comes every day, [full or empty|even for one envelope] / Same-day carriage is habitual although
 recipients rarely open parcels before Monday
C We weighed a month of parcels and [marked which were urgent|asked who was waiting] / Pooled collections
 cover three neighbouring tenants
H Nobody could say who had ordered the daily van / Habits hide in standing orders
#job rotation;knowledge-sharing onboarding;Q;rotation,skills
T Change chairs every six months for {o} / Rotating duties within {o}
V let everybody learn each part of {o} in turn / rotate roles across {o} half-yearly
P Only [one person|Sheila's successor] knows each step, and holidays are feared / Single points of failure
 multiply, and monotony dulls attention
C Swaps start on [the first Monday|a quiet day] and the old holder sits beside the new one / A skills
 matrix on the wall shows gaps in amber
H Pay grades differ between two of the chairs / Boredom was a bigger problem than we thought
#pause before send;customer-contact test-and-learn;Q;emails,mistakes
T A two-minute delay on emails about {o} / Catching slips before messages on {o} go out
V hold every email about {o} for two minutes / delay outgoing messages on {o} so senders may recall them
P Attachments go to [the wrong Smith|a namesake] and cannot be called back / Autocomplete causes disclosure
 incidents that must be reported
C A box shows [the full address|the last name] in large type / External recipients appear in orange and
 bulk mailings need confirmation
H Some thought that the computer had frozen / A short pause prevents a long apology
#park bench review;hybrid-working meetings;Q;walking,reviews
T Walking reviews for {o} / One-to-ones on foot about {o}
V talk about {o} on a walk round the block / replace desk appraisals about {o} by strolls
P In the small room we [look at the screen|read our notes to each other] and nothing new is said / Formal
 sit-downs breed defensiveness and stale conversation
C We take [twenty minutes|the path by the canal] and write down one thing after / Accessible routes and a
 sheltered arcade cater for all
H It rained on most of the days / People say more side by side than face to face
#public dashboard on waiting;customer-contact data-sharing;W;transparency,waiting
T Show the waiting time for {o} at the entrance / Publishing live queues for {o}
V show how long {o} take on a board at the entrance / publish current turnaround for {o} every morning
P {u} ask only [how long it will take|when], and we answer with a shrug / Uncertainty drives chasers, which
 lengthen the delay they complain of
C The figure is the [slowest of last week|honest one] and not the target / Analysts smooth outliers, and a
 web feed mirrors the screen
H Managers feared headlines / Honest numbers calm people
#letters read aloud;plain-language accessibility;Q;audio,letters
T Recorded versions of our letters on {o} / Audio editions of {o}
V offer a recording of every letter about {o} / provide spoken editions with {o}
P Some of {u} [cannot see well|never learnt to read well] and ask a neighbour / Low literacy excludes
 people who hide it skilfully
C A voice from [the team|our own office] reads it, with pauses / Synthetic speech proved unpleasant, hence
 volunteers narrate
H The recording had to be checked for personal data / Hearing our own letters made us shorten them
#micro-grants;test-and-learn procurement;Q;small-funds,ideas
T Fifty pounds for a try-out in {o} / Pocket money for experiments on {o}
V give anyone fifty pounds to try something with {o} / seed tiny trials in {o} from petty cash
P A [lamp|label gun] needs three signatures, so nobody asks / Trivial outlays meet heavyweight controls and
 initiative withers
C The only condition is [a photograph of the result|one paragraph afterwards] / Receipts are pooled
 quarterly and the ceiling is firm
H Finance had no code for it / Trust is cheap
#double-sided;procurement test-and-learn;M;printing,paper
T Print {o} on both sides / Halving paper used by {o}
V set the printers to both sides for {o} / make duplex the default whenever {o} are printed
P We buy [a lorry load|two pallets] of paper a year and throw half away / Reams vanish into cover sheets
 and forgotten jobs at the tray
C Print jobs wait until [a card is shown|somebody stands there] / Toner use is benchmarked by floor, and
 fonts were slimmed
H Two old printers cannot do it / Change the default and leave people alone
#night drop box;customer-contact accessibility;K;drop-box,hours
T A letterbox for {o} at night / Round-the-clock handover of {o}
V put a safe box outside for {o} / accept {o} at any hour through a secured hatch
P Shift workers [stand before a closed door|come in their lunch break and queue] / Conventional hours
 exclude carers, drivers and bakers
C It is emptied [at seven|before the doors open] and everything is stamped with that day / Fireproof
 lining, CCTV and numbered pouches reassure insurers
H Chewing gum in the slot, twice / Convenience need not be digital
#say no early;customer-contact plain-language;W;refusals,clarity
T Tell people sooner that {o} will be refused / Early candour over hopeless {o}
V tell {u} in the first week when {o} cannot succeed / weed out doomed {o} at first reading
P Hopeless ones wait [as long as the rest|four months] for a no / False hope is costly, and disappointed
 correspondents escalate
C The note says [what would have to change|where else to go] and has a name on it / A solicitor vetted six
 model paragraphs on grounds for rejection
H It felt unkind to write / A quick no is a kindness
#keyboard shortcuts;automation knowledge-sharing;H;shortcuts,tips
T Ten keyboard shortcuts for {o} / Faster fingers on {o}
V teach everyone ten keyboard shortcuts for {o} / coach colleagues in keystrokes that speed up {o}
P People click [through five menus|the mouse four hundred times a day] for the same thing / Repetitive
 pointing causes sore wrists and squandered minutes
C A mug with [the ten keys|a picture] stands on each desk / Weekly quizzes, with chocolate, embed muscle
 memory
H The shortcuts changed with the next release / Learn one a week and not ten a day
#accessible PDFs;accessibility digital-forms;Q;pdf,web
T Web pages instead of PDFs on {o} / Retiring downloads about {o}
V turn the PDFs about {o} into web pages / republish documents on {o} as accessible HTML
P The PDFs cannot be [read on a telephone|enlarged] and are years old / Downloads evade version control and
 defeat assistive software
C We began with the [six|ten] that are opened most / Redirects preserve bookmarks, and tables were rebuilt
 with captions
H One was a scan of a scan / Nobody misses what nobody opened
#morning weather;hybrid-working meetings;Q;wellbeing,check-in
T A one-word check-in before {o} / Taking the team's temperature ahead of {o}
V begin the day of {o} with one word from everybody / open each shift on {o} with a mood round
P We find out that somebody [is struggling|has had enough] when she is off sick / Strain stays hidden
 behind cheerful emojis until burnout
C Anyone may pass, and [nobody comments|no word is wrong] / Occupational health supplied guidance on
 confidential follow-up
H The first week was awkward / One word is enough to notice
#vendor scorecard;procurement data-sharing;Q;contracts,scorecards
T Marks for the firms that do {o} / Scoring suppliers on {o}
V give suppliers a mark each month for {o} / grade contractors' delivery in {o} on a shared card
P We pay on time [for late work|whatever comes], and nobody keeps a record / Underperformance goes
 unremarked, so renewals reward mediocrity
C Four marks from [green to red|one to five], shown to the firm first / Service credits trigger at a third
 amber and disputes go to mediation
H The contract did not foresee it / Firms like to know where they stand
#reply by photo;customer-contact digital-forms;W;photos,evidence
T Accept photographs for {o} / Snapshots as proof in {o}
V let {u} send a photograph instead of a certified copy for {o} / admit mobile snapshots as sufficient
 proof in {o}
P Certified copies [cost fifteen pounds|need a solicitor] and take two weeks / Notarised duplicates are an
 archaic hurdle that deters the poorest
C A guide shows [good and bad light|where to put the paper] / Metadata checks flag tampering, with
 originals called for at random
H The legal team wanted to see the risk on paper / Ask for proof that fits the risk
#old stock of forms;digital-forms plain-language;Q;forms,versions
T Bin the old forms for {o} / Recalling superseded stationery for {o}
V collect and burn all old versions of the form for {o} / withdraw obsolete stationery for {o} from every
 drawer
P Forms from [2009|three governments ago] still come in and must be sent back / Outdated editions circulate
 through libraries and advice bureaux
C The new one has a [colour|date] in the corner, and old ones are taken for a month / Stockists were
 telephoned and print runs shrank to a quarter's need
H A charity had printed five thousand copies / A form needs an expiry date
#buddy office;knowledge-sharing hybrid-working;K;twinning,offices
T A twin office for {o} / Twinning two sites on {o}
V pair our office with another that does {o} / twin with a distant branch to compare practice in {o}
P We do the same work as [two other offices|an office forty miles away] and have never met / Geography
 fosters private customs and uneven outcomes
C They come in [spring|June] and we go in autumn, by train / A joint ledger lists divergences, each
 resolved by evidence
H Travel was frozen for a quarter / We had each solved half of it
#cap the queue;test-and-learn;W;work-in-progress,flow
T Never more than five {o} on one desk / Limits on open {o}
V allow five open {o} a person and no more / cap work in progress on {o}
P Desks hold [thirty|forty] half-done files, and each is touched six times / Juggling fragments
 concentration, hence everything finishes late
C A tray with [five slots|a lid] makes the rule visible / Newcomers pull work when ready rather than have
 it pushed
H Managers like to hand things out / Finish before you start
#name the expert;knowledge-sharing;H;directories,experts
T Who knows what about {o} / An expertise directory for {o}
V list who can answer what on {o} / compile a directory of specialists in {o}
P You ask [three people|along the corridor] before you find the one who knows / Expertise is buried beneath
 job titles that reveal nothing
C Each line has a [photo and a topic|telephone number and good hours] / Entries lapse unless confirmed, and
 hobbies are welcome
H Two experts asked not to be listed / People are glad to be asked
)";

}  // namespace obt::simulate::texts
