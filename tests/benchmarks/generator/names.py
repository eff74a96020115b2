"""Bodies and datasets, each under one name and several spellings that a safe rule or a reviewed merge joins."""

import random
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["DISCLOSERS", "Body", "Dataset", "make_bodies", "make_datasets", "respell"]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, its type, and the reviewed spellings that name it too."""

    name: str
    kind: str
    also: tuple[str, ...] = ()
    applies: bool = True
    """Whether it stands in `Applicant Organisation`; else it is only ever a controller."""
    whole: bool = False
    """A name with a comma that nothing vouches for: kept whole, with an issue."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset, and the label it had before it was renamed."""

    name: str
    before: str = ""


DISCLOSERS = ("Health and Social Care Information Centre", "NHS Digital", "NHS England")
CCG, UNI, LA, TRUST, FIRM, CHARITY, PUBLIC = (
    "ICB - Integrated Care Board",
    "Academic",
    "Local Authority",
    "NHS Trust",
    "Commercial",
    "Charity",
    "Agency/Public Body",
)

HEADS = (
    "ALDER ASH BARN BECK BIRCH BLACK BRAD BRAM BRIGHT BROOK BUCK CALD CARL CHEL COLD CRAN DAR DEEP DUN EAST ELM "
    "FAIR FEN FOX GLEN GOLD GRAN HART HAZEL HEATH HIGH HOLM KEN KIRK LANG LIME LONG LYN MAL MAR MEL MID MOR "
    "NETHER NEW NOR OAK OVER PEN PRES RAD RAVEN RED ROS RUSH SAL SEA SHER SIL STAN STOW SUN SWAN TAD THORN TOR "
    "UPPER WAL WARE WEST WHIT WIN WOLD YAR"
)
TAILS = (
    "BURY BY COMBE DALE DEN FIELD FLEET FORD GATE HAM HURST LEIGH LOW MERE MINSTER MOUTH PORT STEAD STOKE TON "
    "WELL WICK WOOD WORTH"
)
FIRM_HEADS = (
    "ADVANCE ALTAIR AXIOM BEACON BLUEFIELD BOREAL CALDERA CEDAR CLARION COBALT COMPASS CORVUS DELPHI EMBER "
    "EQUINOX FATHOM GRANITE HALCYON HELIX HORIZON INDIGO JUNIPER KESTREL LANTERN LUMEN MERIDIAN NIMBUS OCTAVE "
    "ONYX ORCHARD PARALLAX PINNACLE QUARRY RIVERINE SABLE SEXTANT SOLSTICE SPINDLE TAMARIND TANGENT UMBER "
    "VANTAGE VERTEX WAYPOINT ZENITH"
)
FIRM_TAILS = ("ANALYTICS", "HEALTH", "INSIGHT", "BIOSCIENCES", "CONSULTING", "INFORMATICS", "OUTCOMES")
SUBJECTS = (
    "CANCER RENAL STROKE VASCULAR DIABETES ASTHMA NEONATAL ARTHRITIS DEMENTIA TRAUMA SEPSIS CARDIAC EPILEPSY FRAILTY"
)

SPECIAL = (
    Body("NEC SOFTWARE SOLUTIONS UK LIMITED", FIRM, ("NEC SOFTWARE SOLUTIONS",)),
    Body("MODERNATX, INC", FIRM, ("MODERNATX",)),
    Body("CARE QUALITY COMMISSION (CQC)", PUBLIC, ("CARE QUALITY COMMISSION",)),
    Body("OFFICE FOR NATIONAL STATISTICS (ONS)", PUBLIC, ("OFFICE FOR NATIONAL STATISTICS",)),
    Body("LONDON BOROUGH OF GREENWICH", LA, ("ROYAL BOROUGH OF GREENWICH",)),
    Body("NHS ESSEX", CCG),
    Body("NHS MID AND SOUTH ESSEX", CCG),
    Body("NHS SUSSEX", CCG),
    Body("NHS SURREY AND SUSSEX", CCG),
    Body("IQVIA LTD", FIRM),
    Body("IQVIA SOLUTIONS UK LIMITED", FIRM),
    Body("NHS BRISTOL, NORTH SOMERSET AND SOUTH GLOUCESTERSHIRE ICB - 15C", CCG),
    Body("BCP COUNCIL [BOURNEMOUTH, CHRISTCHURCH AND POOLE]", LA),
    Body("HARROWGATE PHARMA, INC. UNITED KINGDOM", FIRM),
    Body("KING'S COLLEGE OF WESTMERE", UNI),
    Body("QUEEN'S HOSPITAL CHARITY", CHARITY),
    Body("DRUG SAFETY RESEARCH OBSERVATORY", CHARITY),
    Body("NATIONAL RENAL OUTCOMES AUDIT", CHARITY),
    Body("BLUEFIELD CLINICAL TRIALS UNIT", UNI),
    Body("BLUEFIELD CLINICAL TRIALS UNIT (PAEDIATRICS)", UNI),
    Body("NHS MERESIDE ICB", CCG),
    Body("NHS MERESIDE ICB - 11X", CCG),
    Body("NHS MERESIDE ICB - 22Y", CCG),
    Body("O'DARE & <STRONG> ANALYTICS LTD", FIRM),
    Body('"OPEN {DATA}" COLLECTIVE | NORTH\\EAST^2', CHARITY),
    Body("FOSTER & HALE HEALTH LIMITED", FIRM),
)
WHOLE = tuple(
    Body(name, FIRM, applies=False, whole=True)
    for name in (
        "SABLEMARK, PARTNERS IN EVIDENCE",
        "TANGLEWOOD, GRAY AND MOSS",
        "ORRERY, A COOPERATIVE",
        "FENWRIGHT, STOKELY",
        "HOLLOWAY, MARSH, PRYCE",
    )
)

RENAMED = (
    (
        "Hospital Episode Statistics Admitted Patient Care",
        "Hospital Episode Statistics Admitted Patient Care (HES APC)",
    ),
    ("Hospital Episode Statistics Outpatients", "Hospital Episode Statistics Outpatients (HES OP)"),
    (
        "Hospital Episode Statistics Accident and Emergency",
        "Hospital Episode Statistics Accident and Emergency (HES A and E)",
    ),
    ("Hospital Episode Statistics Critical Care", "Hospital Episode Statistics Critical Care (HES Critical Care)"),
    ("Civil Registration - Deaths", "Civil Registrations of Death"),
    ("Civil Registration (Deaths) - Secondary Care Cut", "Civil Registrations of Death - Secondary Care Cut"),
    ("Mental Health Services Data Set", "Mental Health Services Data Set (MHSDS)"),
    ("Diagnostic Imaging Dataset", "Diagnostic Imaging Data Set (DID)"),
    ("Mental Health and Learning Disabilities Data Set", "Mental Health and Learning Disabilities Data Set (MHLDDS)"),
    ("Mental Health Minimum Data Set", "Mental Health Minimum Data Set (MHMDS)"),
    (
        "Improving Access to Psychological Therapies Data Set_v1.5",
        "Improving Access to Psychological Therapies (IAPT) v1.5",
    ),
    ("Community Services Data Set", "Community Services Data Set (CSDS)"),
    (
        "National Cancer Waiting Times Monitoring DataSet (CWT)",
        "National Cancer Waiting Times Monitoring DataSet (NCWTMDS)",
    ),
    ("Patient Reported Outcome Measures", "Patient Reported Outcome Measures (PROMs)"),
    (
        "GPES Data for Pandemic Planning and Research (COVID-19)",
        "COVID-19 General Practice Extraction Service (GPES) Data for Pandemic Planning and Research (GDPPR)",
    ),
    ("Summary Hospital-level Mortality Indicator", "Summary Hospital-level Mortality Indicator (SHMI)"),
    ("MSDS (Maternity Services Data Set) v1.5", "Maternity Services Data Set (MSDS) v1.5"),
    ("NDRS Cancer Registry", "NDRS Cancer Registrations"),
    (
        "Electronic Prescribing and Medicines Administration (EPMA) data in Secondary Care for COVID-19",
        "COVID-19 Electronic Prescribing and Medicines Administration (ePMA) in Secondary Care",
    ),
    ("Continuing Healthcare Dataset", "Continuing Healthcare Dataset_UDAL"),
)
PLAIN = (
    "Civil Registration - Births",
    "Primary Care Mortality Data",
    "Demographics",
    "Emergency Care Data Set (ECDS)",
    "Bridge file: Hospital Episode Statistics to Diagnostic Imaging Dataset",
    "Secondary Uses Service Payment By Results Spells",
    "SUS for Commissioners",
    "Ambulance-Local Provider Flows",
    "HES-ID to MPS-ID HES Admitted Patient Care",
    "Cancer Registration Data",
)
TOPICS = (
    "Renal Stroke Trauma Falls Dental Maternity Neonatal Pharmacy Imaging Pathology Immunisation Screening "
    "Rehabilitation Ophthalmology Audiology Wheelchair Transplant Vascular Frailty Dementia"
)
FORMS = (
    "{} Activity Extract",
    "{} Audit Linked File",
    "{} Registry Return",
    "{} Weekly Feed",
    "{} Waiting List Collection",
    "{} Survey of Outcomes",
    "{} Workforce Return",
    "{} Prescribing Extract v2.0",
    "{}-Local Provider Flows",
)


def make_bodies(rng: random.Random, applicants: int, controllers: int) -> list[Body]:
    """Give that many bodies that apply, then that many that are only controllers, the special ones first."""
    places = [head + tail for head in HEADS.split() for tail in TAILS.split()]
    rng.shuffle(places)
    town = iter(places)
    firms = [f"{head} {tail}" for head in FIRM_HEADS.split() for tail in FIRM_TAILS]
    rng.shuffle(firms)
    firm = iter(firms)
    codes = iter(rng.sample([f"{n:02d}{letter}" for n in range(10, 99) for letter in "ABDEFGHJKLMNPQRTVW"], 1500))
    audits = iter(
        [
            f"{where} {what} {form}"
            for what in SUBJECTS.split()
            for where in ("NATIONAL", "NORTHERN")
            for form in ("AUDIT", "NETWORK")
        ]
    )
    makers: list[tuple[Callable[[], str], str, int]] = [
        (lambda: f"UNIVERSITY OF {next(town)}", UNI, 16),
        (lambda: f"{next(town)} {rng.choice(('', 'BOROUGH ', 'CITY ', 'COUNTY '))}COUNCIL", LA, 22),
        (lambda: f"{next(town)} {rng.choice(('HOSPITALS ', 'HEALTHCARE ', ''))}NHS FOUNDATION TRUST", TRUST, 16),
        (lambda: f"{next(town)} NHS TRUST", TRUST, 10),
        (lambda: f"NHS {next(town)} ICB - {next(codes)}", CCG, 9),
        (lambda: f"NHS {next(town)}, {next(town)} AND {next(town)} ICB - {next(codes)}", CCG, 3),
        (lambda: f"{next(firm)} {rng.choice(('LIMITED', 'LTD', 'LIMITED'))}", FIRM, 14),
        (lambda: f"{next(firm)}, INC. UNITED KINGDOM", FIRM, 1),
        (lambda: f"{next(town)} COUNCIL [{next(town)}, {next(town)} AND {next(town)}]", LA, 1),
        (lambda: f"ST {next(town)}'S HOSPICE", CHARITY, 3),
        (lambda: f"{next(firm)} & PARTNERS FOUNDATION", CHARITY, 2),
        (lambda: next(audits), CHARITY, 2),
    ]
    weights = [maker[2] for maker in makers]
    bodies = list(SPECIAL[:applicants])
    while len(bodies) < applicants:
        make, kind, _ = rng.choices(makers, weights)[0]
        bodies.append(Body(make(), kind))
    # Only these three shapes carry a kind word by which a comma may split a list that no applicant vouches for.
    bodies.extend(WHOLE)
    for index in range(max(0, controllers - len(WHOLE))):
        make, kind, _ = makers[(0, 1, 3)[index % 3]]
        bodies.append(Body(make(), kind, applies=False))
    return bodies


def make_datasets(rng: random.Random, count: int) -> list[Dataset]:
    """Give that many datasets, the renamed ones first."""
    made = [Dataset(after, before) for before, after in RENAMED] + [Dataset(name) for name in PLAIN]
    rest = [form.format(topic) for topic in TOPICS.split() for form in FORMS]
    rng.shuffle(rest)
    made.extend(Dataset(name) for name in rest)
    if count > len(made):
        raise ValueError(f"{count} datasets asked for; the word lists make {len(made)}")
    return made[:count]


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


RESPELLINGS: dict[str, Callable[[str], str]] = {
    "curly-quote": lambda name: name.replace("'", "’"),
    "limited": lambda name: (
        name.removesuffix("LIMITED") + "LTD" if name.endswith(" LIMITED") else name.removesuffix("LTD") + "LIMITED"
    ),
    "own-initials": lambda name: f"{name} ({initials(name)})",
    "trailing-space": lambda name: f"{name}  ",
    "no-break-space": lambda name: name.replace(" ", "\xa0", 1),
    "double-space": lambda name: name.replace(" ", "  ", 1),
    "case": lambda name: name.title().replace("'S ", "'s ").replace(" Of ", " of ").replace(" And ", " and "),
    "ampersand": lambda name: name.replace("&", "AND"),
}
APPLIES: dict[str, Callable[[str], bool]] = {
    "curly-quote": lambda name: "'" in name,
    "limited": lambda name: name.endswith((" LIMITED", " LTD")),
    # Names of plain words only: what the initials of `UNIVERSITY OF …` are is open to argument.
    "own-initials": lambda name: name.endswith((" AUDIT", " NETWORK", " OBSERVATORY")),
    "trailing-space": lambda _: True,
    "no-break-space": lambda name: " " in name,
    "double-space": lambda name: " " in name,
    "case": lambda _: True,
    "ampersand": lambda name: "&" in name,
}


def respell(body: Body, how: str) -> str | None:
    """Give the body's name respelt `how` (a key of RESPELLINGS, or `reviewed`), or None where that changes nothing."""
    if how == "reviewed":
        return body.also[0] if body.also else None
    return RESPELLINGS[how](body.name) if APPLIES[how](body.name) else None
