"""Single words for prose that packs about as well as real prose does: long lists, short fixed parts."""

__all__ = ["DENSE_SENTENCES", "DENSE_WORDS"]

DENSE_WORDS = {
    "noun": (
        "ward clinic cohort sample survey ledger panel pathway protocol registry extract tariff index episode "
        "referral appointment theatre bed nurse surgeon midwife pharmacist therapist carer parent infant adult "
        "pensioner tenant commuter student farmer soldier district county region borough parish estuary valley "
        "suburb network enclave server archive database table chart map ratio rate score threshold interval margin "
        "trend cluster outlier baseline estimate forecast budget grant invoice contract tender audit review inquiry "
        "hearing report bulletin leaflet poster seminar webinar lecture thesis journal editor reader patient donor "
        "recipient volunteer trustee director auditor analyst modeller statistician economist librarian archivist "
        "engineer vaccine antibody biopsy scan image slide specimen swab dose tablet infusion implant stent graft "
        "valve hip knee spine lung liver kidney heart brain retina cornea artery vein nerve tumour lesion ulcer "
        "fracture wound infection fever rash cough seizure stroke collapse relapse remission recovery discharge "
        "transfer admission attendance visit call letter message record field code label key token hash link match "
        "pair group stratum decile quartile month quarter season winter summer decade morning weekend shift rota "
        "vacancy workload backlog queue delay wait target standard guideline checklist policy charter statute "
        "consent objection preference choice dignity trust privacy secrecy harm hazard incident breach alarm "
        "warning remedy lesson insight question answer hypothesis method result finding conclusion caveat footnote "
        "appendix glossary template form screen keyboard laptop tablet phone camera ambulance helicopter corridor "
        "kitchen laundry garden school prison hostel hospice pharmacy laboratory mortuary workshop office depot"
    ),
    "adj": (
        "acute chronic regional national local rural urban coastal elderly neonatal paediatric surgical medical "
        "clinical dental mental physical social financial annual weekly monthly early late rapid slow sudden "
        "gradual frequent rare common unusual severe mild moderate stable fragile frail robust weak strong reliable "
        "doubtful partial complete missing linked pooled nested crossed blinded random matched adjusted crude raw "
        "clean coarse fine detailed brief long short narrow broad deep shallow central remote secure open closed "
        "public private joint sole former present future planned ad-hoc routine urgent elective emergency "
        "palliative preventive diagnostic therapeutic curative supportive digital manual automated encrypted "
        "pseudonymised aggregate individual shared separate equal unequal fair biased balanced sparse dense large "
        "small modest typical extreme lower upper median modal weighted provisional final revised draft published "
        "unpublished external internal independent academic commercial charitable voluntary statutory lawful "
        "proportionate necessary sufficient useful costly cheap timely overdue seasonal respiratory cardiac renal "
        "hepatic vascular orthopaedic maternal infant adolescent occupational environmental"
    ),
    "verb": (
        "compare estimate describe chart model monitor quantify forecast validate reconcile summarise stratify "
        "review track explore test measure benchmark profile adjust weigh tabulate trace classify audit verify rank "
        "contrast extend narrow refine replace merge split sort filter count average inspect question revisit "
        "replicate publish present discuss defend explain simplify translate archive retain erase encrypt transfer "
        "receive request approve decline amend renew suspend resume schedule deliver collect sample recruit invite "
        "interview observe examine screen treat rehabilitate discharge support protect inform advise train "
        "supervise appoint commission fund cost price purchase repair upgrade install connect isolate restrict "
        "permit record annotate label index"
    ),
    "adverb": (
        "carefully quickly slowly jointly separately annually monthly weekly locally nationally independently "
        "openly securely lawfully fairly sparingly routinely occasionally seldom often usually broadly narrowly "
        "directly indirectly closely loosely partly wholly mainly chiefly initially finally eventually promptly "
        "later earlier thereafter meanwhile together apart elsewhere onsite offsite remotely manually automatically "
        "statistically clinically visually"
    ),
    "prep": (
        "across within before after during between among beyond under above alongside throughout despite following "
        "concerning near outside inside past toward"
    ),
    "surname": (
        "Abara Ainsley Bamford Barlow Bhatt Calder Carrow Chandra Crewe Dalton Desai Drury Eades Ekwueme Falk "
        "Farrow Gadd Garrity Hale Hussain Ives Iyer Jardine Jessop Kaur Kemble Lacey Lomax Mbeki Mottram Nair "
        "Norris Oduya Orme Patel Penrose Quill Quinn Rahman Rigby Sandhu Selby Tariq Thorne Ueda Unwin Varley "
        "Vickers Walcott Wray Xu Yardley Yusuf Zaman Zielinski"
    ),
    "mode": ("should must may might would will can could"),
}
"""Words of each slot, split at spaces."""

DENSE_SENTENCES = (
    "The {adj} {noun} and the {adj} {noun} {mode} {adverb} {verb} each {adj} {noun} {prep} the {noun}, while a "
    "{noun} {adverb} records every {adj} {noun}.",
    "A {noun} {prep} {adj} {noun} data {mode} {verb} one {noun} in {n}, or {verb} a {adj} {noun} {prep} {noun} "
    "and {noun}.",
    "Dr {surname} and Professor {surname} {verb} {num} {adj} {noun} records {prep} {year}, {prep} a {adj} "
    "{noun} {noun}.",
    "{adj} {noun}, {adj} {noun}, {noun} and {adj} {noun} fields let {surname} {verb} the {noun} {adverb}, not "
    "the {adj} {noun}.",
    "No {noun} {mode} {verb} or {verb} a {adj} {noun} {prep} the {adj} {noun} unless its {noun} {mode} {verb} "
    "{adj} {noun} use.",
    "Each {adj} {noun} holds {n} {noun} values: {noun}, {noun}, {adj} {noun}, {noun} {noun} and {adj} {noun}.",
    "Since {year} a {adj} {noun} has let {adj} {noun} teams {verb}, {verb} and {adverb} {verb} {noun} {prep} "
    "{num} {adj} {noun} cases.",
    "To {verb} the {noun}, a {adj} {noun} {adverb} needs {adj} {noun} {prep} {noun}; to {verb} it, {adj} {noun} "
    "{noun}.",
    "Where {noun} exceeds {n}, {surname} {mode} {adverb} {verb} the {adj} {noun} {prep} {adj} {noun} and {verb} "
    "its {noun}.",
    "{noun} {n} ({adj} {noun}, {year}) {mode} {verb} a {noun} {prep} {adj} {noun}, {adj} {noun} or {adj}, {adj} "
    "{noun}.",
    "By {year2} the {noun} {mode} {verb} {num} {noun} returns, {adverb} {prep} each {adj} {noun}, so that {adj} "
    "{noun} staff {verb} {noun} {adverb}.",
    "Neither {adj} {noun} nor {adj} {noun} {mode} {verb} {surname}'s {adj} {noun} {prep} a {noun}, {adverb} or "
    "{adverb}.",
)
