//! The words of these pages: what each is about, its rows, and what is said below them.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::own_targets::{At, FIELDS, FoundTenant, KeptTarget, Way};
use crate::lesson::desks::{filled, words};
use crate::oauth::text::visible_line;
use crate::tui::overlay::sheet::gap;
use crate::tui::text::{column, ending, marked, prose};
use crate::tui::theme::{Look, Role};

/// The names of the rows of the list.
const NAMES: usize = 16;

pub(super) fn title(app: &App, chooses: bool) -> String {
    match &app.own_targets.at {
        At::List if chooses => words("target.choose").to_owned(),
        At::List => words("own.target.title").to_owned(),
        At::Form | At::Warned(_) => match &app.own_targets.instead {
            Some(name) => filled("own.target.form.edit", &[("name", visible_line(name))]),
            None => words("own.target.form").to_owned(),
        },
        At::Found(_) => {
            let name = visible_line(app.own_targets.typed.name.trim());
            format!("{}: {name}", words("own.target.found"))
        }
        At::Secret(kept) => {
            let id = match kept.way {
                Way::Key(_) => "own.target.opens",
                Way::Secret | Way::Command(_) | Way::NoClient | Way::Telling => "own.target.secret",
            };
            filled(id, &[("name", visible_line(&kept.name))])
        }
    }
}

/// What the page is about, or shows.
pub(super) fn about(app: &App, chooses: bool, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let dim = |id| prose(words(id), cells, look.style(Role::Dim));
    match &app.own_targets.at {
        At::List if chooses => dim("target.choose.about"),
        At::List => dim("own.target.about"),
        At::Form => dim("own.target.form.about"),
        At::Warned(host) => {
            let host = [("host", visible_line(host))];
            prose(
                &filled("own.target.warn", &host),
                cells,
                look.style(Role::Warn),
            )
        }
        At::Found(found) => found_lines(app, found, cells, look),
        At::Secret(kept) => {
            let host = [("host", visible_line(&kept.host()))];
            let (id, role) = match kept.far_host() {
                Some(_) => ("own.target.secret.far", Role::Warn),
                None => ("own.target.secret.near", Role::Dim),
            };
            let mut lines = Vec::new();
            if let Some(away) = app.opening_puts_away() {
                lines.extend(prose(away, cells, look.style(Role::Warn)));
            }
            lines.extend(match kept.way.key() {
                Some(file) => {
                    let file = ("file", visible_line(file));
                    let text = filled("own.target.key.held", &[file]);
                    prose(&text, cells, look.style(Role::Dim))
                }
                None => dim("own.target.secret.about"),
            });
            lines.extend(prose(&filled(id, &host), cells, look.style(role)));
            lines
        }
    }
}

fn found_lines(
    app: &App,
    found: &FoundTenant,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let mut lines = prose(
        words("own.target.found.about"),
        cells,
        look.style(Role::Dim),
    );
    lines.push(gap());
    let methods = found.methods.as_ref();
    let methods = methods.map_or_else(
        || words("own.target.no-list").to_owned(),
        |methods| visible_line(&methods.join(", ")),
    );
    let keys = found.keys.as_deref().map(visible_line);
    let keys = keys.unwrap_or_else(|| words("own.target.no-keys").to_owned());
    let mut rows = vec![
        ("own.target.endpoint", visible_line(&found.endpoint)),
        ("own.target.looks", words(found.looks.words()).to_owned()),
        ("own.target.methods", methods),
        ("own.target.keys", keys),
    ];
    if let Some(key) = &found.key {
        rows.push(("own.target.your-key", key.clone()));
    }
    // What is in the wrong field is seen here before it is kept.
    let typed = app.own_targets.typed.trimmed();
    let texts = FIELDS.into_iter().zip(typed.texts()).skip(2);
    for ((name, _), text) in texts.filter(|(_, text)| !text.is_empty()) {
        rows.push((name, visible_line(text)));
    }
    if typed.auth.is_empty() && typed.key.is_empty() {
        let chosen = words("own.target.auth.default").to_owned();
        rows.push(("own.target.auth", chosen));
    }
    for (name, value) in rows {
        let name = Span::styled(column(words(name), NAMES, look), look.style(Role::Dim));
        lines.extend(marked(name, &value, cells, look.style(Role::Value)));
    }
    let differs = found.looks.clicks().differs();
    if !differs.is_empty() {
        lines.push(gap());
        for line in differs.lines() {
            lines.extend(prose(line.trim(), cells, look.style(Role::Dim)));
        }
    }
    lines
}

/// The rows of the list: those that are kept, and one that adds where nothing is chosen from them.
pub(super) fn rows(
    app: &App,
    chooses: bool,
    cells: usize,
    look: &Look<'_>,
) -> Vec<Vec<Line<'static>>> {
    let row = |name: &str, about: &str, role| {
        let about = ending(about, cells.saturating_sub(NAMES + 3), look);
        let name = column(name, NAMES, look);
        vec![Line::from(vec![
            Span::styled(name, look.style(role)),
            Span::raw(" "),
            Span::styled(about, look.style(Role::Dim)),
        ])]
    };
    let kept = app.own_targets.kept.iter();
    let kept = kept.map(|one| {
        let now = if app.open_target() == Some(one) {
            words("own.target.open.now")
        } else {
            ""
        };
        let (host, client) = (visible_line(&one.host()), visible_line(&one.client_id));
        let way = match one.way {
            Way::NoClient | Way::Telling => one.way.told(),
            Way::Secret | Way::Command(_) | Way::Key(_) => String::new(),
        };
        let about = [now.to_owned(), host, client, way];
        let about = about.into_iter().filter(|text| !text.is_empty());
        let about = about.collect::<Vec<_>>().join(", ");
        row(&visible_line(&one.name), &about, Role::Value)
    });
    // Who chooses one of them adds none, unless there is none.
    let adds = !chooses || app.own_targets.kept.is_empty();
    let others = ["own.target.new", "own.target.clicks"];
    let others = others.map(|id| row(words(id), "", Role::Text)).into_iter();
    kept.chain(others.filter(|_| adds)).collect()
}

/// What is said below: what is waited for, what failed, what is asked, else what the selected row is about.
pub(super) fn said(
    app: &App,
    (at, row): (usize, usize),
    sure: Option<&str>,
    (cells, look): (usize, &Look<'_>),
) -> Vec<Line<'static>> {
    let targets = &app.own_targets;
    let (text, role) = if targets.is_waiting() {
        (awaited(app), Role::Accent)
    } else if let Some(name) = sure {
        // A question is seen before it is answered, whatever else stands there.
        let name = ("name", visible_line(name));
        (filled("own.target.drop", &[name]), Role::Warn)
    } else if let Some(why) = &targets.fault {
        (why.clone(), Role::Fail)
    } else {
        (of_row(app, (at, row)), Role::Text)
    };
    prose(&text, cells, look.style(role))
}

fn awaited(app: &App) -> String {
    match app.own_targets.awaited_host() {
        Some(host) => filled("own.target.asking", &[("host", visible_line(&host))]),
        None => words("own.target.file").to_owned(),
    }
}

fn of_row(app: &App, (at, row): (usize, usize)) -> String {
    let targets = &app.own_targets;
    match &targets.at {
        At::List => match targets.kept.get(at) {
            Some(kept) => whole(kept),
            None if at > targets.kept.len() => words("own.target.clicks.about").to_owned(),
            None if targets.kept.is_empty() => words("own.target.empty").to_owned(),
            None => words("own.target.new.about").to_owned(),
        },
        At::Form => {
            let field = FIELDS.get(row);
            let about = field.map_or("own.target.new.about", |(_, about)| *about);
            words(about).to_owned()
        }
        At::Warned(_) | At::Found(_) => String::new(),
        At::Secret(kept) => kept.way.program().map_or_else(String::new, |program| {
            let program = ("program", visible_line(program));
            filled("own.target.secret.command", &[program])
        }),
    }
}

/// Where it is, how its client proves who it is, and what its tokens are for.
fn whole(kept: &KeptTarget) -> String {
    let aim = &kept.aim;
    let named = [
        ("own.target.audience", &aim.audience),
        ("own.target.resource", &aim.resource),
        ("own.target.scope", &aim.scope),
        ("own.target.api", &aim.api),
        ("own.target.auth", &aim.auth),
    ];
    let named = named.into_iter().filter(|(_, text)| !text.is_empty());
    let named = named.map(|(name, text)| format!("{} {text}", words(name).to_lowercase()));
    let who = [kept.issuer.clone(), kept.way.told()];
    let who = who.into_iter().filter(|text| !text.is_empty());
    let all: Vec<String> = who.chain(named).collect();
    visible_line(&all.join(", "))
}
