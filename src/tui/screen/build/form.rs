//! The request form as lines: one row a parameter, then what is worth a look before sending.

use ratatui::text::{Line, Span};

use super::choice;
use crate::app::App;
use crate::app::draft::{Draft, Preflight};
use crate::app::tenant::Tenant;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{AuthMethod, Field as Part};
use crate::oauth::text::visible_line;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// The rows, in the order of the form: what this lesson shows.
pub(super) fn rows(app: &App) -> Vec<Part> {
    app.player
        .as_ref()
        .map_or_else(Vec::new, |player| player.lesson.form.rows())
}

/// True for a row that is typed into.
pub(super) fn is_text(part: Part) -> bool {
    match part {
        Part::GrantType
        | Part::ClientId
        | Part::ClientSecret
        | Part::Audience
        | Part::Scope
        | Part::Resource
        | Part::Organization => true,
        Part::Endpoint | Part::Credentials | Part::Possession | Part::ContentType | Part::Other => {
            false
        }
    }
}

/// Where the values begin, in cells from the left.
pub(super) const VALUE: u16 = 16;

/// The form as drawn, and the first line of each row.
pub(super) struct Drawn {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) places: Vec<usize>,
}

/// The first row that a learner has to fill in.
pub(super) fn first_open(rows: &[Part], draft: &Draft) -> Option<usize> {
    let open = |part: &Part| match part {
        Part::GrantType | Part::ClientId => draft.text(*part).is_empty(),
        Part::ClientSecret => !draft.has_secret() && draft.auth != AuthMethod::PrivateKeyJwt,
        Part::Endpoint
        | Part::Audience
        | Part::Scope
        | Part::Resource
        | Part::Organization
        | Part::Credentials
        | Part::Possession
        | Part::ContentType
        | Part::Other => false,
    };
    rows.iter().position(open)
}

/// What stands in a row, the secret included: it goes into the field that hides it.
pub(super) fn standing(draft: &Draft, part: Part) -> &str {
    match part {
        Part::ClientSecret => draft
            .client_secret
            .as_ref()
            .map_or("", ClientSecret::expose),
        Part::GrantType
        | Part::ClientId
        | Part::Audience
        | Part::Scope
        | Part::Resource
        | Part::Organization
        | Part::Endpoint
        | Part::Credentials
        | Part::Possession
        | Part::ContentType
        | Part::Other => draft.text(part),
    }
}

/// How many of the parameters hold something, and how many there are. A secret that is not sent counts as filled.
pub(super) fn filled(rows: &[Part], draft: &Draft) -> (usize, usize) {
    let texts: Vec<Part> = rows.iter().copied().filter(|part| is_text(*part)).collect();
    let is_filled = |part: &&Part| match part {
        Part::ClientSecret => draft.has_secret() || draft.auth == AuthMethod::PrivateKeyJwt,
        part => !draft.text(**part).is_empty(),
    };
    (texts.iter().filter(is_filled).count(), texts.len())
}

/// The whole form with row `selected` marked. A row that is being typed into is one line, over which the field is drawn.
pub(super) fn draw(
    app: &App,
    (selected, typing): (usize, bool),
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let mut drawn = Drawn {
        lines: Vec::new(),
        places: Vec::new(),
    };
    let Some(player) = &app.player else {
        return drawn;
    };
    let draft = &player.bench.draft;
    let cells = usize::from(width.saturating_sub(VALUE)).max(8);
    for (index, part) in rows(app).iter().enumerate() {
        if *part == Part::GrantType {
            drawn.lines.push(Line::default());
        }
        drawn.places.push(drawn.lines.len());
        let chosen = index == selected;
        let values = if chosen && typing {
            vec![Line::default()]
        } else {
            value(app, draft, *part, (cells, chosen), look)
        };
        for (at, value) in values.into_iter().enumerate() {
            let label = if at == 0 { label(*part) } else { "" };
            let mut line = value;
            line.spans
                .splice(0..0, front(label, chosen && at == 0, look));
            drawn.lines.push(line);
        }
    }
    drawn.lines.push(Line::default());
    drawn.lines.extend(before_sending(app, draft, width, look));
    drawn
}

/// The name of a row.
pub(in crate::tui::screen) fn label(part: Part) -> &'static str {
    match part {
        Part::Endpoint => "POST to",
        Part::Credentials => "credentials",
        Part::Possession => "DPoP proof",
        Part::ContentType => "body format",
        Part::GrantType => "grant_type",
        Part::ClientId => "client_id",
        Part::ClientSecret => "client_secret",
        Part::Audience => "audience",
        Part::Scope => "scope",
        Part::Resource => "resource",
        Part::Organization => "organization",
        Part::Other => "",
    }
}

fn front(label: &str, chosen: bool, look: &Look<'_>) -> Vec<Span<'static>> {
    let (cursor, role) = if chosen {
        (look.marks.cursor, Role::Strong)
    } else {
        (" ", Role::Name)
    };
    let cells = usize::from(VALUE) - 2;
    vec![
        Span::styled(format!("{cursor} "), look.style(Role::Accent)),
        Span::styled(text::column(label, cells, look), look.style(role)),
    ]
}

fn value(
    app: &App,
    draft: &Draft,
    part: Part,
    (cells, chosen): (usize, bool),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    match part {
        Part::Endpoint => endpoint(app, cells, look),
        Part::Credentials => choice::method_lines(app, draft.auth, chosen, look),
        Part::Possession => vec![choice::bound_line(draft.bound, look)],
        Part::ContentType => vec![choice::format_line(draft.format, look)],
        Part::ClientSecret if draft.auth == AuthMethod::PrivateKeyJwt => {
            vec![Line::styled("(not sent)", look.style(Role::Placeholder))]
        }
        Part::ClientSecret => secret(draft.client_secret.as_ref(), cells, look),
        Part::GrantType
        | Part::ClientId
        | Part::Audience
        | Part::Scope
        | Part::Resource
        | Part::Organization
        | Part::Other => {
            let value = draft.text(part);
            if chosen && text::width(&visible_line(value)) > cells {
                // The selected row is shown whole.
                let value = (visible_line(value), look.style(Role::Field));
                return text::fold(&[value], cells);
            }
            vec![plain(value, part, cells, look)]
        }
    }
}

fn endpoint(app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(facts) = app.facts() else {
        return vec![tenant_line(app, look)];
    };
    let url = &facts.token_endpoint;
    let base = format!("{}://{}", url.scheme(), facts.host);
    vec![
        Line::styled(
            text::middle(url.path(), cells, look),
            look.style(Role::Value),
        ),
        Line::styled(text::middle(&base, cells, look), look.style(Role::Dim)),
    ]
}

/// Why there is no address yet.
pub(super) fn tenant_line(app: &App, look: &Look<'_>) -> Line<'static> {
    let (words, role) = match app.tenant() {
        Tenant::Starting => ("the practice tenant is starting", Role::Dim),
        Tenant::Failed(_) => ("the practice tenant is not running", Role::Fail),
        Tenant::Ready(_) => ("", Role::Dim),
    };
    Line::styled(words, look.style(role))
}

fn plain(value: &str, part: Part, cells: usize, look: &Look<'_>) -> Line<'static> {
    if value.is_empty() {
        let words = match part {
            Part::Audience | Part::Scope | Part::Resource | Part::Organization => {
                "(empty: left out)"
            }
            _ => "(empty)",
        };
        return Line::styled(words, look.style(Role::Placeholder));
    }
    let length = value.chars().count();
    let aside = match part {
        Part::ClientId => format!("  {length} chars"),
        _ => String::new(),
    };
    let room = cells.saturating_sub(aside.len());
    Line::from(vec![
        Span::styled(text::outside(value, room, look), look.style(Role::Field)),
        Span::styled(aside, look.style(Role::Dim)),
    ])
}

fn secret(secret: Option<&ClientSecret>, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(secret) = secret.filter(|secret| !secret.expose().is_empty()) else {
        return vec![plain("", Part::ClientSecret, cells, look)];
    };
    if look.revealed {
        let whole = visible_line(secret.expose());
        return text::fold(&[(whole, look.style(Role::Strong))], cells);
    }
    let spans = text::masked(&secret.mask(), look);
    let wide: usize = spans.iter().map(Span::width).sum();
    if wide <= cells {
        return vec![Line::from(spans)];
    }
    // The words go below the mask where both do not fit on one line.
    spans
        .into_iter()
        .map(|span| Line::from(Span::styled(span.content.trim().to_owned(), span.style)))
        .collect()
}

/// True where the form does not hold what the app has to show.
pub(super) fn lacks_own(app: &App) -> bool {
    let Some(player) = &app.player else {
        return false;
    };
    let (draft, own) = (&player.bench.draft, player.bench.app.as_ref());
    let found = draft.preflight(app.facts(), own);
    let other = |one: &Preflight| {
        matches!(
            one,
            Preflight::OtherClientId
                | Preflight::OtherSecret
                | Preflight::NoClientId
                | Preflight::NoSecret
        )
    };
    own.is_some_and(|own| own.client_secret.is_some()) && found.iter().any(other)
}

fn before_sending(app: &App, draft: &Draft, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    // A test gives no help.
    if app
        .player
        .as_ref()
        .is_some_and(crate::app::player::Player::is_tested)
    {
        return Vec::new();
    }
    let heading = Line::styled("Before you send", look.style(Role::Dim));
    let mut lines = vec![heading];
    let own = app
        .player
        .as_ref()
        .and_then(|player| player.bench.app.as_ref());
    for found in draft.preflight(app.facts(), own) {
        let (role, mark) = match found {
            Preflight::Clear(_) | Preflight::ClearOwn | Preflight::ClearAlone => {
                (Role::Pass, look.marks.pass)
            }
            Preflight::NoAudience | Preflight::NoScope => (Role::Note, look.marks.note),
            Preflight::NoGrantType
            | Preflight::OtherGrantType
            | Preflight::NoClientId
            | Preflight::NoSecret
            | Preflight::Braces
            | Preflight::TrailingBlank
            | Preflight::PublicApp
            | Preflight::OtherClientId
            | Preflight::OtherSecret
            | Preflight::NoProof
            | Preflight::UnknownAudience
            | Preflight::UngrantedAudience
            | Preflight::UngrantedScope
            | Preflight::UnknownScope
            | Preflight::UnknownOrganization
            | Preflight::Swapped => (Role::Warn, look.marks.warn),
        };
        let mark = Span::styled(format!("{mark} "), look.style(role));
        let words = words(found, app);
        lines.extend(text::marked(
            mark,
            &words,
            usize::from(width),
            look.style(Role::Text),
        ));
    }
    lines
}

fn words(found: Preflight, app: &App) -> String {
    let words = match found {
        Preflight::NoGrantType => "grant_type is empty",
        Preflight::OtherGrantType => "grant_type is not client_credentials",
        Preflight::NoClientId => "client_id is empty",
        Preflight::NoSecret if public(app) => {
            "client_secret is empty: your app has none, since its type cannot keep one"
        }
        Preflight::NoSecret => "client_secret is empty",
        Preflight::Braces => "the braces of a placeholder are left in",
        Preflight::TrailingBlank => "a blank or line end at the end of id or secret",
        Preflight::Swapped => "id and secret look swapped",
        Preflight::PublicApp => {
            "your app's type cannot keep a secret, so it may not ask: change it on the dashboard"
        }
        Preflight::OtherClientId => "client_id is not that of your app",
        Preflight::OtherSecret if app.at_own_tenant() => {
            "client_secret is another one than that of your target in this session"
        }
        Preflight::OtherSecret => "client_secret is not that of your app",
        Preflight::NoProof => {
            "your app has to prove possession (DPoP), and the request holds no proof"
        }
        Preflight::NoAudience => {
            let default = app
                .facts()
                .and_then(|facts| facts.default_audience.as_deref());
            let by = app
                .facts()
                .and_then(crate::app::tenant::TenantFacts::names_api_by);
            let name = label(by.unwrap_or(Part::Audience));
            return match default {
                Some(default) => format!("{name} is empty; the tenant's default is {default}"),
                None => format!("{name} is empty, and the tenant has no default"),
            };
        }
        Preflight::UnknownAudience => {
            "no API of this tenant has that identifier: look at each letter, the last slash too"
        }
        Preflight::NoScope => {
            "scope is empty: this server gives a token only for a scope, or where one is its default"
        }
        Preflight::UngrantedAudience => "your app is not authorised for this API on the dashboard",
        Preflight::UngrantedScope => "your app was not granted this scope on the dashboard",
        Preflight::UnknownScope => {
            "this server has no scope of that name: look at each letter here, and on the dashboard where scopes are added"
        }
        Preflight::UnknownOrganization => "this tenant has no organization of that name or id",
        Preflight::Clear(compared) => return compared.words(),
        Preflight::ClearOwn => {
            "id and proof are those of your target in this session; what your tenant takes is not known here"
        }
        Preflight::ClearAlone => "nothing is missing; there is no app of yours to compare with yet",
    };
    words.to_owned()
}

fn public(app: &App) -> bool {
    app.player
        .as_ref()
        .is_some_and(|player| player.bench.app_is_public())
}
