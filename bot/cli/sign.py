"""`sign` notes that a clinician read an answer and vouches for it: a signature in data/own/signatures.yml."""

import argparse
import difflib
import json
import sys
from datetime import date

from bot.content import pages, signatures
from bot.content.curated import PageError, Source
from bot.content.pages import FACTS, Page, Pages
from bot.content.signatures import FILE, Signature
from bot.ids import ANSWER


def main(arguments: list[str]) -> int:
    """`python -m bot sign [ID --name NAME --role ROLE [--date DAY]]`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot sign",
        description=f"Shows what patients read of a page, and notes in {FILE} that somebody vouches for just that: an edit "
        "makes the signature void. Without ID it lists the answers that nobody signed, and the void signatures.",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="of the page, such as what_is_lupus or belimumab.cost")
    parser.add_argument("--name", help="of the clinician who read it")
    parser.add_argument("--role", help='such as "consultant rheumatologist, Example Hospital"')
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="when they read it; default: today")
    options = parser.parse_args(arguments)
    id, name, role = ((text or "").strip() for text in (options.id, options.name, options.role))
    if len({bool(id), bool(name), bool(role)}) > 1:
        parser.error('name a page, a clinician and their role: sign ID --name "..." --role "..."')
    try:
        found, signed = pages.read(), signatures.read()
        return _sign(found, signed, id, name, role, options.date or date.today()) if id else _list(found, signed)
    except (PageError, OSError) as error:
        print(f"Nothing was signed.\n{error}", file=sys.stderr)
        return 1


def _sign(found: Pages, signed: tuple[Signature, ...], id: str, name: str, role: str, day: date) -> int:
    page = found.by_id.get(id)
    if page is None:
        near = difflib.get_close_matches(id, found.by_id, n=3)
        print(f"There is no page '{id}'." + (f" Did you mean {' or '.join(near)}?" if near else ""), file=sys.stderr)
        return 1
    _show(page)
    if any((one.id, one.name, one.hash) == (id, name, page.digest) for one in signed):
        print(f"{name} has signed it as it is already.")
        return 0
    _append({"id": id, "name": name, "role": role, "date": day.isoformat(), "hash": page.digest})
    print(f"Signed by {name}, {role}, on {day}. It stands in {FILE}, and counts at once wherever that file is.")
    return 0


def _show(page: Page) -> None:
    """Print all that the hash of a page is of."""
    print(f"{page.file}:{page.line}\n\n{page.text}\n")
    for fact in FACTS:
        value = getattr(page, fact.name)
        if not fact.read_by_patients or not value:
            continue
        if fact.form == "sources":
            print(f"{fact.name}:", *(f"  {_in_a_line(source)}" for source in value), sep="\n")
        else:
            print(f"{fact.name}: {value}")
    print()


def _in_a_line(source: Source) -> str:
    return f"{source.author}: {source.title} ({source.year}). {source.address}"


def _append(signature: dict[str, str]) -> None:
    """Write a signature, whole or not at all. Raises PageError if the file could not be read with it, or OSError."""
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in signature.items()]
    gap = "" if not before or before.endswith("\n") else "\n"
    FILE.parent.mkdir(parents=True, exist_ok=True)
    new = FILE.with_suffix(".new")
    try:
        new.write_text(before + gap + "- " + "  ".join(lines), encoding="utf-8")
        signatures.read(new)
        new.replace(FILE)
    except PageError:
        raise PageError([f"{FILE}:1: holds no list that can be added to; write each signature as '- id: ...'"]) from None
    finally:
        new.unlink(missing_ok=True)


def _list(found: Pages, signatories: tuple[Signature, ...]) -> int:
    answers = [page for page in found.by_id.values() if page.group == ANSWER]
    holding = signatures.signed(found, signatories)
    print(f"{sum(page.id in holding for page in answers)} of {len(answers)} answers are signed.")
    for line in signatures.void(found, signatories):
        print(f"  {line}")
    named = {one.id for one in signatories}
    for page in answers:
        if page.id not in holding | named:
            print(f"  {page.file}:{page.line}: nobody signed '{page.id}'")
    return 0


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{written}' is no day; write it as 2026-11-22") from None
    if day > date.today():
        raise argparse.ArgumentTypeError(f"{day} has not come yet")
    return day
