//! Measures the program in a terminal.
fn main() {}
