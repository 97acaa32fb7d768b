// As much of a browser as signing in takes: cookies for each site, redirects one by one.

export class Browser {
  #cookies = new Map(); // origin → name → { value, path }

  // `sites`: public origin → where it really is, as behind a reverse proxy.
  constructor(sites = {}) {
    this.sites = sites;
  }

  cookie(origin, name) {
    return this.#cookies.get(origin)?.get(name)?.value;
  }

  // One request; redirects are answers.
  async go(address, { method = 'GET', form, headers = {} } = {}) {
    const url = new URL(address);
    const jar = this.#cookies.get(url.origin) ?? new Map();
    this.#cookies.set(url.origin, jar);
    const sent = [...jar].filter(([, one]) => url.pathname.startsWith(one.path)).map(([name, one]) => `${name}=${one.value}`);
    const there = (this.sites[url.origin] ?? url.origin) + url.pathname + url.search;
    const answer = await fetch(there, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(sent.length > 0 ? { Cookie: sent.join('; ') } : {}) },
      body: form && new URLSearchParams(form),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      const gone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
      if (gone) jar.delete(name);
      else jar.set(name, { value: pair.slice(name.length + 1), path });
    }
    return answer;
  }

  // Follows redirects until one leads to `until` (its address is answered), or there is none (the answer is).
  async follow(address, until) {
    for (let i = 0; i < 10; ++i) {
      if (address.startsWith(until)) return { address };
      const answer = await this.go(address);
      const location = answer.headers.get('location');
      if (!location) return { address, answer };
      address = new URL(location, address).href;
    }
    throw new Error('redirects without end');
  }
}
