//! The protocol core: names, requests, replies, findings, rules and JWT. Pure: time, chance and bytes come in as arguments.

pub mod address;
pub mod carrier;
pub mod check;
pub mod dictionary;
pub mod export;
pub mod field;
pub mod finding;
pub mod journal;
pub mod json;
pub mod jwt;
pub mod kind;
pub mod method;
pub mod names;
pub mod pages;
pub mod reference;
pub mod reply;
pub mod request;
pub mod rules;
pub mod severity;
mod tables;
pub mod text;
pub mod time;
pub mod vendor;
pub mod wire;
