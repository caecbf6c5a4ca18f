//! From paths to policies: which files, which documents inside them.
