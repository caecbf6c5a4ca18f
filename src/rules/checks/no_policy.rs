//! `no-policy`: reported by the engine, which alone knows that a file was named.

use crate::rules::hook::Hook;

/// No element asks for it.
pub const HOOKS: &[Hook] = &[];
