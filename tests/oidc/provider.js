// A real OpenID Connect provider with a sign-in form of its own. usage: node provider.js REDIRECT_URI
// Says where it listens; lives until it is killed.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

// Who can sign in here: login → subject and name. "bedrieger" has taken over the name of another.
const people = {
  lien: { sub: 'p-001', preferred_username: 'lien' },
  nadia: { sub: 'p-002', preferred_username: 'nadia' },
  bedrieger: { sub: 'p-003', preferred_username: 'lien' },
};
const bySubject = Object.fromEntries(Object.values(people).map((person) => [person.sub, person]));

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const configuration = {
  clients: [
    {
      client_id: 'tandem',
      client_secret: 'een geheim: & + %',
      redirect_uris: [process.argv[2]],
    },
  ],
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
  cookies: { keys: ['sleutel van de koekjes'] },
  jwks: { keys: [{ ...key, kid: 'sleutel-1', use: 'sig', alg: 'RS256' }] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (context, sub) => ({ accountId: sub, claims: () => bySubject[sub] }),
  async loadExistingGrant(context) {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
};

let provider;
const server = createServer(async (request, response) => {
  try {
    if (!request.url.startsWith('/interaction/')) return await provider.callback()(request, response);
    if (request.method === 'GET') {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      return response.end('<form method="post"><input name="login"><input name="method"></form>');
    }
    let body = '';
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    const result = form.has('cancel')
      ? { error: 'access_denied', error_description: 'geannuleerd' }
      : { login: { accountId: people[form.get('login')].sub, amr: form.getAll('method'), remember: false } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, configuration);
  console.log(`provider listens on ${issuer}`);
});
