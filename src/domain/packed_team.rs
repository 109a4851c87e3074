//! Teams of all dossiers, four bytes a member.

use super::lists::Lists;
use super::{Audience, Member, PerAudience, Role};

/// The members of every dossier.
#[derive(Clone, Debug, Default)]
pub(super) struct PackedTeams {
    teams: Lists<PackedMember>,
}

/// Person (26 bits), role (2), and for each audience the choice (2: chosen, value).
#[derive(Clone, Copy, Debug)]
struct PackedMember(u32);

const ROLE_SHIFT: u32 = 26;
const CHOICE_SHIFT: u32 = 28;

impl PackedTeams {
    /// How many different people fit.
    pub(super) const MAX_PEOPLE: u32 = 1 << ROLE_SHIFT;

    /// Adds the team of the next dossier.
    pub(super) fn push(&mut self, team: &[Member<u32>]) {
        self.teams.push(|all| all.extend(team.iter().map(PackedMember::new)));
    }

    pub(super) fn team(&self, position: usize) -> impl Iterator<Item = Member<u32>> + '_ {
        self.teams.get(position).iter().map(|member| member.unpack())
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.teams.shrink_to_fit();
    }
}

impl PackedMember {
    fn new(member: &Member<u32>) -> Self {
        let choices = Audience::ALL.into_iter().enumerate().fold(0, |bits, (index, audience)| {
            let choice = match member.choice[audience] {
                None => 0,
                Some(value) => 0b10 | u32::from(value),
            };
            bits | choice << (2 * index)
        });
        Self(member.person | (member.role as u32) << ROLE_SHIFT | choices << CHOICE_SHIFT)
    }

    fn unpack(self) -> Member<u32> {
        Member {
            person: self.0 & (PackedTeams::MAX_PEOPLE - 1),
            role: Role::ALL[(self.0 >> ROLE_SHIFT & 0b11) as usize],
            choice: PerAudience::from_fn(|audience| {
                let bits = self.0 >> (CHOICE_SHIFT + 2 * audience as u32);
                (bits & 0b10 != 0).then_some(bits & 1 != 0)
            }),
        }
    }
}
