"""What a sentence obliges to: on which theme, how it binds, and how it can be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from clausekit.recognise import asides, recalls, words
from clausekit.recognise.amounts import figures
from clausekit.recognise.articles import Sentence
from clausekit.recognise.bonds import Bond, bond
from clausekit.recognise.proofs import checks, itself
from clausekit.recognise.topics import Topic, headed, topics

# A box before a lot only tells which lots are bid for.
_BLANK: Final = re.compile(
    r"[☐□❏](?!\s*lots?\b)|(?<!\.)\.{4,}+(?!\s*\d[\d ]*\s?(?:h\b|heures?|%|€))|…{2,}|_{3,}|\[[^\]]{0,60}\]"
)
# « ...... % de véhicules (minimum exigé : 50 %) »: whatever is filled in, so much is due.
_LEAST: Final = re.compile(r"\b(?:minim\w+|au moins|plancher)\b[^.;\d]{0,30}\d")
# « Clauses sociales : sans » in a summary.
_DENIED: Final = re.compile(r"(?:[:\s]|^)(?:sans|non|neant|aucune?)\W*$")
# « L'examen de ce critère se fera au vu du mémoire »: how offers are judged obliges to nothing.
_JUDGED: Final = re.compile(
    r"\b(?:examen|jugement|notation|note|appreciation|evaluation|analyse|ponderation)\b.{0,30}\b(?:ce|chaque|du|cet?) "
    r"(?:sous[ -]?)?critere\b|\b(?:ce|chaque|le) (?:sous[ -]?)?critere\b.{0,30}\b(?:est|sera) "
    r"(?:juge|note|apprecie|evalue|analyse|examine)"
    # « La propreté sera jugée d'après les fiches », « Tri des déchets / Pondération : 5 ».
    r"|\b(?:est|sera|sont|seront) jugee?s? (?:d'apres|au vu|au regard|a l'aide|en fonction|sur)\b"
    r"|\bponderation\s?:\s?\d|^\W*(?:sous[ -]?)?critere\s*(?:n\s?[o°]|\d)"
    r"|\bperformances?\b[^.;]{0,40}\b(?:est|sera|sont|seront) (?:appreci|jug|not|evalu)ee?s?\b"
    # « Les offres sont jugées selon les critères pondérés ci-après : »; « n'est pas un critère de choix » is no list.
    r"|\b(?:offres?|propositions?)\b[^.;]{0,30}\b(?:jug|not|class|appreci|evalu)ee?s?\b[^.;]{0,60}\bcriteres?\b"
    r"|(?<!pas un )(?<!ni un )\b(?:sous[ -]?)?criteres? (?:de (?:jugement|selection|choix|notation)|d'attribution"
    r"|ponderes?)\b[^.;]{0,80}:"
    # « Le candidat s'engage sur un nombre d'heures, noté sur 10 », « Le mémoire justificatif comprend… ».
    r"|\bnotee?s? sur \d|\(\s?\d{1,2}(?:,\d+)? (?:points|pts)\s?\)"
    r"|^\W*(?:(?:le|ce|son|un|du)\s)?(?:memoire|cadre|dossier|note)s? (?:technique|justificati|methodologique"
    r"|de l'offre|de reponse|de memoire|organisationnel)\w*\b[^.;:]{0,60}?\b(?:compren|comport|contien|precis|detail"
    r"|decri|indiqu|expos|present|develop|mentionn|porte)\w*"
)
# « Un marché de 36 mois incluant une clause sociale »: it is announced, and whatever is counted is something else.
_INCLUDED: Final = re.compile(
    r"\b(?:incluant|comprenant|comportant|integrant|avec|fait l'objet d'|comporte|prevoit|inclut|integre)"
    r"\s*(?:une|des|les|la)\s+clauses?\s+(?:obligatoires?\s+)?"
    r"(?:sociales?|environnementales?|d'insertion)\b"
)
# « Le volume horaire est de 480 heures », « les heures suivantes : 210 h », and not « sous 48 heures ».
_VOLUME: Final = re.compile(
    r"\b(?:volume|nombre|quota|objectif|total|minimum|plancher|les)\b[^.;]{0,60}\b(?:heures?|horaires?|h)\b"
)
# « Le titulaire vérifie que les entreprises appliquent la charte », « il rédige les clauses sociales des marchés »: the
# work of who assists the buyer, on the duties of others.
_OTHERS: Final = re.compile(
    r"\b(?:verifi|control|s'assur|veill)\w*\s+(?:a ce |de ce )?que (?:les|chaque|l')\s?(?:entreprises?|entrepreneurs?"
    r"|titulaires? des|attributaires?)\b(?! sous-traitant)"
    r"|\b(?:redige|elabore|propose|integre)(?:nt|r|ra|ront)?\b[^.;]{0,40}\bclauses? (?:sociales?|environnementales?"
    r"|d'insertion)\b"
)
# « Le moteur est coupé… pour des raisons de sécurité »: it is for safety, whatever good it does besides.
_SAFETY: Final = re.compile(
    r"\b(?:pour|par) (?:(?:des|une?|d'evidentes|la) )?(?:raisons?|mesures?|motifs?|question)"
    r" (?:evidentes? )?de securite\b(?! et\b)"
)
# « Le titulaire exécute les unités d'œuvre suivantes : », « les livrables ci-dessous : »: a list of what is bought.
_BOUGHT: Final = re.compile(
    r"\b(?:unites? d'(?:oe|œ)uvre|prestations?|livrables?|missions?)\b[^.;]{0,40}"
    r"\b(?:suivante?s?|ci-dessous|ci-apres)\s*:"
)
# « Le titulaire livre 3 véhicules Euro 6 diesel »: what is bought, described; « des véhicules Euro 6 » may deliver.
_SUPPLIED: Final = re.compile(
    r"\b(?:livr|fourni)\w*\s+(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\s+(?:vehicule|fourgon|camion|utilitaire"
    r"|berline|citadine|autocar|autobus|bus|minibus|benne|balayeuse|tracteur|engin|chariot)\w*\b"
)
_REPORT: Final = re.compile(r"\b(?:bordereaux?|bilans?|rapports?|registres?|tableaux? de bord|releves?|syntheses?)\b")
# « 5 Insertion », « Suivi de l'insertion », and not « Insertion du mobilier ».
_INSERTION: Final = re.compile(
    r"\binsertion\W*$|\binsertion (?:sociale|professionnelle|par l'activite|(?:des|de) (?:publics|personnes))"
    r"|\bclauses? sociales?\b(?! de reprise)"
    r"|\b(?:clause|engagement|action|objectif|obligation|dispositif|demarche|heures)s?\b.{0,12}\binsertion\b"
)
_FOLLOWED: Final = re.compile(r"\bheures\b|\bcontrats de travail\b|\bbeneficiaires\b|\bpublics\b")
# « Environnement et sécurité »: the report may be on the other.
_BESIDES: Final = re.compile(r"\b(?:securite|hygiene|sante|qualite|accessibilite|assurances?)\b")
# « Lot 1 : 245 heures », « 245 heures pour le lot 1 », « Lot 1 Gros œuvre ........ 245 heures ».
_LISTED: Final = re.compile(
    r"[:=]\s*\d{1,3}(?:[ .]?\d{3})*\s?h(?:eures?)?\b|^\W*\d{1,3}(?:[ .]?\d{3})*\s?h(?:eures?)?\b.{0,20}\blots?\b"
    r"|^\W*lots?\b.{0,80}\d\s?h(?:eures?)?\W*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A sentence read: its topics, how it binds, and what makes it verifiable.

    `bond`: `bound` (the holder must), `thing` (a thing must be so), `offer` (the tenderer commits
    himself), `soft` (a wish), `law` (the law, and nothing more), `none`. `checked` are the families
    of proofs met: figure, deadline, deliverable, control, itself.
    """

    sentence: Sentence
    topics: tuple[Topic, ...]
    bond: Bond
    checked: frozenset[str]
    blank: bool


def blank(text: str) -> bool:
    """Whether a text has a box to tick or a place to fill in."""
    return _BLANK.search(text) is not None


def denied(folded: str) -> bool:
    """Whether a text says that there is no such thing, or that it is in the prices."""
    return any(words.told(folded, name) for name in ("negations", "prix")) or _DENIED.search(folded) is not None


def _heard(text: str) -> tuple[Topic, ...]:
    """The topics of a text; what a sustainable contract keeps away is one only where it is forbidden or limited."""
    folded = words.fold(text)
    told = asides.without(recalls.without_said(folded))
    if told != folded:
        text = folded = told
    if words.told(folded, "a_bannir") and not words.told(folded, "interdictions"):
        return topics(words.without(folded, "obligations", "a_bannir"))
    return topics(text)


def counted(sentence: Sentence) -> bool:
    """Whether a sentence tells hours or a share."""
    return any(item.role in {"hours", "share"} and item.value for item in figures(sentence.text, sentence.place))


def _lent(sentence: Sentence, title: str) -> tuple[Topic, ...]:
    """The social themes that a title lends to hours or a share that the sentence below leaves without a word."""
    if not counted(sentence) or not headed(title, "social") or headed(title, "environmental"):
        return ()
    named = topics(title)
    lent = tuple(topic for topic in named if topic.domain == "social" and not topic.weak)
    if not named:
        return _insertion(title)
    return lent if len(lent) == len(named) else ()


def _insertion(title: str) -> tuple[Topic, ...]:
    """« 5.4 Insertion », « 6 Clause sociale »."""
    told = _INSERTION.search(words.fold(title))
    return (Topic(theme="insertion", domain="social", weak=False),) if told else ()


def _reported(sentence: Sentence, title: str) -> tuple[Topic, ...]:
    """What a title on one kind alone lends to a report due at a date: « un bordereau est remis sous 8 jours »."""
    folded = words.fold(sentence.whole)
    kinds = [kind for kind in ("environmental", "social") if headed(title, kind)]
    if len(kinds) != 1 or not {"deadline", "deliverable"} <= checks(sentence.whole):
        return ()
    if kinds == ["social"]:
        return _insertion(title) if _FOLLOWED.search(folded) else ()
    if _BESIDES.search(words.fold(title)) or not _REPORT.search(folded):
        return ()
    found = tuple(topic for topic in topics(title) if topic.domain == "environmental" and not topic.weak)
    return found or (Topic(theme="environnement", domain="environmental", weak=False),)


def _bond(sentence: Sentence, before: str, found: tuple[Topic, ...]) -> Bond:
    """How a sentence binds; hours of insertion that a list or a table gives lot by lot bind without a verb."""
    told = bond(sentence, before)
    folded = words.fold(sentence.whole)
    listed = told == "none" and any(topic.theme == "insertion" for topic in found) and _LISTED.search(folded)
    proposed = any(words.told(folded, name) for name in ("candidats", "attenuations"))
    return "thing" if listed and not proposed else told


def _handed_on(sentence: Sentence, above: Duty | None) -> tuple[Topic, ...]:
    """The social themes that the duty just above hands on: « Le volume horaire est de 90 heures »."""
    folded = words.fold(sentence.whole)
    if above is None or not (_VOLUME.search(folded) or _LISTED.search(folded)) or not counted(sentence):
        return ()
    named = tuple(topic for topic in above.topics if not topic.weak)
    return named if {topic.domain for topic in named} == {"social"} else ()


def _listed(sentence: Sentence) -> bool:
    """Whether a sentence is an item of what the contract buys: « unités d'œuvre suivantes : audit d'écoconception »."""
    bare = Sentence(text=sentence.text, place=sentence.place)
    return bool(_BOUGHT.search(words.fold(sentence.lead))) and bond(bare, "") == "none" and not counted(sentence)


def read(sentence: Sentence, before: str, title: str = "", above: Duty | None = None) -> Duty | None:
    """A sentence on the environment or social matters; None for any other.

    `before` is the last subject (`bonds.subject`), `title` that of the article, `above` the duty that the sentence
    just before tells.
    """
    found = _heard(sentence.text) or (_heard(sentence.whole) if sentence.lead else ())
    if "?" in sentence.text or _listed(sentence):
        return None
    found = found or _handed_on(sentence, above) or _lent(sentence, title) or _reported(sentence, title)
    folded = words.fold(sentence.whole)
    if not found or denied(folded) or any(rule.search(folded) for rule in (_JUDGED, _OTHERS, _SAFETY)):
        return None
    checked = checks(sentence.whole) | ({"itself"} if itself(folded, found) else set())
    announced = _INCLUDED.search(folded) is not None and not counted(sentence)
    return Duty(
        sentence=sentence,
        topics=found,
        bond="none" if announced else _bond(sentence, before, found),
        checked=checked - {"itself", "figure"} if _SUPPLIED.search(folded) else checked,
        blank=(blank(sentence.text) or words.told(folded, "blancs") is not None) and not _LEAST.search(folded),
    )
