//! Properties: the journal replayed is the session's state, and undo of do is nothing.

use detente::journal::{
    Adjudication, ArticleRef, CoderSession, Correction, Draft, Quote, Review, SavedView, Saving, SideRef,
    exchange,
};
use detente::model::{Day, Decision, EventDate, Form, Modality, Pair};
use proptest::prelude::*;

use super::review_snapshot::{Hand, target};

/// Something that a coder may do.
#[derive(Debug, Clone)]
enum Deed {
    Decide(Vec<usize>, Decision),
    Correct(usize, Box<Correction>),
    Create(Box<Draft>),
    Resolve(String, Option<SideRef>),
    Note(String, String),
    Flag(String, bool),
    LastSeen(u64),
    Attach(usize, usize),
    Drop(usize),
    Comment(usize, String),
    Mark(usize, bool),
    View(String, bool),
    Merge(usize, usize),
    Rule(usize, bool),
    Undo,
    Redo,
    Reopen,
}

fn date() -> impl Strategy<Value = EventDate> {
    // Years that four digits write.
    let day = || -719_162..2_932_896i32;
    prop_oneof![
        2 => Just(EventDate::UNKNOWN),
        2 => day().prop_map(|d| EventDate::day(Day(d))),
        1 => (1..=9999i32).prop_filter_map("a year", EventDate::year),
        1 => (1..=9999i32, 1..=12u32).prop_filter_map("a month", |(y, m)| EventDate::month(y, m)),
        1 => (day(), 0..9999i32).prop_map(|(d, n)| EventDate::range(Day(d), Day((d + n).min(2_932_896)))),
        1 => day().prop_map(|d| EventDate::range(Day(d), Day::MAX)),
        1 => day().prop_map(|d| EventDate::range(Day::MIN, Day(d))),
    ]
}

fn side() -> impl Strategy<Value = SideRef> {
    ("(IRN|RUS|)", ".{0,6}", "[A-Z]{0,3}").prop_map(|(country, name, code)| SideRef { country, name, code })
}

fn correction() -> impl Strategy<Value = Correction> {
    let sides = || prop::option::of(prop::collection::vec(side(), 0..3));
    let quote = (0..99u32, 0..99u32, ".{0,9}").prop_map(|(start, end, text)| Quote { start, end, text });
    let event = (
        prop::option::of(date()),
        sides(),
        sides(),
        prop::option::of(".{0,4}"),
        prop::option::of(prop::sample::select(Modality::ALL)),
        prop::option::of(any::<bool>()),
    );
    let claim = (
        prop::option::of(prop::collection::vec(quote, 0..3)),
        prop::option::of(side()),
        prop::option::of(prop::sample::select(Form::ALL)),
    );
    (event, claim).prop_map(
        |((date, sources, targets, code, modality, reciprocal), (evidence, speaker, form))| Correction {
            date,
            sources,
            targets,
            code,
            modality,
            reciprocal,
            evidence,
            speaker,
            form,
        },
    )
}

fn draft() -> impl Strategy<Value = Draft> {
    let article = (".{0,4}", ".{0,4}", ".{0,4}").prop_map(|(id, url, text)| ArticleRef { id, url, text });
    (any::<bool>(), article, correction(), ".{0,5}").prop_map(|(claim, article, fields, cue)| Draft {
        claim,
        article,
        fields,
        cue,
    })
}

fn place() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["pair:IRN-RUS".to_owned(), "article:the-pact".to_owned()])
}

fn deed() -> impl Strategy<Value = Deed> {
    let decision = prop::sample::select(Decision::ALL);
    prop_oneof![
        4 => (prop::collection::vec(0usize..6, 1..4), decision).prop_map(|(t, d)| Deed::Decide(t, d)),
        3 => (0usize..6, correction()).prop_map(|(t, c)| Deed::Correct(t, Box::new(c))),
        1 => draft().prop_map(|d| Deed::Create(Box::new(d))),
        1 => ("[a-c ]{0,3}", prop::option::of(side())).prop_map(|(n, s)| Deed::Resolve(n, s)),
        1 => (place(), ".{0,9}").prop_map(|(k, w)| Deed::Note(k, w)),
        1 => (place(), any::<bool>()).prop_map(|(k, on)| Deed::Flag(k, on)),
        1 => (0..9u64).prop_map(Deed::LastSeen),
        1 => (0usize..6, 0usize..6).prop_map(|(a, b)| Deed::Attach(a, b)),
        1 => (0usize..6).prop_map(Deed::Drop),
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

fn perform(session: &mut CoderSession, deed: &Deed) -> Saving {
    match deed {
        Deed::Decide(targets, decision) => {
            let targets: Vec<_> = targets.iter().map(|&n| target(n)).collect();
            session.decide(&targets, *decision)
        }
        Deed::Correct(n, correction) => {
            let saving = session.correct(&target(*n), correction);
            let kept = session.review().correction(session.coder(), &target(*n).key);
            assert_eq!(kept, **correction, "what is read back is what was written");
            saving
        }
        Deed::Create(draft) => {
            let (key, saving) = session.create(draft);
            let review = session.review();
            assert!(review.created().iter().any(|(k, _, d)| *k == key && *d == **draft));
            saving
        }
        Deed::Resolve(name, side) => {
            let saving = session.resolve(name, side.as_ref());
            let key = detente::journal::actor_key(name);
            assert_eq!(
                session.review().slot(session.coder(), detente::journal::EntryKind::Actor, &key).is_some(),
                side.is_some()
            );
            saving
        }
        Deed::Note(key, words) => session.note(key, words),
        Deed::Flag(key, on) => session.mark_key(key, *on),
        Deed::LastSeen(events) => {
            let marks: Vec<i64> = (0..*events as i64).collect();
            let pair: Pair = "IRN-RUS".parse().unwrap();
            session.look(pair, &marks).unwrap();
            assert_eq!(session.review().look(session.coder(), "pair:IRN-RUS").unwrap().events, *events);
            Saving::Nothing
        }
        Deed::Attach(a, b) if a != b => session.attach(&target(*a).key, &target(*b)),
        Deed::Attach(..) => Saving::Nothing,
        Deed::Drop(n) => session.drop_key(&target(*n).key),
        Deed::Comment(n, words) => session.comment(&target(*n), words),
        Deed::Mark(n, on) => session.mark(&[target(*n)], *on),
        Deed::View(name, on) => {
            let view = SavedView { query: "pair:IRN-RUS".into(), key: String::new() };
            session.save_view(name, on.then_some(&view))
        }
        Deed::Merge(a, b) => session.merge(&target(*a), (a != b).then_some(&target(*b))),
        Deed::Rule(n, on) => {
            let correction = Correction { date: Some(EventDate::UNKNOWN), ..Correction::default() };
            let adjudication = Adjudication { decision: Decision::Corrected, correction };
            session.adjudicate(&target(*n), on.then_some(&adjudication), "because")
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
        // To have looked at a pair is nothing that is undone.
        for deed in before.iter().filter(|d| !matches!(d, Deed::LastSeen(_))) {
            let _ = perform(&mut session, deed);
        }
        let last = if matches!(last, Deed::LastSeen(_)) { Deed::Undo } else { last };
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
