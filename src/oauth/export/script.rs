//! A script that makes the exchange again with curl, for bash or for PowerShell. What is secret is asked for without echo, unless the
//! variable is set already.

use std::fmt::Write as _;

use crate::oauth::export::{Exchange, given, id, title};
use crate::oauth::wire::slot::Slot;
use crate::oauth::wire::{Secrets, View, WireRequest};

/// Encodes as RFC 6749 2.3.1 wants the secret inside Basic, byte by byte.
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

/// For bash.
pub(super) fn bash(exchange: &Exchange<'_>) -> String {
    let mut text = format!(
        "#!/usr/bin/env bash\n# {}\n# No secret stands in here. Each is asked for, unless its variable is set.\nset -euo pipefail\n\n",
        title(exchange)
    );
    for slot in given(exchange.request) {
        let variable = slot.variable();
        let _ = match slot {
            Slot::ClientId => {
                let id = id(exchange).replace('\'', r"'\''");
                writeln!(text, "[[ -n ${{{variable}:-}} ]] || {variable}='{id}'")
            }
            _ => writeln!(
                text,
                "[[ -n ${{{variable}:-}} ]] || {{ read -rsp '{}: ' {variable}; echo >&2; }}",
                prompt(slot)
            ),
        };
    }
    if exchange.request.is_basic() {
        let _ = write!(
            text,
            "\n{ENCODE}BASIC_CREDENTIALS=$(printf %s \"$(encode \"$CLIENT_ID\"):$(encode \"$CLIENT_SECRET\")\" | base64 | tr -d '\\n')\n"
        );
    }
    let _ = write!(
        text,
        "\nreply=$({})\nprintf '%s\\n' \"$reply\"\n",
        quiet(exchange.request, View::Curl)
    );
    if let Some((call, _)) = exchange.call {
        text.push_str("\nACCESS_TOKEN=$(sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p' <<<\"$reply\")\n");
        text.push_str("[[ -n $ACCESS_TOKEN ]] || exit 1\n");
        let _ = writeln!(text, "{}", quiet(call, View::Curl));
    }
    text
}

/// For Windows PowerShell 5.1 and PowerShell 7.
pub(super) fn power_shell(exchange: &Exchange<'_>) -> String {
    let mut text = format!(
        "# {}\n# No secret stands in here. Each is asked for, unless its variable is set.\n$ErrorActionPreference = 'Stop'\n\n",
        title(exchange)
    );
    for slot in given(exchange.request) {
        let variable = slot.variable();
        let _ = match slot {
            Slot::ClientId => {
                let id = id(exchange).replace('\'', "''");
                writeln!(
                    text,
                    "if (-not $env:{variable}) {{ $env:{variable} = '{id}' }}"
                )
            }
            _ => writeln!(
                text,
                "if (-not $env:{variable}) {{\n  $typed = Read-Host '{}' -AsSecureString\n  $env:{variable} = [Net.NetworkCredential]::new('', $typed).Password\n}}",
                prompt(slot)
            ),
        };
    }
    if exchange.request.is_basic() {
        text.push_str("$both = [Uri]::EscapeDataString($env:CLIENT_ID) + ':' + [Uri]::EscapeDataString($env:CLIENT_SECRET)\n");
        text.push_str("$env:BASIC_CREDENTIALS = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($both))\n");
    }
    let _ = write!(
        text,
        "\n$reply = {}\n$reply\n",
        quiet(exchange.request, View::PowerShell)
    );
    if let Some((call, _)) = exchange.call {
        let _ = write!(
            text,
            "\n$env:ACCESS_TOKEN = ($reply | ConvertFrom-Json).access_token\nif (-not $env:ACCESS_TOKEN) {{ exit 1 }}\n{}\n",
            quiet(call, View::PowerShell)
        );
    }
    text.push_str("\n# What was typed does not outlive this script.\n");
    for variable in kept(exchange) {
        let _ = writeln!(text, "Remove-Item -ErrorAction Ignore Env:{variable}");
    }
    text
}

/// The variables that a PowerShell script has set; its environment is that of the window.
fn kept(exchange: &Exchange<'_>) -> Vec<&'static str> {
    let mut slots = exchange.request.slots();
    slots.extend(given(exchange.request));
    slots.extend(exchange.call.map(|_| Slot::Token));
    let mut variables: Vec<_> = slots.into_iter().map(Slot::variable).collect();
    variables.sort_unstable();
    variables.dedup();
    variables
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
