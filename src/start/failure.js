// When a file is missing or not what it should be, when the browser is too old, when the configuration is broken, or
// when the app stops at a fault of its own: says in the user's language what to do, and reports it where the
// configuration says to. In a JavaScript that old browsers understand, and before everything else.
(function () {
  var TEXTS = {
    fr: {
      loading: ['L’écran n’a pas pu être chargé.', 'Vérifiez votre connexion et rechargez la page.'],
      browser: ['Votre navigateur est trop ancien pour cet écran.', 'Mettez-le à jour, ou utilisez Chrome ou Edge 123, Firefox 128, Safari 17.5, ou une version plus récente.'],
      configuration: ['Cet écran est mal configuré.', 'Prévenez votre administrateur : le fichier config.json contient une erreur.'],
      stopped: ['L’écran s’est arrêté à cause d’une erreur.', 'Rechargez la page.'],
      kept: 'Ce que vous aviez choisi et qui n’est pas encore enregistré reste sur cet appareil, et sera envoyé.',
      reload: 'Recharger la page',
    },
    nl: {
      loading: ['Het scherm kon niet worden geladen.', 'Controleer uw verbinding en laad de pagina opnieuw.'],
      browser: ['Uw browser is te oud voor dit scherm.', 'Werk hem bij, of gebruik Chrome of Edge 123, Firefox 128, Safari 17.5, of een recentere versie.'],
      configuration: ['Dit scherm is verkeerd geconfigureerd.', 'Verwittig uw beheerder: er zit een fout in het bestand config.json.'],
      stopped: ['Het scherm is gestopt door een fout.', 'Laad de pagina opnieuw.'],
      kept: 'Wat u gekozen had en nog niet is opgeslagen, blijft op dit apparaat en wordt nog verzonden.',
      reload: 'Pagina opnieuw laden',
    },
    en: {
      loading: ['The screen could not be loaded.', 'Check your connection and reload the page.'],
      browser: ['Your browser is too old for this screen.', 'Update it, or use Chrome or Edge 123, Firefox 128, Safari 17.5, or a later version.'],
      configuration: ['This screen is not configured correctly.', 'Tell your administrator: there is a mistake in the file config.json.'],
      stopped: ['The screen has stopped because of a fault.', 'Reload the page.'],
      kept: 'What you chose and is not saved yet stays on this device, and will be sent.',
      reload: 'Reload the page',
    },
    de: {
      loading: ['Die Seite konnte nicht geladen werden.', 'Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.'],
      browser: ['Ihr Browser ist zu alt für diese Seite.', 'Aktualisieren Sie ihn, oder verwenden Sie Chrome oder Edge 123, Firefox 128, Safari 17.5 oder eine neuere Version.'],
      configuration: ['Diese Seite ist falsch konfiguriert.', 'Benachrichtigen Sie Ihren Administrator: Die Datei config.json enthält einen Fehler.'],
      stopped: ['Die Seite wurde wegen eines Fehlers angehalten.', 'Laden Sie die Seite neu.'],
      kept: 'Was Sie gewählt haben und noch nicht gespeichert ist, bleibt auf diesem Gerät und wird noch gesendet.',
      reload: 'Seite neu laden',
    },
  };
  var RELOADED = 'conversation-settings/reloaded';
  /** So soon after one reload by itself there is no other. */
  var PATIENCE_MS = 60000;

  var script = document.currentScript;
  // Some hosts serve the page elsewhere, too, where its relative addresses lead nowhere.
  var place = /\/tools\/conversations\/(index\.html)?$/.test(location.pathname) ? '../conversations.html'
    : /\/tools\/(?!index\.html$)[^/]+$/.test(location.pathname) ? ''
      : 'tools/conversations';
  if (place) {
    window.conversationSettings = { failed: true, fail: function () {} };
    location.replace(place + location.search + location.hash);
    return;
  }
  var base = script.src.replace(/tools\/[^/]*$/, '');
  var root = document.documentElement;
  var ours = (window.conversationSettings = { failed: false, fail: fail, panic: '' });

  function fail(kind, what) {
    if (ours.failed) return;
    ours.failed = true;
    if (window.console) console.error('conversation settings: ' + kind + ' ' + what);
    // A page that was just replaced names files that are gone: the new one has others.
    if (kind === 'loading' && reloads()) return;
    report(kind, what);
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', function () { show(kind); });
    else show(kind);
  }

  function reloads() {
    try {
      var now = Date.now();
      if (!navigator.onLine || now - Number(sessionStorage.getItem(RELOADED)) < PATIENCE_MS) return false;
      sessionStorage.setItem(RELOADED, String(now));
      location.reload();
      return true;
    } catch (error) {
      return false;
    }
  }

  function language() {
    var asked = [];
    try {
      asked.push(localStorage.getItem(new URL(base).pathname.slice(1) + 'conversation-settings/language'));
    } catch (error) {
      // Not kept here, then.
    }
    // While the app was running, its own language.
    if (root.hasAttribute('data-started')) asked.push(root.lang);
    asked = asked.concat(navigator.languages || [navigator.language]);
    for (var i = 0; i < asked.length; i += 1) {
      var primary = String(asked[i]).slice(0, 2).toLowerCase();
      if (TEXTS[primary]) return primary;
    }
    return 'fr';
  }

  function show(kind) {
    var chosen = language();
    var texts = TEXTS[chosen];
    var section = document.getElementById('start-failed');
    // What has failed is gone, with whatever it still does: a dialog that it opens would keep the user out.
    var others = Array.prototype.slice.call(document.body.children);
    for (var i = 0; i < others.length; i += 1) if (others[i] !== section) document.body.removeChild(others[i]);
    var card = document.createElement('div');
    card.className = 'card failure';
    card.lang = chosen;
    card.setAttribute('role', 'alert');
    var title = document.createElement('h1');
    title.textContent = texts[kind][0];
    title.tabIndex = -1;
    var advice = document.createElement('p');
    advice.textContent = texts[kind][1];
    card.appendChild(title);
    card.appendChild(advice);
    if (kind === 'loading' || kind === 'stopped') {
      var kept = document.createElement('p');
      kept.textContent = texts.kept;
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'button primary';
      button.textContent = texts.reload;
      button.addEventListener('click', function () { location.reload(); });
      card.appendChild(kept);
      card.appendChild(button);
    }
    section.textContent = '';
    section.appendChild(card);
    root.lang = chosen;
    root.setAttribute('data-failed', kind);
    title.focus();
  }

  /** Nothing of a person: neither what was typed, nor a name, nor the rest of an address. */
  function report(kind, what) {
    if (!window.fetch) return;
    // The configuration may be just what could not be had; it is read for itself, then.
    var read = ours.base ? Promise.resolve(ours.errorReports) : fetch(base + 'config.json').then(function (answer) {
      return answer.json();
    }).then(function (configuration) {
      return configuration.errorReports && new URL(configuration.errorReports, base).href;
    });
    read.then(function (url) {
      if (!url) return;
      var starter = document.querySelector('script[data-wasm]');
      return fetch(url, {
        method: 'POST',
        // A plain request, so that the other origin need not be asked first; and without cookies.
        mode: 'no-cors',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        keepalive: true,
        body: JSON.stringify({
          kind: kind,
          what: what,
          version: starter ? starter.getAttribute('data-wasm').replace(/^.*-([0-9a-f]+)_bg\.wasm$/, '$1') : '',
          page: location.pathname,
          browser: browser(),
        }),
      });
    }).catch(function () {});
  }

  function browser() {
    var found = /(Edg|OPR|Firefox|Chrome)\/(\d+)/.exec(navigator.userAgent.replace(/Chrome(?=.*(Edg|OPR)\/)/, '')) || /(Version)\/(\d+).*Safari/.exec(navigator.userAgent);
    return found ? found[1].replace('Version', 'Safari') + ' ' + found[2] : 'other';
  }

  // Errors of elements do not bubble.
  window.addEventListener('error', function (event) {
    var target = event.target;
    if (target && target !== window) {
      var isNeeded = target.tagName === 'SCRIPT' || (target.tagName === 'LINK' && target.rel === 'stylesheet');
      if (isNeeded) fail('loading', (target.src || target.href).replace(/[?#].*$/, ''));
    } else if (isOfApp(event.error)) {
      fail('stopped', ours.panic || event.error.name);
    }
  }, true);
  window.addEventListener('unhandledrejection', function (event) {
    if (isTrap(event.reason)) fail('stopped', ours.panic || event.reason.name);
  });

  /** Whatever is thrown through the program leaves it in a state that nobody knows. */
  function isOfApp(error) {
    return isTrap(error) || Boolean(error && /\bwasm\b/.test(error.stack));
  }

  function isTrap(error) {
    return Boolean(window.WebAssembly) && error instanceof WebAssembly.RuntimeError;
  }

  // What the style sheet and the program need; a browser that has these has the rest.
  var isNewEnough = 'noModule' in script && window.WebAssembly && window.CSS && CSS.supports('color', 'light-dark(#000, #fff)');
  if (!isNewEnough) fail('browser', '');
})();
