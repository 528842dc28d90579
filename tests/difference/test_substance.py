"""Which changes of a sentence are of words, which of substance; what reads the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clausekit import difference
from clausekit.clause import Clause, Revision
from clausekit.difference import exchanged
from clausekit.difference import sentences as faced
from clausekit.difference.exchanged import exchange
from clausekit.difference.folding import fold, fold_item
from clausekit.difference.passages import sentences
from clausekit.difference.substance import signs, silent
from clausekit.facing import blocks

OLD = "Le titulaire remet à {{ acheteur }} un bilan dans les dix jours qui suivent la fin du mois."


def clause(text: str, **given: object) -> Clause:
    line = Revision(number=1, date="2026-03-16", nature="creation", motive="Première rédaction.")
    made = Clause(
        id="COM-999",
        title="Essai",
        type="condition_execution",
        consideration="aucune",
        carrier="CCTP",
        headings={},
        parameters={},
        levels={},
        texts={"CCTP": text},
        complements={},
        history=(line,),
    )
    return replace(made, **given)  # type: ignore[arg-type]


def severity(old: str, new: str) -> str:
    change = difference.of_entry(clause(old), clause(new))
    assert change is not None
    return change.severity


@pytest.mark.parametrize(
    "new",
    [
        "Dans les dix jours qui suivent la fin du mois, le titulaire remet à {{ acheteur }} un bilan.",
        "Les titulaires remettent à {{ acheteur }} un bilan dans les dix jours qui suivent la fin du mois.",
    ],
)
def test_words_only(new: str) -> None:
    assert severity(OLD, new) == "redactionnelle"


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("dix", "quinze"),
        OLD.replace("dix jours", "dix semaines"),
        OLD.replace("remet", "peut remettre"),
        OLD.replace("remet", "prépare"),
        OLD.replace("remet", "ne remet pas"),
        OLD.replace("Le titulaire", "Le sous-traitant"),
        OLD.replace("{{ acheteur }}", "{{ facilitateur }}"),
        OLD.replace("la fin du mois", "la fin de l'année"),
        OLD.replace(".", ", sous peine de pénalité."),
        OLD.replace(".", ", selon l'article 12."),
        OLD.replace(".", ", comme le prévoit [[COM-007]]."),
        OLD.replace("un bilan", "un bilan, au moins en trois exemplaires,"),
        OLD + "\nIl y joint les factures.",
        OLD + "\n\n- le bois ;\n- le métal.",
        "",
    ],
)
def test_substance(new: str) -> None:
    assert severity(OLD, new) == "substantielle"


def doubts(old: str, new: str) -> tuple[str, list[tuple[str, str]]]:
    change = difference.of_entry(clause(old), clause(new))
    assert change is not None
    return change.severity, [(item.old, item.new) for item in change.doubts]


WORK = "Le titulaire installe du mobilier verni, en bois ou en métal, avec du papier."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("verni", "peint", ("verni", "peint")),
        ("mobilier", "matériel", ("mobilier", "matériel")),
        ("papier", "papier blanchi", ("", "blanchi")),
        (", en bois ou en métal,", "", ("bois, ou, métal", "")),
        ("verni", "jauni", ("verni", "jauni")),
        ("du mobilier", "du mobilier d'usage", ("", "usage")),
    ],
)
def test_a_word_that_may_change_the_obligation_is_to_confirm(old: str, new: str, told: tuple[str, str]) -> None:
    assert old in WORK
    changed = WORK.replace(old, new)
    assert doubts(WORK, changed) == ("substantielle", [told])
    assert doubts(changed, WORK) == ("substantielle", [told[::-1]])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Le bac d'usage est lavé.", "Le bac usagé est lavé."),
        ("Il prend 10 bacs et 20 caisses.", "Il prend 20 bacs et 10 caisses."),
        ("Il remet un papier blanchi.", "Il remet un papier blanchissable."),
        ("Il prend un bac à deux usages.", "Il prend un bac à deux, usagées."),
        ("Il compte le cas.", "Il compte la case."),
        ("Il remet un avis biannuel.", "Il remet un avis bisannuel."),
    ],
)
def test_near_words_are_not_the_same(old: str, new: str) -> None:
    severity, found = doubts(old, new)
    assert (severity, len(found)) == ("substantielle", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Le titulaire avertit l'acheteur.", "L'acheteur avertit le titulaire."),
        ("Le titulaire ne lave pas et il pèse les sacs.", "Le titulaire lave et il ne pèse pas les sacs."),
        ("Il prend un bac en bois ou en métal.", "Il prend un bac en bois et en métal."),
        ("Il remet un relevé annuel.", "Il remet un relevé mensuel."),
        ("Le titulaire remet un bac neuf.", "Le titulaire remet un bac usagé."),
        ("La somme due par le titulaire à l'acheteur.", "La somme due par l'acheteur au titulaire."),
        ("Elle est due par le titulaire à {{ acheteur }}.", "Elle est due par {{ acheteur }} au titulaire."),
        ("Il travaille jusqu'au 30 juin.", "Il travaille au 30 juin."),
        ("Un véhicule de plus de 3,5 tonnes.", "Un véhicule de 3,5 tonnes."),
    ],
)  # fmt: skip
def test_what_signs_see_is_beyond_doubt(old: str, new: str) -> None:
    assert doubts(old, new) == ("substantielle", [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Il transmet un bilan des déchêts triés.", "Il communique un bilan des déchets triés."),
        ("Il pose dans la cour de l'école le bac régional.", "Il pose dans la cour de l'école les bacs régionaux."),
        ("Il trie les bacs de l'environement.", "Il triera les bacs de l'environnement."),
        ("Les bacs, conformément au plan, sont lavés.", "Les bacs sont lavés selon le plan."),
        ("Le titulaire effectue un tri et lave les bacs.", "Le titulaire lave les bacs et réalise un tri."),
        ("Il prend 10 litres, puis un bac de 20 kilos.", "Puis il prend un bac de 20 kilos, 10 litres."),
    ],
)  # fmt: skip
def test_harmless_exchanges_are_wording(old: str, new: str) -> None:
    assert doubts(old, new) == ("redactionnelle", [])
    assert doubts(new, old) == ("redactionnelle", [])


def test_two_names_of_a_document_are_a_doubt() -> None:
    assert doubts(OLD, OLD.replace("un bilan", "une synthèse")) == ("substantielle", [("bilan", "synthèse")])


def test_of_an_endless_sentence_nobody_looks_for_the_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(exchanged, "same_word", lambda one, other: bool(compared.append(one)))
    signs = [chr(97 + rank % 26) + chr(97 + rank // 26 % 26) + chr(97 + rank // 676) for rank in range(6000)]
    old, new = (" ".join(f"mot{letter}{sign}" for sign in signs) for letter in "xz")
    assert exchange(f"Il lave {old}.", f"Il lave {new}.") is not None
    assert compared == []
    assert exchange("Il lave un motx.", "Il lave un motz.") is not None
    assert compared == ["motx"]


def test_a_doubt_beside_a_fact_is_no_doubt() -> None:
    changed = WORK.replace("verni", "peint") + "\nIl pèse les sacs."
    assert doubts(WORK, changed) == ("substantielle", [])


def test_a_doubt_declared_a_matter_of_wording_is_to_confirm_not_understated() -> None:
    line = Revision(number=2, date="2027-03-16", nature="redactionnelle", motive="Clarté.")
    for new, expected in ((WORK.replace("verni", "peint"), (False, True)), (WORK + " Il trie.", (True, False))):
        change = difference.of_entry(clause(WORK), clause(new, history=(line, *clause(WORK).history)))
        assert change is not None
        assert (change.understated, change.unconfirmed) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("au moins", "au maximum"),
        ("au minimum", "au maximum"),
        ("au moins", "au plus"),
        ("jours ouvrés", "jours ouvrables"),
        ("maître d'ouvrage", "maître d'œuvre"),
        ("transmet", "transporte"),
        ("{{ acheteur }}", "[acheteur]"),
        ("[[COM-007]]", "[COM-007]"),
    ],
)
def test_words_that_begin_alike_are_not_the_same(old: str, new: str) -> None:
    text = f"Le titulaire transmet {old} un bilan." if old != "transmet" else "Le titulaire transmet un bilan."
    changed = text.replace(old, new)
    assert severity(text, changed) == "substantielle"
    assert severity(changed, text) == "substantielle"


def test_a_blank_and_the_same_word_in_brackets_are_told_apart() -> None:
    change = difference.of_entry(
        clause("Il remet à {{ acheteur }} un bilan."), clause("Il remet à [acheteur] un bilan.")
    )
    assert change is not None
    [said] = change.prose
    assert (said.old, said.new) == ("Il remet à [acheteur] un bilan.", "Il remet à \\[acheteur] un bilan.")


def test_a_cell_too_many_is_not_lost() -> None:
    table = "| Poste | Prix |\n|---|---|\n| Bilan | 10 |"
    assert severity(table, f"{table} sauf refus |") == "substantielle"


@pytest.mark.parametrize("piece", ["reason", "level_reasons", "link"])
def test_what_no_document_prints_is_wording(piece: str) -> None:
    change = difference.of_entry(clause(OLD, **{piece: "Dix jours."}), clause(OLD, **{piece: "Vingt jours. Il doit."}))
    assert change is not None
    assert change.severity == "redactionnelle"
    assert change.prose


def test_a_sentence_cut_in_two_is_one_change() -> None:
    old = "Le titulaire trie les déchets du chantier dans des bennes distinctes et il remet les bordereaux de suivi."
    new = "Le titulaire trie les déchets du chantier dans des bennes distinctes. Il remet les bordereaux de suivi."
    change = difference.of_entry(clause(old), clause(new))
    assert change is not None
    [sentence] = change.prose
    assert (sentence.old, sentence.new) == (old, new)
    assert change.severity == "redactionnelle"


def test_a_sentence_that_goes_to_another_piece_is_moved_and_of_substance() -> None:
    old = clause(OLD, texts={"CCTP": f"Il trie.\n{OLD}\n", "CCAP": "Le reste est au CCTP.\n"})
    new = clause(OLD, texts={"CCTP": "Il trie.\n", "CCAP": f"Le reste est au CCTP.\n{OLD}\n"})
    change = difference.of_entry(old, new)
    assert change is not None
    assert [(item.piece, item.old == item.new, item.moved) for item in change.prose] == [("CCTP -> CCAP", True, True)]
    assert change.severity == "substantielle"


def test_paragraphs_cut_otherwise_are_told_as_such() -> None:
    change = difference.of_entry(clause("Il trie.\nIl pèse.\n"), clause("Il trie.\n\nIl pèse.\n"))
    assert change is not None
    assert (change.prose, change.severity) == ((), "redactionnelle")
    assert [(item.route, item.old, item.new) for item in change.figures] == [
        ("alineas.CCTP", "1 alinéa ou liste", "2 alinéas ou listes")
    ]


def test_a_history_rewritten_is_told() -> None:
    line = clause(OLD).history[0]
    change = difference.of_entry(clause(OLD), clause(OLD, history=(replace(line, motive="Autre motif."),)))
    assert change is not None
    assert [item.route for item in change.figures] == ["historique"]
    assert (change.severity, change.declared) == ("redactionnelle", None)


def test_an_entry_that_leaves_without_a_word_and_one_that_comes() -> None:
    gone, come = difference.of_entry(clause(OLD), None), difference.of_entry(None, clause(OLD))
    assert gone is not None
    assert come is not None
    assert (gone.change, gone.severity, gone.declared, gone.successor) == ("retired", "substantielle", None, None)
    assert (come.change, come.severity, come.declared) == ("new", "substantielle", "creation")
    assert [item.new for item in come.prose] == [OLD.replace("{{ acheteur }}", "[acheteur]")]
    assert difference.of_entry(None, None) is None


def test_the_state_alone_is_no_change_of_text_but_leaving_and_coming_back_are() -> None:
    for old, new, expected in (("projet", "relue", True), ("relue", "retiree", False), ("retiree", "relue", False)):
        change = difference.of_entry(clause(OLD, state=old), clause(OLD, state=new))
        assert change is not None
        assert (silent(change), change.severity == "redactionnelle") == (expected, expected)
    change = difference.of_entry(clause(OLD), clause(OLD, reason="Autre raison."))
    assert change is not None
    assert silent(change)
    change = difference.of_entry(clause(OLD), clause(OLD.replace("bilan", "compte rendu")))
    assert change is not None
    assert not silent(change)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'eau : 1 000 litres", "l\u2019eau\u00a0: 1\u202f000 litres"),
        ("« un mot » ; 10 %", "“un mot”; 10%"),
        ("mise en œuvre", "mise en oeuvre"),
        ("10 000 euros", "10000 euros"),
        ("a – b…", "a - b..."),
        ("e\u0301tat", "état"),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_what_ends_an_item_depends_on_its_rank() -> None:
    assert fold_item("le bois ;") == fold_item("le bois.") == fold_item("le bois")
    assert fold("le bois, le fer") != fold("le bois le fer")


def test_a_point_that_ends_no_sentence() -> None:
    text = "Selon l'art. L. 2112-2 et M. Durand, il trie. Il pèse. 3 bennes suffisent."
    assert sentences(text) == ["Selon l'art. L. 2112-2 et M. Durand, il trie.", "Il pèse.", "3 bennes suffisent."]


def test_a_number_in_words_counts_whole_and_a_verb_by_its_first_letters() -> None:
    assert signs("quatre bennes") != signs("quatorze bennes")
    assert signs("il remet") == signs("elles remettent")
    assert signs("si le lot est grand") == signs("lorsque le lot est grand")


def test_a_sentence_moved_and_changed_is_both() -> None:
    first, second = (
        "Le titulaire trie les déchets de bois du chantier.",
        "Il pèse chaque benne avant son départ du site.",
    )
    third, moved = "Il remet un bordereau à la Métropole.", "Il pèse chaque benne avant son retour du site."
    change = difference.of_entry(
        clause(f"{second}\n\n{first}\n\n{third}\n"), clause(f"{first}\n\n{third}\n\n{moved}\n")
    )
    assert change is not None
    assert [(item.old, item.new, item.moved) for item in change.prose] == [(second, moved, True)]


def test_thousands_of_sentences_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = 0

    def counted(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def function(*words: Any, **more: Any) -> Any:
            nonlocal weighed
            weighed += 1
            assert weighed < 100_000, "of nine million pairs"
            return real(*words, **more)

        monkeypatch.setattr(owner, name, function)

    counted(faced, "_like")
    counted(blocks, "_score")
    old = " ".join(f"Le lot {rank} reçoit {rank % 7} bennes." for rank in range(3000))
    new = " ".join(f"Chaque site {rank} garde {rank % 5} bacs." for rank in range(3000))
    change = difference.of_entry(clause(old), clause(new))
    assert change is not None
    assert change.prose
