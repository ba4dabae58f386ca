//! Every spelling of a URL and of a text that carries a secret, and the usual ones that do not.

use rstest::rstest;
use url::Url;

use super::{carries_secret, is_telling_address, text};

fn carries(url: &str) -> bool {
    carries_secret(&Url::parse(url).unwrap())
}

#[rstest]
fn a_name_that_opens_doors_is_seen_in_query_fragment_and_path(
    #[values(
        "access_token",
        "api-key",
        "api_key",
        "apikey",
        "Assertion",
        "auth",
        "AccessKey",
        "client%5Fsecret",
        "client-Secret",
        "CLIENT_SECRET",
        "client%255Fsecret",
        "db_password",
        "key",
        "Ocp-Apim-Subscription-Key",
        "passwd",
        "pwd",
        "sig",
        "SIG",
        "s%69g",
        "Signature",
        "subscription-key",
        "token",
        "x-api-key",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
        "x-functions-key",
        "X-Goog-Signature",
        "x-ms-access-token"
    )]
    name: &str,
) {
    for url in [
        format!("https://as.example/a?{name}=S"),
        format!("https://as.example/a?x=1&{name}=S"),
        format!("https://as.example/a?x=1;{name}=S"),
        format!("https://as.example/a#{name}=S"),
        format!("https://as.example/#/page?{name}=S"),
        format!("https://as.example/a;{name}=S/b"),
        format!("https://as.example/a?{name}%3DS"),
        format!("urn:example:a?{name}=S"),
        format!("https://as.example/?next=https%3A%2F%2Fa.example%2F%3F{name}%3DS"),
    ] {
        assert!(carries(&url), "{url}");
    }
}

#[rstest]
#[case::user("https://u@as.example/")]
#[case::password("https://:p@as.example/")]
#[case::session("https://as.example/?session=3f9c2b7e81d04a66")]
#[case::session_id("https://as.example/?sid=s3f9c2b7e81d04a66aa")]
#[case::cookie("https://as.example/#cookie=3f9c2b7e81d04a66")]
#[case::token_as_a_value("https://as.example/?x=eyJh.eyJh.c2ln")]
#[case::token_in_the_path("https://as.example/eyJh.eyJh.c2ln/x")]
#[case::token_that_is_encoded("https://as.example/?x=%65yJh.eyJh.c2ln")]
#[case::token_with_a_scheme("https://as.example/?x=Bearer%20eyJh.eyJh.c2ln")]
#[case::known_secret("https://as.example/?x=GOCSPX-abcdefghijkl0123456789AB")]
#[case::vendors_token_in_the_path("https://as.example/ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
#[case::vendors_token_behind_the_sign("https://as.example/#glpat-16C7e42F292c6912E771")]
#[case::vendors_token_as_a_query("https://as.example/?hvs.CAESIJ16C7e42F292c6912E771")]
#[case::refresh_token_of_google("https://as.example/?x=1//0gAbC16C7e42F292c6912E771")]
#[case::member_of_json("https://as.example/?x=%7B%22client_secret%22%3A%22S%22%7D")]
#[case::list("https://as.example/?token[]=S")]
#[case::member_of_a_form("https://as.example/?user%5Bpassword%5D=S")]
#[case::hidden_character("https://as.example/?tok%00en=S")]
#[case::authorization_code("https://as.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x")]
#[case::function_key("https://f.example/api/run?code=abcdefgh12345678==")]
#[case::shared_access_signature(
    "https://s.example/c?sv=2022-11-02&se=2030-01-01&sr=c&sp=r&sig=ab%2Fcd%3D"
)]
fn what_opens_doors_by_itself_is_seen(#[case] url: &str) {
    assert!(carries(url), "{url}");
}

#[rstest]
fn usual_addresses_carry_nothing(
    #[values(
        "https://as.example/.well-known/openid-configuration?appid=1&p=b2c_1_policy",
        "https://as.example/keys?kid=abc&keyset=main&alg=RS256&use=sig",
        "https://as.example/?state=xyz&nonce=n&scope=read:secrets%20token&audience=https://api.example",
        "https://api.example/v1/items?page_token=abc&next_token=b&pageToken=c&continuation=d",
        "https://api.example/?key_id=a&keyid=b&key-name=c&keyword=d&keys=e&hotkey=f&monkey=g",
        "https://api.example/?token_type=bearer&token_use=access&grant_type=client_credentials",
        "https://api.example/?code_challenge=abcdefgh&code_challenge_method=S256&country_code=de",
        "https://api.example/prices?code=EUR&sort=token",
        "https://api.example/?SigAlg=rsa&signed=true&design=x&author=me&authority=a&authenticated=1",
        "https://api.example/?passenger=1&compass=n&q=client_secret",
        "https://api.example/?token=&key=",
        "https://api.example/?filter=%7B%22state%22%3A%22open%22%7D",
        "https://api.example/docs#token",
        "https://api.example/docs#/sig?x=1",
        "https://api.example/token/key/secret;v=1",
        "https://tenant.example:8443/oauth2/v2.0/token?api-version=2020-01-01&tenant=common",
        "api://11111111-2222-3333-4444-555555555555/.default",
        "https://hub.example/hf_models_v2_for_everybody/resolve/main",
        "https://npm.example/npm_packages_registry_v2_internal",
        "https://git.example/api/v4/projects/42/repository/commits/16c7e42f292c6912e7710c838347ae178b4a0000",
        "https://dapi-gateway-prod-2x.example/dapi-gateway-production-2x/a",
        "https://example.okta.com/oauth2/aus1a2b3c4d5e6f7g8h9/v1/token",
        "https://as.example/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token",
        "http://127.0.0.1//reports/2024",
        "https://as.example/?session=winter&sid=12&pin=52.5,13.4&cookie=no&sas=off&credential=x509",
        "urn:example:password:reset"
    )]
    url: &str,
) {
    assert!(!carries(url), "{url}");
}

#[rstest]
fn a_login_is_seen_without_any_scheme(
    #[values(
        "admin:hunter2@as.example/api",
        "svc_reports:hunter2@api.example",
        "1user:pw@host",
        "me%40corp:pw@host",
        "ädmin:pw@host",
        ":pw@host",
        "admin:pw@10.0.0.1",
        "admin:pw@[::1]:8080",
        "git:hunter2zz@github.com",
        "ssh:hunter2@h.example",
        "jdbc:postgresql://admin:hunter2@db.example/x",
        "admin%3Ahunter2%40host.example",
        "https://a.example/?next=https://u:hunter2@h",
        "view-source:https://u:p@h",
        "admin:hunter2@_host",
        "admin:pa/ss2@host.example",
        "admin:pa:ss2@host.example"
    )]
    text: &str,
) {
    assert!(is_telling_address(text), "{text}");
    assert!(text::carries(text), "{text}");
}

#[rstest]
fn names_with_that_sign_are_no_logins(
    #[values(
        "urn:example:api@v2",
        "tag:me@as.example,2026:api",
        "mailto:me@as.example",
        "acct:me@as.example",
        "did:web:a@b",
        "arn:aws:iam::123:role/x@y",
        "npm:foo@1.2.3",
        "serviceAccount:sa-1234@project.iam.gserviceaccount.com",
        "api:app@corp.example",
        "user:alice@corp.example",
        "prod:signing@v1beta1",
        "service:reports@stable",
        "image:latest@sha256",
        "user:email@read profile",
        "pkg:npm/%40angular/animation@12.3.1",
        "ssh:git@github.com",
        "service:reports@1.2.3-beta",
        "api:read@v2",
        "read:reports",
        "https://api.example/a:b@2"
    )]
    text: &str,
) {
    assert!(!is_telling_address(text), "{text}");
}

#[rstest]
fn a_text_with_a_secret_is_seen_however_it_is_written(
    #[values(
        "client_secret=S",
        "CLIENT_SECRET=S",
        "Client-Secret = S",
        "client secret S",
        "client_secret S",
        "client_secret\tS",
        "client_secret: S",
        "client_secret:S3",
        "{\"client_secret\":\"S\"}",
        "'client_secret' => 'S'",
        "client_secret==S",
        "openid client_secret=S",
        "openid,client_secret=S",
        "client%5Fsecret=S",
        "client%5fsecret%3DS",
        "client%255Fsecret%253DS",
        "client%20secret%20S",
        "client\u{200b}_secret=S",
        "client_secret=\"S\"",
        "password=S",
        "Password S",
        "pwd=S",
        "pwd: S",
        "password:S",
        "DB_PASSWORD=S",
        "passphrase=S",
        "api_key=S",
        "apikey S1",
        "x-api-key: S",
        "access_token=S",
        "token=S",
        "key=S",
        "Authorization: Basic abc",
        "Bearer S3cr3t",
        "client_secret=password",
        "client_secret hunter",
        "eyJh.eyJh.c2ln",
        "Bearer eyJh.eyJh.c2ln",
        "x=eyJh.eyJh.c2ln",
        "GOCSPX-abcdefghijkl0123456789AB",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "-----BEGIN PRIVATE KEY----- abc",
        "https://as.example/?sig=S",
        "https://u:S@t.example%/",
        "//u:S@t.example",
        "app:ghp_16C7e42F292c6912E7710c838347Ae178B4a"
    )]
    text: &str,
) {
    assert!(text::carries(text), "{text}");
}

#[rstest]
fn names_of_apis_clients_and_scopes_carry_nothing(
    #[values(
        "https://api.example",
        "https://api.example/reports?version=2",
        "api://abc/.default",
        "https://my-secret:8443/api",
        "https://client-secret.example/",
        "urn:example:api",
        "read:reports write:reports",
        "read:secrets secret:rotate",
        "password:reset",
        "password:Reset vault.secret:Read.All",
        "https://vault.example/secret:v2",
        "app:name@3f9c2b7e1a0d4c5b6f7e8d9c0b1a2f3e4d5c6b7a",
        "client_secret:read client_secrets:write",
        "token key openid",
        "email password profile",
        "read:token token",
        "api_key:read",
        "secret",
        "0oabcdefghABCDEF1234",
        "aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
        "my-client-secret-reader",
        "dapi-gateway-prod-2x"
    )]
    text: &str,
) {
    assert!(!text::carries(text), "{text}");
}

#[rstest]
fn an_at_behind_the_host_is_no_login(
    #[values(
        "http://t.example:99999/users/me@example.com",
        "https://t.example:99999/a@b:c",
        "//api.example:8080/contacts/me@example.com",
        "https://gateway.example/dapi-Gateway-1-production-name"
    )]
    text: &str,
) {
    assert!(!super::is_telling_address(text), "{text}");
}

#[rstest]
fn a_login_is_seen_though_the_address_is_none(
    #[values(
        "http://u:hunter2zz@t.example:99999/",
        "//u:hunter2zz@t.example",
        "https://u:hunter2zz@t.example%/",
        "http://u:hunter/2@zz@t.example/"
    )]
    text: &str,
) {
    assert!(super::is_telling_address(text), "{text}");
}

#[rstest]
fn what_a_machine_made_is_told_from_long_names(
    #[values(
        ("kJ8sQ2vLx0Zb7NfRt5YwPe3HgUc9MdAiTo6XlSrVq1WnBzKj", true),
        ("a3Kd-9fQ_xZ1pL7mVt2Rw8YbNc5Hs0Gj6Ue4TiXoAqBzDkEl", true),
        ("com.example.ReallyLongScopeName2024WithVersion12AndMoreWordsBehindIt.Read.All", false),
        ("TeamBlue-Reports-Api-Production-EuropeWest2024Q1", false),
        ("urn:x:3F9c2b7e1a0d4c5b6f7e8d9c0b1a2f3e4d5c6b7a", false),
        ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", false)
    )]
    row: (&str, bool),
) {
    assert_eq!(text::is_random(row.0), row.1, "{}", row.0);
}
