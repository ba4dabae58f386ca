//! `serve` as a program of its own, for tests that play against it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_oauth-tutor");

/// `serve` on free ports, stopped at the end of the test.
pub(crate) struct Servers {
    child: Child,
    /// As the ready line describes them.
    pub(crate) tenants: Value,
}

impl Servers {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--json", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        lines.read_line(&mut ready).unwrap();
        let ready: Value = serde_json::from_str(&ready).unwrap();
        Self {
            child,
            tenants: ready["tenants"].clone(),
        }
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        // SIGTERM, so that it takes its key files away.
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}
