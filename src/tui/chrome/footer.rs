//! The bottom line: the keys that matter now, from the one key table, in the words of what has the focus.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::player::Player;
use crate::app::{App, Page};
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::keys::{self, Action, Context, Typing};
use crate::tui::layout::Size;
use crate::tui::text::width;
use crate::tui::theme::{Look, Role};

/// What the footer speaks of: the open screen with or without a focused field, or an overlay with its own keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Focused {
    /// Whose keys.
    pub(crate) context: Context,
    /// Whether a text field has the focus: letters are text then, and no letter may stand here.
    pub(crate) typing: Typing,
    /// The field is selected and empty, and not open: a letter begins it.
    pub(crate) invites: bool,
    /// What the state of the screen asks for first.
    pub(crate) urges: &'static [Action],
    /// What would do nothing now, and so is not offered.
    pub(crate) idle: &'static [Action],
    /// The keys of the open overlay, in its words.
    pub(crate) overlay: Option<&'static [(Action, &'static str)]>,
}

/// More keys than this are no help at a glance: on a narrow terminal, and on a wide one.
const MOST: [usize; 2] = [5, 7];

/// In a field of one line: what Enter and Esc do there.
const LINE: &[(Action, &str)] = &[
    (Action::Accept, "done"),
    (Action::Close, "leave"),
    (Action::NextPane, "next field"),
    (Action::ClearField, "empty"),
];
/// In the fields of the request, one below the other: Enter goes from one to the next, and so does Tab.
const FORM: &[(Action, &str)] = &[
    (Action::Accept, "next field"),
    (Action::Close, "leave"),
    (Action::ClearField, "empty"),
];
/// At an empty field that a letter begins; Tab leads on from it as from one that is typed into.
const INVITED: &[(Action, &str)] = &[
    (Action::Accept, "edit"),
    (Action::Down, "move"),
    (Action::NextPane, "next field"),
];
/// In the search of the reference, with what was found below it.
const SEARCH: &[(Action, &str)] = &[
    (Action::Accept, "to the list"),
    (Action::Down, "move"),
    (Action::NextPane, "kind"),
    (Action::Close, "leave"),
];
/// In a field of many lines Enter is a line break.
const LINES: &[(Action, &str)] = &[(Action::Close, "leave"), (Action::ClearField, "empty")];

impl Focused {
    /// The keys in question, most important first, and their words.
    fn keys(self, app: &App, look: &Look<'_>) -> Vec<(Action, String, String)> {
        let named = |(action, words): &(Action, &'static str)| {
            let row = keys::binding(self.context, *action)?;
            let key = row.first_acting(self.typing, look.unicode)?;
            // Who goes down wants to go up again.
            let key = match action {
                Action::Down if key == "↓" && look.size >= Size::Medium => "↑↓".to_owned(),
                _ => key,
            };
            Some((*action, key, (*words).to_owned()))
        };
        let often = keys::footer(self.context).iter();
        // Where nothing is asked for there are no hints, and the server is what one plays with.
        let plays = app.in_sandbox();
        let builds = self.context == Context::Build;
        let sends = self.context == Context::Send;
        let meant = |action| match action {
            &Action::Hint if plays => &Action::Server,
            &Action::Copy if plays && builds => &Action::Scenarios,
            &Action::Copy if plays && sends => &Action::Server,
            action => action,
        };
        // What is urged stands first, and nothing stands twice.
        let mut offered: Vec<&Action> = Vec::new();
        for action in self.urges.iter().chain(often).map(meant) {
            if !offered.contains(&action) {
                offered.push(action);
            }
        }
        // Where one came from goes before home.
        let leads_back = self.context == Context::Server && app.opened_from_lesson();
        // A test gives no hints.
        let is_test = app.player.as_ref().is_some_and(Player::is_tested);
        let player = app.player.as_ref();
        let has_hints = player.is_none_or(|player| !player.step().hints.is_empty());
        let other = move |action: &&Action| match **action {
            Action::GoHome => !leads_back,
            Action::Hint => !is_test && has_hints,
            _ => true,
        };
        let live = offered
            .into_iter()
            .filter(|action| !self.idle.contains(action))
            .filter(other);
        let usual = live.filter_map(|action| {
            let row = keys::binding(self.context, *action)?;
            Some((*action, row.label))
        });
        let all = self.in_focus(usual);
        let mut shown: Vec<_> = all.iter().filter_map(named).collect();
        if let Some(count) = app.player.as_ref().and_then(Player::choices) {
            for (_, key, _) in &mut shown {
                *key = key.replace("1-9", &format!("1-{count}"));
            }
        }
        shown
    }

    /// What has the focus has words of its own for some keys, and the others mean what they usually do.
    fn in_focus(
        self,
        usual: impl Iterator<Item = (Action, &'static str)>,
    ) -> Vec<(Action, &'static str)> {
        match (self.overlay, self.typing) {
            (Some(own), _) => own.to_vec(),
            (None, Typing::No) => usual.collect(),
            (None, Typing::Line) if self.invites => merged(INVITED, usual),
            (None, Typing::Line) if self.context == Context::Build => {
                // Tab does what Enter does there.
                merged(
                    FORM,
                    usual.filter(|(action, _)| *action != Action::NextPane),
                )
            }
            (None, Typing::Line) if self.context == Context::Reference => merged(SEARCH, usual),
            (None, Typing::Line) => merged(LINE, usual),
            (None, Typing::Lines) => merged(LINES, usual),
        }
    }

    /// The key that leads home where nothing is open that it would leave first, last of all: it is pressed by whoever wants out of a
    /// field once too often.
    fn way_home(self, app: &App, look: &Look<'_>) -> Option<(Action, String, String)> {
        let leads_home = self.overlay.is_none() && self.typing == Typing::No;
        let home = keys::binding(self.context, Action::GoHome).filter(|_| leads_home)?;
        let row = keys::binding(self.context, Action::Close)?;
        let key = row.first_acting(self.typing, look.unicode)?;
        // From the reference, and from the servers where a lesson opened them, it leads to where one was.
        let label = match self.context {
            Context::Reference => "back",
            Context::Server if app.opened_from_lesson() => "back",
            _ => home.label,
        };
        Some((Action::Close, key, label.to_owned()))
    }
}

/// What the field makes of some keys, then the usual meaning of the others.
fn merged(
    own: &[(Action, &'static str)],
    usual: impl Iterator<Item = (Action, &'static str)>,
) -> Vec<(Action, &'static str)> {
    let others = usual.filter(|(action, _)| own.iter().all(|(mine, _)| mine != action));
    own.iter().copied().chain(others).collect()
}

/// The keys that matter now, as many as fit; help always.
pub(crate) fn footer(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    app: &App,
    focused: Focused,
) {
    // What lies over a screen says itself what can be done in it.
    let help = keys::binding(focused.context, Action::Help);
    let help = help.filter(|_| focused.context != Context::Overlay);
    let help = help.and_then(|row| {
        let key = row.first_acting(focused.typing, look.unicode)?;
        Some((Action::Help, key, row.label.to_owned()))
    });
    let cells = |(_, key, words): &(Action, String, String)| width(key) + 1 + width(words);
    let left = usize::from(area.width).saturating_sub(help.as_ref().map_or(0, cells));
    let mut spans = Vec::new();
    let mut at = area.x;
    let mut hits = Vec::new();
    let mut put = |(action, key, words): (Action, String, String), gap: &str| {
        let wide = u16::try_from(width(&key) + 1 + width(&words)).unwrap_or(0);
        let place = Rect {
            x: at,
            width: wide,
            ..area
        };
        hits.push((place, Hit::Do(action)));
        at += wide + u16::try_from(gap.len()).unwrap_or(0);
        spans.push(Span::styled(key, look.style(Role::Key)));
        let words = format!(" {words}{gap}");
        spans.push(Span::styled(words, look.style(Role::KeyLabel)));
    };
    let often = focused.keys(app, look).into_iter();
    // Whoever builds a request has to find back to the steps before it.
    let more = usize::from(focused.context == Context::Build);
    let most = MOST[usize::from(look.is_wide())] + more;
    let often: Vec<_> = often.take(most).collect();
    let is_named = often.iter().any(|(action, ..)| *action == Action::GoHome);
    let home = focused.way_home(app, look).filter(|_| !is_named);
    // In a lesson one goes on; everywhere else the way out has its place, whatever else has none.
    let leads_on = app.page == Page::Lesson;
    let kept = home.as_ref().filter(|_| !leads_on);
    let kept = kept.map_or(0, |key| cells(key) + 3);
    let mut left = left.saturating_sub(kept);
    for key in often {
        let needed = cells(&key) + 3;
        if needed > left {
            break;
        }
        left -= needed;
        put(key, "   ");
    }
    left += kept;
    if let Some(home) = home.filter(|home| cells(home) + 3 <= left) {
        put(home, "   ");
    }
    if let Some(help) = help {
        put(help, "");
    }
    canvas.put(Line::from(spans), area);
    for (place, hit) in hits {
        canvas.hit(place, hit);
    }
}
