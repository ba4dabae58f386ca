//! The scenarios of the sandbox: the first row keeps what stands here under a name that is typed there, each other row loads one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, ScenarioAct};
use crate::app::scenario::Scenario;
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::keys::Action;
use crate::tui::layout::above;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::{column, ending, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{ABOVE, Selection};
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 76;
/// The names of the rows.
const NAMES: usize = 24;
/// So many rows are seen at once.
const MOST: usize = 8;
/// So many lines say what is selected, for each row, so that the box does not jump.
const SAID: usize = 3;

/// The open list.
pub(crate) struct Scenarios {
    selection: Selection,
    field: Field,
    sure: Option<Sure>,
}

/// What is asked before something is lost.
enum Sure {
    /// One of this name is written over.
    Over(String),
    /// It is deleted.
    Drop(String),
}

/// A row of the list.
enum Row {
    /// Keeps what stands here.
    New,
    /// What stood here before one was loaded.
    Before,
    /// A scenario, by its name.
    Kept(String),
}

impl Default for Scenarios {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            field: Field::line(),
            sure: None,
        }
    }
}

impl std::fmt::Debug for Scenarios {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scenarios")
    }
}

fn rows(app: &App) -> Vec<Row> {
    let target = app.target();
    let before = app.scenarios.before_at(target).map(|_| Row::Before);
    let kept = app.scenarios.of(target);
    let kept = kept.map(|(name, _)| Row::Kept(name.to_owned()));
    std::iter::once(Row::New)
        .chain(before)
        .chain(kept)
        .collect()
}

impl Scenarios {
    /// The name of a new one is typed at once where its row is selected.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        (self.sure.is_none() && self.selection.at == 0).then_some(&mut self.field)
    }

    pub(super) fn keys(&self) -> &'static [(Action, &'static str)] {
        match (&self.sure, self.selection.at) {
            (Some(_), _) => &[(Action::Accept, "yes"), (Action::Close, "no")],
            (None, 0) => &[
                (Action::Accept, "keep"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            (None, _) => &[
                (Action::Accept, "load"),
                (Action::Clear, "delete"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
        }
    }

    pub(super) fn react(&mut self, action: Action, app: &App) -> Step {
        if let Some(sure) = self.sure.take() {
            return self.answered(action, sure);
        }
        let mut rows = rows(app);
        let count = rows.len();
        let selected = (self.selection.at < count).then(|| rows.swap_remove(self.selection.at));
        match (action, selected) {
            (Action::Close, _) => Step::Close,
            (Action::Accept, Some(Row::New)) => self.keep(app),
            (Action::Accept, Some(Row::Before)) => tells(ScenarioAct::Back),
            (Action::Accept, Some(Row::Kept(name))) => tells(ScenarioAct::Load(name)),
            (Action::Clear, Some(Row::Kept(name))) => {
                self.sure = Some(Sure::Drop(name));
                Step::Stay
            }
            (action, _) => {
                self.selection.react(action, count);
                Step::Stay
            }
        }
    }

    fn keep(&mut self, app: &App) -> Step {
        let typed = self.field.value();
        let name = typed.trim();
        if app.scenarios.kept.contains_key(name) {
            self.sure = Some(Sure::Over(name.to_owned()));
            return Step::Stay;
        }
        // What cannot be a name stays in the field, and beneath it stands why.
        if app.scenario_named(name).is_err() {
            return Step::Stay;
        }
        tells(ScenarioAct::Keep(typed))
    }

    /// Yes or no; another key leaves the question open.
    fn answered(&mut self, action: Action, sure: Sure) -> Step {
        match (action, sure) {
            (Action::Close, _) => Step::Stay,
            (Action::Accept, Sure::Over(name)) => tells(ScenarioAct::KeepOver(name)),
            (Action::Accept, Sure::Drop(name)) => {
                self.selection.at = self.selection.at.saturating_sub(1);
                Step::Tell(Message::Scenario(ScenarioAct::Drop(name)))
            }
            (_, sure) => {
                self.sure = Some(sure);
                Step::Stay
            }
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let width = WIDTH.min(canvas.area().width.saturating_sub(2));
        let cells = usize::from(width).saturating_sub(4);
        let mut about = prose(words("scenario.about"), cells, look.style(Role::Dim));
        about.push(gap());
        let rows = rows(app);
        let listed: Vec<_> = rows
            .iter()
            .map(|row| vec![line(app, row, cells, look)])
            .collect();
        let (first, listed) = listed.split_at_checked(1).unwrap_or_default();
        let seen = listed.len().min(MOST);
        let mut below = vec![gap()];
        let mut said = self.said(app, rows.get(self.selection.at), cells, look);
        said.resize(SAID.max(said.len()), gap());
        below.extend(said);
        let server = ("server", app.target().word().to_owned());
        let title = filled("scenario.title", &[server]);
        let height = about.len() + 1 + seen + below.len();
        let inner = sheet(canvas, look, (&title, "Esc closes"), (width, height));
        // On a small terminal the list goes before what it is about.
        let spare = usize::from(inner.height).saturating_sub(1 + seen + below.len());
        about.truncate(if spare < about.len() { 0 } else { spare });
        let rows_of = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let [top, rest] = above(inner, rows_of(about.len()));
        let [new, rest] = above(rest, 1);
        let [list, bottom] = above(rest, rows_of(seen));
        canvas.write(&about, top);
        self.draw_new(canvas, new, look, (app, first));
        let others = Selection {
            at: self.selection.at.checked_sub(1).unwrap_or(ABOVE),
        };
        others.draw(canvas, list, look, (listed, Focus::Here));
        canvas.write(&below, bottom);
    }

    /// The row of a new one, with its name.
    fn draw_new(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (app, row): (&App, &[Vec<Line<'_>>]),
    ) {
        let at = self.selection.at;
        if at == 0 {
            self.selection.draw(canvas, area, look, (row, Focus::Here));
        } else {
            let none = Selection { at: ABOVE };
            none.draw(canvas, area, look, (row, Focus::Elsewhere));
            canvas.hit(area, Hit::Row(0_isize.saturating_sub_unsigned(at)));
        }
        let left = u16::try_from(NAMES + 2).unwrap_or(0).min(area.width);
        let place = Rect {
            x: area.x + left,
            width: area.width - left,
            ..area
        };
        if self.field.value().is_empty() {
            let name = app.scenarios.next_name(app.target());
            let name = Span::styled(name, look.style(Role::Dim));
            return canvas.put(Line::from(name), place);
        }
        let focus = if at == 0 && self.sure.is_none() {
            Focus::Here
        } else {
            Focus::Elsewhere
        };
        self.field.draw(canvas, place, look, focus);
    }

    /// What is selected, or asked.
    fn said(
        &self,
        app: &App,
        row: Option<&Row>,
        cells: usize,
        look: &Look<'_>,
    ) -> Vec<Line<'static>> {
        let name = |name: &str| [("name", visible_line(name))];
        let (said, role) = match (&self.sure, row) {
            (Some(Sure::Over(over)), _) => (filled("scenario.over", &name(over)), Role::Warn),
            (Some(Sure::Drop(drop)), _) => (filled("scenario.drop", &name(drop)), Role::Warn),
            (None, Some(Row::New)) => {
                let unnamed = app.scenario_named(&self.field.value()).err();
                let fault = app.scenarios.fault.as_deref().map(visible_line);
                match unnamed.or(fault) {
                    Some(why) => (why, Role::Warn),
                    None => (new(app), Role::Text),
                }
            }
            (None, Some(row)) => (of_row(app, row), Role::Text),
            (None, None) => (String::new(), Role::Text),
        };
        prose(&said, cells, look.style(role))
    }
}

fn tells(act: ScenarioAct) -> Step {
    Step::Send(Message::Scenario(act))
}

/// What would be kept.
fn new(app: &App) -> String {
    let here = app.scenario_here().map(|(here, _)| here.briefly());
    filled("scenario.new.about", &[("what", here.unwrap_or_default())])
}

fn scenario<'a>(app: &'a App, row: &Row) -> Option<&'a Scenario> {
    match row {
        Row::New => None,
        Row::Before => app.scenarios.before_at(app.target()),
        Row::Kept(name) => app.scenarios.kept.get(name),
    }
}

fn of_row(app: &App, row: &Row) -> String {
    let Some(scenario) = scenario(app, row) else {
        return String::new();
    };
    match row {
        Row::Before => filled("scenario.before.about", &[("what", scenario.briefly())]),
        Row::New | Row::Kept(_) => scenario.said(),
    }
}

fn line(app: &App, row: &Row, cells: usize, look: &Look<'_>) -> Line<'static> {
    let (name, role) = match row {
        Row::New => (words("scenario.new").to_owned(), Role::Text),
        Row::Before => (words("scenario.before").to_owned(), Role::Text),
        Row::Kept(name) => (visible_line(name), Role::Value),
    };
    let brief = scenario(app, row).map_or_else(String::new, Scenario::briefly);
    let brief = ending(&brief, cells.saturating_sub(NAMES + 2), look);
    Line::from(vec![
        Span::styled(column(&name, NAMES - 1, look), look.style(role)),
        Span::raw(" "),
        Span::styled(brief, look.style(Role::Dim)),
    ])
}
