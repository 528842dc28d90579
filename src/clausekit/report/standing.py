"""The report of `check` on documents without a dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.alone import Alone, Answer, Proof
from clausekit.inspect import Inspected
from clausekit.report import inspected, text
from clausekit.report.data import place_data

_WIDTHS = (22, 14, 58)
MOST = 3
UNKNOWN = "pièce non reconnue"


def page(found: Alone) -> str:
    """For a terminal."""
    lines = ["PIÈCES SEULES – aucun dossier n'a été donné : peu d'exigences se jugent sur des pièces", ""]
    lines += text.table([_file(item) for item in found.files], (44, 50))
    lines += ["", "Ce que les pièces disent"]
    for answer in found.answers:
        lines += text.table([(answer.minimum.id, status(answer), f"{answer.minimum.title} : {answer.why}")], _WIDTHS)
        lines += [line for proof in answer.proofs[:MOST] for line in _proof(proof)]
        more = len(answer.proofs) - MOST
        lines += [f"      … et {more} {typo.agree('autres passages', more)}"] if more > 0 else []
    lines += ["", "Ce qui n'est pas jugé ici"]
    lines += [line for item in found.not_judged for line in text.wrap(item, text.WIDTH, first="  - ", then="    ")]
    return "\n".join([*lines, "", *text.wrap(summary(found), text.WIDTH, then="  ")])


def markdown(found: Alone) -> str:
    """For a Markdown page."""
    lines = ["## Pièces seules", "", "Aucun dossier n'a été donné : peu d'exigences se jugent sur des pièces.", ""]
    lines += _rows(("Fichier", "Lecture"), [_file(item) for item in found.files])
    lines += ["", "### Ce que les pièces disent", ""]
    told = [(answer.minimum.id, status(answer), f"{answer.minimum.title} : {answer.why}") for answer in found.answers]
    lines += _rows(("Exigence", "État", "Constat"), told)
    for answer in found.answers:
        shown = [f"  - {said(proof)}" for proof in answer.proofs[:MOST]]
        lines += ["", f"- {answer.minimum.id}", *shown] if shown else []
    lines += ["", "### Ce qui n'est pas jugé ici", "", *(f"- {item}" for item in found.not_judged)]
    return "\n".join([*lines, "", summary(found)])


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    written = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *written]


def said(proof: Proof, *, short: bool = False) -> str:
    """An excerpt and its place; `short` cuts a long one."""
    where = f" ({_where(proof)})" if proof.place else ""
    excerpt = text.short(proof.excerpt) if short else proof.excerpt
    return f"{proof.id} {excerpt}{where}" if proof.id else f"« {excerpt} »{where}"


def _file(item: Inspected) -> tuple[str, str]:
    if item.skipped:
        return item.file, f"non lu : {item.skipped}"
    piece = item.piece.piece if item.piece else UNKNOWN
    clauses = len([found for found in item.clauses if found.status != "absent"])
    held = f"{clauses} {typo.agree('clauses de la bibliothèque', clauses)}" if clauses else "aucune clause reconnue"
    return item.file, f"{UNKNOWN if piece == 'autre' else piece} ; {held}"


def status(answer: Answer) -> str:
    """The word of an answer."""
    return "à confirmer" if answer.status == terms.MANUAL else terms.STATUS_TITLES[answer.status]


def _proof(proof: Proof) -> list[str]:
    return text.wrap(said(proof), text.WIDTH, first="      ", then="        ")


def _where(proof: Proof) -> str:
    return text.place(proof.place).replace(proof.place.file, PurePath(proof.place.file).name) if proof.place else ""


def summary(found: Alone) -> str:
    """How many files were read and what became of the minima."""
    counts = Counter(status(answer) for answer in found.answers)
    files = len(found.read)
    told = ", ".join(f"{status} : {count}" for status, count in counts.items()) or "rien n'a pu être jugé"
    return f"Bilan : {files} {typo.agree('fichiers lus', files)} ; {told}. Le reste demande un dossier."


def data(found: Alone) -> dict[str, Any]:
    """The key `files` of the JSON document."""
    return {
        "pieces": inspected.data(found.files),
        "minima": [_answer(answer) for answer in found.answers],
        "not_judged": list(found.not_judged),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    minimum = answer.minimum
    return {
        "id": minimum.id,
        "measure": minimum.measure,
        "policy": minimum.policy,
        "severity": minimum.severity,
        "status": answer.status,
        "why": answer.why,
        "evidence": [
            {"id": item.id or None, "excerpt": item.excerpt, "place": place_data(item.place) if item.place else None}
            for item in answer.proofs
        ],
    }
