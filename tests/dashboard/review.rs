//! Reviewing by keys: (keys, what is decided and where the cursor is), over the
//! bundled sample and a journal in a folder of its own.

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::model::{CountryId, Decision, Dossier, Event, EventView, Side};
use detente::ui::pane::Subject;
use tempfile::TempDir;

use crate::common::{lines, notice, reviewing, sample_store};

fn workspace(folder: &TempDir, coder: &str) -> Workspace {
    Workspace { folder: folder.path().join("workspace"), coder: coder.to_owned() }
}

fn snapshot_of(folder: &TempDir, coder: &str) -> Stage {
    reviewing(Stage::with_journal(Start::default(), &workspace(folder, coder), sample_store(), 120, 36))
}

/// The events in view in the order of time, each once: one that has several
/// sources or targets stands in several rows.
fn events(stage: &Stage) -> Vec<EventView<'_>> {
    let mut seen = Vec::new();
    let views = &stage.state.views;
    let all = (0..views.events.len()).filter_map(|i| views.event(i));
    all.filter(|e| {
        let record = std::ptr::from_ref(e.detail().unwrap());
        let first = !seen.contains(&record);
        seen.push(record);
        first
    })
    .collect()
}

/// The decisions in the order of time, a number and a letter each, open ones left out.
fn decisions(stage: &Stage) -> String {
    let state = &stage.state;
    let mark = |d: Decision| d.name().chars().next().unwrap();
    let events = events(stage).into_iter().enumerate().filter_map(|(i, event)| {
        let decision = state.snapshot.of(&event);
        (decision != Decision::Open).then(|| format!("{i}{}", mark(decision)))
    });
    let claims = state.views.claims.iter().enumerate().filter_map(|(i, &id)| {
        let decision = state.snapshot.of_claim(&state.store, id);
        (decision != Decision::Open).then(|| format!("c{i}{}", mark(decision)))
    });
    events.chain(claims).collect::<Vec<_>>().join(" ")
}

/// The number of the event in view, or that of the claim.
fn place(stage: &Stage) -> String {
    let store = &stage.state.store;
    match stage.state.view.subject {
        Subject::Event(id) => {
            let here = store.event_by_id(id).unwrap().detail().unwrap();
            let all = events(stage);
            let at = all.iter().position(|e| std::ptr::eq(e.detail().unwrap(), here));
            at.unwrap().to_string()
        }
        Subject::Claim(id) => {
            format!("c{}", stage.state.views.claims.iter().position(|&c| c == id).unwrap())
        }
        _ => "-".to_owned(),
    }
}

#[test]
fn keys_decide_and_move_on() {
    let cases = [
        // Keys, decided, cursor.
        ("g g a", "0a", "1"),
        ("g g a x s", "0a 1r 2s", "3"),
        ("g g a k", "0a", "0"),
        ("g g a k x", "0r", "1"),
        ("g g j a g g }", "1a", "2"),
        ("g g j a g g a", "0a 1a", "2"),
        ("g g j a j {", "1a", "2"),
        ("g g j a {", "1a", "0"),
        ("g g a u", "", "0"),
        ("g g a x u", "0a", "1"),
        ("g g a x u u", "", "0"),
        ("g g a x u u ctrl-r", "0a", "0"),
        ("g g a x u u ctrl-y ctrl-r", "0a 1r", "1"),
        ("g g u", "", "0"),
        // Deciding again goes another way and leaves nothing to redo.
        ("g g a u x ctrl-r", "0r", "1"),
        // The latest first: going on is going down the list.
        ("S g g a", "last", "last-1"),
        // Several at once, after a question.
        ("g g space space a n", "", "1"),
        ("g g space space a y", "0a 1a", "2"),
        ("g g space space a y u", "", "0"),
        ("g g v j j x enter", "0r 1r", "2"),
        ("g g v j v j j j j space s enter", "0s 1s 3s", "4"),
        ("g g space esc a", "1a", "2"),
        ("5 g g a x", "c0a c1r", "c2"),
        ("5 g g a u", "", "c0"),
        ("1 A esc", "", "last"),
    ];
    for (keys, decided, cursor) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = snapshot_of(&folder, "ann");
        stage.keys(keys);
        let last = events(&stage).len() - 1;
        let named = |text: &str| match text {
            "last" if decided == "last" && cursor != "last" => format!("{last}a"),
            other => other.to_owned(),
        };
        assert_eq!(decisions(&stage), named(decided), "decided after {keys:?}");
        let cursor = match cursor {
            "last" => continue,
            "last-1" => (last - 1).to_string(),
            at => at.to_owned(),
        };
        assert_eq!(place(&stage), cursor, "cursor after {keys:?}");
        // What the screen says is on the disk.
        let again = snapshot_of(&folder, "ann");
        assert_eq!(decisions(&again), decisions(&stage), "after {keys:?} and a new start");
    }
}

#[test]
fn a_hundred_decisions_undone_and_redone_over_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    let all = events(&stage).len();
    stage.keys("g g");
    for i in 0..all {
        stage.keys(["a", "x", "s"][i % 3]);
    }
    let done = decisions(&stage);
    assert_eq!(done.split(' ').count(), all);
    assert!(stage.state.notice.is_some());
    stage.keys("}");
    assert!(stage.state.notice.as_ref().unwrap().text.contains("all that is in view is decided"));
    drop(stage);
    let mut stage = snapshot_of(&folder, "ann");
    assert_eq!(decisions(&stage), done);
    for _ in 0..all {
        stage.keys("u");
    }
    assert_eq!(decisions(&stage), "");
    drop(stage);
    let mut stage = snapshot_of(&folder, "ann");
    for _ in 0..all {
        stage.keys("ctrl-r");
    }
    assert_eq!(decisions(&stage), done);
}

#[test]
fn a_filter_by_review_follows_the_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    let all = events(&stage).len();
    stage.keys("f");
    stage.type_text("review:open");
    stage.keys("enter");
    assert_eq!(events(&stage).len(), all);
    stage.keys("g g a x");
    assert_eq!(events(&stage).len(), all - 2, "{}", notice(&stage));
    assert_eq!(place(&stage), "0", "the next undecided is the first one left");
    stage.keys("u");
    assert_eq!(events(&stage).len(), all - 1);
    stage.keys("5 g g a");
    let open = stage.state.views.claims.len();
    stage.keys("ctrl-a f");
    stage.type_text("review:accepted");
    stage.keys("enter");
    assert_eq!((events(&stage).len(), stage.state.views.claims.len()), (1, 1), "{open}");
}

#[test]
fn whole_selections_are_decided_after_a_question_with_their_count() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("p");
    stage.type_text("iran russia");
    stage.keys("enter A");
    let count = stage.state.views.events.len();
    stage.keys("down enter");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains(&format!("Reject {count} events?")), "{screen}");
    stage.keys("n");
    assert_eq!(decisions(&stage), "");
    stage.keys("A down enter y");
    let count = events(&stage).len();
    assert_eq!(decisions(&stage).matches('r').count(), count);
    stage.keys("ctrl-a");
    assert_eq!(decisions(&stage).matches('r').count(), count, "nothing beyond the selection");
}

#[test]
fn marks_comments_and_the_last_decisions_are_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("g g a k c");
    stage.type_text("seen in the archive");
    stage.keys("enter");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("✓ accepted"), "{screen}");
    assert!(screen.contains("ann: seen in the archive"), "{screen}");
    assert!(screen.contains("last ✓"), "{screen}");
    let mut other = snapshot_of(&folder, "bo");
    other.keys("g g");
    let screen = lines(&other.buffer()).join("\n");
    assert!(screen.contains("ann accepted"), "{screen}");
    assert!(!screen.contains("✓ accepted"), "another's verdict is not one's own: {screen}");
    other.keys("H");
    let screen = lines(&other.buffer()).join("\n");
    assert!(screen.contains("ann") && screen.contains("open → accepted"), "{screen}");
}

#[test]
fn a_workspace_that_cannot_be_used_holds_decisions_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("workspace"), "no folder").unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    assert!(stage.state.notice.as_ref().is_some_and(|n| n.failed), "it says so at once");
    stage.keys("g g a x");
    assert_eq!(decisions(&stage), "0a 1r", "the decisions hold");
    assert_eq!(stage.state.snapshot.unsaved, 2);
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("! 2 not saved"), "{screen}");
    stage.keys("g g");
    assert!(lines(&stage.buffer()).join("\n").contains("not saved yet"));
    assert_eq!(std::fs::read_to_string(folder.path().join("workspace")).unwrap(), "no folder");
    std::fs::remove_file(folder.path().join("workspace")).unwrap();
    stage.keys("} s");
    assert_eq!(stage.state.snapshot.unsaved, 0, "saved as soon as it can be");
    assert_eq!(decisions(&snapshot_of(&folder, "ann")), "0a 1r 2s");
}

#[test]
fn without_a_journal_the_keys_say_so() {
    let mut stage = Stage::new(Start::default(), sample_store(), Vec::new(), 120, 36);
    stage.keys("a");
    assert!(stage.state.notice.as_ref().unwrap().text.contains("no journal"));
    assert_eq!(decisions(&stage), "");
}

#[test]
fn a_pair_tells_what_is_new_since_it_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let pick = |stage: &mut Stage| {
        stage.keys("p");
        stage.type_text("iran russia");
        stage.keys("enter");
    };
    let store = |days: &[(&str, &str)]| {
        let side = |iso: &str| vec![Side::from_country(CountryId::from_iso3(iso).unwrap())];
        let mut dossier = Dossier::default();
        dossier.article.id = "daily".to_owned();
        for (day, target) in days {
            let mut event = Event::new(format!("e{day}"));
            (event.date, event.code) = (day.parse().unwrap(), "112".to_owned());
            (event.sources, event.targets) = (side("IRN"), side(target));
            dossier.events.push(event);
        }
        let mut builder = detente::model::Builder::new();
        builder.dossier(&dossier);
        std::sync::Arc::new(builder.snapshot())
    };
    let before = [("2024-01-01", "RUS"), ("2024-01-02", "RUS")];
    let after = [before[0], before[1], ("2024-01-03", "RUS"), ("2024-01-04", "USA")];
    let start = |days: &[(&str, &str)]| {
        reviewing(Stage::with_journal(Start::default(), &workspace(&folder, "ann"), store(days), 120, 36))
    };
    let mut stage = start(&before);
    pick(&mut stage);
    assert!(stage.state.snapshot.fresh.events.is_empty(), "the first look marks nothing");
    let mut stage = start(&after);
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("IRN⇄RUS◆"), "{screen}");
    pick(&mut stage);
    assert_eq!(stage.state.snapshot.fresh.events.len(), 1);
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("◆ 1 new"), "{screen}");
    let mut stage = start(&after);
    pick(&mut stage);
    assert!(stage.state.snapshot.fresh.events.is_empty(), "seen is seen");
}

#[test]
fn a_query_is_saved_under_a_name_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("p");
    stage.type_text("iran russia");
    stage.keys("enter V enter");
    stage.type_text("the two");
    stage.keys("enter");
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("V");
    stage.type_text("two");
    stage.keys("enter");
    assert_eq!(stage.state.view.query.to_string(), "pair:IRN-RUS");
}

/// What is corrected about the event or claim in view.
fn corrected(stage: &Stage) -> String {
    let about = stage.state.snapshot.about(stage.state.view.subject);
    let fields = about.map(|a| a.correction.fields()).unwrap_or_default();
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// What was changed of an event, wherever it stands now.
fn corrected_of(stage: &Stage, id: detente::model::EventId) -> String {
    let about = stage.state.snapshot.about(Subject::Event(id));
    let fields = about.map(|a| a.correction.fields()).unwrap_or_default();
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_form_corrects_what_is_typed_and_says_what_is_wrong() {
    // What is typed between keys is in quotes.
    let cases: &[(&str, &[&str], &str)] = &[
        ("a date", &["ctrl-u", "'2021-06", "enter"], "date=2021-06"),
        (
            "a code picked by its words",
            &["tab", "tab", "tab", "ctrl-u", "'third location", "down", "enter", "enter"],
            "code=044",
        ),
        ("a code as it is", &["tab", "tab", "tab", "ctrl-u", "'036", "enter"], "code=036"),
        ("a country by name", &["tab", "ctrl-u", "'Turkey", "enter"], "source=TUR"),
        (
            "an actor of the data",
            &["tab", "tab", "ctrl-u", "'putin", "down", "tab", "enter"],
            "target=Vladimir Putin (RUS)",
        ),
        ("two sides", &["tab", "ctrl-u", "'Iran; Syria", "enter"], "source=IRN, SYR"),
        ("a new name", &["tab", "ctrl-u", "'A. Nobody (IRN)", "enter"], "source=A. Nobody (IRN)"),
        ("a modality", &["tab", "tab", "tab", "tab", "ctrl-u", "'denied", "enter"], "modality=denied"),
        (
            "two fields",
            &["ctrl-u", "'2021", "tab", "tab", "tab", "ctrl-u", "'112", "enter"],
            "date=2021 code=112",
        ),
        ("nothing", &["enter"], ""),
        ("leaving", &["ctrl-u", "'2021", "esc", "esc"], ""),
    ];
    for (what, keys, want) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = snapshot_of(&folder, "ann");
        stage.keys("g g");
        let (first, second) = (events(&stage)[0].id(), events(&stage)[1].id());
        stage.keys("e");
        for key in *keys {
            match key.strip_prefix('\'') {
                Some(text) => stage.type_text(text),
                None => stage.keys(key),
            }
        }
        let screen = lines(&stage.buffer()).join("\n");
        assert!(stage.state.overlay.is_none(), "{what}: {screen}");
        // A new date may have moved it to elsewhere in the list.
        let here = if want.is_empty() { first } else { second };
        assert_eq!(stage.state.view.subject, Subject::Event(here), "{what}: moves on");
        assert_eq!(decisions(&stage).ends_with('c'), !want.is_empty(), "{what}: {}", decisions(&stage));
        assert_eq!(corrected_of(&stage, first), *want, "{what}");
        if !want.is_empty() {
            stage.keys("u");
            assert_eq!(
                (corrected_of(&stage, first), decisions(&stage)),
                (String::new(), String::new()),
                "{what}: undone"
            );
            stage.keys("ctrl-r");
        }
        let again = snapshot_of(&folder, "ann");
        assert_eq!(corrected_of(&again, first), *want, "{what}: after a new start");
    }
}

#[test]
fn a_slip_does_not_cost_what_was_typed_in_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    let form = |stage: &Stage| matches!(stage.state.overlay, Some(detente::ui::overlay::AnyOverlay::Form(_)));
    let shown = |stage: &Stage| lines(&stage.buffer()).join("\n");
    stage.keys("3 g g e esc");
    assert!(!form(&stage), "nothing was typed: it closes at once");
    stage.keys("e tab tab tab ctrl-u");
    stage.type_text("accuse");
    assert!(shown(&stage).contains("take a code that these words fit"), "{}", shown(&stage));
    assert!(shown(&stage).contains("pick from below"));
    stage.keys("esc");
    assert!(form(&stage) && shown(&stage).contains("esc again"), "{}", shown(&stage));
    stage.keys("down down enter tab");
    assert!(form(&stage) && !shown(&stage).contains("esc again"));
    assert!(shown(&stage).contains("was 057") && shown(&stage).contains("Accuse"), "{}", shown(&stage));
    stage.keys("esc esc");
    assert!(!form(&stage));
    assert_eq!(stage.state.snapshot.decisions.len(), 0, "nothing is saved");
}

#[test]
fn what_was_done_to_several_is_told_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    let notice = |stage: &Stage| stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    stage.keys("3 g g space space space a");
    let shown = lines(&stage.buffer()).join("\n");
    assert!(shown.contains("Accept 3 events?"), "{shown}");
    stage.keys("enter");
    assert!(notice(&stage).starts_with("accepted 2 together, 4 rows"), "{}", notice(&stage));
    stage.keys("u");
    assert_eq!(notice(&stage), "undone: 2 verdicts together: accepted → open");
    stage.keys("ctrl-r");
    assert_eq!(notice(&stage), "redone: 2 verdicts together: open → accepted");
    stage.keys("g g e ctrl-u");
    stage.type_text("2001");
    stage.keys("enter u");
    assert!(notice(&stage).ends_with(": date 2001 → 2001-03-12"), "{}", notice(&stage));
}

#[test]
fn the_form_does_not_take_what_is_wrong() {
    let wrong = [
        ("", "2021-02-30", "date"),
        ("", "", "a date must stand here"),
        ("tab", "Nobody Known", "nobody is called"),
        ("tab", "", "somebody must stand here"),
        ("tab tab tab", "9999", "in neither CAMEO nor PLOVER"),
        ("tab tab tab tab", "certain", "is not actual, planned"),
    ];
    for (keys, text, words) in wrong {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = snapshot_of(&folder, "ann");
        stage.keys(&format!("g g e {keys} ctrl-u"));
        stage.type_text(text);
        let screen = lines(&stage.buffer()).join("\n");
        assert!(screen.contains(words), "{words} while typing: {screen}");
        stage.keys("enter");
        assert!(stage.state.overlay.is_some(), "{text:?} is not saved");
        stage.keys("esc");
        assert_eq!(decisions(&stage), "", "{text:?}");
    }
}

#[test]
fn a_correction_can_be_changed_and_taken_back_and_claims_have_a_form_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("g g");
    let coded = stage.state.views.event(0).unwrap().code_text().to_owned();
    stage.keys("e tab tab tab ctrl-u");
    stage.type_text("036");
    stage.keys("enter g g e");
    assert!(lines(&stage.buffer()).join("\n").contains("036"), "it begins with what was corrected");
    stage.keys("tab tab tab ctrl-u");
    stage.type_text(&coded);
    stage.keys("enter");
    assert_eq!((corrected(&stage), decisions(&stage)), (String::new(), String::new()), "as coded again");
    stage.keys("5 g g e tab ctrl-u");
    stage.type_text("Turkey");
    stage.keys("tab ctrl-u");
    stage.type_text("mixed");
    stage.keys("enter g g");
    assert_eq!(corrected(&stage), "speaker=TUR form=mixed");
    assert_eq!(decisions(&stage), "c0c");
}

#[test]
fn an_article_is_reviewed_along_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = snapshot_of(&folder, "ann");
    stage.keys("P");
    stage.type_text("pact");
    stage.keys("enter 6");
    let things = stage.state.panes.source.subjects();
    let store = stage.state.store.clone();
    let open = |stage: &Stage| {
        let all = things.iter().filter(|&&t| stage.state.snapshot.of_subject(&store, t) == Decision::Open);
        all.count()
    };
    assert!(things.iter().any(|t| matches!(t, Subject::Claim(_))), "it has claims among its events");
    let mut left = open(&stage);
    while left > 0 {
        stage.keys("a");
        assert!(open(&stage) < left, "each key decides on one more: {}", notice(&stage));
        left = open(&stage);
    }
}

#[test]
fn what_another_decides_meanwhile_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ann, mut bo) = (snapshot_of(&folder, "ann"), snapshot_of(&folder, "bo"));
    bo.keys("g g x");
    let reply = ann.journal_worker.as_mut().unwrap().look_around(false).expect("there is something new");
    assert!(reply.notice.as_ref().unwrap().text.contains("by bo"));
    ann.send(detente::app::Msg::Journal(std::sync::Arc::new(reply)));
    ann.keys("g g");
    let screen = lines(&ann.buffer()).join("\n");
    assert!(screen.contains("bo rejected"), "{screen}");
    assert!(ann.journal_worker.as_mut().unwrap().look_around(false).is_none(), "told once");
}

#[test]
fn nobody_decides_over_what_was_decided_in_another_window() {
    let folder = tempfile::tempdir().unwrap();
    let (mut here, mut there) = (snapshot_of(&folder, "ann"), snapshot_of(&folder, "ann"));
    let of_first = |stage: &Stage| {
        let first = stage.state.views.event(0).unwrap();
        stage.state.snapshot.of(&first)
    };
    there.keys("g g x");
    // Here it still stands as it was loaded.
    here.keys("g g a");
    let screen = lines(&here.buffer()).join("\n");
    assert!(screen.contains("decided elsewhere"), "{screen}");
    assert_eq!(of_first(&here), Decision::Rejected, "it is seen now");
    // What is decided on another event brings in what others did, too.
    there.keys("g g j s");
    here.keys("g g a");
    assert_eq!(of_first(&here), Decision::Accepted);
    let second = here.state.views.event(1).unwrap();
    assert_eq!(here.state.snapshot.of(&second), Decision::Skipped);
}

/// How long it takes from a key to the screen that shows the decision saved,
/// with a million events loaded. Run it in a release build:
/// `cargo test --release --test dashboard million -- --ignored --nocapture`.
#[test]
#[ignore = "measures time"]
fn a_decision_among_a_million_events() {
    use detente::model::{Builder, CodeId, DataRow, Day, EventDate, EventRow, Modality};
    let mut builder = Builder::new();
    builder.origin("made", "GDELT events");
    let country = |iso: &str| CountryId::from_iso3(iso).unwrap();
    let sides = ["IRN", "RUS", "USA", "SYR", "ISR", "CHN", "TUR"].map(country);
    let code = CodeId::from_code("112").unwrap();
    for n in 0..1_000_000u64 {
        let row = EventRow {
            date: EventDate::day(Day((n / 100) as i32)),
            source: sides[(n % 7) as usize],
            target: sides[((n / 7 + 1 + n) % 7) as usize],
            source_actor: Default::default(),
            target_actor: Default::default(),
            code,
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article: Default::default(),
        };
        builder.push_data(&row, &DataRow { outer: n + 1, ..DataRow::default() });
    }
    let store = std::sync::Arc::new(builder.snapshot());
    let folder = tempfile::tempdir().unwrap();
    let mut stage =
        reviewing(Stage::with_journal(Start::default(), &workspace(&folder, "ann"), store, 120, 36));
    stage.keys("g g");
    for round in ["first", "second", "tenth"] {
        if round == "tenth" {
            (0..800).for_each(|_| stage.keys("s"));
        }
        // The decision is on the screen once it is saved; where it changes what is
        // counted, the figures follow when they are worked out.
        let (mut marks, mut figures): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for i in 0..100 {
            stage.patient = true;
            let begun = std::time::Instant::now();
            stage.keys(["a", "x", "s", "u"][i % 4]);
            std::hint::black_box(stage.buffer());
            marks.push(begun.elapsed().as_secs_f64() * 1e3);
            stage.patient = false;
            stage.catch_up();
            std::hint::black_box(stage.buffer());
            if i % 4 == 1 {
                figures.push(begun.elapsed().as_secs_f64() * 1e3);
            }
        }
        for (what, times) in [("decision", &mut marks), ("figures after a rejection", &mut figures)] {
            times.sort_by(f64::total_cmp);
            let last = times.len() - 1;
            println!(
                "{round} hundred, {what}: median {:.2} ms, 95 of 100 under {:.2} ms, longest {:.2} ms",
                times[last / 2],
                times[last * 95 / 100],
                times[last]
            );
        }
    }
    assert_eq!(stage.state.views.events.len(), 1_000_000);
    assert!(stage.state.snapshot.decisions.len() > 900);
}
