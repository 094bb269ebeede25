//! Several coders, the past, notes, what fits nothing any more, and the way out
//! when nothing can be saved.

use std::sync::Arc;

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::journal::CoderSession;
use detente::model::{Builder, Decision, Dossier, Event, Side, Store};
use detente::query::Query;
use detente::ui::overlay::{AnyOverlay, ReviewListKind};
use tempfile::TempDir;

use crate::common::{lines, reviewing, sample_store};

fn stage(folder: &TempDir, coder: &str, store: Arc<Store>) -> Stage {
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: coder.to_owned() };
    let start = Start { query: Query::of_pair("IRN-RUS".parse().unwrap()), ..Start::default() };
    reviewing(Stage::with_journal(start, &workspace, store, 200, 60))
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

fn decided(stage: &Stage) -> usize {
    stage.state.snapshot.decisions.len()
}

#[test]
fn coders_differ_are_walked_through_and_a_adjudication_is_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = stage(&folder, "ann", sample_store());
    ann.keys("3 g g a a x");
    let mut bo = stage(&folder, "bo", sample_store());
    bo.keys("3 g g a x e ctrl-u");
    bo.type_text("2001-02-03");
    bo.keys("enter");
    assert!(screen(&bo).contains("! 2 disputed"), "{}", screen(&bo));
    bo.keys("X");
    let shown = screen(&bo);
    assert!(shown.contains("Disagreements 1/2"), "{shown}");
    assert!(shown.contains("1 ann: accepted  │  2 bo: rejected"), "{shown}");
    // Walk to the other and rule as the second coder says.
    bo.keys("j");
    assert!(
        screen(&bo).contains("2 bo: 2001-02-03") || screen(&bo).contains("2 bo: corrected"),
        "{}",
        screen(&bo)
    );
    let Some(AnyOverlay::ReviewList(review_list)) = &bo.state.overlay else { panic!("the list is open") };
    let ruled = review_list.row().unwrap().clone();
    bo.keys("2");
    let Some(AnyOverlay::ReviewList(review_list)) = &bo.state.overlay else { panic!("the list stays") };
    assert_eq!((review_list.len(), review_list.kind), (1, ReviewListKind::Disputes));
    bo.keys("esc");
    let session = CoderSession::open(&folder.path().join("workspace"), "cy");
    let standing = session.review().standing(&ruled.key);
    assert!(standing.ruled && !standing.disputed);
    assert_eq!(standing.decision, ruled.adjudications[1].decision);
    assert!(screen(&bo).contains("! 1 disputed"));
    // The adjudication is a decision of its own: undone, the dispute is back.
    bo.keys("u");
    assert!(screen(&bo).contains("! 2 disputed"));
    bo.keys("X enter");
    assert!(bo.state.overlay.is_none(), "it goes there");
}

#[test]
fn the_past_is_shown_moment_by_moment_and_takes_no_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder, "ann", sample_store());
    let coded = stage.state.views.selection.len();
    stage.keys("3 g g a x s");
    let now = (decided(&stage), stage.state.views.selection.len());
    assert!(now.1 < coded);
    stage.keys("W");
    assert!(screen(&stage).contains("The past 1/3"), "{}", screen(&stage));
    assert_eq!((decided(&stage), stage.state.views.selection.len()), now, "the last moment is now");
    stage.keys("j j");
    assert!(screen(&stage).contains("the past: "), "{}", screen(&stage));
    assert!(decided(&stage) < now.0);
    assert_eq!(stage.state.views.selection.len(), coded, "nothing was rejected then");
    // Looking around in it is free, deciding is not.
    stage.keys("enter 3 g g x");
    assert!(stage.state.notice.as_ref().unwrap().text.contains("this is the past"));
    assert_eq!(stage.state.views.selection.len(), coded);
    stage.keys("esc");
    assert!(stage.state.snapshot.past.is_none());
    assert_eq!((decided(&stage), stage.state.views.selection.len()), now);
    stage.keys("W j esc");
    assert_eq!((decided(&stage), stage.state.views.selection.len()), now, "esc in the list comes back too");
}

#[test]
fn pairs_and_articles_take_notes_and_marks() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder, "ann", sample_store());
    stage.keys("1 c");
    stage.type_text("an old rivalry");
    stage.keys("enter");
    stage.keys("*");
    let pair = stage.state.panes.pairs.chosen(&stage.state.scene().cx).unwrap();
    let about = stage.state.snapshot.about_pair(pair).unwrap();
    assert_eq!((about.notes[0].1.as_str(), about.flagged), ("an old rivalry", true));
    assert!(screen(&stage).contains('★'), "{}", screen(&stage));
    stage.keys("3 g g *");
    assert!(screen(&stage).contains("★ marked"), "{}", screen(&stage));
    stage.keys("6 t");
    stage.type_text("a translation");
    stage.keys("enter");
    assert!(screen(&stage).contains("note of ann: a translation"), "{}", screen(&stage));
    let again = self::stage(&folder, "ann", sample_store());
    assert_eq!(again.state.snapshot.about_pair(pair).unwrap().notes[0].1, "an old rivalry");
    stage.keys("u");
    assert!(!screen(&stage).contains("note of ann: a translation"), "{}", screen(&stage));
}

#[test]
fn a_note_is_about_the_pair_in_view_and_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = stage(&folder, "ann", sample_store());
    let notice = |stage: &Stage| stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    for (pane, about) in [("3", "IRN⇄RUS"), ("2", "IRN⇄RUS"), ("6", "article ")] {
        ann.keys(pane);
        ann.keys("t");
        ann.type_text(" more");
        ann.keys("enter");
        assert!(notice(&ann).starts_with(&format!("noted on {about}")), "{pane}: {}", notice(&ann));
    }
    ann.keys("u");
    assert!(notice(&ann).starts_with("undone: note article "), "{}", notice(&ann));
}

#[test]
fn who_is_not_alone_is_told_whose_decisions_are_shown_and_asked_whose_go_into_a_brief() {
    use detente::journal::DecisionScope;
    let folder = tempfile::tempdir().unwrap();
    let mut ann = stage(&folder, "ann", sample_store());
    ann.keys("3 g g a w enter");
    assert!(
        matches!(&ann.brief, Some(brief) if brief.decision_scope == DecisionScope::All),
        "alone: nothing to ask"
    );
    let mut bo = stage(&folder, "bo", sample_store());
    let notice = bo.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    assert!(notice.contains("not those of ann"), "{notice}");
    bo.keys("w enter");
    assert!(screen(&bo).contains("Whose decisions?"), "{}", screen(&bo));
    bo.keys("down enter");
    assert!(matches!(&bo.brief, Some(brief) if brief.decision_scope == DecisionScope::Of("bo".to_owned())));
}

/// A dossier with one article and these events, told in a sentence each.
pub fn store_of(sentences: &[&str]) -> Arc<Store> {
    let text = sentences.join(" ");
    let mut dossier = Dossier::default();
    dossier.article.id = "one".to_owned();
    for (number, sentence) in sentences.iter().enumerate() {
        let mut event = Event::new(format!("e{number}"));
        let start = text.find(sentence).unwrap();
        event.evidence = vec![detente::model::Span::new(start, start + sentence.len())];
        event.sources = vec![Side::from_country("IRN".parse().unwrap())];
        event.targets = vec![Side::from_country("RUS".parse().unwrap())];
        event.date = format!("2020-01-{:02}", number + 1).parse().unwrap();
        event.code = "057".to_owned();
        event.rule = "made-up".to_owned();
        dossier.events.push(event);
    }
    dossier.article.text = Some(text.into());
    let mut builder = Builder::new();
    builder.dossier(&dossier);
    Arc::new(builder.snapshot())
}

#[test]
fn what_fits_nothing_any_more_is_listed_given_to_another_or_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let before =
        ["Both signed a treaty in Sochi.", "The envoy left without a word.", "Trade grew by a tenth."];
    let mut first = stage(&folder, "ann", store_of(&before));
    first.keys("3 g g a x s");
    drop(first);
    let after = ["Wheat was shipped over the sea.", "A dam was opened in spring.", "Trade grew by a tenth."];
    let mut later = stage(&folder, "ann", store_of(&after));
    assert!(screen(&later).contains("! 2 unmatched"), "{}", screen(&later));
    assert_eq!(decided(&later), 1);
    later.keys("3 g g U");
    let shown = screen(&later);
    assert!(shown.contains("1/2") && shown.contains("ann"), "{shown}");
    let Some(AnyOverlay::ReviewList(review_list)) = &later.state.overlay else { panic!("the list is open") };
    let decision = review_list.row().unwrap().right.clone();
    later.keys("t");
    assert_eq!(decided(&later), 2, "the one at the cursor has it now");
    let store = &later.state.store;
    let event = later.state.views.event(0).unwrap();
    assert!(
        decision.ends_with(later.state.snapshot.of(&event).name()),
        "{decision} {store:?}",
        store = store.len()
    );
    later.keys("d esc");
    assert!(!screen(&later).contains("unmatched"), "{}", screen(&later));
    later.keys("u");
    assert!(screen(&later).contains("! 1 unmatched"), "{}", screen(&later));
}

#[test]
fn who_quits_with_something_unsaved_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    // A file where the folder should be: nothing can be saved.
    std::fs::write(folder.path().join("workspace"), "in the way").unwrap();
    let mut stage = stage(&folder, "ann", sample_store());
    stage.keys("3 g g a q");
    assert!(!stage.ended);
    let shown = screen(&stage);
    assert!(shown.contains("1 decision is not saved") && shown.contains("save to a file"), "{shown}");
    stage.keys("esc");
    assert!(!stage.ended, "one may stay");
    // Once it can be written, trying again saves it.
    std::fs::remove_file(folder.path().join("workspace")).unwrap();
    stage.keys("q enter");
    assert!(stage.state.notice.as_ref().unwrap().text.contains("saved"), "{:?}", stage.state.notice);
    stage.keys("q");
    assert!(stage.ended, "nothing is unsaved now");
    let again = self::stage(&folder, "ann", sample_store());
    assert!(decided(&again) > 0);
    assert_eq!(again.state.snapshot.of(&again.state.views.event(0).unwrap()), Decision::Accepted);
}

#[test]
fn who_lets_go_of_what_is_unsaved_may_quit() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("workspace"), "in the way").unwrap();
    let mut stage = stage(&folder, "ann", sample_store());
    stage.keys("3 g g a q down down enter");
    assert!(stage.ended);
}
