//! Tenants of the learner's own: the list, the form of a new one, what was found of it, and the hidden field for the secret of one.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Desk, Message, OwnTargetAct};
use crate::app::own_targets::{At, BY_KEY, FIELDS, TYPED, TypedTarget, Way};
use crate::lesson::desks::words;
use crate::oauth::names::ClientSecret;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::keys::Action;
use crate::tui::layout::above;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::{column, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{ABOVE, Selection};
use crate::tui::widget::panel::Focus;

mod footer;
mod said;

use said::{about, said, title};

const WIDTH: u16 = 78;
/// So many rows are seen at once.
const MOST: usize = 8;
/// So many lines say what is selected, so that the box does not jump.
const SAID: usize = 3;
/// So many of the fields are needed; they stand first.
const NEEDED: usize = 3;
/// The names of the fields.
const NAMES: usize = 14;

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    List,
    Form,
    Warned,
    Found,
    Secret,
    Key,
}

impl Stage {
    fn of(app: &App) -> Self {
        match &app.own_targets.at {
            At::List => Self::List,
            At::Form => Self::Form,
            At::Warned(_) => Self::Warned,
            At::Found(_) => Self::Found,
            At::Secret(kept) if matches!(kept.way, Way::Key(_)) => Self::Key,
            At::Secret(_) => Self::Secret,
        }
    }
}

/// The open pages.
pub(crate) struct Targets {
    stage: Stage,
    selection: Selection,
    fields: [Field; TYPED],
    /// Which row of the form is selected; behind the fields stands the one that asks.
    row: usize,
    secret: Field,
    /// The one that is to be forgotten, while that is asked.
    sure: Option<String>,
    /// The field that was said to be wrong, by its row.
    wrong: Option<usize>,
    /// An answer is waited for.
    waits: bool,
    /// How many are listed.
    count: usize,
    /// One is chosen to compare with, and nothing else is done here.
    chooses: bool,
}

impl Default for Targets {
    fn default() -> Self {
        Self {
            stage: Stage::List,
            selection: Selection::default(),
            fields: std::array::from_fn(|at| match at {
                0..NEEDED => Field::line(),
                at if at + 1 == TYPED => {
                    Field::line().with_placeholder(words("own.target.auth.default"))
                }
                _ => Field::line().with_placeholder(words("own.target.optional")),
            }),
            row: 0,
            secret: Field::secret(),
            sure: None,
            wrong: None,
            waits: false,
            count: 0,
            chooses: false,
        }
    }
}

impl std::fmt::Debug for Targets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Targets")
    }
}

fn tells(act: OwnTargetAct) -> Step {
    Step::Tell(Message::OwnTarget(act))
}

impl Targets {
    /// The list, from which a desk takes one to compare with.
    pub(crate) fn to_compare() -> Self {
        Self {
            chooses: true,
            ..Self::default()
        }
    }

    /// Takes over where the app is. A secret stays in its field no longer than that is open.
    pub(super) fn sync(&mut self, app: &App) {
        if let Some(wrong) = app
            .own_targets
            .wrong
            .filter(|_| self.wrong != app.own_targets.wrong)
        {
            self.row = wrong;
            // A secret that was typed there was taken off again, and so was any other.
            self.lay_out(app);
        }
        self.waits = app.own_targets.is_waiting();
        self.wrong = app.own_targets.wrong;
        self.count = app.own_targets.kept.len();
        let stage = Stage::of(app);
        if stage == self.stage {
            return;
        }
        if stage != Stage::Secret {
            self.secret = Field::secret();
        }
        if matches!(stage, Stage::List | Stage::Form) {
            self.lay_out(app);
        }
        if stage == Stage::Form && self.stage == Stage::List {
            self.row = 0;
        }
        let newest = app
            .own_targets
            .newest
            .as_deref()
            .filter(|_| self.stage == Stage::Found);
        let mut kept = app.own_targets.kept.iter();
        if let Some(at) = newest.and_then(|name| kept.position(|one| one.name == name)) {
            self.selection.at = at;
        }
        self.stage = stage;
    }

    /// The form as the app holds it.
    fn lay_out(&mut self, app: &App) {
        let texts = app.own_targets.typed.texts();
        for (field, text) in self.fields.iter_mut().zip(texts) {
            field.set(text);
        }
    }

    pub(super) fn field(&mut self) -> Option<&mut Field> {
        match self.stage {
            // What is asked with is what stands there now.
            _ if self.waits => None,
            Stage::Form => self.fields.get_mut(self.row),
            Stage::Secret => Some(&mut self.secret),
            Stage::List | Stage::Warned | Stage::Found | Stage::Key => None,
        }
    }

    pub(super) fn react(&mut self, action: Action, app: &App) -> Step {
        if app.own_targets.is_waiting() && action == Action::Close {
            return tells(OwnTargetAct::Back);
        }
        match (self.stage, action) {
            (Stage::List, action) => self.at_list(action, app),
            (Stage::Form, _) if app.own_targets.is_waiting() => Step::Stay,
            (Stage::Form, action) => self.at_form(action, app),
            (Stage::Warned | Stage::Found | Stage::Secret | Stage::Key, Action::Close) => {
                tells(OwnTargetAct::Back)
            }
            (Stage::Warned, Action::Accept) => tells(OwnTargetAct::LookOn),
            (Stage::Found, Action::Accept) => tells(OwnTargetAct::Keep),
            (Stage::Secret | Stage::Key, Action::Accept) => match &app.own_targets.at {
                At::Secret(kept) => {
                    let secret = ClientSecret::new(self.secret.value());
                    tells(OwnTargetAct::Open(kept.name.clone(), secret))
                }
                _ => Step::Stay,
            },
            (Stage::Warned | Stage::Found | Stage::Secret | Stage::Key, _) => Step::Stay,
        }
    }

    fn at_list(&mut self, action: Action, app: &App) -> Step {
        let kept = &app.own_targets.kept;
        if let Some(name) = self.sure.take() {
            return match action {
                Action::Accept => tells(OwnTargetAct::Drop(name)),
                Action::Close => Step::Stay,
                _ => {
                    self.sure = Some(name);
                    Step::Stay
                }
            };
        }
        let selected = kept.get(self.selection.at);
        if self.chooses && !kept.is_empty() {
            return match (action, selected) {
                (Action::Close, _) => Step::Close,
                (Action::Accept, Some(one)) => {
                    Step::Send(Message::Desk(Desk::Against(one.name.clone())))
                }
                (action, _) => {
                    self.selection.react(action, kept.len());
                    Step::Stay
                }
            };
        }
        match (action, selected) {
            (Action::Close, _) => Step::Close,
            (Action::Accept, Some(one)) => tells(OwnTargetAct::Choose(one.name.clone())),
            (Action::Accept, None) if self.selection.at > kept.len() => {
                Step::Send(Message::OwnTarget(OwnTargetAct::Clicks))
            }
            (Action::Accept, None) => tells(OwnTargetAct::New),
            (Action::Edit, Some(one)) => tells(OwnTargetAct::Edit(one.name.clone())),
            (Action::Clear, Some(one)) => {
                self.sure = Some(one.name.clone());
                Step::Stay
            }
            (action, _) => {
                self.selection.react(action, kept.len() + 2);
                Step::Stay
            }
        }
    }

    fn at_form(&mut self, action: Action, app: &App) -> Step {
        let typed = Box::new(self.typed());
        let left = self.row;
        let act = match action {
            Action::Close => OwnTargetAct::Lay(typed),
            Action::Send => OwnTargetAct::Look(typed),
            Action::Accept if left == FIELDS.len() => OwnTargetAct::Look(typed),
            action => {
                self.moves(action);
                let is_new = typed.texts().get(left) != app.own_targets.typed.texts().get(left);
                if self.row == left || !is_new {
                    return Step::Stay;
                }
                OwnTargetAct::Leave(left, typed)
            }
        };
        // What is wrong after this is news, also where the same field was wrong before.
        self.wrong = None;
        tells(act)
    }

    /// To another row of the form.
    fn moves(&mut self, action: Action) {
        self.row = match action {
            Action::Accept | Action::NextPane => (self.row + 1).min(FIELDS.len()),
            Action::PrevPane => self.row.saturating_sub(1),
            action => {
                let mut selection = Selection { at: self.row };
                selection.react(action, FIELDS.len() + 1);
                selection.at
            }
        };
    }

    fn typed(&self) -> TypedTarget {
        let text = |at: usize| self.fields.get(at).map_or_else(String::new, Field::value);
        TypedTarget::of(std::array::from_fn(text))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let wide = WIDTH.min(canvas.area().width.saturating_sub(2));
        let cells = usize::from(wide).saturating_sub(4);
        let mut top = about(app, self.chooses, cells, look);
        top.push(gap());
        let middle = match self.stage {
            Stage::List => said::rows(app, self.chooses, cells, look).len().min(MOST),
            Stage::Form => FIELDS.len() + 1,
            Stage::Secret => 1,
            Stage::Warned | Stage::Found | Stage::Key => 0,
        };
        let mut below = vec![gap()];
        let mut told = said(
            app,
            (self.selection.at, self.row),
            self.sure.as_deref(),
            (cells, look),
        );
        if middle > 0 {
            told.resize(SAID.max(told.len()), gap());
        }
        below.extend(told);
        let height = top.len() + middle + below.len();
        let title = title(app, self.chooses);
        let inner = sheet(canvas, look, (&title, ""), (wide, height));
        // On a small terminal what is done goes before what it is about. The host that is asked is named all the same.
        let spare = usize::from(inner.height).saturating_sub(middle + below.len());
        if spare < top.len() && matches!(self.stage, Stage::List | Stage::Form) {
            top.clear();
        }
        if spare < top.len() && self.stage == Stage::Found {
            // What is waited for, and what failed, goes before the end of what is told.
            top.truncate(spare.saturating_sub(1));
            top.push(Line::styled(look.marks.dots, look.style(Role::Dim)));
        }
        let rows_of = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let [first, rest] = above(inner, rows_of(top.len()));
        let [second, third] = above(rest, rows_of(middle));
        canvas.write(&top, first);
        match self.stage {
            Stage::List => {
                let rows = said::rows(app, self.chooses, cells, look);
                self.selection
                    .draw(canvas, second, look, (&rows, Focus::Here));
            }
            Stage::Form => self.draw_form(canvas, second, look),
            Stage::Secret => self.draw_secret(canvas, second, look),
            Stage::Warned | Stage::Found | Stage::Key => {}
        }
        canvas.write(&below, third);
    }

    fn draw_form(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>) {
        let text = look.style(Role::Text);
        let names = FIELDS.map(|(name, _)| words(name)).into_iter();
        let names = names.chain([words("own.target.ask")]);
        for (row, (name, place)) in names.zip(area.rows()).enumerate() {
            let here = row == self.row;
            let asks = row == FIELDS.len();
            if asks || !here {
                let name = if asks {
                    name.to_owned()
                } else {
                    column(name, NAMES, look)
                };
                let selection = Selection {
                    at: if here { 0 } else { ABOVE },
                };
                let line = [vec![Line::styled(name, text)]];
                selection.draw(canvas, place, look, (&line, Focus::when(here)));
            } else {
                let mark = format!("{} {}", look.marks.cursor, column(name, NAMES, look));
                canvas.put(Line::styled(mark, look.style(Role::Strong)), place);
            }
            canvas.hit(place, Hit::Row(row.cast_signed() - self.row.cast_signed()));
            if let Some(field) = self.fields.get(row) {
                let field_at = behind(place, NAMES + 3);
                let by_key = self.by_key(row);
                by_key
                    .as_ref()
                    .unwrap_or(field)
                    .draw(canvas, field_at, look, Focus::when(here));
            }
        }
    }

    /// The row of the method in place of an empty one, where a key file decides it.
    fn by_key(&self, row: usize) -> Option<Field> {
        let typed = self.typed().trimmed();
        let decides = row + 1 == TYPED && typed.auth.is_empty() && !typed.key.is_empty();
        decides.then(|| Field::line().with_placeholder(BY_KEY))
    }

    fn draw_secret(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>) {
        let name = words("own.target.secret.field");
        let mark = format!("{} {name}", look.marks.cursor);
        canvas.put(Line::styled(mark, look.style(Role::Strong)), area);
        // What is typed here is a real one: it stays hidden, also while those of practice apps are shown.
        let hidden = look.hiding();
        let field_at = behind(area, width(name) + 4);
        self.secret.draw(canvas, field_at, &hidden, Focus::Here);
    }
}

/// What is right of the first `cells` of this row.
fn behind(place: Rect, cells: usize) -> Rect {
    let left = u16::try_from(cells).unwrap_or(u16::MAX).min(place.width);
    Rect {
        x: place.x + left,
        width: place.width - left,
        ..place
    }
}
