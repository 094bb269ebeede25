//! `detente journal` as a script calls it: exit codes, what is named, what is
//! never touched.

use std::path::Path;

use detente::journal::{Anchor, CoderSession, Saving, SideRef, Target, log};
use detente::model::Decision;
use tempfile::TempDir;

use super::run::{Ran, detente};

/// A workspace with as many decisions.
pub fn workspace(count: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    for n in 0..count {
        let anchor = Anchor {
            set: "set".into(),
            id: n.to_string(),
            sources: vec![SideRef { country: "IRN".into(), ..SideRef::default() }],
            code: "057".into(),
            date: "2025-01-17".into(),
            ..Anchor::default()
        };
        let saving = session.decide(&[Target { key: anchor.key(), anchor }], Decision::Accepted);
        assert!(matches!(saving, Saving::Saved(_)), "{saving:?}");
    }
    folder
}

fn journal(folder: &Path, arguments: &[&str]) -> Ran {
    detente(&[&["journal", "--workspace", folder.to_str().unwrap()], arguments].concat())
}

fn harm(folder: &Path, what: &str) {
    let raw = rusqlite::Connection::open(folder.join(log::FILE)).unwrap();
    raw.execute_batch("DROP TRIGGER entries_stay; DROP TRIGGER entries_remain;").unwrap();
    raw.execute_batch(what).unwrap();
}

#[test]
fn an_export_never_goes_over_the_journal_itself() {
    let folder = workspace(3);
    let file = folder.path().join(log::FILE);
    let link = folder.path().join("link");
    std::fs::hard_link(&file, &link).unwrap();
    let before = std::fs::read(&file).unwrap();
    for into in [&file, &link] {
        let ran = journal(folder.path(), &["export", into.to_str().unwrap()]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("is the journal itself"), "{}", ran.err);
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }
    // A file that is there stays, or is replaced as a whole.
    let export = folder.path().join("export.jsonl");
    std::fs::write(&export, "an older one").unwrap();
    assert_eq!(journal(folder.path(), &["export", export.to_str().unwrap()]).code, 2);
    assert_eq!(std::fs::read_to_string(&export).unwrap(), "an older one");
    assert_eq!(journal(folder.path(), &["export", "--force", export.to_str().unwrap()]).code, 0);
    assert_eq!(std::fs::read_to_string(&export).unwrap().lines().count(), 4);
    assert_eq!(journal(folder.path(), &["export"]).out, std::fs::read_to_string(&export).unwrap());
    let nowhere = folder.path().join("no/such/folder.jsonl");
    assert_eq!(journal(folder.path(), &["export", nowhere.to_str().unwrap()]).code, 1);
}

#[test]
fn an_unreadable_entry_is_named_and_the_rest_is_told() {
    let folder = workspace(4);
    harm(folder.path(), "UPDATE entries SET kind = 'whim' WHERE id = 2");
    let history = journal(folder.path(), &["history"]);
    assert_eq!((history.code, history.out.lines().count()), (3, 3), "{}", history.err);
    assert!(history.err.contains("entry 2 cannot be read: its kind is unknown"), "{}", history.err);
    for command in ["report", "agreement"] {
        let ran = journal(folder.path(), &[command]);
        assert_eq!(ran.code, 3);
        assert!(ran.err.contains("entry 2 cannot be read"), "{}", ran.err);
    }
    let verify = journal(folder.path(), &["verify"]);
    assert_eq!(verify.code, 1);
    assert!(verify.out.contains("3 entries can be read"), "{}", verify.out);
    assert!(verify.err.contains("entry 2 does not hold: it cannot be read"), "{}", verify.err);
    let export = folder.path().join("export.jsonl");
    let ran = journal(folder.path(), &["export", export.to_str().unwrap()]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("entry 2 ") && ran.err.contains("3 entries written"), "{}", ran.err);
    let other = tempfile::tempdir().unwrap();
    let import = journal(other.path(), &["import", export.to_str().unwrap()]);
    assert_eq!(import.code, 0, "{}", import.err);
    assert!(import.err.contains("3 entries taken over"), "{}", import.err);
    assert_eq!(journal(other.path(), &["verify"]).code, 0);
    // Answers are given without it, and say so.
    let ran = detente(&["query", "pair:IRN-RUS", "--workspace", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("entry 2 cannot be read") && ran.err.contains("left out"), "{}", ran.err);
}

#[test]
fn a_changed_entry_is_named_and_salvaged_only_if_that_is_asked_for() {
    let folder = workspace(4);
    harm(folder.path(), "UPDATE entries SET after = '\"rejected\"' WHERE id = 2");
    let verify = journal(folder.path(), &["verify"]);
    assert_eq!(verify.code, 1);
    assert!(verify.err.contains("entry 2 does not hold: its hash does not fit"), "{}", verify.err);
    let other = tempfile::tempdir().unwrap();
    let export = folder.path().join("export.jsonl");
    let name = export.to_str().unwrap();
    let ran = journal(folder.path(), &["export", name]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("--salvage"), "{}", ran.err);
    assert_eq!(journal(other.path(), &["import", name]).code, 1);
    assert_eq!(journal(folder.path(), &["export", "--salvage", "--force", name]).code, 3);
    assert_eq!(journal(other.path(), &["import", name]).code, 0);
}

#[test]
fn what_an_import_refuses_is_told_by_line_and_with_the_exit_code() {
    let folder = workspace(3);
    let export = folder.path().join("export.jsonl");
    let name = export.to_str().unwrap();
    assert_eq!(journal(folder.path(), &["export", name]).code, 0);
    let again = journal(folder.path(), &["import", name]);
    assert_eq!(again.code, 0);
    assert!(again.err.contains("0 entries taken over, 3 already here"), "{}", again.err);
    // A wrong value in the middle, with a chain of its own around it.
    harm(folder.path(), "UPDATE entries SET after = '5' WHERE id = 2");
    assert_eq!(journal(folder.path(), &["export", "--salvage", "--force", name]).code, 3);
    let other = tempfile::tempdir().unwrap();
    let import = journal(other.path(), &["import", name]);
    assert_eq!(import.code, 3);
    assert!(import.err.contains("2 entries taken over, 1 refused"), "{}", import.err);
    assert!(import.err.contains("export.jsonl:3: found 5, expected a decision (accepted"), "{}", import.err);
    // What is left of a file that was cut off.
    let text = std::fs::read_to_string(&export).unwrap();
    std::fs::write(&export, &text[..text.len() - 100]).unwrap();
    let third = tempfile::tempdir().unwrap();
    let import = journal(third.path(), &["import", name]);
    assert_eq!(import.code, 1, "{}", import.err);
    let import = journal(third.path(), &["import", "--salvage", name]);
    assert_eq!(import.code, 3);
    assert!(import.err.contains("1 entry taken over, 2 refused"), "{}", import.err);
}

#[test]
fn what_somebody_made_is_not_shown_beside_an_empty_file() {
    use detente::journal::{ArticleRef, Correction, Draft};
    let folder = workspace(0);
    let mut session = CoderSession::open(folder.path(), "ann");
    let side = |country: &str| Some(vec![SideRef { country: country.into(), ..SideRef::default() }]);
    let fields = Correction {
        sources: side("IRN"),
        targets: side("RUS"),
        code: Some("057".into()),
        ..Correction::default()
    };
    let article = ArticleRef { id: "elsewhere".into(), ..ArticleRef::default() };
    let (_, saving) = session.create(&Draft { article, fields, ..Draft::default() });
    assert!(matches!(saving, Saving::Saved(_)));
    drop(session);
    let empty = folder.path().join("empty.jsonl");
    std::fs::write(&empty, "{\"type\":\"article\",\"id\":\"one\",\"text\":\"Nothing.\"}\n").unwrap();
    let workspace = folder.path().to_str().unwrap();
    let ran = detente(&["query", "", empty.to_str().unwrap(), "--workspace", workspace, "--format", "jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(!ran.err.contains("after review"), "{}", ran.err);
}

#[test]
fn the_view_as_text_stands_after_review_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.toml");
    std::fs::write(
        &file,
        "[article]\nid = \"one\"\n\n[[event]]\nid = \"a\"\ndate = 2024-01-02\nsource = \"IRN\"\n\
         target = \"RUS\"\ncode = \"057\"\n\n[[event]]\nid = \"b\"\ndate = 2024-01-03\nsource = \"IRN\"\n\
         target = \"RUS\"\ncode = \"112\"\n",
    )
    .unwrap();
    let (file, workspace) = (file.to_str().unwrap(), folder.path().join("workspace"));
    let store = std::sync::Arc::new({
        let mut builder = detente::model::Builder::new();
        detente::read::load(&[file.to_owned()], &mut builder, &detente::read::Control::new());
        builder.snapshot()
    });
    let mut session = CoderSession::open(&workspace, "ann");
    let index = detente::journal::DecisionIndex::build(session.review(), &store);
    let place = store.find(detente::model::EventId(0)).unwrap();
    let saving = session.decide(&[index.target(&store, place).unwrap()], Decision::Rejected);
    assert!(matches!(saving, Saving::Saved(_)));
    drop(session);
    let ran = detente(&[file, "--plain", "--workspace", workspace.to_str().unwrap()]);
    assert!(ran.err.contains("after review: 1 rejected"), "{}", ran.err);
    assert!(ran.out.contains("of these 1 event rejected and not counted"), "{}", ran.out);
    assert!(ran.out.contains("1 report · actual · rejected"), "{}", ran.out);
}

#[test]
fn what_could_not_be_saved_is_written_over_by_nothing() {
    let folder = workspace(2);
    let rescue = folder.path().join("detente-unsaved-20260101-000000-x.jsonl");
    std::fs::write(&rescue, "the only copy").unwrap();
    let ran = journal(folder.path(), &["export", "--force", rescue.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&rescue).unwrap(), "the only copy");
    // A dash is standard output, here as everywhere.
    let ran = journal(folder.path(), &["export", "-"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{}", ran.err);
}

#[test]
fn a_log_is_written_to_no_file_of_another_kind() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.toml");
    let text = "[article]\nid = \"one\"\n";
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let ran = detente(&["check", "--log", file, file]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("something else than a log"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(file).unwrap(), text);
}
