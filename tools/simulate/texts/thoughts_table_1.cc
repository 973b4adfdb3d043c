// What teams would change, each in two wordings that share few words. First line: #, name, themes, what it
// is to better (W waiting, H hours, M money, K cases, Q quality), tags. Then T/t titles, V/v "to ...", P/p
// the problem, C/c more of the change, H what stood in the way, L what was learnt. [a|b] is a choice, {o}
// what the work is on, {u} whom it serves.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kThoughtTable1 = R"(
#standard reply;plain-language customer-contact;H;templates,letters
T [A standard|One agreed] reply for {o}
t Ready-made wording on {o}
V write one standard reply for {o} that everyone may copy
v keep a stock of ready-made paragraphs on {o}
P Everybody [drafts|writes] their own answer to {u}, so the tone differs and [the same reply is written
 again and again|old mistakes are copied]
p Correspondence goes out in a dozen personal styles and much effort is spent typing what a neighbour typed
 yesterday
C The text will be [tested on|read aloud to] two people outside the team before we use it
c Each paragraph carries a review date and a named keeper
H Two colleagues felt that a standard text made them sound cold
L A template only saves time if somebody owns it and may change it

#checklist at the front;digital-forms customer-contact;W;checklists,right-first-time
T A one-page checklist before {u} send {o}
t Helping {u} to get {o} right first time
V give {u} a one-page checklist before they send {o}
v tell people up front which papers must accompany {o}
P Half of what arrives is incomplete, and [every missing page costs a week|we have to write back for the
 missing page]
p Packages land with something absent and a round of chasing begins
C The list has [seven|nine|ten] lines, one picture and no footnotes
c A short film shows what belongs in the envelope and what does not
H The page could not be put on GOV.UK without a content review
L People read a list when it stands where they are already looking

#triage desk;customer-contact test-and-learn;W;triage,queues
T Triage for {o} each morning
t Sorting {o} by difficulty at the door
V sort {o} into simple and hard ones every morning
v separate quick wins among {o} from tricky ones at the door
P Simple and complicated work wait in the same queue, so the easy ones [stand still for weeks|are stuck
 behind the hard ones]
p A straightforward item takes as long as a knotty one because both join a single line
C One experienced colleague spends half an hour on triage and [marks|colours] each item green or amber
c A rota names today's sorter, who settles whatever can be settled on the spot
H The rota broke down when two people were on leave
L Triage pays when the person doing it may also decide

#shared tracker;data-sharing knowledge-sharing;H;trackers,visibility
T One shared tracker for {o}
t A common list that shows where {o} stand
V put {o} in one shared tracker that all teams can open
v replace our private spreadsheets on {o} by a common list
P Three teams keep three spreadsheets and [ring each other|send emails] to find out who has what
p Nobody can say where an item has got to without asking round the floor
C It has five columns, and [the owner|whoever holds the item] updates it before going home
c Status colours are agreed, and duplicates were purged before we began
H Permissions for the shared folder took a month
L Fewer columns mean that people really fill them in

#ten-minute huddle;meetings;H;stand-ups,huddles
T A ten-minute huddle about {o}
t Swapping the long weekly review of {o} for a short stand-up
V replace the weekly meeting about {o} by a ten-minute huddle
v stand together briefly at nine instead of sitting through a long review of {o}
P Our weekly meeting lasts ninety minutes and [most of it is reading out what is on the screen|half of us do
 not need to be there]
p An hour and a half goes on reports that could have been a note, and decisions slip to the end
C We ask three questions only: what is stuck, who can help, what is due
c A kitchen timer sits on the desk and whoever overruns brings biscuits
H Part-time colleagues missed the huddle twice a week
L Short meetings need a place where the long questions go

#call back;customer-contact;W;telephone,promises
T Promise a call back about {o}
t Ringing {u} at a time they choose
V offer {u} a call back at a fixed time about {o}
v let people pick a slot in which we telephone them on {o}
P {u} wait on hold, give up and [ring again the next day|write to their MP]
p Lines are jammed at lunchtime, abandoned attempts pile up and tempers fray
C Slots of fifteen minutes are kept free between [ten and twelve|two and four]
c Whoever dials has the papers open beforehand, so nothing is repeated
H The telephone system could not show which slots were taken
L A promise kept an hour late is worse than no promise

#plain English;plain-language accessibility;Q;plain-english,letters
T Plain English in letters about {o}
t Rewriting our notices on {o} so that {u} understand them
V rewrite our letters about {o} in plain English
v recast every notice on {o} for a reading age of nine
P Our letters use legal words, and {u} [ring to ask what they mean|ignore them]
p Recipients are puzzled by jargon and act late or never
C A [reader panel|group of five volunteers] marked every sentence that they had to read twice
c Statutory phrases move to an annex, verbs become active, and headings ask questions
H Lawyers wanted to see each sentence again
L Say what the reader must do in the first line

#buddy;onboarding knowledge-sharing;H;buddies,starters
T A buddy for everyone new to {o}
t Pairing beginners with old hands on {o}
V give each new colleague a buddy for their first weeks on {o}
v pair every beginner with an old hand while they master {o}
P New colleagues take four months until they can work alone, and [ask whoever sits nearest|are afraid to
 ask]
p Recruits flounder, guess at procedure, and some resign before probation ends
C Buddies meet [every morning|at half past nine] for a quarter of an hour and keep a list of questions
c Mentors receive relief from other duties, and a small booklet sets expectations
H Experienced people are few and already stretched
L The list of questions turned into the best guide we have

#macro;automation;H;automation,spreadsheets
T A small macro that prepares {o}
t Letting a script do the copying in {o}
V let a small macro copy the figures for {o}
v automate retyping in {o} with a short script
P Figures are copied by hand from one system into another, [line by line|every Friday afternoon]
p Keying identical numbers twice is dull, slow and a source of slips
C It was written by an apprentice and [checks its own totals|stops when a total does not agree]
c Source code sits in a repository, and an analyst reviews any modification
H Security rules forbid macros on our laptops unless they are signed
L Automate the dull step first and leave the judgement to people

#online booking;digital-forms customer-contact;W;booking,self-service
T Let {u} book {o} online
t A self-service diary for {o}
V let {u} choose a time for {o} online
v open our diary so that anybody may reserve {o} unaided
P Dates are agreed by telephone and [a third are changed later|nobody sees the free slots]
p Fixing an appointment needs several conversations and no-shows leave gaps
C The page shows [free slots for three weeks|the next twenty free slots] and sends a reminder
c Text messages go out on the eve, and released places refill by themselves
H The booking tool had to pass an accessibility test first
L Reminders did more than the booking page itself

#reading pack;meetings plain-language;H;papers,boards
T One page instead of a pack for {o}
t Shrinking board papers on {o}
V cut the monthly pack on {o} to one page
v replace thick board papers on {o} by a single sheet
P The pack has sixty pages, [takes three days to make|is read by nobody], and is out of date on the day
p Directors confess that they skim, while authors toil for a week over annexes
C It shows [four numbers|five numbers], one risk and one decision
c Anything further is a link, and sponsors may request detail by Thursday
H One director asked for the old pack back
L Ask readers what they would miss before you cut

#case clinic;knowledge-sharing;K;clinics,peer-support
T A weekly clinic for difficult {o}
t Solving stubborn {o} together
V bring the hardest {o} to a weekly clinic
v unravel the most stubborn {o} as a group
P Difficult work goes round in circles because [nobody wants to decide alone|each person asks a different
 expert]
p Awkward matters gather dust under desks, since isolation breeds caution
C Anyone may bring [one case|two cases], and the clinic ends with a decision
c A lawyer and a policy adviser drop in, and outcomes are written on index cards
H The lawyer could come only every other week
L Deciding together took the fear out of deciding

#screen tour;accessibility digital-forms;Q;accessibility,screen-readers
T Make the form for {o} work with a screen reader
t Opening up {o} to people who cannot see the page
V make the form for {o} work with a screen reader
v let blind and partially sighted people complete {o} unaided
P The form has [unlabelled boxes|boxes without names], so people who use a screen reader have to ask for
 help
p Blind correspondents depend on a friend, which robs them of privacy
C A colleague who uses a screen reader [leads the test|goes through each page with us]
c Headings, contrast and tab order were mended, and braille is offered
H The supplier wanted a change request for each label
L Watching one person try taught us more than the audit report

#hybrid anchor day;hybrid-working meetings;K;hybrid,anchor-days
T An anchor day for work on {o}
t Choosing one weekday on which all of us tackle {o} in person
V meet in the office on the same day for {o}
v gather face to face each Wednesday to tackle {o}
P We come in on different days, so [hard questions wait a week|the people we need are never there]
p Remote colleagues drift apart, and puzzles linger in chat threads
C The anchor day has [no video calls before noon|a free hour after lunch]
c Desks are reserved side by side and lunch is shared
H Desks ran out on the first two anchor days
L Come in for a purpose and not for a quota

#one question fewer;digital-forms plain-language;W;forms,less-is-more
T Ask fewer questions in {o}
t Trimming what {u} must fill in for {o}
V drop the questions in {o} that nobody uses
v prune every box from {o} that never influences an outcome
P The form asks for [thirty|forty] things and we use a dozen of them
p Respondents abandon a lengthy questionnaire, though much of it merely repeats what we hold
C For each question we asked who reads the answer and [what they do with it|when they last did]
c Eligibility comes first, and leftovers are inferred from existing data
H One question turned out to be in regulations
L Nobody defended the questions that we had all put up with

#duplicate search;data-sharing automation;K;duplicates,matching
T Find repeated {o} before we work on them
t Spotting twins among {o}
V look for repeated {o} before anyone works on them
v detect twins among {o} at intake
P The same person writes by post, by email and by phone, and [three of us start work|we answer three times]
p Parallel files are opened unknowingly, and contradictory outcomes embarrass us
C A search by postcode and date of birth takes [less than a minute|a few seconds]
c Fuzzy matching lists suspects, which a clerk confirms or rejects
H Spelling of names differs between the two systems
L A quick search beats a clever one that nobody runs

#shared inbox;customer-contact hybrid-working;W;inboxes,rotas
T One inbox and a rota for {o}
t Nobody's mailbox becomes everybody's for {o}
V send {o} to one shared inbox with a daily rota
v collect {o} in a common mailbox staffed by turns
P Emails go to named people, and when somebody is [on leave|ill] they lie unread
p Messages languish in personal accounts whenever their addressee is absent
C The person on duty [answers, passes on or parks|sorts] every email by four o'clock
c Folders match outcomes, and unanswered threads turn red after two days
H People kept writing to the names they knew
L An inbox needs one person a day and not good will

#supplier surgery;procurement;M;suppliers,early-talks
T Talk to suppliers before buying {o}
t A market sounding ahead of contracts for {o}
V invite suppliers to a short talk before we buy for {o}
v sound out the market ahead of any tender on {o}
P We write a specification alone and [get offers that do not fit|pay for things that we do not need]
p Tenders attract a single overpriced bid, as requirements baffle smaller firms
C All questions and answers are [published|sent to everyone], so nobody has an advantage
c Small enterprises get an hour each, chaperoned by a commercial specialist
H Commercial colleagues feared a challenge
L Suppliers told us in an hour which requirement was expensive

#catalogue;procurement knowledge-sharing;M;catalogues,reuse
T A catalogue of what we already pay for in {o}
t Reusing existing contracts for {o}
V list what we already pay for in {o} before buying again
v exploit existing agreements on {o} rather than sign fresh ones
P Two branches bought [the same thing|the same licence] at two prices
p Spend leaks away as units unknowingly purchase alike goods from rivals
C The list gives price, end date and [who to ask|a contact]
c Renewal alerts fire ninety days early, and idle seats are handed back
H Prices were confidential in two contracts
L Half of the saving came from simply knowing

#before-and-after photo;test-and-learn knowledge-sharing;Q;evidence,measurement
T Measure {o} for two weeks before changing them
t Baselines first for {o}
V measure {o} for two weeks before we change anything
v establish a baseline on {o} ahead of any tinkering
P We change things and never know [whether it helped|what it did]
p Improvements are proclaimed on a hunch and quietly reversed by successors
C We use [a tally sheet|a paper tally] by the kettle
c Stopwatch samples, drawn at random, feed a run chart
H Counting felt like being checked on until we explained it
L Two weeks of tally marks ended a year of argument
)";

}  // namespace obt::simulate::texts
