//! Drawing the decoder: the token, the open part, findings or the ladder, and what is selected of these in full.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::app::App;
use crate::lesson::desks::words;
use crate::oauth::check::TokenReport;
use crate::oauth::jwt::ladder;
use crate::oauth::jwt::{Form, PartName, member};
use crate::tui::canvas::Canvas;
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::screen::decoder::{Decoder, PANES, Pane, beside, rung, strange};
use crate::tui::screen::desk::{Offer, empty};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::findings;
use crate::tui::widget::jwt::{self, Extent};
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::part;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, around, measuring, room, tabs};

const OFFERS: &[Offer] = &[
    (
        "",
        "Paste a token, or a whole token response. Reading it takes no key, and it stays on this machine.",
    ),
    ("p", "opens the field; then paste"),
    ("f", "opens a file by its path"),
    ("E", "opens your editor, to write or to mend a text"),
    ("Esc", "leaves the field, then this screen"),
];

/// A width at which no value needs to be measured.
const WIDE: u16 = 200;

/// What a pane holds.
pub(super) struct Content {
    title: String,
    aside: String,
    pub(super) lines: Vec<Line<'static>>,
    /// The line to keep in sight.
    at: Option<usize>,
}

impl Decoder {
    /// The rectangles of token, part, findings, ladder and detail: the third and the fourth share one. On small screens all are
    /// the one below the tabs.
    pub(super) fn areas(&self, token_rows: usize, area: Rect, size: Size) -> [Rect; 5] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            // With 80 columns what is selected shows below the list; with 60 there is room for one thing.
            let [list, detail] = match size {
                Size::Medium => below(pane, 10),
                Size::Tiny | Size::Small | Size::Normal | Size::Large => [pane, pane],
            };
            return [pane, pane, list, list, detail];
        }
        let lower = match self.pane {
            Pane::Token | Pane::Part => 9 + area.height.saturating_sub(26) / 2,
            Pane::Findings | Pane::Trust | Pane::Detail => 11 + area.height.saturating_sub(26) / 2,
        };
        let [top, bottom] = below(area, lower);
        let rows = u16::try_from(token_rows + 2).unwrap_or(u16::MAX);
        let [token, part] = above(top, rows.min(top.height / 2));
        let [list, detail] = beside(bottom, 44);
        [token, part, list, list, detail]
    }

    /// How many lines the token takes on the whole width.
    pub(super) fn token_rows(
        &self,
        of: (&App, &TokenReport),
        area: Rect,
        look: &Look<'_>,
    ) -> usize {
        let (width, _) = room(area);
        self.content(Pane::Token, of, width, look).lines.len()
    }

    pub(super) fn part(
        &self,
        app: &App,
        report: &TokenReport,
        width: u16,
        look: &Look<'_>,
    ) -> part::Drawn {
        let pieces = jwt::pieces(&report.jwt);
        let Some(piece) = pieces.get(self.piece(report)) else {
            return part::Drawn::default();
        };
        let view = part::View {
            style: self.style,
            selected: self.claim.at,
            at: app.now.seconds(),
        };
        let told = (view, self.aids(app, report));
        let mut drawn = part::draw_with(&report.jwt, piece, told, width, look);
        if report.jwt.form == Form::Jwe && piece.part == Some(PartName::Header) {
            drawn.lines.push(Line::default());
            let style = look.style(Role::Text);
            let about = prose(words("form.jwe"), usize::from(width), style);
            drawn.lines.extend(about);
        }
        drawn
    }

    fn aids<'a>(&'a self, app: &App, report: &TokenReport) -> part::Aids<'a> {
        part::Aids {
            family: Some(report.identity.family),
            local: app.local,
            filter: self.find.text(),
        }
    }

    /// The number of the selected value among the places of the open part.
    pub(super) fn number(&self, app: &App, report: &TokenReport) -> usize {
        if self.find.text().is_empty() {
            return self.claim.at;
        }
        let drawn = self.part(app, report, WIDE, &measuring(Size::Large, false));
        let number = drawn.numbers.get(self.claim.at);
        // Beyond them all, so that nothing is selected where nothing is found.
        number.copied().unwrap_or(usize::MAX)
    }

    /// Title, aside, lines and the line to keep in sight of every pane that is no list.
    pub(super) fn content(
        &self,
        pane: Pane,
        (app, report): (&App, &TokenReport),
        width: u16,
        look: &Look<'_>,
    ) -> Content {
        match pane {
            Pane::Token => self.token((app, report), width, look),
            Pane::Part => {
                let pieces = jwt::pieces(&report.jwt);
                let piece = self.piece(report);
                let drawn = self.part(app, report, width, look);
                let label = pieces.get(piece).map_or("", |piece| piece.label);
                Content {
                    title: format!("{} {label}", piece + 1),
                    aside: self.style.names(),
                    at: drawn.places.get(self.claim.at).copied(),
                    lines: drawn.lines,
                }
            }
            Pane::Findings | Pane::Trust | Pane::Detail if self.climbing => {
                let (title, lines) = rung::detail((app, self.rung.at), width, look);
                Content {
                    title: title.to_owned(),
                    aside: "what the API does".to_owned(),
                    lines,
                    at: None,
                }
            }
            Pane::Findings | Pane::Trust | Pane::Detail => {
                let findings = self.find.findings(report);
                let finding = findings.get(self.finding.at).copied();
                let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
                Content {
                    title: text(finding.map(|finding| finding.rule.id())),
                    aside: text(finding.map(|finding| finding.severity.word())),
                    lines: finding
                        .map_or_else(Vec::new, |finding| findings::detail(finding, width, look)),
                    at: None,
                }
            }
        }
    }

    fn token(&self, (app, report): (&App, &TokenReport), width: u16, look: &Look<'_>) -> Content {
        let pieces = jwt::pieces(&report.jwt);
        let piece = self.piece(report);
        let extent = if look.size.is_wide() && !look.revealed && !self.whole {
            Extent::Lines(2)
        } else {
            Extent::Whole
        };
        let part = pieces.get(piece).and_then(|piece| piece.part);
        let number = self.number(app, report);
        let mark = part.and_then(|part| member::characters(&report.jwt, part, number));
        let changed = match app.decoder.edits.len() {
            0 => "",
            _ => ", changed by you",
        };
        let (kind, family) = (report.identity.kind, report.identity.family);
        Content {
            title: "Token".to_owned(),
            aside: format!("{}, {}{changed}", kind.word(), family.word()),
            lines: jwt::lines(&pieces, (piece, mark), extent, width, look),
            at: None,
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        (app, report): (&App, &TokenReport),
    ) {
        let focus = Focus::when(self.pane == pane);
        if matches!(pane, Pane::Findings | Pane::Trust) {
            return self.draw_list(canvas, (pane, area), look, (app, report));
        }
        let (width, rows) = room(area);
        let content = self.content(pane, (app, report), width, look);
        let scroll = match content.at {
            Some(at) => around(at, content.lines.len(), rows),
            None if self.pane == pane => self.scroll,
            None => Scroll::default(),
        };
        Sheet {
            title: &content.title,
            others: (&[], ""),
            aside: &content.aside,
            focus,
            lines: content.lines,
            scroll,
        }
        .draw(canvas, area, look);
    }

    fn draw_list(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        (app, report): (&App, &TokenReport),
    ) {
        let focus = Focus::when(self.pane == pane);
        let names = match pane {
            Pane::Trust => "Findings [Trust]",
            Pane::Token | Pane::Part | Pane::Findings | Pane::Detail => "[Findings] Trust",
        };
        // Signature and claims are two things: the ladder may break where the signature fits.
        let trust = match (&app.decoder.ladder, pane) {
            (Some(climbed), Pane::Trust) => ladder::word(climbed).to_owned(),
            _ => report.trust.word().replace('-', " "),
        };
        let inner = panel(canvas, area, look, (names, &trust), focus);
        let width = inner.width.saturating_sub(2);
        let (selection, rows) = if pane == Pane::Trust {
            (self.rung, rung::rows(&app.decoder, width, look))
        } else {
            let row = |finding| vec![findings::row(finding, width, look)];
            let found = self.find.findings(report).into_iter();
            (self.finding, found.map(row).collect())
        };
        selection.draw(canvas, inner, look, (&rows, focus));
    }

    /// Draws everything.
    pub(super) fn draw_all(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        app: &App,
    ) {
        if let Some(field) = &self.typing {
            let names = ("Paste", "Esc leaves the field");
            let inner = panel(canvas, area, look, names, Focus::Here);
            canvas.put(Clear, inner);
            field.draw(canvas, inner, look, Focus::Here);
            return;
        }
        let [panes, _] = self.find.areas(area);
        match &app.decoder.report {
            _ if self.over.covers() => {}
            Some(_) if app.decoder.compared.is_some() => {
                if let Some(comparison) = &app.decoder.compared {
                    beside::draw(canvas, area, look, (comparison, self.scroll));
                }
            }
            None => empty(canvas, area, look, OFFERS),
            Some(report) if app.decoder.holds_no_token() => {
                strange::draw(canvas, area, look, (report, self.scroll));
            }
            Some(report) => {
                self.draw_panes(canvas, panes, look, (app, report));
                self.find.draw(canvas, area, look);
            }
        }
        self.over.draw(canvas, area, look, &app.decoder.wanted);
    }

    fn draw_panes(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (app, report): (&App, &TokenReport),
    ) {
        if look.size.is_wide() {
            let rows = self.token_rows((app, report), area, look);
            let list = if self.climbing {
                Pane::Trust
            } else {
                Pane::Findings
            };
            for (pane, area) in PANES.into_iter().zip(self.areas(rows, area, look.size)) {
                // Findings and ladder share their place; the one that was looked at last shows.
                if !matches!(pane, Pane::Findings | Pane::Trust) || pane == list {
                    self.draw_pane(canvas, (pane, area), look, (app, report));
                }
            }
            return;
        }
        let names = ["Token", "Part", "Findings", "Trust", "Detail"];
        let list = if self.climbing {
            Pane::Trust
        } else {
            Pane::Findings
        };
        let lower = !matches!(self.pane, Pane::Token | Pane::Part);
        let both = look.size == Size::Medium && lower;
        let (names, open) = if both {
            (&names[..4], list)
        } else {
            (&names[..], self.pane)
        };
        let at = PANES.iter().position(|pane| *pane == open).unwrap_or(0);
        tabs(canvas, area, look, names, at);
        let [token, part, found, _, detail] = self.areas(0, area, look.size);
        match self.pane {
            _ if both => {
                self.draw_pane(canvas, (list, found), look, (app, report));
                self.draw_pane(canvas, (Pane::Detail, detail), look, (app, report));
            }
            Pane::Token => self.draw_pane(canvas, (Pane::Token, token), look, (app, report)),
            Pane::Part => self.draw_pane(canvas, (Pane::Part, part), look, (app, report)),
            pane => self.draw_pane(canvas, (pane, found), look, (app, report)),
        }
    }
}
