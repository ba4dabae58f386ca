//! What `doctor` sees in the files that the program keeps: it says what is wrong and the way out, repeats no secret, and changes nothing.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use oauth_tutor::app::by_hand::ByHand;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::effect::{KeepAs, ScenarioAsk};
use oauth_tutor::app::progress::{ErrorLine, LessonProgress, Progress};
use oauth_tutor::app::scenario::{Form, Scenario};
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::store;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

const FILES: [&str; 4] = ["progress", "scenarios", "settings", "targets"];

/// A home with folders for state and settings, nothing in them.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        fs::create_dir_all(home.path().join("kept/oauth-tutor")).unwrap();
        Self(home)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(format!("kept/oauth-tutor/{name}.toml"))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin("oauth-tutor"));
        command
            .args(words)
            .env("HOME", self.0.path())
            .env("XDG_STATE_HOME", self.0.path().join("kept"))
            .env("XDG_CONFIG_HOME", self.0.path().join("kept"))
            .env_remove("OAUTH_TUTOR_CLIENT_SECRET");
        command
    }

    /// What is told of that file, and everything that was printed.
    #[track_caller]
    fn told(&self, name: &str) -> (Value, String) {
        let output = self.command(&["doctor", "--json"]).output().unwrap();
        let all = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{all}");
        let lines = self.command(&["doctor"]).output().unwrap().stdout;
        let told: Value = serde_json::from_str(&all).unwrap();
        let id = format!("files.{name}");
        let mut checks = told["checks"].as_array().unwrap().iter();
        let check = checks.find(|check| check["id"] == *id).unwrap();
        (
            check.clone(),
            all.clone() + &String::from_utf8(lines).unwrap(),
        )
    }
}

#[track_caller]
fn assert_weak(check: &Value, seen: &str, way_out: &str) {
    assert_eq!(check["state"], "weak", "{check}");
    for (member, part) in [("seen", seen), ("do", way_out)] {
        assert!(
            check[member].as_str().unwrap().contains(part),
            "no {part:?} in {check}"
        );
    }
    assert!(!check["means"].as_str().unwrap().is_empty(), "{check}");
}

/// As the program itself writes each.
fn whole(home: &Home) {
    let mut progress = Progress::default();
    progress
        .lessons
        .insert("first-token".into(), LessonProgress::default());
    let folder = home.file("progress");
    store::save(folder.parent(), &progress, &Progress::default()).unwrap();
    let scenario = Scenario {
        target: TargetName::Okta,
        changes: vec![ByHand::Named(Deed::Secret)],
        request: Form::default(),
    };
    let ask = ScenarioAsk::Keep("password reset".into(), Box::new(scenario), KeepAs::New);
    store::scenarios::perform(folder.parent(), ask).unwrap();
    fs::write(
        home.file("settings"),
        "theme = \"dark\"\n[keys]\nsend = \"f8\"\n",
    )
    .unwrap();
    let added = home
        .command(&[
            "--quiet",
            "targets",
            "add",
            "mine",
            "--issuer",
            "https://as.example/",
            "--auth",
            "basic",
            "--key",
            "/keys/k.pem",
        ])
        .output()
        .unwrap();
    assert_eq!(added.status.code(), Some(0));
}

#[test]
fn what_is_as_it_should_be_is_ok_and_says_how_much_there_is() {
    let home = Home::new();
    whole(&home);
    let seen = ["1 lesson", "1 scenario", "1 key of your own", "1 target"];
    for (name, seen) in FILES.into_iter().zip(seen) {
        let (check, _) = home.told(name);
        assert_eq!(check["state"], "ok", "{check}");
        let path = home.file(name).display().to_string();
        let said = check["seen"].as_str().unwrap();
        assert!(said.starts_with(&path) && said.ends_with(seen), "{check}");
    }
}

#[rstest]
#[case::missing(None, "not there yet")]
#[case::empty(Some(""), "empty")]
#[case::blank(Some(" \n\n"), "empty")]
fn what_is_not_there_or_empty_is_fine_and_said_so(#[case] text: Option<&str>, #[case] seen: &str) {
    let home = Home::new();
    for name in FILES {
        if let Some(text) = text {
            fs::write(home.file(name), text).unwrap();
        }
        let (check, _) = home.told(name);
        assert_eq!(check["state"], "ok", "{check}");
        assert!(check["seen"].as_str().unwrap().contains(seen), "{check}");
    }
    // It is fine for the commands as well.
    let listed = home.command(&["targets", "list"]).output().unwrap();
    assert_eq!(listed.status.code(), Some(0));
    let played = home
        .command(&["learn", "1", "--linear"])
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(played.status.code(), Some(0));
    let left = fs::read_dir(home.file("progress").parent().unwrap()).unwrap();
    let aside = left
        .flatten()
        .any(|file| file.file_name().to_string_lossy().contains("unreadable"));
    assert!(!aside, "an empty file is nothing to be set aside");
}

type Make = fn(&Path);

#[rstest]
#[case::folder(|path: &Path| fs::create_dir(path).unwrap(), "this is no file", "move it away")]
#[case::pipe(|path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success()), "this is no file", "move it away")]
#[case::endless(|path: &Path| symlink("/dev/zero", path).unwrap(), "this is no file", "move it away")]
#[case::round_and_round(|path: &Path| symlink(path, path).unwrap(), "symbolic links", "move it away")]
#[case::too_large(|path: &Path| fs::File::create(path).unwrap().set_len(1 << 36).unwrap(), "larger than", "move it away")]
#[case::link_to_nowhere(|path: &Path| symlink("/nowhere/at/all", path).unwrap(), "a link to /nowhere/at/all, where nothing is", "remove the link: rm /")]
#[case::no_text(|path: &Path| fs::write(path, b"version = 1\n\xff").unwrap(), "no text", "")]
#[case::damaged(|path: &Path| fs::write(path, "version = 1\n\ntheme = \n").unwrap(), "line 3 cannot be understood", "Mend that line")]
fn what_is_wrong_is_said_with_the_way_out_and_left_as_it_is(
    #[case] make: Make,
    #[case] seen: &str,
    #[case] way_out: &str,
    #[values("progress", "scenarios", "settings", "targets")] name: &str,
) {
    let home = Home::new();
    make(&home.file(name));
    let (check, _) = home.told(name);
    assert_weak(&check, seen, way_out);
    let left = fs::read_dir(home.file(name).parent().unwrap()).unwrap();
    assert_eq!(left.count(), 1, "doctor changes nothing");
}

#[rstest]
fn what_another_version_wrote_is_left_to_it(
    #[values("progress", "scenarios", "targets")] name: &str,
) {
    let home = Home::new();
    let text = "version = 99\nnews = true\n[targets.mine]\nwhere = 3\n";
    fs::write(home.file(name), text).unwrap();
    let (check, _) = home.told(name);
    assert_weak(
        &check,
        "of another version of this program",
        "Use the version that wrote it",
    );
    assert_eq!(fs::read_to_string(home.file(name)).unwrap(), text);
}

#[test]
fn a_key_that_cannot_be_taken_is_wrong() {
    let home = Home::new();
    fs::write(home.file("settings"), "[keys]\nS3cr3t = \"f8\"\n").unwrap();
    let (check, all) = home.told("settings");
    assert_weak(
        &check,
        "a key of [keys] cannot be taken",
        "oauth-tutor help settings",
    );
    assert!(!all.contains("S3cr3t"), "{all}");
}

#[rstest]
#[case::assigned("client_secret = \"S3cr3t\"\n")]
#[case::a_remark("# the password=S3cr3t\n")]
#[case::a_token("x = \"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.S3cr3t\"\n")]
#[case::a_name_of_its_own("DB-Password = 'S3cr3t'\n")]
#[case::known_by_its_beginning("scope = \"GOCSPX-S3cr3tS3cr3tS3cr3tS3cr3t\"\n")]
#[case::as_a_machine_makes_them("x = \"S3cr3tkJ8-qRtY_u7v2Lm90aS3cr3tkJ8-qRtY_u7v2Lm90a\"\n")]
#[case::of_a_damaged_file("theme = \nclient_secret = \"S3cr3t\"\n")]
fn a_secret_inside_is_found_and_not_repeated(
    #[case] text: &str,
    #[values("progress", "scenarios", "settings", "targets")] name: &str,
) {
    let home = Home::new();
    let line = 1 + text.lines().count();
    fs::write(home.file(name), format!("version = 2\n{text}")).unwrap();
    let (check, all) = home.told(name);
    assert_weak(
        &check,
        &format!("a secret or a token in line {line}"),
        "rotate it now",
    );
    assert!(!all.contains("S3cr3t"), "{all}");
}

#[rstest]
#[case::audience("audience = \"client_secret=S3cr3t\"", "audience")]
#[case::scope("scope = \"a password=S3cr3t\"", "scope")]
#[case::address("api = \"https://api.example/?sig=S3cr3t\"", "api")]
#[case::printer("secret_command = [\"echo\", \"S3cr3t\"]", "secret_command")]
#[case::argument(
    "secret_command = [\"fetch\", \"--password=S3cr3t\"]",
    "secret_command"
)]
fn a_target_that_somebody_wrote_by_hand_is_judged_as_add_would(
    #[case] line: &str,
    #[case] member: &str,
) {
    let home = Home::new();
    let text = format!("version = 1\n[targets.mine]\nissuer = \"https://as.example/\"\n{line}\n");
    fs::write(home.file("targets"), text).unwrap();
    let (check, all) = home.told("targets");
    assert_weak(
        &check,
        &format!("the member {member} of mine"),
        "--secret-command pass show",
    );
    assert!(!all.contains("S3cr3t"), "{all}");
}

#[test]
fn the_secret_of_the_environment_is_found_wherever_it_stands() {
    let home = Home::new();
    fs::write(home.file("settings"), "# hunter2-horse\n").unwrap();
    let output = home
        .command(&["doctor"])
        .env("OAUTH_TUTOR_CLIENT_SECRET", "hunter2-horse")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("a secret or a token in line 1") && !said.contains("hunter2"),
        "{said}"
    );
}

#[test]
fn a_file_that_others_may_change_is_told_with_everything_else_that_is_wrong() {
    let home = Home::new();
    whole(&home);
    for name in FILES {
        fs::set_permissions(home.file(name), Permissions::from_mode(0o646)).unwrap();
        let (check, _) = home.told(name);
        assert_weak(&check, "others than you may change it", "chmod go-w /");
    }
    fs::write(
        home.file("targets"),
        "version = 99\npassword = \"S3cr3t\"\n",
    )
    .unwrap();
    let (check, all) = home.told("targets");
    for (seen, way_out) in [
        ("of another version", "Use the version"),
        ("others than you", "chmod go-w"),
        ("in line 2", "rotate it now"),
    ] {
        assert_weak(&check, seen, way_out);
    }
    assert!(!all.contains("S3cr3t"), "{all}");
    // Whoever may write to the folder puts another file in its place.
    let home = Home::new();
    whole(&home);
    let folder = home.file("targets").parent().unwrap().to_owned();
    fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
    assert_weak(
        &home.told("targets").0,
        "others than you may change it",
        "of its folder",
    );
}

#[test]
fn nothing_that_the_course_keeps_looks_like_a_secret() {
    let home = Home::new();
    let mut progress = Progress::default();
    for lesson in &course().lessons {
        let kept = LessonProgress {
            method: Some("client_secret_post".into()),
            ..LessonProgress::default()
        };
        progress.lessons.insert(lesson.id.clone(), kept);
        for experiment in lesson.steps.iter().flat_map(|step| &step.experiments) {
            for (id, book) in experiment.lines() {
                let line = ErrorLine {
                    symptom: book.symptom.clone(),
                    cause: book.cause.clone(),
                    fix: book.fix.clone(),
                };
                progress.error_book.insert(id, line);
            }
        }
    }
    assert!(progress.error_book.len() >= 20, "they were found");
    store::save(
        home.file("progress").parent(),
        &progress,
        &Progress::default(),
    )
    .unwrap();
    let (check, _) = home.told("progress");
    assert_eq!(check["state"], "ok", "{check}");
}
