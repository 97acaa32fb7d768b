// Those of a new project, without the log of requests and the header that says who answers.
module.exports = [
  'strapi::errors', 'strapi::security', 'strapi::cors', 'strapi::query', 'strapi::body', 'strapi::session',
  'strapi::favicon', 'strapi::public',
];
