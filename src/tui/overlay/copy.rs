//! The copy menu: only what there is to copy now, and what is inside it said beforehand.

use ratatui::text::{Line, Span};

use crate::app::message::{CopyWhat, Message};
use crate::app::{App, Page};
use crate::oauth::export::Format;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::outside;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 58;

/// The open menu.
#[derive(Debug)]
pub(crate) struct CopyMenu {
    rows: Vec<(CopyWhat, String)>,
    selection: Selection,
}

impl CopyMenu {
    pub(super) fn new(app: &App) -> Self {
        let exchange = Format::ALL.map(CopyWhat::Exchange);
        let all = [
            CopyWhat::CurlMasked,
            CopyWhat::CurlPractice,
            CopyWhat::Reply,
            CopyWhat::Token,
            CopyWhat::Report,
        ];
        let there = all
            .into_iter()
            .chain(exchange)
            .filter(|what| is_there(*what, app));
        Self::of(there.map(|what| (what, words(what).to_owned())).collect())
    }

    /// A menu of these, each in its own words.
    pub(super) fn of(rows: Vec<(CopyWhat, String)>) -> Self {
        Self {
            rows,
            selection: Selection::default(),
        }
    }

    pub(super) fn react(&mut self, action: Action) -> Step {
        let at = match action {
            Action::Accept => self.selection.at,
            Action::Pick(digit) => usize::from(digit).wrapping_sub(1),
            _ => {
                self.selection.react(action, self.rows.len());
                return Step::Stay;
            }
        };
        if self.rows.is_empty() {
            return Step::Close;
        }
        Step::chosen(self.rows.get(at).map(|(what, _)| Message::Copy(*what)))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let cells = usize::from(WIDTH).saturating_sub(9);
        let row = |(at, (_, words)): (usize, &(CopyWhat, String))| {
            vec![Line::from(vec![
                Span::styled(format!("{}  ", at + 1), look.style(Role::Key)),
                Span::styled(outside(words, cells, look), look.style(Role::Text)),
            ])]
        };
        let rows: Vec<Vec<Line<'_>>> = self.rows.iter().enumerate().map(row).collect();
        let inner = sheet(
            canvas,
            look,
            ("Send to the clipboard", "Esc closes"),
            (WIDTH, rows.len().max(1) + 2),
        );
        let inner = inner.intersection(inner.offset(ratatui::layout::Offset { x: 0, y: 1 }));
        if rows.is_empty() {
            canvas.write(
                &[
                    Line::styled("There is nothing to copy yet.", look.style(Role::Dim)),
                    gap(),
                ],
                inner,
            );
        } else {
            self.selection
                .draw(canvas, inner, look, (&rows, Focus::Here));
        }
    }
}

fn words(what: CopyWhat) -> &'static str {
    match what {
        CopyWhat::CurlMasked => "curl to show: the secret is masked",
        CopyWhat::CurlPractice => "curl to run: the practice secret is inside",
        CopyWhat::Reply => "the whole reply",
        CopyWhat::Token => "the access token",
        CopyWhat::Report => "the report of the checker",
        CopyWhat::Claims => "the claims as JSON",
        CopyWhat::Exchange(format) => format.label(),
        // These are named by what is selected.
        CopyWhat::Value(..) | CopyWhat::Part(_) => "",
    }
}

fn is_there(what: CopyWhat, app: &App) -> bool {
    let bench = match app.page {
        Page::Lesson => app.player.as_ref().map(|player| &player.bench),
        Page::Home | Page::Checker | Page::Decoder | Page::Server | Page::Reference => None,
    };
    match what {
        CopyWhat::CurlMasked => bench.is_some() && app.facts().is_some(),
        // What says that a secret is inside has one.
        CopyWhat::CurlPractice => {
            let secret = bench.is_some_and(|bench| bench.draft.has_secret());
            secret && app.facts().is_some() && !app.at_own_tenant()
        }
        CopyWhat::Reply | CopyWhat::Exchange(_) => {
            bench.is_some_and(|bench| bench.latest().is_some())
        }
        CopyWhat::Token => {
            let decoded = app.page == Page::Decoder && app.decoder.report.is_some();
            decoded || bench.is_some_and(|bench| bench.token().is_some())
        }
        CopyWhat::Report => match app.page {
            Page::Home | Page::Decoder | Page::Server | Page::Reference => false,
            Page::Lesson => bench.is_some_and(|bench| bench.desk.report.is_some()),
            Page::Checker => app.checker.report.is_some(),
        },
        CopyWhat::Value(..) | CopyWhat::Claims | CopyWhat::Part(_) => false,
    }
}
