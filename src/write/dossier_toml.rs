//! Dossiers as TOML, as people would write them: evidence as the quoted words,
//! sides by their names, and nothing that reading tells from the rest.

use std::io::{self, Write};

use super::side::implied;
use super::toml_text::{string, text};
use super::{Spec, Writer};
use crate::model::escape::Notation;
use crate::model::locate::{nearest, occurrences};
use crate::model::{
    About, Actor, ActorKind, Article, Claim, CodePoints, DateFrom, Decision, Dossier, Event, Form, Modality,
    Side, Span,
};

/// Writes dossiers as TOML.
pub(super) struct DossierToml;

impl Writer for DossierToml {
    fn spec(&self) -> &Spec {
        &Spec {
            name: "toml",
            description: "one dossier a file, pleasant to read and to change by hand",
            extension: "toml",
            notation: Notation::Text,
        }
    }

    fn holds_one(&self) -> bool {
        true
    }

    fn dossier(&self, mut out: &mut dyn Write, dossier: &Dossier) -> io::Result<()> {
        write_dossier(&mut out, dossier)
    }
}

pub(crate) fn write_dossier<W: Write>(out: &mut W, dossier: &Dossier) -> io::Result<()> {
    let mut file = File { out, dossier, points: CodePoints::new(dossier.text()) };
    file.article(&dossier.article)?;
    dossier.actors.iter().try_for_each(|actor| file.actor(actor))?;
    dossier.events.iter().try_for_each(|event| file.event(event))?;
    dossier.claims.iter().try_for_each(|claim| file.claim(claim))
}

/// Longest quotation that stands for a span; a longer one is easier as numbers.
const QUOTED: usize = 400;

struct File<'w, 'd, W: Write> {
    out: &'w mut W,
    dossier: &'d Dossier,
    points: CodePoints<&'d str>,
}

impl<W: Write> File<'_, '_, W> {
    fn header(&mut self, header: &str) -> io::Result<()> {
        writeln!(self.out, "\n{header}")
    }

    fn string(&mut self, key: &str, value: &str) -> io::Result<()> {
        write!(self.out, "{key} = ")?;
        string(self.out, value)?;
        self.out.write_all(b"\n")
    }

    fn string_if(&mut self, key: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { Ok(()) } else { self.string(key, value) }
    }

    fn text(&mut self, key: &str, value: &str) -> io::Result<()> {
        write!(self.out, "{key} = ")?;
        text(self.out, value)?;
        self.out.write_all(b"\n")
    }

    fn strings_if(&mut self, key: &str, values: &[String]) -> io::Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        self.list(key, values, |file, value| string(file.out, value))
    }

    /// One value as itself, several as a list.
    fn one_or_list<T>(
        &mut self,
        key: &str,
        items: &[T],
        mut item: impl FnMut(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        match items {
            [] => Ok(()),
            [one] => {
                write!(self.out, "{key} = ")?;
                item(self, one)?;
                self.out.write_all(b"\n")
            }
            _ => self.list(key, items, item),
        }
    }

    fn list<T>(
        &mut self,
        key: &str,
        items: &[T],
        mut item: impl FnMut(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        write!(self.out, "{key} = [")?;
        for (n, value) in items.iter().enumerate() {
            if n > 0 {
                self.out.write_all(b", ")?;
            }
            item(self, value)?;
        }
        self.out.write_all(b"]\n")
    }

    fn article(&mut self, article: &Article) -> io::Result<()> {
        writeln!(self.out, "[article]")?;
        self.string("id", &article.id)?;
        self.string_if("title", &article.title)?;
        self.string_if("publisher", &article.publisher)?;
        self.string_if("published", &article.published.to_string())?;
        self.string_if("url", &article.url)?;
        self.string_if("language", &article.language)?;
        match &article.text {
            Some(value) => self.text("text", value),
            None => Ok(()),
        }
    }

    fn actor(&mut self, actor: &Actor) -> io::Result<()> {
        self.header("[[actor]]")?;
        self.string("id", &actor.id)?;
        self.string("name", &actor.name)?;
        self.strings_if("aliases", &actor.aliases)?;
        if actor.country.is_known() {
            self.string("country", actor.country.iso3())?;
        }
        if actor.kind != ActorKind::Other {
            self.string("kind", actor.kind.name())?;
        }
        self.string_if("role", &actor.role)?;
        self.string_if("code", &actor.code)
    }

    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.header("[[event]]")?;
        self.string("id", &event.id)?;
        self.string_if("date", &event.date.to_string())?;
        self.string_if("date_from", event.date_from.map_or("", DateFrom::name))?;
        self.one_or_list("source", &event.sources, |file, side| file.side(side, &event.evidence, false))?;
        self.one_or_list("target", &event.targets, |file, side| file.side(side, &event.evidence, false))?;
        if event.reciprocal {
            writeln!(self.out, "reciprocal = true")?;
        }
        self.string_if("code", &event.code)?;
        if event.modality != Modality::Actual {
            self.string("modality", event.modality.name())?;
        }
        if event.reports != 1 {
            writeln!(self.out, "reports = {}", event.reports)?;
        }
        self.spans("evidence", &event.evidence)?;
        if let Some(trigger) = event.trigger {
            self.near_span("trigger", trigger, &event.evidence, false)?;
        }
        self.string_if("rule", &event.rule)?;
        self.confidence(event.confidence)?;
        if !event.note.is_empty() {
            self.text("note", &event.note)?;
        }
        self.strings_if("steps", &event.steps)?;
        self.decision(event.decision)
    }

    fn claim(&mut self, claim: &Claim) -> io::Result<()> {
        let text = self.dossier.text();
        self.header("[[claim]]")?;
        self.string("id", &claim.id)?;
        if !claim.speaker.is_empty() {
            write!(self.out, "speaker = ")?;
            self.side(&claim.speaker, &claim.content, true)?;
            self.out.write_all(b"\n")?;
        }
        if claim.guessed {
            writeln!(self.out, "guessed = true")?;
        }
        if let Some(cue) = claim.cue {
            self.near_span("cue", cue, &claim.content, true)?;
        }
        if claim.cue.map_or("", |s| s.of(text)) != claim.cue_text {
            self.string("cue_text", &claim.cue_text)?;
        }
        self.spans("content", &claim.content)?;
        if claim.content.is_empty() || claim.content_text(text) != claim.text {
            self.text("text", &claim.text)?;
        }
        if claim.form != Form::Indirect {
            self.string("form", claim.form.name())?;
        }
        self.one_or_list("about", &claim.about, |file, about| file.topic(about))?;
        self.string_if("date", &claim.date.to_string())?;
        self.string_if("rule", &claim.rule)?;
        self.confidence(claim.confidence)?;
        self.strings_if("steps", &claim.steps)?;
        self.decision(claim.decision)
    }

    fn confidence(&mut self, confidence: Option<f32>) -> io::Result<()> {
        match confidence {
            Some(value) => writeln!(self.out, "confidence = {value:?}"),
            None => Ok(()),
        }
    }

    fn decision(&mut self, decision: Decision) -> io::Result<()> {
        if decision == Decision::Open { Ok(()) } else { self.string("decision", decision.name()) }
    }

    /// An actor's id or a country's code, or a table where these do not say all.
    fn side(&mut self, side: &Side, anchors: &[Span], outside: bool) -> io::Result<()> {
        let implied = implied(side, self.dossier);
        let short = side.actor.as_deref().unwrap_or(side.country.iso3());
        // A country whose code is also an actor's id would be read as the actor.
        let shadowed = side.actor.is_none() && self.dossier.actor(short).is_some();
        if *side == implied && !shadowed {
            return string(self.out, short);
        }
        let mut comma = "{ ";
        let mut pair = |out: &mut W, key: &str, value: &str| {
            write!(out, "{}{key} = ", std::mem::replace(&mut comma, ", "))?;
            string(out, value)
        };
        if let Some(actor) = &side.actor {
            pair(self.out, "actor", actor)?;
        }
        let named = side.name != implied.name;
        if named {
            pair(self.out, "name", &side.name)?;
        }
        if side.country != implied.country || side.actor.is_none() && side.country.is_known() {
            pair(self.out, "country", side.country.iso3())?;
        }
        // Beside a name of its own, a country alone implies no code.
        let code = if named && side.actor.is_none() { "" } else { &implied.code };
        if side.code != code {
            pair(self.out, "code", &side.code)?;
        }
        if let Some(span) = side.span.filter(|&s| self.points.of(s).is_some()) {
            write!(self.out, "{comma}span = ")?;
            self.near(span, anchors, outside)?;
        }
        self.out.write_all(b" }")
    }

    fn topic(&mut self, about: &About) -> io::Result<()> {
        let (key, text) = match about {
            About::Actor(id) => return string(self.out, id),
            About::Country(country) => ("country", country.iso3().to_owned()),
            About::Pair(pair) => ("pair", pair.to_string()),
        };
        match self.dossier.actor(&text) {
            None => string(self.out, &text),
            Some(_) => write!(self.out, "{{ {key} = \"{text}\" }}"),
        }
    }

    /// Spans that fit the text.
    fn spans(&mut self, key: &str, spans: &[Span]) -> io::Result<()> {
        let fitting: Vec<Span> = spans.iter().copied().filter(|&s| self.points.of(s).is_some()).collect();
        self.one_or_list(key, &fitting, |file, &span| file.span(span))
    }

    fn near_span(&mut self, key: &str, span: Span, anchors: &[Span], outside: bool) -> io::Result<()> {
        if self.points.of(span).is_none() {
            return Ok(());
        }
        write!(self.out, "{key} = ")?;
        self.near(span, anchors, outside)?;
        self.out.write_all(b"\n")
    }

    /// A span that stands near others: its words, if reading finds them there.
    fn near(&mut self, span: Span, anchors: &[Span], outside: bool) -> io::Result<()> {
        let (text, words) = (self.dossier.text(), span.of(self.dossier.text()));
        let found = !anchors.is_empty() && nearest(text, words, anchors, outside) == Some(span);
        if found && words.len() <= QUOTED { string(self.out, words) } else { self.span(span) }
    }

    /// A span as its words, with their number where they stand more than once,
    /// or as code points where the words are many.
    fn span(&mut self, span: Span) -> io::Result<()> {
        let (text, words) = (self.dossier.text(), span.of(self.dossier.text()));
        if words.len() > QUOTED {
            let (start, end) = self.points.of(span).unwrap_or_default();
            return write!(self.out, "[{start}, {end}]");
        }
        let mut before = 0;
        let mut again = false;
        for found in occurrences(text, words) {
            match found.start.cmp(&span.start) {
                std::cmp::Ordering::Less => before += 1,
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => {
                    again = true;
                    break;
                }
            }
        }
        if before == 0 && !again {
            return string(self.out, words);
        }
        write!(self.out, "{{ text = ")?;
        string(self.out, words)?;
        write!(self.out, ", nth = {} }}", before + 1)
    }
}
