/** Lines of endpoints.txt that later issues build; a line leaves this list with its endpoint. */
export const later: RegExp[] = [
  /^POST \/projects\/:\/duplicate$/,
  /^POST \/sites\/validate-custom-domain$/,
  /^POST \/webhooks\/(ses|s3)/,
  /\/photos?\b|photo-settings/,
  /floor-plans|tables|seating|check-in|qr-code/,
  /^(GET|POST) \/settings\//,
  /^GET \/entitlements\//,
  /^(GET|POST) \/admin\//,
];

/** Endpoints that are not on the map, each because a person needs it. */
export const additions: string[] = [
  "GET /projects/:id/live",
  "GET /health",
  "GET /ready",
  "GET /openapi.json",
];

/** Routes that do not go through handle: they speak another protocol, or must answer when the database is away. */
export const ownRoutes = [
  "app/api/auth/[...nextauth]/",
  "app/api/health/",
  "app/api/inngest/",
  "app/api/openapi.json/",
  "app/api/ready/",
];
