//! How a question stands, where its cursor is, and what a key did to it.

use ratatui::text::Span;

use crate::app::App;
use crate::app::message::{Message, OddKey};
use crate::app::player::Player;
use crate::app::verdict::Verdict;
use crate::lesson::model::{Ask, AskKind};
use crate::tui::theme::{Look, Role};

/// Where the cursor of a question stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The option.
    pub(crate) at: usize,
}

/// What a key did to a question.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Nothing.
    Nothing,
    /// The cursor moved.
    Moved,
    /// It was answered, or said how sure.
    Told(Message),
}

impl Answer {
    /// To a number that no option has: that there is none of it.
    pub(super) fn beyond() -> Self {
        Self::Told(Message::OddKey(OddKey::Beyond))
    }
}

/// How a question stands.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// A prediction.
    Predicted(Verdict),
    /// A question with an answer by the file.
    Answered(Option<usize>),
    /// A question that is answered by typing.
    Typed(Option<String>),
    /// A card whose items have these places, and whether that is the answer.
    Arranged(Vec<usize>, bool),
}

impl State {
    /// How `ask` stands.
    pub(crate) fn of(ask: &Ask, player: &Player, app: &App) -> Self {
        if ask.is_prediction() {
            return Self::Predicted(player.verdict(ask, app.facts()));
        }
        match ask.kind {
            AskKind::Choose => Self::Answered(player.answers.get(&ask.id).copied()),
            AskKind::Type => Self::Typed(player.typed.get(&ask.id).cloned()),
            AskKind::Order | AskKind::Sort => {
                Self::Arranged(player.places_of(ask), player.typed.contains_key(&ask.id))
            }
        }
    }

    /// The option that was picked.
    pub(crate) fn picked(&self) -> Option<usize> {
        match self {
            Self::Predicted(verdict) => verdict.guess().map(|guess| guess.option),
            Self::Answered(picked) => *picked,
            Self::Typed(_) | Self::Arranged(..) => None,
        }
    }

    /// The option that is right, once it may be shown.
    pub(super) fn right(&self, ask: &Ask) -> Option<usize> {
        match self {
            Self::Predicted(verdict) => verdict.measured().and_then(|measured| measured.option),
            Self::Answered(picked) => picked.and(ask.right()),
            Self::Typed(_) | Self::Arranged(..) => None,
        }
    }

    /// True while an answer would be taken.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Predicted(verdict) => verdict.is_open(),
            Self::Answered(picked) => picked.is_none(),
            Self::Typed(typed) => typed.is_none(),
            Self::Arranged(_, answered) => !answered,
        }
    }

    /// True once there is something to say of it.
    pub(crate) fn is_settled(&self) -> bool {
        match self {
            Self::Predicted(verdict) => !verdict.is_open(),
            Self::Answered(picked) => picked.is_some(),
            Self::Typed(typed) => typed.is_some(),
            Self::Arranged(_, answered) => *answered,
        }
    }
}

/// The word in front of a line of what is said.
pub(super) fn label(text: &str, look: &Look<'_>) -> Span<'static> {
    Span::styled(format!("{text:<12}"), look.style(Role::Dim))
}
