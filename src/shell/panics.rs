//! A panic in any thread ends the program: the terminal is given back before the report is printed, and the skin is told.

use std::panic;
use std::thread;

/// Puts itself before the hook that writes the report. `tell` is called after it, when the panic is not the caller's own thread's.
pub fn watch(restore: fn(), tell: impl Fn() + Send + Sync + 'static) {
    let own = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        restore();
        before(info);
        if thread::current().id() != own {
            tell();
        }
    }));
}
