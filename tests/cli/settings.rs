//! Configuration and log.

use super::run::{CASPIAN, Run, detente, fine};

const OWN: &str = r#"
sources = ["~/dossiers"]
query = "conflict"

[keys]
zoom = "ctrl-w"

[[view]]
name = "Accusations"
query = "type:112"
"#;

#[test]
fn the_configuration_in_force_is_shown_and_reads_back() {
    let shown = Run::new(&["config"]).config(OWN).ran();
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.contains("query = \"conflict\""), "{}", shown.out);
    let again = Run::new(&["config"]).config(&shown.out).ran();
    assert_eq!(again.out, shown.out);
    assert_eq!(fine(&["config", "--default"]), include_str!("../../config.toml"));
}

#[test]
fn the_path_is_where_the_file_lies_or_would() {
    let run = Run::new(&["config", "--path"]);
    let home = run.home().to_owned();
    let out = run.ran().out;
    assert!(out.trim_end().starts_with(home.to_str().unwrap()) && out.ends_with("config.toml\n"), "{out}");
}

#[test]
fn mistakes_are_named_with_their_line_and_the_rest_works() {
    let text = "teme = \"dark\"\n[keys]\nzoom = \"p\"\n";
    let ran = Run::new(&["query", "", CASPIAN]).config(text).ran();
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("date"));
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "each mistake once: {}", ran.err);
    assert!(lines[0].contains("config.toml:1:1:") && lines[0].contains("\"theme\""), "{}", ran.err);
    assert!(lines[1].contains("zoom") && lines[1].contains("pick-pair"), "{}", ran.err);
    let ran = Run::new(&["config"]).config(text).ran();
    assert_eq!(ran.code, 1, "a script can check a configuration");
}

#[test]
fn a_configuration_that_was_named_must_be_there() {
    let ran = detente(&["--config", "no-such.toml", "keys"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.matches("No such file").count(), 1, "{}", ran.err);
}

#[test]
fn keys_of_the_user_are_the_keys_shown() {
    let out = Run::new(&["keys"]).config(OWN).ran().out;
    let zoom = out.lines().find(|l| l.contains(" zoom ")).unwrap();
    assert!(zoom.trim_start().starts_with("ctrl-w "), "{zoom}");
}

#[test]
fn sources_and_views_come_from_the_configuration() {
    let run = Run::new(&["query", "", "--view", "accusations"]).config(OWN);
    let folder = run.home().join("dossiers");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(CASPIAN, folder.join("caspian.toml")).unwrap();
    let ran = run.ran();
    assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{}{}", ran.out, ran.err);
    let ran = Run::new(&["query", "", CASPIAN, "--view", "Acusations"]).config(OWN).ran();
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("do you mean \"Accusations\"?"), "{}", ran.err);
}

#[test]
fn what_is_asked_replaces_the_configured_start() {
    let first = |more: &[&str]| {
        let mut arguments = vec![CASPIAN, "--plain"];
        arguments.extend(more);
        let ran = Run::new(&arguments).config(OWN).ran();
        ran.out.lines().next().unwrap().to_owned()
    };
    assert!(first(&[]).contains("2 events"), "the configured query holds");
    assert!(first(&["--query", "type:057"]).contains("1 event"), "unless another is asked");
    assert!(first(&["--view", "accusations"]).contains("2 events"));
}

#[test]
fn the_log_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("deep/detente.log");
    let arguments = ["query", "", CASPIAN, "--log", log.to_str().unwrap()];
    let ran = Run::new(&arguments).config("log-level = \"info\"").ran();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("INFO") && text.contains("asked"), "{text}");
    let ran = detente(&["query", "", CASPIAN, "--log", "/dev/null/x"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cannot write the log"), "{}", ran.err);
}

#[test]
fn own_themes_lie_beside_the_configuration() {
    let run = Run::new(&["picture", "--size", "80x24", "--theme", "sepia"]).config("");
    let themes = run.home().join(".config/detente/themes");
    std::fs::create_dir(&themes).unwrap();
    let text = "base = \"light\"\n[roles]\naccent = \"#123456\"\ncooperation = \"#654321\"\nfoo = 1\n";
    std::fs::write(themes.join("sepia.toml"), text).unwrap();
    let ran = run.ran();
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.to_lowercase().contains("#654321"));
    assert!(ran.err.contains("sepia.toml:5:1:") && ran.err.contains("foo"), "{}", ran.err);
}

#[test]
fn the_view_may_be_a_pane() {
    let pane = fine(&["picture", CASPIAN, "--view", "claims", "--size", "80x24"]);
    assert_ne!(pane, fine(&["picture", CASPIAN, "--view", "timeline", "--size", "80x24"]));
}
