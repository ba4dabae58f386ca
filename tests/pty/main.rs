//! The real program in a terminal.
#![cfg(test)]

#[expect(
    dead_code,
    reason = "the pictures of the README use one thing more of it"
)]
#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/pty_learner.rs"]
mod pty_learner;
#[path = "../support/servers.rs"]
mod servers;

mod canary;
mod editor;
mod gone;
mod harness;
mod input;
mod leaving;
mod lesson;
mod linear;
mod own_targets;
mod paste;
mod piped;
mod practice;
mod secret_command;
mod serve;
mod stage;
mod surroundings;
