//! Masks of separators, by the widest means that the processor has.
//!
//! The only module here that needs `unsafe`: a function compiled for wider
//! registers may be called only where they exist.

/// Who is told what stands where.
pub(super) trait MaskSink {
    /// Takes the next 64 bytes: a bit for every separator, and one for every line
    /// feed. Compiled into each of the loops below, with all that the processor
    /// has, so it should be `inline(always)`.
    fn take(&mut self, separators: u64, feeds: u64);
}

/// Tells for each 64 bytes where separators and line feeds stand.
pub(super) fn each(chunks: &[[u8; 64]], separator: u8, found: &mut impl MaskSink) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("bmi1")
        && std::arch::is_x86_feature_detected!("popcnt")
    {
        // SAFETY: the processor has what the function was compiled for.
        #[allow(unsafe_code)]
        unsafe {
            avx2::each(chunks, separator, found);
        }
        return;
    }
    plain(chunks, separator, found);
}

/// The same eight bytes at a time, on any processor.
fn plain(chunks: &[[u8; 64]], separator: u8, found: &mut impl MaskSink) {
    for chunk in chunks {
        found.take(equal(chunk, separator), equal(chunk, b'\n'));
    }
}

/// A bit for each byte that is `wanted`.
fn equal(chunk: &[u8; 64], wanted: u8) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, _) = chunk.as_chunks::<8>();
    words.iter().enumerate().fold(0u64, |all, (i, word)| {
        let odd = u64::from_le_bytes(*word) ^ (0x0101_0101_0101_0101 * u64::from(wanted));
        // The top bit of each byte that is zero; exact, unlike the shorter test with a borrow.
        let zero = !(((odd & LOW) + LOW) | odd | LOW);
        // One product gathers the eight bits in the top byte.
        all | ((zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i)
    })
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_set_epi64x, _mm256_set1_epi8,
    };

    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub(super) fn each(chunks: &[[u8; 64]], separator: u8, found: &mut impl super::MaskSink) {
        let (wanted, feed) = (_mm256_set1_epi8(separator as i8), _mm256_set1_epi8(b'\n' as i8));
        for chunk in chunks {
            let (halves, _) = chunk.as_chunks::<32>();
            let (low, high) = (load(&halves[0]), load(&halves[1]));
            let of = |what| u64::from(bits(low, what)) | u64::from(bits(high, what)) << 32;
            found.take(of(wanted), of(feed));
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn bits(bytes: __m256i, what: __m256i) -> u32 {
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, what)) as u32
    }

    /// Compiles to one unaligned load.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(bytes: &[u8; 32]) -> __m256i {
        let (words, _) = bytes.as_chunks::<8>();
        let word = |i: usize| i64::from_le_bytes(words[i]);
        _mm256_set_epi64x(word(3), word(2), word(1), word(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Default)]
    struct All(Vec<(u64, u64)>);

    impl MaskSink for All {
        fn take(&mut self, separators: u64, feeds: u64) {
            self.0.push((separators, feeds));
        }
    }

    proptest! {
        #[test]
        fn wide_and_plain_masks_are_those_of_a_loop(bytes in proptest::collection::vec(0u8..16, 128), separator in 0u8..16) {
            let (chunks, _) = bytes.as_chunks::<64>();
            let naive: Vec<(u64, u64)> = chunks.iter().map(|c| {
                let of = |what: u8| c.iter().enumerate().fold(0u64, |all, (i, &b)| all | u64::from(b == what) << i);
                (of(separator), of(b'\n'))
            }).collect();
            let (mut wide, mut narrow) = (All::default(), All::default());
            each(chunks, separator, &mut wide);
            plain(chunks, separator, &mut narrow);
            prop_assert_eq!(&wide.0, &naive);
            prop_assert_eq!(&narrow.0, &naive);
        }
    }
}
