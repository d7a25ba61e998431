//! Coded values of the shipped content schemas in words, and articles that are no treaty text, in six languages.

use crate::domain::language::Language;

/// What stands in place of a coded value; the code itself where nothing better is known, so that a new measure needs no
/// Rust.
#[must_use]
pub fn value(language: Language, code: &str) -> &str {
    VALUES.iter().find(|(name, _)| *name == code).map_or(code, |(_, texts)| of(language, texts))
}

/// An article as letters and pages cite it: what is no treaty text is called by its name.
pub(super) fn article(language: Language, citation: &str) -> String {
    match citation.strip_prefix("POLICY ") {
        Some("CONTENT") => of(language, &RULE_OF_THE_SENDER).to_owned(),
        Some(policy) => format!("{} {policy}", of(language, &RULE_OF_THE_SENDER)),
        None => citation.to_owned(),
    }
}

/// The text of a language: they stand in the order of the United Nations.
fn of<'t>(language: Language, [ar, zh, en, fr, ru, es]: &[&'t str; 6]) -> &'t str {
    match language {
        Language::Ar => ar,
        Language::Zh => zh,
        Language::En => en,
        Language::Fr => fr,
        Language::Ru => ru,
        Language::Es => es,
    }
}

const RULE_OF_THE_SENDER: [&str; 6] = [
    "قاعدة الجهة المرسلة",
    "发送方的规则",
    "rule of the sender",
    "règle de l'expéditeur",
    "правило отправителя",
    "norma del remitente",
];

/// Codes with their texts.
const VALUES: [(&str, [&str; 6]); 48] = [
    (
        "S-A",
        [
            "جرم مقرر في الاتفاقية (S-A)",
            "《公约》确立的犯罪（S-A）",
            "Offence established by the Convention (S-A)",
            "Infraction établie par la Convention (S-A)",
            "Преступление, признанное таковым Конвенцией (S-A)",
            "Delito tipificado en la Convención (S-A)",
        ],
    ),
    (
        "S-B",
        [
            "أدلة إلكترونية على جرم مقرر في الاتفاقية (S-B)",
            "《公约》确立的犯罪的电子证据（S-B）",
            "Electronic evidence of an offence established by the Convention (S-B)",
            "Preuves électroniques d'une infraction établie par la Convention (S-B)",
            "Электронные доказательства преступления, признанного таковым Конвенцией (S-B)",
            "Pruebas electrónicas de un delito tipificado en la Convención (S-B)",
        ],
    ),
    (
        "S-C",
        [
            "أدلة إلكترونية على جريمة خطيرة أخرى (S-C)",
            "其他严重犯罪的电子证据（S-C）",
            "Electronic evidence of another serious crime (S-C)",
            "Preuves électroniques d'une autre infraction grave (S-C)",
            "Электронные доказательства иного серьезного преступления (S-C)",
            "Pruebas electrónicas de otro delito grave (S-C)",
        ],
    ),
    (
        "subscriber",
        [
            "معلومات المشترك",
            "订户信息",
            "Subscriber information",
            "Données relatives aux abonnés",
            "Сведения об абонентах",
            "Información sobre los abonados",
        ],
    ),
    (
        "traffic",
        [
            "بيانات الحركة",
            "流量数据",
            "Traffic data",
            "Données relatives au trafic",
            "Данные о трафике",
            "Datos relativos al tráfico",
        ],
    ),
    (
        "content",
        [
            "بيانات المحتوى",
            "内容数据",
            "Content data",
            "Données relatives au contenu",
            "Данные о содержании",
            "Datos relativos al contenido",
        ],
    ),
    ("other", ["غير ذلك", "其他", "Other", "Autre", "Другое", "Otro"]),
    ("suspect", ["مشتبه فيه", "嫌疑人", "Suspect", "Suspect", "Подозреваемый", "Sospechoso"]),
    ("victim", ["ضحية", "被害人", "Victim", "Victime", "Потерпевший", "Víctima"]),
    ("witness", ["شاهد", "证人", "Witness", "Témoin", "Свидетель", "Testigo"]),
    (
        "account_holder",
        [
            "صاحب الحساب",
            "账户持有人",
            "Account holder",
            "Titulaire du compte",
            "Владелец аккаунта",
            "Titular de la cuenta",
        ],
    ),
    ("yes", ["نعم", "是", "Yes", "Oui", "Да", "Sí"]),
    ("no", ["لا", "否", "No", "Non", "Нет", "No"]),
    ("unknown", ["غير معروف", "不详", "Unknown", "Inconnu", "Неизвестно", "Se desconoce"]),
    ("true", ["نعم", "是", "Yes", "Oui", "Да", "Sí"]),
    ("false", ["لا", "否", "No", "Non", "Нет", "No"]),
    ("ar", ["العربية", "阿拉伯文", "Arabic", "Arabe", "Арабский", "Árabe"]),
    ("zh", ["الصينية", "中文", "Chinese", "Chinois", "Китайский", "Chino"]),
    ("en", ["الإنكليزية", "英文", "English", "Anglais", "Английский", "Inglés"]),
    ("fr", ["الفرنسية", "法文", "French", "Français", "Французский", "Francés"]),
    ("ru", ["الروسية", "俄文", "Russian", "Russe", "Русский", "Ruso"]),
    ("es", ["الإسبانية", "西班牙文", "Spanish", "Espagnol", "Испанский", "Español"]),
    ("declined", ["رُفض", "已谢绝", "Declined", "Refusé", "Отказ", "Rechazado"]),
    ("given", ["أُعطيت", "已给予", "Given", "Donné", "Дано", "Dado"]),
    ("not_yet", ["لم يُعط بعد", "尚未", "Not yet", "Pas encore", "Еще нет", "Aún no"]),
    ("none", ["لا شيء", "无", "None", "Aucun", "Нет", "Ninguno"]),
    (
        "executing_authority",
        [
            "سلطة التنفيذ",
            "执行机关",
            "Executing authority",
            "Autorité d'exécution",
            "Исполняющий орган",
            "Autoridad de ejecución",
        ],
    ),
    (
        "judicial_authority",
        [
            "السلطة القضائية",
            "司法机关",
            "Judicial authority",
            "Autorité judiciaire",
            "Судебный орган",
            "Autoridad judicial",
        ],
    ),
    ("expert", ["خبير", "鉴定人", "Expert", "Expert", "Эксперт", "Perito"]),
    (
        "identification",
        [
            "بيانات تحديد الهوية",
            "识别数据",
            "Identification data",
            "Données d'identification",
            "Данные для идентификации",
            "Datos de identificación",
        ],
    ),
    ("immovable", ["عقار", "不动产", "Immovable property", "Bien immeuble", "Недвижимое имущество", "Bien inmueble"]),
    ("movable", ["منقول", "动产", "Movable property", "Bien meuble", "Движимое имущество", "Bien mueble"]),
    ("money", ["أموال", "款项", "Money", "Argent", "Деньги", "Dinero"]),
    (
        "virtual_asset",
        ["أصل افتراضي", "虚拟资产", "Virtual asset", "Actif virtuel", "Виртуальный актив", "Activo virtual"],
    ),
    ("right", ["حق", "权利", "Right", "Droit", "Право", "Derecho"]),
    (
        "indictment",
        ["لائحة اتهام", "起诉书", "Indictment", "Acte d'accusation", "Обвинительное заключение", "Escrito de acusación"],
    ),
    ("judgment", ["حكم", "判决书", "Judgment", "Jugement", "Судебное решение", "Sentencia"]),
    ("order", ["أمر قضائي", "裁定书", "Order", "Ordonnance", "Постановление", "Resolución"]),
    ("summons", ["استدعاء", "传票", "Summons", "Citation", "Повестка", "Citación"]),
    (
        "investigation_order",
        [
            "أمر تحقيق",
            "调查令",
            "Investigation order",
            "Décision d'enquête",
            "Ордер на расследование",
            "Orden de investigación",
        ],
    ),
    (
        "production_order",
        [
            "أمر تقديم",
            "提供令",
            "Production order",
            "Injonction de production",
            "Ордер на предоставление",
            "Orden de producción",
        ],
    ),
    (
        "mutual_assistance",
        ["مساعدة متبادلة", "司法协助", "Mutual assistance", "Entraide", "Взаимная помощь", "Asistencia mutua"],
    ),
    ("life", ["الحياة", "生命", "Life", "Vie", "Жизнь", "Vida"]),
    ("safety", ["السلامة", "安全", "Safety", "Sécurité", "Безопасность", "Seguridad"]),
    (
        "life_and_safety",
        [
            "الحياة والسلامة",
            "生命和安全",
            "Life and safety",
            "Vie et sécurité",
            "Жизнь и безопасность",
            "Vida y seguridad",
        ],
    ),
    (
        "requesting_state",
        [
            "الدولة الطالبة",
            "请求国",
            "Requesting State",
            "État requérant",
            "Запрашивающее государство",
            "Estado requirente",
        ],
    ),
    (
        "requested_state",
        [
            "الدولة متلقية الطلب",
            "被请求国",
            "Requested State",
            "État requis",
            "Запрашиваемое государство",
            "Estado requerido",
        ],
    ),
    (
        "lent_by_requesting_state",
        [
            "معارة من الدولة الطالبة",
            "由请求国出借",
            "Lent by the requesting State",
            "Prêté par l'État requérant",
            "Предоставлено запрашивающим государством на время",
            "Prestado por el Estado requirente",
        ],
    ),
];
