//! Saved answers of the AWS CLI.
