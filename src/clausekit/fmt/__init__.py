"""One canonical form for a YAML file of ours: what it says stays, comments stay where they stand."""

from __future__ import annotations

from clausekit import disk, encoding, source
from clausekit.finding import UnreadableFile
from clausekit.fmt import faithful, order, printed, written

_BOM = b"\xef\xbb\xbf"


def fmt(data: bytes, *, file: str, kind: str | None) -> bytes:
    """A file in canonical form, UTF-8; `kind` is that of its schema, None when it has none.

    Keys follow the order of the schema; spaces, indents, quotes and line ends are ours; prose goes one
    sentence a line. Between brackets or not, in quotes or not where both may do: as the author wrote it.
    Raises UnreadableFile: what `data` holds cannot be read, or would not be read back the same.
    """
    read = source.load(data, file=file)
    text = encoding.normal(read.text)
    if text != read.text:
        read = source.load(text.encode(), file=file)
    made = printed.lines(order.ordered(written.read(text), kind=kind))
    out = ("\n".join(made) + "\n").encode()
    if out != data and not _same(read, out):
        raise _unfaithful(file)
    return out


def _comments(text: str) -> list[str]:
    return sorted(comment.translate(faithful.SPACES) for comment in written.comments(text))


def _same(read: source.Source, out: bytes) -> bool:
    try:
        again = source.load(out, file=read.file)
    except UnreadableFile:
        return False
    return _comments(read.text) == _comments(again.text) and faithful.same(read.data, again.data)


def _unfaithful(file: str) -> UnreadableFile:
    return disk.problem(
        "forme-infidele",
        "La forme canonique de ce fichier ne se relirait pas à l'identique ; il n'a pas été touché.",
        file,
        read="une écriture que clausekit ne sait pas reprendre",
        expected="les mêmes clés, les mêmes valeurs et les mêmes commentaires après la mise en forme",
        why="La mise en forme ne change jamais ce qu'un fichier dit.",
        remedy="Écrire plus simplement le passage inhabituel, et transmettre le fichier à l'équipe de clausekit.",
    )


def difference(old: bytes, new: bytes, *, file: str) -> list[str]:
    """The lines that change, as `diff -u` shows them; line ends and a byte order mark are said in words."""
    from difflib import unified_diff

    said = [f"# {file} : les fins de ligne CRLF deviennent LF"] if b"\r" in old else []
    said += [f"# {file} : la marque d'ordre des octets (BOM) est ôtée"] if old.startswith(_BOM) else []
    before, after = (encoding.decode(data, file=file).split("\n") for data in (old, new))
    return said + list(unified_diff(before, after, file, file, lineterm=""))


__all__ = ["difference", "fmt"]
