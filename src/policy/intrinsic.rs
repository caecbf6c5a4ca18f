//! Functions of CloudFormation in the place of values: what stands there is known only to whoever deploys the template.

use crate::json::{Kind, NodeId, Tree};

/// Whether the node is `{"Ref": …}` or `{"Fn::…": …}`.
pub fn is_intrinsic(tree: &Tree<'_>, node: NodeId) -> bool {
    if tree.kind(node) != Kind::Object {
        return false;
    }
    let mut members = tree.members(node);
    match (members.next(), members.next()) {
        (Some(only), None) => tree.str(only.key).is_some_and(is_intrinsic_name),
        _ => false,
    }
}

/// Whether the name is that of a function: a member of this name makes its object one.
pub fn is_intrinsic_name(name: &str) -> bool {
    name == "Ref" || name.starts_with("Fn::")
}
