//! What is wrong with a private key's text, where, and what to do about it. No part of a key is repeated.

use thiserror::Error;

/// Something that was mended, because the key means the same without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Line breaks written as a backslash and a letter, as JSON and environment files hold them.
    EscapedLineBreaks,
    /// Everything on one line.
    OneLine,
    /// Quotes around the whole.
    Quotes,
}

impl Repair {
    /// What was done, as a clause.
    pub fn what(self) -> &'static str {
        match self {
            Self::EscapedLineBreaks => {
                "its line breaks were written as the two characters \\n; they were read as line breaks"
            }
            Self::OneLine => {
                "the whole key stood on one line; it was read as if it had its line breaks"
            }
            Self::Quotes => "there were quotes around it; they were left out",
        }
    }
}

/// Why a text gave no private key. Each says what it is, where, and a way out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadKey {
    /// Nothing but blanks.
    #[error("it is empty")]
    Empty,
    /// No sign of a key at all.
    #[error(
        "it holds no key: neither PEM (a line that says -----BEGIN PRIVATE KEY-----) nor a JWK (JSON with a member kty)"
    )]
    NotKey,
    /// A public key.
    #[error(
        "it is a public key ({what}); only the private key that belongs to it can sign. The public one is for the server"
    )]
    Public {
        /// How that shows.
        what: &'static str,
    },
    /// A certificate.
    #[error(
        "it is a certificate, which holds a public key; give the private key that was made with it"
    )]
    Certificate,
    /// A private key under a passphrase.
    #[error(
        "the private key is encrypted. Write a copy without passphrase that only you can read: openssl pkey -in FILE -out plain.pem"
    )]
    Encrypted,
    /// A key in another program's own form.
    #[error("it is a key in {name}'s own form; convert it: {way}")]
    OtherForm {
        /// Whose.
        name: &'static str,
        /// The command.
        way: &'static str,
    },
    /// The first line is lost.
    #[error(
        "the first line is lost. Put it back in front, the same words as in the last one: -----BEGIN {label}-----"
    )]
    NoBegin {
        /// The words of the last line.
        label: String,
    },
    /// The last line is lost.
    #[error(
        "the key begins on line {line}, but its last line is lost. If nothing else is missing, add it: -----END {label}-----"
    )]
    NoEnd {
        /// Where it begins, from 1.
        line: usize,
        /// The words of the first line.
        label: String,
    },
    /// Both lines are lost, and the rest is a key.
    #[error(
        "the first and the last line are lost. Put -----BEGIN {label}----- in front and -----END {label}----- behind"
    )]
    NoLines {
        /// The words that belong there.
        label: &'static str,
    },
    /// The words of the first and last line differ.
    #[error("it begins with BEGIN {begin} and ends with END {end}; the two must say the same")]
    LabelsDiffer {
        /// Of the first.
        begin: String,
        /// Of the last.
        end: String,
    },
    /// The dashes, blanks or letters of a first or last line are wrong.
    #[error(
        "line {line} should be exactly -----BEGIN ...----- or -----END ...-----: five plain dashes on each side, one blank, no other marks"
    )]
    DamagedLine {
        /// Which, from 1.
        line: usize,
    },
    /// The words of a first line name no private key.
    #[error("it is a PEM file, but of {label}; the words to look for are PRIVATE KEY")]
    OtherLabel {
        /// What it says.
        label: String,
    },
    /// A character that base64 does not have.
    #[error(
        "line {line}, column {column}: the character {found:?} does not belong into a key. Copy the file again"
    )]
    Character {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// The character, which is none of the key's.
        found: char,
    },
    /// Three dots stand for a part that was left out.
    #[error("line {line}: the dots stand for a part that was left out. Take the whole key")]
    Abridged {
        /// From 1.
        line: usize,
    },
    /// The contents end too early.
    #[error("it is cut off: at least {missing} bytes are missing at its end. Copy the file again")]
    CutOff {
        /// How many.
        missing: usize,
    },
    /// The base64 cannot end like this.
    #[error(
        "characters are missing or doubled in it, so it cannot be decoded. Copy the file again"
    )]
    Length,
    /// The contents are no key that can be used.
    #[error(
        "the lines around it say {label}, but what stands between them is no RSA, P-256, P-384, P-521 or Ed25519 key, or it is damaged. Look at it with: openssl pkey -in FILE -noout -text"
    )]
    Contents {
        /// What the lines say.
        label: String,
    },
    /// RFC 7518 3.3 demands 2048 bits.
    #[error(
        "the RSA key has {bits} bits; RFC 7518 3.3 demands 2048 or more. Make a new one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem"
    )]
    TooShort {
        /// How many it has.
        bits: usize,
    },
    /// More than the signing library takes.
    #[error("the RSA key has {bits} bits; this program signs with 8192 at most")]
    TooLong {
        /// How many it has.
        bits: usize,
    },
    /// Begins like JSON and is none.
    #[error("it looks like a JWK, but is not JSON: line {line}, column {column}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON without a key.
    #[error("it is JSON, but no JWK: there is no member kty")]
    NotJwk,
    /// JSON that holds a PEM text.
    #[error(
        "it is JSON that holds a key in its member {member}. Write only that text into a file of its own"
    )]
    PemInside {
        /// Which member.
        member: &'static str,
    },
    /// A secret as JWK.
    #[error(
        "it is a shared secret (kty oct), not a private key; use --client-secret-file with --auth secret-jwt"
    )]
    Shared,
    /// A member of the JWK is missing or damaged.
    #[error("the JWK's member {name} is missing or damaged")]
    Member {
        /// Which.
        name: &'static str,
    },
    /// The members of the JWK do not belong together.
    #[error(
        "the members of the JWK do not belong together: the private part is another key's than the public part"
    )]
    Inconsistent,
    /// A kind of key that JWS has no use for, or this program does not know.
    #[error(
        "the JWK is of a kind that cannot be used here; RSA, EC on P-256, P-384 or P-521, and OKP with Ed25519 can"
    )]
    OtherKind,
    /// The JWK says that it is not for signing.
    #[error("the JWK says that it is not for signing (its {member}); take the one that is")]
    NotForSigning {
        /// `use` or `key_ops`.
        member: &'static str,
    },
    /// A set with several private keys, none of them chosen.
    #[error("it is a set with {count} private keys; say which with --kid")]
    Several {
        /// How many.
        count: usize,
    },
    /// No key of the set has the name.
    #[error("no private key of the set has the kid that was asked for")]
    NoSuchKid,
}
