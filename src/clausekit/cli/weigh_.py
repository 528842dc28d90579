"""`clausekit weigh`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import form_option, library_option, load_library, load_purchase
from clausekit.cli.pages import force_option, refuse_existing

if TYPE_CHECKING:
    from clausekit.marche import Marche


@click.command("weigh")
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--cible",
    type=float,
    metavar="POURCENT",
    help="Écart de prix qu'un échelon devrait compenser ; dit le poids qu'il faudrait.",
)
@click.option(
    "--offers",
    "offers_path",
    metavar="FICHIER.csv",
    help="Offres (offre ; prix ; une colonne par critère) : les classe avec et sans le critère.",
)
@click.option("--lot", "lot_name", metavar="LOT", help="Lot des offres ; par défaut, le premier.")
@click.option("--svg", "svg_path", metavar="FICHIER.svg", help="Écrire aussi un petit graphique.")
@force_option
@form_option
@library_option
def command(
    dossier: str,
    cible: float | None,
    offers_path: str | None,
    lot_name: str | None,
    svg_path: str | None,
    force: bool,
    form: str,
    library_path: str | None,
) -> None:
    """Dire de combien une offre peut être plus chère et l'emporter par le critère (M13).

    L'écart se compte à partir du prix le plus bas. Un échelon est un point de l'échelle du critère.
    """
    from clausekit import tree, weigh
    from clausekit.finding import UnreadableFile
    from clausekit.report import weighed

    path = Path(dossier)
    if svg_path:
        refuse_existing(Path(svg_path), force=force, option="--svg")
    loaded = load_library(library_path, path.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    marche = load_purchase(path, loaded.library).marche
    found = weigh.weigh(marche, target=cible)
    ranked = _ranked(marche, Path(offers_path), lot_name) if offers_path else ""
    click.echo(weighed.data(found) if form == "json" else weighed.told(found))
    if ranked:
        click.echo(f"\n{ranked}")
    if svg_path:
        charts = [item for item in found if item.balances]
        if charts:
            tree.write(Path(svg_path), weighed.chart(charts[0]).encode())


def _ranked(marche: Marche, path: Path, name: str | None) -> str:
    from clausekit import offers, tree, weigh
    from clausekit.report import weighed

    lots = {lot.name: lot for lot in marche.lots}
    if name is not None and name not in lots:
        raise click.BadParameter(f"« {name} » n'est pas un lot du dossier ({', '.join(lots)}).", param_hint="--lot")
    lot = lots[name] if name else marche.lots[0]
    labels = [
        leaf.label
        for item in lot.criteria
        for leaf in item.walk()
        if not leaf.children and leaf.nature not in {"prix", "cout"}
    ]
    read = offers.read(tree.read(path, expected="un fichier .csv d'offres"), file=str(path), labels=labels)
    formula = str(marche.dossier.scoring.get("prix") or weigh.LINEAR)
    return weighed.ranking(weigh.rank(lot, read, formula))
