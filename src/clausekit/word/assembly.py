"""From a fragment and a shell to the bytes of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clausekit.fragment import Fragment
from clausekit.word import body, properties, readback
from clausekit.word.body import Setting
from clausekit.word.numbering import references
from clausekit.word.package import Entry, entry, pack
from clausekit.word.rendering import render
from clausekit.word.shell import Shell, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A file that nobody has proof-read yet, and the numbers that its references print."""

    data: bytes
    references: Mapping[str, tuple[str, str]]


def build(fragment: Fragment, *, template: bytes, template_name: str, values: Mapping[str, str]) -> Built:
    """Render the shell, write the blocks into it, zip the whole."""
    shell = opened(template, template_name)
    setting = _setting(shell, fragment)
    blocks, lists = body.write(fragment.blocks, setting)
    rendered, (head, tail) = render(shell.slim, shell.main, values, file=shell.file)
    changed = {**rendered, shell.main: head + blocks.encode() + tail}
    if lists:
        changed[shell.lists] = lists.encode().join(shell.numbering)
    written = {name: entry(name, data) for name, data in changed.items()}
    members = {**shell.entries, **written, **_properties(shell, fragment)}
    return Built(data=pack(members.values()), references=setting.references)


def prove(built: Built, fragment: Fragment, values: Mapping[str, str]) -> None:
    """Proof-read a file; `UnreadableFile` when it is not what was asked."""
    readback.prove(built.data, fragment, built.references, values.values())


def _setting(shell: Shell, fragment: Fragment) -> Setting:
    return Setting(
        sheet=shell.sheet,
        references=references(fragment.blocks, shell.sheet.levels, shell.before),
        text_width=shell.text_width,
        first_id=shell.first_id,
        first_num=shell.first_num,
    )


def _properties(shell: Shell, fragment: Fragment) -> dict[str, Entry]:
    core = properties.core(shell.core, fragment)
    custom = properties.custom(shell.custom, fragment.properties, shell.kept)
    return {core.name: core, custom.name: custom}
