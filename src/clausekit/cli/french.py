"""Click's own words, in French.

Click marks its messages with gettext but ships no translation; replacing its `_` and
`ngettext` is the only way that does not depend on the user's locale.
"""

from __future__ import annotations

import sys

import click

_WORDS = {
    "{editor}: Editing failed": "{editor} : l'édition a échoué",
    "{editor}: Editing failed: {e}": "{editor} : l'édition a échoué : {e}",
    "Usage:": "Usage :",
    "Usage: ": "Usage : ",
    "Options": "Options",
    "Arguments": "Arguments",
    "Commands": "Commandes",
    "Aborted!": "Interrompu.",
    "Error: {message}": "erreur[commande] {message}",
    "Show this message and exit.": "Montrer cette aide.",
    "Show the version and exit.": "Donner la version.",
    "Try '{command} {option}' for help.": "« {command} {option} » donne l'aide.",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Missing argument": "Argument manquant",
    "Missing option": "Option manquante",
    "Missing parameter": "Paramètre manquant",
    "Missing {param_type}": "{param_type} manquant",
    "Missing command.": "Commande manquante.",
    "Missing parameter: {param_name}": "Paramètre manquant : {param_name}",
    "No such option: {name}": "Option inconnue : {name}",
    "No such option {name!r}.": "Option inconnue : {name!r}.",
    "No such command {name!r}.": "Commande inconnue : {name!r}.",
    "Did you mean {possibility}?": "Peut-être {possibility} ?",
    "(Possible options: {possibilities})": "(Options proches : {possibilities})",
    "(Did you mean one of: {possibilities}?)": "(Proches : {possibilities})",
    "(Did you mean {possibility}?)": "(Proche : {possibility})",
    "Did you mean one of: {possibilities}?": "Peut-être l'une de : {possibilities} ?",
    "Choose from:\n\t{choices}": "Choisir parmi :\n\t{choices}",
    "{value!r} is not one of {choices}.": "« {value} » n'est pas l'un de : {choices}.",
    "{value!r} is not {choice}.": "« {value} » n'est pas {choice}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n'est pas un nombre ({number_type}).",
    "{value!r} is not a valid boolean.": "« {value} » n'est ni oui, ni non.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "« {value} » n'est ni oui, ni non ({states}).",
    "{value!r} is not a valid UUID.": "« {value} » n'est pas un UUID.",
    "{value!r} does not match the formats {formats}.": "« {value} » ne suit pas les formats {formats}.",
    "{value!r} does not match the format {format}.": "« {value} » ne suit pas le format {format}.",
    "{value} is not in the range {range}.": "{value} est hors de {range}.",
    "{name} {filename!r} does not exist.": "{name} « {filename} » n'existe pas.",
    "{name} {filename!r} is a file.": "{name} « {filename} » est un fichier.",
    "{name} {filename!r} is a directory.": "{name} « {filename} » est un dossier.",
    "{name} {filename!r} is not readable.": "{name} « {filename} » ne se lit pas.",
    "{name} {filename!r} is not writable.": "{name} « {filename} » ne s'écrit pas.",
    "{name} {filename!r} is not executable.": "{name} « {filename} » ne s'exécute pas.",
    "Could not open file {filename!r}: {message}": "Impossible d'ouvrir « {filename} » : {message}",
    "file": "le fichier",
    "File": "Le fichier",
    "directory": "le dossier",
    "Directory": "Le dossier",
    "path": "le chemin",
    "Path": "Le chemin",
    "unknown error": "erreur inconnue",
    "argument": "argument",
    "option": "option",
    "parameter": "paramètre",
    "default: {default}": "par défaut : {default}",
    "env var: {var}": "variable : {var}",
    "required": "obligatoire",
    "(dynamic)": "(calculé)",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Le {param_type} {name!r} est abandonné.{extra_message}"
    ),
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "La commande {name!r} est abandonnée.{extra_message}"
    ),
    "(DEPRECATED)": "(abandonné)",
    "(DEPRECATED: {target})": "(abandonné : {target})",
    "(deprecated)": "(abandonné)",
    "Option {name!r} does not take a value.": "L'option {name} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L'option {name} demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L'option {name} demande {nargs} valeurs.",
    "Argument {name!r} takes {nargs} values.": "L'argument {name} prend {nargs} valeurs.",
    "Takes {nargs} values but 1 was given.": "{nargs} valeurs sont attendues, une seule est donnée.",
    "Takes {nargs} values but {len} were given.": "{nargs} valeurs sont attendues, {len} sont données.",
    "{len_type} values are required, but {len_value} was given.": (
        "{len_type} valeurs sont attendues, {len_value} est donnée."
    ),
    "{len_type} values are required, but {len_value} were given.": (
        "{len_type} valeurs sont attendues, {len_value} sont données."
    ),
    "Positional arguments": "Arguments",
    "Do you want to continue?": "Continuer ?",
    "Confirm the action without prompting.": "Confirmer sans question.",
    "Windows error: {error}": "Erreur de Windows : {error}",
    "deprecated": "abandonné",
    "Repeat for confirmation": "Répéter pour confirmer",
    "Error: The value you entered was invalid.": "Valeur refusée.",
    "Error: {e.message}": "erreur : {e.message}",
    "Error: The two entered values do not match.": "Les deux valeurs diffèrent.",
    "Error: invalid input": "Réponse non comprise.",
    "Press any key to continue...": "Appuyer sur une touche pour continuer…",
    "Waiting for password": "En attente du mot de passe",
    "Multiple parameters with the same name": "Deux paramètres portent le même nom",
    "Got unexpected extra argument ({args})": "Argument en trop ({args})",
    "Got unexpected extra arguments ({args})": "Arguments en trop ({args})",
    "The value you entered was invalid.": "Valeur refusée.",
}


def translate(message: str) -> str:
    """The French of one of click's messages; the message itself when unknown."""
    return _WORDS.get(message, message)


def translate_plural(singular: str, plural: str, number: int) -> str:
    """The French of a message that counts: below 2, the singular."""
    return translate(singular if number < 2 else plural)


class FrenchFormatter(click.HelpFormatter):
    """A help page whose headings are set as the French do, with a space before the colon."""

    def write_heading(self, heading: str) -> None:
        """A section's heading."""
        self.write(f"{'':>{self.current_indent}}{heading} :\n")


def install() -> None:
    """Make click speak French, whatever the locale."""
    click.Context.formatter_class = FrenchFormatter
    for name, module in list(sys.modules.items()):
        if name == "click" or name.startswith("click."):
            if hasattr(module, "_") and callable(module._):
                module._ = translate  # type: ignore[attr-defined]
            if hasattr(module, "ngettext"):
                module.ngettext = translate_plural  # type: ignore[attr-defined]
