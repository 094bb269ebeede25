//! What is free is used: details where there is no text, names and contents
//! beside short neighbours, bars where margins need little.

use detente::app::plain::Stage;
use detente::config::NumberStyle;
use detente::model::{Article, CountryId, Dossier, Event, Side};

use crate::common::{lines, notice, sample_stage, stage_of};

/// An event for each day, told by an article that may have a text and an address.
fn dossier(days: &[&str], text: Option<&str>, url: &str) -> Dossier {
    let article = Article {
        id: "a-note".to_owned(),
        title: "A note".to_owned(),
        text: text.map(Into::into),
        url: url.to_owned(),
        ..Article::default()
    };
    let mut dossier = Dossier { article, ..Dossier::default() };
    for (number, day) in days.iter().enumerate() {
        let mut event = Event::new(format!("e{number}"));
        event.date = day.parse().unwrap();
        event.code = "040".to_owned();
        for (sides, code) in [(&mut event.sources, "IRN"), (&mut event.targets, "RUS")] {
            let country = CountryId::from_iso3(code).unwrap();
            sides.push(Side { country, ..Side::default() });
        }
        dossier.events.push(event);
    }
    dossier
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

#[test]
fn without_a_text_the_details_have_the_room() {
    for (width, height) in [(80, 24), (60, 20), (120, 36)] {
        let stage = stage_of(&dossier(&["2025-01-17"], None, "https://example.org/a"), width, height);
        let screen = screen(&stage);
        for words in ["who ", "did ", "https://example.org/a"] {
            assert!(screen.contains(words), "{words} at {width}×{height}\n{screen}");
        }
    }
    // In a narrow pane no sentence is cut.
    let narrow = stage_of(&dossier(&["2025-01-17"], None, ""), 100, 30);
    assert!(!screen(&narrow).contains("not at h…"), "{}", screen(&narrow));
}

#[test]
fn asking_how_it_was_coded_makes_room_for_the_answer() {
    let mut stage = sample_stage(80, 24);
    assert!(!screen(&stage).contains("who "), "{}", screen(&stage));
    stage.keys("i");
    assert!(screen(&stage).contains("who "), "{}", screen(&stage));
    stage.keys("i");
    assert!(!screen(&stage).contains("who "), "{}", screen(&stage));
}

#[test]
fn enter_on_a_source_narrows_to_its_article_and_escape_leads_back() {
    let text = "They met. They met again.";
    let both = ["2025-01-17", "2025-01-18"];
    let mut stage = stage_of(&dossier(&both, Some(text), "https://example.org/a"), 120, 36);
    stage.keys("k enter");
    assert_eq!(notice(&stage), "source | * | 2025-01-17 040");
    let hint = |stage: &Stage| lines(&stage.buffer()).pop().unwrap();
    assert!(hint(&stage).contains("open address"), "{}", hint(&stage));
    // Below the text the cursor goes through the details, to their last row.
    stage.keys("G");
    assert!(hint(&stage).contains("enter this article"), "{}", hint(&stage));
    stage.keys("enter");
    assert_eq!(notice(&stage), "source | article:a-note | 2025-01-17 040", "the event stays in view");
    assert!(!hint(&stage).contains("this article"), "it alone is in view already: {}", hint(&stage));
    stage.keys("esc");
    assert_eq!(notice(&stage), "source | * | 2025-01-17 040");
    // Up again into the text, where Enter means the address.
    stage.keys("g g");
    assert!(hint(&stage).contains("open address"), "{}", hint(&stage));
    // Without an address there is nothing else that Enter could mean.
    let mut stage = stage_of(&dossier(&both, Some(text), ""), 120, 36);
    stage.keys("enter enter");
    assert_eq!(notice(&stage), "source | article:a-note | 2025-01-18 040");
}

#[test]
fn the_chart_writes_numbers_as_the_user_likes() {
    let many = vec!["2025-01-17"; 1234];
    for (style, top) in [(NumberStyle::Short, "+1.2k"), (NumberStyle::Full, "+1,234")] {
        let mut stage = stage_of(&dossier(&many, None, ""), 120, 36);
        stage.state.display.notation.numbers = style;
        stage.keys("2");
        let screen = screen(&stage);
        let line = screen.lines().nth(2).unwrap();
        let chart: String = line.chars().skip(29).collect();
        assert_eq!(chart.matches(top).count(), 2, "scale and sum: {line}");
    }
}

#[test]
fn the_border_tells_the_numbers_of_the_bar_at_the_cursor() {
    let mut stage = stage_of(&dossier(&["2024-02-01", "2024-02-02", "2025-01-17"], None, ""), 120, 36);
    stage.keys("2 g g");
    let title = lines(&stage.buffer()).swap_remove(1);
    assert!(title.contains("2024-02 ▲2 ▼0"), "{title}");
    stage.keys("l");
    let title = lines(&stage.buffer()).swap_remove(1);
    assert!(title.contains("2024-03 no coverage"), "{title}");
}

#[test]
fn years_are_shown_where_they_fit_without_the_sums() {
    let days: Vec<String> = (1980..=2014).map(|year| format!("{year}-06-01")).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    for width in 99..120 {
        let stage = stage_of(&dossier(&days, None, ""), width, 30);
        let screen = screen(&stage);
        assert!(screen.contains("by year"), "{width}\n{screen}");
    }
}

#[test]
fn within_a_country_there_is_one_direction() {
    let mut inner = dossier(&["2024-02-01", "2025-01-17"], None, "");
    for event in &mut inner.events {
        event.targets = event.sources.clone();
    }
    let mut stage = stage_of(&inner, 120, 36);
    stage.keys("1 enter b");
    assert!(screen(&stage).contains("but one direction"), "{}", screen(&stage));
    stage.keys("2");
    let screen = screen(&stage);
    let axis = screen.lines().find(|line| line.contains("2024-05")).unwrap_or_default();
    assert!(!axis.contains("IRN→IRN") && !screen.contains("▼ -0"), "{screen}");
}
