"""Long prose of the register's kind, from templates: bullets, sub-headings, lists, law, conditions, retention."""

import random

from .words import DENSE_SENTENCES, DENSE_WORDS

__all__ = ["LIMIT", "SHORT", "Composer"]

LIMIT = 32_767
"""What one Excel cell holds."""

SHORT = (
    "Not applicable.",
    "None yet: the first extract has not been analysed.",
    "No benefits have been realised so far.",
    "To follow at renewal.",
    "See the section on expected benefits.",
    "This is a new agreement.",
)

WORDS = {
    "who": (
        "the study team|the analysts|the applicant|the research nurses|the statisticians|the commissioning "
        "team|the audit office|the trial steering "
        "group|the data managers|the epidemiologists|the public health team|the modelling unit|the programme "
        "board|the registry staff|the clinical leads|the "
        "evaluation team|the health economists|the quality team|the planning directorate|the safeguarding "
        "panel|the informatics service|the fellows of the "
        "unit|the doctoral researchers|the patient advisory group|the surveillance cell|the intelligence desk"
    ),
    "do": (
        "compare|estimate|describe|chart|model|monitor|quantify|forecast|validate|reconcile|summarise|stratify|review|map|track|explore|test|measure|"
        "benchmark|profile|adjust|weigh|tabulate|trace|classify|cluster|audit|verify|rank|contrast"
    ),
    "what": (
        "emergency readmissions|length of stay|waiting times|mortality after discharge|outpatient "
        "attendance|theatre utilisation|prescribing patterns|"
        "diagnostic delay|the uptake of screening|unplanned admissions|the burden of multimorbidity|bed "
        "occupancy|missed appointments|survival by stage|"
        "surgical complications|the cost of each pathway|referral rates|infection rates|ambulance "
        "conveyance|deaths at home|rehabilitation outcomes|falls in "
        "care homes|vaccination coverage|birth outcomes|health inequalities|access to talking "
        "therapies|critical care transfers|repeat imaging|antibiotic "
        "exposure|hospital-acquired harm|delayed transfers|avoidable admissions|device revision|long-term "
        "recovery|staff vacancy effects|seasonal demand"
    ),
    "group": (
        "adults over sixty-five|children under five|people with type 2 diabetes|women in the third "
        "trimester|residents of coastal towns|patients with heart "
        "failure|survivors of stroke|people who sleep rough|care home residents|former smokers|kidney "
        "transplant recipients|infants born early|people with "
        "severe asthma|carers of working age|patients on dialysis|people with a learning "
        "disability|veterans|school leavers|shift workers|patients with "
        "hip fracture|people living with dementia|adolescents in crisis|migrants in temporary housing|patients "
        "under palliative care|farm workers|people with "
        "psoriasis|joint replacement patients|recent bereaved relatives|prison leavers|rural households"
    ),
    "cond": (
        "asthma|COPD|bronchiectasis|angina|atrial fibrillation|aortic "
        "stenosis|sepsis|pneumonia|influenza|measles|hepatitis C|cirrhosis|pancreatitis|Crohn's "
        "disease|coeliac "
        "disease|melanoma|lymphoma|leukaemia|myeloma|glioma|sarcoma|epilepsy|migraine|Parkinson's "
        "disease|multiple sclerosis|motor neurone "
        "disease|glaucoma|cataract|macular degeneration|otitis media|eczema|vitiligo|rheumatoid "
        "arthritis|gout|lupus|osteoporosis|scoliosis|carpal tunnel "
        "syndrome|endometriosis|pre-eclampsia|gestational diabetes|sickle cell "
        "disease|thalassaemia|haemophilia|cystic fibrosis|spina bifida|cerebral palsy|"
        "autism|schizophrenia|bipolar disorder|anorexia nervosa|alcohol dependence|opioid "
        "misuse|self-harm|tuberculosis|HIV|syphilis|endocarditis|cellulitis|"
        "deep vein thrombosis|pulmonary embolism|varicose veins|appendicitis|hernia|gallstones|bladder "
        "cancer|prostate cancer|renal stones|hydronephrosis|"
        "thyrotoxicosis|Addison's disease|acromegaly|obesity|malnutrition|pressure "
        "ulcers|delirium|tinnitus|vertigo|sciatica|burns|poisoning|concussion"
    ),
    "place": (
        "a locked server room|the trusted research enclave|a virtual desktop without internet access|an "
        "encrypted volume|the accredited data centre|a ring-fenced "
        "database|the second site|a segregated network share|the analytics platform|a hardened workstation|the "
        "hosted warehouse|the disaster recovery site"
    ),
    "means": (
        "a fixed-effects regression|propensity matching|an interrupted time series|a Bayesian hierarchical "
        "model|funnel plots|a capture-recapture estimate|"
        "multiple imputation|survival curves|a decision tree|a difference-in-differences design|small-area "
        "smoothing|random forests|a Markov model|a stepped "
        "wedge comparison|descriptive tables|indirect standardisation|latent class analysis|a synthetic "
        "control|cross-validation|network diagrams"
    ),
    "field": (
        "year of birth|lower super output area|ethnic category|admission method|discharge destination|primary "
        "diagnosis|procedure date|provider code|"
        "consultant specialty|referral source|deprivation decile|general practice code|date of death|underlying "
        "cause|episode order|treatment function|"
        "sex|month of attendance|arrival mode|triage category|birth weight|gestation|bed days|tariff|scan "
        "modality|care contact duration|therapy type"
    ),
    "out": (
        "a peer-reviewed paper|an annual report|a set of slides for the board|a public dashboard|a policy "
        "briefing|a conference poster|a plain-language leaflet|"
        "a methods note|a technical appendix|quarterly bulletins|a workbook for commissioners|a recorded "
        "webinar|an open code repository|a regional atlas|a "
        "doctoral thesis|guidance for clinicians|a letter to participants|an interactive map|a costed option "
        "appraisal|evidence for a parliamentary inquiry"
    ),
    "good": (
        "shorter waits|safer prescribing|fewer cancelled operations|earlier diagnosis|better use of beds|fairer "
        "access|clearer advice to families|lower "
        "infection rates|more timely referral|sounder workforce plans|less duplicated testing|stronger case for "
        "prevention|fewer avoidable deaths|closer "
        "working between services|quicker recovery|improved rehabilitation|more dignified care at the end of "
        "life|reduced travel for patients|lower "
        "carbon use in theatres|higher uptake of vaccination"
    ),
    "adv": (
        "in the first year|by the close of the programme|each quarter|within three months of receipt|after the "
        "second extract|once validation ends|before "
        "publication|during the winter period|over the life of the agreement|as soon as linkage is complete|at "
        "each review|throughout follow-up|on request of "
        "the sponsor|ahead of the spending round|following ethical review|subject to approval by the "
        "board|every six weeks|at the midpoint"
    ),
    "why": (
        "because local figures are too small to be reliable|since no other source holds the same detail|as the "
        "question cannot be answered from surveys|"
        "because follow-up by post loses too many people|so that decisions rest on evidence|to avoid asking "
        "patients twice|because coding differs between "
        "providers|as national rates are the only fair comparator|to keep the burden on clinics low|since "
        "earlier work left the matter open|in order to plan "
        "capacity|to give families an honest answer|because the trial was powered for it|as the funder "
        "requires|to detect harm early"
    ),
}

SENTENCES = (
    "{who} will {do} {what} among {group}, {adv}, {why}.",
    "For {group}, {who} intend to {do} {what} and {what} using {means}.",
    "The extract covers {num} records between {year} and {year2}, limited to {field}, {field}, {field} and {field}.",
    "Records are selected where the primary diagnosis is {cond}, {cond} or {cond}, or where {cond} was noted "
    "within {n} days.",
    "Work in {year} on {cond} showed that {what} varied by {n}% between providers, {why}.",
    "{who} store the files in {place}; {who} may open them only there, {adv}.",
    "{means} will be used to {do} {what}, with {field} and {field} as covariates.",
    "It is expected that {out} and {out} will appear {adv}, leading to {good} for {group}.",
    "No attempt will be made to identify anyone; tables with counts below {n} are suppressed before {out} is shared.",
    "{who} asked {num} people with {cond} about this use, and {n} in a hundred supported it {why}.",
    "Linkage by {field} and {field} is made before delivery, so that {who} never see both {field} and {field} "
    "together.",
    "A comparison with {group} is needed {why}, and {what} will be set against {what}.",
    "Earlier results ({year}) on {cond} and {cond} brought {good} and {good}, as {out} records.",
    "The sample of {num} gives enough power to {do} {what} by {field}, even for {cond}.",
    "{good}, {good} and {good} are the benefits {who} look for {adv}.",
    "Where {cond} coexists with {cond}, {who} will {do} {what} separately by {field}.",
    "Costs of about £{num} a year are attributed to {cond} in {group}, and {who} mean to {do} them {adv}.",
    "Access is given to {n} named staff, all trained {adv}, who {do} and {do} only within {place}.",
    "{out} was read {num} times in {year} and cited in decisions about {cond}, {cond} and {cond}.",
    "Phase {n} will {do} {what}; phase {n} will {do} {what} by {means}.",
)

LAW = (
    "Processing rests on Article 6(1)(e) of the UK GDPR, with Article 9(2)(j) where special categories are concerned.",
    "The controller relies on Articles 6(1)(e), 9(2)(h) and 9(2)(i) of the UK GDPR.",
    "Support under s251 of the NHS Act 2006 has been in place since {year}.",
    "Dissemination follows section 261(2)(b)(ii) of the Health and Social Care Act 2012.",
    "Nothing here limits section 10 of the Data Protection Act 2018.",
    "Requests under the Freedom of Information Act 2000 are answered by {who}.",
    "The duty in section 14Z35 of the National Health Service Act 2006 bears on {what}.",
    "As sections 14Z33 and 14Z36 of the NHS Act 2006 ask, {who} will {do} {what}.",
    "Regulation 5 of the Health Service (Control of Patient Information) Regulations 2002 was considered.",
    "Under s.261(1) & (4) HSCA 2012 the extract may be shared for {what}.",
    "Paragraph 8(1) of Schedule 7 to the Care Act 2014 gives the advisory group its part in this.",
    "The Human Rights Act 1998 and the Equality Act 2010 were weighed in the assessment.",
    "Capacity is judged under section 3(1) of the Mental Capacity Act 2005.",
    "Section {n} of the protocol describes {what}.",
)

HEADINGS = [
    "BACKGROUND",
    "AIMS",
    "LAWFUL BASIS",
    "DATA MINIMISATION",
    "DATA FLOWS",
    "POPULATION",
    "METHODS",
    "PUBLIC INVOLVEMENT",
    "FUNDING",
    "GOVERNANCE",
    "SECURITY",
    "LINKAGE",
    "RISK STRATIFICATION",
    "INVOICE VALIDATION",
    "COMMISSIONING",
    "DISSEMINATION",
    "TARGET DATES",
    "EVALUATION",
    "STAFFING",
    "TRANSPARENCY",
    "WORK PACKAGE ONE",
    "WORK PACKAGE TWO",
    "LIMITATIONS",
    "NEXT STEPS",
]

CONDITIONS = (
    "Only staff named in the access list may open the files, and the list is checked every {n} months.",
    "The files must not be copied to removable media or to a private device.",
    "Results leave the secure area only after a second person has checked them for small numbers.",
    "No part of the files may be passed on unless the agreement is amended first.",
    "Any loss or suspected loss is reported to the discloser within {n} hours.",
    "Publications must say where the figures came from and carry the edition of the extract.",
    "The recipient keeps a log of every export for {n} years.",
    "Attempts to match the files with others not listed above are forbidden.",
)
RETENTION = (
    "The files are kept for {span} years from the date of the last extract and are destroyed within {weeks} "
    "weeks after that.",
    "Record-level files may be held for {span} years; a certificate of destruction follows within {weeks} weeks.",
    "When the purpose is met, or after {span} years at the latest, everything is erased within {weeks} weeks.",
)
SPANS = ("two", "three", "five", "seven", "ten", "fifteen", "20", "25")
QUOTED = (
    (
        "Section 14Z41 - Duty to promote integration",
        "join up its services where quality would gain",
        "narrow gaps in access",
        "narrow gaps in outcome",
    ),
    (
        "Section 14Z39 - Duty to promote innovation",
        "encourage new methods in the services it arranges",
        "in their delivery",
        "in their planning",
    ),
    (
        "Section 14Z40 - Duty in respect of research",
        "help research on matters relevant to the service",
        "its conduct",
        "the use of its evidence",
    ),
)
ODDITIES = (
    "Reported as <script>alert('register')</script> by one form.",
    '=HYPERLINK("https://example.org/","open the protocol")',
    "Scores fell from \x01\x02 to \x0b at the second reading.",
    "The naïve façade of “progress” – 5 µg ≤ x < 7 µg – hid a 𝛘² of 3.1.",
)


DENSE_SHARE = 0.85
"""Real prose packs about three to one; the long templates alone pack eight to one."""


class Composer:
    """Compose blocks of prose from a pool of sentences made once."""

    def __init__(self, rng: random.Random, pool: int) -> None:
        self.rng = rng
        self.words = {slot: text.split("|") for slot, text in WORDS.items()}
        self.words |= {slot: text.split() for slot, text in DENSE_WORDS.items()}
        self.sentences = [
            self.fill(rng.choice(DENSE_SENTENCES if rng.random() < DENSE_SHARE else SENTENCES)) for _ in range(pool)
        ]
        self.law = [self.fill(text) for text in LAW for _ in range(12)]

    def fill(self, template: str) -> str:
        """Fill each slot with a word of its list, or a number."""
        rng = self.rng
        out: list[str] = []
        for part in template.split("{"):
            slot, brace, rest = part.partition("}")
            if not brace:
                out.append(part)
                continue
            if slot in self.words:
                out.append(rng.choice(self.words[slot]))
            elif slot == "n":
                out.append(str(rng.randint(2, 48)))
            elif slot == "num":
                out.append(f"{rng.randint(1_100, 999_000):,}")
            elif slot == "weeks":
                out.append(rng.choice(("four", "six", "eight", "12")))
            elif slot == "span":
                out.append(rng.choice(SPANS))
            else:
                out.append(str(rng.randint(2004, 2014) if slot == "year" else rng.randint(2015, 2026)))
            out.append(rest)
        text = "".join(out)
        return text[:1].upper() + text[1:]

    def block(self) -> str:
        """Make one block: a paragraph, a bulleted or numbered list, or a heading with a paragraph."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.6:
            body = " ".join(rng.choices(self.sentences, k=rng.randint(2, 6)))
            if rng.random() < 0.45:
                body = f"{body} {rng.choice(self.law)}"
            return f"{rng.choice(HEADINGS)}\n{body}" if rng.random() < 0.25 else body
        items = rng.choices(self.sentences, k=rng.randint(3, 6))
        if kind < 0.8:
            return "\n".join(f"~ {item}" for item in items)
        if kind < 0.92:
            return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
        return "\n".join(f"{'abcdef'[number]}) {item}" for number, item in enumerate(items))

    def special(self, kind: str) -> list[str]:
        """Give what only some kinds hold: conditions and retention in processing, a quoted duty in an objective."""
        rng = self.rng
        if kind == "processing":
            listed = rng.sample(CONDITIONS, rng.randint(3, 6))
            conditions = "\n".join(f"{number}. {self.fill(item)}" for number, item in enumerate(listed, 1))
            return [f"CONDITIONS OF SUPPLY\n{conditions}", f"DATA RETENTION\n{self.fill(rng.choice(RETENTION))}"]
        if kind == "objective" and rng.random() < 0.04:
            heading, duty, first, second = rng.choice(QUOTED)
            return [
                "The following duties in the National Health Service Act 2006 are engaged:",
                f"{heading}\n(1) The board must, in using its functions, {duty}.\n(2) It must look to—\n(a) "
                f"{first};\n(b) {second}.",
            ]
        return []

    def text(self, kind: str, length: int) -> list[str]:
        """Compose blocks of about `length` characters in all."""
        blocks = self.special(kind)
        size = sum(map(len, blocks))
        while size < length:
            blocks.append(self.block())
            size += len(blocks[-1])
        if kind == "processing":
            self.rng.shuffle(blocks)
        return blocks

    def edit(self, blocks: list[str]) -> list[str]:
        """Change a block or two, as a renewal does."""
        changed = list(blocks)
        for _ in range(self.rng.choice((1, 1, 2))):
            changed[self.rng.randrange(len(changed))] = self.block()
        if self.rng.random() < 0.5:
            changed.insert(self.rng.randrange(len(changed) + 1), self.block())
        return changed

    def full(self, blocks: list[str]) -> str:
        """Give a text of exactly LIMIT characters (UTF-16 units, all of these being in the basic plane)."""
        text = "\n".join(blocks)
        while len(text) < LIMIT:
            text = f"{text}\n{self.block()}"
        return text[: LIMIT - 1] + "."
