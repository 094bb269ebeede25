//! Actors of the user's own, from the command line and from the configuration.

use super::run::Run;

const ACTORS: &str = r#"
[[actor]]
name = "Varga Kelemen"
aliases = ["Kelemen"]
country = "NOR"
office = "envoy"
from = "2023-05"

[[actor]]
name = "Lantern Column"
aliases = ["LCX"]
kind = "armed-group"
country = "Mali"
code = "MLIREB"
"#;

const TEXT: &str = "Envoys meet\n\nVarga Kelemen met Chile's foreign minister on Tuesday. \
    The Lantern Column attacked Niger. LCX threatened Chad.\n";

/// A run beside whose configuration the file of actors lies; `~` is the article's folder.
fn run(arguments: &[&str], actors: &str) -> (Run, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talks.txt"), TEXT).unwrap();
    std::fs::write(folder.path().join("mine.toml"), actors).unwrap();
    let here = folder.path().to_str().unwrap();
    let named: Vec<String> = arguments.iter().map(|a| a.replace('~', here)).collect();
    (Run::new(&named.iter().map(String::as_str).collect::<Vec<_>>()), folder)
}

fn out(arguments: &[&str], actors: &str) -> (i32, String, String) {
    let (run, _folder) = run(arguments, actors);
    let ran = run.ran();
    (ran.code, ran.out, ran.err)
}

#[test]
fn they_are_found_where_articles_are_extracted() {
    let args = ["extract", "~/talks.txt", "--published", "2024-05-16", "--format", "jsonl"];
    let (_, without, _) = out(&args, ACTORS);
    let (code, with, err) = out(&[&args[..], &["--actors", "~/mine.toml"]].concat(), ACTORS);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(!without.contains("MLIREB") && !without.contains("\"NORGOV\""), "{without}");
    for wanted in ["\"name\":\"Varga Kelemen\"", "\"NORGOV\"", "\"MLIREB\"", "\"name\":\"Lantern Column\""] {
        assert!(with.contains(wanted), "{wanted} is not in {with}");
    }
}

#[test]
fn they_are_found_in_articles_that_are_opened() {
    let args = ["query", "", "~/talks.txt", "--published", "2024-05-16", "--format", "csv"];
    let (_, without, _) = out(&args, ACTORS);
    let (code, with, _) = out(&[&args[..], &["--actors", "~/mine.toml"]].concat(), ACTORS);
    assert_eq!(code, 0);
    assert!(with.contains("NOR") && with.contains("MLI"), "{with}");
    assert!(!without.contains("NOR"), "{without}");
}

#[test]
fn the_configuration_names_them_from_its_own_folder() {
    let (run, _folder) =
        run(&["query", "", "~/talks.txt", "--published", "2024-05-16", "--format", "csv"], ACTORS);
    let run = run.config("actors = \"mine.toml\"\n");
    std::fs::write(run.home().join(".config/detente/mine.toml"), ACTORS).unwrap();
    let ran = run.ran();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("NOR"), "{}", ran.out);
}

#[test]
fn mistakes_are_named_with_file_line_and_what_was_expected() {
    let args = ["extract", "~/talks.txt", "--actors", "~/mine.toml"];
    for (broken, told) in [
        ("[[actor]]\nname = \"A B\"\ncountry = \"Atlantis\"\n", ["mine.toml:3: ", "ISO code"]),
        (
            "[[actor]]\nname = \"A B\"\ncountry = \"NOR\"\noffice = \"boss\"\n",
            ["mine.toml:4: ", "prime-minister"],
        ),
        ("[[actor]]\nname = \"A B\"\ncountry = \"NOR\"\nnik = \"C\"\n", ["mine.toml:4: ", "aliases"]),
        ("[[actor]]\nname = \"A B\"\nkind = \"ngo\"\n", ["mine.toml:1: ", "neither a country nor a code"]),
        ("[[actor]\n", ["mine.toml:1: ", "]"]),
    ] {
        let (code, out, err) = out(&args, broken);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(told.iter().all(|t| err.contains(t)), "{told:?} is not in {err}");
        assert!(!err.contains('\u{1b}'), "{err}");
    }
    let (code, _, err) = out(&["extract", "~/talks.txt", "--actors", "~/none.toml"], "");
    assert_eq!(code, 2);
    assert!(err.contains("none.toml"), "{err}");
}

#[test]
fn a_broken_file_of_the_configuration_stops_nothing() {
    let (run, _folder) = run(&["extract", "~/talks.txt", "--published", "2024-05-16"], "");
    let run = run.config("actors = \"mine.toml\"\n");
    std::fs::write(
        run.home().join(".config/detente/mine.toml"),
        "[[actor]]\nname = \"\"\ncountry = \"NOR\"\n",
    )
    .unwrap();
    let ran = run.ran();
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("mine.toml:2: ") && ran.err.contains("needs a name"), "{}", ran.err);
}
