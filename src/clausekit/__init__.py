"""clausekit: sustainability clauses of French public contracts, rendered into Word and checked."""
