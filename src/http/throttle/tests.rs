//! Attacks on the throttle: guessing faster, and keeping the right official out.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

const START: &str = "2027-03-02T08:00:00Z";
const HOME: &str = "192.0.2.1";
const OFFICE: &str = "198.51.100.7";

fn start() -> Timestamp {
    START.parse().unwrap()
}

fn at(seconds: f64) -> Timestamp {
    start() + SignedDuration::try_from_secs_f64(seconds).unwrap()
}

fn pair(address: &str, name: &str) -> Pair {
    Pair::of(address.parse().unwrap(), &name.parse().unwrap())
}

/// Begins an attempt where no other of its pair is being checked.
fn begin(counts: &mut Counts, pair: &Pair, now: Timestamp) -> Result<bool, u64> {
    counts.begin(pair, now).map_err(|held| match held {
        Held::Seconds(seconds) => seconds,
        Held::UntilOthersEnd => panic!("nobody else is at it"),
    })
}

/// One attempt with a wrong password.
fn wrong(counts: &mut Counts, pair: &Pair, now: Timestamp) -> Result<bool, u64> {
    let begun = begin(counts, pair, now)?;
    counts.end(pair, Outcome::Wrong, now);
    Ok(begun)
}

/// One attempt with the right password.
fn right(counts: &mut Counts, pair: &Pair, now: Timestamp) -> Result<bool, u64> {
    let begun = begin(counts, pair, now)?;
    counts.end(pair, Outcome::Right, now);
    Ok(begun)
}

#[test]
fn after_five_wrong_ones_a_pair_waits_and_each_further_one_doubles_it_up_to_thirty_seconds() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    let mut now = start();
    for _ in 0..FREE {
        assert_eq!(wrong(&mut counts, &carl, now), Ok(false));
    }
    for seconds in [1, 2, 4, 8, 16, 30, 30, 30] {
        assert_eq!(wrong(&mut counts, &carl, now), Err(seconds));
        now += SignedDuration::from_secs(i64::try_from(seconds).unwrap());
        assert_eq!(wrong(&mut counts, &carl, now), Ok(false));
    }
    now += SignedDuration::from_secs(30);
    assert_eq!(right(&mut counts, &carl, now), Ok(false));

    for _ in 0..FREE {
        assert_eq!(wrong(&mut counts, &carl, now), Ok(true));
    }
    assert_eq!(wrong(&mut counts, &carl, now), Err(1));
}

#[test]
fn asking_during_the_wait_does_not_lengthen_it() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    let mut now = start();
    for _ in 0..FREE + 6 {
        while let Err(seconds) = wrong(&mut counts, &carl, now) {
            now += SignedDuration::from_secs(i64::try_from(seconds).unwrap());
        }
    }
    for tenth in 0..300 {
        let asked = wrong(&mut counts, &carl, now + SignedDuration::from_millis(tenth * 100));
        assert!(asked.is_err(), "{tenth}");
    }

    assert_eq!(right(&mut counts, &carl, now + SignedDuration::from_secs(30)), Ok(false));
}

#[test]
fn a_thousand_at_once_are_no_more_than_five() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));

    let through = (0..1000).filter(|_| counts.begin(&carl, start()).is_ok()).count();

    assert_eq!(through, FREE as usize);
}

#[test]
fn an_hour_of_guessing_comes_to_few_guesses() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    let tries = |counts: &mut Counts, of: &dyn Fn(u32) -> Pair| {
        (0..36_000).filter(|tenth| wrong(counts, &of(*tenth), at(f64::from(*tenth) / 10.0)).is_ok()).count()
    };

    let at_one = tries(&mut counts, &|_| carl.clone());
    let sprayed = tries(&mut Counts::default(), &|tenth| pair(HOME, &format!("name{tenth}")));

    // Five, five more while the wait grows, then two a minute; and a hundred, then one a second.
    assert!(at_one <= 130, "{at_one}");
    assert!((3600..=3701).contains(&sprayed), "{sprayed}");
}

#[test]
fn what_was_not_checked_is_not_counted() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    for _ in 0..1000 {
        counts.begin(&carl, start()).unwrap();
        counts.end(&carl, Outcome::Unchecked, start());
    }

    assert_eq!(right(&mut counts, &carl, start()), Ok(false));
}

#[test]
fn a_pair_that_was_left_alone_begins_anew() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    for _ in 0..FREE {
        wrong(&mut counts, &carl, start()).unwrap();
    }
    assert_eq!(wrong(&mut counts, &carl, start()), Err(1));

    for _ in 0..FREE {
        assert_eq!(wrong(&mut counts, &carl, at(15.0 * 60.0)), Ok(false));
    }
}

#[test]
fn an_address_of_ipv6_is_its_network_and_one_of_ipv4_is_itself() {
    assert_eq!(pair("2001:db8:1:2:3:4:5:6", "carl"), pair("2001:db8:1:2::1", "carl"));
    assert_ne!(pair("2001:db8:1:2::1", "carl"), pair("2001:db8:1:3::1", "carl"));
    assert_eq!(pair("::ffff:192.0.2.1", "carl"), pair("192.0.2.1", "carl"));
    assert_ne!(pair("192.0.2.1", "carl"), pair("192.0.2.2", "carl"));
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out() {
    let mut counts = Counts::default();
    let carl = pair(OFFICE, "carl");
    for _ in 0..FREE {
        wrong(&mut counts, &carl, at(7200.0)).unwrap();
    }
    for number in 0..ADDRESS_BURST {
        let _ = wrong(&mut counts, &pair(OFFICE, &format!("name{number}")), at(7200.0));
    }

    assert_eq!(right(&mut counts, &carl, start()), Ok(false));
    assert_eq!(right(&mut counts, &pair(OFFICE, "cora"), start()), Ok(false));
}

#[test]
fn strangers_without_end_are_forgotten_and_those_who_signed_in_are_not() {
    let mut counts = Counts::default();
    let carl = pair(OFFICE, "carl");
    right(&mut counts, &carl, start()).unwrap();
    for number in 0..30_000_u32 {
        let stranger = Pair { address: IpAddr::from(number.to_be_bytes()), name: "carl".parse().unwrap() };
        wrong(&mut counts, &stranger, start()).unwrap();
    }

    assert_eq!(counts.sizes(), [10_000, 10_000, 1]);
    assert_eq!(counts.begin(&carl, start()), Ok(true));
}

/// What strangers do: after a pause in milliseconds, from one of a few addresses, under one of a few names.
fn strangers() -> impl Strategy<Value = Vec<(u32, usize, usize)>> {
    proptest::collection::vec((0..400_u32, 0..4_usize, 0..12_usize), 1..1500)
}

/// Tries as told until the password is taken, while strangers go on; gives how long that took, in seconds.
fn time_to_enter(counts: &mut Counts, carl: &Pair, typos: u32, strangers: &[(u32, Pair)], begins_after: usize) -> f64 {
    let (mut now, mut tries_at, mut began) = (start(), None::<Timestamp>, start());
    let (mut typos, mut strangers) = (typos, strangers.iter().enumerate());
    loop {
        let next = strangers.next();
        let until = match next {
            Some((number, (pause, _))) => {
                let until = now + SignedDuration::from_millis(i64::from(*pause));
                if number == begins_after {
                    (tries_at, began) = (Some(now), now);
                }
                until
            }
            None => {
                if tries_at.is_none() {
                    (tries_at, began) = (Some(now), now);
                }
                now + SignedDuration::from_hours(24)
            }
        };
        while let Some(moment) = tries_at.filter(|moment| *moment <= until) {
            let tried = if typos > 0 { wrong(counts, carl, moment) } else { right(counts, carl, moment) };
            match tried {
                Ok(_) if typos == 0 => return moment.duration_since(began).as_secs_f64(),
                Ok(_) => {
                    typos -= 1;
                    // The time in which the last mistake was made is where the clock starts.
                    (tries_at, began) = (Some(moment), moment);
                }
                Err(seconds) => {
                    tries_at = Some(moment + SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
                }
            }
        }
        now = until;
        if let Some((_, (_, stranger))) = next {
            let _ = wrong(counts, stranger, now);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn from_an_address_of_their_own_an_official_gets_in_whatever_strangers_do(
        events in strangers(), typos in 0..12_u32, begins in 0..1500_usize,
    ) {
        let addresses = [HOME, "192.0.2.2", "2001:db8::1", "203.0.113.9"];
        let strangers: Vec<_> = events.iter().map(|(pause, address, name)| {
            // One name in twelve is the official's own.
            let name = if *name == 0 { "carl".to_owned() } else { format!("name{name}") };
            (*pause, pair(addresses[*address], &name))
        }).collect();

        let mut counts = Counts::default();
        let seconds = time_to_enter(&mut counts, &pair(OFFICE, "carl"), typos, &strangers, begins);

        prop_assert!(seconds <= 31.0, "{seconds}");
        if typos < FREE {
            prop_assert!(seconds <= 0.0, "{seconds}");
        }
    }

    #[test]
    fn whoever_signed_in_before_is_not_held_back_by_other_names_at_the_same_address(
        events in strangers(), typos in 0..12_u32, begins in 0..1500_usize,
    ) {
        let strangers: Vec<_> = events.iter().map(|(pause, address, name)| {
            (*pause / 8, pair(OFFICE, &format!("name{address}-{name}")))
        }).collect();

        let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
        right(&mut counts, &carl, start()).unwrap();
        let seconds = time_to_enter(&mut counts, &carl, typos, &strangers, begins);

        prop_assert!(seconds <= 31.0, "{seconds}");
        if typos < FREE {
            prop_assert!(seconds <= 0.0, "{seconds}");
        }
    }

    #[test]
    fn at_the_same_address_it_is_over_soon_after_the_strangers_have_gone(events in strangers(), known in any::<bool>()) {
        let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
        if known {
            right(&mut counts, &carl, start()).unwrap();
        }
        let mut now = start();
        for (pause, _, name) in &events {
            now += SignedDuration::from_millis(i64::from(*pause) / 8);
            let name = if *name < 3 { "carl".to_owned() } else { format!("name{name}") };
            let _ = wrong(&mut counts, &pair(OFFICE, &name), now);
        }

        prop_assert!(right(&mut counts, &carl, now + SignedDuration::from_secs(31)).is_ok());
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn no_more_are_checked_at_once_than_allowed_and_too_many_are_told_so() {
    runtime().block_on(async {
        let (throttle, clock) = (Throttle::new(2, 4), Clock::set_to(start()));
        let (now, most, go) =
            (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
        let mut asking = tokio::task::JoinSet::new();
        for number in 0..20_u8 {
            let (throttle, clock, now, most, go) =
                (throttle.clone(), clock.clone(), Arc::clone(&now), Arc::clone(&most), Arc::clone(&go));
            asking.spawn(async move {
                let work = async move {
                    let working = now.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(working, Ordering::SeqCst);
                    go.acquire().await.unwrap().forget();
                    now.fetch_sub(1, Ordering::SeqCst);
                    Err::<(), _>(OperationError::NotSignedIn)
                };
                let address = IpAddr::from([192, 0, 2, number]);
                throttle.guard(address, &"carl".parse().unwrap(), &clock, work).await
            });
        }

        // Two work and four wait; nobody has finished yet.
        for _ in 0..14 {
            let refused = asking.join_next().await.unwrap().unwrap();
            assert!(matches!(refused, Err(Throttled::Busy)), "{refused:?}");
        }
        go.add_permits(6);
        while let Some(answered) = asking.join_next().await {
            let answered = answered.unwrap();
            assert!(matches!(answered, Err(Throttled::Answered(OperationError::NotSignedIn))), "{answered:?}");
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    });
}

#[test]
fn a_full_house_turns_strangers_away_and_not_those_who_signed_in_before() {
    runtime().block_on(async {
        let (throttle, clock) = (Throttle::new(1, 1), Clock::set_to(start()));
        let (office, carl): (IpAddr, SignInName) = (OFFICE.parse().unwrap(), "carl".parse().unwrap());
        throttle.guard(office, &carl, &clock, async { Ok(()) }).await.unwrap();
        let mut guessing = Vec::new();
        for number in 0..2_u8 {
            let (throttle, clock, carl) = (throttle.clone(), clock.clone(), carl.clone());
            guessing.push(tokio::spawn(async move {
                let address = IpAddr::from([192, 0, 2, number]);
                throttle.guard(address, &carl, &clock, std::future::pending::<Result<(), _>>()).await
            }));
        }
        while throttle.0.strangers.free_places() > 0 {
            tokio::task::yield_now().await;
        }

        let stranger = throttle.guard(HOME.parse().unwrap(), &carl, &clock, async { Ok(()) }).await;
        assert!(matches!(stranger, Err(Throttled::Busy)), "{stranger:?}");
        throttle.guard(office, &carl, &clock, async { Ok(()) }).await.unwrap();
        guessing.iter().for_each(tokio::task::JoinHandle::abort);
    });
}

#[test]
fn going_away_does_not_make_a_guess_uncounted_nor_free_its_turn() {
    runtime().block_on(async {
        let (throttle, clock) = (Throttle::new(1, 9), Clock::set_to(start()));
        let (home, carl): (IpAddr, SignInName) = (HOME.parse().unwrap(), "carl".parse().unwrap());
        for _ in 0..FREE {
            let (begun, go) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
            let (begins, goes) = (Arc::clone(&begun), Arc::clone(&go));
            let work = async move {
                begins.notify_one();
                goes.notified().await;
                Err::<(), _>(OperationError::NotSignedIn)
            };
            let (throttle_too, clock, carl) = (throttle.clone(), clock.clone(), carl.clone());
            let asking = tokio::spawn(async move { throttle_too.guard(home, &carl, &clock, work).await });
            begun.notified().await;
            asking.abort();
            assert!(asking.await.is_err());
            assert_eq!(throttle.0.strangers.free_turns(), 0, "it is still being checked");
            go.notify_one();
            while throttle.0.strangers.free_turns() == 0 {
                tokio::task::yield_now().await;
            }
        }

        let refused = throttle.guard(home, &carl, &clock, async { Ok(()) }).await;

        assert!(matches!(refused, Err(Throttled::Wait { seconds: 1 })), "{refused:?}");
    });
}

#[test]
fn what_is_being_checked_holds_others_of_its_pair_back_and_nobody_else() {
    let (mut counts, carl) = (Counts::default(), pair(OFFICE, "carl"));
    for _ in 0..FREE {
        counts.begin(&carl, start()).unwrap();
    }

    assert_eq!(counts.begin(&carl, start()), Err(Held::UntilOthersEnd));
    assert_eq!(counts.begin(&pair(HOME, "carl"), start()), Ok(false));
    assert_eq!(counts.begin(&pair(OFFICE, "cora"), start()), Ok(false));
    counts.end(&carl, Outcome::Right, start());
    assert_eq!(counts.begin(&carl, start()), Ok(true));
    for _ in 0..FREE {
        counts.end(&carl, Outcome::Wrong, start());
    }
    assert_eq!(counts.begin(&carl, start()), Err(Held::Seconds(1)));
    // After that one at a time, however many ask.
    assert_eq!(counts.begin(&carl, at(1.0)), Ok(true));
    assert_eq!(counts.begin(&carl, at(100.0)), Err(Held::UntilOthersEnd));
    counts.end(&carl, Outcome::Wrong, at(100.0));
    assert_eq!(counts.begin(&carl, at(100.0)), Err(Held::Seconds(2)));
}

/// So many attempts of one pair at once, of which each is right or wrong; how many were let through, held back by a wait,
/// and turned away.
fn all_at_once(attempts: usize, waiting: usize, right: bool) -> [usize; 3] {
    runtime().block_on(async {
        let (throttle, clock) = (Throttle::new(2, waiting), Clock::set_to(start()));
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..attempts {
            let (throttle, clock) = (throttle.clone(), clock.clone());
            asking.spawn(async move {
                let work = async move {
                    tokio::task::yield_now().await;
                    if right { Ok(()) } else { Err(OperationError::NotSignedIn) }
                };
                throttle.guard(OFFICE.parse().unwrap(), &"carl".parse().unwrap(), &clock, work).await
            });
        }
        let mut counted = [0; 3];
        while let Some(answered) = asking.join_next().await {
            counted[match answered.unwrap() {
                Ok(()) | Err(Throttled::Answered(_)) => 0,
                Err(Throttled::Wait { .. }) => 1,
                Err(Throttled::Busy) => 2,
            }] += 1;
        }
        let (throttle, held) = (&throttle.0, waiting);
        assert_eq!(throttle.held.available_permits(), held, "every place is free again");
        counted
    })
}

#[test]
fn right_ones_at_once_are_all_let_in() {
    assert_eq!(all_at_once(8, 64, true), [8, 0, 0]);
    assert_eq!(all_at_once(60, 64, true), [60, 0, 0]);
}

#[test]
fn wrong_ones_at_once_are_five_and_nobody_waits_for_ever() {
    assert_eq!(all_at_once(60, 64, false), [5, 55, 0]);
}

#[test]
fn those_who_wait_for_others_of_their_pair_are_bounded() {
    runtime().block_on(async {
        let (throttle, clock) = (Throttle::new(9, 2), Clock::set_to(start()));
        let go = Arc::new(tokio::sync::Semaphore::new(0));
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..10 {
            let (throttle, clock, go) = (throttle.clone(), clock.clone(), Arc::clone(&go));
            asking.spawn(async move {
                let work = async move {
                    go.acquire().await.unwrap().forget();
                    Ok(())
                };
                throttle.guard(OFFICE.parse().unwrap(), &"carl".parse().unwrap(), &clock, work).await
            });
        }

        // Five are being checked, two wait for them.
        for _ in 0..3 {
            let refused = asking.join_next().await.unwrap().unwrap();
            assert!(matches!(refused, Err(Throttled::Busy)), "{refused:?}");
        }
        go.add_permits(7);
        while let Some(answered) = asking.join_next().await {
            answered.unwrap().unwrap();
        }
    });
}
