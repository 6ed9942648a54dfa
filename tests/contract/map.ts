/** Lines of endpoints.txt that later issues build; a line leaves this list with its endpoint. */
export const later: RegExp[] = [
  /^POST \/projects\/:\/duplicate$/,
  /^POST \/webhooks\/(ses|s3)/,
  /\/photos?\b|photo-settings/,
  /floor-plans|tables|seating|check-in|qr-code/,
  /^(GET|POST) \/settings\//,
  /^GET \/entitlements\//,
  /^(GET|POST) \/admin\//,
];

/** Endpoints that are not on the map, each because a person needs it. */
export const additions: string[] = [
  "POST /sites/:id/preview",
  "POST /invites/:id/open",
  "GET /projects/:id/live",
  "GET /projects/:id/events",
  "POST /projects/:id/events",
  "GET /events/:id",
  "PATCH /events/:id",
  "DELETE /events/:id",
  "PATCH /orgs/:id",
  "PATCH /campaigns/:id",
  "DELETE /campaigns/:id",
  "GET /campaigns/:id/jobs",
  "POST /campaigns/:id/preview",
  "POST /campaigns/:id/test",
  "GET /projects/:id/campaigns/audience",
  "POST /webhooks/resend",
  "GET /unsubscribe/:token",
  "POST /unsubscribe/:token",
  "GET /projects/:id/guests/export",
  "GET /imports/:id",
  "GET /imports/:id/rejected",
  "POST /imports/:id/cancel",
  "POST /imports/:id/undo",
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

/** Endpoints whose 2xx needs more than a row and a body (a code, a signature, work that ended); their own tests prove it. */
export const unsampled: string[] = [
  "POST /auth/verify",
  "GET /unsubscribe/{token}",
  "POST /unsubscribe/{token}",
  "POST /webhooks/resend",
  "GET /public/sites/{subdomain}",
  "POST /rsvp/submit",
  "POST /auth/logout",
  "POST /imports/{id}/undo",
  "POST /campaigns/{id}/approve",
  "POST /campaigns/{id}/cancel",
];
