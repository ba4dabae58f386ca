//! The sheet on which a learner says what the response should be: profile, strictness, values to compare with.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::desk::{PROFILES, Target, Wanted, next_profile, profile_word};
use crate::app::message::{Desk as Act, Message};
use crate::lesson::desks::words;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::layout::above;
use crate::tui::screen::Reply;
use crate::tui::screen::desk::entry::Entry;
use crate::tui::screen::desk::own::against;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};

/// A row of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Profile,
    Strict,
    Value(Target),
}

const ROWS: [Row; 6] = [
    Row::Profile,
    Row::Strict,
    Row::Value(Target::Issuer),
    Row::Value(Target::Audience),
    Row::Value(Target::ClientId),
    Row::Value(Target::Scope),
];

/// A token alone has no repairs, and nothing in it says what was asked for.
const TOKEN_ROWS: [Row; 3] = [
    Row::Profile,
    Row::Value(Target::Issuer),
    Row::Value(Target::Audience),
];

/// The open sheet.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::screen) struct Sheet {
    rows: &'static [Row],
    selection: Selection,
}

/// What the sheet makes of a key.
pub(in crate::tui::screen) enum Step {
    /// Nothing.
    Other,
    /// It closes.
    Close,
    /// Something is to be typed.
    Ask(Box<Entry>),
    /// What every screen understands.
    Reply(Reply),
}

fn tell(act: Act) -> Step {
    Step::Reply(Reply::Send(vec![Message::Desk(act)]))
}

impl Sheet {
    /// The sheet of the decoder has fewer rows.
    pub(in crate::tui::screen) fn new(decoder: bool) -> Self {
        Self {
            rows: if decoder { &TOKEN_ROWS } else { &ROWS },
            selection: Selection::default(),
        }
    }

    fn row(self) -> Row {
        let row = self.rows.get(self.selection.at);
        row.copied().unwrap_or(Row::Profile)
    }

    pub(in crate::tui::screen) fn react(&mut self, action: Action, wanted: &Wanted) -> Step {
        let row = self.row();
        let profile = |forward| tell(Act::Profile(next_profile(wanted.profile, forward)));
        match (action, row) {
            (Action::Close | Action::Target, _) => Step::Close,
            (Action::Fill, _) => tell(Act::FillTarget),
            (Action::Against, _) => Step::Reply(against()),
            (Action::Clear, _) => tell(Act::ClearTarget),
            (Action::Strict, _) if self.rows.len() < ROWS.len() => Step::Reply(Reply::Done),
            (Action::Strict, _) | (Action::Accept | Action::Toggle, Row::Strict) => {
                tell(Act::ToggleStrict)
            }
            (Action::Profile, _)
            | (Action::Accept | Action::Toggle | Action::Right, Row::Profile) => profile(true),
            (Action::Left, Row::Profile) => profile(false),
            (Action::Accept | Action::Toggle, Row::Value(target)) => {
                Step::Ask(Box::new(Entry::target(target, wanted.value(target))))
            }
            (action, _) if self.selection.react(action, self.rows.len()) => {
                Step::Reply(Reply::Done)
            }
            (_, _) => Step::Other,
        }
    }

    pub(in crate::tui::screen) fn draw(
        self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        wanted: &Wanted,
    ) {
        let inner = panel(
            canvas,
            area,
            look,
            ("Compare with", "Esc back"),
            Focus::Here,
        );
        let cells = usize::from(inner.width);
        let lines = prose(words("target.about"), cells, look.style(Role::Dim));
        let height = u16::try_from(lines.len() + 1).unwrap_or(0);
        let [head, rest] = above(inner, height);
        canvas.write(&lines, head);
        let rows: Vec<Vec<Line<'static>>> = self
            .rows
            .iter()
            .map(|row| vec![row.line(wanted, cells, look)])
            .collect();
        let [list, rest] = above(rest, u16::try_from(rows.len() + 1).unwrap_or(0));
        self.selection
            .draw(canvas, list, look, (&rows, Focus::Here));
        let about = prose(self.row().about(), cells, look.style(Role::Text));
        canvas.write(&about, rest);
    }
}

impl Row {
    fn line(self, wanted: &Wanted, cells: usize, look: &Look<'_>) -> Line<'static> {
        let (name, mut value) = match self {
            Self::Profile => {
                let names = PROFILES.iter().map(|choice| {
                    let word = profile_word(*choice);
                    let (text, role) = if *choice == wanted.profile {
                        (format!("[{word}]"), Role::Accent)
                    } else {
                        (format!(" {word} "), Role::Dim)
                    };
                    Span::styled(text, look.style(role))
                });
                ("profile", names.collect::<Vec<_>>())
            }
            Self::Strict => {
                let (mark, words) = if wanted.strict {
                    (look.marks.ticked, " a repair counts as a fault")
                } else {
                    (look.marks.unticked, " a repair is a note")
                };
                let spans = vec![
                    Span::styled(mark, look.style(Role::Accent)),
                    Span::styled(words, look.style(Role::Dim)),
                ];
                ("strict", spans)
            }
            Self::Value(target) => {
                let text = wanted.value(target);
                let span = if text.is_empty() {
                    Span::styled("not compared", look.style(Role::Placeholder))
                } else {
                    let shown = text::outside(text, cells.saturating_sub(16), look);
                    Span::styled(shown, look.style(Role::Value))
                };
                (target.word(), vec![span])
            }
        };
        value.insert(
            0,
            Span::styled(format!("{name:<12}"), look.style(Role::Name)),
        );
        Line::from(value)
    }

    fn about(self) -> &'static str {
        match self {
            Self::Profile => words("target.profile"),
            Self::Strict => words("target.strict"),
            Self::Value(target) => words(target.about()),
        }
    }
}
