//! Faults that are ordered for the next answers of a door.

use std::time::Duration;

use super::spelling::{Door, FaultOf};
use crate::oauth::text::visible_line;
use crate::practice::{Fault, FaultDoor, Order, Tenant, Trouble, usual_error};

/// The longest that a slow answer takes, in seconds.
const SLOWEST: u64 = 600;

/// Orders a fault, or takes orders back.
///
/// # Errors
/// Why it cannot be done, in words.
pub(super) fn order(tenant: &Tenant, fault: &FaultOf) -> Result<(), String> {
    let door = fault.door.map(|door| match door {
        Door::Token => FaultDoor::Token,
        Door::Api => FaultDoor::Api,
        Door::Jwks => FaultDoor::Jwks,
        Door::Metadata => FaultDoor::Metadata,
    });
    if fault.kind == "none" {
        tenant.take_back_orders(door);
        return Ok(());
    }
    if fault.next == Some(0) {
        return Err("next is 1 or more; without it the fault stays until kind none".to_owned());
    }
    let door = door.unwrap_or(FaultDoor::Token);
    let trouble = trouble(door, fault)?;
    if fault.enforce && fault.retry_after.is_none() {
        return Err("enforce goes with retry_after: for so long the door stays shut".to_owned());
    }
    tenant.order(Order {
        door,
        trouble,
        retry_after: fault.retry_after,
        left: fault.next,
        enforced: fault.enforce,
    });
    Ok(())
}

fn trouble(door: FaultDoor, fault: &FaultOf) -> Result<Trouble, String> {
    let at_token = |trouble: Fault| match door {
        FaultDoor::Token => Ok(Trouble::Fault(trouble)),
        FaultDoor::Api | FaultDoor::Jwks | FaultDoor::Metadata => {
            Err(format!("{} happens at the token door alone", fault.kind))
        }
    };
    match fault.kind.as_str() {
        "slow" => match fault.seconds.unwrap_or(5) {
            seconds @ 1..=SLOWEST => Ok(Trouble::Fault(Fault::Slow(Duration::from_secs(seconds)))),
            _ => Err(format!("seconds is from 1 to {SLOWEST}")),
        },
        "cut" => Ok(Trouble::Fault(Fault::Cut)),
        "html" => Ok(Trouble::Html),
        "wrong-key" => at_token(Fault::WrongKey),
        "policy" => at_token(Fault::Policy),
        "hook" => at_token(Fault::Hook),
        status => of_status(door, status, fault),
    }
}

/// 429 and 500 have a vendor's own words, unless others are given.
fn of_status(door: FaultDoor, status: &str, fault: &FaultOf) -> Result<Trouble, String> {
    let number: Option<u16> = status.parse().ok();
    let number = number.filter(|number| (400..600).contains(number));
    let number = number.ok_or_else(|| {
        let shown = visible_line(status);
        format!("{shown} is no kind of fault: slow cut html wrong-key policy hook none, or a status from 400 to 599")
    })?;
    if fault.error.is_none() && fault.description.is_none() {
        match number {
            429 => return Ok(Trouble::Fault(Fault::TooMany)),
            500 => return Ok(Trouble::Fault(Fault::Broken)),
            _ => {}
        }
    }
    let usual = usual_error(door, number).to_owned();
    let error = fault.error.clone().unwrap_or(usual);
    // RFC 6749 5.2 and RFC 6750 3: visible ASCII and blanks, without quotes and backslashes.
    let fits = |c: char| (' '..='~').contains(&c) && c != '"' && c != '\\';
    let described = fault.description.as_deref().unwrap_or_default();
    if !error.chars().chain(described.chars()).all(fits) {
        return Err("error and description are ASCII without quotes and backslashes".to_owned());
    }
    Ok(Trouble::Refuse {
        status: number,
        error,
        description: fault.description.clone(),
    })
}
