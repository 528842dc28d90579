"""Ids: each is that of one entry for ever, and no entry disappears."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import guess
from clausekit.clause import Clause
from clausekit.finding import Finding
from clausekit.library import ROOT, Entry
from clausekit.lint.history.compared import Compared, Former, keeps_a_line
from clausekit.lint.history.lines import other_entry
from clausekit.lint.reading import at, told
from clausekit.typography import fold

_WHY = "Un identifiant désigne une entrée pour toujours : les documents émis et les marchés signés le portent."


def _reused(name: str, file: str, before: str) -> Finding:
    return told(
        "id-reemploye",
        f"L'identifiant {name} a déjà servi à une autre entrée.",
        at(file, "id"),
        read=f"{name}, qui était {before}",
        expected="un identifiant qui n'a jamais servi",
        why=_WHY,
        remedy="Donner à la nouvelle entrée le premier numéro libre de sa série ; si c'est la même entrée, "
        "reprendre son historique.",
    )


def _called(former: Former) -> str:
    return f"« {former.title} » ({former.path})" if former.lines else former.title or former.path


def _goes_on(former: Former, entry: Entry) -> bool:
    """Whether an entry is one of the past. « creation, Première rédaction », many say: it proves nothing alone."""
    ours = entry.history
    if not keeps_a_line(former.lines, ours):
        return False
    told = [line for line in former.lines if line.nature != "creation"]
    return fold(former.title) == fold(entry.title) or len(ours) > len(former.lines) or keeps_a_line(told, ours)


def _replaced(compared: Compared) -> dict[str, Former]:
    """The ids that an entry of the old library says it replaces, and that it no longer held."""
    return {
        name: Former(path=clause.file, title=f"une entrée que remplace {clause.id}")
        for clause in compared.old.clauses.values()
        for name in clause.replaces
    }


def id_reemploye(compared: Compared) -> Iterator[Finding]:
    """An id that was that of another entry: in the past of the repository, or in the file itself."""
    replaced = _replaced(compared)
    for name in compared.arrived:
        entry = compared.new.find(name)
        known = [*compared.former.get(name, ()), *([replaced[name]] if name in replaced else [])]
        others = [item for item in known if entry and not _goes_on(item, entry)]
        # One of the past goes on here: the entry is back, whatever its later drafts were.
        if entry and others and len(others) == len(known):
            yield _reused(name, entry.file, _called(others[0]))
    for pair in compared.pairs:
        if other_entry(pair):
            yield _reused(pair.new.id, pair.new.file, f"« {pair.old.title} »")


def entree_supprimee(compared: Compared) -> Iterator[Finding]:
    """An entry whose file is gone: it should have been retired."""
    for name in compared.gone:
        entry = compared.old.find(name)
        if entry is None:
            continue
        near = guess.near_ids(name, compared.arrived)
        key = "« remplacee_par »" if isinstance(entry, Clause) else "une ligne « nature: retrait » et son motif"
        yield told(
            "entree-supprimee",
            f"{name} ({entry.title}) était dans {compared.revision} et n'est plus dans la bibliothèque.",
            at(entry.file),
            read="un fichier absent" + (f" ; entrée nouvelle : {near[0]}" if near else ""),
            expected="un fichier « etat: retiree »",
            why=_WHY + " Retirée, elle se lit encore ; supprimée, plus personne ne sait ce qu'elle disait.",
            remedy=f"Rétablir le fichier : git checkout {compared.revision} -- {entry.file} ; puis écrire "
            f"« etat: retiree » et {key}.",
        )


def historique_partiel(compared: Compared) -> Iterator[Finding]:
    """The clone holds only the last commits: an id that was given before cannot be seen."""
    if compared.partial and compared.arrived:
        names = ", ".join(compared.arrived[:5]) + (", …" if len(compared.arrived) > 5 else "")
        yield told(
            "historique-partiel",
            "Ce clone ne contient que les derniers commits : un identifiant réemployé peut échapper.",
            at(ROOT),
            read=f"des entrées nouvelles ({names}) et un historique incomplet",
            expected="tout l'historique du dépôt",
            why=_WHY,
            remedy="Lancer « git fetch --unshallow » ; dans une chaîne d'intégration : « fetch-depth: 0 » (GitHub), "
            "« GIT_DEPTH: 0 » (GitLab).",
            severity="avertissement",
        )
