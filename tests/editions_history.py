"""A git history of a small library, as lawyers make one: each step is a commit and a tag, told below.

`build` plays it in a folder. Dates, names and settings are fixed, so that two runs give the same history.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

SOURCE = ROOT / "tests" / "data" / "editions"


def git(folder: Path, *words: str, check: bool = True) -> str:
    """Run git as nobody in particular."""
    who = {"NAME": "Juriste", "EMAIL": "juriste@exemple.fr", "DATE": "2026-11-21T12:00:00+00:00"}
    named = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env = {**outside, **named, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    quiet = ("-c", "init.defaultBranch=main", "-c", "core.autocrlf=false")
    words = ("git", "-C", str(folder), *quiet, *words)
    return subprocess.run(words, check=check, capture_output=True, env=env, text=True, encoding="utf-8").stdout


@dataclass(frozen=True)
class Hand:
    """Who edits the files of a folder. An edit that finds nothing to change is a fault of the test."""

    folder: Path

    def path(self, name: str) -> Path:
        """The only file whose name begins so."""
        [found] = (self.folder / "clauses").rglob(f"{name}*")
        return found

    def edit(self, name: str, *pairs: tuple[str, str]) -> None:
        """Replace words, each there once at least."""
        path = self.path(name)
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text, (name, old)
            text = text.replace(old, new)
        path.write_text(text, "utf-8", newline="\n")

    def revise(self, name: str, nature: str, reason: str, *, number: int) -> None:
        """A new line at the head of a history."""
        path = self.path(name)
        head, _, tail = path.read_text("utf-8").partition("historique:\n")
        line = f'  - {{revision: {number}, date: 2026-11-21, nature: {nature}, motif: "{reason}"}}\n'
        path.write_text(f"{head}historique:\n{line}{tail}", "utf-8", newline="\n")

    def write(self, path: str, text: str) -> None:
        """A new file."""
        (self.folder / path).write_text(text, "utf-8", newline="\n")


def seuil_releve(hand: Hand) -> None:
    """A threshold raised, a deadline shortened, and its default in a parameter without `sens`."""
    hand.edit(
        "MOG-013",
        ("renforce: {part_recharge: 60, delai_reprise: 20}", "renforce: {part_recharge: 70, delai_reprise: 15}"),
        ("bornes: {min: 20, max: 100}", "bornes: {min: 30, max: 100}"),
        ("defaut: 2, motif", "defaut: 3, motif"),
    )
    hand.revise("MOG-013", "substantielle", "Niveau renforcé porté de 60 à 70 % après un an de marchés.", number=2)


def redaction_polie(hand: Hand) -> None:
    """Words only."""
    hand.edit("COM-007", ("Un constat écrit est dressé ; le titulaire y porte ses observations.",
                          "Un constat écrit est établi ; le titulaire y porte ses remarques."))  # fmt: skip
    hand.revise("COM-007", "redactionnelle", "Termes accordés avec ceux du CCAG.", number=2)


_SPLIT = """id: MOG-014
titre: Relevé annuel des contenants
type: condition_execution
consideration: environnementale
themes: [emballages]
etat: projet
applicable: {familles: [moyens-generaux], segments: [nettoyage]}
piece_porteuse: CCTP
debiteur: titulaire
textes:
  CCTP: |
    Le titulaire remet à {{ acheteur }}, avant le 31 janvier, un relevé du nombre de contenants employés, rechargés, réemployés et jetés pendant l'année précédente.
    Il y joint les bons de livraison et de reprise, contrôlés dans les conditions prévues à [[COM-007]].
controle: {indicateur: Relevé remis, preuve: Relevé annuel, frequence: annuelle, destinataire: acheteur, verification: Rapprochement du relevé et des bons}
consequences:
  - {manquement: Relevé annuel non remis dans le délai, fait_generateur: Constat à l'échéance, nature: penalite, montant: 50, unite: euros par jour de retard, plafond: null, mise_en_demeure: true}
lien_objet: Le relevé ne porte que sur les contenants du marché.
references: [{ref: ccp-l2112-2}]
requiert: [COM-007]
pourquoi: Le relevé sert à d'autres clauses que la recharge.
historique:
  - {revision: 1, date: 2026-11-21, nature: creation, motif: Scindée de MOG-013.}
"""  # noqa: E501


def clause_scindee(hand: Hand) -> None:
    """The follow-up of a clause becomes a clause of its own."""
    path = hand.path("MOG-013")
    text = path.read_text("utf-8")
    text = re.sub(r"\n    Le titulaire remet à .*?COM-007\]\]\.\n", "", text, flags=re.DOTALL)
    text = re.sub(r"consequences:\n.*\n", "", text)
    text = re.sub(r"  penalite_releve: .*\n", "", text)
    path.write_text(text.replace("requiert: [COM-007]", "requiert: [COM-007, MOG-014]"), "utf-8", newline="\n")
    hand.revise("MOG-013", "substantielle", "Le relevé et sa pénalité passent dans MOG-014.", number=3)
    hand.write("clauses/moyens-generaux/MOG-014-releve-contenants.clause.yaml", _SPLIT)


def retiree_et_remplacee(hand: Hand) -> None:
    """An entry retired, and the one that replaces it."""
    old = hand.path("MOG-030").read_text("utf-8")
    hand.edit("MOG-030", ("etat: relue", "etat: retiree"), ("pourquoi: |", "remplacee_par: MOG-031\npourquoi: |"))
    hand.revise("MOG-030", "retrait", "Remplacée par une clause qui fixe une part.", number=2)
    new = old.replace("MOG-030", "MOG-031").replace("etat: relue", "etat: projet")
    new = new.replace("Produits d'entretien écolabellisés", "Part de produits d'entretien écolabellisés")
    new = new.replace("Le titulaire emploie des produits", "Au moins 75 % des produits que le titulaire emploie sont")
    new = new.replace("pourquoi: |", "remplace: [MOG-030]\npourquoi: |")
    hand.write("clauses/moyens-generaux/MOG-031-part-ecolabellisee.clause.yaml", new)
    hand.edit("MOG-C01", ("clauses: [MOG-020, MOG-030]", "clauses: [MOG-020, MOG-031]"))
    hand.revise("MOG-C01", "substantielle", "MOG-031 remplace MOG-030.", number=2)


def article_renumerote(hand: Hand) -> None:
    """The law moves: an article takes another number."""
    hand.edit(
        "references",
        ("titre: article R. 2111-7 du code", "titre: article R. 2111-8 du code"),
        ("court: art. R. 2111-7 CCP", "court: art. R. 2111-8 CCP"),
        ('article: "R. 2111-7"', 'article: "R. 2111-8"'),
        ("en_vigueur: 2019-04-01", "en_vigueur: 2026-08-22"),
    )


def _reflowed(text: str) -> str:
    """The lines of each paragraph of a block, broken elsewhere."""
    found = []
    for line in text.split("\n"):
        if line.startswith("    ") and not line.lstrip().startswith(("-", "|")) and len(line) > 70:
            words, margin = re.findall(r"\{\{.*?\}\}\S*|\S+", line), " " * 4
            cut = len(words) // 2
            found += [margin + " ".join(words[:cut]), margin + " ".join(words[cut:])]
        else:
            found.append(line)
    return "\n".join(found)


def reformatage(hand: Hand) -> None:
    """Every file by another editor: lines broken elsewhere, curly apostrophes, no-break spaces, comments, keys."""
    for path in sorted((hand.folder / "clauses").rglob("*.yaml")):
        text = path.read_text("utf-8")
        if "textes:" in text:
            head, _, tail = text.partition("textes:")
            body, mark, rest = tail.partition("\ncontrole:")
            body = body.replace("'", "\u2019").replace(" ;", "\u202f;").replace(" :", "\u00a0:")
            body = re.sub(r"\n  (C[CT][A-Z]+)\u00a0?: ?\|", r"\n  \1: |", body)
            text = f"{head}textes:{_reflowed(body)}{mark}{rest}"
        lines = text.split("\n")
        state = [line for line in lines if line.startswith("etat:")]
        text = "\n".join([*state, *(line for line in lines if line not in state)]) if state else text
        path.write_text(f"# Remis en forme.\n{text}\n", "utf-8", newline="\n")


def conflit_resolu(hand: Hand) -> None:
    """Two branches change the same line; the merge keeps both wills."""
    folder = hand.folder
    git(folder, "checkout", "-qb", "plus-vite")
    hand.edit(
        "MOG-013", ("socle: {part_recharge: 40, delai_reprise: 20}", "socle: {part_recharge: 40, delai_reprise: 15}")
    )
    hand.revise("MOG-013", "substantielle", "Reprise en quinze jours dès le socle.", number=4)
    git(folder, "commit", "-qam", "délai")
    git(folder, "checkout", "-q", "main")
    hand.edit(
        "MOG-013", ("socle: {part_recharge: 40, delai_reprise: 20}", "socle: {part_recharge: 50, delai_reprise: 20}")
    )
    hand.revise("MOG-013", "substantielle", "Socle porté à la moitié des contenants.", number=4)
    git(folder, "commit", "-qam", "part")
    git(folder, "merge", "-q", "plus-vite", check=False)
    path = hand.path("MOG-013")
    text = path.read_text("utf-8")
    assert "<<<<<<<" in text, "le conflit manque"
    text = re.sub(r"<<<<<<<.*?\n(.*?)=======\n(.*?)>>>>>>>[^\n]*\n", lambda found: _settled(found[1], found[2]), text,
                  flags=re.DOTALL)  # fmt: skip
    path.write_text(text, "utf-8", newline="\n")


def _settled(ours: str, theirs: str) -> str:
    if "part_recharge" in ours:
        return "  socle: {part_recharge: 50, delai_reprise: 15}\n"
    return theirs.replace("revision: 4", "revision: 5") + ours


def fins_de_ligne(hand: Hand) -> None:
    """Windows: CRLF and a BOM in every file."""
    for path in sorted((hand.folder / "clauses").rglob("*.yaml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def _unix(hand: Hand) -> None:
    for path in sorted((hand.folder / "clauses").rglob("*.yaml")):
        path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))


def niveau_ajoute(hand: Hand) -> None:
    """A level, its values, and what it adds to the text."""
    _unix(hand)
    hand.edit(
        "MOG-020",
        ("  renforce: {litres_maximum: 8}\n", "  renforce: {litres_maximum: 8}\n  exemplaire: {litres_maximum: 6}\n"),
        ("\ncontrole:", "\ncomplements:\n  exemplaire:\n    CCTP: |\n      Il installe à ses frais un compteur d'eau "
         "dans chaque local d'entretien.\ncontrole:"),
    )  # fmt: skip
    hand.revise("MOG-020", "substantielle", "Niveau exemplaire ajouté.", number=2)


def penalite_abaissee(hand: Hand) -> None:
    """Two penalties lowered: one by its parameter, one written as an amount."""
    hand.edit("COM-007", ("defaut: 150", "defaut: 100"), ("bornes: {min: 50, max: 500}", "bornes: {min: 50, max: 300}"))
    hand.revise("COM-007", "substantielle", "Pénalité ramenée à la mesure des petits marchés.", number=3)
    hand.edit(
        "MOG-020",
        ("montant: 40,", "montant: 30,"),
        ("plafond: 400 euros par an, mise_en_demeure: true", "plafond: 300 euros par an, mise_en_demeure: false"),
    )
    hand.revise("MOG-020", "substantielle", "Pénalité réduite, sans mise en demeure.", number=3)


def alinea_deplace(hand: Hand) -> None:
    """A paragraph goes up; not a word of it changes."""
    path = hand.path("MOG-020")
    text = path.read_text("utf-8")
    moved = re.search(r"\n    Il forme ses agents.*?\n(?=\w|\n)", text, re.DOTALL)
    assert moved
    text = text.replace(moved[0], "", 1)
    text = text.replace("  CCTP: |\n    Le titulaire lave", f"  CCTP: |{moved[0]}\n    Le titulaire lave", 1)
    path.write_text(text, "utf-8", newline="\n")
    hand.revise("MOG-020", "redactionnelle", "La formation vient en tête.", number=4)


def fausse_redaction(hand: Hand) -> None:
    """What is called a matter of wording takes an obligation away."""
    hand.edit(
        "COM-007",
        (
            "Le contrôle sur la voie publique se fait sans préavis.",
            "Le contrôle sur la voie publique se fait avec préavis.",
        ),
        ("Un justificatif est recevable s", "Un justificatif peut être recevable s"),
    )
    hand.revise("COM-007", "redactionnelle", "Style.", number=4)


def politique_durcie(hand: Hand) -> None:
    """A minimum becomes graver, a floor of weight goes up, another goes."""
    hand.edit(
        "schema-essai",
        ("    avec: {consideration: environnementale}\n    severite: avertissement",
         "    avec: {consideration: environnementale}\n    severite: bloquante"),
        ("avec: {part: 10}", "avec: {part: 15}"),
    )  # fmt: skip


def grille_et_critere(hand: Hand) -> None:
    """Weights of a grid; a step of a scale, an element judged."""
    hand.edit(
        "MOG-G01",
        ("poids: 50}", "poids: 45}"),
        ("poids: 15\n", "poids: 20\n"),
        ("MOG-C01, poids: 15", "MOG-C01, poids: 20"),
    )
    hand.revise("MOG-G01", "substantielle", "Vingt points pour le développement durable.", number=2)
    hand.edit(
        "MOG-C01",
        ("    5: Un engagement", "    4: Deux engagements, dont un seul est prouvé\n    5: Un engagement"),
        (
            "  - Part des produits porteurs d'un label\n",
            "  - Part des produits porteurs d'un label\n  - Part de l'eau de pluie\n",
        ),
    )
    hand.revise("MOG-C01", "substantielle", "Palier 4 et eau de pluie.", number=3)


def annexe_completee(hand: Hand) -> None:
    """A row of a table, a section; a default that nobody declares."""
    hand.edit(
        "COM-A01",
        ("      | Eau | en litres | |\n", "      | Eau | en litres | |\n      | Produits | en % | |\n"
         "  - titre: Signature\n    texte: |\n      Le titulaire date et signe ce bilan.\n"),
        ("Le titulaire remplit ce bilan à la fin de chaque année civile.",
         "Le titulaire remplit ce bilan à la fin de chaque semestre civil."),
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A commit, tagged `name`."""

    name: str
    play: Callable[[Hand], None]


STEPS = tuple(
    Step(f"{number:02}-{play.__name__.replace('_', '-')}", play)
    for number, play in enumerate(
        (
            seuil_releve,
            redaction_polie,
            clause_scindee,
            retiree_et_remplacee,
            article_renumerote,
            reformatage,
            conflit_resolu,
            fins_de_ligne,
            niveau_ajoute,
            penalite_abaissee,
            alinea_deplace,
            fausse_redaction,
            politique_durcie,
            grille_et_critere,
            annexe_completee,
        ),
        start=1,
    )
)
FIRST = "00-depart"


def build(folder: Path) -> Path:
    """The whole history, in `folder`; what stands before each step is the step before it."""
    shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "départ")
    git(folder, "tag", FIRST)
    hand = Hand(folder)
    for step in STEPS:
        step.play(hand)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", step.name)
        git(folder, "tag", step.name)
    return folder
