import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { uuidv7 } from "uuidv7";

/** What a server does with the next call, in turn; without one it takes the mail. */
export type Turn =
  | { status: number; headers?: Record<string, string>; body?: object }
  | "reset-after-accept"
  | "hang-up";

/** A mail as a server took it. */
export type Taken = {
  to: string;
  subject: string;
  tags: Record<string, string>;
  raw: Record<string, unknown>;
};

type Answer = { status: number; headers?: Record<string, string>; body?: object };

/** A local server that speaks one of the vendors' protocols, with the mails it took and faults to come. */
async function serve(
  accept: (body: Record<string, unknown>, id: string) => { taken: Taken; answer: Answer },
) {
  const taken: Taken[] = [];
  const turns: Turn[] = [];
  const server = createServer(async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const turn = turns.shift();
    const send = ({ status, headers = {}, body = {} }: Answer) =>
      res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    if (turn === "hang-up") return req.socket.resetAndDestroy();
    if (typeof turn === "object") return send(turn);
    const one = accept(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>, uuidv7());
    taken.push(one.taken);
    if (turn === "reset-after-accept") return req.socket.resetAndDestroy();
    send(one.answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    turns,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Speaks SendEmail of Amazon SES v2 (docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html). */
export const startSes = () =>
  serve((body, id) => {
    const { Destination, Content, EmailTags } = body as {
      Destination: { ToAddresses: string[] };
      Content: { Simple: { Subject: { Data: string } } };
      EmailTags?: { Name: string; Value: string }[];
    };
    return {
      taken: {
        to: Destination.ToAddresses[0]!,
        subject: Content.Simple.Subject.Data,
        tags: Object.fromEntries((EmailTags ?? []).map(({ Name, Value }) => [Name, Value])),
        raw: body,
      },
      answer: { status: 200, body: { MessageId: id } },
    };
  });

/** Speaks mail/send of SendGrid v3 (twilio.com/docs/sendgrid/api-reference/mail-send/mail-send). */
export const startSendgrid = () =>
  serve((body, id) => {
    const { personalizations, subject, custom_args } = body as {
      personalizations: { to: { email: string }[]; custom_args?: Record<string, string> }[];
      subject: string;
      custom_args?: Record<string, string>;
    };
    return {
      taken: {
        ...{ to: personalizations[0]!.to[0]!.email, subject, raw: body },
        tags: { ...custom_args, ...personalizations[0]!.custom_args },
      },
      answer: { status: 202, headers: { "x-message-id": id } },
    };
  });

/** What an SMTP server answers to the next mails: a code after RCPT or after DATA, or it hangs up after taking it. */
export type SmtpTurn = { at: "rcpt" | "data"; code: number } | "hang-up-after-data";

/** A mail server on this machine, without TLS and sign-in. */
export async function startSmtp() {
  const taken: { to: string; text: string }[] = [];
  const turns: SmtpTurn[] = [];
  const refusal = (code: number) => Object.assign(new Error("not now"), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onRcptTo(_address, _session, done) {
      const turn = turns[0];
      if (typeof turn !== "object" || turn.at !== "rcpt") return done();
      turns.shift();
      done(refusal(turn.code));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const turn = turns.shift();
        if (typeof turn === "object") return done(refusal(turn.code));
        taken.push({ to: session.envelope.rcptTo[0]!.address, text: Buffer.concat(chunks).toString() });
        if (turn !== "hang-up-after-data") return done();
        for (const connection of server.connections)
          (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
      });
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    taken,
    turns,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
