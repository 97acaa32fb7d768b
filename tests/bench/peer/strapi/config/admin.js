// No admin panel is served, so none has to be built.
module.exports = {
  serveAdminPanel: false,
  auth: { secret: 'only for this comparison' },
  apiToken: { salt: 'only for this comparison' },
  transfer: { token: { salt: 'only for this comparison' } },
  secrets: { encryptionKey: 'only for this comparison, 32 byte' },
};
