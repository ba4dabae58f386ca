//! The menus of a flow.

use super::{Ask, Entry, Menu, Sub, Then};
use crate::app::message::{FlowPlay, Message, Play};
use crate::app::player::Player;
use crate::flow::Place;
use crate::oauth::names::ClientSecret;

fn flow(play: FlowPlay) -> Message {
    Message::Play(Play::Flow(play))
}

/// The step itself.
pub(super) fn step(player: &Player, menu: &mut Menu) {
    menu.tell("run the next card", flow(FlowPlay::RunCard));
    menu.tell("run the flow to its end", flow(FlowPlay::RunToEnd));
    let drops = player
        .flow()
        .is_some_and(|desk| desk.session.is_at_start() && desk.session.keeps());
    let back = if drops {
        "drop the token that is kept"
    } else {
        "back to the start of the flow"
    };
    menu.tell(back, flow(FlowPlay::Rewind));
    if player.flow().is_some() {
        menu.open("fill a port", Sub::Fields);
    }
    if player.can_lay_in() && !player.is_tested() {
        menu.tell(
            "lay the solution into the flow, not run",
            Message::Play(Play::LayIn),
        );
    }
}

/// Every port that takes a value, to be typed into, and what can be dropped into those that are empty.
pub(super) fn ports(player: &Player) -> Menu {
    let mut menu = Menu::new("Fill which port?", Sub::Fields);
    let Some(desk) = player.flow() else {
        menu.back();
        return menu;
    };
    let all = &desk.session.flow;
    for (at, card) in all.cards.iter().enumerate() {
        for input in &card.inputs {
            let place = Place {
                card: card.id.clone(),
                port: input.port.clone(),
            };
            let spelled = place.spelled();
            let to = place.clone();
            menu.ask(
                format!("type into {spelled}"),
                Ask {
                    prompt: "Type the value. An empty line empties the port.",
                    entry: Entry::Line,
                    message: Box::new(move |text| {
                        flow(FlowPlay::Edit(to.clone(), ClientSecret::new(text)))
                    }),
                },
            );
            if !desk.session.put_in(card, input).is_empty() || input.from.is_some() {
                continue;
            }
            for from in all.offers(at) {
                let label = format!("drop {} into {spelled}", from.spelled());
                let then = Then::Tell(flow(FlowPlay::Connect(from, place.clone())));
                menu.add(label, then, Sub::Fields);
            }
        }
    }
    menu.back();
    menu
}
