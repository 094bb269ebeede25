//! Many articles: the same bytes come out whatever the number of threads, and whether the
//! articles come in one file or in many.

use std::fmt::Write;

use super::run::Run;

const PLACES: &[[&str; 3]] = &[
    ["Peru", "Peruvian", "Lima"],
    ["Norway", "Norwegian", "Oslo"],
    ["Kenya", "Kenyan", "Nairobi"],
    ["Chile", "Chilean", "Santiago"],
    ["Japan", "Japanese", "Tokyo"],
    ["Iran", "Iranian", "Tehran"],
    ["Mali", "Malian", "Bamako"],
];
const DEEDS: &[&str] = &[
    "The {A} foreign minister met officials from {b} in {C} on Tuesday.",
    "{a} accused {b} of shelling a village last week, and {c} urged both countries to hold talks.",
    "\"We will not send troops to {b},\" the {A} president said in {C}, \"and we never said so.\"",
    "{a} imposed sanctions on {b} in 2023. It said that they would stay until {b} withdrew its forces.",
    "According to the {B} government, {a} had agreed to release twelve sailors.",
    "If {a} attacked {b}, {c} would not help, the {C} defence ministry told reporters on May 3.",
    "The two countries signed an agreement that {c} called “a step in the right direction”.",
    "After {a} recalled its ambassador, {b} threatened to cut off aid worth $20 million.",
    "Protesters burned the flag of {b} in front of the {B} embassy, which {a} condemned.",
];

/// Articles put together by counting: no two alike, always the same.
fn articles(count: usize) -> String {
    let mut out = String::new();
    for n in 0..count {
        let mut text = format!("Report {n}\n\n");
        for k in 0..3 + n % 9 {
            let deed = DEEDS[(n * 5 + k * 7) % DEEDS.len()];
            let pick = |step: usize| PLACES[(n + k * 2 + step * (1 + n % 3)) % PLACES.len()];
            let mut sentence = deed.to_owned();
            for (name, [country, adjective, capital]) in [("a", pick(0)), ("b", pick(1)), ("c", pick(2))] {
                let upper = name.to_uppercase();
                sentence = sentence.replace(&format!("{{{name}}}"), country);
                let other = if name == "c" { capital } else { adjective };
                sentence = sentence.replace(&format!("{{{upper}}}"), other);
            }
            text += &sentence;
            text += if k % 3 == 2 { "\n\n" } else { " " };
        }
        let line = serde_json::json!({
            "id": format!("r{n}"),
            "text": text,
            "published": format!("2024-{:02}-{:02}", 1 + n % 12, 1 + n % 28),
        });
        writeln!(out, "{line}").unwrap();
    }
    out
}

#[test]
fn the_same_articles_give_the_same_bytes_on_any_number_of_threads() {
    let input = articles(700);
    for format in ["jsonl", "toml", "table"] {
        let outputs: Vec<String> = ["1", "2", "8", "8"]
            .iter()
            .map(|threads| {
                let args = ["extract", "-", "--format", format, "--threads", threads];
                let ran = Run::new(&args).input(input.as_bytes()).ran();
                assert_eq!((ran.code, ran.err.as_str()), (0, ""));
                ran.out
            })
            .collect();
        assert!(outputs[0].len() > 100_000, "too little to prove anything: {} bytes", outputs[0].len());
        assert!(outputs.iter().all(|o| *o == outputs[0]), "{format} differs between runs");
    }
}

#[test]
fn articles_of_many_files_give_what_those_of_one_give() {
    let lines = articles(60);
    let one = Run::new(&["extract", "-", "--format", "jsonl"]).input(lines.as_bytes()).ran().out;
    let scratch = tempfile::tempdir().unwrap();
    for (n, line) in lines.lines().enumerate() {
        std::fs::write(scratch.path().join(format!("{n:03}.jsonl")), line).unwrap();
    }
    let folder = scratch.path().to_str().unwrap();
    let many = Run::new(&["extract", folder, "--format", "jsonl", "--threads", "8"]).ran().out;
    assert_eq!(many, one);
}
