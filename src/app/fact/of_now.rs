//! What the present shows: the app as the tenant holds it, the forms, the tenant, what was asked and counted.

use super::seen::auth_word;
use super::{Evidence, Seen};
use crate::app::create::AppForm;
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::oauth::request::{BodyFormat, Field};

/// What is seen of this subject at the moment.
pub(super) fn seen(subject: &[&str], evidence: Evidence<'_>) -> Seen {
    let player = evidence.player;
    match subject {
        ["checker", "verdict"] => {
            let report = player.bench.desk.report.as_ref();
            Seen::text(report.map(|report| report.verdict().word()))
        }
        ["checker", "reply"] => checked(evidence),
        ["checker", "finding", id] => {
            let report = player.bench.desk.report.as_ref();
            let finding = report.and_then(|report| {
                let mut findings = report.findings.iter();
                findings.find(|finding| finding.rule.id() == *id)
            });
            Seen::text(finding.map(|finding| finding.severity.word()))
        }
        ["app", part] => app(part, player),
        ["form", field] => form(field, player),
        ["tenant", part] => tenant(part, evidence),
        ["clock", which] => clock(which, evidence),
        ["draft", field] => draft(field, player),
        ["requests", kind] => requests(kind, evidence),
        ["experiment", id] => Seen::text(tried(player, id).map(Trial::word)),
        ["failure", "layer"] => match &player.bench.sending {
            Sending::Failed(error) => Seen::text(Some(error.layer())),
            Sending::Idle | Sending::Waiting { .. } => Seen::Absent,
        },
        ["flow", rest @ ..] => flow(rest, player),
        ["guessed", id] => guessed(id, evidence),
        ["asked", id] => asked(id, player),
        _ => Seen::Unknown,
    }
}

/// Whose the text on the desk is: its token is one of this session, or names the tenant as its issuer.
fn checked(evidence: Evidence<'_>) -> Seen {
    let bench = &evidence.player.bench;
    let Some(report) = &bench.desk.report else {
        return Seen::Absent;
    };
    let mut tokens = bench.runs.iter().filter_map(|run| run.token.as_ref());
    let is_of_session = tokens.any(|token| report.pasted.text.contains(token.expose()));
    let issuer = report.jwt.as_ref().and_then(|jwt| jwt.claim_text("iss"));
    let facts = evidence.facts.map(|facts| facts.issuer.as_str());
    let is_of_tenant = issuer.is_some() && issuer == facts;
    Seen::text(Some(if is_of_session || is_of_tenant {
        "ours"
    } else {
        "other"
    }))
}

fn flow(subject: &[&str], player: &Player) -> Seen {
    let Some(desk) = player.flow() else {
        return Seen::Absent;
    };
    let value = |value: Option<crate::flow::Value>| match value {
        None | Some(crate::flow::Value::Empty) => Seen::Absent,
        Some(crate::flow::Value::Secret(secret)) => Seen::Secret(secret),
        Some(value) => Seen::text(value.open_text().filter(|text| !text.is_empty())),
    };
    let failed = desk.session.failed();
    match subject {
        ["ended"] => Seen::text(desk.session.end().map(crate::flow::session::End::word)),
        ["error"] => Seen::text(failed.map(|(_, fault)| fault.name.word())),
        ["failed_at"] => Seen::text(failed.map(|(card, _)| card.id.clone())),
        ["card", card, "out", port] => value(desk.gave(card, port).cloned()),
        ["card", card, "in", port] => value(desk.holds(card, port)),
        _ => Seen::Unknown,
    }
}

fn app(part: &str, player: &Player) -> Seen {
    let Some(app) = &player.bench.app else {
        return Seen::Absent;
    };
    match part {
        "type" => Seen::text(app.form.app_type.map(crate::app::create::AppType::note)),
        "name" => Seen::text(Some(app.form.name.clone()).filter(|name| !name.is_empty())),
        "client_id" => Seen::text(Some(app.client_id.0.clone())),
        "secret" => app.client_secret.clone().map_or(Seen::Absent, Seen::Secret),
        "auth" => Seen::text(Some(auth_word(app.auth))),
        "kid" => Seen::text(app.key.as_ref().map(|key| key.kid.clone())),
        "keys" => Seen::List(app.key.iter().map(|key| key.kid.clone()).collect()),
        "bound" => Seen::text(Some(if app.bound { "on" } else { "off" })),
        "apis" => Seen::List(app.form.grants.keys().cloned().collect()),
        "scopes" => Seen::List(scopes(&app.form)),
        _ => Seen::Unknown,
    }
}

fn scopes(form: &AppForm) -> Vec<String> {
    form.grants.values().flatten().cloned().collect()
}

fn form(field: &str, player: &Player) -> Seen {
    let form = &player.bench.form;
    let filled =
        |text: &str| Seen::text(Some(text.to_owned()).filter(|text| !text.trim().is_empty()));
    match field {
        "name" => filled(&form.name),
        "type" => Seen::text(form.app_type.map(crate::app::create::AppType::note)),
        "apis" => Seen::List(form.grants.keys().cloned().collect()),
        "scopes" => Seen::List(scopes(form)),
        field => player
            .bench
            .fields
            .get(field)
            .map_or(Seen::Absent, |text| filled(text)),
    }
}

fn tenant(part: &str, evidence: Evidence<'_>) -> Seen {
    let Some(facts) = evidence.facts else {
        return Seen::Unknown;
    };
    match part {
        // What a tenant of one's own is set to nobody here can look up.
        _ if facts.is_own() => Seen::Unknown,
        "up" => Seen::text(Some(if facts.up { "on" } else { "off" })),
        "default_audience" => Seen::text(facts.default_audience.clone()),
        "flow_security" => Seen::text(Some(facts.flow_security.word())),
        "rule" if facts.rules.is_empty() => Seen::Absent,
        "rule" => Seen::List(
            facts
                .rules
                .iter()
                .map(|rule| rule.word().to_owned())
                .collect(),
        ),
        "organizations" => Seen::List(
            facts
                .organizations
                .iter()
                .map(|(name, _)| name.clone())
                .collect(),
        ),
        "scopes" => {
            let scopes = facts.apis.iter().flat_map(|api| &api.scopes);
            Seen::List(scopes.map(|(scope, _)| scope.clone()).collect())
        }
        _ => Seen::Unknown,
    }
}

fn clock(which: &str, evidence: Evidence<'_>) -> Seen {
    let ours = evidence.facts.filter(|facts| !facts.is_own());
    let ahead = ours.map(|facts| match which {
        "tenant" => facts.clock,
        _ => facts.api_clock,
    });
    ahead.map_or(Seen::Unknown, |ahead| Seen::Text(ahead.to_string()))
}

fn draft(field: &str, player: &Player) -> Seen {
    let draft = &player.bench.draft;
    let filled = |field| Seen::text(Some(draft.text(field)).filter(|text| !text.is_empty()));
    match field {
        "grant_type" => filled(Field::GrantType),
        "client_id" => filled(Field::ClientId),
        "audience" => filled(Field::Audience),
        "scope" => filled(Field::Scope),
        "resource" => filled(Field::Resource),
        "organization" => filled(Field::Organization),
        "client_secret" => draft
            .client_secret
            .clone()
            .filter(|_| draft.has_secret())
            .map_or(Seen::Absent, Seen::Secret),
        "auth" => Seen::text(Some(auth_word(draft.auth))),
        "format" => Seen::text(Some(match draft.format {
            BodyFormat::Form => "form",
            BodyFormat::Json => "json",
        })),
        "proof" => Seen::text(Some(if draft.bound { "sent" } else { "absent" })),
        _ => Seen::Unknown,
    }
}

fn requests(kind: &str, evidence: Evidence<'_>) -> Seen {
    let player = evidence.player;
    let Some(began) = evidence.state.or_else(|| player.began()) else {
        return Seen::Unknown;
    };
    let runs = &player.bench.runs;
    let is_new = |run: &&Run| run.born > began.event && player.is_of_step(run);
    let token = runs.iter().filter(is_new).count();
    let calls = runs.iter().flat_map(|run| &run.call.answers);
    let calls = calls.filter(|answer| answer.event > began.event && player.is_deed_of_step(answer));
    let lab = player.step().bench == Some(Bench::Lab);
    let unanswered = |all: &[(u64, bool)]| {
        let of_it = |(event, tried): &&(u64, bool)| {
            *event > began.event && !player.flown.had(*event) && (lab || !tried)
        };
        all.iter().filter(of_it).count()
    };
    let token = token + unanswered(&player.bench.unanswered.token);
    let api = calls.count() + unanswered(&player.bench.unanswered.api);
    match kind {
        "token" => Seen::Text(token.to_string()),
        "api" => Seen::Text(api.to_string()),
        "total" => Seen::Text((token + api).to_string()),
        _ => Seen::Unknown,
    }
}

/// A guess counts before the event alone: where that came without one, there is none to be had any more.
fn guessed(id: &str, evidence: Evidence<'_>) -> Seen {
    let player = evidence.player;
    if player.guesses.contains_key(id) {
        return Seen::text(Some("yes"));
    }
    let ask = player.lesson.question(id);
    let is_late = ask.is_some_and(|ask| !player.verdict(ask, evidence.facts).is_open());
    if is_late { Seen::Unknown } else { Seen::Absent }
}

fn asked(id: &str, player: &Player) -> Seen {
    let Some(ask) = player.lesson.ask(id) else {
        return Seen::Unknown;
    };
    let word = |right: bool| if right { "right" } else { "wrong" };
    if let Some(typed) = player.typed.get(id) {
        return Seen::text(Some(word(ask.accepts(typed))));
    }
    let answer = player.answers.get(id);
    Seen::text(answer.map(|option| word(ask.right() == Some(*option))))
}

/// How far an experiment went; while changes of it are in force, how far it is with these.
fn tried(player: &Player, id: &str) -> Option<Trial> {
    let lab = &player.lab;
    let opened = lab.opened(player.step()).filter(|_| lab.is_changed());
    let variant = opened.filter(|(experiment, _)| experiment == id);
    match variant {
        Some((experiment, variant)) => lab.trial_of(&format!("{experiment}/{variant}")),
        None => lab.trial_of(id),
    }
}
