"""A clause: one commitment of the contractor, worded for each piece that must carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = Any  # a YAML scalar, list or mapping, as typed by the parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bounds, both included; None leaves a side open."""

    minimum: float | None = None
    maximum: float | None = None

    def holds(self, number: float) -> bool:
        """Whether `number` is within the bounds."""
        return (self.minimum is None or number >= self.minimum) and (self.maximum is None or number <= self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """When an entry may be used. Every non-empty field must hold; one value of a tuple is enough."""

    families: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    ccag: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    months: Span = Span()
    value: Span = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A typed blank.

    `kind`: pourcentage, nombre, entier, montant, duree, date, texte, choix, liste, tableau, contact.
    `sense`: plancher (higher is stricter), plafond (lower is stricter) or None.
    `origin`: acheteur, offre, calcul. `filled_by`: prescripteur, acheteur, facilitateur, candidat.
    `default` is a house figure and then carries `motive`.
    """

    name: str
    title: str
    kind: str
    unit: str | None = None
    sense: str | None = None
    bounds: Span = Span()
    origin: str = "acheteur"
    filled_by: str = "acheteur"
    default: Value = None
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    formula: str | None = None
    motive: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How the authority sees that the duty is done (SPASER, M12)."""

    indicator: str
    proof: str
    frequency: str
    recipient: str
    verification: str
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows a failing. `amount` is euros, or the name of a parameter of kind montant."""

    failing: str
    trigger: str
    nature: str = "penalite"
    amount: float | str | None = None
    unit: str | None = None
    cap: str | None = None
    notice: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An article of a CCAG that the clause departs from (R. 2112-3 CCP)."""

    ccag: str
    article: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A legal reference by its id in the registry; `unverified` forces the doubt."""

    ref: str
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One line of the history; the first line of the file is the current revision."""

    number: int
    date: str
    nature: str
    motive: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The last reading of an entry: `by` is a role, `digest` that of what was read (`digest.digest`)."""

    date: str
    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """See docs/format.md. `file` is the path it was read from, for places in findings."""

    id: str
    title: str
    type: str
    consideration: str
    carrier: str
    debtor: str = "titulaire"
    themes: tuple[str, ...] = ()
    state: str = "projet"
    review: Review | None = None
    automatic: bool = False
    untitled: bool = False
    applicable: Applicability = Applicability()
    headings: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    levels: Mapping[str, Mapping[str, Value]]
    texts: Mapping[str, str]
    complements: Mapping[str, Mapping[str, str]]
    control: Control | None = None
    consequences: tuple[Consequence, ...] = ()
    link: str = ""
    references: tuple[Citation, ...] = ()
    departures: tuple[Departure, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None
    reason: str = ""
    watch: tuple[str, ...] = ()
    level_reasons: str = ""
    history: tuple[Revision, ...] = ()
    file: str = ""

    @property
    def revision(self) -> int:
        """Number of the current revision; 0 for a clause of the dossier's own."""
        return self.history[0].number if self.history else 0


def _tuple(data: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    return tuple(data.get(key) or ())


def span(data: Mapping[str, Any] | None) -> Span:
    """Bounds from `{min: …, max: …}`."""
    data = data or {}
    return Span(minimum=data.get("min"), maximum=data.get("max"))


def applicability(data: Mapping[str, Any] | None) -> Applicability:
    """Applicability from the `applicable` key of any entry."""
    data = data or {}
    return Applicability(
        families=_tuple(data, "familles"),
        segments=_tuple(data, "segments"),
        cpv=_tuple(data, "cpv"),
        natures=_tuple(data, "natures"),
        ccag=_tuple(data, "ccag"),
        procedures=_tuple(data, "procedures"),
        forms=_tuple(data, "formes"),
        contracts=_tuple(data, "contrats"),
        months=span(data.get("duree_mois")),
        value=span(data.get("valeur")),
    )


def parameter(name: str, data: Mapping[str, Any]) -> Parameter:
    """One entry of the `parametres` key."""
    origin = data.get("origine", "acheteur")
    return Parameter(
        name=name,
        title=data["titre"],
        kind=data["type"],
        unit=data.get("unite"),
        sense=data.get("sens"),
        bounds=span(data.get("bornes")),
        origin=origin,
        filled_by=data.get("rempli_par") or ("candidat" if origin == "offre" else "acheteur"),
        default=data.get("defaut"),
        choices=_tuple(data, "choix"),
        columns=_tuple(data, "colonnes"),
        formula=data.get("formule"),
        motive=data.get("motif"),
    )


def parameters(data: Mapping[str, Any] | None) -> Mapping[str, Parameter]:
    """The whole `parametres` key."""
    return {name: parameter(name, value) for name, value in (data or {}).items()}


def _control(data: Mapping[str, Any] | None) -> Control | None:
    if not data:
        return None
    return Control(
        indicator=data.get("indicateur", ""),
        proof=data.get("preuve", ""),
        frequency=data.get("frequence", ""),
        recipient=data.get("destinataire", ""),
        verification=data.get("verification", ""),
        formula=data.get("formule"),
    )


def _consequence(data: Mapping[str, Any]) -> Consequence:
    return Consequence(
        failing=data["manquement"],
        trigger=data.get("fait_generateur", ""),
        nature=data.get("nature", "penalite"),
        amount=data.get("montant"),
        unit=data.get("unite"),
        cap=data.get("plafond"),
        notice=data.get("mise_en_demeure", True),
    )


def citations(data: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The `references` key of any entry."""
    return tuple(
        Citation(ref=item["ref"], unverified=bool(item.get("a_verifier"))) for item in _tuple(data, "references")
    )


def history(data: Mapping[str, Any]) -> tuple[Revision, ...]:
    """The `historique` key of any entry, most recent first."""
    return tuple(
        Revision(number=item["revision"], date=str(item["date"]), nature=item["nature"], motive=item["motif"])
        for item in _tuple(data, "historique")
    )


def review(data: Mapping[str, Any]) -> Review | None:
    """The `lecture` key of any entry."""
    said = data.get("lecture")
    return Review(date=str(said["date"]), by=said["par"], digest=said["empreinte"]) if said else None


def read(data: Mapping[str, Any], *, file: str = "") -> Clause:
    """A clause from data that the schema has accepted."""
    return Clause(
        id=data["id"],
        title=data["titre"],
        type=data["type"],
        consideration=data.get("consideration", "aucune"),
        carrier=data["piece_porteuse"],
        debtor=data.get("debiteur", "titulaire"),
        themes=_tuple(data, "themes"),
        state=data.get("etat", "projet"),
        review=review(data),
        automatic=bool(data.get("d_office")),
        untitled=bool(data.get("sans_titre")),
        applicable=applicability(data.get("applicable")),
        headings=dict(data.get("rubrique") or {}),
        parameters=parameters(data.get("parametres")),
        levels=dict(data.get("niveaux") or {}),
        texts=dict(data["textes"]),
        complements=dict(data.get("complements") or {}),
        control=_control(data.get("controle")),
        consequences=tuple(_consequence(item) for item in _tuple(data, "consequences")),
        link=data.get("lien_objet", ""),
        references=citations(data),
        departures=tuple(
            Departure(ccag=item["ccag"], article=str(item["article"]), subject=item["objet"])
            for item in _tuple(data, "deroge")
        ),
        requires=_tuple(data, "requiert"),
        excludes=_tuple(data, "exclut"),
        replaces=_tuple(data, "remplace"),
        replaced_by=data.get("remplacee_par"),
        reason=data.get("pourquoi", ""),
        watch=_tuple(data, "vigilance"),
        level_reasons=data.get("justification_niveaux", ""),
        history=history(data),
        file=file,
    )
