//! What is said of a tenant that was just kept: what its metadata say, and what has to be clicked there.

use anyhow::Context as _;
use url::Url;

use crate::app::own_targets::Looks;
use crate::cli::print::Out;
use crate::cli::style::Style;
use crate::cli::token::endpoint::{self, Found};

use crate::net::{Limits, Sender};
use crate::oauth::text::visible_line;

/// What its metadata says, whose tenant it looks like, and what has to be clicked there.
pub(super) fn about(
    (issuer, is_whole): (&str, bool),
    sender: &Sender,
    (style, out): (Style, &mut Out),
) -> anyhow::Result<()> {
    // It was an address when it was kept.
    let Ok(url) = Url::parse(issuer) else {
        return Ok(());
    };
    let host = url.host_str().unwrap_or_default();
    out.say(&visible_line(&format!("Asking {host} for its metadata.")));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let asked = endpoint::find(issuer, &url, sender, Limits::default());
    let found = runtime.block_on(asked);
    runtime.shutdown_background();
    match found {
        Ok(found) => out.say(&style.linked(said(&found, is_whole))),
        Err(why) => out.complain(&visible_line(&format!(
            "Nothing was learned of it: {why}. The target is kept all the same."
        ))),
    }
    Ok(())
}

fn said(found: &Found, is_whole: bool) -> String {
    let vendor = Looks::of(&found.endpoint);
    let looks = match vendor {
        Looks::Auth0 => "Its token endpoint is Auth0's by its path.",
        Looks::OktaOrg => "Its token endpoint is that of Okta's org server by its path.",
        Looks::Okta => {
            "Its token endpoint is that of a custom authorization server of Okta by its path."
        }
        Looks::Other => "Its token endpoint is of no vendor that is known here by its path.",
    };
    let methods = found.methods.as_ref().map_or_else(
        || "It lists no methods, so Basic is meant (RFC 8414 2).".to_owned(),
        |methods| format!("A client may prove who it is by {}.", methods.join(", ")),
    );
    let found = format!(
        "Token endpoint {}.\n{}\n{looks}",
        visible_line(&found.text),
        visible_line(&methods),
    );
    // Whoever has named it all has been at the dashboard.
    let list = if is_whole {
        vendor.clicks().differs()
    } else {
        vendor.clicks().text()
    };
    if list.is_empty() {
        return found;
    }
    format!("{found}\n\n{list}")
}
