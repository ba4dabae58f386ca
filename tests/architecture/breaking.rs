//! Breaks every rule on purpose: a test that cannot fail proves nothing.

use std::collections::HashSet;

use crate::source::Source;
use crate::{borders, circles, dependencies, habits};

/// What the border test says of these sources.
fn said(sources: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = sources
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect();
    borders::breaches(&sources, &dependencies())
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// What the habit test says of one source.
fn habits_said(path: &str, text: &str) -> Vec<String> {
    habits::breaches(&Source::new(path, text))
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// What the circle test says of these sources.
fn circles_said(sources: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = sources
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect();
    circles::breaches(&sources)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[track_caller]
fn caught(path: &str, text: &str, what: &str) {
    let said = said(&[(path, text)]);
    assert!(
        said.iter().any(|line| line.contains(what)),
        "not caught in {path}: {text}\n{said:?}"
    );
}

#[track_caller]
fn allowed(path: &str, text: &str) {
    assert_eq!(
        said(&[(path, text)]),
        Vec::<String>::new(),
        "{path}: {text}"
    );
}

#[test]
fn an_import_upwards_is_caught_in_every_form() {
    caught("oauth/check.rs", "use crate::app::App;", "crate::app::App");
    caught(
        "oauth/check.rs",
        "use crate::{oauth::names, net::Client};",
        "crate::net::Client",
    );
    caught("oauth/check.rs", "use super::super::app;", "crate::app");
    caught(
        "oauth.rs",
        "use super::lesson::Course;",
        "crate::lesson::Course",
    );
    caught(
        "oauth/check/paste.rs",
        "use super::{super::super::net as n};",
        "crate::net",
    );
    caught(
        "oauth/check.rs",
        "use oauth_tutor::tui::run;",
        "crate::tui::run",
    );
    caught("oauth/check.rs", "use ::oauth_tutor::tui;", "crate::tui");
    caught(
        "oauth/check.rs",
        "pub use crate::store::Save;",
        "crate::store::Save",
    );
    caught(
        "oauth/check.rs",
        "fn f() { use crate::shell; }",
        "crate::shell",
    );
    caught(
        "oauth/check.rs",
        "mod inner { use super::super::super::net::Client; }",
        "crate::net",
    );
}

#[test]
fn an_inline_path_upwards_is_caught() {
    caught(
        "app.rs",
        "fn f() { crate::net::send(1); }",
        "crate::net::send",
    );
    caught(
        "app.rs",
        "fn f(client: &crate::net::Client) {}",
        "crate::net::Client",
    );
    caught(
        "app.rs",
        "fn f<T: Into<super::practice::Tenant>>() {}",
        "crate::practice::Tenant",
    );
    caught(
        "app.rs",
        "impl crate::tui::Screen for X {}",
        "crate::tui::Screen",
    );
    caught(
        "app.rs",
        "fn f() { assert!(crate::net::up()); }",
        "crate::net::up",
    );
    caught(
        "app.rs",
        "fn f() { x!({ use crate::{lesson::A, net::B}; }) }",
        "crate::net::B",
    );
    caught(
        "app.rs",
        "#[serde(with = \"crate::store::time\")] struct S;",
        "crate::store::time",
    );
    caught(
        "app.rs",
        "fn f(x: u8) { match x { crate::net::LIMIT => {} } }",
        "crate::net::LIMIT",
    );
}

#[test]
fn the_crate_root_cannot_be_smuggled_in() {
    caught(
        "app.rs",
        "use crate as root; fn f() { root::net::x() }",
        "crate::net::x",
    );
    caught("app.rs", "use crate::*;", "crate root");
    caught("app/update.rs", "use super::super::*;", "crate root");
    caught(
        "app/update.rs",
        "use super::super as up; use up::net;",
        "crate::net",
    );
}

#[test]
fn every_layer_keeps_to_its_row() {
    for (path, wrong) in [
        ("lesson.rs", "app"),
        ("lesson.rs", "practice"),
        ("app.rs", "net"),
        ("app.rs", "practice"),
        ("net.rs", "app"),
        ("net.rs", "lesson"),
        ("practice.rs", "app"),
        ("practice.rs", "lesson"),
        ("practice.rs", "tui"),
        ("store.rs", "net"),
        ("store.rs", "shell"),
        ("shell.rs", "tui"),
        ("shell.rs", "linear"),
        ("shell.rs", "cli"),
        ("tui.rs", "net"),
        ("tui.rs", "store"),
        ("tui.rs", "practice"),
        ("linear.rs", "tui"),
        ("linear.rs", "net"),
    ] {
        caught(path, &format!("use crate::{wrong}::Thing;"), wrong);
    }
    for (path, outside) in [
        ("net.rs", "ratatui"),
        ("net.rs", "axum"),
        ("practice.rs", "reqwest"),
        ("practice.rs", "jsonwebtoken"),
        ("store.rs", "tokio"),
        ("store.rs", "ratatui"),
        ("shell.rs", "ratatui"),
        ("shell.rs", "crossterm"),
        ("shell.rs", "clap"),
        ("tui.rs", "reqwest"),
        ("tui.rs", "axum"),
        ("tui.rs", "clap"),
        ("linear.rs", "ratatui"),
        ("linear.rs", "crossterm"),
        ("shell.rs", "anyhow"),
    ] {
        caught(path, &format!("use {outside}::Thing;"), outside);
        caught(path, &format!("fn f() {{ {outside}::thing() }}"), outside);
        caught(
            path,
            &format!("fn f(x: Option<::{outside}::Thing>) {{}}"),
            outside,
        );
    }
    caught(
        "cli/report.rs",
        "use ratatui::widgets::Paragraph;",
        "ratatui::widgets",
    );
    caught(
        "main.rs",
        "fn main() { oauth_tutor::net::x() }",
        "main knows only cli",
    );
    caught("extra.rs", "use std::fmt;", "no layer");
}

#[test]
fn the_shell_carries_a_lesson_s_changes_out_and_knows_no_lesson() {
    caught(
        "shell/session.rs",
        "use crate::lesson::model::Lesson;",
        "crate::lesson::model::Lesson",
    );
    allowed(
        "shell/tenant/change.rs",
        "use crate::lesson::{change::FaultKind, target::TargetName};",
    );
}

#[test]
fn the_pure_layers_stay_pure() {
    for path in ["oauth/time.rs", "lesson.rs", "app/update.rs"] {
        caught(path, "use std::fs;", "std::fs");
        caught(path, "use std::{fmt, fs::File};", "std::fs::File");
        caught(path, "fn f() { std::env::var(\"HOME\"); }", "std::env::var");
        caught(
            path,
            "fn f() { core::time::x(); std::time::Instant::now(); }",
            "Instant",
        );
        caught(
            path,
            "use std::time; fn f() { time::SystemTime::now(); }",
            "SystemTime",
        );
        caught(path, "use std::time::*;", "std::time");
        caught(
            path,
            "use std as s; fn f() { s::process::exit(1) }",
            "std::process",
        );
        caught(
            path,
            "async fn f() { tokio::task::yield_now().await }",
            "tokio",
        );
        caught(path, "#[tokio::main] async fn main() {}", "tokio::main");
        caught(path, "extern crate reqwest as r;", "reqwest");
        caught(path, "use {axum::Router, std::fmt};", "axum");
        caught(path, "fn f() { println!(\"x\") }", "println!");
        caught(path, "fn f() { vec![print!(\"x\")]; }", "print!");
        caught(path, "fn f() { std::eprintln!(\"x\") }", "std::eprintln!");
        allowed(
            path,
            "use std::{fmt, time::Duration}; fn f(tokio: u8) -> u8 { tokio }",
        );
    }
    caught(
        "oauth/time.rs",
        "use jiff::Timestamp; fn f() { Timestamp::now(); }",
        "Timestamp::now",
    );
    caught(
        "oauth/jwt/keys.rs",
        "use aws_lc_rs::rand::SystemRandom;",
        "aws_lc_rs::rand",
    );
}

#[test]
fn the_practice_server_cannot_reach_the_checker() {
    let path = "practice/token.rs";
    caught(
        path,
        "use crate::oauth::check::judge;",
        "crate::oauth::check",
    );
    caught(
        path,
        "use crate::oauth::{names::ClientId, rules};",
        "crate::oauth::rules",
    );
    caught(
        path,
        "use crate::oauth; fn f() { oauth::vendor::x() }",
        "crate::oauth::vendor",
    );
    caught(
        path,
        "use crate::oauth::{self as o}; fn f() { o::check::x() }",
        "oauth::check",
    );
    caught(path, "use crate::oauth::*;", "crate::oauth");
    allowed(path, "use crate::oauth::{names::*, wire};");
    let said = said(&[
        ("oauth.rs", "pub mod check; pub use check::judge;"),
        (path, "use crate::oauth::judge;"),
    ]);
    assert!(
        said.iter().any(|line| line.contains("oauth::check::judge")),
        "{said:?}"
    );
}

#[test]
fn reserved_names_stay_at_home() {
    caught("oauth/check.rs", "use jsonwebtoken::x;", "jsonwebtoken");
    caught(
        "oauth/jwt.rs",
        "fn f() { aws_lc_rs::digest::x() }",
        "aws_lc_rs",
    );
    allowed(
        "oauth/jwt/keys.rs",
        "use jsonwebtoken::jwk::Jwk; use aws_lc_rs::signature;",
    );
    caught("oauth/rules/words.rs", "use toml::Table;", "toml");
    caught(
        "tui/screen/build.rs",
        "use crate::shell::Handle;",
        "crate::shell",
    );
    caught("tui/screen.rs", "fn f() { tokio::spawn(x) }", "tokio");
    allowed(
        "tui/run.rs",
        "use crate::shell::Handle; use tokio::sync::mpsc;",
    );
    caught("linear/line.rs", "use crate::shell;", "crate::shell");
    allowed("linear/run.rs", "use crate::shell;");
    caught("tui/screen.rs", "use crossterm::event::KeyCode;", "KeyCode");
    caught(
        "tui/screen.rs",
        "fn f() { matches!(k, KeyCode::Enter) }",
        "KeyCode",
    );
    caught(
        "tui/screen.rs",
        "use crossterm::event::KeyCode as K;",
        "KeyCode",
    );
    allowed(
        "tui/keys.rs",
        "use crossterm::event::{KeyCode, KeyModifiers};",
    );
    caught("tui/screen.rs", "const X: Color = Color::Red;", "Color");
    caught(
        "tui/widget/bar.rs",
        "fn f() { ratatui::style::Color::Rgb(1, 2, 3) }",
        "Color",
    );
    caught("tui/screen.rs", "fn f() { \"x\".red() }", ".red");
    caught(
        "tui/screen.rs",
        "fn f() { vec![\"x\".light_blue()] }",
        ".light_blue",
    );
    allowed(
        "tui/theme.rs",
        "use ratatui::style::Color; const X: Color = Color::Rgb(1, 2, 3);",
    );
}

#[test]
fn a_circle_is_named_once_with_all_who_are_in_it() {
    let two = [
        ("tui/list.rs", "use super::panel::Panel; struct List;"),
        ("tui/panel.rs", "fn f() { crate::tui::list::draw() }"),
    ];
    assert_eq!(
        circles_said(&two),
        [
            "src/tui/list.rs:1: imports go in a circle: `tui::list` needs `tui::panel`, which needs `tui::list`"
        ]
    );
    let three = [
        ("app.rs", "mod fact; mod player; mod verdict;"),
        (
            "app/fact.rs",
            "use super::player; fn f(p: &player::Player) {}",
        ),
        ("app/player.rs", "\nuse crate::app::verdict::*;"),
        (
            "app/verdict.rs",
            "use {super::fact as seen}; type X = seen::Fact;",
        ),
    ];
    assert_eq!(
        circles_said(&three),
        [
            "src/app/fact.rs:1: imports go in a circle: `app::fact` needs `app::player`, which needs `app::verdict`, which needs `app::fact`"
        ]
    );
    let parent = [
        (
            "shell.rs",
            "mod saver; type Sink = u8; fn f() { saver::save() }",
        ),
        ("shell/saver.rs", "use super::Sink;"),
    ];
    assert_eq!(
        circles_said(&parent).len(),
        1,
        "{:?}",
        circles_said(&parent)
    );
}

#[test]
fn a_re_export_counts_where_it_is_used_and_as_what_it_shows() {
    let overlay =
        "pub(crate) mod help; pub(crate) use help::Help; mod sheet; pub(crate) use sheet::Step;";
    let below = [
        ("tui/overlay.rs", overlay),
        ("tui/overlay/help.rs", "use super::Step;"),
        ("tui/overlay/sheet.rs", "enum Step {}"),
    ];
    assert_eq!(circles_said(&below), Vec::<String>::new());
    let round = [
        ("tui/overlay.rs", overlay),
        ("tui/overlay/help.rs", "use crate::tui::overlay::Step;"),
        ("tui/overlay/sheet.rs", "use crate::tui::overlay::Help;"),
    ];
    let said = circles_said(&round);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("`tui::overlay::help` needs `tui::overlay::sheet`"),
        "{said:?}"
    );
    let used = [
        (
            "tui/overlay.rs",
            "mod help; pub use help::Help; fn f(h: Help) {} struct Step;",
        ),
        ("tui/overlay/help.rs", "use super::Step;"),
    ];
    assert_eq!(circles_said(&used).len(), 1);
}

#[test]
fn no_circle_is_seen_where_none_is() {
    let sources = [
        (
            "lesson.rs",
            "pub mod course; pub use course::{Course, course};",
        ),
        (
            "lesson/course.rs",
            "use crate::lesson::parse; fn f() { parse::parse() }",
        ),
        (
            "lesson/parse.rs",
            "use super::bench; #[cfg(test)] mod tests { use crate::lesson::Course; }",
        ),
        ("lesson/bench.rs", "fn f(parse: u8) -> u8 { parse }"),
    ];
    assert_eq!(circles_said(&sources), Vec::<String>::new());
}

#[test]
fn tests_inside_a_file_may_look_around() {
    allowed(
        "app.rs",
        "#[cfg(test)] mod tests { use std::fs; use crate::net::x; }",
    );
    caught(
        "app.rs",
        "#[cfg(not(test))] mod real { use std::fs; }",
        "std::fs",
    );
}

#[test]
fn a_child_module_is_no_crate() {
    allowed("oauth.rs", "mod http; fn f() { http::read() }");
}

#[test]
fn dependencies_are_read_from_the_manifest() {
    let found = dependencies();
    let wanted = ["aws_lc_rs", "ratatui", "rustix", "tui_textarea"];
    let wanted: HashSet<String> = wanted.map(str::to_owned).into();
    assert!(found.is_superset(&wanted), "{found:?}");
    assert!(!found.contains("syn"), "a dev-dependency is no dependency");
}

#[test]
fn habits_are_held() {
    let said = |path: &str, text: &str| habits_said(path, text).join("\n");
    assert!(said("app.rs", "fn f() {}\n").contains("sentence"));
    assert!(said("app.rs", "//! No stop\nfn f() {}\n").contains("full stop"));
    assert_eq!(said("app.rs", "//! A sentence.\n"), "");
    assert!(said("app/mod.rs", "//! A.\n").contains("mod.rs"));
    assert!(said("app/utils.rs", "//! A.\n").contains("`utils`"));
    assert!(said("tui/helpers/x.rs", "//! A.\n").contains("`helpers`"));
    assert!(said("app.rs", "//! A.\n#[allow(dead_code)]\nfn f() {}\n").contains(":2: `allow`"));
    assert!(said("app.rs", "//! A.\n#![allow(dead_code)]\n").contains("`allow`"));
    assert!(said("app.rs", "//! A.\n#[cfg_attr(unix, allow(x))]\nfn f() {}\n").contains("allow"));
    assert!(said("app.rs", "//! A.\nfn f() { #[allow(x)] let y = 1; }\n").contains("allow"));
    assert_eq!(
        said(
            "app.rs",
            "//! A.\n#[expect(dead_code, reason = \"x\")]\nfn f() {}\n"
        ),
        ""
    );
}

#[test]
fn caps_are_held() {
    let body = |lines: usize| "    f();\n".repeat(lines);
    let said = |text: &str| habits_said("app.rs", text).join("\n");
    assert_eq!(said(&format!("//! A.\nfn f() {{\n{}}}\n", body(60))), "");
    assert!(said(&format!("//! A.\nfn f() {{\n{}}}\n", body(61))).contains("`f` has 61 lines"));
    assert_eq!(
        said(&format!(
            "//! A.\nfn f() {{\n{}    // why\n\n}}\n",
            body(60)
        )),
        ""
    );
    let method = format!("//! A.\nimpl X {{\nfn m() {{\n{}}}\n}}\n", body(61));
    assert!(said(&method).contains("`m` has 61 lines"));
    let excused = "#[expect(clippy::too_many_lines, reason = \"a table\")]";
    assert_eq!(
        said(&format!("//! A.\n{excused}\nfn f() {{\n{}}}\n", body(61))),
        ""
    );
    let constants = "const X: u8 = 1;\n".repeat(400);
    assert!(said(&format!("//! A.\n{constants}")).contains("has 401 lines"));
    let tests = format!(
        "#[cfg(test)]\nmod tests {{\n{}}}\n",
        "const X: u8 = 1;\n".repeat(400)
    );
    assert_eq!(said(&format!("//! A.\n{tests}")), "");
}
