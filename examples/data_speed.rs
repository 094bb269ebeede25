//! Measures loading and questions on event files and prints JSON lines.
//!
//! `data_speed load FILE…` loads and answers once (time the whole process);
//! `data_speed warm PAIR WORD FILE…` loads, then repeats the questions;
//! `data_speed keep FOLDER FILE…` loads and keeps the store in a cache folder;
//! `data_speed reopen FOLDER FILE…` opens it from there and answers once.

use std::process::ExitCode;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use detente::model::{Builder, CodeId, Pair, Store};
use detente::query::eval::select;
use detente::query::summary::pairs::pairs;
use detente::query::summary::timeline::{Unit, by_unit};
use detente::query::{Folds, Query, Selection, Views};
use detente::read::cache::{Cache, CacheKey};
use detente::read::{Control, LoadReport, load};
use mimalloc::MiMalloc;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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

fn print_of(files: &[String]) -> std::io::Result<CacheKey> {
    CacheKey::of(files, "")
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
    for pair in [Some(pair), largest_pair(store)].into_iter().flatten() {
        let (ms, answer) = repeat(200, || question(store, pair));
        println!("{{\"pair\":\"{pair}\",\"question_ms\":{ms:.4},\"result\":\"{answer:?}\"}}");
    }
    for text in [word, &format!("pair:{pair}"), "country:IRN", "type:190", "since:2022", "actor:minister"] {
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

/// A pair by month and quad class: (events, cells with any, sum of Goldstein values).
fn question(store: &Store, pair: Pair) -> (u64, usize, f64) {
    let query = Query::default().with_pair(pair);
    let selection = select(store, &query);
    let months = by_unit(store, &selection, Some(pair), Unit::Month);
    let tallies = || months.days.iter().map(|bin| &bin.tally);
    let events = tallies().map(|t| t.total().events).sum();
    let cells = tallies().map(|t| (0..5).filter(|&quad| t.sum(|_, q| q == quad).events > 0).count()).sum();
    (events, cells, (goldstein(store, &selection) * 10.0).round() / 10.0)
}

/// The sum of a selection's Goldstein values.
fn goldstein(store: &Store, selection: &Selection) -> f64 {
    static VALUES: LazyLock<Vec<f32>> =
        LazyLock::new(|| (0..=u16::MAX).map(|code| CodeId(code).goldstein().unwrap_or(0.0)).collect());
    let values = &*VALUES;
    let mut sum = 0.0;
    for (segment, part) in store.segments().iter().zip(&selection.parts) {
        let codes = &segment.columns().code;
        part.each(|row| sum += f64::from(values[usize::from(codes[row].0)]));
    }
    sum
}

/// The pair of two countries with most events.
fn largest_pair(store: &Store) -> Option<Pair> {
    let rows = pairs(store, &Selection::all(store));
    rows.iter().find(|row| row.pair.is_dyad()).map(|row| row.pair)
}

/// The bytes an event of all tables of a store.
fn sizes(store: &Store) -> String {
    let each = |bytes: usize| bytes as f64 / store.len().max(1) as f64;
    let memory = store.memory();
    format!(
        "{{\"columns\":{:.2},\"index\":{:.2},\"dictionaries\":{:.2},\"articles\":{:.2},\"others\":{:.2},\"all\":{:.2}}}",
        each(memory.columns),
        each(memory.index),
        each(memory.dictionaries),
        each(memory.articles),
        each(memory.others),
        each(memory.total()),
    )
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
