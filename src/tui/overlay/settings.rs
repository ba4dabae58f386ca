//! The settings: what is chosen once, each changed by Enter and kept at once.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::Message;
use crate::app::settings::{Setting, Settings as Chosen};
use crate::lesson::desks::{filled, words};
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::layout::above;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::{column, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 58;

/// The open list.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    selection: Selection,
}

/// A row: its name, its value now, what it says, and what Enter makes of it.
struct Row {
    name: &'static str,
    value: &'static str,
    says: &'static str,
    next: Setting,
}

/// All that can be chosen, as it is now.
fn rows(chosen: &Chosen) -> [Row; 6] {
    let theme = chosen.theme.unwrap_or_default();
    let clipboard = chosen.clipboard.unwrap_or_default();
    let motion = chosen.motion.unwrap_or(true);
    let mouse = chosen.mouse.unwrap_or(true);
    let linear = chosen.linear.unwrap_or(false);
    let ascii = chosen.ascii.unwrap_or(false);
    let either = |on: bool| if on { "on" } else { "off" };
    [
        Row {
            name: "Colours",
            value: theme.name(),
            says: words("settings.theme"),
            next: Setting::Theme(theme.next()),
        },
        Row {
            name: "Motion",
            value: either(motion),
            says: words("settings.motion"),
            next: Setting::Motion(!motion),
        },
        Row {
            name: "Mouse",
            value: either(mouse),
            says: words("settings.mouse"),
            next: Setting::Mouse(!mouse),
        },
        Row {
            name: "Clipboard",
            value: clipboard.name(),
            says: words("settings.clipboard"),
            next: Setting::Clipboard(clipboard.next()),
        },
        Row {
            name: "Start with",
            value: if linear { "lines" } else { "screens" },
            says: words("settings.linear"),
            next: Setting::Linear(!linear),
        },
        Row {
            name: "Signs",
            value: if ascii { "ascii" } else { "all" },
            says: words("settings.ascii"),
            next: Setting::Ascii(!ascii),
        },
    ]
}

impl Settings {
    pub(super) fn react(&mut self, action: Action, app: &App) -> Step {
        let rows = rows(&app.settings);
        match action {
            Action::Accept => {}
            Action::Pick(digit) if usize::from(digit) <= rows.len() => {
                self.selection.at = usize::from(digit).saturating_sub(1);
            }
            Action::Pick(_) => return Step::chosen(None),
            _ => {
                self.selection.react(action, rows.len());
                return Step::Stay;
            }
        }
        match rows.get(self.selection.at) {
            Some(row) => Step::Tell(Message::Set(row.next)),
            None => Step::Stay,
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let all = rows(&app.settings);
        let row = |(at, row): (usize, &Row)| {
            vec![Line::from(vec![
                Span::styled(format!("{}  ", at + 1), look.style(Role::Key)),
                Span::styled(column(row.name, 12, look), look.style(Role::Text)),
                Span::styled(row.value, look.style(Role::Value)),
            ])]
        };
        let listed: Vec<Vec<Line<'_>>> = all.iter().enumerate().map(row).collect();
        let cells = usize::from(WIDTH) - 4;
        let about = all.get(self.selection.at).map_or("", |row| row.says);
        let mut below = vec![gap()];
        let mut said = prose(about, cells, look.style(Role::Text));
        // As high for each row, so that the box does not jump.
        said.resize(2.max(said.len()), gap());
        below.extend(said);
        below.push(gap());
        below.extend(prose(&kept(app), cells, look.style(Role::Dim)));
        let height = listed.len() + below.len();
        let inner = sheet(canvas, look, ("Settings", "Esc closes"), (WIDTH, height));
        let [list, rest] = above(inner, u16::try_from(listed.len()).unwrap_or(0));
        self.selection
            .draw(canvas, list, look, (&listed, Focus::Here));
        canvas.write(&below, rest);
    }
}

/// Where all this is kept.
fn kept(app: &App) -> String {
    match &app.settings_at {
        Some(place) => filled("settings.kept", &[("place", place.clone())]),
        None => words("settings.nowhere").to_owned(),
    }
}
