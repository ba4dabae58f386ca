//! A reply as somebody may see it who looks over a shoulder.

use crate::oauth::json;

/// A token shorter than this is none worth hiding, and may be part of any word.
const TOKEN_AT_LEAST: usize = 12;

/// The text of a reply with the middle of its tokens left out: whoever looks over a shoulder, or at a recording, sees no more. It is cut
/// where the value stands, however the server spells its characters.
pub fn tokens(text: &str) -> String {
    let document = json::read(text);
    let members = document
        .root()
        .into_iter()
        .flat_map(|root| document.members(root));
    let tokens = members.filter(|member| member.name.ends_with("_token"));
    let raw = tokens.map(|member| document.raw(member.value));
    raw.filter(|raw| raw.len() >= TOKEN_AT_LEAST)
        .fold(text.to_owned(), |text, raw| {
            // One more for the quotation mark on either side.
            let end = raw.ceil_char_boundary(raw.len() - 5);
            let start = raw.floor_char_boundary(5);
            let (front, back) = (raw.get(..start), raw.get(end..));
            let short = format!(
                "{}...{}",
                front.unwrap_or_default(),
                back.unwrap_or_default()
            );
            text.replace(raw, &short)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_masked_however_its_characters_are_spelled() {
        for body in [
            r#"{"access_token":"SECRETabcdefghijklmnopqrstuvwxyzTAIL","token_type":"Bearer"}"#,
            r#"{"access_token":"SECRETab\/cdefghijklmnopqrstuvwxyzTAIL"}"#,
            r#"{"access_token":"SECRETab\u002bcdefghijklmnopqrstuvwxyzTAIL"}"#,
        ] {
            let shown = tokens(body);
            assert!(shown.contains(r#""access_token":"SECR...TAIL""#), "{shown}");
        }
    }
}
