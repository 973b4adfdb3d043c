// What is said when a change has been tried: conversations, experiments, case studies and adoptions.
// {amounts} is a sentence with the measured numbers, {do} what was tried, {lesson} and {hurdle} belong to
// the thought.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kReflections = R"(
We [sat|met] in a circle and everybody spoke once before anybody spoke twice.
The [quiet ones|newest colleagues] had the [best|most practical] points.
We were surprised how many of us had the same [worry|complaint] about {o}.
{role} told the story of {a trade} who {mishap}.
It [helped|mattered] that our manager said first what had gone wrong for her.
We ran out of time and [put the rest on a list|will meet again in two weeks].
Some of us doubted that anything would change, and [said so|that was taken seriously].
Half of the team joined from home; the cards on the screen worked [well|better than we thought].
The masterclass gave us [words for it|the courage to start small].
We [agreed|decided] that it is all right to stop something that does not work.
There was [laughter|some silence], then somebody [spoke about|mentioned] {o}.
We spent too long on things that we cannot change, such as {s}.
Colleagues from {p} wished to hear how other departments do {o}.
We would like [an hour a month|two hours a month] for this.
)";

const absl::string_view kHypotheses = R"(
If we {do}, {goal}.
We believe that {goal} if we {do}.
It may be enough to {do}: then {goal}.
Once we {do}, {goal}[ within {m} weeks|, and it shows within a month].
)";

const absl::string_view kGoals = R"(
W;the waiting time for {o} [falls|comes down]
H;we [spend|need] fewer hours on {o}
M;we pay less for {o}
K;we finish more {o} with the same people
Q;{u} rate {o} better
)";

const absl::string_view kWorked = R"(
It worked[, and sooner than we expected|, and the team wants to keep it|].
[After|Within] {m} weeks the difference was plain.
We [kept it|have made it our normal way] and told {acr}.
The change did what we had hoped.
)";
const absl::string_view kPartlyWorked = R"(
It worked in part: [better for the simple cases than for the hard ones|well in {p}, hardly at {b} House].
Some of it [helped|is worth keeping], the rest we [dropped|shall drop].
We got less than we had hoped, but [not nothing|something].
The first {m} weeks were good, then [old habits came back|the effect wore off].
)";
const absl::string_view kDidNotWork = R"(
It did not work[, and we are glad that we tried it small|].
After {m} weeks we had to admit that nothing was better.
We were wrong[ about the cause|: the real trouble lies elsewhere].
The idea sounded right and [failed|made no difference] all the same.
)";
const absl::string_view kStopped = R"(
We stopped after {m} weeks because [half of the team was moved to other work|{s} was changed under us].
We stopped early: [two people left|the busy season came] and nobody could keep it up.
It was stopped before there was anything to measure[, which was the right thing to do|].
We ended the trial when [{acr} began something larger|our manager changed], so we cannot say whether it
 works.
)";

const absl::string_view kHelped = R"(
SKILLS;{role} knew how to set it up.
SKILLS;What we had learnt in the masterclass made us begin with one small test.
INCENTIVES;Our manager thanked people [in public|by name], and it counts in our objectives.
INCENTIVES;The friendly contest with {p} kept us going.
PERMISSION;The deputy director said that we may fail.
PERMISSION;A senior leader asked about it [every week|twice], and that opened doors.
RESOURCES;We had {h} hours set aside for it.
RESOURCES;There was a room at {b} House that we could keep for {m} weeks.
APPROVALS;Legal advice came in two days.
TECHNOLOGY;{s} could do it without any change.
)";
const absl::string_view kHindered = R"(
SKILLS;Nobody in the team had done such a thing before.
SKILLS;We could not read the data ourselves and had to wait for {role}.
INCENTIVES;Our targets count [speed|volume] only, so nobody was rewarded for trying.
INCENTIVES;Those who did the extra work gained nothing from it.
PERMISSION;It was never clear who may say yes.
PERMISSION;Two managers each waited for the other.
RESOURCES;There was no time for it beside the daily work.
RESOURCES;We had neither {h} hours nor a room.
APPROVALS;The approval took {m} weeks.
TECHNOLOGY;{s} did not allow it.
)";

const absl::string_view kStoryBegins = R"(
{u} and {role} had told us for years that {o} were a trouble.
We are a team in {p}, and {o} are our daily bread.
It began in the team conversation: {role} spoke about {a trade} who {mishap}.
Nobody in {b} House believed that {o} could be done [otherwise|in another way].
{role} in {p} [had kept|kept] a list of what goes wrong with {o}.
In {month} {a trade} {mishap}, and [that was enough|we talked about it].
)";
const absl::string_view kStories = R"(
We [drew|wrote] it on one sheet and started on a Monday.
In the first week [everything went wrong that could|little went as planned]; {role} kept notes.
After {m} days we had a routine.
{role} from {p2} came to look and stayed for a day.
In the numbers for {month} one could see the change, for good or ill.
We showed the numbers to {acr} each Friday, good or bad.
{a trade} wrote to thank us after the matter of {a thing} was settled[ in days|].
Form {f} stayed as it was, and {s} as well.
The old way remained open, and [few|{m} people] went back to it.
)";

const absl::string_view kStoryTitles = R"(
{title}: what happened in {p}
{title}[, tried at| at] {b} House
What {acr} learnt: {title}
How we in {p} [changed|did] it: {title}
{title}[ in practice|, put to the test| in {acr}]
)";
const absl::string_view kFailedStoryTitles = R"(
{title}: why it did not work in {p}
{title}, tried and given up at {b} House
What {acr} learnt from a failure: {title}
)";

const absl::string_view kFailureLessons = R"(
We should have [asked {u}|talked to {acr}] first.
A smaller test would have told us the same in [a week|ten days].
Next time we [look for the cause|count] before we choose a remedy.
Stopping costs less than pretending.
What helps a team of thirty may be a burden to a team of {m}.
We now know that {s} is the thing to mend, and not form {f}.
It is worth another try once {role} has time for it.
We changed two things at once and could not tell them apart.
)";

const absl::string_view kAdoptedWorked = R"(
It worked again here[, though we are a much smaller office|].
We copied it [almost|nearly] word for word and it held.
What worked for them works in {p} too.
)";
const absl::string_view kAdoptedPartly = R"(
It worked again in part; our {o} are not quite theirs.
Half of it could be carried over to {p}.
)";
const absl::string_view kAdoptedFailed = R"(
It did not work here.
What worked for them did not work in {p}.
We copied the steps but not the reason for them, and nothing was better.
)";
const absl::string_view kAdaptations = R"(
We had to change [one thing|two things]: {s} is not the system they have.
We left out the part about form {f}.
{role} rang the first team, and that call [saved us|was worth] {m} days.
We began with {m} people instead of everybody.
)";

const absl::string_view kComments = R"(
[We|Our team in {p}] [do|have done] this [for {m} years|since {month}] and would not go back.
How did you [deal with|get round] {s}?
May I ask how you [dealt with|got round] {s}?
[Great|Lovely|Good] idea[, well done|, simple and useful|].
Would this work for {o} too?
[I am|We are] [not sure|doubtful]: form {f} has to be filled in by law.
[We|I] tried the same in {p} in {month} and stopped, because {role} left.
Can you share the [checklist|template|numbers] with {acr}?
[Thank you|Thanks] for [being honest|saying] that it is not finished.
Please talk to {role} at {b} House before you start.
[This|It] would save us at least {h} hours.
Have you asked {u} what they think?
Following this one.
What did it cost?
[Nice|Fine], but who keeps it up to date after {m} months?
There is something like it in {s} already, I think.
Agree with all of it.
I would be glad to [test|try] it in {p}.
)";
const absl::string_view kRudeComments = R"(
Only a fool in {p} could think that this is new.
What a load of rubbish. Do some real work for once.
Typical {acr}: clueless and lazy, the lot of you.
Whoever wrote this [is an idiot|should be sacked].
Shut up about {o}, nobody cares about your silly little form {f}.
)";
const absl::string_view kParkReasons = R"(
Waits for the new version of {s}.
No capacity before the end of the financial year.
Needs a change in the law, which is beyond our team.
{acr} is working on the same thing; we wait for its result.
The person who would have led it has moved to {p}.
It costs more than the team may spend.
We chose [two|three] others first and come back to this in {month}.
)";
const absl::string_view kReportReasons = R"(
Insults colleagues.
This is rude about [a team|the people] in {p}.
Names a customer's case in {p2}, which should not be here.
Not about the idea at all.
I think that it is a joke, but not a kind one.
)";
const absl::string_view kHideReasons = R"(
Insulting; hidden under the code of conduct.
Attacks people and not the problem.
Contains details of a customer.
)";
const absl::string_view kKeepReasons = R"(
Critical, but within the rules.
Blunt, yet about the matter; it stays.
No details of any person found.
)";

}  // namespace obt::simulate::texts
