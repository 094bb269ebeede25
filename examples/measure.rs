//! Measures loading and questions on event files and prints JSON lines.
//!
//! `measure load FILE…` loads and answers once (time the whole process);
//! `measure warm PAIR WORD FILE…` loads, then repeats the questions.

use std::process::ExitCode;
use std::time::Instant;

use detente::model::{Builder, Pair, Store};
use detente::read::{Control, load};

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
            let answer = repeat(200, || question(&store, pair));
            println!(
                "{{\"events\":{},\"pair\":\"{pair}\",\"question_ms\":{:.4},\"result\":{:?}}}",
                store.len(),
                answer.0,
                answer.1
            );
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("measure load FILE… | measure warm PAIR WORD FILE…");
            ExitCode::FAILURE
        }
    }
}

fn load_all(files: &[String]) -> Store {
    let mut builder = Builder::new();
    for report in load(files, &mut builder, &Control::new()) {
        eprintln!("{report}");
    }
    builder.snapshot()
}

/// All events of a pair in order, and the pair by month and quad class:
/// (events, cells, sum of Goldstein values).
fn question(store: &Store, pair: Pair) -> (usize, usize, f64) {
    let (mut events, mut sum) = (0, 0.0);
    let mut cells = std::collections::BTreeMap::new();
    for segment in store.segments() {
        let columns = segment.columns();
        for row in segment.pair_rows(pair) {
            events += 1;
            let goldstein = f64::from(columns.code[row].goldstein().unwrap_or(0.0));
            sum += goldstein;
            let date = segment.date(row).start().date();
            let month = date.map(|d| d.format("%Y%m").to_string());
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
