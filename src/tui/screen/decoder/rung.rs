//! The ladder that an API climbs with the decoded token, one row a step, and what the selected step is about.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::desk::DecodeDesk;
use crate::lesson::desks::words;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::audiences;
use crate::oauth::jwt::ladder::{Footing, Rung};
use crate::oauth::text::visible_line;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};

/// How a step went; `None` while nobody has climbed.
fn footing(desk: &DecodeDesk, rung: Rung) -> Option<Footing> {
    let ladder = desk.ladder.as_ref()?;
    ladder
        .iter()
        .find(|step| step.rung == rung)
        .map(|step| step.footing)
}

/// The step that broke, by its place; the first one where none did.
pub(super) fn broken(desk: &DecodeDesk) -> usize {
    let broke = |rung: &Rung| footing(desk, *rung) == Some(Footing::Broke);
    Rung::ALL.iter().position(broke).unwrap_or(0)
}

/// The seven rows: sign, what is looked at, and what stands in the token.
pub(super) fn rows(desk: &DecodeDesk, width: u16, look: &Look<'_>) -> Vec<Vec<Line<'static>>> {
    let jwt = desk.report.as_ref().map(|report| &report.jwt);
    let row = |rung: &Rung| {
        let footing = footing(desk, *rung);
        let (mark, role) = signs(footing, look);
        let name = name(*rung);
        let room = usize::from(width).saturating_sub(text::width(name) + 6);
        let value = jwt.and_then(|jwt| value(*rung, jwt)).unwrap_or_default();
        let words = match footing {
            Some(Footing::Held) => Role::Text,
            Some(Footing::Broke) => Role::Fail,
            Some(Footing::Skipped | Footing::NotReached) | None => Role::Dim,
        };
        vec![Line::from(vec![
            Span::styled(format!("{mark} "), look.style(role)),
            Span::styled(name, look.style(words)),
            Span::styled(
                format!("  {}", text::outside(&value, room, look)),
                look.style(Role::Dim),
            ),
        ])]
    };
    Rung::ALL.iter().map(row).collect()
}

fn signs(footing: Option<Footing>, look: &Look<'_>) -> (&'static str, Role) {
    match footing {
        Some(Footing::Held) => (look.marks.pass, Role::Pass),
        Some(Footing::Broke) => (look.marks.fail, Role::Fail),
        Some(Footing::Skipped | Footing::NotReached) | None => (look.marks.open, Role::Dim),
    }
}

fn name(rung: Rung) -> &'static str {
    match rung {
        Rung::FetchKeys => "has the keys",
        Rung::FindKid => "finds the kid",
        Rung::AllowAlgorithm => "allows the alg",
        Rung::Signature => "signature fits",
        Rung::Issuer => "iss is trusted",
        Rung::Audience => "aud is itself",
        Rung::Expiry => "exp lies ahead",
    }
}

fn about(rung: Rung) -> &'static str {
    match rung {
        Rung::FetchKeys => "rung.fetch",
        Rung::FindKid => "rung.kid",
        Rung::AllowAlgorithm => "rung.alg",
        Rung::Signature => "rung.signature",
        Rung::Issuer => "rung.issuer",
        Rung::Audience => "rung.audience",
        Rung::Expiry => "rung.expiry",
    }
}

/// What the token has for a step to look at.
fn value(rung: Rung, jwt: &Jwt) -> Option<String> {
    let claim = |name: &str| {
        let payload = jwt.payload.as_ref()?;
        let value = payload.member(payload.root()?, name)?;
        Some(payload.raw(value).to_owned())
    };
    match rung {
        Rung::FetchKeys | Rung::Signature => None,
        Rung::FindKid => jwt.header_text("kid").map(str::to_owned),
        Rung::AllowAlgorithm => jwt.header_text("alg").map(str::to_owned),
        Rung::Issuer => jwt.claim_text("iss").map(str::to_owned),
        Rung::Audience => jwt
            .payload
            .as_ref()
            .and_then(audiences)
            .map(|all| all.join(" ")),
        Rung::Expiry => claim("exp"),
    }
}

/// What the selected step is about, how it went, and what a change of the token has to do with it.
pub(super) fn detail(
    (app, at): (&App, usize),
    width: u16,
    look: &Look<'_>,
) -> (&'static str, Vec<Line<'static>>) {
    let desk = &app.decoder;
    let cells = usize::from(width);
    let rung = Rung::ALL.get(at).copied().unwrap_or(Rung::FetchKeys);
    let mut lines = Vec::new();
    if let Some(changed) = app.changed_words() {
        lines.extend(prose(
            &visible_line(&changed),
            cells,
            look.style(Role::Strong),
        ));
        lines.push(Line::default());
    }
    let outcome = match footing(desk, rung) {
        None => None,
        Some(Footing::Held) => Some(("footing.held", Role::Pass)),
        Some(Footing::Broke) => Some(("footing.broke", Role::Fail)),
        Some(Footing::Skipped) => Some(("footing.skipped", Role::Dim)),
        Some(Footing::NotReached) => Some(("footing.unreached", Role::Dim)),
    };
    if let Some((id, role)) = outcome {
        lines.extend(prose(words(id), cells, look.style(role)));
    }
    lines.extend(prose(words(about(rung)), cells, look.style(Role::Text)));
    if outcome.is_none() {
        lines.push(Line::default());
        lines.extend(prose(words("ladder.about"), cells, look.style(Role::Dim)));
        for (key, does) in [
            ("V", "fetches the keys of the practice tenant"),
            ("K", "takes a key of yours"),
        ] {
            let key = Span::styled(format!("{key} "), look.style(Role::Key));
            lines.extend(text::marked(key, does, cells, look.style(Role::Text)));
        }
    }
    (name(rung), lines)
}
