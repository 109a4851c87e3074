//! The rule, line by line: who can be asked, who is preselected, in which order and why.

use std::cmp::Ordering;

use conversation_settings::domain::{
    Audience::{self, Accountant, Entrepreneur},
    Bell, Candidate, Member, PerAudience, Reason,
    Role::{self, Collaborator, Manager},
    candidates,
};
use proptest::{collection::vec, prelude::*};

use super::generated::{audience, choice, colleague, role};
use super::model::Colleague;

fn member<P>(person: P, role: Role, choice: Option<bool>) -> Member<P> {
    Member { person, role, choice: PerAudience::from_fn(|_| choice) }
}

/// Who is asked of `team`, by name, where everybody can be mailed.
fn asked<'a>(team: &[Member<&'a str>], audience: Audience, asker: Option<&'a str>) -> Vec<Candidate<&'a str>> {
    candidates(team.iter().copied(), audience, asker, |_| true, |a, b| a.cmp(b))
}

fn people<P: Copy>(candidates: &[Candidate<P>]) -> Vec<P> {
    candidates.iter().map(|candidate| candidate.person).collect()
}

#[test]
fn the_defaults_are_those_of_the_manual() {
    for (role, for_entrepreneur, for_accountant) in
        [(Manager, false, true), (Collaborator, false, false), (Role::Entrepreneur, true, false)]
    {
        assert_eq!(role.participates_by_default(Entrepreneur), for_entrepreneur, "{role:?}");
        assert_eq!(role.participates_by_default(Accountant), for_accountant, "{role:?}");
    }
}

#[test]
fn a_question_for_the_accountant_is_never_for_an_entrepreneur() {
    let team = [
        member("client", Role::Entrepreneur, Some(true)),
        member("manager", Manager, Some(false)),
        member("staff", Collaborator, None),
    ];
    assert_eq!(people(&asked(&team, Accountant, None)), ["manager", "staff"]);
    assert_eq!(people(&asked(&team, Entrepreneur, None)), ["client", "manager", "staff"]);
}

#[test]
fn everyone_who_is_not_preselected_stays_to_be_chosen() {
    let team = [member("m", Manager, Some(false)), member("c", Collaborator, None)];
    let candidates = asked(&team, Accountant, None);
    assert_eq!(people(&candidates), ["m", "c"]);
    assert!(candidates.iter().all(|candidate| candidate.bell() == Bell::Silent));
}

#[test]
fn the_asker_is_never_asked_even_when_listed_twice() {
    let team =
        [member("me", Manager, None), member("other", Manager, None), member("me", Collaborator, Some(true))];
    assert_eq!(people(&asked(&team, Accountant, Some("me"))), ["other"]);
    assert_eq!(people(&asked(&team, Accountant, Some("stranger"))).len(), 3);
    assert!(asked(&team[..1], Accountant, Some("me")).is_empty());
}

#[test]
fn the_order_is_preselected_then_role_then_name() {
    let team = [
        member("zoe", Role::Entrepreneur, None),
        member("adam", Role::Entrepreneur, Some(false)),
        member("bob", Collaborator, None),
        member("ann", Collaborator, None),
        member("yves", Manager, None),
        member("carl", Collaborator, Some(true)),
        member("xia", Manager, Some(true)),
        member("dan", Role::Entrepreneur, None),
    ];
    let order = people(&asked(&team, Entrepreneur, None));
    assert_eq!(order, ["xia", "carl", "dan", "zoe", "yves", "ann", "bob", "adam"]);
}

#[test]
fn names_are_compared_by_the_given_collation_and_namesakes_keep_their_order() {
    let team = [member(1, Manager, None), member(2, Manager, None), member(3, Manager, None)];
    let backwards = candidates(team, Accountant, None, |_| true, |a: i32, b| b.cmp(&a));
    assert_eq!(people(&backwards), [3, 2, 1]);
    let namesakes = candidates(team, Accountant, None, |_| true, |_, _| Ordering::Equal);
    assert_eq!(people(&namesakes), [1, 2, 3]);
}

#[test]
fn the_reason_says_default_or_choice_on_or_off() {
    for (role, choice, reason) in [
        (Manager, None, Reason::ParticipatesByDefault),
        (Manager, Some(true), Reason::ChoseToParticipate),
        (Manager, Some(false), Reason::ChoseNotToParticipate),
        (Collaborator, None, Reason::DoesNotParticipateByDefault),
        (Collaborator, Some(true), Reason::ChoseToParticipate),
        (Collaborator, Some(false), Reason::ChoseNotToParticipate),
    ] {
        let candidate = asked(&[member("p", role, choice)], Accountant, None)[0];
        assert_eq!((candidate.role, candidate.reason), (role, reason));
        assert_eq!(candidate.preselected(), reason.participates());
    }
}

#[test]
fn a_choice_for_one_audience_says_nothing_of_the_other() {
    let mut manager = member("m", Manager, None);
    manager.choice[Accountant] = Some(false);
    manager.choice[Entrepreneur] = Some(true);
    assert_eq!(manager.participation(Accountant), Reason::ChoseNotToParticipate);
    assert_eq!(manager.participation(Entrepreneur), Reason::ChoseToParticipate);
    manager.choice[Entrepreneur] = None;
    assert_eq!(manager.participation(Entrepreneur), Reason::DoesNotParticipateByDefault);
}

#[test]
fn a_participant_whom_no_mail_reaches_has_no_grey_bell() {
    for (participates, reachable, bell) in [
        (true, true, Bell::Rings),
        (true, false, Bell::WithoutEmail),
        (false, true, Bell::Silent),
        (false, false, Bell::Silent),
    ] {
        let team = [member("p", Manager, Some(participates))];
        let candidate = candidates(team, Accountant, None, |_| reachable, |a, b| a.cmp(b))[0];
        assert_eq!(candidate.bell(), bell);
        assert_eq!(candidate.reachable, reachable);
        assert_eq!(candidate.preselected(), participates, "mail does not decide who is preselected");
    }
}

#[test]
fn an_empty_team_has_no_candidates() {
    assert!(asked(&[], Accountant, None).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn candidates_equal_a_filter_and_a_sort(
        team in vec(colleague(), 0..8),
        audience in audience(),
        asker in prop::option::of(0..9usize),
        mailed in vec(any::<bool>(), 8),
        names in vec(0..4u8, 8),
    ) {
        let members = team.iter().enumerate().map(|(person, colleague)| Member {
            person,
            role: colleague.role,
            choice: PerAudience::from_fn(|audience| colleague.choice(audience)),
        });
        let by_name = |a: usize, b: usize| names[a].cmp(&names[b]);
        let actual = candidates(members, audience, asker, |person| mailed[person], by_name);

        let askable = |colleague: &Colleague| {
            audience == Entrepreneur || matches!(colleague.role, Manager | Collaborator)
        };
        let mut expected: Vec<usize> = (0..team.len())
            .filter(|&person| askable(&team[person]) && asker != Some(person))
            .collect();
        expected.sort_by_key(|&person| {
            let place = match team[person].role {
                Manager => 0,
                Collaborator => 1,
                Role::Entrepreneur => 2,
            };
            let last = !team[person].is_preselected(audience);
            (last, place, names[person], person)
        });
        prop_assert_eq!(people(&actual), expected);
        for candidate in actual {
            let colleague = &team[candidate.person];
            prop_assert_eq!(candidate.role, colleague.role);
            prop_assert_eq!(candidate.preselected(), colleague.is_preselected(audience));
            prop_assert_eq!(candidate.reachable, mailed[candidate.person]);
            let own_choice =
                matches!(candidate.reason, Reason::ChoseToParticipate | Reason::ChoseNotToParticipate);
            prop_assert_eq!(own_choice, colleague.choice(audience).is_some());
        }
    }

    #[test]
    fn nobody_who_asks_is_ever_a_candidate(
        team in vec((0..4u8, role(), choice()), 0..8), audience in audience(), asker in 0..4u8,
    ) {
        let members = team.into_iter().map(|(person, role, choice)| member(person, role, choice));
        let candidates = candidates(members, audience, Some(asker), |_| true, |a, b| a.cmp(&b));
        prop_assert!(candidates.iter().all(|candidate| candidate.person != asker));
    }
}
