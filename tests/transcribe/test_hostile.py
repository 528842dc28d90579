"""Files made to harm: each is imported, or refused in one sentence, in time."""

from __future__ import annotations

import time

import pytest
from hostile_specimen import READ, REFUSED

from clausekit import read, transcribe
from clausekit.finding import UnreadableFile
from clausekit.transcribe.merging import merged, same
from read_specimen import docx, para

SECONDS = 15  # of processor, where inspecting the same files takes five


def imported(data: bytes, name: str) -> None:
    start = time.process_time()
    try:
        draft = read.draft(data, file=name, signs=True)
        for clause in transcribe.transcribe(draft, piece="CCTP").clauses:
            for text in clause.texts:
                assert same(text.source, text.blocks)
    except UnreadableFile as error:
        assert len(error.findings) == 1
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", [*READ, *(name for name in REFUSED if name != "gros.txt")])
def test_an_odd_file_is_imported_or_refused_in_time(name: str) -> None:
    make = READ[name] if name in READ else REFUSED[name][0]
    imported(make(), name)


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "{{ a " * 20_000, "… " * 20_000, "« " * 20_000, "a_ " * 20_000, "._" * 20_000]
)
def test_a_paragraph_of_signs_is_read_in_time(text: str) -> None:
    imported(docx(para("Essai", style="Titre1"), para(text)), "signes.docx")


def test_an_endless_paragraph_is_merged_in_time() -> None:
    text = "mot de plus " * 6_000
    start = time.process_time()
    blocks = transcribe.transcribe(
        read.draft(docx(para("Essai", style="Titre1"), para(text)), file="x.docx", signs=True), piece="CCTP"
    ).clauses[0].texts[0].blocks  # fmt: skip
    assert same(merged("mot de moins " * 6_000, blocks), blocks)
    assert time.process_time() - start < SECONDS
