//! The learner's own exchange: each line that was really sent or received, and the lesson's words for it.

use super::{Words, exchange};
use crate::app::exchange::is_sent;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::oauth::request::Field;
use crate::oauth::text::visible_line;
use crate::oauth::wire::{Secrets, View, plain};

/// The explain stage.
pub(super) fn say(player: &Player, words: &mut Words) {
    let run = player.bench.explained();
    match run {
        Some(run) => words.fact(format!(
            "These are the lines of run {}. Each has its explanation behind it.",
            run.number
        )),
        None => words.fact("You have sent nothing in this session, so the lines are missing. Their explanations are here all the same."),
    }
    for note in &player.step().notes {
        let line = run.and_then(|run| line(run, &note.about));
        let line = line.map_or_else(String::new, |line| format!("Line: {line}\n"));
        words.fact(format!("{line}{}: {}", note.title, note.text));
    }
}

/// The real line behind a key of the annotations.
fn line(run: &Run, about: &str) -> Option<String> {
    let (side, name) = about.split_once('.')?;
    if side == "request" && !is_sent(run, about) {
        return Some(format!("{name} was not sent"));
    }
    if side == "request" {
        return request_line(run, name);
    }
    let reply = &run.answer.reply;
    match name {
        "status" => Some(format!("{} {}", reply.status, visible_line(&reply.reason))),
        "cache" => {
            let value = reply.header("cache-control")?;
            Some(format!("Cache-Control: {}", visible_line(value)))
        }
        "no-refresh" => Some(match member(run, "refresh_token") {
            Some(_) => "refresh_token is in the reply".to_owned(),
            None => "refresh_token is not in the reply".to_owned(),
        }),
        other => Some(member(run, other).unwrap_or_else(|| format!("{other} is not in the reply"))),
    }
}

fn request_line(run: &Run, name: &str) -> Option<String> {
    let field = match name {
        "line" => Field::Endpoint,
        "grant_type" => Field::GrantType,
        "content-type" => Field::ContentType,
        "authorization" | "assertion" => Field::Credentials,
        "audience" => Field::Audience,
        "scope" => Field::Scope,
        "resource" => Field::Resource,
        "organization" => Field::Organization,
        "client_id" => Field::ClientId,
        "client_secret" => Field::ClientSecret,
        _ => return None,
    };
    let view = run.request.view(View::Http, Secrets::Masked);
    let found = view.iter().find(|line| {
        let mut fields = line.iter().filter_map(|span| span.field);
        fields.any(|of| of == field)
    });
    Some(found.map_or_else(
        || format!("{name} was not sent"),
        |line| visible_line(&plain(line)),
    ))
}

fn member(run: &Run, name: &str) -> Option<String> {
    let document = run.document();
    let at = document.member(document.root()?, name)?;
    let value = match document.string(at) {
        Some(token) if name == "access_token" => exchange::token(token),
        Some(text) => visible_line(text),
        None => visible_line(document.raw(at)),
    };
    Some(format!("{name}: {value}"))
}
