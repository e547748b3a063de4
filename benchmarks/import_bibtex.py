"""How long 5,000 entries take to import, and how much memory: `python -m benchmarks.import_bibtex`.

Makes an empty site in a folder that goes again, writes the same varied entries each time,
imports them through the command, imports them a second time, and undoes the first import.
Prints seconds, peak memory, and how many times as long as parsing alone it took.
"""

from __future__ import annotations

import argparse
import random
from io import StringIO
from pathlib import Path

from benchmarks.scratch import empty_site, peak_mb, say, timed

_FAMILIES = (
    "Example", "Sample", 'M{\\"u}ller', "{\\'A}lvarez", "Nov{\\'a}k", "Wang", "Li", "Zhang",
    "{\\O}rsted", "Sm{\\aa}land", "Garc{\\'i}a", "van der Example", "O'Sample", "de la Sample",
    "Kim", "Ito", "Tanaka", "Schmidt", "Dubois", "Rossi", "{von Example}",
)  # fmt: skip
_GIVEN = "Ada Bob Cy Dora Eve Finn Gus Hana Ivo Jo-Ann Kai Lou Mia Ned Ola Pia Quy Ruth Sam Tom"
_WORDS = (
    "convergence of stochastic gradient methods for deep networks on large graphs with sparse "
    "noise and random features under weak assumptions a survey towards optimal bounds in the "
    'plane via local search {GAN} {B}ayesian $O(n^2)$ na{\\"i}ve analysis \\& synthesis'
)
_JOURNALS = ("Journal of Examples", "Annals of Samples", "Example Letters", "SIAM J. Examples")
_CONFERENCES = (
    "Proceedings of the {n}th Conference on Neural Examples",
    "Advances in Neural Samples {n}",
    "International Conference on Sample Theory",
)


def entries(count: int, seed: int = 2026) -> str:
    """A file of that many entries of many types, the same each time; a fiftieth are preprints
    whose papers follow, a hundredth cannot be read."""
    chance = random.Random(seed)  # noqa: S311  (varied, not secret)
    people = [
        f"{chance.choice(_FAMILIES)}, {chance.choice(_GIVEN.split())} {chr(65 + n % 26)}."
        for n in range(2000)
    ]
    parts = ['@string{joe = "Journal of Examples"}\n']
    preprint: dict[str, str] = {}
    for number in range(count):
        title = " ".join(chance.sample(_WORDS.split(), 7)).capitalize() + f" {number}"
        authors = " and ".join(chance.sample(people, chance.randint(1, 8)))
        year = chance.randint(1985, 2026)
        fields = {"title": title, "author": authors, "year": str(year)}
        match number % 5:
            case 0 | 1:
                kind = "article"
                fields |= {
                    "journal": chance.choice(_JOURNALS),
                    "volume": str(chance.randint(1, 90)),
                    "pages": f"{number}--{number + 20}",
                    "doi": f"10.1000/bench.{number}",
                    "month": "jun",
                }
            case 2:
                kind = "inproceedings"
                fields["booktitle"] = chance.choice(_CONFERENCES).format(n=chance.randint(20, 29))
            case 3:
                kind = "misc"
                fields |= {
                    "eprint": f"{2000 + number // 10000}.{number % 10000:05}",
                    "archiveprefix": "arXiv",
                    "abstract": "We show that " + " ".join(chance.choices(_WORDS.split(), k=80)),
                }
            case _:
                kind = chance.choice(("book", "phdthesis", "techreport", "incollection"))
                fields |= {"publisher": "Example Press", "school": "Example University"}
                fields |= {"institution": "Example Institute", "booktitle": "A Book of Examples"}
                fields |= {"note": "With 3 figures", "keywords": "examples, samples"}
        if number % 50 == 3:
            preprint = {"title": title, "author": authors, "year": str(year)}
        elif number % 50 == 6:
            fields |= preprint
        broken = number % 100 == 77
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        parts.append(f"@{kind}{{bench{number},\n{body}{'' if not broken else ' {'}\n}}\n")
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5000, metavar="N")
    count = parser.parse_args().entries
    with empty_site() as folder:
        measure(folder, count)


def measure(folder: Path, count: int) -> None:
    from django.core.management import call_command

    from publications.bibtex.reading import read
    from publications.importing.models import Import
    from publications.importing.planning import found_in, plan
    from publications.importing.undoing import undo_import

    text = entries(count)
    file = folder / "works.bib"
    file.write_text(text)
    say(f"{count:,} entries, {len(text) / 1e6:.1f} MB; {peak_mb():.0f} MB before")

    floor, bib = timed(lambda: read(text))
    say(f"parse alone      {floor:6.2f} s")
    seconds, found = timed(lambda bib=bib: found_in(bib))
    say(f"  … and decode   {seconds:6.2f} s")
    seconds, _ = timed(lambda found=found: plan(found))
    say(f"compare alone    {seconds:6.2f} s")
    del bib, found
    for label, options in (("import", {}), ("import again", {"update": True})):
        out = StringIO()
        seconds, _ = timed(
            lambda options=options, out=out: call_command(
                "import_bibtex", str(file), stdout=out, stderr=StringIO(), publish=True, **options
            )
        )
        say(f"{label:<16} {seconds:6.2f} s, {seconds / floor:.1f} times parsing: "
            f"{out.getvalue().splitlines()[-1]}")  # fmt: skip
        if label == "import":
            say(f"peak memory      {peak_mb():6.0f} MB")
    seconds, report = timed(lambda: undo_import(Import.objects.earliest("pk")))
    say(f"undo             {seconds:6.2f} s, {report.undone:,} works, {len(report.kept)} kept")
    say(f"peak memory      {peak_mb():6.0f} MB, all in all")


if __name__ == "__main__":
    main()
