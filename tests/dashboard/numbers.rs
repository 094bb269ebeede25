//! Honest numbers on the screen: changes, shares, gaps, data sets told apart.

use std::sync::Arc;

use detente::app::Start;
use detente::app::plain::Stage;
use detente::model::{CountryId, Store};

use crate::common::{lines, notice};

/// A row: date, countries, code, and the country of the place (`?` for one that is
/// not known).
type Line = (&'static str, &'static str, &'static str, &'static str);

/// A file: its name, its format, its rows.
type File<'a> = (&'a str, &'static str, &'a [Line]);

/// What is loaded of some files, each event taken up seven days later.
fn data_store(files: &[File<'_>]) -> Arc<Store> {
    use detente::model::{
        ActorId, ActorKind, ArticleId, Builder, CodeId, DataRow, EventRow, Minute, Modality, column::lag_of,
    };
    let mut builder = Builder::new();
    let country = |c: &str| CountryId::from_iso3(c).unwrap_or(CountryId::UNKNOWN);
    for &(file, format, rows) in files {
        builder.origin(file, format);
        for (number, (date, sides, code, place)) in rows.iter().enumerate() {
            let date: detente::model::EventDate = date.parse().unwrap();
            let (source, target) = sides.split_once('-').unwrap();
            let mut side = |c: &str| {
                let id = country(c);
                (builder.actor(c, id, c, "", ActorKind::State), id)
            };
            let ((source_actor, source), (target_actor, target)) = (side(source), side(target));
            let place = match *place {
                "" => detente::model::PlaceId::default(),
                "?" => builder.place("High seas", CountryId::UNKNOWN, 0.0, 0.0),
                code => builder.place("Somewhere", country(code), 0.0, 0.0),
            };
            let row = EventRow {
                date,
                source,
                target,
                source_actor: if source.is_known() { source_actor } else { ActorId::NONE },
                target_actor,
                code: CodeId::from_code(code).unwrap(),
                modality: Modality::Actual,
                reciprocal: false,
                reports: 2,
                article: ArticleId::NONE,
            };
            let lag = lag_of(date.anchor(), date.anchor().plus(7));
            let taken_up = Minute::UNKNOWN;
            let article = builder.address(&format!("https://example.org/{file}/{number}"), taken_up, "");
            let data = DataRow { outer: number as u64, place, lag, ..DataRow::default() };
            builder.push_data(&EventRow { article, ..row }, &data);
        }
    }
    Arc::new(builder.snapshot())
}

/// Five weeks: IRN-RUS 1, 1, 1, 1, then 5; IRN-USA 3 in each; one of other countries.
fn five_weeks() -> Arc<Store> {
    let mut rows = Vec::new();
    for monday in ["2018-11-26", "2018-12-03", "2018-12-10", "2018-12-17", "2018-12-24"] {
        rows.push((monday, "IRN-RUS", "040", "IRN"));
        rows.extend([(monday, "IRN-USA", "190", "DEU"); 3]);
    }
    rows.extend([("2018-12-27", "RUS-IRN", "040", "?"); 4]);
    rows.push(("2018-12-30", "CHN-JPN", "040", ""));
    data_store(&[("weeks.tab", "GDELT 2.0 events", &rows)])
}

#[test]
fn pairs_are_ranked_by_change_and_the_sums_lead_to_the_events() {
    let mut stage = Stage::new(Start::default(), five_weeks(), Vec::new(), 160, 40);
    stage.keys("1 S S S");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("by 4w change"), "{screen}");
    assert!(screen.contains("2018-12-24   week"), "{screen}");
    // 5 in the week, 1 in the mean, the rest unchanged or without any week before.
    let row = screen.lines().find(|l| l.contains("IRN⇄RUS")).unwrap();
    assert!(row.contains("5   1.0   +4.0 ▲"), "{row}");
    stage.keys("g g enter");
    let screen = lines(&stage.buffer()).join("\n");
    for words in [
        "IRN⇄RUS How the numbers come about",
        "9 − 0",
        "9 of 25 in the data in this time",
        "2018-12-24–12-30",
        "4 ÷ 4",
        "+4.00",
        "5 − 1.00 = +400% of it; +4.0 times √1.00",
        "4 ÷ 4; 48 weeks without any data are left out",
    ] {
        assert!(screen.contains(words), "{words:?} is not in\n{screen}");
    }
    // Down to the line of the week itself: its events.
    stage.keys("j j j enter");
    assert_eq!(notice(&stage), "timeline | pair:IRN-RUS date:2018-12-24..2018-12-30 | 2018-12-27 040");
    assert_eq!(stage.state.views.events.len(), 5);
    stage.keys("esc");
    assert_eq!(notice(&stage).split(" | ").next(), Some("pairs"));
    // Reports instead of events, and the sums of any order at i.
    stage.keys("d S S S g g i");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("30 of 50 in the data in this time"), "{screen}");
}

#[test]
fn a_picked_bin_decides_which_week_is_meant() {
    let mut stage = Stage::new(Start::default(), five_weeks(), Vec::new(), 160, 40);
    let week = |stage: &Stage| {
        let screen = lines(&stage.buffer()).join("\n");
        let row = screen.lines().find(|l| l.contains("mean change")).unwrap_or_default().to_owned();
        row.split('┃').nth(1).or(row.split('│').nth(1)).map(|rest| rest.chars().take(10).collect::<String>())
    };
    stage.keys("1 S S S");
    assert_eq!(week(&stage).as_deref(), Some("2018-12-24"));
    stage.keys("2 home l l l l l l l l l l l l l l");
    stage.keys("1");
    assert_eq!(stage.state.view.time.picked.map(|d| d.to_string()).as_deref(), Some("2018-12-10"));
    assert_eq!(week(&stage).as_deref(), Some("2018-12-03"));
    stage.keys("0");
    assert_eq!(week(&stage).as_deref(), Some("2018-12-24"));
}

#[test]
fn counts_become_shares_of_all_that_the_data_hold() {
    let mut stage = Stage::new(Start::default(), five_weeks(), Vec::new(), 160, 40);
    stage.keys("1 g g enter 2 - %");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(screen.contains("% of all events by week"), "{screen}");
    // IRN-USA: 15 of 25 events; in each week before the last 3 of 4.
    assert!(screen.contains("-75%") && screen.contains("▼ -60%"), "{screen}");
    let plain = stage.plain().join("\n");
    assert!(plain.contains("together 75% of the 4 events of the data"), "{plain}");
    assert!(plain.contains("together 33% of the 9 events of the data"), "{plain}");
    stage.keys("%");
    let screen = lines(&stage.buffer()).join("\n");
    assert!(!screen.contains('%') && screen.contains("▼ -15"), "{screen}");
}

#[test]
fn bins_without_data_are_gaps_also_for_one_of_several_data_sets() {
    let one = [
        ("2018-01-01", "IRN-RUS", "040", ""),
        ("2018-01-03", "CHN-JPN", "040", ""),
        ("2018-01-05", "IRN-RUS", "040", ""),
    ];
    let two = [("2018-01-02", "IRN-USA", "040", "")];
    let files: &[File<'_>] = &[("a.tab", "ICEWS events", &one), ("b.csv", "GDELT 2.0 events", &two)];
    let mut stage = Stage::new(Start::default(), data_store(files), Vec::new(), 160, 40);
    let bins = |stage: &mut Stage| {
        let plain = stage.plain();
        let at = plain.iter().position(|l| l.starts_with("2 Balance")).unwrap();
        let days = plain[at + 1..].iter().take_while(|l| !l.is_empty());
        days.map(|l| {
            if l.contains("no coverage") {
                '·'
            } else if l.contains("cooperation 0") {
                '0'
            } else {
                '#'
            }
        })
        .collect::<String>()
    };
    stage.state.view.time.unit = Some(detente::query::summary::timeline::Unit::Day);
    for (query, want) in [
        ("pair:IRN-RUS", "#00·#"),
        // What another data set holds says nothing of this one.
        ("pair:IRN-RUS data:icews", "#·0·#"),
        ("data:gdelt", "#"),
    ] {
        stage.keys("ctrl-a f");
        stage.type_text(query);
        stage.keys("enter");
        assert_eq!(bins(&mut stage), want, "{query}");
    }
}

#[test]
fn data_sets_are_told_apart_and_the_detail_says_what_is_doubtful() {
    let one = [("2018-01-01", "IRN-RUS", "040", "DEU"), ("2018-01-02", "IRN-RUS", "040", "?")];
    let two = [("2018-01-03", "IRN-RUS", "040", "RUS"), ("2018-01-04", "IRN-RUS", "040", "")];
    let files: &[File<'_>] =
        &[("day/one.csv", "GDELT 2.0 events", &one), ("day/two.tab", "ICEWS events", &two)];
    let mut stage = Stage::new(Start::default(), data_store(files), Vec::new(), 200, 60);
    stage.keys("3 g g");
    let screen = |stage: &Stage| lines(&stage.buffer()).join("\n");
    let all = screen(&stage);
    assert!(all.contains("a GDELT 2.0") && all.contains("b ICEWS"), "{all}");
    for words in [
        "Somewhere · in DEU, a third country",
        "7 days after exactly: GDELT dates",
        "GDELT 2.0 events · one.csv · no. 0",
    ] {
        let joined = all.replace('\n', " ");
        assert!(joined.contains(words), "{words:?} is not in\n{all}");
    }
    stage.keys("j");
    assert!(screen(&stage).contains("High seas · a place whose country is not known"), "{}", screen(&stage));
    stage.keys("j");
    let third = screen(&stage);
    // A lag of seven days is GDELT's invention only in GDELT's own data.
    assert!(third.contains("7 days after") && !third.contains("exactly: GDELT"), "{third}");
    assert!(third.contains("Somewhere") && !third.contains("third country"), "{third}");
    stage.keys("j");
    assert!(screen(&stage).contains("not told"));
    stage.keys("!");
    let report = screen(&stage);
    let joined = report.replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains("2 exactly 7, 30 or 365 days after"), "{report}");
    assert!(joined.contains("told of 4: 7 days in the middle case"), "{report}");
}
