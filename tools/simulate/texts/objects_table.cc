// What teams work on: kinds of work at home in a department (or, with -, everywhere), named in two ways,
// with whom it serves named in two ways, and the items of it by letter.
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

const absl::string_view kItemTable = R"(
a;requests;applications
n;renewals;extensions
p;appeals;challenges
c;complaints;grievances
r;refunds;repayments
q;enquiries;questions
d;amendments;alterations
x;cancellations;withdrawals
e;evidence checks;proof reviews
b;bookings;reservations
y;payments;disbursements
w;reviews;reassessments
f;referrals;handovers
i;inspections;site examinations
z;records;files
t;returns;declarations
g;audits;assurance exercises
k;certificates;credentials
l;letters;notices
s;surveys;questionnaires
u;updates;bulletins
o;orders;requisitions
m;transfers;relocations
h;hearings;sittings
j;risk assessments;hazard ratings
)";

const absl::string_view kDomainTable = R"(
department-for-transport;driving licence;motoring permit;drivers;motorists;anpdxe
department-for-transport;vehicle test;roadworthiness check;garages;workshops;bpcxgk
department-for-transport;vehicle tax;road duty;vehicle keepers;car owners;rqxydl
department-for-transport;lorry operator licence;haulage authorisation;hauliers;freight firms;anpdwi
department-for-transport;seafarer certificate;mariner qualification;crews;ships' officers;anewkq
department-for-transport;ship survey;vessel examination;shipowners;fleet managers;bixzqk
department-for-transport;cycle scheme grant;active travel award;councils;local authorities;awyteg
department-for-transport;number plate;registration mark;dealers;motor traders;amqxdr
department-for-transport;driving test;practical examination;learners;pupils;bxcrpd
home-office;passport;travel document;holders;travellers;anecrq
home-office;visa;entry clearance;applicants abroad;overseas candidates;anpewr
home-office;firearms licence;gun permit;certificate holders;shooters;anpdij
home-office;sponsor licence;sponsorship approval;employers;recruiting firms;andgpi
home-office;settlement;permanent residence;families;households;aewpql
home-office;border clearance;port control;carriers;airlines;jefzqu
home-office;disclosure check;background vetting;volunteers;helpers;acedqw
home-office;citizenship ceremony;naturalisation event;new citizens;naturalised people;bxdlqk
department-for-work-pensions;benefit claim;welfare entitlement;claimants;people on low incomes;fpcewl
department-for-work-pensions;pension;retirement income;pensioners;retired people;aqydpw
department-for-work-pensions;jobcentre appointment;work coach interview;jobseekers;unemployed people;bxfuqz
department-for-work-pensions;disability assessment;capability examination;disabled people;people with
 impairments;bpwcex
department-for-work-pensions;child maintenance;parental support;parents;mothers and fathers;yqcpdt
department-for-work-pensions;debt recovery;arrears collection;people in debt;debtors;lpywqr
department-for-work-pensions;funeral expenses;bereavement help;bereaved families;mourners;aywqle
department-for-work-pensions;workplace safety;factory hazard;duty holders;site operators;icjqzu
hm-revenue-customs;self assessment;personal tax;taxpayers;self-employed people;tprqlx
hm-revenue-customs;VAT;sales tax;traders;small businesses;trpgnq
hm-revenue-customs;customs declaration;import entry;importers;freight forwarders;dgqewr
hm-revenue-customs;tax credit;family allowance;working parents;young families;nwpyqc
hm-revenue-customs;payroll;wage deduction;small employers;bosses;tdqrgl
hm-revenue-customs;business rates;valuation band;occupiers;shopkeepers;pwqdiz
hm-revenue-customs;stamp duty;conveyance levy;house buyers;purchasers;trqpyd
hm-revenue-customs;alcohol approval;excise warrant;brewers;distillers;anidgx
ministry-of-justice;prison visit;jail attendance;prisoners' families;relatives of inmates;bxcqzl
ministry-of-justice;tribunal bundle;hearing dossier;parties;litigants;dezlqo
ministry-of-justice;probation;community supervision;people on licence;supervised offenders;fuwzjb
ministry-of-justice;court fee;filing charge;court users;petitioners;ryqapg
ministry-of-justice;legal aid;advocacy funding;solicitors;law firms;apyegw
ministry-of-justice;power of attorney;proxy authority;donors;elderly people;aqerdk
ministry-of-justice;jury;panel service;jurors;summoned citizens;lxbyqm
ministry-of-justice;victim compensation;injury award;victims;injured people;apyewl
ministry-of-justice;prisoner property;inmate belongings;prisoners;detainees;mczfrq
ministry-of-justice;probate;inheritance;executors;heirs;aqkecd
ministry-of-justice;parole;early release;panel members;parole reviewers;hwplzf
ministry-of-defence;service accommodation;forces housing;service families;military households;amcibq
ministry-of-defence;kit;equipment;units;regiments;oirzgm
ministry-of-defence;range;firing area;trainers;instructors;bjixuz
ministry-of-defence;veterans' badge;ex-service emblem;veterans;former soldiers;aqldek
ministry-of-defence;security clearance;vetting;contractors;suppliers' staff;anwefq
ministry-of-defence;chart;hydrographic map;navigators;pilots;dogquz
ministry-of-defence;spares;replacement part;depots;stores;orgzmu
department-for-environment-food-rural-affairs;farm subsidy;agricultural support;farmers;growers;aypitg
department-for-environment-food-rural-affairs;cattle movement;herd transfer;keepers;graziers;tzdqgu
department-for-environment-food-rural-affairs;animal import;livestock entry;vets;veterinary surgeons;aeikjq
department-for-environment-food-rural-affairs;fishing licence;angling permit;skippers;anglers;anxdip
department-for-environment-food-rural-affairs;flood;inundation;riverside residents;people near rivers;ujsilq
department-for-environment-food-rural-affairs;woodland grant;tree planting award;landowners;foresters;aiywge
department-for-environment-food-rural-affairs;bee health;hive disease;beekeepers;apiarists;izqukj
department-for-environment-food-rural-affairs;veterinary medicine;animal remedy;manufacturers;drug
 makers;anwdgc
department-of-health-and-social-care;medicine safety;adverse drug;patients;people taking tablets;cjuzlq
department-of-health-and-social-care;medical device;clinical apparatus;hospitals;wards;anikwg
department-of-health-and-social-care;outbreak;infection cluster;directors of public health;health protection
 leads;fuzjqs
department-of-health-and-social-care;laboratory sample;pathology specimen;laboratories;testing sites;ofzxgr
department-of-health-and-social-care;vaccine;immunisation;clinics;surgeries;bouszg
department-of-health-and-social-care;care grant;social support award;carers;people who look after
 relatives;aywpqe
department-for-education;teacher misconduct;classroom conduct;schools;heads;fhzlpc
department-for-education;apprenticeship;trainee placement;training providers;colleges;aygfxt
department-for-education;academy funding;school budget;trusts;governors;ytgqwd
department-for-education;test paper;examination script;markers;examiners;owpmzc
department-for-education;school inspection;classroom visit;head teachers;school leaders;bcplws
department-for-education;qualification;award recognition;awarding bodies;examination boards;anwigz
department-for-education;student loan;study finance;students;undergraduates;apryqd
department-for-business-and-trade;export licence;overseas sale permit;exporters;firms that sell
 abroad;anpdgq
department-for-business-and-trade;company filing;corporate registration;directors;company secretaries;tdrxlk
department-for-business-and-trade;insolvency;bankruptcy;creditors;people owed money;zqhflp
department-for-business-and-trade;redundancy payment;lay-off award;employees;dismissed workers;apqewl
department-for-business-and-trade;trade enquiry;market question;inward investors;foreign buyers;fuzqls
department-for-business-and-trade;export guarantee;overseas sale cover;banks;lenders;anjgwd
department-for-science-innovation-and-technology;patent;invention right;inventors;research firms;anpqdl
department-for-science-innovation-and-technology;trade mark;brand right;brand owners;designers;anpqdk
department-for-science-innovation-and-technology;broadband voucher;connection subsidy;villages;remote
 communities;aywxeq
department-for-science-innovation-and-technology;weather warning;storm forecast;emergency
 planners;resilience officers;uslqzw
department-for-science-innovation-and-technology;launch licence;rocket authorisation;space firms;satellite
 operators;anjigq
department-for-energy-security-and-net-zero;heat pump grant;low-carbon heating
 award;installers;fitters;aywgic
department-for-energy-security-and-net-zero;oil field;offshore production;operators;energy firms;tjigzd
department-for-energy-security-and-net-zero;energy bill;fuel cost;bill payers;consumers;csqryw
ministry-of-housing-communities-local-government;planning;development control;planning
 agents;architects;apiqhw
ministry-of-housing-communities-local-government;land title;property deed;conveyancers;buyers'
 lawyers;adqezr
ministry-of-housing-communities-local-government;housing fund;regeneration money;town halls;district
 councils;aytgwu
ministry-of-housing-communities-local-government;building safety;cladding;leaseholders;flat owners;acijwf
foreign-commonwealth-development-office;consular;embassy help;Britons abroad;nationals overseas;fqczul
foreign-commonwealth-development-office;legalisation;document attestation;notaries;certifying lawyers;aoqrxe
foreign-commonwealth-development-office;aid programme;development project;partners;charities abroad;gywujt
foreign-commonwealth-development-office;diplomatic bag;courier pouch;posts;missions;obmzqg
charity-commission;charity registration;voluntary body enrolment;trustees;charity boards;adtcqi
competition-and-markets-authority;merger;takeover;merging firms;bidders;fqhlwz
attorney-generals-office;litigation;court action;client departments;instructing teams;fzuhle
office-for-national-statistics;census;population count;households in the sample;respondents;scqluz
-;freedom of information;public disclosure;requesters;citizens who ask;aqwplz
-;subject access;personal data;data subjects;people we hold data on;aqedlw
-;ministerial correspondence;minister's post;MPs;members of parliament;lquwfz
-;parliamentary question;written answer;private offices;ministers' offices;duwfzg
-;recruitment;hiring;candidates;job hunters;aqfwxe
-;leave;time off;line managers;supervisors;axwqzd
-;travel;journey;officials on the move;colleagues who commute;baryxo
-;expenses;out-of-pocket costs;staff;employees of ours;ayqgrt
-;supplier invoice;vendor bill;suppliers;vendors;yqwgdz
-;procurement;purchasing;buyers;commercial leads;aogwud
-;room;meeting space;visitors to the building;guests;bxcqzd
-;IT equipment;laptop;new starters;joiners;orqmzi
-;training;course;learners on the course;delegates;bxswkq
-;workplace adjustment;reasonable accommodation;colleagues with a disability;staff who need support;aqewfo
-;grant;award;grant holders;funded bodies;aywtge
-;consultation;public engagement;stakeholders;interested parties;slqzuw
-;risk register;threat log;risk owners;accountable leads;uwdzgf
-;fraud;deception;investigators;counter-fraud officers;fjzwuq
-;archive;historical collection;researchers;historians;aomzqw
-;contact centre;telephone line;callers;people who ring us;qcfusw
-;web page;online content;editors;content designers;dwquga
-;statistics;official figures;analysts;number specialists;auqdgw
-;estate;property;building managers;facilities teams;icjuoz
-;mail;post;post room staff;mail handlers;qcfzmu
-;health and safety;wellbeing and hazard;first aiders;safety representatives;ijzugs
-;induction;welcome programme;newcomers;recent recruits;bsuwkz
-;project;programme;project managers;delivery leads;uwgjzd
-;budget;spending plan;budget holders;cost centre managers;wtumdg
)";

}  // namespace obt::simulate::texts
