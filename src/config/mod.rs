//! `arnlint.toml`: read with spans, so that its mistakes are shown in place.
