import postgres from "postgres";
import { until } from "../caller";
import { prepareCampaign } from "./campaign";
import { type Comparison, compare } from "./compare";
import { type Fault, generator } from "./fault";
import { VictimStack } from "./stack";

type ProviderFault = {
  guests: number;
  seed: number;
  callsPerSecond: number;
  tell: (what: string) => void;
};

/** What the provider does; a call that hangs is longer than anybody waits for it. */
const FAULTS = [
  { kind: "rate-limit" },
  { kind: "error500" },
  { kind: "reset-after-accept" },
  { kind: "hang", ms: 20_000 },
  { kind: "accept-half" },
  { kind: "accept-half-then-reset" },
] as const;
/** So many faults in a row, at most: the breaker is to be reached too. */
const ROW = 6;

/** A campaign on a provider's worst day. */
export const fault: Fault = {
  key: "provider",
  about: "a provider that limits, fails, hangs for 20 s, hangs up after taking and takes half of a batch",
  async run({ seed, size: guests = 2_000, tell }) {
    const { mails, refused, faults, ...counts } = await provider({ guests, seed, callsPerSecond: 10, tell });
    return { work: `${mails} mails and ${refused} refused, ${faults} faults`, counts };
  },
};

/**
 * Sends a campaign while the provider limits, fails, hangs for 20 s, hangs up after taking and takes half of a batch,
 * in rows that the seed decides, then compares what it holds with what the database says.
 */
async function provider(given: ProviderFault): Promise<Comparison & { faults: number }> {
  const { guests, callsPerSecond, tell } = given;
  const random = generator(given.seed);
  const stack = await VictimStack.start({ RESEND_RATE_LIMIT: String(callsPerSecond) });
  const inbox = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  let faults = 0;
  // Each kind has its turn before any comes again.
  let round: (typeof FAULTS)[number][] = [];
  const next = () => {
    if (round.length === 0) round = [...FAULTS];
    return round.splice(Math.floor(random() * round.length), 1)[0]!;
  };
  try {
    const campaign = await prepareCampaign(stack, guests);
    const play = async (fault: object) => {
      const answer = await fetch(`${stack.mail}/faults`, { method: "POST", body: JSON.stringify(fault) });
      if (!answer.ok) throw new Error(`The mail stand-in refused a fault: ${answer.status}.`);
      faults++;
    };
    const waiting = async () =>
      ((await (await fetch(`${stack.mail}/faults`)).json()) as { data: unknown[] }).data.length;
    await play(next());
    await campaign.api("POST", `/campaigns/${campaign.id}/approve`);
    // As many faults as calls would do without them: every second call goes wrong, in rows. After a row something is
    // taken before the next begins; without that the breaker would rest for most of the time.
    const wanted = Math.ceil(guests / 100);
    const taken = async () =>
      (await inbox<{ n: number }[]>`select count(*)::int as n from mail.messages`)[0]!.n;
    let before: number | null = null;
    await until(
      "the end of the campaign",
      async () => {
        if (faults < wanted && (await waiting()) === 0) {
          before ??= await taken();
          if ((await taken()) > before) before = null;
        }
        if (faults < wanted && before === null && (await waiting()) === 0) {
          const row = 1 + Math.floor(random() * ROW);
          const fault = next();
          for (let n = 0; n < (fault.kind === "hang" ? 1 : row); n++) await play(fault);
          tell(`${fault.kind}, ${faults} of ${wanted} faults`);
        }
        return (await campaign.api("GET", `/campaigns/${campaign.id}`)).status === "sent";
      },
      // The breaker rests for up to five minutes after a long row.
      900 + guests / 10,
    );
    const found = await compare(stack, campaign, guests);
    return { ...found, faults };
  } finally {
    await inbox.end({ timeout: 1 });
    await stack.remove();
  }
}
