//! Two replies side by side, line by line, with a mark where they differ.

use ratatui::text::{Line, Span};

use super::mark::mark;
use super::token;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::change::{Move, Press};
use crate::lesson::desks;
use crate::lesson::model::{Experiment, Variant};
use crate::oauth::reply::Reply;
use crate::tui::keys::{self, Context};
use crate::tui::screen::read::call;
use crate::tui::screen::send::{failure, refusal};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::reply::{self, About, Row};

/// Below this many cells the replies stand one below the other.
const WIDE: u16 = 68;

/// The good reply and the one with the change; what is missing for that, before. Where an API was called, what it said.
pub(super) fn lines(player: &Player, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    match &player.bench.sending {
        Sending::Waiting { .. } => {
            return prose("Waiting for the answer.", cells, look.style(Role::Text));
        }
        Sending::Failed(error) => {
            let again = if player.lab.is_changed() {
                "failure.lab"
            } else {
                "failure.send"
            };
            return failure((error, desks::words(again), Context::Break), width, look);
        }
        Sending::Idle => {}
    }
    let step = player.step();
    let (Some(experiment), Some(variant)) = (player.lab.experiment(step), player.lab.variant(step))
    else {
        return Vec::new();
    };
    let is_call = |one: &Move| matches!(one, Move::Press(Press::Call(..)));
    if variant.moves.iter().any(is_call) {
        return called(player, (experiment, variant), width, look);
    }
    let compared = player.compared(experiment, variant);
    if let Some(again) = compared.again {
        let words = "After everything was put back:";
        let mut lines = prose(words, cells, look.style(Role::Dim));
        lines.push(Line::default());
        lines.extend(reply::lines(&again.answer.reply, width, look));
        return lines;
    }
    match (compared.before, compared.changed) {
        (Some(good), Some(broken)) => {
            let mut lines = prose(&variant.change, cells, look.style(Role::Strong));
            lines.extend(both(good, broken, width, look));
            lines
        }
        (None, Some(broken)) => {
            let mut lines = if broken.is_good() {
                Vec::new()
            } else {
                refusal(broken, width, look)
            };
            lines.push(Line::default());
            lines.extend(reply::lines(&broken.answer.reply, width, look));
            lines
        }
        (Some(good), None) => {
            let words = "Your good reply. The one with the change will stand to the right of it.";
            let mut lines = prose(words, cells, look.style(Role::Dim));
            lines.push(Line::default());
            lines.extend(reply::lines(&good.answer.reply, width, look));
            lines
        }
        (None, None) => prose("Nothing to compare yet.", cells, look.style(Role::Dim)),
    }
}

/// Both replies: side by side where there is room.
fn both(good: &Run, broken: &Run, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    // One that was sent with the change too is no reply without it.
    let titles = if good.tried.is_some() {
        ["lab.beside.once", "lab.beside.again"].map(desks::words)
    } else {
        ["lab.beside.without", "lab.beside.with"].map(desks::words)
    };
    let (good, broken) = (&good.answer.reply, &broken.answer.reply);
    if width < WIDE {
        stacked(
            titles,
            &pairs(good, broken, width.saturating_sub(2), look),
            look,
        )
    } else {
        let half = (width - 7) / 2;
        beside(
            titles,
            pairs(good, broken, half, look),
            usize::from(half),
            look,
        )
    }
}

/// What the API said that the variant calls, and below it the token that it was shown; before the call the token alone.
fn called(
    player: &Player,
    (experiment, variant): (&Experiment, &Variant),
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let made = player.bench.calls();
    if let Some(made) = made.filter(|made| made.waiting.is_some()) {
        return call::answered(made, width, look);
    }
    let sends = |one: &Move| matches!(one, Move::Press(Press::Send(_)));
    if let Some(again) = player.called_again() {
        let words = "After everything was put back:";
        let mut lines = prose(words, cells, look.style(Role::Dim));
        lines.push(Line::default());
        lines.extend(call::one(again, width, look));
        return lines;
    }
    if let Some((run, answer)) = player.bench.called_for(&experiment.id, &variant.id) {
        let mut lines = call::one(answer, width, look);
        lines.push(Line::default());
        lines.extend(token::shown(run, answer, width, look));
        return lines;
    }
    if let Some(made) = made.filter(|made| made.failed.is_some()) {
        return call::answered(made, width, look);
    }
    if variant.moves.iter().any(sends) {
        let words = "A token of its own is asked for first; then the API is called with it.";
        return prose(words, cells, look.style(Role::Dim));
    }
    if let Some(run) = player.bench.in_hand() {
        return token::to_show(player, run, width, look);
    }
    let words = keys::filled(&player.first_a_token(), Context::Break, look.unicode);
    prose(&words, cells, look.style(Role::Text))
}

/// One line of both replies.
struct Pair {
    good: Option<Row>,
    broken: Option<Row>,
}

impl Pair {
    fn about(&self) -> Option<&About> {
        let row = self.good.as_ref().or(self.broken.as_ref());
        row.map(|row| &row.about)
    }

    /// True where the two say different things. What differs from reply to reply anyway tells nothing.
    fn differs(&self) -> bool {
        if matches!(self.about(), Some(About::Header(name)) if !reply::tells(name)) {
            return false;
        }
        match (&self.good, &self.broken) {
            (Some(good), Some(broken)) => good.plain != broken.plain,
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => false,
        }
    }
}

/// The lines of both, those about the same thing on one row: status, body, then headers, since the body is what matters here. What only
/// one of them says stands beside what only the other says.
fn pairs(good: &Reply, broken: &Reply, width: u16, look: &Look<'_>) -> Vec<Pair> {
    let mut theirs = reply::rows(broken, width, look);
    let mut both: Vec<Pair> = Vec::new();
    let mut alone = Vec::new();
    for row in reply::rows(good, width, look) {
        let same = theirs.iter().position(|other| {
            other.about == row.about && (row.about != About::Body || other.plain == row.plain)
        });
        match same {
            Some(at) => both.push(Pair {
                broken: Some(theirs.remove(at)),
                good: Some(row),
            }),
            None => alone.push(row),
        }
    }
    let is_header = |row: &Row| matches!(row.about, About::Header(_));
    let parted = |rows: Vec<Row>| rows.into_iter().partition::<Vec<_>, _>(is_header);
    let ((headers, body), (their_headers, their_body)) = (parted(alone), parted(theirs));
    let (same_headers, mut rest): (Vec<_>, Vec<_>) = both
        .into_iter()
        .filter(|pair| pair.about() != Some(&About::Gap))
        .partition(|pair| matches!(pair.about(), Some(About::Header(_))));
    // Before the brace that closes both.
    let closing = rest
        .iter()
        .rposition(|pair| pair.about() == Some(&About::Body));
    let at = closing.filter(|at| *at > 1).unwrap_or(rest.len());
    let behind = rest.split_off(at);
    rest.extend(zipped(body, their_body));
    rest.extend(behind);
    rest.extend(same_headers);
    rest.extend(zipped(headers, their_headers));
    rest
}

/// Rows of both side by side, as long as there are any of either.
fn zipped(good: Vec<Row>, broken: Vec<Row>) -> impl Iterator<Item = Pair> {
    let most = good.len().max(broken.len());
    let (mut good, mut broken) = (good.into_iter(), broken.into_iter());
    (0..most).map(move |_| Pair {
        good: good.next(),
        broken: broken.next(),
    })
}

fn beside(
    [left, right]: [&'static str; 2],
    pairs: Vec<Pair>,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let head = |words: String| Span::styled(words, look.style(Role::Title));
    let mut lines = vec![Line::from(vec![
        head(format!("  {left:<cells$} ")),
        Span::styled(look.marks.bar, look.style(Role::Border)),
        head(format!("   {right}")),
    ])];
    for pair in pairs {
        let differs = pair.differs();
        let left = pair.good.map_or_else(Vec::new, |row| row.lines);
        let right = pair.broken.map_or_else(Vec::new, |row| row.lines);
        for at in 0..left.len().max(right.len()) {
            let mut spans = vec![mark(differs && at == 0 && !left.is_empty(), look)];
            let line = left.get(at).cloned().unwrap_or_default();
            let used: usize = line
                .spans
                .iter()
                .map(|span| text::width(&span.content))
                .sum();
            spans.extend(line.spans);
            spans.push(Span::raw(" ".repeat(cells.saturating_sub(used) + 1)));
            spans.push(Span::styled(look.marks.bar, look.style(Role::Border)));
            spans.push(Span::raw(" "));
            spans.push(mark(differs && at == 0 && !right.is_empty(), look));
            spans.extend(right.get(at).cloned().unwrap_or_default().spans);
            lines.push(Line::from(spans));
        }
    }
    lines
}

/// One reply below the other, for narrow screens; only what differs is marked, everything is there.
fn stacked(
    [good, broken]: [&'static str; 2],
    pairs: &[Pair],
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let side = |title: &'static str, pick: fn(&Pair) -> Option<&Row>| {
        let mut lines = vec![Line::styled(title, look.style(Role::Title))];
        for pair in pairs {
            let Some(row) = pick(pair) else { continue };
            for (at, line) in row.lines.iter().enumerate() {
                let mut line = line.clone();
                line.spans.insert(0, mark(pair.differs() && at == 0, look));
                lines.push(line);
            }
        }
        lines
    };
    let mut lines = side(broken, |pair| pair.broken.as_ref());
    lines.push(Line::default());
    lines.extend(side(good, |pair| pair.good.as_ref()));
    lines
}
