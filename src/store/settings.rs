//! What a person chose: `settings.toml` in the folder for settings. A person may write it by hand, so a choice changes its own line and
//! leaves the rest, comments too.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::damage::{Damage, line};
use super::{bounded, followed, lock, replace};
use crate::app::settings::{Setting, Settings};
use crate::oauth::text::visible_line;

pub(super) const FILE: &str = "settings.toml";

/// More than any settings.
pub(super) const LARGEST: usize = 1024 * 1024;

/// Why settings cannot be read or kept.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// There is no place for them on this system.
    #[error("this system names no folder for settings")]
    NoFolder,
    /// The file cannot be read or understood.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// What is wrong, with the line.
        why: String,
    },
    /// It cannot be written.
    #[error("{path}: {why}")]
    Unkept {
        /// Which.
        path: String,
        /// What is wrong.
        why: String,
    },
}

/// Where the settings of this folder stand.
pub fn place(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// The same, as a reader sees it.
pub fn shown(folder: &Path) -> String {
    visible_line(&place(folder).display().to_string())
}

/// The settings; nothing is chosen where there is no file or no folder.
///
/// # Errors
/// [`SettingsError::File`]; the file is left as it is.
pub fn load(folder: Option<&Path>) -> Result<Settings, SettingsError> {
    let Some(path) = folder.map(place) else {
        return Ok(Settings::default());
    };
    parsed(&path, &text(&path)?)
}

/// Keeps one choice, and gives where.
///
/// # Errors
/// [`SettingsError`]; what was there is then as it was.
pub fn keep(folder: Option<&Path>, setting: Setting) -> Result<PathBuf, SettingsError> {
    let folder = folder.ok_or(SettingsError::NoFolder)?;
    let path = place(folder);
    fs::create_dir_all(folder).map_err(|error| unkept(folder, &error))?;
    let _lock = lock(folder, "settings.lock").map_err(|error| unkept(&path, &error))?;
    let before = text(&path)?;
    // What cannot be understood is not written over.
    parsed(&path, &before)?;
    let after = with(&before, setting);
    parsed(&path, &after)?;
    replace(&followed(&path), &after).map_err(|error| unkept(&path, &error))?;
    Ok(path)
}

fn text(path: &Path) -> Result<String, SettingsError> {
    let text = bounded::text(path, LARGEST).map_err(|error| fault(path, &error))?;
    Ok(text.unwrap_or_default())
}

fn parsed(path: &Path, text: &str) -> Result<Settings, SettingsError> {
    toml::from_str(text).map_err(|error| {
        let line = line(text, &error);
        fault(path, &format!("line {line}: {}", error.message()))
    })
}

/// The settings of a text.
pub(super) fn understood(text: &str) -> Result<Settings, Damage> {
    toml::from_str(text).map_err(|error| Damage::at(text, &error))
}

/// `text` with this choice in the line that names it, or in a new line before the first table.
fn with(text: &str, setting: Setting) -> String {
    let (name, value) = setting.written();
    let written = |front: &str, comment: &str| format!("{front}{name} = {value}{comment}");
    let names_it = |line: &&str| {
        let key = line.split_once('=').map(|(key, _)| key.trim());
        let bare = |key: &str| key.trim_start_matches(BOM).trim_matches(['"', '\'']) == name;
        key.is_some_and(bare)
    };
    let lines: Vec<&str> = text.lines().collect();
    let is_table = |line: &&str| line.trim_start().starts_with('[');
    let top = lines.iter().take_while(|line| !is_table(line)).count();
    let (top, tables) = lines.split_at_checked(top).unwrap_or((&lines, &[]));
    let mut out: Vec<&str> = top.to_vec();
    let behind = out.iter().rposition(|line| !line.trim().is_empty());
    let behind = behind.map_or(0, |at| at + 1);
    let (place, line) = match out.iter().position(names_it) {
        Some(at) => {
            let (front, comment) = out.get(at).map_or(("", ""), |line| beside(line));
            (at..at + 1, written(front, comment))
        }
        None => (behind..behind, written("", "")),
    };
    out.splice(place, [line.as_str()]).for_each(drop);
    out.extend(tables);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    out.join(end) + end
}

/// Some editors begin a file with it.
const BOM: char = '\u{feff}';

/// What a person wrote in a line beside its name and value: what it is set in by, and the comment with the blanks before it.
fn beside(line: &str) -> (&str, &str) {
    let name = line.trim_start_matches([' ', '\t', BOM]);
    let front = line.get(..line.len() - name.len()).unwrap_or_default();
    let mut quote = None;
    let comment = line.char_indices().find(|(_, c)| {
        match (quote, *c) {
            (None, '"' | '\'') => quote = Some(*c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        quote.is_none() && *c == '#'
    });
    let Some(at) = comment.map(|(at, _)| at) else {
        return (front, "");
    };
    let before = line.get(..at).unwrap_or_default().trim_end();
    (front, line.get(before.len()..).unwrap_or_default())
}

fn fault(path: &Path, why: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}

fn unkept(path: &Path, why: &dyn std::fmt::Display) -> SettingsError {
    SettingsError::Unkept {
        path: path.display().to_string(),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::{Clipboard, Palette};

    #[test]
    fn a_choice_changes_its_line_and_leaves_what_a_person_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let own = "# mine\ntheme = \"dark\"  # at night\n\n[keys]\nsend = \"f6\"\n";
        fs::write(&place, own).unwrap();
        keep(Some(folder.path()), Setting::Mouse(false)).unwrap();
        keep(Some(folder.path()), Setting::Theme(Palette::HighContrast)).unwrap();
        let now = fs::read_to_string(&place).unwrap();
        assert_eq!(
            now,
            "# mine\ntheme = \"high-contrast\"  # at night\nmouse = false\n\n[keys]\nsend = \"f6\"\n"
        );
        let read = load(Some(folder.path())).unwrap();
        assert_eq!(read.theme, Some(Palette::HighContrast));
        assert_eq!((read.mouse, read.motion), (Some(false), None));
        assert_eq!(read.keys["send"], "f6");
    }

    #[test]
    fn a_file_keeps_its_line_ends_its_indents_and_the_mark_at_its_beginning() {
        for (own, then) in [
            (
                "theme = \"dark\"\r\nmotion = true # yes\r\n",
                "theme = \"light\"\r\nmotion = true # yes\r\n",
            ),
            ("\u{feff}theme = 'dark'\n", "\u{feff}theme = \"light\"\n"),
            (
                "  theme = \"dark\" # a \"#\" in it\n",
                "  theme = \"light\" # a \"#\" in it\n",
            ),
        ] {
            assert_eq!(with(own, Setting::Theme(Palette::Light)), then);
        }
    }

    #[test]
    fn every_choice_can_be_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut wanted = Settings::default();
        for setting in [
            Setting::Theme(Palette::Fitting),
            Setting::Motion(false),
            Setting::Mouse(true),
            Setting::Clipboard(Clipboard::Tmux),
            Setting::Linear(true),
            Setting::Ascii(true),
        ] {
            wanted.choose(setting);
            keep(Some(folder.path()), setting).unwrap();
            assert_eq!(load(Some(folder.path())).unwrap(), wanted);
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let odd = "motion = true\ntheme = \"pink\"\n";
        fs::write(place(folder.path()), odd).unwrap();
        let why = load(Some(folder.path())).unwrap_err().to_string();
        assert!(why.contains("settings.toml: line 2: "), "{why}");
        assert!(keep(Some(folder.path()), Setting::Mouse(true)).is_err());
        assert_eq!(fs::read_to_string(place(folder.path())).unwrap(), odd);
        assert!(matches!(
            keep(None, Setting::Mouse(true)),
            Err(SettingsError::NoFolder)
        ));
        assert_eq!(load(None).unwrap(), Settings::default());
    }
}
