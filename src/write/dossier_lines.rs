//! Dossiers as JSON Lines: one record a line.
//!
//! An event with several sources or targets has one line for each source and
//! target, all with its id; a reciprocal one has each line the other way round
//! as well. Reading folds them together again.

use std::io::{self, Write};

use super::json::{Object, list, string};
use super::side::{country_code, implied};
use super::{Spec, Writer};
use crate::model::escape::Notation;
use crate::model::{
    About, Actor, Article, Claim, CodeId, CodePoints, DateFrom, Day, Dossier, Event, Precision, Side, Span,
};

/// Writes dossiers as JSON Lines.
pub(super) struct DossierLines;

impl Writer for DossierLines {
    fn spec(&self) -> &Spec {
        &Spec {
            name: "jsonl",
            description: "one record a line: article, actors, events, claims",
            extension: "jsonl",
            notation: Notation::Json,
        }
    }

    fn dossier(&self, mut out: &mut dyn Write, dossier: &Dossier) -> io::Result<()> {
        write_dossier(&mut out, dossier)
    }
}

/// Writes the records of one dossier, each on its line.
pub fn write_dossier<W: Write>(out: &mut W, dossier: &Dossier) -> io::Result<()> {
    article(out, &dossier.article)?;
    let lines = Lines { dossier, points: CodePoints::new(dossier.text()) };
    for actor in &dossier.actors {
        lines.actor(out, actor)?;
    }
    for event in &dossier.events {
        lines.event(out, event)?;
    }
    for claim in &dossier.claims {
        lines.claim(out, claim)?;
    }
    Ok(())
}

fn article<W: Write>(out: &mut W, article: &Article) -> io::Result<()> {
    let mut o = Object::open(out)?;
    o.text("type", "article")?;
    o.text("id", &article.id)?;
    o.text_or_null("title", &article.title)?;
    o.text_or_null("publisher", &article.publisher)?;
    o.text_or_null("published", &article.published.to_string())?;
    o.text_or_null("url", &article.url)?;
    o.text_or_null("language", &article.language)?;
    if let Some(text) = &article.text {
        o.text("text", text)?;
    }
    o.close()?;
    out.write_all(b"\n")
}

struct Lines<'d> {
    dossier: &'d Dossier,
    points: CodePoints<&'d str>,
}

impl Lines<'_> {
    fn actor<W: Write>(&self, out: &mut W, actor: &Actor) -> io::Result<()> {
        let mut o = Object::open(out)?;
        o.text("type", "actor")?;
        o.text("article", &self.dossier.article.id)?;
        o.text("id", &actor.id)?;
        o.text("name", &actor.name)?;
        o.texts_if("aliases", &actor.aliases)?;
        o.text_or_null("country", country_code(actor.country, actor.country))?;
        o.text("kind", actor.kind.name())?;
        o.text_or_null("role", &actor.role)?;
        o.text_or_null("code", &actor.code)?;
        o.close()?;
        out.write_all(b"\n")
    }

    fn event<W: Write>(&self, out: &mut W, event: &Event) -> io::Result<()> {
        let none = [None];
        let sides = |sides: &[Side]| sides.iter().cloned().map(Some).collect::<Vec<_>>();
        let (sources, targets) = (sides(&event.sources), sides(&event.targets));
        let sources = if sources.is_empty() { &none[..] } else { &sources };
        let targets = if targets.is_empty() { &none[..] } else { &targets };
        let both = !event.sources.is_empty() && !event.targets.is_empty();
        // A side that stands on both sides hides which way a line goes.
        let unclear = event.sources.iter().any(|s| event.targets.contains(s)) || event.reciprocal && !both;
        let explicit = unclear.then_some(event.reciprocal);
        let ways = if event.reciprocal && both { 2 } else { 1 };
        let mut first = true;
        for (sources, targets) in [(sources, targets), (targets, sources)].into_iter().take(ways) {
            for source in sources {
                for target in targets {
                    let sides = [source.as_ref(), target.as_ref()];
                    self.event_line(out, event, sides, explicit, std::mem::replace(&mut first, false))?;
                }
            }
        }
        Ok(())
    }

    fn event_line<W: Write>(
        &self,
        out: &mut W,
        event: &Event,
        [source, target]: [Option<&Side>; 2],
        explicit: Option<bool>,
        first: bool,
    ) -> io::Result<()> {
        let code = CodeId::from_code(&event.code).and_then(CodeId::get);
        let mut o = Object::open(out)?;
        o.text("type", "event")?;
        o.text("article", &self.dossier.article.id)?;
        o.text("id", &event.id)?;
        date(&mut o, event)?;
        o.text_if("date_from", event.date_from.map_or("", DateFrom::name))?;
        self.side(o.key("source")?, source, None)?;
        self.side(o.key("target")?, target, None)?;
        if let Some(reciprocal) = explicit {
            o.plain("reciprocal", reciprocal)?;
        }
        o.text_or_null("code", &event.code)?;
        o.text_or_null("root", code.map_or("", |c| c.root))?;
        o.text_or_null("quad", code.map_or("", |c| c.quad.name()))?;
        match code.and_then(|c| c.goldstein) {
            Some(value) => o.plain("goldstein", value)?,
            None => o.null("goldstein")?,
        }
        o.text("modality", event.modality.name())?;
        o.plain("reports", event.reports)?;
        o.span("trigger", event.trigger, &self.points)?;
        let hull = event.evidence.iter().copied().reduce(Span::hull);
        o.span("span", hull, &self.points)?;
        if event.evidence.len() > 1 {
            o.spans("evidence", &event.evidence, &self.points)?;
        }
        o.text_or_null("rule", &event.rule)?;
        o.text("decision", event.decision.name())?;
        if let Some(confidence) = event.confidence {
            o.plain("confidence", confidence)?;
        }
        if first {
            // Words on the whole event need not stand on each of its lines.
            o.text_if("note", &event.note)?;
            o.texts_if("steps", &event.steps)?;
        }
        o.close()?;
        out.write_all(b"\n")
    }

    /// A side; what would be told from the actor or country although it is
    /// empty is written as an empty text.
    fn side<W: Write>(&self, out: &mut W, side: Option<&Side>, guessed: Option<bool>) -> io::Result<()> {
        let Some(side) = side.filter(|s| !s.is_empty() || guessed == Some(true)) else {
            return out.write_all(b"null");
        };
        let implied = implied(side, self.dossier);
        let mut o = Object::open(out)?;
        o.text_or_null("actor", side.actor.as_deref().unwrap_or(""))?;
        match (side.name.is_empty(), implied.name.is_empty()) {
            (true, true) => o.null("name")?,
            _ => o.text("name", &side.name)?,
        }
        o.text_or_null("country", country_code(side.country, implied.country))?;
        match (side.code.is_empty(), side.actor.is_some() && !implied.code.is_empty()) {
            (true, false) => o.null("code")?,
            _ => o.text("code", &side.code)?,
        }
        o.span("span", side.span, &self.points)?;
        if let Some(guessed) = guessed {
            o.plain("guessed", guessed)?;
        }
        o.close()
    }

    fn claim<W: Write>(&self, out: &mut W, claim: &Claim) -> io::Result<()> {
        let mut o = Object::open(out)?;
        o.text("type", "claim")?;
        o.text("article", &self.dossier.article.id)?;
        o.text("id", &claim.id)?;
        self.side(o.key("speaker")?, Some(&claim.speaker), Some(claim.guessed))?;
        o.span("cue", claim.cue, &self.points)?;
        if claim.cue.map_or("", |s| s.of(self.dossier.text())) != claim.cue_text {
            o.text("cue_text", &claim.cue_text)?;
        }
        o.spans("content", &claim.content, &self.points)?;
        o.text("text", &claim.text)?;
        o.text("form", claim.form.name())?;
        list(o.key("about")?, &claim.about, |out, about| topic(out, about, self.dossier))?;
        o.text_or_null("date", &claim.date.to_string())?;
        o.text("decision", claim.decision.name())?;
        o.text_if("rule", &claim.rule)?;
        if let Some(confidence) = claim.confidence {
            o.plain("confidence", confidence)?;
        }
        o.texts_if("steps", &claim.steps)?;
        o.close()?;
        out.write_all(b"\n")
    }
}

/// The first possible day, the last where it is another, and the precision.
fn date<W: Write>(o: &mut Object<'_, W>, event: &Event) -> io::Result<()> {
    let date = event.date;
    let (start, end) = (date.start(), date.end());
    if start == Day::MIN {
        o.null("date")?
    } else {
        o.plain("date", format_args!("\"{start}\""))?
    }
    let one = date.precision() == Precision::Day || end == Day::MAX;
    if one {
        o.null("date_end")?
    } else {
        o.plain("date_end", format_args!("\"{end}\""))?
    }
    o.text("precision", date.precision().name())
}

/// A topic as text, or as a table where its text would be taken for another.
pub(super) fn topic<W: Write>(out: &mut W, about: &About, dossier: &Dossier) -> io::Result<()> {
    let (key, text) = match about {
        About::Actor(id) => return string(out, id),
        About::Country(country) => ("country", country.iso3().to_owned()),
        About::Pair(pair) => ("pair", pair.to_string()),
    };
    if dossier.actor(&text).is_none() {
        return string(out, &text);
    }
    let mut o = Object::open(out)?;
    o.text(key, &text)?;
    o.close()
}
