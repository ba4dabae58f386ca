//! The spine: app, authorization server and API as three lanes across the top of the work screens, drawn from the exchange at hand. What
//! has not happened is dashed; nothing is drawn from memory.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::exchange::Side;
use crate::tui::keys::Context;
use crate::tui::layout::Size;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

mod beats;
mod row;

use beats::{Beat, Beats};
use row::{Row, Way};

/// How many rows it takes with the rule below it; none where it has no place.
pub(crate) fn rows(app: &App, context: Context, size: Size) -> u16 {
    let lesson = app.page == crate::app::Page::Lesson && app.player.is_some();
    if !(lesson && beats::has_spine(context)) {
        return 0;
    }
    match size {
        Size::Tiny => 0,
        Size::Small => 1,
        Size::Medium => 3,
        Size::Normal | Size::Large => 5,
    }
}

/// How much of it shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Light {
    /// How much of the newest exchange has been told so far, from 0 to 100; 100 is all.
    pub(crate) shown: u8,
    /// The one side that is bright, where one is.
    pub(crate) side: Option<Side>,
}

/// The spine, as wide as `area`.
pub(crate) fn lines(
    app: &App,
    context: Context,
    area: Rect,
    look: &Look<'_>,
    light: Light,
) -> Vec<Line<'static>> {
    let Some(beats) = beats::of(app, context, look) else {
        return Vec::new();
    };
    let drawing = Drawing {
        beats: beats.lit(light.side),
        look,
        width: usize::from(area.width),
        shown: usize::from(light.shown),
    };
    match area.height {
        0 => Vec::new(),
        1..3 => vec![drawing.one()],
        3 | 4 => drawing.short(),
        _ => drawing.tall(),
    }
}

struct Drawing<'a, 'l> {
    beats: Beats,
    look: &'a Look<'l>,
    width: usize,
    shown: usize,
}

/// When the parcel is on its way there, and when its answer is on its way back, in hundredths.
const THERE: usize = 45;
const BACK: usize = 55;

impl Drawing<'_, '_> {
    /// How far an arrow that is drawn between `from` and `until` has come, in hundredths.
    fn part(&self, from: usize, until: usize) -> usize {
        (self.shown.saturating_sub(from) * 100 / (until - from)).min(100)
    }

    fn request(&self, row: &mut Row, from: usize, to: usize) {
        let way = Way {
            goes_right: true,
            part: self.part(0, THERE),
        };
        row.arrow((from, to), &self.beats.request, way);
    }

    fn reply(&self, row: &mut Row, from: usize, to: usize) {
        let way = Way {
            goes_right: false,
            part: self.part(BACK, 100),
        };
        row.arrow((from, to), &self.beats.reply, way);
    }

    /// What the server looked at, from `at` up to `until`.
    fn checks(&self, row: &mut Row, at: usize, until: usize) {
        if self.shown > THERE {
            row.spans(at, until, &self.beats.checks);
        }
    }

    fn call(&self, row: &mut Row, from: usize, to: usize) {
        let told = self.shown >= 100;
        let ghost = self.beats.call.clone().ghost();
        let beat = if told { &self.beats.call } else { &ghost };
        let way = Way {
            goes_right: true,
            part: 100,
        };
        row.arrow((from, to), beat, way);
    }

    /// Four rows and a rule.
    fn tall(&self) -> Vec<Line<'static>> {
        let width = self.width;
        let (app, api) = (7, width.saturating_sub(14));
        let server = app + (api - app) * 45 / 100;
        let empty = || {
            let mut row = Row::new(width, self.look);
            for lane in [app, server, api] {
                row.put(lane, self.look.marks.bar, Role::Border);
            }
            row
        };
        let mut names = Row::new(width, self.look);
        for (at, name) in [
            (app, "YOUR APP"),
            (server, "AUTHORIZATION SERVER"),
            (api, "API"),
        ] {
            names.put(at.saturating_sub(name.len() / 2), name, Role::Title);
        }
        let (mut first, mut second, mut third) = (empty(), empty(), empty());
        self.request(&mut first, app + 1, server);
        self.checks(&mut first, server + 3, api);
        self.reply(&mut second, app + 1, server);
        if self.shown >= 100 {
            second.spans(server + 3, api, &self.beats.times);
            third.spans(api + 2, width, &self.beats.called);
        }
        self.call(&mut third, app + 1, api);
        vec![
            names.line(),
            first.line(),
            second.line(),
            third.line(),
            self.rule(),
        ]
    }

    /// Two rows and a rule: the names stand where their lanes begin.
    fn short(&self) -> Vec<Line<'static>> {
        let width = self.width;
        let server = width * 42 / 100;
        let api = width.saturating_sub(8);
        let (mut first, mut second) = (Row::new(width, self.look), Row::new(width, self.look));
        first.put(1, "APP", Role::Title);
        self.request(&mut first, 5, server - 1);
        first.put(server, "SERVER", Role::Title);
        self.checks(&mut first, server + 7, api - 1);
        first.put(api, "API", Role::Title);
        self.reply(&mut second, 5, server - 1);
        self.call(&mut second, server + 7, api - 1);
        if self.shown >= 100 {
            second.spans(api, width, &self.beats.called);
        }
        vec![first.line(), second.line(), self.rule()]
    }

    /// One row.
    fn one(&self) -> Line<'static> {
        let marks = self.look.marks;
        let mut row = Row::new(self.width, self.look);
        let mut at = 1;
        let mut put = |words: &str, role: Role| {
            let words = text::ending(words, self.width.saturating_sub(at), self.look);
            row.put(at, &words, role);
            at += text::width(&words) + 1;
        };
        let sign = |beat: &Beat, sign: &'static str| if beat.is_ghost { marks.open } else { sign };
        put("APP", Role::Title);
        put(
            sign(&self.beats.request, marks.right),
            self.beats.request.role,
        );
        if self.beats.request.is_ghost {
            put(&self.beats.request.words, self.beats.request.role);
        }
        put("SERVER", Role::Title);
        for (words, role) in &self.beats.checks {
            put(words, *role);
        }
        put(sign(&self.beats.reply, marks.left), self.beats.reply.role);
        put(&self.beats.reply.words, self.beats.reply.role);
        put(sign(&self.beats.call, marks.right), self.beats.call.role);
        put("API", Role::Title);
        for (words, role) in &self.beats.called {
            put(words, *role);
        }
        row.line()
    }

    fn rule(&self) -> Line<'static> {
        let sign = if self.look.unicode { "─" } else { "-" };
        let mut row = Row::new(self.width, self.look);
        row.put(0, &sign.repeat(self.width), Role::Border);
        row.line()
    }
}
