"""Run the two examples of a page: put into a whole file, do they show the fault, and its absence?

The key `essai` of a page says what its examples suppose:

    exigence: M30            the minimum that judges them (by default, the first that names the rule)
    base: {…}                keys of the dossier that the example leaves out
    fichier: acheteur        the example is an excerpt of the authority's file
    stade: publication       the stage at which it is judged, when a draft may leave it open
    genre: clause            the example is an excerpt of that kind of file; for a rule on a dossier, of a
                             clause of the dossier's own
    entrees: {DEC-099: …}    clauses that the library does not have: {modele: DEC-003, etat: retiree, niveaux: [socle]}
    impossible: …            why the examples cannot be run
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausekit import check, dossier, library, marche, schema, source
from clausekit.check import Verdict
from clausekit.explain.pages import Page
from clausekit.finding import Finding, UnreadableFile
from clausekit.library import Library
from clausekit.lint import lint
from clausekit.lint.history import Compared, since
from clausekit.policy import Minimum
from clausekit.rules import AT_PUBLICATION, RULES, Case, Outcome
from conftest import ROOT

FILE = "essai.dossier.yaml"
DOSSIER: Mapping[str, Any] = {
    "objet": "Collecte des déchets",
    "nature": "services",
    "procedure": "appel_offres_ouvert",
    "ccag": "FCS",
    "famille": "dechets",
    "segments": ["collecte"],
    "valeur_estimee": 300000,
    "duree_mois": 48,
    "services_specifiques": False,
    "dates": {"lancement": "2026-12-15"},
    "niveau": "socle",
}
AUTHORITY = source.load((ROOT / "examples" / "metropole.acheteur.yaml").read_bytes(), file="acheteur").data


def data_of(example: str) -> dict[str, Any]:
    """An excerpt, read."""
    return source.load(example.encode(), file="exemple").data


def whole(example: str, base: Mapping[str, Any]) -> str:
    """An excerpt as it is typed, then the keys that it leaves out."""
    given = data_of(example)
    rest = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in base.items() if key not in given)
    return "\n".join([example, *rest]) + "\n"


def _with_entries(page: Page, shipped: Library) -> Library:
    """The shipped library, with the entries that the page supposes."""
    clauses = dict(shipped.clauses)
    for name, said in (page.trial.get("entrees") or {}).items():
        model = clauses[said["modele"]]
        levels = {level: model.levels[level] for level in said.get("niveaux", model.levels)}
        clauses[name] = replace(model, id=name, state=said.get("etat", model.state), levels=levels)
    return replace(shipped, clauses=clauses)


def _excerpt(page: Page, example: str) -> dict[str, Any]:
    """The keys of a dossier that an example gives."""
    if page.trial.get("genre") == "clause":
        own = {**ENTRIES["clause"], "id": "PROPRE-01", **data_of(example)}
        return {"clauses_propres": [{key: own[key] for key in OWN_KEYS if key in own}]}
    return data_of(example)


def contract(page: Page, example: str, shipped: Library) -> marche.Marche:
    """A whole contract around an excerpt."""
    excerpt = _excerpt(page, example)
    theirs = excerpt if page.trial.get("fichier") == "acheteur" else {}
    ours = {**DOSSIER, **(page.trial.get("base") or {}), **({} if theirs else excerpt)}
    for kind, data in (("dossier", ours), ("acheteur", {**AUTHORITY, **theirs})):
        text = json.dumps(data, ensure_ascii=False)
        problems = schema.validate(kind, source.load(text.encode(), file=kind))
        assert not problems, [f"{item.message} {item.remedy}" for item in problems]
    authority = dossier.read_authority({**AUTHORITY, **theirs}, file="acheteur")
    return marche.resolve(dossier.read(ours, file=FILE), authority, _with_entries(page, shipped))


def _stage(page: Page) -> str:
    told: str = page.trial.get("stade", check.PUBLICATION if page.slug in AT_PUBLICATION else check.DRAFT)
    return told


def verdict(page: Page, example: str, shipped: Library) -> Verdict:
    """What `check` says of an excerpt in its contract."""
    return check.check(contract(page, example, shipped), stage=_stage(page))


def findings(found: Verdict) -> list[Finding]:
    """Every finding of a verdict."""
    return [*found.findings, *(finding for lot in found.lots for finding in lot.findings)]


def minimum_of(page: Page, shipped: Library) -> Minimum | None:
    """The minimum that judges the examples of a rule."""
    every = [item for policy in shipped.policies.values() for item in policy.minima.values()]
    named = [item for item in every if item.rule == page.slug]
    wanted = page.trial.get("exigence")
    return next((item for item in named if wanted in {None, item.id}), None)


def statuses(page: Page, example: str, shipped: Library) -> list[str]:
    """What becomes of the minimum in each lot: met, missing…"""
    minimum = minimum_of(page, shipped)
    if minimum is None:
        return [_unnamed(page, example, shipped).status]
    found = verdict(page, example, shipped)
    judged = [item for lot in found.lots for item in lot.minima if item.minimum.id == minimum.id]
    told = {finding.rule for finding in findings(found)}
    for item in judged:
        assert item.status not in {"missing", "to_justify"} or page.slug in told
    return [item.status for item in judged]


def _unnamed(page: Page, example: str, shipped: Library) -> Outcome:
    """A rule that no shipped policy names is asked itself."""
    minimum = replace(next(iter(shipped.policies["ccp-2026"].minima.values())), rule=page.slug, given={}, when={})
    found = contract(page, example, shipped)
    return RULES[page.slug](Case(marche=found, lot=found.lots[0], minimum=minimum))


def read_findings(page: Page, example: str) -> tuple[Finding, ...]:
    """What the reading of an excerpt says: of its YAML, then of its schema."""
    try:
        source.load(example.encode(), file=FILE)
    except UnreadableFile as problem:
        return problem.findings
    kind = page.trial.get("genre", "dossier")
    full = source.load(whole(example, DOSSIER if kind == "dossier" else ENTRIES[kind]).encode(), file=FILE)
    return schema.validate(kind, full)


# --- excerpts of the library -------------------------------------------------------------------

_HISTORY = [{"revision": 1, "date": "2026-11-21", "nature": "creation", "motif": "Première rédaction."}]
ENTRIES: Mapping[str, Mapping[str, Any]] = {
    "clause": {
        "id": "DEC-900",
        "titre": "Essai",
        "type": "condition_execution",
        "consideration": "environnementale",
        "themes": ["dechets"],
        "etat": "projet",
        "applicable": {"familles": ["dechets"], "natures": ["services"], "ccag": ["FCS"]},
        "piece_porteuse": "CCTP",
        "debiteur": "titulaire",
        "parametres": {
            "taux": {"titre": "Taux", "type": "pourcentage", "sens": "plancher", "origine": "acheteur"},
            "delai": {"titre": "Délai", "type": "duree", "unite": "jours calendaires", "origine": "acheteur"},
        },
        "textes": {"CCTP": "Le titulaire trie au moins {{ taux }} des déchets et le dit dans les {{ delai }}."},
        "controle": {
            "indicateur": "Masse triée",
            "preuve": "Bilan",
            "frequence": "annuelle",
            "destinataire": "acheteur",
            "verification": "Contrôle sur pièces",
        },
        "consequences": [{"manquement": "Bilan non remis", "fait_generateur": "Échéance", "nature": "mesure"}],
        "lien_objet": "Les déchets de l'exécution.",
        "references": [],
        "deroge": [],
        "requiert": [],
        "exclut": [],
        "remplace": [],
        "pourquoi": "Un essai.",
        "vigilance": [],
        "historique": _HISTORY,
    },
    "critere": {
        "id": "DEC-C90",
        "titre": "Essai",
        "nature": "environnementale",
        "themes": ["dechets"],
        "etat": "projet",
        "applicable": {"familles": ["dechets"]},
        "lien_objet": "Les déchets de l'exécution.",
        "juge": "Le tri promis.",
        "elements_appreciation": ["Le taux promis"],
        "preuves": ["Le calcul du taux"],
        "question_crt": "Le candidat indique son taux.",
        "echelle": {"type": "paliers", "max": 1, "paliers": {"0": "Sans taux", "1": "Avec un taux"}},
        "clauses": ["DEC-003"],
        "variantes": "applicable",
        "references": [],
        "pourquoi": "Un essai.",
        "vigilance": [],
        "historique": _HISTORY,
    },
    "grille": {
        "id": "DEC-G90",
        "titre": "Essai",
        "etat": "projet",
        "applicable": {"familles": ["dechets"]},
        "niveaux": {"socle": [{"critere": "prix", "poids": 100}]},
        "justification": "Un essai.",
        "historique": _HISTORY,
    },
    "exigences": {
        "id": "essai",
        "titre": "Essai",
        "nature": "politique",
        "periode": {"du": "2026-01-01", "au": None, "au_dela": "appliquer_avec_avertissement"},
        "unite_de_compte": "marche",
        "minima": {},
    },
}
OWN_KEYS = (
    "id", "titre", "type", "consideration", "themes", "piece_porteuse", "textes", "controle", "consequences",
    "lien_objet", "references", "deroge",
)  # fmt: skip
_PATHS = {
    "clause": "clauses/dechets/DEC-900-essai.clause.yaml",
    "critere": "clauses/dechets/DEC-C90-essai.critere.yaml",
    "grille": "clauses/dechets/DEC-G90-essai.grille.yaml",
    "exigences": "clauses/exigences/essai.exigences.yaml",
}
_PATH = re.compile(r"# (clauses/\S+)")


def lint_findings(page: Page, example: str, files: Mapping[str, bytes]) -> list[Finding]:
    """What `lint` says of an excerpt in its file, over the shipped library; what reading it says comes first.

    A first line such as « # clauses/dechets/DEC-014-tri.clause.yaml » says where the excerpt stands.
    """
    kind = page.trial.get("genre", "clause")
    named = _PATH.match(example)
    path = named[1] if named else _PATHS[kind]
    kept = {name: data for name, data in files.items() if not _same_id(name, example)}
    read, told = library.load({**kept, **_others(page), path: whole(example, ENTRIES[kind]).encode()})
    found = [*told, *lint(read, rules=(page.slug,) if not told else ())]
    return [item for item in found if any(place.file == path for place in item.places)]


def _same_id(path: str, example: str) -> bool:
    """Whether a file of the library bears the id of the excerpt, which then stands for it."""
    name = data_of(example).get("id")
    return bool(name) and path.rpartition("/")[2].startswith(f"{name}-")


def _others(page: Page) -> dict[str, bytes]:
    """Entries that the page supposes, as files beside the excerpt's."""
    return {
        f"clauses/dechets/{name}-suppose.clause.yaml": json.dumps({**ENTRIES["clause"], "id": name, **said}).encode()
        for name, said in (page.trial.get("entrees") or {}).items()
    }


PUBLISHED: Mapping[str, Any] = {**ENTRIES["clause"], "niveaux": {"socle": {"taux": 70}}}


def history_findings(page: Page, example: str) -> list[Finding]:
    """What `lint --since` says when an excerpt comes over a clause that was published."""
    path = _PATHS["clause"]
    texts = [json.dumps(PUBLISHED, ensure_ascii=False), whole(example, PUBLISHED)]
    old, new = (library.load({path: text.encode()})[0] for text in texts)
    assert old.ids == new.ids == ("DEC-900",)
    return list(since(Compared(revision="v1", old=old, new=new), rules=(page.slug,)))
