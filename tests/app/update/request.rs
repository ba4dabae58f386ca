//! The request: filling it in, taking that back, sending it, and what comes of it.

use oauth_tutor::app::draft::{Aim, Compared, Preflight};
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::message::{Build, Create, Message, Play, World};
use oauth_tutor::app::workbench::Sending;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::reply::SendError;
use oauth_tutor::oauth::request::Field;

use crate::update::{REPORTS, Tutor, USERS, answered, run_of};

/// Everything was compared, and fits.
const CLEAR: Preflight = Preflight::Clear(Compared {
    secret: true,
    aim: Aim::Grants,
});

/// The same, without a scope to compare.
const NO_SCOPE: Preflight = Preflight::Clear(Compared {
    secret: true,
    aim: Aim::Audience,
});

#[test]
fn an_answer_that_nobody_waits_for_any_more_changes_nothing() {
    let mut tutor = Tutor::at("build");
    let first = run_of(&tutor.play(Play::Send));
    let again = tutor.play(Play::Send);
    let sends = |effect: &Effect| matches!(effect, Effect::Send { .. } | Effect::Cancel { .. });
    assert!(!again.iter().any(sends), "the first is still waited for");
    let said = tutor.app.toast.as_ref().map(|toast| toast.text.clone());
    assert!(said.is_some_and(|said| said.starts_with("A request is under way")));
    let effects = tutor.tell(Message::Cancel);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Cancel { run } if *run == first))
    );
    let effects = tutor.play(Play::Send);
    tutor.tell(answered(first, 200, "{}"));
    assert!(tutor.player().bench.runs.is_empty());
    tutor.tell(answered(run_of(&effects), 401, "{}"));
    assert_eq!(tutor.player().bench.runs.len(), 1);
}

#[test]
fn cancelling_stops_the_wait_and_drops_the_late_answer() {
    let mut tutor = Tutor::at("build");
    let run = run_of(&tutor.play(Play::Send));
    assert!(tutor.app.busy());
    assert!(tutor.app.can_cancel());
    let effects = tutor.tell(Message::Cancel);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Cancel { .. }))
    );
    assert!(!tutor.app.busy());
    tutor.tell(answered(run, 200, "{}"));
    assert!(tutor.player().bench.latest().is_none());
}

#[test]
fn a_network_fault_is_kept_with_its_layer() {
    let mut tutor = Tutor::at("build");
    let run = run_of(&tutor.play(Play::Send));
    let fault = SendError::TimedOut { seconds: 10 };
    tutor.tell(Message::World(World::Answered {
        run,
        result: Err(fault.clone()),
        journal: vec![],
    }));
    let sending = &tutor.player().bench.sending;
    assert_eq!(*sending, Sending::Failed(fault));
}

#[test]
fn undo_and_redo_walk_through_the_forms_and_leave_the_secret_alone() {
    let mut tutor = Tutor::at("build");
    tutor.tell(Message::Build(Build::Set(
        Field::Audience,
        "https://a".into(),
    )));
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("typed"))));
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "read:reports".into(),
    )));
    tutor.play(Play::Undo);
    let draft = tutor.draft().clone();
    assert_eq!(
        (draft.audience.as_str(), draft.scope.as_str()),
        ("https://a", "")
    );
    assert_eq!(draft.client_secret, Some(ClientSecret::new("typed")));
    tutor.play(Play::Undo);
    assert!(
        tutor.toast().contains("keeps no history"),
        "{}",
        tutor.toast()
    );
    assert_eq!(
        *tutor.draft(),
        draft,
        "an edit of the secret stays, which is said"
    );
    tutor.play(Play::Undo);
    assert_eq!(tutor.draft().audience, "");
    tutor.play(Play::Redo);
    tutor.play(Play::Redo);
    assert_eq!(
        (
            tutor.draft().audience.as_str(),
            tutor.draft().scope.as_str()
        ),
        ("https://a", "read:reports")
    );
    assert_eq!(
        tutor.draft().client_secret,
        Some(ClientSecret::new("typed"))
    );
}

#[test]
fn undo_takes_back_what_was_typed_in_one_go_and_only_on_this_step() {
    let mut tutor = Tutor::at("create-app");
    for name in ["N", "Ni", "Nig"] {
        tutor.tell(Message::Create(Create::Name(name.into())));
    }
    tutor.go("build");
    for audience in ["h", "ht", "htt"] {
        tutor.tell(Message::Build(Build::Set(Field::Audience, audience.into())));
    }
    tutor.play(Play::Undo);
    let bench = &tutor.player().bench;
    assert_eq!(
        (bench.draft.audience.as_str(), bench.form.name.as_str()),
        ("", "Nig")
    );
    tutor.play(Play::Undo);
    assert_eq!(tutor.toast(), "Nothing to undo.");
    assert_eq!(tutor.player().bench.form.name, "Nig");
}

#[test]
fn undo_never_brings_back_the_id_of_an_app_that_is_gone() {
    let mut tutor = Tutor::at("create-app");
    tutor.fill_form();
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    tutor.go("build");
    tutor.tell(Message::Build(Build::Set(Field::ClientId, "typed".into())));
    tutor.tell(Message::Build(Build::Set(
        Field::Audience,
        "https://a".into(),
    )));
    tutor.tell(Message::Build(Build::FillFromApp));
    let id = |tutor: &Tutor| tutor.player().bench.draft.client_id.clone();
    let ours = id(&tutor);
    for _ in 0..5 {
        tutor.play(Play::Undo);
    }
    assert_eq!(id(&tutor), ours, "id and secret stay a pair");
    let audience = &tutor.draft().audience;
    assert_eq!(audience, "", "the rest is taken back");
}

#[test]
fn what_is_worth_a_look_before_sending_is_said() {
    let mut tutor = Tutor::at("build");
    let mut check = |field, text: &str| {
        tutor.tell(Message::Build(Build::Set(field, text.into())));
        looks(&tutor)
    };
    assert_eq!(check(Field::Scope, "read:reports"), [Preflight::NoAudience]);
    assert_eq!(check(Field::Audience, REPORTS), [CLEAR]);
    assert_eq!(
        check(Field::Audience, "https://api.reports.example/"),
        [Preflight::UnknownAudience]
    );
    assert!(check(Field::ClientId, "{YOUR_CLIENT_ID}").contains(&Preflight::Braces));
    assert!(check(Field::ClientId, "abc ").contains(&Preflight::TrailingBlank));
    assert!(check(Field::GrantType, "").contains(&Preflight::NoGrantType));
}

#[test]
fn what_the_app_may_not_have_is_said_before_sending() {
    let mut tutor = Tutor::at("build");
    let mut check = |field, text: &str| {
        tutor.tell(Message::Build(Build::Set(field, text.into())));
        looks(&tutor)
    };
    assert_eq!(check(Field::Audience, REPORTS), [NO_SCOPE]);
    assert_eq!(check(Field::Scope, "read:reports"), [CLEAR]);
    assert_eq!(
        check(Field::Scope, "read:reports write:reports"),
        [Preflight::UngrantedScope]
    );
    assert_eq!(check(Field::Scope, ""), [NO_SCOPE]);
    assert_eq!(
        check(Field::Audience, USERS),
        [Preflight::UngrantedAudience]
    );
    check(Field::Audience, REPORTS);
    assert_eq!(
        check(Field::ClientId, "another"),
        [Preflight::OtherClientId]
    );
}

#[test]
fn a_solution_replaces_what_was_ticked_and_typed_wrongly() {
    let mut tutor = Tutor::new();
    tutor.open("audience");
    tutor.go("create-app");
    tutor.tell(Message::Create(Create::ToggleApi(1)));
    tutor.play(Play::LayIn);
    let grants = &tutor.player().bench.form.grants;
    assert_eq!(grants.keys().collect::<Vec<_>>(), [REPORTS]);

    let mut tutor = Tutor::at("build");
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("wrong"))));
    assert!(looks(&tutor).contains(&Preflight::OtherSecret));
    tutor.play(Play::LayIn);
    assert_eq!(looks(&tutor), [CLEAR]);
}

#[test]
fn an_organization_that_the_tenant_lacks_is_told() {
    let mut tutor = Tutor::new();
    tutor.open("audience");
    let mut facts = tutor.app.facts().unwrap().clone();
    facts.organizations = vec![("acme".to_owned(), "org_1".to_owned())];
    let mut tells = |name: &str| {
        tutor.tell(Message::Build(Build::Set(Field::Organization, name.into())));
        let found = tutor.draft().preflight(Some(&facts), None);
        found.contains(&Preflight::UnknownOrganization)
    };
    assert!(tells("globex"));
    assert!(!tells("acme") && !tells("org_1") && !tells(""));
}

#[test]
fn a_scope_that_the_server_lacks_is_told_where_scopes_are_the_servers() {
    let mut tutor = Tutor::new();
    tutor.open("basic-and-scopes");
    let known = tutor.app.facts().unwrap().apis[0].scopes[0].0.clone();
    let mut tells = |scope: &str| {
        tutor.tell(Message::Build(Build::Set(Field::Scope, scope.into())));
        looks(&tutor).contains(&Preflight::UnknownScope)
    };
    assert!(tells("nowhere") && tells(&format!("{known} nowhere")));
    assert!(!tells(&known) && !tells(""));
    tutor.open("first-token");
    tutor.tell(Message::Build(Build::Set(Field::Scope, "nowhere".into())));
    assert!(!looks(&tutor).contains(&Preflight::UnknownScope));
}

#[test]
fn without_an_app_nothing_is_compared_with_one() {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    tutor.tell(Message::Build(Build::Set(Field::ClientId, "typed".into())));
    tutor.tell(Message::Build(Build::SetSecret(ClientSecret::new("typed"))));
    tutor.tell(Message::Build(Build::Set(Field::Audience, REPORTS.into())));
    assert_eq!(looks(&tutor), [Preflight::ClearAlone]);
}

fn looks(tutor: &Tutor) -> Vec<Preflight> {
    let app = tutor.player().bench.app.as_ref();
    tutor.draft().preflight(tutor.app.facts(), app)
}
