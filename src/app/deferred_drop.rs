//! Holds on to what is large for as long as the screen does, so that the screen
//! never is the last: to give a hundred megabytes back to the system takes longer
//! than a frame may, and here a thread of its own does it.

use std::any::Any;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::message::Msg;

type Thing = Arc<dyn Any + Send + Sync>;

/// What is large and came as a message.
pub(crate) struct DeferredDrop {
    things: Vec<Thing>,
    gone: Sender<Thing>,
}

impl DeferredDrop {
    /// Starts the thread that lets go of things. It ends with the deferred drop.
    pub(crate) fn new() -> DeferredDrop {
        let (gone, things) = channel::<Thing>();
        thread::spawn(move || things.into_iter().for_each(drop));
        DeferredDrop { things: Vec::new(), gone }
    }

    /// Takes note of what a message brings.
    pub(crate) fn note(&mut self, msg: &Msg) {
        match msg {
            Msg::Answer { views, .. } => self.keep(views.clone()),
            Msg::Loaded(loaded) => loaded.store.iter().for_each(|store| self.keep(store.clone())),
            Msg::Journal(reply) => reply.store.iter().for_each(|store| self.keep(store.clone())),
            _ => {}
        }
    }

    fn keep(&mut self, thing: Thing) {
        if !self.things.iter().any(|known| Arc::ptr_eq(known, &thing)) {
            self.things.push(thing);
        }
    }

    /// Lets go of what nobody else holds any more.
    pub(crate) fn clear(&mut self) {
        for thing in self.things.extract_if(.., |thing| Arc::strong_count(thing) == 1) {
            // The thread ends only with us.
            let _ = self.gone.send(thing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Views;

    #[test]
    fn what_is_held_elsewhere_stays() {
        let mut deferred_drop = DeferredDrop::new();
        let views = [(); 2].map(|()| Arc::new(Views::default()));
        for generation in [1, 2] {
            views.iter().for_each(|v| deferred_drop.note(&Msg::Answer { generation, views: v.clone() }));
        }
        let [kept, left] = views;
        let (held, gone) = (Arc::downgrade(&kept), Arc::downgrade(&left));
        drop(left);
        deferred_drop.clear();
        assert_eq!((deferred_drop.things.len(), held.strong_count()), (1, 2));
        // Its thread ends after it has let go of everything.
        drop((deferred_drop, kept));
        while gone.strong_count() + held.strong_count() > 0 {
            thread::yield_now();
        }
    }
}
