//! `arnlint new FAMILY/NAME`: a rule page to start from, which passes `arnlint test` as it is.

use std::io::Write as _;

use super::args::NewArgs;
use super::{CLEAN, Stop, pages};
use crate::input::Failure;
use crate::input::collect::display;

const SELECT: &str = include_str!("new_select.md");
const PROFILE: &str = include_str!("new_profile.md");

/// Writes the page; an existing one is left alone.
pub(crate) fn run(args: &NewArgs) -> Result<u8, Stop> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|character| {
                character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
            })
    };
    let parts = args.rule.split_once('/').filter(|(family, name)| is_word(family) && is_word(name));
    let Some((family, name)) = parts else {
        return Err(Failure::Usage(format!(
            "`{}` is not `FAMILY/NAME`: both are lower-case words joined by hyphens, such as `s3/open-prefix`",
            args.rule
        ))
        .into());
    };
    let other = "names are unique across families, so choose another one";
    if let Some(rule) = pages::built_in(name) {
        return Err(Failure::Usage(format!("{}; {other}", pages::is_built_in(name, rule))).into());
    }
    let folder = args.rules.join(family);
    let path = folder.join(format!("{name}.md"));
    if path.exists() {
        return Err(Failure::Usage(format!("`{}` exists and was left as it is", path.display())).into());
    }
    if args.rules.is_dir()
        && let Some(page) = pages::named(&args.rules, name)?
    {
        return Err(Failure::Usage(format!("`{}` has this name; {other}", display(&page))).into());
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::write(&folder, &error))?;
    let template = if args.profile { PROFILE } else { SELECT };
    std::fs::write(&path, template.replace("RULE-NAME", name))
        .map_err(|error| Failure::write(&path, &error))?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "wrote `{}`", path.display())?;
    writeln!(
        out,
        "next: write the failing example, then `arnlint test {} --update` and read the output",
        args.rules.display()
    )?;
    Ok(CLEAN)
}
