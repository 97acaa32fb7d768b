// Signs in to a real Tandem with a real OpenID Connect provider, as a browser does, and attacks it.
// usage: node sign_on.js TANDEM DATA
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Browser } from './browser.js';

const [tandem, data] = process.argv.slice(2);
const site = 'https://gids.example'; // where a reverse proxy would answer
const callback = `${site}/edit/v1/oidc/callback`;
const children = [];

// Starts a program; answers it and what follows `says` on a line it prints.
async function start(program, words, says) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith(says)) return { child, where: line.slice(says.length) };
  throw new Error(`${program} ended`);
}
async function stop({ child }) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}
function run(...words) {
  return execFileSync(tandem, [...words, '--data', data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
function ask(sql) {
  return run('psql', `copy (${sql}) to stdout`);
}
const refusals = () => JSON.parse(ask("select coalesce(json_agg(detail->>'reason' order by id), '[]') from audit where action = 'session.refused'"));

const provider = await start(process.execPath, ['provider.js', callback], 'provider listens on ');
const settings = [
  `--oidc.issuer=${provider.where}`, '--oidc.client_id=tandem', '--oidc.client_secret=een geheim: & + %',
  `--oidc.redirect=${callback}`, '--log.level=warn', '--http.port=0', `--data=${data}`,
];
const nodes = [];
for (let i = 0; i < 2; ++i) nodes.push(await start(tandem, ['serve', ...settings], 'Tandem listens on '));
const newBrowser = (node = 0) => new Browser({ [site]: nodes[node].where });

// From our start through the provider's form, up to the address that leads back to us.
async function wayBack(browser, form) {
  const begun = await browser.go(`${site}/edit/v1/oidc/start`);
  assert.equal(begun.status, 302);
  const shown = await browser.follow(begun.headers.get('location'), callback);
  if (!shown.answer) return shown.address; // signed in at the provider before
  assert.equal(shown.answer.status, 200, await shown.answer.text());
  const posted = await browser.go(shown.address, { method: 'POST', form });
  const back = await browser.follow(new URL(posted.headers.get('location'), shown.address).href, callback);
  assert.ok(back.address.startsWith(`${callback}?`));
  return back.address;
}
async function refused(answer, reason, status = 401) {
  assert.equal(answer.status, status);
  const [error] = (await answer.json()).errors;
  assert.equal(error.code, status === 401 ? 'unauthenticated' : 'unavailable');
  assert.doesNotMatch(error.detail, /lien|nonce|state|key|code|account/, 'says nothing of use to an attacker');
  assert.equal(answer.headers.getSetCookie().length, 0);
  assert.match(refusals().at(-1), reason);
}
async function me(browser) {
  const answer = await browser.go(`${site}/edit/v1/me`);
  return answer.status === 200 ? (await answer.json()).data.attributes : answer.status;
}
const changed = (address, change) => {
  const url = new URL(address);
  change(url.searchParams);
  return url.href;
};

const tests = {
  async 'an account that nobody allowed is refused, and so is a name without account'() {
    const lien = newBrowser(), nadia = newBrowser();
    await refused(await lien.go(await wayBack(lien, { login: 'lien', method: 'pwd' })), /lien may not sign in/);
    await refused(await nadia.go(await wayBack(nadia, { login: 'nadia', method: 'pwd' })), /no account/);
    assert.equal(ask('select count(*) from oidc_identity'), '0');
    run('account', 'oidc', 'lien', '--allow');
  },

  async 'who is allowed signs in, on any node, and the one-time password is void'() {
    const browser = newBrowser(0);
    const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
    assert.ok(browser.cookie(site, 'tandem_oidc'));
    browser.sites = { [site]: nodes[1].where };
    const answer = await browser.go(address);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/desk/');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(browser.cookie(site, 'tandem_oidc'), undefined);
    const cookies = answer.headers.getSetCookie();
    assert.match(cookies.find((one) => one.startsWith('tandem_session=')), /; SameSite=Strict.*; HttpOnly/);
    assert.doesNotMatch(cookies.find((one) => one.startsWith('tandem_csrf=')), /HttpOnly/);
    const account = await me(browser);
    assert.equal(account.name, 'lien');
    assert.equal(account.must_change_password, false);
    assert.equal(ask('select second_factor from session'), 'f');
    const login = { data: { type: 'session', attributes: { name: 'lien', password: oneTimePassword } } };
    const withPassword = await fetch(`${nodes[0].where}/edit/v1/login`, {
      method: 'POST', headers: { 'Content-Type': 'application/vnd.api+json' }, body: JSON.stringify(login),
    });
    assert.equal(withPassword.status, 401);
    assert.equal((await browser.go(`${site}/edit/v1/logout`, { method: 'POST' })).status, 403, 'needs the CSRF token');
    const headers = { 'X-CSRF-Token': browser.cookie(site, 'tandem_csrf') };
    assert.equal((await browser.go(`${site}/edit/v1/logout`, { method: 'POST', headers })).status, 204);
    assert.equal(await me(browser), 401);
  },

  async 'a second factor counts when the provider says so'() {
    const browser = newBrowser();
    const form = [['login', 'lien'], ['method', 'pwd'], ['method', 'otp']];
    assert.equal((await browser.go(await wayBack(browser, form))).status, 303);
    assert.equal(ask('select second_factor from session order by created_at desc limit 1'), 't');
  },

  async 'an answer is taken once'() {
    const browser = newBrowser();
    const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
    const cookie = browser.cookie(site, 'tandem_oidc');
    assert.equal((await browser.go(address)).status, 303);
    const headers = { Cookie: `tandem_oidc=${cookie}` };
    await refused(await fetch(address.replace(site, nodes[0].where), { headers, redirect: 'manual' }), /no sign-in of this browser/);
    // The code in another sign-in of the same browser: it belongs to another verifier, and was used.
    const again = await wayBack(browser, { login: 'lien', method: 'pwd' });
    const code = new URL(address).searchParams.get('code');
    await refused(await browser.go(changed(again, (query) => query.set('code', code))), /does not take the code \(invalid_grant\)/);
  },

  async 'an answer is taken from the browser that began'() {
    const mine = newBrowser(), other = newBrowser();
    const address = await wayBack(mine, { login: 'lien', method: 'pwd' });
    await refused(await other.go(address), /no sign-in of this browser/);
    await wayBack(other, { login: 'lien', method: 'pwd' });
    await refused(await other.go(address), /no sign-in of this browser/);
    assert.equal((await mine.go(address)).status, 303, 'nobody has spoilt it');
  },

  async 'a stolen code is of no use in another sign-in'() {
    const victim = newBrowser(), thief = newBrowser();
    const stolen = new URL(await wayBack(victim, { login: 'lien', method: 'pwd' })).searchParams.get('code');
    const address = changed(await wayBack(thief, { login: 'nadia', method: 'pwd' }), (query) => query.set('code', stolen));
    await refused(await thief.go(address), /does not take the code \(invalid_grant\)/);
  },

  async 'the answer names its provider'() {
    for (const change of [(query) => query.set('iss', 'https://elders.example'), (query) => query.delete('iss')]) {
      const browser = newBrowser();
      const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
      await refused(await browser.go(changed(address, change)), /another provider/);
      await refused(await browser.go(address), /no sign-in of this browser/);
    }
  },

  async 'what is odd is refused and breaks nothing'() {
    const browser = newBrowser();
    await refused(await browser.go(callback), /no sign-in of this browser/);
    await refused(await browser.go(`${callback}?state=${'x'.repeat(2000)}&code=%0A%F0%9F%8E%AB`), /no sign-in of this browser/);
    assert.equal((await browser.go(`${callback}?state=a&state=b`)).status, 400);
    assert.equal((await browser.go(`${site}/edit/v1/oidc/start?after=https://elders.example`)).status, 400);
    const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
    await refused(await browser.go(changed(address, (query) => query.set('code', 'é&grant_type=password'))), /does not take the code/);
  },

  async 'who cancels at the provider is not signed in'() {
    const browser = newBrowser();
    await refused(await browser.go(await wayBack(browser, { cancel: 'ja' })), /access_denied/);
  },

  async 'a sign-in that took longer than ten minutes is over'() {
    const browser = newBrowser();
    const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
    run('psql', "update oidc_login set expires_at = expires_at - interval '10 minutes'");
    await refused(await browser.go(address), /no sign-in of this browser/);
  },

  async 'a name taken over at the provider does not take over the account'() {
    const browser = newBrowser();
    await refused(await browser.go(await wayBack(browser, { login: 'bedrieger', method: 'pwd' })), /another identity/);
  },

  async 'a disabled account is refused'() {
    run('account', 'disable', 'lien');
    const browser = newBrowser();
    await refused(await browser.go(await wayBack(browser, { login: 'lien', method: 'pwd' })), /disabled/);
    run('account', 'enable', 'lien');
    assert.equal((await browser.go(await wayBack(browser, { login: 'lien', method: 'pwd' }))).status, 303);
  },

  async 'an account that is forbidden again is out at once'() {
    const browser = newBrowser();
    assert.equal((await browser.go(await wayBack(browser, { login: 'lien', method: 'pwd' }))).status, 303);
    run('account', 'oidc', 'lien', '--forbid');
    assert.equal(await me(browser), 401);
    await refused(await browser.go(await wayBack(browser, { login: 'lien', method: 'pwd' })), /may not sign in/);
    run('account', 'oidc', 'lien', '--allow');
    assert.equal((await browser.go(await wayBack(browser, { login: 'lien', method: 'pwd' }))).status, 303);
  },

  async 'everything is in the audit, no secret is'() {
    const seen = new Set(ask('select distinct action from audit').split('\n'));
    for (const action of ['account.oidc', 'account.link', 'account.password', 'session.start', 'session.refused'])
      assert.ok(seen.has(action), action);
    assert.equal(ask("select count(*) from audit where detail::text ~ 'geheim|eyJ'"), '0');
    assert.match(run('verify'), /0 problems/);
  },

  async 'a provider that is away is no sign-in'() {
    const browser = newBrowser();
    const address = await wayBack(browser, { login: 'lien', method: 'pwd' });
    await stop(provider);
    await refused(await browser.go(address), /does not answer/, 503);
    await stop(nodes[0]);
    nodes[0] = await start(tandem, ['serve', ...settings], 'Tandem listens on ');
    const fresh = await newBrowser().go(`${site}/edit/v1/oidc/start`);
    assert.equal(fresh.status, 503);
    assert.ok(fresh.headers.get('retry-after'));
  },
};

const oneTimePassword = run('account', 'add', 'lien', '--role', 'coordinator');
try {
  for (const [name, test] of Object.entries(tests)) {
    await test();
    console.log(`ok: ${name}`);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await Promise.all(children.filter((child) => child.exitCode === null && child.signalCode === null).map((child) => stop({ child })));
}
