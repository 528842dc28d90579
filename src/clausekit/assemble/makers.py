"""Which function makes each computed block."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clausekit.assemble.award import criteria, response_questions, scoring
from clausekit.assemble.cells import Lists
from clausekit.assemble.consultation import announcements, consultation_pieces, lots, reservations, variants
from clausekit.assemble.contractual import contract_pieces, departure_list, obligations, penalties
from clausekit.assemble.words import Setting
from clausekit.fragment import Block
from clausekit.marche import Marche

Maker = Callable[[Marche, Setting, Lists], list[Block]]


MAKERS: Mapping[str, Maker] = {
    "pieces_contractuelles": contract_pieces,
    "penalites": penalties,
    "derogations": departure_list,
    "obligations_environnementales": obligations("environnementale"),
    "obligations_sociales": obligations("sociale"),
    "criteres": criteria,
    "notation": scoring,
    "contenu_dossier": consultation_pieces,
    "reservation": reservations,
    "variantes": variants,
    "conditions": announcements,
    "questions_crt": response_questions,
    "lots": lots,
}
