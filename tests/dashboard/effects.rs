//! What is decided counts: after each key the figures on the screen are those of
//! what was decided, and one key shows them as they were coded.

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::journal::{Correction, Draft, SideRef};
use detente::model::{Decision, EventDate, Pair};
use detente::query::{Query, Views};
use detente::ui::pane::Subject;
use tempfile::TempDir;

use crate::common::{lines, reviewing, sample_store};

fn stage(folder: &TempDir) -> Stage {
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let start = Start { query: Query::of_pair(pair("IRN-RUS")), ..Start::default() };
    reviewing(Stage::with_journal(start, &workspace, sample_store(), 200, 60))
}

fn pair(text: &str) -> Pair {
    text.parse().unwrap()
}

/// Events that count, all that are listed, and cooperation and conflict.
fn figures(stage: &Stage) -> (usize, usize, u64, u64) {
    let views = &stage.state.views;
    let sum = |f: fn(&detente::query::summary::timeline::Tally) -> detente::query::summary::Count| {
        let days = views.days.days.iter().map(|d| f(&d.tally).events).sum::<u64>();
        days + f(&views.days.undated).events
    };
    (views.selection.len(), views.events.len(), sum(|t| t.cooperation()), sum(|t| t.conflict()))
}

fn of_pair(stage: &Stage, text: &str) -> u64 {
    stage.state.views.pairs.iter().find(|row| row.pair == pair(text)).map_or(0, |row| row.total.events)
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

#[test]
fn what_is_rejected_is_listed_and_not_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    let coded = figures(&stage);
    stage.keys("3 g g x");
    let gone = coded.0 - figures(&stage).0;
    assert!(gone > 0, "at least one row of the event");
    assert_eq!(figures(&stage).1, coded.1, "it is still listed");
    assert_eq!(of_pair(&stage, "IRN-RUS"), (coded.0 - gone) as u64);
    assert!(screen(&stage).contains(&format!("✗ {gone} not counted")), "{}", screen(&stage));
    stage.keys("C");
    assert_eq!(figures(&stage), coded, "as coded");
    assert!(screen(&stage).contains("as coded"));
    stage.keys("C u");
    assert_eq!(figures(&stage), coded, "undone");
    assert!(!screen(&stage).contains("not counted"));
}

#[test]
fn a_correction_moves_the_figures_and_its_undoing_brings_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    let coded = figures(&stage);
    let usa = of_pair(&stage, "IRN-USA");
    stage.keys("3 g g");
    let Subject::Event(id) = stage.state.view.subject else { panic!("an event is in view") };
    // In the form: date, source, target, code.
    stage.keys("e ctrl-u");
    stage.type_text("1999-12-31");
    stage.keys("tab ctrl-u");
    stage.type_text("IRN");
    stage.keys("tab ctrl-u");
    stage.type_text("USA");
    stage.keys("tab ctrl-u");
    stage.type_text("190");
    stage.keys("enter");
    let store = &stage.state.store;
    let event = store.event_by_id(id).unwrap();
    assert_eq!((event.date().to_string(), event.code_text()), ("1999-12-31".to_owned(), "190"));
    assert_eq!(event.pair(), pair("IRN-USA"));
    assert!(figures(&stage).0 < coded.0);
    assert!(of_pair(&stage, "IRN-USA") > usa);
    assert!(stage.state.views.position(id).is_none(), "it is none of the pair any more");
    // What is answered headless is what the screen shows.
    let headless = Views::of(stage.state.store.clone(), stage.state.view.query.clone());
    assert_eq!(headless.days, stage.state.views.days);
    stage.keys("ctrl-a");
    assert!(screen(&stage).contains("✎ 1 revised"), "{}", screen(&stage));
    let with = figures(&stage);
    stage.keys("C");
    assert_ne!(figures(&stage), with);
    stage.keys("C u");
    assert_eq!(of_pair(&stage, "IRN-USA"), usa);
    // Another session sees the same.
    stage.keys("ctrl-r");
    let again = self::stage(&folder);
    assert_eq!(of_pair(&again, "IRN-USA"), usa + 1);
    let store = &again.state.store;
    assert_eq!(store.event_by_id(id).unwrap().code_text(), "190");
}

#[test]
fn events_that_are_merged_count_as_one_with_the_reports_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    let (events, reports) = (figures(&stage).0, stage.state.views.reports);
    stage.keys("3 g g space M");
    let rows = events - figures(&stage).0;
    assert!(rows >= 1, "the marked one is gone");
    let lost = reports - stage.state.views.reports;
    assert!(lost < rows as u64 || rows > 1, "its reports count with the other: {lost} of {rows}");
    stage.keys("u");
    assert_eq!((figures(&stage).0, stage.state.views.reports), (events, reports));
}

#[test]
fn several_are_merged_after_a_question_and_are_of_their_own_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    let coded = figures(&stage);
    let notice = |stage: &Stage| stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    stage.keys("3 g g space space M");
    assert!(screen(&stage).contains("Count 2 events as further reports of"), "{}", screen(&stage));
    stage.keys("esc");
    assert_eq!(figures(&stage), coded, "no is no");
    stage.keys("M enter");
    assert_eq!(figures(&stage).0, coded.0 - 2);
    assert!(notice(&stage).starts_with("2 events merged into"), "{}", notice(&stage));
    let main = stage.state.view.subject;
    let about = stage.state.snapshot.about(main).unwrap();
    assert_eq!(about.gained.len(), 2, "{about:?}");
    assert!(screen(&stage).contains("also reported as"), "{}", screen(&stage));
    stage.keys("u");
    assert_eq!(figures(&stage), coded);
    assert!(notice(&stage).contains("2 merges together"), "{}", notice(&stage));
    assert!(stage.state.snapshot.about(main).is_none_or(|about| about.gained.is_empty()));
    // Undone long after, without undoing what was done since.
    stage.keys("ctrl-r a : u n m e r g e enter");
    assert!(notice(&stage).contains("no other event was merged"), "{}", notice(&stage));
    let mut again = self::stage(&folder);
    assert_eq!(figures(&again).0, coded.0 - 2);
    again.keys("3 g g : u n m e r g e enter");
    assert_eq!(figures(&again), coded, "{}", notice(&again));
    again.keys("u");
    assert_eq!(figures(&again).0, coded.0 - 2, "and that is undone like anything");
}

#[test]
fn the_decision_stays_in_sight_where_there_is_little_room() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let start = Start { query: Query::of_pair(pair("IRN-RUS")), ..Start::default() };
    let mut stage = reviewing(Stage::with_journal(start, &workspace, sample_store(), 100, 30));
    stage.keys("3 g g x g g");
    let shown = screen(&stage);
    let row = shown.lines().find(|line| line.contains("▸2001-03-12")).unwrap();
    assert!(row.contains('✗'), "{shown}");
}

#[test]
fn what_is_rejected_folds_nothing() {
    use detente::model::{Builder, Dossier, Event, Side};
    let event = |id: &str| Event {
        date: "2020-01-01".parse().unwrap(),
        sources: vec![Side::from_country("IRN".parse().unwrap())],
        targets: vec![Side::from_country("RUS".parse().unwrap())],
        code: "040".into(),
        ..Event::new(id)
    };
    let events = vec![event("e1"), event("e2"), event("e3")];
    let mut builder = Builder::new();
    builder.dossier(&Dossier { events, ..Dossier::default() });
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let store = std::sync::Arc::new(builder.snapshot());
    let mut stage = reviewing(Stage::with_journal(Start::default(), &workspace, store, 120, 36));
    stage.keys("3 D");
    let counts = |stage: &Stage| (stage.state.views.selection.len(), stage.state.views.folded.repeats);
    assert_eq!(counts(&stage), (1, 2));
    stage.keys("x");
    assert_eq!(counts(&stage), (1, 1), "the next stands for the rest: {}", screen(&stage));
    stage.keys("u");
    assert_eq!(counts(&stage), (1, 2));
}

#[test]
fn what_is_added_counts_is_decided_on_and_can_be_taken_back() {
    use detente::app::message::{JournalAct, Msg, Request};
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    let coded = figures(&stage);
    let side = |iso: &str| Some(vec![SideRef { country: iso.into(), ..SideRef::default() }]);
    let fields = Correction {
        date: "2001-02-03".parse::<EventDate>().ok(),
        sources: side("IRN"),
        targets: side("RUS"),
        code: Some("190".into()),
        ..Correction::default()
    };
    let act = JournalAct::Create(Box::new(Draft { fields, ..Draft::default() }));
    let reply = stage.journal_worker.as_mut().unwrap().carry_out(Request { number: 1, act });
    let made = reply.touched[0];
    stage.send(Msg::Journal(std::sync::Arc::new(reply)));
    assert_eq!(figures(&stage), (coded.0 + 1, coded.1 + 1, coded.2, coded.3 + 1));
    let Subject::Event(id) = made else { panic!("an event was added") };
    assert!(id.is_made());
    let event = stage.state.store.event_by_id(id).unwrap();
    assert_eq!(stage.state.snapshot.of(&event), Decision::Accepted);
    assert_eq!(stage.state.view.subject, made, "the cursor is there");
    stage.keys("3 x");
    assert_eq!(figures(&stage), (coded.0, coded.1 + 1, coded.2, coded.3), "rejected like any other");
    let again = self::stage(&folder);
    assert_eq!(figures(&again), figures(&stage), "and after a new start");
    stage.keys("u u");
    assert_eq!(figures(&stage), coded);
}
