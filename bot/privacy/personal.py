"""What tells who a person is and has a form of its own: addresses, telephone and identity numbers, dates.

Every pattern is bounded in each of its repetitions, so that no message can make the search slow.
"""

import re
from collections.abc import Callable

EMAIL, PHONE, NUMBER, DATE, ADDRESS = (f"[{kind}]" for kind in ("email", "phone", "number", "date", "address"))


def _any(*alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


# --- e-mail and the like
_AT, _DOT = r"(?:\(at\)|\[at\]|\{at\}|\bat\b|@)", r"(?:\(dot\)|\[dot\]|\{dot\}|\bdot\b|\.)"
_DOMAIN = r"(?:com|net|org|edu|co|uk|ie|au|nz|ca|de|fr|es|it|nl|se|eu|info|me)"
_PROVIDER = r"(?:gmail|g\smail|googlemail|hotmail|yahoo|outlook|icloud|aol|proton(?:mail)?|btinternet|live|msn)"
EMAILS = _any(
    r"(?<![\w.+-])[\w.+'%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:\s{_DOT}\s[\w-]{{1,30}}){{0,2}}\s{{0,2}}{_AT}\s{{0,2}}"
    rf"(?:[\w-]{{1,30}}\s{{0,2}}{_DOT}\s{{0,2}}){{1,3}}{_DOMAIN}\b",
    rf"(?<![\w.+-])[\w.+-]{{1,64}}\s{{0,2}}{_AT}\s{{0,2}}{_PROVIDER}\b",
    r"(?<![\w@])@[a-z]\w{2,30}",
)
QUERIES = re.compile(r"(https?://[^\s?#]{1,200})[?#]\S{1,2000}", re.IGNORECASE)  # what comes after a web address

# --- dates with a day
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_D, _M, _Y = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d"
_DAY = rf"{_D}(?:\s?(?:st|nd|rd|th))?"
_DAY_MONTH = rf"(?:{_DAY}[\s,./-]{{0,2}}(?:of\s)?{_MONTH}\b\.?|{_MONTH}\b\.?[\s./-]{{0,2}}(?:the\s)?{_DAY}\b)"
_BIRTH = r"\b(?:d\.?\s?o\.?\s?b\.?|date\sof\sbirth|birth\s?-?date|birth\s?day|b'?day|born)\b"
_LINK = r"(?:'s)?(?:\W{0,3}\b(?:is|was|on|it'?s|the|in|at|my|of)\b){0,3}\W{0,3}"
BIRTHS = re.compile(
    rf"({_BIRTH}{_LINK})(?:{_DAY_MONTH}(?:[\s,./'-]{{0,3}}(?:{_Y}|\d\d))?|\d{{1,2}}\W\d{{1,2}}(?:\W\d{{2,4}})?|\d{{6,8}})\b",
    re.IGNORECASE,
)
DATES = _any(
    rf"\b{_DAY_MONTH}[\s,./'-]{{0,3}}{_Y}\b",
    rf"\b{_DAY_MONTH}(?:[./-]|\s?')\d\d\b",
    rf"\b{_D}{_MONTH}(?:{_Y}|\d\d)\b",
    rf"\b{_DAY_MONTH}\s[5-9]\d\b(?!\s?(?:mg|kg|am|pm|%|days|weeks|months|years))",
    rf"(?<![\d./-]){_Y}([./-]){_M}\1{_D}(?![\d/-])",
    rf"(?<![\d./-]){_D}(\s?[./-]\s?| ){_D}\2{_Y}(?![\d/-])",
    rf"(?<![\d./-]){_D}([./-]){_D}\3\d\d(?![\d./-])",
)

# --- numbers of identity that can be told by their form
_BY_FORM = _any(
    r"\b\d{3}[ -]\d{2}[ -]\d{4}\b|\b\d{6}[ -]\d{4}\b",  # US social security; Sweden, Denmark
    r"\b(?![dfiquv])[a-z](?![dfioquv])[a-z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b",  # UK national insurance
    r"\b\d[a-z][a-z0-9]\d[ -]?[a-z][a-z0-9]\d[ -]?[a-z]{2}\d{2}\b",  # US Medicare
    r"\b\d{7,8}[ -]?[a-z]{1,2}\b(?<!mg)(?<!ml)(?<!iu)|\b[xyz][ -]?\d{7}[ -]?[a-z]\b",  # Ireland, Spain
    r"\b[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]\b",  # Italy
    r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){3,7}(?:[ -]?\d{1,3})?\b",  # a bank account
    r"\b[12]\s?\d{2}\s?\d{2}\s?\d{2}\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b",  # France
)
_IN_CAPITALS = _any(
    r"\b(?!NCT)[A-Z]{3}\d{4}\b|\b[A-Z]{3}\d{2}[A-Z]{2}\b",  # New Zealand's health index
    r"\b(?!NCT)[A-Z]{1,4}-?\d{6,12}[A-Z]?\b",
    flags=0,
)

# --- numbers of identity that a word announces
_STRONG = (
    r"nhs|ssn|social\ssecurity|social|nino|ni|national\sinsurance|mrn|mbi|passport|pps|ppsn|tfn|sin|ohip|health\s?card|nhi|dni|nie"
    r"|iban|medicare|medicaid|chi|ihi|driver'?s?\slicen[cs]e|driving\slicen[cs]e"
)
_WEAK = (
    r"insurance|policy|member|membership|subscriber|patient|hospital|record|case|claim|account|acct|card|reference|ref|group"
    r"|plan|customer|file|chart|booking|tax|identity|national|licen[cs]e|unit|hosp|health|phn|care"
)
_ANNOUNCED = re.compile(
    rf"\b(?:(?P<strong>{_STRONG})|{_WEAK})\b"
    r"(?P<word>[ \t]?(?:(?:id|record)[ \t])?(?:numbers?|num|no|nr|code|id|#)(?![a-z])\.?|[ \t]?[:#])?"
    r"(?:\W{0,3}\b(?:is|was|it'?s|number|for|the|on)\b){0,3}[\s:#=.-]{0,4}",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[ /.-]?(?:[A-Za-z]{0,4}\d[A-Za-z0-9]{0,20}|[A-Za-z]{1,4}(?=[ /-]?\d)|[A-Z]{1,2}\b)")

# --- addresses
_TYPE = (
    r"(?:street|str|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|crescent|cres|place|pl|way|boulevard|blvd|terrace|tce"
    r"|gardens|gdns|grove|square|sq|parade|pde|highway|hwy|hill|row|mews|circle|cir|parkway|pkwy|walk|rise|view|park|green|trail)"
)
_PLAIN_TYPE = r"(?:street|road|avenue|lane|boulevard|crescent|terrace|close|grove|gardens|court|drive|mews|ave|blvd|rd)"
_NOT_NAMED = (
    r"(?!(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|miles?|kms?|met(?:re|er)s?|mg|ml|percent|of|the|an?|my|in"
    r"|on|to|for|down|from|and|or|is|are|x|times?|people|pills?|tablets?|doses?)\b)"
)
_W = r"[^\W\d_]{1,25}"
_HOUSE = r"\b(?:(?:flat|apt|apartment|unit|suite)\.?\s?#?\d{0,4}[a-z]?[\s,/]{1,2})?\d{1,5}[a-z]?(?:[/-]\d{1,4}[a-z]?)?,?\s"
_DOOR = r"(?:,?\s?(?:flat|apt|apartment|unit|suite|#)\.?\s?\d{1,4}[a-z]?\b)?"
_STATE = (  # of the US, whose short form is no word
    r"(?:az|ca|ct|dc|fl|ga|il|ks|ky|md|mi|mn|mo|mt|nc|nd|nh|nj|nm|nv|ny|ri|sc|sd|tn|tx|ut|va|vt|wa|wi|wv|wy)"
)
_OF = r"(?:(?:de|del|della|di|la|las|los|le|les|do|da|des|du|des|dell|l)[\s'\u2019]){0,2}"
ADDRESSES = _any(
    r"\b(?:g?p\.?\s?o\.?\s?box|locked\sbag)\s\d{1,7}\b",
    rf"{_HOUSE}the\s{_PLAIN_TYPE}\b",
    rf"{_HOUSE}{_NOT_NAMED}(?:{_W}\.?\s{_NOT_NAMED}){{1,3}}(?:st|ln|drv|hwy)\b(?!\.?\s(?:time|of)\b){_DOOR}",
    r"\b(?:ul\.|carrer\sde|avda\.\sde|avenida|impasse|passeig\sde|am|an\sder)\s(?:du\s|la\s)?"
    r"(?-i:[A-Z])[\w'-]{2,25}\s\d{1,4}\s?[a-z]?\b",
    r"(?<![\w$\u00a3\u20ac.,])\d{5}(?=\s(?-i:[A-Z][a-z\u00e0-\u00ff]{2}))",  # before a town
    rf"{_HOUSE}{_NOT_NAMED}(?:(?-i:[A-Z])[\w'\u2019.-]{{0,25}}\s){{1,4}}{_TYPE}\b\.?{_DOOR}",
    rf"{_HOUSE}{_NOT_NAMED}(?:{_W}\s{_NOT_NAMED}){{1,3}}{_PLAIN_TYPE}\b{_DOOR}",
    rf"\b(?:rue|avenue|boulevard|calle|via|plaza|piazza|avenida|rua|viale|corso)\s{_OF}{_W}(?:\s{_W}){{0,2}},?"
    r"\s(?:n[o\u00b0\u00ba]\.?\s?)?\d{1,4}\b",
    rf"\b\d{{1,4}}\s?(?:bis|ter)?,?\s(?:rue|calle|via|rua|chemin|all\u00e9e)\s{_OF}{_W}(?:\s(?-i:[A-Z])\w{{1,25}})?",
    r"\b[^\W\d_]{2,25}(?:stra\u00dfe|strasse|str\.|weg|platz|gasse|allee|straat|gracht|laan|gatan|v\u00e4gen|vej)"
    r"\s\d{1,4}(?:/\d{1,3}|\s?[a-z])?\b",
    r"\b(?:flat|apt|apartment)\.?\s?#?\d{1,4}[a-z]?\b",
    r"\b[a-pr-uwyz][a-hk-y]?\d[a-z\d]?\s?\d(?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{2}\b",  # UK
    r"\b[abceghj-nprstvxy]\d[a-z][ -]?\d[a-z]\d\b",  # Canada
    r"\b[ac-fhknprtv-y]\d[\dw]\s?(?=[a-z\d]{0,3}\d)(?=[a-z\d]{0,3}[a-z])[\dac-fhknprtv-y]{4}\b",  # Ireland
    rf"\b(?:{_STATE}|(?-i:IN|OR|ME|HI|OK|OH|LA|PA|MA|ID|DE|CO|AL|AK|AR|MS|IA|NE)),?\s\d{{5}}(?:-\d{{4}})?\b",
    r"\b(?:nsw|vic|qld|tas|act|wa|sa|nt)\s\d{4}\b",  # Australia
)
POSTCODES = re.compile(r"(\b(?:zip|post|postal)\s?-?(?:code)?\b\W{0,3}(?:is\W{1,2})?)\d{4,5}(?:-\d{4})?\b", re.IGNORECASE)

# --- runs of digits
_SPOKEN = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|ten|hundred|double|triple)"
SPOKEN = re.compile(rf"\b(?:{_SPOKEN}[\s,-]{{1,3}}){{6,30}}{_SPOKEN}\b", re.IGNORECASE)
_RUN = re.compile(
    r"(?<![\w.$\u00a3\u20ac/-])(?<!pmid )(?<!\d[,:/])"
    r"[+(]{0,2}\d(?:\d|[ \t().\u2013-]{1,2}(?=[\d(])){5,40}(?![\w%])(?![.,:/]\d)",
    re.IGNORECASE,
)
_YEARS = re.compile(rf"{_Y}(?:\s?[ \u2013-]\s?{_Y}){{0,6}}")
_GROUPED = _any(
    r"\d{3}[ .-]\d{3}[ .-]\d{3,4}",
    r"\d{3}[ .-]\d{4}|\d{3}[ -]\d{6}",
    r"\d{4}([ -])\d{4}\1\d{3,4}(?:\1\d{3,4})?|\d{4} \d{4} \d{2}|\d{4,6} \d{6} \d{3,5}",
    r"\d{4}[ -]\d{3}[ -]\d{3,4}|\d{4}[ -]\d{5}[ -]\d|\d{4}[ -]\d{6}",
    r"\d{5}[ -]\d{5,6}|\d{2}[ -]\d{4}[ -]\d{4}|\d{10}[ -]\d{1,2}",
)
_MEASURED = re.compile(
    r"\s?(?:%|(?:mg|mcg|ug|\u00b5g|g|kg|ml|l|iu|units?|u|cells|dollars?|euros?|pounds?|quid|bucks|usd|gbp|eur|aud|cad|nzd|percent|k"
    r"|x|people|patients?|steps|copies|per|platelets|rupees|yen)\b)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:call|text|txt|ring|phone|mobile|mob|cell|tel|fax|whatsapp|number|reach|on|no|at)\b[^\d\n]{0,24}$", re.IGNORECASE
)


def replace(text: str) -> str:
    """`text` with each of these replaced by its kind in brackets."""
    text = EMAILS.sub(EMAIL, QUERIES.sub(r"\1", text))
    text = DATES.sub(DATE, BIRTHS.sub(rf"\1{DATE}", text))
    text = _IN_CAPITALS.sub(NUMBER, _BY_FORM.sub(NUMBER, _announced(text)))
    text = POSTCODES.sub(rf"\1{ADDRESS}", ADDRESSES.sub(ADDRESS, text))
    return _RUN.sub(_run(text), SPOKEN.sub(PHONE, text))


def _announced(text: str) -> str:
    """`text` without the numbers that a word announces ("my NHS number is ...")."""
    parts, done = [], 0
    for cue in _ANNOUNCED.finditer(text):
        if cue.start() < done or not (cue["strong"] or cue["word"]):
            continue
        end = cue.end()
        while piece := _PIECE.match(text, end):
            end = piece.end()
        digits = sum(c.isdigit() for c in text[cue.end() : end])
        if digits >= (4 if cue["strong"] else 3) and not _MEASURED.match(text, end):
            parts += [text[done : cue.end()], NUMBER]
            done = end
    return "".join([*parts, text[done:]])


def _run(text: str) -> Callable[[re.Match[str]], str]:
    """What becomes of a run of digits in `text`: figures of medicine and money stay."""

    def replaced(match: re.Match[str]) -> str:
        found = match.group()
        digits = re.sub(r"\D", "", found)
        if not 7 <= len(digits) <= 24 or _YEARS.fullmatch(found) or _MEASURED.match(text, match.end()):
            return found
        if found[0] in "+(" or (digits[0] == "0" and len(digits) >= 9):
            return PHONE
        if _CALLED.search(text, max(0, match.start() - 40), match.start()):
            return PHONE
        if _GROUPED.fullmatch(found) or (digits[0] == "1" and len(digits) == 11 and found != digits):
            return PHONE if len(digits) in (7, 10, 11) else NUMBER
        return NUMBER if found == digits and len(digits) >= 8 else found

    return replaced
