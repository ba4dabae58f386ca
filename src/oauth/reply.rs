//! The reply as a value: what came back, how long it took, or which layer failed before OAuth was reached.

use thiserror::Error;

pub mod echo;
pub mod given;
pub mod veil;

/// An HTTP reply as received. Nothing is decoded, followed or rewritten.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status code, 100 to 599.
    pub status: u16,
    /// The reason phrase of the status line; empty when the server sent none.
    pub reason: String,
    /// Header names as spelled by the sender where known, and values, in order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, at most the size limit of the sender.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of this name, compared without case (RFC 9110 5.1).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text, damaged bytes replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The body may hold a token, so a debug print gives its size only.
        write!(
            f,
            "Reply({} {}, {} bytes)",
            self.status,
            self.reason,
            self.body.len()
        )
    }
}

/// Where the time of one exchange went, in microseconds from the start of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Timing {
    /// Until the reply's header block had been read.
    pub headers_us: u64,
    /// Until the last byte of the body had been read.
    pub total_us: u64,
}

/// One request and what became of it on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What came back, with what nobody may see hidden.
    pub reply: Reply,
    /// What came back to the byte, where something of it is hidden above.
    pub came: Option<Box<Reply>>,
    /// How long it took.
    pub timing: Timing,
    /// The proxy that the request went through, if any, for the learner to see.
    pub proxy: Option<String>,
}

impl Answer {
    /// What came back to the byte: to compare, and not to show.
    pub fn to_the_byte(&self) -> &Reply {
        self.came.as_deref().unwrap_or(&self.reply)
    }
}

/// Why no reply was received: the layer that failed, before OAuth was reached.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// The host name has no address.
    #[error("the name {host} has no address")]
    Name {
        /// The host as written in the URL.
        host: String,
    },
    /// Nobody accepts connections there.
    #[error("no connection to {host}: {why}")]
    Connect {
        /// Host and port.
        host: String,
        /// The operating system's words.
        why: String,
    },
    /// The proxy, through which everything goes by the environment or the system, was not reached or let nothing through.
    #[error("no connection through the proxy {proxy}: {why}")]
    Proxy {
        /// Its address, without its password.
        proxy: String,
        /// The operating system's words.
        why: String,
    },
    /// The secure channel could not be made.
    #[error("no secure channel to {host}: {why}")]
    Tls {
        /// Host and port.
        host: String,
        /// The TLS library's words.
        why: String,
    },
    /// The server did not finish in time.
    #[error("no whole reply within {seconds} s")]
    TimedOut {
        /// The limit, in seconds.
        seconds: u64,
    },
    /// The reply is larger than the limit.
    #[error("the reply is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The other side does not speak HTTP, or stopped in the middle.
    #[error("that is no HTTP reply, or not all of one: {why}")]
    NotHttp {
        /// The HTTP library's words.
        why: String,
    },
    /// Whoever asked stopped waiting.
    #[error("you stopped waiting for the answer")]
    GivenUp,
    /// Plain http to something that is not this machine: refused before anything was sent.
    #[error("plain http to {host} would show the secret to everyone on the way")]
    PlainHttp {
        /// Host and port.
        host: String,
    },
    /// This machine lets the program open nothing more: no fault of the other side's.
    #[error("this program may open no more connections: {why}")]
    Exhausted {
        /// The operating system's words.
        why: String,
    },
    /// The request itself cannot be put on the wire (a line break in a header, say).
    #[error("the request cannot be written as HTTP: {why}")]
    Unsendable {
        /// What is wrong with it.
        why: String,
    },
}

impl SendError {
    /// How far it came, in words that a sentence can begin with.
    pub fn how_far(&self) -> &'static str {
        match self {
            // How far it had come by then, nobody knows.
            Self::GivenUp => "The request may have gone out",
            _ if self.went_out() => "No whole reply came",
            _ => "You never reached OAuth",
        }
    }

    /// The layer that failed, in a word of lesson files.
    pub fn layer(&self) -> &'static str {
        match self {
            Self::Name { .. } => "name",
            Self::Connect { .. } => "connect",
            Self::Proxy { .. } => "proxy",
            Self::Tls { .. } => "tls",
            Self::TimedOut { .. } => "time",
            Self::NotHttp { .. } | Self::TooLarge { .. } => "http",
            Self::GivenUp => "given-up",
            Self::PlainHttp { .. } | Self::Exhausted { .. } | Self::Unsendable { .. } => {
                "refused-here"
            }
        }
    }

    /// True where the request had gone out, or may have, so that somebody may have dealt with it, and no whole reply came back.
    pub fn went_out(&self) -> bool {
        match self {
            Self::TimedOut { .. }
            | Self::NotHttp { .. }
            | Self::TooLarge { .. }
            | Self::GivenUp => true,
            Self::Name { .. }
            | Self::Connect { .. }
            | Self::Proxy { .. }
            | Self::Tls { .. }
            | Self::PlainHttp { .. }
            | Self::Exhausted { .. }
            | Self::Unsendable { .. } => false,
        }
    }
}
