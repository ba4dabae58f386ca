//! The command line as clap sees it, and the dispatch to one file a command.

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::cli::exit::Exit;
use crate::cli::{check, decode, learn, lessons, serve, token};

/// Learn the OAuth 2.0 Client Credentials flow against real servers, in the terminal.
#[derive(Parser, Debug)]
#[command(name = "oauth-tutor", version)]
pub struct Args {
    /// Whether to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print less on stderr.
    #[arg(long, global = true)]
    pub quiet: bool,
    /// What to do; the tutor opens when nothing is given.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Open the tutor at a lesson, full screen or line by line.
    Learn(learn::LearnArgs),
    /// Check a token response.
    Check(check::CheckArgs),
    /// Read a JWT.
    Decode(decode::DecodeArgs),
    /// Make one real token request.
    Token(token::TokenArgs),
    /// Run the practice servers alone.
    Serve(serve::ServeArgs),
    /// List or lint the course.
    Lessons(lessons::LessonsArgs),
}

/// Parses the arguments of this process and runs the command.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let exit = match &args.command {
        None => learn::run(&args, &learn::LearnArgs::default()),
        Some(Command::Learn(learn)) => learn::run(&args, learn),
        Some(Command::Check(check)) => check::run(&args, check),
        Some(Command::Decode(decode)) => decode::run(&args, decode),
        Some(Command::Token(token)) => token::run(&args, token),
        Some(Command::Serve(serve)) => serve::run(&args, serve),
        Some(Command::Lessons(lessons)) => lessons::run(&args, lessons),
    };
    exit.unwrap_or(Exit::Bug).into()
}
