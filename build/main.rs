//! Prepares what a run needs before it starts: the table of rule pages and the catalogue of services.

mod facts;
mod pages;

/// What packs a catalogue, shared with the program.
#[expect(unreachable_pub, dead_code, reason = "the program reads what is only written here")]
#[path = "../src/aws/catalog"]
mod catalog {
    pub mod facts;
    pub mod layout;
    pub mod pack;
}

use std::env;
use std::path::{Path, PathBuf};

fn main() -> Result<(), String> {
    fixed_place();
    let folder = |name: &str| env::var(name).map(PathBuf::from).map_err(|error| error.to_string());
    let (root, out) = (folder("CARGO_MANIFEST_DIR")?, folder("OUT_DIR")?);
    watch(&root.join("build"));
    watch(&root.join("src/aws/catalog"));
    pages::write(&root.join("rules"), &out.join("pages.rs"))?;
    facts::write(&root.join("src/aws/data"), &out.join("facts.bin"))
}

/// Links the program to a fixed place, where the linker can be told so. Else the fifteen thousand pointers in its tables
/// are set anew at each start, which is a fifth of what a run over one small policy costs.
fn fixed_place() {
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        tell("rustc-link-arg-bin=arnlint=-no-pie");
    }
}

/// Has the build run again when what stands there changes.
fn watch(path: &Path) {
    tell(&format!("rerun-if-changed={}", path.display()));
}

#[expect(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]
fn tell(what: &str) {
    println!("cargo::{what}");
}
