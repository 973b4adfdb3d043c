// More of what teams would change; thoughts_table_1.cc says how to read it.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable3 = R"(
#subtitle videos;accessibility onboarding;Q;captions,video
T Subtitles on our films about {o} / Captioning recordings on {o}
V put subtitles on all films about {o} / caption and transcribe footage concerning {o}
P Deaf colleagues [get a summary later|miss the jokes], and trains are noisy / Muted autoplay and hearing
 loss leave audiences guessing
C The computer writes them and [a person corrects them|we mend the names] / Sign-language inserts accompany
 the three core modules
H The names of systems came out as poetry / Everybody uses them
#fixed Friday release;automation test-and-learn;Q;releases,change
T Small changes every Friday to the system for {o} / Frequent modest releases supporting {o}
V change the system for {o} a little every Friday / ship modest fixes for {o} weekly in place of annual
 upgrades
P The yearly update brings [two hundred changes|a month of chaos] at once / Big-bang deployments overwhelm
 helplines and conceal regressions
C Three users [try it on Thursday|see it first] and may say no / Feature switches permit instant reversal
 after hours
H The change board met monthly / Small steps are dull, and that is good
#ask twice;customer-contact test-and-learn;Q;exit-poll,questions
T Two questions after {o} / A doorstep poll on {o}
V ask {u} two questions when {o} are done / canvass recipients straight after {o}
P The yearly survey reaches [one in forty|those who like surveys] / Annual polling is late, lengthy and
 skewed to the aggrieved
C A green and a red [button|token] by the exit, and a line for remarks / Responses are coded by theme and
 read out on Tuesdays
H The buttons were a toy for children / Ask what you are ready to change
#shared car;procurement hybrid-working;M;vehicles,travel
T One car for all visits on {o} / Pooling mileage for {o}
V share a pool car for {o} / pool journeys so inspectors travel together on {o}
P Three of us drive to [the same estate|one street] in a week / Uncoordinated mileage claims inflate cost
 and carbon
C A map with [pins|coloured dots] hangs beside the keys / Route software clusters addresses, and an
 electric hatchback is leased
H Insurance papers for seven drivers / The talk in the car was worth as much
#no-reply no more;customer-contact;Q;email,replies
T An address that answers for {o} / Replacing no-reply mailers on {o}
V send messages on {o} from an address that can be answered / retire do-not-reply senders across {o}
P People answer our messages and [nobody sees it|get an error] / Bounced responses strand vital updates and
 signal indifference
C A person reads them [twice a day|after lunch] / Filters divert autoresponders, and spam settings were
 tightened
H The first week brought four hundred out-of-office notes / If you write, listen
#induction on paper boat;onboarding;H;inductions,checklists
T A first-day list for those who join {o} / Arrival packs for recruits to {o}
V give newcomers a list for their first day on {o} / assemble arrival packs covering {o}
P On the first day there is [no pass, no chair and no password|nobody at reception who knows the name] /
 Inductees idle for a fortnight while permissions trickle through
C The list starts [ten days before|with the tea club] / Facilities, payroll and security receive one joint
 prompt
H Four departments each own a line of it / The first day is remembered for years
#merge two forms;digital-forms;W;forms,mergers
T One form where there were two for {o} / Uniting twin questionnaires for {o}
V merge both forms for {o} into one / fuse the overlapping questionnaires behind {o}
P Our two forms ask [the same forty things|for name and address twice] / Parallel paperwork contradicts
 itself and doubles keying
C Shaded boxes are for [the few|hauliers and the like] and may be skipped / Branching logic and a glossary
 replaced eight pages of notes
H The forms belong to two units / Start from the reader
#measure noise;hybrid-working;Q;noise,acoustics
T Carpets and curtains where we do {o} / Quieter surroundings for {o}
V make the room for {o} quieter with simple means / dampen echoes in the hall used for {o}
P With [forty voices|three printers] in one hall nobody hears the caller / Acoustic clutter ruins headset
 audio and exhausts listeners
C We hung [old curtains|felt] and moved the printers / A meter logs decibels, and telephone pods came
 second-hand
H Fire rules on fabric / Measure with your ears first
#opt-in reminders;customer-contact automation;K;reminders,texts
T Remind {u} a week before {o} fall due / Nudges ahead of deadlines in {o}
V send {u} a reminder a week before {o} are due / nudge correspondents ahead of each deadline on {o}
P People forget, [pay a fine|start again], and both sides lose a day / Lapses stem from oversight, seldom
 from defiance
C Three wordings were [tried against each other|drawn by lot] / Behavioural scientists randomised timing
 and tone
H Half of the numbers were landlines / A reminder is cheaper than a penalty
#read only week;test-and-learn automation;K;freeze,cleansing
T A week to clean up the data on {o} / Scrubbing the register behind {o}
V spend one week on correcting the data on {o} / cleanse the register that underlies {o}
P The list has [dead people and closed firms|three spellings of each town] / Rotten records poison
 statistics and misroute post
C We sat [in pairs|alphabetically] and shared a cake for each thousand / Postal reference files resolved
 the remainder overnight
H New errors came in while we worked / Clean at the tap and not at the drain
#signed off by text;automation hybrid-working;W;mobile,sign-off
T Approve {o} by text message / Mobile authorisation for {o}
V let managers approve {o} by text message / authorise {o} from a handset while travelling
P The director is on a train and [forty files wait|the day is lost] / Nomadic leaders become chokepoints
 whenever laptops stay shut
C The text has [one line and one number|a code], and silence means no / Biometric unlocking satisfied the
 security accreditor
H Two tunnels on the line / Make the yes as small as it is
#talk to the losers;procurement;M;tenders,feedback
T Call the firms that did not win {o} / Learning from unsuccessful bidders on {o}
V ring the firms that lost and ask what put them off {o} / debrief unsuccessful bidders and abstainers
 after contests on {o}
P [Two offers come in|One firm bids] and we do not know why / Competition is thin, yet abstainers are never
 consulted
C The call takes [fifteen minutes|a tea break] and has three questions / Commercial wrote neutral scripts
 to deflect grievance
H One firm thought it could still win / The price fell once the insurance clause went
#big print;accessibility;Q;large-print,readers
T Large print for {o} without being asked / Generous type sizes on {o}
V print {o} in fourteen point for everyone / enlarge type across {o} by default
P The small print needs [a magnifying glass|good light], and older people sign unread / Cramped typography
 alienates ageing eyes and invites mistakes
C It needs one more [page|sheet], which we won by cutting / Kerning, contrast and serif choices followed
 charity advice
H Printing cost went up by a penny a letter / What helps a few rarely hurts the rest
#two-page law;plain-language knowledge-sharing;H;guidance,law
T The law on {o} in two pages / Condensed legislation for {o}
V write down the law on {o} in two pages / distil statutes that govern {o}
P The manual has [six hundred|four hundred] pages and contradicts itself / Caselaw accretes, footnotes
 metastasise, and practitioners improvise
C A lawyer read it [on the train|twice] and took out one word / Paragraph marks link to statute, and
 updates are stamped
H Which two pages, asked everybody / Short guidance is read
#recycle replies;knowledge-sharing automation;H;answers,search
T Search old answers before writing about {o} / Mining past correspondence for {o}
V look for an old answer before writing a new one on {o} / mine earlier correspondence when replying on {o}
P We answered the same question [in 2019, 2021 and 2022|to his brother] and nobody remembers / Precedents
 sleep in archives, so reasoning is rebuilt from scratch
C The good ones get [a star|a number] when they are sent / Redaction removes names before indexing
H The old answers had old law in them / Somebody has asked before
#parents' hours;hybrid-working onboarding;K;part-time,rotas
T School-hours shifts for {o} / Term-time rotas covering {o}
V offer shifts from ten till two for {o} / design term-time contracts around {o}
P Good people leave because [the school bell rings at three|we offer nine to five or nothing] / Rigid
 rosters repel carers just when midday demand peaks
C Peaks lie at [noon|eleven], which suits everybody / Annualised hours and swaps are settled by the crew
 itself
H Team meetings were at three / Fit the hours to the work and to lives
#box of questions;test-and-learn knowledge-sharing;Q;suggestions,listening
T A shoe box for remarks on {o} / Anonymous grumbles about {o}
V put out a box for remarks on {o} / gather anonymous gripes on {o} and respond publicly
P People grumble [at the kettle|in the lift] and say nothing in meetings / Deference silences junior voices
 who spot flaws first
C It is opened on [Fridays|pay day] and each note is answered on the wall / Handwriting is retyped so that
 authors stay unknown
H One week held nothing but jokes / Answer the first ten quickly
#scan at source;digital-forms automation;W;scanning,post
T Scan the post before it is sorted for {o} / Digitising incoming mail on {o}
V scan all post on {o} before anyone sorts it / digitise arriving envelopes so that {o} travel
 electronically
P Paper goes [up four floors by trolley|by van to another town] and back / Physical routing adds days, and
 dossiers vanish in transit
C The machine does [sixty|ninety] pages a minute and hates staples / Character recognition proposes a
 destination, clerks confirm
H Blue ink on blue paper / Move pictures and not paper
#drill for outages;test-and-learn automation;K;outages,paper-plans
T A paper drill for {o} / Practising {o} without computers
V do {o} on paper for one hour a quarter / rehearse {o} with every screen switched off
P When the network is down [we send people home|everyone stands at the window] / Outages paralyse counters,
 as manual fallbacks were forgotten years ago
C A blue box holds [pads, stamps and a torch|carbon paper and a list] / Reconciliation afterwards is timed,
 with discrepancies explained
H Nobody under thirty had used carbon paper / The drill showed which steps we do not need
#handover board;knowledge-sharing;H;shifts,handover
T A whiteboard between shifts for {o} / Passing the baton on {o}
V leave word of {o} on a whiteboard for the next shift / structure shift changes in {o} around a handover
 grid
P The late shift [starts from nothing|guesses what was promised at noon] / Context evaporates at changeover
 and promises get broken
C Three boxes: [done, stuck, promised|now, next, never] / Outgoing leads initial every box, and snapshots
 are archived nightly
H Cleaners wiped it twice / What is written is remembered
#polite chaser;customer-contact automation;W;chasers,third-parties
T Chase missing papers for {o} after five days / Prompt pursuit of third parties in {o}
V chase whoever owes us papers for {o} after five days / automate polite prodding of third parties who
 delay {o}
P We wait for [doctors|banks] and write only when somebody complains / Dependencies on outsiders drift
 unmonitored until deadlines lapse
C The third note names [the person who is waiting|a date] / Escalation ladders were agreed with
 professional bodies
H One surgery blocked our address / Most people had only forgotten
#plain costs;procurement data-sharing;M;costs,awareness
T Say what {o} cost us / Unit prices for {o}
V write on each file what {o} cost / calculate and broadcast the unit price of {o}
P Nobody knows whether one costs [five pounds or fifty|more than a bicycle] / Without unit economics,
 savings claims are folklore
C Wages, postage and heat are [in it|counted], rent is not / An accountant apportions overheads,
 sensitivity ranges are shown
H Two units disagreed about overheads / Numbers make people careful with paper
#garden bench meetings;hybrid-working meetings;Q;outdoors,talks
T Chairs in the corridor for talk about {o} / Informal corners near {o}
V put four chairs by the window for talk about {o} / furnish a nook where {o} can be discussed casually
P All rooms are [booked by ten|full of recurring bookings] and we talk in the stairwell / Reserved space
 stands empty while spontaneous chats are homeless
C The chairs came from [the cellar|a closed office] and have no sign / Sensors confirmed occupancy, so two
 bookable suites became open
H Security asked who owns the chairs / Space is a tool
#rank by age;test-and-learn;W;oldest-first,queues
T Oldest first on Mondays for {o} / Ageing reports drive {o}
V take the oldest {o} first every Monday / attack the long tail of {o} by age
P New ones are easy and the [old ones grow moss|bottom of the pile is never seen] / Cherry-picking flatters
 averages while ancient items fester
C The ten oldest hang [on a line with pegs|by the coffee machine] / Root causes for each laggard are
 tabulated quarterly
H Averages got worse for a month / Look at the tail
#better hold music;customer-contact;Q;telephone,waiting
T Say the place in the queue while callers wait about {o} / Quieter waiting for callers on {o}
V tell callers about {o} how many are before them / swap the hold jingle on {o} for position announcements
P The same [flute|panpipe] plays for twenty minutes and people shout at us / Tinny melodies enrage those
 already anxious
C Silence is [key nine|an option] and half of them choose it / Licensing fees for recordings are saved too
H The exchange is older than the building / Ask what waiting feels like
#local data day;data-sharing;H;open-days,analysis
T An afternoon with the analysts on {o} / Data surgery for {o}
V bring our tables on {o} to the analysts once a month / hold surgeries where statisticians untangle {o}
P We have [eight years of tables|a cellar full of numbers] and nobody who can read them / Raw extracts
 accumulate while insight is outsourced expensively
C Bring [a laptop and one question|your worst chart], leave with an answer / Reproducible notebooks and a
 shared codebook endure afterwards
H Access rights for the extract / The question matters more than the table
#welcome in braille;accessibility;Q;braille,alternative-formats
T Say which formats {o} come in / Advertising alternative editions of {o}
V print on page one in which formats {o} can be had / advertise braille, audio and large type beside {o}
P We have braille and nobody [knows|asks for it], because it is on page nine / Alternative formats exist on
 paper, yet discovery fails
C The choice is [stored once|noted at the first call] and kept for all letters / Preference flags propagate
 to sister services with consent
H The mailing house charged for two runs / Offer it before it is asked for
#reverse mentoring;knowledge-sharing onboarding;Q;mentoring,leaders
T Juniors teach seniors about {o} / Reverse mentoring on {o}
V let a junior show a director how {o} are really done / reverse the mentoring ladder around {o}
P Directors last did this work [in 1998|before email] and decide about it weekly / Altitude breeds
 abstraction, and strategy detaches from practice
C They sit side by side [for an hour a month|with one keyboard] / Confidentiality rules protect candour,
 and pairings rotate each spring
H Diaries / The director found the worst button within a minute
#single photograph;digital-forms accessibility;W;photos,identity
T A photograph taken here for {o} / On-site portraits for {o}
V take the photograph for {o} at the counter / capture portraits in-house during {o}
P One photograph in [six|eight] is refused for shadows or smiles / Booth prints fail biometric rules and
 bounce repeatedly
C A grey sheet and [a lamp|two lamps] were all we needed / Software evaluates pose instantly and wheelchair
 height is adjustable
H The sheet fell on a visitor / Mend the cause at the source
#ban attachments;data-sharing automation;H;links,versions
T Links and no attachments for {o} / Single live copies of {o}
V send links instead of attachments for {o} / circulate one live copy of {o}
P Five people change [five copies|the same page] and somebody must marry them on Friday / Divergent
 duplicates spawn reconciliation, and mailboxes burst
C Access is set for [the team|a month] and then closes / Co-authoring and a change history replace tracked
 mark-up
H Partners outside cannot open our links / One copy, one truth
#start with why;plain-language onboarding;Q;training,purpose
T Tell newcomers whom {o} help / Purpose before procedure in {o}
V begin training on {o} with a visit to {u} / open every course on {o} with beneficiaries' own accounts
P The course begins with [screen 14|the stationery order] and nobody knows what it is for / Trainees
 memorise keystrokes without grasping purpose, then falter at exceptions
C A person we helped [comes and tells|reads her letter aloud] / Recorded testimony is licensed, travel
 reimbursed
H Nobody wanted to speak first / People remember a face
#count the clicks;digital-forms automation;H;screens,usability
T Half the clicks for {o} / Streamlined screens behind {o}
V halve the clicks that {o} need / streamline the screens through which {o} pass
P It takes [forty-one|fifty-three] clicks to close one, and we counted twice / Labyrinthine menus impose
 cognitive drag and invite mis-keying
C Three fields are filled [from the last one|by themselves] / Heat maps exposed dead zones that a
 configurator removed
H Only the vendor may move a button / Count first and complain later
#open window hour;customer-contact hybrid-working;K;walk-in,hours
T One hour without appointment for {o} / Walk-in time for {o}
V keep one hour a day free for people who walk in about {o} / ring-fence daily walk-in capacity for {o}
P Somebody who stands [wet at the desk|here with a child] is told to book online / Rigid scheduling rebuffs
 urgent or chaotic lives
C It is the hour [after the school run|before the bus leaves] / Demand is charted, and surplus staff clear
 correspondence
H Some days brought nobody and some forty / Leave slack where life is untidy
#three good things;meetings;Q;thanks,morale
T End the week on {o} with thanks / Celebrating small wins in {o}
V close the week with three things that went well in {o} / spotlight small wins across {o}
P We talk about [what broke|the late ones] and go home heavy / Relentless fault-finding corrodes confidence
 and sickness climbs
C A bell is rung for [each|the smallest], and nobody makes a speech / Nominations come from peers and a
 scrapbook travels between floors
H Two found the bell childish / Praise is best when it is exact
#contracts calendar;procurement;M;renewals,contracts
T A calendar of contracts that end for {o} / Renewal foresight over {o}
V hang up a calendar of all contracts that end for {o} / chart expiry dates behind {o} two years ahead
P We notice that a contract ends [when it has ended|three weeks before], and prolong it at any price /
 Auto-renewals ambush budget holders and leverage disappears
C Red means [six months|begin now] / Category managers rehearse exits, escrow included
H Half of the papers were with people who had left / Time is the best bargaining tool
#shadow the caller;customer-contact knowledge-sharing;Q;listening,calls
T Everybody listens to calls about {o} once a month / Policy staff on the headset for {o}
V let everybody listen to two calls about {o} a month / seat policymakers beside operators who field {o}
P Those who write the rules [never hear a caller|have not met one in years] / Rule-makers are insulated
 from confusion they cause
C They may not speak, only [write down three words|note what surprised them] / Consent is announced,
 excerpts are anonymised for the library
H Union and data protection had good questions / Hearing is quicker than reports
#fill in by phone;customer-contact accessibility;K;assisted-digital,phone
T Fill in {o} over the telephone / Assisted completion of {o}
V fill in {o} for people who ring us / complete {o} on behalf of callers who cannot
P Some have [no computer|shaking hands] and lose what they are owed / Digital exclusion converts
 entitlement into exasperation
C We read back [each answer|the whole] and post a copy / Voice consent is stored, carers may act as
 nominated agents
H Calls took forty minutes at first / Being kind was the fastest way
#one name per file;customer-contact;Q;ownership,caseworkers
T The same person from start to end for {o} / Continuity of caseworker in {o}
V let one person see {o} through from start to end / assign continuous ownership of {o}
P {u} tell their story [five times|to whoever picks up] / Fragmented handling forces repetition and nobody
 feels accountable
C The name and [days of work|a direct number] are in the first letter / Deputies shadow, load is balanced
 weekly by a dispatcher
H Leave and part time / Owning a thing makes it better
#shelf labels;knowledge-sharing automation;H;archives,labels
T Coloured labels on boxes of {o} / Finding stored {o}
V mark the boxes of {o} with colours and years / catalogue storage of {o} by hue and decade
P To find one paper we open [ten boxes|half the cellar] / Retrieval is archaeology, hindered by fading
 pencil
C A plan of the cellar hangs [at the lift|inside the door] / Destruction dates are computed, climate
 loggers guard parchment
H Two colours look alike under the lamp / Ten minutes of labelling save a week of looking
#weekly menu;meetings hybrid-working;H;planning,rotas
T Plan the week for {o} on Thursday / Look-ahead scheduling of {o}
V plan next week's {o} each Thursday at two / schedule {o} with a rolling look-ahead
P On Monday mornings [we find out who is away|it is first come, first served] / Reactive allocation
 produces lurching workloads and overtime
C Cards go on a [tin tray|board with magnets] / Constraints, holidays and deliveries are visible for six
 weeks
H Emergencies laugh at plans / A plan is a thing to change
#pay quicker;procurement automation;W;invoices,small-firms
T Pay small firms in five days for {o} / Prompt settlement of bills from {o}
V pay small firms within five days for {o} / settle little suppliers' bills on {o} promptly
P A one-woman firm [waits ninety days|lent us money, in effect] / Late remittance starves micro-businesses
 that then withdraw
C Bills below [a thousand|five hundred] pounds need one pair of eyes / Electronic invoicing standards and
 exception queues handle mismatches
H The ledger closes for a week each month / Small firms came back with better offers
#map of pain;test-and-learn knowledge-sharing;Q;journeys,mapping
T Draw the whole way of {o} on the wall / Journey mapping for {o}
V draw each step of {o} on a roll of wallpaper / map end-to-end journeys through {o}
P Each of us knows [his own step|three metres of the road] and none the whole / Siloed optimisation shifts
 delay downstream unobserved
C Red wool marks [where things wait|each loop back] / Emotions, touchpoints and systems occupy separate
 swimlanes
H The wall belongs to the canteen / Seeing it together was the change
#voice to notes;automation accessibility;H;dictation,speech
T Dictate notes on {o} / Speech recognition for {o}
V dictate notes on {o} instead of typing them / transcribe spoken observations during {o}
P Typing up takes [an evening|longer than the visit] / Manual write-ups lag, so nuance fades and backs ache
C It knows [Geordie|Welsh names] after a week / Punctuation commands and domain lexicons raised accuracy
H In the open hall everybody listens / Speak in short sentences
#simple scoring;automation test-and-learn;K;scoring,priorities
T Points that show which {o} come first / A transparent priority index for {o}
V give points to {o} and take the highest first / prioritise {o} through a published index
P Who shouts [loudest|longest] is served first / Squeaky wheels distort allocation, raising equity concerns
C Harm counts [double|three], age counts one, and money none / Weightings were consulted on and appeals are
 minuted
H Everybody's own case had special reasons / A rule that all can see is easier to bear
#ask the newest;onboarding test-and-learn;Q;newcomers,questions
T What newcomers find odd about {o} / Fresh-eyes reports on {o}
V ask each newcomer after thirty days what is odd about {o} / harvest fresh-eyes observations on {o}
P After a year [nobody sees the mess|we all walk round the box] / Habituation blinds teams to absurd
 rituals
C They write [five lines|a postcard] to the deputy director / Remarks are collated without attribution,
 with replies inside a fortnight
H Newcomers are polite / Odd is a present
#mute the pings;hybrid-working meetings;K;notifications,focus
T Fewer alerts while doing {o} / Notification hygiene around {o}
V switch off all alerts while we do {o} / curb notifications for those engaged in {o}
P A box pops up every [two|four] minutes and the thread is lost / Interruptions fracture cognition,
 doubling slips in arithmetic
C Urgent means [the telephone|somebody walks over] / Statuses synchronise with calendars, digests arrive
 thrice daily
H Two managers took it personally / Quiet is a setting
)";

}  // namespace obt::simulate::texts
