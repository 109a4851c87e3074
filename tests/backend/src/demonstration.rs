//! The demonstration firm, made by hand: read `demonstration.json`. A team lists person, role and, where
//! there are any, explicit choices.

use serde::Deserialize;

use crate::firm::{Dossier, Firm, Licence, Member, Person};

#[derive(Deserialize)]
struct Written {
    people: Vec<WrittenPerson>,
    licences: Vec<WrittenLicence>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenPerson {
    id: String,
    name: String,
    email: Option<String>,
    profile_language: String,
    frequency: String,
    language: Option<String>,
}

#[derive(Deserialize)]
struct WrittenLicence {
    id: String,
    name: String,
    dossiers: Vec<WrittenDossier>,
}

#[derive(Deserialize)]
struct WrittenDossier {
    id: String,
    name: String,
    number: String,
    team: Vec<WrittenMember>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenMember {
    Default(String, Role),
    Chosen(String, Role, WrittenChoices),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Manager,
    Collaborator,
    Entrepreneur,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChoices {
    entrepreneur: Option<bool>,
    accountant: Option<bool>,
}

/// Reads the firm.
pub fn firm() -> Firm {
    let written: Written = serde_json::from_str(include_str!("demonstration.json"))
        .expect("demonstration.json is part of the program, and a test reads it");
    Firm {
        people: written.people.into_iter().map(person).collect(),
        licences: written
            .licences
            .into_iter()
            .map(|l| Licence {
                id: l.id,
                name: l.name,
                dossiers: l.dossiers.into_iter().map(dossier).collect(),
            })
            .collect(),
    }
}

fn person(p: WrittenPerson) -> Person {
    Person {
        id: p.id,
        name: p.name,
        email: p.email,
        profile_language: p.profile_language,
        frequency: p.frequency,
        language: p.language,
    }
}

fn dossier(d: WrittenDossier) -> Dossier {
    Dossier { id: d.id, name: d.name, number: d.number, team: d.team.into_iter().map(member).collect() }
}

fn member(m: WrittenMember) -> Member {
    let (person, role, choices) = match m {
        WrittenMember::Default(person, role) => (person, role, None),
        WrittenMember::Chosen(person, role, choices) => (person, role, Some(choices)),
    };
    let role = match role {
        Role::Manager => "manager",
        Role::Collaborator => "collaborator",
        Role::Entrepreneur => "entrepreneur",
    };
    let (for_entrepreneur, for_accountant) =
        choices.map_or((None, None), |choices| (choices.entrepreneur, choices.accountant));
    Member { person, role, for_entrepreneur, for_accountant }
}
