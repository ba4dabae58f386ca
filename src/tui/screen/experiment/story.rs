//! What is changed, how far the learner is with it, and, once it has happened, what it means here and elsewhere.

use ratatui::text::{Line, Span};

use crate::app::player::Player;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};

/// The change, and the four things to do, ticked as they are done.
pub(super) fn change(player: &Player, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let experiment = &player.lesson.experiment;
    let bench = &player.experiment;
    let cells = usize::from(width);
    let mut lines = prose(&experiment.intro, cells, look.style(Role::Text));
    lines.push(Line::default());
    let guessed = player.guesses.contains_key(&experiment.prediction.id);
    let digits = format!("1-{}", experiment.prediction.options.len());
    let to_do = [
        (bench.broken.is_some(), "b", experiment.change.as_str()),
        (guessed, digits.as_str(), "Say what you expect."),
        (bench.run.is_some(), "s", "Send it."),
        (bench.put_back, "p", "Put the right secret back."),
    ];
    let next = to_do.iter().position(|(done, _, _)| !done);
    for (index, (done, key, words)) in to_do.into_iter().enumerate() {
        let (mark, role) = match (done, next == Some(index)) {
            (true, _) => (look.marks.ticked, Role::Pass),
            (false, true) => ("[>]", Role::Accent),
            (false, false) => (look.marks.unticked, Role::Dim),
        };
        let head = Span::styled(format!("{mark} {key:<4}"), look.style(role));
        let words_role = if done { Role::Dim } else { Role::Text };
        lines.extend(marked(head, words, cells, look.style(words_role)));
    }
    lines.push(Line::default());
    lines.push(flipped(player, look));
    lines
}

/// The one character that changed, between masks.
fn flipped(player: &Player, look: &Look<'_>) -> Line<'static> {
    let Some(broken) = &player.experiment.broken else {
        return Line::default();
    };
    let mask = || Span::styled(look.marks.mask.repeat(4), look.style(Role::Masked));
    let words = format!("character {}  ", broken.position);
    Line::from(vec![
        Span::styled(words, look.style(Role::Dim)),
        mask(),
        Span::styled(broken.was.to_string(), look.style(Role::Pass)),
        mask(),
        Span::styled(format!(" {} ", look.marks.right), look.style(Role::Dim)),
        mask(),
        Span::styled(broken.is.to_string(), look.style(Role::Fail)),
        mask(),
    ])
}

/// What the refusal means, what other servers say, and how to put it back.
pub(super) fn meaning(player: &Player, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let experiment = &player.lesson.experiment;
    let cells = usize::from(width);
    let mut lines = error_book(player, cells, look);
    lines.extend(prose(&experiment.explain, cells, look.style(Role::Text)));
    let mut part = |title: &str, text: &str| {
        lines.push(Line::default());
        lines.extend(prose(title, cells, look.style(Role::Title)));
        lines.extend(prose(text, cells, look.style(Role::Text)));
    };
    for vendor in &experiment.vendors {
        part(&vendor.title, &vendor.text);
    }
    part("Put it back", &experiment.put_back);
    lines
}

/// The line that went into the learner's error book; nothing before the secret is back.
fn error_book(player: &Player, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    if !player.experiment.put_back {
        return Vec::new();
    }
    let book = &player.lesson.experiment.error_book;
    let title = format!("{} In your error book", look.marks.pass);
    let mut lines = vec![Line::styled(title, look.style(Role::Pass))];
    for (label, words) in [
        ("Seen   ", &book.symptom),
        ("Cause  ", &book.cause),
        ("Fix    ", &book.fix),
    ] {
        let label = Span::styled(label, look.style(Role::Name));
        lines.extend(marked(label, words, cells, look.style(Role::Text)));
    }
    lines.push(Line::default());
    lines
}
