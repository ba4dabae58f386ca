//! The end of a lesson: what was done, how the guesses and the cards went, and what comes next.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::app::test_out::Outcome;
use crate::app::verdict::Verdict;
use crate::lesson::desks::words;
use crate::lesson::model::{Ask, Round, Stage};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;
use crate::tui::widget::question::measured_words;

/// The last screen.
#[derive(Default)]
pub(crate) struct Done {
    page: Page,
}

impl Screen for Done {
    fn context(&self, _app: &App) -> Context {
        Context::Done
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if action == Action::Accept {
            return Reply::Send(vec![Message::Play(Play::Next)]);
        }
        let lines = lines(app, self.page.cells(), &Look::measuring()).len();
        if self.page.react(action, lines) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn resized(&mut self, body: Rect, _size: Size) {
        self.page.resized(body);
    }

    fn status(&self, app: &App) -> String {
        let open = app.player.as_ref().map_or(0, Player::open_count);
        match open {
            _ if app.player.as_ref().is_some_and(Player::has_passed) => {
                "The lesson is finished. {key:next} goes home.".to_owned()
            }
            _ if app
                .player
                .as_ref()
                .is_some_and(|player| player.test.is_some()) =>
            {
                "The test is over. {key:jump} lists the steps, {key:next} goes home.".to_owned()
            }
            0 => {
                let round = app.player.as_ref().map_or("lesson", |player| name(player));
                format!("The {round} is finished. {{key:next}} goes home.")
            }
            open => format!(
                "Finished with {open} open. {{key:jump}} goes there, {{key:next}} goes home."
            ),
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        if self
            .page
            .overflows(lines(app, self.page.cells(), &Look::measuring()).len())
        {
            &[Action::NextStep, Action::Down]
        } else {
            &[]
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, _area: Rect, look: &Look<'_>, app: &App) {
        self.page
            .draw(canvas, look, &lines(app, self.page.cells(), look));
    }
}

fn lines(app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let (lesson, text) = (player.lesson, look.style(Role::Text));
    let heading = |words: &str| Line::styled(words.to_owned(), look.style(Role::Title));
    let mut lines = tested(player, cells, look);
    // A test stands beside the lesson: what was done and guessed in that is told where that is open again.
    let is_test = player.test.is_some();
    if !is_test && !player.has_passed() {
        lines.extend(deeds(player, cells, look));
    }
    let mut next = vec![heading("Next")];
    next.extend(prose(&lesson.done.next, cells, text));
    // A short round ends with where to go from there, in sight on every screen.
    if lesson.kind != Round::Lesson {
        lines.append(&mut next);
        lines.push(Line::default());
    }
    let mut predictions = predictions(player);
    if is_test || player.has_passed() {
        predictions.retain(|ask| player.guesses.contains_key(&ask.id));
    }
    let mut predictions = predictions.into_iter().peekable();
    if predictions.peek().is_some() {
        lines.push(heading("You predicted, it did"));
    }
    for ask in predictions {
        lines.extend(score(ask, player, app, cells, look));
    }
    let cards: Vec<&Ask> = lesson
        .steps_of(Stage::Quiz)
        .flat_map(|step| &step.asks)
        .collect();
    let right = cards.iter().filter(|ask| player.is_right(ask)).count();
    let quiz = format!("{right} of {} cards right", cards.len());
    if !cards.is_empty() {
        lines.extend([Line::default(), heading("Quiz")]);
        lines.push(Line::styled(format!("  {quiz}"), text));
    }
    let experiments = lesson.steps.iter().flat_map(|step| &step.experiments);
    let ids = experiments.flat_map(|one| one.lines().into_iter().map(|(id, _)| id));
    let written = ids.filter_map(|id| app.progress.error_book.get(&id));
    for (at, book) in written.enumerate() {
        lines.push(Line::default());
        if at == 0 {
            lines.push(heading("In your error book"));
        }
        for (label, words) in [
            ("See", &book.symptom),
            ("Cause", &book.cause),
            ("Fix", &book.fix),
        ] {
            let label = Span::styled(format!("  {label:<7}"), look.style(Role::Dim));
            lines.extend(marked(label, words, cells, text));
        }
    }
    if !next.is_empty() {
        lines.push(Line::default());
        lines.append(&mut next);
    }
    lines
}

fn name(player: &Player) -> &'static str {
    match player.lesson.kind {
        Round::Lesson => "lesson",
        Round::Tour => "tour",
        Round::Own => "round",
        Round::Sandbox => "sandbox",
        Round::Review => "review",
    }
}

/// Everything that was guessed, experiments included.
fn predictions(player: &Player) -> Vec<&'static Ask> {
    let steps = player.lesson.steps.iter();
    let all = steps.flat_map(|step| {
        let variants = step.experiments.iter().flat_map(|one| &one.variants);
        let asked = variants.filter_map(|variant| variant.ask.as_ref());
        // Of experiments only those that somebody said something about: most are there to be chosen from.
        let guessed = asked.filter(|ask| player.guesses.contains_key(&ask.id));
        step.asks.iter().chain(guessed)
    });
    all.filter(|ask| ask.is_prediction()).collect()
}

/// How the test of this lesson ended, where there was one.
fn tested(player: &Player, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(outcome) = player.test.as_ref().and_then(|test| test.outcome) else {
        return Vec::new();
    };
    let (mark, role) = match outcome {
        Outcome::Passed => (look.marks.pass, Role::Pass),
        Outcome::Missed { .. } => (look.marks.open, Role::Warn),
    };
    let mark = Span::styled(format!("{mark} "), look.style(role));
    let said = keys::filled(&outcome.words(), Context::Done, look.unicode);
    let mut lines = marked(mark, &said, cells, look.style(Role::Text));
    lines.push(Line::default());
    lines
}

/// What was done and, under a heading of its own, what was not.
fn deeds(player: &Player, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let summary = || player.lesson.done.summary.iter();
    let done = summary().filter(|line| player.reached.contains(&line.step));
    let unseen = summary().filter(|line| player.is_unseen_step(&line.step));
    let mut lines = Vec::new();
    let mut list = |title: &'static str, mark: &str, role: Role, texts: Vec<String>| {
        if texts.is_empty() {
            return;
        }
        lines.push(Line::styled(title, look.style(Role::Title)));
        for text in texts {
            let mark = Span::styled(format!("  {mark} "), look.style(role));
            lines.extend(marked(mark, &text, cells, look.style(Role::Text)));
        }
        lines.push(Line::default());
    };
    let texts = done.map(|line| line.text.clone()).collect();
    list("What you did", look.marks.pass, Role::Pass, texts);
    let texts = player.still_to_do();
    list("Still to do", look.marks.open, Role::Warn, texts);
    let texts = unseen.map(|line| line.open.clone()).collect();
    list(words("own.unseen.steps"), look.marks.note, Role::Dim, texts);
    lines
}

/// One prediction: the question, what was said and what it was.
fn score(
    prediction: &Ask,
    player: &Player,
    app: &App,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let verdict = player.verdict(prediction, app.facts());
    let (mark, role) = match &verdict {
        Verdict::Right(..) => (look.marks.pass, Role::Pass),
        Verdict::Wrong(..) => (look.marks.fail, Role::Fail),
        Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_) => {
            (look.marks.open, Role::Dim)
        }
    };
    let mark = Span::styled(format!("  {mark} "), look.style(role));
    let mut lines = marked(mark, &prediction.question, cells, look.style(Role::Text));
    let (guess, measured) = (verdict.guess(), verdict.measured());
    let option = |at: usize| prediction.options.get(at).map(|option| option.text.clone());
    let said = guess
        .and_then(|guess| option(guess.option))
        .unwrap_or_else(|| "nothing".into());
    let was = match measured {
        Some(measured) => measured_words(prediction, measured),
        None if matches!(verdict, Verdict::Unseen(_)) => "not to be seen here".into(),
        None => "not seen in this session".into(),
    };
    for (label, words) in [("You said", said), ("It was", was)] {
        let label = Span::styled(format!("    {label:<10}"), look.style(Role::Dim));
        lines.extend(marked(label, &words, cells, look.style(Role::Dim)));
    }
    lines
}
