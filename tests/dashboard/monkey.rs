//! Keys, pastes, clicks, late answers of the terminal and new sizes, by chance, over
//! all kinds of data: nothing panics, decisions come from review alone, the journal
//! holds together, and Esc and q lead out from wherever one is.
//!
//! What is tried by default is bounded. `DETENTE_MONKEY=20000` tries so many sequences,
//! `DETENTE_MONKEY_STEPS` says how long they are, `DETENTE_MONKEY_SEED` with which one to
//! begin; `cargo test --release --test
//! dashboard slowest -- --ignored --nocapture` also tells the slowest answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyModifiers};
use detente::app::editor::Edited;
use detente::app::journal_worker::Workspace;
use detente::app::message::{Click, Mouse};
use detente::app::plain::Stage;
use detente::app::{Msg, Start};
use detente::extract::{Options, extract};
use detente::journal::{Journal, exchange, log};
use detente::model::{Article, Builder, Claim, CountryId, Dossier, Side, Store};
use detente::read::{Control, load};
use detente::ui::action::ACTIONS;
use detente::ui::key::{Key, sequence};
use detente::ui::overlay::{AnyOverlay, ReviewListKind};
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::common::sample_store;

/// How many sequences are tried unless the environment says otherwise, and how many
/// steps each of them has.
const SEQUENCES: u64 = 200;
const STEPS: u64 = 30;

/// Numbers that look like chance and are the same for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// The kinds of data.
#[derive(Debug, Clone, Copy)]
enum Data {
    Sample,
    Table,
    Nothing,
    Broken,
    Claims,
    Article,
}

const DATA: [Data; 6] = [Data::Sample, Data::Table, Data::Nothing, Data::Broken, Data::Claims, Data::Article];

fn read(path: &Path) -> Arc<Store> {
    let mut builder = Builder::new();
    load(&[path.display().to_string()], &mut builder, &Control::new());
    Arc::new(builder.snapshot())
}

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

/// A table of events without texts, each of its rows under a number of its own: of
/// several with one number, all but one are found with the next start only.
fn table() -> Arc<Store> {
    let text = std::fs::read_to_string(fixture("tables/gdelt2.export.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let row = |n: usize| {
        let mut cells: Vec<String> = lines[n % 4].split('\t').map(str::to_owned).collect();
        cells[0] = (5_000 + n).to_string();
        cells[1] = (20_200_101 + n % 28).to_string();
        cells.join("\t") + "\n"
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("20200101.export.CSV");
    std::fs::write(&path, (0..90).map(row).collect::<String>()).unwrap();
    let store = read(&path);
    assert!(store.len() >= 60, "{}", store.len());
    store
}

fn of_dossier(dossier: &Dossier) -> Arc<Store> {
    let mut builder = Builder::new();
    builder.dossier(dossier);
    Arc::new(builder.snapshot())
}

/// Claims about a country, of a text that has no events.
fn claims() -> Dossier {
    let side = |iso: &str| Side::from_country(CountryId::from_iso3(iso).unwrap());
    let mut dossier = Dossier::default();
    dossier.article.id = "words".to_owned();
    dossier.article.text = Some("Iran says that the line is ready. Russia doubts that.".into());
    for (at, words) in
        ["that the line is ready", "that it ever will be", "العلاقات 漢字 e\u{301}"].iter().enumerate()
    {
        let mut claim = Claim::new(format!("c{at}"));
        claim.speaker = side(["IRN", "RUS", "USA"][at]);
        claim.text = (*words).to_owned();
        dossier.claims.push(claim);
    }
    dossier
}

fn article() -> Dossier {
    let text = "Iran and Russia signed an agreement on rail freight in Astrakhan on Monday. \
        On Tuesday Iran accused Russia of delaying the delivery of wagons. The marsh militia \
        attacked an Iranian post. \"We shall pay on time,\" Iranian President Masoud Pezeshkian said.";
    let article = Article {
        id: "rail".into(),
        published: "2025-03-12".parse().unwrap(),
        language: "en".into(),
        text: Some(text.into()),
        ..Article::default()
    };
    extract(&article, &Options::default())
}

impl Data {
    fn store(self) -> Arc<Store> {
        static STORES: OnceLock<Vec<Arc<Store>>> = OnceLock::new();
        let stores = STORES.get_or_init(|| {
            DATA.map(|data| match data {
                Data::Sample => sample_store(),
                Data::Table => table(),
                Data::Nothing => Arc::default(),
                Data::Broken => read(&fixture("broken/many-mistakes.toml")),
                Data::Claims => of_dossier(&claims()),
                Data::Article => of_dossier(&article()),
            })
            .to_vec()
        });
        stores[self as usize].clone()
    }

    /// A dashboard over it: of the article in its own view.
    fn stage(self, folder: &Path, coder: &str, (width, height): (u16, u16)) -> Stage {
        let workspace = Workspace { folder: folder.join("workspace"), coder: coder.to_owned() };
        let query = if matches!(self, Data::Article) { "article:rail" } else { "" };
        let start = Start { query: query.parse().unwrap(), ..Start::default() };
        Stage::with_journal(start, &workspace, self.store(), width, height)
    }
}

/// What happens in one step.
#[derive(Debug, Clone)]
enum Step {
    Keys(Vec<Key>),
    Paste(String),
    Mouse(Mouse),
    Size(u16, u16),
}

const PASTES: &[&str] = &[
    "aaxxss",
    "q\u{1b}qq",
    "conflict since:2021",
    "\u{1b}[31m\u{7}x\u{0}",
    "two\nlines\r\n",
    "العلاقات 漢字 👩‍👩‍👧 e\u{301}",
    "(((\"",
    "pair:IRN-RUS article:rail",
    "",
];

/// What a terminal answers or reports, as it arrives where nobody takes it for that.
const REPORTS: &[&str] = &[
    "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\",
    "\u{1b}[?62;4c",
    "\u{1b}[24;80R",
    "\u{1b}[I\u{1b}[O",
    "\u{1b}[<35;12;7M",
    "\u{1b}P>|xterm(390)\u{1b}\\",
];

const SIZES: &[(u16, u16)] = &[
    (1, 1),
    (2, 1),
    (1, 40),
    (40, 1),
    (9, 3),
    (39, 12),
    (59, 15),
    (80, 24),
    (120, 36),
    (200, 60),
    (300, 100),
];

fn typed(c: char) -> Key {
    match c {
        '\u{1b}' => Key::new(KeyCode::Esc, KeyModifiers::NONE),
        c => Key::new(KeyCode::Char(c), KeyModifiers::NONE),
    }
}

/// The keys of all actions.
fn bound() -> &'static [Vec<Key>] {
    static KEYS: OnceLock<Vec<Vec<Key>>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let keys = ACTIONS.iter().flat_map(|row| row.keys);
        keys.map(|text| sequence(text).unwrap()).collect()
    })
}

fn step(chance: &mut Chance) -> Step {
    match chance.below(100) {
        // The keys that lead somewhere are pressed more often than chance would.
        0..=54 => Step::Keys(bound()[chance.below(bound().len())].clone()),
        55..=69 => {
            let keys =
                ["enter", "esc", "r", "a", "x", "A", "e", "tab", "down", "/", "f", "?", "P", "v", "6", "E"];
            Step::Keys(sequence(chance.one_of(&keys)).unwrap())
        }
        70..=77 => {
            let modifiers = [KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT][chance.below(3)];
            let code = KeyCode::Char(char::from(b' ' + chance.below(95) as u8));
            Step::Keys(vec![Key::new(code, modifiers)])
        }
        78..=83 => Step::Paste((*chance.one_of(PASTES)).to_owned()),
        84..=93 => {
            let what = [Click::Press, Click::Drag, Click::Down, Click::Up][chance.below(4)];
            // Beyond the screen, too.
            let (x, y) = (chance.below(140) as u16, chance.below(45) as u16);
            Step::Mouse(Mouse { x, y, what })
        }
        94..=97 => {
            let (width, height) = SIZES[chance.below(SIZES.len())];
            Step::Size(width, height)
        }
        _ => Step::Keys(chance.one_of(REPORTS).chars().map(typed).collect()),
    }
}

/// How many entries the journal holds that decide something. Saving a view under a
/// typed name is no decision, nor is having looked at a pair.
fn decided(journal: &rusqlite::Connection) -> i64 {
    journal
        .query_row("SELECT count(*) FROM entries WHERE kind NOT IN ('looked', 'view')", [], |row| row.get(0))
        .unwrap()
}

/// Whether keys may decide now.
fn may_decide(stage: &Stage) -> bool {
    let in_list = match &stage.state.overlay {
        Some(AnyOverlay::ReviewList(list)) => list.kind != ReviewListKind::Moments,
        _ => false,
    };
    // Picking an action by its name begins review.
    stage.state.reviews() || in_list || matches!(stage.state.overlay, Some(AnyOverlay::Picker(_)))
}

fn send(stage: &mut Stage, msg: Msg) {
    stage.send(msg);
    // The editor comes back with what it was given.
    if let Some(text) = stage.edited.take() {
        let edited = if text.len() % 2 == 0 { text.replace("code = \"", "code = \"0") } else { text };
        stage.send(Msg::Edited(Edited { text: edited, failed: None }));
    }
}

/// What a sequence showed.
#[derive(Default)]
struct Shown {
    steps: Vec<(Duration, String)>,
    decided: i64,
}

/// Goes through the first steps of a sequence, then out.
fn go(seed: u64, steps: usize) -> Result<Shown, String> {
    let mut chance = Chance(seed);
    let data = DATA[chance.below(DATA.len())];
    let folder = tempfile::tempdir().unwrap();
    if chance.below(4) == 0 {
        // Another has decided already, so that there is something to adjudicate.
        let mut other = data.stage(folder.path(), "bo", (120, 36));
        other.keys("r 3 g g x x a");
    }
    let mut stage = data.stage(folder.path(), "ann", SIZES[chance.below(SIZES.len())]);
    let journal = rusqlite::Connection::open(folder.path().join("workspace").join(log::FILE)).unwrap();
    if chance.below(2) == 0 {
        stage.keys("r");
    }
    let mut shown = Shown::default();
    let mut before = decided(&journal);
    for number in 0..steps {
        let step = step(&mut chance);
        let (allowed, began) = (may_decide(&stage), Instant::now());
        match step.clone() {
            Step::Keys(keys) => keys.into_iter().for_each(|key| send(&mut stage, Msg::Key(key))),
            Step::Paste(text) => send(&mut stage, Msg::Paste(text)),
            Step::Mouse(mouse) => send(&mut stage, Msg::Mouse(mouse)),
            Step::Size(width, height) => send(&mut stage, Msg::Resize(Rect::new(0, 0, width, height))),
        }
        // Large screens take their time to draw without optimisation.
        let area = stage.state.area();
        if u32::from(area.width) * u32::from(area.height) <= 2_000 || number % 8 == 0 || number + 1 == steps {
            stage.buffer();
        }
        shown.steps.push((began.elapsed(), format!("{data:?} {area} {step:?}")));
        let now = decided(&journal);
        let single = !matches!(&step, Step::Keys(keys) if keys.len() > 1);
        if now != before && (matches!(step, Step::Paste(_)) || single && !allowed) {
            return Err(format!("{data:?}: step {number} decided outside review: {step:?}"));
        }
        before = now;
        if stage.ended {
            break;
        }
    }
    shown.decided = before;
    lead_out(&mut stage)?;
    holds_together(data, &folder, &stage)?;
    Ok(shown)
}

/// Esc a few times closes whatever lies over the panes, q ends.
fn lead_out(stage: &mut Stage) -> Result<(), String> {
    for _ in 0..4 {
        if !stage.ended {
            stage.keys("esc");
        }
    }
    if !stage.ended {
        if stage.state.overlay.is_some() {
            return Err(format!("esc does not lead out of {:?}", stage.state.overlay));
        }
        stage.keys("q");
    }
    if !stage.ended && stage.state.overlay.is_some() {
        stage.keys("end down down enter");
    }
    if stage.ended { Ok(()) } else { Err("q does not end".to_owned()) }
}

/// The journal is sound, and a new start finds in it what was on the screen.
fn holds_together(data: Data, folder: &TempDir, stage: &Stage) -> Result<(), String> {
    let journal = Journal::open_to_read(&folder.path().join("workspace").join(log::FILE)).unwrap();
    exchange::verify(&journal).map_err(|error| format!("the journal is damaged: {error}"))?;
    if stage.state.snapshot.unsaved > 0 {
        return Err(format!("{} not saved", stage.state.snapshot.unsaved));
    }
    if stage.state.snapshot.decisions.is_empty() {
        return Ok(());
    }
    // At a moment of the past, less is on the screen.
    let again = data.stage(folder.path(), "ann", (80, 24));
    let same = again.state.snapshot.decisions == stage.state.snapshot.decisions;
    if stage.state.snapshot.past.is_none() && !same {
        return Err("a new start finds other decisions".to_owned());
    }
    Ok(())
}

/// The same; a panic is an error like any other.
fn tried(seed: u64, steps: usize) -> Result<Shown, String> {
    let done = catch_unwind(AssertUnwindSafe(|| go(seed, steps)));
    done.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        Err(words.or_else(|| panic.downcast_ref::<&str>().map(|w| (*w).to_owned())).unwrap_or_default())
    })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn try_all(sequences: u64) -> Vec<Shown> {
    let first = number("DETENTE_MONKEY_SEED").unwrap_or(1);
    let steps = number("DETENTE_MONKEY_STEPS").unwrap_or(STEPS) as usize;
    let try_one = |seed| match tried(seed, steps) {
        Ok(shown) => shown,
        Err(why) => {
            let least = (0..=steps).find(|&steps| tried(seed, steps).is_err()).unwrap_or(steps);
            let mut chance = Chance(seed);
            let (data, other) = (chance.below(DATA.len()), chance.below(4) == 0);
            let size = SIZES[chance.below(SIZES.len())];
            let review = chance.below(2) == 0;
            let steps: Vec<Step> = (0..least).map(|_| step(&mut chance)).collect();
            panic!(
                "DETENTE_MONKEY_SEED={seed}: {why}\nafter {least} steps on {:?} at {size:?}, \
                 decided on by another: {other}, in review: {review}\n{steps:#?}",
                DATA[data]
            );
        }
    };
    (first..first + sequences).map(try_one).collect()
}

#[test]
fn whatever_is_pressed_nothing_is_lost_and_there_is_a_way_out() {
    let shown = try_all(number("DETENTE_MONKEY").unwrap_or(SEQUENCES));
    let decided: i64 = shown.iter().map(|s| s.decided).sum();
    assert!(decided > 0, "no sequence got as far as a decision");
}

/// How long the slowest answers take, each with its screen.
#[test]
#[ignore = "measures time"]
fn the_slowest_answer_of_a_long_run() {
    let shown = try_all(number("DETENTE_MONKEY").unwrap_or(5_000));
    let decided: i64 = shown.iter().map(|s| s.decided).sum();
    let mut steps: Vec<_> = shown.into_iter().flat_map(|s| s.steps).collect();
    steps.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
    println!("{} steps, {decided} decisions; the slowest:", steps.len());
    for (took, step) in steps.iter().take(10) {
        println!("{:8.2} ms  {step}", took.as_secs_f64() * 1e3);
    }
}
