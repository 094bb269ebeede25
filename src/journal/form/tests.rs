use super::*;
use crate::model::Form as ClaimForm;

const TEXT: &str = "The envoys talked. They signed a pact, and later they signed another pact.";

fn nobody(_: &str) -> Option<SideRef> {
    None
}

fn zarif() -> SideRef {
    SideRef { country: "IRN".into(), name: "Javad Zarif".into(), code: "IRNGOV".into() }
}

fn anchor() -> Anchor {
    Anchor {
        quote: "They signed a pact".into(),
        sources: vec![zarif()],
        targets: vec![SideRef { country: "RUS".into(), ..SideRef::default() }],
        code: "057".into(),
        date: "2025-01-17".into(),
        modality: "actual".into(),
        ..Anchor::default()
    }
}

fn span(words: &str) -> Span {
    let at = TEXT.find(words).unwrap();
    Span::new(at, at + words.len())
}

fn form(reciprocal: bool, before: &Correction) -> CorrectionForm {
    CorrectionForm::correcting(&anchor(), reciprocal, TEXT, &[span("They signed a pact")], before)
}

#[test]
fn an_untouched_form_corrects_nothing() {
    let form = form(false, &Correction::default());
    assert_eq!(form.correction(&nobody), Ok(Correction::default()));
    assert_eq!(form.get(Field::Source), "Javad Zarif (IRN)");
    assert_eq!(form.get(Field::Target), "RUS");
    assert_eq!(form.get(Field::Evidence), "They signed a pact");
    assert!(form.fields().all(|f| form.mistake(f, &nobody).is_none()));
}

#[test]
fn what_is_typed_is_checked_and_only_changes_count() {
    let mut form = form(true, &Correction::default());
    form.set(Field::Code, "9999");
    form.set(Field::Date, "2025-13");
    form.set(Field::Target, "Nowhere");
    assert_eq!(form.correction(&nobody).unwrap_err().len(), 3);
    assert!(form.mistake(Field::Code, &nobody).unwrap().contains("CAMEO"));
    form.set(Field::Code, "036");
    form.set(Field::Date, "2025");
    form.set(Field::Target, "RUS; Tokayev (KAZ) [KAZGOV]; Javad Zarif (IRN); the militia");
    let militia =
        |name: &str| (name == "the militia").then(|| SideRef { name: name.to_owned(), ..SideRef::default() });
    assert!(form.mistake(Field::Target, &nobody).unwrap().contains("the militia"));
    form.set(Field::Reciprocal, "no");
    let correction = form.correction(&militia).unwrap();
    assert_eq!((correction.code.as_deref(), correction.modality), (Some("036"), None));
    let targets = correction.targets.clone().unwrap();
    assert_eq!(targets[1].code, "KAZGOV");
    assert_eq!(targets[2], zarif(), "as coded, with its code");
    assert_eq!(targets.len(), 4);
    assert_eq!((correction.reciprocal, &correction.evidence), (Some(false), &None));
    // Opened again, it is filled in as it was left.
    let again = self::form(true, &correction);
    assert_eq!(again.correction(&nobody), Ok(correction));
}

#[test]
fn moved_ends_keep_their_place() {
    let mut form = form(false, &Correction::default());
    let second = Span::new(TEXT.rfind("they signed").unwrap(), TEXT.len());
    form.set_spans(vec![second]);
    let correction = form.correction(&nobody).unwrap();
    let quotes = correction.evidence.clone().unwrap();
    assert_eq!(quotes[0].find(TEXT), Some(second));
    assert_eq!(self::form(false, &correction).spans(), [second]);
    // A text that has lost the words keeps what was written of them.
    let other = CorrectionForm::correcting(&anchor(), false, "They met.", &[Span::new(0, 4)], &correction);
    assert_eq!(other.correction(&nobody), Ok(correction));
}

#[test]
fn toml_takes_the_same_way() {
    let mut form = form(false, &Correction::default());
    form.set(Field::Code, "036");
    let mut other = self::form(false, &Correction::default());
    let read = other.read_toml(&form.to_toml(), &nobody).unwrap();
    assert_eq!((read.code.as_deref(), &other), (Some("036"), &form));
    // What needs no quotation marks may come without.
    let bare = "date = 2024-12-31\nreciprocal = true\nevidence = 'signed   a pact … another pact'";
    let read = other.read_toml(bare, &nobody).unwrap();
    assert_eq!((read.date.unwrap().to_string().as_str(), read.reciprocal), ("2024-12-31", Some(true)));
    assert_eq!(
        read.evidence.unwrap().iter().map(|q| q.text.as_str()).collect::<Vec<_>>(),
        ["signed a pact", "another pact"]
    );
}

#[test]
fn faults_are_told_by_line_and_change_nothing() {
    let mut form = form(false, &Correction::default());
    let before = form.clone();
    let text = "date = \"2025-13\"\n\nsorce = \"RUS\"\ncode = [\"057\"]\nevidence = \"nowhere\"\n";
    let faults = form.read_toml(text, &nobody).unwrap_err();
    assert_eq!(faults.iter().map(|f| f.line).collect::<Vec<_>>(), [1, 3, 4, 5]);
    assert!(faults[1].message.contains("do you mean source?"), "{}", faults[1]);
    assert!(faults[3].message.contains("does not stand in the text"), "{}", faults[3]);
    assert_eq!(form, before);
    let again = with_faults(text, &faults);
    assert_eq!(again.lines().filter(|l| l.starts_with("# ✗ ")).count(), 4);
    assert!(again.starts_with("# ✗ date"));
    assert_eq!(without_faults(&again), text);
    let broken = form.read_toml("date = \"2025\"\ncode = ", &nobody).unwrap_err();
    assert_eq!((broken.len(), broken[0].line), (1, 2));
    let cut = form.read_toml("date = \"2025", &nobody).unwrap_err();
    assert!(without_faults(&with_faults("date = \"2025", &cut)).starts_with("date"));
}

#[test]
fn claims_have_their_own_fields() {
    let claim = Anchor { thing: Thing::Claim, modality: "indirect".into(), ..anchor() };
    let mut form = CorrectionForm::correcting(&claim, false, "", &[], &Correction::default());
    assert!(form.fields().all(|f| f != Field::Evidence), "there is no text to show");
    form.set(Field::Speaker, "Sergei Lavrov (RUS)");
    form.set(Field::Form, "direct");
    form.set(Field::Code, "112");
    let correction = form.correction(&nobody).unwrap();
    assert_eq!(correction.speaker.unwrap().name, "Sergei Lavrov");
    assert_eq!((correction.form, correction.code), (Some(ClaimForm::Direct), None));
    form.set(Field::Speaker, "RUS; IRN");
    assert!(form.mistake(Field::Speaker, &nobody).is_some());
}

#[test]
fn what_is_made_needs_all_its_fields() {
    let guess = Correction { date: "2025-01-17".parse().ok(), ..Correction::default() };
    let mut form = CorrectionForm::making(Thing::Event, TEXT, &[span("They signed a pact")], &guess);
    let missing: Vec<Field> = form.correction(&nobody).unwrap_err().into_iter().map(|(f, _)| f).collect();
    assert_eq!(missing, [Field::Source, Field::Target, Field::Code]);
    form.set(Field::Source, "IRN");
    form.set(Field::Target, "Russia");
    form.set(Field::Code, "057");
    let draft = form.draft(ArticleRef::default(), &nobody).unwrap();
    assert_eq!(draft.fields.fields().len(), 7, "{:?}", draft.fields);
    let mut claim = CorrectionForm::making(Thing::Claim, TEXT, &[span("They signed a pact")], &guess);
    claim.set(Field::Speaker, "Javad Zarif (IRN)");
    claim.set(Field::About, "RUS; IRN");
    claim.set(Field::Cue, "said");
    let draft = claim.draft(ArticleRef::default(), &nobody).unwrap();
    assert_eq!((draft.claim, draft.cue.as_str()), (true, "said"));
    assert_eq!(draft.fields.targets.unwrap().len(), 2);
}
