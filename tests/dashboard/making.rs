//! Selecting words of the text, moving the ends of evidence, making events and
//! claims, and correcting in the user's own editor.

use detente::app::editor::Edited;
use detente::app::journal_worker::Workspace;
use detente::app::message::{Click, Mouse};
use detente::app::plain::Stage;
use detente::app::{Msg, Start};
use detente::model::Decision;
use detente::ui::pane::Subject;
use tempfile::TempDir;

use crate::common::{lines, reviewing, sample_store};

fn snapshot_of(folder: &TempDir) -> Stage {
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    reviewing(Stage::with_journal(Start::default(), &workspace, sample_store(), 120, 36))
}

/// At the text of the article on the pact, with its first event in view.
fn at_the_pact(folder: &TempDir) -> Stage {
    let mut stage = snapshot_of(folder);
    stage.keys("P");
    stage.type_text("pact");
    stage.keys("enter 3 g g 6");
    stage
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

fn notice(stage: &Stage) -> String {
    stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default()
}

/// The words that are selected.
fn selected(stage: &Stage) -> Option<String> {
    let (article, spans) = stage.state.panes.source.selected()?;
    let text = stage.state.store.article(article)?.text()?;
    Some(spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … "))
}

/// Selects a sentence by how it begins.
fn select(stage: &mut Stage, beginning: &str) {
    stage.keys("v");
    for keys in ["K", "J"] {
        for _ in 0..40 {
            if selected(stage).is_some_and(|words| words.starts_with(beginning)) {
                return;
            }
            stage.keys(keys);
        }
    }
    panic!("no sentence begins with {beginning:?}");
}

#[test]
fn words_are_selected_by_keys() {
    let cases = [
        ("", Some("In Iran the treaty meets with suspicion, among the public and beyond.")),
        ("h", Some("In Iran the treaty meets with suspicion, among the public and beyond")),
        ("h h left", Some("In Iran the treaty meets with suspicion, among the public")),
        ("h l <", Some("In Iran the treaty meets with suspicion, among the public and beyond. Severa")),
        ("< < >", Some("In Iran the treaty meets with suspicion, among the public and beyond")),
        ("; l l", Some("the treaty meets with suspicion, among the public and beyond.")),
        ("J", Some("Several politicians there say that Moscow is no partner on whom Tehran can count.")),
        ("J K", Some("In Iran the treaty meets with suspicion, among the public and beyond.")),
        ("esc", None),
        ("v", None),
    ];
    for (keys, words) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = at_the_pact(&folder);
        select(&mut stage, "In Iran the treaty");
        stage.keys(keys);
        assert_eq!(selected(&stage).as_deref(), words, "{keys:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let mut stage = at_the_pact(&folder);
    select(&mut stage, "In Iran the treaty");
    stage.keys("j");
    assert!(selected(&stage).unwrap().ends_with("can count."), "a sentence more");
    stage.keys("y q");
    assert!(stage.copied.unwrap().ends_with("can count."));
}

/// The place of some words on the screen.
fn find(stage: &Stage, words: &str) -> (u16, u16) {
    let all = lines(&stage.buffer());
    let (y, line) = all.iter().enumerate().find(|(_, l)| l.contains(words)).unwrap();
    let before = &line[..line.find(words).unwrap()];
    (detente::ui::text::width(before) as u16, y as u16)
}

fn mouse(stage: &mut Stage, (x, y): (u16, u16), what: Click) {
    stage.send(Msg::Mouse(Mouse { x, y, what }));
}

#[test]
fn words_are_selected_with_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = at_the_pact(&folder);
    stage.keys("z g g");
    let (from, to) = (find(&stage, "one adversary"), find(&stage, "Washington"));
    mouse(&mut stage, from, Click::Press);
    assert_eq!(selected(&stage), None, "a click alone selects nothing");
    mouse(&mut stage, (to.0 + 3, to.1), Click::Drag);
    assert_eq!(selected(&stage).as_deref(), Some("one adversary in Washington"));
    mouse(&mut stage, (to.0, to.1 + 1), Click::Drag);
    assert!(selected(&stage).unwrap().len() > "one adversary in Washington".len());
    mouse(&mut stage, from, Click::Drag);
    assert_eq!(selected(&stage).as_deref(), Some("one"));
    mouse(&mut stage, to, Click::Press);
    assert_eq!(selected(&stage), None, "the next click lets go");
}

#[test]
fn the_ends_of_evidence_are_moved_in_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = at_the_pact(&folder);
    let Subject::Event(id) = stage.state.view.subject else { panic!("no event in view") };
    let store = stage.state.store.clone();
    let coded = store.event_by_id(id).unwrap().evidence();
    let thing = stage.state.view.subject;
    stage.keys("e shift-tab");
    let words = coded.split_whitespace().next_back().unwrap();
    assert!(screen(&stage).contains("the end moves"), "{}", screen(&stage));
    stage.keys("left left space right enter");
    let about = stage.state.snapshot.about(thing).unwrap();
    let evidence = about.correction.evidence.clone().unwrap();
    assert_eq!(evidence.len(), 1);
    let text = &evidence[0].text;
    assert!(coded.contains(text.as_str()) && text.len() < coded.len() && !text.ends_with(words), "{text}");
    assert_eq!(stage.state.snapshot.of_subject(&stage.state.store, thing), Decision::Corrected);
    stage.keys("u");
    assert!(stage.state.snapshot.about(thing).is_none_or(|a| a.correction.is_empty()), "undone");
}

#[test]
fn a_correction_in_the_editor_is_taken_over_or_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = at_the_pact(&folder);
    let thing = stage.state.view.subject;
    stage.keys("E");
    let text = stage.edited.take().unwrap();
    assert!(text.contains("date = ") && text.contains("evidence = "), "{text}");
    let edited = |text: &str| Msg::Edited(Edited { text: text.to_owned(), failed: None });
    stage.send(edited(&text));
    assert_eq!(notice(&stage), "nothing is changed");
    stage.keys("E");
    stage.send(edited(""));
    assert!(notice(&stage).contains("nothing is changed"));
    // What is wrong is told by line; what was written is kept.
    stage.keys("E");
    let line = text.lines().position(|l| l.starts_with("code = ")).unwrap() + 1;
    let code = text.lines().nth(line - 1).unwrap();
    stage.send(edited(&text.replace(code, "code = \"99999\"")));
    let seen = screen(&stage);
    assert!(seen.contains(&format!("line {line}: code")) && seen.contains("CAMEO"), "{seen}");
    stage.edited = None;
    stage.keys("enter");
    let again = stage.edited.take().unwrap();
    assert!(again.contains("99999") && again.contains("# ✗ code"), "{again}");
    // Left alone now, it is there the next time.
    stage.send(Msg::Edited(Edited { text: again.clone(), failed: Some("exit status: 1".into()) }));
    assert!(notice(&stage).contains("exit status: 1"));
    stage.send(edited(&again));
    stage.keys("E");
    assert!(stage.edited.take().is_some());
    stage.send(edited(&again.replace("99999", "036")));
    let about = stage.state.snapshot.about(thing).unwrap();
    assert_eq!(about.correction.code.as_deref(), Some("036"));
    assert_eq!(stage.state.snapshot.of_subject(&stage.state.store, thing), Decision::Corrected);
    // Without an editor, its words are told and nothing else happens.
    stage.keys("g g E");
    let text = stage.edited.take().unwrap();
    stage.send(Msg::Edited(Edited { text, failed: Some("no editor is set".into()) }));
    assert!(notice(&stage).contains("no editor is set"));
}

#[test]
fn the_form_of_something_new_is_filled_with_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = at_the_pact(&folder);
    stage.keys("I");
    assert!(notice(&stage).contains("select"), "{}", notice(&stage));
    select(&mut stage, "Only recently, a senior");
    stage.keys("I");
    let notice = screen(&stage);
    assert!(notice.contains("New event") && notice.contains("2025-01-"), "{notice}");
    for side in ["(IRN)", "RUS"] {
        assert!(notice.contains(side), "{side} is guessed: {notice}");
    }
    assert!(notice.contains("112") && notice.contains("Accuse"), "the code is guessed: {notice}");
    stage.keys("ctrl-u enter");
    assert!(stage.state.overlay.is_some(), "a code is missing");
    stage.keys("esc esc enter");
    assert!(screen(&stage).contains("new claim"), "{}", screen(&stage));
}
