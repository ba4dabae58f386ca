//! Plays scenes in front of a camera: runs inside a terminal window, starts the program, types, waits, and takes pictures.
//!
//! `stage list FILE` prints the plays of a scene file with their sizes; `stage play FILE NAME FOLDER PROGRAM...` plays
//! one of them. `screenshots/take` opens the window and calls both.

use std::error::Error;
use std::fs;
use std::io::{Read, Write, stdin, stdout};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use serde::Deserialize;

#[expect(dead_code, reason = "the stage uses a part of the harness")]
#[expect(
    clippy::expect_used,
    reason = "the harness is test code; a failure ends the play"
)]
#[path = "../tests/support/pty.rs"]
mod pty;

use pty::{Key, Launch, Terminal};

/// A scene file: several plays, each from a fresh start in a home of its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenes {
    play: Vec<Play>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Play {
    name: String,
    /// Columns and rows.
    size: (u16, u16),
    /// Arguments for the program.
    #[serde(default)]
    args: Vec<String>,
    steps: Vec<Step>,
}

/// One thing done or waited for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Until the screen shows the text.
    Wait(String),
    /// Until the screen no longer shows the text.
    Gone(String),
    /// Plain characters.
    Type(String),
    /// One named key.
    Key(String),
    /// A bracketed paste.
    Paste(String),
    /// A bracketed paste of a file beside the scene file.
    PasteFile(String),
    /// A picture under this name.
    Picture(String),
    /// The camera runs from here.
    Film,
    /// The camera stops; a GIF under this name.
    Cut(String),
    /// Milliseconds in which a spectator looks.
    Pause(u64),
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["list", file] => list(Path::new(file)),
        ["play", file, name, folder, program @ ..] if !program.is_empty() => {
            play(Path::new(file), name, Path::new(folder), program)
        }
        _ => Err("usage: stage list FILE | stage play FILE NAME FOLDER PROGRAM...".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "stage: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(file: &Path) -> Result<Scenes, Box<dyn Error>> {
    Ok(toml::from_str(&fs::read_to_string(file)?)?)
}

fn list(file: &Path) -> Result<(), Box<dyn Error>> {
    for play in read(file)?.play {
        writeln!(stdout(), "{} {}x{}", play.name, play.size.0, play.size.1)?;
    }
    Ok(())
}

fn play(file: &Path, name: &str, folder: &Path, program: &[&str]) -> Result<(), Box<dyn Error>> {
    let scenes = read(file)?;
    let play = scenes
        .play
        .iter()
        .find(|play| play.name == name)
        .ok_or("no play of that name")?;
    let home = tempfile::tempdir()?;
    let args: Vec<&str> = program
        .iter()
        .copied()
        .chain(play.args.iter().map(String::as_str))
        .collect();
    raw_window()?;
    let terminal = Launch::new(home.path(), &args)
        .size(play.size.0, play.size.1)
        .copy_to(Box::new(stdout()))
        .start();
    let beside = file.parent().unwrap_or(Path::new("."));
    let mut camera = None;
    for step in &play.steps {
        match step {
            Step::Film => camera = Some(Camera::start()?),
            Step::Cut(name) => {
                let camera = camera.take().ok_or("nothing is being filmed")?;
                camera.cut(&folder.join(format!("{name}.gif")))?;
            }
            other => perform(&terminal, other, beside, folder)?,
        }
    }
    Ok(())
}

/// A running film of the window.
struct Camera {
    recorder: Child,
    scratch: tempfile::TempDir,
}

impl Camera {
    fn start() -> Result<Self, Box<dyn Error>> {
        let scratch = tempfile::tempdir()?;
        let recorder = Command::new("ffmpeg")
            .args(["-loglevel", "error", "-y", "-f", "x11grab"])
            .args(["-framerate", "25", "-draw_mouse", "0"])
            .args(["-window_id", &window()?, "-i", &display()?])
            .args(["-t", "30", "-c:v", "ffv1"])
            .arg(scratch.path().join("film.mkv"))
            .stdin(Stdio::piped())
            .spawn()?;
        // It has to see the first picture before anything moves.
        rest(Duration::from_millis(700));
        Ok(Self { recorder, scratch })
    }

    /// Ends the film and makes a GIF of it, in as few colours as the screen has.
    fn cut(mut self, file: &Path) -> Result<(), Box<dyn Error>> {
        if let Some(mut keys) = self.recorder.stdin.take() {
            keys.write_all(b"q")?;
        }
        self.recorder.wait()?;
        let reel = self.scratch.path().join("film.mkv");
        let made = Command::new("ffmpeg")
            .args(["-loglevel", "error", "-y", "-i"])
            .arg(reel)
            .args([
                "-vf",
                "fps=20,split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none",
            ])
            .arg(file)
            .stdin(Stdio::null())
            .status()?;
        if made.success() {
            Ok(())
        } else {
            Err("ffmpeg made no GIF".into())
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the window tells its number only here"
)]
fn window() -> Result<String, Box<dyn Error>> {
    Ok(std::env::var("WINDOWID")?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the window tells its display only here"
)]
fn display() -> Result<String, Box<dyn Error>> {
    Ok(std::env::var("DISPLAY")?)
}

fn perform(
    terminal: &Terminal,
    step: &Step,
    beside: &Path,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    match step {
        Step::Wait(text) => terminal.wait_for(text),
        Step::Gone(text) => terminal.wait_until(|screen| !screen.contents().contains(text)),
        Step::Type(text) => terminal.keys(text),
        Step::Key(name) => {
            terminal.key(Key::named(name).ok_or_else(|| format!("no key is called {name}"))?);
        }
        Step::Paste(text) => terminal.paste(text),
        Step::PasteFile(name) => terminal.paste(&fs::read_to_string(beside.join(name))?),
        Step::Picture(name) => picture(&folder.join(format!("{name}.png")))?,
        Step::Pause(millis) => rest(Duration::from_millis(*millis)),
        Step::Film | Step::Cut(_) => return Err("the camera is not in this scene".into()),
    }
    Ok(())
}

/// The window's own input unbuffered and unechoed: its answers are for us.
fn raw_window() -> Result<(), Box<dyn Error>> {
    let mut modes = tcgetattr(stdin())?;
    modes.make_raw();
    tcsetattr(stdin(), OptionalActions::Now, &modes)?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a picture waits for a window to draw; nothing tells when it has"
)]
fn rest(time: Duration) {
    std::thread::sleep(time);
}

/// Photographs the window this runs in, once it has drawn everything it was given.
fn picture(file: &Path) -> Result<(), Box<dyn Error>> {
    // Rows may still arrive one by one after the text that was waited for: let the program come to rest.
    rest(Duration::from_millis(300));
    // A terminal answers this question only after it has read all that came before it.
    write!(stdout(), "\x1b[5n")?;
    stdout().flush()?;
    // The window answers the program's own questions too: those answers come first.
    let mut answers = Vec::new();
    while !answers.ends_with(b"\x1b[0n") {
        let mut byte = [0];
        stdin().read_exact(&mut byte)?;
        answers.extend(byte);
        if answers.len() > 4096 {
            return Err("the window does not say that it has drawn".into());
        }
    }
    rest(Duration::from_millis(200));
    let taken = Command::new("import")
        .args(["-window", &window()?, "-strip"])
        .arg(file)
        .status()?;
    if taken.success() {
        Ok(())
    } else {
        Err("import took no picture".into())
    }
}
