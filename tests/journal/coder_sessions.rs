//! A session: decide, undo, quit, come back, sit beside another.

use detente::journal::{
    Adjudication, CoderSession, Correction, EntryKind, SavedView, Saving, SideRef, Turn, exchange, pair_key,
};
use detente::model::{CountryId, Decision, Pair};

use super::review_snapshot::{saved, target};

#[test]
fn decisions_outlive_the_session_and_undo_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let keys: Vec<_> = (0..3).map(|n| target(n).key).collect();
    {
        let mut session = CoderSession::open(folder.path(), "ann");
        saved(session.decide(&[target(0)], Decision::Accepted));
        saved(session.decide(&[target(1), target(2)], Decision::Rejected));
        saved(session.decide(&[target(0)], Decision::Skipped));
    }
    let mut session = CoderSession::open(folder.path(), "ann");
    let decisions = |s: &CoderSession| keys.iter().map(|k| s.review().decision("ann", k)).collect::<Vec<_>>();
    assert_eq!(decisions(&session), [Decision::Skipped, Decision::Rejected, Decision::Rejected]);
    saved(session.undo());
    assert_eq!(decisions(&session)[0], Decision::Accepted);
    saved(session.undo());
    assert_eq!(decisions(&session), [Decision::Accepted, Decision::Open, Decision::Open], "a range is one");
    saved(session.redo());
    saved(session.redo());
    assert_eq!(decisions(&session), [Decision::Skipped, Decision::Rejected, Decision::Rejected]);
    for _ in 0..3 {
        saved(session.undo());
    }
    assert!(matches!(session.undo(), Saving::Nothing));
    assert_eq!(decisions(&session), [Decision::Open; 3]);
    let history = session.review().history();
    assert_eq!(history.len(), 14, "nothing is ever taken away");
    assert!(matches!(history[4].turn, Turn::Undo(_)));
    assert_eq!(
        (history[4].before.clone(), history[4].after.clone()),
        (Some("skipped".into()), Some("accepted".into()))
    );
}

#[test]
fn something_new_ends_what_could_be_redone() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.decide(&[target(0)], Decision::Accepted));
    saved(session.undo());
    saved(session.decide(&[target(1)], Decision::Accepted));
    assert!(matches!(session.redo(), Saving::Nothing));
    assert!(matches!(session.decide(&[target(1)], Decision::Accepted), Saving::Nothing), "it is so already");
    assert_eq!(session.review().turns("ann"), (1, 0));
}

#[test]
fn a_correction_makes_corrected_and_accepting_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let key = target(0).key;
    let correction = Correction {
        date: Some("2024-12".parse().unwrap()),
        code: Some("112".into()),
        sources: Some(vec![SideRef::country(CountryId::from_iso3("IRN").unwrap())]),
        ..Correction::default()
    };
    saved(session.correct(&target(0), &correction));
    assert_eq!(session.review().decision("ann", &key), Decision::Corrected);
    assert_eq!(session.review().correction("ann", &key), correction);
    assert_eq!(session.review().standing(&key).correction, correction);
    saved(session.decide(&[target(0)], Decision::Accepted));
    assert!(session.review().correction("ann", &key).is_empty());
    saved(session.undo());
    assert_eq!(session.review().correction("ann", &key), correction);
    saved(session.undo());
    assert!(!session.review().holds(&key));
}

#[test]
fn two_sessions_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut ann = CoderSession::open(folder.path(), "ann");
    let mut bo = CoderSession::open(folder.path(), "bo");
    let key = target(0).key;
    saved(ann.decide(&[target(0)], Decision::Accepted));
    assert_eq!(bo.poll().unwrap().len(), 2 - 1, "the empty correction is no change");
    assert!(bo.poll().unwrap().is_empty());
    assert_eq!(bo.review().decision("ann", &key), Decision::Accepted);
    saved(bo.decide(&[target(0)], Decision::Rejected));
    // Without asking first: writing takes the other's entries in.
    saved(ann.decide(&[target(1)], Decision::Accepted));
    let standing = ann.review().standing(&key);
    assert!(standing.disputed);
    assert_eq!((standing.decision, standing.by), (Decision::Open, vec!["ann".to_owned(), "bo".to_owned()]));
    saved(ann.undo());
    assert_eq!(ann.review().decision("bo", &key), Decision::Rejected, "undo is each coder's own");
    let adjudication = Adjudication { decision: Decision::Rejected, correction: Correction::default() };
    saved(ann.adjudicate(&target(0), Some(&adjudication), "a plan, no deed"));
    let standing = ann.review().standing(&key);
    assert!(standing.ruled && !standing.disputed);
    assert_eq!(standing.decision, Decision::Rejected);
    assert_eq!(ann.review().history().last().unwrap().comment, "a plan, no deed");
    bo.poll().unwrap();
    assert_eq!(bo.review(), ann.review());
    assert_eq!(exchange::verify(ann.journal().unwrap()).unwrap().coders.len(), 2);
}

#[test]
fn notes_marks_views_names_and_merges_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let pair: Pair = "IRN-RUS".parse().unwrap();
    saved(session.comment(&target(0), "see the second report"));
    saved(session.note(&pair_key(pair), "treaty signed in Moscow"));
    saved(session.mark(&[target(0), target(1)], true));
    saved(session.mark_key("article:the-pact", true));
    let view = SavedView { query: "pair:IRN-RUS quad:material-conflict".into(), key: "1".into() };
    saved(session.save_view("clashes", Some(&view)));
    let who = SideRef { country: "IRN".into(), name: "Javad Zarif".into(), code: "IRNGOV".into() };
    saved(session.resolve("Mr  Zarif", Some(&who)));
    saved(session.merge(&target(1), Some(&target(0))));
    let again = CoderSession::open(folder.path(), "ann");
    let review = again.review();
    assert_eq!(review.notes(&target(0).key).collect::<Vec<_>>(), [("ann", "see the second report")]);
    assert_eq!(review.notes(&pair_key(pair)).count(), 1);
    assert!(review.is_marked("ann", &target(1).key) && review.is_marked("ann", "article:the-pact"));
    assert_eq!(review.views("ann"), [("clashes".to_owned(), view)]);
    assert_eq!(review.resolution("bo", &detente::journal::actor_key("mr zarif")), Some(who));
    assert_eq!(review.merged_into("ann", &target(1).key), Some(target(0).key.as_str()));
    assert_eq!(review, session.review());
}

#[test]
fn what_is_new_since_the_last_look_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let pair: Pair = "IRN-RUS".parse().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    assert_eq!(session.look(pair, &[1, 2, 3]).unwrap().len(), 3);
    assert!(session.new_since_look(pair, &[1, 2, 3]).unwrap().is_empty());
    let mut session = CoderSession::open(folder.path(), "ann");
    let new = session.look(pair, &[1, 2, 3, 9]).unwrap();
    assert_eq!(new.into_iter().collect::<Vec<_>>(), [9]);
    assert_eq!(session.review().look("ann", &pair_key(pair)).unwrap().events, 4);
    assert!(matches!(session.undo(), Saving::Nothing), "looking is no decision");
    assert!(session.review().history().iter().all(|e| e.kind == EntryKind::Looked));
}
