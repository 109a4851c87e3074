// The least that a React team would write for the same field: candidates from the backend, the preselected
// ones chosen, several choices. No reasons, no warnings, no languages.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Tag, TagGroup, TagList } from 'react-aria-components';

function Picker({ dossier, audience }) {
  const [people, setPeople] = useState([]);
  const [chosen, setChosen] = useState([]);
  useEffect(() => {
    fetch(`/api/dossiers/${dossier}/team`, { credentials: 'include' }).then((answer) => answer.json()).then(({ me, people, team }) => {
      const others = team.filter(({ person }) => person !== me);
      const names = new Map(people.map(({ id, name }) => [id, name]));
      setPeople(others.map(({ person }) => ({ id: person, name: names.get(person) })));
      const byDefault = ({ role }) => (audience === 'accountant' ? role !== 'client' : role === 'client');
      setChosen(others.filter((member) => member.participation?.[audience] ?? byDefault(member)).map(({ person }) => person));
      performance.mark('usable');
    });
  }, [dossier, audience]);
  return (
    <ComboBox selectionMode="multiple" items={people} value={chosen} onChange={setChosen} name="recipients">
      <Label>Destinataires</Label>
      <TagGroup aria-label="Choisis" onRemove={(keys) => setChosen(chosen.filter((id) => !keys.has(id)))}>
        <TagList items={people.filter(({ id }) => chosen.includes(id))}>
          {(person) => <Tag id={person.id} textValue={person.name}>{person.name}<Button slot="remove">×</Button></Tag>}
        </TagList>
      </TagGroup>
      <Input /><Button>▼</Button>
      <Popover><ListBox>{(person) => <ListBoxItem id={person.id}>{person.name}</ListBoxItem>}</ListBox></Popover>
    </ComboBox>
  );
}

createRoot(document.getElementById('root')).render(<StrictMode><Picker dossier="dos-1" audience="accountant" /></StrictMode>);
