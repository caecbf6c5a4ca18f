//! Tests of placeholders.

mod corpora;
mod forms;
mod places;
