//! Findings of articles that were handed on, kept for the memory in them: a
//! large stream of dossiers asks for little that it does not have already.

use crate::model::{Actor, ActorKind, Claim, CountryId, Dossier, Event, EventDate, Side};

/// Findings whose texts and lists are empty, but have room.
#[derive(Default)]
pub(crate) struct Pool {
    actors: Vec<Actor>,
    events: Vec<Event>,
    claims: Vec<Claim>,
    sides: Vec<Side>,
    /// Texts of any kind.
    pub strings: Vec<String>,
}

impl Pool {
    /// An actor of whom nothing is told.
    pub fn actor(&mut self) -> Actor {
        self.actors.pop().unwrap_or_else(|| Actor {
            id: String::new(),
            name: String::new(),
            aliases: Vec::new(),
            country: CountryId::UNKNOWN,
            kind: ActorKind::Other,
            role: String::new(),
            code: String::new(),
        })
    }

    /// An event of which nothing is told.
    pub fn event(&mut self) -> Event {
        self.events.pop().unwrap_or_else(|| Event::new(String::new()))
    }

    /// A claim of which nothing is told.
    pub fn claim(&mut self) -> Claim {
        self.claims.pop().unwrap_or_else(|| Claim::new(String::new()))
    }

    /// A side of which nothing is told.
    pub fn side(&mut self) -> Side {
        self.sides.pop().unwrap_or_default()
    }

    /// Empties a dossier.
    pub fn take(&mut self, dossier: &mut Dossier) {
        let article = &mut dossier.article;
        for text in [
            &mut article.id,
            &mut article.title,
            &mut article.publisher,
            &mut article.url,
            &mut article.language,
        ] {
            text.clear();
        }
        (article.published, article.text) = (EventDate::UNKNOWN, None);
        dossier.actors.drain(..).for_each(|actor| self.take_actor(actor));
        dossier.events.drain(..).for_each(|event| self.take_event(event));
        dossier.claims.drain(..).for_each(|claim| self.take_claim(claim));
    }

    /// Takes an actor back. Here and below all fields are named, so that none is
    /// forgotten.
    pub fn take_actor(&mut self, actor: Actor) {
        let Actor { mut id, mut name, mut aliases, country: _, kind: _, mut role, mut code } = actor;
        for text in [&mut id, &mut name, &mut role, &mut code] {
            text.clear();
        }
        self.strings.append(&mut aliases);
        let (country, kind) = (CountryId::UNKNOWN, ActorKind::Other);
        self.actors.push(Actor { id, name, aliases, country, kind, role, code });
    }

    /// Takes an event back.
    pub fn take_event(&mut self, event: Event) {
        let Event {
            mut id,
            date: _,
            mut sources,
            mut targets,
            reciprocal: _,
            mut code,
            modality: _,
            reports: _,
            mut evidence,
            trigger: _,
            mut rule,
            confidence: _,
            mut note,
            mut steps,
            decision: _,
        } = event;
        for text in [&mut id, &mut code, &mut rule, &mut note] {
            text.clear();
        }
        sources.drain(..).chain(targets.drain(..)).for_each(|side| self.take_side(side));
        evidence.clear();
        self.strings.append(&mut steps);
        self.events.push(Event { sources, targets, code, evidence, rule, note, steps, ..Event::new(id) });
    }

    /// Takes a claim back.
    pub fn take_claim(&mut self, claim: Claim) {
        let Claim {
            mut id,
            speaker,
            guessed: _,
            cue: _,
            mut cue_text,
            mut content,
            mut text,
            form: _,
            mut about,
            date: _,
            mut rule,
            confidence: _,
            mut steps,
            decision: _,
        } = claim;
        for text in [&mut id, &mut cue_text, &mut text, &mut rule] {
            text.clear();
        }
        self.take_side(speaker);
        content.clear();
        about.clear();
        self.strings.append(&mut steps);
        self.claims.push(Claim { cue_text, content, text, about, rule, steps, ..Claim::new(id) });
    }

    fn take_side(&mut self, side: Side) {
        let Side { actor, mut name, country: _, mut code, span: _ } = side;
        self.strings.extend(actor);
        name.clear();
        code.clear();
        self.sides.push(Side { actor: None, name, country: CountryId::default(), code, span: None });
    }
}
