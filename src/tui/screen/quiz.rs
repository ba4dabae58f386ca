//! A quiz card: the first answer counts, and its feedback says what happened, why, what to do now, where to read more.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::lesson::model::{Ask, AskKind, CardKind};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::{fold, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::page::Page;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::question::{self, Answer, Cursor, State};

/// One card.
pub(crate) struct Quiz {
    at: usize,
    cursor: Cursor,
    /// What is being typed, on a card that is answered so.
    typing: Option<Field>,
    /// What was typed when the field was left.
    left: String,
    answered: bool,
    page: Page,
}

fn blank() -> Field {
    Field::line().with_placeholder("type the answer, then Enter")
}

/// The card of the page.
fn asked(app: &App) -> Option<(&'static Ask, State)> {
    let player = app.player.as_ref()?;
    let ask = player.page_ask()?;
    Some((ask, State::of(ask, player, app)))
}

impl Quiz {
    /// The card with that index.
    pub(crate) fn new(at: usize, app: &App) -> Self {
        let open = asked(app).filter(|(ask, state)| ask.kind == AskKind::Type && state.is_open());
        Self {
            at,
            cursor: Cursor::default(),
            typing: open.map(|_| blank()),
            left: String::new(),
            answered: false,
            page: Page::default(),
        }
    }

    /// The card as lines, where its question ends, where its options begin, and where they end: what is said of the answer stands
    /// behind them.
    fn lines(&self, app: &App, look: &Look<'_>) -> (Vec<Line<'static>>, [usize; 3]) {
        let (Some((ask, state)), Some(player)) = (asked(app), &app.player) else {
            return (Vec::new(), [0, 0, 0]);
        };
        let cells = self.page.cells();
        let of = player.step().asks.len();
        let head = format!(
            "{}  Card {} of {of}",
            ask.card.map_or("", kind),
            self.at + 1
        );
        let mut lines = vec![Line::styled(head, look.style(Role::Dim)), Line::default()];
        lines.extend(prose(&ask.question, cells, look.style(Role::Strong)));
        lines.push(Line::default());
        let question = lines.len();
        if let Some(shown) = &ask.shown {
            lines.extend(sample(shown, cells, look));
            lines.push(Line::default());
        }
        let options = lines.len();
        lines.extend(question::options(
            ask,
            &state,
            Some(self.cursor),
            cells,
            look,
        ));
        let verdict = lines.len();
        if state.is_settled() {
            lines.push(Line::default());
            let mut settled = question::settled(ask, &state, cells, look).into_iter();
            lines.extend(settled.next());
            // Why it is not that one stands below that one, and not below the right one.
            let [(picked, said), right] = question::repeated(ask, &state, cells, look);
            lines.extend(picked);
            lines.extend(settled.by_ref().take(said));
            lines.extend(right.0);
            lines.extend(settled);
            lines.extend(question::belief(ask, app, cells, look));
        }
        (lines, [question, options, verdict])
    }

    fn moved(&mut self, app: &App) -> Reply {
        let (lines, [_, options, _]) = self.lines(app, &Look::measuring());
        let at = (options + self.cursor.at).min(lines.len());
        self.page.show(at, at + 1);
        Reply::Done
    }

    /// A key while the answer is being typed.
    fn react_typing(&mut self, action: Action, ask: &Ask) -> Option<Reply> {
        let field = self.typing.as_ref()?;
        match action {
            Action::Accept => {
                let (id, text) = (ask.id.clone(), field.value());
                Some(Reply::Send(vec![Message::Play(Play::Type { id, text })]))
            }
            Action::Close => {
                self.left = field.value();
                self.typing = None;
                Some(Reply::Done)
            }
            _ => None,
        }
    }
}

impl Screen for Quiz {
    fn context(&self, _app: &App) -> Context {
        Context::Quiz
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let Some((ask, state)) = asked(app) else {
            return Reply::Ignored;
        };
        if let Some(reply) = self.react_typing(action, ask) {
            return reply;
        }
        match self.cursor.react(action, ask, &state) {
            Answer::Told(message) => return Reply::Send(vec![message]),
            Answer::Moved => return self.moved(app),
            Answer::Nothing if action == Action::Accept && state.is_settled() => {
                return Reply::Send(vec![Message::Play(Play::Next)]);
            }
            Answer::Nothing if action == Action::Accept && ask.kind == AskKind::Type => {
                let mut field = blank();
                field.set(&self.left);
                self.typing = Some(field);
                return Reply::Done;
            }
            Answer::Nothing => {}
        }
        let lines = self.lines(app, &Look::measuring()).0.len();
        if self.page.react(action, lines) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.as_mut()
    }

    /// A fresh answer brings its feedback from the verdict on; the question stays in sight with it where both fit.
    fn sync(&mut self, app: &App) {
        let [question, ..] = self.lines(app, &Look::measuring()).1;
        self.page.pin(question);
        let answered = asked(app).is_some_and(|(_, state)| state.is_settled());
        if answered && !self.answered {
            self.typing = None;
            let (lines, [_, _, verdict]) = self.lines(app, &Look::measuring());
            self.page.show(verdict, lines.len().saturating_sub(1));
        }
        self.answered = answered;
    }

    fn resized(&mut self, body: Rect, _size: Size) {
        self.page.resized(body);
    }

    fn status(&self, app: &App) -> String {
        match asked(app) {
            Some((ask, state)) if state.is_open() && ask.kind == AskKind::Type => {
                "The first answer counts.".into()
            }
            Some((ask, state)) if ask.is_arranged() && state.is_open() => {
                question::how(ask, &state).unwrap_or_default()
            }
            Some((_, state)) if state.is_open() => {
                "Move with the arrows or a digit, answer with Enter. The first answer counts."
                    .into()
            }
            Some(_) => "Answered.".into(),
            None => String::new(),
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match asked(app) {
            Some((ask, state)) if state.is_open() && ask.kind == AskKind::Type => &[Action::Accept],
            Some((ask, state)) if state.is_open() && ask.kind == AskKind::Sort => {
                &[Action::MoreSure, Action::Accept]
            }
            Some((_, state)) if state.is_open() => &[Action::Pick(0), Action::Accept],
            Some(_) | None => &[Action::NextStep],
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match asked(app) {
            Some((ask, state)) if state.is_open() && ask.kind == AskKind::Sort => &[],
            Some(_) | None => &[Action::LessSure, Action::MoreSure],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let (lines, [_, options, _]) = self.lines(app, look);
        self.page.draw(canvas, look, &lines);
        guide::hit_options(canvas, area, app);
        if let Some(field) = &self.typing {
            let place = self.page.line_at(options);
            field.draw(canvas, place, look, Focus::Here);
        }
    }
}

fn kind(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Recall => "Do you remember?",
        CardKind::Spot => "Spot the fault",
        CardKind::Who => "Who does this?",
        CardKind::Misconception => "What do you make of this?",
        CardKind::Transfer => "Elsewhere",
        CardKind::Apply => "Your turn",
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
