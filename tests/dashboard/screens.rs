//! Screens with their styles. After a wanted change: `cargo insta review`, or
//! `INSTA_UPDATE=always cargo test`.

use detente::app::Start;
use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::config::ColourDepth;
use detente::ui::pane::PaneId;
use detente::ui::theme::Theme;

use crate::common::{sample_stage, sample_store, styled};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

#[test]
fn each_pane_alone_at_three_sizes() {
    for (width, height) in SIZES {
        for id in PaneId::ALL {
            let mut stage = sample_stage(width, height);
            stage.keys("1 enter g g j j j j");
            stage.keys(&format!("{} z", id.number()));
            insta::assert_snapshot!(format!("{}-{width}x{height}", id.name()), styled(&stage.buffer()));
        }
    }
}

#[test]
fn whole_screens_dark_and_light() {
    for (width, height) in SIZES {
        for theme in ["dark", "light"] {
            let start = Start { theme: Theme::named(theme).unwrap().clone(), ..Start::default() };
            let mut stage = Stage::new(start, sample_store(), Vec::new(), width, height);
            stage.keys("1 enter");
            insta::assert_snapshot!(format!("screen-{theme}-{width}x{height}"), styled(&stage.buffer()));
        }
    }
}

#[test]
fn colour_never_speaks_alone() {
    for depth in [ColourDepth::None, ColourDepth::Ansi16] {
        let start = Start { depth, ..Start::default() };
        let mut stage = Stage::new(start, sample_store(), Vec::new(), 120, 36);
        stage.keys("1 enter");
        insta::assert_snapshot!(format!("screen-{}", depth.name()), styled(&stage.buffer()));
    }
}

#[test]
fn the_article_under_review() {
    let mut stage = sample_stage(120, 36);
    stage.keys("P");
    stage.type_text("pact");
    stage.keys("enter j j");
    insta::assert_snapshot!("article-120x36", styled(&stage.buffer()));
}

#[test]
fn review_is_told_by_border_and_footer() {
    for (width, height) in SIZES {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
        let mut stage = Stage::with_journal(Start::default(), &workspace, sample_store(), width, height);
        stage.keys("1 enter r");
        insta::assert_snapshot!(format!("review-{width}x{height}"), styled(&stage.buffer()));
    }
}

#[test]
fn overlays() {
    for (name, keys) in [("help", "?"), ("palette", ":"), ("pairs", "p"), ("filter", "f"), ("report", "!")] {
        let mut stage = sample_stage(120, 36);
        stage.keys(keys);
        insta::assert_snapshot!(format!("overlay-{name}"), styled(&stage.buffer()));
    }
}

#[test]
fn an_empty_pane_says_why_and_the_way_out() {
    let mut stage = sample_stage(120, 36);
    stage.keys("f");
    stage.type_text("quad:material-cooperation since:2030");
    stage.keys("enter");
    insta::assert_snapshot!("empty", styled(&stage.buffer()));
}
