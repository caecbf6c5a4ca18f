//! Tests of aws.
