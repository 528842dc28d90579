"""Texts that do not have the form that a pattern or a date asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clausekit import guess
from clausekit.mismatch.case import Case, Told, purpose
from clausekit.mismatch.words import subject, to_write, value_told

FORMS: Final = {
    r"^[A-Z]{3}-[0-9]{2,3}$": "l'identifiant d'une clause, comme DEC-014",
    r"^[A-Z]{3}-C[0-9]{2,3}$": "l'identifiant d'un critère, comme DEC-C03",
    r"^[A-Z]{3}-G[0-9]{2,3}$": "l'identifiant d'une grille, comme DEC-G01",
    r"^[A-Z]{3}-A[0-9]{2,3}$": "l'identifiant d'une annexe, comme COM-A02",
    r"^[A-Z]{3}-A?[0-9]{2,3}$": "l'identifiant d'une clause ou d'une annexe, comme COM-007 ou COM-A02",
    r"^([A-Z]{3}-[0-9]{2,3}|PROPRE-[0-9]{2,3})$": "l'identifiant d'une clause, comme DEC-014 ou PROPRE-01",
    r"^PROPRE-[0-9]{2,3}$": "l'identifiant d'une clause du dossier, comme PROPRE-01",
    r"^([A-Z]{3}-[CGA]?[0-9]{2,3}|PROPRE-[0-9]{2,3})$": "l'identifiant d'une entrée, comme DEC-014",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "un identifiant en minuscules sans accent, comme moyens-generaux",
    r"^[a-z0-9]+([.-][a-z0-9]+)*$": "un identifiant de référence, comme ccag-fcs-16.1",
    r"^[a-z][a-z0-9_]*$": "un nom en minuscules sans accent, comme delai_bilan",
    r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$": "un nom de mesure, d'exigence ou de règle, comme M39 ou M13-poids",
    r"^[0-9]{2,8}$": 'le début d\'un code CPV, de deux à huit chiffres, comme "9051"',
    r"^[0-9]{8}(-[0-9])?$": 'un code CPV de huit chiffres, comme "90511000"',
    r"^[0-9]+(\.[0-9]+)*$": 'un numéro d\'article, comme "16.2.3"',
    r"^[0-9A-Za-z][0-9A-Za-z_.-]*$": "un numéro de lot, comme 1 ou 2A",
    r"^[A-Z]{3}$": "trois capitales, comme DEC",
    r"^[0-9]{4}\.[0-9]{1,2}$": 'une année et un rang, comme "2026.4"',
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "une adresse électronique, comme achats@exemple-provence.fr",
    r"^(V-OFF(\+[0-9]+)?|V[0-9]+(\+[0-9]+)?|MEM|GAP)$": "un degré de confiance, comme V-OFF, V-OFF+3, V5, MEM ou GAP",
    r"^(prix|cout|valeur-technique|developpement-durable|delais|qualite|[A-Z]{3}-C[0-9]{2,3})$": (
        "prix, cout, valeur-technique, developpement-durable, delais, qualite, ou l'identifiant d'un critère (DEC-C03)"
    ),
    r"^([0-9A-Za-z][0-9A-Za-z_.-]*|\*)$": "un numéro de lot, comme 1 ou 2A",
    r"^[0-9a-f]{16}$": "seize chiffres et lettres de a à f, que « clausekit review » calcule",
    r"^(sha256:)?[0-9a-f]{8,64}$": "une empreinte, faite de chiffres et des lettres a à f",
    r"^[a-z0-9_+*/(). -]*prix[a-z0-9_+*/(). -]*$": (
        "lineaire, proportionnelle, ou un calcul sur prix, prix_min et note_max, comme note_max * prix_min / prix"
    ),
    r"^[0-9]{1,2}$": "une note entière, comme 0 ou 5",
    r"^\S.*$": "un nom",
    r"^M[0-9]{1,2}$": "le numéro d'une mesure, comme M11",
    r"^M[0-9]{1,2}[a-z]?$": "le numéro d'une mesure, comme M11",
}


def form_of(pattern: str, text: str) -> tuple[str, str]:
    """What a pattern asks for, in French, and the text mended to follow it when that is plain."""
    proposals = (guess.identifier(text), guess.slug(text), guess.slug(text, joint="_"), text.upper(), text.strip())
    fitting = (item for item in proposals if item and item != text and re.search(pattern, item))
    return FORMS.get(pattern, "une autre forme"), next(fitting, "")


def ill_written(case: Case) -> Iterator[Told]:
    """A text of another form, empty, or that is no date."""
    if case.here.get("format") == "date":
        yield from _date(case)
        return
    if not case.value.strip():
        yield value_told(case, "schema-vide", "Le texte est vide.", "un texte", "Écrire le texte, ou supprimer la clé.")
        return
    form, proposal = form_of(case.rule, case.value)
    described = purpose(str(case.here.get("description", "")))
    yield value_told(
        case,
        "schema-forme",
        f"{subject(case)} n'a pas la forme attendue.",
        form if case.rule in FORMS else described or form,
        to_write(case, proposal) if proposal else f"Écrire {FORMS.get(case.rule, 'la valeur comme dans l’exemple')}.",
    )


def _date(case: Case) -> Iterator[Told]:
    proposal = guess.iso_date(case.value)
    known = proposal is None and guess.looks_like_date(case.value)
    message = f"{subject(case)} n'est pas une date." if not known else f"{subject(case)} n'existe pas au calendrier."
    yield value_told(
        case,
        "schema-date",
        f"{subject(case)} n'est pas écrit comme une date." if proposal else message,
        "une date, année-mois-jour, comme 2026-09-01",
        to_write(case, proposal) if proposal else "Écrire la date comme 2026-09-01 (pour le 1er septembre 2026).",
    )
