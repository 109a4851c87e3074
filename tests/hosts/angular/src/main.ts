import { CUSTOM_ELEMENTS_SCHEMA, Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { RecipientPicker } from 'recipient-picker';
import { DOSSIERS, ask } from '../../common/ask.js';

@Component({
  selector: 'host-composer',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form #form (submit)="send($event, form)" (reset)="text.set('')">
      <h1>Angular</h1>
      <label>Dossier <select id="dossier" #d (change)="dossier.set(d.value)">
        @for (id of dossiers; track id) { <option>{{ id }}</option> }
      </select></label>
      <label>Public <select id="audience" #a (change)="audience.set(a.value)"><option>accountant</option><option>entrepreneur</option></select></label>
      <label>Langue <select id="language" #l (change)="language.set(l.value)"><option>fr</option><option>nl</option></select></label>
      <recipient-picker
        [dossier]="dossier()"
        [audience]="audience()"
        [lang]="language()"
        name="recipients"
        label="Destinataires"
        required
        (ready)="follow($event)"
        (change)="follow($event)"
      ></recipient-picker>
      <label>Question <textarea id="text" #t required [value]="text()" (input)="text.set(t.value)"></textarea></label>
      <button id="send">Envoyer</button>
      <button id="clear" type="reset">Effacer</button>
      <button id="rerender" type="button" (click)="renderings.set(renderings() + 1)">{{ renderings() }}</button>
      <p>Choisis : <output id="picked">{{ picked().join(' ') }}</output></p>
      <p>Enregistrés : <output id="stored">{{ stored() }}</output></p>
    </form>
  `,
})
class Composer {
  readonly dossiers: string[] = DOSSIERS;
  readonly dossier = signal('dos-1');
  readonly audience = signal('accountant');
  readonly language = signal('fr');
  readonly text = signal('');
  readonly picked = signal<string[]>([]);
  readonly stored = signal('');
  readonly renderings = signal(0);

  follow(event: Event) {
    this.picked.set((event.target as RecipientPicker).value);
  }

  async send(event: Event, form: HTMLFormElement) {
    event.preventDefault();
    const recipients = new FormData(form).getAll('recipients');
    this.stored.set(await ask(this.dossier(), this.audience(), this.text(), recipients));
  }
}

bootstrapApplication(Composer, { providers: [provideZonelessChangeDetection()] });
