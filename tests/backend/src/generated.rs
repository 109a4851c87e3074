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

/// Makes the firm. The first people are its staff: `p-1` has access to every dossier and manages most; the
/// others each work for one licence or two, with fewer dossiers the later they come. Then the clients.
pub fn firm(size: Size) -> Firm {
    let mut rng = Rng::with_seed(size.seed);
    let licence_count = size.licences.max(1);
    let staff_count = (licence_count * 3 + 2).min(200);
    let client_count = size.dossiers.div_ceil(2).max(1);
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
        let mut team = vec![Member::new("p-1", if rng.u8(..100) < 85 { "manager" } else { "collaborator" })];
        for colleague in 2..=staff_count {
            let works_here = colleague % licence_count == licence % licence_count;
            if works_here && rng.usize(..colleague + 2) < 3 {
                let role = if rng.u8(..100) < 30 { "manager" } else { "collaborator" };
                team.push(Member {
                    for_accountant: sometimes(&mut rng),
                    ..Member::new(format!("p-{colleague}"), role)
                });
            }
        }
        if rng.u8(..100) < 95 {
            let client = format!("p-{}", staff_count + 1 + (n - 1) / 2);
            team.push(Member { for_entrepreneur: sometimes(&mut rng), ..Member::new(client, "entrepreneur") });
        }
        let name =
            format!("{} {} {}", pick(&mut rng, &TRADES), pick(&mut rng, &FAMILY_NAMES), pick(&mut rng, &FORMS));
        licences[licence].dossiers.push(Dossier {
            id: format!("dos-{n}"),
            name,
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
        email: (rng.u8(..100) < 97).then(|| format!("person.{n}@example.be")),
        profile_language: pick(rng, &LANGUAGES).into(),
        frequency: pick(rng, &FREQUENCIES).into(),
        language: None,
    }
}

/// An explicit choice, now and then.
fn sometimes(rng: &mut Rng) -> Option<bool> {
    (rng.u8(..100) < 12).then(|| rng.bool())
}

/// A Belgian enterprise number: its last two digits are 97 less the rest modulo 97.
fn number(rng: &mut Rng) -> String {
    let rest = rng.u32(2_000_000..9_999_999);
    let digits = format!("0{rest}{:02}", 97 - rest % 97);
    format!("BE {}.{}.{}", &digits[..4], &digits[4..7], &digits[7..])
}

fn pick<'a>(rng: &mut Rng, words: &[&'a str]) -> &'a str {
    words[rng.usize(..words.len())]
}
