//! Policies inside templates: found, read as what they are, every place in the user's own file.

mod forms;
mod registries;
