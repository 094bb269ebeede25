//! Measures loading and questions on event files and prints JSON lines.
//!
//! `data_speed load FILE…` loads and answers once (time the whole process);
//! `data_speed warm PAIR WORD FILE…` loads, then repeats the questions;
//! `data_speed keep FOLDER FILE…` loads and keeps the store in a cache folder;
//! `data_speed reopen FOLDER FILE…` opens it from there and answers once.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use chrono::Datelike;
use detente::model::{Builder, Pair, Store};
use detente::query::eval::select;
use detente::query::{Folds, Query, Selection, Views};
use detente::read::cache::{Cache, Fingerprint};
use detente::read::{Control, LoadReport, load};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.split_first() {
        Some((mode, files)) if mode == "load" && !files.is_empty() => {
            let start = Instant::now();
            let store = load_all(files);
            let loaded = start.elapsed().as_secs_f64();
            let answer = "IRN-RUS".parse().map(|pair| question(&store, pair));
            println!(
                "{{\"load_s\":{loaded:.3},\"all_s\":{:.3},\"events\":{},\"result\":\"{:?}\",\"bytes_per_event\":{}}}",
                start.elapsed().as_secs_f64(),
                store.len(),
                answer.unwrap_or_default(),
                sizes(&store),
            );
            // The system takes the memory back faster than we could give it.
            std::mem::forget(store);
            ExitCode::SUCCESS
        }
        Some((mode, rest)) if mode == "warm" && rest.len() >= 3 => {
            let Ok(pair) = rest[0].parse::<Pair>() else { return ExitCode::FAILURE };
            let store = load_all(&rest[2..]);
            warm(&store, pair, &rest[1]);
            ExitCode::SUCCESS
        }
        Some((mode, rest)) if mode == "keep" && rest.len() >= 2 => {
            let Ok(print) = print_of(&rest[1..]) else { return ExitCode::FAILURE };
            let (store, reports) = load_with_reports(&rest[1..]);
            let start = Instant::now();
            match Cache::at(&rest[0]).keep(&print, &store, &reports, true, &|| false) {
                Ok(kept) => {
                    println!("{{\"kept\":\"{kept:?}\",\"keep_s\":{:.3}}}", start.elapsed().as_secs_f64())
                }
                Err(error) => println!("{{\"error\":\"{error}\"}}"),
            }
            ExitCode::SUCCESS
        }
        Some((mode, rest)) if mode == "reopen" && rest.len() >= 2 => {
            let start = Instant::now();
            let cached = print_of(&rest[1..]).ok().and_then(|print| Cache::at(&rest[0]).open(&print));
            let Some(cached) = cached else { return ExitCode::FAILURE };
            let opened = start.elapsed().as_secs_f64() * 1e3;
            let answer = "IRN-RUS".parse().map(|pair| question(&cached.store, pair)).unwrap_or_default();
            let answered = start.elapsed().as_secs_f64() * 1e3;
            println!(
                "{{\"open_ms\":{opened:.2},\"answered_ms\":{answered:.2},\"events\":{},\"result\":\"{answer:?}\"}}",
                cached.store.len()
            );
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!(
                "data_speed load FILE… | warm PAIR WORD FILE… | keep FOLDER FILE… | reopen FOLDER FILE…"
            );
            ExitCode::FAILURE
        }
    }
}

fn print_of(files: &[String]) -> std::io::Result<Fingerprint> {
    Fingerprint::of(files, "")
}

fn load_all(files: &[String]) -> Store {
    load_with_reports(files).0
}

fn load_with_reports(files: &[String]) -> (Store, Vec<LoadReport>) {
    let mut builder = Builder::new();
    let reports = load(files, &mut builder, &Control::new());
    for report in &reports {
        eprintln!("{report}");
    }
    (builder.snapshot(), reports)
}

/// The questions that a screen asks again and again.
fn warm(store: &Store, pair: Pair, word: &str) {
    let (ms, answer) = repeat(200, || question(store, pair));
    println!(
        "{{\"events\":{},\"pair\":\"{pair}\",\"question_ms\":{ms:.4},\"result\":\"{answer:?}\"}}",
        store.len()
    );
    for text in [word, &pair.to_string(), "USA-RUS", "type:190", "since:2022", "actor:minister"] {
        let Ok(query) = text.parse::<Query>() else { continue };
        let (ms, found) = repeat(9, || select(store, &query).len());
        println!("{{\"query\":\"{text}\",\"select_ms\":{ms:.3},\"found\":{found}}}");
    }
    let shared = Arc::new(store.clone());
    let (ms, _) = repeat(3, || Views::of(shared.clone(), Query::default()));
    println!("{{\"views_of_all_ms\":{ms:.1}}}");
    let (ms, folds) = repeat(3, || Folds::of(store));
    println!("{{\"folds_ms\":{ms:.1},\"counts\":\"{:?}\"}}", folds.counts(&Selection::all(store)));
}

/// All events of a pair in order, and the pair by month and quad class:
/// (events, cells, sum of Goldstein values).
fn question(store: &Store, pair: Pair) -> (usize, usize, f64) {
    let (mut events, mut sum) = (0, 0.0);
    let mut cells = std::collections::BTreeMap::new();
    for segment in store.segments() {
        let columns = segment.columns();
        // Rows are in the order of days: the month is found once for each day.
        let (mut day, mut month) = (i32::MIN, None);
        for row in segment.pair_rows(pair) {
            if columns.day[row] != day {
                day = columns.day[row];
                month = segment.date(row).start().date().map(|d| (d.year(), d.month()));
            }
            events += 1;
            let goldstein = f64::from(columns.code[row].goldstein().unwrap_or(0.0));
            sum += goldstein;
            let cell = cells.entry((month, columns.code[row].quad())).or_insert((0u32, 0.0));
            cell.0 += 1;
            cell.1 += goldstein;
        }
    }
    (events, cells.len(), (sum * 10.0).round() / 10.0)
}

fn sizes(store: &Store) -> String {
    let events = store.len().max(1) as f64;
    let columns: usize = store.segments().iter().map(|s| s.columns().bytes()).sum();
    let addresses = store.article_table().keys().bytes() + store.article_count() * 8;
    format!("{{\"columns\":{:.1},\"addresses\":{:.1}}}", columns as f64 / events, addresses as f64 / events)
}

/// The median time in milliseconds, and the answer.
fn repeat<T>(times: usize, mut ask: impl FnMut() -> T) -> (f64, T) {
    let mut answer = ask();
    let mut spent: Vec<f64> = (0..times)
        .map(|_| {
            let start = Instant::now();
            answer = ask();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    (spent[times / 2], answer)
}
