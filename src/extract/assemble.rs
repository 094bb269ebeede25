//! Findings become the events and actors of a dossier.

use rustc_hash::FxHashMap;

use crate::model::{Actor, ActorKind, Claim, Dossier, Event, EventDate, Modality, Side, Span};

use super::claims;
use super::document::Document;
use super::events::Finding;
use super::when::Dated;
use super::who::{Mention, MentionForm, Mentions, Origin};

/// Collects what goes into a dossier.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    actors: Vec<Actor>,
    by_name: FxHashMap<String, usize>,
    events: Vec<Event>,
    claims: Vec<Claim>,
}

impl Assembly {
    /// Adds the event of a finding in a sentence.
    pub(crate) fn event(
        &mut self,
        document: &Document,
        mentions: &Mentions,
        f: &Finding,
        evidence: Span,
        when: Dated,
        confidence: f32,
    ) {
        let mut e = Event::new(format!("e{}", self.events.len() + 1));
        e.date = when.date;
        e.date_from = when.from;
        e.code.clone_from(&f.code);
        e.reciprocal = f.reciprocal;
        let sides = |list: &[usize], a: &mut Assembly| -> Vec<Side> {
            list.iter().map(|m| a.side(mentions, *m)).collect()
        };
        e.sources = sides(&f.sources, self);
        e.targets = sides(&f.targets, self);
        if f.reciprocal && e.targets.is_empty() && e.sources.len() > 1 {
            // "A, B and C met": the first with each of the others.
            e.targets = e.sources.split_off(1);
        }
        e.modality = match (f.possible, f.planned) {
            (true, _) => Modality::Possible,
            (_, true) => Modality::Planned,
            _ => Modality::Actual,
        };
        e.evidence = vec![evidence];
        e.trigger = document.span(f.trigger.clone());
        e.rule = f.rule.to_owned();
        e.confidence = Some(confidence);
        e.steps.clone_from(&f.steps);
        e.steps.push(format!("source: {}", describe(mentions, &f.sources, document)));
        if !f.reciprocal || !f.targets.is_empty() {
            e.steps.push(format!("target: {}", describe(mentions, &f.targets, document)));
        } else {
            e.steps.push("both sides act alike".to_owned());
        }
        let date = if when.date.is_known() { format!("{}, ", when.date) } else { String::new() };
        e.steps.push(format!("when: {date}{}", when.how));
        self.events.push(e);
    }

    /// Adds the claim of a finding; `date` gives the time of what stands at a place of the text.
    pub(crate) fn claim(
        &mut self,
        document: &Document,
        mentions: &Mentions,
        found: &claims::FoundClaim,
        date: &dyn Fn(Span) -> EventDate,
    ) {
        let number = self.claims.len() + 1;
        let claim = claims::build(document, mentions, found, number, &mut |m| self.side(mentions, m), date);
        self.claims.push(claim);
    }

    /// The side of an event or the speaker of a claim that a mention stands for.
    pub(crate) fn side(&mut self, mentions: &Mentions, mention: usize) -> Side {
        let Some(m) = mentions.list.get(mention) else { return Side::default() };
        let meant = mentions.list.get(mentions.resolved(mention)).unwrap_or(m);
        let actor = self.actor(meant);
        let name = if meant.name.is_empty() { meant.country.name().to_owned() } else { meant.name.clone() };
        Side { actor, name, country: m.country, code: m.code.clone(), span: Some(m.span) }
    }

    /// The actor of a person, organisation or group; countries need none.
    fn actor(&mut self, m: &Mention) -> Option<String> {
        let named = matches!(m.form, MentionForm::Person | MentionForm::Organisation)
            || m.form == MentionForm::Role
                && m.kind == ActorKind::Person
                && !m.plural
                && m.name.starts_with(char::is_uppercase)
                && !m.name.ends_with(&m.role);
        if !named {
            return None;
        }
        if let Some(i) = self.by_name.get(&m.name) {
            return self.actors.get(*i).map(|a| a.id.clone());
        }
        let id = self.fresh_id(&m.name);
        self.by_name.insert(m.name.clone(), self.actors.len());
        self.actors.push(Actor {
            id: id.clone(),
            name: m.name.clone(),
            aliases: Vec::new(),
            country: m.country,
            kind: m.kind,
            role: m.role.clone(),
            code: m.code.clone(),
        });
        Some(id)
    }

    fn fresh_id(&self, name: &str) -> String {
        let last = name.split_whitespace().last().unwrap_or("actor");
        let mut base: String =
            last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if base.is_empty() {
            base.push_str("actor");
        }
        let taken = |id: &str| self.actors.iter().any(|a| a.id == id);
        if !taken(&base) {
            return base;
        }
        (2..).map(|n| format!("{base}-{n}")).find(|id| !taken(id)).unwrap_or(base)
    }

    /// Puts everything into the dossier.
    pub(crate) fn finish(self, dossier: &mut Dossier) {
        dossier.actors = self.actors;
        dossier.events = self.events;
        dossier.claims = self.claims;
    }
}

/// The mentions with what they mean, for the explanation.
fn describe(mentions: &Mentions, list: &[usize], document: &Document) -> String {
    if list.is_empty() {
        return "not named".to_owned();
    }
    let one = |i: &usize| {
        mentions.list.get(*i).map(|m| {
            let words = m.span.of(document.text);
            let told = |i: usize| mentions.list.get(i).map_or("", |m| m.span.of(document.text));
            let why = match (m.origin, m.form) {
                (Origin::Introduced(i), _) => format!(", from the article: introduced as \"{}\"", told(i)),
                (Origin::Holder(i), _) => format!(", from the article: told before of \"{}\"", told(i)),
                (Origin::Dateline, _) => ", its country taken from the dateline".to_owned(),
                (Origin::Publisher, _) => ", its country taken from the publisher".to_owned(),
                (_, MentionForm::Pronoun) => ", a word that points back".to_owned(),
                (_, MentionForm::Agent) => ", its country taken from the words around it".to_owned(),
                (_, MentionForm::Capital) => ", stands for the government".to_owned(),
                _ => String::new(),
            };
            format!("\"{words}\" = {}{why}", if m.code.is_empty() { m.country.iso3() } else { &m.code })
        })
    };
    list.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}
