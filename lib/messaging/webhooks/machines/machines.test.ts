import { expect, it } from "vitest";
import { sendgridEffect } from "../sendgrid/policy";
import { sesEffect, sesEvent } from "../ses/policy";
import { isMachine } from "./policy";

const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15";
const gmail = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const sentAt = "2027-01-01T12:00:00.000Z";
const later = (seconds: number) => new Date(Date.parse(sentAt) + seconds * 1_000).toISOString();

it("tells machines by their name, and by opening what nobody can have read yet", () => {
  for (const [userAgent, seconds, machine] of [
    [phone, 60, false],
    [gmail, 60, false],
    [gmail, 2, true],
    [phone, 3, true],
    ["Mozilla/5.0", 3_600, true],
    ["Proofpoint URL Defense", 3_600, true],
    [undefined, 3_600, false],
    // Clocks differ: what happened before the mail left says nothing.
    [phone, -5, false],
  ] as const)
    expect([userAgent, seconds, isMachine({ userAgent, sentAt, at: later(seconds) })]).toEqual([
      userAgent,
      seconds,
      machine,
    ]);
});

it("keeps them apart from people's, whoever the provider is", () => {
  const ses = (eventType: string, userAgent: string, seconds: number) =>
    sesEffect(
      sesEvent.parse({
        ...{ eventType, mail: { timestamp: sentAt, messageId: "m" } },
        [eventType.toLowerCase()]: { userAgent, timestamp: later(seconds) },
      }),
    )?.moment;
  expect([ses("Open", phone, 60), ses("Open", "Mozilla/5.0", 60), ses("Click", phone, 1)]).toEqual([
    "openedAt",
    "machineOpenedAt",
    "machineOpenedAt",
  ]);
  const event = { event: "open", sg_event_id: "e", timestamp: 1 };
  expect(sendgridEffect({ ...event, sg_machine_open: true })).toMatchObject({
    ...{ status: "delivered", moment: "machineOpenedAt" },
  });
  expect(sendgridEffect({ ...event, useragent: phone })?.moment).toBe("openedAt");
});
