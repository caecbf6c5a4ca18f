//! Facts about AWS: partitions, regions, principals, actions, condition keys. No spans, no policies.
