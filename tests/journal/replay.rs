//! Properties: the journal replayed is the session's state, and undo of do is nothing.

use detente::journal::{Correction, Quote, Review, Ruling, SavedView, Saving, Session, exchange};
use detente::model::Decision;
use proptest::prelude::*;

use super::desk::{Hand, target};

/// Something that a coder may do.
#[derive(Debug, Clone)]
enum Deed {
    Decide(Vec<usize>, Decision),
    Correct(usize, String),
    Comment(usize, String),
    Mark(usize, bool),
    View(String, bool),
    Merge(usize, usize),
    Rule(usize, bool),
    Undo,
    Redo,
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    let decision = prop::sample::select(Decision::ALL);
    prop_oneof![
        4 => (prop::collection::vec(0usize..6, 1..4), decision).prop_map(|(t, d)| Deed::Decide(t, d)),
        2 => (0usize..6, "[0-9]{0,3}").prop_map(|(t, c)| Deed::Correct(t, c)),
        1 => (0usize..6, ".{0,12}").prop_map(|(t, c)| Deed::Comment(t, c)),
        1 => (0usize..6, any::<bool>()).prop_map(|(t, on)| Deed::Mark(t, on)),
        1 => ("[a-c]", any::<bool>()).prop_map(|(n, on)| Deed::View(n, on)),
        1 => (0usize..6, 0usize..6).prop_map(|(a, b)| Deed::Merge(a, b)),
        1 => (0usize..6, any::<bool>()).prop_map(|(t, on)| Deed::Rule(t, on)),
        4 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
        1 => Just(Deed::Reopen),
    ]
}

fn perform(session: &mut Session, deed: &Deed) -> Saving {
    match deed {
        Deed::Decide(targets, decision) => {
            let targets: Vec<_> = targets.iter().map(|&n| target(n)).collect();
            session.decide(&targets, *decision)
        }
        Deed::Correct(n, code) => {
            let quote = Quote { start: 1, end: 5, text: code.clone() };
            let correction = match code.is_empty() {
                true => Correction::default(),
                false => Correction {
                    code: Some(code.clone()),
                    evidence: Some(vec![quote]),
                    ..Correction::default()
                },
            };
            session.correct(&target(*n), &correction)
        }
        Deed::Comment(n, words) => session.comment(&target(*n), words),
        Deed::Mark(n, on) => session.mark(&[target(*n)], *on),
        Deed::View(name, on) => {
            let view = SavedView { query: "pair:IRN-RUS".into(), key: String::new() };
            session.save_view(name, on.then_some(&view))
        }
        Deed::Merge(a, b) => session.merge(&target(*a), (a != b).then_some(&target(*b))),
        Deed::Rule(n, on) => {
            let ruling = Ruling { decision: Decision::Accepted, correction: Correction::default() };
            session.adjudicate(&target(*n), on.then_some(&ruling), "because")
        }
        Deed::Undo => session.undo(),
        Deed::Redo => session.redo(),
        Deed::Reopen => Saving::Nothing,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_replayed_is_the_state_of_the_session(
        deeds in prop::collection::vec((0usize..2, deed()), 1..40)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let hand = Hand::default();
        let open = || [hand.session(folder.path(), "ann"), hand.session(folder.path(), "bo")];
        let mut sessions = open();
        for (who, deed) in &deeds {
            if matches!(deed, Deed::Reopen) {
                sessions = open();
            }
            let saving = perform(&mut sessions[*who], deed);
            prop_assert!(!matches!(saving, Saving::Held(_)), "{saving:?}");
        }
        for session in &mut sessions {
            session.poll().unwrap();
        }
        let journal = sessions[0].journal().unwrap();
        let replayed = Review::replay(journal.after(0).unwrap());
        prop_assert_eq!(&replayed, sessions[0].review());
        prop_assert_eq!(&replayed, sessions[1].review());
        prop_assert_eq!(exchange::verify(journal).unwrap().entries, journal.len().unwrap());
        // Any moment of it is the state that was then.
        let middle = replayed.last_id() / 2;
        let then = Review::replay(journal.after(0).unwrap().into_iter().take(middle as usize));
        prop_assert_eq!(replayed.at_entry(middle), then);
    }

    #[test]
    fn undo_of_do_is_nothing_and_redo_of_undo_too(before in prop::collection::vec(deed(), 0..12), last in deed()) {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Hand::default().session(folder.path(), "ann");
        for deed in &before {
            let _ = perform(&mut session, deed);
        }
        let was = session.review().clone();
        if !matches!(last, Deed::Undo | Deed::Redo) && matches!(perform(&mut session, &last), Saving::Saved(_)) {
            let done = session.review().clone();
            let _ = session.undo();
            prop_assert!(session.review().same_values(&was));
            let _ = session.redo();
            prop_assert!(session.review().same_values(&done));
        }
        // Undone to the ground, nothing is left; redone to the top, all is back.
        let top = session.review().clone();
        let (undos, _) = top.turns("ann");
        for _ in 0..undos {
            prop_assert!(matches!(session.undo(), Saving::Saved(_)));
        }
        prop_assert!(session.review().same_values(&Review::default()));
        for _ in 0..undos {
            prop_assert!(matches!(session.redo(), Saving::Saved(_)));
        }
        prop_assert!(session.review().same_values(&top));
    }
}
