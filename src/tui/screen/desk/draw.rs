//! Drawing a checker's desk: verdict, pasted text, findings, the one that is open, or what the practice API said.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::desk::CheckDesk;
use crate::app::{App, Visitor};
use crate::lesson::desks::{filled, words};
use crate::oauth::check::diff;
use crate::oauth::finding::Severity;
use crate::oauth::journal::{Door, Entry};
use crate::tui::canvas::Canvas;
use crate::tui::layout::{Size, above};
use crate::tui::screen::desk::offer::{self, Offer, empty, keys};
use crate::tui::screen::desk::{Pane, PasteView, View, findings as found, held};
use crate::tui::screen::read::call;
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::findings;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::paste;
use crate::tui::widget::scroll::{self, Scroll};
use crate::tui::widget::sheet::{Sheet, room, tabs};

/// Changes of one repair that the detail shows.
const MOST_CHANGES: usize = 2;

impl View {
    /// Draws the desk; `offers` are the ways to fill an empty one.
    pub(in crate::tui::screen) fn draw(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (desk, offers, app): (&CheckDesk, &[Offer], &App),
    ) {
        if self.is_empty(desk) {
            empty(canvas, area, look, offers);
        } else if !self.over.covers() {
            self.draw_panes(canvas, area, look, (desk, app));
        }
        self.over.draw(canvas, area, look, &desk.wanted);
    }

    fn draw_panes(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (desk, app): (&CheckDesk, &App),
    ) {
        let [verdict, pasted, found, detail] = Self::areas(area, look.size);
        offer::headline(canvas, verdict, look, desk);
        if look.size.is_wide() {
            self.draw_paste(canvas, pasted, look, (desk, app));
            self.draw_findings(canvas, found, look, desk);
            self.draw_detail(canvas, detail, look, (desk, app));
            return;
        }
        let [_, rest] = above(area, 2);
        let (names, at): (&[&str], usize) = match (look.size, self.pane) {
            (Size::Medium, Pane::Paste) => (&["Pasted", "Findings"], 0),
            (Size::Medium, Pane::Findings | Pane::Detail) => (&["Pasted", "Findings"], 1),
            (_, Pane::Paste) => (&["Pasted", "Findings", "Detail"], 0),
            (_, Pane::Findings) => (&["Pasted", "Findings", "Detail"], 1),
            (_, Pane::Detail) => (&["Pasted", "Findings", "Detail"], 2),
        };
        tabs(canvas, rest, look, names, at);
        let both = look.size == Size::Medium;
        if self.pane == Pane::Paste {
            return self.draw_paste(canvas, pasted, look, (desk, app));
        }
        if both || self.pane == Pane::Findings {
            self.draw_findings(canvas, found, look, desk);
        }
        if both || self.pane == Pane::Detail {
            self.draw_detail(canvas, detail, look, (desk, app));
        }
    }

    fn draw_paste(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (desk, app): (&CheckDesk, &App),
    ) {
        let focus = Focus::when(self.pane == Pane::Paste);
        let (title, aside) = self.paste_title(desk, app);
        let inner = panel(canvas, area, look, (&title, &aside), focus);
        if let Some(field) = &self.typing {
            canvas.put(Clear, inner);
            field.draw(canvas, inner, look, focus);
            return;
        }
        let place = self.selected(desk).map(|finding| &finding.place);
        let line = place.and_then(|place| place.line);
        let size = (inner.width, inner.height);
        let chosen = (self.pane == Pane::Paste).then_some(self.scroll.top);
        let lines = match self.paste {
            PasteView::Whole => {
                let rows = paste::whole_rows(desk.shown(look.revealed), inner.width);
                let last = rows.saturating_sub(usize::from(inner.height));
                let top = self.scroll.top.min(last);
                scroll::marks_of(canvas, inner, look, (top, rows));
                paste::whole(desk.shown(look.revealed), top, size, look)
            }
            PasteView::Repaired if !desk.repaired.is_empty() => {
                let at = desk.repaired.iter().position(|row| row.number == line);
                let at = at.filter(|_| line.is_some()).map(|at| at + 1);
                // A line that was changed and is marked takes three rows.
                let top =
                    chosen.unwrap_or_else(|| paste::top_for(at.map(|at| at + 1), inner.height));
                paste::repaired(
                    (&desk.repaired, desk.shown(look.revealed)),
                    place,
                    top,
                    size,
                    look,
                )
            }
            PasteView::Repaired | PasteView::Pasted => {
                let top = chosen.unwrap_or_else(|| paste::top_for(line, inner.height));
                paste::lines(desk.shown(look.revealed), place, top, size, look)
            }
        };
        canvas.write(&lines, inner);
    }

    fn paste_title(&self, desk: &CheckDesk, app: &App) -> (String, String) {
        let count = desk.text.chars().count();
        if let Some(field) = &self.typing {
            // The text from before stays until there is another one.
            let aside = match (field.value().chars().count(), count) {
                (0, 0) => String::new(),
                (0, before) => format!("in place of {before} characters"),
                (typed, _) => format!("{typed} characters"),
            };
            return ("Paste".to_owned(), aside);
        }
        let title = match self.paste {
            PasteView::Repaired if !desk.repaired.is_empty() => {
                let repairs = desk.repairs().len();
                let plural = if repairs == 1 { "" } else { "s" };
                let aside = format!("{repairs} repair{plural}, z undoes");
                return ("Repaired".to_owned(), aside);
            }
            PasteView::Repaired | PasteView::Pasted => whose(desk, app),
            PasteView::Whole => format!("{}, whole", whose(desk, app)),
        };
        let undone = match desk.undone.len() {
            0 => "",
            _ => ", z repairs again",
        };
        (title, format!("{count} characters{undone}"))
    }

    fn draw_findings(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        desk: &CheckDesk,
    ) {
        let all = found(desk);
        let focus = Focus::when(self.pane == Pane::Findings);
        let aside = all.len().to_string();
        let inner = panel(canvas, area, look, ("Findings, worst first", &aside), focus);
        let folded = self.is_folded(desk);
        let shown = all
            .iter()
            .filter(|one| !folded || one.severity != Severity::Pass);
        let mut rows: Vec<Vec<Line<'static>>> = shown
            .map(|finding| vec![findings::row(finding, inner.width.saturating_sub(2), look)])
            .collect();
        if folded {
            let (role, mark) = findings::signs(Severity::Pass, look);
            rows.push(vec![Line::from(vec![
                Span::styled(format!("{mark} pass "), look.style(role)),
                Span::styled(
                    format!("{} rules held  ", held(desk)),
                    look.style(Role::Text),
                ),
                Span::styled("Space", look.style(Role::Key)),
                Span::styled(" unfolds", look.style(Role::Dim)),
            ])]);
        }
        self.finding.draw(canvas, inner, look, (&rows, focus));
    }

    fn draw_detail(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (desk, app): (&CheckDesk, &App),
    ) {
        let (width, _) = room(area);
        let finding = self.selected(desk);
        let (title, aside) = match finding {
            _ if self.answer && app.asks_own_api() => {
                ("Your API", "its own answer, not the checker's")
            }
            _ if self.answer => ("The practice API", "its own checks, not the checker's"),
            Some(finding) => (finding.rule.id(), finding.severity.word()),
            None => ("What held", ""),
        };
        let scroll = if self.pane == Pane::Detail {
            self.scroll
        } else {
            Scroll::default()
        };
        Sheet {
            title,
            others: (&[], ""),
            aside,
            focus: Focus::when(self.pane == Pane::Detail),
            lines: self.detail(desk, app, width, look),
            scroll,
        }
        .draw(canvas, area, look);
    }

    /// The finding that is open, with both sides of its repair; or the answer of the practice API.
    pub(super) fn detail(
        &self,
        desk: &CheckDesk,
        app: &App,
        width: u16,
        look: &Look<'_>,
    ) -> Vec<Line<'static>> {
        if self.answer {
            return answer(desk, app, width, look);
        }
        let Some(finding) = self.selected(desk) else {
            let names = found(desk)
                .iter()
                .filter(|one| one.severity == Severity::Pass)
                .map(|one| one.rule.id());
            let names = names.collect::<Vec<_>>().join(", ");
            return prose(&names, usize::from(width), look.style(Role::Dim));
        };
        let mut lines = findings::detail(finding, width, look);
        let repairs = desk
            .report
            .iter()
            .flat_map(|report| &report.prepared.repairs);
        let own: Vec<_> = repairs
            .filter(|repair| repair.rule == finding.rule.id())
            .cloned()
            .collect();
        if own.is_empty() {
            return lines;
        }
        let changes = diff::changes(&desk.text, &own);
        let both = changes
            .iter()
            .take(MOST_CHANGES)
            .flat_map(|change| paste::change(change, width, look));
        // Right below what it is: the sight of it says more than the reasons.
        lines.splice(1..1, both);
        lines
    }
}

fn answer(desk: &CheckDesk, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = call::answered(&desk.call, width, look);
    if app.asked_about_foreign(desk) {
        lines.push(Line::default());
        let style = look.style(Role::Dim);
        lines.extend(prose(words("ask.foreign"), usize::from(width), style));
    }
    lines
}

/// The sentence about the state of a desk on which nothing is being typed.
fn status(desk: &CheckDesk, app: &App) -> String {
    if desk.opening.is_some() {
        return "Reading the file.".to_owned();
    }
    if let Some(words) = keys(&desk.keys) {
        return words;
    }
    let worth = app.visitor.as_ref();
    let worth = worth.filter(|visitor| visitor.target == app.target() && is_worth(&visitor.entry));
    match (&desk.report, worth) {
        (None, Some(Visitor { at, entry, .. })) => {
            let seconds = (app.now.seconds().0 - at.seconds().0).max(0);
            format!(
                "Another program got {} from the practice tenant {seconds} s ago. Paste what it printed.",
                entry.status
            )
        }
        (None, None) => "Nothing is uploaded. What you paste stays on this machine.".to_owned(),
        (Some(_), _) if desk.call.last().is_some() && app.asks_own_api() => {
            "The check is local. Your own API was asked with the token.".to_owned()
        }
        (Some(_), _) if desk.call.last().is_some() => {
            "The check is local. Only the practice API on this machine was asked.".to_owned()
        }
        (Some(_), _) => "The check is local. Nothing was uploaded.".to_owned(),
    }
}

/// True for a reply that is worth a check: a token, or an error that the token endpoint gives to a request that it has read.
fn is_worth(entry: &Entry) -> bool {
    entry.door == Door::Token && matches!(entry.status, 200 | 400 | 401 | 403)
}

impl View {
    /// The sentence about the state.
    pub(in crate::tui::screen) fn status(&self, desk: &CheckDesk, app: &App) -> String {
        if self.typing.is_some() {
            return "Paste the whole reply. Esc leaves the field.".to_owned();
        }
        status(desk, app)
    }
}

/// Whose text lies there; of the learner's own replies which one, and whether a newer one came.
fn whose(desk: &CheckDesk, app: &App) -> String {
    let Some(own) = desk.own else {
        return "You pasted".to_owned();
    };
    let player = app.player.as_ref();
    let newest = player.and_then(|player| player.bench.latest());
    match newest.map(|run| run.number).filter(|newest| *newest != own) {
        Some(newest) => filled(
            "check.own.older",
            &[("run", own.to_string()), ("newest", newest.to_string())],
        ),
        None => filled("check.own", &[("run", own.to_string())]),
    }
}
