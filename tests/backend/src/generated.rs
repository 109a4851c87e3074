//! A firm of any size: made from a seed, the same for the same seed.

use fastrand::Rng;

use crate::{
    app::Size,
    firm::{Dossier, Firm, Licence, Member, Person},
};

const FIRST_NAMES: [&str; 24] = [
    "Ann",
    "Bart",
    "Céline",
    "David",
    "Élise",
    "Frank",
    "Greet",
    "Hüseyin",
    "Inès",
    "Jürgen",
    "Katrien",
    "Luc",
    "Małgorzata",
    "Noor",
    "Olivier",
    "Petra",
    "Quentin",
    "Rik",
    "Sofie",
    "Thierry",
    "Ursula",
    "Véronique",
    "Wouter",
    "Zoë",
];
const FAMILY_NAMES: [&str; 24] = [
    "Peeters",
    "Janssens",
    "Dupont",
    "Lambert",
    "De Smet",
    "Van den Broeck",
    "Müller",
    "Özdemir",
    "Leclercq",
    "Willems",
    "Claes",
    "Dubois",
    "Vandenberghe",
    "Schmitz",
    "Maes",
    "Noël",
    "Wouters",
    "Martin",
    "Goossens",
    "D’Hondt",
    "Lefèvre",
    "Mertens",
    "Simon",
    "Jacobs",
];
const TRADES: [&str; 20] = [
    "Boulangerie",
    "Bakkerij",
    "Garage",
    "Pharmacie",
    "Apotheek",
    "Menuiserie",
    "Schrijnwerkerij",
    "Brasserie",
    "Café",
    "Transport",
    "Dakwerken",
    "Imprimerie",
    "Drukkerij",
    "Fleuriste",
    "Installatiebedrijf",
    "Elektro",
    "Hôtel",
    "Kapsalon",
    "Vastgoed",
    "Consulting",
];
const FORMS: [&str; 6] = ["SRL", "BV", "SA", "NV", "SC", "VOF"];
const LANGUAGES: [&str; 4] = ["fr", "nl", "en", "de"];
const FREQUENCIES: [&str; 5] = ["daily", "daily", "immediately", "weekly", "never"];

/// Chance in percent that a colleague is in a team of their licence, by their place among those who work
/// for that licence.
const CHANCES: [u8; 4] = [75, 50, 35, 20];

/// Makes the firm. The first people are its staff: `p-1` has access to every dossier and manages most,
/// `p-2` to half of them, `p-3` to a tenth, and each of the others works for one licence. Then the clients.
pub fn firm(size: Size) -> Firm {
    let mut rng = Rng::with_seed(size.seed);
    let licence_count = size.licences.max(1);
    let staff_count = 3 + CHANCES.len() * licence_count;
    let client_count = size.dossiers.div_ceil(2);
    let mut people: Vec<Person> = (1..=staff_count + client_count).map(|n| person(&mut rng, n)).collect();
    people[0].name = "Ann Peeters".into();
    people[0].email = Some("ann.peeters@example.be".into());
    people[0].profile_language = "fr".into();

    let mut licences: Vec<Licence> = (1..=licence_count)
        .map(|n| Licence {
            id: format!("lic-{n}"),
            name: format!("Fiduciaire {} {n}", pick(&mut rng, &FAMILY_NAMES)),
            dossiers: vec![],
        })
        .collect();
    for n in 1..=size.dossiers {
        let licence = (n - 1) * licence_count / size.dossiers;
        let mut team = vec![Member::new("p-1", if chance(&mut rng, 85) { "manager" } else { "collaborator" })];
        let colleagues = [(2, 50), (3, 10)].into_iter().chain(
            CHANCES.iter().enumerate().map(|(place, &percent)| (4 + place * licence_count + licence, percent)),
        );
        for (colleague, percent) in colleagues {
            if chance(&mut rng, percent) {
                let role = if chance(&mut rng, 30) { "manager" } else { "collaborator" };
                let member = Member::new(format!("p-{colleague}"), role);
                team.push(Member { for_accountant: sometimes(&mut rng), ..member });
            }
        }
        if chance(&mut rng, 95) {
            let member = Member::new(format!("p-{}", staff_count + n.div_ceil(2)), "entrepreneur");
            team.push(Member { for_entrepreneur: sometimes(&mut rng), ..member });
        }
        let (trade, family) = (pick(&mut rng, &TRADES), pick(&mut rng, &FAMILY_NAMES));
        licences[licence].dossiers.push(Dossier {
            id: format!("dos-{n}"),
            name: format!("{trade} {family} {}", pick(&mut rng, &FORMS)),
            number: number(&mut rng),
            team,
        });
    }
    Firm { people, licences }
}

fn person(rng: &mut Rng, n: usize) -> Person {
    let name = format!("{} {}", pick(rng, &FIRST_NAMES), pick(rng, &FAMILY_NAMES));
    Person {
        id: format!("p-{n}"),
        name,
        email: chance(rng, 97).then(|| format!("person.{n}@example.be")),
        profile_language: pick(rng, &LANGUAGES).into(),
        frequency: pick(rng, &FREQUENCIES).into(),
        language: None,
    }
}

/// An explicit choice, now and then.
fn sometimes(rng: &mut Rng) -> Option<bool> {
    chance(rng, 12).then(|| rng.bool())
}

/// A Belgian enterprise number: its last two digits are 97 less the rest modulo 97.
fn number(rng: &mut Rng) -> String {
    let rest = rng.u32(2_000_000..9_999_999);
    let digits = format!("0{rest}{:02}", 97 - rest % 97);
    format!("BE {}.{}.{}", &digits[..4], &digits[4..7], &digits[7..])
}

fn chance(rng: &mut Rng, percent: u8) -> bool {
    rng.u8(..100) < percent
}

fn pick<'a>(rng: &mut Rng, words: &[&'a str]) -> &'a str {
    words[rng.usize(..words.len())]
}
