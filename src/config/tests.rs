use super::settings::KEYS;
use super::*;
use crate::query::Query;

fn read(text: &str) -> (Config, Vec<String>) {
    let (config, problems) = Config::read(text, &Vocabulary::default());
    (config, problems.iter().map(Problem::to_string).collect())
}

const FULL: &str = r#"
theme = "light"
colours = "256"
date-style = "written"
number-style = "full"
sources = ["~/dossiers", 'C:\events "old"']
pane = "claims"
pair = "Russia-Iran"
query = "conflict since:2021 -type:14"
start-view = "Sanctions"
first-bin = "quarter"
shares = true
restore-session = true
mouse = false
clipboard = "osc52"
cache = false
cache-from = "100 MiB"
cache-limit = "2 GB"
log-level = "debug"
[keys]
quit = ["q", "Ctrl-q"]
zoom = "z"
help = []
[[view]]
name = "Sanctions"
query = "to:IRN type:163"
key = "F5"
[[view]]
name = "Alles"
query = ""
[[mapping]]
name = "mine"
date = "event_date"
columns = { source = 3 }
"#;

#[test]
fn the_documented_default_is_the_default() {
    let (config, problems) = read(DEFAULT_TEXT);
    assert_eq!(problems, [""; 0]);
    assert_eq!(config, Config::default());
    for key in KEYS {
        let forms = [format!("\n{key} = "), format!("\n[{key}]"), format!("\n# [[{key}]]")];
        assert!(forms.iter().any(|form| DEFAULT_TEXT.contains(form.as_str())), "{key} is not documented");
    }
    let written = config.to_toml();
    for line in written.lines().filter(|line| !line.is_empty()) {
        let about = comment(line).unwrap_or_else(|| panic!("{line} does not stand so in the default"));
        assert!(!about.is_empty(), "{line} has no word of explanation");
    }
}

/// What is said right above a line of the documented default; nothing without such a line.
fn comment(line: &str) -> Option<String> {
    let lines: Vec<&str> = DEFAULT_TEXT.lines().collect();
    let at = lines.iter().position(|l| *l == line)?;
    let from = lines[..at].iter().rposition(|l| !l.starts_with('#')).map_or(0, |before| before + 1);
    Some(lines[from..at].join("\n"))
}

#[test]
fn every_word_of_a_setting_is_documented() {
    let mut choices = 0;
    for line in Config::default().to_toml().lines() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        let (_, problems) = read(&format!("{key} = {{}}"));
        let Some((_, words)) = problems[0].split_once("expected one of ") else { continue };
        let about = comment(line).unwrap();
        choices += 1;
        for word in words.split(", ") {
            assert!(about.contains(word), "{key} may be {word}, which the default does not tell");
        }
    }
    assert_eq!(choices, 7);
}

#[test]
fn the_examples_in_the_default_are_right_too() {
    let starts = ["quit = ", "[[view]]", "name = ", "query = ", "key = ", "[[mapping]]", "date = "];
    let lines = DEFAULT_TEXT.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if starts.iter().any(|start| rest.starts_with(start)) => rest,
        _ => line,
    });
    let (config, problems) = read(&lines.collect::<Vec<_>>().join("\n"));
    assert_eq!(problems, [""; 0]);
    assert_eq!(config.keys["quit"], ["q", "Ctrl-q"]);
    assert_eq!(config.views[0].name, "Sanctions on Iran");
    assert_eq!(config.mappings.len(), 1);
}

#[test]
fn everything_can_be_set_and_written_out_again() {
    let (config, problems) = read(FULL);
    assert_eq!(problems, [""; 0]);
    assert_eq!(config.pair.map(|pair| pair.to_string()).as_deref(), Some("IRN-RUS"));
    assert_eq!(config.colours, Some(ColourDepth::Ansi256));
    assert_eq!((config.cache_from, config.cache_limit), (Size(100 << 20), Size(2_000_000_000)));
    assert_eq!(config.keys["help"], [""; 0]);
    assert_eq!(config.views[1].query, Query::default());
    assert_eq!(config.mappings[0]["columns"]["source"].as_integer(), Some(3));
    let (again, problems) = read(&config.to_toml());
    assert_eq!(problems, [""; 0]);
    assert_eq!(again, config);
    for key in KEYS {
        assert!(config.to_toml().contains(key), "{key} is not written out");
    }
}

#[test]
fn a_subset_leaves_the_rest() {
    let (config, problems) = read("\u{feff}mouse = false\n");
    assert_eq!(problems, [""; 0]);
    assert_eq!(config, Config { mouse: false, ..Config::default() });
}

#[test]
fn what_is_wrong_is_named_and_the_default_stays() {
    let text = "them = 'dark'
mouse = 'yes'
pair = 'Iran-Atlantis'
query = 'quad:nonsense'
pane = 'timelime'
sources = ['a', 7]
first-bin = 3
mapping = 'x'
view = 5
cache-from = 'much'
";
    let (config, problems) = read(text);
    let start = |n: usize, text: &str| assert!(problems[n].starts_with(text), "{}", problems[n]);
    assert_eq!(problems.len(), 10, "{problems:#?}");
    start(0, "1:1: unknown key \"them\"; did you mean \"theme\"?");
    start(1, "2:9: mouse is 'yes', expected true or false");
    start(2, "3:8: pair is 'Iran-Atlantis', expected two countries");
    start(3, "4:9: query is 'quad:nonsense', expected a query (");
    assert!(problems[4].ends_with("did you mean \"timeline\"?"), "{}", problems[4]);
    start(5, "6:17: sources is 7, expected a text");
    start(6, "7:13: first-bin is 3, expected one of \"auto\"");
    start(7, "8:11: mapping is 'x', expected tables");
    start(8, "9:8: view is 5, expected tables");
    start(9, "10:14: cache-from is 'much', expected a size such as \"8 MiB\"");
    assert_eq!(config, Config { sources: vec!["a".to_owned()], ..Config::default() });
}

#[test]
fn views_say_what_they_lack_and_the_others_stay() {
    let (config, problems) =
        read("[[view]]\nquery = 'conflict'\n[[view]]\nname = 'b'\nquery = ''\nkeys = 'x'\n");
    assert_eq!(config.views.len(), 1);
    assert_eq!(config.views[0].name, "b");
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(problems[0].contains("expected a table with \"name\""), "{}", problems[0]);
    assert!(problems[1].ends_with("did you mean \"key\"?"), "{}", problems[1]);
}

#[test]
fn names_from_above_are_checked() {
    let check = |key: &str| (key.len() > 6).then(|| "a key such as \"Ctrl-x\"".to_owned());
    let words =
        Vocabulary { actions: vec!["quit", "zoom"], themes: vec!["dark", "light"], key: Some(&check) };
    let text = "theme = 'darkk'\n[keys]\nquitt = 'q'\nzoom = ['z', 'nonsense']\nquit = 'nonsense'\n";
    let (config, problems) = Config::read(text, &words);
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told[0].ends_with("did you mean \"dark\"?"), "{}", told[0]);
    assert!(told[1].starts_with("3:1: ") && told[1].ends_with("did you mean \"quit\"?"), "{}", told[1]);
    assert!(told[2].starts_with("4:14: keys.zoom is 'nonsense', expected a key such as"), "{}", told[2]);
    assert!(told[3].starts_with("5:8: keys.quit is"), "{}", told[3]);
    assert_eq!(config.theme, "auto");
    assert_eq!(config.keys.get("zoom").map(Vec::as_slice), Some(&["z".to_owned()][..]));
    assert!(!config.keys.contains_key("quit"));
}

#[test]
fn broken_toml_is_one_problem_and_all_defaults() {
    for text in ["mouse = ", "[keys\n", "a = 1\na = 2", "\"\\q\" = 1", "mouse = false\n\0"] {
        let (config, problems) = read(text);
        assert_eq!(problems.len(), 1, "{text:?}: {problems:?}");
        assert_eq!(config, Config::default());
    }
}

#[test]
fn files_are_found_missing_or_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let places = Places { config: at("config"), data: at("data"), cache: at("cache"), state: at("state") };
    let words = Vocabulary::default();
    assert_eq!(load(None, Some(&places), &words).unwrap(), Loaded::default());
    let missing = load(Some(&at("nowhere.toml")), Some(&places), &words).unwrap_err();
    assert!(missing.to_string().contains("nowhere.toml"));
    std::fs::create_dir(&places.config).unwrap();
    std::fs::write(places.config_file(), "mouse = false\nx = 1\n").unwrap();
    let loaded = load(None, Some(&places), &words).unwrap();
    assert_eq!(loaded.path, Some(places.config_file()));
    assert!(!loaded.config.mouse);
    assert_eq!(loaded.problems.len(), 1);
    std::fs::write(places.config_file(), b"\xff\xfe").unwrap();
    assert!(load(None, Some(&places), &words).is_err());
}
