//! Facts that are stated more than once.
