const { writeFileSync } = require('node:fs');

module.exports = {
  // Everybody may read pages; a token that may do everything goes to the file TOKEN_FILE.
  async bootstrap({ strapi }) {
    const role = await strapi.db.query('plugin::users-permissions.role').findOne({ where: { type: 'public' } });
    for (const action of ['api::page.page.find', 'api::page.page.findOne'])
      await strapi.db.query('plugin::users-permissions.permission').create({ data: { action, role: role.id } });
    const token = await strapi.service('admin::api-token')
      .create({ name: 'comparison', description: '', type: 'full-access', lifespan: null });
    writeFileSync(process.env.TOKEN_FILE, token.accessKey);
  },
};
