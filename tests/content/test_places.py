import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.content import places
from bot.content.curated import PageError
from bot.content.places import NEUTRAL, Clinic

ROOT = Path(__file__).parents[2]
REGIONS, COUNTRIES = ROOT / places.REGIONS, ROOT / places.COUNTRIES
PLACES = places.read(REGIONS, ROOT / places.CLINIC, COUNTRIES)
KINDS = {  # beyond those that every region has
    "us": {"poison", "charity"},
    "ca": {"urgent", "poison"},
    "uk": {"urgent", "poison", "charity"},
    "ie": {"poison"},
    "au": {"urgent", "poison"},
    "nz": {"urgent", "poison"},
    "eu": {"urgent"},
}
LINE = """
    text: call {text}
    dial: [{dial}]
    checked: "2026-11-22"
    recheck_by: "2027-05-22"
"""
SOURCES = """\
    sources:
    - {author: NHS, title: Lines, year: undated, address: "https://www.nhs.uk"}
"""
GOOD = f"""\
neutral:
  name: ""
  emergency:{LINE.format(text="somebody", dial="")}
  elsewhere:{LINE.format(text="the ambulance", dial="")}
  crisis:{LINE.format(text="a friend", dial="")}
uk:
  name: the UK
  said: [UK]
  emergency:{LINE.format(text="999", dial='"999"')}{SOURCES}
"""
COUNTRY = f"""\
JP:   # Japan{LINE.format(text="119", dial='"119"')}{SOURCES}
"""


def read(tmp_path, regions=GOOD, clinic=None, countries=COUNTRY):
    (tmp_path / "regions.yml").write_text(regions, encoding="utf-8")
    (tmp_path / "countries.yml").write_text(countries, encoding="utf-8")
    if clinic is not None:
        (tmp_path / "clinic.yml").write_text(clinic, encoding="utf-8")
    return places.read(tmp_path / "regions.yml", tmp_path / "clinic.yml", tmp_path / "countries.yml")


def test_our_regions_are_there_with_a_number_and_a_source_each():
    assert list(PLACES.regions) == [NEUTRAL, *KINDS]
    for region, facts in PLACES.regions.items():
        assert "emergency" in facts.lines
        for line in facts.lines.values():
            assert line.sources or region == NEUTRAL


@pytest.mark.parametrize("region", KINDS)
def test_each_region_has_every_kind_of_line_that_a_source_was_found_for(region):
    lines = PLACES.regions[region].lines
    assert {"emergency", "crisis", "deaf", "abuse", "child", "after_hours"} <= lines.keys()
    assert set(lines) & {"urgent", "poison", "charity"} == KINDS[region]


def test_the_gaps_of_the_uk_and_the_eu_are_closed():
    uk, eu = PLACES.regions["uk"].lines, PLACES.regions["eu"].lines
    assert "Northern Ireland" in uk["urgent"].text
    assert {"116 123", "111", "0808 808 8000"} == set(uk["crisis"].dial)
    assert "116 123" in eu["crisis"].dial and "findahelpline.com" in eu["crisis"].text


@pytest.mark.parametrize(
    "code, numbers",
    [
        ("JP", {"119"}),
        ("KR", {"119"}),
        ("DE", {"112"}),
        ("IN", {"112", "108"}),
        ("BR", {"192"}),
        ("CN", {"120"}),
        ("NP", {"102"}),
        ("NO", {"113"}),
    ],
)
def test_the_ambulance_of_a_country_and_not_its_police(code, numbers):
    assert set(PLACES.countries[code].dial) == numbers


def test_every_country_has_a_number_in_its_text_and_sources():
    for code, line in PLACES.countries.items():
        assert line.dial and line.sources, code
        assert re.findall(r"\d+", line.text) == list(line.dial), code
        assert {source.author for source in line.sources} != {"Android Open Source Project"}, code


def test_the_ambulances_of_countries_are_no_numbers_to_call_in_any_text():
    assert PLACES.phones("a blood pressure of 120, or 103 of 1,990") == ()


def test_every_line_is_checked_again_within_four_months_and_not_all_at_once():
    lines = [line for region in PLACES.regions.values() for line in region.lines.values()] + list(PLACES.countries.values())
    assert all(line.checked < line.recheck_by <= line.checked + timedelta(days=122) for line in lines)
    weeks = Counter(line.recheck_by.isocalendar()[:2] for line in lines)
    assert max(weeks.values()) <= 8


def test_who_is_nowhere_we_know_hears_of_the_ambulance_elsewhere():
    assert PLACES.values(NEUTRAL)["elsewhere"] == ("your local ambulance number; 112 reaches help on many mobile phones")
    assert "elsewhere" not in PLACES.values("us")
    crisis = PLACES.values(NEUTRAL)["crisis"]
    assert "findahelpline.com" in crisis and "befrienders.org" in crisis


def test_what_the_clinic_says_of_closed_hours_beats_the_regions_line(tmp_path):
    regions = f"{GOOD}  after_hours:{LINE.format(text='the GP', dial='')}{SOURCES}"
    assert read(tmp_path, regions).values("uk")["after_hours"] == "call the GP"
    found = read(tmp_path, regions, clinic='out_of_hours: "the ward"\n').values("uk")
    assert "after_hours" not in found and found["out_of_hours"] == "the ward"


def test_neutral_lines_only_gather_numbers_that_have_a_source():
    sourced = " / ".join(
        line.text for id, region in PLACES.regions.items() if id != NEUTRAL for line in region.lines.values()
    )
    for line in PLACES.regions[NEUTRAL].lines.values():
        assert set(re.findall(r"\d[\d ]*\d", line.text)) <= set(re.findall(r"\d[\d ]*\d", sourced))


def test_region_given_beats_the_clinics_which_beats_none(tmp_path):
    found = read(tmp_path, clinic='region: uk\nphone: "1"\n')
    assert found.values()["emergency"] == "call 999"
    assert found.values(NEUTRAL)["emergency"] == "call somebody"
    assert found.values("atlantis")["emergency"] == "call somebody"
    assert found.values()["phone"] == "1" and found.values()["hours"] == ""


def test_a_fault_of_dial_names_its_line(tmp_path):
    with pytest.raises(PageError, match=r"regions\.yml:26: '112' under 'dial'"):
        read(tmp_path, GOOD.replace('["999"]', '["112"]'))


@pytest.mark.parametrize("kind", [kind for kind in places.LINES if kind != "emergency"])
def test_every_line_with_a_number_says_which_to_dial(tmp_path, kind):
    def with_line(dial):
        return f"{GOOD}  {kind}:{LINE.format(text='112', dial=dial)}{SOURCES}"

    with pytest.raises(PageError, match=rf"regions\.yml:\d+: '{kind}' lacks 'dial'"):
        read(tmp_path, with_line(""))
    assert read(tmp_path, with_line('"112"')).regions["uk"].lines[kind].dial == ("112",)


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("Call 911.", ("911",)),
        ("999 or 112, (000) or 999", ("999", "112", "000")),
        ("116 123, then 116 117", ("116 123", "116 117")),
        ("Call or text 1737, or 0800 611 116", ("1737", "0800 611 116")),
        ("text 0477 13 11 14, or call 13 11 14", ("13 11 14",)),
        ("text HELLO to 50808", ()),
        ("1 112 people, 112 000, 1,112, 112.5, 0.112, 112-111, 2911, 9110, a911, 911th, +112", ()),
        ("112 of 200", ("112",)),
        ("", ()),
    ],
)
def test_numbers_to_call_in_a_text(text, numbers):
    assert PLACES.phones(text) == numbers


@pytest.mark.parametrize(
    "phone, is_one",
    [
        ("020 7946 0000", True),
        ("+44 (20) 7946-0000", True),
        ("555-0100", True),
        ("999 (12) 34", True),
        ("1234", False),
        ("- ( ) -", False),
        ("ask at the desk, 5550100", False),
    ],
)
def test_the_clinics_phone_is_a_number_to_call_if_it_is_one(tmp_path, phone, is_one):
    found = read(tmp_path, clinic=f"phone: '{phone}'\n")
    assert found.phones(f"Their phone: {phone}. To book: 999.") == ((phone, "999") if is_one else ("999",))


def test_without_any_number_nothing_is_found(tmp_path):
    assert read(tmp_path, GOOD.replace("call 999", "call us").replace('["999"]', "[]")).phones("(999), or 5") == ()


@pytest.mark.parametrize("clinic", [None, "", "# nothing yet\n", 'phone: ""\n'])
def test_clinic_without_details(tmp_path, clinic):
    assert read(tmp_path, clinic=clinic).clinic == Clinic()


@pytest.mark.parametrize(
    "clinic, fault",
    [
        ("phone: 5\n", "clinic.yml:1: 'phone' is not a text"),
        ("fax: '5'\n", "clinic.yml:1: unknown detail 'fax'"),
        ("phone: ''\nregion: fr\n", "clinic.yml:2: region 'fr' is not known; choose uk"),
        ("phone: '{5}'\n", "clinic.yml:1: a brace in 'phone'"),
        ("- phone\n", "clinic.yml:1: holds no details"),
        ("keep_days: 0\n", "clinic.yml:1: '0' is not a number of days; write keep_days: 30, from 1 to 9999"),
        ("keep_days: forever\n", "clinic.yml:1: 'forever' is not a number of days"),
        ("origins: https://www.example.org\n", "clinic.yml:1: 'origins' is not a list"),
        ("phone: ''\norigins: [https://www.example.org/chat]\n", "clinic.yml:2: 'https://www.example.org/chat' under"),
        ("phone: [\n", "clinic.yml:2: not valid YAML"),
    ],
)
def test_unfit_clinic_file_names_its_line(tmp_path, clinic, fault):
    with pytest.raises(PageError, match=re.escape(fault)):
        read(tmp_path, clinic=clinic)


def test_whoever_runs_it_says_so_in_one_file(tmp_path):
    clinic = "operator: Example Hospital\nkeep_days: 7\norigins: [https://www.example.org]\n"
    found = read(tmp_path, clinic=clinic).clinic
    assert (found.operator, found.keep_days, found.origins) == ("Example Hospital", 7, ("https://www.example.org",))
    assert read(tmp_path, clinic='keep_days: "7"\n').clinic.keep_days == 7


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("neutral:", "nobody:", "lacks 'neutral'"),
        ("  said: [UK]\n  emergency:", "  said: [UK]\n  urgent:", "'uk' lacks 'emergency'"),
        (SOURCES, "", "'emergency' has no source"),
        ("text: call 999", "text: ''", "'emergency' has no plain text"),
        ("  crisis:", "  urgent:", "'neutral' lacks 'crisis'"),
        ("  elsewhere:", "  urgent:", "'neutral' lacks 'elsewhere'"),
        ("  said: [UK]", "  said: UK", "'said' is not a list of names"),
        ("  name: the UK", "  nom: the UK", "unknown key 'nom'"),
        ('checked: "2026-11-22"', "checked: 2026-11-22", "'checked' is not a quoted date"),
        (GOOD, "- uk", "holds no regions"),
        ('    dial: ["999"]\n', "", "'emergency' lacks 'dial'; list the numbers in its text that can be called"),
        ('dial: ["999"]', "dial: []", "'emergency' lacks 'dial'"),
        ('dial: ["999"]', "dial:", "'emergency' lacks 'dial'"),
        ('["999"]', '"999"', "'dial' of 'emergency' is not a list of numbers; write dial:"),
        ('["999"]', "[999]", "'dial' of 'emergency' is not a list of numbers"),
        ('["999"]', '["999", "the ward"]', "'dial' of 'emergency' is not a list of numbers"),
        ('["999"]', '["999", ""]', "'dial' of 'emergency' is not a list of numbers"),
        ('["999"]', '["9+99"]', "'dial' of 'emergency' is not a list of numbers"),
        ('["999"]', '["999", "112"]', "'112' under 'dial' is not in the text; write it as it stands in the text"),
        ('["999"]', '["99"]', "'99' under 'dial' is not in the text"),
        ("call 999", "call 999 9", "'999' under 'dial' is not in the text"),
    ],
)
def test_unfit_regions_file_names_the_fault(tmp_path, old, new, fault):
    with pytest.raises(PageError, match=rf"regions\.yml:\d+: .*{re.escape(fault)}"):
        read(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("JP:", "JPN:", "1: 'JPN' is no code of a country; write its two capitals of ISO 3166"),
        ("JP:", "jp:", "1: 'jp' is no code of a country"),
        ("JP:", "NO:", "1: not valid YAML ('False' is no name); mend the line or quote the text"),
        (SOURCES, "", "'JP' has no source; add 'sources:', or leave the line out"),
        ('["119"]', '["110"]', "'110' under 'dial' is not in the text"),
        ('    dial: ["119"]\n', "", "'JP' lacks 'dial'"),
        ('    recheck_by: "2027-05-22"\n', "", "'JP' lacks its dates"),
        (COUNTRY, "- JP", "1: holds no countries; see docs/editing.md for its form"),
        (COUNTRY, "JP: 119", "1: 'JP' has no facts"),
    ],
)
def test_unfit_countries_file_names_the_fault(tmp_path, old, new, fault):
    with pytest.raises(PageError, match=rf"countries\.yml:(\d+: .*)?{re.escape(fault)}"):
        read(tmp_path, countries=COUNTRY.replace(old, new))


@pytest.mark.parametrize("file", ["regions.yml", "countries.yml"])
def test_missing_file_is_named_once(tmp_path, file):
    read(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(PageError, match=rf"{file}:1: cannot be opened") as error:
        places.read(tmp_path / "regions.yml", tmp_path / "clinic.yml", tmp_path / "countries.yml")
    assert len(str(error.value).splitlines()) == 1
