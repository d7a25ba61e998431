//! Clocks: what starts, stops and pauses when a transition is taken.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::ids::{DeadlineName, StageName};
use crate::domain::request::RunningClock;
use crate::domain::time;

use super::procedure::{Part, Transition, Trigger};

/// Moves the clocks of one part as a transition into `to` demands: stops, starts, and pauses that follow the stage.
pub(super) fn turn(
    clocks: &mut BTreeMap<DeadlineName, RunningClock>,
    part: &Part,
    transition: &Transition,
    to: &StageName,
    now: Timestamp,
) {
    for name in &transition.stops {
        clocks.remove(name);
    }
    for name in &transition.starts {
        if let Some(deadline) = part.deadline(name) {
            let due_at = time::hours_after(now, deadline.hours());
            clocks.insert(name.clone(), RunningClock { started_at: now, due_at, paused_at: None, alerted: false });
        }
    }
    for (name, clock) in clocks.iter_mut() {
        let pauses = part.deadline(name).is_some_and(|deadline| deadline.paused_in.contains(to));
        match clock.paused_at {
            None if pauses => clock.paused_at = Some(now),
            Some(since) if !pauses => {
                // What was left when it was paused is left again.
                clock.due_at = clock.due_at.checked_add(now.duration_since(since)).unwrap_or(clock.due_at);
                clock.paused_at = None;
            }
            _ => {}
        }
        // Its time may have run out where nothing could be moved: here it can.
        clock.alerted &= !part.leaving(to).any(|leaving| leaving.trigger() == Some(Trigger::Clock(name)));
    }
    // An end leaves nothing to wait for.
    if part.stage(to).is_some_and(|stage| stage.ends) {
        clocks.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::procedure::Part;

    fn part() -> Part {
        toml::from_str(
            r#"
            start = "work"
            [[stage]]
            name = "work"
            title = { en = "Work" }
            phase = "examination"
            [[stage]]
            name = "asked"
            title = { en = "Asked for more" }
            phase = "examination"
            [[deadline]]
            name = "reply"
            due_in_days = 30
            at_expiry = "alert"
            paused_in = ["asked"]
            source = ["POLICY SLA"]
            [[transition]]
            name = "begin"
            from = ["asked"]
            to = "work"
            by = ["central_authority"]
            starts = ["reply"]
            source = ["POLICY SLA"]
            [[transition]]
            name = "ask"
            from = ["work"]
            to = "asked"
            by = ["central_authority"]
            source = ["POLICY SLA"]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn a_pause_moves_the_due_time_by_its_length() {
        let part = part();
        let mut clocks = BTreeMap::new();
        let begin: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let day = |n: i64| time::hours_after(begin, 24 * n);
        let (to_work, to_asked) = (part.transitions[0].clone(), part.transitions[1].clone());

        turn(&mut clocks, &part, &to_work, &to_work.to, begin);
        turn(&mut clocks, &part, &to_asked, &to_asked.to, day(10));
        let resume = Transition { starts: vec![], ..to_work };
        turn(&mut clocks, &part, &resume, &resume.to, day(15));

        let clock = clocks.values().next().unwrap();
        assert_eq!(clock.due_at, day(35));
        assert_eq!(clock.paused_at, None);
    }
}
