//! A real terminal for tests: starts a program in a pseudo-terminal, types keys, and waits for what the screen shows.

use std::ffi::OsString;
use std::io::{Write, sink};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

#[path = "pty_cable.rs"]
mod pty_cable;
#[path = "pty_screen.rs"]
mod pty_screen;

use pty_cable::{Seen, State, Typed, at_least_one, keyboard, watch};
use pty_screen::key_bytes;
pub(crate) use pty_screen::{Key, Modes, leftovers};

/// How long any wait may take before it fails with the screen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// The shell around the program, as a person has one: it outlives the program, so that what the program left
/// behind can be seen (the kernel resets a terminal whose first process ends), and it can stop and resume it.
/// Each time the program leaves, the window title says with which status.
const SHELL: &str = r#"set -m
"$@"
status=$?
while :; do
  printf '\033]2;left %s\007' "$status"
  IFS= read -r line || exit
  eval "$line"
  status=$?
done"#;

/// A program about to be started in a terminal.
pub(crate) struct Launch {
    command: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    columns: u16,
    rows: u16,
    in_shell: bool,
    controlling: bool,
    copy: Box<dyn Write + Send>,
}

impl Launch {
    /// `command` in a terminal of 80x24 with nothing in its environment but a private `home`.
    pub(crate) fn new(home: &Path, command: &[&str]) -> Self {
        let folder = |name: &str| home.join(name).into_os_string();
        let env = [
            ("HOME", home.as_os_str().to_owned()),
            ("XDG_CACHE_HOME", folder("cache")),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_STATE_HOME", folder("state")),
            ("PATH", "/usr/local/bin:/usr/bin:/bin".into()),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            ("COLORTERM", "truecolor".into()),
            // Light on dark, as many terminals say it.
            ("COLORFGBG", "15;0".into()),
        ];
        Self {
            command: command.iter().map(Into::into).collect(),
            env: env.map(|(name, value)| (name.into(), value)).into(),
            columns: 80,
            rows: 24,
            in_shell: true,
            controlling: true,
            copy: Box::new(sink()),
        }
    }

    /// The tutor itself, with `args`. For tests and benches: cargo builds no program for an example.
    pub(crate) fn tutor(home: &Path, args: &[&str]) -> Self {
        let Some(program) = option_env!("CARGO_BIN_EXE_oauth-tutor") else {
            panic!("an example has no program of its own");
        };
        Self::new(home, &[&[program], args].concat())
    }

    /// Another size.
    pub(crate) fn size(self, columns: u16, rows: u16) -> Self {
        Self {
            columns,
            rows,
            ..self
        }
    }

    /// One more variable, in place of an earlier one of that name.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Without the shell around it: the program's own process is the child, for measuring.
    pub(crate) fn alone(self) -> Self {
        Self {
            in_shell: false,
            ..self
        }
    }

    /// In a terminal that is nobody's controlling terminal: there is no `/dev/tty`.
    pub(crate) fn without_control(self) -> Self {
        Self {
            controlling: false,
            ..self
        }
    }

    /// Writes everything the program writes to `copy` as well: a terminal someone looks at, say.
    pub(crate) fn copy_to(self, copy: Box<dyn Write + Send>) -> Self {
        Self { copy, ..self }
    }

    /// Starts it.
    pub(crate) fn start(self) -> Terminal {
        let size = pty_size(self.columns, self.rows);
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let before = Modes::of(&*pair.master);
        let shell = ["sh", "-c", SHELL, "sh"].map(OsString::from);
        let words = if self.in_shell {
            shell.to_vec()
        } else {
            Vec::new()
        };
        let mut command = CommandBuilder::from_argv([words, self.command].concat());
        command.set_controlling_tty(self.controlling);
        command.env_clear();
        for (name, value) in &self.env {
            command.env(name, value);
            if name == "HOME" {
                command.cwd(value);
            }
        }
        let reader = pair
            .master
            .try_clone_reader()
            .expect("the terminal can be read");
        let writer = pair
            .master
            .take_writer()
            .expect("the terminal can be written");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let keyboard = keyboard(writer);
        let seen = Arc::new(Seen::new(self.columns, self.rows));
        watch(reader, self.copy, Arc::clone(&seen), keyboard.clone());
        let (master, in_shell) = (pair.master, self.in_shell);
        Terminal {
            master,
            child,
            keyboard,
            seen,
            before,
            in_shell,
            exits_taken: 0,
        }
    }
}

/// A running terminal. Dropping it kills what runs in it.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Sender<Typed>,
    seen: Arc<Seen>,
    before: Modes,
    in_shell: bool,
    exits_taken: usize,
}

impl Terminal {
    /// Waits until the screen shows `text`; fails with the screen after [`PATIENCE`].
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(&format!("the text {text:?}"), |state| {
            state.parser.screen().contents().contains(text)
        });
    }

    /// Waits until `shown` holds for the screen; fails with the screen after [`PATIENCE`].
    #[track_caller]
    pub(crate) fn wait_until(&self, shown: impl Fn(&vt100::Screen) -> bool) {
        self.wait("the condition", |state| shown(state.parser.screen()));
    }

    #[track_caller]
    fn wait(&self, what: &str, done: impl Fn(&State) -> bool) {
        let state = self.seen.lock();
        let (state, waited) = self
            .seen
            .changed
            .wait_timeout_while(state, PATIENCE, |state| !done(state) && !state.closed)
            .expect("no holder of the lock panics");
        if !done(&state) {
            let why = if waited.timed_out() {
                "in time"
            } else {
                "before the terminal closed"
            };
            let screen = state.parser.screen().contents();
            drop(state);
            panic!("{what} did not come {why}; the screen:\n{screen}\n");
        }
    }

    /// Waits until the program wrote `bytes` somewhere after `from` (see [`Terminal::raw`]).
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, from: usize, bytes: &[u8]) {
        self.wait(&format!("{:?}", String::from_utf8_lossy(bytes)), |state| {
            state
                .raw
                .get(from..)
                .is_some_and(|raw| raw.windows(bytes.len()).any(|w| w == bytes))
        });
    }

    /// Waits for at most `limit` until the program has written more than `mark` bytes; whether it did.
    pub(crate) fn wrote_more(&self, mark: usize, limit: Duration) -> bool {
        let state = self.seen.lock();
        let silent = |state: &mut State| state.raw.len() <= mark && !state.closed;
        let waited = self.seen.changed.wait_timeout_while(state, limit, silent);
        waited.expect("no holder of the lock panics").0.raw.len() > mark
    }

    /// Waits until the program leaves (ends or is stopped) once more, and gives its status as a shell sees it:
    /// 128 and the signal's number for a signal.
    #[track_caller]
    pub(crate) fn wait_exit(&mut self) -> i32 {
        if !self.in_shell {
            self.wait("the end of the program", |state| state.closed);
            let status = self.child.wait().expect("a child can be waited for");
            return i32::try_from(status.exit_code()).expect("a small exit code");
        }
        let taken = self.exits_taken;
        self.wait("the end of the program", |state| {
            state.parser.callbacks().exits.get(taken).is_some()
        });
        self.exits_taken += 1;
        self.seen.lock().parser.callbacks().exits[taken]
    }

    /// From now on the terminal takes nothing that is written to it.
    pub(crate) fn freeze(&self) {
        self.seen.lock().frozen = true;
    }

    /// It takes again what is written.
    pub(crate) fn thaw(&self) {
        self.seen.lock().frozen = false;
        self.seen.changed.notify_all();
    }

    /// Waits for at most `limit` until the program itself, started [`Launch::alone`], has ended; its exit code.
    pub(crate) fn ends_within(&mut self, limit: Duration) -> Option<u32> {
        assert!(!self.in_shell, "the shell does not end");
        let step = Duration::from_millis(10);
        for _ in 0..limit.as_millis() / step.as_millis() {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return Some(status.exit_code());
            }
            let waited = self.seen.changed.wait_timeout(self.seen.lock(), step);
            drop(waited);
        }
        None
    }

    /// Types plain characters.
    pub(crate) fn keys(&self, keys: &str) {
        self.send(keys.as_bytes().to_vec());
    }

    /// Presses one key. After [`Key::Esc`], wait for its effect before the next: Esc and a letter in one read are Alt.
    pub(crate) fn key(&self, key: Key) {
        self.send(key_bytes(key));
    }

    /// Pastes as a terminal does when bracketed paste is on. Line ends arrive as carriage returns.
    pub(crate) fn paste(&self, text: &str) {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).into_bytes());
    }

    /// Pastes as a terminal without bracketed paste does: as if typed, very fast.
    pub(crate) fn type_raw(&self, text: &str) {
        self.send(text.replace('\n', "\r").into_bytes());
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&self, bytes: Vec<u8>) {
        // The keyboard stops listening only when the terminal is gone; the next wait says so with the screen.
        let _ = self.keyboard.send(Typed::Bytes(bytes));
    }

    /// Waits until what was typed lies with the terminal: a signal could overtake it otherwise.
    pub(crate) fn typed(&self) {
        let (told, done) = std::sync::mpsc::channel();
        let _ = self.keyboard.send(Typed::Done(told));
        done.recv_timeout(Duration::from_secs(10))
            .expect("it was typed");
    }

    /// Types a line at the shell around the program, after the program left: `fg`, say.
    pub(crate) fn shell_line(&self, line: &str) {
        assert!(self.in_shell, "there is a shell");
        self.keys(&format!("{line}\n"));
    }

    /// Another window size; the kernel tells the program.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut state = self.seen.lock();
        state
            .parser
            .set_size(at_least_one(rows), at_least_one(columns));
        self.master
            .resize(pty_size(columns, rows))
            .expect("the terminal can be resized");
    }

    /// Sends a signal to the program (not to the shell around it).
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the program is there to be signalled");
    }

    /// The program's process: the foreground one, once it has shown something.
    pub(crate) fn pid(&self) -> Pid {
        let own = self
            .child
            .process_id()
            .and_then(|id| i32::try_from(id).ok());
        if !self.in_shell {
            return own.and_then(Pid::from_raw).expect("the child has a number");
        }
        let foreground = self.master.process_group_leader();
        assert_ne!(foreground, own, "the program is in the foreground");
        foreground
            .and_then(Pid::from_raw)
            .expect("something is in the foreground")
    }

    /// The screen as text.
    pub(crate) fn screen_text(&self) -> String {
        self.screen(vt100::Screen::contents)
    }

    /// Looks at the screen: cells, colours, cursor, modes.
    pub(crate) fn screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.seen.lock().parser.screen())
    }

    /// Everything the program has written so far.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.seen.lock().raw.clone()
    }

    /// How many bytes the program has written so far.
    pub(crate) fn written(&self) -> usize {
        self.seen.lock().raw.len()
    }

    /// The terminal's modes (`stty`) now.
    pub(crate) fn modes(&self) -> Modes {
        Modes::of(&*self.master)
    }

    /// Fails unless the terminal is as the program found it: modes, screen, cursor, paste, mouse, colours.
    #[track_caller]
    pub(crate) fn assert_restored(&self) {
        assert_eq!(self.modes(), self.before, "the terminal's modes");
        let left = leftovers(&self.raw());
        assert!(left.is_empty(), "left behind: {left:?}");
        self.screen(|screen| {
            assert!(!screen.alternate_screen(), "the alternate screen was left");
            assert!(!screen.hide_cursor(), "the cursor is shown");
            assert!(
                !screen.application_cursor() && !screen.application_keypad(),
                "plain keys"
            );
            let plain = (vt100::Color::Default, vt100::Color::Default, false);
            assert_eq!(
                (screen.fgcolor(), screen.bgcolor(), screen.inverse()),
                plain,
                "colours"
            );
        });
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let groups = [
            self.master.process_group_leader(),
            self.child.process_id().map(i32_of),
        ];
        for group in groups.into_iter().flatten().filter_map(Pid::from_raw) {
            // Whoever has left already needs no killing.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

fn i32_of(id: u32) -> i32 {
    i32::try_from(id).unwrap_or(0)
}

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}
