//! The `profile` member of a page, read with every mistake in it.

use super::data::{BucketNeeds, Document, On, Party, Profile, Request};
use super::excess::Unneeded;
use super::external_id::ExternalId;
use super::template::Template;
use super::unread::ReadsBack;
use crate::finding::Severity;
use crate::json::{NodeId, Tree};
use crate::rules::page::Mistake;
use crate::rules::page::fields::{Fields, unknown};

impl Profile {
    /// Reads the `profile` member of a page's rule.
    pub fn read(tree: &Tree<'_>, node: NodeId, mistakes: &mut Vec<Mistake>) -> Self {
        let mut fields = Fields::new(tree, node, "the profile", mistakes);
        let mut profile = Self {
            title: fields.required_string("title").map(|(title, _)| title.to_owned()).unwrap_or_default(),
            hints: texts(fields.strings("hints")),
            documents: Vec::new(),
            bucket: BucketNeeds::default(),
            parameters: Vec::new(),
            trimmed: texts(fields.strings("trimmed")),
            role_name: fields.string("role-name").map(|(name, _)| name.to_owned()),
            takes_role: fields.flag("takes-role").unwrap_or(false),
        };
        for (name, _, value) in fields.entries("parameters") {
            match tree.str(value) {
                Some("") => profile.parameters.push((name.to_owned(), None)),
                Some(shape) => profile.parameters.push((name.to_owned(), Some(Template::parse(shape)))),
                None => {
                    fields.mistake(value, "a parameter's shape must be a string, empty where it has none");
                }
            }
        }
        let known: Vec<String> = profile.parameters.iter().map(|(name, _)| name.clone()).collect();
        for node in fields.list("documents") {
            let document = document(tree, node, &known, fields.mistakes());
            profile.documents.extend(document);
        }
        if let Some(node) = fields.value("bucket") {
            profile.bucket = bucket(tree, node, fields.mistakes());
        }
        fields.finish();
        profile
    }
}

pub(super) fn texts(list: Vec<(&str, NodeId)>) -> Vec<String> {
    list.into_iter().map(|(text, _)| text.to_owned()).collect()
}

fn bucket(tree: &Tree<'_>, node: NodeId, mistakes: &mut Vec<Mistake>) -> BucketNeeds {
    let mut fields = Fields::new(tree, node, "`bucket`", mistakes);
    let needs = BucketNeeds {
        no_requester_pays: fields.flag("no-requester-pays").unwrap_or(false),
        partitions_not: texts(fields.strings("partitions-not")),
        multipart: fields.flag("multipart").unwrap_or(false),
        public_access_block: fields.flag("public-access-block").unwrap_or(false),
        acls_disabled: fields.flag("acls-disabled").unwrap_or(false),
        reads_back: fields.flag("reads-back").unwrap_or(false),
        reads_from_root: fields.flag("reads-from-root").unwrap_or(false),
        reads_in_order: fields.flag("reads-in-order").unwrap_or(false),
        dedicated: fields.flag("dedicated").unwrap_or(false),
        one_each: fields.flag("one-each").unwrap_or(false),
        keeps: fields.string("keeps").map(|(key, _)| key.to_owned()),
        reserved_folder: fields.string("reserved-folder").map(|(folder, _)| folder.to_owned()),
        sse_s3: fields.flag("sse-s3").unwrap_or(false),
        kms_actions: texts(fields.strings("kms-actions")),
        bucket_key_actions: texts(fields.strings("bucket-key-actions")),
    };
    fields.finish();
    needs
}

fn document(
    tree: &Tree<'_>,
    node: NodeId,
    parameters: &[String],
    mistakes: &mut Vec<Mistake>,
) -> Option<Document> {
    let mut fields = Fields::new(tree, node, "a document", mistakes);
    let on = fields.word("on", On::from_word, &On::WORDS.map(|(word, _)| word));
    let who = party(&mut fields);
    let legacy =
        fields.word("legacy", |word| (word == "cloudtrail").then(|| word.to_owned()), &["cloudtrail"]);
    let marks = texts(fields.strings("marks"));
    let not_for = texts(fields.strings("not-for"));
    let each = texts(fields.strings("each"));
    let enough = texts(fields.strings("enough"));
    let excess = fields
        .word("excess", Severity::from_word, &["error", "security", "warning", "suggestion"])
        .unwrap_or(Severity::Warning);
    let path_advised = fields.flag("path-advised").unwrap_or(false);
    let acl_advised = fields.flag("acl-advised").unwrap_or(false);
    let sole_writer = fields.flag("sole-writer").unwrap_or(false);
    let when = texts(fields.strings("when"));
    let declared_only = fields.flag("declared-only").unwrap_or(false);
    let denies_only = fields.flag("denies-only").unwrap_or(false);
    let external_id = fields.value("external-id").map(|node| ExternalId::read(tree, node, fields.mistakes()));
    let mut unneeded = Vec::new();
    for node in fields.list("unneeded") {
        unneeded.push(Unneeded::read(tree, node, fields.mistakes()));
    }
    let reads_back = fields.value("reads-back").map(|node| ReadsBack::read(tree, node, fields.mistakes()));
    let advised_keys = texts(fields.strings("advised-keys"));
    let mut requests = Vec::new();
    for node in fields.list("requests") {
        requests.push(request(tree, node, parameters, fields.mistakes()));
    }
    fields.finish();
    Some(Document {
        on: on?,
        who,
        legacy,
        marks,
        not_for,
        each,
        requests,
        enough,
        excess,
        path_advised,
        acl_advised,
        sole_writer,
        when,
        declared_only,
        denies_only,
        external_id,
        unneeded,
        reads_back,
        advised_keys,
    })
}

/// A member's name and the party that its value makes.
type Form = (&'static str, fn(String) -> Party);

fn party(fields: &mut Fields<'_, '_>) -> Party {
    let Some(node) = fields.value("who") else { return Party::Identity };
    let tree = fields.tree();
    let mut inner = Fields::new(tree, node, "`who`", fields.mistakes());
    let forms: [Form; 4] = [
        ("service", Party::Service),
        ("user", Party::User),
        ("account", Party::Account),
        ("web-identity", Party::WebIdentity),
    ];
    let mut party = Party::Identity;
    for (name, form) in forms {
        if let Some((value, _)) = inner.string(name) {
            party = form(value.to_owned());
        }
    }
    inner.finish();
    party
}

fn request(tree: &Tree<'_>, node: NodeId, parameters: &[String], mistakes: &mut Vec<Mistake>) -> Request {
    let mut fields = Fields::new(tree, node, "a request", mistakes);
    let text = |found: Option<(&str, NodeId)>| found.map(|(text, _)| text.to_owned());
    let name = text(fields.required_string("name")).unwrap_or_default();
    let purpose = match fields.required_string("purpose") {
        Some((text, node)) => template(text, node, parameters, &mut fields),
        None => Template::default(),
    };
    let action = text(fields.required_string("action")).unwrap_or_default();
    let resource = match fields.string("resource") {
        Some((text, node)) => template(text, node, parameters, &mut fields),
        None => Template::parse("*"),
    };
    let grant = match fields.string("grant") {
        Some((text, node)) => template(text, node, parameters, &mut fields),
        None => resource.clone(),
    };
    let mut sends = Vec::new();
    for (key, _, value) in fields.entries("sends") {
        match tree.str(value) {
            Some(text) => {
                let template = template(text, value, parameters, &mut fields);
                sends.push((key.to_owned(), template));
            }
            None => fields.mistake(value, "this must be a string"),
        }
    }
    let absent = texts(fields.strings("absent"));
    let when = texts(fields.strings("when"));
    let group = text(fields.string("group"));
    let rule = text(fields.string("rule"));
    let severity =
        fields.word("severity", Severity::from_word, &["error", "security", "warning", "suggestion"]);
    let missing =
        fields.word("missing", Severity::from_word, &["error", "security", "warning", "suggestion"]);
    let is_test = fields.flag("test").unwrap_or(false);
    let unsaid = fields.entries("unsaid").into_iter();
    let unsaid =
        unsaid.map(|(key, _, value)| (key.to_owned(), tree.str(value).unwrap_or("").to_owned())).collect();
    let whole_bucket = fields.flag("whole-bucket").unwrap_or(false);
    fields.finish();
    Request {
        name,
        purpose,
        action,
        resource,
        grant,
        sends,
        absent,
        when,
        group,
        rule,
        severity,
        missing,
        test: is_test,
        unsaid,
        whole_bucket,
    }
}

/// Reads a template; a hole that is neither a parameter nor one of the standing ones is a mistake.
fn template(text: &str, node: NodeId, parameters: &[String], fields: &mut Fields<'_, '_>) -> Template {
    let template = Template::parse(text);
    for hole in template.holes() {
        if !parameters.iter().any(|known| known == hole) && !Template::STANDING.contains(&hole) {
            let mut known: Vec<&str> = parameters.iter().map(String::as_str).collect();
            known.extend(Template::STANDING);
            let range = fields.range(node);
            fields.mistakes().push(unknown(range, hole, &known));
        }
    }
    template
}
