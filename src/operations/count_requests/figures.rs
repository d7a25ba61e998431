//! What may be published of a count: no figure tells of fewer than five cases, and none can be computed from others.
//!
//! 1. Only years that are over are counted, so that no figure ever changes and nobody learns by comparing two days what
//!    came in between. (Where everything is for training, the present year is counted too.)
//! 2. A year has two blocks, one for each side; nothing is added up across blocks. A block of fewer than five cases says
//!    so, and nothing else.
//! 3. In a table, whatever counts fewer than five cases is shown only in the row `rest`. The rest takes the smallest row
//!    that remains, until it has five cases; where that is not enough, there is no table.
//! 4. Every figure is rounded down to a multiple of five, totals as well: it stands for a range. So a total minus the rows
//!    leaves no exact number.
//! 5. A row counts cases, and a case once. A median is told of five cases or more, in whole days.
//!
//! What two States publish of each other is not held against each other here.
//!
//! Source: safeguard SG-37 (Manifesto 7(b)). The threshold and the rule are our own choice.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// No figure tells of fewer cases.
pub const FEWEST: usize = 5;

/// A figure: at least so many, and at most so many, cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CaseRange)]
pub struct Range {
    /// At least so many.
    pub from: usize,
    /// At most so many.
    pub to: usize,
}

impl Range {
    /// The range in which so many lie.
    #[must_use]
    pub fn of(cases: usize) -> Self {
        let from = cases - cases % FEWEST;
        Self { from, to: from + FEWEST - 1 }
    }

    /// Whether nothing more is said than that there are fewer than five, or none.
    #[must_use]
    pub fn is_few(self) -> bool {
        self.from == 0
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_few() { write!(f, "fewer than {FEWEST}") } else { write!(f, "{} to {}", self.from, self.to) }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CountedRow)]
pub struct Row {
    /// What is counted: a measure, a State, an outcome.
    pub name: String,
    /// How many cases.
    pub cases: Range,
}

/// A table of one block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CountedTable)]
pub struct Table {
    /// Rows of five cases or more, the most first.
    pub rows: Vec<Row>,
    /// All others together; none where there are no others, or too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<Range>,
    /// Whether there are fewer than five cases in all, or none, so that nothing is shown.
    pub withheld: bool,
}

impl Table {
    /// A table of what each name counts; a case is known by its number, and may stand in several rows.
    pub(super) fn of(cells: &BTreeMap<String, BTreeSet<usize>>) -> Self {
        let mut shown: Vec<(&String, &BTreeSet<usize>)> = cells.iter().filter(|(_, cases)| !cases.is_empty()).collect();
        // The same order whoever counts: by cases, then by name.
        shown.sort_by(|(a, x), (b, y)| y.len().cmp(&x.len()).then(a.cmp(b)));
        let few = shown.iter().position(|(_, cases)| cases.len() < FEWEST).unwrap_or(shown.len());
        let mut rest: BTreeSet<usize> = shown.drain(few..).flat_map(|(_, cases)| cases).copied().collect();
        let hidden = !rest.is_empty();
        while hidden && rest.len() < FEWEST {
            let Some((_, cases)) = shown.pop() else { break };
            rest.extend(cases);
        }
        // None at all is not told apart from a few.
        if shown.is_empty() && rest.len() < FEWEST {
            return Self { withheld: true, ..Self::default() };
        }
        let rows = shown.iter().map(|(name, cases)| Row { name: (*name).clone(), cases: Range::of(cases.len()) });
        Self { rows: rows.collect(), rest: hidden.then(|| Range::of(rest.len())), withheld: false }
    }
}

/// The median of whole days, the lower of two; none of fewer than five cases.
pub(super) fn median(mut days: Vec<i64>) -> Option<i64> {
    days.sort_unstable();
    let middle = days.len().checked_sub(1)? / 2;
    days.get(middle).copied().filter(|_| days.len() >= FEWEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(counts: &[usize]) -> BTreeMap<String, BTreeSet<usize>> {
        let mut next = 0;
        let mut cell = |count: usize| {
            next += count;
            (next - count..next).collect()
        };
        counts.iter().enumerate().map(|(name, count)| (format!("m{name}"), cell(*count))).collect()
    }

    /// Every way in which a reader could fill the cells, given all that is published: a cell counts what its row says, or
    /// less than five, or was taken into the rest.
    fn ways(published: &Table, total: Range, names: usize) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for _ in 0..names {
            all = all
                .iter()
                .flat_map(|way| (0..=12).map(|count| [way.as_slice(), &[count]].concat()))
                .filter(|way: &Vec<usize>| way.iter().sum::<usize>() <= total.to)
                .collect();
        }
        all.retain(|way| Range::of(way.iter().sum()) == total && Table::of(&cells(way)) == *published);
        all
    }

    #[test]
    fn what_counts_fewer_than_five_is_told_by_no_row_and_by_no_difference() {
        for counts in [[9, 5, 4], [5, 5, 1], [12, 4, 4], [7, 1, 0], [5, 4, 4], [9, 9, 2], [10, 5, 3], [6, 3, 1]] {
            let published = Table::of(&cells(&counts));
            let possible = ways(&published, Range::of(counts.iter().sum()), counts.len());

            for (cell, count) in counts.iter().enumerate().filter(|(_, count)| (1..FEWEST).contains(*count)) {
                let told: BTreeSet<usize> = possible.iter().map(|way| way[cell]).collect();
                assert!(told.len() > 1, "{counts:?}: cell {cell} must be {count}, as {published:?} tells");
            }
        }
    }

    #[test]
    fn the_rest_takes_a_row_in_until_it_tells_of_five() {
        let table = Table::of(&cells(&[12, 6, 2]));

        assert_eq!(table.rows, [Row { name: "m0".to_owned(), cases: Range { from: 10, to: 14 } }]);
        assert_eq!(table.rest, Some(Range { from: 5, to: 9 }));
        assert!(Table::of(&cells(&[3, 1])).withheld);
        assert_eq!(Table::of(&cells(&[3, 3])).rest, Some(Range { from: 5, to: 9 }));
    }

    #[test]
    fn a_median_is_told_of_five_or_more() {
        assert_eq!(median(vec![9, 1, 2, 3]), None);
        assert_eq!(median(vec![9, 1, 2, 3, 30]), Some(3));
        assert_eq!(median(Vec::new()), None);
    }

    proptest! {
        #[test]
        fn every_figure_tells_of_five_cases_or_more(counts in prop::collection::vec(0..20usize, 0..8)) {
            let table = Table::of(&cells(&counts));

            for figure in table.rows.iter().map(|row| row.cases).chain(table.rest) {
                prop_assert!(figure.from >= FEWEST && figure.from % FEWEST == 0 && figure.to == figure.from + 4);
            }
            prop_assert_eq!(table.withheld, counts.iter().sum::<usize>() < FEWEST);
        }
    }
}
