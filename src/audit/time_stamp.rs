//! Time stamps of checkpoints by other people's clocks (RFC 3161): the question, the answer, and whether it is good. Nothing
//! is asked about revocation: that needs a network, and `openssl ts` does it.

use std::time::Duration;

use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::cert::x509::attr::Attributes;
use cms::cert::x509::der::asn1::{AnyRef, Int, Null, ObjectIdentifier, OctetString};
use cms::cert::x509::der::{self, Decode, Encode, Reader, SliceReader, Tag, Tagged as _};
use cms::cert::x509::ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier};
use cms::cert::x509::spki::AlgorithmIdentifierOwned;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use thiserror::Error;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion};

/// No answer is longer, in bytes.
pub const LARGEST_ANSWER: usize = 1 << 16;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// The same as it is encoded.
const TIME_STAMPING_BYTES: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

/// Why an answer is no time stamp of what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unstamped {
    /// It cannot be read.
    #[error("it is no answer of a time-stamping authority: {0}")]
    Malformed(String),
    /// The authority says no.
    #[error("the authority has not stamped it")]
    Refused,
    /// It is a stamp of something else, or answers another question.
    #[error("it is a stamp of something else")]
    Another,
    /// Its signature is wrong, or made in a way that is not known here.
    #[error("its signature is wrong, or made in a way that is not known here")]
    Signature,
    /// Nobody whom the reader believes stands behind it.
    #[error(
        "it is by nobody in whom you believe: no certificate of yours leads to its own, or that is for other things"
    )]
    Stranger,
}

impl From<der::Error> for Unstamped {
    fn from(error: der::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// A stamp whose signature fits the certificate that it brings; whose certificate that is, [`Stamp::is_by`] asks.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// When, as the authority says.
    pub at: Timestamp,
    nonce: Option<Vec<u8>>,
    signer: Certificate,
    others: Vec<Certificate>,
}

/// Certificates of authorities that a reader believes: those that issue, not those that stamp.
#[derive(Debug, Clone, Default)]
pub struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// In words, where there is none, or one that no chain can end at.
    pub fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let read = read.map_err(|error| format!("its certificates cannot be read: {error}"))?;
        if read.is_empty() {
            return Err("there is no certificate in it: give those of the authority's issuer in PEM".to_owned());
        }
        for one in &read {
            anchor_from_trusted_cert(one).map_err(|error| format!("a certificate in it cannot be used: {error}"))?;
        }
        Ok(Self(read))
    }

    /// Certificates of several files together.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// Whether none is there.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Asks for a stamp of these bytes (RFC 3161 section 2.4.1). The nonce has to come back in the answer.
///
/// # Errors
/// Where it cannot be encoded.
pub fn question(stamped: &[u8], nonce: [u8; 16]) -> Result<Vec<u8>, Unstamped> {
    let algorithm = AlgorithmIdentifierOwned { oid: SHA_256, parameters: Some(Null.into()) };
    let hashed_message = OctetString::new(Sha256::digest(stamped).as_slice())?;
    let question = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: MessageImprint { hash_algorithm: algorithm, hashed_message },
        req_policy: None,
        nonce: Some(Int::new(&positive(nonce))?),
        cert_req: true,
        extensions: None,
    };
    Ok(question.to_der()?)
}

/// As a number that is positive and as long in every case.
fn positive(mut nonce: [u8; 16]) -> [u8; 16] {
    nonce[0] = nonce[0] & 0x7f | 0x40;
    nonce
}

/// Opens an answer (RFC 3161 section 2.4.2) about these bytes.
///
/// # Errors
/// [`Unstamped`], where it is none, is about other bytes, or is not signed by the key of the certificate that it brings.
pub fn open(answer: &[u8], stamped: &[u8]) -> Result<Stamp, Unstamped> {
    if answer.len() > LARGEST_ANSWER {
        return Err(Unstamped::Malformed("it is longer than 64 KiB".to_owned()));
    }
    let answer = TimeStampResp::from_der(answer)?;
    let granted = answer.status.status as u8 <= 1;
    let token = answer.time_stamp_token.filter(|_| granted).ok_or(Unstamped::Refused)?;
    let wrong = |what: &str| Unstamped::Malformed(what.to_owned());
    if token.content_type != SIGNED_DATA {
        return Err(wrong("it is not signed"));
    }
    let data: SignedData = token.content.decode_as()?;
    let content = data.encap_content_info.econtent.as_ref().ok_or_else(|| wrong("it is empty"))?;
    if data.encap_content_info.econtent_type != STAMP {
        return Err(wrong("something else is signed"));
    }
    let content: OctetString = content.decode_as()?;
    let said = Said::read(content.as_bytes())?;
    if said.of.hash_algorithm.oid != SHA_256 || said.of.hashed_message.as_bytes() != Sha256::digest(stamped).as_slice()
    {
        return Err(Unstamped::Another);
    }
    let [signed] = data.signer_infos.0.as_slice() else {
        return Err(wrong("it is signed by more than one, or by none"));
    };
    let certificates = data.certificates.as_ref().map_or(&[][..], |all| all.0.as_slice());
    let certificates = certificates.iter().filter_map(|one| match one {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    });
    let (mut signers, others): (Vec<_>, Vec<_>) = certificates.partition(|one| is_of(one, &signed.sid));
    let signer = signers.pop().ok_or_else(|| wrong("it brings no certificate of whoever has signed it"))?;
    has_signed(&signer, signed, content.as_bytes())?;
    Ok(Stamp { at: said.at, nonce: said.nonce, signer, others })
}

impl Stamp {
    /// Whether it answers the question with this nonce, and no earlier one.
    #[must_use]
    pub fn answers(&self, nonce: [u8; 16]) -> bool {
        self.nonce.as_deref() == Some(&positive(nonce))
    }

    /// Holds it against the certificates that a reader believes: one of them leads to the signer's, which was valid when it
    /// stamped and is made for that alone (RFC 3161 section 2.3).
    ///
    /// # Errors
    /// [`Unstamped::Stranger`].
    pub fn is_by(&self, roots: &Roots) -> Result<(), Unstamped> {
        let stranger = || Unstamped::Stranger;
        let usage = self.signer.tbs_certificate.get::<ExtendedKeyUsage>().ok().flatten();
        if usage.is_none_or(|(critical, usage)| !critical || usage.0 != [TIME_STAMPING]) {
            return Err(stranger());
        }
        let signer = CertificateDer::from(self.signer.to_der()?);
        let others: Result<Vec<_>, _> = self.others.iter().map(|one| one.to_der().map(CertificateDer::from)).collect();
        let (others, end) = (others?, EndEntityCert::try_from(&signer).map_err(|_| stranger())?);
        let anchors: Result<Vec<_>, _> = roots.0.iter().map(anchor_from_trusted_cert).collect();
        let seconds = u64::try_from(self.at.as_second()).map_err(|_| stranger())?;
        let then = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let usage = KeyUsage::required_if_present(TIME_STAMPING_BYTES);
        let anchors = anchors.map_err(|_| stranger())?;
        let path = end.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &others, then, usage, None, None);
        path.map(|_| ()).map_err(|_| stranger())
    }
}

/// What is signed (RFC 3161 section 2.4.2, `TSTInfo`), as far as it is needed here.
struct Said {
    of: MessageImprint,
    at: Timestamp,
    nonce: Option<Vec<u8>>,
}

impl Said {
    /// Read by hand: times may have fractions of seconds, which the type of the library refuses.
    fn read(bytes: &[u8]) -> Result<Self, Unstamped> {
        let mut whole = SliceReader::new(bytes)?;
        let (of, at, nonce) = whole.sequence(|fields| {
            TspVersion::decode(fields)?;
            ObjectIdentifier::decode(fields)?;
            let of = MessageImprint::decode(fields)?;
            Int::decode(fields)?;
            let at = AnyRef::decode(fields)?;
            at.tag().assert_eq(Tag::GeneralizedTime)?;
            // Behind it, the nonce is the only number.
            let mut nonce = None;
            while !fields.is_finished() {
                let field = AnyRef::decode(fields)?;
                if field.tag() == Tag::Integer {
                    nonce = Some(field.value().to_vec());
                }
            }
            Ok((of, at.value(), nonce))
        })?;
        whole.finish(())?;
        let at = time(at).ok_or_else(|| Unstamped::Malformed("its time is none".to_owned()))?;
        Ok(Self { of, at, nonce })
    }
}

/// `YYYYMMDDhhmmss[.f]Z`, to the second.
fn time(text: &[u8]) -> Option<Timestamp> {
    let text = str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if seconds.len() != 14 || !digits(seconds) || !digits(fraction) {
        return None;
    }
    let at = DateTime::strptime("%Y%m%d%H%M%S", seconds).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn is_of(certificate: &Certificate, named: &SignerIdentifier) -> bool {
    let inner = &certificate.tbs_certificate;
    match named {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            named.issuer == inner.issuer && named.serial_number == inner.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(named) => {
            inner.get::<SubjectKeyIdentifier>().ok().flatten().is_some_and(|(_, own)| own == *named)
        }
    }
}

/// Whether the key of a certificate has signed this content, by the attributes over it (RFC 5652 section 5.4).
fn has_signed(certificate: &Certificate, signed: &SignerInfo, content: &[u8]) -> Result<(), Unstamped> {
    let attributes = signed.signed_attrs.as_ref().ok_or(Unstamped::Signature)?;
    let digest = match signed.digest_alg.oid {
        SHA_256 => Sha256::digest(content).to_vec(),
        SHA_384 => Sha384::digest(content).to_vec(),
        SHA_512 => Sha512::digest(content).to_vec(),
        _ => return Err(Unstamped::Signature),
    };
    let kind = ObjectIdentifier::from_der(&only(attributes, CONTENT_TYPE)?)?;
    let named = OctetString::from_der(&only(attributes, MESSAGE_DIGEST)?)?;
    if kind != STAMP || named.as_bytes() != digest {
        return Err(Unstamped::Signature);
    }
    let (certificate, message) = (CertificateDer::from(certificate.to_der()?), attributes.to_der()?);
    let key = EndEntityCert::try_from(&certificate).map_err(|_| Unstamped::Signature)?;
    let signature = signed.signature.as_bytes();
    // Each of them fits one kind of key and one way of signing; none of them is weak.
    let good = ALL_VERIFICATION_ALGS.iter().any(|way| key.verify_signature(*way, &message, signature).is_ok());
    if good { Ok(()) } else { Err(Unstamped::Signature) }
}

/// The only value of the only attribute of a kind.
fn only(attributes: &Attributes, kind: ObjectIdentifier) -> Result<Vec<u8>, Unstamped> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == kind);
    match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
        (Some([value]), None) => Ok(value.to_der()?),
        _ => Err(Unstamped::Signature),
    }
}
