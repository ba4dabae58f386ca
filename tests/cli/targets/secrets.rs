//! `targets add` keeps no secret, whatever field it stands in and however it is written; what people name is kept.

use std::fs;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use rstest::rstest;
use tempfile::TempDir;

/// How `targets add t --issuer https://as.example/ ...` ended, what it said, and what was kept. Nothing is asked.
fn add(words: &[&str]) -> (i32, String, Option<String>) {
    add_beside(words, None)
}

fn add_beside(words: &[&str], secret: Option<&str>) -> (i32, String, Option<String>) {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(cargo_bin("oauth-tutor"));
    command
        .args(["--quiet", "targets", "add", "t"])
        .args(["--issuer", "https://as.example/"])
        .args(words)
        .env("XDG_CONFIG_HOME", home.path())
        .env_remove("OAUTH_TUTOR_CLIENT_SECRET");
    if let Some(secret) = secret {
        command.env("OAUTH_TUTOR_CLIENT_SECRET", secret);
    }
    let ran = command.output().unwrap();
    assert_eq!(ran.stdout, b"");
    let said = String::from_utf8(ran.stderr).unwrap();
    let kept = fs::read_to_string(home.path().join("oauth-tutor/targets.toml")).ok();
    (ran.status.code().unwrap(), said, kept)
}

/// Words as a shell would part them; `·` stands for a blank within one.
fn parted(line: &str) -> Vec<String> {
    line.split(' ').map(|word| word.replace('·', " ")).collect()
}

/// A command that is refused as one for the secret, and what is said; neither keeps nor repeats what it holds.
fn refused(command: &str) -> String {
    let words = parted(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (code, said, kept) = add(&[&["--secret-command"], &words[..]].concat());
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(!said.contains("S3cr3t"), "{said}");
    said
}

#[rstest]
fn a_secret_in_a_value_is_refused_with_the_reason_and_the_way_out(
    #[values(
        "--audience",
        "--resource",
        "--scope",
        "--client-id",
        "--kid",
        "--key",
        "--ca-cert"
    )]
    flag: &str,
    #[values(
        "client_secret=S3cr3t",
        "CLIENT-SECRET=S3cr3t",
        "password=S3cr3t",
        "api%5Fkey%3DS3cr3t"
    )]
    value: &str,
) {
    let (code, said, kept) = add(&[flag, value]);
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(
        said.starts_with(&format!("{flag} holds a secret")),
        "{said}"
    );
    assert!(
        said.contains("Nothing was kept") && said.contains("--secret-command pass show"),
        "{said}"
    );
    assert!(!said.contains("S3cr3t"), "{said}");
}

#[rstest]
#[case::blank("--scope", "client_secret S3cr3t")]
#[case::header("--audience", "Authorization: Bearer S3cr3t")]
#[case::json("--audience", "{\"client_secret\": \"S3cr3t\"}")]
#[case::among_scopes("--scope", "openid password=S3cr3t email")]
#[case::token_behind_a_name("--scope", "x=eyJhbGciOiJub25lIn0.eyJzdWIiOiJTM2NyM3QifQ.S3cr3t")]
#[case::known_by_its_beginning("--audience", "GOCSPX-S3cr3tS3cr3tS3cr3tS3cr3t")]
#[case::as_a_machine_makes_them("--scope", "read S3cr3tkJ8-qRtY_u7v2Lm90aS3cr3tkJ8-qRtY_u7v2Lm90a")]
#[case::in_the_address("--api", "https://api.example/?sig=S3cr3t")]
fn so_is_one_that_is_written_otherwise(#[case] flag: &str, #[case] value: &str) {
    let (code, said, kept) = add(&[flag, value]);
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(
        said.contains("rotate it now") && !said.contains("S3cr3t"),
        "{said}"
    );
}

/// As long as the secrets that Auth0 and Okta make, and made as they are.
const MADE: &str = "kJ8qRtYu7v2Lm90aQ3wXz5Bn1Hc6Vd4Kf8Gs2PjT7yUo0Ei9LrAb3Mx5Nw6Zq1Cv";

#[rstest]
#[case::word(&["--secret-command", "fetch", MADE])]
fn what_is_made_as_secrets_are_is_not_kept(#[case] words: &[&str]) {
    let (code, said, kept) = add(words);
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(
        said.contains("rotate it now") && !said.contains(MADE),
        "{said}"
    );
}

#[rstest]
fn an_id_that_is_longer_than_most_is_kept_and_doubted(
    #[values("--client-id", "--kid")] flag: &str,
    #[values("", "3MVG9kJ8qRtYu7v2Lm90")] more: &str,
) {
    let long = format!("{more}{MADE}");
    let (code, said, kept) = add(&[flag, &long]);
    assert_eq!(code, 0, "{said}");
    assert!(kept.is_some_and(|kept| kept.contains(&long)));
    let doubt = format!("{flag} is longer than most ids");
    assert!(
        said.contains(&doubt) && said.contains("targets add t"),
        "{said}"
    );
    let (_, said, _) = add(&["--client-id", "kJ8qRtYu7v2Lm90aQ3wXz5Bn1Hc6Vd4K"]);
    assert!(!said.contains("longer than"), "{said}");
}

#[rstest]
#[case::whole(&["--audience", "pw1"], "pw1")]
#[case::part(&["--scope", "read:hunter2-horse"], "hunter2-horse")]
#[case::encoded(&["--audience", "urn:x:hunter2%2fhorse"], "hunter2/horse")]
#[case::argument(&["--secret-command", "fetch", "--with", "hunter2-horse"], "hunter2-horse")]
#[case::file(&["--key", "/keys/hunter2-horse.pem"], "hunter2-horse")]
fn the_secret_of_the_environment_is_known(#[case] words: &[&str], #[case] secret: &str) {
    let (code, said, kept) = add_beside(words, Some(secret));
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(
        said.contains("rotate it now") && !said.contains(secret),
        "{said}"
    );
    let (code, said, kept) = add_beside(words, Some("another-secret"));
    assert_eq!((code, kept.is_some()), (0, true), "{said}");
}

#[rstest]
fn a_command_that_prints_its_own_words_is_refused(
    #[values(
        "echo S3cr3t",
        "ECHO S3cr3t",
        "echo·S3cr3t",
        "/bin/echo·S3cr3t",
        "/bin/echo S3cr3t",
        "printf S3cr3t",
        "printf %s S3cr3t",
        "yes S3cr3t",
        "env echo S3cr3t",
        "sh -c X=S3cr3t;·echo·$X",
        "sh -c X='S3cr3t'·&&·printf·%s·\"${X}\"",
        "env X=S3cr3t sh -c echo·$X",
        "env A=1 echo S3cr3t",
        "busybox echo S3cr3t",
        "timeout 5 echo S3cr3t",
        "sudo -u me printf S3cr3t",
        "sh -c echo·S3cr3t",
        "bash -lc printf·'%s'·S3cr3t",
        "sh -c echo·-n·\"S3cr3t\"",
        "sh -c cd·/;·echo·S3cr3t",
        "sh -c cat·<<<S3cr3t",
        "sh -c exec·echo·S3cr3t",
        "sh -c echo·$'S3cr3t'",
        "sh -c echo·S3cr3t·|·cat",
        "python3 -c print('S3cr3t')",
        "python3.12 -c print(\"S3cr3t\")",
        "perl -e print·'S3cr3t'",
        "ruby -e puts·'S3cr3t'",
        "node -e console.log('S3cr3t')",
        "node -p 'S3cr3t'",
        "awk BEGIN{print·\"S3cr3t\"}",
        "jq -n \"S3cr3t\"",
        "pwsh -c Write-Output·S3cr3t"
    )]
    command: &str,
) {
    let said = refused(command);
    assert!(
        said.contains("prints its own words") && said.contains("pass show"),
        "{said}"
    );
}

#[rstest]
fn a_command_with_a_secret_among_its_words_is_refused(
    #[values(
        "fetch client_secret=S3cr3t",
        "fetch --Client_Secret S3cr3t",
        "fetch --client_secret=S3cr3t",
        "fetch password=S3cr3t",
        "fetch --password S3cr3t",
        "fetch -password=S3cr3t",
        "fetch client%5Fsecret=S3cr3t",
        "env VAULT_TOKEN=S3cr3t vault read x",
        "infisical get --token S3cr3t",
        "curl -u id:S3cr3t https://vault.example/",
        "curl -uid:S3cr3t https://vault.example/",
        "curl -H X-Vault-Token:·S3cr3t https://vault.example/",
        "curl -H Authorization:·Bearer·S3cr3t https://vault.example/",
        "sh -c curl·https://vault.example/?key=S3cr3t·|·jq·-r·.data",
        "sh -c fetch·--password·S3cr3t",
        "sshpass -p S3cr3t ssh vault",
        "sshpass -pS3cr3t ssh vault",
        "openssl enc -d -pass pass:S3cr3t",
        "gpg --passphrase S3cr3t -d secret.gpg",
        "bw get password m2m --session S3cr3tS3cr3tS3cr3tS3cr3t",
        "fetch GOCSPX-S3cr3tS3cr3tS3cr3tS3cr3t"
    )]
    command: &str,
) {
    let said = refused(command);
    assert!(
        said.starts_with("--secret-command holds a secret"),
        "{said}"
    );
}

#[rstest]
#[case(&["--secret-command", "fetch", "--client-secret", "S3cr3t"])]
#[case(&["--secret-command", "fetch", "--client-secret=S3cr3t"])]
fn the_flag_that_takes_a_secret_is_refused_wherever_it_stands(#[case] words: &[&str]) {
    let (code, said, kept) = add(words);
    assert_eq!((code, kept), (2, None), "{said}");
    assert!(
        said.contains("rotate it now") && !said.contains("S3cr3t"),
        "{said}"
    );
}

#[rstest]
fn commands_that_people_fetch_secrets_with_are_kept(
    #[values(
        "pass show auth0/m2m",
        "gopass show --password m2m/client_secret",
        "lpass show --password m2m",
        "rbw get m2m",
        "bw get password m2m",
        "op read op://work/m2m/client_secret",
        "op item get m2m --fields label=client_secret",
        "op item get m2m --fields password",
        "cat /run/secrets/client_secret",
        "gpg -d client_secret.gpg",
        "age -d -i key.txt secret.age",
        "sops -d --extract [\"client_secret\"] f",
        "vault kv get -field=client_secret secret/m2m",
        "vault kv get -field client_secret secret/m2m",
        "secret-tool lookup service auth0",
        "gcloud secrets versions access latest --secret=m2m",
        "gcloud secrets versions access latest --secret m2m",
        "aws secretsmanager get-secret-value --secret-id m2m --query SecretString --output text",
        "aws ssm get-parameter --name /m2m/client_secret --with-decryption",
        "az keyvault secret show --name m2m --vault-name v --query value",
        "kubectl get secret m2m -o jsonpath={.data.client_secret}",
        "security find-generic-password -s auth0 -w",
        "keepassxc-cli show -a Password /home/me/db.kdbx m2m",
        "doppler secrets get CLIENT_SECRET --plain",
        "jq -r .client_secret creds.json",
        "awk -F= /^client_secret=/{print·$2} .env",
        "sed -n s/^CLIENT_SECRET=//p .env",
        "grep -oP client_secret=\\K.* .env",
        "sh -c pass·show·auth0/m2m·|·head·-1",
        "sh -c pass·show·echo/x",
        "sh -c echo·\"$(pass·show·m2m)\"",
        "sh -c printf·%s·\"$M2M\"",
        "sh -c pass·show·x·||·echo·no·such·entry·>&2",
        "python3 -c import·keyring;·print(keyring.get_password('a','b'))",
        "ssh me@vault.example cat secret",
        "curl -u me: https://vault.example/m2m",
        "docker exec vault cat /secret",
        "systemd-creds cat m2m",
        "env HOME=/x pass show m2m",
        "sh -c LC_ALL=C·printf·%s·\"$M2M\"",
        "env LC_ALL=C sh -c cat·/run/secrets/m2m"
    )]
    command: &str,
) {
    let words = parted(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (code, said, kept) = add(&[&["--secret-command"], &words[..]].concat());
    assert_eq!(code, 0, "{said}");
    assert!(kept.unwrap().contains("secret_command"), "{said}");
}

#[test]
fn a_name_that_is_a_secret_is_none_for_a_target() {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(cargo_bin("oauth-tutor"));
    command
        .args([
            "targets",
            "add",
            "GOCSPX-S3cr3tS3cr3tS3cr3tS3cr3t",
            "--issuer",
            "https://as.example/",
        ])
        .env("XDG_CONFIG_HOME", home.path());
    let ran = command.output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(
        said.starts_with("The name holds a secret") && !said.contains("S3cr3t"),
        "{said}"
    );
    assert!(!home.path().join("oauth-tutor").exists());
}

#[test]
fn a_secret_that_somebody_wrote_into_the_file_is_not_listed() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join("oauth-tutor")).unwrap();
    let text = "version = 1\n[targets.a]\nissuer = \"https://as.example/\"\naudience = \"password=S3cr3t\"\n[targets.b]\nissuer = \"https://b.example/\"\n";
    fs::write(home.path().join("oauth-tutor/targets.toml"), text).unwrap();
    let mut command = Command::new(cargo_bin("oauth-tutor"));
    let ran = command
        .args(["targets", "list"])
        .env("XDG_CONFIG_HOME", home.path())
        .output()
        .unwrap();
    let listed = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(0));
    assert!(
        listed.contains("a  holds a secret") && listed.contains("b  https://b.example/"),
        "{listed}"
    );
    assert!(!listed.contains("S3cr3t"), "{listed}");
}

#[rstest]
#[case("--audience", "api://11111111-2222-3333-4444-555555555555/.default")]
#[case(
    "--audience",
    "https://api-gateway.internal-services.Example-Company.example:8443/v2"
)]
#[case(
    "--client-id",
    "aBcDeFgHiJkLmNoPqRsTuVwXyZ012345aBcDeFgHiJkLmNoPqRsTuVwXyZ012345"
)]
#[case("--kid", "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg")]
#[case("--scope", "read:secrets password:reset token")]
#[case(
    "--api",
    "https://graph.example/v1.0/drives/b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd/root"
)]
#[case("--resource", "https://client-secret.example/")]
#[case("--key", "/home/me/My Client Secret Key.pem")]
fn what_people_name_is_kept(#[case] flag: &str, #[case] value: &str) {
    let (code, said, kept) = add(&[flag, value]);
    assert_eq!(code, 0, "{said}");
    assert!(kept.unwrap().contains(value));
}

#[test]
fn a_target_that_was_there_is_as_it_was_when_a_secret_is_refused() {
    let home = TempDir::new().unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(cargo_bin("oauth-tutor"));
        command.args(["--quiet", "targets", "add", "t"]).args(words);
        command.env("XDG_CONFIG_HOME", home.path());
        command.output().unwrap().status.code()
    };
    assert_eq!(
        run(&["--issuer", "https://as.example/", "--scope", "read:secrets"]),
        Some(0)
    );
    let file = home.path().join("oauth-tutor/targets.toml");
    let before = fs::read_to_string(&file).unwrap();
    assert_eq!(run(&["--audience", "password=S3cr3t"]), Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}
