//! Every leaf that the program writes fits the schema: of whole cases, of the authority's own affairs, of what goes wrong.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use comity::domain::envelope::Envelope;
use comity::domain::erasure::ErasureBasis;
use comity::domain::ids::{Digest, RequestReference, SignInName};
use comity::domain::message::WhenLate;
use comity::domain::notice::{EmailAddress, NoticeKind};
use comity::domain::role::Role;
use comity::domain::safeguard::Profile;
use comity::domain::scope::Scope;
use comity::domain::terms::Carried;
use comity::operations::add_document::{self, NewDocument};
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::adopt_rulebook::{self, Proposal};
use comity::operations::agree::{self, NewAgreement};
use comity::operations::deputise::{self, NewDeputyship};
use comity::operations::file_person::{self, Who};
use comity::operations::issue_token::{self, NewToken};
use comity::operations::keep_log::{Keeper, Keeping};
use comity::operations::notices::{self, Wanted};
use comity::operations::receive_message::{self, Receipt};
use comity::operations::start_service::{self, RunsWith};
use comity::operations::take_transition::{self, TakeTransition};
use comity::operations::{
    App, Official, OperationError, Settings, assign_official, authenticate, back_up, begin_session, change_profile,
    change_roles, disclose_content, end_session, erase_content, erase_person, export_log, hold_content,
    import_requests, number_request, read_document, read_request, recuse_official, refill_log, revoke_credential,
    rotate_key, second_factor, send_messages, sign_in, verify_database,
};
use comity::operations::{calendar, list_credentials};
use serde_json::Value;
use sqlx::any::AnyConnectOptions;
use sqlx::{ConnectOptions, Row};
use strum::IntoEnumIterator;

use crate::attacks::keeping::{rebuild, rows_in};
use crate::operations::codes::enrol;
use crate::operations::template::Kind;

use super::entries::{types, validator};
use super::house::{House, played};

/// What everybody chooses here who is added later.
const PASSWORD: &str = "seven quiet lanterns";

#[test]
fn every_leaf_of_every_type_fits_the_schema_and_names_nobody() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();

    let leaves = runtime.block_on(async {
        let (north, south) = played(folder.path()).await;
        own_affairs(&north, folder.path()).await;
        let open = beside_the_rules(&south).await;
        out_of_turn(&north).await;
        strange_receipts(&north).await;
        for house in [&north, &south] {
            let report = verify_database::run(house.app()).await.unwrap();
            assert!(report.intact, "{:#?}", report.differences);
        }
        sealed(&south, &open).await;
        [north.leaves().await, south.leaves().await].concat()
    });

    let validator = validator();
    let names = names_of_people();
    for leaf in &leaves {
        let faults: Vec<String> =
            validator.iter_errors(leaf).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:#?} in {leaf:#}");
        let text = leaf.to_string().to_lowercase();
        let named = text.split(|letter: char| !letter.is_alphanumeric()).find(|word| names.contains(*word));
        assert_eq!(named, None, "{leaf:#}");
    }
    let written: BTreeSet<String> = leaves.iter().map(|leaf| leaf["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(super::difference("types that are written", &types(), &written), [""; 0]);
}

/// First names and family names of all who take part.
fn names_of_people() -> BTreeSet<String> {
    let cast = super::house::cast();
    let names = cast.values().flat_map(|people| people.keys()).map(|name| name.to_lowercase());
    let words: BTreeSet<String> =
        names.flat_map(|name| name.split(' ').map(ToOwned::to_owned).collect::<Vec<_>>()).collect();
    assert!(words.len() > 20, "{words:?}");
    words
}

/// What the keeper of the log leaves: the latest entries, a clock that was set, leaves that were lost and put back.
async fn kept(house: &House, folder: &Path) {
    let tiles = folder.join("tiles");
    let keeper = Keeper::new(Keeping { tiles: Some(tiles.clone()), ..Keeping::default() });
    keeper.round(house.app(), Duration::from_secs(1)).await.unwrap();
    let with = RunsWith {
        loopback: true,
        proxy: false,
        development: false,
        calls_by_address: 200,
        calls_by_official: 50,
        connections: 100,
        largest_document: 1 << 20,
        mail: false,
        tiles: true,
        heads_minutes: 10,
        witnesses: Some(comity::audit::hash::sha256(b"a policy")),
        time_stamps: 2,
        own_rules: false,
        telemetry: true,
    };
    start_service::run(house.app(), &with).await.unwrap();
    for _ in 0..25 {
        let refused =
            change_profile::run(house.app(), house.with(Role::CentralAuthority), Profile::Strict, "So it is quicker.")
                .await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");
    }
    house.settings.clock.advance(jiff::SignedDuration::from_mins(11));
    keeper.round(house.app(), Duration::from_secs(700)).await.unwrap();
    house.settings.clock.advance(jiff::SignedDuration::from_hours(2));
    keeper.round(house.app(), Duration::from_secs(701)).await.unwrap();
    sqlx::any::install_default_drivers();
    let mut by_hand = house.settings.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    let (rows, sealing) = (rows_in(&mut by_hand).await, house.app().storage.keys().entry_key());
    let less = rows.len() - 1;
    rebuild(&mut by_hand, Kind::Sqlite, &sealing, &rows[..less], less as u64).await;
    house.app().storage.compare_with_sidecar().await.unwrap();
    refill_log::run(house.app(), &tiles).await.unwrap();
}

/// People, roles, passwords, profile, exports, backups: what is no request's.
async fn own_affairs(house: &House, folder: &Path) {
    let (app, first) = (house.app(), &house.administrator().await);
    let official = house.with(Role::CentralAuthority);
    let name = SignInName::parse(official.sign_in.clone()).unwrap();
    let deputy = SignInName::parse("deputy").unwrap();
    let new = NewOfficial {
        sign_in: deputy.clone(),
        name: "Second Administrator".to_owned(),
        roles: vec![Role::Administrator],
    };
    let added = add_official::run(app, first, new).await.unwrap();
    sign_in::set_password(app, &deputy, &added.one_time_password, PASSWORD).await.unwrap();
    let second = &sign_in::run(app, &deputy, PASSWORD).await.unwrap();

    let begun = begin_session::run(app, &deputy, PASSWORD).await.unwrap();
    let caller = authenticate::run(app, begun.secret.reveal()).await.unwrap();
    let label = "Sync of Ines Duarte".to_owned();
    let wanted = NewToken { label, scopes: "read".parse().unwrap(), days: 30 };
    let token = issue_token::run(app, caller.with(Scope::Administer).unwrap(), wanted).await.unwrap();
    revoke_credential::run(app, first, &token.credential).await.unwrap();
    let (_, recovery) = enrol(app, caller.trying()).await;
    sign_in::with_code(app, &deputy, PASSWORD, &recovery[0]).await.unwrap();
    end_session::run(app, &caller).await.unwrap();
    enrol(app, official).await;
    second_factor::propose_reset(app, first, &name).await.unwrap();
    second_factor::confirm_reset(app, second, &name).await.unwrap();
    change_roles::grant(app, first, &name, Role::PointOfContact).await.unwrap();
    change_roles::confirm(app, second, &name, Role::PointOfContact).await.unwrap();
    change_roles::revoke(app, first, &name, Role::PointOfContact).await.unwrap();
    let new = NewAgreement {
        instrument: "UNCC".parse().unwrap(),
        state: "XE".parse().unwrap(),
        agreed_on: "2026-11-01".parse().unwrap(),
        title: "Exchange of notes with Ines Duarte".to_owned(),
    };
    let recorded = agree::record(app, first, new).await.unwrap().agreement;
    agree::confirm(app, second, &recorded).await.unwrap();
    agree::end(app, first, &recorded, "Asked for by Ines Duarte.").await.unwrap();
    let today = app.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let away = NewDeputyship {
        official: name.clone(),
        deputy: SignInName::parse(house.with(Role::RightsReviewer).sign_in.clone()).unwrap(),
        from: today,
        until: today,
    };
    let asked = deputise::ask(app, first, away).await.unwrap().deputyship;
    deputise::confirm(app, second, &asked).await.unwrap();
    deputise::end(app, first, &asked).await.unwrap();
    let wanted = Wanted {
        address: EmailAddress::parse("ines.duarte@ministry.example").unwrap(),
        language: "en".to_owned(),
        kinds: vec![NoticeKind::New],
    };
    notices::set(app, official, Some(wanted)).await.unwrap();
    calendar::make(app, official, "en").await.unwrap();
    let listed = list_credentials::run(app, official, None).await.unwrap();
    let calendar = listed.iter().find(|one| one.kind == "calendar" && one.counts).unwrap();
    revoke_credential::run(app, official, &calendar.credential.parse().unwrap()).await.unwrap();
    adoptions(house, (first, second)).await;
    kept(house, folder).await;
    erased(house, (first, second)).await;
    let refused = change_roles::grant(app, official, &name, Role::Administrator).await;
    assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");
    add_official::set_disabled(app, first, &deputy, true).await.unwrap();
    add_official::set_disabled(app, first, &deputy, false).await.unwrap();
    sign_in::reset_password(app, first, &deputy).await.unwrap();
    change_profile::run(app, first, Profile::Domestic, "Asked for by Daniel Okafor.").await.unwrap();
    change_profile::run(app, first, Profile::Strict, "Asked for by nobody.").await.unwrap();
    let key = rotate_key::hash_of(&app.storage.log_key().await.unwrap());
    rotate_key::rotate(app, first, &key).await.unwrap();
    rotate_key::retire(app, first, &key).await.unwrap();
    back_up::run(app, first, &folder.join("backup")).await.unwrap();
    let auditor = house.authority.auditor().unwrap();
    let request = house.newest().await;
    export_log::run(app, auditor, &export_log::wanted::Wanted::default(), &folder.join("whole.tar")).await.unwrap();
    export_log::run(app, auditor, &export_log::wanted::Wanted::of(request), &folder.join("request.tar")).await.unwrap();
}

/// Another rulebook is proposed, taken back, proposed again and confirmed; then that of the scenarios comes back.
async fn adoptions(house: &House, (first, second): (&Official, &Official)) {
    let app = house.app();
    let (higher, old) = (crate::operations::adoption::higher(), app.rulebooks().main.hash.clone());
    let settings = Settings { workflows: Some(higher.path().to_owned()), ..house.settings.clone() };
    let offering = App::open(&settings).await.unwrap();
    let new = offering.offered.main.hash.clone();
    let propose = async |app: &App, from: &Digest, to: &Digest| {
        let reason = "Asked for by Ines Duarte.".to_owned();
        let new = Proposal { rulebook: to.clone(), instead_of: Some(from.clone()), reason };
        adopt_rulebook::propose(app, first, new).await.unwrap().adoption
    };
    let regretted = propose(&offering, &old, &new).await;
    adopt_rulebook::take_back(&offering, second, &regretted).await.unwrap();
    for (from, to) in [(&old, &new), (&new, &old)] {
        let waits = propose(&offering, from, to).await;
        adopt_rulebook::confirm(&offering, second, &waits, true).await.unwrap();
    }
    offering.storage.close().await;
}

/// What is done to a request without moving it.
async fn beside_the_rules(house: &House) -> RequestReference {
    let (app, official) = (house.app(), house.with(Role::CentralAuthority));
    let request = house.newest().await;
    let reviewer = SignInName::parse(house.with(Role::RightsReviewer).sign_in.clone()).unwrap();
    let letter = |language: &str| NewDocument {
        name: "Letter of Ines Duarte.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        language: language.to_owned(),
        bytes: b"two lines".to_vec(),
    };

    let torn = house.with(Role::RightsReviewer);
    assign_official::run(app, official, &request, &SignInName::parse(torn.sign_in.clone()).unwrap()).await.unwrap();
    recuse_official::run(app, torn, &request, Some("Ines Duarte is a cousin.".to_owned())).await.unwrap();
    let standing = read_request::run(app, official, &request).await.unwrap().standing;
    let mark = standing.recused.keys().next().unwrap().clone();
    recuse_official::lift(app, official, &request, mark, Some("Not of that Ines Duarte.".to_owned())).await.unwrap();
    number_request::run(app, official, &request, "REG Ines 7").await.unwrap();
    let names = "direction,instrument,measure,counterpart,title,old_reference";
    let other = read_request::run(app, official, &request).await.unwrap().counterpart;
    let row = format!("outgoing,UNCC,expedited_preservation,{other},An old matter,Ines Duarte 7");
    let bytes = std::sync::Arc::new(format!("{names}\n{row}\n").into_bytes());
    let file = import_requests::Import { source: "Ines Duarte".to_owned(), bytes, papers: None };
    let report = import_requests::run(app, official, &file, &|_, _| {}).await.unwrap();
    assert!(report.lines.iter().all(|line| line.reference.is_some()), "{report:?}");
    assign_official::run(app, official, &request, &reviewer).await.unwrap();
    let id = add_document::run(app, official, &request, letter("pt-BR")).await.unwrap();
    read_document::run(app, official, &request, &id).await.unwrap();
    let auditor = house.authority.auditor().unwrap();
    let what = disclose_content::What::iter().collect();
    let why = "Asked for by Ines Duarte.";
    disclose_content::run(app, auditor, &request, &what, why).await.unwrap();
    disclose_content::document(app, auditor, &request, &id, why).await.unwrap();
    for refused in [
        disclose_content::run(app, official, &request, &what, why).await.map(|_| ()),
        disclose_content::run(app, auditor, &request, &what, " ").await.map(|_| ()),
        disclose_content::document(app, official, &request, &id, why).await.map(|_| ()),
    ] {
        assert!(refused.is_err());
    }
    for free_words in ["Ines Duarte", "", "EN", "en-"] {
        let refused = add_document::run(app, official, &request, letter(free_words)).await.unwrap_err();
        assert!(refused.to_string().contains("its language"), "{refused}");
    }
    request
}

/// A request is held, let go, and erased; an older copy of its key comes back.
async fn erased(house: &House, (first, second): (&Official, &Official)) {
    let app = house.app();
    let official = house.with(Role::DraftingOfficial);
    let new = comity::operations::draft_request::NewRequest {
        counterpart: "XS".parse().unwrap(),
        title: "Drafted by Ines Duarte".to_owned(),
        ..crate::operations::desk::new_request("expedited_preservation")
    };
    let request = comity::operations::draft_request::run(app, official, new).await.unwrap().reference;
    let give_up = TakeTransition {
        transition: "abandon".parse().unwrap(),
        holding: None,
        reason: Some("Asked for by Ines Duarte.".to_owned()),
    };
    take_transition::run(app, official, &request, give_up).await.unwrap();
    let hold = hold_content::set(app, first, &request, "Asked for by Ines Duarte.", None).await.unwrap();
    erase_content::propose(app, first, &request, ErasureBasis::DataSubject).await.unwrap_err();
    hold_content::lift(app, second, &request, &hold.hold).await.unwrap();
    erase_content::propose(app, first, &request, ErasureBasis::DataSubject).await.unwrap();
    erase_content::take_back(app, second, &request).await.unwrap();
    let filed = file_person::run(app, official, &request, Who::New("Ines Duarte".to_owned())).await.unwrap();
    let person = filed.person.parse().unwrap();
    file_person::run(app, official, &request, Who::Known(person)).await.unwrap_err();
    let person = filed.person.parse().unwrap();
    erase_person::propose(app, first, &person, ErasureBasis::Ordered).await.unwrap();
    let row = sqlx::query("SELECT id FROM assistance_request WHERE reference = $1")
        .bind(request.to_string())
        .fetch_one(&mut house.by_hand().await)
        .await
        .unwrap();
    let case: String = row.get("id");
    let key = house.settings.data.join("keys").join(&case[..2]).join(format!("{case}.key"));
    let copy = std::fs::read(&key).unwrap();
    erase_person::confirm(app, second, &person).await.unwrap();
    std::fs::write(&key, copy).unwrap();
    App::open(&house.settings).await.unwrap().storage.close().await;
    assert!(!key.exists());
}

/// Messages before their turn, and after everything is over.
async fn out_of_turn(house: &House) {
    let sql = "SELECT thread, counterpart, measure, standing FROM assistance_request
        WHERE procedure = 'preservation' AND side = 'requested' ORDER BY created_at";
    let row = sqlx::query(sql).fetch_one(&mut house.by_hand().await).await.unwrap();
    let text = |column: &str| row.get::<String, _>(column);
    let heard = serde_json::from_str::<Value>(&text("standing")).unwrap()["heard"].as_u64().unwrap();
    let late = async || -> Vec<Value> {
        house.leaves().await.into_iter().filter(|leaf| leaf["type"] == "message_late").collect()
    };
    let before = late().await.len();
    let mut states = Vec::new();
    for (id, number) in [("b", heard + 2), ("a", heard + 1)] {
        let envelope = Envelope {
            id: id.repeat(32).parse().unwrap(),
            thread: text("thread").parse().unwrap(),
            from: text("counterpart").parse().unwrap(),
            to: house.authority.state.clone(),
            reference: "XS-2027-000001".parse().unwrap(),
            instrument: "UNCC".parse().unwrap(),
            procedure: "preservation".parse().unwrap(),
            measure: text("measure").parse().unwrap(),
            title: "One matter".to_owned(),
            name: "withdrawn".parse().unwrap(),
            number,
            sent_at: house.app().clock.now(),
            carried: Carried::default(),
            wording: None,
            documents: Vec::new(),
            reason: None,
        };
        states.push(receive_message::run(house.app(), envelope).await.unwrap().state);
    }
    assert_eq!(states, ["held_back", "late"]);
    let late = late().await;
    assert_eq!(late.len(), before + 2, "the one that was held back follows");
    assert_eq!(late[before]["body"]["when_late"], WhenLate::Noted.to_string());
}

/// What another State writes into a receipt gets into the log as known words only.
async fn strange_receipts(house: &House) {
    let mut connection = house.by_hand().await;
    let sql =
        "SELECT id FROM message WHERE direction = 'out' AND state = 'handed_over' AND channel = 'comity' ORDER BY id";
    let id: String = sqlx::query(sql).fetch_one(&mut connection).await.unwrap().get("id");
    let state = async |state: &str| {
        let sql = format!("UPDATE message SET state = '{state}' WHERE id = '{id}'");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut house.by_hand().await).await.unwrap();
    };
    state("waiting").await;
    let before = house.leaves().await.len();

    for (said, leaf) in [("Ines Duarte has it", None), ("heard", Some("Ines Duarte".to_owned())), ("", None)] {
        let message = id.parse().unwrap();
        let reference = "XS-2027-000001".parse().unwrap();
        let receipt = Receipt { message, reference, state: said.to_owned(), leaf };
        let refused = send_messages::handed_over(house.app(), &receipt.message, &receipt).await;
        assert!(matches!(refused, Err(OperationError::Unusable { .. })), "{refused:?}");
    }

    assert_eq!(house.leaves().await.len(), before);
    state("handed_over").await;
}

/// A row edited by hand, into which somebody has written a name.
async fn sealed(house: &House, request: &RequestReference) {
    let sql = format!("UPDATE assistance_request SET stage = 'Ines Duarte' WHERE reference = '{request}'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut house.by_hand().await).await.unwrap();
    let official: &Official = house.with(Role::CentralAuthority);
    let wanted = TakeTransition { transition: "authorise".parse().unwrap(), holding: None, reason: None };

    let refused = take_transition::run(house.app(), official, request, wanted).await;

    assert!(matches!(refused, Err(OperationError::Sealed { .. })), "{refused:?}");
    let mut leaves = house.leaves().await;
    let refused = leaves.pop().unwrap();
    assert_eq!((&refused["type"], &refused["body"]["rule"]), (&"attempt_refused".into(), &"request-sealed".into()));
    let leaf = leaves.pop().unwrap();
    assert_eq!(
        (&leaf["type"], &leaf["body"]),
        (&"request_sealed".into(), &serde_json::json!({ "not_in_force": "training" }))
    );
    assert!(leaf["priv"]["because"].is_string(), "what differed is kept, sealed");
}
