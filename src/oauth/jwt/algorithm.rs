//! The signature algorithms of RFC 7518 3.1 and RFC 8037, by name and by the kind of key that each needs.

/// A signature algorithm that this program can check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA, PKCS #1 v1.5 padding, with this hash.
    Rs(Hash),
    /// RSA, PSS padding, with this hash.
    Ps(Hash),
    /// ECDSA on the curve that belongs to this hash (RFC 7518 3.4).
    Es(Hash),
    /// Ed25519, spelled `EdDSA` (RFC 8037) or `Ed25519` (RFC 9864).
    Ed25519,
    /// HMAC with this hash: a shared secret, no public key.
    Hs(Hash),
}

/// SHA-2 by its length in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    fn from_digits(digits: &str) -> Option<Self> {
        match digits {
            "256" => Some(Self::Sha256),
            "384" => Some(Self::Sha384),
            "512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

impl Algorithm {
    /// The algorithm of this name. Names are case-sensitive (RFC 7515 4.1.1), so `rs256` is none.
    pub fn from_name(name: &str) -> Option<Self> {
        if matches!(name, "EdDSA" | "Ed25519") {
            return Some(Self::Ed25519);
        }
        let (family, digits) = name.split_at_checked(2)?;
        let hash = Hash::from_digits(digits)?;
        match family {
            "RS" => Some(Self::Rs(hash)),
            "PS" => Some(Self::Ps(hash)),
            "ES" => Some(Self::Es(hash)),
            "HS" => Some(Self::Hs(hash)),
            _ => None,
        }
    }

    /// The name in a header (RFC 7518 3.1, RFC 8037 3.1). Where a user or a key spells it otherwise, see [`Spelled`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs(Hash::Sha256) => "RS256",
            Self::Rs(Hash::Sha384) => "RS384",
            Self::Rs(Hash::Sha512) => "RS512",
            Self::Ps(Hash::Sha256) => "PS256",
            Self::Ps(Hash::Sha384) => "PS384",
            Self::Ps(Hash::Sha512) => "PS512",
            Self::Es(Hash::Sha256) => "ES256",
            Self::Es(Hash::Sha384) => "ES384",
            Self::Es(Hash::Sha512) => "ES512",
            Self::Ed25519 => "EdDSA",
            Self::Hs(Hash::Sha256) => "HS256",
            Self::Hs(Hash::Sha384) => "HS384",
            Self::Hs(Hash::Sha512) => "HS512",
        }
    }

    /// True where the same secret signs and checks.
    pub fn is_symmetric(self) -> bool {
        matches!(self, Self::Hs(_))
    }
}

/// An algorithm as somebody wrote it: a server may know Ed25519 by one of its two names only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelled {
    algorithm: Algorithm,
    name: &'static str,
}

impl Spelled {
    /// The algorithm of this name, and the name.
    pub fn from_name(name: &str) -> Option<Self> {
        let algorithm = Algorithm::from_name(name)?;
        let name = if name == "Ed25519" {
            "Ed25519"
        } else {
            algorithm.name()
        };
        Some(Self { algorithm, name })
    }

    /// The algorithm.
    pub fn algorithm(self) -> Algorithm {
        self.algorithm
    }

    /// The name as it was written.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl From<Algorithm> for Spelled {
    fn from(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            name: algorithm.name(),
        }
    }
}
