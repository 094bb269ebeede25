//! What is made by hand, and names that are resolved: in view at once, undone,
//! and there after a new start.

use std::sync::Arc;

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::model::{Article, Builder, CountryId, Decision, Dossier, Event, Side, Span};
use detente::ui::pane::Subject;
use tempfile::TempDir;

use crate::common::{lines, reviewing};

const TEXT: &str = "Two patrols met at the border. The marsh militia fired at an Iranian post. \
A day later the marsh militia freed two Iranian guards. Iran thanked Iraq for its help. Nobody was hurt.";

fn side(code: &str) -> Side {
    Side::from_country(CountryId::from_iso3(code).unwrap())
}

fn event(id: &str, words: &str, source: Side, target: Side, code: &str) -> Event {
    let at = TEXT.find(words).unwrap();
    Event {
        date: "2024-05-02".parse().unwrap(),
        sources: vec![source],
        targets: vec![target],
        code: code.into(),
        evidence: vec![Span::new(at, at + words.len())],
        rule: "test".into(),
        ..Event::new(id)
    }
}

fn dossier() -> Dossier {
    let militia = || Side { name: "marsh militia".into(), ..Side::default() };
    Dossier {
        article: Article {
            id: "border".into(),
            published: "2024-05-04".parse().unwrap(),
            language: "en".into(),
            text: Some(TEXT.into()),
            ..Article::default()
        },
        events: vec![
            event("e1", "The marsh militia fired at an Iranian post", militia(), side("IRN"), "190"),
            event("e2", "the marsh militia freed two Iranian guards", militia(), side("IRN"), "0841"),
        ],
        ..Dossier::default()
    }
}

fn snapshot_of(folder: &TempDir) -> Stage {
    let mut builder = Builder::new();
    builder.dossier(&dossier());
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    reviewing(Stage::with_journal(Start::default(), &workspace, Arc::new(builder.snapshot()), 120, 36))
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

/// The events in view: date, sides and code.
fn events(stage: &Stage) -> Vec<String> {
    let views = &stage.state.views;
    let all = (0..views.events.len()).filter_map(|at| views.event(at));
    all.map(|e| {
        let short = |c: CountryId| if c.is_known() { c.iso3() } else { "?" };
        format!("{} {}→{} {}", e.date(), short(e.source()), short(e.target()), e.code_text())
    })
    .collect()
}

/// Selects the sentence that begins so, from the first one on.
fn select(stage: &mut Stage, beginning: &str) {
    stage.keys("6 v K K K K");
    for _ in 0..9 {
        let (article, spans) = stage.state.panes.source.selected().unwrap();
        let store = stage.state.store.clone();
        if spans[0].of(store.article(article).unwrap().text().unwrap()).starts_with(beginning) {
            return;
        }
        stage.keys("J");
    }
    panic!("no sentence begins with {beginning:?}");
}

#[test]
fn what_is_made_is_in_view_at_once_and_after_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder);
    let before = events(&stage);
    select(&mut stage, "Iran thanked");
    stage.keys("I ctrl-u");
    stage.type_text("051");
    stage.keys("enter");
    let made = "2024-05-04 IRN→IRQ 051".to_owned();
    assert_eq!(events(&stage), [before.clone(), vec![made.clone()]].concat(), "{}", screen(&stage));
    let thing = stage.state.view.subject;
    let Subject::Event(id) = thing else { panic!("the cursor goes to what was made") };
    assert!(id.is_made());
    assert_eq!(stage.state.snapshot.of_subject(&stage.state.store, thing), Decision::Accepted);
    assert!(screen(&stage).contains("made by hand"), "{}", screen(&stage));
    // It is corrected like any other, twice.
    stage.keys("e ctrl-u");
    stage.type_text("2024-05-03");
    stage.keys("enter 3 G e tab tab tab ctrl-u");
    stage.type_text("040");
    stage.keys("enter");
    let corrected = "2024-05-03 IRN→IRQ 040".to_owned();
    assert!(events(&stage).contains(&corrected), "{:?}", events(&stage));
    assert!(events(&snapshot_of(&folder)).contains(&corrected), "after a new start");
    stage.keys("u u");
    assert!(events(&stage).contains(&made), "{:?}", events(&stage));
    stage.keys("u");
    assert_eq!(events(&stage), before, "undone");
    stage.keys("ctrl-r");
    assert_eq!(events(&stage).len(), before.len() + 1, "redone");
    assert_eq!(events(&snapshot_of(&folder)).len(), before.len() + 1, "after a new start");
}

#[test]
fn a_claim_is_made_of_selected_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder);
    select(&mut stage, "Iran thanked");
    stage.keys("Q enter");
    assert_eq!(stage.state.views.claims.len(), 1, "{}", screen(&stage));
    let store = stage.state.store.clone();
    let claim = store.claim(stage.state.views.claims[0]).unwrap();
    assert_eq!(&*claim.text, "Iran thanked Iraq for its help.");
    assert_eq!(store.actor(claim.speaker).unwrap().country.iso3(), "IRN");
    stage.keys("u");
    assert!(stage.state.views.claims.is_empty());
    stage.keys("ctrl-r");
    assert_eq!(snapshot_of(&folder).state.views.claims.len(), 1);
}

#[test]
fn a_name_is_resolved_for_all_its_mentions() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder);
    assert_eq!(events(&stage), ["2024-05-02 ?→IRN 190", "2024-05-02 ?→IRN 0841"].map(str::to_owned).to_vec());
    stage.keys("3 g g R");
    assert!(screen(&stage).contains("Who is marsh militia?"), "{}", screen(&stage));
    stage.type_text("iraq");
    stage.keys("enter");
    assert!(screen(&stage).contains("changes 2 events and 0 claims"), "{}", screen(&stage));
    stage.keys("n");
    assert!(events(&stage).iter().all(|e| e.contains("?→IRN")));
    stage.keys("R");
    stage.type_text("iraq");
    stage.keys("enter y");
    assert!(events(&stage).iter().all(|e| e.contains("IRQ→IRN")), "{:?}", events(&stage));
    let again = snapshot_of(&folder);
    assert!(events(&again).iter().all(|e| e.contains("IRQ→IRN")), "after a new start");
    assert_eq!(again.state.views.pairs.len(), 1, "one pair, with both events");
    stage.keys("u");
    assert!(events(&stage).iter().all(|e| e.contains("?→IRN")), "undone");
}
