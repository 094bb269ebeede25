//! Two coders, each in a process of their own, decide while the journal's files
//! are deleted, moved, replaced, overwritten and locked at random: everything
//! that was decided is in the journal at the end, or in a rescue file, once.
//!
//! `DETENTE_FAULTS=500 cargo test --release --test journal -- two_processes --nocapture`
//! is the long form of the test.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use chrono::Utc;
use detente::journal::{CoderSession, Journal, Rescuer, Review, Saving, exchange, log, rescue};
use detente::model::Decision;

use super::review_snapshot::target;

/// No test of its own: what the tests below start. Does what it is told on
/// standard input, a line each, and says what came of it.
#[test]
fn coder_at_command() {
    let Some(folder) = std::env::var_os("DETENTE_COMMANDED_FOLDER").map(PathBuf::from) else {
        return;
    };
    let coder = std::env::var("DETENTE_COMMANDED_CODER").unwrap();
    let places = vec![folder.clone(), folder.parent().unwrap().to_owned()];
    let mut session = CoderSession::with_rescuer(&folder, &coder, Rescuer::new(places));
    let mut out = std::io::stdout();
    writeln!(out, "\nsays ready").unwrap();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let said = match line.split_once(' ') {
            Some(("decide", n)) => match session.decide(&[target(n.parse().unwrap())], Decision::Accepted) {
                Saving::Saved(_) => "saved".to_owned(),
                Saving::Held(why) => format!("held {}", why.short),
                Saving::Nothing => "nothing".to_owned(),
            },
            // What the dashboard does every so often.
            _ if line == "poll" => {
                session.retry();
                let _ = session.poll();
                session.news().join("; ")
            }
            // And at its end.
            _ => {
                session.look_at_place();
                let mut unsaved = session.rescuer().write().unwrap();
                if unsaved.is_some() {
                    session.retry();
                    unsaved = session.rescuer().write().unwrap();
                }
                let said = unsaved.map_or_else(|| "all saved".to_owned(), |r| r.path.display().to_string());
                writeln!(out, "\nsays {said}").unwrap();
                return;
            }
        };
        writeln!(out, "\nsays {said}").unwrap();
        out.flush().unwrap();
    }
}

struct Coder {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Coder {
    fn start(folder: &Path, name: &str) -> Coder {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["two_processes::coder_at_command", "--exact", "--nocapture", "--test-threads=1"])
            .env("DETENTE_COMMANDED_FOLDER", folder)
            .env("DETENTE_COMMANDED_CODER", name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut coder = Coder { child, orders, answers };
        assert_eq!(coder.answer(), "ready");
        coder
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        while self.answers.read_line(&mut line).unwrap() > 0 {
            if let Some(said) = line.strip_prefix("says ") {
                return said.trim_end().to_owned();
            }
            line.clear();
        }
        panic!("the coder is gone");
    }

    fn order(&mut self, words: &str) -> String {
        writeln!(self.orders, "{words}").unwrap();
        self.answer()
    }

    fn leave(mut self) -> String {
        let said = self.order("leave");
        assert!(self.child.wait().unwrap().success());
        said
    }
}

/// A number that is other each time, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// All targets that somebody decided on, as the journal of a folder tells.
fn decided(folder: &Path) -> (BTreeSet<String>, usize) {
    let journal = Journal::open_to_read(&folder.join(log::FILE)).unwrap();
    exchange::verify(&journal).unwrap();
    let review = Review::replay(journal.after(0).unwrap());
    let keys = review.history().iter().map(|e| e.key.clone()).collect();
    (keys, review.history().len())
}

#[test]
fn a_log_that_is_deleted_under_two_coders_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("workspace");
    let mut ann = Coder::start(&workspace, "ann");
    let mut bo = Coder::start(&workspace, "bo");
    let mut n = 0;
    for round in 0..12 {
        for coder in [&mut ann, &mut bo] {
            assert_eq!(coder.order(&format!("decide {n}")), "saved");
            n += 1;
        }
        let endings = [&["-wal"][..], &["-shm"], &["-wal", "-shm"]][round % 3];
        for ending in endings {
            std::fs::remove_file(workspace.join(format!("{}{ending}", log::FILE))).unwrap();
        }
        let (first, second) = if round % 2 == 0 { (&mut ann, &mut bo) } else { (&mut bo, &mut ann) };
        first.order(&format!("decide {n}"));
        second.order(&format!("decide {}", n + 1));
        n += 2;
        ann.order("poll");
        bo.order("poll");
    }
    // The one that stays on has to know of it, too.
    assert_eq!(ann.leave(), "all saved");
    assert_eq!(bo.leave(), "all saved");
    let (keys, entries) = decided(&workspace);
    assert_eq!((keys.len(), entries), (n, n));
}

#[test]
fn whatever_happens_to_the_files_all_that_was_decided_is_somewhere_once() {
    let runs: u64 = std::env::var("DETENTE_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(5);
    let first: u64 = std::env::var("DETENTE_FAULTS_FROM").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let (mut faults, mut decisions, mut rescues) = (0, 0, 0);
    for seed in first..first + runs {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let home = tempfile::tempdir().unwrap();
        let workspace = home.path().join("workspace");
        let file = workspace.join(log::FILE);
        let mut coders = [Coder::start(&workspace, "ann"), Coder::start(&workspace, "bo")];
        let mut lock: Option<rusqlite::Connection> = None;
        let mut wanted = BTreeSet::new();
        let mut story = Vec::new();
        for step in 0..40 {
            let fault = chance.below(24);
            let done = match fault {
                0 => std::fs::remove_file(&file).is_ok(),
                1 => std::fs::remove_file(workspace.join(format!("{}-wal", log::FILE))).is_ok(),
                2 => std::fs::remove_file(workspace.join(format!("{}-shm", log::FILE))).is_ok(),
                3 => std::fs::rename(&file, workspace.join(format!("moved-{step}.db"))).is_ok(),
                4 => std::fs::rename(&workspace, home.path().join(format!("moved-{step}"))).is_ok(),
                5 => std::fs::remove_dir_all(&workspace).is_ok(),
                6 => rusqlite::Connection::open(&file).is_ok_and(|raw| {
                    let _ = std::fs::remove_file(home.path().join("backup.db"));
                    raw.execute("VACUUM INTO ?1", [home.path().join("backup.db").to_str().unwrap()]).is_ok()
                }),
                7 => std::fs::rename(home.path().join("backup.db"), &file).is_ok(),
                8 => std::fs::copy(home.path().join("backup.db"), &file).is_ok(),
                9 if lock.is_none() => {
                    lock = rusqlite::Connection::open(&file).ok();
                    lock.as_ref().is_some_and(|raw| raw.execute_batch("BEGIN IMMEDIATE").is_ok())
                }
                10 | 11 => lock.take().is_some(),
                _ => false,
            };
            if done {
                faults += u32::from(fault < 10);
                story.push(format!("fault {fault}"));
            }
            for coder in &mut coders {
                match chance.below(5) {
                    0 => story.push(format!("poll: {}", coder.order("poll"))),
                    1..4 => {
                        let n = wanted.len();
                        let said = coder.order(&format!("decide {n}"));
                        assert_ne!(said, "nothing", "seed {seed}: {story:#?}");
                        story.push(format!("{n} {said}"));
                        wanted.insert(target(n).key);
                        decisions += 1;
                    }
                    _ => {}
                }
            }
        }
        drop(lock);
        for coder in &mut coders {
            coder.order("poll");
        }
        for coder in coders {
            story.push(coder.leave());
        }
        // What went to files of its own is taken in.
        let mut session = CoderSession::open(&workspace, "cy");
        for folder in [&workspace, &home.path().to_owned()] {
            for path in rescue::left_behind(folder, session.review()) {
                rescues += 1;
                let mut input = BufReader::new(std::fs::File::open(&path).unwrap());
                let (journal, review) = session.journal_mut().unwrap();
                let imported = exchange::import(journal, review, &mut input, false, Utc::now()).unwrap();
                assert_eq!(imported.refused, [], "seed {seed}: {story:#?}");
            }
        }
        drop(session);
        let (keys, entries) = decided(&workspace);
        let lost: Vec<&String> = wanted.difference(&keys).collect();
        assert!(lost.is_empty(), "seed {seed}: {lost:?} of {story:#?}");
        assert_eq!(entries, wanted.len(), "seed {seed}: nothing is there twice: {story:#?}");
    }
    println!("{runs} runs: {faults} faults, {decisions} decisions, all there once; {rescues} rescue files");
}
