//! Briefs: what is counted, what is listed, and that nothing from outside gets through.

use chrono::DateTime;
use detente::journal::{
    CoderSession, Correction, DecisionIndex, DecisionScope, Draft, Quote, Review, SideRef,
};
use detente::model::builder::Builder;
use detente::model::{Article, Claim, CountryId, Decision, Dossier, Event, Form, Place, Side, Span, Store};
use detente::query::Query;
use detente::write::brief::{Brief, BriefError, Fingerprint, Format, Request, Scope};
use std::sync::Arc;

use super::review_snapshot::saved;

const EVIL: &str =
    "</title><script>alert(1)</script>\u{1b}[2J\u{202e}\" onload='x' ]]> & `code` [a](javascript:x)";

fn side(code: &str, name: &str) -> Side {
    Side { country: CountryId::from_iso3(code).unwrap(), name: name.into(), ..Side::default() }
}

fn store() -> Arc<Store> {
    let text = format!("They signed. Iran accused Russia. {EVIL} They met. Aid came.");
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let event = |id: &str, date: &str, code: &str, from: &str, words: &str| Event {
        date: date.parse().unwrap_or_default(),
        sources: vec![side(from, EVIL)],
        targets: vec![side(if from == "IRN" { "RUS" } else { "IRN" }, "=HYPERLINK(1)")],
        code: code.into(),
        evidence: vec![span(words)],
        rule: "rule".into(),
        ..Event::new(id)
    };
    let far = Event {
        sources: vec![side("USA", "United States")],
        ..event("e6", "2016-07-01", "040", "IRN", "They met")
    };
    let dossier = Dossier {
        article: Article {
            id: "evil".into(),
            title: EVIL.into(),
            publisher: "The <Wire>".into(),
            published: "2024-02-03".parse().unwrap(),
            url: "javascript:alert(document.cookie)//https://x".into(),
            language: "en\"><img src=x>".into(),
            text: Some(text.clone().into()),
        },
        events: vec![
            event("e1", "2014-05-01", "057", "IRN", "They signed"),
            event("e2", "2015", "112", "IRN", "Iran accused Russia"),
            event("e3", "2018-03-02", "190", "RUS", EVIL),
            event("e4", "2018-03-03", "040", "RUS", "They met"),
            event("e5", "", "071", "RUS", "Aid came"),
            far,
        ],
        claims: vec![Claim {
            speaker: side("RUS", EVIL),
            content: vec![span(EVIL)],
            cue_text: "<b>said</b>".into(),
            form: Form::Direct,
            about: vec![detente::model::About::Pair("IRN-RUS".parse().unwrap())],
            rule: "quote".into(),
            ..Claim::new("c1")
        }],
        ..Dossier::default()
    };
    let mut builder = Builder::new();
    builder.dossier(&dossier);
    Arc::new(builder.snapshot())
}

fn brief(store: &Arc<Store>, review: &Review, scope: Scope, query: &str) -> Brief {
    let index = DecisionIndex::build(review, store);
    let files = [Fingerprint { name: "<evil>.toml".into(), bytes: 7, sha256: "00ff".into() }];
    Brief::make(&Request {
        store,
        query: &query.parse::<Query>().unwrap(),
        review: Some((review, &index)),
        scope,
        decision_scope: DecisionScope::All,
        most: 100,
        made: DateTime::from_timestamp(1_760_000_000, 0).unwrap(),
        files: &files,
    })
    .unwrap()
}

fn written(brief: &Brief, format: Format) -> String {
    let mut out = Vec::new();
    brief.write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The session after a review of the store: signed accepted, accused corrected
/// to another code and year, the attack rejected.
fn reviewed(folder: &std::path::Path, store: &Store) -> CoderSession {
    let mut session = CoderSession::open(folder, "ann");
    let index = DecisionIndex::build(session.review(), store);
    for row in 0..store.len() {
        let place = Place { segment: 0, row: row as u32 };
        let target = index.target(store, place).unwrap();
        match target.anchor.code.as_str() {
            "057" => saved(session.decide(&[target], Decision::Accepted)),
            "190" => saved(session.decide(&[target], Decision::Rejected)),
            "112" => {
                let correction = Correction {
                    code: Some("130".into()),
                    date: Some("2017-01-02".parse().unwrap()),
                    ..Correction::default()
                };
                saved(session.correct(&target, &correction));
                saved(session.comment(&target, "<i>see</i> the *second* report"));
            }
            _ => {}
        }
    }
    session
}

#[test]
fn figures_add_up_and_follow_the_review() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let all = brief(&store, &Review::default(), Scope::Everything, "pair:IRN-RUS");
    assert_eq!((all.summary.events, all.chronology.len(), all.summary.undated), (5, 5, 1));
    assert_eq!(
        (all.summary.quads.cooperation(), all.summary.quads.conflict(), all.summary.balance),
        (3, 2, 1)
    );
    assert_eq!(all.summary.forth.total() + all.summary.back.total() + all.summary.both.total(), 5);
    let in_bins: i64 = all.bins.iter().map(|b| b.net).sum();
    assert_eq!(in_bins + 1, all.summary.balance, "all but the undated one");
    let gaps: Vec<_> = all.gaps.iter().map(|g| (g.from.as_str(), g.to.as_str())).collect();
    assert!(all.bins.len() > 4 && !gaps.is_empty(), "{gaps:?}");

    let session = reviewed(folder.path(), &store);
    let marked = brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS");
    assert_eq!((marked.summary.events, marked.chronology.len()), (4, 5), "rejected: listed, not counted");
    assert_eq!((marked.summary.quads.conflict(), marked.reviewed_events.rejected), (1, 1));
    let corrected = marked.chronology.iter().find(|e| e.review.decision == Decision::Corrected).unwrap();
    assert_eq!((corrected.code.as_str(), corrected.date.as_str()), ("130", "2017-01-02"));
    assert!(corrected.review.changes.contains(&("code".into(), "112".into(), "130".into())));
    let year = marked.bins.iter().find(|b| b.from.starts_with("2017")).unwrap();
    assert_eq!((year.net, year.covered), (-1, true), "what is corrected counts where it belongs");

    let accepted = brief(&store, session.review(), Scope::Accepted, "pair:IRN-RUS");
    assert_eq!((accepted.summary.events, accepted.chronology.len(), accepted.claims.len()), (2, 2, 0));
    assert_eq!(brief(&store, session.review(), Scope::Accepted, "pair:IRN-RUS type:057").chronology.len(), 1);
    assert_eq!(
        brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS since:2018").chronology.len(),
        2
    );
}

#[test]
fn merged_and_added_events_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let mut session = CoderSession::open(folder.path(), "ann");
    let index = DecisionIndex::build(session.review(), &store);
    let of = |code: &str| {
        (0..store.len() as u32)
            .filter_map(|row| index.target(&store, Place { segment: 0, row }))
            .find(|t| t.anchor.code == code && t.anchor.sources[0].country != "USA")
            .unwrap()
    };
    saved(session.decide(&[of("040")], Decision::Accepted));
    saved(session.merge(&of("057"), Some(&of("040"))));
    let country = |code: &str| vec![SideRef::country(CountryId::from_iso3(code).unwrap())];
    let draft = Draft {
        article: of("040").anchor.article,
        fields: Correction {
            date: Some("2019-05-05".parse().unwrap()),
            sources: Some(country("IRN")),
            targets: Some(country("RUS")),
            code: Some("061".into()),
            evidence: Some(vec![Quote { start: 0, end: 4, text: "They".into() }]),
            ..Correction::default()
        },
        ..Draft::default()
    };
    let (key, saving) = session.create(&draft);
    saved(saving);
    let brief = brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS");
    let met = brief.chronology.iter().find(|e| e.code == "040").unwrap();
    assert_eq!((met.reports, brief.reviewed_events.merged), (2, 1));
    assert!(brief.chronology.iter().all(|e| e.code != "057"));
    let added = brief.chronology.iter().find(|e| e.code == "061").unwrap();
    assert!(added.review.added && added.cited.is_some() && added.counted, "{added:?}");
    assert!(session.review().created()[0].0 == key);
    assert_eq!(brief.summary.events, 5);
}

#[test]
fn notes_on_pair_and_article_are_in_it_as_the_coders() {
    use detente::journal::{article_key, pair_key};
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let mut session = CoderSession::open(folder.path(), "ann");
    saved(session.note(&pair_key("IRN-RUS".parse().unwrap()), "watch the <oil>"));
    saved(session.note(&article_key("evil"), "a *partisan* source"));
    let mut other = CoderSession::open(folder.path(), "bo");
    saved(other.note(&article_key("evil"), "no, it is not"));
    let made = brief(&store, other.review(), Scope::Everything, "pair:IRN-RUS");
    let markdown = written(&made, Format::Markdown);
    assert!(markdown.contains("- Note by ann: watch the \\<oil\\>"), "{markdown}");
    assert!(markdown.contains("   - Note by ann: a \\*partisan\\* source"), "{markdown}");
    let html = written(&made, Format::Html);
    assert!(html.contains("<b>Note by ann</b>: watch the &lt;oil&gt;"));
    assert!(html.contains("<b>Note by bo</b>: no, it is not"));
    let json: serde_json::Value = serde_json::from_str(&written(&made, Format::Json)).unwrap();
    assert_eq!(json["sources"][0]["notes"][0], serde_json::json!(["ann", "a *partisan* source"]));
    // One coder's brief has that coder's notes.
    let of = in_decision_scope(&store, other.review(), DecisionScope::Of("bo".into()));
    assert_eq!((of.notes.len(), of.sources[0].notes.len()), (0, 1));
}

fn in_decision_scope(store: &Arc<Store>, review: &Review, decision_scope: DecisionScope) -> Brief {
    let index = DecisionIndex::build(review, store);
    Brief::make(&Request {
        store,
        query: &"pair:IRN-RUS".parse::<Query>().unwrap(),
        review: Some((review, &index)),
        scope: Scope::Everything,
        decision_scope,
        most: 100,
        made: DateTime::UNIX_EPOCH,
        files: &[],
    })
    .unwrap()
}

#[test]
fn it_tells_whose_decisions_count() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let alone = reviewed(folder.path(), &store);
    let made = in_decision_scope(&store, alone.review(), DecisionScope::All);
    assert!(written(&made, Format::Markdown).contains("Reviewed by ann."));
    // Another finds that the attack took place, and that nothing was signed.
    let mut other = CoderSession::open(folder.path(), "bo");
    let index = DecisionIndex::build(other.review(), &store);
    let of = |code: &str| {
        let targets =
            (0..store.len() as u32).filter_map(|row| index.target(&store, Place { segment: 0, row }));
        targets.into_iter().find(|t| t.anchor.code == code).unwrap()
    };
    saved(other.decide(&[of("190")], Decision::Accepted));
    saved(other.decide(&[of("057")], Decision::Rejected));
    let counted = |decision_scope: DecisionScope| in_decision_scope(&store, other.review(), decision_scope);
    let (all, ann, bo) = (
        counted(DecisionScope::All),
        counted(DecisionScope::Of("ann".into())),
        counted(DecisionScope::Of("bo".into())),
    );
    let decisions = |b: &Brief| (b.summary.events, b.reviewed_events.disputed, b.reviewed_events.rejected);
    assert_eq!(decisions(&all), (5, 2, 0), "what coders differ on stands as coded");
    assert_eq!((decisions(&ann), decisions(&bo)), ((4, 0, 1), (4, 0, 1)));
    assert!(ann.chronology.iter().all(|e| e.review.by.iter().all(|by| by == "ann")));
    let text = written(&all, Format::Markdown);
    assert!(
        text.contains("ann and bo have reviewed") && text.contains("2 are disputed and count as coded"),
        "{text}"
    );
    assert!(written(&bo, Format::Html).contains("this counts the decisions of bo"));
}

#[test]
fn what_was_merged_is_cited_with_the_event() {
    let text = |words: &str| -> Dossier {
        let article = Article {
            id: words.into(),
            title: words.into(),
            published: "2024-02-03".parse().unwrap(),
            text: Some(words.into()),
            ..Article::default()
        };
        let event = Event {
            date: "2024-02-02".parse().unwrap(),
            sources: vec![side("IRN", "Iran")],
            targets: vec![side("RUS", "Russia")],
            code: "040".into(),
            evidence: vec![Span::new(0, words.len())],
            ..Event::new("e1")
        };
        Dossier { article, events: vec![event], ..Dossier::default() }
    };
    let mut builder = Builder::new();
    builder.dossier(&text("They met on Friday"));
    builder.dossier(&text("The ministers talked"));
    let store = Arc::new(builder.snapshot());
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let index = DecisionIndex::build(session.review(), &store);
    let of = |row: u32| index.target(&store, Place { segment: 0, row }).unwrap();
    saved(session.merge(&of(1), Some(&of(0))));
    let made = in_decision_scope(&store, session.review(), DecisionScope::All);
    assert_eq!((made.chronology.len(), made.sources.len()), (1, 2));
    assert_eq!((made.chronology[0].cited, made.chronology[0].also.as_slice()), (Some(1), &[2][..]));
    assert!(written(&made, Format::Markdown).contains("\\[1\\] \\[2\\]"));
}

#[test]
fn it_begins_with_a_few_sentences() {
    let store = store();
    let first = |b: &Brief| {
        let text = written(b, Format::Markdown);
        text.split("## Summary\n\n").nth(1).unwrap().lines().next().unwrap().to_owned()
    };
    let all = in_decision_scope(&store, &Review::default(), DecisionScope::All);
    let told = first(&all);
    assert!(
        told.starts_with("Of 5 events, 3 are cooperation and 2 conflict. Latest: 2018-03-03, Consult ("),
        "{told}"
    );
    assert!(told.ends_with("Reviewed by a person: none of 5 events, none of 1 claim."), "{told}");
    let none = brief(&store, &Review::default(), Scope::Everything, "pair:IRN-RUS since:2030");
    assert_eq!(first(&none), "No event is known of Iran – Russia that fits the query.");
    let markdown = written(&all, Format::Markdown);
    assert!(markdown.contains("no date") && !markdown.contains("not specified"), "{markdown}");
}

#[test]
fn nothing_from_outside_gets_through() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let session = reviewed(folder.path(), &store);
    let brief = brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS -nothingsuch");
    let html = written(&brief, Format::Html);
    for bad in [
        "<script",
        "<img",
        "<b>said",
        "href=\"javascript",
        "onload='",
        "<i>see",
        "\u{1b}",
        "\u{202e}",
        "<evil>",
    ] {
        assert!(!html.contains(bad), "{bad}");
    }
    // Nothing is loaded: neither a tag nor an attribute nor a style that could.
    let tags = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap());
    let bare: String = tags.flat_map(|tag| tag.split('"').step_by(2).chain(["\n"])).collect();
    for load in ["src=", "srcset=", "link ", "script", "iframe", "object", "embed", "img", "onload", "base "]
    {
        assert!(!bare.contains(load), "{load}");
    }
    for style in html.split("<style>").skip(1).map(|rest| rest.split("</style>").next().unwrap()) {
        assert!(
            !style.contains("@import") && style.matches("url(").count() == style.matches("url(#").count()
        );
    }
    for address in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(address.starts_with('#') || address.starts_with("https://"), "{address}");
    }
    assert!(html.contains("default-src 'none'"));
    // What is escaped is no mark-up any more.
    let markdown = written(&brief, Format::Markdown);
    let mut escaped = false;
    let obeyed: String = markdown
        .chars()
        .filter(|&c| {
            let keep = !escaped && c != '\\';
            escaped = !escaped && c == '\\';
            keep
        })
        .collect();
    for bad in ["<script", "[a](", " `code`", "\u{1b}", "\u{202e}", "*second*"] {
        assert!(!obeyed.contains(bad), "{bad}");
    }
    let csv = written(&brief, Format::Csv);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for record in reader.records().map(Result::unwrap) {
        assert_eq!(record.len(), 19);
        assert!(record[4].starts_with("</title>") && record[5].starts_with("'="), "{record:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&written(&brief, Format::Json)).unwrap();
    assert_eq!(json["chronology"].as_array().unwrap().len(), 5);
    assert_eq!(json["sources"][0]["csl"]["type"], "webpage");
}

#[test]
fn html_and_svg_are_well_formed_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let session = reviewed(folder.path(), &store);
    let brief = brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS");
    for format in Format::ALL {
        let again = self::brief(&store, session.review(), Scope::Everything, "pair:IRN-RUS");
        assert_eq!(written(&brief, format), written(&again, format), "{}", format.name());
    }
    let svg = written(&brief, Format::Svg);
    balanced(&svg);
    assert!(svg.contains("<title") && svg.contains("<desc") && svg.contains("role=\"img\""));
    assert!(svg.contains("class=\"none\""), "gaps are unlike zero");
    let html = written(&brief, Format::Html);
    balanced(&html);
    let mut ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "ids are unique");
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&target), "#{target} leads nowhere");
    }
}

#[test]
fn a_brief_needs_a_pair() {
    let store = store();
    let made = Brief::make(&Request {
        store: &store,
        query: &Query::all(),
        review: None,
        scope: Scope::Everything,
        decision_scope: DecisionScope::All,
        most: 10,
        made: DateTime::UNIX_EPOCH,
        files: &[],
    });
    assert_eq!(made, Err(BriefError::NoPair));
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let store = store();
    let query: Query = "pair:IRN-RUS".parse().unwrap();
    let brief = Brief::make(&Request {
        store: &store,
        query: &query,
        review: None,
        scope: Scope::Everything,
        decision_scope: DecisionScope::All,
        most: 2,
        made: DateTime::UNIX_EPOCH,
        files: &[],
    })
    .unwrap();
    assert_eq!((brief.summary.events, brief.chronology.len(), brief.unlisted_events), (5, 2, 3));
    assert!(written(&brief, Format::Markdown).contains("3 more events are counted but not listed"));
}

#[test]
fn a_file_is_known_by_its_bytes() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "abc").unwrap();
    let print = Fingerprint::of(file.path()).unwrap();
    // The SHA-256 of "abc" as FIPS 180-4 gives it.
    assert_eq!(print.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(print.bytes, 3);
}

/// Every element that is opened is closed, in its order.
#[track_caller]
fn balanced(text: &str) {
    const VOID: [&str; 2] = ["meta", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with(['?', '!']) || tag.ends_with('/') {
            continue;
        }
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap();
        if VOID.contains(&name) {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "before {:.80}", rest);
        } else {
            assert!(tag.matches('"').count().is_multiple_of(2), "{tag}");
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
