//! A text field: one line, a secret, or many lines. Text comes in whole batches, and a secret leaves no trace in undo or yank buffers.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::oauth::names::Mask;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Press, Stroke, Typing};
use crate::tui::text::masked;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::Focus;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Secret,
    Text,
    SecretText,
}

/// A text field.
pub(crate) struct Field {
    kind: Kind,
    area: TextArea<'static>,
    placeholder: String,
}

impl Kind {
    /// An empty one of it.
    fn area(self) -> TextArea<'static> {
        let mut area = TextArea::default();
        area.set_wrap_mode(match self {
            Self::Text => WrapMode::Glyph,
            Self::Line | Self::Secret | Self::SecretText => WrapMode::None,
        });
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        // Undo is the app's: it knows which edits belong together, and that secrets keep no history.
        area.set_max_histories(0);
        area
    }
}

impl Field {
    /// One line.
    pub(crate) fn line() -> Self {
        Self::of(Kind::Line)
    }

    /// One line that is shown masked.
    pub(crate) fn secret() -> Self {
        Self::of(Kind::Secret)
    }

    /// Many lines, wrapped.
    pub(crate) fn text() -> Self {
        Self::of(Kind::Text)
    }

    /// Many lines that are shown masked.
    pub(crate) fn secret_text() -> Self {
        Self::of(Kind::SecretText)
    }

    fn of(kind: Kind) -> Self {
        Self {
            kind,
            area: kind.area(),
            placeholder: String::new(),
        }
    }

    /// With words that show while the field is empty.
    pub(crate) fn with_placeholder(mut self, words: impl Into<String>) -> Self {
        self.placeholder = words.into();
        self
    }

    /// Which keys it takes for itself.
    pub(crate) fn typing(&self) -> Typing {
        match self.kind {
            Kind::Line | Kind::Secret => Typing::Line,
            Kind::Text | Kind::SecretText => Typing::Lines,
        }
    }

    /// What stands in it; lines are joined by line feeds.
    pub(crate) fn value(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Puts `text` in place of what stands there, the cursor at its end; the same text again changes nothing.
    pub(crate) fn set(&mut self, text: &str) {
        let text = self.clean(text);
        if self.value() != text {
            self.area = self.kind.area();
            self.area.insert_str(text);
            self.forget();
        }
    }

    /// Puts in a whole text at the cursor, in one go.
    pub(crate) fn insert(&mut self, text: &str) {
        let text = self.clean(text);
        self.area.insert_str(text);
        self.forget();
    }

    /// An editing key; true when the text changed.
    pub(crate) fn press(&mut self, press: Press) -> bool {
        let Some(stroke) = press.stroke() else {
            return false;
        };
        let changed = self.stroke(stroke);
        self.forget();
        changed
    }

    fn stroke(&mut self, stroke: Stroke) -> bool {
        let cursor = match stroke {
            Stroke::Insert(c) => {
                self.area.insert_char(c);
                return true;
            }
            Stroke::Break => {
                let many = self.has_many_lines();
                if many {
                    self.area.insert_newline();
                }
                return many;
            }
            Stroke::Backspace => return self.area.delete_char(),
            Stroke::Delete => return self.area.delete_next_char(),
            Stroke::DeleteWord => return self.area.delete_word(),
            Stroke::DeleteNextWord => return self.area.delete_next_word(),
            Stroke::DeleteToEnd => return self.area.delete_line_by_end(),
            // A new one, since an emptied one goes on to show from the column to which it was moved.
            Stroke::Clear => {
                let held = !self.area.is_empty();
                self.area = self.kind.area();
                return held;
            }
            Stroke::Left => CursorMove::Back,
            Stroke::Right => CursorMove::Forward,
            Stroke::Up => CursorMove::Up,
            Stroke::Down => CursorMove::Down,
            Stroke::WordLeft => CursorMove::WordBack,
            Stroke::WordRight => CursorMove::WordForward,
            Stroke::Head => CursorMove::Head,
            Stroke::End => CursorMove::End,
        };
        self.area.move_cursor(cursor);
        false
    }

    fn has_many_lines(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::SecretText)
    }

    /// Line ends of other systems become line feeds; controls are dropped, and on one line so are line feeds.
    fn clean(&self, text: &str) -> String {
        let many = self.has_many_lines();
        text.replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|c| !c.is_control() || (many && matches!(c, '\n' | '\t')))
            .collect()
    }

    /// Deleted words do not stay behind: a secret must not be yanked out of its field.
    fn forget(&mut self) {
        self.area.set_yank_text("");
    }

    /// Draws it on `area`, the cursor included while it has the focus.
    pub(crate) fn draw(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        focus: Focus,
    ) {
        if area.is_empty() {
            return;
        }
        let empty = self.area.is_empty();
        let mut cursor = None;
        // Keys are long and nobody proof-reads them, so there is no revealing of the many-line kind.
        let hidden = match self.kind {
            Kind::Secret => !look.revealed,
            Kind::SecretText => !empty,
            Kind::Line | Kind::Text => false,
        };
        if hidden {
            let mut mask = Mask::of(&self.value());
            if focus == Focus::Here {
                // Each character typed would else be shown once, as the last of them all.
                mask.tail.clear();
            }
            let spans = masked(&mask, look);
            let dots = spans.first().map_or(0, Span::width);
            cursor = Some(if empty { 0 } else { dots });
            canvas.put(Line::from(spans), area);
        } else if empty {
            let words = Span::styled(self.placeholder.as_str(), look.style(Role::Placeholder));
            canvas.put(words, area);
            cursor = Some(0);
        } else {
            canvas.put(&self.area, area);
        }
        if focus == Focus::Here {
            canvas.cursor(self.cursor(area, cursor));
        }
    }

    /// Where the cursor stands on the screen. The text area scrolls by itself, so it is asked after drawing.
    fn cursor(&self, area: Rect, column: Option<usize>) -> Position {
        let (row, column) = column.map_or_else(
            || {
                let (top, left) = self.area.scroll_offset();
                let at = self.area.screen_cursor();
                (
                    at.row.saturating_sub(usize::from(top)),
                    at.col.saturating_sub(usize::from(left)),
                )
            },
            |column| (0, column),
        );
        let clip =
            |value: usize, room: u16| u16::try_from(value).map_or(room, |value| value.min(room));
        Position {
            x: area.x + clip(column, area.width.saturating_sub(1)),
            y: area.y + clip(row, area.height.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::layout::Rect;

    use super::Field;
    use crate::tui::canvas::Canvas;
    use crate::tui::keys::Press;
    use crate::tui::layout::Size;
    use crate::tui::theme::Theme;
    use crate::tui::widget::panel::Focus;

    fn press(field: &mut Field, keys: &str) {
        for key in keys.split(' ') {
            field.press(Press::named(key).unwrap());
        }
    }

    #[test]
    fn one_line_stays_one_line_and_blanks_at_its_end_are_kept() {
        let mut field = Field::line();
        field.insert("client\u{1b}[31m-id \r\n");
        assert_eq!(field.value(), "client[31m-id ");
        press(&mut field, "home X end backspace");
        assert_eq!(field.value(), "Xclient[31m-id");
    }

    #[test]
    fn a_paste_of_many_lines_goes_in_whole_where_the_cursor_is() {
        let mut field = Field::text();
        field.insert("{\r\n}");
        press(&mut field, "up end");
        field.insert("\"a\":\t1");
        assert_eq!(field.value(), "{\"a\":\t1\n}");
    }

    #[test]
    fn a_secret_that_was_deleted_is_gone() {
        let mut field = Field::secret();
        field.insert("my-secret");
        press(&mut field, "ctrl+u");
        assert_eq!(field.value(), "");
        assert!(!field.area.paste() && !field.area.undo());
        assert_eq!(field.value(), "");
    }

    #[test]
    fn a_field_that_was_emptied_shows_from_its_beginning_again() {
        let area = Rect::new(0, 0, 8, 1);
        let theme = Theme::roles();
        let look = theme.look(Size::Normal, false);
        let mut terminal = Terminal::new(TestBackend::new(8, 1)).unwrap();
        let mut field = Field::line().with_placeholder("empty");
        let mut drawn = |field: &Field| {
            let frame = terminal.draw(|frame| {
                field.draw(&mut Canvas::new(frame), area, &look, Focus::Here);
            });
            let cells = frame.unwrap().buffer.content().iter();
            cells.map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        field.insert("https://api.reports.example");
        assert_eq!(drawn(&field), "example ");
        press(&mut field, "ctrl+u");
        assert_eq!(drawn(&field), "empty   ");
        for letter in ["n", "o", "p", "e"] {
            press(&mut field, letter);
            drawn(&field);
        }
        assert_eq!(drawn(&field), "nope    ");
    }
}
