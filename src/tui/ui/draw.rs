//! Drawing the skin: what stands around every screen, the screen, what lies over it.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::Ui;
use crate::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::chrome;
use crate::tui::keys::Typing;
use crate::tui::layout::{self, Size};
use crate::tui::overlay::Overlay;
use crate::tui::theme::Look;

impl Ui {
    /// Draws everything.
    pub fn draw(&self, frame: &mut Frame<'_>, app: &App) {
        let area = frame.area();
        let look = self.theme.look(Size::of(area), app.revealed());
        self.stands.set(None);
        let mut canvas = Canvas::new(frame);
        if look.size == Size::Tiny {
            return chrome::too_small(&mut canvas, &look);
        }
        let parts = layout::chrome(area, self.heads);
        self.draw_heads(&mut canvas, &parts, &look, app);
        let [mut body, column] = self.areas(area);
        // What is said over more rows than its own leaves the screen fewer, so that the row that is selected stays in sight.
        body.height -= self.said_over(parts.status, &look, app).min(body.height);
        let inner = self.theme.look(self.size(area), app.revealed());
        self.screen.draw(&mut canvas, body, &inner, app);
        if !column.is_empty() {
            chrome::server(&mut canvas, column, &look, app);
        }
        self.draw_status(&mut canvas, parts.status, &look, app);
        self.draw_foot(&mut canvas, &parts, &look, app);
        self.point_out(&mut canvas, &look, app);
        *self.hits.borrow_mut() = canvas.hits();
        canvas.guard();
        canvas.stand_on(self.theme);
        if !look.unicode {
            canvas.plain();
        }
    }

    /// Where the terminal's own cursor is: in the field that has the focus, where a text would begin, else hidden at what is selected.
    fn point_out(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let is_covered = self.overlay.is_some();
        let selection = if is_covered {
            canvas.selected()
        } else {
            canvas.selection(look)
        };
        if !canvas.has_cursor()
            && !is_covered
            && self.screen.takes_text(app)
            && let Some(row) = selection
        {
            canvas.invite(row, look);
        }
        self.stands.set(selection.filter(|_| !canvas.has_cursor()));
    }

    /// Draws everything, and says where the terminal's hidden cursor is to stand.
    pub fn picture(&self, frame: &mut Frame<'_>, app: &App) -> Option<Position> {
        self.draw(frame, app);
        self.stands.get()
    }

    /// What stands above the screen: where one is, the exchange, what to do, what came of it.
    fn draw_heads(
        &self,
        canvas: &mut Canvas<'_, '_>,
        parts: &layout::Chrome,
        look: &Look<'_>,
        app: &App,
    ) {
        chrome::top(canvas, parts, look, app);
        let context = self.screen.context(app);
        let light = chrome::spine::Light {
            shown: self.motion.shown(app.now),
            side: self.screen.lights(app),
        };
        let spine = chrome::spine::lines(app, context, parts.spine, look, light);
        canvas.write(&spine, parts.spine);
        if !parts.band.is_empty() {
            let band = chrome::band::lines(app, context, parts.band, look);
            canvas.write(&band, parts.band);
        }
        // What lies over the screen has keys of its own.
        let typing = match self.overlay {
            Some(_) => Typing::No,
            None => self.letters(app).0,
        };
        chrome::task(canvas, parts.task, look, app, (context, typing));
    }

    /// Whether letters are text now, and whether that is since an empty field is selected, which a letter would begin.
    pub(super) fn letters(&self, app: &App) -> (Typing, bool) {
        let invites =
            self.typing_now == Typing::No && self.overlay.is_none() && self.screen.takes_text(app);
        let typing = if invites {
            Typing::Line
        } else {
            self.typing_now
        };
        (typing, invites)
    }

    /// How many rows of the screen are taken by what was said last.
    fn said_over(&self, status: Rect, look: &Look<'_>, app: &App) -> u16 {
        let (typing, _) = self.letters(app);
        let said = (self.screen.context(app), typing);
        let rows = chrome::toast(app, look, status.width, said).map_or(0, |lines| lines.len());
        u16::try_from(rows).unwrap_or(u16::MAX).saturating_sub(1)
    }

    /// A sentence about the state, or what was said last.
    fn draw_status(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let words = self.screen.status(app);
        let context = self.screen.context(app);
        let (typing, _) = self.letters(app);
        chrome::status(canvas, area, look, app, (&words, context, typing));
    }

    /// The keys, and what lies over the screen.
    fn draw_foot(
        &self,
        canvas: &mut Canvas<'_, '_>,
        parts: &layout::Chrome,
        look: &Look<'_>,
        app: &App,
    ) {
        let area = parts.footer;
        let (typing, invites) = self.letters(app);
        let focused = chrome::Focused {
            context: self.context(app),
            typing,
            invites,
            urges: self.screen.urges(app),
            idle: self.screen.idle(app),
            overlay: self.overlay.as_ref().map(Overlay::keys),
        };
        chrome::footer(canvas, area, look, app, focused);
        if let Some(overlay) = &self.overlay {
            canvas.covers();
            overlay.draw(canvas, look, app);
            // What was said of the last key is said over what lies there.
            if app.toast.is_some() {
                let end = parts.status.y;
                canvas.close_above((end, end.saturating_sub(1)), look);
                self.draw_status(canvas, parts.status, look, app);
            }
            chrome::footer(canvas, area, look, app, focused);
        }
    }
}
