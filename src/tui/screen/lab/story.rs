//! What is changed, how far the learner is with it, and, once it has happened, what it means here and elsewhere.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::lab::{Difference, Trial};
use crate::app::player::Player;
use crate::lesson::model::{Experiment, Variant};
use crate::tui::keys::{self, Context};
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

/// The change, the list of the step, and what is different now; where there are several changes, which one this is.
pub(super) fn change(
    app: &App,
    player: &Player,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let step = player.step();
    let lab = &player.lab;
    let (Some(experiment), Some(variant)) = (lab.experiment(step), lab.variant(step)) else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let mut lines = prose(&experiment.intro, cells, look.style(Role::Text));
    lines.push(Line::default());
    let all = experiment.variants.len();
    if all > 1 || step.experiments.len() > 1 {
        let words = format!(
            "Change {} of {all}, experiment {} of {}. {{key:view}} opens the next.",
            lab.variant + 1,
            lab.open + 1,
            step.experiments.len()
        );
        let words = keys::filled(&words, Context::Break, look.unicode);
        lines.extend(prose(&words, cells, look.style(Role::Dim)));
    }
    let mark = if lab.is_changed() {
        look.marks.ticked
    } else {
        look.marks.unticked
    };
    let mark = Span::styled(format!("{mark} "), look.style(Role::Accent));
    lines.extend(marked(
        mark,
        &variant.change,
        cells,
        look.style(Role::Strong),
    ));
    if let Some(difference) = lab.difference(&player.bench.draft) {
        lines.push(flipped(difference, look));
    }
    lines.push(Line::default());
    // The list of the step is that of the change that it assigns.
    if player.optional_experiment().is_none() {
        lines.extend(guide::ticks(app, Context::Break, width, look));
    }
    lines
}

/// The one character that changed, between masks.
fn flipped(difference: Difference, look: &Look<'_>) -> Line<'static> {
    let mask = || Span::styled(look.marks.mask.repeat(4), look.style(Role::Masked));
    let words = format!("character {}  ", difference.position);
    Line::from(vec![
        Span::styled(words, look.style(Role::Dim)),
        mask(),
        Span::styled(difference.was.to_string(), look.style(Role::Pass)),
        mask(),
        Span::styled(format!(" {} ", look.marks.right), look.style(Role::Dim)),
        mask(),
        Span::styled(difference.is.to_string(), look.style(Role::Fail)),
        mask(),
    ])
}

/// What the refusal means, what other servers say, and how to put it back.
pub(super) fn meaning(
    app: &App,
    player: &Player,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let step = player.step();
    let (Some(experiment), Some(variant)) = (player.lab.experiment(step), player.lab.variant(step))
    else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let why = ("lab.otherwise", "lab.otherwise.hand");
    if let Some(said) = player.not_judged(app.facts(), why) {
        let said = keys::filled(&said, Context::Break, look.unicode);
        return prose(&said, cells, look.style(Role::Warn));
    }
    let mut lines = error_book(player, (experiment, variant), cells, look);
    lines.extend(prose(&variant.means, cells, look.style(Role::Text)));
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

/// The line that went into the learner's error book; nothing before everything is back, or where nothing goes wrong.
fn error_book(
    player: &Player,
    (experiment, variant): (&Experiment, &Variant),
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    if player.lab.trial(player.step()) != Some(Trial::PutBack) {
        return Vec::new();
    }
    let Some((_, book)) = experiment.line_of(variant) else {
        return Vec::new();
    };
    let title = format!("{} In your error book", look.marks.pass);
    let mut lines = vec![Line::styled(title, look.style(Role::Pass))];
    for (label, words) in [
        ("Symptom  ", &book.symptom),
        ("Cause    ", &book.cause),
        ("Fix      ", &book.fix),
    ] {
        let label = Span::styled(label, look.style(Role::Name));
        lines.extend(marked(label, words, cells, look.style(Role::Text)));
    }
    lines.push(Line::default());
    lines
}
