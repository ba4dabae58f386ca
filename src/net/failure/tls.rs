//! What the TLS library says, in words: its own names say something to those who wrote it.

use rustls::{AlertDescription, CertificateError, Error};

/// The words for a fault of the secure channel.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(why) => certificate(why),
        Error::AlertReceived(alert) => alert_words(*alert),
        Error::InvalidMessage(_) | Error::InappropriateMessage { .. } => {
            "what answers there does not speak TLS; it may be plain http".to_owned()
        }
        Error::PeerIncompatible(_) => {
            "the server and this program have no version or cipher of TLS in common; this one speaks TLS 1.2 and 1.3".to_owned()
        }
        Error::NoCertificatesPresented => "the server shows no certificate".to_owned(),
        // Nothing of this kind has a name of its own.
        Error::General(said) if said.contains("No CA certificates") => {
            "this machine has no certificates to tell servers by (SSL_CERT_FILE and SSL_CERT_DIR name some)".to_owned()
        }
        Error::FailedToGetCurrentTime => "this machine's clock cannot be used".to_owned(),
        other => format!("the TLS library says: {other}"),
    }
}

fn certificate(why: &CertificateError) -> String {
    let words = match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired, or this machine's clock is ahead"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet, or this machine's clock is behind"
        }
        CertificateError::UnknownIssuer => {
            "the server's certificate is from an authority that this machine does not know"
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            let names: Vec<_> = presented.iter().map(|name| quoted(name)).collect();
            return format!("{OTHER_NAME}: it is for {}", names.join(", "));
        }
        CertificateError::NotValidForName => OTHER_NAME,
        CertificateError::Revoked => "the server's certificate was revoked",
        CertificateError::BadSignature => "the signature of the server's certificate is wrong",
        CertificateError::BadEncoding => "the server's certificate cannot be read",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "the server's certificate is not for servers"
        }
        other => return other_words(&other.to_string()),
    };
    words.to_owned()
}

const OTHER_NAME: &str = "the server's certificate is for another name than the one that was asked";

/// The library prints the names of a certificate with its own name for their kind: `DnsName("a.example")`.
fn quoted(name: &str) -> &str {
    let inner = name
        .split_once('"')
        .and_then(|(_, rest)| rest.rsplit_once('"'));
    inner.map_or(name, |(inner, _)| inner)
}

fn other_words(said: &str) -> String {
    // What `openssl req -x509` makes; OpenSSL takes it when it is named as an authority, this library does not.
    if said.contains("CaUsedAsEndEntity") {
        return "the server shows a certificate that is an authority's (CA:TRUE); a server's own has CA:FALSE".to_owned();
    }
    "the server's certificate does not pass the TLS library's check".to_owned()
}

fn alert_words(alert: AlertDescription) -> String {
    let words = match alert {
        AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion => {
            "the server ended the handshake: it has no version or cipher of TLS in common with this program"
        }
        AlertDescription::UnrecognisedName => "the server knows no site of that name",
        AlertDescription::CertificateRequired | AlertDescription::BadCertificate => {
            "the server wants a certificate of the client (mutual TLS), which this program does not have"
        }
        _ => "the server ended the handshake",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_the_library_is_shown() {
        let name = || Error::InvalidCertificate(CertificateError::UnknownIssuer);
        for error in [
            name(),
            Error::InvalidCertificate(CertificateError::Expired),
            Error::InvalidCertificate(CertificateError::NotValidForName),
            Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure),
            Error::AlertReceived(AlertDescription::HandshakeFailure),
            Error::AlertReceived(AlertDescription::InternalError),
            Error::NoCertificatesPresented,
            Error::General("No CA certificates were loaded from the system".into()),
        ] {
            let words = words(&error);
            assert!(!words.contains(['{', '"']), "{words}");
            let names = ["Error", "Unknown", "Failure", "NotValid"];
            assert!(!names.iter().any(|name| words.contains(name)), "{words}");
        }
        assert!(words(&name()).contains("does not know"));
        assert_eq!(quoted("DnsName(\"a.example\")"), "a.example");
    }
}
