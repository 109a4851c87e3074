//! Any team, any audience, any sequence of what an asker and other tabs can do, against a naive model and
//! the reference backend's SQL.

use std::collections::BTreeMap;
use std::io::Write;

use conversation_settings::api::{Person, Team};
use conversation_settings::domain::{
    Audience, DirectoryBuilder, Member, Participation, PerAudience, Role, candidates,
};
use conversation_settings::recipient_picker::state::{Focus, Key, State};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reference_backend::TeamTable;

use super::support::{by_name, collation, fold};

const IDS: [&str; 9] = ["me", "ann", "Bob", "p-1", "p-10", "o'brien", "\u{e9}lodie", "李", "zoë"];

#[derive(Clone, Debug)]
enum Step {
    Toggle(usize),
    Reset,
    SetValue(Vec<usize>),
    Everyone,
    Elsewhere(Audience, usize, Option<bool>),
    ReadAgain,
    Type(&'static str),
    Press(Key),
    PressOnChip(usize, Key),
}

fn keys() -> impl Strategy<Value = Key> {
    prop::sample::select(vec![
        Key::Down,
        Key::Up,
        Key::Open,
        Key::Close,
        Key::PageDown,
        Key::PageUp,
        Key::Home,
        Key::End,
        Key::Back,
        Key::Forth,
        Key::Enter,
        Key::Space,
        Key::Escape,
        Key::Backspace,
        Key::Delete,
        Key::Tab,
    ])
}

fn choice() -> impl Strategy<Value = Option<bool>> {
    prop::sample::select(vec![None, Some(false), Some(true)])
}

fn audience() -> impl Strategy<Value = Audience> {
    prop::sample::select(Audience::ALL.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..IDS.len();
    prop_oneof![
        4 => who.clone().prop_map(Step::Toggle),
        1 => Just(Step::Reset),
        1 => vec(who.clone(), 0..4).prop_map(Step::SetValue),
        1 => Just(Step::Everyone),
        4 => (audience(), who.clone(), choice()).prop_map(|(audience, who, choice)| Step::Elsewhere(audience, who, choice)),
        1 => Just(Step::ReadAgain),
        2 => prop::sample::select(vec!["", "o", "É", "zzz", "p-1", " "]).prop_map(Step::Type),
        6 => keys().prop_map(Step::Press),
        2 => (who, keys()).prop_map(|(who, key)| Step::PressOnChip(who, key)),
    ]
}

fn members() -> impl Strategy<Value = Vec<Member<&'static str>>> {
    let member = |id: &'static str| {
        (prop::sample::select(Role::ALL.to_vec()), choice(), choice()).prop_map(move |(role, client, firm)| {
            Member {
                person: id,
                role,
                choice: PerAudience::from_fn(
                    |audience| if audience == Audience::Entrepreneur { client } else { firm },
                ),
            }
        })
    };
    let ids = prop::sample::subsequence(IDS.to_vec(), 0..=IDS.len()).prop_shuffle();
    ids.prop_flat_map(move |ids| ids.into_iter().map(member).collect::<Vec<_>>())
}

/// What the picker must show, kept in the plainest way.
struct Model {
    team: Vec<Member<&'static str>>,
    asker: Option<&'static str>,
    audience: Audience,
    by_hand: BTreeMap<&'static str, bool>,
    /// What the SQL says, until the team changes.
    by_sql: Option<Vec<String>>,
}

impl Model {
    fn default_selection(&mut self, table: &mut TeamTable) -> Vec<String> {
        if let Some(by_sql) = &self.by_sql {
            return by_sql.clone();
        }
        let rows: Vec<_> = self
            .team
            .iter()
            .map(|member| {
                let [client, firm] = Audience::ALL.map(|audience| member.choice[audience]);
                (member.person, member.role.as_str(), client, firm)
            })
            .collect();
        table.insert(&rows).unwrap();
        let by_sql = table.preselection(self.audience.as_str(), self.asker).unwrap();
        self.by_sql.insert(by_sql).clone()
    }

    fn candidates(&self) -> Vec<&'static str> {
        let asked = |role: Role| self.audience == Audience::Entrepreneur || role != Role::Entrepreneur;
        let team = self.team.iter().filter(|member| asked(member.role) && Some(member.person) != self.asker);
        team.map(|member| member.person).collect()
    }

    fn chosen(&mut self, table: &mut TeamTable) -> Vec<String> {
        let default = self.default_selection(table);
        let mut chosen: Vec<String> = self
            .candidates()
            .into_iter()
            .filter(|id| self.by_hand.get(id).copied().unwrap_or(default.iter().any(|person| person == id)))
            .map(str::to_owned)
            .collect();
        chosen.sort();
        chosen
    }

    fn team(&self) -> Team {
        Team {
            me: self.asker.map(str::to_owned),
            people: IDS.map(|id| Person { id: id.into(), name: id.into(), email: true }).to_vec(),
            members: self
                .team
                .iter()
                .map(|member| Member {
                    person: member.person.to_owned(),
                    role: member.role,
                    choice: member.choice,
                })
                .collect(),
            ..Team::default()
        }
    }
}

fn find(state: &State, id: &str) -> Option<u32> {
    state.candidates().iter().map(|candidate| candidate.person).find(|&person| state.id(person) == id)
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

/// Whom the settings screen shows as preselected in this dossier, the signed-in user's choices apart.
fn preview(model: &Model) -> Vec<String> {
    let mut builder = DirectoryBuilder::new("me", fold);
    builder.start_licence();
    builder.dossier("d", "Dossier", "", &model.team).unwrap();
    let mut mine = Participation::new(1);
    for member in model.team.iter().filter(|member| member.person == "me") {
        for audience in Audience::ALL {
            mine.choose(audience, 0, member.choice[audience]);
        }
    }
    let directory = builder.build();
    let people = directory.people();
    let team = directory.team(0, &mine).filter(|member| Some(people.id(member.person)) != model.asker);
    let rule = candidates(team, model.audience, None, |_| true, |a, b| by_name(people.id(a), people.id(b)));
    let preselected = rule.iter().filter(|candidate| candidate.preselected());
    preselected.map(|candidate| people.id(candidate.person).to_owned()).collect()
}

fn apply(state: &mut State, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let before = state.value();
    let mut pressed = None;
    match step {
        Step::Toggle(who) => {
            if let Some(person) = find(state, IDS[*who]) {
                let add = !state.is_chosen(person);
                prop_assert!(state.toggle(person).is_some());
                model.by_hand.insert(IDS[*who], add);
            }
        }
        Step::Reset => {
            state.reset();
            model.by_hand.clear();
        }
        Step::SetValue(who) => {
            let ids: Vec<String> = who.iter().map(|&who| IDS[who].to_owned()).collect();
            state.set_value(&ids);
            if before != ids {
                for id in model.candidates() {
                    model.by_hand.insert(id, ids.iter().any(|chosen| chosen == id));
                }
                for &who in who {
                    model.by_hand.insert(IDS[who], true);
                }
            }
        }
        Step::Everyone => {
            state.add_all(None);
            for id in model.candidates() {
                model.by_hand.insert(id, true);
            }
        }
        Step::Elsewhere(audience, who, choice) => {
            state.participation(*audience, IDS[*who], *choice);
            model.by_sql = None;
            for member in model.team.iter_mut().filter(|member| member.person == IDS[*who]) {
                member.choice[*audience] = *choice;
            }
        }
        Step::ReadAgain => state.load(model.team(), model.audience, collation()),
        Step::Type(text) => state.filter(text, fold),
        Step::Press(key) => pressed = Some(state.press(*key, state.query().is_empty())),
        Step::PressOnChip(who, key) => {
            if let Some(person) = find(state, IDS[*who]).filter(|&person| state.is_chosen(person)) {
                pressed = Some(state.press_on_chip(person, *key));
            }
        }
    }
    if let Some(pressed) = pressed {
        let after = state.value();
        // A key changes nobody, or one person, and says which.
        let gone: Vec<_> = before.iter().filter(|id| !after.contains(id)).collect();
        let come: Vec<_> = after.iter().filter(|id| !before.contains(id)).collect();
        prop_assert_eq!(gone.len() + come.len(), usize::from(pressed.change.is_some()));
        for (ids, add) in [(gone, false), (come, true)] {
            for id in ids {
                model.by_hand.insert(IDS[IDS.iter().position(|known| known == id).unwrap()], add);
            }
        }
        if let Some(Focus::Chip(person)) = pressed.focus {
            prop_assert!(state.is_chosen(person), "the focus goes to a chip that is there");
        }
    }
    Ok(())
}

#[test]
fn the_picker_shows_what_the_settings_screen_and_the_sql_say() {
    let mut table = TeamTable::new().unwrap();
    let asker = prop::sample::select([None, Some("me"), Some("ann"), Some("stranger")].to_vec());
    let cases = (members(), asker, audience(), vec(step(), 0..24));
    let mut steps_done = 0_u64;
    let mut recipients = 0_u64;
    let config = ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() };
    let table = std::cell::RefCell::new(&mut table);
    let counts = std::cell::RefCell::new((&mut steps_done, &mut recipients));
    let run = |(team, asker, audience, steps): (
        Vec<Member<&'static str>>,
        Option<&'static str>,
        Audience,
        Vec<Step>,
    )| {
        let mut table = table.borrow_mut();
        let mut model = Model { team, asker, audience, by_hand: BTreeMap::new(), by_sql: None };
        let mut state = State::default();
        state.load(model.team(), audience, collation());
        let by_sql = model.default_selection(&mut table);
        prop_assert_eq!(&state.value(), &by_sql, "the same people in the same order");
        prop_assert_eq!(preview(&model), by_sql);
        for step in &steps {
            apply(&mut state, &mut model, step)?;
            *counts.borrow_mut().0 += 1;
            let expected = model.chosen(&mut table);
            *counts.borrow_mut().1 += expected.len() as u64;
            prop_assert_eq!(sorted(state.value()), expected, "after {:?}", step);
            let default = sorted(model.default_selection(&mut table));
            let shown = state.candidates().iter().filter(|candidate| candidate.preselected());
            prop_assert_eq!(
                sorted(shown.map(|candidate| state.id(candidate.person).to_owned()).collect()),
                default.clone()
            );
            let chosen = state.value();
            let added = chosen.iter().filter(|id| !default.contains(id)).count();
            let missing = default.iter().filter(|id| !chosen.contains(id)).count();
            prop_assert_eq!(state.difference(), (added, missing));
            prop_assert!(state.active().is_none_or(|place| place < state.matches().len()));
            prop_assert_eq!(state.warning().is_some(), chosen.is_empty());
        }
        Ok(())
    };
    TestRunner::new(config).run(&cases, run).unwrap();
    writeln!(
        std::io::stderr().lock(),
        "2000 teams, {steps_done} steps compared with the model and the SQL, {recipients} recipients in them"
    )
    .unwrap();
    assert!(steps_done > 10_000 && recipients > 10_000);
}
