//! A session at a tenant of one's own, as it looks: home offers the lessons there, and what only practice can show says so.

use oauth_tutor::app::message::{Go, Message};
use oauth_tutor::app::own::{Own, OwnProof};
use oauth_tutor::app::own_targets::{Aim, KeptTarget, Way};
use oauth_tutor::app::tenant::TenantFacts;
use oauth_tutor::lesson::change::FlowLevel;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat};
use url::Url;

use crate::learner::{Learner, sees};
use crate::picture::picture;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

/// A tenant that names neither an API nor keys.
pub(crate) fn own() -> Own {
    let endpoint = Url::parse("http://127.0.0.1:9499/token").unwrap();
    Own {
        facts: TenantFacts {
            target: TargetName::Own,
            host: "127.0.0.1:9499".into(),
            issuer: "http://127.0.0.1:9499/".into(),
            token_endpoint: endpoint.clone(),
            jwks_uri: endpoint,
            default_audience: None,
            rules: Vec::new(),
            up: true,
            flow_security: FlowLevel::OAuth,
            organizations: Vec::new(),
            clock: 0,
            api_clock: 0,
            apis: Vec::new(),
            own_api: None,
            org: None,
        },
        has_keys: false,
        client_id: "an-app-of-mine".into(),
        proof: OwnProof::Secret(ClientSecret::new(
            "a-secret-of-a-tenant-that-is-no-practice",
        )),
        auth: AuthMethod::ClientSecretPost,
        format: BodyFormat::Form,
        audience: String::new(),
        resources: Vec::new(),
        scope: String::new(),
        kept: KeptTarget {
            name: "mine".into(),
            issuer: "http://127.0.0.1:9499/".into(),
            way: Way::Secret,
            client_id: "an-app-of-mine".into(),
            aim: Aim::default(),
        },
    }
}

fn learner((columns, rows): (u16, u16)) -> Learner {
    let mut learner = Learner::new(columns, rows);
    learner.app.at_own(own());
    learner
}

#[test]
fn home_offers_the_lessons_that_can_be_played_there() {
    for size in SIZES {
        let mut learner = learner(size);
        learner.keys("end up up up");
        let shown = picture(&learner.screen());
        insta::assert_snapshot!(format!("home-at-own-{}x{}", size.0, size.1), shown);
        learner.keys("enter");
        sees(&learner, "OWN 127.0.0.1:9499");
    }
}

#[test]
fn what_only_practice_can_show_says_so_and_leads_there() {
    for size in SIZES {
        let mut learner = learner(size);
        learner.tell(Message::Go(Go::AtOwn("first-token")));
        learner.keys("] ] ]");
        let shown = picture(&learner.screen());
        insta::assert_snapshot!(format!("practice-alone-{}x{}", size.0, size.1), shown);
        learner.keys("p");
        sees(&learner, "AUTH0 practice");
        sees(&learner, "Register an app");
    }
}
