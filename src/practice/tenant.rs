//! What a tenant is, and how it is read and changed while it runs: its apps, settings, keys, faults, counts, and what it tells about itself.

pub(super) mod app_key;
pub(super) mod app_type;
pub(super) mod apps;
pub(super) mod handle;
pub(super) mod held;
pub(super) mod keys;
pub(super) mod metadata;
pub(super) mod ordering;
pub(super) mod orders;
pub(super) mod pace;
pub(super) mod setup;
pub(super) mod signing_key;
