//! What is read out on demand: views of the request, the server's record, notes, findings, a secret once.

use super::{desk, exchange, reference, runs, scenarios, server, targets, token};
use crate::app::player::Player;
use crate::app::{App, Page};
use crate::lesson::bench::Bench;
use crate::lesson::reference::Kind;
use crate::oauth::finding::Finding;
use crate::oauth::journal::Entry;
use crate::oauth::jwt::Jwt;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;
use crate::oauth::wire::{Secrets, View, WireRequest, plain};

/// What can be read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::linear) enum Show {
    /// The request, the secret masked.
    Wire(View),
    /// What the server noted about the newest exchange here, with what arrived.
    ServerView,
    /// The same of the newest request of another program.
    Visitor,
    /// The newest requests that the practice server in hand heard.
    Heard,
    /// A note of this step, by its key.
    Note(&'static str),
    /// The newest exchange beside the one so many before it.
    Compared(usize),
    /// What is in each scenario of the sandbox.
    Scenarios,
    /// Tenants of the learner's own that are kept.
    Targets,
    /// All findings, with their reasons.
    Findings,
    /// The secret, once.
    Secret,
    /// How long the token still lives.
    Lifetime,
    /// Header and payload as the token holds them.
    Json,
    /// The lines that repairs changed.
    Repairs,
    /// What an API does with a token, step by step.
    Ladder,
    /// Of what was found in the reference the one with this index.
    Entry(usize),
    /// The names of all that was found there, or of all of a kind.
    Names(Option<Kind>),
}

/// The paragraphs.
pub(in crate::linear) fn say(app: &App, show: &Show) -> Vec<String> {
    let player = app.player.as_ref();
    let said = match show {
        Show::Wire(view) => request(app).map(|request| wire(&request, *view)),
        Show::ServerView => player.and_then(server_view).map(record),
        Show::Visitor => app.visitor.as_ref().map(|visitor| record(&visitor.entry)),
        Show::Compared(back) => player
            .and_then(|player| player.bench.compared(*back))
            .map(|both| runs::said(&both)),
        Show::Heard => Some(server::journal(app)),
        Show::Scenarios => Some(scenarios::said(app)),
        Show::Targets => Some(targets::said(app)),
        Show::Note(about) => player.and_then(|player| {
            let note = player.step().note(about)?;
            Some(vec![format!("{}: {}", note.title, note.text)])
        }),
        Show::Findings => {
            let whole = findings(app).iter().map(desk::finding_whole);
            Some(whole.collect())
        }
        Show::Secret => player.and_then(secret).map(revealed),
        Show::Lifetime => player
            .and_then(|player| player.bench.token())
            .and_then(|held| token::lifetime(held, app.now.seconds()))
            .map(|left| vec![left]),
        Show::Json => jwt(app).map(decoded),
        Show::Repairs => app.open_desk().map(desk::repairs),
        Show::Ladder => Some(desk::ladder_words()),
        Show::Entry(index) => reference::entry(app, *index),
        Show::Names(kind) => Some(reference::names(app, *kind)),
    };
    said.filter(|lines| !lines.is_empty())
        .unwrap_or_else(|| vec!["There is nothing of that kind here yet.".to_owned()])
}

/// The request as it would go out now, with what an experiment has changed in it.
fn request(app: &App) -> Option<WireRequest> {
    let (facts, player) = (app.facts()?, app.player.as_ref()?);
    Some(player.bench.request(facts).to_wire())
}

fn wire(request: &WireRequest, view: View) -> Vec<String> {
    let lines: Vec<String> = request
        .view(view, Secrets::Masked)
        .iter()
        .map(|line| visible_line(&plain(line)))
        .collect();
    vec![
        format!("The request as {}, the secret masked:", view_name(view)),
        lines.join("\n"),
        "End of the request.".to_owned(),
    ]
}

/// What a view is called.
pub(in crate::linear) fn view_name(view: View) -> &'static str {
    match view {
        View::Http => "HTTP",
        View::Curl => "curl",
        View::PowerShell => "PowerShell",
        View::Bytes => "bytes",
    }
}

/// The server's view of the exchange that the learner looks at.
pub(in crate::linear) fn server_view(player: &Player) -> Option<&Entry> {
    player.bench.latest()?.server_view()
}

fn record(entry: &Entry) -> Vec<String> {
    let mut lines = vec![format!(
        "The server's record {}: {} arrived.",
        visible_line(&entry.id),
        visible_line(&entry.request_line)
    )];
    lines.extend(
        entry.received.iter().map(|(name, value)| {
            format!("Received {}: {}", visible_line(name), visible_line(value))
        }),
    );
    lines.extend(exchange::noted("server", entry));
    lines
}

fn findings(app: &App) -> &[Finding] {
    let report = match (app.page, &app.player) {
        (Page::Checker, _) => app.checker.report.as_ref(),
        (Page::Lesson, Some(player)) => player.bench.desk.report.as_ref(),
        (Page::Decoder, _) => {
            let report = app.decoder.report.as_ref();
            return report.map_or(&[], |report| &report.findings);
        }
        (Page::Home | Page::Server | Page::Reference, _) | (Page::Lesson, None) => None,
    };
    report.map_or(&[], |report| &report.findings)
}

/// The secret that stands in the request, else the app's own.
pub(in crate::linear) fn secret(player: &Player) -> Option<&ClientSecret> {
    let typed = player.bench.draft.client_secret.as_ref();
    let own = player
        .bench
        .app
        .as_ref()
        .and_then(|app| app.client_secret.as_ref());
    let building = player.work() == Some(Bench::Build);
    if building { typed } else { own.or(typed) }
}

fn revealed(secret: &ClientSecret) -> Vec<String> {
    vec![
        "Careful: the next line is the secret. It stays in your terminal's history.".to_owned(),
        visible_line(secret.expose()),
    ]
}

/// The token that this page is about.
fn jwt(app: &App) -> Option<&Jwt> {
    match app.page {
        Page::Decoder => app.decoder.report.as_ref().map(|report| &report.jwt),
        Page::Checker => app.checker.report.as_ref()?.jwt.as_ref(),
        Page::Lesson => app.player.as_ref()?.bench.token().map(|token| &token.jwt),
        Page::Home | Page::Server | Page::Reference => None,
    }
}

fn decoded(jwt: &Jwt) -> Vec<String> {
    let parts = [("Header", &jwt.header), ("Payload", &jwt.payload)];
    parts
        .into_iter()
        .filter_map(|(name, document)| {
            let document = document.as_ref()?;
            let mut text = String::new();
            document.write_pretty(document.root()?, 2, &mut text);
            Some(format!("{name}:\n{text}"))
        })
        .collect()
}
