"""The digest of an entry: what binds changes it, what is only written otherwise does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clausekit import annex, clause, criterion, difference, digest, grid, library, source, typography
from clausekit.clause import Review
from clausekit.digest import canonical
from clausekit.finding import Route
from clausekit.library import Library, kind_of
from clausekit.lint import lint
from clausekit.source import Source
from conftest import ROOT
from lint_cases import CASES, files

SMALL = files(CASES / "bibliotheque" / "clauses")
READERS = {"clause": clause.read, "critere": criterion.read, "grille": grid.read, "annexe": annex.read}
# What says nothing that binds. Any other key of the schemas binds: a new one is judged here.
ASIDE = {
    "etat",
    "lecture",
    "historique",
    "exceptions",
    "pourquoi",
    "vigilance",
    "justification",
    "justification_niveaux",
    "remplace",
    "remplacee_par",
}
BINDING = {
    "annexe_a",
    "applicable",
    "clauses",
    "complements",
    "consequences",
    "consideration",
    "contractuelle",
    "controle",
    "d_office",
    "debiteur",
    "deroge",
    "echelle",
    "elements_appreciation",
    "exclut",
    "id",
    "juge",
    "lien_objet",
    "nature",
    "niveaux",
    "parametres",
    "partage",
    "piece_porteuse",
    "preuves",
    "question_crt",
    "references",
    "rempli_par",
    "requiert",
    "rubrique",
    "sans_titre",
    "sections",
    "textes",
    "themes",
    "titre",
    "type",
    "variantes",
}


def _digest(data: Mapping[str, Any]) -> str:
    return digest.digest(data)


def _entry(name: str) -> dict[str, Any]:
    path = next(path for path in SMALL if f"/{name}-" in path)
    return source.load(SMALL[path], file=path).data


def _leaves(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*route, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*route, number))
    else:
        yield route, value


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return "autrement" if value is None else f"{value} autrement"


def _changed(data: dict[str, Any], route: Route) -> dict[str, Any]:
    made = copy.deepcopy(data)
    held: Any = made
    for step in route[:-1]:
        held = held[step]
    held[route[-1]] = _other(held[route[-1]])
    return made


def _aside(route: Route) -> bool:
    return route[0] in ASIDE or (len(route) > 2 and route[0] == "parametres" and route[2] == "motif")


# --- the contract ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ESS-001", "b8cb829c9d4c20c1"),
        ("ESS-C01", "22b4ef1e57e08c6d"),
        ("ESS-G01", "0067e5a9c30c8ac7"),
        ("ESS-A01", "35e20d916a856c53"),
    ],
)
def test_the_form_is_a_contract(name: str, expected: str) -> None:
    # Libraries hold these: a change of the form would declare every reading out of date.
    assert _digest(_entry(name)) == expected


def test_every_key_of_the_schemas_is_judged() -> None:
    known: set[str] = set()
    for kind in READERS:
        told = json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        known |= set(told["properties"])
    assert known == ASIDE | BINDING
    assert not ASIDE & BINDING


def test_no_two_entries_have_the_same(shipped: Library) -> None:
    found = {_digest(shipped.sources[entry.file].data) for name in shipped.ids if (entry := shipped.find(name))}
    assert len(found) == len(shipped.ids)


def test_a_copy_under_another_id_is_not_read() -> None:
    assert _digest({**_entry("ESS-001"), "id": "ESS-003"}) != _digest(_entry("ESS-001"))


# --- what binds -----------------------------------------------------------------------------------


def test_each_leaf_of_the_small_library() -> None:
    for path, content in SMALL.items():
        if kind_of(path) not in READERS:
            continue
        data = source.load(content, file=path).data
        for route, _ in _leaves(data):
            same = _digest(_changed(data, route)) == _digest(data)
            assert same == _aside(route), (path, route)


def _sources(shipped: Library) -> dict[str, Source]:
    return {path: read for path, read in shipped.sources.items() if kind_of(path) in READERS}


@settings(max_examples=100, deadline=None)
@given(choice=st.data())
def test_a_leaf_of_any_shipped_entry(shipped: Library, choice: st.DataObject) -> None:
    read = choice.draw(st.sampled_from(sorted(_sources(shipped).items())))[1]
    route, _ = choice.draw(st.sampled_from(list(_leaves(read.data))))
    same = _digest(_changed(read.data, route)) == _digest(read.data)
    assert same == _aside(route), (read.file, route)


@pytest.fixture(scope="module")
def read_library(shipped: Library) -> Library:
    """The shipped library, every entry of which was read as it is."""

    def read(entry: Any) -> Any:
        review = Review(date="2026-11-22", by="Directrice juridique", digest=_digest(shipped.sources[entry.file].data))
        return replace(entry, state="relue", review=review)

    kinds = ("clauses", "criteria", "grids", "annexes")
    return replace(
        shipped, **{kind: {name: read(entry) for name, entry in getattr(shipped, kind).items()} for kind in kinds}
    )


def test_what_was_just_read_is_not_out_of_date(read_library: Library) -> None:
    assert lint(read_library, rules=("lecture-perimee", "lecture-absente")) == ()


@pytest.mark.parametrize("key", sorted(BINDING - {"id"}))
def test_lint_turns_red_for_every_entry(read_library: Library, key: str) -> None:
    made, touched = dict(read_library.sources), set()
    for path, read in _sources(read_library).items():
        route = next((route for route, _ in _leaves(read.data.get(key, []))), None)
        if route is not None:
            made[path] = replace(read, data=_changed(read.data, (key, *route)))
            touched.add(path)
    if not touched:  # a key that no shipped entry uses is given to one
        path, read = next(iter(_sources(read_library).items()))
        made[path] = replace(read, data={**read.data, key: ["autrement"]})
        touched.add(path)
    found = lint(replace(read_library, sources=made), rules=("lecture-perimee",))
    assert {item.places[0].file for item in found} == touched


@settings(max_examples=60, deadline=None)
@given(choice=st.data())
def test_the_digest_and_the_difference_agree(shipped: Library, choice: st.DataObject) -> None:
    read = choice.draw(st.sampled_from(sorted(_sources(shipped).items())))[1]
    route, _ = choice.draw(st.sampled_from(list(_leaves(read.data))))
    changed = _changed(read.data, route)
    old = library.entry(read)
    # A value that the schema refuses is never compared.
    new = library.entry(replace(read, data=changed, text=json.dumps(changed)))
    assume(new is not None and route != ("id",))
    told = difference.of_entry(old, new)
    if _digest(changed) == _digest(read.data):
        assert told is None or told.severity == "redactionnelle", (read.file, route)
    else:
        assert told is not None, (read.file, route)


# --- what does not --------------------------------------------------------------------------------


def _reflowed(text: str) -> str:
    """Each sentence cut in two; a list, a table and a title keep their lines."""
    lines = []
    for line in text.split("\n"):
        head, _, tail = line.partition(", ")
        plain = line[:1] not in {"-", "|", "#", "[", ""} and not line[0].isdigit()
        cut = plain and tail and tail[:1] not in {"-", "|", "#", "["} and not tail[0].isdigit()
        lines += [f"{head},", f"  {tail}"] if cut else [line]
    return "\n".join(lines)


def _reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reordered(item) for key, item in reversed(value.items())}
    return [_reordered(item) for item in value] if isinstance(value, list) else value


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _prose(data: dict[str, Any], change: Any) -> dict[str, Any]:
    made = copy.deepcopy(data)
    for key in {"textes", "complements"} & made.keys():
        made[key] = _mapped(made[key], change)
    for section in made.get("sections", ()):
        section["texte"] = change(section["texte"])
    if "question_crt" in made:
        made["question_crt"] = change(made["question_crt"])
    return made


def test_reflow_typography_and_order_change_nothing(shipped: Library) -> None:
    for path, read in _sources(shipped).items():
        known = canonical(read.data)
        assert canonical(_prose(read.data, _reflowed)) == known, path
        assert canonical(_mapped(read.data, typography.spaces)) == known, path
        assert canonical(_reordered(read.data)) == known, path
        assert canonical({**read.data, "etat": "validee", "historique": [], "pourquoi": "Autre."}) == known, path


@settings(max_examples=25, deadline=None)
@given(choice=st.data())
def test_comments_line_ends_and_a_mark_at_the_head_change_nothing(shipped: Library, choice: st.DataObject) -> None:
    read = choice.draw(st.sampled_from(sorted(_sources(shipped).items())))[1]
    keys = [f"\n{key}:" for key in read.data]
    text = read.text
    for key in choice.draw(st.lists(st.sampled_from(keys), unique=True)):
        text = text.replace(key, f"\n# Une remarque.\n{key}", 1)
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert _digest(source.load(data, file=read.file).data) == _digest(read.data)


@pytest.mark.parametrize("shape", sorted(digest._DEFAULTS))
def test_a_default_may_be_written(shape: str) -> None:
    kind, name = ("critere", "ESS-C01") if shape == "variantes" else ("clause", "ESS-001")
    data, value = _entry(name), digest._DEFAULTS[shape]
    above, _, key = shape.partition(".*.")
    held = data[above][0] if key else data
    key = key or above
    held.pop(key, None)
    without = (READERS[kind](data), _digest(data))
    held[key] = value
    # The reader and the digest agree that nothing was said.
    assert (READERS[kind](data), _digest(data)) == without
    held[key] = not value if isinstance(value, bool) else f"autre que {value}"
    assert _digest(data) != without[1]


def test_who_fills_a_blank_by_default() -> None:
    for origin, who in (("acheteur", "acheteur"), ("offre", "candidat"), ("calcul", "acheteur")):
        data = _entry("ESS-001")
        data["parametres"]["taux"]["origine"] = origin
        without = (clause.read(data), _digest(data))
        data["parametres"]["taux"]["rempli_par"] = who
        assert (clause.read(data), _digest(data)) == without
        data["parametres"]["taux"]["rempli_par"] = "facilitateur"
        assert _digest(data) != without[1]


def test_a_blank_may_bear_any_name() -> None:
    data = _entry("ESS-001")
    for name in ("motif", "debiteur", "variantes", "themes", "etat"):
        data["parametres"][name] = {"titre": "Essai", "type": "texte", "origine": "acheteur"}
        data["niveaux"]["socle"][name] = "titulaire"
        known = _digest(data)
        data["parametres"][name]["titre"] = "Autre"
        assert _digest(data) != known, name
        data["niveaux"]["socle"][name] = "applicable"
        other = _digest(data)
        del data["niveaux"]["socle"][name]
        assert _digest(data) != other, name


def test_a_cut_paragraph_and_a_moved_item_bind() -> None:
    data = _entry("ESS-001")
    texts = ["Un.\nDeux.", "Un.\n\nDeux.", "- Un ;\n- Deux.", "- Deux.\n- Un ;", "1. Un ;\n2. Deux.", "Deux.\nUn."]
    assert len({_digest({**data, "textes": {"CCTP": text}}) for text in texts}) == len(texts)
    # The sign that ends an item depends on its rank.
    same = ["- Un ;\n- Deux.", "- Un,\n- Deux"]
    assert len({_digest({**data, "textes": {"CCTP": text}}) for text in same}) == 1


def test_what_was_read_is_what_the_library_says(shipped: Library) -> None:
    for entry in (shipped.find(name) for name in shipped.ids):
        assert entry
        assert entry.review
        assert entry.review.digest == _digest(shipped.sources[entry.file].data)


def test_an_old_library_still_reads() -> None:
    data = {
        path: b"\n".join(line for line in content.split(b"\n") if not line.startswith(b"lecture:"))
        for path, content in SMALL.items()
    }
    read, findings = library.load(data)
    assert findings == ()
    assert all(entry.review is None for name in read.ids if (entry := read.find(name)))
