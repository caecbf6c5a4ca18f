//! The nearest of a list of names: did you mean …?

/// The longest word that is compared; names of AWS are shorter, and a longer word is no slip of the pen.
const LONGEST: usize = 200;

/// The candidate that differs from `word` in the fewest places, at most `max_distance`, case aside.
///
/// A place is a letter put in, left out or changed, or two neighbours swapped. Of equally near candidates the one
/// that shares the longest beginning with the word wins, then the first. The result may be equal to the word.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    max_distance: usize,
) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let mut best: Option<(usize, usize, &'a str)> = None;
    for candidate in candidates {
        let limit = best.map_or(max_distance, |(distance, ..)| distance);
        if candidate.len().abs_diff(word.len()) > limit.saturating_mul(4) {
            continue;
        }
        let folded = candidate.to_ascii_lowercase();
        if folded.chars().count().abs_diff(word.chars().count()) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&word, &folded);
        if distance > limit {
            continue;
        }
        let shared = word.bytes().zip(folded.bytes()).take_while(|(left, right)| left == right).count();
        let nearer = best.is_none_or(|(old, old_shared, _)| (distance, old_shared) < (old, shared));
        if nearer {
            best = Some((distance, shared, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// How many slips are forgiven in a word of this many bytes: short names of AWS differ by one letter (`ecs`, `ecr`).
pub fn slips_allowed(len: usize) -> usize {
    match len {
        0..=4 => 0,
        5..=11 => 1,
        _ => 2,
    }
}
