//! A question with numbered options, the same everywhere: a cursor moves, digits jump, Enter commits, and nothing is recorded by
//! moving. What was measured is shown beside what was guessed.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::guess::Sureness;
use crate::app::message::{Message, Play};
use crate::app::verdict::{Measured, Verdict};
use crate::lesson::desks::words;
use crate::lesson::model::Ask;
use crate::oauth::text::visible_line;
use crate::tui::keys::Action;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};

mod arranged;
mod stands;

pub(crate) use arranged::how;
use stands::label;
pub(crate) use stands::{Answer, Cursor, State};

impl Cursor {
    /// At the option that was picked, else at the first.
    pub(crate) fn of(state: &State) -> Self {
        Self {
            at: state.picked().unwrap_or(0),
        }
    }

    /// What a key does: arrows and digits move, Enter answers, sideways says how sure.
    pub(crate) fn react(&mut self, action: Action, ask: &Ask, state: &State) -> Answer {
        if ask.is_arranged() {
            return arranged::react(self, action, ask, state);
        }
        let last = ask.options.len().saturating_sub(1);
        let to = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => (self.at + 1).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            Action::Pick(digit) => match usize::from(digit).checked_sub(1) {
                Some(at) if at <= last => at,
                Some(_) | None => return Answer::beyond(),
            },
            Action::Accept => return self.commit(ask, state),
            Action::LessSure => return sure(-1, ask, state),
            Action::MoreSure => return sure(1, ask, state),
            _ => return Answer::Nothing,
        };
        if !state.is_open() || ask.options.is_empty() {
            return Answer::Nothing;
        }
        self.at = to;
        Answer::Moved
    }

    /// Answers with the option of the cursor; nothing where it is answered so already.
    fn commit(self, ask: &Ask, state: &State) -> Answer {
        if !state.is_open() || state.picked() == Some(self.at) || ask.options.is_empty() {
            return Answer::Nothing;
        }
        let (id, option) = (ask.id.clone(), self.at);
        Answer::Told(Message::Play(if ask.is_prediction() {
            Play::Guess { id, option }
        } else {
            Play::Answer { id, option }
        }))
    }
}

fn sure(step: isize, ask: &Ask, state: &State) -> Answer {
    let guess = match state {
        State::Predicted(verdict) if verdict.is_open() => verdict.guess(),
        State::Predicted(_) | State::Answered(_) | State::Typed(_) | State::Arranged(..) => None,
    };
    let more = guess.and_then(|guess| {
        let at = Sureness::ALL.iter().position(|it| *it == guess.sureness)?;
        Sureness::ALL.get(at.checked_add_signed(step)?).copied()
    });
    more.map_or(Answer::Nothing, |sureness| {
        let id = ask.id.clone();
        Answer::Told(Message::Play(Play::Sure { id, sureness }))
    })
}

/// The question, its options and, where nothing stands in the way of it, the cursor.
pub(crate) fn lines(
    ask: &Ask,
    state: &State,
    cursor: Option<Cursor>,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = prose(&ask.question, cells, look.style(Role::Strong));
    lines.push(Line::default());
    lines.extend(options(ask, state, cursor, cells, look));
    lines
}

/// The options alone.
pub(crate) fn options(
    ask: &Ask,
    state: &State,
    cursor: Option<Cursor>,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    if let State::Arranged(places, answered) = state {
        return arranged::items(ask, (places, *answered), cursor, cells, look);
    }
    let cursor = cursor.filter(|_| state.is_open());
    let row = |(at, option): (usize, &crate::lesson::model::Choice)| {
        let (mark, role) = mark(at, state.picked(), state.right(ask), look);
        let here = cursor.is_some_and(|cursor| cursor.at == at);
        let pointer = match cursor {
            Some(_) if here => format!("{} ", look.marks.cursor),
            Some(_) => "  ".to_owned(),
            None => String::new(),
        };
        let head = Span::styled(format!("{pointer}{mark} {}  ", at + 1), look.style(role));
        let body = match role {
            _ if here => Role::Accent,
            Role::Dim => Role::Text,
            role => role,
        };
        marked(head, &option.text, cells, look.style(body))
    };
    ask.options.iter().enumerate().flat_map(row).collect()
}

/// The sign and the role of an option: how it turned out, else whether it is the one that was chosen. The cursor's sign never
/// stands for a choice.
fn mark(
    at: usize,
    picked: Option<usize>,
    right: Option<usize>,
    look: &Look<'_>,
) -> (&'static str, Role) {
    match (picked == Some(at), right == Some(at)) {
        (_, true) => (look.marks.pass, Role::Pass),
        (true, false) if right.is_some() => (look.marks.fail, Role::Fail),
        (false, false) if right.is_some() => (" ", Role::Dim),
        (true, false) => (look.marks.chosen, Role::Accent),
        (false, false) => (look.marks.unchosen, Role::Dim),
    }
}

/// How sure the learner is, as three chips; empty before a guess.
pub(crate) fn sureness_line(state: &State, look: &Look<'_>) -> Line<'static> {
    let State::Predicted(verdict) = state else {
        return Line::default();
    };
    let Some(guess) = verdict.guess() else {
        return Line::default();
    };
    let mut spans = vec![Span::styled("How sure?  ", look.style(Role::Dim))];
    for sureness in Sureness::ALL {
        let (text, role) = if sureness == guess.sureness {
            (format!("[{}]", sureness.word()), Role::Accent)
        } else {
            (format!(" {} ", sureness.word()), Role::Dim)
        };
        spans.push(Span::styled(text, look.style(role)));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// What was measured, as the option says it.
pub(crate) fn measured_words(ask: &Ask, measured: &Measured) -> String {
    let option = measured.option.and_then(|at| ask.options.get(at));
    option.map_or_else(
        || visible_line(&measured.value),
        |option| option.text.clone(),
    )
}

/// What is said once it is settled: what was guessed beside what was measured, then what belongs to the option that was picked, and why.
pub(crate) fn settled(
    ask: &Ask,
    state: &State,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    match state {
        State::Predicted(verdict) => predicted(ask, verdict, cells, look),
        State::Answered(Some(picked)) => answered(ask, *picked, cells, look),
        State::Typed(Some(typed)) => typed_lines(ask, typed, cells, look),
        State::Arranged(places, true) => {
            let right = ask.accepts(&Ask::spelled(places));
            let slips = arranged::slips(ask, places, cells, look);
            let rest = told(ask, right, "", cells, look)
                .into_iter()
                .skip(usize::from(!right));
            slips.into_iter().chain(rest).collect()
        }
        State::Answered(None) | State::Typed(None) | State::Arranged(_, false) => Vec::new(),
    }
}

/// The belief that a wrong answer shows, where one sees that it is otherwise, and that the question comes back.
pub(crate) fn belief(ask: &Ask, app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |head: &'static str, said: &str, role| {
        lines.extend(marked(label(head, look), said, cells, look.style(role)));
    };
    if let Some(belief) = app.belief_behind(ask) {
        say("Wrong idea", &belief, Role::Text);
    }
    if app.comes_back(ask) {
        say("", words("review.marked"), Role::Dim);
    }
    lines
}

fn predicted(ask: &Ask, verdict: &Verdict, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    if let Verdict::Unseen(_) = verdict {
        let words = "This cannot be seen here, so your guess counts neither way.";
        return prose(words, cells, look.style(Role::Note));
    }
    let Some(measured) = verdict.measured() else {
        return Vec::new();
    };
    let picked = verdict.guess();
    let option = picked.and_then(|guess| ask.options.get(guess.option));
    let said = match (picked, option) {
        (Some(guess), Some(option)) => format!("{} ({})", option.text, guess.sureness.word()),
        _ => "nothing".to_owned(),
    };
    let (mark, role) = match verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail),
        Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_) => {
            (look.marks.open, Role::Dim)
        }
    };
    let head = Span::styled(format!("You said  {mark} "), look.style(Role::Dim));
    let mut lines = marked(head, &said, cells, look.style(role));
    let was = measured_words(ask, measured);
    lines.extend(marked(
        label("It was", look),
        &was,
        cells,
        look.style(Role::Strong),
    ));
    let own = option.map_or("", |option| option.feedback.as_str());
    for words in [own, ask.why.as_str()] {
        if !words.is_empty() {
            let head = if words == own { "" } else { "Why" };
            lines.extend(marked(
                label(head, look),
                words,
                cells,
                look.style(Role::Text),
            ));
        }
    }
    lines
}

/// What happened, why, what to do now, where to read more.
fn answered(ask: &Ask, picked: usize, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let option = ask.options.get(picked);
    let right = option.is_some_and(|option| option.right);
    let said = option.map_or("", |option| option.feedback.as_str());
    told(ask, right, said, cells, look)
}

/// What was picked and what is right, in words, where the options have scrolled away; and of how many lines what is said of each is.
pub(crate) fn repeated(
    ask: &Ask,
    state: &State,
    cells: usize,
    look: &Look<'_>,
) -> [(Vec<Line<'static>>, usize); 2] {
    let State::Answered(Some(picked)) = state else {
        return [(Vec::new(), 0), (Vec::new(), 0)];
    };
    let part = |name, words: &str| marked(label(name, look), words, cells, look.style(Role::Text));
    let option = ask.options.get(*picked);
    let said = option.map_or("", |option| option.feedback.as_str());
    let said = if said.is_empty() {
        0
    } else {
        part("", said).len()
    };
    let right = ask.right().filter(|right| right != picked);
    let right = right.and_then(|right| ask.options.get(right));
    [
        (
            option.map_or_else(Vec::new, |one| part("You picked", &one.text)),
            said,
        ),
        (
            right.map_or_else(Vec::new, |one| part("Right is", &one.text)),
            0,
        ),
    ]
}

fn typed_lines(ask: &Ask, typed: &str, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let right = ask.accepts(typed);
    let slip = ask.slip(typed).map_or("", |slip| slip.feedback.as_str());
    let shown = format!("You typed: {}", visible_line(typed));
    let mut lines = prose(&shown, cells, look.style(Role::Value));
    lines.extend(told(ask, right, slip, cells, look));
    lines
}

fn told(ask: &Ask, right: bool, said: &str, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let (mark, word, role) = if right {
        (look.marks.pass, "Right.", Role::Pass)
    } else {
        (look.marks.fail, "Not this one.", Role::Fail)
    };
    let mut lines = vec![Line::styled(format!("{mark} {word}"), look.style(role))];
    let parts = [
        (if right { "Indeed" } else { "" }, said),
        ("Why", ask.why.as_str()),
        ("Now", ask.now.as_str()),
        ("Read more", ask.more.as_str()),
    ];
    for (name, words) in parts {
        if !words.is_empty() {
            lines.extend(marked(
                label(name, look),
                words,
                cells,
                look.style(Role::Text),
            ));
        }
    }
    lines
}
