//! Finds the policies of a JSON file: a bare document, or the answer of an AWS CLI command that holds some.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{percent, plan};
use crate::finding::{PolicyKind, Step};
use crate::json::{Kind, NodeId, Problem, Tree};
use crate::policy::{Container, KindFrom};
use crate::template::scope::Scope;
use crate::template::terraform;
use crate::text::Span;

/// One policy found in a file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Index in [`Documents::embedded`] of the tree that holds it; `None` for the file's own tree.
    pub tree: Option<usize>,
    /// The document's node in that tree.
    pub root: NodeId,
    /// What the file says about it.
    pub container: Container,
    /// The same place of a template was read before, with its conditions decided otherwise.
    pub again: bool,
}

/// All policies of a file.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Trees of policies that stand in strings, each with its syntax mistakes.
    pub embedded: Vec<(Tree<'static>, Vec<Problem>)>,
    /// The policies in order.
    pub found: Vec<Document>,
    /// Whether the file is a template that was understood, whether it holds policies or not.
    pub is_template: bool,
    /// What the template states around its policies.
    pub scope: Option<Arc<Scope>>,
    /// Places of templates of which a policy was read.
    pub(crate) seen: HashSet<(Vec<Step>, Option<String>)>,
    /// Policies of which nothing can be read, with what stands in their place.
    pub unread: Vec<(Span, String)>,
}

/// Where an answer holds policies: member names from the root, `*` for the elements of a list.
struct Shape {
    path: &'static [&'static str],
    kind: Option<PolicyKind>,
    /// Member with the policy's name, and how many steps above the policy the object that has it stands.
    name: Option<(&'static str, usize)>,
}

const fn shape(
    path: &'static [&'static str],
    kind: Option<PolicyKind>,
    name: Option<(&'static str, usize)>,
) -> Shape {
    Shape { path, kind, name }
}

/// The answers that are read, by the names of the AWS CLI reference. `Policy` stands for `s3api get-bucket-policy`,
/// `kms get-key-policy` and `lambda get-policy`, whose kind the document itself tells.
const SHAPES: [Shape; 13] = {
    use PolicyKind::{Endpoint, Identity, Resource, Trust};
    [
        shape(&["Policy"], None, None),
        shape(&["ResourcePolicy"], Some(Resource), Some(("Name", 1))),
        shape(&["Attributes", "Policy"], Some(Resource), None),
        shape(&["Role", "AssumeRolePolicyDocument"], Some(Trust), Some(("RoleName", 1))),
        shape(&["Roles", "*", "AssumeRolePolicyDocument"], Some(Trust), Some(("RoleName", 1))),
        shape(&["PolicyVersion", "Document"], Some(Identity), None),
        shape(&["PolicyDocument"], Some(Identity), Some(("PolicyName", 1))),
        shape(&["VpcEndpoints", "*", "PolicyDocument"], Some(Endpoint), Some(("VpcEndpointId", 1))),
        shape(
            &["UserDetailList", "*", "UserPolicyList", "*", "PolicyDocument"],
            Some(Identity),
            Some(("PolicyName", 1)),
        ),
        shape(
            &["GroupDetailList", "*", "GroupPolicyList", "*", "PolicyDocument"],
            Some(Identity),
            Some(("PolicyName", 1)),
        ),
        shape(&["RoleDetailList", "*", "AssumeRolePolicyDocument"], Some(Trust), Some(("RoleName", 1))),
        shape(
            &["RoleDetailList", "*", "RolePolicyList", "*", "PolicyDocument"],
            Some(Identity),
            Some(("PolicyName", 1)),
        ),
        shape(
            &["Policies", "*", "PolicyVersionList", "*", "Document"],
            Some(Identity),
            Some(("PolicyName", 3)),
        ),
    ]
};

/// Finds the policies below the root of a file's tree. `forced` takes the root for a policy whatever it looks like.
pub fn find(tree: &Tree<'_>, damaged: bool, forced: bool) -> Documents {
    let mut documents = Documents::default();
    let Some(root) = tree.root() else { return documents };
    if looks_like_policy(tree, root) {
        documents.push_bare(root, Vec::new(), damaged);
        return documents;
    }
    if tree.kind(root) == Kind::Array {
        for (index, element) in tree.elements(root).enumerate() {
            if looks_like_policy(tree, element) {
                documents.push_bare(element, vec![Step::Index(index)], damaged);
            }
        }
    } else if let Some(resources) = plan::resources(tree, root) {
        documents.is_template = true;
        documents.plan(tree, &resources);
        let declared = plan::declared(tree, &resources);
        documents.scope =
            Some(Arc::new(terraform::plan_scope(&declared, plan::region(tree, root), tree.file())));
    } else {
        for shape in &SHAPES {
            documents.follow(tree, root, shape, damaged);
        }
        documents.organizations(tree, root, damaged);
    }
    if documents.found.is_empty() && forced {
        documents.push_bare(root, Vec::new(), damaged);
    }
    documents.found.sort_by_key(|document| document.container.place);
    documents
}

impl Documents {
    fn push_bare(&mut self, root: NodeId, path: Vec<Step>, damaged: bool) {
        let container = Container { path, damaged, place: root.0, ..Container::default() };
        self.found.push(Document { tree: None, root, container, again: false });
    }

    /// Walks a shape's path from the root and takes every policy at its end.
    fn follow(&mut self, tree: &Tree<'_>, root: NodeId, shape: &Shape, damaged: bool) {
        let mut reached: Vec<(Vec<NodeId>, Vec<Step>)> = vec![(vec![root], Vec::new())];
        for step in shape.path {
            let mut next = Vec::new();
            for (nodes, path) in reached {
                let Some(&at) = nodes.last() else { continue };
                let extend = |child: NodeId, step: Step| {
                    let (mut nodes, mut path) = (nodes.clone(), path.clone());
                    nodes.push(child);
                    path.push(step);
                    (nodes, path)
                };
                if *step == "*" {
                    next.extend(
                        tree.elements(at).enumerate().map(|(index, child)| extend(child, Step::Index(index))),
                    );
                } else {
                    next.extend(
                        tree.value(at, step).map(|child| extend(child, Step::Key((*step).to_owned()))),
                    );
                }
            }
            reached = next;
        }
        for (nodes, path) in reached {
            let name = shape.name.and_then(|(member, up)| {
                let holder = nodes.len().checked_sub(up + 1).and_then(|at| nodes.get(at))?;
                tree.value(*holder, member).and_then(|node| tree.str(node)).map(str::to_owned)
            });
            if let Some(&node) = nodes.last() {
                let kind = shape.kind.map(|kind| (kind, KindFrom::Container));
                self.push(tree, node, Container { kind, name, path, bucket: None, damaged, place: node.0 });
            }
        }
    }

    /// The answer of `organizations describe-policy`, which names the kind in words of its own.
    fn organizations(&mut self, tree: &Tree<'_>, root: NodeId, damaged: bool) {
        let Some(policy) = tree.value(root, "Policy") else { return };
        let (Some(content), Some(summary)) =
            (tree.value(policy, "Content"), tree.value(policy, "PolicySummary"))
        else {
            return;
        };
        let text = |member| tree.value(summary, member).and_then(|node| tree.str(node));
        let kind = match text("Type") {
            Some("SERVICE_CONTROL_POLICY") => PolicyKind::Scp,
            Some("RESOURCE_CONTROL_POLICY") => PolicyKind::Rcp,
            // Tag, backup and other policies of Organizations are another language.
            _ => return,
        };
        let container = Container {
            kind: Some((kind, KindFrom::Container)),
            name: text("Name").map(str::to_owned),
            path: vec![Step::Key("Policy".to_owned()), Step::Key("Content".to_owned())],
            bucket: None,
            damaged,
            place: content.0,
        };
        self.push(tree, content, container);
    }

    /// Takes the policy at `node`: an object, or a string that holds one, plain or percent-encoded.
    pub(super) fn push(&mut self, tree: &Tree<'_>, node: NodeId, container: Container) {
        match tree.kind(node) {
            Kind::Object if container.kind.is_some() || looks_like_policy(tree, node) => {
                self.found.push(Document { tree: None, root: node, container, again: false });
            }
            Kind::String => {
                let Some((text, map)) = tree.embedded(node) else { return };
                let (text, map) = percent::decode(text, map);
                let (inner, problems) = crate::json::parse(Cow::Owned(text), tree.file(), Some(map));
                let Some(root) = inner.root() else { return };
                if looks_like_policy(&inner, root)
                    || (container.kind.is_some() && inner.kind(root) == Kind::Object)
                {
                    let damaged = container.damaged || problems.iter().any(Problem::is_syntax);
                    self.found.push(Document {
                        tree: Some(self.embedded.len()),
                        root,
                        container: Container { damaged, ..container },
                        again: false,
                    });
                    self.embedded.push((inner, problems));
                }
            }
            _ => {}
        }
    }
}

const ELEMENTS: [&str; 5] = ["Effect", "Action", "NotAction", "Principal", "NotPrincipal"];

/// Whether a value is meant as a policy: it has statements that have an element which only policies have, or the date
/// of a policy version. Statements of other languages (a signed URL's, a web ACL's) have neither, or give themselves
/// away.
pub fn looks_like_policy(tree: &Tree<'_>, node: NodeId) -> bool {
    if tree.kind(node) != Kind::Object {
        return false;
    }
    let named = |name: &str| {
        tree.members(node)
            .find(|member| tree.str(member.key).is_some_and(|key| key.trim().eq_ignore_ascii_case(name)))
            .map(|member| member.value)
    };
    let dated = named("Version")
        .and_then(|version| tree.str(version))
        .is_some_and(|version| version.starts_with("2012-10-") || version.starts_with("2008-10-"));
    let Some(statements) = named("Statement").or_else(|| named("Statements")) else {
        return dated && tree.members(node).count() <= 2;
    };
    let has_element = |statement: NodeId| {
        tree.members(statement).any(|member| {
            tree.str(member.key)
                .is_some_and(|key| ELEMENTS.iter().any(|name| key.trim().eq_ignore_ascii_case(name)))
        })
    };
    let lone = Some(statements).filter(|node| tree.kind(*node) == Kind::Object);
    let each = || lone.into_iter().chain(tree.elements(statements));
    if each().any(|statement| is_foreign(tree, statement)) {
        return false;
    }
    dated || each().any(has_element)
}

/// How the texts of `Action` and `Resource` begin in languages that have taken the form of IAM's: stack policies of
/// CloudFormation, and the policies of two other clouds.
const FOREIGN_TEXTS: [(&str, &str); 4] =
    [("Action", "Update:"), ("NotAction", "Update:"), ("Resource", "acs:"), ("Resource", "qcs:")];

/// Element of statements of a data protection policy of CloudWatch Logs and SNS, which name principals as well.
const FOREIGN_ELEMENT: &str = "DataIdentifier";

/// Whether a statement is of another language that looks like IAM's.
fn is_foreign(tree: &Tree<'_>, statement: NodeId) -> bool {
    tree.members(statement).any(|member| {
        let key = tree.str(member.key).unwrap_or("").trim();
        let lone = Some(member.value).filter(|value| tree.kind(*value) == Kind::String);
        let first = lone.or_else(|| tree.elements(member.value).next()).and_then(|value| tree.str(value));
        let is_foreign_text = |(name, start): &(&str, &str)| {
            key.eq_ignore_ascii_case(name)
                && first
                    .and_then(|text| text.get(..start.len()))
                    .is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        key == FOREIGN_ELEMENT || FOREIGN_TEXTS.iter().any(is_foreign_text)
    })
}
