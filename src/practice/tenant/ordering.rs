//! How a tenant takes orders for faults, and gives them back.

use crate::practice::Tenant;
use crate::practice::tenant::orders::{FaultDoor, Order, Placed};

impl Tenant {
    /// Orders a fault. Of several for one door the first one goes first.
    pub fn order(&self, order: Order) -> Placed {
        self.inner.orders.add(order)
    }

    /// Takes back this order, where anything of it is left.
    pub fn take_back_order(&self, placed: Placed) {
        self.inner.orders.take_back_one(placed);
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
        self.inner.orders.take(door, self.inner.clock.now())
    }
}
