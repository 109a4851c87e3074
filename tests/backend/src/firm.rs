//! A firm as plain data, and how it is stored: what the demonstration and the generator produce.

use rusqlite::{Connection, Result, params};

/// Everything a database starts with.
pub struct Firm {
    /// Staff and clients.
    pub people: Vec<Person>,
    /// Licences in display order.
    pub licences: Vec<Licence>,
}

/// Somebody who can sign in.
pub struct Person {
    /// Opaque id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// E-mail address, if there is one.
    pub email: Option<String>,
    /// Language of the user profile.
    pub profile_language: String,
    /// How often this person is mailed.
    pub frequency: String,
    /// Language of the e-mails; absent: that of the profile.
    pub language: Option<String>,
}

/// A licence and its dossiers in display order.
pub struct Licence {
    /// Opaque id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Dossiers in display order.
    pub dossiers: Vec<Dossier>,
}

/// A client's file.
pub struct Dossier {
    /// Opaque id.
    pub id: String,
    /// Name of the company.
    pub name: String,
    /// Enterprise number as it is printed.
    pub number: String,
    /// Everybody with access.
    pub team: Vec<Member>,
}

/// A person's place in a dossier.
pub struct Member {
    /// Id of the person.
    pub person: String,
    /// `manager`, `collaborator` or `entrepreneur`.
    pub role: &'static str,
    /// Explicit choice about questions for the entrepreneur.
    pub for_entrepreneur: Option<bool>,
    /// Explicit choice about questions for the accountant.
    pub for_accountant: Option<bool>,
}

impl Member {
    /// A member who follows the defaults of the role.
    pub fn new(person: impl Into<String>, role: &'static str) -> Self {
        Self { person: person.into(), role, for_entrepreneur: None, for_accountant: None }
    }
}

impl Firm {
    /// Writes the firm into an empty database, as one transaction.
    pub fn store(&self, connection: &mut Connection) -> Result<()> {
        let transaction = connection.transaction()?;
        {
            let mut add_person = transaction.prepare(
                "INSERT INTO person (id, name, email, profile_language, frequency, language)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for p in &self.people {
                add_person.execute(params![
                    p.id,
                    p.name,
                    p.email,
                    p.profile_language,
                    p.frequency,
                    p.language
                ])?;
            }
            let mut add_licence = transaction.prepare("INSERT INTO licence VALUES (?, ?, ?)")?;
            let mut add_dossier = transaction.prepare("INSERT INTO dossier VALUES (?, ?, ?, ?, ?)")?;
            let mut add_member = transaction.prepare("INSERT INTO team VALUES (?, ?, ?, ?, ?)")?;
            for (place, licence) in self.licences.iter().enumerate() {
                add_licence.execute(params![licence.id, licence.name, place])?;
                for (place, d) in licence.dossiers.iter().enumerate() {
                    add_dossier.execute(params![d.id, licence.id, d.name, d.number, place])?;
                    for m in &d.team {
                        add_member.execute(params![
                            d.id,
                            m.person,
                            m.role,
                            m.for_entrepreneur,
                            m.for_accountant
                        ])?;
                    }
                }
            }
        }
        transaction.commit()
    }
}
