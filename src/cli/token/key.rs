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
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::text::visible_line;
use crate::shell::key_file;
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
    match bytes(path).and_then(|bytes| key_file::opened(&bytes, kid).map_err(unusable)) {
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
