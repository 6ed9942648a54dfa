import { checkDomainWanted, checkDueDomains, forgetReleasedDomain } from "./functions/check-domain";
import { deliverWebhooks, fanOutWebhooks } from "./functions/deliver-webhooks";
import { inviteMember } from "./functions/invite-member";
import { purgeProjects } from "./functions/purge-projects";
import { raiseStandingsNightly } from "./functions/raise-standings";
import { recompileSitesOnFacts } from "./functions/recompile-sites";
import { relayOutbox } from "./functions/relay-outbox";
import { renewCiphersNightly } from "./functions/renew-ciphers";
import { replanOnFacts, runAfterAnswer, runAutomations } from "./functions/run-automations";
import { runDuplicate } from "./functions/run-duplicate";
import { runImport } from "./functions/run-import";
import { sealAuditLog } from "./functions/seal-audit";
import { sendCampaign } from "./functions/send-campaign";
import { sendConfirmations } from "./functions/send-confirmation";
import { sendSignInMails } from "./functions/send-sign-in-mails";
import { sendCampaignTest } from "./functions/send-test";
import { syncTemplatesHourly } from "./functions/sync-templates";
import { watchCampaigns } from "./functions/watch-campaigns";
import { watchSenders } from "./functions/watch-standing";

/** Every function that the jobs server may call. Evaluated at run time only: it needs the environment. */
export const functions = [
  checkDomainWanted,
  checkDueDomains,
  forgetReleasedDomain,
  deliverWebhooks,
  fanOutWebhooks,
  inviteMember,
  sendSignInMails,
  purgeProjects,
  raiseStandingsNightly,
  recompileSitesOnFacts,
  relayOutbox,
  renewCiphersNightly,
  replanOnFacts,
  runAfterAnswer,
  runAutomations,
  runDuplicate,
  runImport,
  sealAuditLog,
  sendCampaign,
  sendConfirmations,
  sendCampaignTest,
  syncTemplatesHourly,
  watchCampaigns,
  watchSenders,
];
