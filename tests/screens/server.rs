//! The practice servers in hand, at the full screen: pictures, and what its keys do.

use oauth_tutor::app::Page;
use oauth_tutor::app::effect::{Effect, Wish};
use oauth_tutor::app::message::{Go, Message, World};
use oauth_tutor::app::standing::{Rule, Standing, Whose};
use oauth_tutor::lesson::change::FaultKind;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::journal::{Check, Door, Entry, Outcome};

use crate::learner::{Learner, NOW, sees, sees_not};
use crate::picture::picture;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

/// What another program asked, and how it was refused.
fn knocked(id: &str) -> Message {
    let check = |id, what: &str, outcome| Check {
        id,
        what: what.into(),
        outcome,
        source: "RFC 6749 5.2",
        at_us: 120,
        emulated: false,
    };
    Message::World(World::Heard {
        target: TargetName::Auth0,
        whose: Whose::Others,
        entry: Box::new(Entry {
            id: id.into(),
            at: NOW.seconds(),
            door: Door::Token,
            request_line: "POST /oauth/token".into(),
            received: vec![("client_id".into(), "stranger".into())],
            checks: vec![
                check("method", "POST", Outcome::Passed),
                check("client", "no app has this id", Outcome::Failed),
            ],
            status: 401,
            answered: "access_denied".into(),
            took_us: 340,
        }),
    })
}

/// The tenant as it stands with a rule and with its plug pulled.
fn changed(learner: &mut Learner) {
    let found = learner.app.hand.standing(TargetName::Auth0).unwrap();
    let rule = Rule::Claim("https://tutor.example/shift".into(), "\"night\"".into());
    let standing = Standing {
        up: false,
        rules: vec![rule],
        made: vec![
            Wish::RuleClaim("https://tutor.example/shift".into(), "night".into()),
            Wish::Up(false),
        ],
        ..found.clone()
    };
    let told = World::Standing(TargetName::Auth0, Box::new(standing));
    learner.tell(Message::World(told));
}

#[track_caller]
fn pictures(name: &str, act: impl Fn(&mut Learner)) {
    for (columns, rows) in SIZES {
        let mut learner = Learner::new(columns, rows);
        learner.keys("s");
        act(&mut learner);
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[test]
fn the_page_before_anything_was_heard_or_changed() {
    pictures("server", |_| {});
}

#[test]
fn what_was_changed_is_marked() {
    pictures("server-changed", |learner| {
        changed(learner);
        learner.keys("tab");
    });
}

#[test]
fn what_was_changed_and_is_as_it_was_has_no_mark() {
    let mut learner = Learner::new(100, 30);
    learner.keys("s");
    let found = learner.app.hand.standing(TargetName::Auth0).unwrap();
    let chosen = Wish::DefaultAudience(Some("https://api.reports.example".into()));
    for (made, is_marked) in [
        (vec![chosen.clone()], true),
        (vec![chosen, Wish::DefaultAudience(None)], false),
    ] {
        let standing = Standing {
            made,
            ..found.clone()
        };
        let told = World::Standing(TargetName::Auth0, Box::new(standing));
        let mut learner = Learner::new(100, 30);
        learner.keys("s").tell(Message::World(told));
        assert_eq!(learner.sees("! default API"), is_marked);
        assert_eq!(learner.sees("! no API named"), is_marked);
    }
}

#[test]
fn what_was_heard_with_its_checks() {
    pictures("server-heard", |learner| {
        learner.tell(knocked("one")).tell(knocked("two"));
        learner.keys("tab tab");
    });
}

#[test]
fn the_selected_request_stays_selected_while_others_come() {
    let mut learner = Learner::new(100, 30);
    learner.keys("s").tell(knocked("one")).tell(knocked("two"));
    learner.keys("tab tab down");
    let selected = |learner: &Learner| {
        let text = learner.text();
        let at = text.lines().position(|line| line.contains("▸ 11:00:00"));
        at.unwrap_or_else(|| panic!("no request is selected on\n{text}"))
    };
    let before = selected(&learner);
    learner.tell(knocked("three"));
    // Two rows a request: the selected one went down with the others.
    assert_eq!(selected(&learner), before + 2);
    learner.keys("up");
    assert_eq!(selected(&learner), before);
}

#[test]
fn the_whole_record_can_be_read_on_the_smallest_screen() {
    let mut learner = Learner::new(60, 16);
    for id in ["one", "two", "three", "four"] {
        learner.keys("s").tell(knocked(id));
    }
    learner.keys("tab tab");
    assert!(!learner.sees("after 340 µs"), "{}", learner.text());
    learner.keys("pgdn pgdn pgdn");
    assert!(learner.sees("after 340 µs"), "{}", learner.text());
    learner.keys("pgup pgup pgup");
    assert!(learner.sees("Arrived"), "{}", learner.text());
}

#[test]
fn the_tenant_turns_and_the_top_line_says_which() {
    let mut learner = Learner::new(100, 30);
    learner.keys("s t");
    assert!(learner.sees("OKTA practice 127.0.0.1:9402"));
    assert!(!learner.sees("default API"), "{}", learner.text());
    learner.keys("esc");
    assert!(learner.sees("AUTH0 practice"), "{}", learner.text());
}

#[test]
fn it_is_found_among_the_tools_and_in_the_palette() {
    let mut learner = Learner::new(100, 30);
    learner.keys("end enter");
    assert!(learner.sees("How it stands"), "{}", learner.text());
    learner.keys("esc :").types("practice serv").keys("enter");
    assert!(learner.sees("How it stands"), "{}", learner.text());
}

#[test]
fn nothing_wakes_it_while_nobody_asks() {
    let mut learner = Learner::new(100, 30);
    learner.keys("s").tell(knocked("one")).waits(10_000);
    assert_eq!((learner.next_wake(), learner.app.next_wake()), (None, None));
}

#[test]
fn it_opens_over_a_work_screen_and_leads_back_to_where_that_was() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 pgdn pgdn pgdn pgdn down");
    let before = learner.text();
    assert!(learner.sees("Do 1/5"), "{before}");
    learner.keys("W");
    assert!(learner.sees("The practice servers"), "{}", learner.text());
    assert!(learner.sees("Esc back"), "{}", learner.text());
    // Another server, and something looked up on the way.
    learner.keys("t / esc esc esc");
    assert_eq!(learner.text(), before);
    // From home it leads home.
    learner.keys("q s esc");
    assert!(learner.sees("Lessons"), "{}", learner.text());
}

#[test]
fn what_was_done_keeps_its_row_so_that_a_second_enter_does_nothing_else() {
    let mut learner = Learner::new(100, 30);
    learner.keys("s");
    let stands = |learner: &mut Learner, fault| {
        let found = learner.app.hand.standing(TargetName::Auth0).unwrap();
        let standing = Standing {
            fault,
            ..found.clone()
        };
        let told = World::Standing(TargetName::Auth0, Box::new(standing));
        learner.tell(Message::World(told));
    };
    stands(&mut learner, FaultKind::Broken);
    learner.keys("end up");
    sees(&learner, "▸   End the fault");
    // It is ended: the row of the plug does not slide under the cursor.
    stands(&mut learner, FaultKind::None);
    sees(&learner, "▸   End the fault");
    learner.keys("enter");
    sees(&learner, "That cannot be changed at this tenant now.");
    assert!(learner.app.hand.standing(TargetName::Auth0).unwrap().up);
    // Where the cursor goes on, the row is gone, and what is on is on.
    learner.keys("down");
    sees(&learner, "▸   Unplug the authorization server");
    sees_not(&learner, "End the fault");
}

#[test]
fn where_nothing_is_drawn_no_key_does_anything_but_leave() {
    let mut learner = Learner::new(40, 10);
    learner.keys("s");
    sees(&learner, "Too small");
    assert_eq!(learner.app.page, Page::Home);
    learner.keys("down enter f5 q");
    assert_eq!(learner.app.page, Page::Home);
    assert!(learner.app.player.is_none() && !learner.app.leaving);
    learner.keys("ctrl+c");
    assert!(learner.interrupted);
}

#[test]
fn only_a_reply_of_this_tenant_that_can_be_checked_is_worth_a_paste() {
    let offers = |target, door, status| {
        let mut learner = Learner::new(100, 30);
        let Message::World(World::Heard { entry, .. }) = knocked("one") else {
            unreachable!()
        };
        let entry = Box::new(Entry {
            door,
            status,
            ..*entry
        });
        let visits = Message::World(World::Visitor(target, entry));
        learner.tell(visits).keys("c");
        learner.text().contains("Paste what it printed")
    };
    for status in [200, 400, 401, 403] {
        assert!(offers(TargetName::Auth0, Door::Token, status), "{status}");
    }
    for status in [405, 413, 429, 500] {
        assert!(!offers(TargetName::Auth0, Door::Token, status), "{status}");
    }
    assert!(!offers(TargetName::Okta, Door::Token, 200));
    assert!(!offers(TargetName::Auth0, Door::Api, 401));
}

#[test]
fn a_server_that_was_asked_how_it_stands_is_awaited_until_it_says_so_with_its_key() {
    let mut learner = Learner::new(100, 30);
    let target = TargetName::Auth0;
    let effects = learner.app.update(NOW, Message::Go(Go::Server));
    assert!(matches!(effects[..], [Effect::Look(_)]), "{effects:?}");
    assert!(learner.app.hand.is_awaited(target));
    let mut learner = Learner::new(100, 30);
    learner.keys("s");
    assert!(!learner.app.hand.is_awaited(target));
    let keyless = Standing {
        keys: Vec::new(),
        ..learner.app.hand.standing(target).unwrap().clone()
    };
    learner.tell(Message::World(World::Standing(target, Box::new(keyless))));
    assert!(learner.app.hand.is_awaited(target));
}
