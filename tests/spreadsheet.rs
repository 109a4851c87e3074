//! The settings as a spreadsheet: written, read back, and what is wrong with what people make of it.
#![cfg(not(target_arch = "wasm32"))]

use conversation_settings::domain::{
    Audience, Directory, DirectoryBuilder, Keys, Member, PerAudience, Role, Settings,
};
use conversation_settings::spreadsheet::{
    Fault, Import, NoTable, Reading, Why, Wording, write_header, write_rows,
};
use proptest::prelude::*;

/// Texts that a spreadsheet could misunderstand.
const ODD: [&str; 14] = [
    "",
    "=1+1",
    "+32",
    "-5",
    "@x",
    "'t Hof",
    "'=x",
    "a;b",
    "a,b",
    "a\tb",
    "\"q\"",
    "two\nlines",
    " é ",
    "Café",
];

fn wordings() -> Vec<Wording> {
    let words = [
        (';', "Licence", "Numéro", "Dossier", "Identifiant", "comptable", "oui", "non", "par défaut"),
        (';', "Licentie", "Nummer", "Dossier", "Code", "boekhouder", "ja", "nee", "standaard"),
        (',', "Licence", "Number", "Client file", "Identifier", "accountant", "yes", "no", "default"),
        (';', "Lizenz", "Nummer", "Akte", "Kennung", "Buchhalter", "ja", "nein", "Standard"),
    ];
    let wording =
        |(separator, licence, number, name, id, of, yes, no, by_default): (_, &str, _, _, _, _, _, _, _)| {
            let text = |text: &str| text.to_owned();
            Wording {
                separator,
                licence: text(licence),
                number: text(number),
                name: text(name),
                id: text(id),
                audiences: PerAudience::from_fn(|audience| format!("{} {of}", audience.as_str())),
                yes: text(yes),
                no: text(no),
                by_default: text(by_default),
            }
        };
    words.map(wording).to_vec()
}

/// A dossier for each pair of odd texts, under an id that is odd too.
fn directory(dossiers: &[(usize, usize)]) -> Directory {
    let mut builder = DirectoryBuilder::new("me", str::to_lowercase);
    builder.start_licence();
    builder.name_licence("l", "=Licence; \"A\"");
    for (place, &(name, number)) in dossiers.iter().enumerate() {
        let team = [Member { person: "me", role: Role::Manager, choice: PerAudience::default() }];
        builder.dossier(&format!("{}{place}", ODD[name]), ODD[name], ODD[number], &team).unwrap();
    }
    builder.build()
}

fn written(directory: &Directory, settings: &Settings, wording: &Wording) -> String {
    let mut text = String::new();
    write_header(wording, &Audience::ALL, &mut text);
    let middle = directory.len() / 2;
    for positions in [0..middle, middle..directory.len()] {
        write_rows(directory, &settings.participation, wording, &Audience::ALL, positions, &mut text);
    }
    text
}

fn read(text: &str, directory: &Directory, now: &Settings) -> Result<Import, NoTable> {
    let mut reading = Reading::new(text.to_owned(), directory, &Audience::ALL, &wordings())?;
    while reading.advance(directory, 3) {}
    Ok(reading.finish(now))
}

fn settings(len: usize, choices: &[(usize, usize)]) -> Settings {
    let mut settings = Settings::new(len);
    for (place, &choice) in choices.iter().take(len).enumerate() {
        let of = |number: usize| [None, Some(false), Some(true)][number % 3];
        settings.participation.choose(Audience::Entrepreneur, place, of(choice.0));
        settings.participation.choose(Audience::Accountant, place, of(choice.1));
    }
    settings
}

fn pairs() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..ODD.len(), 0..ODD.len()), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// In any language, whatever the settings are when it is read back: then they are what was written.
    #[test]
    fn export_import_export_is_identical(
        dossiers in pairs(), mine in pairs(), others in pairs(), language in 0..4usize, language_after in 0..4usize,
    ) {
        let directory = directory(&dossiers);
        let (mine, now) = (settings(directory.len(), &mine), settings(directory.len(), &others));
        let text = written(&directory, &mine, &wordings()[language]);
        let import = read(&text, &directory, &now).unwrap();
        prop_assert_eq!(&import.faults, &[]);
        prop_assert_eq!(import.understood, directory.len());
        let mut imported = now.clone();
        imported.copy_from(&import.patch.values, &import.patch.keys);
        prop_assert_eq!(&imported.participation, &mine.participation);
        // Only what differs is changed, so that a second time changes nothing.
        prop_assert_eq!(&import.patch.keys, &mine.differing(&now));
        prop_assert!(read(&text, &directory, &imported).unwrap().patch.keys.is_empty());
        for language in [language, language_after] {
            let again = written(&directory, &imported, &wordings()[language]);
            prop_assert_eq!(again, written(&directory, &mine, &wordings()[language]));
        }
    }

    /// Lines that were spoilt are each reported under their number, and change nothing; the others do.
    #[test]
    fn every_malformed_line_is_reported_and_never_applied(
        spoilt in prop::collection::vec(0..7usize, 1..30), mine in pairs(), language in 0..4usize,
    ) {
        // Names of one line here: the number of a line is then its place.
        let directory = directory(&vec![(13, 13); spoilt.len()]);
        let wording = &wordings()[language];
        let mine = settings(directory.len(), &mine);
        let text = written(&directory, &mine, wording);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let separator = wording.separator;
        let mut expected = Vec::new();
        for (place, kind) in spoilt.iter().enumerate() {
            let line = &mut lines[place + 1];
            let why = match kind {
                0 => { line.push_str(&format!("{separator}more")); Why::Cells }
                1 => { *line = line.rsplit_once(separator).unwrap().0.to_owned(); Why::Cells }
                2 => {
                    *line = line.replace(directory.id(place), "nobody");
                    Why::UnknownDossier("nobody".to_owned())
                }
                3 => {
                    *line = format!("{}{separator}peut-être", line.rsplit_once(separator).unwrap().0);
                    Why::NoChoice(Audience::Accountant, "peut-être".to_owned())
                }
                _ => continue,
            };
            expected.push(Fault { line: place + 2, why });
        }
        lines.push(lines[1].clone());
        if spoilt[0] > 3 {
            expected.push(Fault { line: lines.len(), why: Why::Twice(2) });
        } else {
            expected.push(Fault { line: lines.len(), why: expected[0].why.clone() });
        }
        // What nobody chose is the opposite of nothing: every line that is read changes something.
        let now = settings(directory.len(), &vec![(1, 1); directory.len()]);
        let import = read(&lines.join("\n"), &directory, &now).unwrap();
        prop_assert_eq!(&import.faults, &expected);
        let mut imported = now.clone();
        imported.copy_from(&import.patch.values, &import.patch.keys);
        for (place, &kind) in spoilt.iter().enumerate() {
            let source = if kind > 3 { &mine } else { &now };
            for audience in Audience::ALL {
                let choice = |of: &Settings| of.participation.choice(audience, place);
                prop_assert_eq!(choice(&imported), choice(source));
            }
        }
    }

    /// Whatever the text is: it is read to its end without a fall, and what is applied was understood.
    #[test]
    fn no_text_is_too_odd(text in "[a-d0;,\"\n\r\t=ouin]{0,200}") {
        let directory = directory(&[(0, 0), (13, 1)]);
        let header = "Identifiant;accountant comptable\n";
        let import = read(&format!("{header}{text}"), &directory, &Settings::new(2)).unwrap();
        prop_assert!(import.patch.keys.len() <= import.understood);
    }
}

#[test]
fn cells_that_would_be_formulas_are_texts() {
    let directory = directory(&[(1, 2), (3, 4), (5, 6)]);
    let text = written(&directory, &Settings::new(3), &wordings()[0]);
    let first = "\u{feff}Licence;Numéro;Dossier;Identifiant;entrepreneur comptable;accountant comptable";
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], first);
    assert_eq!(lines[1], "\"'=Licence; \"\"A\"\"\";'+32;'=1+1;'=1+10;par défaut;par défaut");
    assert_eq!(lines[2], "\"'=Licence; \"\"A\"\"\";'@x;'-5;'-51;par défaut;par défaut");
    // An apostrophe of the id's own is doubled, so that it is known which is whose.
    assert_eq!(lines[3], "\"'=Licence; \"\"A\"\"\";'=x;'t Hof;''t Hof2;par défaut;par défaut");
}

#[test]
fn what_a_spreadsheet_makes_of_it_is_understood() {
    let directory = directory(&[(13, 13), (13, 13)]);
    let changes =
        |text: &str| read(text, &directory, &Settings::new(2)).map(|import| (import.patch.keys, import.faults));
    let mut both = Keys::one(2, Audience::Accountant, 0);
    both.participation[Audience::Accountant].insert(1);
    for text in [
        "Identifiant;accountant comptable\r\nCafé0;oui\r\nCafé1;NON\r\n",
        "sep=,\nAccountant Accountant,Identifier\nYes,Café0\n\n no ,Café1,,\n,,\n",
        "Kennung\tx\taccountant Buchhalter\nCafé0\t\tja\nCafé1\t\"\"\tnein",
    ] {
        assert_eq!(changes(text), Ok((both.clone(), vec![])), "{text}");
    }
    assert_eq!(changes("Name;Email\nAnn;a@b.be"), Err(NoTable));
    assert_eq!(changes(""), Err(NoTable));
}

#[test]
fn only_the_kinds_of_question_that_one_may_set_are_read() {
    let directory = directory(&[(13, 13)]);
    let text = written(&directory, &settings(1, &[(1, 1)]), &wordings()[1]);
    let mut reading = Reading::new(text, &directory, &[Audience::Entrepreneur], &wordings()).ok().unwrap();
    while reading.advance(&directory, 100) {}
    // The other kind stays as it is, a choice or not.
    let import = reading.finish(&settings(1, &[(2, 2)]));
    assert_eq!(import.patch.keys, Keys::one(1, Audience::Entrepreneur, 0));
}
