"""Every entry of the library, at every level, in every piece that it names: written whole, without a stray sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from clausekit import assemble, dossier, packaged, prose, showing, source, terms, word
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Applicability, Clause
from clausekit.criterion import Criterion
from clausekit.fragment import Inlines, Ref, Table
from clausekit.grid import Grid
from clausekit.library import Entry
from clausekit.marche import Marche, resolve
from once import shipped

_LIBRARY = shipped()
_SIGNS = ("{{", "}}", "[[", "]]", "{%")
_CCAG = {"travaux": "Travaux", "services": "FCS", "fournitures": "FCS"}


def _facts(applicable: Applicability) -> dict[str, Any]:
    """The facts of a contract that an entry was written for."""
    nature = (applicable.natures or ("services",))[0]
    family = (applicable.families or ("dechets",))[0]
    facts: dict[str, Any] = {
        "objet": "Essai de toutes les entrées",
        "contrat": (applicable.contracts or ("marche",))[0],
        "forme": (applicable.forms or ("ordinaire",))[0],
        "nature": nature,
        "procedure": (applicable.procedures or ("procedure_adaptee",))[0],
        "ccag": (applicable.ccag or (_CCAG[nature],))[0],
        "pieces": {name: name for name in terms.PIECES},
        "famille": family,
        "duree_mois": int(applicable.months.minimum or min(12, applicable.months.maximum or 12)),
        "valeur_estimee": int(applicable.value.minimum or 300_000),
    }
    if applicable.segments:
        facts["segments"] = [applicable.segments[0]]
    if applicable.cpv:
        facts["cpv"] = [applicable.cpv[0].ljust(8, "0")]
    return facts


def _marche(entry: Entry, level: str | None) -> Marche:
    facts = _facts(entry.applicable)
    if isinstance(entry, Annex):
        facts["annexes"] = [entry.id]
    elif isinstance(entry, Criterion):
        facts["criteres"] = [
            {"critere": "prix", "poids": 60},
            {"critere": "developpement-durable", "poids": 40, "sous": [{"critere": entry.id, "poids": 40}]},
        ]
        facts["clauses"] = dict.fromkeys(entry.clauses)
    elif isinstance(entry, Clause):
        facts["clauses"] = {entry.id: {"niveau": level} if level else None}
        facts["annexes"] = ["COM-A03"]  # the frame that asks the questions
        if entry.automatic:  # it sums up what other clauses ask
            facts["clauses"]["COM-010"] = None
    else:
        facts["grille"] = {"id": entry.id, "niveau": level}
    text = source.dump(facts)
    read = dossier.read(source.load(text, file="essai.dossier.yaml").data, file="essai.dossier.yaml")
    return resolve(read, dossier.NO_AUTHORITY, _LIBRARY)


def _cases() -> Iterator[Any]:
    for name in _LIBRARY.ids:
        entry = _LIBRARY.find(name)
        if entry and entry.state != "retiree":
            yield pytest.param(name, id=name)


def _words(clause: Clause, level: str | None) -> Iterator[str]:
    """The words that a clause prints at a level, between its blanks and its links."""
    for text in (*clause.texts.values(), *clause.complements.get(level or "", {}).values()):
        for block in prose.parse(text):
            for line in prose.lines_of(block):
                yield from (piece.text for piece in line if isinstance(piece, prose.Words))


_TEMPLATE = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()


def _written(output: assemble.Output) -> str:
    """The words of a document, read back from its Word file."""
    made = word.write(output.fragment, template=_TEMPLATE, template_name="neutre.docx", draft=True, footer="")
    return typo.plain("\n".join(word.text_of(made)))


def _plain(content: Inlines) -> str:
    return "".join(item.cached if isinstance(item, Ref) else item.text for item in content)


def _said(output: assemble.Output) -> str:
    """The words of a document, from its blocks."""
    found = []
    for block in output.fragment.blocks:
        if isinstance(block, Table):
            found += [_plain(part) for row in (block.header, *block.rows) for cell in row for part in cell]
        else:
            found.append(_plain(block.content))
    return typo.plain("\n".join(found))


@pytest.mark.parametrize("name", list(_cases()))
def test_an_entry_is_written_at_each_level_in_each_of_its_pieces(name: str) -> None:
    entry = _LIBRARY.find(name)
    assert entry is not None
    for rank, level in enumerate(showing.levels_of(entry) or (None,)):
        outputs = assemble.assemble(_marche(entry, level)).outputs
        # Word writes the blocks of every level alike: one level is read back from its files.
        texts = (_said(item) if rank else _written(item) for item in outputs if not item.name.startswith("note"))
        contract = "\n".join(texts)
        for sign in _SIGNS:
            assert sign not in contract, (level, sign)
        if not isinstance(entry, Grid) and not getattr(entry, "untitled", False):
            assert typo.plain(typo.spaces(entry.title.removesuffix(" (modèle)"))) in contract
        if isinstance(entry, Clause) and not entry.automatic:
            lost = [said for said in _words(entry, level) if typo.plain(typo.spaces(said)).strip() not in contract]
            assert not lost, (level, lost[:3])
