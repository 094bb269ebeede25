//! Tables of (overlay, keys, what is seen then): every overlay answers its default
//! keys so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use detente::app::journal_worker::Workspace;
use detente::app::plain::Stage;
use detente::app::{Effect, Msg, Start};
use detente::model::Store;
use detente::query::Query;
use detente::ui::action::{ACTIONS, Command, OverlayAction, Scope};
use detente::ui::keymap::Keymap;
use detente::ui::overlay::ActContext;
use detente::ui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::common::{lines, notice, reviewing, sample_store};
use crate::notes_and_flags::store_of;

fn sample() -> Arc<Store> {
    static STORE: OnceLock<Arc<Store>> = OnceLock::new();
    STORE.get_or_init(sample_store).clone()
}

fn sample_stage(width: u16, height: u16) -> Stage {
    Stage::new(Start::default(), sample(), Vec::new(), width, height)
}

/// A dashboard over the sample with a journal.
fn with_journal(folder: &TempDir, coder: &str) -> Stage {
    with_journal_in(folder.path(), coder, sample())
}

fn with_journal_in(folder: &Path, coder: &str, store: Arc<Store>) -> Stage {
    let workspace = Workspace { folder: folder.join("workspace"), coder: coder.to_owned() };
    let start = Start { query: Query::of_pair("IRN-RUS".parse().unwrap()), ..Start::default() };
    reviewing(Stage::with_journal(start, &workspace, store, 120, 36))
}

/// The inside of the box of an overlay: round corners are its alone.
fn inside(buf: &Buffer) -> Option<Rect> {
    let at = |corner: &str| {
        let cells = (0..buf.area.height).flat_map(|y| (0..buf.area.width).map(move |x| (x, y)));
        cells.into_iter().find(|&place| buf[place].symbol() == corner)
    };
    let ((left, top), (right, bottom)) = (at("╭")?, at("╯")?);
    Some(Rect { x: left + 1, y: top + 1, width: right - left - 1, height: bottom - top - 1 })
}

/// What the overlay shows that keys change: the line with the text cursor (`|`) and
/// the row with the cursor (`>`); of pages their first line.
fn seen(stage: &Stage) -> String {
    if stage.state.overlay.is_none() {
        return format!("closed: {}", notice(stage));
    }
    let area = stage.state.area();
    let mut buf = Buffer::empty(area);
    let cursor = stage.state.scene().render(area, &mut buf);
    let inside = inside(&buf).unwrap_or(Rect { y: area.bottom() - 1, height: 1, ..area });
    let text = |xs: std::ops::Range<u16>, y: u16| -> String { xs.map(|x| buf[(x, y)].symbol()).collect() };
    let short = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = Vec::new();
    if let Some((x, y)) = cursor {
        let (before, behind) = (text(inside.x..x, y), text(x..inside.right(), y));
        parts.push(short(&format!("{}|{}", end_of(&before), start_of(&behind))));
    }
    let lit = Theme::named("dark").unwrap().style(Role::Selection).bg.unwrap();
    let chosen = (inside.top()..inside.bottom()).find(|&y| buf[(inside.right() - 2, y)].bg == lit);
    if let Some(y) = chosen {
        parts.push(format!("> {}", short(&text(inside.x..inside.right(), y))));
    }
    if parts.is_empty() {
        parts.push(short(&text(inside.x..inside.right(), inside.y)));
    }
    parts.join(" ")
}

/// As much of a line as tells where the text cursor is.
fn end_of(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(AROUND);
    text.chars().skip(skipped).collect()
}

fn start_of(text: &str) -> String {
    text.chars().take(AROUND).collect()
}

const AROUND: usize = 44;

/// Opens an overlay anew for each row, presses the keys of the row in it, and
/// compares what is to be seen then.
fn check(open: impl Fn(&TempDir) -> Stage, see: fn(&Stage) -> String, cases: &[(&str, &str)]) {
    for (keys, want) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = open(&folder);
        stage.keys(keys);
        assert_eq!(see(&stage), *want, "after {keys:?}: {}", lines(&stage.buffer()).join("\n"));
    }
}

#[test]
fn pages() {
    let open = |_: &TempDir| {
        let mut stage = sample_stage(80, 24);
        stage.state.complaints = (0..100).map(|line| format!("line {line}")).collect();
        stage.keys("!");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "line 0"),
            ("j", "line 1"),
            ("down down", "line 2"),
            ("j j k", "line 1"),
            ("j j up", "line 1"),
            ("pgdn", "line 21"),
            ("space", "line 21"),
            ("space pgup", "line 0"),
            ("ctrl-d", "line 10"),
            ("ctrl-d ctrl-d ctrl-u", "line 10"),
            ("G", "line 81"),
            ("end", "line 81"),
            ("G g", "line 0"),
            ("end home", "line 0"),
            ("shift-down", "line 1"),
            ("esc", "closed: timeline | * | 2025-10-02 050"),
            ("q", "closed: timeline | * | 2025-10-02 050"),
            ("enter", "closed: timeline | * | 2025-10-02 050"),
            // No other key closes it, and none reaches the panes.
            ("x", "line 0"),
            ("a", "line 0"),
            ("?", "line 0"),
            ("ctrl-c", "line 0"),
            ("tab", "line 0"),
            ("left", "line 0"),
            // Words are found as they are typed; Esc leaves the search, then the page.
            ("/", "─ find: |"),
            ("/ e space 7 3", "─ find: e 73| > line 73"),
            ("/ 3 3", "─ find: 33| > line 33"),
            ("/ 3", "─ find: 3| > line 3"),
            ("/ 3 backspace", "─ find: |"),
            ("/ x y", "─ find: xy|"),
            ("/ 3 enter", "> line 3"),
            ("/ 3 enter n", "> line 13"),
            ("/ 3 enter n n n N", "> line 23"),
            ("/ 3 enter n N N", "> the data hold 62 events of this time, 62 reports, on 35 days"),
            ("/ 3 enter N n", "> line 3"),
            ("/ 3 enter x a q", "closed: timeline | * | 2025-10-02 050"),
            ("/ L I N E space 5 5 enter", "> line 55"),
            ("/ 5 5 esc", "line 0"),
            ("/ 5 5 enter esc", "line 0"),
            ("j / 5 5 enter esc", "line 1"),
            ("/ 5 5 esc esc", "closed: timeline | * | 2025-10-02 050"),
            ("/ q esc", "line 0"),
            ("/ enter", "line 0"),
            ("n 7 7", "─ find: 77| > line 77"),
        ],
    );
}

#[test]
fn what_is_found_in_a_page_is_counted_and_lit() {
    let mut stage = sample_stage(80, 24);
    stage.state.complaints = (0..100).map(|line| format!("line {line}")).collect();
    let lit = Theme::named("dark").unwrap().style(Role::Match);
    for (keys, words, found) in [
        ("! / 3", " 1/21 ", 2),
        ("enter n n", " 3/21 ", 2),
        ("esc / x y", " no match ", 0),
        ("esc / 5 5 enter", " 1/1 · n N next, previous · esc leave the search", 1),
    ] {
        stage.keys(keys);
        let foot = lines(&stage.buffer()).into_iter().rfind(|line| line.contains("find:")).unwrap();
        assert!(foot.contains(words), "{keys}: {foot}");
        let cells = stage.buffer().content().iter().filter(|c| c.fg == lit.fg.unwrap()).count();
        assert!(cells >= found, "{keys}: {cells}");
    }
}

#[test]
fn sums() {
    let open = |_: &TempDir| {
        let mut stage = sample_stage(120, 36);
        stage.keys("1 i");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "> events 26"),
            ("j", "> cooperation 20 quad classes 1 and 2"),
            ("down", "> cooperation 20 quad classes 1 and 2"),
            ("j j j k", "> conflict 6 quad classes 3 and 4"),
            ("j j j up", "> conflict 6 quad classes 3 and 4"),
            ("pgdn", "> 2025-09-22–09-28 · no data of this week at all"),
            ("pgdn pgup", "> events 26"),
            ("space", "> 2025-09-22–09-28 · no data of this week at all"),
            ("ctrl-d", "> share 42% 26 of 62 in the data in this time"),
            ("G ctrl-u", "> balance +14 20 − 6"),
            ("G", "> 2025-09-22–09-28 · no data of this week at all"),
            ("end", "> 2025-09-22–09-28 · no data of this week at all"),
            ("G g", "> events 26"),
            ("end home", "> events 26"),
            ("esc", "closed: pairs | * | 2025-10-02 050"),
            ("q", "closed: pairs | * | 2025-10-02 050"),
            ("x", "> events 26"),
            ("/", "> events 26"),
            ("ctrl-c", "> events 26"),
            ("tab", "> events 26"),
            ("enter", "closed: timeline | pair:IRN-RUS | 2025-10-02 050"),
            ("G enter", "> 2025-09-22–09-28 · no data of this week at all"),
        ],
    );
}

#[test]
fn the_picker() {
    let open = |_: &TempDir| {
        let mut stage = sample_stage(120, 36);
        stage.keys("p");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "> | > IRN⇄RUS Iran · Russia 26"),
            ("down", "> | > IRN⇄USA Iran · United States 9"),
            ("tab", "> | > IRN⇄USA Iran · United States 9"),
            ("ctrl-n", "> | > IRN⇄USA Iran · United States 9"),
            ("ctrl-j", "> | > IRN⇄USA Iran · United States 9"),
            ("down down up", "> | > IRN⇄USA Iran · United States 9"),
            ("tab tab shift-tab", "> | > IRN⇄USA Iran · United States 9"),
            ("down down ctrl-p", "> | > IRN⇄USA Iran · United States 9"),
            ("down down ctrl-k", "> | > IRN⇄USA Iran · United States 9"),
            ("pgdn", "> | > IRN⇄TUR Iran · Turkey 1"),
            ("pgdn pgup", "> | > IRN⇄RUS Iran · Russia 26"),
            ("i r n", "> irn| > IRN⇄RUS Iran · Russia 26"),
            ("j k q", "> jkq|"),
            ("i r backspace", "> i| > IRN⇄RUS Iran · Russia 26"),
            ("a space b ctrl-w", "> a | > IRN⇄USA Iran · United States 9"),
            ("a space b ctrl-u", "> | > IRN⇄RUS Iran · Russia 26"),
            ("a b ctrl-a c", "> c|ab > AZE⇄IRN Azerbaijan · Iran 1"),
            ("a b home c", "> c|ab > AZE⇄IRN Azerbaijan · Iran 1"),
            ("a b ctrl-a ctrl-e c", "> abc| > RUS⇄SYR Russia · Syria 4"),
            ("a b home end c", "> abc| > RUS⇄SYR Russia · Syria 4"),
            ("a b left c", "> ac|b > IRN⇄RUS Iran · Russia 26"),
            ("a b left right c", "> abc| > RUS⇄SYR Russia · Syria 4"),
            ("a b left delete", "> a| > IRN⇄USA Iran · United States 9"),
            ("a space b ctrl-left c", "> a c|b > IRN⇄USA Iran · United States 9"),
            ("a space b home ctrl-right c", "> a c|b > IRN⇄USA Iran · United States 9"),
            ("a space b ctrl-backspace", "> a | > IRN⇄USA Iran · United States 9"),
            ("enter", "closed: timeline | pair:IRN-RUS | 2025-10-02 050"),
            ("r u s enter", "closed: timeline | pair:IRN-RUS | 2025-10-02 050"),
            ("down enter", "closed: timeline | pair:IRN-USA | 2025-01-20.. 170"),
            ("esc", "closed: timeline | * | 2025-10-02 050"),
            ("ctrl-c", "closed: timeline | * | 2025-10-02 050"),
            ("z z z enter", "> zzz|"),
        ],
    );
}

#[test]
fn the_filter() {
    let open = |_: &TempDir| {
        let mut stage = sample_stage(120, 36);
        stage.keys("f");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "| such as: conflict since:2021 claim:nuclear"),
            ("q u", "qu|"),
            ("q u tab", "qu| > quad: quad class, as in quad:verbal-conflict"),
            ("q u down", "qu| > quad: quad class, as in quad:verbal-conflict"),
            ("c tab tab", "c| > claim: words of a claim about the same pair, as in claim:trust"),
            ("c down down shift-tab", "c| > country: the country of either side, as in country:IRN,SYR"),
            ("c down down up", "c| > country: the country of either side, as in country:IRN,SYR"),
            ("c up", "c| > conflict events of conflict"),
            ("c shift-tab", "c| > conflict events of conflict"),
            ("q u tab enter", "quad:|"),
            ("q u tab esc", "closed: timeline | * | 2025-10-02 050"),
            ("a b backspace", "a|"),
            ("a b ctrl-k", "ab|"),
            ("a b left ctrl-k", "a|"),
            ("a b ctrl-u", "| such as: conflict since:2021 claim:nuclear"),
            ("a space b ctrl-w", "a |"),
            ("a b left c", "ac|b"),
            ("a b home c", "c|ab"),
            ("a b ctrl-a c", "c|ab"),
            ("a b home end c", "abc|"),
            ("a b home ctrl-e c", "abc|"),
            ("a b home right c", "ac|b"),
            ("a b home delete", "|b"),
            ("a space b ctrl-left c", "a c|b"),
            ("a space b home ctrl-right c", "a c|b"),
            ("a space b ctrl-backspace", "a |"),
            ("pgdn", "| such as: conflict since:2021 claim:nuclear"),
            ("a ctrl-n", "a|"),
            ("a ctrl-c", "a|"),
            ("c o n f l i c t enter", "closed: timeline | conflict | 2025-01-20.. 170"),
            ("esc", "closed: timeline | * | 2025-10-02 050"),
        ],
    );
}

#[test]
fn words_that_are_asked_for() {
    let open = |_: &TempDir| {
        let mut stage = sample_stage(120, 36);
        stage.keys("/");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "find: |"),
            ("a b", "find: ab|"),
            ("a b backspace", "find: a|"),
            ("a b left c", "find: ac|b"),
            ("a b left right c", "find: abc|"),
            ("a b left ctrl-k", "find: a|"),
            ("a b ctrl-u", "find: |"),
            ("a space b ctrl-w", "find: a |"),
            ("a b home c", "find: c|ab"),
            ("a b ctrl-a c", "find: c|ab"),
            ("a b home ctrl-e c", "find: abc|"),
            ("a b home end c", "find: abc|"),
            ("a b home delete", "find: |b"),
            ("a space b ctrl-left c", "find: a c|b"),
            ("a space b home ctrl-right c", "find: a c|b"),
            ("a space b ctrl-backspace", "find: a |"),
            ("down up tab pgdn", "find: |"),
            ("q", "find: q|"),
            ("esc", "closed: timeline | * | 2025-10-02 050"),
            ("enter", "closed: timeline | * | 2025-10-02 050"),
            ("r a enter", "closed: timeline | * | 2002-01-29 111"),
        ],
    );
}

#[test]
fn the_form() {
    let open = |folder: &TempDir| {
        let mut stage = with_journal(folder, "ann");
        stage.keys("3 g g e");
        stage
    };
    check(
        open,
        seen,
        &[
            ("", "date 2001-03-12|"),
            ("tab", "source Vladimir Putin (RUS)|"),
            ("tab tab", "target Mohammad Khatami (IRN)|"),
            ("shift-tab shift-tab", "reciprocal yes|"),
            ("down", "source Vladimir Putin (RUS)|"),
            ("up", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("ctrl-n", "source Vladimir Putin (RUS)|"),
            ("ctrl-p ctrl-p", "reciprocal yes|"),
            ("tab ctrl-u i r down", "✎ source ir| > IRN Iran"),
            ("tab ctrl-u i r down ctrl-n", "✎ source ir| > IRL Ireland"),
            ("tab ctrl-u i r down down up", "✎ source ir| > IRN Iran"),
            ("tab ctrl-u i r down down ctrl-p", "✎ source ir| > IRN Iran"),
            (
                "tab ctrl-u i r up",
                "✎ source ir| > Islamic Revolutionary Guards Corp… body military force of Iran",
            ),
            ("tab ctrl-u i r down enter", "✎ source IRN|"),
            ("tab ctrl-u i r down tab", "target Mohammad Khatami (IRN)|"),
            ("tab ctrl-u i r down down shift-tab", "date 2001-03-12|"),
            ("left left x", "✎ date 2001-03-x|12"),
            ("home x", "✎ date x|2001-03-12"),
            ("ctrl-a x", "✎ date x|2001-03-12"),
            ("home ctrl-e x", "✎ date 2001-03-12x|"),
            ("home end x", "✎ date 2001-03-12x|"),
            ("home right x", "✎ date 2x|001-03-12"),
            ("home delete", "✎ date |001-03-12"),
            ("backspace", "✎ date 2001-03-1|"),
            ("ctrl-w", "✎ date 2001-03-|"),
            ("ctrl-u", "✎ date |"),
            ("left left ctrl-k", "✎ date 2001-03-|"),
            ("ctrl-left x", "✎ date 2001-03-x|12"),
            ("home ctrl-right x", "✎ date 2001-x|03-12"),
            ("pgdn", "date 2001-03-12|"),
            ("q", "✎ date 2001-03-12q|"),
            ("ctrl-c", "date 2001-03-12|"),
            ("esc", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
            ("enter", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
            ("x esc", "✎ date 2001-03-12x|"),
            ("x esc esc", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
            ("x esc x", "✎ date 2001-03-12xx|"),
            ("x esc x esc", "✎ date 2001-03-12xx|"),
            ("x enter", "✎ date 2001-03-12x|"),
            ("shift-tab", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
        ],
    );
}

#[test]
fn the_evidence_in_the_form() {
    let open = |folder: &TempDir| {
        let mut stage = with_journal(folder, "ann");
        stage.keys("3 g g e shift-tab");
        stage
    };
    check(
        open,
        seen,
        &[
            ("left", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("h", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("b", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("left right", "of their countries in Moscow. Puti|n came to Tehran on 16 October 2007 for the"),
            ("left left l", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("left left w", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("shift-left", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("ctrl-left", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("<", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("H", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("left shift-right", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("left ctrl-right", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("left >", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("left L", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("k", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("(", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("pgup", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("home", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("j", "states around the Caspian Sea|. On 9 June 2010 Russia voted for resolution"),
            (")", "states around the Caspian Sea|. On 9 June 2010 Russia voted for resolution"),
            ("pgdn", "states around the Caspian Sea|. On 9 June 2010 Russia voted for resolution"),
            ("end", "states around the Caspian Sea|. On 9 June 2010 Russia voted for resolution"),
            ("space right", "On |12 March 2001 Vladimir Putin and Mohammad Kh"),
            ("; right", "On |12 March 2001 Vladimir Putin and Mohammad Kh"),
            ("o right", "On |12 March 2001 Vladimir Putin and Mohammad Kh"),
            ("tab", "date 2001-03-12|"),
            ("down", "date 2001-03-12|"),
            ("up", "reciprocal yes|"),
            ("ctrl-n", "date 2001-03-12|"),
            ("ctrl-p", "reciprocal yes|"),
            ("x", "of their countries in Moscow|. Putin came to Tehran on 16 October 2007 fo"),
            ("esc", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
            ("left esc", "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f"),
            ("left esc esc", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
            ("left esc left esc", "of their countries i|n Moscow. Putin came to Tehran on 16 October"),
            ("left enter", "closed: timeline | pair:IRN-RUS | 2007-10-16 042"),
        ],
    );
}

#[test]
fn a_question() {
    let folder = tempfile::tempdir().unwrap();
    for (keys, decided) in [
        ("y", Some(2)),
        ("enter", Some(2)),
        ("n", Some(0)),
        ("q", Some(0)),
        ("esc", Some(0)),
        ("x", None),
        ("space", None),
        ("tab", None),
        ("ctrl-c", None),
        ("j", None),
    ] {
        let folder = tempfile::tempdir_in(&folder).unwrap();
        let mut stage = with_journal(&folder, "ann");
        stage.keys("3 g g space space a");
        stage.keys(keys);
        let now = stage.state.overlay.is_none().then_some(stage.state.snapshot.decisions.len());
        assert_eq!(now, decided, "after {keys:?}");
    }
}

/// The name of the list, then what is seen of it.
fn titled(stage: &Stage) -> String {
    let title = lines(&stage.buffer())
        .iter()
        .find_map(|l| Some(l.split_once("╭ ")?.1.split(" ─").next()?.to_owned()));
    let told = stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default();
    format!(
        "{}, {} decided; {told}",
        title.unwrap_or_else(|| notice(stage)),
        stage.state.snapshot.decisions.len()
    )
}

#[test]
fn disagreements() {
    let open = |folder: &TempDir| {
        with_journal(folder, "ann").keys("3 g g a x a x a a x");
        let mut stage = with_journal(folder, "bo");
        stage.keys("3 g g x a x a x x a X");
        stage
    };
    check(
        open,
        titled,
        &[
            ("", "Disagreements 1/7, 12 decided; "),
            ("j", "Disagreements 2/7, 12 decided; "),
            ("down", "Disagreements 2/7, 12 decided; "),
            ("j j k", "Disagreements 2/7, 12 decided; "),
            ("j j up", "Disagreements 2/7, 12 decided; "),
            ("ctrl-d", "Disagreements 7/7, 12 decided; "),
            ("pgdn", "Disagreements 7/7, 12 decided; "),
            ("G ctrl-u", "Disagreements 1/7, 12 decided; "),
            ("G pgup", "Disagreements 1/7, 12 decided; "),
            ("G", "Disagreements 7/7, 12 decided; "),
            ("end", "Disagreements 7/7, 12 decided; "),
            ("G g", "Disagreements 1/7, 12 decided; "),
            ("end home", "Disagreements 1/7, 12 decided; "),
            ("space", "Disagreements 1/7, 12 decided; "),
            ("1", "Disagreements 1/6, 12 decided; ruled: accepted"),
            ("2", "Disagreements 1/6, 12 decided; ruled: rejected"),
            ("9", "Disagreements 1/7, 12 decided; "),
            ("0", "Disagreements 1/7, 12 decided; "),
            ("x", "Disagreements 1/6, 12 decided; ruled: rejected"),
            ("j x", "Disagreements 2/6, 12 decided; ruled: rejected"),
            (
                "1 u",
                "Disagreements 2/7, 12 decided; undone: adjudication 2001-03-12 RUS→IRN 057: accepted → nothing",
            ),
            ("enter", "timeline | pair:IRN-RUS | 2001-03-12 057, 12 decided; "),
            ("d", "Disagreements 1/7, 12 decided; "),
            ("t", "Disagreements 1/7, 12 decided; "),
            ("esc", "timeline | pair:IRN-RUS | 2016-08-16 062, 12 decided; "),
            ("q", "timeline | pair:IRN-RUS | 2016-08-16 062, 12 decided; "),
            ("ctrl-c", "Disagreements 1/7, 12 decided; "),
            ("tab", "Disagreements 1/7, 12 decided; "),
            ("left", "Disagreements 1/7, 12 decided; "),
        ],
    );
}

#[test]
fn decisions_that_fit_nothing() {
    let before = store_of(&[
        "Both signed a treaty in Sochi.",
        "The envoy left without a word.",
        "Trade grew by a tenth.",
    ]);
    let after = store_of(&[
        "Wheat was shipped over the sea.",
        "A dam was opened in spring.",
        "Trade grew by a tenth.",
    ]);
    let open = |folder: &TempDir| {
        with_journal_in(folder.path(), "ann", before.clone()).keys("3 g g a x s");
        let mut stage = with_journal_in(folder.path(), "ann", after.clone());
        stage.keys("3 g g U");
        stage
    };
    check(
        open,
        titled,
        &[
            ("", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("j", "Decisions that fit nothing any more 2/2, 1 decided; "),
            ("down", "Decisions that fit nothing any more 2/2, 1 decided; "),
            ("j k", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("end", "Decisions that fit nothing any more 2/2, 1 decided; "),
            ("t", "Decisions that fit nothing any more 1/1, 2 decided; given to 2020-01-01 IRN→RUS 057"),
            ("d", "Decisions that fit nothing any more 1/1, 1 decided; dropped; u brings it back"),
            ("j d", "Decisions that fit nothing any more 1/1, 1 decided; dropped; u brings it back"),
            (
                "d u",
                "Decisions that fit nothing any more 2/2, 1 decided; undone: verdict 2020-01-02 IRN→RUS 057: open → rejected",
            ),
            ("t u", "Decisions that fit nothing any more 2/2, 1 decided; undone: 2 verdicts together"),
            ("x", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("1", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("enter", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("space", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("ctrl-t", "Decisions that fit nothing any more 1/2, 1 decided; "),
            ("esc", "timeline | pair:IRN-RUS | 2020-01-01 057, 1 decided; "),
            ("q", "timeline | pair:IRN-RUS | 2020-01-01 057, 1 decided; "),
        ],
    );
}

#[test]
fn moments() {
    let open = |folder: &TempDir| {
        let mut stage = with_journal(folder, "ann");
        stage.keys("3 g g a x a x a x a x a x a x W");
        stage
    };
    check(
        open,
        titled,
        &[
            ("", "The past 1/12, 20 decided; "),
            ("j", "The past 2/12, 19 decided; "),
            ("down", "The past 2/12, 19 decided; "),
            ("j j k", "The past 2/12, 19 decided; "),
            ("j j up", "The past 2/12, 19 decided; "),
            ("ctrl-d", "The past 6/12, 12 decided; "),
            ("pgdn", "The past 6/12, 12 decided; "),
            ("G ctrl-u", "The past 7/12, 11 decided; "),
            ("G pgup", "The past 7/12, 11 decided; "),
            ("G", "The past 12/12, 1 decided; "),
            ("end", "The past 12/12, 1 decided; "),
            ("G g", "The past 1/12, 20 decided; "),
            ("end home", "The past 1/12, 20 decided; "),
            ("space", "The past 1/12, 20 decided; "),
            ("1", "The past 1/12, 20 decided; "),
            ("x", "The past 1/12, 20 decided; "),
            ("u", "The past 1/12, 20 decided; "),
            (
                "enter",
                "timeline | pair:IRN-RUS | 2022-01-01.. 072, 20 decided; this is the past; esc comes back to the present",
            ),
            (
                "j enter",
                "timeline | pair:IRN-RUS | 2022-01-01.. 072, 19 decided; this is the past; esc comes back to the present",
            ),
            ("esc", "timeline | pair:IRN-RUS | 2022-01-01.. 072, 20 decided; the present"),
            ("q", "timeline | pair:IRN-RUS | 2022-01-01.. 072, 20 decided; the present"),
            ("j q", "timeline | pair:IRN-RUS | 2022-01-01.. 072, 20 decided; the present"),
            ("ctrl-c", "The past 1/12, 20 decided; "),
        ],
    );
}

/// One of every overlay, and the form twice: in a field, and in the evidence.
fn every_overlay(folder: &TempDir) -> Vec<Stage> {
    let [disagreeing, lost] = ["disagreeing", "lost"].map(|name| {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    });
    with_journal_in(&disagreeing, "ann", sample()).keys("3 g g a");
    with_journal_in(&disagreeing, "bo", sample()).keys("3 g g x");
    with_journal_in(&lost, "ann", store_of(&["Both signed a treaty in Sochi."])).keys("3 g g a");
    let stages = [
        (&disagreeing, sample(), "?"),
        (&disagreeing, sample(), "1 i"),
        (&disagreeing, sample(), "p"),
        (&disagreeing, sample(), "f"),
        (&disagreeing, sample(), "/"),
        (&disagreeing, sample(), "3 g g e"),
        (&disagreeing, sample(), "3 g g e shift-tab"),
        (&disagreeing, sample(), "3 g g space space a"),
        (&disagreeing, sample(), "X"),
        (&disagreeing, sample(), "W"),
        (&lost, store_of(&["Wheat was shipped over the sea."]), "U"),
    ];
    let opened = stages.into_iter().map(|(folder, store, keys)| {
        let mut stage = with_journal_in(folder, "ann", store);
        stage.keys(keys);
        assert!(stage.state.overlay.is_some(), "{keys} opens nothing");
        stage
    });
    opened.collect()
}

#[test]
fn every_action_of_overlays_is_used_where_it_is_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let mut stages = every_overlay(&folder);
    for row in ACTIONS {
        let Command::Overlay(action) = row.command else { continue };
        let mut used: BTreeMap<Scope, bool> = BTreeMap::new();
        for stage in &mut stages {
            let store = stage.state.store.clone();
            let overlay = stage.state.overlay.as_mut().unwrap();
            let scope = overlay.scope();
            if row.scope.holds_in(scope) {
                let answer = overlay.act(action, ActContext { store: &store, nth: 0 });
                *used.entry(scope).or_default() |= answer.is_some();
                // Back in the field or in the evidence, wherever the action has led.
                while overlay.scope() != scope {
                    let typing = overlay.scope() == Scope::Line;
                    let back = if typing { OverlayAction::Leave } else { OverlayAction::NextField };
                    overlay.act(back, ActContext { store: &store, nth: 0 });
                }
            }
        }
        assert!(!used.is_empty(), "{} is in force nowhere", row.name);
        let idle: Vec<&Scope> = used.iter().filter(|(_, used)| !**used).map(|(scope, _)| scope).collect();
        assert!(idle.is_empty(), "{} has no arm in the overlays of {idle:?}", row.name);
    }
}

#[test]
fn a_paste_is_put_where_text_is_typed_and_ignored_elsewhere() {
    let cases = [
        // Keys, what is pasted, what is seen then.
        ("p", "tehran\nmoscow", "> tehran moscow| > IRN⇄RUS Iran · Russia 26"),
        ("p r u s left left", "\u{1b}\u{7}", "> r|us > IRN⇄RUS Iran · Russia 26"),
        ("/", "q\ttwo\r\nlines", "find: q two lines|"),
        ("/ a b left", "\u{202e}x", "find: ax|b"),
        ("f", "from:RUS\nconflict", "pair:IRN-RUS from:RUS conflict|"),
        ("f c o tab", "n", "pair:IRN-RUS con|"),
        ("3 g g e ctrl-u", "2021\n", "✎ date 2021 |"),
        ("3 g g e tab ctrl-u", "ir", "✎ source ir|"),
        ("3 g g e x esc", "y", "✎ date 2001-03-12xy|"),
        ("?", "q", "Move Time"),
        ("? /", "theme\n", "─ find: theme | > Panes T pick a theme"),
        ("1 i", "jjj\n", "> events 26"),
        ("3 g g space space a", "y\n", "Accept 2 rows?"),
        ("W", "jj\n", "> #"),
        ("3 g g", "qqq\u{1b}xa", "closed: timeline | pair:IRN-RUS | 2001-03-12 057"),
    ];
    for (keys, text, want) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = with_journal(&folder, "ann");
        if keys == "W" {
            stage.keys("3 g g a x s");
        }
        stage.keys(keys);
        let before = (seen(&stage), stage.state.snapshot.decisions.len());
        stage.send(Msg::Paste(text.to_owned()));
        let ignored = ["?", "1 i", "3 g g space space a", "W", "3 g g"].contains(&keys);
        if ignored {
            let after = (seen(&stage), stage.state.snapshot.decisions.len());
            assert_eq!(after, before, "{text:?} pasted after {keys:?}");
        } else {
            assert_eq!(seen(&stage), want, "{text:?} pasted after {keys:?}");
        }
    }
    // In the evidence no letter is text.
    let folder = tempfile::tempdir().unwrap();
    let mut stage = with_journal(&folder, "ann");
    stage.keys("3 g g e shift-tab");
    let before = seen(&stage);
    stage.send(Msg::Paste("h<k".to_owned()));
    assert_eq!(seen(&stage), before);
}

#[test]
fn a_pasted_filter_is_asked_once() {
    let mut stage = sample_stage(120, 36);
    stage.keys("f");
    let effects = detente::app::update(&mut stage.state, Msg::Paste("conflict from:RUS".to_owned()));
    let asked = effects.iter().filter(|effect| matches!(effect, Effect::Query(_))).count();
    assert_eq!(asked, 1);
    assert_eq!(stage.state.view.query.to_string(), "conflict from:RUS");
    stage.keys("esc");
    assert_eq!(stage.state.view.query, Query::all(), "one step back");
}

/// A dashboard with keys of the user's own.
fn with_keys(folder: &TempDir, keys: &[(&str, &[&str])]) -> Stage {
    let own = keys.iter().map(|(name, keys)| {
        ((*name).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>())
    });
    let (keymap, errors) = Keymap::new(&own.collect());
    assert_eq!(errors, []);
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let query = Query::of_pair("IRN-RUS".parse().unwrap());
    let start = Start { keymap, query, ..Start::default() };
    reviewing(Stage::with_journal(start, &workspace, sample(), 120, 36))
}

/// Own keys, keys pressed, what is seen then, hints on the screen.
type Remapped<'a> = (&'a [(&'a str, &'a [&'a str])], &'a str, &'a str, &'a [&'a str]);

#[test]
fn keys_of_the_users_own_are_heeded_and_shown() {
    let cases: &[Remapped<'_>] = &[
        // Own keys, keys pressed, what is seen then, hints on the screen.
        (
            &[("picker-down", &["ctrl-x ctrl-d", "f2"])],
            "p ctrl-x ctrl-d f2",
            "> | > IRN⇄ISR Iran · Israel 4",
            &[],
        ),
        (&[("picker-down", &["f2"])], "p down", "> | > IRN⇄RUS Iran · Russia 26", &[]),
        (&[("picker-down", &["ctrl-x ctrl-d"])], "p ctrl-x r", "> r| > IRN⇄RUS Iran · Russia 26", &[]),
        (
            &[("picker-down", &["ctrl-x"]), ("delete-back", &["f9"])],
            "p z z z",
            "> zzz|",
            &["nothing fits; f9 widens"],
        ),
        (
            &[("completion-down", &["ctrl-space"]), ("leave", &["ctrl-g"])],
            "f esc ctrl-space",
            "closed: ",
            &[],
        ),
        (
            &[("leave", &["ctrl-g"]), ("take", &["f10"])],
            "f",
            "pair:IRN-RUS |",
            &["tab complete · f10 apply · ctrl-g as before"],
        ),
        (&[("take", &[])], "f", "pair:IRN-RUS |", &["tab complete · esc as before"]),
        (
            &[("yes", &["j"]), ("no", &["ctrl-n"])],
            "3 g g space space a",
            "",
            &["j or enter yes   ctrl-n or esc no"],
        ),
        (
            &[("suggestion-down", &["ctrl-f"]), ("next-field", &["f3"])],
            "3 g g e f3 f3 f3 ctrl-u a c c",
            "✎ code acc|",
            &["ctrl-f pick from below", "f3 next field", "ctrl-f and enter take a code that these words fit"],
        ),
        (
            &[("end-word-back", &["a"]), ("end-turn", &["tab"]), ("next-field", &["f3"])],
            "3 g g e shift-tab a",
            "of their countries in Mosco|w. Putin came to Tehran on 16 October 2007 f",
            &["a → word", "tab other end"],
        ),
        (&[("list-down", &["]"]), ("list-up", &["["])], "3 g g a x s W ] ] [", "", &["] [ another moment"]),
    ];
    for (own, keys, want, hints) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = with_keys(&folder, own);
        stage.keys(keys);
        if !want.is_empty() && *want != "closed: " {
            assert_eq!(seen(&stage), *want, "{own:?} {keys:?}");
        }
        let screen = lines(&stage.buffer()).join("\n");
        for hint in *hints {
            assert!(screen.contains(hint), "{own:?} {keys:?}: {hint}\n{screen}");
        }
    }
}

#[test]
fn an_overlay_can_be_left_whatever_the_keys_are() {
    for own in [&[][..], &["hyper-q"], &["x"]] {
        let own = own.iter().map(|key| (*key).to_owned()).collect();
        let (keymap, _) = Keymap::new(&[("leave".to_owned(), own)].into());
        let start = Start { keymap, ..Start::default() };
        let mut stage = Stage::new(start, sample(), Vec::new(), 120, 36);
        for open in ["p", "f", "/", ":"] {
            stage.keys(open);
            assert!(stage.state.overlay.is_some());
            stage.keys("esc");
            assert!(stage.state.overlay.is_none(), "{open}");
        }
    }
}

#[test]
fn the_palette_runs_what_is_done_from_the_panes_and_tells_the_keys_of_the_rest() {
    let mut stage = sample_stage(120, 36);
    for row in ACTIONS {
        // The palette is open already; the filter's name is a heading, too.
        if matches!(row.command, Command::Overlay(_)) || ["palette", "filter"].contains(&row.name) {
            continue;
        }
        stage.keys(":");
        stage.type_text(row.name);
        let first = format!("> {}| > {} ", row.name, row.name);
        assert!(seen(&stage).starts_with(&first), "{}", seen(&stage));
        stage.keys("esc");
    }
    stage.keys(":");
    stage.type_text("completion-down");
    stage.keys("enter");
    let told = stage.state.notice.as_ref().map(|n| n.text.as_str());
    assert_eq!(told, Some("completion-down is for filter: tab, down"));
}
