//! What to lint and how.

use arnlint::config::{Level, Selected};
use arnlint::finding::{PolicyKind, Severity};

use super::support::load;

#[test]
fn an_empty_configuration_says_nothing() {
    for text in ["", "\n", "# only a comment\n", "\u{feff}"] {
        let case = load(text).clean();
        let config = &case.loaded.config;
        assert!(config.include.is_empty() && config.exclude.is_empty());
        assert!(config.select.is_empty() && config.ignore.is_empty() && config.rules.is_empty());
        assert!(config.covers("any/file.json"));
        assert_eq!(config.kind("any/file.json"), None);
        assert!(config.runs("missing-version", "grammar", None, true));
        assert_eq!(config.fail_on, None);
        assert_eq!(case.loaded.surroundings, arnlint::surroundings::Surroundings::default());
    }
}

#[test]
fn include_and_exclude_decide_which_files_are_covered() {
    let config = load(
        "include = ['policies/**/*.json', './top.json']\nexclude = ['policies/vendor/', '**/*.bak.json']",
    )
    .clean()
    .loaded
    .config;
    for covered in ["policies/a.json", "policies/deep/er/a.json", "top.json"] {
        assert!(config.covers(covered), "{covered}");
    }
    for left in [
        "other.json",
        "policies/a.yaml",
        "policies/vendor/a.json",
        "policies/vendor/deep/a.json",
        "policies/a.bak.json",
        "deep/top.json",
        "Policies/a.json",
    ] {
        assert!(!config.covers(left), "{left}");
    }
}

#[test]
fn a_star_stops_at_a_slash_and_a_folder_covers_what_is_in_it() {
    let config = load("include = ['a/*.json', 'whole', '{x,y}/[0-9].json']").clean().loaded.config;
    assert!(config.covers("a/b.json"));
    assert!(!config.covers("a/b/c.json"));
    assert!(config.covers("whole/of/it.json"));
    assert!(!config.covers("wholesale/of/it.json"));
    assert!(config.covers("y/7.json"));
    assert!(!config.covers("z/7.json"));
}

#[test]
fn a_lone_string_counts_as_a_list_of_one() {
    let case = load("include = 'a.json'\nselect = 'grammar'").clean();
    assert!(case.loaded.config.covers("a.json") && !case.loaded.config.covers("b.json"));
    assert_eq!(case.loaded.config.select[0].value, Selected::Family("grammar".to_owned()));
    assert_eq!(case.under(case.loaded.config.select[0].span), "'grammar'");
}

#[test]
fn rules_families_and_integrations_are_selected_by_name_or_alias() {
    let config = load("select = ['no-version', 'access', 'aws.cloudtrail.trail']").clean().loaded.config;
    let values: Vec<&Selected> = config.select.iter().map(|fact| &fact.value).collect();
    assert_eq!(
        values,
        [
            &Selected::Rule("missing-version".to_owned()),
            &Selected::Family("access".to_owned()),
            &Selected::Profile("cloudtrail".to_owned())
        ]
    );
    assert!(config.runs("missing-version", "grammar", None, true));
    assert!(config.runs("public-bucket", "access", None, true));
    assert!(config.runs("missing-grant", "integrations", Some("cloudtrail"), true));
    assert!(!config.runs("missing-grant", "integrations", Some("logzio-archive"), true));
    assert!(!config.runs("missing-grant", "integrations", None, true));
}

#[test]
fn the_name_of_a_rule_beats_the_name_of_its_family() {
    let config = load("select = ['public-bucket']\nignore = ['access']").clean().loaded.config;
    assert!(config.runs("public-bucket", "access", None, true));
    assert!(!config.runs("requester-pays", "access", None, true));
    let config = load("select = ['access']\nignore = ['public-bucket']").clean().loaded.config;
    assert!(!config.runs("public-bucket", "access", None, true));
    assert!(config.runs("requester-pays", "access", None, true));
}

#[test]
fn a_rule_that_is_off_does_not_run_and_another_level_is_its_severity() {
    let text = "[rules]\nmissing-version = 'off'\npublic-bucket = 'error'\n";
    let case = load(text).clean();
    let config = &case.loaded.config;
    assert!(!config.runs("missing-version", "grammar", None, true));
    assert_eq!(config.severity("missing-version"), None);
    assert_eq!(config.severity("public-bucket"), Some(Severity::Error));
    assert_eq!(config.severity("requester-pays"), None);
    assert_eq!(config.rules["public-bucket"].value, Level::At(Severity::Error));
    assert_eq!(case.under(config.rules["public-bucket"].span), "'error'");
}

#[test]
fn the_least_severity_that_fails_is_stated_by_its_word() {
    for word in ["suggestion", "warning", "security", "error"] {
        let case = load(&format!("fail-on = \"{word}\"")).clean();
        let fact = case.loaded.config.fail_on.clone().unwrap();
        assert_eq!(fact.value.word(), word);
        assert_eq!(case.under(fact.span), format!("\"{word}\""));
    }
}

#[test]
fn the_first_kind_that_covers_a_file_counts() {
    let text = "[kinds]\ntrust = ['trust/*.json', 'both.json']\nbucket = 'both.json'\nidentity = []\n";
    let case = load(text).clean();
    let config = &case.loaded.config;
    assert_eq!(config.kind("trust/a.json").map(|kind| kind.value), Some(PolicyKind::Trust));
    assert_eq!(config.kind("both.json").map(|kind| kind.value), Some(PolicyKind::Trust));
    assert_eq!(config.kind("other.json"), None);
    assert_eq!(case.under(config.kind("both.json").unwrap().span), "trust");
}

#[test]
fn a_rule_that_is_off_by_default_runs_where_it_is_asked_for() {
    let runs = |text: &str| {
        let config = load(text).clean().loaded.config;
        config.runs("public-bucket", "access", None, false)
    };
    for off in ["", "select = ['grammar']", "extend-select = ['requester-pays']", "ignore = ['grammar']"] {
        assert!(!runs(off), "{off}");
    }
    for on in ["select", "extend-select"] {
        for word in ["public-bucket", "access", "all"] {
            assert!(runs(&format!("{on} = ['{word}']")), "{on} {word}");
            assert!(!runs(&format!("{on} = ['{word}']\n[rules]\npublic-bucket = 'off'")), "{on} {word}");
        }
    }
    assert!(runs("[rules]\npublic-bucket = 'security'"));
    assert!(!runs("select = ['grammar']\n[rules]\npublic-bucket = 'security'"));
    assert!(runs("select = ['grammar']\nextend-select = ['public-bucket']"));
    assert!(!runs("extend-select = ['all']\nignore = ['access']"));
    let config = load("extend-select = ['access']").clean().loaded.config;
    assert!(config.runs("missing-version", "grammar", None, true), "the others run as ever");
}
