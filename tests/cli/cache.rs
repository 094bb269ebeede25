//! What was loaded before, as the real program keeps and reopens it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::run::{Ran, Run};

const TABLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tables");

/// A user whose small files are kept, too.
struct User {
    home: Run,
}

impl User {
    fn new() -> User {
        User { home: Run::new(&[]).config("cache-from = \"1 B\"\n") }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.command();
        command.args(arguments).stdin(Stdio::null());
        command
    }

    fn ran(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn folder(&self) -> PathBuf {
        self.home.home().join(".cache/detente/loaded")
    }

    /// What is kept: whole files, and half-written ones.
    fn kept(&self, ending: &str) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder()).into_iter().flatten().flatten().map(|f| f.path());
        files.filter(|path| path.extension().is_some_and(|e| e == ending)).collect()
    }
}

const WHOLE: &str = "detente-cache";

/// Some thousand rows of GDELT, one of them bad.
fn large(folder: &Path, times: usize) -> String {
    let rows = std::fs::read_to_string(format!("{TABLES}/gdelt2.export.csv")).unwrap();
    let mut text = String::new();
    for i in 0..times {
        text += &rows
            .replace("TEHRAN", &format!("T{}", i % 900))
            .replace("example.org/", &format!("example.org/{i}/"));
    }
    text += "a\tbad row\n";
    let path = folder.join("large.tsv");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn every_answer_is_the_same_from_the_cache() {
    let user = User::new();
    let names =
        ["gdelt2.export.csv", "gdelt2.mentions.csv", "icews.tab", "polecat.txt", "acled.csv", "phoenix.csv"];
    let files: Vec<String> = names.iter().map(|name| format!("{TABLES}/{name}")).collect();
    let bad = large(user.home.home(), 3);
    let all: Vec<&str> = files.iter().map(String::as_str).chain([bad.as_str()]).collect();
    let mut asked = Vec::new();
    for what in ["events", "actors", "pairs", "claims"] {
        for format in ["csv", "json", "jsonl"] {
            let mut query = vec!["query", ""];
            query.extend(&all);
            query.extend(["--what", what, "--format", format]);
            asked.push(query);
        }
    }
    asked.push(all.iter().copied().chain(["--plain"]).collect());
    for arguments in &asked {
        let mut anew = arguments.clone();
        anew.push("--no-cache");
        let fresh = user.ran(&anew);
        let first = user.ran(arguments);
        assert_eq!(user.kept(WHOLE).len(), 1);
        let again = user.ran(arguments);
        assert_eq!((first.out.as_str(), first.code), (fresh.out.as_str(), fresh.code));
        assert_eq!((again.out.as_str(), again.code), (fresh.out.as_str(), fresh.code));
        assert_eq!(again.err, fresh.err, "the bad row is told again");
        assert_eq!(fresh.code, 3);
    }
    let mut check = vec!["check"];
    check.extend(&all);
    let cached = user.ran(&check);
    check.push("--no-cache");
    let fresh = user.ran(&check);
    assert_eq!(cached.out.replace(", from the cache", ""), fresh.out);
    assert_eq!(cached.out.matches(", from the cache").count(), all.len());
    assert_eq!((cached.err, cached.code), (fresh.err, fresh.code));
}

#[test]
fn small_ones_are_read_and_the_rest_as_the_user_wishes() {
    let user = User { home: Run::new(&[]) };
    let path = large(user.home.home(), 2);
    user.ran(&["query", "", &path]);
    assert!(!user.folder().exists(), "not worth it");
    let user = User { home: Run::new(&[]).config("cache = false\ncache-from = \"0\"\n") };
    let path = large(user.home.home(), 2);
    user.ran(&["query", "", &path]);
    assert!(!user.folder().exists(), "switched off");
    assert!(user.ran(&["cache"]).err.contains("`cache` is off"));
    let user = User::new();
    let path = large(user.home.home(), 2);
    user.ran(&["query", "", &path, "--no-cache"]);
    assert!(!user.folder().exists(), "told not to");
    user.ran(&["query", "", &path]);
    assert_eq!(user.kept(WHOLE).len(), 1);
}

#[test]
fn what_is_kept_is_listed_and_cleared() {
    let user = User::new();
    let path = large(user.home.home(), 5);
    let icews = format!("{TABLES}/icews.tab");
    user.ran(&["query", "", &path]);
    user.ran(&["query", "", &icews]);
    let listed = user.ran(&["cache", "list"]);
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    let lines: Vec<&str> = listed.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", listed.out);
    assert!(lines.iter().any(|l| l.ends_with("large.tsv") && l.contains(" valid ")), "{}", listed.out);
    assert!(lines[2].starts_with("2 kept, ") && lines[2].contains(" of 8 GiB, in "), "{}", listed.out);
    std::fs::write(&path, "changed").unwrap();
    let listed = user.ran(&["cache"]).out;
    assert!(listed.lines().any(|l| l.ends_with("large.tsv") && l.contains(" source changed ")), "{listed}");
    let cleared = user.ran(&["cache", "clear", "--stale"]).out;
    assert!(cleared.starts_with("1 removed, "), "{cleared}");
    assert_eq!(user.kept(WHOLE).len(), 1);
    let none = user.ran(&["cache", "clear", "large.tsv"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("nothing of the name"), "{}", none.err);
    assert!(user.ran(&["cache", "clear", "icews.tab"]).out.starts_with("1 removed, "));
    assert!(user.kept(WHOLE).is_empty());
    assert!(user.ran(&["cache", "clear"]).out.starts_with("0 removed, 0 B"));
}

#[test]
fn a_damaged_file_is_read_anew_and_replaced() {
    let user = User::new();
    let path = large(user.home.home(), 40);
    let arguments = ["query", "", &path, "--format", "csv"];
    let expected = user.ran(&arguments).out;
    let kept = user.kept(WHOLE).remove(0);
    let whole = std::fs::read(&kept).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    let damaged =
        [&[][..], &whole[..whole.len() / 2], &whole[..whole.len() - 1], &flipped, b"DETENTEC", &[0; 4096]];
    for bytes in damaged {
        std::fs::write(&kept, bytes).unwrap();
        let ran = user.ran(&arguments);
        assert_eq!(ran.out, expected);
        assert!(
            ran.err.contains("what was kept of these sources is damaged: they are read anew"),
            "{}",
            ran.err
        );
        assert_eq!(std::fs::read(&kept).unwrap().len(), whole.len(), "written anew");
        assert!(user.ran(&["check", &path]).out.contains("from the cache"));
    }
}

#[test]
fn a_full_disk_is_said_and_nothing_breaks() {
    let user = User::new();
    let path = large(user.home.home(), 5);
    // A folder in which nothing can be made stands for one without room.
    std::fs::create_dir_all(user.folder().parent().unwrap()).unwrap();
    std::fs::write(user.folder(), "").unwrap();
    let ran = user.ran(&["query", "", &path, "--format", "csv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.lines().count() > 5);
    assert!(ran.err.contains("could not be kept in"), "{}", ran.err);
}

/// Kills the program at some moment of its work, most of them while it writes,
/// and asks again.
#[test]
fn killed_while_it_keeps_a_load_the_answer_stays_right() {
    let user = User::new();
    let path = large(user.home.home(), 3_000);
    let arguments = ["query", "pair:IRN-RUS", &path, "--what", "pairs", "--format", "csv"];
    let check = ["check", path.as_str()];
    let expected = user.ran(&arguments);
    let report = user.ran(&check).out.replace(", from the cache", "");
    let times: u64 = std::env::var("DETENTE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let (mut whole, mut halves) = (0, 0);
    for i in 0..times {
        user.kept(WHOLE).iter().for_each(|path| std::fs::remove_file(path).unwrap());
        let mut child = user.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Not before it has begun to write, if it does not end before.
        while child.try_wait().unwrap().is_none() && user.kept("part").is_empty() {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(i * 613 % 9_000));
        child.kill().unwrap();
        child.wait().unwrap();
        whole += user.kept(WHOLE).len();
        halves += user.kept("part").len();
        let ran = user.ran(&arguments);
        assert_eq!((ran.out.as_str(), ran.code), (expected.out.as_str(), expected.code));
        assert_eq!(user.ran(&check).out.replace(", from the cache", ""), report);
        assert!(user.kept("part").is_empty(), "what the crash left is swept away");
    }
    println!("{times} killed: {whole} had written all, {halves} left a half-written file");
    assert!(halves > 0);
}
