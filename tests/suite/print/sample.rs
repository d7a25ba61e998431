//! Facts of letters: a request about a blackmailed child, and its refusal in part.

use comity::domain::envelope::{NamedDocument, Wording};
use comity::domain::ids::Digest;
use comity::domain::in_force::NotInForce;
use comity::operations::print_request::Language;
use comity::operations::print_request::content::draw;
use comity::operations::print_request::letter::{
    Body, ConditionStated, ConsultationHeld, Correspondent, DecidedItem, GroundStated, LegalBasis, LetterFacts,
    LetterState, RefusalFacts,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const PRODUCTION: &str = include_str!("../../../schemas/content/production.schema.json");

pub(crate) fn request(language: Language) -> LetterFacts {
    let wording = Wording {
        nonce: "00112233445566778899aabbccddeeff".to_owned(),
        about: None,
        content: content(),
        documents: vec![document("order & annex.pdf")],
    };
    let canonical = serde_json_canonicalizer::to_string(&wording).unwrap();
    LetterFacts {
        language,
        state: LetterState::Cleared,
        training: true,
        sender: correspondent("Norvania", "XN-2027-000001"),
        recipient: Correspondent {
            authority: None,
            reference: None,
            registry_number: None,
            ..correspondent("Sudaria", "XS-1")
        },
        reference: "XN-2027-000001".parse().unwrap(),
        dated: "2027-02-01".parse().unwrap(),
        title: "Messages of one account".to_owned(),
        measure: language.of("Production of stored data", "Production de données stockées").to_owned(),
        instrument: LegalBasis {
            title: "United Nations Convention against Cybercrime (UNCC)".to_owned(),
            not_in_force: Some(NotInForce::Training),
            citations: vec!["UNCC 27".to_owned(), "UNCC 40(3)(d)".to_owned(), "UNCC 44(1)".to_owned()],
        },
        body: Body::Request(draw(PRODUCTION, &wording.content, language).unwrap()),
        documents: wording.documents,
        digest: Digest::from_bytes(&Sha256::digest(canonical.as_bytes()).into()),
        canonical,
    }
}

pub(crate) fn refusal(language: Language) -> LetterFacts {
    let item = |item: &str, description: &str, ground: Option<&str>| DecidedItem {
        item: item.parse().unwrap(),
        description: Some(description.to_owned()),
        ground: ground.map(|code| code.parse().unwrap()),
    };
    let ground = |code: &str, title: &str, article: &str, consult| GroundStated {
        code: code.parse().unwrap(),
        title: title.to_owned(),
        articles: vec![(article.to_owned(), "In short".to_owned())],
        booked_under: Vec::new(),
        consult,
    };
    let asked = request(language);
    let body = RefusalFacts {
        request: "Request for production of stored data".to_owned(),
        request_dated: Some("2027-02-01".parse().unwrap()),
        request_digest: Some(asked.digest.clone()),
        request_language: "en".to_owned(),
        refused: vec![item("2", "Contacts of the account", Some("RF-05")), item("3", "Drafts", Some("RF-08"))],
        granted: vec![item("1", "Messages of three weeks", None)],
        grounds: vec![
            ground("RF-05", "Essential interests", "UNCC 40(21)(b)", true),
            ground("RF-08", "Persecution", "UNCC 40(22)", false),
        ],
        conditions: vec![ConditionStated {
            code: "CD-03".parse().unwrap(),
            title: "Use limited to the stated proceedings".to_owned(),
            words: "Only in the case DP 27/114.".to_owned(),
            articles: vec!["UNCC 40(19)".to_owned()],
        }],
        reasons: "The contacts include a journalist.\nTheir sources are protected.".to_owned(),
        beside: Some("We remain ready to talk.".to_owned()),
        consultation: ConsultationHeld {
            grounds: vec!["RF-05".parse().unwrap()],
            concluded: Some(true),
            exchanges: vec![("2027-02-10".parse().unwrap(), "Sudaria".to_owned(), "Consultation".to_owned())],
        },
    };
    LetterFacts {
        sender: correspondent("Sudaria", "XS-2027-000007"),
        recipient: Correspondent {
            authority: None,
            registry_number: None,
            ..correspondent("Norvania", "XN-2027-000001")
        },
        reference: "XS-2027-000007".parse().unwrap(),
        dated: "2027-03-01".parse().unwrap(),
        body: Body::Refusal(Box::new(body)),
        ..asked
    }
}

pub(crate) fn content() -> Value {
    json!({
        "requesting_authority": "Central Authority of Norvania",
        "conducting_authority": { "name": "District Prosecutor", "functions": "Directs the investigation" },
        "proceeding": { "subject": "Blackmail of a child", "nature": "Criminal investigation", "reference": "DP 27/114" },
        "offence": { "provision": "Penal Code, section 266", "max_penalty_years": 10, "scope_code": "S-B", "convention_article": "15" },
        "facts": "An unknown person threatens a child.\nThe threats go on.",
        "assistance_sought": "Production of the messages named below.",
        "purpose": "Proof of authorship.",
        "persons": [{ "name": "nightjar-7", "role": "account_holder", "child": "unknown" }],
        "items": [
            { "item": "1", "description": "Messages of three weeks", "category": "content", "account": "nightjar-7" },
            { "item": "2", "description": "Contacts of the account", "category": "traffic" },
        ],
        "period": { "from": "2026-12-01", "to": "2027-01-01" },
        "specified_data": "Stored messages of the account nightjar-7",
        "relation_to_offence": "The threats were sent from this account.",
        "dual_criminality_statement": "Coercion is an offence in Sudaria too.",
        "confidentiality": { "needed": true, "until": "2027-07-01", "reason": "The author would delete what is left." },
        "language": "en",
    })
}

pub(crate) fn correspondent(state: &str, reference: &str) -> Correspondent {
    Correspondent {
        state: state.to_owned(),
        authority: Some(format!("Central authority of {state}")),
        reference: Some(reference.parse().unwrap()),
        registry_number: Some("REG 27/0042".to_owned()),
    }
}

pub(crate) fn document(name: &str) -> NamedDocument {
    NamedDocument {
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        language: "en".to_owned(),
        sha256: Digest::from_bytes(&Sha256::digest(name.as_bytes()).into()),
        size: 48_123,
    }
}
