//! A question with numbered options: a prediction, the question inside an action, a quiz card. What was measured is shown beside what was guessed.

use ratatui::text::{Line, Span};

use crate::app::measure::{Measured, Verdict};
use crate::app::message::{Message, Play};
use crate::app::player::{Guess, Player, Sureness};
use crate::lesson::model::{Card, InlineQuestion, Prediction};
use crate::oauth::text::visible_line;
use crate::tui::keys::Action;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};

/// A question as it is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Question<'a> {
    /// The question.
    pub(crate) text: &'a str,
    /// The options, in order.
    pub(crate) options: Vec<&'a str>,
    /// The option that was picked.
    pub(crate) picked: Option<usize>,
    /// The option that is right, once it may be shown.
    pub(crate) right: Option<usize>,
    /// How sure the learner is; `None` where nobody asks.
    pub(crate) sureness: Option<Sureness>,
    /// The row that Enter answers with, where the first answer counts; `None` where an answer may be changed: there the
    /// arrows change it at once.
    pub(crate) cursor: Option<usize>,
}

impl<'a> Question<'a> {
    /// A prediction. Nothing says right or wrong before it was measured.
    pub(crate) fn prediction(prediction: &'a Prediction, verdict: &Verdict) -> Self {
        let (guess, measured) = parts(verdict);
        Self {
            text: &prediction.question,
            options: prediction
                .options
                .iter()
                .map(|option| option.text.as_str())
                .collect(),
            picked: guess.map(|guess| guess.option),
            right: measured.and_then(|measured| measured.option),
            sureness: guess.map(|guess| guess.sureness),
            cursor: None,
        }
    }

    /// The question inside an action. It may be answered again, so the right one shows only when it was picked.
    pub(crate) fn inline(question: &'a InlineQuestion, picked: Option<usize>) -> Self {
        let right = picked.filter(|at| question.options.get(*at).is_some_and(|it| it.right));
        Self {
            text: &question.question,
            options: question
                .options
                .iter()
                .map(|option| option.text.as_str())
                .collect(),
            picked,
            right,
            sureness: None,
            cursor: None,
        }
    }

    /// A quiz card.
    pub(crate) fn card(card: &'a Card, picked: Option<usize>) -> Self {
        let right = card.options.iter().position(|option| option.right);
        Self {
            text: &card.question,
            options: card
                .options
                .iter()
                .map(|option| option.text.as_str())
                .collect(),
            picked,
            right: picked.and(right),
            sureness: None,
            cursor: None,
        }
    }

    /// The question and its options, wrapped to `cells`.
    pub(crate) fn lines(&self, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
        let mut lines = prose(self.text, cells, look.style(Role::Strong));
        lines.push(Line::default());
        lines.extend(self.options(cells, look));
        lines
    }

    /// The options alone.
    pub(crate) fn options(&self, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
        let options = self.options.iter().enumerate();
        options
            .flat_map(|(at, option)| {
                let (mark, role) = match self.cursor {
                    Some(cursor) if cursor == at => (look.marks.cursor, Role::Accent),
                    Some(_) => (" ", Role::Dim),
                    None => self.mark(at, look),
                };
                let head = Span::styled(format!("{mark} {}  ", at + 1), look.style(role));
                let body = if role == Role::Dim { Role::Text } else { role };
                marked(head, option, cells, look.style(body))
            })
            .collect()
    }

    /// The sign and the role of an option: how it turned out, else whether it is the one that was chosen. The cursor's sign
    /// never stands for a choice.
    fn mark(&self, at: usize, look: &Look<'_>) -> (&'static str, Role) {
        let (picked, right) = (self.picked == Some(at), self.right == Some(at));
        match (picked, right) {
            (_, true) => (look.marks.pass, Role::Pass),
            (true, false) if self.right.is_some() => (look.marks.fail, Role::Fail),
            (false, false) if self.right.is_some() => (" ", Role::Dim),
            (true, false) => (look.marks.chosen, Role::Accent),
            (false, false) => (look.marks.unchosen, Role::Dim),
        }
    }

    /// How sure the learner is, as three chips; empty before a guess.
    pub(crate) fn sureness_line(&self, look: &Look<'_>) -> Line<'static> {
        let Some(chosen) = self.sureness else {
            return Line::default();
        };
        let mut spans = vec![Span::styled("How sure?  ", look.style(Role::Dim))];
        for sureness in Sureness::ALL {
            let (text, role) = if sureness == chosen {
                (format!("[{}]", sureness.word()), Role::Accent)
            } else {
                (format!(" {} ", sureness.word()), Role::Dim)
            };
            spans.push(Span::styled(text, look.style(role)));
            spans.push(Span::raw(" "));
        }
        Line::from(spans)
    }
}

/// The guess and the measured value inside a verdict.
pub(crate) fn parts(verdict: &Verdict) -> (Option<&Guess>, Option<&Measured>) {
    match verdict {
        Verdict::Open => (None, None),
        Verdict::Waiting(guess) => (Some(guess), None),
        Verdict::Unguessed(measured) => (None, Some(measured)),
        Verdict::Right(guess, measured) | Verdict::Wrong(guess, measured) => {
            (Some(guess), Some(measured))
        }
    }
}

/// "You predicted, it did": what was guessed beside what was measured, and why; nothing before it was measured.
pub(crate) fn verdict_lines(
    prediction: &Prediction,
    verdict: &Verdict,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let (guess, measured) = parts(verdict);
    let Some(measured) = measured else {
        return Vec::new();
    };
    let said = guess.map_or_else(
        || "nothing".to_owned(),
        |guess| {
            let option = prediction.options.get(guess.option);
            let text = option.map_or("", |option| option.text.as_str());
            format!("{text} ({})", guess.sureness.word())
        },
    );
    let was = measured
        .option
        .and_then(|at| prediction.options.get(at))
        .map_or_else(
            || visible_line(&measured.value),
            |option| option.text.clone(),
        );
    let (mark, role) = match verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail),
        Verdict::Open | Verdict::Waiting(_) | Verdict::Unguessed(_) => (look.marks.open, Role::Dim),
    };
    let label = |text: String| Span::styled(text, look.style(Role::Dim));
    let mut lines = marked(
        label(format!("You said  {mark} ")),
        &said,
        cells,
        look.style(role),
    );
    lines.extend(marked(
        label("It was      ".to_owned()),
        &was,
        cells,
        look.style(Role::Strong),
    ));
    lines.extend(marked(
        label("Why         ".to_owned()),
        &prediction.why,
        cells,
        look.style(Role::Text),
    ));
    lines
}

/// What a key means for a prediction: a digit guesses, less and surer say how sure. `None` for other keys.
pub(crate) fn react(action: Action, prediction: &Prediction, player: &Player) -> Option<Message> {
    let id = prediction.id.clone();
    let sure = |step: isize| {
        let now = player.guesses.get(&prediction.id)?.sureness;
        let at = Sureness::ALL.iter().position(|it| *it == now)?;
        let sureness = *Sureness::ALL.get(at.checked_add_signed(step)?)?;
        Some(Message::Play(Play::Sure {
            id: prediction.id.clone(),
            sureness,
        }))
    };
    match action {
        Action::Pick(digit) => {
            let option = usize::from(digit).checked_sub(1)?;
            let message = Message::Play(Play::Guess { id, option });
            (option < prediction.options.len()).then_some(message)
        }
        Action::LessSure => sure(-1),
        Action::MoreSure => sure(1),
        _ => None,
    }
}
