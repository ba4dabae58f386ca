//! `oauth-tutor`: learn the OAuth 2.0 Client Credentials flow in the terminal, against real servers.
//!
//! The modules in reading order, lowest layer first. Imports go down only (`tests/architecture` holds that):
//!
//! | module | what it is |
//! |---|---|
//! | [`oauth`] | the protocol: requests, replies, findings, rules, JWT. Pure: no clock, no socket, no screen |
//! | [`flow`] | flows as rows of cards: what they are, and a session that runs them. Pure |
//! | [`lesson`] | the course as data: its model, its files, its lint |
//! | [`app`] | the tutor's state and the one function that changes it. Pure |
//! | [`net`] | sends a request over a real socket and brings the reply back |
//! | [`practice`] | the practice authorization servers and APIs, on loopback sockets |
//! | [`store`] | progress on disk |
//! | [`shell`] | runs what [`app`] asks for: owns tasks, clocks, ids and shutdown |
//! | [`tui`], [`linear`] | two skins over the same [`app`] |
//! | [`cli`] | commands, flags, exit codes, printing |

pub mod app;
pub mod cli;
pub mod flow;
pub mod lesson;
pub mod linear;
pub mod net;
pub mod oauth;
pub mod practice;
pub mod shell;
pub mod store;
pub mod tui;
