//! Tests of placeholder.
