//! The three forms of a dossier say the same.

use detente::model::{About, CountryId, Decision, Dossier, Form, Modality, Side, Span};
use detente::read::{self, Control, Input, LoadReport};

pub fn load(name: &str, bytes: impl Into<Vec<u8>>) -> (Vec<Dossier>, LoadReport) {
    let mut dossiers = Vec::new();
    let report = read::read(&mut Input::from_bytes(name, bytes), &mut dossiers, &Control::new());
    (dossiers, report)
}

pub const TOML: &str = r#"
[article]
id = "talks"
title = "Two days in Tehran"
publisher = "The Harbour Gazette"
published = 2024-03-02
language = "en"
text = '''
The foreign minister flew to Tehran – for two days.
“We agreed on nothing,” he told reporters on Friday, “and we shall meet again.”
He flew home on Saturday.
'''

[[actor]]
id = "minister"
name = "The foreign minister"
country = "IRN"
kind = "person"
role = "foreign minister"
code = "IRNGOV"

[[event]]
id = "visit"
date = "2024-03-01..2024-03-02"
source = "minister"
target = ["IRN", { name = "an envoy" }]
code = "042"
reciprocal = true
evidence = "flew to Tehran"
trigger = "flew"
note = "seen at the airport"
confidence = 0.5

[[event]]
modality = "planned"
source = "minister"
code = "036"
evidence = { text = "He flew", nth = 1 }

[[claim]]
speaker = "minister"
cue = "told"
content = ["“We agreed on nothing,”", "“and we shall meet again.”"]
form = "direct"
about = ["IRN", "minister"]
date = 2024
"#;

const JSON: &str = r#"{
  "article": {
    "id": "talks", "title": "Two days in Tehran", "publisher": "The Harbour Gazette",
    "published": "2024-03-02", "language": "en",
    "text": "The foreign minister flew to Tehran – for two days.\n“We agreed on nothing,” he told reporters on Friday, “and we shall meet again.”\nHe flew home on Saturday.\n"
  },
  "actor": [{ "id": "minister", "name": "The foreign minister", "country": "IRN", "kind": "person",
    "role": "foreign minister", "code": "IRNGOV" }],
  "event": [
    { "id": "visit", "date": "2024-03-01", "date_end": "2024-03-02", "source": "minister",
      "target": ["IRN", { "name": "an envoy" }], "code": "042", "reciprocal": true,
      "evidence": [21, 35], "trigger": [21, 25], "note": "seen at the airport", "confidence": 0.5 },
    { "modality": "planned", "source": { "actor": "minister" }, "code": "036", "evidence": [[132, 139]] }
  ],
  "claim": [{ "speaker": "minister", "cue": [79, 83], "content": [[52, 75], [105, 131]], "form": "direct",
    "about": ["IRN", "minister"], "date": "2024" }]
}"#;

const LINES: &str = r#"{"type":"event","article":"talks","id":"visit","date":"2024-03-01","date_end":"2024-03-02","precision":"range","source":{"actor":"minister"},"target":{"country":"IRN"},"code":"042","span":[21,35],"trigger":[21,25],"note":"seen at the airport","confidence":0.5}
{"type":"article","id":"talks","title":"Two days in Tehran","publisher":"The Harbour Gazette","published":"2024-03-02","language":"en","text":"The foreign minister flew to Tehran – for two days.\n“We agreed on nothing,” he told reporters on Friday, “and we shall meet again.”\nHe flew home on Saturday.\n"}
{"type":"actor","article":"talks","id":"minister","name":"The foreign minister","country":"IRN","kind":"person","role":"foreign minister","code":"IRNGOV"}
{"type":"event","article":"talks","id":"visit","date":"2024-03-01","date_end":"2024-03-02","precision":"range","source":{"actor":"minister"},"target":{"name":"an envoy"},"code":"042","span":[21,35],"trigger":[21,25]}
{"type":"event","article":"talks","id":"visit","date":"2024-03-01","date_end":"2024-03-02","precision":"range","source":{"name":"an envoy"},"target":{"actor":"minister"},"code":"042","span":[21,35],"trigger":[21,25]}
{"type":"event","article":"talks","id":"e2","modality":"planned","source":{"actor":"minister"},"target":null,"code":"036","span":[132,139],"root":"AGREE","quad":"verbal-cooperation","goldstein":4.0}
{"type":"claim","article":"talks","id":"c1","speaker":{"actor":"minister","guessed":false},"cue":[79,83],"content":[[52,75],[105,131]],"form":"direct","about":["IRN","minister"],"date":"2024"}
"#;

#[test]
fn toml_says_what_it_means() {
    let (dossiers, report) = load("talks.toml", TOML);
    assert_eq!(
        report.problems().iter().filter(|p| p.kind != read::ProblemKind::UnknownCode).count(),
        0,
        "{report:#?}"
    );
    let dossier = &dossiers[0];
    let text = dossier.text();
    let iran = CountryId::from_iso3("IRN").unwrap();
    let visit = &dossier.events[0];
    assert_eq!(visit.sources, [Side::from_actor(&dossier.actors[0])]);
    assert_eq!(visit.targets[0], Side::from_country(iran));
    assert_eq!(visit.targets[1].name, "an envoy");
    assert_eq!(visit.evidence[0].of(text), "flew to Tehran");
    assert_eq!(visit.trigger.unwrap(), Span::new(21, 25));
    assert_eq!(visit.date.to_string(), "2024-03-01..2024-03-02");
    assert!(visit.reciprocal);
    let planned = &dossier.events[1];
    assert_eq!((planned.id.as_str(), planned.modality), ("e2", Modality::Planned));
    assert_eq!(planned.decision, Decision::Open);
    let claim = &dossier.claims[0];
    assert_eq!(claim.cue_text, "told");
    assert_eq!(claim.text, "“We agreed on nothing,” … “and we shall meet again.”");
    assert_eq!(claim.form, Form::Direct);
    assert_eq!(claim.about, [About::Country(iran), About::Actor("minister".into())]);
    assert_eq!(claim.date.to_string(), "2024");
}

#[test]
fn the_three_forms_say_the_same() {
    let (toml, _) = load("x", TOML);
    let (json, _) = load("x", JSON);
    let (lines, report) = load("x", LINES);
    assert_eq!(json, toml);
    assert_eq!(report.rejected(), 0, "{report:#?}");
    assert_eq!(lines, toml);
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    for text in [TOML, JSON, LINES] {
        let (plain, _) = load("x", text);
        for other in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            assert_eq!(load("x", other).0, plain);
        }
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        // A stream, since what is in memory is taken as it is.
        let mut input = Input::new("x", None, Box::new(std::io::Cursor::new(utf16))).unwrap();
        let mut dossiers = Vec::new();
        read::read(&mut input, &mut dossiers, &Control::new());
        assert_eq!(dossiers, plain);
    }
}
