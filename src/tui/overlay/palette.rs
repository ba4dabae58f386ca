//! The palette: everything that can be done here, found by typing a part of its words.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::message::{Hand, Message, Play};
use crate::app::{App, Page};
use crate::lesson::bench::Bench;
use crate::lesson::desks::filled;
use crate::lesson::model::Experiment;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::above;
use crate::tui::overlay::help::idle;
use crate::tui::overlay::sheet::{Step, sheet};
use crate::tui::text::{column, ending, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 86;
const KEYS: usize = 10;

/// The open palette.
pub(crate) struct Palette {
    rows: Vec<Row>,
    field: Field,
    selection: Selection,
}

struct Row {
    does: Does,
    keys: String,
    words: String,
    /// What the footer calls it: somebody may look for that word.
    label: &'static str,
}

/// What a row does.
#[derive(Clone, Copy)]
enum Does {
    /// What its key does.
    Act(Action),
    /// A change of the server by hand, which has no key of its own.
    Hand(Hand),
    /// Opens the experiment with this index.
    Experiment(usize),
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Palette")
    }
}

impl Palette {
    /// All that the keys of `context` do now. What moves the cursor is no command.
    pub(super) fn new(context: Context, app: &App, unicode: bool) -> Self {
        let idle = idle(context, app);
        let rows = keys::help(context)
            .filter(|row| !idle.contains(&row.action) && is_command(row.action))
            .map(|row| Row {
                does: Does::Act(row.action),
                keys: row.first(unicode),
                words: row.help.to_owned(),
                label: row.label,
            });
        Self {
            rows: rows.chain(experiments(app)).chain(by_hand(app)).collect(),
            field: Field::line().with_placeholder("type what you want to do"),
            selection: Selection::default(),
        }
    }

    /// Where typed text goes.
    pub(crate) fn field(&mut self) -> &mut Field {
        &mut self.field
    }

    /// The text was changed: the best row is selected.
    pub(super) fn edited(&mut self) {
        self.selection = Selection::default();
    }

    pub(super) fn react(&mut self, action: Action) -> Step {
        let found = self.found();
        if action == Action::Accept {
            let row = found.get(self.selection.at);
            return row.map_or(Step::Stay, |row| row.does.step());
        }
        let rows = found.len();
        self.selection.react(action, rows);
        Step::Stay
    }

    /// The rows that fit what was typed, the best first.
    fn found(&self) -> Vec<&Row> {
        let wanted = self.field.value().to_lowercase();
        let mut found: Vec<(usize, &Row)> = self
            .rows
            .iter()
            .filter_map(|row| {
                let named = || row.label.contains(wanted.trim()).then_some(1);
                Some((distance(&row.words, wanted.trim()).or_else(named)?, row))
            })
            .collect();
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().map(|(_, row)| row).collect()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        // The box keeps its height while the list gets shorter, so that nothing jumps under the eye.
        let height = self.rows.len() + 2;
        let inner = sheet(
            canvas,
            look,
            ("What can be done here", "Esc closes"),
            (WIDTH, height),
        );
        let [line, list] = above(inner, 2);
        let field = Rect { height: 1, ..line };
        self.field.draw(canvas, field, look, Focus::Here);
        let found = self.found();
        if found.is_empty() {
            let words = "Nothing that can be done here is called that.";
            let lines = prose(words, usize::from(list.width), look.style(Role::Dim));
            return canvas.write(&lines, list);
        }
        let row = |row: &&Row| {
            vec![Line::from(vec![
                Span::styled(column(&row.keys, KEYS, look), look.style(Role::Key)),
                Span::styled(
                    ending(
                        &row.words,
                        usize::from(list.width).saturating_sub(KEYS + 2),
                        look,
                    ),
                    look.style(Role::Text),
                ),
            ])]
        };
        let rows: Vec<Vec<Line<'_>>> = found.iter().map(row).collect();
        self.selection
            .draw(canvas, list, look, (&rows, Focus::Here));
    }
}

impl Does {
    fn step(self) -> Step {
        match self {
            Self::Act(action) => Step::Act(action),
            Self::Hand(hand) => Step::Send(Message::Hand(hand)),
            Self::Experiment(at) => Step::Send(Message::Play(Play::OpenExperiment(at))),
        }
    }
}

/// The other experiments of this step.
fn experiments(app: &App) -> Vec<Row> {
    let player = app.player.as_ref();
    let player = player.filter(|one| app.page == Page::Lesson && one.work() == Some(Bench::Lab));
    let Some(player) = player else {
        return Vec::new();
    };
    let all = player.step().experiments.iter().enumerate();
    let others = all.filter(|(at, _)| *at != player.lab.open);
    let row = |(at, one): (usize, &Experiment)| {
        let named = [("id", one.id.clone()), ("title", one.title.clone())];
        Row {
            does: Does::Experiment(at),
            keys: String::new(),
            words: filled("lab.palette", &named),
            label: "",
        }
    };
    others.map(row).collect()
}

/// The changes of the server by hand, where one plays with it.
fn by_hand(app: &App) -> Vec<Row> {
    if !app.in_sandbox() && app.page != Page::Server {
        return Vec::new();
    }
    let row = |(what, hand)| Row {
        does: Does::Hand(hand),
        keys: String::new(),
        words: filled("hand.palette", &[("what", what)]),
        label: "",
    };
    // On the page of the servers the others have keys.
    let is_new = |(_, hand): &(String, Hand)| app.in_sandbox() || matches!(hand, Hand::Make(_));
    let offers = app.offers_in_hand().into_iter();
    offers.filter(is_new).map(row).collect()
}

/// False for what only moves about, and for the palette itself.
fn is_command(action: Action) -> bool {
    !matches!(
        action,
        Action::Up
            | Action::Down
            | Action::Left
            | Action::Right
            | Action::Top
            | Action::Bottom
            | Action::PageUp
            | Action::PageDown
            | Action::NextPane
            | Action::PrevPane
            | Action::Accept
            | Action::Close
            | Action::Pick(_)
            | Action::Palette
            | Action::ClearField
            | Action::LessSure
            | Action::MoreSure
    )
}

/// How far `words` are from what is wanted: 0 where they hold it at the start of a word, more where inside one, most where it is put
/// together of the beginnings of words; `None` where it is not. Letters from anywhere would find something for any word: "put" would
/// run what only happens to have a p, a u and a t.
fn distance(words: &str, wanted: &str) -> Option<usize> {
    let words = words.to_lowercase();
    if let Some(at) = words.find(wanted) {
        let before = words.get(..at).and_then(|text| text.chars().next_back());
        return Some(usize::from(before.is_some_and(char::is_alphanumeric)));
    }
    let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).collect();
    let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    abbreviates(&words, &wanted).then_some(2)
}

/// True where `wanted` is made of beginnings of these words, in their order; some may be left out.
fn abbreviates(words: &[&str], wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let ends = wanted
        .char_indices()
        .map(|(at, _)| at)
        .chain([wanted.len()]);
    let mut heads = ends.filter_map(|end| Some((wanted.get(..end)?, wanted.get(end..)?)));
    heads.any(|(head, behind)| first.starts_with(head) && abbreviates(rest, behind))
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn the_start_of_a_word_goes_before_its_inside_and_beginnings_come_last() {
        assert_eq!(distance("send the request", "send"), Some(0));
        assert_eq!(distance("send the request", "quest"), Some(1));
        assert_eq!(distance("send the request", "sreq"), Some(2));
        assert_eq!(distance("send the request", "se re"), Some(2));
        assert_eq!(distance("send the request", "xyz"), None);
        assert_eq!(distance("send the request", ""), Some(0));
        assert_eq!(distance("skip this page, count it as done", "put"), None);
    }
}
