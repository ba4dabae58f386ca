//! A script that makes the exchange again with curl, for bash or for PowerShell. What is secret is asked for without echo, unless the
//! variable is set already.

use std::fmt::Write as _;

use crate::oauth::export::{Exchange, given, id, title};
use crate::oauth::wire::slot::Slot;
use crate::oauth::wire::{Secrets, View, WireRequest, power_shell_word};

/// Encodes as RFC 6749 2.3.1 wants id and secret inside Basic, byte by byte.
const ENCODE: &str = r#"encode() {
  local LC_ALL=C text=$1 byte
  while [[ -n $text ]]; do
    byte=${text:0:1} text=${text:1}
    case $byte in
      [a-zA-Z0-9.*_-]) printf %s "$byte" ;;
      ' ') printf + ;;
      *) printf '%%%02X' "$(($(printf %d "'$byte") & 255))" ;;
    esac
  done
}
"#;

/// The inside of a JSON text, for values that hold no control characters.
const JSON: &str = r#"json() { local text=${1//\\/\\\\}; printf %s "${text//\"/\\\"}"; }
"#;

/// For bash.
pub(super) fn bash(exchange: &Exchange<'_>) -> String {
    let mut text = format!(
        "#!/usr/bin/env bash\n# {}\n# No secret stands in here. Each is asked for, unless its variable is set.\nset -euo pipefail\n\n{}",
        title(exchange),
        prepared(exchange)
    );
    let _ = write!(
        text,
        "\n# Values come through pipes of the shell, so that no list of processes shows them.\nreply=$({})\nprintf '%s\\n' \"$reply\"\n",
        piped(exchange.request)
    );
    if let Some((call, _)) = exchange.call {
        text.push_str("\nACCESS_TOKEN=$(sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p' <<<\"$reply\")\n");
        text.push_str("[[ -n $ACCESS_TOKEN ]] || exit 1\n");
        let _ = writeln!(text, "{}", piped(call));
    }
    text
}

/// The token request alone, to be pasted into a bash that somebody sits at. In brackets the shell reads all of it before it runs any,
/// so that no line is taken for the secret that the one before asks for; and no variable outlives it.
pub(super) fn paste(exchange: &Exchange<'_>) -> String {
    format!("(\n{}{}\n)\n", prepared(exchange), piped(exchange.request))
}

/// What asks for the variables of a request, and makes of them what stands in it.
fn prepared(exchange: &Exchange<'_>) -> String {
    let request = exchange.request;
    let mut text = String::new();
    for slot in given(request) {
        let variable = slot.variable();
        let _ = match slot {
            Slot::ClientId if !id(exchange).is_empty() => {
                let id = id(exchange).replace('\'', r"'\''");
                writeln!(text, "[[ -n ${{{variable}:-}} ]] || {variable}='{id}'")
            }
            Slot::ClientId => writeln!(
                text,
                "[[ -n ${{{variable}:-}} ]] || read -rp 'Client id: ' {variable}"
            ),
            _ => writeln!(
                text,
                "[[ -n ${{{variable}:-}} ]] || {{ IFS= read -rsp '{}: ' {variable}; echo >&2; }}",
                prompt(slot)
            ),
        };
    }
    if request.is_basic() {
        let _ = write!(
            text,
            "\n{ENCODE}BASIC_CREDENTIALS=$(printf %s \"$(encode \"$CLIENT_ID\"):$(encode \"$CLIENT_SECRET\")\" | base64 | tr -d '\\n')\n"
        );
    }
    if request.is_json() {
        let _ = write!(text, "\n{JSON}");
        for slot in in_body(request) {
            let variable = slot.variable();
            let _ = writeln!(text, "{variable}=$(json \"${variable}\")");
        }
    }
    text
}

/// For Windows PowerShell 5.1 and PowerShell 7.
pub(super) fn power_shell(exchange: &Exchange<'_>) -> String {
    let request = exchange.request;
    let mut text = format!(
        "# {}\n# No secret stands in here. Each is asked for, unless its variable is set. While curl runs, the list of processes of\n# this machine shows what it is given.\n$ErrorActionPreference = 'Stop'\n$made = @()\n$was = @{{}}\ntry {{\n",
        title(exchange)
    );
    for slot in given(request) {
        let variable = slot.variable();
        let _ = match slot {
            Slot::ClientId if id(exchange).is_empty() => writeln!(
                text,
                "if (-not $env:{variable}) {{ $env:{variable} = Read-Host 'Client id'; $made += '{variable}' }}"
            ),
            Slot::ClientId => {
                let id = power_shell_word(&id(exchange));
                writeln!(
                    text,
                    "if (-not $env:{variable}) {{ $env:{variable} = {id}; $made += '{variable}' }}"
                )
            }
            _ => writeln!(
                text,
                "if (-not $env:{variable}) {{\n  $typed = Read-Host '{}' -AsSecureString\n  $env:{variable} = [Net.NetworkCredential]::new('', $typed).Password\n  $made += '{variable}'\n}}",
                prompt(slot)
            ),
        };
    }
    if request.is_basic() {
        text.push_str("$both = [Uri]::EscapeDataString($env:CLIENT_ID) + ':' + [Uri]::EscapeDataString($env:CLIENT_SECRET)\n");
        text.push_str("$made += 'BASIC_CREDENTIALS'\n$env:BASIC_CREDENTIALS = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($both))\n");
    }
    if request.is_json() {
        for slot in in_body(request) {
            let variable = slot.variable();
            let _ = writeln!(
                text,
                "$was['{variable}'] = $env:{variable}\n$env:{variable} = $env:{variable}.Replace('\\', '\\\\').Replace('\"', '\\\"')"
            );
        }
    }
    let _ = write!(
        text,
        "\n$reply = {}\n$reply\n",
        quiet(request, View::PowerShell)
    );
    if let Some((call, _)) = exchange.call {
        let _ = write!(
            text,
            "\n$made += 'ACCESS_TOKEN'\n$env:ACCESS_TOKEN = ($reply | ConvertFrom-Json).access_token\nif (-not $env:ACCESS_TOKEN) {{ throw 'No token came.' }}\n{}\n",
            quiet(call, View::PowerShell)
        );
    }
    text.push_str("} finally {\n  # What this script set does not outlive it.\n  $was.Keys | ForEach-Object { Set-Item \"Env:$_\" $was[$_] }\n  $made | ForEach-Object { Remove-Item -ErrorAction Ignore \"Env:$_\" }\n}\n");
    text
}

/// What the body of a request holds of the variables.
fn in_body(request: &WireRequest) -> Vec<Slot> {
    let secrets = request.body.iter().filter(|piece| piece.secret);
    secrets
        .map(|piece| Slot::of(piece, &request.body))
        .collect()
}

fn prompt(slot: Slot) -> &'static str {
    match slot {
        Slot::ClientId => "Client id",
        Slot::Basic | Slot::ClientSecret => "Client secret",
        Slot::Assertion => "Client assertion (oauth-tutor sign makes one)",
        Slot::Proof => "DPoP proof",
        Slot::Token => "Access token",
    }
}

/// The command, without curl's progress.
fn quiet(request: &WireRequest, view: View) -> String {
    let text = request.copy_text(view, Secrets::Masked);
    let program = match view {
        View::PowerShell => "curl.exe ",
        View::Http | View::Curl | View::Bytes => "curl ",
    };
    text.replacen(program, &format!("{program}-sS "), 1)
}

/// The command for bash, each option with a variable in it fed through a pipe: what a program is given stands in the list of processes,
/// what the shell writes itself does not.
fn piped(request: &WireRequest) -> String {
    let text = quiet(request, View::Curl);
    let lines = text.lines().map(|line| {
        let (option, goes_on) = match line.strip_suffix(" \\") {
            Some(option) => (option, " \\"),
            None => (line, ""),
        };
        format!("{}{goes_on}", fed(option))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn fed(option: &str) -> String {
    let plain = option.trim_start();
    let has_variable = Slot::ALL
        .iter()
        .any(|slot| option.contains(&format!("\"${}\"", slot.variable())));
    if !has_variable {
        return option.to_owned();
    }
    if let Some((name, value)) = plain
        .strip_prefix("--data-urlencode ")
        .and_then(|word| word.split_once('='))
    {
        return format!("  --data-urlencode {name}@<(printf %s {value})");
    }
    match plain.split_once(' ') {
        Some((flag @ ("-H" | "-d"), word)) => format!("  {flag} @<(printf %s {word})"),
        _ => option.to_owned(),
    }
}
