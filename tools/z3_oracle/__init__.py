"""An independent answer to `arnlint diff`, by the solver z3."""
