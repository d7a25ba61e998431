//! That the words of these tests mean what they say.

use comity::domain::gate::Gate;
use comity::domain::safeguard::SafeguardState;

use super::desk::Desk;

#[test]
fn a_request_of_every_measure_can_be_driven_until_it_is_sent() {
    Desk::each(async |desk| {
        for measure in ["expedited_preservation", "subscriber_information", "production", "search_and_seizure"] {
            let begun = std::time::Instant::now();
            let reference = desk.sent(measure).await;

            let view = desk.view(&reference).await;
            assert_eq!((view.stage.as_str(), view.missing.len()), ("sent", 0), "{measure}");
            assert!(
                desk.asked(&reference, Gate::Sending).await.iter().all(|asked| asked.state == SafeguardState::Cleared)
            );
            println!("{measure} {:?}", begun.elapsed());
        }
        desk.is_intact().await;
    });
}
