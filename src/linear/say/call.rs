//! Calls of the APIs: what each said to the token in hand, and to a call without one.

use super::{Words, exchange, request};
use crate::app::App;
use crate::app::deed::Deed;
use crate::app::player::Player;
use crate::app::token::{ApiAnswer, Call};
use crate::lesson::change::Bearing;
use crate::lesson::desks::filled;
use crate::oauth::journal::Door;
use crate::oauth::text::visible_line;

/// The call bench.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let Some(calls) = player.bench.calls() else {
        words.fact(player.first_a_token());
        return;
    };
    if let Some(aud) = player
        .bench
        .token()
        .and_then(|token| token.jwt.claim_text("aud"))
    {
        words.fact(format!("Your token says aud {}.", visible_line(aud)));
    }
    for api in app.facts().map_or(&[][..], |facts| &facts.apis) {
        let said = |bearing| {
            calls.of(&api.key, bearing).map_or_else(
                || "not called".to_owned(),
                |answer| answer.answer.reply.status.to_string(),
            )
        };
        words.fact(format!(
            "{}, {}: with the token {}, without one {}.",
            api.name,
            visible_line(api.told()),
            said(Bearing::Token),
            said(Bearing::Nothing)
        ));
    }
    newest(calls, words);
    way_back(app, player, words);
}

/// Where the refusal of the newest call is mended.
pub(super) fn way_back(app: &App, player: &Player, words: &mut Words) {
    let calls = player.bench.calls().filter(|calls| calls.is_settled());
    let last = calls.and_then(Call::last);
    let way = last.and_then(|last| player.way_back_of_call(last, app.facts()));
    match way {
        Some(way) if app.is_over_by_the_clock(way) => {
            let what = ("what", Deed::ApiClock.name().to_owned());
            words.fact(filled("way.expired.clock", &[what]));
        }
        Some(way) => words.fact(request::way_back(player, way)),
        None => {}
    }
    let is_refused =
        |last: &ApiAnswer| last.answer.reply.status >= 400 && last.bearing == Bearing::Token;
    let has_failed = player
        .bench
        .calls()
        .is_some_and(|calls| calls.failed.is_some());
    if has_failed || last.is_some_and(is_refused) {
        request::by_hand(app, words);
    }
}

/// The newest call, step by step; nothing while there was none.
pub(super) fn newest(calls: &Call, words: &mut Words) {
    if let Some(error) = &calls.failed {
        words.fact(exchange::failed(error));
    }
    // One before it is not what was asked for just now.
    if let Some(last) = calls.last().filter(|_| calls.is_settled()) {
        words.fact(told(last));
    }
}

pub(super) fn told(call: &ApiAnswer) -> String {
    let inside = match call.bearing {
        Bearing::Token => "with the token",
        Bearing::Nothing => "without a token",
    };
    let mut lines = vec![exchange::out(&call.request, inside)];
    let mut newest_first = call.journal.iter().rev();
    let entry = newest_first.find(|entry| entry.door == Door::Api);
    lines.extend(entry.map_or_else(Vec::new, |entry| exchange::noted("API", entry)));
    lines.extend(exchange::back(&call.answer));
    lines.join("\n")
}
