//! Loads a configuration from memory and shows what its places underline.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use arnlint::config::{self, Loaded, Mistake, Names, Source};
use arnlint::surroundings::Fact;
use arnlint::text::{FileId, Span};

/// The names that the tests know.
pub(crate) fn names() -> Names {
    let own = |names: &[&str]| -> BTreeMap<String, String> {
        names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect()
    };
    let mut names = Names {
        rules: own(&["missing-version", "public-bucket", "requester-pays"]),
        families: ["access", "grammar", "integrations"].map(str::to_owned).into(),
        profiles: own(&["cloudtrail", "cloudflare-logpush", "logzio-archive"]),
        parameters: ["vendor-region".to_owned()].into(),
    };
    names.rules.insert("no-version".to_owned(), "missing-version".to_owned());
    names.profiles.insert("aws.cloudtrail.trail".to_owned(), "cloudtrail".to_owned());
    names
}

/// A configuration that was loaded, with the texts that its places point into.
pub(crate) struct Case {
    pub(crate) loaded: Loaded,
    pub(crate) text: String,
}

impl Case {
    /// The text under a span, in whatever file it is.
    pub(crate) fn under(&self, span: Span) -> &str {
        if span.file == FileId(0) {
            return span.range().of(&self.text);
        }
        let file = self.loaded.files.iter().find(|(id, _)| *id == span.file).expect("the file was kept");
        span.range().of(&file.1.text)
    }

    /// Each mistake as `underlined: message`.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let line = |mistake: &Mistake| format!("{}: {}", self.under(mistake.span()), mistake.message);
        self.loaded.mistakes.iter().map(line).collect()
    }

    /// The only mistake.
    pub(crate) fn mistake(&self) -> &Mistake {
        assert_eq!(self.loaded.mistakes.len(), 1, "{:#?}", self.mistakes());
        &self.loaded.mistakes[0]
    }

    /// Demands that nothing is wrong.
    pub(crate) fn clean(self) -> Self {
        assert_eq!(self.mistakes(), Vec::<String>::new());
        self
    }
}

/// Loads a configuration beside which these files stand, and every policy that it names.
pub(crate) fn load_with(text: &str, files: &[(&str, &[u8])]) -> Case {
    load_where(text, &names(), files, &|_| true)
}

/// Loads a configuration that may use these names.
pub(crate) fn load_as(text: &str, names: &Names, files: &[(&str, &[u8])]) -> Case {
    load_where(text, names, files, &|_| true)
}

/// Loads a configuration beside which nothing stands but these files.
pub(crate) fn load_among(text: &str, files: &[(&str, &[u8])]) -> Case {
    load_where(text, &names(), files, &|path| {
        files.iter().any(|(file, _)| Path::new("conf").join(file) == path)
    })
}

fn load_where(text: &str, names: &Names, files: &[(&str, &[u8])], exists: &dyn Fn(&Path) -> bool) -> Case {
    let mut read = |path: &Path| {
        let name = path.to_string_lossy().replace('\\', "/");
        match files.iter().find(|(file, _)| format!("conf/{file}") == name) {
            Some((_, bytes)) => Ok(bytes.to_vec()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    };
    let mut last = 0;
    let mut new_file = || {
        last += 1;
        FileId(last)
    };
    let source = Source { path: Path::new("conf/arnlint.toml"), text, file: FileId(0) };
    let loaded = config::load(source, names, &mut read, exists, &mut new_file);
    Case { loaded, text: text.to_owned() }
}

/// Loads a configuration on its own.
pub(crate) fn load(text: &str) -> Case {
    load_with(text, &[])
}

/// The value of a fact that must be there, and the text that states it.
pub(crate) fn told<'c, T: Clone>(case: &'c Case, fact: Option<&Fact<T>>) -> (T, &'c str) {
    let fact = fact.unwrap();
    (fact.value.clone(), case.under(fact.span))
}
