//! The selected step in full: what was sent, what a check looked at and by which clause, what came back and how to read it.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::failure::layer_and_advice;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::Tenant;
use crate::app::token::Call;
use crate::app::way_back::WayBack;
use crate::app::workbench::Sending;
use crate::lesson::desks;
use crate::oauth::check::error_evidence::{Evidence, explain};
use crate::oauth::journal::{Check, Entry, Outcome};
use crate::oauth::reply::SendError;
use crate::oauth::rules::words;
use crate::oauth::text::visible_line;
use crate::oauth::wire::{View, WireRequest};
use crate::tui::keys::{self, Action, Context};
use crate::tui::screen::build::label;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::reply;
use crate::tui::widget::sequence::{Exchange, Step, micros, outcome};
use crate::tui::widget::wire;

/// Title and lines of a step; what to do where there is none.
pub(super) fn of(
    app: &App,
    exchange: &Exchange<'_>,
    step: Option<Step>,
    width: u16,
    look: &Look<'_>,
) -> (String, Vec<Line<'static>>) {
    match step {
        None => (
            guide::note_title(app, "request").to_owned(),
            guide::note(app, "request", width, look),
        ),
        Some(Step::Request) => {
            let sent = exchange.run.map(|run| &run.request).or(exchange.waiting);
            let lines = request(app, sent, "request", width, look);
            ("the request".to_owned(), lines)
        }
        Some(Step::Check(index)) => check_of(app, exchange.entry(), index, width, look),
        Some(Step::Reply) => {
            let lines = exchange
                .run
                .map_or_else(Vec::new, |run| reply_of(app, run, width, look));
            ("the reply".to_owned(), lines)
        }
        Some(Step::Call) => {
            let call = exchange.call;
            let sent = call.and_then(Call::request_under_way);
            let sent = sent.or(call.and_then(Call::last).map(|answer| &answer.request));
            let mut lines = Vec::new();
            if let Some(error) = call.and_then(|call| call.failed.as_ref()) {
                lines.extend(failure(
                    (error, desks::words("failure.call"), Context::Send),
                    width,
                    look,
                ));
                lines.extend(by_hand(app, width, look));
                lines.push(Line::default());
            }
            lines.extend(request(app, sent, "call", width, look));
            ("the API call".to_owned(), lines)
        }
        Some(Step::ApiCheck(index)) => check_of(app, exchange.api_entry(), index, width, look),
        Some(Step::ApiReply) => {
            let last = exchange.call.and_then(Call::last);
            let lines = last.map_or_else(Vec::new, |answer| {
                reply::lines(&answer.answer.reply, width, look)
            });
            ("the API's reply".to_owned(), lines)
        }
    }
}

fn request(
    app: &App,
    sent: Option<&WireRequest>,
    about: &str,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = sent.map_or_else(Vec::new, |sent| {
        wire::draw(sent, View::Http, None, width, look).lines
    });
    lines.push(Line::default());
    lines.extend(guide::note(app, about, width, look));
    lines
}

fn check_of(
    app: &App,
    entry: Option<&Entry>,
    index: usize,
    width: u16,
    look: &Look<'_>,
) -> (String, Vec<Line<'static>>) {
    let Some(check) = entry.and_then(|entry| entry.checks.get(index)) else {
        return (String::new(), Vec::new());
    };
    let mut lines = check_lines(check, width, look);
    lines.push(Line::default());
    lines.extend(guide::note(app, "checks", width, look));
    (check.id.to_owned(), lines)
}

/// What a check looked at, how it ended, by which clause, and when.
pub(super) fn check_lines(check: &Check, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let (role, mark) = outcome(check.outcome, look);
    let ended = match check.outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed: the answer says so",
        Outcome::Noted => "noted",
    };
    let row = |label: &str, words: &str, role: Role| {
        let label = Span::styled(format!("{label:<8}"), look.style(Role::Name));
        text::marked(
            label,
            &visible_line(words),
            usize::from(width),
            look.style(role),
        )
    };
    let mut lines = row("Seen", &check.what, Role::Strong);
    lines.extend(row("Ended", &format!("{mark} {ended}"), role));
    lines.extend(row("By", check.source, Role::Dim));
    let at = format!("{} after it arrived", micros(check.at_us, look));
    lines.extend(row("At", &at, Role::Dim));
    if check.emulated {
        lines.extend(row(
            "Words",
            "emulated: the vendor does not publish its own",
            Role::Dim,
        ));
    }
    lines
}

/// The reply. Of a refusal comes first what stopped it and what to do, then the reply as it came, then what its code means.
fn reply_of(app: &App, run: &Run, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let got_token = run.answer.reply.status == 200;
    if !got_token {
        lines.extend(refusal(run, width, look));
        lines.extend(way_back(app, width, look));
        lines.push(Line::default());
    }
    lines.extend(reply::lines(&run.answer.reply, width, look));
    if !got_token {
        lines.extend(meaning(run, width, look));
    }
    if let Some(proxy) = &run.answer.proxy {
        let words = format!("It went through a proxy: {}", visible_line(proxy));
        lines.extend(prose(&words, usize::from(width), look.style(Role::Warn)));
    }
    if got_token {
        lines.push(Line::default());
        lines.extend(guide::note(app, "reply", width, look));
        lines.extend(super::inside::lines(app, run, width, look));
    }
    lines
}

/// What the error says, and what the server's record says.
pub(in crate::tui::screen) fn refusal(
    run: &Run,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let (role, mark) = reply::verdict(run.answer.reply.status, look);
    let code = run.error_code();
    let name = code.map_or_else(
        || "No token in it".to_owned(),
        |code| visible_line(code).clone(),
    );
    let mut lines = text::marked(
        Span::styled(format!("{mark} "), look.style(role)),
        &format!("{} {name}", run.answer.reply.status),
        cells,
        look.style(role),
    );
    let stopped = run.server_view().and_then(|entry| {
        entry
            .checks
            .iter()
            .find(|check| check.outcome == Outcome::Failed)
    });
    if let Some(check) = stopped {
        let words = format!(
            "The server stopped at {}: {}",
            check.id,
            visible_line(&check.what)
        );
        lines.extend(prose(&words, cells, look.style(Role::Text)));
    }
    lines
}

/// True where the step asked for this very refusal, so that there is nothing to mend.
pub(super) fn wanted(app: &App) -> bool {
    let player = app.player.as_ref();
    player.is_some_and(|player| player.refusal_was_wanted(app.facts()))
}

/// Where to mend a refused request.
fn way_back(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = app.player.as_ref() else {
        return Vec::new();
    };
    let way = player.way_back(app.facts());
    let mut lines = way.map_or_else(Vec::new, |way| {
        now(player, (way, Context::Send), width, look)
    });
    if !wanted(app) {
        lines.extend(by_hand(app, width, look));
    }
    lines
}

/// What of the server the learner has changed on its page, and may be why.
pub(in crate::tui::screen) fn by_hand(
    app: &App,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let words = app.changed_by_hand();
    words.map_or_else(Vec::new, |words| {
        let words = keys::filled(&words, Context::Send, look.unicode);
        prose(&words, usize::from(width), look.style(Role::Note))
    })
}

/// `Now  e leads to the request: change audience.`
pub(in crate::tui::screen) fn now(
    player: &Player,
    (way, context): (WayBack, Context),
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let field = match way {
        WayBack::Field(field) => label(field),
        _ => "",
    };
    let words = keys::filled(&player.way_back_words(way, field), context, look.unicode);
    let now = Span::styled("Now  ", look.style(Role::Accent));
    text::marked(now, &words, usize::from(width), look.style(Role::Strong))
}

/// What the error means, by all that the reply tells.
fn meaning(run: &Run, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let known = run.error_code().is_some_and(words::registered);
    let Some(evidence) = Evidence::of_reply(&run.answer.reply).filter(|_| known) else {
        return Vec::new();
    };
    let mut lines = vec![Line::default()];
    lines.extend(prose(
        explain(&evidence).why,
        usize::from(width),
        look.style(Role::Dim),
    ));
    lines
}

/// The layer that failed before OAuth was reached, and what to do.
pub(in crate::tui::screen) fn failure(
    (error, again, context): (&SendError, &str, Context),
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let (layer, advice) = layer_and_advice(error);
    let fail = Span::styled(format!("{} ", look.marks.fail), look.style(Role::Fail));
    let mut lines = text::marked(
        fail,
        &format!("{}.", error.how_far()),
        cells,
        look.style(Role::Fail),
    );
    let row = |label: &str, words: &str| {
        let label = Span::styled(format!("{label:<8}"), look.style(Role::Name));
        text::marked(label, &visible_line(words), cells, look.style(Role::Text))
    };
    lines.push(Line::default());
    lines.extend(row("Layer", layer));
    lines.extend(row("Said", &error.to_string()));
    lines.extend(row("Now", advice));
    let again = keys::filled(again, context, look.unicode);
    lines.extend(row("", &again));
    lines
}

/// In place of an answer: that nothing was sent, or why none came.
pub(super) fn nothing_sent(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let failed = app
        .player
        .as_ref()
        .and_then(|player| match &player.bench.sending {
            Sending::Failed(error) => Some(error),
            Sending::Idle | Sending::Waiting { .. } => None,
        });
    let mut lines = vec![Line::default()];
    if let Some(error) = failed {
        // Trying again helps nobody who has changed the server to that end.
        let again = app.changed_by_hand();
        let again = again.unwrap_or_else(|| desks::words("failure.send").to_owned());
        lines.extend(failure((error, &again, Context::Send), width, look));
        return lines;
    }
    lines.extend(prose(
        "Nothing has been sent yet.",
        cells,
        look.style(Role::Strong),
    ));
    lines.push(Line::default());
    if let Tenant::Failed(why) = app.tenant() {
        let words = format!("The practice tenant is not running: {}", visible_line(why));
        lines.extend(prose(&words, cells, look.style(Role::Fail)));
        return lines;
    }
    let key = |key: String, words: &'static str| {
        Line::from(vec![
            Span::styled(format!("{key:<6}"), look.style(Role::Key)),
            Span::styled(words, look.style(Role::Text)),
        ])
    };
    let name = |action| keys::name(Context::Send, action, look.unicode);
    lines.push(key(name(Action::Send), "send the request"));
    lines.push(key(
        name(Action::PrevStep),
        "go back and look at it once more",
    ));
    lines
}
