//! What is done with a mouse. Nothing needs one: each click does what a key does.

/// What was done with the mouse, and where: columns and rows from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub what: Deed,
    /// The column.
    pub column: u16,
    /// The row.
    pub row: u16,
}

/// What can be done with a mouse here. A moving pointer is not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The left button was pressed.
    Click,
    /// The wheel was turned up.
    WheelUp,
    /// The wheel was turned down.
    WheelDown,
}
