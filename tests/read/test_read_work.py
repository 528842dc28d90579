"""How much a long text takes to read: lines that look like a table, a leader or a formula, and are none."""

import time

import pytest

from clausekit.read import columns
from clausekit.read.contents import contents
from clausekit.read.sheet import Row, Word
from clausekit.read.values import is_led
from clausekit.recognise.labels import clean
from read_specimen import drafted, texts

_SECONDS = 2.0  # of processor; each of these took four or more


@pytest.mark.parametrize("line", ["." * 298 + " x", ". " * 149 + "x", "._" * 140 + " 40 x"])
def test_lines_full_of_dots_are_gone_through_once(line):
    row = Row([Word(line, 0.0, 0.0, 100.0, 10.0, 10.0, False)], 1)
    start = time.process_time()
    assert not any(is_led(line) for _ in range(1500))
    assert not contents([row] * 1500, 1, goes_on=False)
    assert time.process_time() - start < _SECONDS


def test_a_bracket_full_of_slashes_is_gone_through_once():
    start = time.process_time()
    clean("Prix (" + "/a " * 20_000)
    assert time.process_time() - start < _SECONDS


_SIDES = "Le menu change chaque semaine de classe".ljust(60) + "Le pain est cuit sur place le matin même"


@pytest.mark.parametrize("line", [_SIDES, "1" + " " * 8 + "Menus de la semaine"])
def test_a_table_is_not_looked_for_at_each_line_of_a_long_text(line, monkeypatch):
    tried = []
    known = columns._table
    monkeypatch.setattr(columns, "_table", lambda lines, *rest: tried.append(len(lines)) or known(lines, *rest))
    draft = drafted("\n".join([line] * 1200).encode())
    assert " ".join(texts(draft)).count(line.split()[-1]) == 1200
    assert sum(tried) < 60 * 1200


def test_rows_with_their_figure_half_way_down_long_labels_are_cut_in_time():
    lines = [f"Menus de la semaine {n % 7}".ljust(50) + ("   40" if n % 40 == 20 else "") for n in range(1200)]
    start = time.process_time()
    drafted("\n".join(lines).encode())
    assert time.process_time() - start < _SECONDS


@pytest.mark.parametrize("line", [_SIDES, "Poste du bordereau" + " " * 20 + "40 %"])
def test_the_blanks_of_lines_are_looked_for_once_for_a_table_and_for_each_header_above_it(line, monkeypatch):
    asked = []
    known = columns.all_gutters
    monkeypatch.setattr(
        columns, "all_gutters", lambda lines, *rest: asked.append((lines[0].row.top, len(lines))) or known(lines, *rest)
    )
    drafted("\n".join([line] * 30).encode())
    assert asked
    assert max(map(asked.count, asked)) <= 1 + columns._MOST_HEADERS
