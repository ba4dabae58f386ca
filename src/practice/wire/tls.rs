//! https for a practice tenant: a certificate made at start, signed by an authority that was made for nothing else and whose key is gone at
//! once.

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::oauth::time::UnixTime;
use crate::practice::KeyFault;

/// What a tenant needs to speak https. Clones share it.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    authority: Arc<str>,
}

/// A certificate lives for so long: a day back for clocks that differ, a quarter year ahead.
const BACK: i64 = 86_400;
const AHEAD: i64 = 90 * 86_400;

impl Tls {
    /// A certificate for `localhost`, the loopback addresses and these names.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub fn generate(names: &[String], now: UnixTime) -> Result<Self, KeyFault> {
        let fault = |error: rcgen::Error| KeyFault::Certificate(error.to_string());
        let key = || KeyPair::generate().map_err(fault);
        let mut authority = CertificateParams::new(Vec::new()).map_err(fault)?;
        dated(&mut authority, "oauth-tutor practice authority", now);
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority = CertifiedIssuer::self_signed(authority, key()?).map_err(fault)?;
        let usual = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let names: Vec<_> = usual.into_iter().chain(names.iter().cloned()).collect();
        let mut own = CertificateParams::new(names).map_err(fault)?;
        dated(&mut own, "localhost", now);
        // RFC 5280 4.2.1.1 and 4.2.1.12; strict clients (Python 3.13) insist on both.
        own.use_authority_key_identifier_extension = true;
        own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let own_key = key()?;
        let signed = own.signed_by(&own_key, &authority).map_err(fault)?;
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own_key.serialize_der()));
        let unusable = |error: rustls::Error| KeyFault::Certificate(error.to_string());
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unusable)?
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], private);
        let mut config = config.map_err(unusable)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority: authority.pem().into(),
        })
    }

    /// The certificate of the authority, in PEM, for clients to trust.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Shakes hands.
    pub(in crate::practice) async fn accept(
        &self,
        stream: TcpStream,
    ) -> io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await
    }
}

fn dated(params: &mut CertificateParams, name: &str, now: UnixTime) {
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let (year, month, day) = date(UnixTime(now.0.saturating_sub(BACK)));
    params.not_before = rcgen::date_time_ymd(year, month, day);
    let (year, month, day) = date(UnixTime(now.0.saturating_add(AHEAD)));
    params.not_after = rcgen::date_time_ymd(year, month, day);
}

/// Year, month and day; those of 1970 where no calendar has the date.
fn date(at: UnixTime) -> (i32, u8, u8) {
    let text = at.rfc3339().unwrap_or_default();
    let mut parts = text.split(['-', 'T']);
    let mut part = |usual: i32| parts.next().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (year, month, day): (i32, i32, i32) = (part(1970), part(1), part(1));
    (
        year,
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}
