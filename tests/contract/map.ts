/** Lines of endpoints.txt that later issues build; a line leaves this list with its endpoint. */
export const later: RegExp[] = [
  /^POST \/webhooks\/(ses|s3)/,
  /\/photos?\b|photo-settings/,
  /floor-plans|tables|seating|check-in|qr-code/,
];

/** Endpoints that are not on the map, each because a person needs it. */
export const additions: string[] = [
  "POST /projects/:id/restore",
  "GET /projects/:id/jobs",
  "GET /jobs",
  "GET /jobs/:id",
  "POST /jobs/:id/cancel",
  "DELETE /settings/values",
  "GET /plans",
  "PATCH /admin/plans/:id",
  "PUT /admin/organizations/:id/plan",
  "GET /orgs/:id/audit",
  "GET /orgs/:id/audit/export",
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
