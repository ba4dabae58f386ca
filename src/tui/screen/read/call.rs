//! The call of the API: what it answered, with which challenge, and what it checked itself.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::deed::Deed;
use crate::app::player::Player;
use crate::app::token::{ApiAnswer, Call};
use crate::app::way_back::WayBack;
use crate::lesson::bench::Bench;
use crate::lesson::change::Bearing;
use crate::lesson::desks::{self, filled};
use crate::oauth::journal::Door;
use crate::oauth::text::visible_line;
use crate::tui::keys::{self, Action, Context};
use crate::tui::screen::send::{by_hand, failure, now};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::reply;
use crate::tui::widget::sequence::{micros, outcome};

/// The newest call in a few words.
pub(super) fn state(app: &App) -> String {
    let call = app.player.as_ref().and_then(|player| player.bench.calls());
    match call {
        Some(call) if call.waiting.is_some() => "calling".to_owned(),
        Some(call) if call.failed.is_some() => "no answer".to_owned(),
        Some(call) => call.last().map_or_else(
            || "not called".to_owned(),
            |last| last.answer.reply.status.to_string(),
        ),
        None => String::new(),
    }
}

/// The newest call: request line, reply, the API's own checks.
pub(super) fn lines(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let call = app.player.as_ref().and_then(|player| player.bench.calls());
    let asked =
        |call: &&Call| call.waiting.is_some() || call.failed.is_some() || call.last().is_some();
    if let Some(call) = call.filter(asked) {
        if let Some(last) = call.last().filter(|_| call.is_settled()) {
            return here(app, (last, Context::Read), width, look);
        }
        let mut lines = answered(call, width, look);
        if call.failed.is_some() {
            lines.extend(by_hand(app, width, look));
        }
        return lines;
    }
    let key = |action, words: &str| {
        let key = keys::name(Context::Read, action, look.unicode);
        let key = Span::styled(format!("{key} "), look.style(Role::Key));
        text::marked(key, words, usize::from(width), look.style(Role::Text))
    };
    let mut lines = key(Action::CallApi, "calls the API with this token");
    lines.extend(key(
        Action::CallBare,
        "calls it without one, to see what it says",
    ));
    lines
}

/// What became of the newest call, whoever made it; nothing while there was none.
pub(in crate::tui::screen) fn answered(
    call: &Call,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    if call.waiting.is_some() {
        return prose("Calling the API.", cells, look.style(Role::Text));
    }
    if let Some(error) = &call.failed {
        return failure(
            (error, desks::words("failure.call"), Context::Read),
            width,
            look,
        );
    }
    call.last()
        .map_or_else(Vec::new, |last| one(last, width, look))
}

/// What a refusal of the newest call comes down to, for the line of the status; nothing where there is nothing to mend.
pub(in crate::tui::screen) fn refused(app: &App) -> Option<String> {
    let player = app.player.as_ref()?;
    let calls = player.bench.calls()?;
    if calls.failed.is_some() {
        return Some(no_answer(app).unwrap_or_else(|| desks::words("failure.call").to_owned()));
    }
    let last = Some(calls).filter(|call| call.is_settled())?.last()?;
    let way = player.way_back_of_call(last, app.facts())?;
    let status = last.answer.reply.status.to_string();
    if app.is_over_by_the_clock(way) {
        let of = [
            ("status", status),
            ("what", Deed::ApiClock.name().to_owned()),
        ];
        return Some(filled("way.short.by-hand", &of));
    }
    let id = match way {
        WayBack::Permission if player.adds_scopes() => "way.short.scope-form",
        WayBack::Permission if player.lesson.has(Bench::Dashboard) => "way.short.permission",
        WayBack::Permission => "way.short.ask",
        WayBack::Audience if player.called_beside_the_goal() => "way.short.beside",
        WayBack::Audience => "way.short.audience",
        WayBack::Expired => "way.short.expired",
        WayBack::OldToken => "way.short.old-token",
        WayBack::Older => "way.short.older",
        WayBack::Again => "way.short.again",
        WayBack::Anew
        | WayBack::Type
        | WayBack::Grant
        | WayBack::Default
        | WayBack::NoDefault
        | WayBack::Scope
        | WayBack::NoScope
        | WayBack::Possession
        | WayBack::Field(_)
        | WayBack::Rule
        | WayBack::Action => {
            return None;
        }
    };
    Some(filled(id, &[("status", status)]))
}

/// That the server was changed by hand, to whoever gets no answer: trying again helps nobody who has pulled the plug.
pub(in crate::tui::screen) fn no_answer(app: &App) -> Option<String> {
    let in_force = app.hand.in_force(app.target());
    let silent = |deed: &&Deed| matches!(deed, Deed::Unplug | Deed::Cut | Deed::Slow);
    let deed = in_force.iter().rev().find(silent)?;
    Some(filled("hand.brief", &[("what", deed.name().to_owned())]))
}

/// That there is no token yet, and where one comes from.
pub(in crate::tui::screen) fn no_token_yet(app: &App) -> String {
    let player = app.player.as_ref();
    player.map_or_else(String::new, Player::first_a_token)
}

/// One answer of an API, and where a refusal is mended.
pub(in crate::tui::screen) fn here(
    app: &App,
    (last, context): (&ApiAnswer, Context),
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let way = app.player.as_ref().and_then(|player| {
        let way = player.way_back_of_call(last, app.facts());
        let way = way.filter(|way| !app.is_over_by_the_clock(*way))?;
        Some(now(player, (way, context), width, look))
    });
    let mut way = way.unwrap_or_default();
    if last.answer.reply.status >= 400 && last.bearing == Bearing::Token {
        way.extend(by_hand(app, width, look));
    }
    told(last, way, width, look)
}

/// One answer of an API.
pub(in crate::tui::screen) fn one(
    last: &ApiAnswer,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    told(last, Vec::new(), width, look)
}

fn told(
    last: &ApiAnswer,
    way: Vec<Line<'static>>,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let bearing = match last.bearing {
        Bearing::Token => "with the token",
        Bearing::Nothing => "without a token",
    };
    let request = format!(
        "{} {}  {bearing}",
        last.request.method,
        visible_line(last.request.url.path())
    );
    let mut lines = vec![Line::styled(
        text::middle(&request, cells, look),
        look.style(Role::Dim),
    )];
    // The challenge says why and is what a program acts on (RFC 6750 3), so it stands right below the status.
    let challenge = reply::About::Header("www-authenticate".to_owned());
    let (mut head, rest): (Vec<_>, Vec<_>) = reply::rows(&last.answer.reply, width, look)
        .into_iter()
        .partition(|row| row.about == reply::About::Status || row.about == challenge);
    let total = micros(last.answer.timing.total_us, look);
    if let Some(status) = head.first_mut().and_then(|row| row.lines.first_mut()) {
        let words = format!("  in {total}");
        status
            .spans
            .push(Span::styled(words, look.style(Role::Dim)));
    }
    lines.extend(head.into_iter().flat_map(|row| row.lines));
    lines.extend(way);
    lines.extend(checks(last, width, look));
    lines.push(Line::default());
    lines.extend(rest.into_iter().flat_map(|row| row.lines));
    lines
}

fn checks(call: &ApiAnswer, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let entry = call
        .journal
        .iter()
        .rev()
        .find(|entry| entry.door == Door::Api);
    let Some(entry) = entry else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let mut lines = vec![Line::styled(
        "What the API checked",
        look.style(Role::Title),
    )];
    for check in &entry.checks {
        let (role, mark) = outcome(check.outcome, look);
        let head = Span::styled(format!("{mark} {:<11}", check.id), look.style(role));
        let words = visible_line(&check.what);
        lines.extend(text::marked(head, &words, cells, look.style(Role::Text)));
    }
    lines
}

/// The screen without a token.
pub(in crate::tui::screen) fn no_token(
    app: &App,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let mut lines = vec![Line::default()];
    let words = keys::filled(&no_token_yet(app), Context::Read, look.unicode);
    lines.extend(prose(&words, cells, look.style(Role::Strong)));
    lines
}
