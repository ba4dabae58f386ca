//! Members of a token's header or payload as a table: name, value as the token holds it, plain words, and the lifetime as a bar.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::oauth::dictionary::{self, Side};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::member::{self, Place};
use crate::oauth::jwt::{Form, Jwt, claims};
use crate::oauth::kind::Family;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// One member, or a value inside of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Its number among the places of its part.
    pub(crate) place: usize,
    /// Its name, set in as far as it stands deep.
    pub(crate) name: String,
    /// Its value as the token holds it; a string without its quotes.
    pub(crate) value: String,
    /// The same instant in UTC, and in the zone of this machine, for the members that are times.
    pub(crate) when: Option<String>,
    /// What it says.
    pub(crate) words: String,
    /// The same without how a time lies to now.
    pub(crate) plain: String,
}

/// By whose words members are told, and as of when.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    /// The token.
    pub(crate) jwt: &'a Jwt,
    /// Whose words go first; `None` for the few that all agree on, as a lesson tells them.
    pub(crate) family: Option<Family>,
    /// Header or claims.
    pub(crate) side: Side,
    /// The time by which times are put into words.
    pub(crate) at: UnixTime,
    /// An instant in the zone of this machine.
    pub(crate) local: fn(UnixTime) -> Option<String>,
}

/// The values of `document` in the order of the token, nested ones behind their own.
pub(crate) fn of(document: &Document, telling: Telling<'_>) -> Vec<Claim> {
    let told = telling.family.map(|family| {
        let told = dictionary::tell(document, family, telling.side);
        told.into_iter().map(|one| (one.node, one.words))
    });
    let told: BTreeMap<NodeId, Option<String>> = told.into_iter().flatten().collect();
    let claim = |(number, place): (usize, Place)| {
        let value = if let Some(text) = document.string(place.node) {
            bounded(text)
        } else {
            let mut out = String::new();
            document.write_compact(place.node, &mut out);
            bounded(&out)
        };
        let instant = is_time(&place, document.kind(place.node))
            .then(|| claims::moment(document, &place.name).instant())
            .flatten();
        let own = told.get(&place.node);
        let plain = telling.plain(&place, own.and_then(Option::as_deref));
        Claim {
            place: number,
            name: "  ".repeat(place.depth) + &visible_line(&place.name),
            value,
            when: instant.and_then(|instant| telling.when(instant)),
            words: words(&place, plain, instant, telling.at),
            plain: plain.to_owned(),
        }
    };
    member::places(document)
        .into_iter()
        .enumerate()
        .map(claim)
        .collect()
}

/// A value as a row shows it: of a very long one the beginning, since nobody reads more of it in a table.
fn bounded(value: &str) -> String {
    const MOST: usize = 4 * 1024;
    let shown = value
        .get(..value.floor_char_boundary(MOST))
        .unwrap_or(value);
    let dots = if shown.len() < value.len() {
        " ..."
    } else {
        ""
    };
    format!("{}{dots}", visible_line(shown))
}

impl Telling<'_> {
    fn plain<'w>(&self, place: &Place, told: Option<&'w str>) -> &'w str {
        // RFC 7516 4.1.1: in an encrypted token alg and kid tell of the encryption.
        let of_jwe = (self.jwt.form == Form::Jwe && place.depth == 0)
            .then(|| dictionary::plain_in_header(self.jwt, &place.name))
            .flatten();
        let unknown = match (self.family, place.depth) {
            (Some(_), 0) => dictionary::unknown_claim(),
            (Some(_), _) => "",
            (None, _) => dictionary::plain(&place.name).unwrap_or_default(),
        };
        of_jwe.or(told).unwrap_or(unknown)
    }

    fn when(&self, instant: UnixTime) -> Option<String> {
        let utc = instant.rfc3339()?;
        Some(match (self.local)(instant) {
            Some(local) => format!("{utc}, here {local}"),
            None => utc,
        })
    }
}

fn is_time(place: &Place, kind: Kind) -> bool {
    let known = ["exp", "iat", "nbf", "auth_time", "updated_at"];
    place.depth == 0 && kind == Kind::Number && known.contains(&place.name.as_str())
}

fn words(place: &Place, plain: &str, instant: Option<UnixTime>, at: UnixTime) -> String {
    match (place.name.as_str(), instant) {
        ("exp", Some(end)) if end > at => format!("{plain}: {} left", left(end.0 - at.0)),
        (_, Some(instant)) => format!("{plain}: {}", claims::distance(instant, at)),
        (_, None) => plain.to_owned(),
    }
}

/// Seconds in the two or three units that a countdown needs: `23 h 59 min 42 s`. Two days and more go without seconds.
pub(crate) fn left(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest} s"),
        (0, _) => format!("{minutes} min {rest:02} s"),
        (1..48, _) => format!("{hours} h {minutes:02} min {rest:02} s"),
        (_, _) => format!("{} d {} h", hours / 24, hours % 24),
    }
}

/// How much of a token's life is left, as a bar of `cells` cells; `None` without `iat` and `exp` in order.
pub(crate) fn lifetime(
    payload: &Document,
    at: UnixTime,
    cells: usize,
    look: &Look<'_>,
) -> Option<Line<'static>> {
    let start = claims::moment(payload, "iat").instant()?;
    let end = claims::moment(payload, "exp").instant()?;
    let (total, rest) = (end.0.checked_sub(start.0)?, end.0.checked_sub(at.0)?.max(0));
    if total <= 0 {
        return None;
    }
    // In 128 bits, since absurd instants come from outside.
    let full = i128::from(rest.min(total)) * i128::try_from(cells).ok()? / i128::from(total);
    let full = usize::try_from(full).ok()?.max(usize::from(rest > 0));
    let (role, words) = match rest {
        0 => (Role::Fail, format!("  {} expired", look.marks.fail)),
        _ if rest * 10 < total => (Role::Warn, format!("  {} left", left(rest))),
        _ => (Role::Pass, format!("  {} left", left(rest))),
    };
    Some(Line::from(vec![
        Span::styled(look.marks.full.repeat(full), look.style(role)),
        Span::styled(
            look.marks.empty.repeat(cells.saturating_sub(full)),
            look.style(Role::Dim),
        ),
        Span::styled(words, look.style(role)),
    ]))
}

/// A table as drawn, and the line of each row.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines.
    pub(crate) lines: Vec<Line<'static>>,
    /// For each row its first line.
    pub(crate) places: Vec<usize>,
    /// Where the values begin, in cells from the left.
    pub(crate) indent: usize,
}

/// The table, `width` cells wide. The selected row is shown whole; the others on one line, shortened in the middle.
/// Where there is no room for a third column, the words stand below the selected row.
pub(crate) fn table(rows: &[Claim], selected: usize, width: u16, look: &Look<'_>) -> Drawn {
    let width = usize::from(width);
    let name = rows
        .iter()
        .map(|row| text::width(&row.name))
        .max()
        .unwrap_or(0)
        .clamp(3, 16);
    let columns = Columns::of(name, width);
    let mut drawn = Drawn {
        indent: name + 4,
        ..Drawn::default()
    };
    for (index, row) in rows.iter().enumerate() {
        drawn.places.push(drawn.lines.len());
        drawn
            .lines
            .extend(columns.row(row, index == selected, look));
    }
    drawn
}

#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    value: usize,
    words: Option<usize>,
}

/// Below this many cells the words stand under the row.
const WIDE: usize = 84;

impl Columns {
    fn of(name: usize, width: usize) -> Self {
        let room = width.saturating_sub(name + 4);
        if width < WIDE {
            return Self {
                name,
                value: room.max(8),
                words: None,
            };
        }
        let value = room * 42 / 100;
        Self {
            name,
            value,
            words: Some(room.saturating_sub(value + 2)),
        }
    }

    fn row(self, row: &Claim, selected: bool, look: &Look<'_>) -> Vec<Line<'static>> {
        let whole = match &row.when {
            Some(when) => format!("{}  {when}", row.value),
            None => row.value.clone(),
        };
        let values = if selected {
            text::wrap(&whole, self.value)
        } else {
            vec![text::middle(&whole, self.value, look)]
        };
        let words = match self.words {
            // What is said of the others is cut at one line: the selected one is read.
            Some(room) if selected => text::wrap(&row.words, room),
            Some(room) => vec![text::clipped(&row.words, room, look)],
            None => Vec::new(),
        };
        let mut lines = Vec::new();
        for at in 0..values.len().max(words.len()) {
            let name = if at == 0 { row.name.as_str() } else { "" };
            let value = values.get(at).map_or("", String::as_str);
            let words = words.get(at).map(String::as_str);
            lines.push(self.line(name, selected, (value, words), look));
        }
        if self.words.is_none() && selected {
            let indent = " ".repeat(self.name + 4);
            let room = self.value;
            lines.extend(
                text::wrap(&row.words, room)
                    .into_iter()
                    .map(|words| Line::styled(format!("{indent}{words}"), look.style(Role::Dim))),
            );
        }
        lines
    }

    fn line(
        self,
        name: &str,
        selected: bool,
        (value, words): (&str, Option<&str>),
        look: &Look<'_>,
    ) -> Line<'static> {
        let cursor = if selected && !name.is_empty() {
            look.marks.cursor
        } else {
            " "
        };
        let value_role = if selected { Role::Strong } else { Role::Value };
        let mut spans = vec![
            Span::styled(format!("{cursor} "), look.style(Role::Accent)),
            Span::styled(
                format!("{}  ", text::column(name, self.name, look)),
                look.style(Role::Name),
            ),
            Span::styled(
                text::column(value, self.value, look),
                look.style(value_role),
            ),
        ];
        if let Some(words) = words {
            spans.push(Span::styled(format!("  {words}"), look.style(Role::Dim)));
        }
        Line::from(spans)
    }
}
