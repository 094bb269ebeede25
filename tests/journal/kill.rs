//! Killed at random moments: no confirmed decision is lost, none is invented.
//!
//! This binary starts itself as a coder who decides without end and says on
//! standard output what was confirmed; it is killed (SIGKILL on Unix) after a
//! random time. `DETENTE_KILLS=1000 cargo test --release --test journal -- kill --nocapture`
//! is the long form of the test.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use detente::journal::{CoderSession, Correction, Journal, Saving, exchange, log};
use detente::model::Decision;

use super::review_snapshot::target;

/// The `n`th thing of the script: what is done, as it is found in the journal.
fn perform(session: &mut CoderSession, n: usize) -> Saving {
    match n % 7 {
        0 => session.decide(&[target(n)], Decision::Accepted),
        1 => session.decide(&[target(n)], Decision::Rejected),
        2 => {
            let code = Some(format!("{:03}", n % 1000));
            session.correct(&target(n), &Correction { code, ..Correction::default() })
        }
        3 => session.comment(&target(n), &format!("remark {n}")),
        4 => session.undo(),
        5 => session.redo(),
        _ => {
            let targets: Vec<_> = (n..n + 5).map(target).collect();
            session.decide(&targets, Decision::Skipped)
        }
    }
}

/// No test of its own: what the test below starts.
#[test]
fn coder_to_be_killed() {
    let Some(folder) = std::env::var_os("DETENTE_CODER_FOLDER").map(PathBuf::from) else {
        return;
    };
    let first: usize = std::env::var("DETENTE_CODER_FIRST").unwrap().parse().unwrap();
    let mut session = CoderSession::open(&folder, "ann");
    let mut out = std::io::stdout();
    for n in first.. {
        match perform(&mut session, n) {
            Saving::Saved(entries) => {
                let last = entries.last().unwrap();
                writeln!(out, "\nconfirmed {n} {} {}", last.id, last.hash).unwrap();
            }
            other => writeln!(out, "\nfailed {n} {other:?}").unwrap(),
        }
        out.flush().unwrap();
    }
}

struct Confirmed {
    n: usize,
    id: u64,
    hash: String,
}

/// One session, killed after a while: what it confirmed.
fn sitting(folder: &Path, first: usize, life: Duration) -> Vec<Confirmed> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["kill::coder_to_be_killed", "--exact", "--nocapture", "--test-threads=1"])
        .env("DETENTE_CODER_FOLDER", folder)
        .env("DETENTE_CODER_FIRST", first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut input = BufReader::new(out);
        let mut line = String::new();
        // A line without its end was not confirmed.
        while input.read_line(&mut line).unwrap_or(0) > 0 && line.ends_with('\n') {
            lines.push(std::mem::take(&mut line));
        }
        lines
    });
    std::thread::sleep(life);
    child.kill().unwrap();
    child.wait().unwrap();
    let lines = reader.join().unwrap();
    lines
        .iter()
        .filter_map(|line| {
            assert!(!line.starts_with("failed"), "{line}");
            let mut words = line.strip_prefix("confirmed ")?.split_whitespace();
            let mut next = || words.next().unwrap();
            Some(Confirmed { n: next().parse().unwrap(), id: next().parse().unwrap(), hash: next().into() })
        })
        .collect()
}

#[test]
fn killed_at_random_nothing_confirmed_is_lost_and_nothing_invented() {
    let runs: u32 = std::env::var("DETENTE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let mut folder = tempfile::tempdir().unwrap();
    let mut chance = std::process::id() as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let (mut next, mut confirmed, mut unconfirmed) = (0, 0, 0);
    let (mut entries_before, mut entries_all) = (0, 0);
    let began = Instant::now();
    for run in 0..runs {
        // Now and then a new journal: the making of one is killed, too.
        if run % 25 == 24 {
            folder = tempfile::tempdir().unwrap();
            (next, entries_before) = (0, 0);
        }
        // xorshift: a different moment each time, from before the first write on.
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let life = Duration::from_micros(chance % 90_000);
        let said = sitting(folder.path(), next, life);
        let path = folder.path().join(log::FILE);
        if !path.exists() {
            assert!(said.is_empty());
            continue;
        }
        let journal = Journal::open(folder.path()).unwrap();
        exchange::verify(&journal).unwrap();
        let entries = journal.after(0).unwrap();
        for (i, line) in said.iter().enumerate() {
            assert_eq!(line.n, next + i, "run {run}: the script in its order");
            let entry = &entries[line.id as usize - 1];
            assert_eq!(entry.hash, line.hash, "run {run}: what was confirmed is there, word for word");
        }
        // Beyond what was confirmed there is at most the one batch in flight.
        let last = said.last().map_or(entries_before, |line| line.id);
        let beyond = &entries[last as usize..];
        let batches: std::collections::BTreeSet<_> = beyond.iter().map(|e| &e.batch).collect();
        assert!(batches.len() <= 1, "run {run}: {batches:?}");
        confirmed += said.len();
        unconfirmed += batches.len();
        next += said.len() + batches.len();
        entries_all += entries.len() as u64 - entries_before;
        entries_before = entries.len() as u64;
    }
    assert!(confirmed > 0, "no sitting lived long enough");
    println!(
        "{runs} sittings killed: {confirmed} batches confirmed, all there; {unconfirmed} written whole but \
         not yet confirmed; {entries_all} entries; journal verified after each; {:.0?}",
        began.elapsed()
    );
}
