// A look into the outbox, and ways to break it.

// The records of the outbox: `[{ key: [tenant, person, tab, number], text }]`.
export function outbox(page) {
  return page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('conversation-settings');
      request.onupgradeneeded = () => request.transaction.abort();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => (request.error.name === 'AbortError' ? resolve(null) : reject(request.error));
    });
    if (!database) return [];
    const records = database.transaction('outbox').objectStore('outbox');
    const all = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [keys, texts] = await Promise.all([all(records.getAllKeys()), all(records.getAll())]);
    database.close();
    return keys.map((key, i) => ({ key, text: texts[i] }));
  });
}

// For `page.addInitScript`: IndexedDB that throws, is never opened, is absent, or whose writes fail.
export function broken(kind) {
  if (kind === 'absent') {
    Object.defineProperty(globalThis, 'indexedDB', { value: null });
  } else if (kind === 'throws') {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  } else if (kind === 'blocked') {
    IDBFactory.prototype.open = () => Object.create(IDBOpenDBRequest.prototype, {
      onsuccess: { writable: true },
      onerror: { writable: true },
      onupgradeneeded: { writable: true },
    });
  } else if (kind === 'fails') {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      this.transaction.abort();
      return request;
    };
  }
}
