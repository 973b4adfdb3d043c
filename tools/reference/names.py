"""What no source states: how the official lists name the same thing in different words.

Pure data for build.py. Everything here was decided by reading the lists side by side: what is neither here
nor equal after build.py's normalisation is not guessed.
"""

BODIES = "Bodies 2024-10"
ONS = "ONS 2024 Q3"
CHANGES = "ONS 2024 Q3 changes"
ACSES = "ACSES 2023"
CSPS = "CSPS 2024"
OBT = "OBT 2023"
CSL = "CSL"

# Parents of the bodies file that are the name of no body.
PARENTS = {
    "Attorney General's Departments": "attorney-generals-office",
    "Department of Health and Social Care": "department-of-health-and-social-care",
    "Home Office": "home-office",
    "United Kingdom Statistics Authority": "office-for-national-statistics",
}

# GOV.UK slugs of bodies whose slug the source leaves blank.
SLUGS = {
    "Government Commercial Organisation": "government-commercial-organisation",
    "Teaching Regulation Authority": "teaching-regulation-agency",  # The source's slip: it is the Agency.
    "Wilton Park Executive Agency": "wilton-park",
}

# Names better known than the one ONS uses, which is the rule.
DISPLAY_NAMES = {
    "office-for-national-statistics": "Office for National Statistics",
    "queen-elizabeth-ii-conference-centre": "Queen Elizabeth II Conference Centre",
    "uk-export-finance": "UK Export Finance",
    "wilton-park": "Wilton Park",
}

MHCLG = "ministry-of-housing-communities-local-government"
DECA = "defence-electronics-and-components-agency"

# Changes the ONS tells of in sentences: day, change, organisation, name, abbreviation, former name, former
# abbreviation, successor, and the words of the sentence that state the day. The rest are transfers of staff.
CHANGES_OF_ORGANISATIONS = [
    ("2024-04-01", "MERGED", DECA, "", "", "", "", "defence-equipment-and-support",
     "merged into Defence Equipment and Support as an operating centre, with full operating capability "
     "achieved on 1 April 2024"),
    ("2024-07-08", "RENAMED", MHCLG, "Ministry of Housing, Communities and Local Government", "MHCLG",
     "Department for Levelling Up, Housing and Communities", "DLUHC", "",
     "the Ministry of Housing, Communities and Local Government, on 8 July 2024"),
]

# Other names of our organisations, by source; "" is any source.
ALIASES = {
    "": {
        "Defence Electronic Components Agency": DECA,
        "Defence Electronics and Components Agency": DECA,
        "Department for Levelling Up, Housing and Communities": MHCLG,
        "Dstl": "defence-science-and-technology-laboratory",
        "Export Credits Guarantee Department": "uk-export-finance",
        "HM CPS Inspectorate": "hm-crown-prosecution-service-inspectorate",
        "Intellectual Property Office": "intellectual-property-office",
        "Ministry of Justice Headquarters": "ministry-of-justice",
        "Ofsted": "ofsted",
        "Queen Elizabeth II Centre": "queen-elizabeth-ii-conference-centre",
        "Teaching Regulation Agency": "teaching-regulation-agency",
        "Valuation Office Agency": "valuation-office-agency",
        "Wilton Park": "wilton-park",
    },
    # ONS and ACSES count the Authority and its executive office as one; the People Survey separates them.
    ONS: {"UK Statistics Authority": "office-for-national-statistics"},
    ACSES: {"UK Statistics Authority": "office-for-national-statistics"},
    # The survey names the three parts of HMPPS and not the whole.
    CSPS: {
        "HM Prison Service": "hm-prison-and-probation-service",
        "HM Prison and Probation Service Headquarters": "hm-prison-and-probation-service",
        "Probation Service": "hm-prison-and-probation-service",
    },
}

# The 2023 platform gave these units the GOV.UK id of another body, or of one that does not employ them.
OBT_NOT_OURS = {"ministry-of-defence-military", "royal-fleet-auxiliary", "social-work-england"}

# Departments made in February 2023, which the statistics of March 2023 do not know yet: a department that did
# their work stands in for them in the department fallback.
STAND_INS = {
    "department-for-business-and-trade": "Department for International Trade",
    "department-for-energy-security-and-net-zero":
        "Department for Business, Energy and Industrial Strategy (excl. agencies)",
    "department-for-science-innovation-and-technology":
        "Department for Digital, Culture, Media and Sport (excl. agencies)",
}

# Domains of the 2023 platform's list that plainly belong to one of our bodies.
EMAIL_DOMAINS = {
    "cefas.co.uk": "centre-for-environment-fisheries-and-aquaculture-science",
    "mod.uk": "ministry-of-defence",
    "nationalforest.org": "national-forest-company",
    "qeiicentre.london": "queen-elizabeth-ii-conference-centre",
    "wiltonpark.org.uk": "wilton-park",
}

REGIONS = [
    ("TLC", "North East (England)"),
    ("TLD", "North West (England)"),
    ("TLE", "Yorkshire and The Humber"),
    ("TLF", "East Midlands (England)"),
    ("TLG", "West Midlands (England)"),
    ("TLH", "East of England"),
    ("TLI", "London"),
    ("TLJ", "South East (England)"),
    ("TLK", "South West (England)"),
    ("TLL", "Wales"),
    ("TLM", "Scotland"),
    ("TLN", "Northern Ireland"),
    ("OVERSEAS", "Overseas"),
]

# Professions the 2023 statistics know and the 2023 platform did not.
EXTRA_PROFESSIONS = [
    ("GEOGRAPHY", "Geography"),
    ("INSPECTOR_OF_EDUCATION_AND_TRAINING", "Inspector of education and training"),
]

# (list, source) -> source name -> our code, where the two differ in more than spelling.
CODES = {
    # The statistics do not tell the levels of the Senior Civil Service apart; most are deputy directors.
    ("grades", ACSES): {"SCS level": "PB1"},
    ("professions", ACSES): {
        "Medicine": "MEDICAL",
        "Planning Inspectors": "PLANNING_INSPECTION",
        "Psychology": "OCCUPATIONAL_PSYCHOLOGY",
        "Veterinarian": "VETERINARY",
    },
    ("professions", CSL): {
        "Digital": "DIGITAL_DATA_AND_TECHNOLOGY",
        "Fraud, error, debt and grants": "FRAUD_ERROR_DEBTS_AND_GRANTS",
        "I don't know": "UNKNOWN",
        "Risk Management": "OTHER",
    },
}
