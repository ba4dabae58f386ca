//! Whether the token is to be trusted: three states, and the ladder that an API climbs, step by step.

use ratatui::text::{Line, Span};

use super::call;
use crate::app::App;
use crate::app::token::{TokenInHand, Verifying};
use crate::lesson::desks::words;
use crate::oauth::jwt::ladder::{self, Footing, Rung, Step};
use crate::oauth::text::visible_line;
use crate::tui::keys::{self, Context};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::claims;
use crate::tui::widget::findings;

/// The token that this step reads.
pub(super) fn token(app: &App) -> Option<&TokenInHand> {
    app.player.as_ref()?.bench.token()
}

/// The state in two words.
pub(super) fn state(app: &App) -> &'static str {
    match token(app).map(|token| &token.verifying) {
        None => "",
        Some(Verifying::NotChecked) => "not checked",
        Some(Verifying::Waiting(_)) => "checking",
        Some(Verifying::Failed(_)) => "no keys",
        // The APIs may say otherwise.
        Some(Verifying::Judged { ladder, .. })
            if ladder.iter().all(|step| step.footing != Footing::Broke)
                && other_clock(app, "verify.clock").is_some() =>
        {
            words("verify.clock.state")
        }
        Some(Verifying::Judged { ladder, .. }) => ladder::word(ladder),
    }
}

/// By whose clock it is judged, where the APIs go by another one.
fn other_clock(app: &App, id: &'static str) -> Option<String> {
    app.facts()?.other_clock(id)
}

/// The state, and the ladder once it was climbed.
pub(super) fn lines(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(token) = token(app) else {
        return Vec::new();
    };
    let cells = usize::from(width);
    match &token.verifying {
        Verifying::NotChecked => {
            let mark = Span::styled(format!("{} ", look.marks.open), look.style(Role::Dim));
            let words = "You read it. You have not checked it yet.";
            let mut lines = text::marked(mark, words, cells, look.style(Role::Strong));
            let key = Span::styled("V ", look.style(Role::Key));
            let words = "checks it as an API would, by your clock: keys, kid, alg, signature, exp, iss, aud";
            lines.extend(text::marked(key, words, cells, look.style(Role::Text)));
            lines
        }
        Verifying::Waiting(_) => prose("Fetching the public keys.", cells, look.style(Role::Text)),
        Verifying::Failed(fault) => {
            let mark = Span::styled(format!("{} ", look.marks.fail), look.style(Role::Fail));
            let words = format!(
                "No keys to check with: {}",
                visible_line(&fault.to_string())
            );
            let mut lines = text::marked(mark, &words, cells, look.style(Role::Fail));
            let again =
                call::no_answer(app).unwrap_or_else(|| "{key:verify} tries again.".to_owned());
            let again = keys::filled(&again, Context::Read, look.unicode);
            lines.extend(prose(&again, cells, look.style(Role::Dim)));
            lines
        }
        Verifying::Judged { report, ladder } => {
            let mut lines: Vec<_> = ladder.iter().map(|step| rung(*step, look)).collect();
            let bad = report
                .findings
                .iter()
                .filter(|finding| finding.severity >= crate::oauth::finding::Severity::Warn);
            for finding in bad {
                let (role, mark) = findings::signs(finding.severity, look);
                let mark = Span::styled(format!("{mark} "), look.style(role));
                lines.extend(text::marked(mark, &finding.what(), cells, look.style(role)));
            }
            if let Some(said) = other_clock(app, "verify.clock") {
                lines.extend(prose(&said, cells, look.style(Role::Note)));
            }
            lines
        }
    }
}

fn rung(step: Step, look: &Look<'_>) -> Line<'static> {
    let name = match step.rung {
        Rung::FetchKeys => "keys of the server fetched",
        Rung::FindKid => "kid names one of them",
        Rung::AllowAlgorithm => "alg is allowed with it",
        Rung::Signature => "signature fits",
        Rung::Issuer => "iss is the server it trusts",
        Rung::Audience => "aud is this API",
        Rung::Expiry => "exp is not over",
    };
    let (mark, role) = match step.footing {
        Footing::Held => (look.marks.pass, Role::Pass),
        Footing::Broke => (look.marks.fail, Role::Fail),
        Footing::Skipped | Footing::NotReached => (look.marks.open, Role::Dim),
    };
    let words = match step.footing {
        Footing::Held => Role::Text,
        Footing::Broke => Role::Fail,
        Footing::Skipped | Footing::NotReached => Role::Dim,
    };
    Line::from(vec![
        Span::styled(format!("{mark} "), look.style(role)),
        Span::styled(name, look.style(words)),
    ])
}

/// The sentence about the state: how old the token is and how long it lives.
pub(super) fn status(app: &App) -> String {
    let Some(token) = token(app) else {
        return call::no_token_yet(app);
    };
    if let Some(refused) = call::refused(app) {
        return refused;
    }
    let age = (app.now.seconds().0 - token.at.seconds().0).max(0);
    let rest = token
        .expires
        .map(|end| end.0.saturating_sub(app.now.seconds().0));
    match rest {
        Some(rest) if rest <= 0 => {
            "This token has expired. {key:jump} leads to the request: sending anew brings another."
                .to_owned()
        }
        Some(rest) => {
            let by = other_clock(app, "verify.clock.left");
            let by = by.map_or_else(String::new, |by| format!(" {by}"));
            format!(
                "Token of run {}, {} old, {} left{by}.",
                token.run,
                claims::left(age),
                claims::left(rest)
            )
        }
        None => format!("Token of run {}, {} old.", token.run, claims::left(age)),
    }
}
