//! `detente query` in every format, each read again by another reader.

use std::collections::BTreeSet;

use detente::model::{Builder, Store};
use detente::read::{Control, Input, read};
use serde_json::Value;

use super::run::{CASPIAN, Run, detente, fine};

fn records(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    (heads, rows)
}

/// The columns that tell where a row was read and what only data sets have: they
/// do not go through records.
const OWN: [&str; 5] = ["place", "place_country", "lag", "data", "file"];

/// The rows without what does not go through records.
fn carried(text: &str) -> Vec<Vec<String>> {
    let (heads, rows) = records(text);
    let keep = |row: Vec<String>| {
        let cells = row.into_iter().zip(&heads).filter(|(_, head)| !OWN.contains(&head.as_str()));
        cells.map(|(cell, _)| cell).collect()
    };
    rows.into_iter().map(keep).collect()
}

#[test]
fn events_come_as_a_table_with_numbers_to_the_right() {
    let out = fine(&["query", "", CASPIAN]);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("date        source  way  target  tone  code  event"), "{out}");
    assert_eq!(lines.len(), 4, "two sides of one accusation are two rows: {out}");
    assert!(lines[1].starts_with("2009        IRN     →    "), "{out}");
    let end = lines[0].find("reports").unwrap() + "reports".len();
    let cells = |line: &str| line.chars().take(end).collect::<String>();
    assert!(cells(lines[3]).ends_with(" 3"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn tables_keep_to_the_width() {
    for width in [20, 40, 80] {
        let out = fine(&["query", "", CASPIAN, "--what", "claims", "--width", &width.to_string()]);
        for line in out.lines() {
            assert!(detente::ui::text::width(line) <= width, "{width}: {line}");
        }
        assert!(out.contains('…'));
    }
}

#[test]
fn csv_and_json_have_the_same_cells() {
    for what in ["events", "claims", "actors", "pairs", "balance"] {
        let (heads, rows) = records(&fine(&["query", "", CASPIAN, "--what", what, "--format", "csv"]));
        let json = fine(&["query", "", CASPIAN, "--what", what, "--format", "json"]);
        let json: Vec<Value> = serde_json::from_str(&json).unwrap();
        assert!(!rows.is_empty());
        assert_eq!(json.len(), rows.len(), "{what}");
        for (object, row) in json.iter().zip(&rows) {
            let object = object.as_object().unwrap();
            assert_eq!(object.len(), heads.len());
            for (head, cell) in heads.iter().zip(row) {
                let told = match &object[head] {
                    Value::Null | Value::Bool(false) => String::new(),
                    Value::Bool(true) => "yes".to_owned(),
                    Value::String(text) => text.clone(),
                    Value::Array(texts) => {
                        texts.iter().map(|t| t.as_str().unwrap()).collect::<Vec<_>>().join("; ")
                    }
                    other => other.to_string(),
                };
                assert_eq!(cell.trim_start_matches('\''), told, "{what} {head}");
            }
        }
    }
}

/// What a row of the balance says under some heads.
fn bins(query: &str, file: &str, every: &str, heads: &[&str]) -> Vec<String> {
    let arguments = ["query", query, file, "--what", "balance", "--every", every, "--format", "csv"];
    let (all, rows) = records(&fine(&arguments));
    let places: Vec<usize> = heads.iter().map(|head| all.iter().position(|h| h == head).unwrap()).collect();
    rows.iter().map(|row| places.iter().map(|&p| row[p].as_str()).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_balance_tells_nothing_happened_from_nothing_known() {
    // A treaty in 2018, and an accusation of two countries in 2009.
    let heads = ["bin", "days", "events", "reports", "cooperation", "conflict", "balance", "goldstein"];
    let years = bins("", CASPIAN, "year", &heads);
    assert_eq!(years.len(), 10, "{years:?}");
    assert_eq!(years[0], "2009 1 2 2 0 2 -2 -2", "{years:?}");
    assert_eq!(years[5], "2014 0      ", "a gap has no counts");
    assert_eq!(years[9], "2018 1 1 3 1 0 1 8", "{years:?}");
    let heads = ["bin", "first", "last", "events", "all", "forth", "both"];
    let pair = bins("pair:IRN-AZE since:2009 until:2018-09", CASPIAN, "year", &heads);
    assert_eq!(pair[0], "2009 2009-01-01 2009-12-31 1 2 0 0", "{pair:?}");
    assert_eq!(pair[9], "2018 2018-01-01 2018-09-30 0 1 0 0", "data, but none of the pair");
    assert_eq!(bins("", CASPIAN, "decade", &["bin", "events"]), ["2000s 2", "2010s 1"]);
    let sum = |every| -> u64 {
        let all = bins("", CASPIAN, every, &["events"]);
        all.iter().filter_map(|n| n.parse::<u64>().ok()).sum()
    };
    for every in ["day", "week", "month", "quarter", "year", "decade"] {
        assert_eq!(sum(every), 3, "{every}");
    }
}

#[test]
fn a_formula_in_a_note_does_not_run_in_a_spreadsheet() {
    let (heads, rows) = records(&fine(&["query", "type:112", CASPIAN, "--format", "csv"]));
    let note = heads.iter().position(|h| h == "note").unwrap();
    assert_eq!(rows[0][note], "'=2+2 | three sides");
}

#[test]
fn markdown_has_as_many_cells_in_every_row() {
    let out = fine(&["query", "", CASPIAN, "--what", "claims", "--format", "md"]);
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let counts: BTreeSet<usize> = out.lines().map(cells).collect();
    assert_eq!(counts.len(), 1, "{out}");
    assert!(out.contains("| Nobody wins alone |"), "{out}");
}

fn store_of(bytes: &str) -> Store {
    let mut builder = Builder::new();
    let report = read(&mut Input::from_bytes("-", bytes), &mut builder, &Control::new());
    assert!(report.is_clean(), "{:?}", report.lines().collect::<Vec<_>>());
    builder.snapshot()
}

#[test]
fn json_lines_are_read_back_to_the_same_answers() {
    for what in ["events", "claims"] {
        let arguments = ["query", "", CASPIAN, "--what", what, "--format", "jsonl"];
        let lines = fine(&arguments);
        let again =
            Run::new(&["query", "", "-", "--what", what, "--format", "jsonl"]).input(lines.clone()).ran();
        assert_eq!(again.out, lines);
        for format in ["table", "csv", "json", "md"] {
            let direct = fine(&["query", "", CASPIAN, "--what", what, "--format", format]);
            let round =
                Run::new(&["query", "", "-", "--what", what, "--format", format]).input(lines.clone()).ran();
            // All but the file that it was read from.
            let plain = |text: &str| {
                let text = text.replace("dossier JSON Lines", "dossier TOML").replace(CASPIAN, "-");
                text.replace("'-", "-")
            };
            assert_eq!(plain(&round.out), plain(&direct), "{what} as {format}");
        }
        let store = store_of(&lines);
        assert_eq!(store.len() + store.claim_count(), if what == "events" { 3 } else { 2 });
    }
}

#[test]
fn the_sample_survives_the_way_out_and_in() {
    for what in ["events", "claims"] {
        let lines = fine(&["query", "", "--what", what, "--format", "jsonl"]);
        let direct = fine(&["query", "", "--what", what, "--format", "csv"]);
        let round = Run::new(&["query", "", "-", "--what", what, "--format", "csv"]).input(lines).ran();
        assert_eq!(round.err, "");
        // What happens on one day stands in the order of loading, which is by article now.
        let sorted = |text: &str| {
            let mut rows = carried(text);
            rows.sort();
            rows
        };
        assert_eq!(sorted(&round.out), sorted(&direct), "{what}");
        assert!(direct.lines().count() > 5);
    }
}

#[test]
fn records_have_the_documented_keys() {
    let out = fine(&["query", "pair:IRN-AZE", CASPIAN, "--format", "jsonl"]);
    let lines: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["type"], "article");
    let event = lines.iter().find(|l| l["type"] == "event").unwrap();
    for key in [
        "article",
        "id",
        "date",
        "date_end",
        "precision",
        "source",
        "target",
        "code",
        "root",
        "quad",
        "goldstein",
        "modality",
        "reports",
        "trigger",
        "span",
        "rule",
        "decision",
    ] {
        assert!(event.get(key).is_some(), "{key}");
    }
    assert_eq!(event["source"]["country"], "IRN");
    assert_eq!(event["target"]["country"], "AZE");
    assert_eq!(event["date"], "2009-01-01");
    assert_eq!(event["precision"], "year");
    let text: Vec<char> = lines[0]["text"].as_str().unwrap().chars().collect();
    let span = |v: &Value| -> String {
        let at = |n: usize| v[n].as_u64().unwrap() as usize;
        text[at(0)..at(1)].iter().collect()
    };
    assert_eq!(span(&event["source"]["span"]), "Iran", "a side still knows where it is mentioned");
    assert!(span(&event["span"]).starts_with("Iran accused"));
}

#[test]
fn limit_and_sort_pick_the_rows() {
    let ask = |more: &[&str]| {
        let mut all = vec!["query", "", CASPIAN, "--format", "csv"];
        all.extend(more);
        records(&fine(&all)).1
    };
    assert_eq!(ask(&["--limit", "1"]).len(), 1);
    assert_eq!(ask(&["--limit", "0"]).len(), 0);
    assert_eq!(ask(&["--sort", "reports:desc"])[0][5], "057");
    let targets: Vec<String> =
        ask(&["--sort", "date:desc,target"]).into_iter().map(|r| r[3].clone()).collect();
    assert_eq!(targets, ["RUS", "AZE", "RUS"]);
}

#[test]
fn pairs_are_those_that_were_asked_for() {
    let (_, rows) = records(&fine(&["query", "pair:IRN-AZE", CASPIAN, "--what", "pairs", "--format", "csv"]));
    assert_eq!(rows.iter().map(|r| r[0].as_str()).collect::<Vec<_>>(), ["AZE-IRN"]);
}

#[test]
fn a_bad_query_is_marked_where_it_is_wrong() {
    let ran = detente(&["query", "pair:IRN-RUS tpye:057", CASPIAN]);
    assert_eq!(ran.code, 2);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].contains("tpye") && lines[0].contains("type:"), "{}", ran.err);
    assert_eq!(lines[1], "  pair:IRN-RUS tpye:057");
    assert_eq!(lines[2], "               ^^^^");
    assert_eq!(ran.out, "");
}

#[test]
fn a_query_may_begin_with_a_dash() {
    let (_, rows) = records(&fine(&["query", "-conflict", CASPIAN, "--format", "csv"]));
    assert_eq!(rows.len(), 1);
    let (_, rows) = records(&fine(&["query", "--format", "csv", "-type:057", CASPIAN]));
    assert_eq!(rows.len(), 2);
}

#[test]
fn an_empty_answer_says_why_and_is_no_failure() {
    let ran = detente(&["query", "pair:FRA-DEU", CASPIAN]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("no events match"), "{}", ran.err);
    let ran = detente(&["query", "pair:FRA-DEU", CASPIAN, "--format", "json"]);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&ran.out).unwrap().len(), 0);
    assert_eq!(ran.err, "");
}

#[test]
fn a_column_that_is_not_there_is_wrong_usage() {
    let ran = detente(&["query", "", CASPIAN, "--sort", "weight"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there are date, source"), "{}", ran.err);
}

/// The rows of an answer as CSV, in whatever order. The id comes last; one that
/// a data set gives twice has a number behind it in dossiers, where events
/// without an article get one of that name.
fn sorted_rows(run: Run) -> Vec<Vec<String>> {
    let mut rows = carried(&run.ran().out);
    for cell in rows.iter_mut().flatten().filter(|cell| *cell == "no-article") {
        cell.clear();
    }
    for id in rows.iter_mut().filter_map(|row| row.last_mut()) {
        *id = id.split('-').next().unwrap().to_owned();
    }
    rows.sort();
    rows
}

#[test]
fn data_sets_come_out_as_records_that_say_the_same() {
    for name in ["gdelt2.export.csv", "gdelt1.tsv", "icews.tab", "polecat.txt", "phoenix.csv"] {
        let file = format!("tests/fixtures/tables/{name}");
        let lines = detente(&["query", "", &file, "--format", "jsonl"]).out;
        let folder = tempfile::tempdir().unwrap();
        let converted = folder.path().join("all.jsonl").to_str().unwrap().to_owned();
        let ran = detente(&["convert", &file, &converted]);
        assert!([0, 3].contains(&ran.code), "{name}: {}", ran.err);
        let direct = sorted_rows(Run::new(&["query", "", &file, "--format", "csv"]));
        assert!(!direct.is_empty(), "{name}");
        let piped = sorted_rows(Run::new(&["query", "", "-", "--format", "csv"]).input(lines));
        let back = sorted_rows(Run::new(&["query", "", &converted, "--format", "csv"]));
        assert_eq!(piped.len(), direct.len(), "{name}");
        for ((piped, direct), back) in piped.iter().zip(&direct).zip(&back) {
            // Where the data set has no ids, the records get some.
            let told = direct.len() - usize::from(direct.last().is_some_and(String::is_empty));
            assert_eq!(piped[..told], direct[..told], "{name}");
            assert_eq!(back[..told], direct[..told], "{name}");
        }
    }
}
