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
  "GET /sites/:id/domain",
  "POST /sites/:id/domain/verify",
  "GET /orgs/:id/webhook-endpoints",
  "POST /orgs/:id/webhook-endpoints",
  "GET /webhook-endpoints/:id",
  "PATCH /webhook-endpoints/:id",
  "DELETE /webhook-endpoints/:id",
  "POST /webhook-endpoints/:id/rotate-secret",
  "POST /webhook-endpoints/:id/test",
  "GET /webhook-endpoints/:id/deliveries",
  "GET /webhook-deliveries/:id",
  "POST /webhook-deliveries/:id/redeliver",
  "POST /invites/:id/open",
  "GET /projects/:id/live",
  "GET /projects/:id/events",
  "POST /projects/:id/events",
  "GET /events/:id",
  "PATCH /events/:id",
  "DELETE /events/:id",
  "GET /orgs",
  "PATCH /orgs/:id",
  "POST /orgs/:id/leave",
  "POST /orgs/:id/transfer",
  "GET /orgs/:id/door-passes",
  "POST /orgs/:id/door-passes",
  "DELETE /door-passes/:id",
  "GET /orgs/:id/api-keys",
  "POST /orgs/:id/api-keys",
  "PATCH /api-keys/:id",
  "DELETE /api-keys/:id",
  "PATCH /members/:id",
  "DELETE /members/:id",
  "POST /members/:id/resend",
  "GET /join/:token",
  "POST /join/:token",
  "GET /auth/sessions",
  "DELETE /auth/sessions/:id",
  "POST /auth/sessions/end-others",
  "PATCH /campaigns/:id",
  "DELETE /campaigns/:id",
  "GET /campaigns/:id/jobs",
  "POST /campaigns/:id/preview",
  "POST /campaigns/:id/test",
  "POST /campaigns/:id/pause",
  "POST /campaigns/:id/resume",
  "POST /campaigns/:id/schedule",
  "GET /projects/:id/campaigns/audience",
  "POST /webhooks/resend",
  "GET /unsubscribe/:token",
  "POST /unsubscribe/:token",
  "GET /projects/:id/guests/export",
  "GET /imports/:id",
  "GET /imports/:id/rejected",
  "POST /imports/:id/cancel",
  "POST /imports/:id/undo",
  "POST /admin/doctor",
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
  "POST /campaigns/{id}/pause",
  "POST /campaigns/{id}/resume",
  "POST /campaigns/{id}/schedule",
];

/** Endpoints that take work on and find in the job that it does not fit: the job says so (their own tests prove it). */
export const countedLater: string[] = ["POST /projects/{id}/guests/import"];

/** What no API key may do, however wide its scopes, and why. A key can do everything else that an admin can. */
export const forPeople: Record<string, string> = {
  "POST /orgs": "an organization needs an owner, who is a person",
  "POST /orgs/{id}/leave": "a key is no member",
  "POST /orgs/{id}/transfer": "ownership is given from person to person",
  "POST /join/{token}": "an invitation is a person's",
  "GET /auth/me": "a key signs in as nobody",
  "PATCH /auth/profile": "a person's own",
  "POST /auth/logout": "a key is revoked, not signed out",
  "GET /auth/sessions": "a person's own",
  "DELETE /auth/sessions/{id}": "a person's own",
  "POST /auth/sessions/end-others": "a person's own",
};

/** Lists that are short by nature and answered whole. */
export const whole: string[] = ["GET /settings/definitions", "GET /plans"];
