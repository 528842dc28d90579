"""What is known of a purchase, and what can be proposed from it: family, segment, nature, procedure, CCAG, pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from clausekit import cpv, terms
from clausekit import typography as typo
from clausekit.clause import Applicability
from clausekit.dossier import NO_AUTHORITY, Authority
from clausekit.library import Library
from clausekit.suggest import fit

_THREE: Final = {"CCTP": "CCTP", "CCAP": "CCAP", "RC": "RC"}
_SMALL: Final = {"CCTP": "CCP", "CCAP": "CCP", "RC": "lettre"}
# Services and supplies whose CCAG is not the ordinary one, by CPV prefix; the longest prefix wins.
_CCAG_BY_CPV: Final = {
    "302": "TIC",
    "32": "TIC",
    "48": "TIC",
    "503": "TIC",
    "642": "TIC",
    "72": "TIC",
    "71": "PI",
    "712": "MOE",
    "7132": "MOE",
    "73": "PI",
    "791": "PI",
    "794": "PI",
}
# A nature is proposed from a family only when two entries out of three agree on it.
_MOST: Final = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The facts of a purchase. `proposed` says, for a key that nobody stated, where its value comes from.

    `value` is euros before VAT for the whole need, `months` the duration, `launch` an ISO date,
    `buyer` the authority's file as the dossier cites it.
    """

    object: str
    family: str = ""
    segments: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    value: float | None = None
    months: float | None = None
    nature: str | None = None
    procedure: str | None = None
    ccag: str | None = None
    launch: str | None = None
    buyer: str | None = None
    pieces: Mapping[str, str] = field(default_factory=lambda: dict(_THREE))
    proposed: Mapping[str, str] = field(default_factory=dict)

    def with_proposal(self, key: str, value: Any, why: str) -> Brief:
        """The brief with a value that nobody stated."""
        return replace(self, **{key: value}, proposed={**self.proposed, key: why})


def _family(brief: Brief, library: Library) -> Brief:
    """The family of the first CPV code, else the only one that has the segments named."""
    if brief.family:
        return brief
    if brief.cpv:
        code = brief.cpv[0]
        return brief.with_proposal("family", library.registers.family_of(code), f"d'après le CPV {code}")
    families = library.registers.families.values()
    owners = [item.id for item in families if {sub.id for sub in item.segments} & set(brief.segments)]
    if len(owners) != 1:
        return brief
    return brief.with_proposal("family", owners[0], f"d'après le segment {brief.segments[0]}")


def _segments(brief: Brief, library: Library) -> Brief:
    if brief.segments or not brief.family:
        return brief
    found = (library.registers.segment_of(brief.family, code) for code in brief.cpv)
    segments = tuple(dict.fromkeys(segment for segment in found if segment))
    if not segments:
        return brief
    return brief.with_proposal("segments", segments, f"d'après le CPV {', '.join(brief.cpv)}")


def _applicables(library: Library) -> Iterable[Applicability]:
    for entries in (library.clauses, library.criteria, library.grids):
        for entry in entries.values():
            yield entry.applicable


def _voted(applicables: Iterable[Applicability]) -> str | None:
    """The nature that most entries name; None when they do not agree enough."""
    votes = Counter(nature for applicable in applicables for nature in applicable.natures)
    if not votes:
        return None
    nature, count = votes.most_common(1)[0]
    return nature if count >= _MOST * votes.total() else None


def _prefix(brief: Brief, library: Library) -> str:
    """A CPV prefix that stands for the purchase: its own, else the first of its segment, else of its family."""
    family = library.registers.families.get(brief.family)
    if brief.cpv or family is None:
        return brief.cpv[0] if brief.cpv else ""
    prefixes = [prefix for item in family.segments if item.id in brief.segments for prefix in item.cpv[:1]]
    return next(iter((*prefixes, *family.cpv)), "")


def _nature(brief: Brief, library: Library) -> Brief:
    if brief.nature:
        return brief
    if brief.cpv:
        return brief.with_proposal("nature", cpv.nature(brief.cpv[0]), f"d'après le CPV {brief.cpv[0]}")
    if brief.segments:
        # An entry that serves several segments says little of one.
        named = [item for item in _applicables(library) if item.segments and set(item.segments) <= set(brief.segments)]
        found = _voted(named) or cpv.nature(_prefix(brief, library) or "50")
        return brief.with_proposal("nature", found, f"la plus courante pour {', '.join(brief.segments)}")
    found_of_family = _voted(item for item in _applicables(library) if brief.family in item.families)
    if found_of_family is None:
        return brief
    return brief.with_proposal("nature", found_of_family, f"la plus courante dans la famille {brief.family}")


def _limit(brief: Brief, library: Library, authority: Authority, series: str) -> float | None:
    name = f"{series}-{'travaux' if brief.nature == 'travaux' else 'fournitures-services'}"
    return fit.threshold(library, name, brief.launch, authority.status)


def _procedure(brief: Brief, library: Library, authority: Authority) -> Brief:
    limit = _limit(brief, library, authority, "europeen")
    if brief.procedure or brief.value is None or brief.nature is None or limit is None:
        return brief
    if brief.value >= limit:
        why = f"{typo.euros(brief.value)}, à partir du seuil européen de {typo.euros(limit)}"
        return brief.with_proposal("procedure", "appel_offres_ouvert", why)
    why = f"{typo.euros(brief.value)}, sous le seuil européen de {typo.euros(limit)}"
    exempt = _limit(brief, library, authority, "dispense")
    if exempt is not None and brief.value < exempt:
        why += f" ; sous {typo.euros(exempt)}, « sans_publicite » est possible"
    return brief.with_proposal("procedure", "procedure_adaptee", why)


def _usual_ccag(brief: Brief, library: Library) -> str:
    if brief.nature == "travaux":
        return "Travaux"
    code = _prefix(brief, library)
    prefixes = [prefix for prefix in _CCAG_BY_CPV if code.startswith(prefix)]
    return _CCAG_BY_CPV[max(prefixes, key=len)] if prefixes else "FCS"


def _ccag(brief: Brief, library: Library, authority: Authority) -> Brief:
    if brief.ccag or brief.nature is None:
        return brief
    exempt = _limit(brief, library, authority, "dispense")
    if brief.value is not None and exempt is not None and brief.value < exempt:
        why = f"petit marché, sous {typo.euros(exempt)} : un seul cahier, sans CCAG"
        return brief.with_proposal("ccag", terms.NO_CCAG, why)
    return brief.with_proposal("ccag", _usual_ccag(brief, library), f"d'après l'objet et la nature ({brief.nature})")


def _pieces(brief: Brief) -> Brief:
    if "ccag" in brief.proposed and brief.ccag == terms.NO_CCAG:
        return brief.with_proposal("pieces", dict(_SMALL), "un cahier unique et une lettre, pour un petit marché")
    return brief


def complete(brief: Brief, library: Library, authority: Authority = NO_AUTHORITY) -> Brief:
    """The brief with all that can be proposed; what is stated never changes."""
    found = _nature(_segments(_family(brief, library), library), library)
    return _pieces(_ccag(_procedure(found, library, authority), library, authority))


def thresholds(brief: Brief, library: Library, authority: Authority = NO_AUTHORITY) -> tuple[str, ...]:
    """The thresholds that the value of a brief is read against, in French; nothing without a nature."""
    if brief.nature is None:
        return ()
    exempt, european = (_limit(brief, library, authority, series) for series in ("dispense", "europeen"))
    lines = ["Seuils de la valeur du besoin entier, hors taxes :"]
    if exempt is not None:
        lines.append(f"  sous {typo.euros(exempt)} : publicité et mise en concurrence préalables non obligatoires")
    if european is not None:
        lines.append(f"  à partir de {typo.euros(european)} (seuil européen) : procédure formalisée, en principe ;")
        lines.append(
            "    condition d'exécution sociale ou d'emploi, pour un lancement depuis le 22 août 2026 (L. 2112-2-1)"
        )
    if brief.value is not None:
        lines.append(f"  ce besoin : {typo.euros(brief.value)}")
    return tuple(lines)


def doubts(brief: Brief, library: Library) -> tuple[str, ...]:
    """What does not agree in a brief, in French: said, never corrected."""
    registers = library.registers
    found = []
    for code in brief.cpv:
        family = registers.family_of(code)
        if family != brief.family:
            found.append(f"le CPV {code} relève de la famille {family}, le dossier dit {brief.family}")
        elif brief.nature and brief.nature != cpv.nature(code):
            found.append(f"le CPV {code} est un code de {cpv.nature(code)}, le dossier dit {brief.nature}")
    return tuple(found)
