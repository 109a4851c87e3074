import { ask } from './ask.js';

const form = document.getElementById('composer');
const picker = form.querySelector('recipient-picker');
const show = (id, text) => (document.getElementById(id).textContent = text);
const follow = () => show('picked', picker.value.join(' '));

for (const name of ['ready', 'change']) picker.addEventListener(name, follow);
// It may have been ready before this script was there.
follow();
form.addEventListener('reset', () => queueMicrotask(follow));
for (const [id, attribute] of [['dossier', 'dossier'], ['audience', 'audience'], ['language', 'lang']]) {
  document.getElementById(id).addEventListener('change', (event) => picker.setAttribute(attribute, event.target.value));
}
document.getElementById('rerender').addEventListener('click', ({ target }) => (target.textContent = Number(target.textContent) + 1));
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  show('stored', await ask(picker.dossier, picker.audience, data.get('text'), data.getAll('recipients')));
});
