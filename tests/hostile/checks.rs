//! What must hold of any bytes at all. The fuzz targets look for bytes of which
//! it does not; the tests ask it of those that were found and kept.

use std::sync::{Arc, LazyLock};

use crossterm::event::{KeyCode, KeyModifiers};
use detente::app::Start;
use detente::app::message::{Click, Mouse, Msg};
use detente::app::plain::Stage;
use detente::model::{Builder, Dossier, Store};
use detente::query::complete::complete;
use detente::query::eval::select;
use detente::query::{Query, Selection};
use detente::read::{self, Confidence, Control, Input, Outcome, READERS, Reader, Sink};
use detente::ui::key::Key;
use detente::write::WRITERS;
use ratatui::layout::Rect;

/// The readers, each by its fuzz target and its own name.
pub const READER_CHECKS: &[(&str, &str)] = &[
    ("dossier-toml", "dossier TOML"),
    ("dossier-lines", "dossier JSON Lines"),
    ("dossier-json", "dossier JSON"),
    ("gdelt", "GDELT events"),
    ("mentions", "GDELT mentions"),
    ("gkg", "GDELT GKG 2.1"),
    ("mapped", "mapped table"),
    ("parquet", "Parquet"),
    ("article", "article"),
];

/// Asks what must hold of some bytes.
type Check = fn(&[u8]);

/// The other checks, each by its fuzz target.
const OTHER_CHECKS: &[(&str, Check)] = &[("any", any), ("query", query), ("keys", keys)];

/// The names of all checks, which are those of the fuzz targets.
pub fn names() -> impl Iterator<Item = &'static str> {
    READER_CHECKS.iter().map(|(name, _)| *name).chain(OTHER_CHECKS.iter().map(|(name, _)| *name))
}

/// What the program does when it starts.
pub fn prepare() {
    read::guard::hush_panics();
}

/// Runs the check of a name.
pub fn run(name: &str, bytes: &[u8]) {
    match READER_CHECKS.iter().find(|(n, _)| *n == name) {
        Some((_, of)) => reader(of, bytes),
        None => OTHER_CHECKS.iter().find(|(n, _)| *n == name).expect("a check of this name").1(bytes),
    }
}

/// Dossiers, and the columns that rows go to.
#[derive(Default)]
struct Both {
    dossiers: Vec<Dossier>,
    builder: Builder,
}

impl Sink for Both {
    fn dossier(&mut self, dossier: &Dossier) {
        self.builder.dossier(dossier);
        self.dossiers.push(dossier.clone());
    }

    fn rows(&mut self) -> Option<&mut Builder> {
        Some(&mut self.builder)
    }
}

/// A reader takes whatever it is given: it does not panic, its report adds up,
/// and what it kept can be asked, shown, written, and read again.
fn reader(name: &str, bytes: &[u8]) {
    let reader = READERS.iter().find(|r| r.spec().name == name).expect("a reader of this name");
    let mut input = Input::from_bytes("x", bytes);
    let mut both = Both::default();
    let report = read::read_as(*reader, &mut input, &mut both, &Control::new());
    assert_eq!(report.read(), report.kept() + report.rejected(), "{report:#?}");
    assert!(report.rejected() == 0 || report.problem_count() > 0, "{report:#?}");
    for line in report.lines() {
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    for dossier in &both.dossiers {
        written_and_read(dossier);
    }
    let store = Arc::new(both.builder.snapshot());
    assert_eq!(select(&store, &Query::all()).len(), store.len());
    harmless(&store);
}

/// Whatever is written is read again without a problem, and is then the same.
fn written_and_read(dossier: &Dossier) {
    for writer in WRITERS {
        let mut out = Vec::new();
        writer.dossier(&mut out, dossier).expect("a vector takes everything");
        let reader = read::recognise(&out, None).expect("what was written is known");
        let mut again = Vec::new();
        let mut input = Input::from_bytes("x", out.as_slice());
        let report = read::read_as(reader, &mut input, &mut again, &Control::new());
        let text = String::from_utf8_lossy(&out);
        // A code that nobody knows is kept and told each time.
        assert_eq!(report.failure, None, "what was written is read");
        let lost = report.problems().iter().any(|p| p.outcome != Outcome::Noted);
        assert!(!lost && report.rejected() == 0, "{}: {report:#?}\n{text}", writer.spec().name);
        assert_eq!(again.first(), Some(dossier), "{}\n{text}", writer.spec().name);
    }
}

/// Nothing from a file reaches the terminal but what it can draw.
fn harmless(store: &Arc<Store>) {
    let mut stage = Stage::new(Start::default(), store.clone(), Vec::new(), 120, 36);
    drawn(&stage);
    stage.keys("6 z");
    drawn(&stage);
}

fn drawn(stage: &Stage) {
    for cell in stage.buffer().content() {
        assert!(!cell.symbol().contains(char::is_control), "{:?}", cell.symbol());
    }
}

/// A file is read by whichever reader knows it.
fn any(bytes: &[u8]) {
    let sure = |r: &&&dyn Reader| r.sniff(bytes, None) > Confidence::No;
    let known = READERS.iter().find(sure).is_some();
    assert_eq!(read::recognise(bytes, None).is_some(), known);
    let mut both = Both::default();
    let report = read::read(&mut Input::from_bytes("x", bytes), &mut both, &Control::new());
    assert_eq!(report.read(), report.kept() + report.rejected(), "{report:#?}");
}

static SAMPLE: LazyLock<Arc<Store>> = LazyLock::new(|| {
    let mut builder = Builder::new();
    read::load_sample(&mut builder, &Control::new());
    Arc::new(builder.snapshot())
});

/// A query is written as it is read, or the characters at fault are named; it
/// can be completed anywhere and asked of a store.
fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for cursor in (0..=text.len()).filter(|&at| text.is_char_boundary(at)).take(64) {
        for offer in complete(&text, cursor, &SAMPLE) {
            assert!(text.get(offer.at.clone()).is_some(), "{offer:?}");
        }
    }
    match text.parse::<Query>() {
        Ok(query) => {
            let written = query.to_string();
            assert_eq!(written.parse::<Query>(), Ok(query.clone()), "{written}");
            let found: Selection = select(&SAMPLE, &query);
            assert!(found.len() <= SAMPLE.len());
        }
        Err(error) => {
            assert!(text.get(error.at.clone()).is_some(), "{error:?}");
            assert!(!error.message.is_empty());
        }
    }
}

/// Keys, clicks and new sizes in any order: the screen can always be drawn.
fn keys(bytes: &[u8]) {
    const NAMED: &[KeyCode] = &[
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Delete,
    ];
    let mut stage = Stage::new(Start::default(), SAMPLE.clone(), Vec::new(), 80, 24);
    let mut bytes = bytes.iter().copied().take(200);
    while let Some(byte) = bytes.next() {
        let msg = match byte {
            b' '..=b'~' => Msg::Key(Key::new(KeyCode::Char(byte.into()), KeyModifiers::NONE)),
            0..=31 => match NAMED.get(usize::from(byte)) {
                Some(&code) => Msg::Key(Key::new(code, KeyModifiers::NONE)),
                None => Msg::Key(Key::new(KeyCode::Char((b'a' + byte - 14).into()), KeyModifiers::CONTROL)),
            },
            127..=159 => {
                let (width, height) = (bytes.next().unwrap_or(1), bytes.next().unwrap_or(1));
                Msg::Resize(Rect::new(0, 0, width.into(), u16::from(height) / 3))
            }
            _ => {
                let what = [Click::Press, Click::Down, Click::Up][usize::from(byte % 3)];
                let (x, y) = (bytes.next().unwrap_or(0).into(), u16::from(bytes.next().unwrap_or(0)) / 3);
                Msg::Mouse(Mouse { x, y, what })
            }
        };
        stage.send(msg);
        if stage.ended {
            return;
        }
        drawn(&stage);
    }
}
