//! The search of the decoder: only claims and findings that hold a text are kept.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::oauth::check::TokenReport;
use crate::oauth::finding::Finding;
use crate::tui::canvas::Canvas;
use crate::tui::layout::below;
use crate::tui::text;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::Focus;

/// What is looked for, and the field while it is being typed.
#[derive(Default)]
pub(super) struct Find {
    text: String,
    field: Option<Field>,
}

impl Find {
    /// What is looked for; empty where nothing is.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn open(&mut self) {
        let mut field = Field::line().with_placeholder("a name, a value, a word");
        field.set(&self.text);
        self.field = Some(field);
    }

    pub(super) fn is_open(&self) -> bool {
        self.field.is_some()
    }

    pub(super) fn close(&mut self) {
        self.field = None;
    }

    /// Looks for nothing any more; false where nothing was looked for.
    pub(super) fn clear(&mut self) -> bool {
        !std::mem::take(&mut self.text).is_empty()
    }

    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.field.as_mut()
    }

    /// Takes over what was typed; false where no search is open.
    pub(super) fn edited(&mut self) -> bool {
        if let Some(field) = &self.field {
            self.text = field.value();
        }
        self.is_open()
    }

    /// The findings that hold it.
    pub(super) fn findings<'r>(&self, report: &'r TokenReport) -> Vec<&'r Finding> {
        let holds = |finding: &&Finding| {
            self.text.is_empty()
                || text::holds(finding.rule.id(), &self.text)
                || text::holds(&finding.what(), &self.text)
        };
        report.findings.iter().filter(holds).collect()
    }

    /// The panes, and the line below them while something is looked for.
    pub(super) fn areas(&self, body: Rect) -> [Rect; 2] {
        let rows = u16::from(self.is_open() || !self.text.is_empty());
        below(body, rows)
    }

    /// Draws the line.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, body: Rect, look: &Look<'_>) {
        let [_, line] = self.areas(body);
        if line.height == 0 {
            return;
        }
        let lead = Span::styled(" / ", look.style(Role::Key));
        let Some(field) = &self.field else {
            let shown = text::outside(&self.text, usize::from(line.width.saturating_sub(24)), look);
            let spans = vec![
                lead,
                Span::styled(shown, look.style(Role::Value)),
                Span::styled("   Esc", look.style(Role::Key)),
                Span::styled(" shows all again", look.style(Role::Dim)),
            ];
            canvas.put(Line::from(spans), line);
            return;
        };
        canvas.put(Line::from(lead), line);
        let rest = Rect {
            x: line.x + 3,
            width: line.width.saturating_sub(3),
            ..line
        };
        field.draw(canvas, rest, look, Focus::Here);
    }
}
