//! Tables of (keys, what they lead to) over the bundled sample.

use detente::app::Msg;
use detente::app::message::{Click, Mouse};
use detente::model::{CountryId, Dossier, Event, Side};
use ratatui::layout::Rect;

use crate::common::{lines, notice, sample_stage, sample_store, stage_of};
use detente::app::Start;
use detente::app::plain::Stage;
use detente::query::summary::actors::ActorRow;
use detente::query::{Query, Views};

#[test]
fn keys_lead_where_they_should() {
    let cases = [
        // Keys, state after them.
        ("", "timeline | * | 2025-10-02 050"),
        ("g g", "timeline | * | 2001-03-12 057"),
        ("g g j", "timeline | * | 2002-01-29 111"),
        ("tab", "actors | * | 2025-10-02 050"),
        ("shift-tab", "balance | * | 2025-10-02 050"),
        ("6", "source | * | 2025-10-02 050"),
        ("z", "timeline | * | 2025-10-02 050 zoomed"),
        ("z z", "timeline | * | 2025-10-02 050"),
        ("1 enter", "timeline | pair:IRN-RUS | 2025-10-02 050"),
        ("1 j enter", "timeline | pair:IRN-USA | 2025-01-20.. 170"),
        ("enter", "source | * | 2025-10-02 050"),
        ("enter esc", "timeline | * | 2025-10-02 050"),
        ("1 enter g g enter esc", "timeline | pair:IRN-RUS | 2001-03-12 057"),
        ("1 enter g g enter esc esc", "pairs | * | 2025-10-02 050"),
        ("1 enter [", "pairs | * | 2025-10-02 050"),
        ("1 enter [ ]", "timeline | pair:IRN-RUS | 2025-10-02 050"),
        ("p", "timeline | * | 2025-10-02 050 +overlay"),
        ("p esc", "timeline | * | 2025-10-02 050"),
        ("?", "timeline | * | 2025-10-02 050 +overlay"),
        ("? x", "timeline | * | 2025-10-02 050 +overlay"),
        ("? x q", "timeline | * | 2025-10-02 050"),
        ("1 enter ctrl-a", "timeline | * | 2025-10-02 050"),
    ];
    for (keys, want) in cases {
        let mut stage = sample_stage(120, 36);
        stage.keys(keys);
        assert_eq!(notice(&stage), want, "after {keys:?}");
    }
}

#[test]
fn a_pair_is_found_by_names_codes_capitals_and_demonyms_in_either_order() {
    for typed in ["tehran moscow", "moscow tehran", "iran rus", "IRN-RUS", "russian iranian", "RUS IRN"] {
        let mut stage = sample_stage(120, 36);
        stage.keys("p");
        stage.type_text(typed);
        stage.keys("enter");
        assert_eq!(stage.state.view.query.to_string(), "pair:IRN-RUS", "{typed}");
    }
}

#[test]
fn every_event_drills_to_its_lit_sentence_and_back() {
    let mut stage = sample_stage(120, 36);
    stage.keys("p");
    stage.type_text("tehran moscow");
    stage.keys("enter g g");
    let count = stage.state.views.events.len();
    for i in 0..count {
        let before = notice(&stage);
        stage.keys("enter");
        let buf = stage.buffer();
        let lit = detente::ui::theme::Theme::named("dark").unwrap().style(detente::ui::theme::Role::Evidence);
        let cells = buf.content().iter().filter(|c| c.bg == lit.bg.unwrap()).count();
        assert!(cells > 5, "event {i} lights {cells} cells: {before}\n{}", lines(&buf).join("\n"));
        stage.keys("esc");
        assert_eq!(notice(&stage), before, "event {i}");
        stage.keys("j");
    }
}

#[test]
fn the_article_view_stands_in_the_order_of_time() {
    let mut stage = sample_stage(120, 36);
    stage.keys("P");
    stage.type_text("pact");
    stage.keys("enter");
    let views = stage.state.views.clone();
    let dates: Vec<_> = (0..views.events.len()).map(|i| views.event(i).unwrap().date()).collect();
    assert!(dates.is_sorted_by_key(|d| d.anchor()));
    assert_eq!(dates[0].to_string(), "2021");
    assert_eq!(dates[1].to_string(), "2022");
    assert!(dates.iter().any(|d| d.to_string() == "2025-01-17"));
    let first = notice(&stage);
    stage.keys("esc");
    assert_ne!(notice(&stage), first);
}

#[test]
fn the_chart_and_the_timeline_share_one_cursor() {
    let mut stage = sample_stage(120, 36);
    stage.keys("1 enter 2 home");
    let cursor = stage.state.view.time.cursor.unwrap();
    assert_eq!(cursor.year(), Some(2001));
    assert_eq!(notice(&stage), "balance | pair:IRN-RUS | 2001-03-12 057");
    stage.keys("enter");
    assert_eq!(notice(&stage), "timeline | pair:IRN-RUS | 2001-03-12 057");
    stage.keys("enter");
    assert_eq!(notice(&stage), "source | pair:IRN-RUS | 2001-03-12 057");
    stage.keys("esc esc");
    assert_eq!(notice(&stage), "balance | pair:IRN-RUS | 2001-03-12 057");
}

#[test]
fn the_filter_shows_at_once_and_escape_takes_it_back() {
    let mut stage = sample_stage(120, 36);
    stage.keys("f");
    stage.type_text("conflict from:RUS");
    assert_eq!(stage.state.view.query.to_string(), "conflict from:RUS");
    let few = stage.state.views.events.len();
    assert!(few > 0 && few < 20);
    stage.keys("esc");
    assert_eq!(stage.state.view.query.to_string(), "");
    stage.keys("f");
    stage.type_text("conflict from:RUS");
    stage.keys("enter");
    assert_eq!(notice(&stage).split(" | ").nth(1), Some("conflict from:RUS"));
    stage.keys("esc");
    assert_eq!(stage.state.view.query.to_string(), "", "back leads to before the filter");
}

#[test]
fn a_wrong_filter_says_where_and_keeps_the_last_good_answer() {
    let mut stage = sample_stage(120, 36);
    stage.keys("f");
    stage.type_text("quad:hostile");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("^^^^^^^"), "{screen}");
    assert!(screen.contains("is no quad class"), "{screen}");
    stage.keys("enter");
    assert!(stage.state.overlay.is_some(), "a wrong filter is not applied");
}

#[test]
fn completion_writes_the_rest() {
    let mut stage = sample_stage(120, 36);
    stage.keys("f");
    stage.type_text("mod");
    stage.keys("tab enter");
    stage.type_text("pl");
    stage.keys("tab enter enter");
    assert_eq!(stage.state.view.query.to_string(), "modality:planned");
}

#[test]
fn an_actor_filters_and_the_filter_clears_but_the_pair_stays() {
    let mut stage = sample_stage(120, 36);
    stage.keys("1 enter 4 /");
    stage.type_text("putin");
    stage.keys("enter enter");
    assert_eq!(stage.state.view.query.to_string(), "pair:IRN-RUS actor:=\"Vladimir Putin\"");
    stage.keys("F");
    assert_eq!(stage.state.view.query.to_string(), "pair:IRN-RUS");
}

#[test]
fn an_actor_filters_to_what_its_row_counts() {
    let mut stage = sample_stage(120, 36);
    for (keys, name, query) in [
        ("4 g g enter", "Iran", "actor:=\"Iran\""),
        ("4 g g j enter", "Russia", "actor:=\"Iran\" actor:=\"Russia\""),
        ("4 g g enter", "Iran", "actor:=\"Iran\" actor:=\"Russia\""),
    ] {
        let row = |views: &Views| {
            let is = |row: &&ActorRow| views.store.actor_name(row.actor) == name;
            views.actors.iter().find(is).copied()
        };
        let before = row(&stage.state.views);
        stage.keys(keys);
        assert_eq!(stage.state.view.query.to_string(), query);
        assert!(before.is_some() && row(&stage.state.views) == before, "{query}");
    }
}

#[test]
fn finding_goes_on_with_n_and_back_with_capital_n() {
    let mut stage = sample_stage(120, 36);
    stage.keys("g g /");
    stage.type_text("raisi");
    stage.keys("enter");
    let first = notice(&stage);
    stage.keys("n");
    let second = notice(&stage);
    assert_ne!(first, second);
    stage.keys("N");
    assert_eq!(notice(&stage), first);
}

#[test]
fn things_in_view_are_copied() {
    let mut stage = sample_stage(120, 36);
    stage.keys("1 enter g g y q");
    assert!(stage.copied.as_deref().unwrap().contains("Moscow"), "{:?}", stage.copied);
    stage.keys("y c");
    assert!(stage.copied.as_deref().unwrap().contains("chronology"), "{:?}", stage.copied);
    stage.keys("y b");
    assert!(stage.copied.as_deref().unwrap().starts_with('@'), "{:?}", stage.copied);
    stage.keys("y r");
    assert!(stage.copied.as_deref().unwrap().starts_with("2001-03-12"), "{:?}", stage.copied);
}

#[test]
fn a_brief_of_the_pair_in_view_is_asked_for() {
    let cases = [
        // Keys, what is typed among the formats, the brief asked for and its query.
        ("w", "", None),
        ("1 enter w esc", "", None),
        ("1 enter w enter", "", Some(("html", "pair:IRN-RUS"))),
        ("1 enter w down enter", "", Some(("md", "pair:IRN-RUS"))),
        ("1 j enter w", "svg", Some(("svg", "pair:IRN-USA"))),
        ("1 enter w", "bibtex", Some(("bibtex", "pair:IRN-RUS"))),
        ("1 enter w", "csl", Some(("csl-json", "pair:IRN-RUS"))),
        ("1 enter w", "ris", Some(("ris", "pair:IRN-RUS"))),
    ];
    for (keys, typed, want) in cases {
        let mut stage = sample_stage(120, 36);
        stage.keys(keys);
        if !typed.is_empty() {
            stage.type_text(typed);
            stage.keys("enter");
        }
        let got = stage.brief.as_ref().map(|b| (b.format.name(), b.query.to_string()));
        assert_eq!(got, want.map(|(format, query)| (format, query.to_owned())), "after {keys:?} {typed:?}");
        let notice = stage.state.notice.as_ref().map(|n| n.text.as_str());
        let hint = (keys == "w").then_some("a brief is of one pair: pick one with p");
        assert_eq!(notice, hint, "after {keys:?} {typed:?}");
    }
    let mut stage = sample_stage(120, 36);
    stage.keys("1 enter f");
    stage.type_text("since:2020");
    stage.keys("enter w enter");
    let query = stage.brief.map(|b| b.query.to_string());
    assert_eq!(query.as_deref(), Some("pair:IRN-RUS since:2020"), "the filter goes along");
}

#[test]
fn briefs_are_never_written_over_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let review = detente::journal::Review::default();
    let mut stage = sample_stage(120, 36);
    let mut names = Vec::new();
    for keys in ["1 enter w enter", "w enter", "w j s o n enter", "w c s l enter", "w enter"] {
        stage.keys(keys);
        let path = stage.brief.take().unwrap().write(&review, folder.path()).unwrap();
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    let want = ["", "-2"].map(|number| format!("brief-IRN-RUS{number}.html"));
    assert_eq!(names[..2], want);
    assert_eq!(names[2..], ["brief-IRN-RUS.json", "brief-IRN-RUS.csl.json", "brief-IRN-RUS-3.html"]);
    let text = std::fs::read_to_string(folder.path().join("brief-IRN-RUS.json")).unwrap();
    let brief: serde_json::Value = serde_json::from_str(&text).unwrap();
    let listed = brief["chronology"].as_array().unwrap().len();
    assert!(listed > 5, "{listed} events");
    stage.keys("w enter");
    let gone = folder.path().join("no such folder");
    let error = stage.brief.take().unwrap().write(&review, &gone).unwrap_err().to_string();
    assert!(error.starts_with("cannot write brief-IRN-RUS.html: "), "{error}");
}

#[test]
fn the_mouse_focuses_selects_and_opens() {
    let mut stage = sample_stage(120, 36);
    let press = |x, y| Msg::Mouse(Mouse { x, y, what: Click::Press });
    stage.send(press(5, 4));
    assert_eq!(notice(&stage).split(" | ").next(), Some("pairs"));
    stage.send(press(5, 4));
    assert_eq!(stage.state.view.query.to_string(), "pair:IRN-ISR");
    let screen = lines(&stage.buffer());
    let footer = screen.last().unwrap();
    let at = footer.find("p pair").unwrap() as u16;
    stage.send(press(at, 35));
    assert!(stage.state.overlay.is_some(), "a hint in the footer does what it says");
}

#[test]
fn resizing_keeps_the_place() {
    let mut stage = sample_stage(120, 36);
    stage.keys("1 enter g g j j enter");
    let before = notice(&stage);
    for (w, h) in [(80, 24), (1, 1), (200, 60), (3, 40), (40, 3), (120, 36)] {
        stage.send(Msg::Resize(Rect::new(0, 0, w, h)));
        stage.buffer();
        assert_eq!(notice(&stage), before, "at {w}×{h}");
    }
}

#[test]
fn claims_show_speaker_cue_and_form_and_light_up() {
    let mut stage = sample_stage(200, 60);
    stage.keys("5 home");
    let rows = stage.plain();
    for (speaker, form) in [
        ("George W. Bush said", "(direct"),
        ("Barack Obama said", "(direct"),
        ("Donald Trump said", "(direct"),
        ("Mohammad Javad Zarif accused", "(indirect"),
        ("a senior commander of the Revolutionary Guards accused", "(indirect"),
    ] {
        assert!(
            rows.iter().any(|r| r.contains(speaker) && r.contains(form)),
            "{speaker} {form}\n{}",
            rows.join("\n")
        );
    }
    stage.keys("enter");
    assert_eq!(notice(&stage), "source | * | claim of George W. Bush");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("direct"), "{screen}");
}

#[test]
fn quit_quits() {
    let mut stage = sample_stage(80, 24);
    stage.keys("q");
    assert!(stage.ended);
}

#[test]
fn what_says_the_same_again_folds_and_unfolds() {
    let side = |code| Side { country: CountryId::from_iso3(code).unwrap(), ..Side::default() };
    let mut dossier = Dossier::default();
    dossier.article.id = "twice".to_owned();
    for (id, day) in [("a", "2025-01-17"), ("b", "2025-01-17"), ("c", "2025-01-18")] {
        let mut event = Event::new(id);
        event.date = day.parse().unwrap();
        event.code = "057".to_owned();
        event.sources.push(side("IRN"));
        event.targets.push(side("RUS"));
        dossier.events.push(event);
    }
    let mut stage = stage_of(&dossier, 160, 40);
    stage.keys("D");
    assert_eq!(stage.state.views.events.len(), 2);
    let header = lines(&stage.buffer())[0].clone();
    assert!(header.contains("folded 1 repeat"), "{header}");
    stage.keys("D");
    assert_eq!(stage.state.views.events.len(), 3);
}

#[test]
fn a_saved_view_opens_by_its_own_key() {
    let query: Query = "conflict to:IRN".parse().unwrap();
    let keys = detente::ui::key::sequence("f5").unwrap();
    let start = Start { view_keys: vec![(keys, query.clone())], ..Start::default() };
    let mut stage = Stage::new(start, sample_store(), Vec::new(), 120, 36);
    stage.keys("f5");
    assert_eq!(stage.state.view.query, query);
    stage.keys("esc");
    assert_eq!(stage.state.view.query, Query::all());
}
