//! Findings and sources to text for people and programs.
