//! Documents made from the program; `UPDATE_DOCS=1 cargo test` writes them anew.

use std::path::Path;

use detente::cli::reference;
use detente::ui::keymap::Keymap;

fn is_fresh(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == made, "{name} is stale: run UPDATE_DOCS=1 cargo test --test cli");
}

/// The page with what stands between two markers replaced.
fn with_part(name: &str, part: &str, made: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let page = std::fs::read_to_string(path).unwrap();
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let from = page.find(&begin).unwrap_or_else(|| panic!("{name} has no {begin}")) + begin.len();
    let to = page.find(&end).unwrap_or_else(|| panic!("{name} has no {end}"));
    format!("{}\n{}\n\n{}", &page[..from], made.trim_end(), &page[to..])
}

#[test]
fn the_command_line_is_documented() {
    is_fresh("docs/cli.md", &reference::cli());
}

#[test]
fn the_keys_are_documented() {
    is_fresh("docs/keys.md", &reference::keys(&Keymap::default()));
}

#[test]
fn the_query_grammar_is_documented() {
    let page = with_part("docs/queries.md", "keys", &reference::query_keys());
    is_fresh("docs/queries.md", &page);
    let page = with_part("docs/queries.md", "columns", &reference::columns());
    is_fresh("docs/queries.md", &page);
}

#[test]
fn the_columns_of_event_tables_are_documented() {
    let page = with_part("docs/formats.md", "event columns", &detente::write::event_columns::markdown());
    is_fresh("docs/formats.md", &page);
}

#[test]
fn every_example_of_a_query_is_one() {
    let page = include_str!("../../docs/queries.md");
    let mut count = 0;
    for block in page.split("```text\n").skip(1) {
        for line in block.split("```").next().unwrap().lines() {
            let query = line.split("  ").next().unwrap().trim();
            query.parse::<detente::query::Query>().unwrap_or_else(|e| panic!("{query}: {e}"));
            count += 1;
        }
    }
    assert!(count > 10);
    for key in detente::query::KEYS {
        key.example.parse::<detente::query::Query>().unwrap();
    }
}

#[test]
fn every_dependency_is_accounted_for() {
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
    let systems = manifest["target"].as_table().unwrap().values().map(|system| &system["dependencies"]);
    let tables = std::iter::once(&manifest["dependencies"]).chain(systems);
    let used: Vec<&String> = tables.flat_map(|table| table.as_table().unwrap().keys()).collect();
    let page = include_str!("../../docs/architecture.md");
    let section = page.split("\n## ").find(|s| s.starts_with("Dependencies")).unwrap();
    let told: Vec<&str> = section
        .lines()
        .filter_map(|l| l.strip_prefix("| ")?.split(" |").next())
        .filter(|name| *name != "crate")
        .collect();
    for name in &used {
        assert!(told.contains(&name.as_str()), "{name} is not in docs/architecture.md under Dependencies");
    }
    for name in &told {
        assert!(used.iter().any(|u| u == name), "{name} is in docs/architecture.md, but no dependency");
    }
    for name in manifest["dev-dependencies"].as_table().unwrap().keys() {
        assert!(section.contains(name.as_str()), "{name} is not told among the crates for tests");
    }
}
