//! The file of scenarios: what is put into it comes out again, and what cannot be understood stays as it is.

use std::fs;
use std::path::Path;

use oauth_tutor::app::by_hand::{ByHand, Chosen};
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::effect::{KeepAs, ScenarioAsk};
use oauth_tutor::app::scenario::{Credentials, Form, Format, Kept, Method, Scenario};
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::store::scenarios::{load, perform};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert_eq, proptest};

fn keep(folder: &Path, name: &str, scenario: &Scenario, how: KeepAs) -> Result<Kept, String> {
    let scenario = Box::new(scenario.clone());
    let ask = ScenarioAsk::Keep(name.to_owned(), scenario, how);
    perform(Some(folder), ask).map_err(|why| why.to_string())
}

fn plain() -> Scenario {
    Scenario {
        target: TargetName::Auth0,
        changes: vec![ByHand::Named(Deed::Deny)],
        request: Form::default(),
    }
}

fn changes() -> impl Strategy<Value = Vec<ByHand>> {
    use Deed::{
        ApiClock, Audience, Bound, Broken, Claim, Cut, Deny, KeyRoll, NoAudience, NoFault, NoRule,
        Opaque, PlugIn, Refused, Secret, Slow, TooMany, Unbound, Unplug,
    };
    let all = [
        ApiClock, KeyRoll, Secret, Bound, Unbound, Audience, NoAudience, Refused, Opaque, Deny,
        Claim, NoRule, TooMany, Broken, Slow, Cut, NoFault, Unplug, PlugIn,
    ];
    let two = || (".{0,20}", ".{0,20}");
    let change = prop_oneof![
        (0..all.len()).prop_map(move |at| ByHand::Named(all[at])),
        ".{0,20}".prop_map(|key| ByHand::Chosen(Chosen::Audience(key))),
        two().prop_map(|(name, value)| ByHand::Chosen(Chosen::Claim(name, value))),
        two().prop_map(|(code, reason)| ByHand::Chosen(Chosen::Deny(code, reason))),
        two().prop_map(|(scope, says)| ByHand::Chosen(Chosen::Scope(scope, says))),
    ];
    proptest::collection::vec(change, 0..6)
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let texts = [".{0,20}"; 5];
    let method = prop_oneof![
        Just(Method::ClientSecretPost),
        Just(Method::ClientSecretBasic),
        Just(Method::PrivateKeyJwt),
    ];
    let how = (method, any::<bool>(), any::<bool>(), any::<bool>());
    let id = proptest::option::of(".{0,20}");
    (changes(), 0..3_usize, texts, id, how).prop_map(|(changes, at, texts, client_id, how)| {
        let [grant_type, audience, resource, scope, organization] = texts;
        let (method, json, proof, id_alone) = how;
        Scenario {
            target: TargetName::ALL[at],
            changes,
            request: Form {
                grant_type,
                client_id,
                credentials: if id_alone {
                    Credentials::IdAlone
                } else {
                    Credentials::Own
                },
                audience,
                resource,
                scope,
                organization,
                method,
                format: if json { Format::Json } else { Format::Form },
                proof,
            },
        }
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 48,
        failure_persistence: None,
        ..Default::default()
    })]
    #[test]
    fn whatever_is_kept_is_read_again_and_kept_again_as_the_same_file(
        name in "\\PC{1,20}|.{1,20}", scenario in scenarios(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scenarios.toml");
        keep(folder.path(), &name, &scenario, KeepAs::New).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let read = load(Some(folder.path())).unwrap();
        prop_assert_eq!(&read[&name], &scenario);
        keep(folder.path(), &name, &read[&name], KeepAs::Over).unwrap();
        prop_assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_new_one_takes_no_other_place_and_a_deleted_one_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load(Some(folder.path())).unwrap(), Kept::new());
    keep(folder.path(), "a", &plain(), KeepAs::New).unwrap();
    let other = Scenario {
        target: TargetName::Okta,
        ..plain()
    };
    let why = keep(folder.path(), "a", &other, KeepAs::New).unwrap_err();
    assert!(why.contains("meanwhile"), "{why}");
    let kept = keep(folder.path(), "a", &other, KeepAs::Over).unwrap();
    assert_eq!(kept["a"], other);
    let left = perform(Some(folder.path()), ScenarioAsk::Drop("a".into())).unwrap();
    assert!(left.is_empty());
    assert_eq!(load(Some(folder.path())).unwrap(), left);
}

#[test]
fn what_cannot_be_understood_is_left_and_its_line_is_named_but_not_repeated() {
    let damaged = "version = 1\n\n[scenarios.a]\ntarget = \"auth0\"\nchanges = [\"hunter2\"]\n";
    let unknown = "version = 1\n\n[scenarios.a]\ntarget = \"auth0\"\nclient_secret = \"hunter2\"\n";
    let foreign = "version = 7\nsomething = \"hunter2\"\n";
    for (text, told) in [
        (damaged, "line 5"),
        (unknown, "line 5"),
        (foreign, "another version"),
        ("version = 1\n[scenarios", "line 2"),
        ("scenarios = 1\n", "line 1"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scenarios.toml");
        fs::write(&path, text).unwrap();
        let why = keep(folder.path(), "b", &plain(), KeepAs::New).unwrap_err();
        assert!(why.contains(told), "{why}");
        assert!(why.contains("mend it, or move it away"), "{why}");
        assert!(!why.contains("hunter2"), "{why}");
        assert!(perform(Some(folder.path()), ScenarioAsk::Drop("a".into())).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert!(load(None).unwrap_err().to_string().contains("no folder"));
}

#[test]
fn a_huge_file_a_folder_and_bytes_are_refused_and_an_empty_file_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenarios.toml");
    fs::write(&path, "\n").unwrap();
    assert!(load(Some(folder.path())).unwrap().is_empty());
    fs::write(&path, b"\xff\xfe").unwrap();
    assert!(load(Some(folder.path())).is_err());
    fs::write(&path, " ".repeat(1024 * 1024 + 1)).unwrap();
    let why = load(Some(folder.path())).unwrap_err().to_string();
    assert!(why.contains("larger than"), "{why}");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let why = load(Some(folder.path())).unwrap_err().to_string();
    assert!(why.contains("no file"), "{why}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_at_once_and_the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenarios.toml");
    let pipe = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(pipe.unwrap().success());
    let why = load(Some(folder.path())).unwrap_err().to_string();
    assert!(why.contains("no file"), "{why}");
    fs::remove_file(&path).unwrap();
    keep(folder.path(), "a", &plain(), KeepAs::New).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn more_than_the_file_may_hold_is_refused_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    keep(folder.path(), "a", &plain(), KeepAs::New).unwrap();
    let mut large = plain();
    large.request.scope = "x".repeat(1024 * 1024);
    let why = keep(folder.path(), "b", &large, KeepAs::New).unwrap_err();
    assert!(why.contains("too many"), "{why}");
    assert_eq!(load(Some(folder.path())).unwrap().len(), 1);
}
