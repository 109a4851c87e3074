// Who the kit is, by the environment.

/**
 * The headers that say who somebody is: by `COOKIE`, by `HEADERS` (JSON), or, for the reference backend, by
 * `PERSON`. With `OTHER_` before them, the second person. Nothing where nothing is given.
 */
export async function headersOf(url, environment, prefix = '') {
  const given = (name) => environment[prefix + name];
  if (given('PERSON')) return { cookie: await signedIn(url, given('PERSON')) };
  const headers = JSON.parse(given('HEADERS') || '{}');
  if (given('COOKIE')) headers.cookie = given('COOKIE');
  return Object.keys(headers).length > 0 ? headers : undefined;
}

/** The cookie of a new session in the reference backend. */
async function signedIn(url, person) {
  const body = new URLSearchParams({ person });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`signing in as ${person}: ${answer.status}; PERSON is for the reference backend only`);
  return cookie;
}
