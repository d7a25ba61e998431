//! Two officials at once: exactly one order of events has happened, nothing acknowledged is lost, the log replays.

use std::collections::BTreeSet;
use std::sync::Arc;

use comity::domain::gate::Gate;
use comity::domain::role::Role;
use comity::engine::command::Question;
use comity::operations::change_roles::{self, Granted};
use comity::operations::{OperationError, answer_safeguard, draft_request, take_transition};
use tokio::sync::Barrier;

use super::desk::{Desk, answering, new_request, taking};

/// Rounds of a race: each begins at a barrier, on the same request or a new one.
const ROUNDS: usize = 12;

#[test]
fn the_same_transition_is_taken_once() {
    Desk::each(async |desk| {
        // Two processes on one database, as two machines would be.
        let apps = [desk.app.clone(), desk.another_process().await];
        for _ in 0..3 {
            let reference = desk.ready("expedited_preservation").await;
            let barrier = Arc::new(Barrier::new(6));
            let racing: Vec<_> = (0..6)
                .map(|number| {
                    let (app, official) = (apps[number % 2].clone(), desk.official("cora").clone());
                    let (reference, barrier) = (reference.clone(), Arc::clone(&barrier));
                    tokio::spawn(async move {
                        barrier.wait().await;
                        take_transition::run(&app, &official, &reference, taking("authorise")).await
                    })
                })
                .collect();
            let mut taken = 0;
            for ended in racing {
                match ended.await.unwrap() {
                    Ok(_) => taken += 1,
                    // Nobody edited anything: acts that share a commit do not take each other for tampering.
                    Err(error) => assert!(matches!(&error, OperationError::Refused(_)), "{error}"),
                }
            }
            assert_eq!(taken, 1);
            assert_eq!(desk.view(&reference).await.stage, "authorised");
        }
        desk.is_intact().await;
    });
}

#[test]
fn an_answer_withdrawn_while_the_gate_is_passed_comes_before_or_after_it() {
    Desk::each(async |desk| {
        let apps = [desk.app.clone(), desk.another_process().await];
        let reference = desk.ready("expedited_preservation").await;
        let mut orders = BTreeSet::new();
        for round in 0..ROUNDS {
            let answers = desk.view(&reference).await.standing.answers;
            // One of `carl`'s: nobody takes back what somebody else has answered.
            let answer = answers
                .into_iter()
                .find(|answer| answer.gate == Gate::Authorisation && answer.role == Role::CentralAuthority)
                .unwrap();
            let question = Question { safeguard: answer.safeguard, gate: answer.gate, holding: None };
            let barrier = Arc::new(Barrier::new(2));
            let withdrawing = {
                let (app, official, reference) =
                    (apps[round % 2].clone(), desk.official("carl").clone(), reference.clone());
                let barrier = Arc::clone(&barrier);
                tokio::spawn(async move {
                    barrier.wait().await;
                    answer_safeguard::withdraw(&app, &official, &reference, question, Some("Read again.".to_owned()))
                        .await
                })
            };
            let taking_it = {
                let (app, official, reference) =
                    (apps[(round + 1) % 2].clone(), desk.official("cora").clone(), reference.clone());
                let barrier = Arc::clone(&barrier);
                tokio::spawn(async move {
                    barrier.wait().await;
                    take_transition::run(&app, &official, &reference, taking("authorise")).await
                })
            };
            let (withdrawn, taken) = (withdrawing.await.unwrap(), taking_it.await.unwrap());

            match (&withdrawn, &taken) {
                // Withdrawn first: the gate was shut. Afterwards: it had been passed with the answer in place.
                (Ok(withdrawn), Err(OperationError::Refused(refusal))) => {
                    assert_eq!(refusal.code(), "safeguards-open", "{refusal}");
                    orders.insert(("before", withdrawn.stage.clone()));
                }
                (Ok(withdrawn), Ok(taken)) => {
                    assert!(
                        taken.cseq < withdrawn.cseq,
                        "withdrawn before the gate was passed, and passed all the same"
                    );
                    orders.insert(("after", withdrawn.stage.clone()));
                    desk.take("cora", &reference, "revise").await.unwrap();
                    desk.take("anna", &reference, "submit").await.unwrap();
                }
                (Err(refused), Ok(_)) => {
                    assert!(refused.is_refusal(), "{refused}");
                    orders.insert(("never", String::new()));
                    desk.take("cora", &reference, "revise").await.unwrap();
                    desk.take("anna", &reference, "submit").await.unwrap();
                }
                other => panic!("{other:?}"),
            }
            desk.clear(&reference, Gate::Authorisation, "carl").await;
        }
        assert!(orders.iter().any(|(order, _)| *order != "never"), "nothing was ever taken back: {orders:?}");
        desk.is_intact().await;
    });
}

#[test]
fn two_answers_at_once_are_both_in_the_log_and_the_later_one_stands() {
    Desk::each(async |desk| {
        let apps = [desk.app.clone(), desk.another_process().await];
        let reference = desk.submitted("expedited_preservation").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await;
        let asked = asked.into_iter().find(|asked| asked.answered_by.contains(&Role::CentralAuthority)).unwrap();
        for _ in 0..ROUNDS {
            let barrier = Arc::new(Barrier::new(2));
            let racing = ["carl", "cora"].map(|name| {
                let (app, official) = (apps[usize::from(name == "cora")].clone(), desk.official(name).clone());
                let (reference, barrier, answer) = (reference.clone(), Arc::clone(&barrier), answering(&asked, "met"));
                tokio::spawn(async move {
                    barrier.wait().await;
                    answer_safeguard::run(&app, &official, &reference, answer).await
                })
            });
            let mut given = Vec::new();
            for ended in racing {
                match ended.await.unwrap() {
                    Ok(acted) => given.push(acted.cseq),
                    Err(error) => assert!(error.is_refusal(), "{error}"),
                }
            }
            assert!(!given.is_empty());
            assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len());
        }
        desk.is_intact().await;
    });
}

#[test]
fn drafts_at_once_have_references_of_their_own_and_32_callers_all_succeed() {
    Desk::each(async |desk| {
        let apps = [desk.app.clone(), desk.another_process().await];
        let drafting: Vec<_> = (0..32)
            .map(|number| {
                let (app, official) = (apps[number % 2].clone(), desk.official("anna").clone());
                tokio::spawn(
                    async move { draft_request::run(&app, &official, new_request("expedited_preservation")).await },
                )
            })
            .collect();
        let mut references = Vec::new();
        for drafted in drafting {
            references.push(drafted.await.unwrap().unwrap().reference);
        }
        assert_eq!(references.iter().collect::<BTreeSet<_>>().len(), 32);

        let submitting: Vec<_> = references
            .iter()
            .enumerate()
            .map(|(number, reference)| {
                let (app, official, reference) =
                    (apps[number % 2].clone(), desk.official("anna").clone(), reference.clone());
                tokio::spawn(async move { take_transition::run(&app, &official, &reference, taking("submit")).await })
            })
            .collect();
        for submitted in submitting {
            assert_eq!(submitted.await.unwrap().unwrap().stage, "review");
        }
        desk.is_intact().await;
    });
}

#[test]
fn two_administrators_who_grant_at_once_do_not_grant_past_each_other() {
    Desk::each(async |desk| {
        let (admin, new) = (desk.official("admin").clone(), "zoe".parse().unwrap());
        let added = comity::operations::add_official::run(
            &desk.app,
            &admin,
            comity::operations::add_official::NewOfficial {
                sign_in: new,
                name: "Zoe".to_owned(),
                roles: vec![Role::Administrator],
            },
        );
        let zoe = super::template::enter(&desk.app, "zoe", &added.await.unwrap().one_time_password).await;
        let barrier = Arc::new(Barrier::new(2));
        let racing = [admin.clone(), zoe.clone()].map(|granting| {
            let (app, barrier) = (desk.app.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                barrier.wait().await;
                change_roles::grant(&app, &granting, &"pia".parse().unwrap(), Role::CentralAuthority).await
            })
        });
        let mut granted = Vec::new();
        for ended in racing {
            granted.push(ended.await.unwrap());
        }
        let waits = granted.iter().filter(|granted| matches!(granted, Ok(Granted::Waits))).count();
        let refused =
            granted.iter().filter(|granted| matches!(granted, Err(OperationError::SecondAdministrator(_)))).count();
        assert_eq!((waits, refused), (1, 1), "{granted:?}");

        // Each revokes the other: one of them remains.
        let racing = [(admin.clone(), "zoe"), (zoe.clone(), "admin")].map(|(revoking, whose)| {
            let (app, barrier) = (desk.app.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                barrier.wait().await;
                change_roles::revoke(&app, &revoking, &whose.parse().unwrap(), Role::Administrator).await
            })
        });
        let mut revoked = 0;
        for ended in racing {
            revoked += usize::from(ended.await.unwrap().is_ok());
        }
        assert_eq!(revoked, 1);
        desk.is_intact().await;
    });
}
