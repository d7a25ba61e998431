//! Erasing and holding: who may, what stands in the way, and what everybody is told afterwards.

use comity::domain::erasure::ErasureBasis;
use comity::operations::{OperationError, erase_content, hold_content};
use jiff::SignedDuration;

use super::desk::Desk;

const BASIS: ErasureBasis = ErasureBasis::NoLongerNeeded;

#[test]
fn only_what_has_ended_is_erased() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;

        for basis in [BASIS, ErasureBasis::Ordered, ErasureBasis::Unlawful] {
            let refused = erase_content::propose(&desk.app, desk.official("admin"), &reference, basis).await;
            assert!(matches!(refused, Err(OperationError::NotEnded(_))), "{refused:?}");
        }
        desk.is_intact().await;
    });
}

#[test]
fn a_hold_keeps_content_until_somebody_else_lifts_it_or_its_day_is_over() {
    Desk::each(async |mut desk| {
        let reference = desk.draft("expedited_preservation").await;
        desk.take("anna", &reference, "abandon").await.unwrap();
        let (second, admin, app) = (desk.second().await, desk.official("admin").clone(), desk.app.clone());
        let hold = hold_content::set(&app, &admin, &reference, "Ordered by a court.", None).await.unwrap();

        let kept = erase_content::propose(&app, &second, &reference, BASIS).await;
        assert!(matches!(kept, Err(OperationError::OnHold { .. })), "{kept:?}");
        let alone = hold_content::lift(&app, &admin, &reference, &hold.hold).await;
        assert!(matches!(alone, Err(OperationError::SecondAdministrator(_))), "{alone:?}");
        hold_content::lift(&app, &second, &reference, &hold.hold).await.unwrap();

        let until = Some("2027-03-05".parse().unwrap());
        let dated = hold_content::set(&app, &second, &reference, "Until the hearing.", until).await.unwrap();
        assert_eq!(hold_content::list(&app, &admin, &reference).await.unwrap(), [dated]);
        erase_content::propose(&app, &admin, &reference, BASIS).await.unwrap_err();
        desk.clock.advance(SignedDuration::from_hours(24 * 10));
        let due = erase_content::due(&app, &admin, 5).await.unwrap();
        assert!(due.iter().any(|one| reference == one.reference && !one.held), "{due:?}");
        erase_content::propose(&app, &admin, &reference, BASIS).await.unwrap();
        assert_eq!(erase_content::list(&app, &second).await.unwrap(), [reference.to_string()]);
        erase_content::confirm(&app, &second, &reference).await.unwrap();
        let late = hold_content::set(&app, &admin, &reference, "Too late.", None).await;
        assert!(matches!(late, Err(OperationError::Erased { .. })), "{late:?}");
        desk.is_intact().await;
    });
}
