//! The flags of `serve`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use crate::practice;

/// Run the practice servers alone.
#[derive(clap::Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_long_help = MORE)]
pub struct ServeArgs {
    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub addr: IpAddr,
    /// The first of the tenants' ports; 0 takes any that is free.
    #[arg(long, default_value_t = 9400)]
    pub port: u16,
    /// Print one line of JSON on stdout when every tenant answers.
    #[arg(long)]
    pub json: bool,
    /// Make ids and secrets repeat; keys are fresh all the same.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Answer to this name too, beside localhost, loopback addresses and --addr; may be given again.
    #[arg(long = "host", value_name = "NAME", value_parser = host)]
    pub hosts: Vec<String>,
    /// Speak https as https://localhost:PORT, with a certificate made at start; clients trust its `ca_file`.
    #[arg(long, conflicts_with_all = ["addr", "allow_remote"])]
    pub tls: bool,
    /// Sign tokens by this algorithm, at the tenants whose vendor has it.
    #[arg(long, value_enum, default_value_t = SigningName::Rs256, value_name = "ALG")]
    pub signing: SigningName,
    /// Let programs on this machine steer the tenants: faults, clocks, keys, secrets.
    #[arg(long)]
    pub control: bool,
    /// Begin with these changes, a list in JSON.
    #[arg(long, value_name = "FILE")]
    pub course_setup: Option<PathBuf>,
    /// Let other machines in, at an address that is not loopback.
    #[arg(long)]
    pub allow_remote: bool,
}

/// How tokens are signed.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningName {
    /// RSA with SHA-256; every vendor has it.
    #[value(name = "RS256")]
    Rs256,
    /// RSA-PSS with SHA-256.
    #[value(name = "PS256")]
    Ps256,
    /// P-256 with SHA-256.
    #[value(name = "ES256")]
    Es256,
}

/// How it ends, and what `--control` offers.
const MORE: &str = concat!(
    include_str!("../../../assets/help/stopping.txt"),
    include_str!("../../../assets/help/control.txt")
);

/// A name of this server; clap's parser for `--host`.
fn host(text: &str) -> Result<String, String> {
    if practice::is_host_name(text) {
        Ok(text.to_owned())
    } else {
        Err("this is no host name; write it without http://, port and path".to_owned())
    }
}
