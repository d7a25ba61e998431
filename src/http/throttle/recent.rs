//! A map that remembers so many at most, and forgets first what was left alone longest.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

pub(super) struct Recent<K, V> {
    at_most: usize,
    values: HashMap<K, (u64, V)>,
    /// Keys by when they were last put.
    order: BTreeMap<u64, K>,
    next: u64,
}

impl<K: Clone + Eq + Hash, V> Recent<K, V> {
    pub(super) fn new(at_most: usize) -> Self {
        Self { at_most, values: HashMap::new(), order: BTreeMap::new(), next: 0 }
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key).map(|(_, value)| value)
    }

    pub(super) fn put(&mut self, key: &K, value: V) {
        let place = self.next;
        self.next += 1;
        if let Some((before, _)) = self.values.insert(key.clone(), (place, value)) {
            self.order.remove(&before);
        }
        self.order.insert(place, key.clone());
        if self.values.len() > self.at_most
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.values.remove(&oldest);
        }
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let (place, value) = self.values.remove(key)?;
        self.order.remove(&place);
        Some(value)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        assert_eq!(self.values.len(), self.order.len());
        self.values.len()
    }
}
