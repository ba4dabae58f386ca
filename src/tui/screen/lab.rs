//! Break: something is changed on purpose, the request goes out again, and both replies stand side by side.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::lab::Trial;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::app::workbench::Sending;
use crate::lesson::desks;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::{Size, above, below, beside, drawer};
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::panes::turned;
use crate::tui::widget::panes::{Panes, Shown};
use crate::tui::widget::question::{self, Answer, Cursor};
use crate::tui::widget::sheet::{Sheet, measuring, room};

mod compare;
mod mark;
mod stand;
mod story;
mod token;

use stand::{is_plain, more, to_answer, tried, unsaid};

/// The lab.
pub(crate) struct Lab {
    panes: Panes<Pane>,
    cursor: Cursor,
    /// What was asked for once the changed request was answered: shown again where the meaning shows.
    intro: bool,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Story,
    Question,
    Compare,
}

const PANES: [Pane; 3] = [Pane::Story, Pane::Question, Pane::Compare];

impl Lab {
    /// The screen as it opens.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            panes: Panes::new(&PANES, Pane::Story),
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            intro: false,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// The rectangles of story, question and comparison. Before the change was tried, story and question stand side by side; then the two
    /// replies have the stage, and the others are the tabs of the drawer. On small screens all are the one below the tabs.
    fn areas(area: Rect, size: Size, app: &App) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [main, drawer] = below(area, drawer(area) + 1);
        if app.player.as_ref().is_some_and(tried) {
            return [drawer, drawer, main];
        }
        let [story, question] = beside(main, 50);
        [story, question, drawer]
    }

    fn lines(&self, pane: Pane, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let Some(player) = &app.player else {
            return Vec::new();
        };
        match pane {
            Pane::Story if tried(player) && !self.intro => story::meaning(app, player, width, look),
            Pane::Story => story::change(app, player, width, look),
            Pane::Question => self.asked(app, width, look),
            Pane::Compare => compare::lines(player, width, look),
        }
    }

    /// The question, and once it was answered by the server, what was predicted beside what happened.
    fn asked(&self, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let Some((ask, state)) = guide::asked(app) else {
            let words = "This change asks nothing: see what happens.";
            return prose(words, usize::from(width), look.style(Role::Dim));
        };
        let cells = usize::from(width);
        if state.is_settled() {
            let mut lines = prose(&ask.question, cells, look.style(Role::Strong));
            lines.extend(question::settled(ask, &state, cells, look));
            lines.extend(question::belief(ask, app, cells, look));
            return lines;
        }
        let mut lines = question::lines(ask, &state, Some(self.cursor), cells, look);
        lines.push(Line::default());
        lines.push(question::sureness_line(&state, look));
        lines
    }

    fn titles(&self, pane: Pane, app: &App, player: &Player) -> (String, String) {
        let step = player.step();
        let whole = keys::name(Context::Break, Action::Whole, true);
        match pane {
            Pane::Story if tried(player) && !self.intro => {
                ("What it means".to_owned(), format!("{whole} the change"))
            }
            Pane::Story => {
                let title = player
                    .lab
                    .experiment(step)
                    .map_or_else(String::new, |one| format!("{} {}", one.id, one.title));
                let aside = if tried(player) {
                    format!("{whole} what it means")
                } else {
                    String::new()
                };
                (title, aside)
            }
            Pane::Question if guide::asked(app).is_some_and(|(_, state)| state.is_settled()) => {
                ("You predicted, it did".to_owned(), String::new())
            }
            Pane::Question => ("Predict".to_owned(), guide::answer_keys(app)),
            Pane::Compare => ("Side by side".to_owned(), String::new()),
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        Shown { pane, area, others }: Shown<'_, Pane>,
        look: &Look<'_>,
        app: &App,
    ) {
        let Some(player) = &app.player else { return };
        let (width, _) = room(area);
        let (title, aside) = self.titles(pane, app, player);
        let inner = Sheet {
            title: &title,
            others: turned(&others),
            aside: &aside,
            focus: self.panes.focus(pane),
            lines: self.lines(pane, app, width, look),
            scroll: self.panes.scroll_of(pane),
        }
        .draw(canvas, area, look);
        if pane == Pane::Question {
            guide::hit_options(canvas, inner, app);
        }
    }

    /// The keys that an open question wants first. Where it has not the focus, Enter leads to it and answers nothing yet.
    fn asks(&self) -> &'static [Action] {
        if self.panes.at() == Pane::Question {
            &[Action::Pick(0), Action::Accept, Action::Send]
        } else {
            &[Action::Pick(0), Action::Send]
        }
    }

    /// A key for the question: a digit leads there from anywhere, all else only where it has the focus.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        let there = self.panes.at() == Pane::Question;
        // An open question is on the screen wherever the focus is: Enter leads there, and answers there.
        if !there && action == Action::Accept && to_answer(app) {
            return Some(self.panes.go(Pane::Question));
        }
        let digit = matches!(action, Action::Pick(_));
        let sure = matches!(action, Action::LessSure | Action::MoreSure);
        if !(there || digit || sure) {
            return None;
        }
        match guide::answer(action, &mut self.cursor, app) {
            Answer::Told(message) => {
                self.panes.go(Pane::Question);
                Some(Reply::Send(vec![message]))
            }
            Answer::Moved => Some(self.panes.go(Pane::Question)),
            Answer::Nothing => None,
        }
    }

    /// The next change of this experiment, and after the last one the next experiment.
    fn other(&mut self, player: &Player) -> Reply {
        let step = player.step();
        let lab = &player.lab;
        let variants = lab.experiment(step).map_or(0, |one| one.variants.len());
        self.intro = false;
        self.cursor = Cursor::default();
        self.panes.go(Pane::Story);
        let play = if lab.variant + 1 < variants {
            Play::OpenVariant(lab.variant + 1)
        } else if step.experiments.len() > 1 {
            Play::OpenExperiment((lab.open + 1) % step.experiments.len())
        } else {
            Play::OpenVariant(0)
        };
        Reply::Send(vec![Message::Play(play)])
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let areas = Self::areas(self.body, self.size, app);
        let (width, rows) = room(areas[self.panes.index()]);
        let lines = self.lines(self.panes.at(), app, width, &look).len();
        if self.panes.scroll.react(action, lines, usize::from(rows)) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }
}

impl Screen for Lab {
    fn context(&self, _app: &App) -> Context {
        Context::Break
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let play = |play| Reply::Send(vec![Message::Play(play)]);
        let Some(player) = &app.player else {
            return Reply::Ignored;
        };
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        match action {
            Action::NextPane => self.panes.turn(true, PANES.len()),
            Action::PrevPane => self.panes.turn(false, PANES.len()),
            Action::Whole => {
                self.intro = !self.intro;
                self.panes.go(Pane::Story);
                Reply::Done
            }
            Action::View => self.other(player),
            Action::Vary => {
                self.intro = false;
                // The question comes next.
                self.panes.go(Pane::Question);
                play(Play::Vary)
            }
            Action::Send => {
                self.intro = false;
                // Where a guess is asked for first, that is where it is given.
                let wants = player.wants_a_guess_first(app.facts());
                self.panes
                    .go(if wants { Pane::Question } else { Pane::Compare });
                play(Play::Send)
            }
            Action::PutBack => {
                self.intro = false;
                self.panes.go(Pane::Story);
                play(Play::PutBack)
            }
            _ => self.walk(action, app),
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        let Some(player) = &app.player else {
            return String::new();
        };
        let first = player.first_a_token();
        let why = ("lab.otherwise.status", "lab.otherwise.status.hand");
        let not_judged = player.not_judged(app.facts(), why);
        let words = match (&player.bench.sending, player.lab.trial(player.step())) {
            (Sending::Waiting { .. }, _) => "Waiting for the answer. Ctrl+C stops waiting.",
            // What no answer comes to is what the change was for.
            (Sending::Failed(error), Some(_)) if player.lab.is_changed() => {
                let words = format!("{}. {}", error.how_far(), desks::words("failure.lab"));
                return keys::filled(&words, Context::Break, true);
            }
            (Sending::Failed(error), _) => {
                return format!("{}. {{key:send}} tries again.", error.how_far());
            }
            (Sending::Idle, Some(Trial::PutBack)) if app.changed_by_hand().is_some() => {
                desks::words("lab.back.status")
            }
            (Sending::Idle, Some(Trial::PutBack)) if more(player) => {
                "Everything is as it was. {key:view} opens another one, {key:next} goes on."
            }
            (Sending::Idle, Some(Trial::PutBack)) => "Everything is as it was. {key:next} goes on.",
            (Sending::Idle, Some(Trial::Sent)) if not_judged.is_some() => {
                not_judged.as_deref().unwrap_or_default()
            }
            (Sending::Idle, Some(Trial::Sent)) if is_plain(player) && more(player) => {
                "That is how it goes. Nothing was changed: {key:view} opens another one."
            }
            (Sending::Idle, Some(Trial::Sent)) if is_plain(player) => {
                "That is how it goes. Nothing was changed: {key:next} goes on."
            }
            (Sending::Idle, Some(Trial::Sent)) => {
                "That is how it goes. {key:put-back} puts everything back."
            }
            (Sending::Idle, Some(Trial::Changed)) if unsaid(app) => {
                "It is changed now. Say what you expect, then {key:send} sends."
            }
            (Sending::Idle, Some(Trial::Changed)) => "It is changed now. {key:send} sends.",
            (Sending::Idle, None) if player.lacks_a_token() => &first,
            (Sending::Idle, None) if is_plain(player) && unsaid(app) => {
                "Nothing has to be changed here. Say what you expect, then {key:send}."
            }
            (Sending::Idle, None) if is_plain(player) => {
                "Nothing has to be changed here. {key:send} tries it."
            }
            (Sending::Idle, None) => "{key:vary} makes the change.",
        };
        keys::filled(words, Context::Break, true)
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        let Some(player) = &app.player else {
            return &[];
        };
        // How sure one is comes after what one says.
        let guessed = guide::asked(app).is_some_and(|(_, state)| state.picked().is_some());
        let is_open = guessed && to_answer(app);
        match (player.lab.trial(player.step()), is_open) {
            _ if matches!(player.bench.sending, Sending::Waiting { .. }) => &[],
            (None, true) if is_plain(player) => &[Action::Vary, Action::PutBack],
            (None, false) if is_plain(player) => &[Action::Vary, Action::PutBack, Action::MoreSure],
            (None, true) => &[Action::Send, Action::PutBack],
            (None, false) => &[Action::Send, Action::PutBack, Action::MoreSure],
            (Some(Trial::Changed | Trial::Sent), true) => &[Action::Vary],
            (Some(Trial::Changed | Trial::Sent), false) => &[Action::Vary, Action::MoreSure],
            (Some(Trial::PutBack), _) => &[Action::PutBack, Action::MoreSure],
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let player = app.player.as_ref();
        match player.and_then(|player| player.lab.trial(player.step())) {
            Some(Trial::PutBack) if player.is_some_and(more) => {
                &[Action::View, Action::NextStep, Action::Send]
            }
            Some(Trial::PutBack) => &[Action::NextStep, Action::Send, Action::View],
            Some(Trial::Sent) if player.is_some_and(|one| is_plain(one) && more(one)) => {
                &[Action::View, Action::NextStep]
            }
            Some(Trial::Sent) if player.is_some_and(is_plain) => &[Action::NextStep, Action::View],
            Some(Trial::Sent) => &[Action::PutBack],
            Some(Trial::Changed) if unsaid(app) => self.asks(),
            Some(Trial::Changed) => &[Action::Send, Action::PutBack],
            None if player.is_some_and(is_plain) && unsaid(app) => self.asks(),
            None if player.is_some_and(is_plain) => &[Action::Send],
            None => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = ["Change", "Predict", "Side by side"];
        let areas = Self::areas(area, look.size, app);
        for shown in self.panes.shown(canvas, look, &names, (area, &areas)) {
            self.draw_pane(canvas, shown, look, app);
        }
    }
}
