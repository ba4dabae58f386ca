//! The commands, each with its flags.

use clap::Subcommand;

use crate::cli::{
    check, completions, decode, diff, doctor, export, help, learn, lessons, man, serve, sign,
    targets, token,
};

/// The commands. Each describes its flags only when it was asked for: building them all costs as much as reading a token.
#[derive(Subcommand, Debug)]
#[command(defer = true)]
pub enum Command {
    /// Open the tutor at a lesson, full screen or line by line.
    Learn(learn::LearnArgs),
    /// Check a token response.
    Check(check::CheckArgs),
    /// Say what a token is, and read it.
    Decode(decode::DecodeArgs),
    /// Compare two tokens or two responses, claim by claim.
    Diff(diff::DiffArgs),
    /// Make a signed JWT from claims and a key of yours.
    Sign(sign::SignArgs),
    /// Make one real token request.
    Token(Box<token::TokenArgs>),
    /// Run the practice servers alone.
    Serve(serve::ServeArgs),
    /// Write a lesson's example down, to run or to read elsewhere.
    Export(export::ExportArgs),
    /// Keep tenants of your own by name.
    Targets(targets::TargetsArgs),
    /// List or lint the course, carry progress along, forget it.
    Lessons(lessons::LessonsArgs),
    /// Say what works here, and what to do about the rest.
    Doctor(doctor::DoctorArgs),
    /// Print what a shell needs to complete the command line.
    Completions(completions::CompletionsArgs),
    /// Print a page of the manual, or write all of them.
    Man(man::ManArgs),
    /// Print help: of a command, or on a topic.
    Help(help::HelpArgs),
}
