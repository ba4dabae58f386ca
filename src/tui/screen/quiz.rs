//! A quiz card: the first answer counts, and its feedback has four parts.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::lesson::model::{Card, CardKind};
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::text::{fold, marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;
use crate::tui::widget::question::Question;

/// One card.
pub(crate) struct Quiz {
    at: usize,
    row: usize,
    answered: bool,
    page: Page,
}

impl Quiz {
    /// The card with that index.
    pub(crate) fn new(at: usize) -> Self {
        Self {
            at,
            row: 0,
            answered: false,
            page: Page::default(),
        }
    }

    fn card(&self, app: &App) -> Option<(&'static Card, Option<usize>)> {
        let player = app.player.as_ref()?;
        let card = player.lesson.quiz.get(self.at)?;
        Some((card, player.cards.get(&self.at).copied()))
    }

    /// The card as lines, and where its options begin.
    fn lines(&self, app: &App, look: &Look<'_>) -> (Vec<Line<'static>>, usize) {
        let Some((card, picked)) = self.card(app) else {
            return (Vec::new(), 0);
        };
        let cells = self.page.cells();
        let mut asked = Question::card(card, picked);
        let mut lines = vec![
            Line::styled(kind(card.kind), look.style(Role::Dim)),
            Line::default(),
        ];
        lines.extend(prose(asked.text, cells, look.style(Role::Strong)));
        lines.push(Line::default());
        if let Some(shown) = &card.shown {
            lines.extend(sample(shown, cells, look));
            lines.push(Line::default());
        }
        let options = lines.len();
        if picked.is_none() {
            asked.cursor = Some(self.row);
        }
        lines.extend(asked.options(cells, look));
        if let Some(picked) = picked {
            lines.push(Line::default());
            lines.extend(feedback(card, picked, cells, look));
        }
        (lines, options)
    }

    fn move_to(&mut self, row: usize, app: &App) -> Reply {
        self.row = row;
        let (lines, options) = self.lines(app, &Look::measuring());
        let at = (options + row).min(lines.len());
        self.page.show(at, at + 1);
        Reply::Done
    }
}

impl Screen for Quiz {
    fn context(&self, _app: &App) -> Context {
        Context::Quiz
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let Some((card, picked)) = self.card(app) else {
            return Reply::Ignored;
        };
        let last = card.options.len().saturating_sub(1);
        let answer = |row| Reply::Send(vec![Message::Play(Play::AnswerCard(row))]);
        match (action, picked) {
            (Action::Pick(digit), None) if usize::from(digit) <= card.options.len() => {
                return answer(usize::from(digit).saturating_sub(1));
            }
            (Action::Up, None) => return self.move_to(self.row.saturating_sub(1), app),
            (Action::Down, None) => return self.move_to((self.row + 1).min(last), app),
            (Action::Accept, None) => return answer(self.row),
            (Action::Accept, Some(_)) => return Reply::Send(vec![Message::Play(Play::Next)]),
            _ => {}
        }
        let lines = self.lines(app, &Look::measuring()).0.len();
        if self.page.react(action, lines) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    /// A fresh answer brings its feedback, which is what should be seen.
    fn sync(&mut self, app: &App) {
        let answered = self.card(app).is_some_and(|(_, picked)| picked.is_some());
        if answered && !self.answered {
            let last = self
                .lines(app, &Look::measuring())
                .0
                .len()
                .saturating_sub(1);
            self.page.show(last, last);
        }
        self.answered = answered;
    }

    fn resized(&mut self, body: Rect, _size: Size) {
        self.page.resized(body);
    }

    fn status(&self, app: &App) -> String {
        match self.card(app) {
            Some((_, None)) => "The first answer counts.".into(),
            Some((_, Some(_))) => "Answered. PgDn goes on.".into(),
            None => String::new(),
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match self.card(app) {
            Some((_, None)) => &[Action::Pick(0), Action::Down, Action::Accept],
            Some((_, Some(_))) | None => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, _area: Rect, look: &Look<'_>, app: &App) {
        self.page.draw(canvas, look, &self.lines(app, look).0);
    }
}

fn kind(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Recall => "Do you remember?",
        CardKind::Spot => "Spot the fault",
        CardKind::Who => "Who does this?",
        CardKind::Misconception => "What do you make of this?",
        CardKind::Transfer => "Elsewhere",
    }
}

/// Output to inspect, in a box that says that it is made up.
fn sample(shown: &str, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let inner = cells.saturating_sub(4).min(56);
    let border = look.style(Role::Border);
    let set = look.borders();
    let edge = |left: &str, words: &str, right: &str, line: &str| {
        let rest = (inner + 2).saturating_sub(words.chars().count());
        Line::styled(format!("{left}{words}{}{right}", line.repeat(rest)), border)
    };
    let mut lines = vec![edge(
        set.top_left,
        " a sample ",
        set.top_right,
        set.horizontal_top,
    )];
    for text in shown.trim_matches('\n').split('\n') {
        for row in fold(&[(text.to_owned(), look.style(Role::Value))], inner) {
            let rest = inner.saturating_sub(row.width());
            let mut spans = vec![Span::styled(format!("{} ", set.vertical_left), border)];
            spans.extend(row.spans);
            spans.push(Span::styled(
                format!("{} {}", " ".repeat(rest), set.vertical_right),
                border,
            ));
            lines.push(Line::from(spans));
        }
    }
    lines.push(edge(
        set.bottom_left,
        "",
        set.bottom_right,
        set.horizontal_bottom,
    ));
    lines
}

/// What happened, why, what to do now, where to read more; a right answer needs no account of what happened.
fn feedback(card: &Card, picked: usize, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let right = card.options.get(picked).is_some_and(|option| option.right);
    let said = &card.feedback;
    let (mark, word, role) = if right {
        (look.marks.pass, "Right.", Role::Pass)
    } else {
        (look.marks.fail, "Not this one.", Role::Fail)
    };
    let mut lines = vec![
        Line::styled(format!("{mark} {word}"), look.style(role)),
        Line::default(),
    ];
    let mut part = |label: &str, words: &str| {
        let label = Span::styled(format!("{label:<15}"), look.style(Role::Dim));
        lines.extend(marked(label, words, cells, look.style(Role::Text)));
    };
    if !right {
        part("What happened", &said.happened);
    }
    part("Why", &said.why);
    part("Now", &said.now);
    part("Read more", &said.more);
    lines
}
