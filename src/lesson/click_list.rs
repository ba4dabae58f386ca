//! What is clicked on a vendor's dashboard, and into which field of a target each value goes: `assets/targets/*.md`.

/// Whose dashboard it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClickList {
    /// Auth0's.
    Auth0,
    /// That of Okta, for a custom authorization server.
    Okta,
    /// The same, for the authorization server of an organization itself.
    OktaOrg,
    /// Anybody else's.
    Other,
}

/// What the second part of a list begins with.
const DIFFERS: &str = "What may differ from practice:";

impl ClickList {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Auth0, Self::Okta, Self::OktaOrg, Self::Other];

    /// Whose it is.
    pub fn whose(self) -> &'static str {
        match self {
            Self::Auth0 => "Auth0",
            Self::Okta => "Okta, a custom server",
            Self::OktaOrg => "Okta, the org server",
            Self::Other => "any other server",
        }
    }

    /// What is clicked, and what may differ from practice.
    pub fn text(self) -> &'static str {
        let text = match self {
            Self::Auth0 => include_str!("../../assets/targets/auth0.md"),
            Self::Okta => include_str!("../../assets/targets/okta.md"),
            Self::OktaOrg => include_str!("../../assets/targets/okta-org.md"),
            Self::Other => include_str!("../../assets/targets/other.md"),
        };
        text.trim_end()
    }

    /// What may differ from practice; nothing where that is not known.
    pub fn differs(self) -> &'static str {
        let text = self.text();
        text.find(DIFFERS)
            .and_then(|at| text.get(at..))
            .unwrap_or_default()
    }

    /// The same in parts: a label, and its words. What a line says in the one below it belongs to it.
    pub fn parts(self) -> Vec<(String, String)> {
        let mut parts: Vec<(String, String)> = Vec::new();
        for line in self.text().lines() {
            let words = line.trim_start();
            let is_more = line.starts_with("     ");
            let label = words.split(' ').next().unwrap_or_default();
            let is_item = line.starts_with("  ") && (label == "-" || label.ends_with('.'));
            match parts.last_mut() {
                Some((_, before)) if is_more => {
                    before.push(' ');
                    before.push_str(words);
                }
                _ if is_item => {
                    let words = words.strip_prefix(label).unwrap_or_default();
                    parts.push((label.to_owned(), words.trim_start().to_owned()));
                }
                _ => parts.push((String::new(), words.to_owned())),
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::ClickList;

    #[test]
    fn every_list_says_where_its_values_go_and_reads_whole_in_parts() {
        for list in ClickList::ALL {
            let text = list.text();
            assert!(text.contains("Issuer (--issuer)"), "{text}");
            assert!(text.contains("Client id"), "{text}");
            let parts = list.parts();
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
            let joined: Vec<String> = parts
                .iter()
                .flat_map(|(label, said)| words(&format!("{label} {said}")) as Vec<String>)
                .collect();
            let whole: Vec<String> = words(text);
            assert_eq!(joined, whole);
            assert!(parts.iter().any(|(label, _)| label == "3."), "{parts:?}");
        }
    }
}
