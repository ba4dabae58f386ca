//! Tenants of one's own on the screen: listed, added with what their metadata say, opened with a secret that is not shown, forgotten.

use oauth_tutor::app::own_targets::{Aim, KeptTarget, Way};

use crate::at_own::own;
use crate::learner::{Learner, sees, sees_not};
use crate::picture::picture;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

fn learner((columns, rows): (u16, u16)) -> Learner {
    let mut learner = Learner::new(columns, rows);
    learner.own = Some(own());
    // The last row but the one of the practice servers.
    learner.keys("end up");
    learner
}

fn kept(name: &str, issuer: &str, way: Way) -> KeptTarget {
    KeptTarget {
        name: name.into(),
        issuer: issuer.into(),
        way,
        client_id: "an-app-of-mine".into(),
        aim: Aim::default(),
    }
}

fn snapshot(learner: &Learner, name: &str, size: (u16, u16)) {
    let shown = picture(&learner.screen());
    insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), shown);
}

fn fill(learner: &mut Learner, issuer: &str) {
    learner.keys("enter enter");
    learner.types("mine").keys("enter");
    assert!(learner.pastes(issuer));
    learner.keys("enter").types("an-app-of-mine");
}

#[test]
fn one_is_added_from_nothing_and_opened_with_a_secret_that_is_not_shown() {
    for size in SIZES {
        let mut learner = learner(size);
        learner.keys("enter");
        sees(&learner, "There is none yet.");
        snapshot(&learner, "own-targets-empty", size);
        learner.keys("esc");
        fill(&mut learner, "https://mine.eu.auth0.com/");
        snapshot(&learner, "own-targets-form", size);
        learner.keys("f5");
        sees(&learner, "mine.eu.auth0.com is asked for its metadata");
        snapshot(&learner, "own-targets-warned", size);
        learner.keys("enter");
        sees(&learner, "https://mine.eu.auth0.com/oauth/token");
        snapshot(&learner, "own-targets-found", size);
        assert!(
            learner.own_targets.is_empty(),
            "nothing is kept before Enter"
        );
        learner.keys("enter");
        assert_eq!(learner.own_targets.len(), 1);
        snapshot(&learner, "own-targets-list", size);
        learner.keys("enter").types("wrong");
        sees_not(&learner, "wrong");
        learner.keys("enter");
        sees(&learner, "It failed at this layer: time.");
        snapshot(&learner, "own-targets-secret", size);
        // It is still in the field, and is typed anew.
        learner
            .keys("ctrl+u")
            .types("right-0123456789")
            .keys("enter");
        sees(&learner, "OWN 127.0.0.1:9499");
        assert!(learner.app.has_own());
        // The list is there as before, and the one that is open goes on without its secret.
        learner.keys("esc o");
        sees(&learner, "open now");
        learner.keys("enter");
        sees(&learner, "OWN 127.0.0.1:9499");
        sees_not(&learner, "Client secret");
    }
}

#[test]
fn one_is_edited_in_its_place_and_the_newest_is_selected() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![
        kept("first", "http://127.0.0.1:9500", Way::Secret),
        kept("other", "http://127.0.0.1:9501", Way::Secret),
    ];
    learner.keys("o e");
    sees(&learner, "Edit first");
    sees(&learner, "http://127.0.0.1:9500");
    learner
        .keys("down down down down down")
        .types("read:reports");
    learner.keys("f5");
    sees(&learner, "Nothing is kept yet");
    sees(&learner, "read:reports");
    learner.keys("enter");
    let names: Vec<&str> = learner
        .own_targets
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["other", "first"]);
    assert_eq!(learner.own_targets[1].aim.scope, "read:reports");
    // Enter opens the one that was kept last.
    learner.keys("enter");
    sees(&learner, "The secret of first");
}

#[test]
fn the_method_is_the_metadatas_unless_one_is_named_and_can_be_changed_later() {
    let mut learner = learner((100, 30));
    fill(&mut learner, "http://127.0.0.1:9500/");
    sees(&learner, "Method         by the metadata");
    learner.keys("down down down down down down down");
    learner.types("pots").keys("f5");
    sees(&learner, "A method is basic, post, json");
    learner.keys("ctrl+u").types("private-key-jwt").keys("f5");
    sees(&learner, "private-key-jwt needs a key file");
    learner.keys("ctrl+u").types("post").keys("f5");
    sees(&learner, "Nothing is kept yet");
    learner.keys("enter");
    assert_eq!(learner.own_targets[0].aim.auth, "post");
    sees(&learner, "method post");
    learner.keys("e");
    sees(&learner, "Method         post");
}

#[test]
fn a_wrong_field_is_where_the_cursor_goes() {
    let mut learner = learner((80, 24));
    fill(&mut learner, "https://mine.example/");
    learner.keys("enter enter").types("no-address").keys("f5");
    sees(&learner, "A resource is an absolute URI");
    let drawn = picture(&learner.screen());
    let row = drawn.lines().find(|line| line.contains("no-address"));
    assert!(row.is_some_and(|row| row.contains('▸')), "{drawn}");
}

#[test]
fn a_secret_that_stands_in_the_target_opens_nothing() {
    let mut learner = learner((80, 24));
    learner.own_targets = vec![KeptTarget {
        client_id: "0123456789-a-secret".into(),
        ..kept("mine", "http://127.0.0.1:9500", Way::Secret)
    }];
    learner
        .keys("o enter")
        .types("0123456789-a-secret")
        .keys("enter");
    sees(&learner, "in the field client id");
    assert!(!learner.app.has_own());
}

#[test]
fn what_was_typed_is_there_after_a_failure_and_after_leaving() {
    let mut learner = learner((80, 24));
    fill(&mut learner, "https://nobody.example/");
    learner.keys("f5 enter");
    sees(&learner, "It failed at this layer: name (DNS).");
    sees(&learner, "https://nobody.example/");
    learner.keys("esc esc enter enter");
    sees(&learner, "https://nobody.example/");
    sees(&learner, "an-app-of-mine");
}

#[test]
fn what_cannot_be_asked_for_is_refused_before_any_request() {
    for (issuer, why) in [
        ("http://mine.example/", "Plain http shows the secret"),
        ("mine.example", "no http or https address"),
    ] {
        let mut learner = learner((80, 24));
        fill(&mut learner, issuer);
        learner.keys("f5");
        sees(&learner, why);
    }
}

/// As dashboards make them; an id of Auth0's has half as many letters.
const MADE: &str = "hN3xQ8vZ0aLr5TtYw2Bc7Dk9Ee1Ff4Gg6Hh8Jj0Kk2Mm4Nn6Pp8Qq1Rr3Ss5Uu7V";

#[test]
fn a_secret_in_a_field_for_all_to_see_is_taken_off_when_the_field_is_left() {
    let off = "looks like a secret or a token";
    for leaves in ["enter", "up", "down", "f5", "esc"] {
        let mut learner = learner((100, 30));
        fill(&mut learner, "https://mine.example/");
        learner.keys("ctrl+u").types(MADE);
        sees_not(&learner, off);
        learner.keys(leaves);
        sees(&learner, off);
        sees_not(&learner, "3Ss5Uu7");
        // The field is selected again; a second time it is seen as well.
        learner.types(MADE).keys(leaves);
        sees(&learner, off);
        sees_not(&learner, "3Ss5Uu7");
        // An id that a machine has made is none.
        learner
            .types("hN3xQ8vZ0aLr5TtYw2Bc7Dk9Ee1Ff4Gg")
            .keys("enter");
        sees_not(&learner, off);
        sees(&learner, "hN3xQ8vZ0aLr5TtYw2Bc7Dk9Ee1Ff4Gg");
    }
}

#[test]
fn an_address_with_a_password_is_taken_off_and_what_stood_there_is_there_again() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    learner.keys("o e down ctrl+u");
    assert!(learner.pastes("https://me:pass-word@mine.example/"));
    learner.keys("enter");
    sees(&learner, "the field issuer looks like a secret");
    sees(&learner, "http://127.0.0.1:9499/");
    sees_not(&learner, "pass-word");
}

/// Salesforce's ids are longer than anybody's secrets: such a one is doubted and kept.
#[test]
fn an_id_longer_than_most_is_doubted_and_stays() {
    let id =
        "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0QqEWhqKpoW3svG3XHrXDiCQjK1mdgAvhCscA9GE";
    let mut learner = learner((100, 30));
    fill(&mut learner, "http://127.0.0.1:9500/");
    learner.keys("ctrl+u").types(id).keys("enter");
    sees(&learner, "client id is longer than most ids");
    learner.keys("up ctrl+u").types(id).keys("f5");
    sees(&learner, "Nothing is kept yet");
    sees(&learner, "client id is longer than most ids");
    learner.keys("enter");
    assert_eq!(learner.own_targets[0].client_id, id);
}

/// What was typed into a field for all to see, and is a secret of the session later, is in the file already: nobody is told that it was not
/// kept, and the way out is open.
#[test]
fn what_is_kept_already_is_not_taken_off() {
    let mut learner = learner((100, 30));
    let mut one = kept("mine", "http://127.0.0.1:9499/", Way::Secret);
    one.client_id = "a-secret-0123456789".into();
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    in_its_sandbox(&mut learner);
    learner.own_targets = vec![one];
    learner.keys("f5 esc o e");
    sees(&learner, "a-secret-0123456789");
    learner.keys("esc");
    sees_not(&learner, "taken off");
    sees(&learner, "e edit");
}

/// A pasted key is none of a file's names, whatever its kind.
#[test]
fn a_private_key_in_place_of_its_file_is_taken_off() {
    let key = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
    let mut learner = learner((100, 30));
    fill(&mut learner, "http://127.0.0.1:9500/");
    learner.keys("down down down down down");
    assert!(learner.pastes(key));
    learner.keys("f5");
    sees(
        &learner,
        "the field key file looks like a secret or a token",
    );
    sees_not(&learner, "9-E9LI");
}

#[test]
fn tab_leads_through_the_form_and_back() {
    let mut learner = learner((80, 24));
    fill(&mut learner, "http://127.0.0.1:9500/");
    learner
        .keys("tab")
        .types("urn:api")
        .keys("shift+tab shift+tab");
    learner.types("x");
    sees(&learner, "Issuer         http://127.0.0.1:9500/x");
    sees(&learner, "Audience       urn:api");
}

#[test]
fn with_a_key_file_the_method_is_said_to_be_its() {
    let mut learner = learner((100, 30));
    fill(&mut learner, "http://127.0.0.1:9500/");
    sees(&learner, "Method         by the metadata");
    learner
        .keys("down down down down down")
        .types("/tmp/key.pem");
    sees(&learner, "Method         private-key-jwt");
}

#[test]
fn forgetting_one_is_asked_first() {
    for size in SIZES {
        let mut learner = learner(size);
        learner.own_targets = vec![
            kept("mine", "https://mine.eu.auth0.com/", Way::Secret),
            kept(
                "signed",
                "https://mine.okta.com",
                Way::Key("/home/me/okta.pem".into()),
            ),
            kept(
                "vault",
                "http://127.0.0.1:9500",
                Way::Command(vec!["pass".into(), "show".into(), "other".into()]),
            ),
        ];
        learner.keys("enter del");
        sees(&learner, "Forget mine?");
        snapshot(&learner, "own-targets-forget", size);
        learner.keys("esc");
        assert_eq!(learner.own_targets.len(), 3);
        learner.keys("down enter");
        sees(&learner, "with the key in /home/me/okta.pem");
        sees_not(&learner, "Client secret");
        snapshot(&learner, "own-targets-key", size);
        learner.keys("esc down enter");
        sees(&learner, "Its secret comes from pass");
        snapshot(&learner, "own-targets-command", size);
        learner.keys("enter");
        sees(&learner, "The command for the client secret gave none");
        learner.keys("esc home del enter");
        assert_eq!(learner.own_targets.len(), 2);
        sees_not(&learner, "mine.eu.auth0.com");
    }
}

/// A token of somebody's tenant: it names its issuer, and no practice server.
const FOREIGN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJpc3MiOiJodHRwczovL21pbmUuZXhhbXBsZS8iLCJhdWQiOiJodHRwczovL2FwaS5leGFtcGxlIiwic3ViIjoiam9iIiwiZXhwIjoxNzYzNzI2NDAwfQ.AAAA";

#[test]
fn a_desk_compares_with_a_target_and_names_its_host_before_it_asks() {
    for (desk, closes) in [("c", "esc"), ("d", "")] {
        let mut learner = learner((100, 30));
        learner.own_targets = vec![KeptTarget {
            aim: Aim {
                audience: "https://api.example".into(),
                ..Aim::default()
            },
            ..kept("mine", "https://mine.example/", Way::Secret)
        }];
        learner.keys(desk).pastes(FOREIGN);
        learner.keys("V");
        sees(&learner, "takes keys from a tenant of yours");
        learner.keys("T");
        sees(&learner, "Compare with a tenant of yours");
        sees_not(&learner, "add one");
        learner.keys("enter t");
        sees(&learner, "https://mine.example/");
        sees(&learner, "https://api.example");
        learner.keys("esc V");
        sees(&learner, "This leaves your machine: mine.example is asked");
        learner.keys("enter");
        sees(&learner, "It failed at this layer: time.");
        // Once told of, the host is asked at once.
        learner.keys("V");
        sees_not(&learner, "This leaves your machine");
        learner.keys(closes);
    }
}

#[test]
fn the_secret_of_the_open_tenant_is_kept_in_no_field_of_another() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    learner
        .keys("o enter")
        .types("a-secret-0123456789")
        .keys("enter");
    sees(&learner, "OWN 127.0.0.1:9499");
    learner
        .keys("esc o down enter")
        .types("other")
        .keys("enter");
    assert!(learner.pastes("https://other.example/"));
    learner
        .keys("enter")
        .types("a-secret-0123456789")
        .keys("f5");
    sees(
        &learner,
        "What stood in the field client id looks like a secret",
    );
    sees_not(&learner, "a-secret-0123456789");
    assert_eq!(learner.own_targets.len(), 1);
}

/// Opens the first target, and the sandbox there.
fn in_its_sandbox(learner: &mut Learner) {
    learner
        .keys("o enter")
        .types("a-secret-0123456789")
        .keys("enter");
    learner.keys("esc S 4");
    sees(learner, "Sandbox at your own tenant");
}

#[test]
fn a_sandbox_at_a_tenant_of_ones_own_is_not_put_away_unsaid() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![
        kept("mine", "http://127.0.0.1:9499/", Way::Secret),
        kept("other", "http://127.0.0.1:9500/", Way::Secret),
    ];
    in_its_sandbox(&mut learner);
    learner.keys("esc o down enter");
    sees_not(&learner, "puts away");
    learner.keys("esc esc S 4 f5 esc o down enter");
    sees(&learner, "puts away what was done at the tenant that is");
}

/// A name is the learner's own affair; anything else is looked up at the opening, and that it puts something away is said before.
#[test]
fn the_open_target_by_another_name_goes_on_and_one_that_was_changed_says_what_opening_costs() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    in_its_sandbox(&mut learner);
    learner
        .keys("f5 esc o e ctrl+u")
        .types("renamed")
        .keys("f5 enter");
    sees(&learner, "renamed");
    sees(&learner, "open now");
    learner.keys("enter");
    sees_not(&learner, "Client secret");
    learner.keys("esc esc o e down down down down down");
    learner.types("read:reports").keys("f5 enter enter");
    sees(&learner, "puts away what was done at the tenant that is");
    sees(&learner, "Client secret");
}

/// Whoever has typed a secret is not asked then whether it was meant.
#[test]
fn that_a_practice_sandbox_is_put_away_is_said_before_the_secret_is_typed() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    learner.keys("S 1 f5 esc o enter");
    sees(&learner, "Opening it puts the sandbox away");
    learner.types("a-secret-0123456789").keys("enter");
    sees_not(&learner, "Going there puts the sandbox away");
    sees(&learner, "OWN 127.0.0.1:9499");
}

/// What is done at a tenant of one's own is kept nowhere, in a round as in a sandbox.
#[test]
fn a_round_at_a_tenant_of_ones_own_is_not_put_away_unasked() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    in_its_sandbox(&mut learner);
    learner.keys("esc o enter");
    sees_not(&learner, "Going there puts away");
    learner.keys("f5 esc S 4");
    sees(&learner, "Going there puts away what was done at your own");
    learner.keys("esc o enter");
    sees_not(&learner, "Sandbox at your own tenant");
}

#[test]
fn what_to_click_is_read_from_the_list_and_what_was_typed_stays() {
    let mut learner = learner((80, 24));
    learner.keys("o enter").types("mine").keys("esc");
    learner.keys("down");
    sees(
        &learner,
        "What to click on the dashboard of Auth0, of Okta or elsewhere",
    );
    learner.keys("enter");
    snapshot(&learner, "clicks", (80, 24));
    learner.keys("esc o enter");
    sees(&learner, "mine");
}

/// Another program may have changed it since: what nobody typed here is not written over that.
#[test]
fn editing_begins_with_what_is_kept_now() {
    let mut learner = learner((100, 30));
    learner.own_targets = vec![kept("mine", "http://127.0.0.1:9499/", Way::Secret)];
    learner.keys("o e");
    sees(&learner, "an-app-of-mine");
    learner.keys("esc");
    learner.own_targets[0].client_id = "another-app-by-now".into();
    learner.keys("e");
    sees(&learner, "another-app-by-now");
    // What was typed and not kept stays, as long as nobody else changed it.
    learner.keys("down down").types("x").keys("esc e");
    sees(&learner, "another-app-by-nowx");
}
