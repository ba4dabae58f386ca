//! A command on a system where it cannot be stopped with what it started: it loses its pipe.
#![cfg(not(unix))]

use std::io;
use std::process::{Child, Command};

use super::place::Family;

/// A command that runs.
pub(super) struct Running(u32);

impl Running {
    pub(super) fn spawn(_family: Family, command: &mut Command) -> io::Result<Child> {
        command.spawn()
    }

    pub(super) fn of(_family: Family, child: &Child) -> Self {
        Self(child.id())
    }

    pub(super) fn id(&self) -> u32 {
        self.0
    }

    pub(super) fn stop(&self) {}

    /// Numbers are not stopped by here, so none has to be kept.
    pub(super) fn wait_unreaped(_child: &Child) {}
}
