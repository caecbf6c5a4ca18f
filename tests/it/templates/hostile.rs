//! Bad input gives findings or nothing, never a crash, and every place lies in its file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::lint;

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates").join(name)).unwrap()
}

fn assert_sound(name: &str, text: &str) {
    let report = lint(&[(name, text)]);
    for finding in &report.findings {
        assert_ne!(&*finding.rule, "internal", "{finding:?}\n{text}");
        for label in &finding.labels {
            let source = &report.sources.get(label.span.file).unwrap().text;
            assert!(
                source.get(label.span.start as usize..label.span.end as usize).is_some(),
                "{finding:?}\n{text}"
            );
        }
    }
}

#[test]
fn templates_that_are_cut_off_anywhere_are_survived() {
    for (file, name) in [
        ("trail.yaml", "trail.yaml"),
        ("archive.json", "archive.json"),
        ("trail/main.tf", "m/main.tf"),
        ("reader/role.tf", "m/role.tf"),
        ("trail.plan.json", "plan.json"),
    ] {
        let text = fixture(file);
        let ends = text.char_indices().map(|(at, _)| at);
        for end in ends.step_by(text.len() / 150 + 1) {
            assert_sound(name, &text[..end]);
        }
    }
}

#[test]
fn templates_with_letters_exchanged_are_survived() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let marks =
        ["\"", "'", "{", "}", "[", "]", ":", "$", "!", "&", "*", "\n", " ", "é", "${", "<<", "- ", "#"];
    for (file, name) in
        [("trail.yaml", "trail.yaml"), ("archive.json", "archive.json"), ("trail/main.tf", "m/main.tf")]
    {
        let text = fixture(file);
        for _ in 0..120 {
            let mut broken: Vec<char> = text.chars().collect();
            for _ in 0..3 {
                let at = next(broken.len());
                let mark: Vec<char> = marks[next(marks.len())].chars().collect();
                broken.splice(at..=at, mark);
            }
            assert_sound(name, &broken.into_iter().collect::<String>());
        }
    }
}

#[test]
fn deep_and_wide_templates_are_survived() {
    let deep = format!(
        "{{\"Resources\":{{\"P\":{{\"Type\":\"AWS::IAM::ManagedPolicy\",\"Properties\":{{\"PolicyDocument\":{}{}}}}}}}}}",
        "{\"Fn::If\":[\"A\",".repeat(50_000),
        "1]}".repeat(50_000)
    );
    assert_sound("template.json", &deep);
    let mut wide = String::from("locals {\n  l0 = [\"x\", \"x\"]\n");
    for at in 1..40 {
        writeln!(wide, "  l{at} = concat(local.l{0}, local.l{0})", at - 1).unwrap();
    }
    wide += "}\nresource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = local.l39, Resource = \"*\" }] })\n}\n";
    assert_sound("m/main.tf", &wide);
    let turning = "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_iam_policy\" \"p\" {\n  policy = local.a\n}\ndata \"aws_iam_policy_document\" \"d\" {\n  source_policy_documents = [data.aws_iam_policy_document.d.json]\n}\n";
    assert_sound("m/main.tf", turning);
}
