// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable4 = R"(
#tear-off slip;digital-forms customer-contact;W;receipts,slips
T A receipt that says what comes next for {o} / Acknowledgement with a timetable for {o}
V give {u} a slip that says what happens next with {o} / acknowledge {o} with a dated roadmap
P People ring on day two to hear [whether it came|that it lies here] / Unacknowledged submissions spawn
 duplicates and doubt
C The slip has [four steps and a date each|a number and a drawing] / Milestones derive from percentile
 history, not aspiration
H The dates slipped in the first month / Promise the slow date and keep it
#gather spare hours;hybrid-working knowledge-sharing;K;surge,volunteers
T A list of people who can help out with {o} / Surge volunteers for {o}
V keep a list of people elsewhere who can help out with {o} / muster trained reservists when {o} peak
P In the peak we are [nine|six] short and in May we play cards / Seasonality collides with fixed
 complements and agency fees
C Each helper has had [half a day|two mornings] of training / Line managers sign a loan agreement capped at
 ten days
H Their own managers counted days / People enjoy another desk for a week
#kill the fax;automation digital-forms;M;fax,legacy
T Switch off the fax for {o} / Retiring facsimile from {o}
V switch off the fax machine for {o} / decommission facsimile lines used by {o}
P It costs [sixty|forty] pounds a month and prints advertisements / Thermal paper fades, disclosures roll
 onto unattended trays
C For two weeks each sender was [rung|told by return] / Secure mail accounts were issued to remaining
 courts and pharmacies
H One judge / Somebody has to pull the plug
#kitchen table test;plain-language digital-forms;Q;user-testing,forms
T Try the form for {o} at kitchen tables / Guerrilla testing of {o}
V try the form for {o} on five people at home / observe households completing {o} unaided
P We test with [colleagues who know the answers|ourselves] / Laboratory panels are paid, practised and
 atypical
C We say nothing and [count sighs|look at the pencil] / Incentive vouchers, consent slips and photographs
 of crossings-out
H A dog ate one / Five kitchens told us more than a hundred ticks
#share a printer;procurement hybrid-working;M;printers,estates
T One big printer instead of nine for {o} / Consolidated devices for {o}
V replace nine desk printers by one for {o} / consolidate print devices serving {o}
P Each little printer eats [its own ink|forty pounds a cartridge] / Heterogeneous hardware multiplies
 consumables and call-outs
C It stands [within twenty steps|by the plants] and prints nothing unasked / Confidential output needs a
 badge, leases include servicing
H Everybody's printer was special / Walking does no harm
#plain refusals reasons;plain-language customer-contact;Q;reasons,appeals
T Reasons in one sentence when {o} fail / Explaining negative outcomes of {o}
V give the reason for a no to {o} in one plain sentence / justify adverse outcomes of {o} in everyday terms
P Our no cites [three sections and a schedule|paragraph 9(b)] and people appeal to find out why / Opaque
 rejections provoke litigation that clarity averts
C The sentence begins with [because|you] / Evidence relied upon is itemised, and remedies follow
H Some reasons are hard to say plainly, which told us something / A reason is a courtesy
#weigh the post;test-and-learn automation;W;forecast,post
T Weigh the post to know tomorrow's {o} / Predicting arrivals of {o}
V weigh the sacks each morning to plan {o} / estimate daily inflow of {o} from sack mass
P We hear at [eleven|noon] how much there is to do / Staffing is guesswork as arrivals fluctuate wildly
C Kitchen scales, [a ruler and a pencil line|squared paper] / Regression against history gives intervals
 within eight per cent
H Catalogues weigh a lot / A rough number early beats an exact one late
#colour-blind check;accessibility data-sharing;Q;colours,charts
T Shapes as well as colours for {o} / Colour-safe status for {o}
V mark {o} with shapes as well as colours / redesign status flags on {o} for colour-deficient viewers
P Red and green are [the same to Tom|one to every twelfth man] / Hue alone encodes urgency, excluding
 millions
C A square [stops|waits], a circle goes / Simulators and greyscale proofs precede each rollout
H The software knows colours only / Print it in grey and look
#lunch lessons;knowledge-sharing onboarding;Q;lunch,learning
T Lunch lessons on {o} / Brown-bag seminars about {o}
V tell each other over lunch how {o} work / stage brown-bag seminars about {o}
P Training is [a slide show once a year|a film with a quiz] / Mandatory modules are clicked through and
 forgotten
C Twelve minutes, [no slides|one object], and soup / Speakers rotate alphabetically, recordings feed the
 intranet
H Lunch is unpaid / People listen to people they know
#double booking stop;automation meetings;H;rooms,bookings
T Free rooms nobody came to during {o} / Releasing ghost bookings for {o}
V free a room when nobody comes to {o} within ten minutes / release ghost reservations that block {o}
P The screen says full and [the room is dark|one coat hangs there] / Recurring bookings outlive their hosts
 and squander square metres
C A [bell|lamp] at the door must be pressed / Occupancy sensors without cameras reassure staff councils
H The lamp was pressed by passers-by / Unused is not the same as full
#thank-you receipts;customer-contact test-and-learn;Q;feedback,compliments
T Collect kind letters on {o} too / Compliments alongside grievances about {o}
V collect kind letters about {o} as well as angry ones / log compliments received over {o}
P We count complaints and [throw away thanks|have a drawer for cards] / Asymmetric feedback skews
 perception and drains pride
C They hang [in the lift|on the way to the canteen] for a week / Themes reveal which behaviours delight,
 then guide appraisal
H Some thanks name colleagues who would rather not / Do more of what pleased
#first response team;test-and-learn customer-contact;W;crisis,response
T Three people who answer at once when {o} go wrong / Rapid response to failing {o}
V name three people who act at once when {o} go wrong / stand up a rapid response cell for {o}
P When something breaks [it lies until Monday|seven people write to seven people] / Diffuse responsibility
 magnifies incidents and rumours
C They carry [an old mobile|a whistle, as a joke] in turns / Playbooks, contact trees and debriefs are kept
 short
H On-call pay / Knowing who is half of the answer
#borrow a lawyer;knowledge-sharing;W;legal,advice
T A lawyer in the room for {o} on Tuesdays / Embedded counsel on {o}
V have a lawyer sit with us on Tuesdays for {o} / embed counsel within the crew handling {o}
P A question to legal [comes back after three weeks|needs a form with nine boxes] / Formal instructions
 ossify trivial doubts into months
C She answers [at the desk|standing up] and writes nothing / Privilege is preserved by a log, precedents
 accrue
H Lawyers bill by the unit / Most questions take two minutes
#wall of deadlines;meetings automation;W;deadlines,visibility
T Put statutory dates for {o} on the wall / Deadline radar for {o}
V put every legal date for {o} on the wall / track statutory limits on {o} with a countdown
P Dates live in [private diaries|somebody's head] and two were missed / Breaches invite fines, yet limits
 hide in footnotes
C Ten days before, the card [moves to the red hook|is turned over] / Calendars subscribe automatically,
 deputies receive echoes
H Holidays of judges / What is on the wall is nobody's secret
#simple consent;data-sharing plain-language;Q;consent,privacy
T A consent slip for {o} that a child can read / Readable privacy for {o}
V write the consent for {o} so that a child can read it / humanise privacy wording attached to {o}
P The consent has [nine hundred words|two pages in grey] and everybody ticks it / Illegible notices void
 genuine choice and erode legitimacy
C We asked [twelve-year-olds|a school class] what it says / Layered notices, icons and withdrawal routes
 satisfied the commissioner
H Lawyers like commas / If they cannot read it they have not agreed
#reception swap;knowledge-sharing customer-contact;Q;reception,swaps
T Everybody spends a day at the counter for {o} / Back-office turns at reception for {o}
V spend one day a year at the counter for {o} / rotate back-office specialists onto reception for {o}
P Those upstairs [think that the counter is easy|send people down with the wrong slip] / Distance breeds
 contempt between front and rear
C The day begins with [the key|the float] and ends with a report to friends / Security awareness and
 conflict de-escalation precede it
H One colleague was recognised / Respect came back up the stairs
#shrink the sample;test-and-learn data-sharing;H;sampling,checks
T Check fewer {o} but check them well / Smaller deeper samples of {o}
V check twenty {o} a month thoroughly instead of all in passing / substitute rigorous samples for blanket
 glances at {o}
P All are checked [in thirty seconds|with one eye] and nothing is found / Exhaustive skimming yields
 comfort, never insight
C A die decides [which|how deep] / Statisticians set confidence limits, findings are graded by severity
H Some felt naked without the tick / Look long at little
#map of partners;knowledge-sharing data-sharing;H;partners,contacts
T Names and numbers of everyone outside who touches {o} / Partner directory for {o}
V write down everyone outside who touches {o} / chart external bodies entwined with {o}
P We ring [switchboards|a number on an old letter] and start at A / Relationships reside in retirees'
 address books
C Each has a [first name and a good hour|person who likes us] / Memoranda, data routes and quarrels are
 annotated
H Councils reorganise / Call once when nothing is wrong
#safe to cancel;meetings;H;meetings,cancellation
T Cancel the meeting on {o} without a purpose / No agenda, no meeting on {o}
V cancel any meeting about {o} that has no purpose the day before / abolish purposeless gatherings around
 {o}
P Eleven people sit [because it is Tuesday|and peel oranges] / Ritual convenings persist by inertia, at
 considerable salary cost
C Anyone may ask [what for|why me] and leave / Cost meters display cumulative pay as minutes tick
H The chair liked the company / Give back time and people notice
#postcards home;customer-contact plain-language;Q;postcards,updates
T Postcards instead of status letters for {o} / Cheerful brief notices during {o}
V send a postcard when {o} move a step / dispatch brief cards at each milestone of {o}
P A letter with one sentence [wears a logo, an annex and an envelope|frightens people] / Officialdom's
 stationery intimidates, though the content is trivial
C The card shows [the office|a map], and the number to ring is large / No personal particulars appear,
 satisfying postal privacy
H Marketing wished to be asked / Small news in a small form
#power sockets;hybrid-working;K;desks,estates
T Sockets and lamps where {o} are done / Wiring benches for {o}
V put sockets and lamps on the long table for {o} / rewire benches so laptops survive a shift of {o}
P After lunch [batteries die|cables cross the gangway] and people move about / Ageing electrics trip
 breakers and breach fire limits
C The caretaker did it [in two evenings|for a box of biscuits] / A certified fitter tested circuits, floor
 trunking conceals flex
H The building is listed / Look at the furniture before the software
#cut the cc;meetings knowledge-sharing;H;email,copying
T Copy in nobody on {o} for a month / Leaner circulation lists about {o}
V copy nobody into emails on {o} for a month / prune circulation lists that surround {o}
P I get [a hundred and ten|eighty] a day and ten are for me / Defensive copying floods inboxes while
 diluting duty
C Who misses something [reads the log|may ask] / Digest feeds and channel subscriptions serve the curious
H The habit came back with the first quarrel / Copying is not informing
#test letter house;plain-language test-and-learn;Q;letters,trials
T Two versions of the reminder about {o} / Randomised letters on {o}
V send two versions of the letter about {o} and see which is answered / randomise wording of correspondence
 on {o}
P We argue about [commas|bold type] and never look at what people do / Editorial taste rules, whereas
 response data lie idle
C Even house numbers get [the short one|the blue one] / Sample size was computed beforehand, ethics advice
 recorded
H The printer mixed the piles on day one / The ugly one won
#seed library;knowledge-sharing;H;templates,library
T A shelf of good examples of {o} / Model specimens of {o}
V keep the ten best examples of {o} where all can see them / curate exemplary specimens of {o}
P Beginners copy [the last one they saw|what lies on top] / Apprentices imitate mediocrity because
 excellence is unseen
C Each has a note in the margin [why it is good|what it cost] / Exemplars retire annually after a blind
 vote
H Modest people hid theirs / Show, do not tell
#phone tree;test-and-learn hybrid-working;W;contact,emergencies
T A phone tree for those who do {o} / Cascade calls across {o}
V draw up a phone tree for everybody who does {o} / establish a cascade for alerting crews on {o}
P In the flood we [drove round to doors|wrote emails into the dark] / Contact sheets are stale just as
 crises strike
C Each rings [two more|the next below] and the last rings the first / Private numbers are sealed,
 rehearsals use a code phrase
H Two had moved abroad / It works when the network does not
#reserve desk;onboarding hybrid-working;H;desks,visitors
T A desk for guests who come for {o} / Touchdown space for partners in {o}
V keep one desk ready for anyone who comes about {o} / equip a touchdown berth for visitors engaged in {o}
P Visitors [perch on the sill|sit in the corridor] and cannot print / Secondees squander mornings hunting
 cables and codes
C A drawer holds [chargers, a pass and sweets|the password of the day] / Guest networking is segregated,
 lockers hire by hour
H It was taken by lunch / Being expected is half of a welcome
#match skills;knowledge-sharing test-and-learn;Q;allocation,skills
T Give {o} to those who like them / Preference-led allocation of {o}
V let people say which {o} they like to do / allocate {o} by aptitude and appetite
P They are dealt out [like cards|by the last digit] / Mechanical distribution mismatches talent and
 complexity
C Everyone marks [three likes and a dislike|a star or a cloud] / Caps prevent cosy niches, assessments
 repeat each autumn
H Nobody liked the Friday ones / Liking makes quick
#stop the report;test-and-learn data-sharing;H;reports,stopping
T Stop one report on {o} and listen / Discontinuing unread returns about {o}
V stop sending the weekly report on {o} and see who asks / discontinue statistical bulletins on {o} that
 none consult
P It takes [a day and a half|two of us], has gone out since 2011 and nobody answers / Legacy reporting
 endures unexamined, feeding vanished committees
C After [three|five] weeks of silence it is buried with a toast / Recipients confirm need in writing or
 forfeit
H One had built a report upon it / Silence is an answer
#knock first;customer-contact plain-language;K;visits,notice
T A note through the door before {o} / Advance notice of {o}
V put a note through the door two days before {o} / announce visits so that {o} find someone in
P In one of [three|four] cases nobody opens / Abortive trips waste fuel, morale and daylight
C It shows [a face and a first name|how to check who we are] / Time bands narrow by text, dogs are declared
H Some rounds must be unannounced by law / Open doors are made the week before
#left luggage;customer-contact accessibility;Q;waiting-rooms,comfort
T A kinder waiting room for {o} / Humane waiting areas around {o}
V make the waiting room for {o} friendlier / refurbish the lounge where people await {o}
P Plastic chairs [face a wall|are bolted down] and a poster threatens / Hostile decor escalates tempers
 before any conversation
C We added [plants and a clock that goes|a toy box and hooks] / Trauma-informed design widened sightlines
 and softened lighting
H Chairs must be fireproof / Calm rooms make calm talks
#unit of help;data-sharing test-and-learn;W;definitions,measures
T Agree what counts as finished for {o} / Common definitions for {o}
V agree when {o} count as finished / standardise definitions by which {o} are reckoned
P Here it is done when [posted|stamped], there when nobody complains / Inconsistent counting rules void
 every comparison between regions
C The rule has [nine words|one line] and three examples / A metadata registry stores lineage, effective
 dates and exceptions
H The old figures had looked better / Words before numbers
#ladder of contact;customer-contact;W;escalation,contacts
T Whom to ask next about {o} / Escalation routes for {o}
V show {u} whom to ask next about {o} / publish rungs of escalation for {o}
P They write to [the minister|everyone at once] because they see no second step / Opaque hierarchies steer
 trivial matters to the summit
C Each step has [a week|a name] and the last is outside / Ombudsman referral criteria sit beside anonymised
 outcomes
H The second step was me / People climb when there are stairs
#mini manuals;onboarding knowledge-sharing;H;instructions,machines
T Instructions on the thing itself for {o} / Labels where hands are in {o}
V fix short instructions to each machine used for {o} / affix laminated prompts to apparatus behind {o}
P The manual is [in a cupboard in another building|in Japanese] / Documentation is remote from the moment
 of need
C Four lines, [a thick pen|no logo] and who to call / Pictograms obey an international standard, QR squares
 lead deeper
H Tape melts on the laminator / Put words where hands are
#shadow budget;procurement test-and-learn;M;budgets,forecasts
T Show every team what is left for {o} / Live balances for {o}
V show each team every Friday what money is left for {o} / reveal running balances allotted to {o}
P Nobody knows till March, [then we buy chairs|then it is gone] / Year-end surges betray blindness earlier
 on
C A jar of [beans|marbles] stands for the sum / Commitments, accruals and forecasts refresh nightly from
 ledgers
H Three systems disagree by a little / Seeing it is saving it
#inspect together;knowledge-sharing customer-contact;W;joint-visits,inspections
T One visit by two offices for {o} / Joint calls on behalf of {o}
V go together with the council when we visit about {o} / combine site calls so {o} trouble premises once
P The same yard sees [fire, food and us|three of us] in one week / Regulatory visits overlap, burdening
 small premises
C One clipboard, [two pens|one cup of tea] / Warranted powers were cross-authorised under a memorandum
H Diaries of two bodies / Go once
#early bird;customer-contact test-and-learn;K;peaks,incentives
T Reward those who send {o} early / Smoothing peaks in {o}
V answer {o} that come early first of all / flatten seasonal surges of {o} by rewarding promptness
P Two thirds come in [the last three days|the final weekend] / Deadline effects compress a quarter into
 hours
C Early ones get [a green slip|their answer in four days] / Prize draws were rejected, courtesy calls
 proved legal
H Agents wait for the last figures / People like to be quick for a reason
#neutral chair;meetings;Q;chairing,facilitation
T Somebody from outside chairs the talk about {o} / Independent facilitation on {o}
V let somebody from another team chair when we discuss {o} / import facilitators for contentious sessions
 on {o}
P Our head speaks [first and last|for forty minutes] and the rest nod / Rank silences dissent, hence
 groupthink
C The chair has a [watch|hat] and no opinion / Ground rules, parking lots and anonymous polls structure
 debate
H Heads do not like to sit at the side / Who asks should not answer
#translate codes;plain-language data-sharing;H;codes,meanings
T Words instead of codes in {o} / Decoding fields within {o}
V show words instead of codes in {o} / decode cryptic values that pepper {o}
P Code [17 means three things|X9 is known to Maureen] / Cryptic legacy values obstruct novices and auditors
C The code stays [in small type|behind the word] / Lookup tables are versioned, orphans quarantined for
 review
H The field has room for twelve letters / Words are codes that all know
#share the blame;test-and-learn meetings;Q;blame-free,reviews
T Talk about what went wrong in {o} without names / Blameless inquiry into {o}
V talk about mistakes in {o} without naming anyone / investigate failures in {o} blamelessly
P We ask [who|whose fault] and learn to hide / Punitive culture suppresses near-miss reports and repeats
 accidents
C We draw [what each could see at the time|five whys] / Human-factors training equips reviewers, actions
 get owners
H It was hard in front of the auditor / Ask how and not who
#rent not buy;procurement;M;hire,equipment
T Hire what {o} need for a week a year / Leasing rarities for {o}
V hire what we need for {o} only now and then / lease seldom-used apparatus for {o}
P The [cherry picker|thermal camera] stands under a sheet for fifty weeks / Depreciating assets idle,
 attracting storage and calibration bills
C Two firms bring it [by eight|with a driver] / Framework call-off rates beat ownership at under thirty
 days' use
H Bank holidays are booked out / Count the days under the sheet
#speak local;customer-contact plain-language;Q;language,local
T Say town and not region in {o} / Local names throughout {o}
V use names that people use in {o} / adopt vernacular geography in {o}
P Our letters speak of [area 7|the north-west cluster], which is nowhere / Administrative toponyms estrange
 residents and misroute couriers
C We asked [postmen|bus drivers] / A gazetteer reconciles aliases with official identifiers
H Two towns claim one estate / Call places by their names
#halve the pilot;test-and-learn;W;pilots,speed
T Two weeks and not six months to try {o} another way / Lightning trials on {o}
V try changes to {o} for two weeks only / compress experimentation with {o} into a fortnight
P Our pilots last [so long that the sponsor leaves|nine months] and then nobody remembers / Protracted
 trials outlive context, sponsors and appetite
C One page before, [one page after|no logo] / Stop criteria are preregistered, null findings published
H Some effects need a season / Short tries, many tries
#welcome refusals;procurement customer-contact;Q;opt-out,choice
T Let {u} choose letter or email for {o} / Channel preference in {o}
V ask {u} how they want to hear about {o} / respect channel preference throughout {o}
P We write to those who [never open letters|asked for texts] / Default channels waste postage and lose the
 recipient
C The choice is [two boxes|one tick] on the first page / Preferences synchronise, a nightly job suppresses
 redundant print
H Old systems know paper only / Ask once and remember
#lift pitch for data;data-sharing knowledge-sharing;Q;requests,data
T A menu of figures on {o} / Off-the-shelf extracts from {o}
V offer a menu of ready figures on {o} / package standard extracts describing {o}
P Every [journalist|committee] asks a little differently and we start afresh / Bespoke queries monopolise
 scarce programmers
C Seven dishes, [a price in days|the date of each] / Disclosure control rounds small cells automatically
H Special wishes did not stop / Most people take what is ready
#sit by system;automation knowledge-sharing;H;support,floorwalkers
T A helper on the floor for the system behind {o} / Floorwalkers during {o}
V let one of us walk the floor and help with the system for {o} / deploy floorwalkers supporting software
 for {o}
P The helpdesk [is in another time zone|answers on Thursday] / Ticket queues dwarf trivial obstacles such
 as forgotten menus
C She wears [a yellow scarf|a badge] from nine to eleven / Recurring snags feed a backlog ranked by
 frequency
H The scarf was stolen / Help must be in sight
#first page summary;plain-language meetings;H;summaries,submissions
T Say it on line one in {o} / Upfront summaries atop {o}
V begin {o} with what we want from the reader / preface {o} with conclusions and asks
P The point comes on [page four|the back] / Narrative build-up buries recommendations beneath background
C If it does not fit [on a card|in a breath], it is not clear yet / Style checks reject openings beyond
 thirty words
H Some like suspense / Readers are tired people
#keep the queue warm;customer-contact test-and-learn;K;abandonment,progress
T Ring those who gave up on {o} / Rescuing abandoned {o}
V ring people who began {o} and gave up / recover abandoned {o} with a friendly prompt
P Four in ten stop at [the same page|question eleven], and we lose them / Drop-outs are invisible, their
 entitlements unclaimed
C We ask [where it pinched|for one sentence] / Session analytics flag the stall, drafts persist for a month
H Not everyone wants to be rung / Giving up is feedback
)";

}  // namespace obt::simulate::texts
