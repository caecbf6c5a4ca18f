//! Words of the commands that answer questions.

use crate::access::Why;

/// Why a question has no settled answer.
pub(super) fn why_unknown(why: Why) -> String {
    let text = match why {
        Why::DuplicateKeys => "an object of the policy names a member twice",
        Why::Damaged => "the text of the policy has mistakes",
        Why::NotUnderstood => "the policy has a part that was not understood",
        Why::Hole => "the policy has a placeholder there",
        Why::Disputed(row) => {
            return format!("the documents leave the meaning open (row {row} of the semantics)");
        }
        Why::Key => "the request does not say what value a condition key has",
        Why::Resource => "the request names its resource only in part",
        Why::Caller => "the request does not say enough about the caller",
        Why::OtherSide => "the policies of the other side have to allow it too, and are not here",
        Why::Account => "it is not known whether caller and resource belong to one account",
    };
    text.to_owned()
}
