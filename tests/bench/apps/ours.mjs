// The release build of this app: the same data, in the shape of the contract.
import { resolve } from 'node:path';

const colleagues = ['Bob Janssens', 'Cid Lambert', 'Delphine Roy', 'Els Maes'];

export default {
  name: process.env.APP_NAME ?? 'ours',
  dir: resolve(process.env.DIST ?? 'dist'),
  base: '/',
  start: '/tools/conversations',
  api: data => ({
    '/api/session': {
      user: { id: 'me', name: 'Ann Peeters', email: 'ann@example.be', profileLanguage: 'en' },
      audiences: ['entrepreneur', 'accountant'],
      frequencies: ['immediately', 'hourly', 'daily', 'weekly', 'never'],
      languages: ['fr', 'nl', 'en', 'de'],
      csrfToken: 'token',
    },
    '/api/directory': {
      people: [{ id: 'me', name: 'Ann Peeters', email: true }, ...colleagues.map((name, index) => ({ id: `p${index}`, name, email: true }))],
      licences: data.licences.map(({ id, name, dossiers }) => ({
        id,
        name,
        dossiers: dossiers.map((dossier, index) => ({
          id: dossier.id,
          name: dossier.name,
          number: dossier.number,
          team: [{ person: 'me', role: dossier.manager ? 'manager' : 'collaborator' }, { person: `p${index % 4}`, role: 'manager' }],
        })),
      })),
    },
    '/api/conversation-settings': {
      frequency: 'daily',
      participation: Object.fromEntries(data.licences.flatMap(licence => licence.dossiers).map(({ id, participation }) => [id, participation])),
    },
  }),
  writes: /^\/api\//,
  sel: {
    row: '.row[data-dossier]',
    rowToggle: 'input[data-audience=accountant]',
    licence: '[data-licence]',
    allToggle: 'input[data-scope=all][data-audience=accountant]',
    count: '#count-all-accountant',
    search: '#search',
    scroller: null,
  },
  rowId: element => element.getAttribute('data-dossier'),
  isOn: element => element.checked,
};
