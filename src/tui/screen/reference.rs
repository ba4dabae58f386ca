//! The reference: a line to search in, what was found, and what the selected entry says.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::look_up::Book;
use crate::app::message::{Go, Message};
use crate::lesson::desks::{filled, words};
use crate::lesson::reference::{Entry, Kind};
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, beside};
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, measuring, room, tabs};

mod entry;

/// What the keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Search,
    List,
    Detail,
}

/// The reference screen.
pub(crate) struct Reference {
    book: Book,
    field: Field,
    part: Part,
    /// The kind that is shown; all where it is none.
    kind: Option<Kind>,
    selection: Selection,
    scroll: Scroll,
    body: Rect,
    size: Size,
}

impl Reference {
    /// It opens ready for typing, or at what was found where something is searched for already.
    pub(crate) fn new(app: &App) -> Self {
        let mut field = Field::line().with_placeholder(words("reference.placeholder"));
        field.set(&app.sought);
        let part = match app.sought.as_str() {
            "" => Part::Search,
            _ => Part::List,
        };
        Self {
            book: app.book(),
            field,
            part,
            kind: None,
            selection: Selection::default(),
            scroll: Scroll::default(),
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    fn found(&self, app: &App) -> Vec<&Entry> {
        self.book.found(&app.sought, self.kind)
    }

    /// The next kind, or the one before, all of them being one more.
    fn turn(&mut self, steps: usize) -> Reply {
        let all = kinds();
        let at = all.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        self.kind = all.get((at + steps) % all.len()).copied().flatten();
        self.anew();
        Reply::Done
    }

    /// What is found is another thing: the first of it is selected.
    fn anew(&mut self) {
        self.selection = Selection::default();
        self.scroll = Scroll::default();
        if self.part == Part::Detail {
            self.part = Part::List;
        }
    }

    /// Enter goes from the search to what was found, and from there to what it says.
    fn deeper(&mut self, app: &App) -> Reply {
        self.part = match self.part {
            _ if self.found(app).is_empty() => self.part,
            Part::Search => Part::List,
            Part::List | Part::Detail => Part::Detail,
        };
        Reply::Done
    }

    /// Back the same way, and at last to where the reference was opened.
    fn back(&mut self) -> Reply {
        self.part = match self.part {
            Part::Search | Part::Detail => Part::List,
            Part::List => return Reply::Send(vec![Message::Go(Go::Return)]),
        };
        Reply::Done
    }

    fn moved(&mut self, action: Action, app: &App) -> bool {
        match self.part {
            Part::Detail => {
                let area = self.areas().detail;
                let (cells, rows) = room(area);
                let found = self.found(app);
                let look = measuring(self.size, false);
                let entry = found.get(self.selection.at);
                let lines = entry.map_or(0, |one| entry::lines(one, cells, &look).len());
                self.scroll.react(action, lines, usize::from(rows))
            }
            Part::Search | Part::List => {
                self.scroll = Scroll::default();
                let rows = self.found(app).len();
                self.selection.react(action, rows)
            }
        }
    }

    fn areas(&self) -> Areas {
        areas(self.body, self.size)
    }
}

/// All, then each kind.
fn kinds() -> Vec<Option<Kind>> {
    let each = Kind::ALL.into_iter().map(Some);
    [None].into_iter().chain(each).collect()
}

struct Areas {
    tabs: Rect,
    search: Rect,
    list: Rect,
    detail: Rect,
}

/// The search above, and below it the list beside the detail, or above it where that is narrow.
fn areas(body: Rect, size: Size) -> Areas {
    let [tabs, rest] = above(body, 1);
    let [line, rest] = above(rest, 1);
    let search = Rect {
        x: line.x + 2,
        width: line.width.saturating_sub(4),
        ..line
    };
    let [list, detail] = if size.is_wide() {
        beside(rest, 42)
    } else {
        above(rest, rest.height / 2)
    };
    Areas {
        tabs,
        search,
        list,
        detail,
    }
}

impl Screen for Reference {
    fn context(&self, _app: &App) -> Context {
        Context::Reference
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        match action {
            Action::Find => {
                self.part = Part::Search;
                Reply::Done
            }
            Action::Accept => self.deeper(app),
            Action::Right if self.part == Part::List => self.deeper(app),
            Action::Left if self.part == Part::Detail => self.back(),
            Action::Left | Action::Right => Reply::Done,
            Action::Close => self.back(),
            Action::NextPane => self.turn(1),
            Action::PrevPane => self.turn(kinds().len() - 1),
            _ if self.moved(action, app) => Reply::Done,
            _ => Reply::Ignored,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        (self.part == Part::Search).then_some(&mut self.field)
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        self.anew();
        vec![Message::LookUp(self.field.value())]
    }

    /// What is pasted is searched for.
    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        self.field.set(text);
        self.anew();
        Some(vec![Message::LookUp(self.field.value())])
    }

    fn sync(&mut self, app: &App) {
        self.field.set(&app.sought);
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        let count = |count: usize| count.to_string();
        let found = self.found(app).len();
        let all = self.book.found("", self.kind).len();
        let values = [("found", count(found)), ("all", count(all))];
        filled("reference.count", &values)
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match self.part {
            Part::Detail => &[Action::Accept],
            _ if self.found(app).is_empty() => &[Action::Accept, Action::Down],
            Part::Search | Part::List => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let areas = areas(area, look.size);
        let at = kinds().iter().position(|kind| *kind == self.kind);
        let names = names(areas.tabs.width);
        let _ = tabs(canvas, areas.tabs, look, &names, at.unwrap_or(0));
        self.search(canvas, areas.search, look);
        let found = self.found(app);
        let reads = self.part == Part::Detail;
        self.list(canvas, areas.list, look, &found);
        let Some(entry) = found.get(self.selection.at) else {
            return;
        };
        let (cells, _) = room(areas.detail);
        Sheet {
            title: &entry.name,
            others: (&[], ""),
            aside: entry::tag(entry),
            focus: Focus::when(reads),
            lines: entry::lines(entry, cells, look),
            scroll: self.scroll,
        }
        .draw(canvas, areas.detail, look);
        if !reads {
            canvas.hit(areas.detail, Hit::Do(Action::Accept));
        }
    }
}

impl Reference {
    fn search(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>) {
        let focus = Focus::when(self.part == Part::Search);
        canvas.put(Span::styled("/ ", look.style(Role::Key)), area);
        let field = Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(2),
            ..area
        };
        if focus != Focus::Here {
            canvas.hit(area, Hit::Do(Action::Find));
        }
        self.field.draw(canvas, field, look, focus);
    }

    fn list(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, found: &[&Entry]) {
        let frame = Focus::when(self.part == Part::List);
        let inner = panel(canvas, area, look, ("Found", ""), frame);
        let cells = usize::from(inner.width).saturating_sub(2);
        if found.is_empty() {
            let id = match self.kind {
                Some(Kind::Note) if self.book.found("", self.kind).is_empty() => "reference.notes",
                Some(Kind::Mistake) if self.book.found("", self.kind).is_empty() => {
                    "reference.mistakes"
                }
                _ => "reference.none",
            };
            return canvas.write(&prose(words(id), cells, look.style(Role::Dim)), inner);
        }
        // Only what can be in sight is written out.
        let near = |at: usize| at.abs_diff(self.selection.at) <= usize::from(inner.height);
        let row = |(at, entry): (usize, &&Entry)| {
            vec![if near(at) {
                entry::row(entry, cells, look)
            } else {
                Line::default()
            }]
        };
        let rows: Vec<Vec<Line<'_>>> = found.iter().enumerate().map(row).collect();
        let focus = Focus::when(self.part != Part::Detail);
        self.selection.draw(canvas, inner, look, (&rows, focus));
    }
}

/// The names of the kinds; where they have no room in full, the longest is another one.
fn names(cells: u16) -> Vec<&'static str> {
    let short = cells < 72;
    let name = |kind: Option<Kind>| match kind {
        None => "all",
        Some(Kind::Parameter) if short => "fields",
        Some(Kind::Error) if short => "codes",
        Some(Kind::Clause) if short => "RFCs",
        Some(Kind::Dashboard) if short => "dash",
        Some(Kind::Mistake) if short => "book",
        Some(kind) => kind.words(),
    };
    kinds().into_iter().map(name).collect()
}
