//! What puts a change of a practice tenant back.

use crate::practice::{Tenant, TenantSetup};

/// Puts a change back.
pub(super) type Undo = Box<dyn FnOnce(&Tenant) + Send>;

/// Changes the tenant's set-up, and keeps the part of it that is put back.
pub(super) fn keeping(
    tenant: &Tenant,
    change: impl FnOnce(&mut TenantSetup),
    back: fn(&mut TenantSetup, TenantSetup),
) -> Undo {
    let before = tenant.setup();
    tenant.configure(change);
    Box::new(move |tenant| tenant.configure(|now| back(now, before)))
}
