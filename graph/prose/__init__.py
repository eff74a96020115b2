"""The structure inside prose: headings, quoted statute, conditions, retention, predecessors, processors."""
