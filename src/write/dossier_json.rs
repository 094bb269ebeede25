//! A dossier as one JSON document, a record a line.

use std::io::{self, Write};

use super::dossier_lines::topic;
use super::json::{Object, list};
use super::side::{country_code, implied};
use super::{Spec, Writer};
use crate::model::escape::Notation;
use crate::model::{
    Actor, Article, Claim, CodePoints, DateFrom, Decision, Dossier, Event, EventDate, Form, Modality, Side,
};

/// Writes dossiers as JSON.
pub(super) struct DossierJson;

impl Writer for DossierJson {
    fn spec(&self) -> &Spec {
        &Spec {
            name: "json",
            description: "one document, or a list of them",
            extension: "json",
            notation: Notation::Json,
        }
    }

    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b",\n")
    }

    fn dossier(&self, mut out: &mut dyn Write, dossier: &Dossier) -> io::Result<()> {
        write_dossier(&mut out, dossier)
    }

    fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"]\n")
    }
}

/// Writes one dossier as a JSON document. What reading tells from the rest is left out.
pub(crate) fn write_dossier<W: Write>(out: &mut W, dossier: &Dossier) -> io::Result<()> {
    let d = Document { dossier, points: CodePoints::new(dossier.text()) };
    out.write_all(b"{\"article\":")?;
    article(out, &dossier.article)?;
    records(out, "actor", &dossier.actors, |out, a| actor(out, a))?;
    records(out, "event", &dossier.events, |out, e| d.event(out, e))?;
    records(out, "claim", &dossier.claims, |out, c| d.claim(out, c))?;
    out.write_all(b"}\n")
}

fn records<W: Write, T>(
    out: &mut W,
    key: &str,
    items: &[T],
    mut item: impl FnMut(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    write!(out, ",\n\"{key}\":")?;
    list(out, items, |out, value| {
        out.write_all(b"\n ")?;
        item(out, value)
    })
}

fn article<W: Write>(out: &mut W, article: &Article) -> io::Result<()> {
    let mut o = Object::open(out)?;
    o.text("id", &article.id)?;
    o.text_if("title", &article.title)?;
    o.text_if("publisher", &article.publisher)?;
    o.text_if("published", &article.published.to_string())?;
    o.text_if("url", &article.url)?;
    o.text_if("language", &article.language)?;
    if let Some(text) = &article.text {
        o.text("text", text)?;
    }
    o.close()
}

fn actor<W: Write>(out: &mut W, actor: &Actor) -> io::Result<()> {
    let mut o = Object::open(out)?;
    o.text("id", &actor.id)?;
    o.text("name", &actor.name)?;
    o.texts_if("aliases", &actor.aliases)?;
    o.text_if("country", country_code(actor.country, actor.country))?;
    o.text("kind", actor.kind.name())?;
    o.text_if("role", &actor.role)?;
    o.text_if("code", &actor.code)?;
    o.close()
}

fn date<W: Write>(o: &mut Object<'_, W>, date: EventDate) -> io::Result<()> {
    o.text_if("date", &date.to_string())
}

struct Document<'d> {
    dossier: &'d Dossier,
    points: CodePoints<&'d str>,
}

impl Document<'_> {
    fn event<W: Write>(&self, out: &mut W, event: &Event) -> io::Result<()> {
        let mut o = Object::open(out)?;
        o.text("id", &event.id)?;
        date(&mut o, event.date)?;
        o.text_if("date_from", event.date_from.map_or("", DateFrom::name))?;
        for (key, sides) in [("source", &event.sources), ("target", &event.targets)] {
            if !sides.is_empty() {
                list(o.key(key)?, sides, |out, side| self.side(out, side))?;
            }
        }
        if event.reciprocal {
            o.plain("reciprocal", true)?;
        }
        o.text_if("code", &event.code)?;
        if event.modality != Modality::Actual {
            o.text("modality", event.modality.name())?;
        }
        if event.reports != 1 {
            o.plain("reports", event.reports)?;
        }
        if event.trigger.is_some() {
            o.span("trigger", event.trigger, &self.points)?;
        }
        if !event.evidence.is_empty() {
            o.spans("evidence", &event.evidence, &self.points)?;
        }
        o.text_if("rule", &event.rule)?;
        if let Some(confidence) = event.confidence {
            o.plain("confidence", confidence)?;
        }
        o.text_if("note", &event.note)?;
        o.texts_if("steps", &event.steps)?;
        if event.decision != Decision::Open {
            o.text("decision", event.decision.name())?;
        }
        o.close()
    }

    fn side<W: Write>(&self, out: &mut W, side: &Side) -> io::Result<()> {
        let implied = implied(side, self.dossier);
        let mut o = Object::open(out)?;
        o.text_if("actor", side.actor.as_deref().unwrap_or(""))?;
        let named = side.name != implied.name;
        if named {
            o.text("name", &side.name)?;
        }
        if side.country != implied.country || side.actor.is_none() && side.country.is_known() {
            o.text("country", side.country.iso3())?;
        }
        // Beside a name of its own, a country alone implies no code.
        let code = if named && side.actor.is_none() { "" } else { &implied.code };
        if side.code != code {
            o.text("code", &side.code)?;
        }
        if side.span.is_some() {
            o.span("span", side.span, &self.points)?;
        }
        o.close()
    }

    fn claim<W: Write>(&self, out: &mut W, claim: &Claim) -> io::Result<()> {
        let text = self.dossier.text();
        let mut o = Object::open(out)?;
        o.text("id", &claim.id)?;
        if !claim.speaker.is_empty() {
            self.side(o.key("speaker")?, &claim.speaker)?;
        }
        if claim.guessed {
            o.plain("guessed", true)?;
        }
        if claim.cue.is_some() {
            o.span("cue", claim.cue, &self.points)?;
        }
        if claim.cue.map_or("", |s| s.of(text)) != claim.cue_text {
            o.text("cue_text", &claim.cue_text)?;
        }
        if !claim.content.is_empty() {
            o.spans("content", &claim.content, &self.points)?;
        }
        if claim.content.is_empty() || claim.content_text(text) != claim.text {
            o.text("text", &claim.text)?;
        }
        if claim.form != Form::Indirect {
            o.text("form", claim.form.name())?;
        }
        if !claim.about.is_empty() {
            list(o.key("about")?, &claim.about, |out, about| topic(out, about, self.dossier))?;
        }
        date(&mut o, claim.date)?;
        o.text_if("rule", &claim.rule)?;
        if let Some(confidence) = claim.confidence {
            o.plain("confidence", confidence)?;
        }
        o.texts_if("steps", &claim.steps)?;
        if claim.decision != Decision::Open {
            o.text("decision", claim.decision.name())?;
        }
        o.close()
    }
}
