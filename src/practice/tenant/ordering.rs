//! How a tenant takes orders for faults, and gives them back.

use crate::practice::Tenant;
use crate::practice::tenant::orders::{FaultDoor, Order};

impl Tenant {
    /// Orders a fault. Of several for one door the first one goes first.
    pub fn order(&self, order: Order) {
        self.inner.orders.add(order);
    }

    /// The orders that are open.
    pub fn orders(&self) -> Vec<Order> {
        self.inner.orders.open()
    }

    /// Takes back the orders of this door, or all.
    pub fn take_back_orders(&self, door: Option<FaultDoor>) {
        self.inner.orders.take_back(door);
    }

    /// What the next answer of this door falls under.
    pub(in crate::practice) fn next_order(&self, door: FaultDoor) -> Option<Order> {
        self.inner.orders.take(door)
    }
}
