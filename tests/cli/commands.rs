//! The other commands, exit codes, pipes.

use std::io::{BufRead, BufReader};

use super::run::{CASPIAN, Run, detente, fine};

#[test]
fn exit_codes_tell_how_it_went() {
    assert_eq!(detente(&["check", CASPIAN]).code, 0);
    assert_eq!(detente(&["check", "no-such-file.toml"]).code, 1);
    assert_eq!(detente(&["query", "", "no-such-file.toml"]).code, 1);
    assert_eq!(detente(&["check"]).code, 2);
    assert_eq!(detente(&["--no-such-option"]).code, 2);
    assert_eq!(detente(&["query", "", CASPIAN, "--format", "xml"]).code, 2);
    assert_eq!(detente(&["--pair", "IRN"]).code, 2);
    assert_eq!(detente(&["--plain", "keys"]).code, 2, "options of the dashboard mean nothing to a command");
    let broken = "tests/fixtures/broken/many-mistakes.toml";
    assert_eq!(detente(&["check", broken]).code, 3);
    assert_eq!(detente(&["query", "", broken]).code, 3);
    assert_eq!(detente(&["query", "", CASPIAN, "no-such-file.toml"]).code, 3, "the rest is still answered");
}

#[test]
fn whose_decisions_count_can_be_said_and_is_told() {
    use detente::journal::{CoderSession, DecisionIndex};
    use detente::model::{Builder, Decision, Place};
    use detente::read::{Control, sample};
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new();
    sample::load_sample(&mut builder, &Control::new());
    let store = builder.snapshot();
    for (coder, decision) in [("ann", Decision::Accepted), ("bo", Decision::Rejected)] {
        let mut session = CoderSession::open(folder.path(), coder);
        let index = DecisionIndex::build(session.review(), &store);
        let found = (0..store.len() as u32).filter_map(|row| index.target(&store, Place { segment: 0, row }));
        let signed =
            found.into_iter().find(|t| t.anchor.code == "057" && t.anchor.date == "2001-03-12").unwrap();
        let saving = session.decide(&[signed], decision);
        assert!(matches!(saving, detente::journal::Saving::Saved(_)), "{saving:?}");
    }
    let folder = folder.path().to_str().unwrap();
    let count = |arguments: &[&str]| {
        let ran =
            detente(&[&["query", "pair:IRN-RUS", "--what", "pairs", "--format", "csv"], arguments].concat());
        let row = ran.out.lines().nth(1).unwrap().split(',').nth(3).unwrap().to_owned();
        (row.parse::<u32>().unwrap(), ran.err)
    };
    let (all, told) = count(&["--workspace", folder]);
    assert!(told.contains("ann, bo differ on 1 event or claim, which stands as coded"), "{told}");
    let (bo, told) = count(&["--workspace", folder, "--by", "bo"]);
    assert_eq!((bo, told.contains("differ")), (all - 1, false), "{told}");
    assert_eq!(count(&["--workspace", folder, "--coder", "ann"]).0, all);
    assert!(count(&["--workspace", folder, "--by", "bob"]).1.contains("those who have: ann, bo"));
    let brief = detente(&["brief", "IRN-RUS", "--workspace", folder]);
    assert!(brief.out.contains("ann and bo have reviewed") && brief.err.contains("differ"), "{}", brief.err);
    let brief = detente(&["brief", "IRN-RUS", "--workspace", folder, "--by", "bo"]);
    assert!(brief.out.contains("this counts the decisions of bo"), "{}", brief.out);
    assert!(brief.out.contains("sample/the-pact.toml, bundled"), "the sample has fingerprints");
    // The folder is named before or after what is to be done.
    assert_eq!(detente(&["journal", "verify", "--workspace", folder]).code, 0);
    assert_eq!(detente(&["journal", "--workspace", folder, "verify"]).code, 0);
}

#[test]
fn check_tells_files_on_one_stream_and_problems_on_the_other() {
    let ran = detente(&["check", "tests/fixtures/broken/many-mistakes.toml", CASPIAN]);
    let files: Vec<&str> = ran.out.lines().filter(|l| !l.starts_with(' ')).collect();
    assert_eq!(files.len(), 2, "{}", ran.out);
    assert!(files[1].contains("dossier TOML") && files[1].contains("0 rejected"), "{}", files[1]);
    let problem = ran.err.lines().next().unwrap();
    let parts: Vec<&str> = problem.splitn(4, ':').collect();
    assert_eq!(parts[0], "tests/fixtures/broken/many-mistakes.toml");
    assert!(parts[1].parse::<u32>().is_ok() && parts[2].parse::<u32>().is_ok(), "{problem}");
    assert!(problem.contains("found") && problem.contains("expected"), "{problem}");
}

#[test]
fn folders_patterns_and_standard_input_are_files_too() {
    let direct = fine(&["query", "", CASPIAN]);
    assert_eq!(fine(&["query", "", "tests/fixtures/cli"]), direct);
    assert_eq!(fine(&["query", "", "tests/fixtures/cli/*.toml"]), direct);
    let piped = Run::new(&["query", "", "-"]).input(std::fs::read(CASPIAN).unwrap()).ran();
    assert_eq!((piped.code, piped.out), (0, direct));
}

#[test]
fn without_files_the_sample_is_asked() {
    let out = fine(&["query", "pair:IRN-RUS", "--what", "pairs", "--format", "csv"]);
    assert!(out.lines().nth(1).unwrap().starts_with("IRN-RUS,Iran,Russia,"), "{out}");
}

#[test]
fn without_a_terminal_the_view_is_printed_and_said_so() {
    let ran = detente(&[CASPIAN, "--pair", "IRN-RUS"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("no terminal"), "{}", ran.err);
    assert!(ran.out.contains("2 events"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'));
    let plain = detente(&[CASPIAN, "--pair", "IRN-RUS", "--plain"]);
    assert_eq!((plain.out, plain.err.as_str()), (ran.out, ""));
}

#[test]
fn the_start_options_narrow_the_view() {
    let first = |arguments: &[&str]| fine(arguments).lines().next().unwrap().to_owned();
    assert!(first(&[CASPIAN, "--plain"]).contains("3 events"));
    assert!(first(&[CASPIAN, "--plain", "--since", "2010"]).contains("1 event"));
    assert!(first(&[CASPIAN, "--plain", "--until", "2010"]).contains("2 events"));
    assert!(
        first(&[CASPIAN, "--plain", "--query", "-type:057", "--pair", "Iran-Russia"]).contains("1 event")
    );
    assert_eq!(detente(&["--plain", "--since", "2010-02-30"]).code, 2);
    let ran = detente(&["--plain", "--query", "tpye:1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("^^^^"), "{}", ran.err);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut lines = String::new();
    for n in 0..5_000 {
        lines.push_str(&format!("{{\"type\":\"article\",\"id\":\"a{n}\"}}\n"));
        lines.push_str(&format!(
            "{{\"type\":\"event\",\"article\":\"a{n}\",\"code\":\"057\",\"source\":\"IRN\",\"target\":\"RUS\"}}\n"
        ));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.jsonl");
    std::fs::write(&file, lines).unwrap();
    let file = file.to_str().unwrap();
    for arguments in [
        vec!["query", "", file],
        vec!["query", "", file, "--format", "jsonl"],
        vec!["convert", file, "-", "--to", "json"],
        vec!["completions", "bash"],
    ] {
        let mut child = Run::new(&arguments).command().spawn().unwrap();
        drop(child.stdin.take());
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut String::new()).unwrap();
        drop(out);
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

#[test]
fn convert_goes_round_through_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let first = fine(&["convert", CASPIAN, "-", "--to", "toml"]);
    for name in ["a.jsonl", "a.json", "a.toml"] {
        assert_eq!(fine(&["convert", CASPIAN, &path(name)]), "");
        assert_eq!(fine(&["convert", &path(name), "-", "--to", "toml"]), first, "{name}");
    }
    let there = detente(&["convert", CASPIAN, &path("a.toml")]);
    assert_eq!(there.code, 2, "nothing is written over unasked");
    assert_eq!(fine(&["convert", &path("a.json"), &path("a.toml"), "--force"]), "");
    assert_eq!(detente(&["convert", &path("a.json"), &path("a.json"), "--force"]).code, 2, "not over itself");
    assert_eq!(detente(&["convert", CASPIAN, &path("a.docx")]).code, 2);
    assert_eq!(detente(&["convert", "no-such-file", &path("b.json")]).code, 1);
    assert!(!std::fs::exists(path("b.json")).unwrap());
}

#[test]
fn one_toml_file_holds_one_article() {
    let ran = detente(&["convert", "assets/sample", "-", "--to", "toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("jsonl"), "{}", ran.err);
}

#[test]
fn completions_and_manual_name_all_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = fine(&["completions", shell]);
        for name in ["query", "check", "since", "format"] {
            assert!(script.contains(name), "{shell} {name}");
        }
    }
    assert_eq!(detente(&["completions", "sh"]).code, 2);
    assert!(fine(&["man"]).contains(".TH detente 1"));
    let page = fine(&["man", "query"]);
    assert!(page.contains("detente\\-query") && page.contains("\\-\\-format"), "{page}");
    assert_eq!(detente(&["man", "nothing"]).code, 2);
}

#[test]
fn help_and_version_go_to_standard_output() {
    assert_eq!(fine(&["--version"]), format!("detente {}\n", env!("CARGO_PKG_VERSION")));
    assert!(fine(&["--help"]).contains("Exit codes"));
    assert!(fine(&["help", "query"]).contains("--what"));
}

#[test]
fn keys_list_every_action() {
    let out = fine(&["keys"]);
    for row in detente::ui::action::ACTIONS {
        assert!(out.contains(&format!(" {} ", row.name)) && out.contains(row.about), "{}", row.name);
    }
}

#[test]
fn a_picture_is_the_same_every_time_and_shows_what_was_asked() {
    let arguments = ["picture", "--size", "100x30", "--pair", "IRN-RUS", CASPIAN];
    let first = fine(&arguments);
    assert!(first.starts_with("<svg") || first.starts_with("<?xml"), "{}", &first[..40]);
    assert!(first.contains("Iran") && first.contains("pair:IRN-RUS"));
    assert_eq!(fine(&arguments), first);
    let mut zoomed = arguments.to_vec();
    zoomed.extend(["--keys", "5 z"]);
    assert_ne!(fine(&zoomed), first);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.svg");
    let mut into = arguments.to_vec();
    into.extend(["-o", file.to_str().unwrap()]);
    assert_eq!(fine(&into), "");
    assert_eq!(std::fs::read_to_string(file).unwrap(), first);
}

#[test]
fn a_picture_of_nothing_sensible_is_refused() {
    for wrong in [
        &["picture", "--size", "0x10"][..],
        &["picture", "--size", "99999x99999"],
        &["picture", "--keys", "hyper-q"],
        &["picture", "--keys", "q"],
        &["picture", "--theme", "drak"],
        &["picture", "--view", "claimz"],
    ] {
        assert_eq!(detente(wrong).code, 2, "{wrong:?}");
    }
    assert!(fine(&["picture", "--size", "1x1"]).contains("<svg"));
    assert_eq!(detente(&["picture", "-o", "/no/such/folder/a.svg"]).code, 1);
}
