//! From a key's hash to a small number: the index behind every interner.

/// An open-addressing table of numbers, found by hash and by a comparison that
/// the owner of the keys makes. A slot is the hash above the number.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdTable {
    slots: Vec<u64>,
    len: usize,
}

const EMPTY: u64 = u64::MAX;

impl IdTable {
    /// The number whose key has this hash and satisfies `same`.
    #[inline]
    pub(crate) fn find(&self, hash: u32, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == EMPTY {
                return None;
            }
            if (slot >> 32) as u32 == hash && same(slot as u32) {
                return Some(slot as u32);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number that a search for this hash looks at first, if its hash is the
    /// same. Searches for many hashes are quicker after this was asked for all of
    /// them: the processor then fetches their slots side by side.
    #[inline]
    pub(crate) fn first(&self, hash: u32) -> Option<u32> {
        let slot = *self.slots.get(hash as usize & self.slots.len().wrapping_sub(1))?;
        (slot != EMPTY && (slot >> 32) as u32 == hash).then_some(slot as u32)
    }

    /// Enters a number under a hash. The key must not be there yet.
    pub(crate) fn insert(&mut self, hash: u32, id: u32) {
        if (self.len + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        // A number of all ones under a hash of all ones would read as empty; no list is that long.
        place(&mut self.slots, u64::from(hash) << 32 | u64::from(id));
        self.len += 1;
    }

    /// Forgets all numbers and keeps the room, unless this is far more than was used.
    pub(crate) fn clear(&mut self) {
        if self.len * 16 < self.slots.len() && self.slots.len() > 4096 {
            self.slots = Vec::new();
        }
        self.slots.fill(EMPTY);
        self.len = 0;
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for slot in old.into_iter().filter(|&s| s != EMPTY) {
            place(&mut self.slots, slot);
        }
    }
}

fn place(slots: &mut [u64], slot: u64) {
    let mask = slots.len() - 1;
    let mut at = (slot >> 32) as usize & mask;
    while slots[at] != EMPTY {
        at = (at + 1) & mask;
    }
    slots[at] = slot;
}

/// A hash of bytes, good in all its bits: eight bytes at a time through a
/// 128-bit product that is folded (the construction of wyhash and foldhash).
/// Not proof against an enemy who chooses keys; a bad key costs time only.
#[inline]
pub(crate) fn hash_bytes(bytes: &[u8]) -> u32 {
    const A: u64 = 0x9e37_79b9_7f4a_7c15;
    const B: u64 = 0xd1b5_4a32_d192_ed03;
    let mut state = A ^ (bytes.len() as u64).wrapping_mul(B);
    let (low, high) = match bytes.len() {
        // The last sixteen bytes, some of which were taken already; the length
        // is in the state, so no two keys are the same to it.
        len @ 16.. => {
            let (chunks, _) = bytes.as_chunks::<16>();
            let whole = if len.is_multiple_of(16) { chunks.len() - 1 } else { chunks.len() };
            for chunk in chunks.iter().take(whole) {
                state = fold(word(chunk, 0) ^ state, word(chunk, 8) ^ B);
            }
            (word(bytes, len - 16), word(bytes, len - 8))
        }
        len @ 8.. => (word(bytes, 0), word(bytes, len - 8)),
        len @ 4.. => (half(bytes, 0), half(bytes, len - 4)),
        len @ 1.. => {
            let at = |i: usize| u64::from(bytes[i]);
            (at(0) << 16 | at(len / 2) << 8 | at(len - 1), 0)
        }
        _ => (0, 0),
    };
    (fold(fold(low ^ state, high ^ A) ^ B, A) >> 32) as u32
}

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ (product >> 64) as u64
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b))
}

#[inline]
fn half(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_found_again_and_nothing_else() {
        let key = |i: u32| format!("key {i}");
        let mut table = IdTable::default();
        for i in 0..20_000u32 {
            table.insert(hash_bytes(key(i).as_bytes()), i);
        }
        for i in 0..20_000u32 {
            let hash = hash_bytes(key(i).as_bytes());
            assert_eq!(table.find(hash, |id| key(id) == key(i)), Some(i));
        }
        for i in 20_000..21_000u32 {
            assert_eq!(table.find(hash_bytes(key(i).as_bytes()), |id| key(id) == key(i)), None);
        }
    }

    #[test]
    fn the_hash_tells_lengths_and_zeros_apart() {
        let mut keys: Vec<Vec<u8>> = (0..70).map(|n| vec![0u8; n]).collect();
        // Every byte counts, at whatever place in a key of whatever length.
        for len in 1..70 {
            keys.extend((0..len).map(|at| (0..len).map(|i| u8::from(i == at)).collect::<Vec<u8>>()));
        }
        let mut hashes: Vec<u32> = keys.iter().map(|k| hash_bytes(k)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), keys.len());
    }
}
