//! The verdict band: what happened, as a chip that can be read from the back of a room, what it means in a sentence, and what was
//! predicted of it.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::token::{ApiAnswer, Call};
use crate::app::verdict::Verdict;
use crate::app::workbench::Sending;
use crate::lesson::change::Bearing;
use crate::lesson::fact::Subject;
use crate::lesson::model::{Ask, Stage};
use crate::oauth::check::error_evidence::{Evidence, explain};
use crate::oauth::finding::shorten;
use crate::oauth::jwt::claims::audiences;
use crate::oauth::text::visible_line;
use crate::tui::keys::Context;
use crate::tui::layout::Size;
use crate::tui::text::{ending, width, wrap};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::question::measured_words;

mod flow;
mod told;

use told::{Told, chip, head, nothing};

/// How many rows it takes on a terminal that wide; none where nothing is judged.
pub(crate) fn rows(app: &App, context: Context, (size, columns): (Size, u16)) -> u16 {
    let judged = matches!(
        context,
        Context::Send | Context::Call | Context::Break | Context::Flow
    );
    let lesson = app.page == crate::app::Page::Lesson;
    match size {
        Size::Tiny => 0,
        _ if !(judged && lesson) => 0,
        Size::Small => 1,
        // A flow needs its rows for the cards, but not more than what stopped it.
        Size::Medium if context == Context::Flow => 1 + u16::from(is_long(app, context, columns)),
        // What was predicted has the second row, so a sentence that needs two gets one more.
        Size::Medium | Size::Normal => {
            2 + u16::from(is_predicted(app, context) && is_long(app, context, columns))
        }
        Size::Large => 2,
    }
}

/// True where what is to be said takes a second row.
fn is_long(app: &App, context: Context, columns: u16) -> bool {
    let Some(player) = &app.player else {
        return false;
    };
    let told = told(app, player, context);
    let room = usize::from(columns).saturating_sub(width(&told.chip) + 6);
    let words = told.short.as_ref().unwrap_or(&told.words);
    wrap(words, room).len() > 1
}

/// True where the outcome of a prediction stands below it.
fn is_predicted(app: &App, context: Context) -> bool {
    let player = app.player.as_ref();
    player.is_some_and(|player| {
        let mut asks = predictions(player, context).into_iter();
        asks.any(|ask| {
            let is_settled = match player.verdict(ask, app.facts()) {
                Verdict::Right(..) | Verdict::Wrong(..) => true,
                Verdict::Open
                | Verdict::Waiting(_)
                | Verdict::Unseen(_)
                | Verdict::Unguessed(_) => false,
            };
            is_settled && is_of(ask, app, player, context)
        })
    })
}

/// What is said in this context.
fn told(app: &App, player: &Player, context: Context) -> Told {
    match context {
        Context::Call => called(app, player),
        Context::Break => tried(app, player),
        Context::Flow => flow::flow(
            (player, app.facts()),
            |run| of_run(app, run),
            |call| of_call(app, call),
        ),
        _ => sent(app, player),
    }
}

/// The band, as wide as `area`.
pub(crate) fn lines(
    app: &App,
    context: Context,
    area: Rect,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let cells = usize::from(area.width);
    let told = told(app, player, context);
    let chip = format!(" {} ", told.chip);
    let room = cells.saturating_sub(width(&chip) + 2);
    let indent = width(&chip) + 2;
    // Where a flow has two rows on a small screen, it needs both.
    let has_room = !(context == Context::Flow && look.size == Size::Medium);
    let below = predicted((app, player), context, (cells, indent), look);
    let below = below.filter(|_| has_room && area.height > 1);
    // The sentence may take what the prediction leaves.
    let rows = usize::from(area.height).saturating_sub(usize::from(below.is_some()));
    let rows = rows.max(1);
    let all = wrap(&told.words, room).len() <= rows;
    let told_words = told.short.filter(|_| !all).unwrap_or(told.words);
    let mut words = wrap(&told_words, room);
    if words.len() > rows {
        words = match rows {
            0 | 1 => vec![ending(&told_words, room, look)],
            _ => {
                let rest = words.split_off(1).join(" ");
                vec![words.concat(), ending(&rest, room, look)]
            }
        };
    }
    let first = Span::styled(chip, look.style(told.role));
    let mut heads =
        std::iter::once(first).chain(std::iter::repeat(Span::raw(" ".repeat(indent - 2))));
    let mut lines: Vec<Line<'static>> = Vec::new();
    for words in words {
        let head = heads.next().unwrap_or_default();
        let words = Span::styled(words, look.style(Role::Strong));
        lines.push(Line::from(vec![head, Span::raw("  "), words]));
    }
    lines.extend(below);
    lines
}

fn sent(app: &App, player: &Player) -> Told {
    match &player.bench.sending {
        Sending::Waiting { .. } => Told::new("SENT", Role::Chip, "Waiting for the answer."),
        Sending::Failed(error) => Told::new(
            "NO ANSWER",
            Role::ChipFail,
            format!("{}: {error}", error.how_far()),
        ),
        Sending::Idle => match player.bench.latest() {
            // A call of the API is newer than the reply that its token came in.
            Some(run) => of_calls(app, &run.call).unwrap_or_else(|| of_run(app, run)),
            None => nothing("NOT SENT", "Nothing has been sent."),
        },
    }
}

fn of_run(app: &App, run: &Run) -> Told {
    let reply = &run.answer.reply;
    if run.is_good() && run.token.is_none() {
        return Told::new(
            chip(reply, None),
            Role::ChipWarn,
            "The reply brought no token.",
        );
    }
    if let Some(token) = &run.token {
        let payload = token.jwt.payload.as_ref();
        let audiences = payload.and_then(audiences).unwrap_or_default();
        let named = app.facts().and_then(|facts| {
            let mut apis = facts.apis.iter();
            apis.find(|api| audiences.contains(&api.identifier.as_str()))
        });
        let words = match (named, audiences.as_slice()) {
            (Some(api), _) => format!(
                "The server knows your app and gave it a token for the {}.",
                api.name
            ),
            (None, [first, ..]) => format!(
                "The server gave a token for {}.",
                visible_line(&shorten(first))
            ),
            (None, []) => {
                "The server gave a token that does not say which API it is for.".to_owned()
            }
        };
        return Told::new(chip(reply, None), Role::ChipPass, words);
    }
    let means = if run.refused_at() == Some("rules") {
        Some("The tenant's own code refuses. All that was checked before it held.")
    } else {
        Evidence::of_reply(reply).map(|evidence| explain(&evidence).what)
    };
    Told::new(
        chip(reply, run.error_code()),
        Role::ChipFail,
        means.unwrap_or("No token came with it."),
    )
}

fn called(app: &App, player: &Player) -> Told {
    let Some(calls) = player.bench.calls() else {
        return nothing("NOT CALLED", "There is no token to call an API with.");
    };
    let none = || nothing("NOT CALLED", "No API has been called with this token.");
    of_calls(app, calls).unwrap_or_else(none)
}

/// What became of the newest call; nothing where there was none.
fn of_calls(app: &App, calls: &Call) -> Option<Told> {
    if calls.waiting.is_some() {
        return Some(Told::new("SENT", Role::Chip, "Waiting for the API."));
    }
    if let Some(error) = &calls.failed {
        return Some(Told::new("NO ANSWER", Role::ChipFail, error.to_string()));
    }
    calls.last().map(|answer| of_call(app, answer))
}

fn of_call(app: &App, answer: &ApiAnswer) -> Told {
    let reply = &answer.answer.reply;
    let name = app
        .facts()
        .and_then(|facts| facts.api_at(&answer.request.url));
    let name = name.map_or_else(|| "API".to_owned(), |api| api.name.clone());
    if (200..300).contains(&reply.status) {
        let words = format!("The {name} let the request in.");
        return Told::new(chip(reply, None), Role::ChipPass, words);
    }
    if answer.bearing == Bearing::Nothing && reply.status == 401 {
        let words = format!("The {name} wants a token: its challenge says of which kind.");
        return Told::new(chip(reply, None), Role::ChipFail, words);
    }
    let evidence = Evidence::of_reply(reply);
    let code = evidence.as_ref().and_then(|evidence| evidence.code.clone());
    let means = evidence.map(|evidence| explain(&evidence).what);
    let words = means.map_or_else(
        || format!("The {name} refused."),
        |means| format!("The {name} refused. {means}"),
    );
    Told {
        // The chip says that it refused.
        short: means.map(str::to_owned),
        ..Told::new(chip(reply, code.as_deref()), Role::ChipFail, words)
    }
}

fn tried(app: &App, player: &Player) -> Told {
    if let Sending::Waiting { .. } | Sending::Failed(_) = player.bench.sending {
        return sent(app, player);
    }
    let calls = player.bench.calls();
    if calls.is_some_and(|calls| calls.waiting.is_some()) {
        return Told::new("SENT", Role::Chip, "Waiting for the API.");
    }
    match (player.tried_call(), player.tried_run()) {
        (Some(answer), _) => of_call(app, answer),
        (None, Some(run)) => of_run(app, run),
        (None, None) if player.lab.trial(player.step()) == Some(Trial::PutBack) => {
            nothing("TRIED", "No answer came with the change. It is put back.")
        }
        (None, None) => nothing("NOT TRIED", "This change was not tried in this session."),
    }
}

/// The predictions that what stands above can settle: that of the change in the lab, else those of the lesson.
fn predictions(player: &Player, context: Context) -> Vec<&Ask> {
    if context == Context::Break {
        let variant = player.lab.variant(player.step());
        return variant
            .and_then(|one| one.ask.as_ref())
            .into_iter()
            .collect();
    }
    let predict = player.lesson.steps_of(Stage::Predict);
    predict.flat_map(|step| &step.asks).collect()
}

/// True for a prediction that was settled by the very exchange that stands above, or by a call with its token.
fn is_of(ask: &Ask, app: &App, player: &Player, context: Context) -> bool {
    let of_call = ask.follows_the_reply();
    let shown = match context {
        Context::Break => return true,
        Context::Call => player.bench.in_hand().filter(|_| of_call),
        _ => player.bench.latest().filter(|_| !of_call),
    };
    // What stands above is the newest call, which may be one of another API than the prediction is about.
    let newest = shown
        .filter(|_| of_call)
        .and_then(|run| run.call.answers.last());
    let about = ask.measure.as_ref().map(Subject::words);
    let is_other = newest.is_some_and(
        |newest| matches!(about.as_deref(), Some(["api", api, ..]) if *api != newest.api),
    );
    let settled_on = player.settled_on(ask, app.facts());
    !is_other && shown.is_some_and(|run| settled_on == Some(run.number))
}

/// What was said beside what came, from most words to fewest; `past` where what stands above came after the change was put back.
fn compared((is_right, past): (bool, bool), said: &str, measured: &str, sure: &str) -> [String; 4] {
    // Two answers that begin alike differ behind that.
    let alike = !is_right && head(said) == head(measured);
    let (short, came) = if alike {
        (said, measured)
    } else {
        (head(said), head(measured))
    };
    if is_right {
        let as_said = if past {
            "With the change, as you said"
        } else {
            "As you said"
        };
        return [
            format!("{as_said} ({sure}): {said}"),
            format!("{as_said}: {said}"),
            format!("{as_said}: {short}"),
            format!("{as_said}."),
        ];
    }
    let it_was = if past {
        "With the change it was"
    } else {
        "It was"
    };
    [
        format!("{it_was}: {measured}. You said: {said} ({sure})."),
        format!("{it_was}: {came}. You said: {short} ({sure})."),
        format!("{it_was}: {came}. You said: {short}."),
        format!("{it_was}: {came}."),
    ]
}

/// The prediction that was settled last by what stands above, and how many were right.
fn predicted(
    (app, player): (&App, &Player),
    context: Context,
    (cells, indent): (usize, usize),
    look: &Look<'_>,
) -> Option<Line<'static>> {
    let asks = predictions(player, context);
    let settled = asks
        .iter()
        .filter_map(|ask| match player.verdict(ask, app.facts()) {
            Verdict::Right(guess, measured) => Some((true, *ask, guess, measured)),
            Verdict::Wrong(guess, measured) => Some((false, *ask, guess, measured)),
            Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_) => {
                None
            }
        });
    let settled: Vec<_> = settled.collect();
    let right = settled.iter().filter(|(right, ..)| *right).count();
    // A wrong guess teaches more, so it comes first.
    let mut here = settled
        .iter()
        .filter(|(_, ask, ..)| is_of(ask, app, player, context));
    let told = match here.clone().find(|(right, ..)| !right) {
        Some(wrong) => wrong,
        None => here.next_back()?,
    };
    let (is_right, ask, guess, measured) = told;
    let option = ask.options.get(guess.option);
    let said = option.map_or("", |option| option.text.as_str());
    let sure = guess.sureness.word();
    let past = context == Context::Break && player.shows_as_it_was();
    let words = compared(
        (*is_right, past),
        said,
        &measured_words(ask, measured),
        sure,
    );
    let count = match settled.len() {
        0 | 1 => String::new(),
        all => format!("right: {right} of {all}"),
    };
    let indent = indent.min(cells / 4);
    let room = cells.saturating_sub(indent + width(&count) + 3);
    let fits = words.iter().find(|words| width(words) <= room);
    let words = ending(fits.unwrap_or(&words[3]), room, look);
    let gap = cells.saturating_sub(indent + width(&words) + 2 + width(&count));
    let (role, mark) = if *is_right {
        (Role::Pass, look.marks.pass)
    } else {
        (Role::Warn, look.marks.fail)
    };
    Some(Line::from(vec![
        Span::raw(" ".repeat(indent)),
        Span::styled(format!("{mark} {words}"), look.style(role)),
        Span::raw(" ".repeat(gap)),
        Span::styled(count, look.style(Role::Dim)),
    ]))
}

#[cfg(test)]
mod tests {
    use super::compared;

    #[test]
    fn answers_are_shortened_only_where_they_still_differ() {
        let [_, _, short, _] = compared(
            (false, false),
            "200: it is good",
            "401: it is forged",
            "guess",
        );
        assert_eq!(short, "It was: 401. You said: 200.");
        let [_, _, short, _] = compared(
            (false, false),
            "401: it is old",
            "401: it is forged",
            "guess",
        );
        assert_eq!(
            short,
            "It was: 401: it is forged. You said: 401: it is old."
        );
    }

    #[test]
    fn what_it_was_is_said_where_hardly_anything_fits() {
        let [_, _, _, least] = compared(
            (false, false),
            "401: it is old",
            "401: it is forged",
            "guess",
        );
        assert_eq!(least, "It was: 401: it is forged.");
        let [_, _, short, _] = compared(
            (false, false),
            "server_error",
            "None: a status, and a page",
            "guess",
        );
        assert_eq!(
            short,
            "It was: None: a status, and a page. You said: server_error."
        );
    }
}
