// What teams would change. First line: #, name, themes, what it is to better (W waiting, H hours, M money,
// K cases, Q quality), tags. Then, in two wordings that share few words: T titles, V "to ...", P the problem,
// C more of the change; and H, what stood in the way / what was learnt. [a|b] is a choice, {o} what the work
// is on, {u} whom it serves.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable1 = R"(
#standard reply;plain-language customer-contact;H;templates,letters
T [A standard|One agreed] reply for {o} / Ready-made wording on {o}
V write one standard reply for {o} that everyone may copy / keep a stock of ready-made paragraphs on {o}
P Everybody [drafts|writes] their own answer to {u}, so the tone differs and [the same reply is written
 again and again|old mistakes are copied] / Correspondence goes out in a dozen personal styles and much
 effort is spent typing what a neighbour typed yesterday
C The text will be [tested on|read aloud to] two people outside the team before we use it / Each paragraph
 carries a review date and a named keeper
H Two colleagues felt that a standard text made them sound cold / A template only saves time if somebody
 owns it and may change it
#checklist at the front;digital-forms customer-contact;W;checklists,right-first-time
T A one-page checklist before {u} send {o} / Helping {u} to get {o} right first time
V give {u} a one-page checklist before they send {o} / tell people up front which papers must accompany {o}
P Half of what arrives is incomplete, and [every missing page costs a week|we have to write back for the
 missing page] / Packages land with something absent and a round of chasing begins
C The list has [seven|nine|ten] lines, one picture and no footnotes / A short film shows what belongs in
 the envelope and what does not
H The page could not be put on GOV.UK without a content review / People read a list when it stands where
 they are already looking
#triage desk;customer-contact test-and-learn;W;triage,queues
T Triage for {o} each morning / Sorting {o} by difficulty at the door
V sort {o} into simple and hard ones every morning / separate quick wins among {o} from tricky ones at the
 door
P Simple and complicated work wait in the same queue, so the easy ones [stand still for weeks|are stuck
 behind the hard ones] / A straightforward item takes as long as a knotty one because both join a single
 line
C One experienced colleague spends half an hour on triage and [marks|colours] each item green or amber / A
 rota names today's sorter, who settles whatever can be settled on the spot
H The rota broke down when two people were on leave / Triage pays when the person doing it may also decide
#shared tracker;data-sharing knowledge-sharing;H;trackers,visibility
T One shared tracker for {o} / A common list that shows where {o} stand
V put {o} in one shared tracker that all teams can open / replace our private spreadsheets on {o} by a
 common list
P Three teams keep three spreadsheets and [ring each other|send emails] to find out who has what / Nobody
 can say where an item has got to without asking round the floor
C It has five columns, and [the owner|whoever holds the item] updates it before going home / Status colours
 are agreed, and duplicates were purged before we began
H Permissions for the shared folder took a month / Fewer columns mean that people really fill them in
#ten-minute huddle;meetings;H;stand-ups,huddles
T A ten-minute huddle about {o} / Swapping the long weekly review of {o} for a short stand-up
V replace the weekly meeting about {o} by a ten-minute huddle / stand together briefly at nine instead of
 sitting through a long review of {o}
P Our weekly meeting lasts ninety minutes and [most of it is reading out what is on the screen|half of us
 do not need to be there] / An hour and a half goes on reports that could have been a note, and decisions
 slip to the end
C We ask three questions only: what is stuck, who can help, what is due / A kitchen timer sits on the desk
 and whoever overruns brings biscuits
H Part-time colleagues missed the huddle twice a week / Short meetings need a place where the long
 questions go
#call back;customer-contact;W;telephone,promises
T Promise a call back about {o} / Ringing {u} at a time they choose
V offer {u} a call back at a fixed time about {o} / let people pick a slot in which we telephone them on
 {o}
P {u} wait on hold, give up and [ring again the next day|write to their MP] / Lines are jammed at
 lunchtime, abandoned attempts pile up and tempers fray
C Slots of fifteen minutes are kept free between [ten and twelve|two and four] / Whoever dials has the
 papers open beforehand, so nothing is repeated
H The telephone system could not show which slots were taken / A promise kept an hour late is worse than no
 promise
#plain English;plain-language accessibility;Q;plain-english,letters
T Plain English in letters about {o} / Rewriting our notices on {o} so that {u} understand them
V rewrite our letters about {o} in plain English / recast every notice on {o} for a reading age of nine
P Our letters use legal words, and {u} [ring to ask what they mean|ignore them] / Recipients are puzzled by
 jargon and act late or never
C A [reader panel|group of five volunteers] marked every sentence that they had to read twice / Statutory
 phrases move to an annex, verbs become active, and headings ask questions
H Lawyers wanted to see each sentence again / Say what the reader must do in the first line
#buddy;onboarding knowledge-sharing;H;buddies,starters
T A buddy for everyone new to {o} / Pairing beginners with old hands on {o}
V give each new colleague a buddy for their first weeks on {o} / pair every beginner with an old hand while
 they master {o}
P New colleagues take four months until they can work alone, and [ask whoever sits nearest|are afraid to
 ask] / Recruits flounder, guess at procedure, and some resign before probation ends
C Buddies meet [every morning|at half past nine] for a quarter of an hour and keep a list of questions /
 Mentors receive relief from other duties, and a small booklet sets expectations
H Experienced people are few and already stretched / The list of questions turned into the best guide we
 have
#macro;automation;H;automation,spreadsheets
T A small macro that prepares {o} / Letting a script do the copying in {o}
V let a small macro copy the figures for {o} / automate retyping in {o} with a short script
P Figures are copied by hand from one system into another, [line by line|every Friday afternoon] / Keying
 identical numbers twice is dull, slow and a source of slips
C It was written by an apprentice and [checks its own totals|stops when a total does not agree] / Source
 code sits in a repository, and an analyst reviews any modification
H Security rules forbid macros on our laptops unless they are signed / Automate the dull step first and
 leave the judgement to people
#online booking;digital-forms customer-contact;W;booking,self-service
T Let {u} book {o} online / A self-service diary for {o}
V let {u} choose a time for {o} online / open our diary so that anybody may reserve {o} unaided
P Dates are agreed by telephone and [a third are changed later|nobody sees the free slots] / Fixing an
 appointment needs several conversations and no-shows leave gaps
C The page shows [free slots for three weeks|the next twenty free slots] and sends a reminder / Text
 messages go out on the eve, and released places refill by themselves
H The booking tool had to pass an accessibility test first / Reminders did more than the booking page
 itself
#reading pack;meetings plain-language;H;papers,boards
T One page instead of a pack for {o} / Shrinking board papers on {o}
V cut the monthly pack on {o} to one page / replace thick board papers on {o} by a single sheet
P The pack has sixty pages, [takes three days to make|is read by nobody], and is out of date on the day /
 Directors confess that they skim, while authors toil for a week over annexes
C It shows [four numbers|five numbers], one risk and one decision / Anything further is a link, and
 sponsors may request detail by Thursday
H One director asked for the old pack back / Ask readers what they would miss before you cut
#case clinic;knowledge-sharing;K;clinics,peer-support
T A weekly clinic for difficult {o} / Solving stubborn {o} together
V bring the hardest {o} to a weekly clinic / unravel the most stubborn {o} as a group
P Difficult work goes round in circles because [nobody wants to decide alone|each person asks a different
 expert] / Awkward matters gather dust under desks, since isolation breeds caution
C Anyone may bring [one case|two cases], and the clinic ends with a decision / A lawyer and a policy
 adviser drop in, and outcomes are written on index cards
H The lawyer could come only every other week / Deciding together took the fear out of deciding
#screen tour;accessibility digital-forms;Q;accessibility,screen-readers
T Make the form for {o} work with a screen reader / Opening up {o} to people who cannot see the page
V make the form for {o} work with a screen reader / let blind and partially sighted people complete {o}
 unaided
P The form has [unlabelled boxes|boxes without names], so people who use a screen reader have to ask for
 help / Blind correspondents depend on a friend, which robs them of privacy
C A colleague who uses a screen reader [leads the test|goes through each page with us] / Headings, contrast
 and tab order were mended, and braille is offered
H The supplier wanted a change request for each label / Watching one person try taught us more than the
 audit report
#hybrid anchor day;hybrid-working meetings;K;hybrid,anchor-days
T An anchor day for work on {o} / Choosing one weekday on which all of us tackle {o} in person
V meet in the office on the same day for {o} / gather face to face each Wednesday to tackle {o}
P We come in on different days, so [hard questions wait a week|the people we need are never there] / Remote
 colleagues drift apart, and puzzles linger in chat threads
C The anchor day has [no video calls before noon|a free hour after lunch] / Desks are reserved side by side
 and lunch is shared
H Desks ran out on the first two anchor days / Come in for a purpose and not for a quota
#one question fewer;digital-forms plain-language;W;forms,less-is-more
T Ask fewer questions in {o} / Trimming what {u} must fill in for {o}
V drop the questions in {o} that nobody uses / prune every box from {o} that never influences an outcome
P The form asks for [thirty|forty] things and we use a dozen of them / Respondents abandon a lengthy
 questionnaire, though much of it merely repeats what we hold
C For each question we asked who reads the answer and [what they do with it|when they last did] /
 Eligibility comes first, and leftovers are inferred from existing data
H One question turned out to be in regulations / Nobody defended the questions that we had all put up with
#duplicate search;data-sharing automation;K;duplicates,matching
T Find repeated {o} before we work on them / Spotting twins among {o}
V look for repeated {o} before anyone works on them / detect twins among {o} at intake
P The same person writes by post, by email and by phone, and [three of us start work|we answer three times]
 / Parallel files are opened unknowingly, and contradictory outcomes embarrass us
C A search by postcode and date of birth takes [less than a minute|a few seconds] / Fuzzy matching lists
 suspects, which a clerk confirms or rejects
H Spelling of names differs between the two systems / A quick search beats a clever one that nobody runs
#shared inbox;customer-contact hybrid-working;W;inboxes,rotas
T One inbox and a rota for {o} / Nobody's mailbox becomes everybody's for {o}
V send {o} to one shared inbox with a daily rota / collect {o} in a common mailbox staffed by turns
P Emails go to named people, and when somebody is [on leave|ill] they lie unread / Messages languish in
 personal accounts whenever their addressee is absent
C The person on duty [answers, passes on or parks|sorts] every email by four o'clock / Folders match
 outcomes, and unanswered threads turn red after two days
H People kept writing to the names they knew / An inbox needs one person a day and not good will
#supplier surgery;procurement;M;suppliers,early-talks
T Talk to suppliers before buying {o} / A market sounding ahead of contracts for {o}
V invite suppliers to a short talk before we buy for {o} / sound out the market ahead of any tender on {o}
P We write a specification alone and [get offers that do not fit|pay for things that we do not need] /
 Tenders attract a single overpriced bid, as requirements baffle smaller firms
C All questions and answers are [published|sent to everyone], so nobody has an advantage / Small
 enterprises get an hour each, chaperoned by a commercial specialist
H Commercial colleagues feared a challenge / Suppliers told us in an hour which requirement was expensive
#catalogue;procurement knowledge-sharing;M;catalogues,reuse
T A catalogue of what we already pay for in {o} / Reusing existing contracts for {o}
V list what we already pay for in {o} before buying again / exploit existing agreements on {o} rather than
 sign fresh ones
P Two branches bought [the same thing|the same licence] at two prices / Spend leaks away as units
 unknowingly purchase alike goods from rivals
C The list gives price, end date and [who to ask|a contact] / Renewal alerts fire ninety days early, and
 idle seats are handed back
H Prices were confidential in two contracts / Half of the saving came from simply knowing
#before-and-after photo;test-and-learn knowledge-sharing;Q;evidence,measurement
T Measure {o} for two weeks before changing them / Baselines first for {o}
V measure {o} for two weeks before we change anything / establish a baseline on {o} ahead of any tinkering
P We change things and never know [whether it helped|what it did] / Improvements are proclaimed on a hunch
 and quietly reversed by successors
C We use [a tally sheet|a paper tally] by the kettle / Stopwatch samples, drawn at random, feed a run chart
H Counting felt like being checked on until we explained it / Two weeks of tally marks ended a year of
 argument
#decision in the team;test-and-learn;W;delegation,sign-off
T Let the team decide simple {o} / Delegating sign-off on {o}
V let caseworkers decide simple {o} without a second signature / delegate sign-off on low-risk {o} to
 whoever prepared them
P Every decision needs a manager's signature, and [the tray is full|managers sign without reading] /
 Approval is a bottleneck: seniors rubber-stamp nearly everything after a delay
C Every [tenth|twentieth] decision is checked afterwards / Authority limits are spelt out, with random
 sampling in place of universal control
H Audit asked for the new limits in writing / Trust with a sample check is quicker and no less safe
#progress messages;customer-contact automation;K;progress,messages
T Tell {u} how far {o} have got / Proactive text messages on the whereabouts of {o}
V tell {u} by message how far their {o} have got / text people whenever {o} move to another stage
P A third of calls ask only [whether we got it|how long it will take] / Chasers swamp us, each wanting
 nothing but reassurance
C Messages go out at [three points|receipt, start and decision] / Wording is friendly, sender identity is
 verified, and replies route to a person
H Mobile numbers were missing for many / Silence makes work, and one honest date prevents two calls
#guide in pictures;accessibility plain-language;Q;easy-read,pictures
T A guide in pictures for {o} / Easy-read leaflets on {o}
V explain {o} in a guide made of pictures / publish an easy-read leaflet on {o}
P {u} with little English [bring a child to translate|sign what they cannot read] / Dense prose shuts out
 folk with learning difficulties or limited literacy
C A [charity|library] tested the pictures with eight people / Symbols, large print and short lines were
 drawn by an illustrator in-house
H Printing in colour was not in the budget / Pictures helped people who read well too
#exit notes;knowledge-sharing onboarding;H;handover,leavers
T Handover notes for {o} / Capturing what leavers know of {o}
V ask everyone who moves on to leave handover notes on {o} / capture departing experts' knowledge of {o} on
 tape
P When somebody leaves, [their knowledge goes with them|we start again from nothing] / Turnover empties the
 collective memory, so successors reinvent practice
C The notes answer [six questions|eight questions] and fit on two pages / An interviewer films a leisurely
 chat, which is indexed by topic
H People in their last week have no time / Ask a month before the last day
#data feed;data-sharing automation;H;data-feeds,apis
T A nightly data feed for {o} / Machines pass on {o} overnight
V receive the data for {o} by a nightly feed / have machines pass on {o} overnight in lieu of attachments
P Another department sends us a [spreadsheet|file] by email each week and we load it by hand / Attachments
 arrive irregularly, riddled with broken formats, and someone massages them
C A data sharing agreement of [two pages|three pages] covers it / An interface with a published schema
 validates records and rejects rubbish
H The data sharing agreement needed two legal teams / Agree on what a date looks like before anything else
#swap a day;knowledge-sharing;Q;shadowing,swaps
T Swap jobs for a day with those who send us {o} / Shadowing upstream colleagues on {o}
V swap desks for a day with the team that sends us {o} / shadow the folk upstream who originate {o}
P We blame the team before us, and [they have never seen what we do|they blame us] / Mutual ignorance fuels
 grumbling between floors that barely speak
C Each pair writes down [three surprises|what surprised them] / A visitor's diary is shared at a brown-bag
 seminar
H One office is two hours away by train / Most mistakes were made by people who could not know better
#quiet hours;hybrid-working meetings;K;focus,quiet-time
T Quiet hours for {o} / Interruption-free mornings on {o}
V keep two hours a day free of meetings and messages for {o} / protect interruption-free mornings in which
 to finish {o}
P We are interrupted [every ten minutes|all day long] and start the same page five times / Pings, chats and
 drop-ins shred concentration, so errors creep in
C A [red card|small flag] on the desk shows who is in quiet hours / Calendars are blocked, notifications
 muted, and a duty officer fields emergencies
H Private office does not keep quiet hours / Quiet time works when one person is allowed to be disturbed
#sample letters back;customer-contact test-and-learn;Q;feedback,listening
T Ring five people a week about {o} / Listening to {u} after {o}
V ring five people each week who have been through {o} / interview former users on how {o} felt to them
P We hear from {u} only when [they complain|something has gone wrong] / Satisfaction is inferred from
 silence, though nobody has ever enquired
C Whoever rings [takes notes on one card|asks four open questions] / Verbatim quotes decorate a wall, and a
 theme is picked for repair monthly
H Some thought that our call was a fraud / Five conversations a week changed more than the yearly survey
#risk-based check;automation test-and-learn;K;risk,sampling
T Check {o} by risk / Proportionate scrutiny of {o}
V check risky {o} closely and the rest by sample / scrutinise {o} in proportion to danger
P We check everything alike, so [we check nothing well|serious faults slip through] / Blanket verification
 exhausts staff and finds blemishes in one per thousand
C A score of [six facts|five facts] decides how much is checked / Statisticians derived weights from closed
 files, and drift is watched quarterly
H Nobody wanted to sign for the first unchecked case / Write down who carries the risk before you start
#walkthrough video;onboarding hybrid-working;H;videos,self-study
T Short videos on how we do {o} / Recorded demonstrations of {o} for home workers
V record short videos on each step of {o} / film bite-sized demonstrations of {o} for home workers
P Training means sitting beside somebody, and [we sit at home|that somebody is busy] / Remote beginners
 cannot peep over a shoulder, and coaches repeat themselves weekly
C No video is longer than [three minutes|four minutes], and each has captions / Clips live beside the
 procedure, and viewers flag stale footage
H Captions took longer than the filming / Short and rough is watched, long and polished is not
#colour of urgency;data-sharing;W;priorities,dashboards
T Show the age of {o} on the wall / A visible ageing chart of {o}
V show the age of all {o} on a screen in the office / display a live ageing chart of {o} where everyone
 walks past
P We work on what [shouts loudest|came in last], and the oldest are forgotten / Veterans of the queue sink
 to the bottom while newcomers jump ahead
C The oldest [five|ten] have a name beside them each morning / Anything older than its target glows
 crimson, prompting a daily question
H The first version showed names, and that was wrong / What everyone sees gets done
#reuse evidence;data-sharing customer-contact;W;once-only,evidence
T Ask {u} only once in {o} / Tell-us-once for {o}
V use evidence that we already hold for {o} / spare people from proving twice what government knows about
 {o}
P We ask for papers that [another part of us holds|we already have on file] / Citizens resent supplying
 identical proofs to sister bodies
C A look-up in the other system replaces [the certified copy|two certificates] / Consent is recorded, and a
 privacy impact assessment was published
H Legal powers to share were not clear / Start with what you hold yourself, as it needs no agreement
#email out of the chain;automation meetings;H;approvals,workflow
T Fewer hands on {o} / Straightening the route that {o} travel
V take two steps out of the way that {o} go / straighten the winding route travelled by {o}
P Each item passes through [nine|eleven] hands, and most only forward it / A convoluted relay adds nothing
 except elapsed days
C We drew the way on a wall with [string and pins|paper and tape] / Every relay point justified its
 existence to a sceptical visitor
H One step belonged to a team that was not in the room / Draw it before you discuss it
#pre-mortem;test-and-learn meetings;Q;pre-mortems,risk
T A pre-mortem before big {o} / Imagining failure ahead of {o}
V ask what could go wrong before we start on {o} / imagine failure vividly ahead of {o}
P We see afterwards what [everyone had feared|two of us knew] / Misgivings stay unspoken, since dissent
 looks disloyal
C Each person writes [two fears|one fear] on a card without a name / Facilitators cluster anonymous
 worries, and owners hedge against the gravest
H The first session turned into a complaint about the past / Cards without names said what nobody would
#jargon buster;plain-language onboarding;H;glossary,acronyms
T A list of the words we use in {o} / Decoding our acronyms around {o}
V keep a list of the words and short forms used in {o} / compile a glossary that decodes acronyms around
 {o}
P New people do not understand [half of what is said|our short forms] and do not ask / Outsiders are
 bewildered by alphabet soup and nod politely
C The list has [ninety|two hundred] entries, and anyone may add one / Hovering over an abbreviation reveals
 its meaning, courtesy of the intranet team
H Two teams use the same three letters for different things / Writing the list showed us which words we
 could drop
#evening slots;customer-contact accessibility;K;opening-hours,access
T Evening hours for {o} / Later opening so working {u} manage {o}
V offer {o} on one evening a week / stay open late on Thursdays for {o}
P {u} have to take [a day off|unpaid leave] to reach us / Nine-to-five hours exclude shift workers and
 anyone caring for infants
C Volunteers from the team work [noon to eight|eleven to seven] on that day / Flexitime covers staffing,
 and security agreed to lock up afterwards
H The building closes at six / One evening was enough, and a second stayed empty
#digital signature;digital-forms automation;W;signatures,paperless
T Electronic signatures for {o} / Ending wet ink on {o}
V accept electronic signatures on {o} / abolish wet ink and couriers for {o}
P Papers are printed, signed, scanned and [posted back|sent back], which takes a week / Parcels criss-cross
 the country merely to gather autographs
C The signed copy goes [straight into the record|to the file by itself] / Identity assurance meets the
 medium level, and tampering is detectable
H Lawyers asked which deeds still need ink / Nobody had ever checked whether the ink was needed
#batch day;test-and-learn;K;batching,flow
T Do {o} in one batch a week / Clustering similar {o} for momentum
V do similar {o} together on one day a week / cluster kindred {o} to build momentum
P We switch between [five|seven] kinds of work in an hour / Constant context changes drain attention, and
 set-up is repeated needlessly
C [Tuesday|Wednesday] is the day, and two people share a desk / Like goes with like, tools are laid out
 once, and progress is cheered
H Urgent items could not wait for the batch day / Batches speed us up but the last item waits longer
#error diary;test-and-learn knowledge-sharing;Q;errors,learning
T An error diary for {o} / Blame-free notes on slips in {o}
V keep an open diary of mistakes in {o} / log near misses on {o} without blame
P We correct mistakes quietly, so [the next person makes them too|nobody learns] / Embarrassment buries
 slips, and identical blunders recur elsewhere
C It has [three columns|four columns]: what, why, what we changed / Leaders contribute first, and monthly
 patterns are debated over coffee
H It took a month until the first manager wrote in it / The diary filled once a deputy director wrote down
 her own mistake
#fast lane;customer-contact test-and-learn;W;fast-lane,urgent
T A fast lane for urgent {o} / Expediting hardship in {o}
V open a fast lane for urgent {o} / expedite {o} wherever hardship is evident
P Urgent {o} wait their turn, and [we hear of it from the newspapers|people suffer meanwhile] / Someone in
 distress stands behind a tourist, as arrival order governs all
C Urgent means one of [four|three] written reasons, and nothing else / Vulnerability flags trigger
 expedition, and a specialist phones within hours
H Within a month everybody called their own work urgent / A fast lane stays fast only while it is narrow
#barcodes;automation digital-forms;K;barcodes,scanning
T Barcodes on {o} / Scannable labels that route {o}
V print a barcode on every page of {o} / label {o} so scanners route them unaided
P Paper is sorted by reading it, and [a tenth goes to the wrong desk|much is read three times] / Misrouted
 envelopes wander for days before a postroom veteran rescues them
C A scanner costs less than [one wrong delivery a day|a day of sorting] / Stickers encode the destination,
 and hand-held readers came from surplus
H The printer in the annex could not print them straight / The label must be on the page that nobody throws
 away
#team charter;hybrid-working meetings;Q;charters,ways-of-working
T A page on how we work together on {o} / Ground rules for colleagues sharing {o}
V agree one page of rules on how we do {o} together / negotiate ground rules among everyone sharing {o}
P Each of us does {o} differently, and [quarrels follow|nobody dares to say so] / Unspoken expectations
 collide, breeding resentment in chat and corridor
C Everyone signed it, and it is [read again each quarter|changed by a show of hands] / Norms about cameras,
 reply speed and holidays are explicit
H One rule was broken by its author in the first week / Five rules are kept, fifteen are not
#cash on cards;procurement automation;M;payment-cards,small-spend
T Payment cards for small buys in {o} / Purchasing cards for petty spend around {o}
V use payment cards for small purchases in {o} / settle petty spend around {o} by purchasing card
P An order for [twenty pounds|a box of pens] costs us sixty in handling / Bureaucracy dwarfs the value of
 trivial acquisitions, and shops refuse our paperwork
C There is a limit of [two hundred|three hundred] pounds, and statements are public to the team / Merchants
 are whitelisted, and receipts are photographed at the till
H Finance saw a risk of misuse / Nobody misused a card whose statement all could read
)";

}  // namespace obt::simulate::texts
