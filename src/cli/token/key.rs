//! Reading the files that `token` names beside the secret: a private key, certificates.

use std::io;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

use crate::cli::exit::Exit;
use crate::cli::fault;
use crate::cli::print::Out;
use crate::cli::secret::LIMIT;
use crate::cli::shown;
use crate::net::Sender;
use crate::oauth::jwt::private::{Opened, PrivateKey};
use crate::oauth::text::visible_line;
use crate::store::bounded;

/// Reads the private key in `path` (`-` is stdin), and says what was mended in it.
///
/// # Errors
/// How the command ends; why has been said.
pub(in crate::cli) fn read(
    path: &Path,
    kid: Option<&str>,
    out: &mut Out,
) -> Result<PrivateKey, Exit> {
    let name = name(path);
    match bytes(path).and_then(|bytes| opened(&bytes, kid).map_err(unusable)) {
        Ok(opened) => {
            for repair in opened.repairs {
                out.say(&format!("The key in {name} was mended: {}.", repair.what()));
            }
            Ok(opened.key)
        }
        Err((why, exit)) => {
            let why = visible_line(&why);
            out.complain(&format!("Cannot use the key in {name}: {why}."));
            if shown::leaves_out(&name) {
                out.complain("If that was the key itself: it stands in your shell's history now. Make another one, and name the file that holds it.");
            }
            Err(exit)
        }
    }
}

/// Whether a private key can be read from the file `path`. Nothing that is no file is read: what a pipe gives is gone then.
///
/// # Errors
/// Why not, in words.
pub(in crate::cli) fn look(path: &Path, kid: Option<&str>) -> Result<(), String> {
    let read = bounded::file(path, LIMIT).map(Zeroizing::new);
    let bytes = read.map_err(|why| why.to_string())?;
    opened(&bytes, kid).map(drop)
}

fn opened(bytes: &[u8], kid: Option<&str>) -> Result<Opened, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| binary(bytes))?;
    PrivateKey::parse(text, kid).map_err(|bad| bad.to_string())
}

/// The sender with the certificates of `path` beside those of the system.
///
/// # Errors
/// How the command ends; why has been said.
pub(in crate::cli) fn trust(sender: Sender, path: &Path, out: &mut Out) -> Result<Sender, Exit> {
    Ok(trusted(sender, path, out)?.0)
}

/// The same, and the certificates themselves.
///
/// # Errors
/// How the command ends; why has been said.
pub(in crate::cli) fn trusted(
    sender: Sender,
    path: &Path,
    out: &mut Out,
) -> Result<(Sender, Vec<u8>), Exit> {
    let trusting = bytes(path).and_then(|bytes| {
        let trusting = sender.trusting(&bytes);
        let trusting = trusting.map_err(|error| unusable(error.to_string()))?;
        Ok((trusting, bytes.to_vec()))
    });
    trusting.map_err(|(why, exit)| {
        let name = name(path);
        out.complain(&format!("Cannot use the certificates in {name}: {why}."));
        exit
    })
}

fn name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    shown::path(path)
}

/// Why a file is of no use, and how the command ends.
type Useless = (String, Exit);

fn unusable(why: String) -> Useless {
    (why, Exit::Unreadable)
}

fn bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Useless> {
    let read = if path.as_os_str() == "-" {
        bounded::up_to(io::stdin().lock(), LIMIT + 1)
    } else {
        bounded::any(path, LIMIT + 1)
    };
    let bytes = Zeroizing::new(read.map_err(|why| (why.to_string(), fault::unreadable(&why)))?);
    if bytes.len() > LIMIT {
        return Err(unusable("it is larger than 1 MiB".to_owned()));
    }
    Ok(bytes)
}

/// What a file that is no text probably is.
fn binary(bytes: &[u8]) -> String {
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            "it is UTF-16, which PowerShell's > writes; save it as UTF-8 or ASCII"
        }
        [0x30, ..] => {
            "it is binary. If it is DER: openssl pkey -inform DER -in FILE -out key.pem; if it is PKCS #12: openssl pkcs12 -in FILE -nocerts -nodes -out key.pem"
        }
        _ => "it is no text, and a key is read from PEM or JWK",
    };
    what.to_owned()
}
