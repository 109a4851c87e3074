//! Small things that all of the model needs: keys by number, values one at a time, a directory.

use std::sync::OnceLock;

use crate::domain::{
    Audience, Directory, DirectoryBuilder, Frequency, Key, Keys, Language, Participation, Settings,
};
use crate::reducer::Owner;

/// The most dossiers that a model directory has.
pub const MAX_DOSSIERS: usize = 6;

/// The directory of `len` dossiers, `dos-0` and so on.
pub fn directory(len: usize) -> &'static Directory {
    static DIRECTORIES: OnceLock<Vec<Directory>> = OnceLock::new();
    let make = |len| {
        let mut builder = DirectoryBuilder::new("p-0", str::to_owned);
        builder.start_licence();
        for position in 0..len {
            let id = format!("dos-{position}");
            builder.dossier::<&str>(&id, &id, "", &[]).expect("ids differ");
        }
        builder.build()
    };
    &DIRECTORIES.get_or_init(|| (0..=MAX_DOSSIERS).map(make).collect())[len]
}

/// One of two people, in one installation.
pub fn owner(person: usize) -> Owner {
    Owner { tenant: "firm".into(), person: format!("p-{person}") }
}

/// One of the keys of `len` dossiers; any number will do.
pub fn key(len: usize, number: u8) -> Key {
    let number = usize::from(number) % (2 + 2 * len);
    match number {
        0 => Key::Frequency,
        1 => Key::Language,
        _ => Key::Participation(Audience::ALL[number % 2], (number - 2) / 2),
    }
}

/// All keys of `len` dossiers.
pub fn all_keys(len: usize) -> Keys {
    let mut keys = Keys::none(len);
    (0..2 + 2 * len).for_each(|number| keys.insert(key(len, number as u8)));
    keys
}

/// The value of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Frequency(Option<Frequency>),
    Language(Option<Language>),
    Choice(Option<bool>),
}

/// What `settings` has for `key`.
pub fn value(settings: &Settings, key: Key) -> Value {
    match key {
        Key::Frequency => Value::Frequency(settings.frequency),
        Key::Language => Value::Language(settings.language.clone()),
        Key::Participation(audience, position) => {
            Value::Choice(settings.participation.choice(audience, position))
        }
    }
}

/// Settings in which each key of `len` dossiers has one of its values; any number will do.
pub fn uniform(len: usize, number: u8) -> Settings {
    let mut participation = Participation::new(len);
    let choice = [None, Some(true), Some(false)][usize::from(number) % 3];
    for audience in Audience::ALL {
        (0..len).for_each(|position| participation.choose(audience, position, choice));
    }
    let frequency = [None, Some(Frequency::Daily), Some(Frequency::Never)][usize::from(number) % 3];
    let language = [None, Language::parse("fr"), Language::parse("nl")][usize::from(number) % 3].clone();
    Settings { frequency, language, participation }
}
