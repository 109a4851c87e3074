import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'recipient-picker';
import '../common/host.css';
import { DOSSIERS, ask } from '../common/ask.js';

function Composer() {
  const [dossier, setDossier] = useState('dos-1');
  const [audience, setAudience] = useState('accountant');
  const [language, setLanguage] = useState('fr');
  const [text, setText] = useState('');
  const [picked, setPicked] = useState([]);
  const [stored, setStored] = useState('');
  const [renderings, setRenderings] = useState(0);

  async function send(event) {
    event.preventDefault();
    const recipients = new FormData(event.currentTarget).getAll('recipients');
    setStored(await ask(dossier, audience, text, recipients));
  }

  return (
    <form onSubmit={send} onReset={() => setText('')}>
      <h1>React 19</h1>
      <label>Dossier <select id="dossier" value={dossier} onChange={(event) => setDossier(event.target.value)}>
        {DOSSIERS.map((id) => <option key={id}>{id}</option>)}
      </select></label>
      <label>Public <select id="audience" value={audience} onChange={(event) => setAudience(event.target.value)}>
        <option>accountant</option><option>entrepreneur</option>
      </select></label>
      <label>Langue <select id="language" value={language} onChange={(event) => setLanguage(event.target.value)}>
        <option>fr</option><option>nl</option>
      </select></label>
      <recipient-picker
        dossier={dossier}
        audience={audience}
        lang={language}
        name="recipients"
        label="Destinataires"
        required
        onready={(event) => setPicked(event.target.value)}
        onChange={(event) => setPicked(event.target.value)}
      />
      <label>Question <textarea id="text" required value={text} onChange={(event) => setText(event.target.value)} /></label>
      <button id="send">Envoyer</button>
      <button id="clear" type="reset">Effacer</button>
      <button id="rerender" type="button" onClick={() => setRenderings(renderings + 1)}>{renderings}</button>
      <p>Choisis : <output id="picked">{picked.join(' ')}</output></p>
      <p>Enregistrés : <output id="stored">{stored}</output></p>
    </form>
  );
}

createRoot(document.getElementById('root')).render(<StrictMode><Composer /></StrictMode>);
