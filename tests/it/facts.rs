//! Facts around policies: from `arnlint.toml`, from saved answers, and how they are found again.

#[cfg(test)]
mod answers;
mod merging;
mod parameters;
mod patterns;
mod stated;
