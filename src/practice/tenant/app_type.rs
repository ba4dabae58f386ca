//! The types of apps, as a dashboard offers them, and what follows from each.

/// The application types of Auth0's dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppType {
    /// A program without a user: made for the Client Credentials grant.
    MachineToMachine,
    /// A mobile or desktop app: a public client, no secret (RFC 6749 2.1).
    Native,
    /// A page in a browser: a public client, no secret.
    SinglePage,
    /// A web application on a server, with users: has a secret, signs people in with the authorization code grant.
    RegularWeb,
}

impl AppType {
    /// True where the app can keep a secret (RFC 6749 2.1, confidential).
    pub fn is_confidential(self) -> bool {
        match self {
            Self::MachineToMachine | Self::RegularWeb => true,
            Self::Native | Self::SinglePage => false,
        }
    }

    /// True where the type has this grant enabled.
    pub(in crate::practice) fn has_grant(self, grant_type: &str) -> bool {
        match self {
            // Auth0 gives both confidential types this grant by default; a regular web app just rarely needs it.
            Self::MachineToMachine | Self::RegularWeb => grant_type == "client_credentials",
            // A public client may not use it (RFC 6749 4.4), and its own grants need a user, of whom there is none here.
            Self::Native | Self::SinglePage => false,
        }
    }

    /// The grants that the type has, beside Client Credentials.
    pub(in crate::practice) fn user_grants(self) -> &'static [&'static str] {
        match self {
            Self::MachineToMachine => &[],
            Self::Native | Self::SinglePage | Self::RegularWeb => &["authorization_code"],
        }
    }

    /// What the dashboard calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::MachineToMachine => "Machine to Machine",
            Self::Native => "Native",
            Self::SinglePage => "Single Page Web Application",
            Self::RegularWeb => "Regular Web Application",
        }
    }
}
