"""`python -m clausekit`, for a machine whose PATH does not have the program."""

from clausekit.cli import main

main()
